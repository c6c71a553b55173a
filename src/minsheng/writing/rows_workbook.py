"""A workbook that is written row by row, for tables larger than memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from minsheng.errors import DataError
from minsheng.writing.workbook import WRITTEN, Formats, content, library, put, refuse_unwritable

#: the rows of a sheet
_MOST_ROWS = 1_048_576


class RowsWorkbook:
    """A workbook of one sheet that is written row by row, and is never in memory as a whole.

    Args:
        stream: where it is written.
        name: the file's name, for problems.
        heads: the headings.
        real: of each column, whether its numbers and days are written as such, and not as text.

    Raises:
        DataError: the library for XLSX is not installed; more rows than a sheet has; a text that
            no cell holds.
    """

    def __init__(self, stream: IO[bytes], name: str, heads: Sequence[str], real: Sequence[bool]) -> None:
        self._name, self._real, self._row = name, real, 0
        self._book = library(name).Workbook(stream, {"constant_memory": True})
        self._book.set_properties({"created": WRITTEN})
        self._formats = Formats(self._book)
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._put(heads, [False] * len(heads))

    def write(self, cells: Sequence[str | None]) -> None:
        """Write the next row."""
        self._put(cells, self._real)

    def _put(self, cells: Sequence[str | None], real: Sequence[bool]) -> None:
        where = f"{self._name} 第{self._row + 1}行"
        if self._row >= _MOST_ROWS:
            raise DataError.at(where, f"一张表至多 {_MOST_ROWS} 行", "请写成 .csv 或 .parquet")
        texts = [cell or "" for cell in cells]
        try:
            refuse_unwritable(texts)
        except ValueError:
            met = "有一格里有看不见的字符，或文字太长，写不进 Excel"
            raise DataError.at(where, met, "请写成 .csv 或 .parquet") from None
        for column, text in enumerate(texts):
            value, shows = content(text, numeric=True, commas=False) if real[column] else (None, "")
            look = self._formats[{"num_format": shows}] if shows else None
            put(self._sheet, (self._row, column), text if value is None else value, look)
        self._row += 1

    def close(self) -> None:
        """Write what is left."""
        self._book.close()
