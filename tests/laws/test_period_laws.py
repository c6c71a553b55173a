"""Laws of periods, schedules and deadlines."""

from __future__ import annotations

import copy
import datetime
import pickle
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.calendar import Deadline, Holidays, Weekdays, WorkingDays, chinese_holidays
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.schedule import Schedule
from minsheng.errors import DataError
from minsheng.testing.periods import days, deadlines, periods, schedules

#: what follows one another without gaps
ROLLING = [kind for kind in PeriodKind if kind is not PeriodKind.SPAN]
#: each is made up of the ones after it, but for quarters and ten-day periods among days
FINER = [PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.TEN_DAYS, PeriodKind.DAY]
DAY = datetime.timedelta(days=1)


@given(st.integers(1000, 9999))
def test_periods_tile_the_year(year: int) -> None:
    """4 quarters, 12 months and 36 ten-day periods make up any year, leap or not, each without gaps."""
    whole = Period.of_year(year)
    for kind, count in (("quarter", 4), ("month", 12), ("ten-days", 36)):
        parts = whole.split(kind)
        assert len(parts) == count
        assert all(part.kind.value == kind for part in parts)
        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
        assert all(after.first - before.last == DAY for before, after in pairwise(parts))
        assert sum(part.days for part in parts) == whole.days


@given(periods(kinds=ROLLING), st.data())
def test_the_finer_tile_the_coarser(period: Period, data: st.DataObject) -> None:
    """Splitting in two steps is splitting in one: months tile quarters, ten-day periods months."""
    finer = FINER[FINER.index(period.kind) :]
    middle = data.draw(st.sampled_from(finer))
    finest = data.draw(st.sampled_from(finer[finer.index(middle) :]))
    in_two_steps = tuple(part for half in period.split(middle) for part in half.split(finest))
    assert in_two_steps == period.split(finest)
    assert all(part.within(period.kind) == period for part in in_two_steps)


@given(periods(years=(1000, 1999, 2000, 2023, 9999)))
def test_what_is_written_is_read_back(period: Period) -> None:
    """parse(str(p)) == p, whatever year is given besides."""
    assert Period.parse(str(period)) == period
    assert Period.parse(str(period), year=2001) == period


@given(periods())
def test_without_its_year_a_period_needs_one(period: Period) -> None:
    """What is read with the year in front is read without it, if the year is given."""
    _, rest = str(period).split("年", 1)
    if rest:
        assert Period.parse(rest, year=period.year) == period
        with pytest.raises(DataError, match="没有写明年份"):
            Period.parse(rest)


@given(st.text() | st.text(alphabet="2023年第一二三四季度0169月上中下旬—-至日截底Q/", max_size=14))
def test_any_text_is_a_period_or_a_problem(text: str) -> None:
    """No text makes any other error than a problem in Chinese; what is read is written and read alike."""
    try:
        read = Period.parse(text, year=2023)
    except DataError:
        return
    assert Period.parse(str(read)) == read


@given(periods(), periods(), periods())
def test_order_is_total_and_agrees_with_equality(a: Period, b: Period, c: Period) -> None:
    """Just one of <, =, > holds; equal ones hash alike; the order is transitive."""
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (a < b or a == b)
    assert (a >= b) == (b <= a)
    assert a != b or hash(a) == hash(b)
    first, second, third = sorted((a, b, c))
    assert first <= second <= third
    assert first <= third
    assert first.last <= second.last <= third.last


@given(periods(years=(2024,)), periods(years=(2024,)), periods(years=(2024,)))
def test_nesting_is_an_order(a: Period, b: Period, c: Period) -> None:
    """Each lies in itself, two in each other are one, and what lies in a part lies in the whole."""
    assert a in attrs.evolve(a)
    assert not (a in b and b in a) or a == b
    assert not (a in b and b in c) or a in c
    assert a.overlaps(b) == b.overlaps(a) == any(day.first in b for day in a.split("day"))


