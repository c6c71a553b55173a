"""Schedule: the share of the year's work that is due by a day (序时进度)."""

from __future__ import annotations

import datetime
from calendar import monthrange
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import ClassVar

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import to_decimal
from minsheng.domain.period import Period
from minsheng.labels import Labelled


class ScheduleKind(Labelled):
    """How a schedule spreads the work."""

    DAYS = "days", "按天"
    MONTHS = "months", "按月"
    START = "start", "年初即应达到"
    CURVE = "curve", "计划曲线"


class Between(Labelled):
    """What falls due between two month-ends: a share each day, or nothing until the next."""

    LINEAR = "linear", "逐日递增"
    STEP = "step", "月末计入"


@built
@attrs.frozen
class PlanPoint:
    """The share of the year's work that is due by the end of a month.

    Args:
        month: 1 to 12.
        share: the cumulative share, 0 to 1; text, an int or a ``Decimal``, not a float.
    """

    month: int
    share: Decimal = attrs.field(converter=to_decimal)

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"a year has months 1 to 12, not {self.month}")
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1: month {self.month} has {self.share}")


@built
@attrs.frozen
class Schedule:
    """How the year's work is spread over the year, exactly.

    By days, each day counts the same. By months, each month counts a twelfth, spread evenly over
    its days or due at its end (``between="step"``). A curve has points at month-ends; in between the
    share rises evenly, or only at the next point. ``start`` (for standards) means due in full on
    every day.

    Args:
        kind: how the work is spread.
        points: the points of a curve, in the order of months, ending at 1; empty otherwise.
        between: what falls due between month-ends; only for months and curves.

    Raises:
        ValueError: a curve has no points, falls, or does not end at 1; months out of order; points
            or steps with a kind of schedule that has none.

    >>> november = Period.parse("2023年1—11月")
    >>> Schedule.BY_MONTHS.share(november), Schedule.BY_DAYS.share(november)
    (Fraction(11, 12), Fraction(334, 365))
    >>> plan = Schedule("curve", (PlanPoint(6, "0.4"), PlanPoint(11, "0.887"), PlanPoint(12, 1)))
    >>> plan.share(november), plan.share(datetime.date(2023, 3, 31))
    (Fraction(887, 1000), Fraction(36, 181))
    """

    BY_DAYS: ClassVar[Schedule]
    BY_MONTHS: ClassVar[Schedule]
    FROM_START: ClassVar[Schedule]

    kind: ScheduleKind = attrs.field(converter=ScheduleKind)
    points: tuple[PlanPoint, ...] = ()
    between: Between = attrs.field(default=Between.LINEAR, converter=Between)

    def __attrs_post_init__(self) -> None:
        if self.kind is not ScheduleKind.CURVE:
            if self.points:
                raise ValueError(f"a schedule of kind {self.kind.value!r} has no points: it is no curve")
            if self.between is Between.STEP and self.kind is not ScheduleKind.MONTHS:
                raise ValueError(f"a schedule of kind {self.kind.value!r} has no months' ends to step at")
            return
        for one, after in pairwise(self.points):
            if one.month >= after.month:
                raise ValueError(f"the months of a curve rise: {after.month} stands after {one.month}")
            if one.share > after.share:
                raise ValueError(f"a curve cannot fall: {one} is followed by {after}")
        if not self.points or self.points[-1].share != 1:
            raise ValueError("a curve ends at a share of exactly 1, in December or before")

    @asked
    def share(self, on: datetime.date | Period) -> Fraction:
        """The share due by the end of a day, or of a period's last day.

        It never falls, lies between 0 and 1, and is 1 on 31 December.
        """
        day = on.last if isinstance(on, Period) else on
        if self.kind is ScheduleKind.START:
            return Fraction(1)
        elapsed = day.timetuple().tm_yday
        days, share = 0, Fraction(0)  # at the last month-end passed
        for month, due in self._due:
            end = datetime.date(day.year, month, monthrange(day.year, month)[1]).timetuple().tm_yday
            if elapsed < end:
                linear = self.between is Between.LINEAR
                return share + (due - share) * Fraction(elapsed - days, end - days) if linear else share
            days, share = end, due
        return share

    @cached_property
    def _due(self) -> tuple[tuple[int, Fraction], ...]:
        """Months with the shares due at their ends."""
        if self.kind is ScheduleKind.CURVE:
            return tuple((point.month, Fraction(point.share)) for point in self.points)
        months = range(1, 13) if self.kind is ScheduleKind.MONTHS else (12,)
        return tuple((month, Fraction(month, 12)) for month in months)


Schedule.BY_DAYS = Schedule(ScheduleKind.DAYS)
Schedule.BY_MONTHS = Schedule(ScheduleKind.MONTHS)
Schedule.FROM_START = Schedule(ScheduleKind.START)
