"""Tables as a workbook: numbers are real and look as printed, nothing is a formula, sheets fit the page."""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from minsheng.domain.numerals import shifted
from minsheng.domain.units import known_unit
from minsheng.errors import DataError
from minsheng.layout import BLUE, LIGHTS, opacity, width
from minsheng.measuring.bands import Light
from minsheng.reading.tables.sheet import MOST_LENGTH
from minsheng.table import Table
from minsheng.visible import hidden

#: fixed, so that the same values give the same file
WRITTEN = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  # a file's properties have no time zone
#: a number that a spreadsheet can show unchanged: 不低于 or >=, sign, digits, places, per cent or unit
_NUMBER = re.compile(
    r"((?:[<>]=?|=|不低于|不超过|超过|低于|等于) ?)?([+-]?)((?:0|[1-9]\d*)(?:\.(\d+))?)(%| \S+)?", re.ASCII
)
_DAY = re.compile(r"(?:19[1-9]|[2-9]\d\d)\d-\d\d-\d\d", re.ASCII)
#: the digits that a spreadsheet's number can hold, and how many are written without a comma
_HELD, _UNBROKEN = 15, 4
#: columns whose numbers are not quantities, and get no thousands separators
_NAMES = re.compile(r"序号|编号|编码|代码|年[度份]?$|期间|名次|排名|^共\d+行$|id", re.IGNORECASE)
#: the width, in half characters, from which a sheet is landscape; the widest column
_WIDE, _WIDEST, _WIDEST_WORKED = 90, 44, 26
Look = Mapping[str, object]
EDGES: Look = {"border": 1, "border_color": "#808080", "valign": "vcenter", "text_wrap": True}
HEADING: Look = {**EDGES, "bold": True, "align": "center", "bg_color": "#e7e6e6"}
TITLE: Look = {**EDGES, "border": 0, "bold": True, "font_size": 14, "align": "center"}


def workbook(tables: Sequence[Table], name: str, *, register: bool) -> bytes:
    """The bytes of a workbook with a sheet for each table.

    Args:
        tables: the tables.
        name: the file's name, for problems.
        register: whether it will be read back: without a title or thousands separators.

    Raises:
        DataError: the library for XLSX is not installed.
    """

    def fill(book: Any, formats: Formats) -> None:
        names: list[str] = []
        for table in tables:
            names.append(sheet_name(table.title, names))
            _write(book.add_worksheet(names[-1]), table, formats, register)

    return filled(name, fill)


def filled(name: str, fill: Callable[[Any, Formats], None]) -> bytes:
    """The bytes of a workbook that is filled; the same of the same.

    Raises:
        DataError: the library for XLSX is not installed.
    """
    xlsxwriter = library(name)
    out = io.BytesIO()
    font = {"font_name": "宋体", "font_size": 11}
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": font}) as book:
        book.set_properties({"created": WRITTEN})
        fill(book, Formats(book))
    return out.getvalue()


