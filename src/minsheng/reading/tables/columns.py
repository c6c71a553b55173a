"""The columns of a table with their roles: by heading, by content, or told; where two remain, not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

import attrs

from minsheng.domain.area import is_sum, is_whole, own_area
from minsheng.domain.intake import ColumnTaken
from minsheng.domain.period import Period
from minsheng.errors import DataError
from minsheng.reading.tables.content import Content, content_of
from minsheng.reading.tables.context import Around, period_in
from minsheng.reading.tables.drafts import Draft, decide
from minsheng.reading.tables.found import Found, Turned
from minsheng.reading.tables.groups import (
    EITHER,
    UNTOLD,
    keep_single,
    name_groups,
    settle_times,
    settle_unnamed,
    tell_apart,
    unread_parts,
)
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.sheet import letters
from minsheng.reading.tables.whose import Whose
from minsheng.reading.tables.words import FIGURES, GROUPED, Role

#: the key that stands for every column named by an area, where columns are told
AREAS = "各地"


@attrs.frozen
class Column:
    """One column that is read.

    Args:
        index: its number, from 0.
        header: its headings, joined from top to bottom.
        role: what it holds.
        area: the area its figures are of, where areas go across; None for the whole city.
        across: whether it is named by an area or by the whole city.
        unit: the unit in its headings.
        item: the indicator its figures are of, where indicators go across.
        subject: the matter of its group: 投资, 拨付.
        period: what its heading says that its figures cover.
        total: what its heading calls a sum: 合计.
    """

    index: int
    header: str
    role: Role
    area: str | None = None
    across: bool = False
    unit: str = ""
    item: str = ""
    subject: str = ""
    period: Period | None = None
    total: str = ""

    @property
    def group(self) -> tuple[object, ...]:
        """What it shares with the target, the figure and the rate that belong together."""
        return self.across, self.area, self.item, self.subject


@attrs.define
class Columns:
    """The columns of one table, settled.

    Args:
        found: the table.
        names: what names mean.
        around: what is said of all of it.
        told: what columns hold, by their headings or letters.
        printed: whether it is checked as it is printed, and not read as a register.
        many: whether it is one of many files, of which each may lack what is told.
    """

    found: Found
    names: Names
    around: Around
    told: Mapping[str, Role]
    printed: bool = False
    many: bool = False
    read: tuple[Column, ...] = attrs.field(init=False, default=())
    taken: tuple[ColumnTaken, ...] = attrs.field(init=False, default=())
    finer: int | None = attrs.field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        found, printed = self.found, self.printed
        rows = found.sheet.rows[found.first : found.end]
        drafts = [
            Draft(head, Content() if found.own else content_of(map(itemgetter(head.index), rows), self.names))
            for head in found.heads
        ]
        self._tell(drafts)
        out = found.sheet.hidden_columns
        hidden = [draft for draft in drafts if draft.head.index in out and not draft.told]
        drafts = [draft for draft in drafts if draft not in hidden]
        for draft in hidden:
            draft.settle(None, "是隐藏的列；要读请用 columns= 指明")
        if found.own:
            for draft in drafts:
                draft.role = draft.role or next(iter(draft.roles), Role.ASIDE)
        else:
            if not printed:
                unread_parts(drafts)
            name_groups(drafts)
            for draft in drafts:
                if draft.role is None:
                    decide(draft, drafts)
            self._choose_areas(drafts, self._choose_indicators(drafts))
            settle_unnamed(drafts, self.around.title, printed=printed)
            if not printed:
                settle_times(drafts, self.names, self.around)
            tell_apart(drafts, printed=printed)
        keep_single(drafts, printed=printed)
        self._make([*drafts, *hidden])

    def _tell(self, drafts: Sequence[Draft]) -> None:
        missing = []
        for name, role in self.told.items():
            if name == AREAS:
                for draft in drafts:
                    if draft.head.area is not None:
                        draft.says(roles=(role,))
                continue
            listed = [d for d in drafts if name in (tidy(d.head.header), letters(d.head.index).lower())]
            for draft in listed:
                draft.settle(role, "由 columns= 指明")
                draft.told = True
                if not self.printed and role is not Role.MONEY:  # it is of the works themselves
                    draft.says(subject="")
            missing += [] if listed else [name]
        if missing and not self.many:
            place = self.found.sheet.place(self.found.first - 1)
            there = "、".join(d.head.header for d in drafts if d.head.header)
            raise DataError.at(place, f"没有指明的列：{'、'.join(missing)}", f"有：{there}")

    def _choose_indicators(self, drafts: Sequence[Draft]) -> Draft | None:
        """One column of indicators: the one with the most names that are known, else the nearest to one."""
        texts = [d for d in drafts if d.role in (Role.INDICATOR, Role.PROJECT)]
        texts = [d for d in texts if d.content.all] or texts
        told = [d for d in texts if d.told and d.role is Role.INDICATOR]
        best = max(told or texts, default=None, key=lambda d: (d.content.items, d.role is Role.INDICATOR))
        for draft in texts:
            if draft is best:
                draft.role = Role.INDICATOR
            elif not draft.told and best is not None:
                aside = Role.PROJECT if draft.role is Role.PROJECT else Role.ASIDE
                draft.settle(aside, f"指标在“{best.head.header}”")
        return best

    def _choose_areas(self, drafts: Sequence[Draft], indicators: Draft | None) -> None:
        """Choose one column of areas: one whose cells are their names, under any heading."""
        areas = [d for d in drafts if d.role is Role.AREA]
        if not areas and not any(d.head.area and not is_whole(d.head.area) for d in drafts):
            for draft in drafts:
                spare = draft.role not in (Role.SOURCE, Role.PERIOD, Role.UNTIL, Role.ON) and not draft.told
                spare = not draft.content.items if draft is indicators else spare
                if spare and draft.content.mostly(draft.content.places) and not areas:
                    draft.settle(Role.AREA, "各格是地区名")
                    areas = [draft]
        if not areas:
            return
        kind = "places" if self.printed else "areas"
        finest = max(
            areas, key=lambda d: (d.told, d.content.all > 0, getattr(d.content, kind), -d.head.index)
        )
        for draft in areas:
            if draft is finest or draft.told:
                continue
            draft.settle(Role.ASIDE, f"地区在“{finest.head.header}”")
            if draft.content.places > draft.content.areas and draft.head.index > finest.head.index:
                draft.why, self.finer = f"是“{finest.head.header}”里更小的地方", draft.head.index
        home = self.around.home
        cells = {row[finest.head.index] for row in self.found.sheet.rows[self.found.first : self.found.end]}
        if any(self.names.is_area(c) and self.names.area(c) not in (home, None) for c in cells):
            self.around = attrs.evolve(self.around, whose=Whose())  # its 合计 is of all of them

    def _make(self, drafts: Sequence[Draft]) -> None:
        year = self.names.programme.year if self.names.programme is not None else None
        sheet = self.found.sheet
        place, whose = sheet.where, self.around.whose
        named = any(d.role is Role.AREA or (d.head.area and not own_area(d.head.area)) for d in drafts)
        plain: dict[Role | None, str] = {
            d.role: d.head.header for d in drafts if d.role in FIGURES and d.head.area is None
        }
        beside = [d for d in drafts if d.head.area and own_area(d.head.area) and d.role in plain]
        if beside and not named and whose.area is None and not self.found.own:
            doubt = f"另有“{beside[0].head.header}”，看不出“{plain[beside[0].role]}”是哪个地区的"
            self.around = attrs.evolve(self.around, whose=attrs.evolve(whose, doubt=whose.doubt or doubt))
        made, taken = list[Column](), list[ColumnTaken]()
        for draft in drafts:
            head, said = draft.head, draft.head.says
            name = letters(head.index)
            if isinstance(sheet, Turned):
                name = f"第{head.index + sheet.offset + 1}行"
            grouped, area = draft.role in GROUPED, None
            if grouped and head.area is not None:
                try:
                    area = head.area if self.printed else self.names.area(head.area, self.around.home)
                except DataError as error:
                    draft.settle(None, str(error))
            if draft.role is None:
                figures = draft.content.numbers > 0 and not draft.content.counts
                why = draft.why or ("表头看不懂" if head.header else "没有表头")
                if head.header or draft.content.all:
                    taken.append(ColumnTaken(place, name, head.header, why=why, figures=figures))
                continue
            why = draft.why or "按表头"
            taken.append(ColumnTaken(place, name, head.header, draft.role.label, said.unit, why))
            if draft.role is not Role.ASIDE:
                period = period_in(said.time, year) if year is not None and draft.role in FIGURES else None
                across, item = grouped and head.area is not None, head.item if grouped else ""
                if across and not named and not beside and own_area(str(head.area)) and area == whose.area:
                    across, area = False, None  # 本县任务 in the county's table is the task of all of it
                subject = said.subject or (head.label if grouped else "")
                made.append(
                    Column(
                        head.index,
                        head.header,
                        draft.role,
                        area,
                        across,
                        said.unit,
                        item,
                        subject,
                        period,
                        str(head.area) if across and is_sum(str(head.area)) else "",
                    )
                )
        self.read, self.taken = tuple(made), tuple(taken)

    def refuse_without_figures(self) -> None:
        """That there is a column of figures.

        Raises:
            DataError: there is none; what could be one, and why it is not read.
        """
        if any(column.role in (*FIGURES, Role.STATUS) for column in self.read):
            return
        place = self.found.sheet.place(self.found.first - 1)
        doubtful = dict.fromkeys(one.why for one in self.taken if one.figures and "可能" in one.why)
        nowhere = [one for one in self.taken if one.figures and "；请" in one.why]
        if nowhere:
            raise DataError.at(place, nowhere[0].why)
        untold = [one.header for one in self.taken if one.why == UNTOLD]
        if untold:
            todo = f"请用 columns={{'{AREAS}': 'actual'}} 指明（任务数写 'target'）"
            raise DataError.at(place, f"看不出“{untold[0]}”等列里是任务数还是完成数", todo)
        months = [one.header for one in self.taken if one.why == EITHER]
        if months:
            met = f"“{'”“'.join(months[:3])}”{EITHER}"
            todo = f"请用 columns={{'{months[0]}': 'in-period'}} 指明是当月的；是累计的写 'actual'"
            raise DataError.at(place, met, todo)
        if doubtful:
            todo = f"请用 columns= 指明哪一列，其余写 '{Role.ASIDE.value}'"
            raise DataError.at(place, "；".join(doubtful), todo)
        listed = "、".join(one.header for one in self.taken if one.read)
        met, todo = f"没有认出完成数在哪一列；认出的有：{listed}", "请用 columns={'列名': 'actual'} 指明"
        raise DataError.at(place, met, todo)
