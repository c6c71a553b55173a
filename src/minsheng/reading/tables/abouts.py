"""What the lines of a register are about: area, period, who reported it and when."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import attrs

from minsheng.domain.area import is_sum, is_whole, own_area
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.record import Measure
from minsheng.errors import DataError, Problem
from minsheng.reading.tables.columns import Column
from minsheng.reading.tables.context import day_of_serial, read_date
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register
from minsheng.reading.tables.words import Role

_PARTS = (("旬", PeriodKind.TEN_DAYS), ("季", PeriodKind.QUARTER), ("月", PeriodKind.MONTH))
_TRUTHS = {"是": True, "否": False, "累计": True, "当期": False, "已核实": True, "未核实": False}
_UNKNOWN = object()
#: what tells of which area, period and report a line is; a register has few different ones
ABOUT = (
    Role.AREA, Role.PERIOD, Role.UNTIL, Role.ON, Role.BY, Role.CUMULATIVE, Role.IS_VERIFIED, Role.MEASURE,
)  # fmt: skip


@attrs.frozen
class Given:
    """What the caller says about all lines of a register."""

    period: Period | None = None
    on: datetime.date | None = None
    by: str = ""
    cumulative: bool = True
    verified: bool = False
    area: str | None = None
    indicator: str = ""


@attrs.frozen
class About:
    """What the figures of a line are about, but for the indicator.

    Its area may be named, or be a total of some, or be that of all of the table.
    """

    area: str | None
    period: Period
    on: datetime.date | None
    cumulative: bool
    verified: bool
    measure: Measure | None
    by: str
    named: bool = True
    total: str = ""


#: what is wrong with a line, and in which column
Wrong = list[tuple[Column | None, Problem]]


@attrs.define
class Memory:
    """Equal cells are read once, and what is wrong with them is noted each time."""

    wrong: Wrong = attrs.field(factory=list)
    _read: dict[tuple[object, ...], Any] = attrs.field(factory=dict)

    def once(
        self,
        column: Column | None,
        key: tuple[object, ...],
        read: Callable[..., Any],
        *given: Any,
        wrong: Wrong | None = None,
    ) -> Any:
        """What ``read`` makes of a text, remembered; None, and a problem noted, where it cannot."""
        found = self._read.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            try:
                found = read(*given)
            except DataError as error:
                found = error.problems[0]
            self._read[key] = found
        if found.__class__ is Problem:
            (self.wrong if wrong is None else wrong).append((column, found))
            return None
        return found


@attrs.define
class Abouts:
    """Reads what lines are about.

    Args:
        register: the register.
        names: what names mean.
        given: what holds where the register does not say.
        at: its columns by their roles.
        memory: what was read already.
    """

    register: Register
    names: Names
    given: Given
    at: dict[Role, Column]
    memory: Memory
    roles: tuple[Role, ...] = attrs.field(init=False)
    _read: dict[tuple[str, ...], tuple[About | None, Wrong]] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.roles = tuple(role for role in ABOUT if role in self.at)

    def of(self, section: str, cells: tuple[str, ...]) -> tuple[About | None, Wrong]:
        """What lines with these cells are about, or what is wrong with the cells.

        Args:
            section: the area that a row above names; empty where none does.
            cells: those of its ``roles``.
        """
        key = (section, *cells)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self._about(section, cells)
        return found

    def _about(self, section: str, cells: tuple[str, ...]) -> tuple[About | None, Wrong]:
        given, at, own, around = self.given, self.at, self.register.own, self.register.around
        fields = dict(zip(self.roles, cells, strict=True))
        wrong: Wrong = []

        def told(role: Role, default: Any, read: Callable[[str], Any], *, always: bool = False) -> Any:
            text = fields.get(role, "")
            if not text and not always:
                return default
            return self.memory.once(at.get(role), (role, text), read, text, wrong=wrong)

        area: str | None = around.home
        if section:
            area = self.memory.once(None, (Role.AREA, section), self._area, section, wrong=wrong)
        # in the library's own table a blank is the whole city, elsewhere something left out
        area = told(Role.AREA, area, self._area, always=Role.AREA in at and not own)
        period: Period | None = told(Role.PERIOD, None, self._period)
        period = period or told(Role.UNTIL, given.period or around.period, self._until)
        if period is None and not wrong and not self.register.dated:
            problem = Problem("", "没有写是哪个期间的数", "请写成 2023年6月 这样")
            wrong.append((at.get(Role.PERIOD) or at.get(Role.UNTIL), problem))
        on = told(Role.ON, given.on or around.on, read_date)
        cumulative = told(Role.CUMULATIVE, given.cumulative, _truth)
        verified = told(Role.IS_VERIFIED, given.verified, _truth)
        measure = told(Role.MEASURE, None, _measure)
        if wrong:
            return None, wrong
        by = fields.get(Role.BY, "")
        if by and not own and Role.AREA not in at and not section and area != by and self.names.is_area(by):
            met, todo = (
                f"是“{by}”报的，看不出是它的数还是全市的",
                "请加一列“地区”，或用 columns= 指明这一列是 'area'",
            )
            return None, [(at[Role.BY], Problem("", met, todo))]
        by = by or given.by or around.by
        text = fields.get(Role.AREA, "") or section
        period = period or Period.of_year(self._year)
        total = text if self.memory.once(None, (Role.WHOLE, text), _sums, text) else ""
        return About(area, period, on, cumulative, verified, measure, by, own or bool(text), total), []

    def _area(self, text: str) -> str | None:
        return self.names.area(text, self.register.around.home)

    @property
    def _year(self) -> int:
        assert self.names.programme is not None  # noqa: S101  # a register is read for a programme
        return self.names.programme.year

    def _period(self, text: str) -> Period:
        if (day := day_of_serial(text)) is None:
            return Period.parse(text, self._year)
        if day.year != self._year or day.day == 1:
            met = f"“{text}”是表格软件里日期 {day} 的序号，看不出是这一天还是这个月"
            raise DataError.at("", met, f"请写成 {day.year}年{day.month}月 或 {day}")
        return Period.day(day)

    def _until(self, text: str) -> Period:
        return Period.to_date(self._period(text).last)


def _sums(text: str) -> bool:
    """Whether a name says that it is a sum, of all areas or of those listed: 合计, 全市合计."""
    return is_sum(text) or (is_whole(text) and not own_area(text[-2:]))


def _truth(text: str) -> bool:
    if text not in _TRUTHS:
        raise DataError.at("", f"“{text}”不是“是”或“否”")
    return _TRUTHS[text]


def _measure(text: str) -> Measure:
    try:
        return Measure(text)
    except ValueError:
        listed = "、".join(measure.label for measure in Measure)
        raise DataError.at("", f"没有口径“{text}”", f"可用的有：{listed}") from None


def picker(indices: list[int]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """What takes these cells of a row."""
    if len(indices) == 1:
        return itemgetter(slice(indices[0], indices[0] + 1))
    return itemgetter(*indices) if indices else lambda _: ()


def narrowed(period: Period, header: str) -> Period:
    """The month, quarter or ten days that a column such as 本月完成 is about, up to the same day."""
    for word, kind in _PARTS:
        if re.search(f"[本当]{word}", header):
            return Period(max(Period.day(period.last).within(kind).first, period.first), period.last)
    return period