@given(periods(kinds=ROLLING), st.data())
def test_what_lies_within(day_or_more: Period, data: st.DataObject) -> None:
    """A period lies in each coarser one around it."""
    coarser = FINER[: FINER.index(day_or_more.kind) + 1]
    outer = day_or_more.within(data.draw(st.sampled_from(coarser)))
    assert day_or_more in outer
    assert day_or_more in outer.split(day_or_more.kind)


@given(periods(kinds=ROLLING))
def test_next_and_previous_undo_each_other(period: Period) -> None:
    """The next one is of the same kind, begins the day after, and this one comes before it."""
    assert period.previous.next == period == period.next.previous
    assert period.next.kind is period.kind
    assert period.next.first - period.last == DAY
    assert period < period.next


@given(periods() | schedules() | deadlines())
def test_values_copy_and_pickle(value: object) -> None:
    """A copy is equal and hashes alike."""
    for other in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
        assert other == value
        assert hash(other) == hash(value)


@given(schedules(), days(), days())
def test_the_elapsed_share_rises_to_one(schedule: Schedule, a: datetime.date, b: datetime.date) -> None:
    """It never falls within a year, lies between 0 and 1, and is exactly 1 on 31 December."""
    b = b.replace(year=a.year, day=min(b.day, 28))
    early, late = min(a, b), max(a, b)
    assert 0 <= schedule.share(early) <= schedule.share(late) <= 1
    assert isinstance(schedule.share(early), Fraction)
    assert schedule.share(datetime.date(a.year, 12, 31)) == 1


@given(schedules(), periods())
def test_a_periods_share_is_its_last_days(schedule: Schedule, period: Period) -> None:
    """What is due by the end of a period is due by its last day, wherever it began."""
    assert schedule.share(period) == schedule.share(period.last)


@given(schedules(), periods(kinds=["month"]))
def test_steps_never_ask_for_more(schedule: Schedule, month: Period) -> None:
    """By steps as much is due as by days at the points of a plan, and never more in between."""
    if schedule in (Schedule.BY_DAYS, Schedule.FROM_START):
        return
    linear = attrs.evolve(schedule, between="linear")
    step = attrs.evolve(schedule, between="step")
    assert all(step.share(day) <= linear.share(day) for day in month.split("day"))
    if any(due == month.last.month for due in [point.month for point in schedule.points] or range(1, 13)):
        assert step.share(month) == linear.share(month)


def holidays() -> st.SearchStrategy[WorkingDays]:
    """Calendars of 2023 to 2025: no holidays, some, and the announced ones."""
    some = st.frozensets(days(years=(2023, 2024, 2025)), max_size=30).map(tuple)
    drawn = st.builds(Holidays, some, some, st.just((2023, 2024, 2025)))
    return st.just(Weekdays()) | st.just(chinese_holidays()) | drawn


@given(deadlines(), periods(years=(2023, 2024)), holidays())
def test_a_report_is_due_on_a_working_day_after_its_period(
    deadline: Deadline, period: Period, calendar: WorkingDays
) -> None:
    """Never before the period is over, and so many working days after it as the deadline says."""
    due = deadline.due(period, calendar)
    assert due > period.last
    assert calendar.is_working_day(due)
    between = [period.last + n * DAY for n in range(1, (due - period.last).days + 1)]
    if deadline.working_days is not None:
        assert sum(map(calendar.is_working_day, between)) == deadline.working_days
    else:
        named = min(deadline.day or 0, Period.day(period.last).within("month").next.days)
        late = [day for day in between if (day.year, day.month) != (period.last.year, period.last.month)]
        assert not any(calendar.is_working_day(day) for day in late[named - 1 : -1])
        assert len(late) >= named


@given(deadlines(), periods(kinds=["month"], years=(2023,)), holidays())
def test_a_later_period_is_never_due_earlier(
    deadline: Deadline, period: Period, calendar: WorkingDays
) -> None:
    """Due dates keep the order of periods."""
    assert deadline.due(period, calendar) <= deadline.due(period.next, calendar)
