"""Expressions in Chinese notation."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Part, Rounded, Way, Which
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.domain.written import cut

#: the operations as they are printed
OPERATIONS = {
    nodes.Operation.ADD: "+",
    nodes.Operation.SUBTRACT: "−",
    nodes.Operation.MULTIPLY: "×",
    nodes.Operation.DIVIDE: "÷",
}
_PARTS = {Part.YEAR: "年份", Part.MONTH: "月份", Part.TEN_DAYS: "旬"}
_WAYS = {Way.FLOOR: "舍去到", Way.CEIL: "进到", Way.HALF_UP: "四舍五入到"}
#: how tightly nodes bind: a looser one needs brackets inside a tighter one
_LOOSE = {Choice: 0, nodes.Any: 1, nodes.All: 2, nodes.Not: 3, nodes.Comparison: 4, nodes.Arithmetic: 5}


def notation(node: Node) -> str:
    """An expression in one line.

    >>> from minsheng import column
    >>> paid, kind = column("发放", "元/月", places=2), column("地区类别")
    >>> print((kind == "区") & (paid * 12 < paid))
    地区类别 = “区” 且 发放 × 12 < 发放
    """
    match node:
        case nodes.Column():
            return node.name
        case nodes.Constant():
            return shown(Fraction(node.value) if isinstance(node.value, Decimal) else node.value, node.unit)
        case nodes.Arithmetic():
            minus_or_by = node.operation in (nodes.Operation.SUBTRACT, nodes.Operation.DIVIDE)
            left, right = _inside(node, node.left), _inside(node, node.right, tight=minus_or_by)
            return f"{left} {OPERATIONS[node.operation]} {right}"
        case nodes.Comparison():
            return f"{_inside(node, node.left)} {node.relation.sign} {_inside(node, node.right)}"
        case nodes.All():
            return " 且 ".join(_inside(node, part) for part in node.parts)
        case nodes.Any():
            return " 或 ".join(_inside(node, part) for part in node.parts)
        case nodes.Not():
            if isinstance(node.part, nodes.Comparison) and node.part.relation is Relation.EXACTLY:
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
    same = mine == its and (tight or times_over_plus(outer, inner))
    return f"（{text}）" if its < mine or same or (mine == 4 and its == 4) else text


def times_over_plus(outer: Node, inner: Node) -> bool:
    """Whether a product or quotient contains a sum or difference, which then needs brackets."""
    if not (isinstance(outer, nodes.Arithmetic) and isinstance(inner, nodes.Arithmetic)):
        return False
    times = (nodes.Operation.MULTIPLY, nodes.Operation.DIVIDE)
    return outer.operation in times and inner.operation not in times


def shown(worth: Worth, unit: Unit | None = None) -> str:
    """A value as text; a number exactly if finite, otherwise to six places with an ellipsis."""
    if isinstance(worth, Fraction):  # first, because most are
        return cut(worth) if unit is None else f"{cut(worth)} {unit.text}"
    if worth is None:
        return "缺失"
    if isinstance(worth, bool):
        return "是" if worth else "否"
    if isinstance(worth, datetime.date):
        return worth.isoformat()
    return f"“{worth}”"
