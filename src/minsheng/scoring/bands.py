"""Ranges with closed or open ends, and whether several of them hold every number exactly once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs

from minsheng.domain.amount import plain_text
from minsheng.domain.bound import Relation
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.scoring.inputs import number


@attrs.frozen
class Range:
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

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in it, exactly."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_closed and value == self.high))

    def start(self) -> tuple[bool, Decimal, bool]:
        """To sort ranges by, from the lowest on; one that holds its end comes before one that does not."""
        return self.low is not None, self.low or Decimal(0), not self.low_closed

    def __str__(self) -> str:
        low = "(-∞" if self.low is None else f"{'[' if self.low_closed else '('}{plain_text(self.low)}"
        high = "∞)" if self.high is None else f"{plain_text(self.high)}{']' if self.high_closed else ')'}"
        return f"{low}, {high} {self.name}".rstrip()


def within(band: Range, value: Expression) -> Expression:
    """Whether a value reaches a range from below, for ranges that tile: only the low end is asked."""
    assert band.low is not None  # noqa: S101  # the lowest is what remains
    return compared(Relation.AT_LEAST if band.low_closed else Relation.ABOVE, value, band.low)


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


def tiling_faults(bands: Sequence[Range]) -> Iterator[tuple[str, str]]:
    """What keeps ranges from holding every number exactly once, and what to do about it.

    >>> list(tiling_faults((Range("优", low=90), Range("差", high=80))))
    [('80 与 90 之间没有说', '原文没有说的，请在文件里写明按哪一段')]
    """
    if not bands:
        yield "没有一段", "请给出各段的界限"
        return
    ordered = sorted(bands, key=Range.start)
    if ordered[0].low is not None:
        yield f"低于 {plain_text(ordered[0].low)} 的没有说", "最低一段不写 low"
    if ordered[-1].high is not None:
        yield f"高于 {plain_text(ordered[-1].high)} 的没有说", "最高一段不写 high"
    for below, above in pairwise(ordered):
        if below.high is None or above.low is None or above.low < below.high:
            yield f"{below} 与 {above} 重叠", "每个数只能在一段里"
        elif above.low > below.high:
            between = f"{plain_text(below.high)} 与 {plain_text(above.low)} 之间"
            yield f"{between}没有说", "原文没有说的，请在文件里写明按哪一段"
        elif below.high_closed and above.low_closed:
            yield f"{plain_text(above.low)} 同时在 {below} 与 {above} 里", "一端改为不含"
        elif not below.high_closed and not above.low_closed:
            yield f"{plain_text(above.low)} 不在任何一段里", "一端改为含"
    for band in bands:
        if band.low is not None and band.high is not None and band.low > band.high:
            yield f"{band} 的下限大于上限", "请核对"
