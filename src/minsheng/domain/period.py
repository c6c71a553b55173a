"""Period: the days that a report is about: a year, a quarter, a month, a ten-day period, or a span."""

from __future__ import annotations

import datetime
from calendar import monthrange
from functools import total_ordering

import attrs

from minsheng.asking import asked, built
from minsheng.domain.period_text import THIRDS, read_days
from minsheng.labels import Labelled
from minsheng.wanted import want


class PeriodKind(Labelled):
    """The kind of a period; a span is any other run of days.

    >>> Period.ten_days(2023, 6, 2).kind is PeriodKind("旬")
    True
    """

    YEAR = "year", "年"
    QUARTER = "quarter", "季"
    MONTH = "month", "月"
    TEN_DAYS = "ten-days", "旬"
    DAY = "day", "日"
    SPAN = "span", "区间"


@total_ordering
@built
@attrs.frozen(order=False, repr=False)
class Period:
    """A span of days within one year, both ends included.

    The kind follows from the days, so that equal days are equal values: 1—3月 is the first quarter.
    Whether a figure is cumulative is a matter of the record, not of its period.

    Periods are ordered by their last day, because a period is reported on when it is over; of
    periods that end on the same day the longest comes first, like a heading before its parts.

    Args:
        first: the first day.
        last: the last day, of the same year.

    Raises:
        TypeError: an end is neither a date nor ISO text of one (a time of day is not).
        ValueError: the ends lie in two years or are in the wrong order, or the year has not four digits.

    >>> march = Period.month(2023, 3)
    >>> march in Period.quarter(2023, 1), march < Period.ten_days(2023, 4, 1), march.days
    (True, True, 31)
    >>> Period(datetime.date(2023, 1, 1), datetime.date(2023, 3, 31))
    Period('2023年第1季度')
    """

    first: datetime.date
    last: datetime.date

    def __attrs_post_init__(self) -> None:
        if self.first.year != self.last.year:
            raise ValueError(f"a period lies in one year, not from {self.first} to {self.last}")
        if self.first > self.last:
            raise ValueError(f"a period cannot end on {self.last} before it begins on {self.first}")
        if self.first.year < 1000:
            raise ValueError(f"a year has four digits: {self.first.year}")

    # --- making one ---------------------------------------------------------------------

    @classmethod
    @asked
    def of_year(cls, year: int) -> Period:
        """A whole year."""
        return cls._months(year, 1, 12)

    @classmethod
    @asked
    def quarter(cls, year: int, quarter: int) -> Period:
        """A quarter, 1 to 4."""
        if quarter not in (1, 2, 3, 4):
            raise ValueError(f"a year has quarters 1 to 4, not {quarter}")
        return cls._months(year, 3 * quarter - 2, 3 * quarter)

    @classmethod
    @asked
    def month(cls, year: int, month: int) -> Period:
        """A month, 1 to 12."""
        return cls._months(year, month, month)

    @classmethod
    @asked
    def ten_days(cls, year: int, month: int, third: int) -> Period:
        """A ten-day period: 上旬 (1) is 1–10, 中旬 (2) 11–20, 下旬 (3) 21 to the month's end.

        >>> Period.ten_days(2024, 2, 3).days
        9
        """
        if third not in (1, 2, 3):
            raise ValueError(f"a month has ten-day periods 1 to 3, not {third}")
        whole = cls.month(year, month)
        last = whole.last if third == 3 else datetime.date(year, month, 10 * third)
        return cls(datetime.date(year, month, 10 * third - 9), last)

    @classmethod
    @asked
    def day(cls, day: datetime.date) -> Period:
        """One day."""
        return cls(day, day)

    @classmethod
    @asked
    def to_date(cls, day: datetime.date) -> Period:
        """From 1 January to a day: 截至.

        >>> print(Period.to_date(datetime.date(2023, 8, 20)))
        2023年1月1日至8月20日
        """
        return cls(datetime.date(day.year, 1, 1), day)

    @classmethod
    def _months(cls, year: int, first: int, last: int) -> Period:
        if not (1000 <= year <= 9999 and 1 <= first <= last <= 12):
            raise ValueError(f"a period has a year of four digits and months 1 to 12, not {year}, {first}")
        return cls(datetime.date(year, first, 1), datetime.date(year, last, monthrange(year, last)[1]))

    @classmethod
    @asked
    def parse(cls, text: str, year: int | None = None) -> Period:
        """Read a period as offices write it.

        Args:
            text: such as ``2023年6月中旬``, ``2023-06``, ``二季度``, ``上半年``, ``1-9月``,
                ``2023年6月1日至12日``, ``截至11月底``.
            year: the year if the text names none.

        Raises:
            DataError: not a period, no year, or it extends over two years.

        >>> [str(Period.parse(t, year=2023)) for t in ("二季度", "1—9月", "截至8月中旬")]
        ['2023年第2季度', '2023年1—9月', '2023年1月1日至8月20日']
        >>> Period.parse("1-9月")
        Traceback (most recent call last):
        ...
        minsheng.errors.DataError: “1-9月”没有写明年份；请在前面写上，如 2023年，或另行给出年份
        """
        return cls(*read_days(text, year))

    # --- what it is ---------------------------------------------------------------------

    @property
    def year(self) -> int:
        """The year."""
        return self.first.year

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def kind(self) -> PeriodKind:
        """Year, quarter, month, ten-day period, day or span."""
        first, last = self.first, self.last
        to_month_end = last.day == monthrange(last.year, last.month)[1]
        if first == last:
            return PeriodKind.DAY
        if first.day == 1 and to_month_end:
            months = {1: PeriodKind.MONTH, 12: PeriodKind.YEAR}
            if first.month % 3 == 1:
                months[3] = PeriodKind.QUARTER
            return months.get(last.month - first.month + 1, PeriodKind.SPAN)
        ends = (first.day, 31 if to_month_end else last.day)
        thirds = ((1, 10), (11, 20), (21, 31))
        return PeriodKind.TEN_DAYS if first.month == last.month and ends in thirds else PeriodKind.SPAN

    @property
    def label(self) -> str:
        """As printed: 2023年6月中旬; :meth:`parse` reads it back."""
        first, last, kind = self.first, self.last, self.kind
        if kind is PeriodKind.YEAR:
            return f"{self.year}年"
        if kind is PeriodKind.QUARTER:
            return f"{self.year}年第{last.month // 3}季度"
        month = f"{self.year}年{first.month}月"
        if kind is PeriodKind.MONTH:
            return month
        if kind is PeriodKind.TEN_DAYS:
            return f"{month}{THIRDS[first.day // 10]}旬"
        if kind is PeriodKind.DAY:
            return f"{month}{first.day}日"
        if self == self._months(self.year, first.month, last.month):
            return f"{self.year}年{first.month}—{last.month}月"
        return f"{month}{first.day}日至{last.month}月{last.day}日"

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"Period({self.label!r})"

    # --- relation to other periods ------------------------------------------------------

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.last, self.first) < (other.last, other.first)

    def __contains__(self, inner: Period | datetime.date) -> bool:
        if type(inner) not in (Period, datetime.date):
            inner = want(Period | datetime.date).checked(inner, "Period: in")
        first, last = (inner.first, inner.last) if isinstance(inner, Period) else (inner, inner)
        return self.first <= first and last <= self.last

    @asked
    def overlaps(self, other: Period) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last

    @asked
    def within(self, kind: PeriodKind | str) -> Period:
        """The year, quarter, month or ten-day period that contains it.

        Raises:
            ValueError: no single one does.

        >>> print(Period.day(datetime.date(2023, 6, 30)).within("ten-days"))
        2023年6月下旬
        """
        outer = _around(self.first, PeriodKind(kind))
        if self not in outer:
            raise ValueError(f"{self} lies in no single period of the kind {PeriodKind(kind).value}")
        return outer

    @asked
    def split(self, kind: PeriodKind | str) -> tuple[Period, ...]:
        """Divide it into periods of a kind, in order.

        Raises:
            ValueError: it does not consist of such periods.

        >>> [str(part) for part in Period.quarter(2023, 1).split("month")]
        ['2023年1月', '2023年2月', '2023年3月']
        """
        parts = [_around(self.first, PeriodKind(kind))]
        while parts[-1].last < self.last:
            parts.append(parts[-1].next)
        if (parts[0].first, parts[-1].last) != (self.first, self.last):
            raise ValueError(f"{self} is not made up of periods of the kind {PeriodKind(kind).value}")
        return tuple(parts)

    @property
    def next(self) -> Period:
        """The next period of the same kind; a span has none (ValueError)."""
        return _around(datetime.date.fromordinal(self.last.toordinal() + 1), self.kind)

    @property
    def previous(self) -> Period:
        """The previous period of the same kind; a span has none (ValueError)."""
        return _around(datetime.date.fromordinal(self.first.toordinal() - 1), self.kind)


def _around(day: datetime.date, kind: PeriodKind) -> Period:
    """The period of a kind that contains a day."""
    match kind:
        case PeriodKind.YEAR:
            return Period.of_year(day.year)
        case PeriodKind.QUARTER:
            return Period.quarter(day.year, (day.month + 2) // 3)
        case PeriodKind.MONTH:
            return Period.month(day.year, day.month)
        case PeriodKind.TEN_DAYS:
            return Period.ten_days(day.year, day.month, min((day.day + 9) // 10, 3))
        case PeriodKind.DAY:
            return Period.day(day)
    raise ValueError("only years, quarters, months, ten-day periods and days follow one another, no spans")
