"""Ranges of points or of values, each with its name: classes and grades."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.interval import Interval, end


@attrs.frozen
class Range(Interval):
    """A named range of values.

    Args:
        name: what the regulation calls it: 优秀.
        low, high: its ends; None where it has no end.
        low_closed, high_closed: whether an end belongs to it.

    >>> print(Range("良好", 85, 95))
    [85, 95) 良好
    """

    name: str = ""
    low: Decimal | None = attrs.field(default=None, converter=end)
    high: Decimal | None = attrs.field(default=None, converter=end)
    low_closed: bool = True
    high_closed: bool = False

    def __str__(self) -> str:
        return f"{self.ends} {self.name}".rstrip()


def within(band: Range, value: Expression) -> Expression:
    """Whether a value reaches a range from below, for ranges that tile: only the low end is asked."""
    assert band.low is not None  # noqa: S101  # the lowest is what remains
    return compared(band.entry, value, band.low)


def name_of(bands: Sequence[Range], value: Expression) -> Expression | None:
    """The name of the range that holds a value; None where there are no ranges."""
    ordered = sorted(bands, key=Range.start)
    if not ordered:
        return None
    lowest: Expression | str = ordered[0].name
    for band in ordered[1:]:
        lowest = when(within(band, value)).then(band.name).otherwise(lowest)
    if isinstance(lowest, Expression):
        return lowest
    return when(value.is_missing()).then(lowest).otherwise(lowest)
