"""The lines of a register as records, or set aside with every problem they have."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

import attrs

from minsheng.domain.area import WHOLE_CITY, is_of_some, is_sum, is_whole
from minsheng.domain.bound import Bound
from minsheng.domain.record import Aside, Measure, Record
from minsheng.errors import DataError, Problem
from minsheng.reading.tables.abouts import About, Abouts, Given, Memory, narrowed, picker
from minsheng.reading.tables.columns import Column
from minsheng.reading.tables.evidence import Claim, Evidence, sizes
from minsheng.reading.tables.figures import (
    Beside,
    Read,
    caption_unit,
    check_size,
    read_figure,
    read_target,
    unit_in,
)
from minsheng.reading.tables.headings import unit_behind
from minsheng.reading.tables.items import Item
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register, title_of
from minsheng.reading.tables.words import FIGURES, NOT_APPLICABLE, Role
from minsheng.visible import quoted

#: what says at a glance that there is no figure; anything else is read
_EMPTY = frozenset(("", "/", "-", "—", "——", "－", "／", " "))
#: columns whose cells are not read, so that an error in them (完成率 of a target of 0) does not matter
_UNREAD = (Role.RATE, Role.PROJECT)


@attrs.define
class Lines:
    """Reads the lines of one register. Equal cells are read once.

    Args:
        register: the register.
        names: what names mean.
        given: what holds where the register does not say.
        pages: the registers of its sheet.
    """

    register: Register
    names: Names
    given: Given
    pages: tuple[Register, ...] = ()
    evidence: Evidence = attrs.field(init=False)
    records: list[Record] = attrs.field(factory=list, init=False)
    aside: list[Aside] = attrs.field(factory=list, init=False)
    problems: list[Problem] = attrs.field(factory=list, init=False)
    count: int = attrs.field(default=0, init=False)
    _memory: Memory = attrs.field(factory=Memory, init=False)
    _abouts: Abouts = attrs.field(init=False)
    _own: bool = attrs.field(init=False)
    _at: dict[Role, Column] = attrs.field(init=False)
    _goals: dict[int, Column | None] = attrs.field(init=False)
    _across: bool = attrs.field(init=False)
    _section: str = attrs.field(init=False, default="")
    _items: tuple[Item, ...] = attrs.field(init=False, default=())
    _heading: str = attrs.field(init=False, default="")

    def __attrs_post_init__(self) -> None:
        columns = self.register.columns
        self._own = self.register.own
        self._at = {
            column.role: column for column in reversed(columns) if not column.across and not column.item
        }
        self._abouts = Abouts(self.register, self.names, self.given, self._at, self._memory)
        self._items = self.register.around.items
        targets = {c.group: c for c in columns if c.role is Role.TARGET}
        self._goals = {c.index: targets.get(c.group) for c in columns}
        self._across = all(c.item for c in columns if c.role in FIGURES)
        self._heading = title_of(self.register)
        self.evidence = Evidence(self.register, self.names, self.pages)

    def read(self) -> None:
        """Read all of them."""
        register, own = self.register, self._own
        figures = [c for c in register.columns if c.role in FIGURES]
        status = self._at.get(Role.STATUS)
        said = picker([c.index for c in (*figures, status) if c is not None])
        about = picker([self._at[role].index for role in self._abouts.roles])
        where = register.sheet.place(0).removesuffix("第1行")
        unsure = self._unsure(figures)
        flawed = {row for row, _ in unsure}
        beyond = register.beyond()
        sections = Role.AREA not in self._at and not own and not any(c.across for c in register.columns)
        for row in register.found.loose:
            problem = Problem("", "在表头上面，不知道是什么数", "请移到表头下面，或删去")
            self._memory.wrong.append((None, problem))
            self._set_aside(row, register.sheet.rows[row])
        for row in register.found.hidden():
            self._memory.wrong.append((None, Problem("", "是隐藏的行", "请取消隐藏，或删去")))
            self._set_aside(row, register.sheet.rows[row])
        for row, cells in register.lines():
            sound, self.count = figures, self.count + 1
            if sections:
                self._note_section(cells)
            if Role.INDICATOR not in self._at and not own and len(texts := {*cells} - {""}) == 1:
                self._heading = texts.pop()  # a row names what follows
                self._items = tuple(self.names.items_in(self._heading)) or self._items
            if row in flawed:
                bad = [c for c in register.columns if (row, c.index) in unsure]
                sound = [c for c in figures if c not in bad]
                self._memory.wrong += [
                    (c, Problem("", f"“{cells[c.index]}”：{unsure[row, c.index]}")) for c in bad
                ]
            elif not own and _EMPTY.issuperset(said(cells)):
                self.evidence.note_blank(row, cells)
                continue  # nothing was reported here
            if row in beyond:
                met = f"“{cells[beyond[row]]}”上面没有表头：这一行的格子比表头多"
                todo = "数里的逗号（1,234）会把一格分成两格，请去掉，或给这一列写上表头"
                self._memory.wrong.append((None, Problem("", met, todo)))
            elif all(column in figures for column, _ in self._memory.wrong):
                place = (
                    register.sheet.place(row) if where == register.sheet.place(0) else f"{where}第{row + 1}行"
                )
                self._line(cells, about(cells), sound, place)
            if self._memory.wrong:
                self._set_aside(row, cells)

    def _note_section(self, cells: tuple[str, ...]) -> None:
        """A row that names an area where indicators stand is of that area, and so are those below it."""
        at = self._at.get(Role.INDICATOR)
        texts = {cell.strip() for cell in cells} - {""}
        name = cells[at.index].strip() if at is not None else ""
        name = name or (next(iter(texts)) if len(texts) == 1 else "")
        if name and not self.names.is_item(name) and self.names.is_place(name) and not is_of_some(name):
            self._section = name

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

        name = cell(Role.INDICATOR, self.given.indicator)
        once, goals, across = self._memory.once, self._goals, self._across
        item = None if across else self._item(at.get(Role.INDICATOR), name)
        line, wrong = self._abouts.of(self._section, about)
        self._memory.wrong += wrong
        finer = self.register.finer
        if finer is not None and _is_one(cells[finer]):
            met = f"“{cells[finer]}”是{line.area if line else '一个地区'}里的一处，不是它全部的数"
            self._memory.wrong.append((None, Problem("", met, "请另给合计一行")))
            return
        if line is None or (item is None and not across):
            return
        unit, source = cell(Role.UNIT) or unit_behind(name), cell(Role.SOURCE, where)
        words, kept = cell(Role.TEXT if own else Role.STATUS), False
        for column in figures:
            mine = self._item(column, column.item) if column.item else item
            text, goal = cells[column.index], goals[column.index]
            if mine is None or (not own and text in _EMPTY):
                continue
            if line.measure is not None and line.measure is not Measure.COUNT:
                mine = Item(mine.id, None, mine.relation)  # what is no count need not be in its unit
            area = column.area if column.across else line.area
            named, total = column.across or line.named, column.total if column.across else line.total
            if area is None and not (named and not is_sum(total)) and (doubt := self.evidence.doubt):
                self._memory.wrong.append((column, doubt))
                continue
            around, asked = column.unit or unit, cells[goal.index] if goal is not None else ""
            if not around and not own:
                around = caption_unit(self.register.around.units, column.role, mine.unit, money=self._money)
            if not around and goal is not None and not own:  # 4000 beside 5850人 are people too
                around = goal.unit or unit_in(asked, mine.unit)
            bare = () if around else (area, asked)
            key = (column.role, text, around, mine.id, mine.unit is None, bare)
            figure = once(column, key, self._read_figure, text, (around, area, asked), mine, column.role)
            if figure is None or (figure.value is None and not figure.text and not own):
                continue
            measure, target = line.measure or figure.measure, None
            if goal is not None and (own or measure is Measure.COUNT):
                around = goal.unit or unit or around
                key = (Role.TARGET, asked, around, mine.id, mine.unit is None, bare)
                target = once(goal, key, self._read_target, asked, (around, area, asked), mine)
            claim = (
                column,
                mine,
                area,
                named,
                total,
                name if Role.INDICATOR in at else self._heading,
                target,
            )
            if not own and not self._holds(claim, (text, figure, measure), key, source):
                continue
            within, period = column.role is Role.IN_PERIOD, column.period or line.period
            about_it = (
                "；".join(filter(None, (figure.text, words))) if own else figure.text,
                line.cumulative and not within,
                measure,
                line.verified or column.role is Role.VERIFIED,
                line.by,
                line.on,
                target,
                source,
            )
            period = narrowed(period, column.header) if within else period
            self.records.append(Record(mine.id, period, figure.value, area, *about_it))
            kept = True
        if not (kept or own or item is None or self._memory.wrong or words in _EMPTY):
            self._words(line, item, words.strip(), source)

    def _words(self, line: About, item: Item, words: str, source: str) -> None:
        """A record of words alone, where a line has no figure."""
        if line.area is None and not line.named and (doubt := self.evidence.doubt):
            self._memory.wrong.append((None, doubt))
            return
        about_it = (line.cumulative, Measure.COUNT, line.verified, line.by, line.on, None, source)
        self.records.append(Record(item.id, line.period, None, line.area, words, *about_it))

    def _holds(
        self,
        claim: tuple[Any, ...],
        figured: tuple[str, Read, Measure],
        read: tuple[object, ...],
        source: str,
    ) -> bool:
        """Whether what stands beside a figure allows it; a note is made of what does not fit."""
        # ``read`` is all that its target was read from, else the figure: what is known of both is the same
        column, item, area, named, total, called, target = claim
        text, figure, measure = figured
        key = (Role.NOTE, column.index, area, named, total, called, *read)
        known = self._memory.once(column, key, self._known, claim)
        if figure.value is None:
            told = text != NOT_APPLICABLE and not item.worded
            self.evidence.worded += [f"{source}“{quoted(text)}”"] * told
        elif measure is Measure.COUNT:
            try:
                check_size(text, figure.value, sizes(item, area, target))
            except DataError as error:
                self._memory.wrong += [(column, error.problems[0])] if known is not None else []
                known = None
        if figure.rest:
            self.evidence.shortened.append(f"{source}“{quoted(figure.rest)}”读作 {figure.value}")
        if known:
            self.evidence.differing.append(f"{source} {item.id} {area or WHOLE_CITY} {known}")
        return known is not None

    def _known(self, claim: tuple[Any, ...]) -> str:
        return self.evidence.known(Claim(*claim))

    @staticmethod
    def _read_figure(text: str, beside: tuple[str, str | None, str], item: Item, role: Role) -> Read:
        return read_figure(text, Beside(*beside), item, role)

    @staticmethod
    def _read_target(text: str, beside: tuple[str, str | None, str], item: Item) -> Bound | None:
        return read_target(text, Beside(*beside), item)

    @property
    def _money(self) -> bool:
        return any(column.role is Role.MONEY for column in self.register.columns)

    def _item(self, column: Column | None, name: str) -> Item | None:
        """The indicator of a name; that of the title, where there is no column of them."""
        if not name and column is None and len(self._items) == 1:
            return self._items[0]
        if column is not None and column.item:  # headings leave out an indicator's own target
            read = partial(self.names.item, short=True)
            return cast("Item | None", self._memory.once(column, (Role.INDICATOR, name, True), read, name))
        return cast("Item | None", self._memory.once(column, (Role.INDICATOR, name), self.names.item, name))

    def _set_aside(self, row: int, cells: tuple[str, ...]) -> None:
        sheet = self.register.sheet
        why = quoted("；".join(dict.fromkeys(str(attrs.evolve(p, where="")) for _, p in self._memory.wrong)))
        self.aside.append(Aside(sheet.place(row), quoted(" | ".join(cells)), why))
        for column, problem in self._memory.wrong:
            where = sheet.place(row) if column is None else self.register.place(row, column)
            self.problems.append(attrs.evolve(problem, where=where))
        self._memory.wrong.clear()


def _is_one(place: str) -> bool:
    """Whether it is one place, and not 合计 or 小计 of some."""
    return bool(place.strip()) and not is_whole(place) and not is_of_some(place)
