"""Writing tables and registers: no cell is ever a formula, and what was written is read again."""

from __future__ import annotations

import datetime
import sys
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.period import Period
from minsheng.domain.progress import Progress
from minsheng.domain.record import Aside, Measure, Record
from minsheng.domain.target import Approval, TargetChange, TargetLevel
from minsheng.reading.progress import read_progress
from minsheng.reading.tables.noted import may_have_marks
from minsheng.reading.tables.sheets import read_sheets
from minsheng.writing.register import write_register
from minsheng.writing.tables import write_table
from tests.reading.registers import SMALL

JUNE = Period.month(2023, 6)
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1",
    " =1",
    "\t=1",
    "'=1",
    "''=1",
    "=HYPERLINK(1)",
    "-5.2",
    "'",
)
UNITS = {"jobs": ("万人", "人"), "roads": ("公里", "米"), "allowance": ("元/月·人", "元/年·人")}


def records() -> st.SearchStrategy[Record]:
    """Records of every kind, with texts that a spreadsheet would like to run."""
    texts = st.sampled_from(FORMULAS) | st.text(
        st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"), include_characters="\n\t"),
        max_size=12,
    ).filter(lambda text: not may_have_marks(text))  # a mark of a note is no text, and is refused
    numbers = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-3))
    days = st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    periods = st.one_of(
        st.builds(Period.month, st.just(2023), st.integers(1, 12)),
        st.builds(Period.day, days),
        st.builds(Period.to_date, days),
    )

    areas = (None, "甲县", "乙区", "市本级")

    def of(id: str, measure: Measure) -> st.SearchStrategy[Record]:
        units = {Measure.COUNT: UNITS[id], Measure.PHYSICAL: ("%", "公里"), Measure.MONEY: ("万元",)}
        amounts = st.builds(ms.Amount, numbers, st.sampled_from(units.get(measure, ("人次", "户"))))
        bounds = st.builds(ms.Bound, st.sampled_from(ms.domain.Relation), amounts)
        return st.builds(
            Record, st.just(id), periods, st.none() | amounts, st.sampled_from(areas), texts, st.booleans(),
            st.just(measure), st.booleans(), texts, st.none() | days, st.none() | bounds, texts,
        )  # fmt: skip

    return st.tuples(st.sampled_from(sorted(UNITS)), st.sampled_from(Measure)).flatmap(lambda pair: of(*pair))


CHANGES = (
    TargetChange(
        "roads", ms.Bound.parse(">= 600 公里"), datetime.date(2023, 6, 3), "甲县", TargetLevel.OWN,
        Approval("市政府常务会议", datetime.date(2023, 6, 1), "增加任务"), "=第3页",
    ),
    TargetChange("jobs", None, level=TargetLevel.PROVINCIAL),
)  # fmt: skip
APART = (Aside("进度.csv 第3行", "=桥 | 5", "没有指标“=桥”"), Aside("说明", "", "没有认出表头"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=60)
@given(listed=st.lists(records(), max_size=6))
def test_what_was_written_is_read_again(kind: str, listed: list[Record]) -> None:
    """Law: reading what was written gives it back, equal in everything."""
    progress = Progress(tuple(listed), CHANGES, APART) if kind == "xlsx" else Progress(tuple(listed))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"进度.{kind}"
        write_register(progress, SMALL, path)
        assert read_progress(path, SMALL) == progress


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"表.{kind}"
    table = ms.Table(("=表头", "备注"), tuple((text, "平江县") for text in FORMULAS), title="[进/度]*")
    write_table(table, path)
    [sheet] = read_sheets(path)
    title = [table.title] if kind == "xlsx" else []
    assert [row[0] for row in sheet.rows] == [*title, "=表头", *FORMULAS]
    if kind == "xlsx":
        with zipfile.ZipFile(path) as packed:
            assert b"<f" not in packed.read("xl/worksheets/sheet1.xml")
    else:
        starts = {line[:1] for line in path.read_text("utf-8-sig").splitlines()}
        assert not starts & set("=+@＝ \t")


def test_files_of_the_same_are_the_same(tmp_path: Path) -> None:
    for kind in ("csv", "xlsx"):
        paths = [tmp_path / f"{n}.{kind}" for n in "ab"]
        for path in paths:
            write_table(ms.Table(("甲",), (("乙",),)), path)
        assert paths[0].read_bytes() == paths[1].read_bytes()


def test_excel_knows_the_chinese_of_csv(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    write_table(ms.Table(("地区",), (("平江县",),)), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_columns_staff_read() -> None:
    record = Record(
        "jobs", JUNE, ms.Amount("3.10", "万人"), "甲县", by="市人社局", target=ms.Bound.parse(">= 5.9 万人")
    )
    [row] = Progress((record,)).table().to_records()
    assert tuple(row) == Progress().table().columns
    assert list(row.values()) == [
        "jobs", "甲县", "2023年6月", "3.10", "万人", "", "是", "数量", "否", "市人社局", "",
        ">= 5.9 万人", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [
        Record("bridges", JUNE, ms.Amount(1, "座")),
        Record("jobs", JUNE, ms.Amount(1, "座")),
        Record("jobs", JUNE, ms.Amount(1, "人"), area="丙县"),
        Record("jobs", JUNE, ms.Amount(1, "人"), area=""),
        Record("jobs", JUNE, None, text="a\rb"),
        Record("jobs", JUNE, None, text="a\0b"),
        Record("jobs", JUNE, None, text="\ud800"),
        Record("jobs", JUNE, None, text="长" * 40_000),
    ],
)
def test_what_would_not_come_back_is_not_written(tmp_path: Path, record: Record) -> None:
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"进度.{kind}"
        with pytest.raises(ValueError, match=r"read back|holds"):
            write_register(Progress((record,)), SMALL, path)
        assert not path.exists()


def test_a_csv_holds_records_only(tmp_path: Path) -> None:
    for progress in (Progress((), CHANGES), Progress((), (), APART)):
        with pytest.raises(ValueError, match=r"write \.xlsx"):
            write_register(progress, SMALL, tmp_path / "进度.csv")


def test_changes_that_cannot_be_read(tmp_path: Path) -> None:
    write_register(Progress((), CHANGES), SMALL, tmp_path / "a.xlsx")
    sheet = read_sheets(tmp_path / "a.xlsx")[1]
    wrong = ms.Table(sheet.rows[0], (("raods", "甲", "600", "六月", "县级", "", "", "", ""),))
    with pytest.raises(ms.DataError) as caught:
        read_progress(wrong, SMALL)
    assert len(caught.value.problems) == 5


def test_other_kinds_of_file_and_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = ms.Table(("甲",), ())
    with pytest.raises(ValueError, match=r"\.csv or \.xlsx"):
        write_table(table, tmp_path / "表.docx")
    with pytest.raises(ms.DataError, match="写不了"):
        write_table(table, tmp_path / "没有" / "表.csv")
    with pytest.raises(ms.DataError, match="写不了"):
        write_table(table, tmp_path / "没有" / "表.xlsx")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ms.DataError, match=r"minsheng\[excel\]"):
        write_table(table, tmp_path / "表.xlsx")
