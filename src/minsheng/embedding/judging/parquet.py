"""Parquet files as rows, and rows as Parquet: read and written batch by batch, types kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.embedding.judging.rows import BATCH, AsTheyAre, Batch
from minsheng.errors import DataError, Problems
from minsheng.reading.files import opened
from minsheng.rules.criteria.records.floats import SAY_FLOATS


def arrow(name: str) -> Any:
    """The library for Parquet.

    Raises:
        DataError: it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError:
        todo = "请安装：pip install 'minsheng[engines]'；或改用 CSV"
        raise DataError.at(name, "Parquet 要用 pyarrow，这里没有安装", todo) from None
    return pa


class ParquetRows(AsTheyAre):
    """A Parquet file.

    Args:
        file: the file.
        wanted: the columns that are judged.
        whole: whether the others are in the batches too.
        shown: whether these too are to be had value by value, not only as Arrow.
    """

    def __init__(self, file: Path, wanted: Collection[Column], *, whole: bool, shown: bool) -> None:
        self.name, self._file = file.name, file
        self._pa = arrow(self.name)
        with opened(file, file.name) as stream, self._reading(stream) as opened_file:
            self.schema = opened_file.schema_arrow
            self.size: int | None = opened_file.metadata.num_rows
        named = {one.name: one for one in wanted}
        whole = whole or not named.keys() <= {*self.schema.names}  # to tell what there is instead
        self.columns = [name for name in self.schema.names if whole or name in named]
        self._listed = {*self.columns} if shown else {*named}
        self._refuse({name: one for name, one in named.items() if name in self.columns})
        self.schema = self._pa.schema([self.schema.field(name) for name in self.columns])

    def _reading(self, stream: IO[bytes]) -> Any:
        try:
            return self._pa.parquet.ParquetFile(stream)
        except self._pa.ArrowException as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> DataError:
        return DataError.at(self.name, f"不是完好的 Parquet 文件（{error!s:.200}）", "请重新导出")

    def _refuse(self, needed: dict[str, Column]) -> None:
        """Raises for columns whose type can hold no value that is asked for: all of their rows were wrong."""
        is_, problems = self._pa.types, Problems()
        names = self.schema.names
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            problems.add(self.name, f"有不止一列叫“{name}”", "请改名，使每一列的名字都不同")
        for name, column in needed.items() if not problems else ():
            kind, where = self.schema.field(name).type, f"{self.name}“{name}”列"
            if is_.is_nested(kind) or is_.is_binary(kind) or is_.is_large_binary(kind):
                problems.add(where, f"是 {kind}", "请换成数、文字、日期或真假值")
            elif is_.is_floating(kind) and column.of is Kind.NUMBER and not column.floats:
                todo = f"请换成 Decimal；{SAY_FLOATS}"
                problems.add(where, "是浮点数，不精确", todo)
        problems.refuse()

    @property
    def nested(self) -> list[str]:
        """The columns with more than one value in a cell."""
        return [field.name for field in self.schema if self._pa.types.is_nested(field.type)]

    def batches(self) -> Iterator[Batch]:
        done = 0
        with opened(self._file, self.name) as stream, self._reading(stream) as reading:
            try:
                for batch in reading.iter_batches(BATCH, columns=self.columns):
                    rows = batch.num_rows
                    columns = [
                        batch.column(name).to_pylist() if name in self._listed else [None] * rows
                        for name in self.columns
                    ]
                    lines, done = range(done + 1, done + rows + 1), done + rows
                    listed = [*zip(*columns, strict=True)] if columns else [()] * rows
                    yield Batch(lines, listed, done, arrow=batch)
            except (self._pa.ArrowException, ValueError, OverflowError) as error:
                if isinstance(error, DataError):
                    raise
                raise self._broken(error) from None

    def place(self, line: int, at: int | None = None) -> str:
        where = f"{self.name} 第{line}行"
        return where if at is None else f"{where}“{self.columns[at]}”列"


class ParquetOut:
    """Rows written to a Parquet file: those of one as they are, all others as text."""

    def __init__(
        self, stream: IO[bytes], rows: Any, columns: Sequence[str], added: Sequence[str], name: str
    ) -> None:
        pa = self._pa = arrow(name)
        texts = pa.schema([pa.field(one, pa.string()) for one in columns])
        schema = getattr(rows, "schema", texts)
        for one in added:
            schema = schema.append(pa.field(one, pa.string()))
        self._schema = schema
        self._writer = pa.parquet.ParquetWriter(stream, schema)

    def write(
        self, batch: Batch, texts: Callable[[Any], str | None], added: Sequence[Sequence[str | None]]
    ) -> None:
        """Write a batch with the columns added to it."""
        pa = self._pa
        if batch.arrow is not None:
            columns = batch.arrow.columns
        else:
            columns = [
                pa.array([texts(value) or None for value in one], pa.string())
                for one in zip(*batch.rows, strict=True)
            ]
        new = [pa.array(one, pa.string()) for one in added]
        self._writer.write_batch(pa.RecordBatch.from_arrays([*columns, *new], schema=self._schema))

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()
