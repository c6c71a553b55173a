"""Ranges of points or of values, each with its name: classes and grades."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.interval import Interval
from minsheng.domain.numerals import shifted
from minsheng.rules.scoring.terms.worth import number, said


@built
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
    low: Decimal | None = attrs.field(default=None, converter=number)
    high: Decimal | None = attrs.field(default=None, converter=number)
    low_closed: bool = True
    high_closed: bool = False

    def __str__(self) -> str:
        return f"{self.ends} {self.name}".rstrip()


@built
@attrs.frozen
class Grade(Range):
    """A grade of totals, which may be limited to so many from the first on.

    Args:
        first: at most this many get it or a better one.
        share: at most this share of those who are scored with each other has it, or a better one.

    Whoever comes later has the next grade below. With ``first`` all who share the last of these
    ranks have it; with ``share``, none of them, where they are too many together.

    >>> Grade("优秀", low=90, share="0.3").limit
    '限 30%'
    """

    first: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(1)), kw_only=True
    )
    share: Decimal | None = attrs.field(default=None, converter=number, kw_only=True)

    @property
    def limited(self) -> bool:
        """Whether only some may have it."""
        return self.first is not None or self.share is not None

    @property
    def limit(self) -> str:
        """The limit in words; empty without one."""
        if self.first is not None:
            return f"限前 {self.first} 名"
        return "" if self.share is None else f"限 {said(shifted(self.share, 2))}%"

    def beyond(self, rank: Expression, tied: Expression, of: Expression) -> Expression:
        """Whether a rank among so many is beyond the limit; for a grade that has one."""
        if self.first is not None:
            return rank > self.first
        assert self.share is not None  # noqa: S101  # limited
        return rank + tied - 1 > of * self.share


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
