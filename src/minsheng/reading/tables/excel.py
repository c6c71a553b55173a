"""XLSX and XLS files as sheets, by way of calamine: with merged cells filled, and flaws told."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
from minsheng.domain.numerals import shifted
from minsheng.errors import DataError
from minsheng.reading.tables.biff import look_through_xls
from minsheng.reading.tables.sheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_SHEETS,
    Merged,
    Sheet,
    float_text,
    text_of,
)
from minsheng.reading.tables.workbook import flaws_of, look_through, percent_cells


def read_xlsx(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file.

    Raises:
        DataError: it is hostile or broken, or calamine is not installed.
    """
    looked = look_through(data, name)
    xml_of = dict(looked.sheets)

    def finish(sheet: Sheet) -> Sheet:
        xml = xml_of.get(sheet.name, b"")
        shares = percent_cells(xml, looked.percent)
        rows = sheet.rows
        if shares:
            rows = tuple(
                tuple(_percent(cell) if (r, c) in shares else cell for c, cell in enumerate(row))
                for r, row in enumerate(rows)
            )
        return attrs.evolve(sheet, rows=rows, flaws=flaws_of(xml))

    return tuple(map(finish, _calamine(looked.data, name)))


def read_xls(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an XLS file.

    Raises:
        DataError: it is hostile, broken, or has a password.
    """
    flawed = look_through_xls(data, name)
    sheets = _calamine(data, name)
    if len(flawed) != len(sheets):  # which sheet is which cannot be told
        return tuple(attrs.evolve(sheet, flaws=sum(flawed, ())) for sheet in sheets)
    return tuple(attrs.evolve(sheet, flaws=flaws) for sheet, flaws in zip(sheets, flawed, strict=True))


def _calamine(data: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        import python_calamine
    except ImportError:
        todo = "请安装：pip install 'minsheng[excel]'；或另存为 CSV"
        raise DataError.at(name, "读 Excel 文件要用 python-calamine，这里没有安装", todo) from None
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = book.sheet_names
            if len(names) > MOST_SHEETS:
                raise DataError.at(name, f"有 {len(names)} 张表，至多读 {MOST_SHEETS} 张")
            sheets: list[Sheet] = []
            count = 0
            for number in range(len(names)):
                hidden = book.sheets_metadata[number].visible != python_calamine.SheetVisibleEnum.Visible
                sheet = attrs.evolve(_grid(book.get_sheet_by_index(number), name), hidden=hidden)
                sheets.append(sheet)
                count += len(sheet.rows) * len(sheet.rows[0]) if sheet.rows else 0
                if count > MOST_CELLS:
                    met = f"各表合起来超过 {MOST_CELLS} 格"
                    raise DataError.at(name, met, "请删去空行空列，或拆成几个文件")
            return tuple(sheets)
    except python_calamine.PasswordError:
        raise DataError.at(name, "文件加了密码", "请去掉密码后另存再读") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        todo = "请在 Excel 中打开并另存为 xlsx"
        raise DataError.at(name, f"不是完好的 Excel 文件（{error}）", todo) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how its language says that it did not foresee a file
            raise
        raise DataError.at(name, "不是完好的 Excel 文件", "请在 Excel 中打开并另存为 xlsx") from None


def _grid(sheet: Any, file: str) -> Sheet:
    """One sheet of a workbook. The parser brings no types worth having."""
    if sheet.end is None:
        return Sheet(file, sheet.name, ())
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    where = f"{file} “{sheet.name}”表"
    if height > MOST_ROWS or width > MOST_COLUMNS or height * width > MOST_CELLS:
        raise DataError.at(where, f"有 {height} 行 {width} 列，太大", "请删去空行空列后另存")
    before = ("",) * sheet.start[1]  # the rows are given from the first, their cells are not
    rows = [
        (
            *before,
            *[
                cell if (of := cell.__class__) is str else float_text(cell) if of is float else text_of(cell)
                for cell in row
            ],
        )
        for row in sheet.iter_rows()
    ]
    merged = tuple(
        (r, c, min(s, height - 1), min(d, width - 1)) for (r, c), (s, d) in sheet.merged_cell_ranges or ()
    )
    inside = tuple(m for m in merged if m[0] <= m[2] and m[1] <= m[3])
    return Sheet(file, sheet.name, _filled(rows, inside, where), inside)


def _filled(
    rows: list[tuple[str, ...]], merged: tuple[Merged, ...], where: str
) -> tuple[tuple[str, ...], ...]:
    """The rows with the text of merged cells in every cell they cover."""
    if len(merged) > MOST_MERGED or sum((s - r + 1) * (d - c + 1) for r, c, s, d in merged) > MOST_CELLS:
        raise DataError.at(where, "合并的单元格太多", "请取消不必要的合并后另存")
    filled = {row: list(rows[row]) for top, _, bottom, _ in merged for row in range(top, bottom + 1)}
    for top, left, bottom, right in merged:
        text = filled[top][left]
        for row in range(top, bottom + 1):
            filled[row][left : right + 1] = (text,) * (right - left + 1)
    return tuple(tuple(filled[n]) if n in filled else row for n, row in enumerate(rows))


def _percent(text: str) -> str:
    """A number that is shown as a share of a hundred, as it is shown."""
    try:
        return f"{plain_text(shifted(Decimal(text), 2))}%"
    except ArithmeticError:
        return text
