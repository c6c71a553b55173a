"""Lines of decision tables and their cells, which say what fits each key."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any as Anyone

import attrs

from minsheng.asking import built
from minsheng.labels import spelled
from minsheng.wanted import want

Bound = Decimal | datetime.date


@built
@attrs.frozen
class Anything:
    """A cell that any value fits, even a missing one."""


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return spelled(want(tuple[str, ...]).checked(values, "OneOf: values"))


@built
@attrs.frozen
class OneOf:
    """A cell that some texts fit; a code of an enumeration such as ``AreaKind`` includes its label."""

    values: tuple[str, ...] = attrs.field(converter=_texts)


@built
@attrs.frozen
class Span:
    """A cell that a range fits: from ``low`` (included) to ``high`` (excluded)."""

    low: Bound | None = None
    high: Bound | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing fits."""
        return self.low is not None and self.high is not None and not below(self.low, self.high)


def below(first: Anyone, second: Anyone) -> bool:
    """Whether one end is less than another of the same kind."""
    return bool(first < second)


Cell = Anything | OneOf | Span


@built
@attrs.frozen
class Line:
    """A line of a table: a cell for each key, the value, and its source."""

    cells: tuple[Cell, ...]
    value: Decimal | str | datetime.date | bool
    source: str = ""
