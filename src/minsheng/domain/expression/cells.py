"""Lines of decision tables, and their cells: what fits each key."""

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
    """A cell that every value fits, a missing one too."""


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return spelled(want(tuple[str, ...]).checked(values, "OneOf: values"))


@built
@attrs.frozen
class OneOf:
    """A cell that some texts fit; a code of a closed list such as ``AreaKind`` stands for its label too."""

    values: tuple[str, ...] = attrs.field(converter=_texts)


@built
@attrs.frozen
class Span:
    """A cell that a range fits: from ``low`` (itself in it) up to ``high`` (itself not)."""

    low: Bound | None = None
    high: Bound | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing fits it."""
        return self.low is not None and self.high is not None and not below(self.low, self.high)


def below(first: Anyone, second: Anyone) -> bool:
    """Whether one end lies before another of the same kind."""
    return bool(first < second)


Cell = Anything | OneOf | Span


@built
@attrs.frozen
class Line:
    """A line of a table: a cell for each key, the value, and where it is written."""

    cells: tuple[Cell, ...]
    value: Decimal | str | datetime.date | bool
    source: str = ""
