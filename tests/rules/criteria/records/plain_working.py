"""The working of a verdict the plain way: node by node, by `evaluate` and `line_for`, nothing prepared."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any as Anyone

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth, conversion, evaluate
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import All, Any, Arithmetic, Column, Comparison, Not, Operation
from minsheng.domain.expression.notation import notation, shown
from minsheng.domain.printed import Relation
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.records.read import read_record

Values = Mapping[str, Worth]
SIGNS = {Operation.ADD: "+", Operation.SUBTRACT: "−", Operation.MULTIPLY: "×", Operation.DIVIDE: "÷"}
SUMS = (Operation.ADD, Operation.SUBTRACT)


def explained(criterion: Criterion, record: Anyone) -> str:
    """What a criterion must say of a record."""
    values = read_record(criterion.columns(), record)
    if criterion.when is not None:
        applies = evaluate(criterion.when, values)
        if applies is not True:
            said = "不适用" if applies is False else "不知是否适用"
            return f"{said}：{working(criterion.when, values)}"
    return working(criterion.requirement, values)


def working(node: Node, values: Values) -> str:
    """How a truth value came about."""
    match node:
        case Comparison():
            return comparison(node, values)
        case All() | Any():
            deciding = isinstance(node, Any)
            for wanted in (deciding, None, not deciding):
                parts = [part for part in node.parts if evaluate(part, values) is wanted]
                if parts:
                    return "；".join(working(part, values) for part in parts)
        case Not():
            return f"非（{working(node.part, values)}）"
    return f"{notation(node)}：{shown(evaluate(node, values), node.unit)}"


def comparison(node: Comparison, values: Values) -> str:
    """The sides, in the unit of the right one."""
    left, right = evaluate(node.left, values), evaluate(node.right, values)
    if left is None or right is None:
        missing = list(dict.fromkeys(lacking(node, values)))
        why = f"{'、'.join(missing)} 缺失" if missing else f"没有值，{cause(node, values)}"
        return f"{notation(node)}：{why}"
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return f"{notation(node.left)} {shown(left)} {sign(node.relation, left, right)} {shown(right)}"
    unit = node.right.unit or node.left.unit
    factor = conversion(node.left.unit, unit)
    steps = f"{figures(node.left, left, values)}{source(node.left, values)}"
    if factor != 1:
        by = f"× {factor}" if factor.denominator == 1 else f"÷ {1 / factor}"
        steps += f" {by} = {shown(left * factor, unit)}"
    stands = sign(node.relation, left * factor, right)
    return f"{steps} {stands} {figures(node.right, right, values)}{source(node.right, values)}"


def lacking(node: Node, values: Values) -> list[str]:
    """The missing columns for lack of which a node has no value; not those of a case that did not apply."""
    if evaluate(node, values) is not None:
        return []
    if isinstance(node, Column):
        return [node.name]
    parts = node.children
    if isinstance(node, Choice):
        applies = evaluate(node.condition, values)
        asked = node.condition if applies is None else node.then if applies else node.otherwise
        parts = () if asked is None else (asked,)
    return [name for part in parts for name in lacking(part, values)]


def cause(node: Node, values: Values) -> str:
    """The innermost node that is the first to have no value, of those that are asked for one."""
    if isinstance(node, Choice):
        applies = evaluate(node.condition, values)
        if applies is False and node.otherwise is None:
            return f"{notation(node.condition)} 不成立时是什么，没有写"
        asked = {None: node.condition, True: node.then, False: node.otherwise}[applies]  # type: ignore[index]  # a truth value
        assert asked is not None
        return cause(asked, values)
    lacking = [part for part in node.children if evaluate(part, values) is None]
    if lacking:
        return cause(lacking[0], values)
    if isinstance(node, Arithmetic) and node.operation is Operation.DIVIDE:
        return f"除数为 0：{notation(node.right)}"
    assert isinstance(node, Lookup)
    given = [shown(evaluate(key, values)) for key in node.keys]
    said = "，".join(f"{name}＝{value}" for name, value in zip(node.table.keys, given, strict=True))
    return f"《{node.table.title}》里没有这样一行：{said}"


def sign(relation: Relation, left: Anyone, right: Anyone) -> str:
    """How they stand: as is asked, or else as it is."""
    if relation.holds(left, right):
        return relation.sign
    if left == right:
        return "="
    if relation is Relation.EXACTLY and not isinstance(left, Fraction):
        return "≠"
    return "<" if left < right else ">"


def figures(node: Node, worth: Fraction, values: Values) -> str:
    """A formula in figures, where there is one, and what it comes to."""
    said = shown(worth, node.unit)
    return f"{in_figures(node, values)} = {said}" if isinstance(node, Arithmetic) else said


def in_figures(node: Node, values: Values) -> str:
    """A formula with the figures of the record."""
    if not isinstance(node, Arithmetic):
        return shown(evaluate(node, values), node.unit)
    left, right = in_figures(node.left, values), in_figures(node.right, values)
    if isinstance(node.right, Arithmetic):
        right = f"（{right}）"
    if isinstance(node.left, Arithmetic) and node.operation not in SUMS and node.left.operation in SUMS:
        left = f"（{left}）"
    return f"{left} {SIGNS[node.operation]} {right}"


def source(node: Node, values: Values) -> str:
    """Where a figure is written: that of the line looked up, in the branch taken."""
    match node:
        case Choice():
            taken = node.then if evaluate(node.condition, values) else node.otherwise
            return "" if taken is None else source(taken, values)
        case Lookup():
            keys = {name: evaluate(key, values) for name, key in zip(node.table.keys, node.keys, strict=True)}
            line = node.table.line_for(keys)
            return f"（{line.source}）" if line and line.source else ""
    return ""
