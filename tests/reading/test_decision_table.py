"""Decision tables in spreadsheets: every cell as an analyst means it, or told with its place."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.cells import Anything, NoneOf, OneOf, Span
from minsheng.domain.numerals import normalise
from minsheng.reading.conditions import ANYTHING, OTHERS, TRUTHS, read_condition
from minsheng.testing import tables

D = Decimal
JULY = datetime.date(2023, 7, 1)


def read(folder: Path, text: str, **more: Any) -> ms.rules.DecisionTable:
    path = folder / "标准.csv"
    path.write_text(text, "utf-8")
    return ms.read_decision_table(path, **more)


def refused(folder: Path, text: str, **more: Any) -> list[str]:
    with pytest.raises(ms.DataError) as error:
        read(folder, text, **more)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("-", [Anything()]), ("不限", [Anything()]), ("县、县级市", [OneOf(("县", "县级市"))]),
        ("区", [OneOf(("区",))]),
        ("除县、区外", [NoneOf(("县", "区"))]), ("是", [OneOf((True,))]),
        ("[600,650)", [Span(D(600), D(650))]), ("（600，650］", [Span(D(600), D(650), True, True)]),
        ("[600；+∞)", [Span(D(600))]), ("(-∞,60)", [Span(None, D(60))]),
        ("600以上", [Span(D(600))]), ("600以下", [Span(None, D(600), high_closed=True)]),
        ("不满18", [Span(None, D(18))]),
        ("超过600元", [Span(D(600), low_open=True)]), ("≥600", [Span(D(600))]),
        ("<600", [Span(None, D(600))]),
        ("不低于6万", [Span(D(6))]), ("600-650", [Span(D(600), D(650), high_closed=True)]),
        ("600～650", [Span(D(600), D(650), high_closed=True)]),
        ("600", [Span(D(600), D(600), high_closed=True)]),
        ("1、3", [Span(D(1), D(1), high_closed=True), Span(D(3), D(3), high_closed=True)]),
        ("2023-07-01起", [Span(JULY)]), ("≥2023年7月1日", [Span(JULY)]),
        ("2023/7/1以前", [Span(None, JULY)]),
        ("2023-07-01之后", [Span(JULY, low_open=True)]),
        ("2023.7.1为止", [Span(None, JULY, high_closed=True)]),
        ("[2023-07-01,2024-01-01)", [Span(JULY, datetime.date(2024, 1, 1))]),
        ("2023-07-01至2023-07-31", [Span(JULY, datetime.date(2023, 7, 31), high_closed=True)]),
    ],
)  # fmt: skip
def test_cells(text: str, cells: list[Any]) -> None:
    assert [*read_condition(text).cells] == cells


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空着"), ("/", "看不出"), ("[650,600)", "没有值"), ("[600,abc)", "“abc”不是数"),
        ("≥abc", "看不懂"),
        ("[600,2023-07-01)", "不是同一种"), ("2023-07-01以后", "含不含这一天"), ("[1元,2人]", "不是同一种"),
    ],
)  # fmt: skip
def test_cells_that_are_refused(text: str, said: str) -> None:
    with pytest.raises(ms.DataError, match=said):
        read_condition(text)


def test_a_table_of_an_office(tmp_path: Path) -> None:
    """A title, 序号, 依据, a note below; 其他 is every text that no other row names."""
    text = "\n".join((
        "农村低保标准,,,,",
        "序号,地区类别,月份,标准（元/月）,依据",
        "1,县、县级市,2023-01-01起,500,岳办函〔2023〕27号",
        "2,其他,2023-01-01起,650,同上",
        "注：按户籍地,,,,",
    ))  # fmt: skip
    table = read(tmp_path, text)
    assert (table.title, table.keys, str(table.unit)) == ("农村低保标准", ("地区类别", "月份"), "元/月")
    assert [line.cells[0] for line in table.lines] == [OneOf(("县", "县级市")), NoneOf(("县", "县级市"))]
    floor = ms.rules.look_up(table, 地区类别=ms.column("类别"), 月份=ms.column("月份"))
    one = ms.Criterion("S201", ms.column("发放", "元/年", places=2) >= floor)
    record = {"发放": "7799", "类别": "区", "月份": JULY}
    assert one.explain(record) == "7799 元/年 ÷ 12 = 649.916666… 元/月 < 650 元/月（同上）"
    assert one.judge(record | {"类别": None}).outcome is ms.Outcome.UNKNOWN


def test_every_fault_at_once_with_its_cell(tmp_path: Path) -> None:
    faults = refused(
        tmp_path, "人数（人）,类别,补助（元/月）\n1,县,100\n,abc>1,200元/年\n2户,县,\n3,2023-07-01起,5\n"
    )
    places = ["第3行A列", "第4行A列", "第3行B列", "第4行C列", "第3行C列"]
    assert all(any(place in fault for fault in faults) for place in places), faults


def test_rows_that_meet_are_told(tmp_path: Path) -> None:
    faults = refused(tmp_path, "分数,等次\n90以上,优\n60-90,良\n不满60,差\n60,中\n")
    assert [fault.partition("；")[0] for fault in faults] == [
        "标准.csv：第3行、第5行有同样的情形：分数：60",
        "标准.csv：第2行、第3行有同样的情形：分数：90",
    ]


def test_columns(tmp_path: Path) -> None:
    """The result is the last column unless it is named; two that may be it are asked about."""
    text = "面积（平方米）,补助（元）,年龄\n1,100,2\n"
    assert read(tmp_path, text).keys == ("面积", "补助")
    named = read(tmp_path, text, result="补助", keys=["年龄"])
    assert (named.keys, str(named.unit), named.lines[0].value) == (("年龄",), "元", D(100))
    assert "看不出哪一列是结果" in refused(tmp_path, "面积（平方米）,补助（元）\n1,100\n")[0]
    with pytest.raises(ms.UnknownName, match="补助"):
        read(tmp_path, text, result="补助金")
    assert "有几列" in refused(tmp_path, "甲,甲,乙\n1,2,3\n")[0]
    assert "没有表头" in refused(tmp_path, "甲,,乙\n1,2,3\n")[0]
    assert "没有行" in refused(tmp_path, "甲,乙\n")[0]
    assert refused(tmp_path, "甲\n")


def test_codes_stay_texts_and_kinds_are_not_mixed(tmp_path: Path) -> None:
    assert read(tmp_path, "代码,值\n0601、1201,甲\n1202,乙\n").lines[0].cells == (OneOf(("0601", "1201")),)
    assert "一列只能有一种" in refused(tmp_path, "人数,值\n1,甲\n2,乙\n县,丙\n")[0]
    assert "结果只能是一种" in refused(tmp_path, "人数,值\n1,5\n2,6\n3,丙\n")[0]
    assert "其他什么" in refused(tmp_path, "人数,值\n1,5\n其他,6\n")[0]


@given(st.data())
def test_a_table_written_is_read_again(data: st.DataObject) -> None:
    """Where its texts are plain: no list, no number, no word of ours."""
    import tempfile

    one = data.draw(tables(kind=data.draw(st.sampled_from([*Kind]))))
    one = attrs.evolve(
        one, lines=tuple(attrs.evolve(line, source=f"第{n}行") for n, line in enumerate(one.lines))
    )
    texts = [v for line in one.lines for c in line.cells if isinstance(c, (OneOf, NoneOf)) for v in c.values]
    texts += [line.value for line in one.lines if isinstance(line.value, str)]
    assume(all(isinstance(text, bool) or plain(text) for text in texts))
    assume(all(cell != Span() for line in one.lines for cell in line.cells))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{one.title}.csv"
        ms.write_table(one, path)
        assert ms.read_decision_table(path) == one


def plain(text: str) -> bool:
    said = normalise(text)
    words = (*ANYTHING, *OTHERS, *TRUTHS, "", "/")
    return said == text and said not in words and not set(said) & set("、，,；;\n除外<>≤≥=∞~-")


def test_excel(tmp_path: Path) -> None:
    """Real dates, real numbers and merged cells, and a title that is kept."""
    one = Span(D(1), D(1), high_closed=True)
    table = ms.rules.DecisionTable("标准", ("月份", "人数"), (
        ms.rules.Line((Span(JULY, JULY, high_closed=True), one), D(5)),
        ms.rules.Line((Span(JULY, None, True), Anything()), D(6)),
    ), ms.Unit.parse("元/月"))  # fmt: skip
    ms.write_table(table, tmp_path / "a.xlsx")
    assert ms.read_decision_table(tmp_path / "a.xlsx") == table


@pytest.mark.parametrize("cell", [
    "10万人以上", "1万以上", "1亿以上", "90%以上", "不满90%", "60岁以上", "超过5不超过10", "10以上不满20岁",
    "60（含）以上", "60以下（不含60）", "(60、90]", "2023-02-30起", "2023年1月至2023年3月", "2023年4月起",
    "≠60", "未满60周岁",
])  # fmt: skip
def test_a_range_that_is_not_a_bare_number_is_refused_with_its_cell(tmp_path: Path, cell: str) -> None:
    """Never read as another number, and never taken for a text that fits nothing."""
    for cells in ((cell,), (cell, "-")):
        rows = "".join(f"{one},{n}\n" for n, one in enumerate(cells, 1))
        [fault, *_] = refused(tmp_path, f"人口,补助\n{rows}")
        assert "第2行" in fault
        assert cell[:3] in fault


def test_a_unit_in_the_heading_is_that_of_the_cells(tmp_path: Path) -> None:
    table = read(tmp_path, "人口（万人）,补助\n10万人以上,1\n不满10万人,2\n")
    assert [line.cells[0] for line in table.lines] == [Span(D(10), None), Span(None, D(10))]
    table = read(tmp_path, "完成率（%）,等次\n90%以上,优\n不满90%,差\n")
    assert [line.cells[0] for line in table.lines] == [Span(D(90), None), Span(None, D(90))]
    exported = read(tmp_path, "日期,数\n2023-10-01 00:00:00,1\n")
    day = datetime.date(2023, 10, 1)
    assert exported.lines[0].cells[0] == Span(day, day, high_closed=True)
