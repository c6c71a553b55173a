"""Named ranges of points or values: classes and grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.interval import Interval
from minsheng.domain.numerals import shifted
from minsheng.rules.scoring.terms.worth import certain, number, said


@built
@attrs.frozen
class Range(Interval):
    """A named range of values.

    Args:
        name: its name in the regulation: 优秀.
        low, high: its ends; None for no end.
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
class NamedLevel:
    """A level that people say in a word, and what it earns of the full points.

    >>> str(NamedLevel("较好", "0.8"))
    '较好 80%'
    """

    name: str
    share: Decimal = attrs.field(converter=certain)

    def __str__(self) -> str:
        return f"{self.name} {said(shifted(self.share, 2))}%"


def level_faults(levels: Sequence[NamedLevel]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with levels: the field, what was met, what to do."""
    names = [one.name for one in levels]
    if len(levels) < 2:
        yield "levels", "没有几档可以选", '写成 [{ name = "好", share = 1 }, { name = "差", share = 0 }]'
    if len(set(names)) < len(names) or not all(names):
        yield "levels", "有两档名称一样，或没有名称", "每一档一个名称"
    shares = [one.share for one in levels]
    if shares != sorted(shares, reverse=True):
        yield "levels", "各档没有从好到差", "从好到差写"
    if any(not 0 <= share <= 1 for share in shares):
        yield "levels", "每一档应得满分的0到1倍", "80% 写 0.8"
    if len(set(shares)) < 2 <= len(shares):
        yield "levels", "各档的分一样", "请核对"


@built
@attrs.frozen
class Grade(Range):
    """A grade of totals, which may be limited to the first ranks.

    Args:
        first: at most this many get it or a better one.
        share: at most this share of the group gets it or a better one.

    Later ranks get the next lower grade. If several share the last of these ranks, with ``first``
    all of them get it; with ``share`` none, if together they are too many.

    >>> Grade("优秀", low=90, share="0.3").limit
    '限 30%'
    """

    first: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(1)), kw_only=True
    )
    share: Decimal | None = attrs.field(default=None, converter=number, kw_only=True)

    @property
    def limited(self) -> bool:
        """Whether only some can get it."""
        return self.first is not None or self.share is not None

    @property
    def limit(self) -> str:
        """The limit in words; empty without one."""
        if self.first is not None:
            return f"限前 {self.first} 名"
        return "" if self.share is None else f"限 {said(shifted(self.share, 2))}%"

    def basis(self, scored: int) -> str:
        """The limit, and of how many a share is.

        >>> Grade("优秀", share="0.3").basis(6)
        '限 30%，按评了分的 6 家算'
        """
        return self.limit if self.share is None else f"{self.limit}，按评了分的 {scored} 家算"

    def beyond(self, rank: Expression, tied: Expression, of: Expression) -> Expression:
        """Whether a rank is beyond the limit of this limited grade."""
        if self.first is not None:
            return rank > self.first
        assert self.share is not None  # noqa: S101  # limited
        return rank + tied - 1 > of * self.share


def within(band: Range, value: Expression) -> Expression:
    """Whether a value reaches a range from below; for adjoining ranges that is enough."""
    assert band.low is not None  # noqa: S101  # only the lowest has none
    return compared(band.entry, value, band.low)


def name_of(bands: Sequence[Range], value: Expression) -> Expression | None:
    """The name of the range that holds a value; None without ranges."""
    ordered = sorted(bands, key=Range.start)
    if not ordered:
        return None
    lowest: Expression | str = ordered[0].name
    for band in ordered[1:]:
        lowest = when(within(band, value)).then(band.name).otherwise(lowest)
    if isinstance(lowest, Expression):
        return lowest
    return when(value.is_missing()).then(lowest).otherwise(lowest)
