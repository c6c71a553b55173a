"""XLSX and XLS files as sheets, by way of calamine: cells as they show, merged ones filled, flaws told."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
from minsheng.errors import DataError
from minsheng.reading.tables.biff import Spans, look_through_xls, with_spans_marked
from minsheng.reading.tables.number_format import NumberFormat
from minsheng.reading.tables.sheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_SHEETS,
    Flaw,
    Held,
    Merged,
    Sheet,
    float_text,
    text_of,
)
from minsheng.reading.tables.sheet_xml import SheetXml, flaws_of, hidden_lines, styled_cells
from minsheng.reading.tables.workbook import look_through
from minsheng.visible import quoted

#: so many numbers and dates are remembered, of which columns have many that are the same
_REMEMBERED = 10_000
#: row, column, style, and the number, where the parser does not give it as it is
_Styled = tuple[int, int, int, float | None]


@attrs.frozen
class _Formats:
    """The number formats of a workbook, by style; each is understood when a cell has it."""

    codes: Sequence[str]
    since_1904: bool
    _known: dict[str, NumberFormat | None] = attrs.field(factory=dict)
    _shown: dict[tuple[int, str], tuple[str, Held | None]] = attrs.field(factory=dict)

    def wanted(self) -> list[int]:
        """The styles that show something else than what is held."""
        return [style for style, code in enumerate(self.codes) if code and code != "@"]

    def show(self, style: int, plain: str) -> tuple[str, Held | None]:
        """How a number is shown, and what it holds where the text is not that number.

        Raises:
            ValueError: it cannot be shown.
        """
        known = self._shown.get((style, plain))
        if known is not None:
            return known
        format_ = self._of(style)
        if soon := format_.show_plain(plain):
            text, full = soon
            bare = text == full and text[-1].isdigit() and text[0].isdigit()
            found = text, None if bare else Held(Decimal(plain), full)
        else:
            shown = format_.show(Decimal(plain), since_1904=self.since_1904)
            found = shown.text, None if shown.text == shown.full == plain else Held(shown.value, shown.full)
        if len(self._shown) < _REMEMBERED:
            self._shown[style, plain] = found
        return found

    def show_text(self, style: int, text: str) -> str:
        """How a text is shown.

        Raises:
            ValueError: its format is not understood.
        """
        return self._of(style).show_text(text)

    def _of(self, style: int) -> NumberFormat:
        code = self.codes[style]
        if code not in self._known:
            try:
                self._known[code] = NumberFormat.parse(code)
            except ValueError:
                self._known[code] = None
        known = self._known[code]
        if known is None:
            raise ValueError(code)
        return known


class _Numbers(dict[float, str]):
    """Numbers as text; of equal ones it is made once."""

    def __missing__(self, number: float) -> str:
        text = held_text(number)
        if len(self) < _REMEMBERED:
            self[number] = text
        return text


def read_xlsx(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX file.

    Raises:
        DataError: it is hostile or broken, or calamine is not installed.
    """
    looked = look_through(data, name)
    of = {sheet.name: sheet for sheet in looked.sheets}
    formats = _Formats(looked.formats, looked.since_1904)

    def made(found: Any, _: int) -> Sheet:
        xml = of.get(found.name, SheetXml())
        sheet = _grid(found, name, formats, styled_cells(xml, formats.wanted()))
        rows, columns = hidden_lines(xml)
        flaws = (*sheet.flaws, *flaws_of(xml))
        return attrs.evolve(sheet, flaws=flaws, hidden_rows=rows, hidden_columns=columns)

    return _calamine(looked.data, name, made)


