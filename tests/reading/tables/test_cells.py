"""Cells: what they show, what they hold, and where."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

from minsheng.reading.tables.sheet import Cell, Held, Sheet
from minsheng.reading.tables.sheets import read_sheets

ROWS = (("指标", "完成数", "完成率"), ("就业", "6", "83%"), ("养老", "6", "100%"))
HELD = {
    (1, 1): Held(Decimal("5.9"), "5.9", ("①",)),
    (1, 2): Held(Decimal("0.8312"), "83.12%"),
    (2, 2): Held(Decimal(1), "100%"),
}


def test_a_cell_keeps_what_it_shows_and_what_it_holds() -> None:
    sheet = Sheet("进度.xlsx", "6月", ROWS, held=HELD, hidden_rows=frozenset({2}))
    where = "进度.xlsx “6月”表第2行"
    assert sheet.cell(1, 1) == Cell("6", "5.9", Decimal("5.9"), ("①",), f"{where}B列")
    assert sheet.cell(1, 0) == Cell("就业", "就业", "就业", (), f"{where}A列")
    assert [sheet.cell(row, 1).hidden for row in (1, 2)] == [False, True]


def test_all_of_merged_cells_hold_what_the_first_does() -> None:
    sheet = Sheet("a", "", (("6", "6"), ("6", "6")), merged=((0, 0, 1, 1),), held={(0, 0): Held(None, "5.9")})
    assert {(sheet.cell(r, c).full, sheet.cell(r, c).span) for r in (0, 1) for c in (0, 1)} == {
        ("5.9", (2, 2))
    }
    assert sheet.in_full().rows == (("5.9", "5.9"),) * 2


def test_in_full_nothing_is_rounded_away_and_it_is_said() -> None:
    full = Sheet("进度.xlsx", "", ROWS, held=HELD).in_full()
    assert full.rows == (ROWS[0], ("就业", "5.9", "83%"), ROWS[2])
    assert full.notes == (
        "进度.xlsx 第2行B列显示 6，存的是 5.9；按存的读",
        "进度.xlsx 第2行C列显示 83%，存的是 83.12%；按显示的读",
    )


def test_hidden_sheets_are_known() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for name, hide in (("6月", ""), ("5月", "hide"), ("旧", "very_hidden")):
            sheet: Any = made.add_worksheet(name)
            sheet.write(0, 0, name)
            if hide:
                getattr(sheet, hide)()
    assert [sheet.hidden for sheet in read_sheets(out.getvalue())] == [False, True, True]