def library(name: str) -> Any:
    """The library for XLSX.

    Raises:
        DataError: it is not installed.
    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
    except ImportError:
        todo = "请安装：pip install 'minsheng[excel]'；或写成 CSV"
        raise DataError.at(name, "写 Excel 文件要用 xlsxwriter，这里没有安装", todo) from None
    return xlsxwriter


def refuse_unwritable(texts: Iterable[str]) -> None:
    """Raises ValueError for a text that no cell of a table file holds."""
    for text in texts:
        bad = next((c for c in text if c == "\r" or unicodedata.category(c) == "Cn"), "")
        bad = next(hidden(text), bad)
        if bad or len(text) > MOST_LENGTH:
            what = f"the character {bad!r}" if bad else f"{len(text)} characters in one cell"
            raise ValueError(f"no table file holds {what}: {text[:20]!r}")


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __getitem__(self, properties: Look) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(properties))
        return self._made[key]


def _write(sheet: Any, table: Table, formats: Formats, register: bool) -> None:
    """Write a table to its sheet: a title, frozen headings, and cells with borders."""
    head = 1 if table.title and not register else 0
    if head:
        if len(table.columns) > 1:
            sheet.merge_range(0, 0, 0, len(table.columns) - 1, "", formats[TITLE])
        sheet.write_string(0, 0, table.title, formats[TITLE])
        sheet.set_row(0, 30)
    widths = []
    for index, column in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        wide = min(_WIDEST_WORKED if register else _WIDEST, 2 + max(map(width, (column, *cells[:200]))))
        widths.append(wide)
        sheet.set_column(index, index, wide)
        sheet.write_string(head, index, column, formats[HEADING])
        numeric = column in table.numeric
        commas = numeric and not register and not _NAMES.search(column)
        for at, text in enumerate(cells):
            value, shows = content(text, numeric=numeric, commas=commas)
            look = {**EDGES, **_fill(table.shades[at][index] if table.shades else None)}
            look |= {"align": "right" if numeric or shows else "left", "num_format": shows or "General"}
            put(sheet, (head + 1 + at, index), text if value is None else value, formats[look])
    shown = _printed(table) if register else len(widths)
    for number, row in enumerate(table.rows, head + 1):
        sheet.set_row(number, tall(row[:shown], widths[:shown]))
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    if register:
        _set_to_work(sheet, table, formats)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    if sum(widths[:shown]) > _WIDE:
        sheet.set_landscape()


def _printed(table: Table) -> int:
    """How many columns of a register are printed: not where each line was read, nor what follows."""
    return table.columns.index("来源") if "来源" in table.columns[1:] else len(table.columns)


def _set_to_work(sheet: Any, table: Table, formats: Formats) -> None:
    """Filters, lights in the colour of their words, and what is printed: the title, not where it was read."""
    end, last = len(table.rows), len(table.columns) - 1
    sheet.autofilter(0, 0, end, last)
    sheet.set_header(f"&C&14 {table.title.replace('&', '&&')[:200]}")  # a digit behind 14 would be its own
    sheet.print_area(0, 0, end, _printed(table) - 1)
    if "灯" in table.columns:
        at = table.columns.index("灯")
        shown = {row[at] for row in table.rows}
        for light in (one for one in Light if one.usual or one.label in shown):
            fill = formats[_fill(light.value)]
            rule = {"type": "cell", "criteria": "==", "value": f'"{light.label}"', "format": fill}
            sheet.conditional_format(1, at, max(1, end), at, rule)


def tall(texts: Iterable[str], widths: Iterable[int]) -> int:
    """How tall a row is, in points, that shows its texts in columns so wide; not all programs reckon it.

    >>> tall(("启动7所县域普通高中“徐特立项目”建设",), (40,)), tall(("城镇新增就业",), (10,))
    (20, 34)
    """
    lines = (
        sum(-(-max(1, width(part)) // (wide - 1)) for part in text.split("\n"))
        for text, wide in zip(texts, widths, strict=True)
    )
    return min(409, 6 + 14 * max(lines, default=1))


def put(sheet: Any, at: tuple[int, int], value: str | Decimal | datetime.date, look: Any) -> None:
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
    >>> content("不低于7800", numeric=True, commas=False)
    (Decimal('7800'), '"不低于"0')
    """
    if _DAY.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text), "yyyy-mm-dd"
        except ValueError:
            return None, ""
    found = _NUMBER.fullmatch(text)
    if found is None or len(found[3].replace(".", "")) > _HELD or (found[1] and found[2]):
        return None, ""
    bound, sign, digits, places, unit = found[1], found[2], found[3], len(found[4] or ""), found[5] or ""
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
    if bound:
        return value, f'"{bound}"{shows}'
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


def sheet_name(title: str, taken: Collection[str] = ()) -> str:
    """A title as a sheet name: 31 characters, without those that Excel refuses, unlike those that are taken.

    >>> sheet_name("改造[1/2]"), sheet_name("改造", ["改造"])
    ('改造_1_2_', '改造（2）')
    """
    bare = "".join("_" if c in "[]:*?/\\" else c for c in title).strip("'") or "表"
    known, number, tail = {name.casefold() for name in taken}, 1, ""
    while (name := _cut(bare, 31 - len(tail)) + tail).casefold() in known:
        number, tail = number + 1, f"（{number + 1}）"
    return name


def _cut(text: str, most: int) -> str:
    """So much of a text as fits; characters beyond the basic plane count twice, as spreadsheets count."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text
