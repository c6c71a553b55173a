"""Files of tables as sheets: CSV in any encoding offices use, XLSX and XLS."""

from __future__ import annotations

import csv
import io

from minsheng.errors import DataError
from minsheng.reading.encodings import decoded_text
from minsheng.reading.files import File, read_bytes
from minsheng.reading.tables.excel import read_xls, read_xlsx
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Sheet, cleaned
from minsheng.table import safe_cell

MOST_BYTES = 64 * 1024 * 1024


def read_sheets(source: File | bytes, name: str = "") -> tuple[Sheet, ...]:
    """The sheets of a file, whatever its name ends in: its content says what it is.

    Args:
        source: a file, or its bytes.
        name: how to call it in messages, where it is bytes.

    Raises:
        DataError: it cannot be opened or read, or is too large.
    """
    if isinstance(source, bytes):
        data, name = source, name or "数据"
    else:
        name = name or source.name
        data = read_bytes(source, MOST_BYTES, name)
    if len(data) > MOST_BYTES:
        raise DataError.at(name, f"超过 {MOST_BYTES // 1024 // 1024} MB", "请检查是否放错了文件")
    if data.startswith(b"PK\x03\x04"):
        sheets = read_xlsx(data, name)
    elif data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        sheets = read_xls(data, name)
    else:
        sheets = (_csv(data, name),)
    return tuple(map(cleaned, sheets))


def _csv(data: bytes, name: str) -> Sheet:
    text = decoded_text(data, name)
    refuse_page(text, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    rows: list[tuple[str, ...]] = []
    cells = width = 0
    try:
        for row in reader:
            rows.append(tuple(map(unguarded, row)))
            cells, width = cells + len(row), max(width, len(row))
            if len(rows) > MOST_ROWS or width > MOST_COLUMNS or width * len(rows) > MOST_CELLS:
                met = (
                    f"第{reader.line_num}行起太大：至多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列、{MOST_CELLS} 格"
                )
                raise DataError.at(name, met, "请拆成几个文件")
    except csv.Error as error:
        where = f"{name} 第{reader.line_num}行"
        raise DataError.at(where, f"不是合格的 CSV：{error}", "请检查引号，或另存为 xlsx") from None
    return Sheet(name, "", tuple(row + ("",) * (width - len(row)) for row in rows))


def refuse_page(text: str, name: str) -> None:
    """Raises where a text is that of a web page."""
    if text.lstrip()[:15].lower().startswith(("<html", "<!doctype", "<table", "<?xml", "<meta", "<style")):
        raise DataError.at(name, "内容是网页，不是表格文件", "请用 Excel 打开后另存为 xlsx")


def delimiter_of(text: str) -> str:
    """What parts the cells of a CSV file, by its first rows.

    >>> delimiter_of("地区;完成数\\n平江县;1,5\\n")
    ';'
    """
    try:
        return max(",\t;", key=lambda mark: _columns(text, mark))
    except csv.Error:  # said with its line when it is read
        return ","


def _columns(text: str, delimiter: str) -> int:
    """How many columns there are in the first rows, if this is what parts them."""
    counts = []
    for row, _ in zip(
        csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), range(30), strict=False
    ):
        counts.append(len(row))
    usual = max(set(counts), key=counts.count, default=0)
    return sum(usual - 1 for count in counts if count == usual)


def unguarded(text: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and _needs_guard(text[1:]) else text


def guarded(text: str) -> str:
    """A cell that a spreadsheet takes for text; :func:`unguarded` gives it back.

    >>> guarded("=1+1"), unguarded(guarded("=1+1")), guarded("平江县"), unguarded("'=1")
    ("'=1+1", '=1+1', '平江县', '=1')
    """
    return "'" + text if _needs_guard(text) else text


def _needs_guard(text: str) -> bool:
    bare = text.lstrip("'")
    return safe_cell(bare) != bare.replace("\r\n", "\n").replace("\r", "\n")
