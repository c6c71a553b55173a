"""What an expression is worth on one record: exactly, by fractions, the plain way.

This is the meaning that every compiled form must agree with, and what workings are written from.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as Anyone

from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.nodes import (
    All,
    Any,
    Arithmetic,
    Choice,
    Column,
    Comparison,
    Constant,
    DatePart,
    Extreme,
    IsMissing,
    Node,
    Not,
    Operation,
    Part,
    Rounded,
    Way,
    Which,
)
from minsheng.domain.units import Unit

#: a number is a Fraction, in the unit of its node; None is missing
Worth = Fraction | str | datetime.date | bool | None


def evaluate(node: Node, values: Mapping[str, Worth]) -> Worth:
    """What ``node`` is worth where the columns have these values; None where it is missing."""
    worth: Worth = _worth(node, values)
    return worth


def conversion(part: Unit | None, whole: Unit | None) -> Fraction:
    """What to multiply a number in one unit by to have it in another that measures the same."""
    if part is None or whole is None:
        return Fraction(1)
    return part.factor / whole.factor


def scale_of(node: Arithmetic) -> Fraction:
    """What to multiply a product or quotient of the plain numbers by, for it to be in its unit."""
    one = Fraction(1)
    left = node.left.unit.factor if node.left.unit else one
    right = node.right.unit.factor if node.right.unit else one
    result = node.unit.factor if node.unit else one
    return left * right / result if node.operation is Operation.MULTIPLY else left / right / result


def _worth(node: Node, values: Mapping[str, Worth]) -> Anyone:  # one case for each node
    match node:
        case Column():
            return values[node.name]
        case Constant():
            return Fraction(node.value) if isinstance(node.value, Decimal) else node.value
        case Arithmetic():
            return _arithmetic(node, _worth(node.left, values), _worth(node.right, values))
        case Comparison():
            left, right = _worth(node.left, values), _worth(node.right, values)
            if left is None or right is None:
                return None
            if isinstance(left, Fraction):
                right *= conversion(node.right.unit, node.left.unit)
            return node.relation.holds(left, right)
        case All() | Any():
            deciding = isinstance(node, Any)
            parts = [_worth(part, values) for part in node.parts]
            if deciding in parts:
                return deciding
            return None if None in parts else not deciding
        case Not():
            part = _worth(node.part, values)
            return None if part is None else not part
        case Choice():
            return _choice(node, values)
        case Extreme():
            parts = [_in_unit(part, node.unit, values) for part in node.parts]
            if None in parts:
                return None
            return min(parts) if node.which is Which.LEAST else max(parts)
        case Rounded():
            part = _worth(node.part, values)
            return None if part is None else rounded(part, node.way, node.places)
        case IsMissing():
            return _worth(node.part, values) is None
        case DatePart():
            day = _worth(node.part, values)
            return None if day is None else Fraction(date_part(day, node.which))
        case Lookup():
            return _worth(node.expanded, values)
    raise TypeError(f"no meaning for {type(node).__name__}")


def _in_unit(node: Node, unit: Unit | None, values: Mapping[str, Worth]) -> Anyone:
    worth = _worth(node, values)
    return worth * conversion(node.unit, unit) if isinstance(worth, Fraction) else worth


def _choice(node: Choice, values: Mapping[str, Worth]) -> Anyone:
    condition = _worth(node.condition, values)
    if condition is None:
        return None
    if condition:
        return _worth(node.then, values)
    return None if node.otherwise is None else _in_unit(node.otherwise, node.unit, values)


def _arithmetic(node: Arithmetic, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    match node.operation:
        case Operation.ADD:
            return left + right * conversion(node.right.unit, node.left.unit)
        case Operation.SUBTRACT:
            return left - right * conversion(node.right.unit, node.left.unit)
        case Operation.MULTIPLY:
            return left * right * scale_of(node)
        case Operation.DIVIDE:
            return None if right == 0 else left / right * scale_of(node)


def rounded(number: Fraction, way: Way, places: int) -> Fraction:
    """A number rounded to places.

    >>> [str(rounded(Fraction(n, 8), Way.HALF_UP, 2)) for n in (1, -1)]
    ['13/100', '-13/100']
    """
    scaled = number * 10**places
    if way is Way.FLOOR:
        whole = scaled.numerator // scaled.denominator
    elif way is Way.CEIL:
        whole = -(-scaled.numerator // scaled.denominator)
    else:
        whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
        whole = -whole if scaled < 0 else whole
    return Fraction(whole, 10**places)


def date_part(day: datetime.date, which: Part) -> int:
    """The year, the month, or the ten-day period of the month."""
    if which is Part.YEAR:
        return day.year
    return day.month if which is Part.MONTH else min((day.day - 1) // 10 + 1, 3)
