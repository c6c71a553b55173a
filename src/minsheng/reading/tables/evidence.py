"""Whether a figure is whose it seems to be, and of the size asked for: what stands beside it tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY, WHOLE_CITY, is_of_some, is_sum, is_whole
from minsheng.domain.bound import Bound
from minsheng.errors import DataError, Problem
from minsheng.reading.tables.columns import Column
from minsheng.reading.tables.items import Item
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register, title_of
from minsheng.reading.tables.whose import GIVEN, WHOSE
from minsheng.reading.tables.words import FIGURES, Role

#: so many cases of a kind are shown
_SHOWN = 3


@attrs.frozen
class Claim:
    """What makes a figure whose it seems to be.

    Args:
        column: its column.
        item: what it is a figure of.
        area: whose it seems to be; None for the whole city.
        named: whether a row or a column says so, and not the table alone.
        total: the word for a sum that says so: 合计.
        called: what its indicator is called there.
        target: the target printed beside it.
    """

    column: Column
    item: Item
    area: str | None
    named: bool
    total: str
    called: str
    target: Bound | None


@attrs.define
class Evidence:
    """What a table has for and against its figures.

    Args:
        register: the table.
        names: what names mean.
        pages: the tables of its sheet: those with the same headings go on with it.
        differing: the figures beside which another target stands than is known.
        worded: those that are words alone.
        blank: the targets beside which no figure stands.
        shortened: those beside which words stand in the cell.
    """

    register: Register
    names: Names
    pages: tuple[Register, ...]
    differing: list[str] = attrs.field(factory=list, init=False)
    worded: list[str] = attrs.field(factory=list, init=False)
    blank: list[str] = attrs.field(factory=list, init=False)
    shortened: list[str] = attrs.field(factory=list, init=False)
    _listed: dict[str, set[str]] | None = attrs.field(init=False, default=None)

    @property
    def doubt(self) -> Problem | None:
        """Why figures that no name makes the whole city's are nobody's."""
        doubt = "" if self.register.own else self.register.around.whose.doubt
        return Problem("", doubt, WHOSE) if doubt else None

    @property
    def whence(self) -> tuple[str, ...]:
        """What is said of all of the table, and where; that it is the whole city's, if nothing says so."""
        register, around = self.register, self.register.around
        plain = any(not c.across for c in register.columns if c.role in FIGURES)
        if register.own or around.home or register.at(Role.AREA) or around.whose.doubt or not plain:
            return around.whence
        return (*around.whence, around.whose.about)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was read and should be looked at."""
        notes = (
            ("{}处旁边的目标和任务数不同，照读", self.differing),
            ("{}格没有数，只有文字", self.worded),
            ("{}行有目标，完成数画了横线，没有读", self.blank),
            ("{}格里数后面有说明，只读了数", self.shortened),
        )
        return tuple(
            f"{self.register.sheet.where}：{said.format(f'{len(cases)} ')}："
            f"{'；'.join(cases[:_SHOWN])}{'…' * (len(cases) > _SHOWN)}"
            for said, cases in notes
            if cases
        )

    def note_blank(self, row: int, cells: tuple[str, ...]) -> None:
        """That a line has a target and a dash for its figure; a blank says nothing."""
        columns = self.register.columns
        goals = [c for c in columns if c.role is Role.TARGET and any(map(str.isdigit, cells[c.index]))]
        if goals and any(cells[c.index].strip() for c in columns if c.role in FIGURES):
            self.blank.append(self.register.place(row, goals[0]))

    def known(self, claim: Claim) -> str:
        """The target that is known, where the printed one is another; else empty; whatever the figure is.

        Raises:
            DataError: the figure is not whose it seems to be.
        """
        item, area = claim.item, claim.area
        asked = claim.target.amount if claim.target is not None else None
        if not claim.named or claim.total:
            self._check_area(claim, asked)
        known = _asked(item, area)
        return "" if asked is None or not known or agrees(asked, known) else f"{asked}，任务数是 {known[0]}"

    def _check_area(self, claim: Claim, asked: Amount | None) -> None:
        item, area, whose = claim.item, claim.area, self.register.around.whose
        if whose.said == GIVEN:
            return
        citywide = asked is not None and not item.each and agrees(asked, item.whole)
        vague = (
            is_sum(claim.total) or asked is not None
        )  # 全市合计 says whose it is, if nothing speaks against it
        if claim.total and area is None and vague and not citywide and (lacking := self._lacking(claim)):
            some = "、".join(lacking[:5]) + "等" * (len(lacking) > 5)
            met = f"“{claim.total}”只是表里这些地区的合计：没有{some}"
            raise DataError.at("", met, f"全市的数请写“{WHOLE_CITY}”")
        if asked is None or claim.total or item.each or not item.whole:
            return
        if area is not None and citywide and item.shares and not agrees(asked, _asked(item, area)):
            met = f"旁边的目标 {asked} 是{WHOLE_CITY}的，不是{area}的任务数"
            raise DataError.at("", met, "看不出完成数是谁的；" + WHOSE)
        if area is None and not citywide:
            like = [name for name, share in item.shares.items() if name != CITY and agrees(asked, (share,))]
            if whose.said and len(like) != 1:
                return
            met = f"旁边的目标 {asked} 不是{WHOLE_CITY}的任务数 {item.whole[0]}"
            met += f"，是{like[0]}的任务数" if len(like) == 1 else ""
            raise DataError.at("", met, "看不出是哪个地区的数；" + WHOSE)

    def _lacking(self, claim: Claim) -> list[str]:
        """The areas with a share, or all, that a sum of those listed beside it leaves out."""
        listed: Collection[str]
        if claim.column.across:
            beside = (h.area for h in self.register.found.heads if h.item == claim.column.item)
            listed = {self.names.area(a) or "" for a in beside if a and self.names.is_area(a)} - {""}
        else:
            if self._listed is None:
                heads = [head.header for head in self.register.found.heads]
                pages = [p for p in self.pages if [head.header for head in p.found.heads] == heads]
                self._listed = _listed(pages or [self.register], self.names)
            listed = self._listed.get(claim.called, ())
        sharing = tuple(claim.item.shares) or self.names.areas
        return [name for name in sharing if name not in listed] if listed else []


def _asked(item: Item, area: str | None) -> tuple[Amount, ...]:
    """What is asked of an area, if anything is; None for the whole city."""
    if area is None:
        return item.whole
    share = (item.shares[area],) if area in item.shares else ()
    return (*share, *item.whole) if item.each else share


def sizes(item: Item, area: str | None, target: Bound | None) -> tuple[Amount, ...]:
    """What tells of which size a figure is: the target beside it, and what is known to be asked for."""
    known = _asked(item, area)
    return known if target is None else (target.amount, *known)


def agrees(asked: Amount, known: Iterable[Amount]) -> bool:
    """Whether a printed target is one of those known, to the places that are printed.

    >>> agrees(Amount("0.59", "万人"), [Amount(5850, "人")]), agrees(Amount(62, "个"), [Amount(550, "个")])
    (True, False)
    """
    printed, exponent = Fraction(asked.value) * asked.unit.factor, asked.value.as_tuple().exponent
    half = asked.unit.factor * Fraction(10) ** int(exponent) / 2
    fitting = (one for one in known if one.unit.measures_same_as(asked.unit))
    return any(abs(printed - Fraction(one.value) * one.unit.factor) <= half for one in fitting)


def _listed(registers: Iterable[Register], names: Names) -> dict[str, set[str]]:
    """The areas with a line of their own, known or not, of each indicator as it is called there."""
    found: dict[str, set[str]] = {}
    for register in registers:
        at, named, called = register.at(Role.AREA), register.at(Role.INDICATOR), title_of(register)
        for _, cells in register.lines() if at is not None else ():
            if named is None and len(texts := {*cells} - {""}) == 1:
                called = texts.pop()
            area = cells[at.index].strip() if at is not None else ""
            if area and not is_whole(area) and not is_of_some(area):
                area = (names.area(area) if names.is_area(area) else None) or area
                found.setdefault(called if named is None else cells[named.index], set()).add(area)
    return found
