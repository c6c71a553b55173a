"""Evaluates an expression on one record, exactly and directly, with fractions.

This defines what every compiled form must give; workings are written from it too.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Part, Rounded, Way, Which
from minsheng.domain.units import Unit

#: a number is a Fraction, in the unit of its node; None is missing
Worth = Fraction | str | datetime.date | bool | None
_ONE = Fraction(1)


def evaluate(node: Node, values: Mapping[str, Worth]) -> Worth:
    """The value of ``node`` for these values of its columns; None if missing."""
    worth: Worth = _worth(node, values)
    return worth


def conversion(part: Unit | None, whole: Unit | None) -> Fraction:
    """The factor from one unit to another of the same quantity."""
    if part is None or whole is None or part is whole:
        return _ONE
    return part.factor / whole.factor


def scale_of(node: nodes.Arithmetic) -> Fraction:
    """The factor that brings a product or quotient of plain numbers into its unit."""
    if node.left.unit is None and node.right.unit is None:
        return _ONE
    left = node.left.unit.factor if node.left.unit else _ONE
    right = node.right.unit.factor if node.right.unit else _ONE
    result = node.unit.factor if node.unit else _ONE
    return left * right / result if node.operation is nodes.Operation.MULTIPLY else left / right / result


def _worth(node: Node, values: Mapping[str, Worth]) -> Any:
    meaning = _MEANINGS.get(type(node))
    if meaning is None:
        raise TypeError(f"no meaning for {type(node).__name__}")
    return meaning(node, values)


def _column(node: nodes.Column, values: Mapping[str, Worth]) -> Any:
    return values[node.name]


def _constant(node: nodes.Constant, _: Mapping[str, Worth]) -> Any:
    return _fraction(node.value) if isinstance(node.value, Decimal) else node.value


@lru_cache
def _fraction(value: Decimal) -> Fraction:
    return Fraction(value)


def _comparison(node: nodes.Comparison, values: Mapping[str, Worth]) -> bool | None:
    left, right = _worth(node.left, values), _worth(node.right, values)
    if left is None or right is None:
        return None
    if isinstance(left, Fraction):
        right = _times(right, conversion(node.right.unit, node.left.unit))
    return node.relation.holds(left, right)


def _several(node: nodes.All | nodes.Any, values: Mapping[str, Worth]) -> bool | None:
    deciding = isinstance(node, nodes.Any)
    parts = [_worth(part, values) for part in node.parts]
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding


def _not(node: nodes.Not, values: Mapping[str, Worth]) -> bool | None:
    part = _worth(node.part, values)
    return None if part is None else not part


def _extreme(node: Extreme, values: Mapping[str, Worth]) -> Any:
    parts = [_in_unit(part, node.unit, values) for part in node.parts]
    if any(part is None for part in parts):  # `None in parts` would compare every fraction with it
        return None
    return min(parts) if node.which is Which.LEAST else max(parts)


def _rounded(node: Rounded, values: Mapping[str, Worth]) -> Fraction | None:
    part = _worth(node.part, values)
    return None if part is None else rounded(part, node.way, node.places)


def _is_missing(node: IsMissing, values: Mapping[str, Worth]) -> bool:
    return _worth(node.part, values) is None


def _date_part(node: DatePart, values: Mapping[str, Worth]) -> Fraction | None:
    day = _worth(node.part, values)
    return None if day is None else Fraction(date_part(day, node.which))


def _lookup(node: Lookup, values: Mapping[str, Worth]) -> Any:
    return _worth(node.expanded, values)


def _times(number: Fraction, factor: Fraction) -> Fraction:
    return number if factor is _ONE else number * factor


def _in_unit(node: Node, unit: Unit | None, values: Mapping[str, Worth]) -> Any:
    worth = _worth(node, values)
    return _times(worth, conversion(node.unit, unit)) if isinstance(worth, Fraction) else worth


def _choice(node: Choice, values: Mapping[str, Worth]) -> Any:
    condition = _worth(node.condition, values)
    if condition is None:
        return None
    if condition:
        return _worth(node.then, values)
    return None if node.otherwise is None else _in_unit(node.otherwise, node.unit, values)


def _arithmetic(node: nodes.Arithmetic, values: Mapping[str, Worth]) -> Fraction | None:
    left, right = _worth(node.left, values), _worth(node.right, values)
    if left is None or right is None:
        return None
    result: Fraction
    match node.operation:
        case nodes.Operation.ADD:
            result = left + _times(right, conversion(node.right.unit, node.left.unit))
        case nodes.Operation.SUBTRACT:
            result = left - _times(right, conversion(node.right.unit, node.left.unit))
        case nodes.Operation.MULTIPLY:
            result = _times(left * right, scale_of(node))
        case nodes.Operation.DIVIDE:
            if right == 0:
                return None
            result = _times(left / right, scale_of(node))
    return result


def rounded(number: Fraction, way: Way, places: int) -> Fraction:
    """A number rounded to decimal places.

    >>> [str(rounded(Fraction(n, 8), Way.HALF_UP, 2)) for n in (1, -1)]
    ['13/100', '-13/100']
    """
    return Fraction(whole_units(number, way, places), 10**places)


def whole_units(number: Fraction, way: Way, places: int) -> int:
    """A number rounded to decimal places, as an integer in units of the last one."""
    unit: int = 10**places
    above, below = number.numerator * unit, number.denominator
    if way is Way.FLOOR:
        return above // below
    if way is Way.CEIL:
        return -(-above // below)
    whole = (2 * abs(above) + below) // (2 * below)
    return -whole if above < 0 else whole


def date_part(day: datetime.date, which: Part) -> int:
    """The year, the month, or the ten-day period of the month."""
    if which is Part.YEAR:
        return day.year
    return day.month if which is Part.MONTH else min((day.day - 1) // 10 + 1, 3)


#: by type, because a chain of cases would cost more than most of these functions
_MEANINGS: dict[type[Node], Callable[[Any, Mapping[str, Worth]], Any]] = {
    nodes.Column: _column,
    nodes.Constant: _constant,
    nodes.Arithmetic: _arithmetic,
    nodes.Comparison: _comparison,
    nodes.All: _several,
    nodes.Any: _several,
    nodes.Not: _not,
    Choice: _choice,
    Extreme: _extreme,
    Rounded: _rounded,
    IsMissing: _is_missing,
    DatePart: _date_part,
    Lookup: _lookup,
}
