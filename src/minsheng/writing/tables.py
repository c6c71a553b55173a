"""Writes tables and progress as CSV and XLSX; no cell of data is ever a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import attrs

from minsheng.asking import asked
from minsheng.domain.own_units import in_own_units
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError
from minsheng.reading.files import write_whole
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.extras import aside_table, changes_table, counted
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.registers import read_tables
from minsheng.reading.tables.sheet import MOST_LENGTH, sheet_of
from minsheng.reading.tables.sheets import guarded
from minsheng.table import Table, Tabled
from minsheng.visible import hidden
from minsheng.writing.workbook import workbook


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
    _write((table.table(),), Path(path), register=False)


@asked
@in_own_units
def write_progress(progress: Progress, programme: Programme, path: str | Path) -> None:
    """Write a register so that :func:`read_progress` returns an equal one.

    An ``.xlsx`` file has a sheet each for records, changed targets and lines set aside; a ``.csv``
    file holds records only. Indicators' names are next to their ids, for people. The last column
    has the number of lines, so that truncated files are refused. Notes from reading are not written.

    Raises:
        ValueError: something that would not be read back unchanged (an indicator that the programme
            does not have, changed targets in a CSV file); or as for :func:`write_table`.
        DataError: as for :func:`write_table`.
    """
    path = Path(path)
    tables = [counted(_named(attrs.evolve(progress.table(), title="进度"), programme))]
    if path.suffix.lower() == ".csv" and (progress.changes or progress.aside):
        raise ValueError("a CSV file holds records only, no changed targets or lines set aside: write .xlsx")
    if progress.changes:
        tables.append(changes_table(progress.changes))
    if progress.aside:
        tables.append(aside_table(progress.aside))
    _check(progress, programme, tables)
    _write(tables, path, register=True)


def _named(table: Table, programme: Programme) -> Table:
    """Add the names of indicators next to their ids, for people; reading uses the ids."""
    names = {item.id: item.text for project in programme.projects for item in project.items}
    rows = tuple((row[0], names.get(row[0], ""), *row[1:]) for row in table.rows)
    return attrs.evolve(table, columns=(table.columns[0], "名称", *table.columns[1:]), rows=rows)


def _check(progress: Progress, programme: Programme, tables: Sequence[Table]) -> None:
    """Refuse, before writing, anything that would not be read back unchanged."""
    sheets = tuple(sheet_of(table.title, table.columns, table.rows) for table in tables)
    try:
        back = read_tables(sheets, Names(programme), Given(), strict=True)
    except DataError as error:
        raise ValueError(f"this register would not be read back: {error.problems[0]}") from None
    lost = [record for record in progress.records if record not in back.records]
    if lost or back != progress:
        raise ValueError(f"this would not be read back as it is: {lost[0] if lost else progress.changes!r}")


def _write(tables: Sequence[Table], path: Path, *, register: bool) -> None:
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise ValueError(f"a table is written to .csv or .xlsx, not {path.name!r:.60}")
    for table in tables:
        for text in (text for row in (table.columns, *table.rows) for text in row):
            bad = next((c for c in text if c == "\r" or unicodedata.category(c) == "Cn"), "")
            bad = next(hidden(text), bad)
            if bad or len(text) > MOST_LENGTH:
                what = f"the character {bad!r}" if bad else f"{len(text)} characters in one cell"
                raise ValueError(f"no table file holds {what}: {text[:20]!r}")
    data = _csv(tables[0]) if kind == ".csv" else workbook(tables, path.name, register=register)
    write_whole(path, data)


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(map(guarded, row) for row in (table.columns, *table.rows))
    return out.getvalue().encode("utf-8-sig")
