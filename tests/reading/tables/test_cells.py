"""Cells: what they show, what they hold, and where."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.amount import Amount
from minsheng.errors import DataError
from minsheng.reading.tables.figures import check_size
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


# --- workbooks as they show ------------------------------------------------------------------


def of(fill: Callable[[Any, Any], None], **options: object) -> Sheet:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as made:
        fill(made, made.add_worksheet("6月"))
    [sheet] = read_sheets(out.getvalue(), "进度.xlsx")
    return sheet


def test_numbers_under_formats() -> None:
    def fill(made: Any, sheet: Any) -> None:
        cells = [
            ("0.0%", 1.2177272727272727), ('0.00"万人"', 0.4425), ("0", 5.9), ('yyyy"年"m"月"', 45078),
            ("General", 5.8999999999999995), (r"0\%", 72), ("0.00", "无"), ('@"个"', "3"),
        ]  # fmt: skip
        for column, (code, value) in enumerate(cells):
            sheet.write(0, column, value, made.add_format({"num_format": code}))

    sheet = of(fill)
    assert sheet.rows == (("121.8%", "0.44万人", "6", "2023年6月", "5.9", "72%", "无", "3个"),)
    assert sheet.cell(0, 0).value == Decimal("1.21772727272727")
    assert sheet.cell(0, 1).full == "0.4425万人"
    assert sheet.cell(0, 3).value == datetime.date(2023, 6, 1)
    assert sheet.in_full().rows[0][:4] == ("121.8%", "0.4425万人", "5.9", "2023年6月")
    assert not sheet.flaws


def test_days_since_1904() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_datetime(0, 0, datetime.date(2023, 6, 30), made.add_format({"num_format": "m月d日"}))

    assert (
        of(fill, date_1904=True).cell(0, 0).value == of(fill).cell(0, 0).value == datetime.date(2023, 6, 30)
    )


def test_raised_text_is_a_note() -> None:
    def fill(made: Any, sheet: Any) -> None:
        raised, bold = made.add_format({"font_script": 1}), made.add_format({"bold": True})
        sheet.write_rich_string(0, 0, "4425", raised, "1")
        sheet.write_rich_string(0, 1, bold, "新增<就业>", raised, "注")
        sheet.write_rich_string(0, 2, "3万m", raised, "2")

    sheet = of(fill)
    assert sheet.rows == (("4425", "新增<就业>", "3万m²"),)
    assert [sheet.cell(0, c).notes for c in range(3)] == [("1",), ("注",), ()]


def test_hidden_lines_are_known() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, "abcd")
        sheet.write_row(1, 0, "efgh")
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 2, None, None, {"hidden": True})

    sheet = of(fill)
    assert [sheet.hidden_rows, sheet.hidden_columns] == [frozenset({1}), frozenset({1, 2})]
    assert sheet.cell(0, 2).hidden


def test_a_format_that_is_not_understood_is_a_flaw() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write(1, 0, 5.9, made.add_format({"num_format": "[ENG]0"}))
        sheet.write(1, 1, -5, made.add_format({"num_format": "yyyy"}))

    sheet = of(fill)
    assert [(row, column) for row, column, _ in sheet.flaws] == [(1, 0), (1, 1)]
    assert sheet.rows[1] == ("5.9", "-5")


def test_merged_cells_show_what_the_first_does() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 1, 0.5, made.add_format({"num_format": "0.0%"}))
        sheet.write(1, 2, "x")

    assert of(fill).rows == (("50.0%", "50.0%", ""), ("50.0%", "50.0%", "x"))


def test_cells_written_in_an_unusual_way_are_shown_all_the_same() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write(0, 0, "就业")
        sheet.write(1, 1, 0.5, made.add_format({"num_format": "0.0%"}))

    def rewritten(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as made:
            for part in packed.namelist():
                text = packed.read(part)
                if part.endswith("sheet1.xml"):
                    text = text.replace(b'<c r="B2" s="1">', b"<c s='1' r='B2' >")
                made.writestr(part, text)
        return out.getvalue()

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        fill(made, made.add_worksheet())
    assert [read_sheets(data)[0].rows[1][1] for data in (out.getvalue(), rewritten(out.getvalue()))] == [
        "50.0%"
    ] * 2


@given(
    st.decimals("0.01", 10**7, places=2),
    st.decimals("0.01", 10**7, places=2),
    st.sampled_from(("公里", "万亩", "亩", "平方米")),
    st.sampled_from(("公里", "万亩", "亩", "平方米")),
)
def test_a_size_is_doubted_by_its_exact_ratio(value: Decimal, share: Decimal, unit: str, of: str) -> None:
    """More than a hundred times what was asked for, or about a ten-thousandth, is doubted."""
    figure, asked = Amount(value, unit), Amount(share, of)
    times = figure.exact / asked.exact
    doubted = times > 100 or Fraction(1, 200_000) <= times <= Fraction(2, 10_000)
    with pytest.raises(DataError, match="大小不像") if doubted else nullcontext():
        check_size(str(value), figure, [asked])
