"""Invented tables as cities print them: an honest one is never accused, a wrong cell is seen."""

from __future__ import annotations

import csv
import io

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.published import Check
from tests.published.tables import Table, tables


def place(check: Check) -> str:
    return f"{check.subject.label} {check.line.area or check.line.name}"


def as_workbook(text: str) -> bytes:
    """Its cells as texts, so that 75% stays 75%."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        for row, cells in enumerate(csv.reader(io.StringIO(text))):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row, column, cell)
    return out.getvalue()


@pytest.mark.parametrize("kind", [str.encode, as_workbook], ids=["csv", "xlsx"])
@pytest.mark.parametrize("table", list(tables()), ids=lambda table: table.name)
def test_what_is_accused_is_what_is_wrong(table: Table, kind: object) -> None:
    assert callable(kind)
    report = ms.check_published(ms.read_published(kind(table.text)))
    assert {place(check) for check in report.of(agreement="推不出")} == table.wrong
    assert all(check.working or check.why for check in report)
