"""Ranges of numbers with closed or open ends, and whether several contain every number exactly once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from minsheng.domain.amount import plain_text
from minsheng.domain.printed import Relation


class Interval:
    """Base of a light's band, a grade and a class of points, which have these four fields.

    An end of None is infinite; ``*_closed`` says whether an end belongs to the range.
    """

    __slots__ = ()

    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in the range, exactly."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_closed and value == self.high))

    def start(self) -> tuple[bool, Decimal, bool]:
        """Sort key, lowest range first; a closed low end comes before an open one."""
        return self.low is not None, self.low or Decimal(0), not self.low_closed

    @property
    def entry(self) -> Relation:
        """The relation to the low end of a value that has just reached the range from below."""
        return Relation.AT_LEAST if self.low_closed else Relation.ABOVE

    @property
    def words(self) -> str:
        """In Chinese words: ``80以上不到100``."""
        low = "" if self.low is None else plain_text(self.low)
        high = "" if self.high is None else plain_text(self.high)
        least = f"{'' if self.low_closed else '超过'}{low}{'以上' if self.low_closed else ''}" if low else ""
        most = f"{'不超过' if self.high_closed else '不到'}{high}" if high else ""
        return least + most or "任何数"

    @property
    def ends(self) -> str:
        """In brackets: ``[80, 100)``."""
        low = "(-∞" if self.low is None else f"{'[' if self.low_closed else '('}{plain_text(self.low)}"
        high = "∞)" if self.high is None else f"{plain_text(self.high)}{']' if self.high_closed else ')'}"
        return f"{low}, {high}"


def tiling_faults(ranges: Sequence[Interval]) -> Iterator[tuple[str, str]]:
    """Why ranges do not contain every number exactly once, each with what to do about it.

    >>> from minsheng.measuring.bands import Band
    >>> list(tiling_faults((Band("green", low=90), Band("red", high=80))))
    [('80 与 90 之间没有说', '原文没有说的，请在文件里写明按哪一段')]
    """
    if not ranges:
        yield "没有一段", "请给出各段的界限"
        return
    ordered = sorted(ranges, key=Interval.start)
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
    for one in ranges:
        if one.low is not None and one.high is not None and one.low > one.high:
            yield f"{one} 的下限大于上限", "请核对"
