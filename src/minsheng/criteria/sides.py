"""The sides of a comparison on one record: what they are worth, and where that is written.

The lines of a table are found by their keys, as in an index: the value of a line and its source
come of one search. Whatever is no column, choice or table is left to the plain evaluation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as Anyone

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import Line, Span
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth, conversion, evaluate
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Column

#: the values of the columns of one record
Values = Mapping[str, Worth]
#: a value, and where it is written, in brackets
Sourced = tuple[Worth, str]
Side = Callable[[Values], Sourced]

_MISSING: Sourced = (None, "")


class Sides:
    """Prepares sides; a node met again is prepared once.

    >>> from minsheng import column
    >>> side = Sides().side(column("paid", "元/月").node)
    >>> side({"paid": Fraction(640)})
    (Fraction(640, 1), '')
    """

    def __init__(self) -> None:
        # by identity, since a tree's hash costs as much as its size; each with its node, so that it lives
        self._known: dict[int, tuple[Node, Side]] = {}

    def side(self, node: Node) -> Side:
        """A function of a record: what a node is worth, and where that is written."""
        if id(node) not in self._known:
            self._known[id(node)] = node, self._prepared(node)
        return self._known[id(node)][1]

    def _prepared(self, node: Node) -> Side:
        match node:
            case Column(name):
                return lambda values: (values[name], "")
            case Choice():
                return self._choice(node)
            case Lookup():
                found = self._line(node, 0, node.table.lines)
                # without a line there may still be a value: of ranges that all have one
                return lambda values: found(values) or (evaluate(node, values), "")
        return lambda values: (evaluate(node, values), "")

    def _choice(self, node: Choice) -> Side:
        condition, then = node.condition, self.side(node.then)
        if node.otherwise is None:
            return lambda values: then(values) if evaluate(condition, values) else _MISSING
        other, factor = self.side(node.otherwise), conversion(node.otherwise.unit, node.unit)
        converted = factor != 1

        def choose(values: Values) -> Sourced:
            chosen = evaluate(condition, values)
            if chosen is None:
                return _MISSING
            if chosen:
                return then(values)
            worth, source = other(values)
            return (worth * factor if converted and isinstance(worth, Fraction) else worth), source

        return choose

    def _line(self, node: Lookup, index: int, lines: tuple[Line, ...]) -> Callable[[Values], Sourced | None]:
        """What finds the line of a table for a record, key by key; None where a key asked for is missing."""
        if not lines:
            return lambda values: None
        if index == len(node.keys):
            value, source = lines[0].value, lines[0].source
            worth = Fraction(value) if isinstance(value, Decimal) else value
            result = worth, f"（{source}）" if source else ""
            return lambda values: result
        branches = node.table.branches(index, lines)
        rests = [self._line(node, index + 1, rest) for _, rest in branches]
        if len(rests) == 1:
            return rests[0]
        key = self.side(node.keys[index])
        if node.table.key_kind(index) is Kind.TEXT:
            other = rests[-1]
            by_text = {text: rest for (text, _), rest in zip(branches[:-1], rests[:-1], strict=True)}

            def by_name(values: Values) -> Sourced | None:
                text = key(values)[0]
                return by_text.get(text, other)(values) if isinstance(text, str) else None

            return by_name
        spans = [cell for line in lines if isinstance(cell := line.cells[index], Span)]
        # of one kind, numbers or dates, as the table has it
        ends: set[Anyone] = {end for span in spans for end in (span.low, span.high) if end is not None}
        points = [Fraction(end) if isinstance(end, Decimal) else end for end in sorted(ends)]

        def by_range(values: Values) -> Sourced | None:
            point = key(values)[0]
            return None if point is None else rests[bisect_right(points, point)](values)

        return by_range
