"""Finding the tables in a sheet: which rows are headings, and where bodies begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import attrs

from minsheng.domain.area import is_whole
from minsheng.domain.numerals import normalise
from minsheng.domain.own_units import cached
from minsheng.domain.printed import CellKind, read_cell
from minsheng.reading.tables.context import CAPTION
from minsheng.reading.tables.found import NOTES, TALLEST, Found, Head, Turned
from minsheng.reading.tables.headings import (
    generic,
    is_heading,
    is_of_works,
    is_wording,
    role_of,
    says,
    tidy,
    without_unit,
)
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.sheet import Sheet, letters
from minsheng.reading.tables.words import GROUPED, KEYS, MONEY, OWN_SIGNS, TIME, Role

#: what stands at the head or the foot of a printed page
_PAGE = re.compile(r"第?\d+页?[/,]?(?:共|总)\d+页|第\d+页|共\d+页|[-—]\d+[-—]|\(?(?:续表?|接上页|转下页)\)?")
#: in how many rows headings are looked for, and below a body who filled it in; how tall a turned table may be
_SEARCHED, _FOOT, _MOST_TURNED = 25, 10, 200
#: in how many rows a figure is looked for, where there is no heading
_MOST_WORDS = 1000
_FIGURE = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")


@cached(4096)
def _is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, and so is no heading: 6月 and 2023年 are none."""
    if _FIGURE.fullmatch(cell):
        return True
    return (
        cell[:1].isdigit() and read_cell(cell).kind is CellKind.NUMBER and not TIME.fullmatch(normalise(cell))
    )


def find_tables(sheet: Sheet, names: Names, told: Mapping[str, Role]) -> list[Found]:
    """The tables in a sheet, one below the other; where headings go down, of the sheet turned."""
    found = list(_Finder(sheet, names, told).find())
    if len(sheet.rows) > _MOST_TURNED or any(one.own or _figures(one) for one in found):
        return found
    # headings go down below a title, if they do
    top = next((n for n, row in enumerate(sheet.rows) if len({*map(str.strip, row)} - {""}) > 1), 0)
    merged = [(left, t - top, right, b - top) for t, left, b, right in sheet.merged if t >= top]
    flaws = [(column, row - top, why) for row, column, why in sheet.flaws if row >= top]
    turned = Turned(
        sheet.file, sheet.name, tuple(zip(*sheet.rows[top:], strict=True)), tuple(merged), tuple(flaws),
        sheet.notes, hidden_rows=sheet.hidden_columns,
        hidden_columns=frozenset(row - top for row in sheet.hidden_rows), offset=top,
    )  # fmt: skip
    above = _Finder(sheet, names, told).texts(0, top)
    across = [attrs.evolve(one, above=(*above, *one.above)) for one in _Finder(turned, names, told).find()]
    return across if any(map(_turned, across)) else found


def _figures(found: Found) -> bool:
    """Whether its headings say of any column that it holds figures."""
    return any(head.worded and {*head.says.roles} <= {*GROUPED} for head in found.heads)


def _turned(found: Found) -> bool:
    """Whether it has headings for more than one kind of figures, or for nothing else beside names."""
    worded = [head.says.roles for head in found.heads if head.worded]
    names = sum(bool({*head.says.roles} & {*KEYS, Role.ASIDE, Role.UNIT}) for head in found.heads)
    return len(set(worded)) > 1 or len(worded) == len(found.heads) - max(names, 1) > 0


def _keyed(heads: Iterable[Head]) -> bool:
    """Whether they are headings: of what lines are of, or of two kinds of figures."""
    grouped = sum(bool(set(head.says.roles) & set(GROUPED)) for head in heads)
    return grouped > 1 or any(set(head.says.roles) & set(KEYS) or head.area or head.item for head in heads)


def has_figures(sheet: Sheet) -> bool:
    """Whether there is a figure in any cell."""
    return any(_is_figure(cell.strip()) for row in sheet.rows[:_MOST_WORDS] for cell in row)


def over_figures(sheet: Sheet) -> list[str]:
    """The texts right above the first figures: likely headings, where none is known."""
    for above, row in pairwise(sheet.rows[:_SEARCHED]):
        under = [text.strip() for text, cell in zip(above, row, strict=True) if _is_figure(cell.strip())]
        texts = [text for text in under if text and not _is_figure(text)]
        figures = [text for text in texts if {*says(text).roles} & {*GROUPED}]
        if texts := figures or [text for text in texts if not says(text).roles]:  # and no 序号
            return texts
    return []


