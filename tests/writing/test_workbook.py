"""Written workbooks: what is a number is one and shows as printed, and every sheet fits its paper."""

from __future__ import annotations

import datetime
import re
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.layout import LIGHTS
from minsheng.reading.tables.sheets import read_sheets
from minsheng.writing.register import write_register
from minsheng.writing.tables import write_table
from minsheng.writing.workbook import content

DAY = datetime.date


def parts(path: Path) -> dict[str, str]:
    """The texts of the parts of a workbook."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml")}


def read(path: Path) -> list[tuple[str, ...]]:
    """The cells of a workbook's one sheet, as they show."""
    [sheet] = read_sheets(path)
    return list(sheet.rows)


def numbers() -> st.SearchStrategy[str]:
    """Numbers as they are printed: with a sign, places, in per cent, with a unit, too long, not quite."""
    tails = st.sampled_from(["", "", "%", " 万人", " 仁", " 元/月·人"])
    plain = st.decimals(-(10**10), 10**10, places=3) | st.integers(-(10**17), 10**17).map(Decimal)
    return st.builds(
        lambda sign, number, tail: f"{sign if number >= 0 else ''}{number:f}{tail}",
        st.sampled_from(["", "", "+", "0"]),
        plain,
        tails,
    )


@given(cells=st.lists(numbers() | st.dates(min_value=DAY(1900, 1, 1)).map(str), min_size=1, max_size=6))
def test_what_was_written_shows_as_it_was(cells: list[str]) -> None:
    """Law: a workbook shows every cell as the table has it, but for commas between thousands."""
    for numeric in ((), ("数",)):
        with tempfile.TemporaryDirectory() as folder:
            write_table(
                ms.Table(("数",), tuple((c,) for c in cells), numeric=numeric), Path(folder) / "表.xlsx"
            )
            shown = [row[0] for row in read(Path(folder) / "表.xlsx")]
        assert [text.replace(",", "") for text in shown] == ["数", *cells]
        assert numeric or "," not in "".join(shown)


@pytest.mark.parametrize(
    ("text", "value", "shows"),
    [
        ("127258", "127258", "#,##0"),
        ("9999.50", "9999.50", "0.00"),
        ("+1.25", "1.25", "+0.00;-0.00;+0.00"),
        ("12.5%", "0.125", "0.0%"),
        ("127258 户", "127258", '#,##0" 户"'),
        ("430602199001011234", None, ""),  # more digits than a spreadsheet keeps
        ("0012", None, ""),
        ("-0.00", None, ""),
        ("3 仁", None, ""),
        ("2023-02-30", None, ""),
        ("=1+1", None, ""),
    ],
)
def test_what_a_cell_becomes(text: str, value: str | None, shows: str) -> None:
    assert content(text, numeric=True, commas=True) == (None if value is None else Decimal(value), shows)


def test_days_are_days_and_codes_stay_texts() -> None:
    assert content("2023-06-30", numeric=False, commas=False) == (DAY(2023, 6, 30), "yyyy-mm-dd")
    assert content("430602", numeric=False, commas=False) == (None, "")
    table = ms.Table(("代码", "任务数"), (("430602", "430602"),), numeric=("代码", "任务数"))
    with tempfile.TemporaryDirectory() as folder:
        write_table(table, Path(folder) / "表.xlsx")
        assert read(Path(folder) / "表.xlsx")[1] == ("430602", "430,602")


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    """The annex of a bulletin, with lights."""
    programme = ms.load("yueyang-2019")
    progress = ms.read_progress("yueyang-2019", programme)
    policy = ms.measuring.load_lights("yinchuan-2025")
    found = ms.standings(programme, progress, on=DAY(2019, 11, 30), policy=policy)
    write_table(found.behind, tmp_path / "落后.xlsx")
    return tmp_path / "落后.xlsx"


def test_an_annex_is_ready_for_paper(annex: Path) -> None:
    sheet, book = parts(annex)["xl/worksheets/sheet1.xml"], parts(annex)["xl/workbook.xml"]
    assert '<pane ySplit="2" topLeftCell="A3"' in sheet  # title and headings stay
    assert '<mergeCell ref="A1:J1"/>' in sheet
    assert re.search(r'<pageSetup paperSize="9"[^>]* orientation="landscape"', sheet)
    assert 'fitToHeight="0"' in sheet  # one page wide, as many long as are needed
    assert 'fitToPage="1"' in sheet
    assert "$2:$2" in book  # the headings stand on every page
    assert "第 &amp;P 页" in sheet


def test_an_annex_holds_numbers_and_its_lights_their_colours(annex: Path) -> None:
    sheet, styles = parts(annex)["xl/worksheets/sheet1.xml"], parts(annex)["xl/styles.xml"]
    values = re.findall(r'<c r="([A-Z])3"[^>]*?(?: t="s")?><v>([^<]*)</v>', sheet)
    assert {"E": "144281", "F": "127258"}.items() <= dict(values).items()
    assert not re.search(r'<c r="[EFGH]3"[^>]* t="s"', sheet)
    assert all(f"FF{LIGHTS[light][0][1:].upper()}" in styles for light in ("green", "red"))
    title, head, first, _ = read(annex)
    assert title[0].startswith("岳阳市2019年重点民生实事进展")
    assert head[4:9] == ("目标", "完成数", "完成率", "比进度±百分点", "灯")
    assert first[4:9] == ("144,281", "127,258", "88.20%", "-3.47", "绿灯")


def test_an_annex_is_read_like_any_other_table(annex: Path) -> None:
    """With everything in it understood, so that a strict reader takes it too."""
    programme = ms.load("yueyang-2019")
    back = ms.read_progress(annex, programme, strict=True)
    assert [str(record.value) for record in back.records] == ["127258 户", "7854 户"]
    assert ms.check_published(ms.read_published(annex)).of(subject="完成率").ok


def test_a_narrow_table_stands_upright_and_a_title_is_no_formula(tmp_path: Path) -> None:
    write_table(ms.Table(("甲", "乙"), (("1", "2"),), title="=1+1"), tmp_path / "表.xlsx")
    sheet = parts(tmp_path / "表.xlsx")["xl/worksheets/sheet1.xml"]
    assert 'orientation="portrait"' in sheet
    assert "<f" not in sheet
    assert read(tmp_path / "表.xlsx")[0][0] == "=1+1"


def test_a_register_has_names_beside_its_ids(tmp_path: Path) -> None:
    programme = ms.load("yueyang-2023")
    record = ms.Record("jobs", ms.Period.month(2023, 6), ms.Amount("31000.10", "人"), on=DAY(2023, 7, 3))
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"台账.{kind}"
        write_register(ms.Progress((record,)), programme, path)
        head, row = read(path)
        one = dict(zip(head, row, strict=True))
        assert (one["指标"], one["名称"]) == ("jobs", "城镇新增就业5.9万人")
        assert "31000.10" in row
        back = ms.read_progress(path, programme)
        assert back.records == (record,)
        assert {column.header for column in back.intake.columns if not column.read} <= {"名称", "共1行"}
