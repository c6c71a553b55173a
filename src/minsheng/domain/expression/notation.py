"""Expressions as a Chinese reader writes them, and their workings on one record."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from minsheng.domain.amount import exact_decimal, plain_text
from minsheng.domain.bound import Relation
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth, conversion, evaluate
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Part, Rounded, Way, Which
from minsheng.domain.expression.nodes import (
    All,
    Any,
    Arithmetic,
    Column,
    Comparison,
    Constant,
    Not,
    Operation,
    columns,
)
from minsheng.domain.units import Unit

_SIGNS = {Operation.ADD: "+", Operation.SUBTRACT: "−", Operation.MULTIPLY: "×", Operation.DIVIDE: "÷"}
_PARTS = {Part.YEAR: "年份", Part.MONTH: "月份", Part.TEN_DAYS: "旬"}
_WAYS = {Way.FLOOR: "舍去到", Way.CEIL: "进到", Way.HALF_UP: "四舍五入到"}
#: how tightly a node binds, for brackets: the looser needs them inside the tighter
_LOOSE = {Choice: 0, Any: 1, All: 2, Not: 3, Comparison: 4, Arithmetic: 5}


def notation(node: Node) -> str:
    """An expression in one line.

    >>> from minsheng import column
    >>> paid, kind = column("发放", "元/月", places=2), column("地区类别")
    >>> print((kind == "区") & (paid * 12 < paid))
    地区类别 = “区” 且 发放 × 12 < 发放
    """
    match node:
        case Column():
            return node.name
        case Constant():
            return shown(Fraction(node.value) if isinstance(node.value, Decimal) else node.value, node.unit)
        case Arithmetic():
            minus_or_by = node.operation in (Operation.SUBTRACT, Operation.DIVIDE)
            left, right = _inside(node, node.left), _inside(node, node.right, tight=minus_or_by)
            return f"{left} {_SIGNS[node.operation]} {right}"
        case Comparison():
            return f"{_inside(node, node.left)} {node.relation.sign} {_inside(node, node.right)}"
        case All():
            return " 且 ".join(_inside(node, part) for part in node.parts)
        case Any():
            return " 或 ".join(_inside(node, part) for part in node.parts)
        case Not():
            if isinstance(node.part, Comparison) and node.part.relation is Relation.EXACTLY:
                return f"{_inside(node.part, node.part.left)} ≠ {_inside(node.part, node.part.right)}"
            return f"非（{notation(node.part)}）"
        case Choice():
            other = "缺失" if node.otherwise is None else notation(node.otherwise)
            return f"如果 {notation(node.condition)} 则{notation(node.then)}，否则{other}"
        case Extreme():
            name = "最小" if node.which is Which.LEAST else "最大"
            return f"{name}（{'，'.join(map(notation, node.parts))}）"
        case Rounded():
            return f"{_WAYS[node.way]}{node.places}位小数（{notation(node.part)}）"
        case IsMissing():
            return f"{_inside(node, node.part)} 缺失"
        case DatePart():
            return f"{_inside(node, node.part)}的{_PARTS[node.which]}"
        case Lookup():
            keys = zip(node.table.keys, node.keys, strict=True)
            return f"《{node.table.title}》（{'，'.join(f'{name}＝{notation(key)}' for name, key in keys)}）"
    raise TypeError(f"no notation for {type(node).__name__}")


def _inside(outer: Node, inner: Node, *, tight: bool = False) -> str:
    text = notation(inner)
    mine, its = _LOOSE.get(type(outer), 6), _LOOSE.get(type(inner), 6)
    same = mine == its and (tight or _times_over_plus(outer, inner))
    return f"（{text}）" if its < mine or same or (mine == 4 and its == 4) else text


def _times_over_plus(outer: Node, inner: Node) -> bool:
    if not (isinstance(outer, Arithmetic) and isinstance(inner, Arithmetic)):
        return False
    times = (Operation.MULTIPLY, Operation.DIVIDE)
    return outer.operation in times and inner.operation not in times


def shown(worth: Worth, unit: Unit | None = None) -> str:
    """A value as text: exact where it ends, else to six places with an ellipsis."""
    if worth is None:
        return "缺失"
    if isinstance(worth, bool):
        return "是" if worth else "否"
    if isinstance(worth, datetime.date):
        return worth.isoformat()
    if isinstance(worth, str):
        return f"“{worth}”"
    exact = exact_decimal(worth)
    if exact is not None:
        number = plain_text(exact)
    else:
        whole, rest = divmod(abs(worth.numerator), worth.denominator)
        sign = "-" if worth < 0 else ""
        number = f"{sign}{whole}.{rest * 10**6 // worth.denominator:06d}…"
    return number if unit is None else f"{number} {unit}"


def working(node: Node, values: Mapping[str, Worth]) -> str:
    """How a truth value came about on one record: the figures compared, in one unit.

    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> working((paid >= Amount(7800, "元/年")).node, {"paid": Fraction(640)})
    '640 元/月 × 12 = 7680 元/年 < 7800 元/年'
    """
    match node:
        case Comparison():
            return _comparison(node, values)
        case All() | Any():
            return _parts(node, values)
        case Not():
            return f"非（{working(node.part, values)}）"
        case _:
            return f"{notation(node)}：{shown(evaluate(node, values), node.unit)}"


def _parts(node: All | Any, values: Mapping[str, Worth]) -> str:
    """The parts that decided: those that failed an "and", that held an "or"; else all of them."""
    deciding = isinstance(node, Any)
    worths = [(part, evaluate(part, values)) for part in node.parts]
    parts = [part for part, worth in worths if worth is deciding]
    if not parts:
        parts = [part for part, worth in worths if worth is None] or list(node.parts)
    return "；".join(working(part, values) for part in parts)


def _comparison(node: Comparison, values: Mapping[str, Worth]) -> str:
    left, right = evaluate(node.left, values), evaluate(node.right, values)
    if left is None or right is None:
        return f"{notation(node)}：{_why_missing(node, values)}"
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        unit = node.right.unit or node.left.unit
        factor = conversion(node.left.unit, unit)
        same = left * factor
        holds = node.relation.holds(same, right)
        sign = node.relation.sign if holds else "=" if same == right else "<" if same < right else ">"
        steps = f"{_figures(node.left, left, values)}{_source(node.left, values)}"
        if factor != 1:
            by = f"× {factor}" if factor.denominator == 1 else f"÷ {1 / factor}"
            steps += f" {by} = {shown(same, unit)}"
        return f"{steps} {sign} {_figures(node.right, right, values)}{_source(node.right, values)}"
    if node.relation.holds(left, right):
        sign = node.relation.sign
    else:  # only dates have an order
        sign = "≠" if node.relation is Relation.EXACTLY else "<" if Relation.BELOW.holds(left, right) else ">"
        sign = "=" if left == right else sign
    return f"{notation(node.left)} {shown(left)} {sign} {shown(right)}"


def _why_missing(node: Node, values: Mapping[str, Worth]) -> str:
    """What a node lacks: the columns that are missing, or else what has no value."""
    lacking = [column.name for column in columns(node) if values[column.name] is None]
    return f"{'、'.join(lacking)} 缺失" if lacking else "没有值（除数为 0，或表里没有）"


def _figures(node: Node, worth: Fraction, values: Mapping[str, Worth]) -> str:
    """A side of a comparison: its formula in figures, where it has one, then what it comes to."""
    said = shown(worth, node.unit)
    if isinstance(node, Arithmetic):
        return f"{_in_figures(node, values)} = {said}"
    return said


def _in_figures(node: Node, values: Mapping[str, Worth]) -> str:
    if isinstance(node, Arithmetic):
        left, right = _in_figures(node.left, values), _in_figures(node.right, values)
        if isinstance(node.right, Arithmetic):
            right = f"（{right}）"
        if isinstance(node.left, Arithmetic) and _times_over_plus(node, node.left):
            left = f"（{left}）"
        return f"{left} {_SIGNS[node.operation]} {right}"
    return shown(evaluate(node, values), node.unit)


def _source(node: Node, values: Mapping[str, Worth]) -> str:
    """Where a looked-up value is written."""
    if not isinstance(node, Lookup):
        return ""
    keys = {name: evaluate(key, values) for name, key in zip(node.table.keys, node.keys, strict=True)}
    line = node.table.line_for(keys)
    return f"（{line.source}）" if line and line.source else ""