@attrs.frozen
class _Finder:
    """Finds the tables of one sheet."""

    sheet: Sheet
    names: Names
    told: Mapping[str, Role]

    def find(self) -> Iterator[Found]:
        sheet, start, above, head = self.sheet, 0, tuple[str, ...](), tuple[str, ...]()
        at = self._heading(start)
        while at is not None:
            top, height = at
            heads = list(self._heads(top, height))
            below = self._next_heading(top, top + height)
            end = self._title_of(below[0], top + height) if below else len(sheet.rows)
            if own := any(tidy(head.header) in OWN_SIGNS for head in heads):
                heads = list(self._heads(top, height, own=True))
            bare = {*range(len(sheet.rows[top]))} - {head.index for head in heads}
            rows = sheet.rows[top:end]
            heads += [Head(index, "") for index in bare if any(row[index].strip() for row in rows)]
            # the same headings once more, as on a new page, are of the same table
            texts, loose = self.texts(start, top), self._loose(start, top)
            again = head == (head := sheet.rows[top]) and all(CAPTION.match(normalise(t)) for t in texts)
            above = tuple(dict.fromkeys((*texts, *above))) if again else texts or above
            around = (*above, *self.texts(max(top + height, end - _FOOT), end, captions=True))
            last = max(head.index for head in heads if head.header)
            for part, title in self._side_by_side(sorted(heads, key=lambda head: head.index), top, height):
                yield Found(sheet, part, top, top + height, end, (*title, *around), own, loose, last)
            start, at = end, below

    def _side_by_side(
        self, heads: list[Head], top: int, height: int
    ) -> Iterator[tuple[tuple[Head, ...], tuple[str, ...]]]:
        """The headings of each of several tables that stand beside each other, and the title of each."""
        alone = list(self._heads(top + height - 1, 1))
        apart = height > 1 and len(alone) == len(heads)  # each column has a heading below its title
        for lower, titled in ((heads, False), *(((alone, True),) if apart else ())):
            headers = [head.header for head in lower]
            for count in (4, 3, 2):
                width, rest = divmod(len(lower), count)
                if rest or width < 2 or headers != headers[:width] * count or not _keyed(lower[:width]):
                    continue
                if titled and not any({*head.says.roles} & {*KEYS} for head in lower[:width]):
                    continue  # groups of one table
                parts = [tuple(lower[n * width : (n + 1) * width]) for n in range(count)]
                titles = [self._above(part, top, height) if titled else () for part in parts]
                if not titled or all(len(title) == 1 for title in titles):
                    yield from zip(parts, titles, strict=True)
                    return
        yield tuple(heads), ()

    def _above(self, part: tuple[Head, ...], top: int, height: int) -> tuple[str, ...]:
        """The texts that stand in the upper rows of the headings of some columns."""
        rows = self.sheet.rows[top : top + height - 1]
        cells = (row[head.index].strip() for row in rows for head in part)
        return tuple(dict.fromkeys(filter(None, cells)))

    def _loose(self, start: int, end: int) -> tuple[int, ...]:
        """The rows with figures that stand in no table."""
        rows = enumerate(self.sheet.rows[start:end], start)
        return tuple(number for number, row in rows if any(_is_figure(cell.strip()) for cell in row))

    def _title_of(self, top: int, first: int) -> int:
        """The first row of what stands above headings: blank rows, and rows of one text that is no note."""
        while top > first:
            texts = {cell.strip() for cell in self.sheet.rows[top - 1]} - {""}
            if len(texts) > 1 or any(NOTES.match(text) for text in texts):
                break
            top -= 1
        return top

    def _heading(self, start: int) -> tuple[int, int] | None:
        """The row and the height of the best headings among the next rows."""
        best: tuple[int, int, int] | None = None
        for top in range(start, min(start + _SEARCHED, len(self.sheet.rows))):
            filled = {cell.strip() for cell in self.sheet.rows[top]} - {""}
            figures = any(map(_is_figure, filled))
            if len(filled) < 2 or figures or any(CAPTION.match(normalise(cell)) for cell in filled):
                continue
            height = 1
            while height < TALLEST and self._goes_on(top, height):
                height += 1
            heads = [head for head in self._heads(top, height) if head.telling]
            score = len({(h.says.roles, h.says.subject, h.area, h.item, h.label) for h in heads})
            named = any(tidy(head.header) in self.told for head in heads)
            if score and (named or _keyed(heads)) and (best is None or score > best[0] + 1):
                best = score, top, height
        return best and best[1:]

    def _next_heading(self, top: int, first: int) -> tuple[int, int] | None:
        """Where another table begins below."""
        for row in range(first, len(self.sheet.rows)):
            if any(map(_is_figure, self.sheet.rows[row])):
                continue
            filled = {cell.strip() for cell in self.sheet.rows[row]} - {""}
            if len(filled) < 2 or any(map(_is_figure, filled)):
                continue
            if self.sheet.rows[row] == self.sheet.rows[top]:
                return row, first - top
            told = [set(says(cell).roles) for cell in filled if is_heading(cell)]
            figures = sum(bool(roles & {*GROUPED}) for roles in told)
            keyed = any(roles & {*KEYS, Role.BY} for roles in told)
            if figures > 2 - keyed and 2 * len(told) >= len(filled):
                return self._heading(row)
        return None

    def texts(self, start: int, end: int, *, captions: bool = False) -> tuple[str, ...]:
        """The texts of rows that are no lines, labels with what follows; below a body, captions only."""
        texts: dict[str, None] = {}
        for row in self.sheet.rows[start:end]:
            cells = [cell for cell in dict.fromkeys(map(str.strip, row)) if cell]
            if captions and not (cells and CAPTION.match(normalise(cells[0]))):
                continue
            while cells:
                cell = cells.pop(0)
                if cell[-1] in ":：" and cells and cells[0][-1] not in ":：":
                    cell += cells.pop(0)
                if not _PAGE.fullmatch(normalise(cell)):
                    texts[cell] = None
        return tuple(texts)

    def _goes_on(self, top: int, height: int) -> bool:
        """Whether one more row belongs to the headings: names of columns, and nothing new below 指标."""
        rows, at = self.sheet.rows, top + height
        if (
            at >= len(rows)
            or not any(map(str.strip, rows[at]))
            or any(_is_figure(cell.strip()) for cell in rows[at])
        ):
            return False
        if any(top <= t < at <= b for t, _, b, _ in self.sheet.merged):
            return True  # a heading reaches down to here
        alone = [head for head in self._heads(at, 1) if head.telling]
        keys = [
            head.index for head in self._heads(top, height)
            if set(head.says.roles) & {*KEYS, Role.UNIT} and head.area is None
        ]  # fmt: skip
        if not keys:
            below = not rows[at][0].strip() and sum(map(is_heading, rows[at])) > 1
            return below or any(set(head.says.roles) & set(KEYS) for head in alone)
        new = [
            rows[at][i]
            for i in keys
            if rows[at][i].strip() and rows[at][i].strip() != rows[at - 1][i].strip()
        ]
        if any(not set(says(cell).roles) & {*KEYS, Role.UNIT, Role.ASIDE} for cell in new):
            return False
        after = rows[at + 1] if at + 1 < len(rows) and not any(rows[at + 1][i].strip() for i in keys) else ()
        told = sum(bool(says(cell).roles) for cell in after if cell.strip()) > 1
        return bool(alone) or told or any(rows[at][i].strip() for i in keys)

    def _heads(self, top: int, height: int, *, own: bool = False) -> Iterator[Head]:
        """The headings of the columns that have any."""
        rows, merged = self.sheet.rows[top : top + height], self.sheet.merged
        for index in range(len(rows[0])):
            stacked: list[str] = []
            for number, row in enumerate(rows):
                cell = row[index].strip()
                if not cell and number < height - 1 and rows[height - 1][index].strip() and not merged:
                    # without merged cells, as in CSV, an upper heading stands over its first column only
                    cell = next((row[i].strip() for i in range(index, -1, -1) if row[i].strip()), "")
                if cell and cell not in stacked:
                    stacked.append(cell)
            if stacked:
                head = self._head(index, stacked, own=own)
                role = self.told.get(tidy(head.header)) or self.told.get(letters(index).lower())
                yield attrs.evolve(head, says=attrs.evolve(head.says, roles=(role,))) if role else head

    def _head(self, index: int, parts: list[str], *, own: bool) -> Head:
        names, area, item, label, rest = self.names, None, "", "", list[str]()
        last = next((part for part in reversed(parts) if says(part).roles), parts[-1])
        for part in parts if not own else ():
            bare, said = without_unit(part), says(part)
            lead, kind = names.leading(bare)
            worded = part == last or is_wording(part) or kind == "own"
            if is_whole(bare) or (names.is_area(bare) and Role.AREA not in said.roles):
                area = bare
            elif names.is_item(bare):
                item = bare
            elif said.time or generic(part) or (said.roles and worded):
                if kind == "own" and not (part == parts[-1] and is_of_works(bare.removeprefix(lead))):
                    lead, kind = "", "area"  # 全市排名 is each area's
                area, item = (lead or area, item) if kind != "item" else (area, lead)
                rest.append(tidy(part).removeprefix(tidy(lead)))
            elif names.is_place(bare):
                area = bare
            else:
                label = label or bare
        money = [label] if MONEY.search(label) else []  # 投资（万元） above 完成
        said = role_of(tuple(parts if own else [*money, *rest]), own=own)
        if not said.roles and item and is_wording(item):
            said = says(item)
        if not said.unit and not own:
            said = attrs.evolve(said, unit=next((unit for part in parts if (unit := says(part).unit)), ""))
        upper = without_unit(parts[0]) if parts[1:] else ""
        figures = bool(said.roles) and said.roles[0] in GROUPED and is_heading(rest[-1] if rest else "")
        return Head(index, "".join(parts), said, area, item, label, upper, figures)
