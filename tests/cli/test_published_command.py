"""``minsheng published``: printed tables checked by themselves, in every format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from tests.frames import library

HELD, FOUND, CANNOT_RUN = 0, 1, 2
HEAD = ("县市区", "目标任务", "完成数", "完成率", "排名")
ROWS = (
    ("平江县", "20", "5", "25%", "2"),
    ("岳阳县", "10", "10", "100%", "1"),
    ("合计", "30", "15", "50%", ""),
)
Capture = pytest.CaptureFixture[str]


def written(path: Path, *rows: tuple[str, ...]) -> str:
    """A CSV file of these rows."""
    path.write_text("\n".join(map(",".join, rows)), "utf-8")
    return str(path)


@pytest.fixture
def sound(tmp_path: Path) -> str:
    return written(tmp_path / "6月.csv", HEAD, *ROWS)


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    """A total that is not the sum, and a column that nobody understands."""
    rows = [(*row, extra) for row, extra in zip(ROWS[:2], ("3", "4"), strict=True)]
    return written(
        tmp_path / "7月.csv", (*HEAD, "折算系数甲乙"), *rows, ("合计", "31", "15", "48.4%", "", "7")
    )


def test_a_sound_table_held_without_any_programme(capsys: Capture, sound: str) -> None:
    assert main(["published", sound]) == HELD
    read, _, summary = capsys.readouterr().out.splitlines()
    assert (read, summary) == ("读了 1 张表、3 行、5 列", "核对 7 处：一致（四舍五入） 7 处")
    assert main(["published", sound, "--all"]) == HELD
    assert len(capsys.readouterr().out.splitlines()) == 3 + 7


def test_what_does_not_follow_is_said_first_and_what_was_not_read_is_named(
    capsys: Capture, wrong: str
) -> None:
    assert main(["published", wrong]) == FOUND
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == [
        "读了 1 张表、3 行、5 列；1 列有数而没有读",
        "没有读：7月.csv F列“折算系数甲乙”：表头看不懂",
    ]
    assert out[4] == "【推不出】合计　合计 31：目标 平江县 20 + 岳阳县 10 = 30；所印 31，相差 1"


def test_every_format_says_the_same(capsys: Capture, wrong: str) -> None:
    report = ms.check_published(ms.read_published(wrong))
    said = {}
    for form in ("json", "csv", "markdown", "html"):
        assert main(["published", wrong, "--format", form]) == FOUND
        out, err = capsys.readouterr()
        said[form] = out
        assert ("折算系数甲乙" in err) is (form != "json")  # what was not read is never lost
    plain = json.loads(said["json"])
    assert plain["checks"] == report.to_records()
    assert (plain["ok"], plain["summary"]) == (False, report.summary)
    assert "折算系数甲乙" in str(plain["intake"])
    assert said["markdown"] == report.to_markdown() + "\n"
    assert list(csv.DictReader(io.StringIO(said["csv"]))) == report.table().to_records()
    assert report.to_html() in said["html"]


def test_files_are_checked_each_by_itself(capsys: Capture, sound: str, tmp_path: Path) -> None:
    other = written(tmp_path / "8月.csv", HEAD, *ROWS)
    assert main(["published", sound, other, sound, "--all"]) == HELD
    out = capsys.readouterr().out
    assert "核对 14 处：一致（四舍五入） 14 处" in out
    assert "8月.csv　合计　合计 30：目标 平江县 20 + 岳阳县 10 = 30" in out


def test_nothing_that_could_be_checked_is_no_success(capsys: Capture, tmp_path: Path) -> None:
    assert main(["published", written(tmp_path / "空.csv", HEAD, ("平江县", "", "5", "", ""))]) == FOUND
    assert "无法核对 1 处" in capsys.readouterr().out


def test_columns_that_do_not_tell_can_be_told(capsys: Capture, tmp_path: Path) -> None:
    rows = [(area, goal, done, rate) for area, goal, done, rate, _ in ROWS]
    path = written(tmp_path / "表.csv", ("县市区", "目标任务", "进度", "情况"), *rows)
    assert main(["published", path, "--columns", "C=完成数", "情况=完成率"]) == HELD
    assert "核对 5 处：一致（四舍五入） 5 处" in capsys.readouterr().out


@pytest.mark.parametrize(
    "given",
    [
        ["没有.csv"],
        ["{wrong}", "--format", "json", "--all"],
        ["{wrong}", "--columns", "F"],
        ["{wrong}", "--columns", "F=甲乙"],
        ["{wrong}", "--columns", "Q=完成数"],
    ],
)
def test_what_cannot_run_exits_with_2(capsys: Capture, wrong: str, given: list[str]) -> None:
    assert main(["published", *(one.format(wrong=wrong) for one in given)]) == CANNOT_RUN
    assert capsys.readouterr().err.startswith("minsheng：")


def test_tables_of_one_file_are_not_added_up(tmp_path: Path) -> None:
    """One below the other, each with its title; of rows that are in both, none is lost."""
    blank = ("",) * 4
    path = written(
        tmp_path / "两月.csv", ("6月进展表", *blank), HEAD, *ROWS, ("7月进展表", *blank), HEAD, *ROWS
    )
    report = ms.check_published(ms.read_published(path))
    assert report.summary == "核对 14 处：一致（四舍五入） 14 处"
    assert {check.line.group for check in report} == {"6月进展表", "7月进展表"}


def test_a_table_that_goes_on_below_its_headings_once_more_is_one(tmp_path: Path) -> None:
    path = written(tmp_path / "续.csv", ("进展表", "", "", "", ""), HEAD, ROWS[0], HEAD, *ROWS[1:])
    report = ms.check_published(ms.read_published(path))
    assert report.summary == "核对 7 处：一致（四舍五入） 7 处"


def test_sheets_of_one_workbook_are_not_added_up(tmp_path: Path) -> None:
    xlsxwriter = library("xlsxwriter")
    with xlsxwriter.Workbook(path := tmp_path / "两月.xlsx") as book:
        for name in ("6月", "7月"):
            sheet = book.add_worksheet(name)
            for number, row in enumerate((HEAD, *ROWS)):
                sheet.write_row(number, 0, row)
    report = ms.check_published(ms.read_published(path))
    assert report.summary == "核对 14 处：一致（四舍五入） 14 处"
    assert {check.line.group for check in report} == {"6月", "7月"}
