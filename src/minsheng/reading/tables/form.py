"""Tables of declared columns: the one sheet of a file, its headings below a title, its numbers and days."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.printed import CellKind, read_cell
from minsheng.domain.units import known_unit
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.tables.context import read_date
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.sheets import read_sheets

_SEARCHED = 20


def one_sheet(file: str | Path) -> Sheet:
    """The one sheet of a file that holds anything and is not hidden.

    Raises:
        DataError: the file cannot be read, or is empty; several sheets hold something; a cell
            shows nothing reliable.
    """
    name = Path(file).name
    sheets = [sheet for sheet in read_sheets(Path(file)) if any(map(any, sheet.rows))]
    sheets = [sheet for sheet in sheets if not sheet.hidden] or sheets
    if not sheets:
        raise DataError.at(name, "空文件，没有表头")
    if len(sheets) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet in sheets)
        raise DataError.at(name, f"有 {len(sheets)} 张表：{names}", "只留一张，或另存为几个文件")
    [sheet] = sheets
    Problems(Problem(sheet.place(row, column), why) for row, column, why in sheet.flaws).refuse()
    return sheet.in_full()


def heading_row(sheet: Sheet, known: Collection[str]) -> int:
    """The row of the headings: the first with two that are known, below a title; else the first.

    >>> rows = (("2023年评分", "", ""), ("地区", "项", "数"), ("甲县", "public", "92"))
    >>> heading_row(Sheet("分.csv", "", rows), ("地区", "项", "数"))
    1
    """
    rows = enumerate(sheet.rows[:_SEARCHED])
    return next((n for n, row in rows if len({cell.strip() for cell in row} & {*known}) > 1), 0)


def body(sheet: Sheet, heading: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows below the headings that hold anything, each with its number from 0."""
    for number, cells in enumerate(sheet.rows[heading + 1 :], heading + 1):
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield number, stripped


def number_in(cell: str) -> Decimal:
    """A number that stands alone or before what it counts: 92分, 95.5%, 12人.

    Raises:
        DataError: it is none.

    >>> [str(number_in(cell)) for cell in ("92分", "95.5%", "１２人", "3万")]
    ['92', '95.5', '12', '30000']
    """
    read = read_cell(cell)
    unit = known_unit(read.unit) if read.unit else None
    counts = unit is not None and unit.factor == 1 and (unit.counted or read.unit == "分")
    alone = read.kind is CellKind.NUMBER and read.relation is None
    if alone and read.value is not None and (counts or read.unit == "%"):
        return read.value
    return to_decimal(cell.removesuffix("票"))


def whole_in(cell: str, least: int = 0) -> int:
    """How many there are.

    Raises:
        DataError: it is no whole number, or too small.
    """
    number = number_in(cell)
    if number != int(number) or number < least:
        met = f"“{plain_text(number)}”不是个数"
        raise DataError.at("", met, f"应是 {least}、{least + 1}、{least + 2} 这样的整数")
    return int(number)


def day_in(cell: str, todo: str = "请写成 2023-06-30") -> datetime.date:
    """A day, however it is written.

    Raises:
        DataError: it is none.
    """
    try:
        return read_date(cell)
    except DataError:
        raise DataError.at("", f"“{cell}”不是日期", todo) from None
