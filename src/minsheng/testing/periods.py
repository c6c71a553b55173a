"""Strategies for periods, schedules and deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from minsheng.domain.calendar import Deadline
from minsheng.domain.numerals import shifted
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.schedule import Between, PlanPoint, Schedule, ScheduleKind

#: among them leap years, and a century year that is not one
_YEARS = (2023, 2024, 2019, 2020, 2100)


def periods(
    *, kinds: Sequence[PeriodKind | str] = tuple(PeriodKind), years: Sequence[int] = _YEARS
) -> st.SearchStrategy[Period]:
    """Periods of these kinds and years.

    Half of the spans are months from January on, half run from any day to any other.
    """
    chosen = [PeriodKind(kind) for kind in kinds]
    return st.tuples(st.sampled_from(chosen), st.sampled_from(years)).flatmap(lambda pair: _periods(*pair))


def _periods(kind: PeriodKind, year: int) -> st.SearchStrategy[Period]:
    whole = Period.of_year(year)
    days = st.dates(whole.first, whole.last)
    if kind is not PeriodKind.SPAN:
        return days.map(lambda day: Period.day(day).within(kind))
    months = st.sampled_from((2, 4, 5, 6, 7, 8, 9, 10, 11))
    to_a_month = months.map(lambda month: Period.to_date(Period.month(year, month).last))
    anywhere = st.tuples(days, days).map(lambda ends: Period(min(ends), max(ends)))
    return to_a_month | anywhere.filter(lambda period: period.kind is PeriodKind.SPAN)


def schedules() -> st.SearchStrategy[Schedule]:
    """Schedules of every kind, including curves of one to twelve points."""
    plain = st.sampled_from((Schedule.BY_DAYS, Schedule.BY_MONTHS, Schedule.FROM_START))
    months = st.builds(Schedule, st.just(ScheduleKind.MONTHS), between=st.sampled_from(Between))
    return plain | months | _curves()


@st.composite
def _curves(draw: st.DrawFn) -> Schedule:
    months = sorted(draw(st.sets(st.integers(1, 12), min_size=1)))
    few = st.integers(0, 1000).map(lambda n: shifted(Decimal(n), -3))
    shares = [*sorted(draw(few) for _ in months[1:]), Decimal(1)]
    points = tuple(PlanPoint(month, share) for month, share in zip(months, shares, strict=True))
    return Schedule(ScheduleKind.CURVE, points, draw(st.sampled_from(Between)))


def deadlines() -> st.SearchStrategy[Deadline]:
    """Deadlines: a number of working days after the period, or a day of the following month."""
    working_days = st.integers(1, 30).map(lambda n: Deadline(working_days=n))
    return working_days | st.integers(1, 31).map(lambda day: Deadline(day=day))


def days(*, years: Sequence[int] = _YEARS) -> st.SearchStrategy[datetime.date]:
    """Days of these years."""
    whole = st.sampled_from(years).map(Period.of_year)
    return whole.flatmap(lambda year: st.dates(year.first, year.last))
