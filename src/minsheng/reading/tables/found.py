"""A table found in a sheet: the headings of its columns, its body, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from minsheng.reading.tables.headings import Says
from minsheng.reading.tables.sheet import Sheet, letters

#: how many rows headings take at most
TALLEST = 4
NOTES = re.compile(
    r"^[(（]?(注|备注|说明|填表说明|填报人|填表人|制表|制表人|审核人|联系人|单位负责人|负责人|数据来源|附注|填报单位|填报日期)[:：\d]"
)
_NUMBERED = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|\d{1,2}|\(\d{1,2}\)|[①-⑳]|[A-Z]")


@attrs.frozen
class Head:
    """The headings of one column.

    Args:
        index: its number, from 0.
        header: its headings, joined from top to bottom.
        says: what they say, apart from the names in them.
        area: the area named in them, as it stands.
        item: the indicator named in them.
        label: what else stands above: the name of a group.
        upper: the first of several.
        worded: whether they are the words of headings for figures, and name nothing else.
    """

    index: int
    header: str
    says: Says = attrs.field(factory=Says)
    area: str | None = None
    item: str = ""
    label: str = ""
    upper: str = ""
    worded: bool = False

    @property
    def telling(self) -> bool:
        """Whether it says anything of what is below."""
        return bool(self.says.roles or self.area is not None or self.item)


@attrs.frozen
class Turned(Sheet):
    """A sheet with its rows for columns; places are those of the sheet as it is.

    Args:
        offset: how many rows of it stand above and are left out.
    """

    offset: int = 0

    def place(self, row: int, column: int | None = None) -> str:
        where = f"{self.file} {f'“{self.name}”表' if self.name else ''}"
        return (
            f"{where}{letters(row)}列"
            if column is None
            else f"{where}第{column + self.offset + 1}行{letters(row)}列"
        )


@attrs.frozen
class Found:
    """A table in a sheet.

    Args:
        sheet: the sheet, turned where its headings go down.
        heads: the headings of each column that has any, or any cell.
        top: the first row of the headings, from 0.
        first: the first row of the body.
        end: the row after the last one.
        above: the texts above the headings, and captions below the body.
        own: whether the library wrote it.
        loose: the rows above it that hold figures, and are no part of a table.
        last: the last column with a heading, of this table or one beside it.
    """

    sheet: Sheet
    heads: tuple[Head, ...]
    top: int
    first: int
    end: int
    above: tuple[str, ...] = ()
    own: bool = False
    loose: tuple[int, ...] = ()
    last: int = 0

    def hidden(self) -> tuple[int, ...]:
        """The rows of its body that are hidden and hold anything."""
        hidden = self.sheet.hidden_rows
        return tuple(
            n for n in range(self.first, self.end) if n in hidden and "".join(self.sheet.rows[n]).strip()
        )

    def notes(self) -> Iterator[str]:
        """The notes below its body, and that rows of it are hidden."""
        for cells in self.sheet.rows[self.first : self.end]:
            begins = next((cell.strip() for cell in cells if cell and not cell.isspace()), "")
            if NOTES.match(begins):
                yield "".join(dict.fromkeys(map(str.strip, cells)))
        if said := self.hidden_said():
            yield said

    def hidden_said(self) -> str:
        """That rows of its body are hidden, if any are."""
        hidden = self.hidden()
        more = f"等 {len(hidden)} 行" if hidden[1:] else ""
        place = self.sheet.place(hidden[0]).removeprefix(self.sheet.where).strip() if hidden else ""
        return f"{place}{more}是隐藏的，没有读" if hidden else ""

    def lines(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows that may hold figures, each with its number from 0: no blanks, no notes, no headings."""
        used = [head.index for head in self.heads]
        whole_rows = {
            row for top, left, bottom, right in self.sheet.merged for row in range(top, bottom + 1)
            if right > left and left <= min(used) and max(used) <= right
        }  # fmt: skip
        headings = set(self.sheet.rows[self.top : self.first])
        hidden = self.sheet.hidden_rows
        for number, cells in enumerate(self.sheet.rows[self.first : self.end], self.first):
            if number in hidden:
                continue
            begins = next((cell for cell in cells if cell and not cell.isspace()), None)
            if (
                begins is None
                or (number in whole_rows and begins in cells[-1])
                or NOTES.match(begins.strip())
            ):
                continue
            if cells in headings or (number == self.first and _numbers_only(cells)):
                continue
            yield number, cells


def _numbers_only(cells: tuple[str, ...]) -> bool:
    """Whether a row is the columns' numbers, as they stand below some headings: 甲 乙 1 2 3."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        len(filled) > 2
        and all(map(_NUMBERED.fullmatch, filled))
        and filled != sorted(set(filled), key=len)[:1]
    )
