"""Sheet: a table as text, cell by cell, and what spreadsheets hold as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
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
class Sheet:
    """A sheet as text, cell by cell, all rows of one length.

    Args:
        file: the file's name.
        name: the name on the sheet's tab; empty where there is only one.
        rows: the cells; a merged cell's text stands in every cell it covers.
        merged: the cells that are merged.
        flaws: cells that show nothing reliable, and why.
        notes: what was taken out of it that nobody sees.

    >>> sheet = Sheet("进度.xlsx", "6月", (("指标", "完成数"), ("就业", "3.1")))
    >>> sheet.place(1, 1)
    '进度.xlsx “6月”表第2行B列'
    """

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    notes: tuple[str, ...] = ()

    def place(self, row: int, column: int | None = None) -> str:
        """Where a row or a cell stands, as a spreadsheet shows it; both counted from 0."""
        where = f"{self.file} {f'“{self.name}”表' if self.name else ''}第{row + 1}行"
        return where if column is None else f"{where}{letters(column)}列"


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
    """The sheet without characters that nobody sees; cells with worse ones show nothing reliable."""
    sheet = attrs.evolve(sheet, file=shown(sheet.file), name=shown(sheet.name))
    rows, flaws, places = [*sheet.rows], [*sheet.flaws], list[str]()
    found: dict[str, None] = {}
    for r, row in enumerate(sheet.rows):
        if "".join(row).isprintable():
            continue
        rows[r] = tuple(map(without_unseen, row))
        for c, (before, after) in enumerate(zip(row, rows[r], strict=True)):
            if before != after:
                places.append(sheet.place(r, c))
                found |= dict.fromkeys(set(before) & set(UNSEEN))
            if bad := named(hidden(after)):
                flaws.append((r, c, f"有看不见的控制字符 {bad}，请删去"))
    if not places and len(flaws) == len(sheet.flaws):
        return sheet
    what = f"{places[0]}等 {len(places)} 格" if places[1:] else "".join(places)
    notes = (f"{what}去掉了看不见的字符 {named(''.join(found))}",) if places else ()
    return attrs.evolve(sheet, rows=tuple(rows), flaws=tuple(flaws), notes=notes)


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
