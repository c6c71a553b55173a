"""Nodes of an expression: columns, constants, arithmetic, comparison, logic.

A node is data; kinds and units are checked when it is made. ``build`` has the Python operators that
build nodes, ``evaluate`` defines the value of a node, exactly, by fractions.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

import attrs

from minsheng.domain.expression.base import Kind, Node, kind_of, need, one_measure
from minsheng.domain.printed import Relation
from minsheng.domain.unit_algebra import divided, multiplied
from minsheng.domain.units import Unit
from minsheng.domain.written import whole_places
from minsheng.errors import RuleError


@attrs.frozen
class Column(Node):
    """A named field of a record.

    Args:
        name: its name in the record or frame.
        of: the kind of its values; None until the first use determines it.
        measured_in: the unit of a number.
        places: the maximum number of decimal places; more is an error.
        low, high: the range of a number, in its unit; a value outside is an error.
        choices: the only texts allowed; empty: any.
        floats: whether a float is accepted, as the nearest decimal with ``places`` places.
    """

    name: str
    of: Kind | None = None
    measured_in: Unit | None = None
    places: int = attrs.field(default=0, validator=whole_places)
    low: Decimal = Decimal(-(10**10))
    high: Decimal = Decimal(10**10)
    choices: tuple[str, ...] = ()
    floats: bool = False

    @property
    def kind(self) -> Kind | None:
        return self.of

    @property
    def unit(self) -> Unit | None:
        return self.measured_in

    def check(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise RuleError(f"a column has a name, not {self.name!r}")
        if not self.low <= self.high:
            raise RuleError(f"column {self.name!r}: low {self.low} is above high {self.high}")

    def describe(self) -> str:
        return self.name


@attrs.frozen
class Constant(Node):
    """A constant: a ``Decimal`` with or without a unit, text, a date, or a truth value."""

    value: Decimal | str | datetime.date | bool
    measured_in: Unit | None = None

    @property
    def kind(self) -> Kind:
        if isinstance(self.value, bool):
            return Kind.TRUTH
        if isinstance(self.value, Decimal):
            return Kind.NUMBER
        return Kind.TEXT if isinstance(self.value, str) else Kind.DATE

    @property
    def unit(self) -> Unit | None:
        return self.measured_in

    def describe(self) -> str:
        return f"{self.value}" + (f" {self.unit}" if self.unit else "")


class Operation(StrEnum):
    """The four operations."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@attrs.frozen
class Arithmetic(Node):
    """``left + right`` and so on. Division by zero is missing."""

    operation: Operation = attrs.field(converter=Operation)
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    @property
    def kind(self) -> Kind:
        return Kind.NUMBER

    @cached_property
    def result_unit(self) -> Unit | None:
        """The unit of the result."""
        left, right = self.left.unit, self.right.unit
        if self.operation in (Operation.ADD, Operation.SUBTRACT):
            return left
        return multiplied(left, right) if self.operation is Operation.MULTIPLY else divided(left, right)

    @property
    def unit(self) -> Unit | None:
        return self.result_unit

    def check(self) -> None:
        need(self, Kind.NUMBER, self.left, self.right)
        if self.operation in (Operation.ADD, Operation.SUBTRACT):
            one_measure(self, self.left, self.right)
        if self.operation is Operation.DIVIDE and self.right == Constant(Decimal(0), self.right.unit):
            raise RuleError(f"{self.describe()} divides by zero")

    def describe(self) -> str:
        return f"({self.left.describe()} {self.operation.value} {self.right.describe()})"


@attrs.frozen
class Comparison(Node):
    """``left >= right`` and so on; ``!=`` is the negation of ``=``. Missing if a side is."""

    relation: Relation = attrs.field(converter=Relation)
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        if self.left.kind is not self.right.kind or self.left.kind is None:
            raise RuleError(f"{self.describe()} compares {kind_of(self.left)} with {kind_of(self.right)}")
        if self.left.kind is Kind.NUMBER:
            one_measure(self, self.left, self.right)
        elif self.left.kind is not Kind.DATE and self.relation is not Relation.EXACTLY:
            raise RuleError(f"{self.describe()}: {kind_of(self.left)} has no order, only = and !=")

    def describe(self) -> str:
        return f"({self.left.describe()} {self.relation.value} {self.right.describe()})"


@attrs.frozen
class _Several(Node):
    """Base of ``All`` and ``Any``."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        need(self, Kind.TRUTH, *self.parts)


@attrs.frozen
class All(_Several):
    """Whether all parts hold: false if one is false, otherwise missing if one is missing."""

    def describe(self) -> str:
        return f"({' & '.join(part.describe() for part in self.parts)})"


@attrs.frozen
class Any(_Several):
    """Whether any part holds: true if one is true, otherwise missing if one is missing."""

    def describe(self) -> str:
        return f"({' | '.join(part.describe() for part in self.parts)})"


@attrs.frozen
class Not(Node):
    """The negation; missing if the part is."""

    part: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.part,)

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        need(self, Kind.TRUTH, self.part)


def needed(nodes: Iterable[Node]) -> tuple[Column, ...]:
    """The columns of several nodes, each once.

    Raises:
        RuleError: one is declared in two ways, or nothing tells what it holds.
    """
    found: dict[str, Column] = {}
    for node in nodes:
        for column in columns(node):
            if found.setdefault(column.name, column) != column:
                raise RuleError(f"column {column.name!r} is declared in two ways by these criteria")
            if column.of is None:
                raise RuleError(f"nothing tells what column {column.name!r} holds: give kind=")
    return tuple(found.values())


def columns(node: Node) -> tuple[Column, ...]:
    """The columns of a node, each once, in order of occurrence."""
    found: dict[str, Column] = {}
    seen: set[int] = set()

    def walk(node: Node) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        if isinstance(node, Column):
            known = found.setdefault(node.name, node)
            if known != node:
                raise RuleError(_two_readings(known, node))
        for child in node.children:
            walk(child)

    walk(node)
    return tuple(found.values())


def _two_readings(first: Column, second: Column) -> str:
    if first.unit != second.unit:
        return (
            f"column {first.name!r} is taken in two units: {first.unit or 'none'} and {second.unit or 'none'}"
        )
    return f"column {first.name!r} is declared in two ways: {first} and {second}"


def settle(nodes: Iterable[Node], kind: Kind) -> tuple[Node, ...]:
    """The nodes; columns of unknown kind get ``kind``."""
    return tuple(
        attrs.evolve(node, of=kind) if isinstance(node, Column) and node.of is None else node
        for node in nodes
    )
