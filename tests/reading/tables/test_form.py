"""Tables of declared columns, as offices write them: a title, GB18030, workbooks, 92分, 2023/6/30."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.reading.marks import read_answers, read_events, read_marks

MARKS = [
    ["2023年考核评分表"],
    ["对象", "项", "得分"],
    ["甲县", "public", "92分"],
    ["乙区", "public", "９５．５"],
]
EVENTS = [
    ["6月通报"],
    ["地区", "事项", "时间"],
    ["甲县", "late", "2023/6/30"],
    ["乙区", "late", "2023年7月3日"],
]
ANSWERS = [["2023年测评"], ["地区", "项", "满意", "不满意"], ["甲县", "vote", "17票", "3人"]]
ADOPTED = [
    ["各地标准"],
    ["县市区", "标准", "执行标准", "执行时间"],
    ["君山区", "subsistence-rural", "640元/月", "2023.1.1"],
]


def as_csv(rows: list[list[str]], path: Path) -> Path:
    width = max(map(len, rows))
    lines = [",".join([*row, *[""] * (width - len(row))]) for row in rows]
    path.with_suffix(".csv").write_text("\n".join(lines), "gb18030")
    return path.with_suffix(".csv")


def as_workbook(rows: list[list[str]], path: Path) -> Path:
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet, old = book.add_worksheet("现"), book.add_worksheet("旧")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
            old.write_row(number, 0, row)
        old.hide()
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_every_reader_takes_what_offices_write(write: Callable[..., Path], tmp_path: Path) -> None:
    def read(how: Callable[[Path], Any], rows: list[list[str]]) -> Any:
        return how(write(rows, tmp_path / how.__name__))

    assert [str(mark.value) for mark in read(read_marks, MARKS)] == ["92", "95.5"]
    days = [event.on for event in read(read_events, EVENTS)]
    assert days == [datetime.date(2023, 6, 30), datetime.date(2023, 7, 3)]
    [answers] = read(read_answers, ANSWERS)
    assert (answers.satisfied, answers.dissatisfied) == (17, 3)
    [adopted] = ms.read_adopted(write(ADOPTED, tmp_path / "adopted"), ms.load("yueyang-2023"))
    assert (str(adopted.amount), adopted.effective) == ("640 元/月", datetime.date(2023, 1, 1))


def test_a_table_to_be_scored_below_a_title(tmp_path: Path) -> None:
    rows = [["六安市2007年考核"], ["地区", "inspection_mark", "survey_mark"], ["甲县", "91分", "88.5"]]
    assert len(ms.score_table(as_workbook(rows, tmp_path / "表"), "luan-2007")) == 1
