"""Traces expressions on a record: what each node is worth, prepared once for many records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth, conversion, scale_of
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Rounded
from minsheng.domain.expression.notation import notation, shown
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.rules.criteria.records.kinds import TraceKind
from minsheng.rules.criteria.records.making import (
    Build,
    Run,
    Value,
    blank,
    column,
    fixed,
    lacking,
    made_from,
    once,
    reading,
    traced,
)
from minsheng.rules.criteria.records.record import computed
from minsheng.rules.criteria.records.trace import Trace
from minsheng.rules.criteria.records.worths import Compiled, Known, ratio, steps_of, walked

_OPERATIONS = {
    nodes.Operation.ADD: TraceKind.ADD,
    nodes.Operation.SUBTRACT: TraceKind.SUBTRACT,
    nodes.Operation.MULTIPLY: TraceKind.MULTIPLY,
    nodes.Operation.DIVIDE: TraceKind.DIVIDE,
}
_RELATIONS = {
    Relation.ABOVE: TraceKind.ABOVE,
    Relation.AT_LEAST: TraceKind.AT_LEAST,
    Relation.EXACTLY: TraceKind.EXACTLY,
    Relation.AT_MOST: TraceKind.AT_MOST,
    Relation.BELOW: TraceKind.BELOW,
}


class Tracer:
    """Traces some expressions; what they share is computed once.

    Args:
        roots: the expressions, each with every node below it.
        columns: their columns, in the order of the values read.
        notes: what to say of some nodes, by their identity.
        known: what is computed of a record anyway, and not again here.
        longest: the most letters of a formula; a longer one is told by what it does.
    """

    def __init__(
        self,
        roots: Iterable[Node],
        columns: tuple[nodes.Column, ...],
        notes: Mapping[int, str] | None = None,
        known: Compiled | None = None,
        longest: int | None = None,
    ) -> None:
        self._uses: dict[int, int] = {}
        self._nodes: list[Node] = []  # kept, so that their identities stay theirs
        self._builds: dict[tuple[int, str], Build] = {}
        self._notes, self._columns, self._longest = notes or {}, columns, longest
        for root in roots:
            self._count(root)
        self._number_of = {column.name: number for number, column in enumerate(columns)}
        self._at = {} if known is None else known.at
        self._asked = [
            node
            for node in self._nodes
            if id(node) not in self._at and type(node) not in (nodes.Constant, nodes.Column)
        ]
        self._own, self._others = Compiled(self._asked), 0 if known is None else known.many

    @cached_property
    def compute(self) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
        """Computes all results from the values read."""
        return computed(steps_of(self._asked), self._columns)

    def run(self, values: Mapping[str, Worth], *, quick: bool = True, full: bool = True) -> Run:
        """A record by the exact values of its columns.

        Args:
            values: these.
            quick: whether to compile the expressions, which does not pay for a few figures that may be
                beyond what their columns declare.
            full: as for :class:`Run`.
        """
        results = self._own.results(0)(values) if quick else walked(self._asked, values)
        others = values.groups if isinstance(values, Known) else ()
        return Run(tuple([values.get(one.name) for one in self._columns]), (*others, results), full=full)

    def _count(self, node: Node) -> None:
        many = self._uses.get(id(node), 0)
        self._uses[id(node)] = many + 1
        if not many:
            for child in node.children:
                self._count(child)
            self._nodes.append(node)

    # --- values -------------------------------------------------------------------------

    def value(self, node: Node, factor: Fraction | None = None) -> Value:
        """A function that gives the worth of a node, or a multiple of it."""
        if isinstance(node, nodes.Constant):
            worth: Any = Fraction(node.value) if node.kind is Kind.NUMBER else node.value  # type: ignore[arg-type]  # a number
            worth = worth if factor is None else worth * factor
            return lambda _: worth
        over, under = (1, 1) if factor is None else factor.as_integer_ratio()
        if isinstance(node, nodes.Column):
            return reading(self._number_of[node.name], over, under * 10**node.places, factor)
        found = self._at.get(id(node))
        group, at, below_at = (self._others, *self._own.at[id(node)][1:]) if found is None else found
        if below_at is None:
            return lambda run: run.results[group][at]

        def number(run: Run) -> Fraction | None:
            results = run.results[group]
            above, below = results[at], results[below_at]
            return None if above is None or below is None else ratio(above * over, below * under)

        return number

    # --- traces -------------------------------------------------------------------------

    def build(self, node: Node, role: str = "") -> Build:
        """A function that traces a node, and makes one trace if it stands in several places."""
        key = id(node), role
        found = self._builds.get(key)
        if found is None:
            found = self._build(node, role)
            if self._uses[id(node)] > 1 and node.children:
                found = once(found, key)
            self._builds[key] = found
        return found

    def _in_unit(self, node: Node, unit: Unit | None, role: str) -> Build:
        """The same in another unit, with the factor as a part."""
        factor = conversion(node.unit, unit)
        if node.kind is not Kind.NUMBER or factor == 1:
            return self.build(node, role)
        inner, value = self.build(node, "part"), self.value(node, factor)
        times = factor.denominator == 1
        by = Fraction(factor if times else 1 / factor)
        text = f"{notation(node)} {'×' if times else '÷'} {by}"
        own = blank(TraceKind.CONVERTED, text, role, unit=unit)
        last = traced(blank(TraceKind.CONSTANT, f"{by}", "times" if times else "by", value=by))
        return made_from(own, value, lambda run: (inner(run), last))

    def _build(self, node: Node, role: str) -> Build:
        kind, text = _kind(node), notation(node)
        if self._longest is not None and len(text) > self._longest and node.children:
            text = kind.label
        own = blank(kind, text, role, unit=node.unit, note=self._notes.get(id(node), ""))
        match node:
            case nodes.Constant():
                constant = traced(own | {"value": self.value(node)(_NOTHING)})
                return lambda _: constant
            case nodes.Column():
                return column(own, node.name, self.value(node))
            case Choice():
                return self._choice(node, own)
            case Lookup():
                return self._lookup(node, own)
            case nodes.All() | nodes.Any():
                return self._several(node, own)
        parts = tuple(self._parts(node))
        shows = isinstance(node, (nodes.Arithmetic, nodes.Comparison, nodes.Not))
        why = None
        if isinstance(node, nodes.Arithmetic) and node.operation is nodes.Operation.DIVIDE:
            why = f"除数为 0：{notation(node.right)}"
        if len(parts) == 2:  # nearly all: no loop
            first, second = parts
            return made_from(own, self.value(node), lambda run: (first(run), second(run)), why, shows=shows)
        return made_from(
            own, self.value(node), lambda run: tuple([one(run) for one in parts]), why, shows=shows
        )

    def _parts(self, node: Node) -> Iterator[Build]:
        """What a value is made from, in one unit where that is needed."""
        match node:
            case nodes.Comparison():
                yield self._in_unit(node.left, node.right.unit, "left")
                yield self.build(node.right, "right")
            case nodes.Arithmetic(nodes.Operation.ADD | nodes.Operation.SUBTRACT):
                yield self.build(node.left, "left")
                yield self._in_unit(node.right, node.left.unit, "right")
            case nodes.Arithmetic():
                yield self.build(node.left, "left")
                yield self.build(node.right, "right")
                if (scale := scale_of(node)) != 1:
                    yield fixed("换算", "factor", scale)
            case Extreme():
                yield from (self._in_unit(part, node.unit, "part") for part in node.parts)
            case Rounded():
                yield self.build(node.part, "part")
                yield fixed(f"{node.places} 位小数", "places", Fraction(node.places))
            case _:
                yield from (self.build(child, "part") for child in node.children)

    def _several(self, node: nodes.All | nodes.Any, own: dict[str, Any]) -> Build:
        parts = [(self.value(part), self.build(part, "part")) for part in node.parts]
        deciding = isinstance(node, nodes.Any)

        def build_parts(run: Run) -> tuple[Trace, ...]:
            if run.full:
                return tuple([build(run) for _, build in parts])
            worths = [(value(run), build) for value, build in parts]
            for wanted in (deciding, None, not deciding):
                if shown := [build(run) for worth, build in worths if worth is wanted]:
                    return tuple(shown)
            return ()

        return made_from(own, self.value(node), build_parts)

    def _choice(self, node: Choice, own: dict[str, Any]) -> Build:
        condition, holds = self.build(node.condition, "condition"), self.value(node.condition)
        then, otherwise = self.build(node.then, "then"), None
        if node.otherwise is not None:
            otherwise = self._in_unit(node.otherwise, node.unit, "otherwise")

        def build_parts(run: Run) -> tuple[Trace, ...]:
            applies = holds(run)
            chosen = None if applies is None else then if applies else otherwise
            return (condition(run),) if chosen is None else (condition(run), chosen(run))

        why = f"{notation(node.condition)} 不成立时是什么，没有写"
        return made_from(own, self.value(node), build_parts, why, shows=_has_source(node))

    def _lookup(self, node: Lookup, own: dict[str, Any]) -> Build:
        keys = [self.build(key, name) for name, key in zip(node.table.keys, node.keys, strict=True)]
        value, table = self.value(node), node.table
        finds = list(zip(table.finders, map(self.value, node.keys), strict=True))

        def build(run: Run) -> Trace:
            fields, worth = own.copy(), value(run)
            fields["value"] = worth
            if worth is not None:
                fitting = -1
                for find, key_value in finds:
                    fitting &= find(key_value(run))
                if fitting:
                    fields["line"] = line = (fitting & -fitting).bit_length()
                    fields["source"] = table.lines[line - 1].source
            if run.full or worth is None:
                fields["parts"] = parts = tuple([key(run) for key in keys])
                if worth is None and not lacking(parts):
                    asked = "，".join(f"{key.role}＝{shown(key.value)}" for key in parts)
                    fields["note"] = f"《{table.title}》里没有这样一行：{asked}"
                elif worth is None:
                    fields["missing"] = lacking(parts)
            return traced(fields)

        return build


_NOTHING = Run((), (), full=True)


def _kind(node: Node) -> TraceKind:
    match node:
        case nodes.Arithmetic():
            return _OPERATIONS[node.operation]
        case nodes.Comparison():
            return _RELATIONS[node.relation]
        case Extreme() | DatePart():
            return TraceKind(node.which.value)
        case Rounded():
            return TraceKind(node.way.value)
    return _KINDS[type(node)]


_KINDS: dict[type[Node], TraceKind] = {
    nodes.Column: TraceKind.COLUMN,
    nodes.Constant: TraceKind.CONSTANT,
    nodes.All: TraceKind.ALL,
    nodes.Any: TraceKind.ANY,
    nodes.Not: TraceKind.NOT,
    Choice: TraceKind.CHOICE,
    IsMissing: TraceKind.IS_MISSING,
    Lookup: TraceKind.LOOKUP,
}


def _has_source(node: Node) -> bool:
    """Whether a value may come from a line of a table that says where it is written."""
    if isinstance(node, Choice):
        return any(_has_source(part) for part in (node.then, node.otherwise) if part is not None)
    return isinstance(node, Lookup) and any(line.source for line in node.table.lines)
