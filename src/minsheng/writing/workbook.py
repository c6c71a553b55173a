"""Tables as a workbook: numbers are real and look as printed, nothing is a formula, sheets fit the page."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from minsheng.domain.numerals import shifted
from minsheng.domain.units import known_unit
from minsheng.errors import DataError
from minsheng.layout import BLUE, LIGHTS, opacity, width
from minsheng.table import Table

#: fixed, so that the same values give the same file
_WRITTEN = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  # a file's properties have no time zone
#: a number that a spreadsheet can show unchanged: sign, digits, places, per cent or unit
_NUMBER = re.compile(r"([+-]?)((?:0|[1-9]\d*)(?:\.(\d+))?)(%| \S+)?", re.ASCII)
_DAY = re.compile(r"(?:19[1-9]|[2-9]\d\d)\d-\d\d-\d\d", re.ASCII)
#: the digits that a spreadsheet's number can hold, and how many are written without a comma
_HELD, _UNBROKEN = 15, 4
#: columns whose numbers are not quantities, and get no thousands separators
_NAMES = re.compile(r"序号|编号|编码|代码|年[度份]?$|期间|名次|排名|^共\d+行$|id", re.IGNORECASE)
#: the width, in half characters, from which a sheet is landscape; the widest column
_WIDE, _WIDEST = 90, 44
_EDGES: dict[str, object] = {"border": 1, "border_color": "#808080", "valign": "vcenter", "text_wrap": True}
_HEADING: dict[str, object] = {**_EDGES, "bold": True, "align": "center", "bg_color": "#e7e6e6"}
_TITLE: dict[str, object] = {**_EDGES, "border": 0, "bold": True, "font_size": 14, "align": "center"}


def workbook(tables: Sequence[Table], name: str, *, register: bool) -> bytes:
    """The bytes of a workbook with a sheet for each table.

    Args:
        tables: the tables.
        name: the file's name, for problems.
        register: whether it will be read back: without a title or thousands separators.

    Raises:
        DataError: the library for XLSX is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
    except ImportError:
        todo = "请安装：pip install 'minsheng[excel]'；或写成 CSV"
        raise DataError.at(name, "写 Excel 文件要用 xlsxwriter，这里没有安装", todo) from None
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _WRITTEN})
        formats = _Formats(book)
        for table in tables:
            _write(book.add_worksheet(_sheet_name(table.title)), table, formats, register)
    return out.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __getitem__(self, properties: Mapping[str, object]) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(properties))
        return self._made[key]


def _write(sheet: Any, table: Table, formats: _Formats, register: bool) -> None:
    """Write a table to its sheet: a title, frozen headings, and cells with borders."""
    head = 1 if table.title and not register else 0
    if head:
        if len(table.columns) > 1:
            sheet.merge_range(0, 0, 0, len(table.columns) - 1, "", formats[_TITLE])
        sheet.write_string(0, 0, table.title, formats[_TITLE])
        sheet.set_row(0, 30)
    whole = 0
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        wide = min(_WIDEST, 2 + max(map(width, (column, *cells[:200]))))
        whole += wide
        sheet.set_column(index, index, wide)
        sheet.write_string(head, index, column, formats[_HEADING])
        numeric = column in table.numeric
        commas = numeric and not register and not _NAMES.search(column)
        for row, text in enumerate(cells):
            value, shows = content(text, numeric=numeric, commas=commas)
            look = _EDGES | _fill(table.shades[row][index] if table.shades else None)
            look |= {"align": "right" if numeric or shows else "left", "num_format": shows or "General"}
            _put(sheet, (head + 1 + row, index), text if value is None else value, formats[look])
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if whole > _WIDE:
        sheet.set_landscape()


def _put(sheet: Any, at: tuple[int, int], value: str | Decimal | datetime.date, look: Any) -> None:
    """Write a cell by its type, so that text is never taken for a number or a formula."""
    if isinstance(value, datetime.date):
        sheet.write_datetime(*at, value, look)
    elif isinstance(value, Decimal):
        sheet.write_number(*at, value, look)
    elif value:
        sheet.write_string(*at, value, look)
    else:
        sheet.write_blank(*at, None, look)


def content(text: str, *, numeric: bool, commas: bool) -> tuple[Decimal | datetime.date | None, str]:
    """The value of a cell, if it is not text, and the number format that shows it as printed.

    Args:
        text: the cell.
        numeric: whether its column is numeric; in others, only amounts and dates are not text.
        commas: whether to write 127,258 for 127258.

    >>> content("127258", numeric=True, commas=True), content("88.20%", numeric=True, commas=True)
    ((Decimal('127258'), '#,##0'), (Decimal('0.8820'), '0.00%'))
    >>> content("4.5 万人", numeric=False, commas=False), content("430602", numeric=False, commas=False)
    ((Decimal('4.5'), '0.0" 万人"'), (None, ''))
    """
    if _DAY.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text), "yyyy-mm-dd"
        except ValueError:
            return None, ""
    found = _NUMBER.fullmatch(text)
    if found is None or len(found[2].replace(".", "")) > _HELD:
        return None, ""
    sign, digits, places, unit = found[1], found[2], len(found[3] or ""), found[4] or ""
    value = Decimal(sign + digits)
    known = numeric if unit in ("", "%") else known_unit(unit) is not None
    if not known or (not value and sign == "-"):
        return None, ""
    shows = "#,##0" if commas and len(digits.partition(".")[0]) > _UNBROKEN else "0"
    shows += "." + "0" * places if places else ""
    if unit == "%":
        value, shows = shifted(value, -2), f"{shows}%"
    elif unit:
        shows += f'"{unit}"'
    return value, f"+{shows};-{shows};+{shows}" if sign == "+" else shows


def _fill(shade: int | str | None) -> dict[str, object]:
    """The colour of a cell: that of a light, or a shade of blue."""
    if shade is None:
        return {}
    if isinstance(shade, str):
        colour, text = LIGHTS[shade]
        return {"bg_color": colour, "font_color": text}
    parts = (255 - (255 - part) * opacity(shade) // 100 for part in BLUE)
    return {"bg_color": "#" + "".join(f"{part:02x}" for part in parts)}


def _sheet_name(title: str) -> str:
    """A title as a sheet name: 31 characters, without those that Excel refuses."""
    return "".join("_" if c in "[]:*?/\\" else c for c in title).strip("'")[:31] or "表"
