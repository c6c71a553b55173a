"""The lines of a register as records, or set aside with every problem they have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any

import attrs

from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.record import Aside, Measure, Record
from minsheng.errors import DataError, Problem
from minsheng.reading.tables.figures import read_figure, read_target, unit_in
from minsheng.reading.tables.headers import FIGURES, Role
from minsheng.reading.tables.naming import Item, Names
from minsheng.reading.tables.register import Column, Register
from minsheng.visible import quoted

_TRUTHS = {"是": True, "否": False, "累计": True, "当期": False, "已核实": True, "未核实": False}
_PARTS = (("旬", PeriodKind.TEN_DAYS), ("季", PeriodKind.QUARTER), ("月", PeriodKind.MONTH))
#: what says at a glance that there is no figure; anything else is read
_EMPTY = frozenset(("", "/", "-", "—", "——", "－", "／", " "))
#: columns whose cells are not read, so that an error in them (完成率 of a target of 0) does not matter
_UNREAD = (Role.RATE, Role.PROJECT)
_UNKNOWN = object()
#: what tells of which area, period and report a line is; a register has few different ones
_ABOUT = (
    Role.AREA, Role.PERIOD, Role.UNTIL, Role.ON, Role.BY, Role.CUMULATIVE, Role.IS_VERIFIED, Role.MEASURE,
)  # fmt: skip


@attrs.frozen
class Given:
    """What whoever reads a register says about all of it."""

    period: Period | None = None
    on: datetime.date | None = None
    by: str = ""
    cumulative: bool = True
    verified: bool = False
    area: str | None = None


@attrs.frozen
class _About:
    """What the figures of a line are about, but for the indicator."""

    area: str | None
    period: Period
    on: datetime.date | None
    cumulative: bool
    verified: bool
    measure: Measure | None
    by: str


#: what is wrong with a line, and in which column
Wrong = list[tuple[Column | None, Problem]]


@attrs.define
class Lines:
    """Reads the lines of one register. Equal cells are read once.

    Args:
        register: the register.
        names: what names mean.
        given: what holds where the register does not say.
        year: the year of periods that name none.
    """

    register: Register
    names: Names
    given: Given
    year: int
    records: list[Record] = attrs.field(factory=list, init=False)
    aside: list[Aside] = attrs.field(factory=list, init=False)
    problems: list[Problem] = attrs.field(factory=list, init=False)
    _wrong: Wrong = attrs.field(factory=list, init=False)
    _memory: dict[tuple[object, ...], Any] = attrs.field(factory=dict, init=False)
    _abouts: dict[tuple[str, ...], tuple[_About | None, Wrong]] = attrs.field(factory=dict, init=False)
    _own: bool = attrs.field(init=False)
    _at: dict[Role, Column] = attrs.field(init=False)
    _goals: dict[str | None, Column] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        columns = self.register.columns
        self._own = self.register.own
        self._at = {column.role: column for column in columns if not column.across}
        self._goals = {c.area: c for c in columns if c.role is Role.TARGET and c.across}

    def read(self) -> None:
        """Read all of them."""
        register, own = self.register, self._own
        figures = [c for c in register.columns if c.role in FIGURES]
        status = self._at.get(Role.STATUS)
        said = _picker([c.index for c in (*figures, status) if c is not None])
        about = _picker([self._at[role].index for role in _ABOUT if role in self._at])
        where = register.sheet.place(0).removesuffix("第1行")
        unsure = self._unsure(figures)
        flawed = {row for row, _ in unsure}
        for row, cells in register.lines():
            sound = figures
            if row in flawed:
                bad = [c for c in register.columns if (row, c.index) in unsure]
                sound = [c for c in figures if c not in bad]
                self._wrong += [(c, Problem("", f"“{cells[c.index]}”：{unsure[row, c.index]}")) for c in bad]
            elif not own and _EMPTY.issuperset(said(cells)):
                continue  # nothing was reported here
            if all(column in figures for column, _ in self._wrong):
                self._line(cells, about(cells), sound, f"{where}第{row + 1}行")
            if self._wrong:
                self._set_aside(row, cells)

    def _unsure(self, figures: list[Column]) -> dict[tuple[int, int], str]:
        """The cells that show nothing reliable, and figures that stand for several lines at once."""
        register = self.register
        used = {column.index for column in register.columns if column.role not in _UNREAD}
        unsure = {(row, index): why for row, index, why in register.sheet.flaws if index in used}
        for top, left, bottom, right in register.sheet.merged:
            for column in figures:
                if left <= column.index <= right and top >= register.first:
                    why = "合并的单元格，看不出这个数是哪一行、哪一列的"
                    unsure.update({(row, column.index): why for row in range(top, bottom + 1)})
        return unsure

    def _line(
        self, cells: tuple[str, ...], about: tuple[str, ...], figures: list[Column], where: str
    ) -> None:
        at, own = self._at, self._own

        def cell(role: Role, default: str = "") -> str:
            return cells[at[role].index] if role in at else default

        name = cell(Role.INDICATOR)
        item: Item | None = self._once(at.get(Role.INDICATOR), (Role.INDICATOR, name), self.names.item, name)
        if about not in self._abouts:
            self._abouts[about] = self._read_about(about)
        line, wrong = self._abouts[about]
        self._wrong += wrong
        if item is None or line is None:
            return
        if line.measure not in (None, Measure.COUNT):  # what is no count need not be in the indicator's unit
            item = Item(item.id, None, item.relation)
        unit, source = cell(Role.UNIT), cell(Role.SOURCE, where)
        words, kept = cell(Role.TEXT if own else Role.STATUS), False
        for column in figures:
            goal = self._goals.get(column.area) if column.across else at.get(Role.TARGET)
            text, around = cells[column.index], column.unit or unit
            if not around and goal is not None and not own:  # 4000 beside 5850人 are people too
                around = goal.unit or unit_in(cells[goal.index], item.unit)
            key = (column.role, text, around, item.id, item.unit is None)
            figure = self._once(column, key, read_figure, text, around, item, column.role)
            if figure is None or (figure.value is None and not figure.text and not own):
                continue
            measure, target = line.measure or figure.measure, None
            if goal is not None and (own or measure is Measure.COUNT):
                asked, around = cells[goal.index], goal.unit or unit
                key = (Role.TARGET, asked, around, item.id, item.unit is None)
                target = self._once(goal, key, read_target, asked, around, item)
            within = column.role is Role.IN_PERIOD
            self.records.append(
                Record(
                    item.id,
                    _narrowed(line.period, column.header) if within else line.period,
                    figure.value,
                    column.area if column.across else line.area,
                    "；".join(filter(None, (figure.text, words))) if own else figure.text,
                    line.cumulative and not within,
                    measure,
                    line.verified or column.role is Role.VERIFIED,
                    line.by,
                    line.on,
                    target,
                    source,
                )
            )
            kept = True
        if not kept and not own and not self._wrong and words not in _EMPTY:
            about_it = (line.cumulative, Measure.COUNT, line.verified, line.by, line.on, None, source)
            self.records.append(Record(item.id, line.period, None, line.area, words.strip(), *about_it))

    def _read_about(self, about: tuple[str, ...]) -> tuple[_About | None, Wrong]:
        """What lines with these cells are about, or what is wrong with the cells."""
        given, at, own = self.given, self._at, self._own
        fields = dict(zip((role for role in _ABOUT if role in at), about, strict=True))
        wrong: Wrong = []

        def told(role: Role, default: Any, read: Callable[[str], Any], *, always: bool = False) -> Any:
            text = fields.get(role, "")
            if not text and not always:
                return default
            return self._once(at.get(role), (role, text), read, text, wrong=wrong)

        # in the library's own table a blank is the whole city, elsewhere something left out
        area = told(Role.AREA, given.area, self.names.area, always=Role.AREA in at and not own)
        period: Period | None = told(Role.PERIOD, None, self._period)
        period = period or told(Role.UNTIL, given.period, self._until)
        if period is None and not wrong:
            problem = Problem("", "没有写是哪个期间的数", "请写成 2023年6月 这样")
            wrong.append((at.get(Role.PERIOD) or at.get(Role.UNTIL), problem))
        on = told(Role.ON, given.on, _date)
        cumulative = told(Role.CUMULATIVE, given.cumulative, _truth)
        verified = told(Role.IS_VERIFIED, given.verified, _truth)
        measure = told(Role.MEASURE, None, _measure)
        if wrong or period is None:
            return None, wrong
        by = fields.get(Role.BY) or given.by
        return _About(area, period, on, cumulative, verified, measure, by), wrong

    def _once(
        self,
        column: Column | None,
        key: tuple[object, ...],
        read: Callable[..., Any],
        *given: Any,
        wrong: Wrong | None = None,
    ) -> Any:
        """What ``read`` makes of a text, remembered; None, and a problem noted, where it cannot."""
        found = self._memory.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            try:
                found = read(*given)
            except DataError as error:
                found = error.problems[0]
            self._memory[key] = found
        if found.__class__ is Problem:
            (self._wrong if wrong is None else wrong).append((column, found))
            return None
        return found

    def _set_aside(self, row: int, cells: tuple[str, ...]) -> None:
        sheet = self.register.sheet
        why = quoted("；".join(dict.fromkeys(str(attrs.evolve(p, where="")) for _, p in self._wrong)))
        self.aside.append(Aside(sheet.place(row), quoted(" | ".join(cells)), why))
        for column, problem in self._wrong:
            where = sheet.place(row) if column is None else self.register.place(row, column)
            self.problems.append(attrs.evolve(problem, where=where))
        self._wrong.clear()

    def _period(self, text: str) -> Period:
        return Period.parse(text, self.year)

    def _until(self, text: str) -> Period:
        return Period.to_date(Period.parse(text, self.year).last)


def _picker(indices: list[int]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    """What takes these cells of a row."""
    if len(indices) > 1:
        return itemgetter(*indices)
    return lambda cells: tuple(cells[index] for index in indices)


def _narrowed(period: Period, header: str) -> Period:
    """The month, quarter or ten days that a column such as 本月完成 is about, up to the same day."""
    for word, kind in _PARTS:
        if re.search(f"[本当]{word}", header):
            return Period(max(Period.day(period.last).within(kind).first, period.first), period.last)
    return period


def _date(text: str) -> datetime.date:
    period = Period.parse(text)
    if period.kind is not PeriodKind.DAY:
        raise DataError.at("", f"“{text}”不是日期", "请写成 2023-01-01")
    return period.last


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
