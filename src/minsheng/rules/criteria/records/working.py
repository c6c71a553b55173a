"""The working of a verdict: the figures compared, in one unit, and the source of the limit.

Everything that is the same for all records, such as units, factors and signs, is prepared once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any as Anyone

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth, conversion
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import All, Any, Arithmetic, Comparison, Constant, Not, columns
from minsheng.domain.expression.notation import OPERATIONS, notation, shown, times_over_plus
from minsheng.domain.printed import Relation
from minsheng.rules.criteria.records.worths import Compiled, Known

#: writes the working for a record
Written = Callable[[Mapping[str, Worth]], str]
_Written = Callable[[Known], str]


def working(required: Node, when: Node | None = None, *, compiles: bool = True) -> Written:
    """A function that writes how a verdict on a record came about.

    Args:
        required: the condition that must hold.
        when: the records it applies to; for others, the working of ``when`` is written instead.
        compiles: whether to compile its expressions, which does not pay for figures beyond the ranges
            of their columns.

    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> write = working((paid >= Amount(7800, "元/年")).node)
    >>> write({"paid": Fraction(640)})
    '640 元/月 × 12 = 7680 元/年 < 7800 元/年'
    >>> write({"paid": None})
    'paid ≥ 7800 元/年：paid 缺失'
    """
    preparing = _Preparing()
    written = preparing.working(required)
    if when is not None:
        written = preparing.applied(when, written)
    compiled = Compiled(preparing.asked) if compiles else None
    return lambda values: written(Known(values, compiled))


class _Preparing:
    """Prepares one working, and lists the nodes whose values it needs."""

    def __init__(self) -> None:
        self.asked: list[Node] = []

    def ask(self, node: Node) -> Node:
        self.asked.append(node)
        return node

    def applied(self, when: Node, held: _Written) -> _Written:
        """The requirement, for the records that a condition selects."""
        self.ask(when)
        applied = self.working(when)

        def write(known: Known) -> str:
            applies = known.worth(when)
            if applies is True:
                return held(known)
            scope = "不适用" if applies is False else "不知是否适用"
            return f"{scope}：{applied(known)}"

        return write

    def working(self, node: Node) -> _Written:
        match node:
            case Comparison():
                return self._numbers(node) if node.left.kind is Kind.NUMBER else self._others(node)
            case All() | Any():
                return self._parts(node)
            case Not():
                part = self.working(node.part)
                return lambda known: f"非（{part(known)}）"
        self.ask(node)
        return lambda known: f"{notation(node)}：{shown(known.worth(node))}"

    def _parts(self, node: All | Any) -> _Written:
        """The parts that decided: those that make an "and" false or an "or" true; otherwise all."""
        deciding = isinstance(node, Any)
        parts = [(self.ask(part), self.working(part)) for part in node.parts]

        def write(known: Known) -> str:
            worths = [(known.worth(part), text) for part, text in parts]
            texts = [text for worth, text in worths if worth is deciding]
            if not texts:
                texts = [text for worth, text in worths if worth is None] or [text for _, text in parts]
            return "；".join(text(known) for text in texts)

        return write

    def _numbers(self, node: Comparison) -> _Written:
        left, right = self.ask(node.left), self.ask(node.right)
        left_figures, right_figures = self._figures(left), self._figures(right)
        left_source, right_source = self._source(left), self._source(right)
        unit = right.unit or left.unit
        factor = conversion(left.unit, unit)
        by = "" if factor == 1 else f"× {factor}" if factor.denominator == 1 else f"÷ {1 / factor}"
        holds, held = node.relation.holds, node.relation.sign

        def write(known: Known) -> str:
            this, other = known.worth(left), known.worth(right)
            if not isinstance(this, Fraction) or not isinstance(other, Fraction):
                return _without(node, known)
            same = this * factor if by else this
            sign = held if holds(same, other) else _order(same, other)
            steps = f"{left_figures(this, known)}{left_source(known)}"
            if by:
                steps = f"{steps} {by} = {shown(same, unit)}"
            return f"{steps} {sign} {right_figures(other, known)}{right_source(known)}"

        return write

    def _figures(self, node: Node) -> Callable[[Fraction, Known], str]:
        """A side of a comparison: its formula in figures, if it has one, then its value."""
        unit = node.unit
        if not isinstance(node, Arithmetic):
            return lambda worth, _: shown(worth, unit)
        formula = self._in_figures(node)
        return lambda worth, known: f"{formula(known)} = {shown(worth, unit)}"

    def _in_figures(self, node: Node) -> _Written:
        if not isinstance(node, Arithmetic):
            self.ask(node)
            return lambda known: shown(known.worth(node), node.unit)
        left, right, sign = (
            self._in_figures(node.left),
            self._in_figures(node.right),
            OPERATIONS[node.operation],
        )
        first = "（{}）" if isinstance(node.left, Arithmetic) and times_over_plus(node, node.left) else "{}"
        second = "（{}）" if isinstance(node.right, Arithmetic) else "{}"
        form = f"{first} {sign} {second}"
        return lambda known: form.format(left(known), right(known))

    def _source(self, node: Node) -> _Written:
        """The source of a side's value, in brackets; empty if there is none."""
        source = _source_of(node)
        if source is None:
            return lambda _: ""
        self.ask(source)
        return lambda known: str(known.worth(source) or "")

    def _others(self, node: Comparison) -> _Written:
        """A comparison of texts, dates or truth values."""
        this, other = self.ask(node.left), self.ask(node.right)

        def write(known: Known) -> str:
            left, right = known.worth(this), known.worth(other)
            if left is None or right is None:
                return _without(node, known)
            if node.relation.holds(left, right):
                sign = node.relation.sign
            else:  # only dates have an order
                sign = "≠" if node.relation is Relation.EXACTLY else _order(left, right)
            return f"{notation(node.left)} {shown(left)} {sign} {shown(right)}"

        return write


