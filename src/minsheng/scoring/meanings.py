"""What expressions are worth on many records: the plain meaning, made ready once for all of them.

It is that of :func:`minsheng.domain.expression.evaluate.evaluate`, node by node. Units and constants
are seen to when a node is made ready, equal nodes are one, and on one record each is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any as Anyone

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import Worth, conversion, evaluate, rounded, scale_of
from minsheng.domain.expression.forms import Choice, Extreme, IsMissing, Rounded, Which
from minsheng.domain.expression.nodes import (
    All,
    Any,
    Arithmetic,
    Column,
    Comparison,
    Constant,
    Not,
    Operation,
)
from minsheng.domain.units import Unit


class Known(dict[str, Worth]):
    """A record in which every column is there, if only as missing.

    Args:
        values: the values, by column.
        meanings: what its expressions have been made ready by; without, they are walked.

    What has been computed is kept until a value is set.
    """

    __slots__ = ("_meanings", "found")

    def __init__(self, values: Mapping[str, Worth], meanings: Meanings | None = None) -> None:
        super().__init__(values)
        self._meanings = meanings
        self.found: dict[Meaning, Anyone] = {}

    def __missing__(self, _: str) -> Worth:
        return None

    def __setitem__(self, name: str, value: Worth) -> None:
        self.found.clear()
        super().__setitem__(name, value)

    def but(self, **changed: Worth) -> Known:
        """Another record with some values changed."""
        return Known({**self, **changed}, self._meanings)

    def worth(self, node: Node) -> Worth:
        """What a node is worth on the record."""
        if self._meanings is None:
            return evaluate(node, self)
        found: Worth = self._meanings.of(node)(self)
        return found


#: a function of a record; a number is in the unit of its node
Meaning = Callable[[Known], Anyone]


class Meanings:
    """The nodes of one scheme, made ready as functions of a record.

    >>> from minsheng import column
    >>> rate = column("done") / column("asked")
    >>> str(Known({"done": Fraction(3), "asked": Fraction(4)}, Meanings()).worth(rate.node))
    '3/4'
    """

    def __init__(self) -> None:
        # by identity, since a tree's hash costs as much as its size; each with its node, so that it lives
        self._known: dict[int, tuple[Node, Meaning]] = {}
        self._equal: dict[tuple[object, ...], Meaning] = {}

    def of(self, node: Node) -> Meaning:
        """What a node means; equal nodes have one meaning."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = node, self._made(node)
        return known[1]

    def _made(self, node: Node) -> Meaning:
        match node:
            case Column():
                return self._once((Column, node.name), lambda: _column(node.name))
            case Constant():
                value = Fraction(node.value) if isinstance(node.value, Decimal) else node.value
                return self._once((Constant, type(value), value), lambda: lambda _: value)
            case Lookup():
                return self.of(node.expanded)
            case Comparison():
                sides = self.of(node.left), self._in(node.right, node.left.unit)
                return self._once((Comparison, node.relation, *sides), lambda: _compared(node, *sides))
            case Arithmetic():
                return self._arithmetic(node)
            case All() | Any():
                parts = tuple(self.of(part) for part in node.parts)
                return self._once((type(node), *parts), lambda: _several(isinstance(node, Any), parts))
            case Not():
                part = self.of(node.part)
                return self._once((Not, part), lambda: _not(part))
            case IsMissing():
                part = self.of(node.part)
                return self._once((IsMissing, part), lambda: lambda values: part(values) is None)
            case Rounded():
                part = self.of(node.part)
                return self._once((Rounded, node.way, node.places, part), lambda: _rounded(node, part))
            case Extreme():
                parts = tuple(self._in(part, node.unit) for part in node.parts)
                least = node.which is Which.LEAST
                return self._once((Extreme, least, *parts), lambda: _extreme(least, parts))
            case Choice():
                return self._choice(node)
        return lambda values: evaluate(node, values)

    def _once(self, key: tuple[object, ...], make: Callable[[], Meaning]) -> Meaning:
        """The meaning of a key, made at most once; what is computed by it, once for a record."""
        if key not in self._equal:
            made = make()
            if key[0] in (Column, Constant):
                self._equal[key] = made
            else:

                def kept(values: Known) -> Anyone:
                    found = values.found
                    if kept not in found:
                        found[kept] = made(values)
                    return found[kept]

                self._equal[key] = kept
        return self._equal[key]

    def _in(self, node: Node, unit: Unit | None) -> Meaning:
        """A number in another unit; what is no number as it is."""
        meaning, factor = self.of(node), conversion(node.unit, unit)
        if factor == 1:
            return meaning
        return self._once(("in", factor, meaning), lambda: _times(meaning, factor))

    def _choice(self, node: Choice) -> Meaning:
        condition, then = self.of(node.condition), self.of(node.then)
        if node.otherwise is None:
            other = self._once((Constant, type(None), None), lambda: lambda _: None)
        else:
            other = self._in(node.otherwise, node.unit)
        return self._once((Choice, condition, then, other), lambda: _chosen(condition, then, other))

    def _arithmetic(self, node: Arithmetic) -> Meaning:
        left, operation = self.of(node.left), node.operation
        if operation in (Operation.ADD, Operation.SUBTRACT):
            right, scale = self._in(node.right, node.left.unit), Fraction(1)
        else:
            right, scale = self.of(node.right), scale_of(node)
        plain = self._once((operation, left, right), lambda: _COMPUTED[operation](left, right))
        return plain if scale == 1 else self._once(("in", scale, plain), lambda: _times(plain, scale))


