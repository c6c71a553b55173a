"""Writes tables as CSV and XLSX; no cell of data is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from minsheng.asking import asked
from minsheng.reading.files import write_whole
from minsheng.reading.tables.sheets import guarded
from minsheng.table import Table, Tabled
from minsheng.writing.workbook import refuse_unwritable, workbook


@asked
def write_table(table: Tabled, path: str | Path) -> None:
    """Write a table, or a result as one, to a ``.csv`` or ``.xlsx`` file. No cell is ever a formula.

    In ``.xlsx``, numbers, percentages, amounts and dates are real values, formatted to look as in
    the table, with thousands separators from ten thousand on; the title is above the table, and the
    sheet is set up for A4. The file is written completely or not at all; an existing one stays until then.

    Raises:
        ValueError: another kind of file, or a text that such a file cannot hold.
        DataError: the library for XLSX is not installed, or the file cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "table.csv"
    ...     write_table(Table(("地区", "备注"), (("平江县", "=1+1"),)), path)
    ...     path.read_text("utf-8-sig")
    "地区,备注\\n平江县,'=1+1\\n"
    """
    write_tables((table.table(),), Path(path), register=False)


def write_tables(tables: Sequence[Table], path: Path, *, register: bool) -> None:
    """Write tables as the sheets of a workbook, or the first as CSV."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise ValueError(f"a table is written to .csv or .xlsx, not {path.name!r:.60}")
    refuse_unwritable(text for table in tables for row in (table.columns, *table.rows) for text in row)
    data = _csv(tables[0]) if kind == ".csv" else workbook(tables, path.name, register=register)
    write_whole(path, data)


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(map(guarded, row) for row in (table.columns, *table.rows))
    return out.getvalue().encode("utf-8-sig")
