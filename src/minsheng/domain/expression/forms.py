"""Nodes of an expression: choices, extremes, rounding, missing values, parts of a date."""

from __future__ import annotations

from enum import StrEnum

import attrs

from minsheng.domain.expression.base import Kind, Node, kind_of, need, one_measure
from minsheng.domain.units import Unit
from minsheng.domain.written import whole_places
from minsheng.errors import RuleError


@attrs.frozen
class Choice(Node):
    """One value if a condition holds, another if it does not; missing if the condition is missing."""

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
        need(self, Kind.TRUTH, self.condition)
        if self.otherwise is not None:
            if self.then.kind is not self.otherwise.kind or self.then.kind is None:
                raise RuleError(f"{self.describe()} is {kind_of(self.then)} or {kind_of(self.otherwise)}")
            if self.then.kind is Kind.NUMBER:
                one_measure(self, self.then, self.otherwise)


class Which(StrEnum):
    """The smallest or the largest of several."""

    LEAST = "least"
    MOST = "most"


@attrs.frozen
class Extreme(Node):
    """The smallest or the largest of several numbers or dates; missing if one is missing."""

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
                raise RuleError(f"{self.describe()} mixes {kind_of(first)} with {kind_of(part)}")
            if first.kind is Kind.NUMBER:
                one_measure(self, first, part)
        if first.kind not in (Kind.NUMBER, Kind.DATE):
            raise RuleError(f"{self.describe()}: {kind_of(first)} has no order")

    def describe(self) -> str:
        return f"{self.which.value}({', '.join(part.describe() for part in self.parts)})"


class Way(StrEnum):
    """How to round."""

    FLOOR = "floor"
    CEIL = "ceil"
    HALF_UP = "half_up"


@attrs.frozen
class Rounded(Node):
    """A number rounded to decimal places: down, up, or half up (ties away from zero)."""

    way: Way = attrs.field(converter=Way)
    part: Node
    places: int = attrs.field(default=0, validator=whole_places)

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
        need(self, Kind.NUMBER, self.part)


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
            raise RuleError(f"say what {self.part.describe()} holds: nothing tells its kind")


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
        need(self, Kind.DATE, self.part)
