"""Many expressions on one record: what each is worth, all of them by one compiled function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.nodes import Column
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.steps import Op, shared
from minsheng.rules.criteria.records.record import compiled


class Compiled:
    """Expressions made ready together; what they have in common is computed once.

    Args:
        nodes: the expressions. They are told by identity, since a tree's hash costs as much as its size.

    >>> from minsheng import column
    >>> done, asked = column("done", places=0), column("asked", places=0)
    >>> rate = done / asked
    >>> record = Known({"done": Fraction(3), "asked": Fraction(4)}, Compiled([rate.node, (rate < 1).node]))
    >>> str(record.worth(rate.node)), record.but(done=None).worth(rate.node)
    ('3/4', None)
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {id(node): node for node in nodes}
        #: where the worth of a node stands among the results, and what that is over, of a number
        self.at: dict[int, tuple[int, int | None]] = {}
        place = 1
        for id_, node in self._nodes.items():
            number = node.kind is Kind.NUMBER
            self.at[id_] = place, place + 1 if number else None
            place += 2 if number else 1

    @cached_property
    def results(self) -> Any:  # a function of a record, as `compiled` makes it
        """What gives the worths of all of them, as integers."""
        lowering = Lowering(holes=True)
        steps: list[Op] = []
        for node in self._nodes.values():
            if node.kind is Kind.NUMBER:
                ratio = lowering.number(node)
                steps += (ratio.above, ratio.below)
            else:
                steps.append(lowering.value(node))
        needed: Any = [step.args[0] for step in shared(*steps) if step.name == "column"]
        return compiled(tuple(steps), tuple(needed), self._walked, by_key=True)

    def _walked(self, record: Mapping[str, Worth], _: object) -> tuple[Any, ...]:
        """The same by the definition, for figures with more places, or larger, than their columns declare."""
        found: list[Any] = [None]
        for node in self._nodes.values():
            worth = evaluate(node, record)
            if node.kind is Kind.NUMBER:
                found += worth.as_integer_ratio() if isinstance(worth, Fraction) else (None, None)
            else:
                found.append(worth)
        return tuple(found)


class Known(dict[str, Worth]):
    """A record in which every column is there, if only as missing; it does not change.

    Args:
        values: the values, by column.
        compiled: expressions that are asked of it together; any other is evaluated by itself.
    """

    __slots__ = ("_compiled", "_found", "_results")

    def __init__(self, values: Mapping[str, Worth], compiled: Compiled | None = None) -> None:
        super().__init__(values)
        self._compiled = compiled
        self._results: tuple[Any, ...] | None = None
        self._found: dict[int, Worth] = {}

    def __missing__(self, _: str) -> Worth:
        return None

    def but(self, **changed: Worth) -> Known:
        """Another record with some values changed."""
        return Known({**self, **changed}, self._compiled)

    def worth(self, node: Node) -> Worth:
        """What a node is worth on the record, exactly; None where it is missing."""
        if type(node) is Column:
            return self[node.name]
        id_ = id(node)
        if id_ in self._found:
            return self._found[id_]
        at = None if self._compiled is None else self._compiled.at.get(id_)
        if at is None:
            return evaluate(node, self)
        results = self._results
        if results is None:
            assert self._compiled is not None  # noqa: S101  # it has the node
            results = self._results = self._compiled.results(self)
        result, under = results[at[0]], at[1]
        if result is not None and under is not None:
            below = results[under]
            result = None if below is None else Fraction(result, below)
        self._found[id_] = result
        return result  # type: ignore[no-any-return]  # as it was computed
