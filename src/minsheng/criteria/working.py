"""The working of a verdict: the figures compared, in one unit, and where the limit is written.

What is the same for every record is done once, when a working is prepared: units, factors, signs,
forms. What is left for a record is to look up, compare and write.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any as Anyone

from minsheng.criteria.sides import Sides, Values
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.evaluate import conversion, evaluate
from minsheng.domain.expression.nodes import All, Any, Arithmetic, Comparison, Not, columns
from minsheng.domain.expression.notation import OPERATIONS, notation, shown, times_over_plus
from minsheng.domain.printed import Relation

#: what is written of a record
Written = Callable[[Values], str]


def working(required: Node, when: Node | None = None) -> Written:
    """A function that writes how a criterion came about on a record.

    Args:
        required: what must hold, a truth value.
        when: of which records; where it does not hold, its working is written instead.

    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> write = working((paid >= Amount(7800, "元/年")).node)
    >>> write({"paid": Fraction(640)})
    '640 元/月 × 12 = 7680 元/年 < 7800 元/年'
    >>> write({"paid": None})
    'paid ≥ 7800 元/年：paid 缺失'
    """
    prepared = _Preparing()
    held = prepared.working(required)
    if when is None:
        return held
    applied = prepared.working(when)

    def write(values: Values) -> str:
        applies = evaluate(when, values)
        if applies is True:
            return held(values)
        said = "不适用" if applies is False else "不知是否适用"
        return f"{said}：{applied(values)}"

    return write


class _Preparing:
    """Prepares one working."""

    def __init__(self) -> None:
        self._sides = Sides()

    def working(self, node: Node) -> Written:
        match node:
            case Comparison():
                return self._numbers(node) if node.left.kind is Kind.NUMBER else _others(node)
            case All() | Any():
                return self._parts(node)
            case Not():
                part = self.working(node.part)
                return lambda values: f"非（{part(values)}）"
        return lambda values: f"{notation(node)}：{shown(evaluate(node, values))}"

    def _parts(self, node: All | Any) -> Written:
        """The parts that decided: those that failed an "and", that held an "or"; else all of them."""
        deciding = isinstance(node, Any)
        parts = [(part, self.working(part)) for part in node.parts]

        def write(values: Values) -> str:
            worths = [(evaluate(part, values), text) for part, text in parts]
            texts = [text for worth, text in worths if worth is deciding]
            if not texts:
                texts = [text for worth, text in worths if worth is None] or [text for _, text in parts]
            return "；".join(text(values) for text in texts)

        return write

    def _numbers(self, node: Comparison) -> Written:
        left, right = self._sides.side(node.left), self._sides.side(node.right)
        left_figures, right_figures = _figures(node.left), _figures(node.right)
        unit = node.right.unit or node.left.unit
        factor = conversion(node.left.unit, unit)
        by = "" if factor == 1 else f"× {factor}" if factor.denominator == 1 else f"÷ {1 / factor}"
        holds, held = node.relation.holds, node.relation.sign

        def write(values: Values) -> str:
            (this, this_source), (other, other_source) = left(values), right(values)
            if not isinstance(this, Fraction) or not isinstance(other, Fraction):
                return _without(node, values)
            same = this * factor if by else this
            sign = held if holds(same, other) else _order(same, other)
            steps = f"{left_figures(this, values)}{this_source}"
            if by:
                steps = f"{steps} {by} = {shown(same, unit)}"
            return f"{steps} {sign} {right_figures(other, values)}{other_source}"

        return write


# --- figures ---------------------------------------------------------------------------


def _figures(node: Node) -> Callable[[Fraction, Values], str]:
    """A side of a comparison: its formula in figures, where it has one, then what it comes to."""
    unit = node.unit
    if not isinstance(node, Arithmetic):
        return lambda worth, _: shown(worth, unit)
    formula = _in_figures(node)
    return lambda worth, values: f"{formula(values)} = {shown(worth, unit)}"


def _in_figures(node: Node) -> Written:
    if not isinstance(node, Arithmetic):
        unit = node.unit
        return lambda values: shown(evaluate(node, values), unit)
    left, right, sign = _in_figures(node.left), _in_figures(node.right), OPERATIONS[node.operation]
    first = "（{}）" if isinstance(node.left, Arithmetic) and times_over_plus(node, node.left) else "{}"
    second = "（{}）" if isinstance(node.right, Arithmetic) else "{}"
    form = f"{first} {sign} {second}"
    return lambda values: form.format(left(values), right(values))


def _others(node: Comparison) -> Written:
    """A comparison of texts, dates or truth values."""

    def write(values: Values) -> str:
        left, right = evaluate(node.left, values), evaluate(node.right, values)
        if left is None or right is None:
            return _without(node, values)
        if node.relation.holds(left, right):
            sign = node.relation.sign
        else:  # only dates have an order
            sign = "≠" if node.relation is Relation.EXACTLY else _order(left, right)
        return f"{notation(node.left)} {shown(left)} {sign} {shown(right)}"

    return write


def _order(left: Anyone, right: Anyone) -> str:  # two numbers or two dates
    return "=" if left == right else "<" if left < right else ">"


def _without(node: Comparison, values: Values) -> str:
    """What a comparison lacks: the columns that are missing, or else what has no value."""
    lacking = [column.name for column in columns(node) if values[column.name] is None]
    why = f"{'、'.join(lacking)} 缺失" if lacking else "没有值（除数为 0，或表里没有）"
    return f"{notation(node)}：{why}"
