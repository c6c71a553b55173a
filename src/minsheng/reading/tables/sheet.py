"""Sheet: a table as text, cell by cell, and what spreadsheets hold as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
from minsheng.reading.tables.noted import may_have_marks, without_marks
from minsheng.visible import UNSEEN, hidden, named, shown, without_unseen

MOST_ROWS = 200_000
MOST_COLUMNS = 512
#: in all sheets of a file together
MOST_CELLS = 4_000_000
MOST_SHEETS = 100
MOST_MERGED = 20_000
#: what a cell of a spreadsheet can hold
MOST_LENGTH = 32_767

#: row and column, counted from 0, and what is wrong with the cell there
Flaw = tuple[int, int, str]
#: first row, first column, last row, last column, counted from 0
Merged = tuple[int, int, int, int]


@attrs.frozen
class Held:
    """What a cell holds where its text does not say it all: under a number format, or with marks.

    Args:
        value: the number, of 15 significant digits, or the date; None where it holds its text.
        full: the text as it were shown with every digit that is held.
        notes: the marks beside a figure or a name: ①, a superscript.
    """

    value: Decimal | datetime.date | None
    full: str
    notes: tuple[str, ...] = ()


@attrs.frozen
class Cell:
    """One cell: what it shows, what it holds, and where it stands.

    A format may show less than is held: 5.9 as 6. Which of the two counts is for the reader to say:
    what was printed is checked as ``text``, a figure that is reckoned with is ``full``.

    Args:
        text: what is shown, without marks.
        full: the same with every digit that is held: 0.4425万人 where 0.44万人 is shown.
        value: the number or the date under a format; else the text; None where there is nothing.
        notes: the marks beside it.
        where: file, sheet, row and column.
        span: how many rows and columns it covers, where cells are merged.
        hidden: its row or its column is hidden.
    """

    text: str
    full: str
    value: Decimal | datetime.date | str | None
    notes: tuple[str, ...]
    where: str
    span: tuple[int, int] = (1, 1)
    hidden: bool = False


@attrs.frozen
class Sheet:
    """A sheet as it shows, cell by cell, all rows of one length.

    Args:
        file: the file's name.
        name: the name on the sheet's tab; empty where there is only one.
        rows: the cells' text; a merged cell's text stands in every cell it covers.
        merged: the cells that are merged.
        flaws: cells that show nothing reliable, and why.
        notes: what was taken out of it that nobody sees.
        held: by row and column, what is held and not shown.
        hidden: the whole sheet is hidden.
        hidden_rows: the rows that are.
        hidden_columns: the columns that are.

    >>> sheet = Sheet("进度.xlsx", "6月", (("指标", "完成数"), ("就业", "3.1")))
    >>> sheet.place(1, 1)
    '进度.xlsx “6月”表第2行B列'
    >>> sheet.cell(1, 1).text
    '3.1'
    """

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    notes: tuple[str, ...] = ()
    held: Mapping[tuple[int, int], Held] = attrs.field(default=MappingProxyType({}), hash=False)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def where(self) -> str:
        """The sheet, as a problem names it: its file, and its name where it has one."""
        return f"{self.file} “{self.name}”表" if self.name else self.file

    def place(self, row: int, column: int | None = None) -> str:
        """Where a row or a cell stands, as a spreadsheet shows it; both counted from 0."""
        where = f"{self.file} {f'“{self.name}”表' if self.name else ''}第{row + 1}行"
        return where if column is None else f"{where}{letters(column)}列"

    def cell(self, row: int, column: int) -> Cell:
        """One cell with what it holds; both counted from 0. Of merged cells, each has what the first has."""
        text, where = self.rows[row][column], self.place(row, column)
        hidden = row in self.hidden_rows or column in self.hidden_columns
        top, left, bottom, right = self._spans.get((row, column), (row, column, row, column))
        held = self.held.get((top, left), Held(None, text))
        value = (text or None) if held.value is None else held.value
        span = (bottom - top + 1, right - left + 1)
        return Cell(text, held.full, value, held.notes, where, span, hidden)

    def in_full(self) -> Sheet:
        """The sheet with every digit that is held, where cells show fewer: 5.9 for what shows 6.

        Shares in per cent stay as they show: most are quotients, whose digits have no end. What was
        read otherwise than it shows, and what shows less than it holds, is said in the notes.
        """
        rows = [*self.rows]
        taken, left = list[str](), list[str]()
        for (row, column), held in self.held.items():
            text = rows[row][column]
            if held.full == text:
                continue
            if "%" in held.full:
                left.append(f"{self.place(row, column)}显示 {text}，存的是 {held.full}")
                continue
            taken.append(f"{self.place(row, column)}显示 {text}，存的是 {held.full}")
            _, _, bottom, right = self._spans.get((row, column), (row, column, row, column))
            for r in range(row, bottom + 1):
                rows[r] = (*rows[r][:column], *(held.full,) * (right - column + 1), *rows[r][right + 1 :])
        notes = (
            f"{found[0]}{f'；这样的共 {len(found)} 格' if found[1:] else ''}；按{way}的读"
            for found, way in ((taken, "存"), (left, "显示"))
            if found
        )
        return attrs.evolve(self, rows=tuple(rows), notes=(*self.notes, *notes))

    @cached_property
    def unsure(self) -> Mapping[tuple[int, int], str]:
        """Why cells show nothing reliable, by row and column; merged ones have what the first has."""
        why = {(row, column): said for row, column, said in self.flaws}
        firsts = ((place, span[:2]) for place, span in self._spans.items())
        return why | {place: why[first] for place, first in firsts if first in why}

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Merged]:
        return {
            (row, column): (top, left, bottom, right)
            for top, left, bottom, right in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }


def letters(column: int) -> str:
    """A column as a spreadsheet names it, counted from 0.

    >>> letters(0), letters(26)
    ('A', 'AA')
    """
    column, digit = divmod(column, 26)
    return (letters(column - 1) if column else "") + chr(65 + digit)


def sheet_of(file: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Sheet:
    """Rows of plain values, of a frame or of records, as a sheet."""
    flaws: list[Flaw] = []

    def text(value: object, row: int, column: int) -> str:
        try:
            return text_of(value)
        except (TypeError, ValueError, ArithmeticError):  # of thousands of digits, a list, an array
            flaws.append((row, column, f"{type(value).__name__} 不是一格能有的内容"))
            return ""

    cells = (tuple(text(value, r, c) for c, value in enumerate(row)) for r, row in enumerate(rows, 1))
    return cleaned(Sheet(file, "", (tuple(header), *cells), flaws=tuple(flaws)))


def cleaned(sheet: Sheet) -> Sheet:
    """The sheet without marks of notes, which its cells keep apart, and without characters nobody sees.

    Cells with worse characters show nothing reliable.
    """
    sheet = attrs.evolve(sheet, file=shown(sheet.file), name=shown(sheet.name))
    rows, flaws, places = [*sheet.rows], [*sheet.flaws], list[str]()
    held = dict[tuple[int, int], Held]()
    found: dict[str, None] = {}
    for r, row in enumerate(sheet.rows):
        together = "".join(row)
        marked = may_have_marks(together)
        if marked:
            cells = [without_marks(cell) for cell in row]
            held |= {(r, c): Held(None, text, notes) for c, (text, notes) in enumerate(cells) if notes}
            rows[r] = tuple(text for text, _ in cells)
        if together.isprintable():
            continue
        bare = rows[r]
        rows[r] = tuple(map(without_unseen, bare))
        for c, (before, after) in enumerate(zip(bare, rows[r], strict=True)):
            if before != after:
                places.append(sheet.place(r, c))
                found |= dict.fromkeys(set(before) & set(UNSEEN))
            if bad := named(hidden(after)):
                flaws.append((r, c, f"有看不见的控制字符 {bad}，请删去"))
    if not places and not held and len(flaws) == len(sheet.flaws) and rows == [*sheet.rows]:
        return sheet
    what = f"{places[0]}等 {len(places)} 格" if places[1:] else "".join(places)
    notes = (f"{what}去掉了看不见的字符 {named(''.join(found))}",) if places else ()
    return attrs.evolve(
        sheet, rows=tuple(rows), flaws=tuple(flaws), notes=(*sheet.notes, *notes), held={**sheet.held, **held}
    )


def float_text(value: Any) -> str:
    """A spreadsheet's number as it is shown: the shortest that means the same; 5.0 is 5."""
    text = repr(value)
    if text[-2:] == ".0":
        return text[:-2]
    if "n" in text:  # nan is how frames say missing; an infinite number is no figure
        return "" if text == "nan" else text
    return plain_text(Decimal(text)) if "e" in text else text


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        return "" if value.is_nan() else str(value)
    if abs(value.adjusted()) > MOST_LENGTH:
        raise ValueError("written out, it is too long for a cell")
    return plain_text(value)


def _date(value: Any) -> str:
    return str(value.date() if value.time() == datetime.time() else value)


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: float_text,
    int: str,
    Decimal: _decimal_text,
    bool: lambda value: "是" if value else "否",
    type(None): lambda _: "",
    datetime.datetime: _date,
}


def text_of(value: object) -> str:
    """A cell's value as text; what numpy wraps is unwrapped."""
    known = _TEXTS.get(value.__class__)
    if known is not None:
        return known(value)
    if isinstance(value, Collection):
        raise TypeError("several values are not one cell's")
    item = getattr(value, "item", None)
    if callable(item) and item() is not value and item().__class__ in _TEXTS:
        return text_of(item())
    if isinstance(value, datetime.datetime):  # of a frame, with finer seconds
        return "" if value != value else _date(value)  # noqa: PLR0124  # no time at all is unequal to itself
    return "" if value.__class__.__name__ in ("NaTType", "NAType") else str(value)
