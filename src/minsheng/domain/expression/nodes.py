"""The tree of an expression: frozen nodes whose kinds and units are checked when they are made.

A node is data. Python's operators, which build nodes, are in :mod:`minsheng.domain.expression.build`;
what a node is worth is said by ``evaluate`` (exactly, by fractions), and compiled by ``lower``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

import attrs

from minsheng.domain.bound import Relation
from minsheng.domain.units import Unit, divided, multiplied
from minsheng.errors import RuleError, UnitError

#: a tree past these is no rule that a person wrote
MOST_NODES, MOST_DEPTH = 10_000, 100


class Kind(StrEnum):
    """What a node's values are."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "truth"


@attrs.frozen
class Node:
    """A node of an expression. Its children are nodes, its ``kind`` and ``unit`` are known."""

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes it is made of."""
        return ()

    @property
    def kind(self) -> Kind | None:
        """What its values are; None for a column of which nothing is known yet."""
        raise NotImplementedError

    @property
    def unit(self) -> Unit | None:
        """The unit of a number; None for a bare number, and for what is no number."""
        return None

    @cached_property
    def size(self) -> int:
        """How many nodes the tree has, shared ones counted each time."""
        return 1 + sum(child.size for child in self.children)

    @cached_property
    def depth(self) -> int:
        """How many nodes lie on its longest way down."""
        return 1 + max((child.depth for child in self.children), default=0)

    def __attrs_post_init__(self) -> None:
        if self.depth > MOST_DEPTH or self.size > MOST_NODES:
            raise RuleError(
                f"an expression of {self.size} nodes, {self.depth} deep, is refused:"
                f" at most {MOST_NODES} nodes and {MOST_DEPTH} deep"
            )
        self.check()

    def check(self) -> None:
        """Refuse children that do not fit."""


def _whole_places(_: object, __: object, places: int) -> None:
    if isinstance(places, bool) or not isinstance(places, int) or not 0 <= places <= 9:
        raise RuleError(f"places are a whole number from 0 to 9, not {places!r}")


@attrs.frozen
class Column(Node):
    """A named field of a record.

    Args:
        name: its name in the record or frame.
        of: the kind of its values; None until the first use tells.
        measured_in: the unit of a number.
        places: how many decimal places a number has at most; more is an error.
        low, high: the range of a number, in its unit; a value outside is an error.
        choices: the texts it may hold; empty for any.
        floats: whether a float may stand for the decimal of ``places`` that it is nearest to.
    """

    name: str
    of: Kind | None = None
    measured_in: Unit | None = None
    places: int = attrs.field(default=0, validator=_whole_places)
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


@attrs.frozen
class Constant(Node):
    """A value: a ``Decimal`` with a unit or without, text, a date, or a truth value."""

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


class Operation(StrEnum):
    """The four operations."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@attrs.frozen
class Arithmetic(Node):
    """``left + right`` and so on. A quotient by zero is missing."""

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
        _need(self, Kind.NUMBER, self.left, self.right)
        if self.operation in (Operation.ADD, Operation.SUBTRACT):
            _one_measure(self, self.left, self.right)
        if self.operation is Operation.DIVIDE and self.right == Constant(Decimal(0), self.right.unit):
            raise RuleError(f"{describe(self)} divides by zero")


@attrs.frozen
class Comparison(Node):
    """``left >= right`` and so on; ``!=`` is the negation of ``=``. Missing where a side is."""

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
            raise RuleError(f"{describe(self)} compares {_kind(self.left)} with {_kind(self.right)}")
        if self.left.kind is Kind.NUMBER:
            _one_measure(self, self.left, self.right)
        elif self.left.kind is not Kind.DATE and self.relation is not Relation.EXACTLY:
            raise RuleError(f"{describe(self)}: {_kind(self.left)} has no order, only = and !=")


