"""The columns of a table with their roles: by heading, by content, or told; where two remain, not read."""

from __future__ import annotations

import re
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
from minsheng.reading.tables.found import Found, Head, Turned
from minsheng.reading.tables.groups import (
    keep_single,
    name_groups,
    of_one_month,
    only_a_time,
    settle_corrected,
    settle_times,
    settle_unnamed,
    tell_apart,
    unread_parts,
)
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.sheet import letters
from minsheng.reading.tables.understood import settle_odd
from minsheng.reading.tables.whose import Whose
from minsheng.reading.tables.words import COMPUTED, FIGURES, GROUPED, TIME, Role

#: the columns whose figures have no unit but %
_UNITLESS = (Role.RATE, Role.SHARE, Role.RANK, Role.GRADE)
#: the keys that stand for every column named by an area, an indicator, a time, where columns are told
AREAS, ITEMS, TIMES = SEVERAL = ("各地", "各指标", "各月")


@attrs.frozen
class Told:
    """What somebody said that a column holds.

    Args:
        role: what it holds.
        why: where that was said.
        lasting: whether it was said of an earlier month, whose heading may name that month.
    """

    role: Role
    why: str = "由 columns= 指明"
    lasting: bool = False


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
    """

    found: Found
    names: Names
    around: Around
    told: Mapping[str, Told]
    printed: bool = False
    read: tuple[Column, ...] = attrs.field(init=False, default=())
    taken: tuple[ColumnTaken, ...] = attrs.field(init=False, default=())
    finer: int | None = attrs.field(init=False, default=None)
    met: frozenset[str] = attrs.field(init=False, default=frozenset())

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
            computed = COMPUTED if {head.header for head in found.heads} >= {*COMPUTED[:3]} else ()
            for draft in drafts:
                if draft.head.header in computed and not printed:
                    draft.settle(Role.ASIDE, "是写入时算出来的，不读")
                draft.role = draft.role or next(iter(draft.roles), Role.ASIDE)
        else:
            if not printed:
                unread_parts(drafts)
            name_groups(drafts, titled=len(self.around.items) == 1)
            for draft in drafts:
                if draft.role is None:
                    decide(draft, drafts)
            self._choose_areas(drafts, self._choose_indicators(drafts))
            settle_corrected(drafts)
            settle_unnamed(drafts, self.around.title, printed=printed)
            if not printed:
                settle_times(drafts, self.names, self.around)
            tell_apart(drafts, printed=printed)
            if not printed:
                settle_odd(drafts, self.names, {item.id for item in self.around.items})
        keep_single(drafts, printed=printed)
        self._make([*drafts, *hidden])

    def _tell(self, drafts: Sequence[Draft]) -> None:
        for name, told in self.told.items():  # of two for one column, the later counts
            if name in SEVERAL:
                continue
            letter = [draft for draft in drafts if name == self._name(draft.head.index).lower()]
            meant = letter or [draft for draft in drafts if name == tidy(draft.head.header)]
            if not meant:  # below what stands above it
                meant = [d for d in drafts if d.head.upper and tidy(d.head.header).endswith(name)]
                meant = meant if len(meant) == 1 else []
            if told.lasting and not meant and (lasting := TIME.sub("", name)):
                meant = [d for d in drafts if TIME.sub("", tidy(d.head.header)) == lasting]
                meant = meant if len(meant) == 1 else []
            for draft in meant:
                draft.settle(told.role, told.why)
                draft.told, self.met = True, self.met | {name}
                if not self.printed and told.role is not Role.MONEY:  # it is of the works themselves
                    draft.says(subject="")
        for draft in drafts:
            if (kind := _one_of(draft.head)) in self.told:
                self.met |= {kind}
                if not draft.told and kind is TIMES:
                    draft.settle(self.told[kind].role, self.told[kind].why)
                    draft.told = True
                elif not draft.told:
                    draft.says(roles=(self.told[kind].role,))

    def _name(self, index: int) -> str:
        """What a column is called: its letter, or its row where headings go down."""
        sheet = self.found.sheet
        return f"第{index + sheet.offset + 1}行" if isinstance(sheet, Turned) else letters(index)

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
        named = [self.names.area(cell) for cell in cells if self.names.is_area(cell)]
        if any(one not in (home, None) and home not in self.names.around(one) for one in named if one):
            self.around = attrs.evolve(self.around, whose=Whose())  # its 合计 is of all of them

    def _key(self, draft: Draft, drafts: Sequence[Draft]) -> str:
        """How a column is told: by its heading, or by its letter where another has the same."""
        name = "".join(draft.head.header.split())
        same = [other for other in drafts if tidy(other.head.header) == tidy(name)]
        plain = name and not {*name} & {*"'\"\\=$`"} and not re.fullmatch("[A-Za-z]{1,2}", name)
        return name if plain and len(same) == 1 else self._name(draft.head.index)

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
            name = self._name(head.index)
            grouped, area = draft.role in GROUPED, None
            if grouped and head.area is not None:
                try:
                    area = head.area if self.printed else self.names.area(head.area, self.around.home)
                except DataError as error:
                    draft.settle(None, str(error))
                    if own_area(head.area) and not named:  # 本县任务, and it is not said which
                        whose = self.around.whose
                        doubt = f"“{head.header}”是哪个地区的，表里没有写，不能当作全市的数"
                        self.around = attrs.evolve(self.around, whose=attrs.evolve(whose, doubt=doubt))
            if draft.role is None:
                figures = draft.content.numbers > 0 and not draft.content.counts
                why = draft.why or ("表头看不懂" if head.header else "没有表头")
                if head.header or draft.content.all:
                    may = tuple(role.label for role in draft.may)
                    key = (_one_of(head) if Role.ACTUAL in draft.may else "") or self._key(draft, drafts)
                    taken.append(
                        ColumnTaken(place, name, head.header, why=why, figures=figures, may=may, key=key)
                    )
                continue
            why = draft.why or "按表头"
            # 公里 above a group is the unit of its figures, not of their rate or rank
            unit = said.unit if said.unit == "%" or draft.role not in _UNITLESS else ""
            taken.append(ColumnTaken(place, name, head.header, draft.role.label, unit, why))
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
                        unit,
                        item,
                        subject,
                        period,
                        str(head.area) if across and is_sum(str(head.area)) else "",
                    )
                )
        self.read, self.taken = tuple(made), tuple(taken)


def _one_of(head: Head) -> str:
    """The key that stands for the columns of its kind; empty where it names no area, indicator or time."""
    if head.area is not None:
        return AREAS
    monthly = only_a_time(head) or (Role.ACTUAL in head.says.roles and of_one_month(head))
    return ITEMS if head.item else TIMES if monthly else ""