def read_xls(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an XLS file.

    Raises:
        DataError: it is hostile, broken, or has a password.
    """
    looked = look_through_xls(data, name)
    formats = _Formats(looked.formats, looked.since_1904)

    def made(found: Any, number: int) -> Sheet:
        if number >= len(looked.sheets):  # which sheet is which cannot be told
            raise DataError.at(name, "工作表的数目前后不一", "请在 Excel 中打开并另存为 xlsx")
        known = looked.sheets[number]
        sheet = _grid(found, name, formats, known.styled, known.raised)
        flaws = (*sheet.flaws, *known.flaws)
        rows, columns = frozenset(known.hidden_rows), frozenset(known.hidden_columns)
        return attrs.evolve(sheet, flaws=flaws, hidden_rows=rows, hidden_columns=columns)

    return _calamine(data, name, made)


def _calamine(data: bytes, name: str, made: Callable[[Any, int], Sheet]) -> tuple[Sheet, ...]:
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
                sheet = attrs.evolve(made(book.get_sheet_by_index(number), number), hidden=hidden)
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


def _grid(
    sheet: Any,
    file: str,
    formats: _Formats,
    styled: Iterable[_Styled],
    raised: Mapping[tuple[int, int], Spans] = MappingProxyType({}),
) -> Sheet:
    """One sheet of a workbook. The parser brings no types worth having."""
    if sheet.end is None:
        return Sheet(file, sheet.name, ())
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    where = f"{file} “{sheet.name}”表"
    if height > MOST_ROWS or width > MOST_COLUMNS or height * width > MOST_CELLS:
        raise DataError.at(where, f"有 {height} 行 {width} 列，太大", "请删去空行空列后另存")
    before = [""] * sheet.start[1]  # the rows are given from the first, their cells are not
    values = [[*before, *row] for row in sheet.iter_rows()]
    for (row, column), spans in raised.items():
        if row < height and column < width and isinstance(text := values[row][column], str):
            values[row][column] = with_spans_marked(text, spans)
    numbers = _Numbers()
    rows = [
        [
            cell if (of := cell.__class__) is str else numbers[cell] if of is float else text_of(cell)
            for cell in row
        ]
        for row in values
    ]
    held, flaws = dict[tuple[int, int], Held](), list[Flaw]()
    for row, column, style, number in styled:
        if row >= height or column >= width:
            continue
        cells = rows[row]
        try:
            if number is not None or isinstance(values[row][column], float):
                plain = cells[column] if number is None else numbers[number]
                cells[column] = plain
                cells[column], what = formats.show(style, plain)
                if what is not None:
                    held[row, column] = what
            elif cells[column]:
                cells[column] = formats.show_text(style, cells[column])
        except (ValueError, ArithmeticError):
            flaws.append(
                (
                    row,
                    column,
                    f"数字格式“{quoted(formats.codes[style], 40)}”显示不出这一格，请改成“常规”后另存",
                )
            )
    merged = tuple(
        (r, c, min(s, height - 1), min(d, width - 1)) for (r, c), (s, d) in sheet.merged_cell_ranges or ()
    )
    inside = tuple(m for m in merged if m[0] <= m[2] and m[1] <= m[3])
    return Sheet(file, sheet.name, _filled(rows, inside, where), inside, tuple(flaws), held=held)


def _filled(rows: list[list[str]], merged: tuple[Merged, ...], where: str) -> tuple[tuple[str, ...], ...]:
    """The rows with the text of merged cells in every cell they cover."""
    if len(merged) > MOST_MERGED or sum((s - r + 1) * (d - c + 1) for r, c, s, d in merged) > MOST_CELLS:
        raise DataError.at(where, "合并的单元格太多", "请取消不必要的合并后另存")
    for top, left, bottom, right in merged:
        text = rows[top][left]
        for row in range(top, bottom + 1):
            rows[row][left : right + 1] = (text,) * (right - left + 1)
    return tuple(map(tuple, rows))


def held_text(value: float) -> str:
    """A number as a spreadsheet keeps it: of 15 digits. The others are what binary numbers leave over.

    >>> held_text(5.8999999999999995), held_text(1300.0)
    ('5.9', '1300')
    """
    text = repr(value or 0.0)  # -0.0 is 0
    if len(text) > 16:
        text = f"{value:.15g}"
        return plain_text(Decimal(text)) if "e" in text else text
    return text[:-2] if text[-2:] == ".0" else float_text(value)