def _column(name: str) -> Meaning:
    return lambda values: values[name]


def _times(part: Meaning, factor: Fraction) -> Meaning:
    def times(values: Known) -> Anyone:
        number = part(values)
        return number * factor if isinstance(number, Fraction) else number

    return times


def _compared(node: Comparison, left: Meaning, right: Meaning) -> Meaning:
    holds = node.relation.holds

    def compared(values: Known) -> bool | None:
        this, other = left(values), right(values)
        if this is None or other is None:
            return None
        found: bool = holds(this, other)
        return found

    return compared


def _several(deciding: bool, parts: tuple[Meaning, ...]) -> Meaning:
    def several(values: Known) -> bool | None:
        found: bool | None = not deciding
        for part in parts:
            worth: bool | None = part(values)
            if worth is deciding:
                return deciding
            if worth is None:
                found = None
        return found

    return several


def _not(part: Meaning) -> Meaning:
    def negated(values: Known) -> bool | None:
        found = part(values)
        return None if found is None else not found

    return negated


def _rounded(node: Rounded, part: Meaning) -> Meaning:
    way, places = node.way, node.places

    def to_places(values: Known) -> Fraction | None:
        number = part(values)
        return None if number is None else rounded(number, way, places)

    return to_places


def _extreme(least: bool, parts: tuple[Meaning, ...]) -> Meaning:
    def extreme(values: Known) -> Anyone:
        found = [part(values) for part in parts]
        if any(one is None for one in found):  # `None in found` would compare every fraction with it
            return None
        return min(found) if least else max(found)

    return extreme


def _chosen(condition: Meaning, then: Meaning, other: Meaning) -> Meaning:
    def chosen(values: Known) -> Anyone:
        found = condition(values)
        return None if found is None else then(values) if found else other(values)

    return chosen


def _sum(left: Meaning, right: Meaning) -> Meaning:
    def added(values: Known) -> Fraction | None:
        a, b = left(values), right(values)
        return None if a is None or b is None else a + b

    return added


def _difference(left: Meaning, right: Meaning) -> Meaning:
    def subtracted(values: Known) -> Fraction | None:
        a, b = left(values), right(values)
        return None if a is None or b is None else a - b

    return subtracted


def _product(left: Meaning, right: Meaning) -> Meaning:
    def multiplied(values: Known) -> Fraction | None:
        a, b = left(values), right(values)
        return None if a is None or b is None else a * b

    return multiplied


def _quotient(left: Meaning, right: Meaning) -> Meaning:
    def divided(values: Known) -> Fraction | None:
        a, b = left(values), right(values)
        return None if a is None or b is None or not b else a / b

    return divided


_COMPUTED: dict[Operation, Callable[[Meaning, Meaning], Meaning]] = {
    Operation.ADD: _sum,
    Operation.SUBTRACT: _difference,
    Operation.MULTIPLY: _product,
    Operation.DIVIDE: _quotient,
}
