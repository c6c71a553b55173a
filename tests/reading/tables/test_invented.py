"""Invented tables are read as they should be: nothing else is read, and what is not read is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from tests.reading.tables.invented import TABLES, Invented


def written(table: Invented, folder: Path, kind: str) -> Path:
    path = folder / f"{Path(table.name).stem}.{kind}"
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(table.rows)
        path.write_text(out.getvalue(), "utf-8")
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write(number, column, float(cell) if cell.replace(".", "", 1).isdigit() else cell)
    return path


def _known(indicator: str, area: str, number: str, unit: str, month: str = "") -> object:
    return indicator, None if area == "全市" else area, ms.Amount(number, unit), not month


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.name} {table.text[:40]}")
def test_an_invented_table(table: Invented, tmp_path: Path, kind: str) -> None:
    try:
        progress = ms.read_progress(written(table, tmp_path, kind), table.of)
    except ms.DataError as error:
        found, said = set[object](), str(error)
    else:
        found = {
            (r.indicator, r.area, r.value, r.cumulative) for r in progress.records if r.value is not None
        }
        said = "\n".join((*(line.why for line in progress.aside), *progress.notes, str(progress.intake)))
    assert found == {_known(*line.split(" ")) for line in table.read}, said
    assert table.said in said