@attrs.frozen
class All(Node):
    """Whether all parts hold: false where one is false, else missing where one is missing."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        _need(self, Kind.TRUTH, *self.parts)


@attrs.frozen
class Any(Node):
    """Whether any part holds: true where one is true, else missing where one is missing."""

    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        _need(self, Kind.TRUTH, *self.parts)


@attrs.frozen
class Not(Node):
    """The opposite; missing where the part is."""

    part: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.part,)

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        _need(self, Kind.TRUTH, self.part)


@attrs.frozen
class Choice(Node):
    """One value where a condition holds, another where it does not; missing where it is missing."""

    condition: Node
    then: Node
    otherwise: Node | None

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.condition, self.then, *(() if self.otherwise is None else (self.otherwise,)))

    @property
    def kind(self) -> Kind | None:
        return self.then.kind

    @property
    def unit(self) -> Unit | None:
        return self.then.unit

    def check(self) -> None:
        _need(self, Kind.TRUTH, self.condition)
        if self.otherwise is not None:
            if self.then.kind is not self.otherwise.kind or self.then.kind is None:
                raise RuleError(f"{describe(self)} is {_kind(self.then)} or {_kind(self.otherwise)}")
            if self.then.kind is Kind.NUMBER:
                _one_measure(self, self.then, self.otherwise)


class Which(StrEnum):
    """The least or the most of several."""

    LEAST = "least"
    MOST = "most"


@attrs.frozen
class Extreme(Node):
    """The least or the most of several numbers or dates; missing where one is missing."""

    which: Which = attrs.field(converter=Which)
    parts: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.parts

    @property
    def kind(self) -> Kind | None:
        return self.parts[0].kind

    @property
    def unit(self) -> Unit | None:
        return self.parts[0].unit

    def check(self) -> None:
        if not self.parts:
            raise RuleError(f"{self.which.value} needs at least one number")
        first = self.parts[0]
        for part in self.parts[1:]:
            if part.kind is not first.kind:
                raise RuleError(f"{describe(self)} mixes {_kind(first)} with {_kind(part)}")
            if first.kind is Kind.NUMBER:
                _one_measure(self, first, part)
        if first.kind not in (Kind.NUMBER, Kind.DATE):
            raise RuleError(f"{describe(self)}: {_kind(first)} has no order")


class Way(StrEnum):
    """How to round."""

    FLOOR = "floor"
    CEIL = "ceil"
    HALF_UP = "half_up"


@attrs.frozen
class Rounded(Node):
    """A number rounded to places: down, up, or half up (ties away from zero)."""

    way: Way = attrs.field(converter=Way)
    part: Node
    places: int = attrs.field(default=0, validator=_whole_places)

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.part,)

    @property
    def kind(self) -> Kind:
        return Kind.NUMBER

    @property
    def unit(self) -> Unit | None:
        return self.part.unit

    def check(self) -> None:
        _need(self, Kind.NUMBER, self.part)


@attrs.frozen
class IsMissing(Node):
    """Whether a value is missing; itself never missing."""

    part: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.part,)

    @property
    def kind(self) -> Kind:
        return Kind.TRUTH

    def check(self) -> None:
        if self.part.kind is None:
            raise RuleError(f"say what {describe(self.part)} holds: nothing tells its kind")


class Part(StrEnum):
    """A part of a date: the year, the month (1–12), the ten-day period of the month (1–3)."""

    YEAR = "year"
    MONTH = "month"
    TEN_DAYS = "ten_days"


@attrs.frozen
class DatePart(Node):
    """A part of a date, as a bare number."""

    which: Part = attrs.field(converter=Part)
    part: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.part,)

    @property
    def kind(self) -> Kind:
        return Kind.NUMBER

    def check(self) -> None:
        _need(self, Kind.DATE, self.part)


def columns(node: Node) -> tuple[Column, ...]:
    """The columns a node needs, each once, in the order they are met."""
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


# --- checks ----------------------------------------------------------------------------


def describe(node: Node) -> str:
    """A node in one line, for error messages."""
    match node:
        case Column():
            return node.name
        case Constant():
            return f"{node.value}" + (f" {node.unit}" if node.unit else "")
        case Arithmetic() | Comparison():
            sign = node.operation if isinstance(node, Arithmetic) else node.relation
            return f"({describe(node.left)} {sign.value} {describe(node.right)})"
        case All() | Any():
            sign_text = " & " if isinstance(node, All) else " | "
            return f"({sign_text.join(map(describe, node.parts))})"
        case Extreme():
            return f"{node.which.value}({', '.join(map(describe, node.parts))})"
        case _:
            inner = ", ".join(map(describe, node.children))
            return f"{type(node).__name__.lower()}({inner})"


def _kind(node: Node) -> str:
    return f"{describe(node)} ({node.kind.value if node.kind else 'of no known kind'})"


def _need(node: Node, kind: Kind, *parts: Node) -> None:
    for part in parts:
        if part.kind is not kind:
            raise RuleError(f"{describe(node)} needs a {kind.value}, not {_kind(part)}")


def _one_measure(node: Node, left: Node, right: Node) -> None:
    a, b = left.unit, right.unit
    if (a is None) != (b is None) or (a is not None and b is not None and not a.measures_same_as(b)):
        raise UnitError(
            f"{describe(node)}: {describe(left)} is in {a or 'no unit'},"
            f" {describe(right)} is in {b or 'no unit'}"
        )


def settle(nodes: Iterable[Node], kind: Kind) -> tuple[Node, ...]:
    """The nodes, with columns of which nothing was known taken to be of ``kind``."""
    return tuple(
        attrs.evolve(node, of=kind) if isinstance(node, Column) and node.of is None else node
        for node in nodes
    )
