"""Working days, and when a report on a period is due."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Protocol

import attrs

from minsheng.asking import asked, built
from minsheng.domain.period import Period
from minsheng.errors import DataError

_ONE = datetime.timedelta(days=1)


class WorkingDays(Protocol):
    """Whatever knows whether a day is worked."""

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether it is one. A calendar that does not know raises, and never guesses."""
        ...


@attrs.frozen
class Weekdays:
    """Monday to Friday. It knows no holidays and no Saturdays worked in their stead.

    >>> Weekdays().is_working_day(datetime.date(2023, 10, 2))  # in the week of the National Day
    True
    """

    @asked
    def is_working_day(self, day: datetime.date) -> bool:
        """Whether it is a Monday to Friday."""
        return day.weekday() < 5


@built
@attrs.frozen
class Holidays:
    """Weekdays without the days off, and with the days worked in their stead, of known years.

    Args:
        off: the days off, as the State Council's office announces them for each year.
        worked: the Saturdays and Sundays that are worked instead.
        years: the years whose days are all here. What is not here is not known.

    >>> off = frozenset(datetime.date(2023, 10, day) for day in range(1, 7))
    >>> calendar = Holidays(off, frozenset({datetime.date(2023, 10, 7)}), (2023,))
    >>> [calendar.is_working_day(datetime.date(2023, 10, day)) for day in (6, 7, 8, 9)]
    [False, True, False, True]
    >>> calendar.is_working_day(datetime.date(2024, 1, 2))
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: 不知道2024年的放假安排；已知的年份：2023。请更新假日数据，或改用只分周末的日历
    """

    off: frozenset[datetime.date]
    worked: frozenset[datetime.date]
    years: tuple[int, ...]

    @asked
    def is_working_day(self, day: datetime.date) -> bool:
        """Whether it is worked.

        Raises:
            DataError: nothing is known of its year.
        """
        if day.year not in self.years:
            known = "、".join(map(str, self.years))
            todo = f"已知的年份：{known}。请更新假日数据，或改用只分周末的日历"
            raise DataError.at("", f"不知道{day.year}年的放假安排", todo)
        return day in self.worked or (day.weekday() < 5 and day not in self.off)


def chinese_holidays() -> Holidays:
    """The days off and worked in mainland China, as the package chinese-calendar knows them.

    Raises:
        ImportError: the package is not there; it comes with the extra ``calendar``.

    >>> calendar = chinese_holidays()
    >>> [calendar.is_working_day(datetime.date(2023, 10, day)) for day in (2, 7, 8, 9)]
    [False, True, True, True]
    """
    try:
        from chinese_calendar import constants  # type: ignore[import-untyped]  # it brings no types
    except ImportError as error:
        raise ImportError("working days need chinese-calendar: pip install 'minsheng[calendar]'") from error

    off, worked = frozenset(constants.holidays), frozenset(constants.workdays)
    # announced for a whole year at once: where October has its holiday, the year is there
    return Holidays(off, worked, tuple(sorted({day.year for day in off if day.month == 10})))


@attrs.frozen
class Deadline:
    """When a report on a period is due. One of the two is given.

    Args:
        working_days: so many working days after the period's last day.
        day: that day of the month after; the month's last where it has no such day. A day that is
            not worked moves to the next that is (《民法典》第203条).

    Raises:
        DataError: both or neither are given, or a number makes no sense.

    >>> june = Period.month(2023, 6)
    >>> print(Deadline(working_days=3).due(june, Weekdays()), Deadline(day=15).due(june, Weekdays()))
    2023-07-05 2023-07-17
    """

    working_days: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        given = {"working_days": self.working_days, "day": self.day}
        for name, value in given.items():
            if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
                raise TypeError(f"{name} is an int, not {type(value).__name__}")
        if (self.working_days is None) == (self.day is None):
            raise DataError.at("", "期限要写 working_days 或 day 其中一个", "如 working_days = 3")
        if self.working_days is not None and not 1 <= self.working_days <= 250:
            raise DataError.at("", f"working_days 不能是 {self.working_days}", "请写 1 至 250")
        if self.day is not None and not 1 <= self.day <= 31:
            raise DataError.at("", f"day 不能是 {self.day}", "请写次月的日子，1 至 31")

    @asked
    def due(self, period: Period, calendar: WorkingDays) -> datetime.date:
        """The day by which the report is due: a working day after the period's last.

        Raises:
            DataError: the calendar does not know the year; the last period of a year is due in
                the next.
        """
        day, left = period.last, self.working_days or 0
        if self.day is not None:
            following = period.last.replace(day=1) + 31 * _ONE
            month_end = monthrange(following.year, following.month)[1]
            # from the day before, the first working day from then on
            day, left = following.replace(day=min(self.day, month_end)) - _ONE, 1
        while left:
            day += _ONE
            left -= calendar.is_working_day(day)
        return day