def _source_of(node: Node) -> Node | None:
    """An expression for the source of a value: the table with its lines' sources as values."""
    match node:
        case Choice():
            then, other = _source_of(node.then), node.otherwise and _source_of(node.otherwise)
            if then is not None or other is not None:
                return Choice(node.condition, then or Constant(""), other or Constant(""))
        case Lookup() if any(line.source for line in node.table.lines):
            lines = [
                attrs.evolve(line, value=f"（{line.source}）" if line.source else "")
                for line in node.table.lines
            ]
            return attrs.evolve(node, table=attrs.evolve(node.table, lines=tuple(lines), unit=None))
    return None


def _order(left: Anyone, right: Anyone) -> str:  # two numbers or two dates
    return "=" if left == right else "<" if left < right else ">"


def _without(node: Comparison, known: Known) -> str:
    """What a comparison lacks: missing columns, or a part without a value, and why."""
    lacking = [column.name for column in columns(node) if known[column.name] is None]
    why = f"{'、'.join(lacking)} 缺失" if lacking else f"没有值，{_cause(node, known)}"
    return f"{notation(node)}：{why}"


def _cause(node: Node, known: Known) -> str:
    """Why a node has no value although the record has all its columns."""
    parts = node.children
    if isinstance(node, Choice) and (applies := known.worth(node.condition)) is not None:
        chosen = node.then if applies else node.otherwise
        if chosen is None:
            return f"{notation(node.condition)} 不成立时是什么，没有写"
        parts = (chosen,)
    for part in parts:
        if known.worth(part) is None:
            return _cause(part, known)
    if isinstance(node, Lookup):
        keys = zip(node.table.keys, node.keys, strict=True)
        asked = "，".join(f"{name}＝{shown(known.worth(key))}" for name, key in keys)
        return f"《{node.table.title}》里没有这样一行：{asked}"
    assert isinstance(node, Arithmetic)  # noqa: S101  # nothing else can be missing
    return f"除数为 0：{notation(node.right)}"
