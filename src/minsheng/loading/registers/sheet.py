"""Sheet: a table as text, cell by cell, and what spreadsheets hold as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from minsheng.domain.amount import plain_text

MOST_ROWS = 200_000
MOST_COLUMNS = 512
MOST_CELLS = 4_000_000
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

    >>> sheet = Sheet("进度.xlsx", "6月", (("指标", "完成数"), ("就业", "3.1")))
    >>> sheet.place(1, 1)
    '进度.xlsx “6月”表第2行B列'
    """

    file: str
    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()
    flaws: tuple[Flaw, ...] = ()

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
    return Sheet(file, "", (tuple(header), *(tuple(text_of(value) for value in row) for row in rows)))


def float_text(value: Any) -> str:
    """A spreadsheet's number as it is shown: the shortest that means the same; 5.0 is 5."""
    text = repr(value)
    if text[-2:] == ".0":
        return text[:-2]
    if "n" in text:  # nan is how frames say missing; an infinite number is no figure
        return "" if text == "nan" else text
    return plain_text(Decimal(text)) if "e" in text else text


def _date(value: Any) -> str:
    return str(value.date() if value.time() == datetime.time() else value)


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: float_text,
    int: str,
    Decimal: lambda value: plain_text(value) if value.is_finite() else "" if value.is_nan() else str(value),
    bool: lambda value: "是" if value else "否",
    type(None): lambda _: "",
    datetime.datetime: _date,
}


def text_of(value: object) -> str:
    """A cell's value as text; what numpy wraps is unwrapped."""
    known = _TEXTS.get(value.__class__)
    if known is not None:
        return known(value)
    item = getattr(value, "item", None)
    if callable(item) and item() is not value and item().__class__ in _TEXTS:
        return text_of(item())
    if isinstance(value, datetime.datetime):  # of a frame, with finer seconds
        return "" if value != value else _date(value)  # noqa: PLR0124  # no time at all is unequal to itself
    return "" if value.__class__.__name__ in ("NaTType", "NAType") else str(value)
