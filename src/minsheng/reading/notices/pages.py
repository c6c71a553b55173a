"""The pages of a breakdown: which columns a heading names, and how a row lies under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

import attrs

from minsheng.domain.area import CITY, is_whole
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import BARE, CellKind, read_cell
from minsheng.domain.units import known_unit
from minsheng.reading.notices.document import tidy, unmerged
from minsheng.reading.notices.draft import Question
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import GRAMMAR, Role

_HEADING_ROWS = 6
_AREA = re.compile(r"[\u4e00-\u9fff]{1,10}(?:县|市|区|旗|州|盟|镇|乡|街道)")
_CITY = re.compile(rf"{CITY}|[市县区省]直(?:属|单位|部门)?|[省县区]本级")
_GENERIC = [pattern for pattern, roles in GRAMMAR if Role.AREA in roles]


def is_area(text: str) -> bool:
    """Whether a heading names one area, and not areas as such: 平江县, but not 县市区.

    >>> [is_area(name) for name in ("平江县", "县市区", "各县区", "单位", "城陵矶新港区", CITY)]
    [True, False, False, False, True, False]
    """
    generic = is_whole(text) or any(pattern.search(text) for pattern in _GENERIC)
    return bool(_AREA.fullmatch(text)) and not generic


def is_city(text: str) -> bool:
    """Whether a heading is of the city's own share.

    >>> [is_city(text) for text in ("市本级", "市直", "全市")]
    [True, True, False]
    """
    return _CITY.fullmatch(text) is not None


def names_areas(row: Sequence[str]) -> bool:
    """Whether a row names the areas whose columns stand below."""
    return sum(map(is_area, row)) > 1


@attrs.frozen(slots=False)
class Page:
    """A page of a breakdown.

    Args:
        sheet: the table.
        rows: its cells, where of merged ones only the first has the text, without columns of sums.
        columns: which of the sheet's columns they are.
        first: the first row below the headings.
        unit: the column headed 单位.
        areas: the areas with their columns, in the printed order.
        totals: what the column of the sum says, by row; empty without one.
        city: what the city's own column says, by row; empty without one.
    """

    sheet: Sheet
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[int, ...]
    first: int
    unit: int
    areas: dict[str, int]
    totals: tuple[str, ...]
    city: tuple[str, ...]

    @property
    def side_by_side(self) -> bool:
        """Whether the areas of its headings stand side by side, right after the unit."""
        at = self.unit + 1
        return [*self.areas.values()] == [*range(at, at + len(self.areas))]

    def order(self, names: Sequence[str]) -> tuple[str, ...]:
        """The areas in whose order its rows are read: its own, if its headings can be trusted."""
        own = tuple(self.areas)
        return own if self.side_by_side or {*own} == {*names} else tuple(names)

    def printed(self, row: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
        """The shares of a row exactly as its headings stand above them."""
        return tuple(row[self.areas[name]] if name in self.areas else "" for name in names)

    @cached_property
    def dashed(self) -> bool:
        """Whether its areas without a share have a mark, so that a blank is none."""
        marks = blanks = 0
        for row in self.rows[self.first :]:
            for c in self.areas.values():
                marks += bool(row[c]) and read_cell(row[c]).kind is CellKind.MARK
                blanks += not row[c]
        return marks > blanks

    @property
    def headings(self) -> str:
        """What the headings say, for people."""
        return "、".join(text for row in self.rows[: self.first] for text in row if text)


def page_of(sheet: Sheet) -> Page | None:
    """The page, or None if it is no breakdown of indicators over areas with a column of units."""
    rows = unmerged(sheet)
    for r, row in enumerate(rows[:_HEADING_ROWS]):
        if not names_areas(row):
            continue
        heads = [[above[c] for above in rows[: r + 1]] for c in range(len(row))]
        sums, own = ([c for c, head in enumerate(heads) if any(map(of, head))] for of in (is_whole, is_city))
        columns = tuple(c for c in range(len(row)) if c not in (*sums, *own))
        areas = {row[c]: at for at, c in enumerate(columns) if is_area(row[c])}
        units = [
            at for at, c in enumerate(columns) if any(re.fullmatch("(?:计量)?单位", h) for h in heads[c])
        ]
        if len(units) != 1 or len(areas) != sum(map(is_area, row)) or len(sums) > 1 or len(own) > 1:
            return None
        totals, city = (tuple(one[c[0]] for one in rows) if c else () for c in (sums, own))
        at = columns[units[0]]
        below = {r for t, left, b, right in sheet.merged if left == right == at for r in range(t, b + 1)}
        kept = tuple(
            tuple(tidy(sheet.rows[n][c]) if c == at and n in below else one[c] for c in columns)
            for n, one in enumerate(rows)
        )
        return Page(sheet, kept, columns, r + 1, units[0], areas, totals, city)
    return None


def usual_areas(pages: Sequence[Page]) -> tuple[str, ...]:
    """The areas in the order that most pages have, longer lists before shorter; then those of other pages."""
    lists = Counter(tuple(page.areas) for page in pages)
    usual = max(lists, key=lambda names: (len(names), lists[names]))
    return tuple(dict.fromkeys((*usual, *(name for page in pages for name in page.areas))))


def alike_areas(names: Sequence[str], pages: Sequence[Page]) -> list[Question]:
    """Areas of nearly the same name that are never on one page: one may be a slip for the other."""
    return [
        Question(
            f"areas-{a}-{b}", "各页表头", f"{a}、{b}", "名称很像，又从不在同一页，会不会是同一个地区？",
            reads="照两个地区录入；如果是一个，请改正原表再读",
        )
        for n, a in enumerate(names)
        for b in names[n + 1 :]
        if (sorted(a) == sorted(b) or (len(a) == len(b) > 2 and sum(map(str.__ne__, a, b)) == 1))
        and not any(a in page.areas and b in page.areas for page in pages)
    ]  # fmt: skip


@attrs.frozen
class Lie:
    """One way a row may lie: where its unit is and where its shares begin.

    Args:
        unit: the column of the unit.
        first: the column of the first area's share.
        shares: the shares as printed, one for each area; None where words are for all areas.
        words: the words that span the areas.
        remark: what stands after the last area.
        odd: how many cells do not fit: marks between unit and shares or after them, blanks among marks.
    """

    unit: int
    first: int
    shares: tuple[str, ...] | None
    words: str
    remark: str
    odd: int


def lies(row: Sequence[str], names: Sequence[str], heading: int, *, dashed: bool) -> tuple[Lie, ...]:
    """The ways a row may lie: where a unit is followed by as many figures and marks as there are areas.

    If it lies as the heading says and nothing is odd, that is the only one.
    """
    n = len(names)
    found: list[Lie] = []
    for unit, cell in enumerate(row):
        if known_unit(normalise(cell)) is None and cell not in BARE:
            continue
        for first in (unit + 1, unit + 2):
            lie = _lie(row, unit, first, n, dashed=dashed)
            if lie is not None:
                found.append(lie)
    if straight := [lie for lie in found if lie.unit == heading and lie.first == heading + 1 and not lie.odd]:
        return tuple(straight)
    least = min((lie.odd for lie in found), default=0)
    return tuple(sorted(found, key=lambda lie: (lie.odd > least, lie.odd, lie.unit, lie.first)))


def _lie(row: Sequence[str], unit: int, first: int, n: int, *, dashed: bool) -> Lie | None:
    cells, gap, after = row[first : first + n], row[unit + 1 : first], row[first + n :]
    kinds = [read_cell(cell) for cell in cells]
    if any(read_cell(cell).kind is not CellKind.MARK for cell in gap):
        return None
    words = [
        c for c, k in zip(cells, kinds, strict=True) if k.kind is CellKind.WORDS or k.relation is not None
    ]
    if words:
        if len(words) > 1 or cells[0] != words[0] or any(k.kind is not CellKind.MARK for k in kinds[1:]):
            return None
        marks = [cell for cell in (*cells[1:], *after) if cell and read_cell(cell).kind is CellKind.MARK]
        rest = "".join(cell for cell in after if cell and read_cell(cell).kind is not CellKind.MARK)
        return Lie(unit, first, None, words[0], rest, len(marks) + len(gap))
    if len(cells) < n or any(k.kind is CellKind.GAP or k.unit not in ("", row[unit]) for k in kinds):
        return None
    if not any(k.kind is CellKind.NUMBER for k in kinds) or any(
        read_cell(c).kind is CellKind.NUMBER for c in after
    ):
        return None
    dashed |= any(cell for cell, read in zip(cells, kinds, strict=True) if read.kind is CellKind.MARK)
    odd = sum(not cell for cell in cells) * dashed
    odd += sum(bool(cell) and read_cell(cell).kind is CellKind.MARK for cell in (*gap, *after))
    remark = "".join(cell for cell in after if read_cell(cell).kind is CellKind.WORDS)
    return Lie(unit, first, tuple(cells), "", remark, odd)
