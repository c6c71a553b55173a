"""Values of many expressions on one record, from one compiled function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.nodes import Column
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.steps import Op, shared
from minsheng.rules.criteria.records.record import compiled

#: the same points recur, and looking one up costs a fifth of making it
ratio = lru_cache(maxsize=4096)(Fraction)


class Compiled:
    """Expressions prepared together; common parts are computed once.

    Args:
        groups: the expressions, grouped by what is needed together; only groups that are asked for are
            computed. Nodes are compared by identity, because hashing a tree is slow.

    >>> from minsheng import column
    >>> done, asked = column("done", places=0), column("asked", places=0)
    >>> rate = done / asked
    >>> record = Known({"done": Fraction(3), "asked": Fraction(4)}, Compiled([rate.node, (rate < 1).node]))
    >>> str(record.worth(rate.node)), record.but(done=None).worth(rate.node)
    ('3/4', None)
    """

    def __init__(self, *groups: Iterable[Node]) -> None:
        #: by node: its group, and the indexes of its value and, for a number, its denominator in the results
        self.at: dict[int, tuple[int, int, int | None]] = {}
        self._groups: list[list[Node]] = []
        self._results: list[Any] = []  # functions of a record, made by `compiled`
        for group in groups:
            own: list[Node] = []
            place = 1
            for node in group:
                if id(node) not in self.at and type(node) is not Column:
                    number = node.kind is Kind.NUMBER
                    self.at[id(node)] = len(self._groups), place, place + 1 if number else None
                    place += 2 if number else 1
                    own.append(node)
            self._groups.append(own)
            self._results.append(None)

        self.many = len(groups)

    def results(self, group: int) -> Any:
        """The function that computes a group, as integers."""
        made = self._results[group]
        if made is None:
            made = self._results[group] = self._made(self._groups[group])
        return made

    def _made(self, nodes: list[Node]) -> Any:
        steps = steps_of(nodes)
        needed: Any = [step.args[0] for step in shared(*steps) if step.name == "column"]
        return compiled(steps, tuple(needed), partial(walked, nodes), by_key=True)


def steps_of(nodes: list[Node]) -> tuple[Op, ...]:
    """The steps of some expressions, of which any value may be missing."""
    lowering = Lowering(holes=True)
    steps: list[Op] = []
    for node in nodes:
        if node.kind is Kind.NUMBER:
            number = lowering.number(node)
            steps += (number.above, number.below)
        else:
            steps.append(lowering.value(node))
    return tuple(steps)


def walked(nodes: list[Node], record: Mapping[str, Worth], _: object = None) -> tuple[Any, ...]:
    """The same without compiling, for figures that are larger or finer than their columns declare."""
    found: list[Any] = [None]
    for node in nodes:
        worth = evaluate(node, record)
        if node.kind is Kind.NUMBER:
            found += worth.as_integer_ratio() if isinstance(worth, Fraction) else (None, None)
        else:
            found.append(worth)
    return tuple(found)


class Known(dict[str, Worth]):
    """A record that has every column, if only as missing; it must not change.

    Args:
        values: the values, by column.
        compiled: expressions to compute together; any other is evaluated alone.
    """

    __slots__ = ("_compiled", "_found", "_results")

    def __init__(self, values: Mapping[str, Worth], compiled: Compiled | None = None) -> None:
        super().__init__(values)
        self._compiled = compiled
        self._results: list[tuple[Any, ...] | None] = [None] * (0 if compiled is None else compiled.many)
        self._found: dict[int, Worth] = {}

    def __missing__(self, _: str) -> Worth:
        return None

    def but(self, **changed: Worth) -> Known:
        """A copy with some values changed."""
        other = Known(self, self._compiled)
        other.update(changed)  # before anything was computed from it
        return other

    def worth(self, node: Node) -> Worth:
        """The exact value of a node on the record; None if missing."""
        id_ = id(node)
        if id_ in self._found:
            return self._found[id_]
        compiled = self._compiled
        if compiled is None or id_ not in compiled.at:
            return self[node.name] if type(node) is Column else evaluate(node, self)
        group, place, under = compiled.at[id_]
        results = self._results[group] or self._computed(group)
        result = results[place]
        if result is not None and under is not None:
            below = results[under]
            result = None if below is None else ratio(result, below)
        self._found[id_] = result
        return result  # type: ignore[no-any-return]  # as it was computed

    @property
    def groups(self) -> tuple[tuple[Any, ...], ...]:
        """Everything that is computed together, group by group."""
        return tuple([found or self._computed(group) for group, found in enumerate(self._results)])

    def _computed(self, group: int) -> tuple[Any, ...]:
        assert self._compiled is not None  # noqa: S101  # else there are no groups
        found: tuple[Any, ...] = self._compiled.results(group)(self)
        self._results[group] = found
        return found
