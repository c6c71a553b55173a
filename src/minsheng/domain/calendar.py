"""Working days, and when a report on a period is due."""

from __future__ import annotations

import datetime
from calendar import monthrange
from functools import cached_property
from typing import Protocol

import attrs

from minsheng.asking import asked, built
from minsheng.domain.period import Period
from minsheng.errors import DataError

_ONE = datetime.timedelta(days=1)


class WorkingDays(Protocol):
    """A calendar of working days."""

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether it is a working day; a calendar that does not know must raise, not guess."""
        ...


@attrs.frozen
class Weekdays:
    """Monday to Friday, without holidays and without the weekend days worked instead of them.

    >>> Weekdays().is_working_day(datetime.date(2023, 10, 2))  # in the National Day week
    True
    """

    @asked
    def is_working_day(self, day: datetime.date) -> bool:
        """Whether it is a Monday to Friday."""
        return day.weekday() < 5


@built
@attrs.frozen
class Holidays:
    """Weekdays except holidays, plus the weekend days worked instead of them, for known years.

    Args:
        off: the holidays that the General Office of the State Council announces each year.
        worked: the Saturdays and Sundays worked instead.
        years: the years for which this is complete.

    >>> off = [datetime.date(2023, 10, day) for day in range(1, 7)]
    >>> calendar = Holidays(off, [datetime.date(2023, 10, 7)], (2023,))
    >>> [calendar.is_working_day(datetime.date(2023, 10, day)) for day in (6, 7, 8, 9)]
    [False, True, False, True]
    >>> calendar.is_working_day(datetime.date(2024, 1, 2))
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: 不知道2024年的放假安排；已知的年份：2023。请更新假日数据，或改用只分周末的日历
    """

    off: tuple[datetime.date, ...]
    worked: tuple[datetime.date, ...]
    years: tuple[int, ...]

    def __attrs_post_init__(self) -> None:
        for name in ("off", "worked"):  # days have an order: equal calendars have equal digests
            object.__setattr__(self, name, tuple(sorted({*getattr(self, name)})))

    @cached_property
    def _otherwise(self) -> dict[datetime.date, bool]:
        """Which days are worked, of those that are announced."""
        return dict.fromkeys(self.off, False) | dict.fromkeys(self.worked, True)

    @asked
    def is_working_day(self, day: datetime.date) -> bool:
        """Whether it is a working day.

        Raises:
            DataError: the year is not known.
        """
        if day.year not in self.years:
            known = "、".join(map(str, self.years))
            todo = f"已知的年份：{known}。请更新假日数据，或改用只分周末的日历"
            raise DataError.at("", f"不知道{day.year}年的放假安排", todo)
        return self._otherwise.get(day, day.weekday() < 5)


def chinese_holidays() -> Holidays:
    """The holidays and working weekends of mainland China, from the package chinese-calendar.

    Raises:
        ImportError: the package is missing; it comes with the extra ``calendar``.

    >>> calendar = chinese_holidays()
    >>> [calendar.is_working_day(datetime.date(2023, 10, day)) for day in (2, 7, 8, 9)]
    [False, True, True, True]
    """
    try:
        from chinese_calendar import constants  # type: ignore[import-untyped]  # it has no types
    except ImportError as error:
        raise ImportError("working days need chinese-calendar: pip install 'minsheng[calendar]'") from error

    # holidays are announced for a whole year at once: if October has its holiday, the year is complete
    years = {day.year for day in constants.holidays if day.month == 10}
    return Holidays(tuple(constants.holidays), tuple(constants.workdays), tuple(sorted(years)))


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or that month's last day if it is shorter.

    >>> print(months_after(datetime.date(2023, 8, 31), 6))
    2024-02-29
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@attrs.frozen
class Deadline:
    """When a report on a period is due. Give one of the two.

    Args:
        working_days: this many working days after the period's last day.
        day: this day of the following month, or its last day if the month is shorter; if that is
            not a working day, the next one (《民法典》第203条).

    Raises:
        DataError: both or neither are given, or a number is out of range.

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
        """The day on which the report on a period is due, a working day.

        Raises:
            DataError: the calendar does not know the year; note that the report on the last period
                of a year is due in the next.
        """
        day, left = period.last, self.working_days or 0
        if self.day is not None:
            following = period.last.replace(day=1) + 31 * _ONE
            month_end = monthrange(following.year, following.month)[1]
            # start a day early: the first working day from then on
            day, left = following.replace(day=min(self.day, month_end)) - _ONE, 1
        while left:
            day += _ONE
            left -= calendar.is_working_day(day)
        return day
