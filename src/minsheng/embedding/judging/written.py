"""What was judged, written row by row: CSV, JSON lines, Parquet, a workbook. No cell can become a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

from minsheng.domain.amount import plain_text
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.embedding.judging.parquet import ParquetOut
from minsheng.embedding.judging.rows import Batch, Rows
from minsheng.errors import DataError
from minsheng.reading.files import written_whole
from minsheng.reading.tables.sheet import text_of
from minsheng.reading.tables.sheets import guarded
from minsheng.writing.rows_workbook import RowsWorkbook

#: what a file may end in
ENDS = (".csv", ".jsonl", ".parquet", ".xlsx")
#: what most cells begin with, and never a formula
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][^\r]*").fullmatch
#: a column of what was judged: outcomes, or what is wrong
Added = Sequence[str | None]


class Out(Protocol):
    """Where batches go."""

    def write(self, batch: Batch, texts: Callable[[Any], str | None], added: Sequence[Added]) -> None:
        """A batch, how its values are texts, and the columns added to it."""
        ...

    def close(self) -> None:
        """Write what is left."""
        ...


def _text(value: Any) -> str | None:
    """A value as text: exact, days as ISO writes them; None where there is none."""
    if value is None or type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    return text_of(value)


class _Csv:
    def __init__(self, stream: IO[bytes], columns: Sequence[str], added: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(map(guarded, [*columns, *added]))

    def write(self, batch: Batch, texts: Callable[[Any], str | None], added: Sequence[Added]) -> None:
        for row, new in zip(batch.rows, zip(*added, strict=True), strict=True):
            cells = [texts(value) or "" for value in row]
            self._writer.writerow([cell if _PLAIN(cell) else guarded(cell) for cell in cells] + [*new])

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class _JsonLines:
    def __init__(self, stream: IO[bytes], columns: Sequence[str], added: Sequence[str]) -> None:
        self._stream, self._names = stream, [*columns, *added]

    def write(self, batch: Batch, texts: Callable[[Any], str | None], added: Sequence[Added]) -> None:
        for row, new in zip(batch.rows, zip(*added, strict=True), strict=True):
            plain = dict(zip(self._names, (*row, *new), strict=True))
            self._stream.write(json.dumps(plain, ensure_ascii=False, default=_json).encode() + b"\n")

    def close(self) -> None: ...


def _json(value: Any) -> str:
    return plain_text(value) if type(value) is Decimal else str(value)


class _Workbook:
    def __init__(
        self, stream: IO[bytes], columns: Sequence[str], added: Sequence[str], path: Path, read: set[str]
    ) -> None:
        numbers = [name in read for name in columns]
        self._book = RowsWorkbook(stream, path.name, [*columns, *added], [*numbers, *(False for _ in added)])

    def write(self, batch: Batch, texts: Callable[[Any], str | None], added: Sequence[Added]) -> None:
        for row, new in zip(batch.rows, zip(*added, strict=True), strict=True):
            self._book.write([*map(texts, row), *new])

    def close(self) -> None:
        self._book.close()


@contextmanager
def out(
    path: Path | None, rows: Rows, needed: Sequence[Column], added: Sequence[str]
) -> Iterator[Callable[..., None]]:
    """What writes batches to a file by its name; the file is whole, or as it was. None: nothing is written.

    Raises:
        DataError: columns of one name; values that such a file cannot hold; it cannot be written.
    """
    if path is None:
        yield lambda *_: None
        return
    kind = path.suffix.lower()
    columns = _distinct(rows.columns)
    if twice := [name for name in added if name in columns]:
        met = f"已经有“{'”“'.join(twice)}”列"
        raise DataError.at(rows.name, met, "这是要写的结果的列名，请删去或改名")
    nested = getattr(rows, "nested", [])
    if nested and kind in (".csv", ".xlsx"):
        met = f"“{'”“'.join(nested)}”列一格里不止一个值"
        raise DataError.at(rows.name, met, f"{kind} 放不下，请写成 .parquet 或 .jsonl")
    with written_whole(path) as stream:
        sink: Out
        if kind == ".parquet":
            sink = ParquetOut(stream, rows, columns, added, path.name)
        elif kind == ".xlsx":
            real = {one.name for one in needed if one.of in (Kind.NUMBER, Kind.DATE)}
            sink = _Workbook(stream, columns, added, path, real)
        else:
            sink = (_Csv if kind == ".csv" else _JsonLines)(stream, columns, added)
        try:
            yield lambda batch, new: sink.write(batch, _text, new)
        finally:
            sink.close()


def _distinct(columns: Sequence[str]) -> list[str]:
    """The names of columns, each only once: an empty one is 第3列, a second 备注 is 备注（2）.

    >>> _distinct(["户", "", "备注", "备注"])
    ['户', '第2列', '备注', '备注（2）']
    """
    taken: dict[str, None] = {}
    for at, name in enumerate(columns, 1):
        bare, number = name or f"第{at}列", 1
        while (one := bare if number == 1 else f"{bare}（{number}）") in taken:
            number += 1
        taken[one] = None
    return [*taken]
