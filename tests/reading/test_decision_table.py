"""Decision tables in spreadsheets: every cell as an analyst means it, or told with its place."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import product
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
from minsheng.reading.decision_columns import Heading
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
        ("超过600", [Span(D(600), low_open=True)]), ("≥600", [Span(D(600))]),
        ("<600", [Span(None, D(600))]),
        ("不低于6", [Span(D(6))]), ("600-650", [Span(D(600), D(650), high_closed=True)]),
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
        ("[600,2023-07-01)", "不是同一种"), ("2023-07-01以后", "含不含这一天"), ("1、1-3", "重叠"),
        ("18以上、18以下", "重叠"),
        ("60-70（不含）", "还是两个都不含"), ("超过60（含）", "矛盾"), ("60以上（含70）", "不是前面的数"),
        ("除60以上外", "看不懂"), ("60 70", "看不懂"),
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


@pytest.mark.parametrize(
    "above", ["单位：元/月,,", ",,（单位：元/月）", "救助标准,填表单位：甲局,单位:元/月"]
)
def test_a_unit_above_the_table_is_that_of_its_result(tmp_path: Path, above: str) -> None:
    table = read(tmp_path, f"{above}\n类别,年龄（岁）,标准\n低保,-,780\n特困,不满60,1014\n")
    assert (str(table.unit), table.keys, table.result) == ("元/月", ("类别", "年龄"), "标准")
    assert table.table().columns == ("类别", "年龄", "标准（元/月）")
    assert str(read(tmp_path, f"{above}\n类别,标准（万元）\n低保,1\n").unit) == "万元"
    assert "看不出" in refused(tmp_path, "单位：人、元,\n类别,标准\n低保,1\n")[0]


WORDED: dict[str, Any] = {
    "{0}以上": lambda x, a, b: x >= a, "满{0}": lambda x, a, b: x >= a,
    "{0}（不含）以上": lambda x, a, b: x > a,
    "超过{0}": lambda x, a, b: x > a, "不足{0}": lambda x, a, b: x < a, "未满{0}": lambda x, a, b: x < a,
    "至多{0}": lambda x, a, b: x <= a, "{0}以内": lambda x, a, b: x <= a, "{0}": lambda x, a, b: x == a,
    "{0}-{1}": lambda x, a, b: a <= x <= b, "{0}至{1}（不含{1}）": lambda x, a, b: a <= x < b,
    "超过{0}不超过{1}": lambda x, a, b: a < x <= b, "不满{1}且大于{0}": lambda x, a, b: a < x < b,
    "满{0}、未满{1}": lambda x, a, b: a <= x < b, "不满{0}或{1}以上": lambda x, a, b: x < a or x >= b,
    "({0},{1}]": lambda x, a, b: a < x <= b, "{0}、{1}": lambda x, a, b: x in (a, b),
}  # fmt: skip


@given(
    st.sampled_from([*WORDED]), st.sampled_from(["", "岁", "周岁"]),
    st.lists(st.integers(-3, 9), min_size=2, max_size=2, unique=True).map(sorted), st.integers(-4, 10),
)  # fmt: skip
def test_a_cell_fits_what_it_says(words: str, unit: str, ends: list[int], x: int) -> None:
    """On a record; with the unit of the heading or without."""
    cells = read_condition(words.format(*(f"{end}{unit}" for end in ends)), Heading("年龄", "岁")).cells
    lines = tuple(ms.rules.Line((cell,), True) for cell in cells)
    fits = ms.rules.DecisionTable("表", ("年龄",), lines).line_for({"年龄": x}) is not None
    assert fits is WORDED[words](x, *ends)


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


def test_the_result_keeps_its_name(tmp_path: Path) -> None:
    """Written to a workbook or as DMN, and read again."""
    table = read(tmp_path, "类别,标准（元/月）\n县,500\n区,650元/月\n")
    assert (table.result, str(table.unit), table.table().columns) == (
        "标准",
        "元/月",
        ("类别", "标准（元/月）"),
    )
    ms.write_table(table, tmp_path / "标准.xlsx")
    assert ms.read_decision_table(tmp_path / "标准.xlsx") == table
    ms.writing.write_dmn(table, tmp_path / "标准.dmn")
    assert ms.read_dmn(tmp_path / "标准.dmn").tables == {"标准": table}


def test_a_key_keeps_its_unit(tmp_path: Path) -> None:
    """A column in another unit is converted, on records and frames; one of another measure is refused."""
    text = "类别,收入（万元）,标准（元/月）\n县,不满1.2,500\n县,12000元以上,300\n区,-,650\n"
    table = read(tmp_path, text)
    assert table.table().columns == ("类别", "收入（万元）", "标准（元/月）")
    ms.write_table(table, tmp_path / "标准.xlsx")
    assert ms.read_decision_table(tmp_path / "标准.xlsx") == table
    ms.writing.write_dmn(table, tmp_path / "标准.dmn")
    model = ms.read_dmn(tmp_path / "标准.dmn", columns={"收入": ms.column("收入", "元", places=2)})
    assert model.tables == {"标准": table}
    floor = ms.rules.look_up(table, 类别="县", 收入=ms.column("收入", "元", places=2))
    one = ms.Criterion("X101", ms.column("发放", "元/月", places=2) >= floor)
    assert ms.load_json(ms.dump(one)) == one
    records = [{"收入": income, "发放": paid} for income, paid in product(("11999.99", "12000"), (300, 500))]
    wanted = ["unmet", "met", "met", "met"]
    assert [one.judge(record).outcome for record in records] == wanted
    pl = pytest.importorskip("polars")
    assert one.judge(pl.DataFrame(records))["X101"].to_list() == wanted
    for record in records:
        assert model.compute(record | {"类别": "县"})["标准"] == (
            500 if record["收入"] == "11999.99" else 300
        )
    bare = ms.rules.look_up(table, 类别="县", 收入=ms.column("收入", places=6))
    assert ms.Criterion("X102", bare >= ms.Amount(500, "元/月")).judge({"收入": "1.199999"}).ok
    for unit in ("人", "元/月"):
        with pytest.raises(ms.UnitError, match="收入"):
            ms.rules.look_up(table, 类别="县", 收入=ms.column("收入", unit))
    for units in ((ms.Unit.parse("户"),), (ms.Unit.parse("户"), None, None), (ms.Unit.parse("户"), None)):
        with pytest.raises(ms.RuleError):
            attrs.evolve(table, key_units=units)


def test_results_are_in_the_unit_of_their_heading(tmp_path: Path) -> None:
    """Exactly, or refused; a unit is never dropped because a result is no number."""
    assert [line.value for line in read(tmp_path, "类别,标准（元）\n县,1.5万元\n区,800\n").lines] == [
        15000,
        800,
    ]
    for value in ("约500", "500左右", "3户", "无", "500以上"):
        assert "第2行B列" in refused(tmp_path, f"类别,标准（元）\n县,{value}\n区,800\n")[0]
    assert read(tmp_path, "类别,代码\n县,0601\n区,“60”\n").lines[1].value == "60"
    assert read(tmp_path, "类别,档\n县,一类\n区,二类\n").lines[1].value == "二类"


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
    "10万人以上", "1万以上", "1亿以上", "90%以上", "不满90%", "60岁以上", "10以上不满20岁",
    "(60、90]", "2023-02-30起", "≠60", "未满60周岁", "60~", "~60", "60-", "60—", "60及", "约60", "60左右",
    "60上下", "60多",
    "近60", "60+", "六十左右", "5-10起", "1-3月", "1-3岁", "2-4人", "1-2年级", "60起", "60以", "60?",
    "60≤x<70", "=>60", "7座",
    "500元", "100%", "2023年", "【60、70】", "介于60和70之间", "不等于60", "非60", "1e3以上",
    "60~70(不含)岁", "2023-1-1至今",
    "1亿2000万以上", "5以上10", "1、约60", "-60左右", "01-03", "60以上、残疾", "100-200-300", "60岁前后",
])  # fmt: skip
def test_what_is_meant_as_a_range_and_not_understood_is_refused(tmp_path: Path, cell: str) -> None:
    """With its place, whatever else is there; never another number or a text that fits nothing."""
    for others in ("", "-,2\n", "60,2\n", "县,2\n"):
        faults = refused(tmp_path, f"人口,补助\n{cell},1\n{others}")
        assert any("第2行A列" in fault and cell[:2] in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("年龄", "大于等于60", "≥60"), ("年龄", "不小于60", "≥60"), ("年龄", "未满60", "<60"),
        ("年龄", "满60", "≥60"),
        ("年龄", "60（含）以上", "≥60"), ("年龄", "60以上（含60）", "≥60"), ("年龄", "60以上（不含）", ">60"),
        ("年龄", "60以下(不含60)", "<60"), ("年龄", "60（含60）以上", "≥60"), ("年龄", "不到60", "<60"),
        ("人数", "超过5不超过10", "(5,10]"), ("人数", "大于5且小于等于10", "(5,10]"),
        ("人数", "大于5，小于10", "(5,10)"),
        ("人数", "60-70（不含70）", "[60,70)"), ("人数", "60（不含）-70（含）", "(60,70]"),
        ("人数", "-5--1", "[-5,-1]"),
        ("人数", "60至70以下", "[60,70]"), ("人数", "满60不满70", "[60,70)"),
        ("人数", "60以上不满70", "[60,70)"),
        ("人数", "不满10、60以上", "<10 ≥60"), ("人数", "18以下或60以上", "≤18 ≥60"),
        ("人数", "六十以上", "≥60"),
        ("人数", "1\n3", "1 3"), ("人数", "1,000以上", "≥1000"), ("人数", "1，000", "1000"),
        ("人数", "60――70", "[60,70]"),
        ("年龄（岁）", "60岁及以上", "≥60"), ("年龄（周岁）", "年满16岁、不满60周岁", "[16,60)"),
        ("年龄(岁)", "60-69岁", "[60,69]"),
        ("收入（元）", "1万元以上", "≥10000"), ("收入（元）", "5-10万元", "[50000,100000]"),
        ("收入（元）", "5千元以下", "≤5000"),
        ("收入（元）", "[1,2)万元", "[10000,20000)"), ("收入（元/月）", "12000元/年以上", "≥1000"),
        ("收入（元/月）", "650元以上", "≥650"),
        ("应纳税所得额（元）", "超过36000元至144000元的部分", "(36000,144000]"),
        ("人口（万人）", "10万以上", "≥10"), ("人口（人）", "不满10万人", "<100000"),
        ("面积（亩）", "1公顷以上", "≥15"),
        ("完成率（%）", "百分之八十以上", "≥80"), ("完成率（%）", "5‰以下", "≤0.5"),
        ("事故（起）", "5-10起", "[5,10]"),
        ("等级（级）", "3级以上", "≥3"), ("月份（月）", "1-3月", "[1,3]"),
        ("日期", "自2023年7月1日起", "≥2023-07-01"), ("日期", "2023-07-01以后（含）", "≥2023-07-01"),
        ("日期", "2023年4月起", "≥2023-04-01"), ("日期", "2023年1月至2023年3月", "[2023-01-01,2023-03-31]"),
        ("日期", "2023-07-01起至2023-12-31止", "[2023-07-01,2023-12-31]"),
        ("日期", "2023-04以前", "<2023-04-01"),
        ("日期", "2023年7月1日至12月31日", "[2023-07-01,2023-12-31]"),
        ("日期", "2023年1-3月", "[2023-01-01,2023-03-31]"),
        ("日期", "截至2023-12-31", "≤2023-12-31"), ("日期", "早于2023.4.1", "<2023-04-01"),
    ],
)  # fmt: skip
def test_ranges_are_read_in_the_unit_of_the_heading(
    tmp_path: Path, heading: str, cell: str, said: str
) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows(([heading, "补助"], [cell, "1"]))
    table = read(tmp_path, out.getvalue())
    assert " ".join(line.cells[0].in_words for line in table.lines) == said
    assert table.keys == (heading if "级" in heading else heading.replace("(", "（").split("（")[0],)


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("人数（户）", "2人以上", "换算不成这一列的单位“户”"), ("面积（平方米）", "1亩以上", "面积（亩）"),
        ("年龄", "60岁以上", "年龄（岁）"), ("人口", "10万以上", "人口（万人）"),
        ("收入", "5-10万元", "收入（万元）"),
        ("收入（元）", "5000-1万元", "没有值"), ("收入（元）", "5万元至10", "一个有单位"),
        ("收入（元）", "大于5小于10万元", "一个有单位"), ("投资（万元）", "5千以上", "写全"),
        ("年龄（岁）", "约60岁", "看不懂"), ("年龄（岁）", "60岁起", "看不懂"),
        ("年龄（岁）", "老人", "不是数"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_write(tmp_path: Path, heading: str, cell: str, said: str) -> None:
    [fault] = refused(tmp_path, f"{heading},补助\n{cell},1\n")
    assert said in fault


def test_a_noun_behind_a_heading_is_no_unit_of_names(tmp_path: Path) -> None:
    table = read(tmp_path, "社区（村）,日期（年）,补助\n甲社区,2023-01-01起,1\n其他,-,2\n")
    assert (table.keys, table.key_units) == (("社区", "日期"), ())
    assert [line.cells[0] for line in table.lines] == [OneOf(("甲社区",)), NoneOf(("甲社区",))]
    assert read(tmp_path, "年龄,社区（村）\n1,甲社区\n").lines[0].value == "甲社区"
    assert "第2行A列" in refused(tmp_path, "社区（村）,补助\n约3个,1\n甲社区,2\n")[0]


def test_texts_with_numbers_in_them_are_texts_among_texts(tmp_path: Path) -> None:
    """And wherever they are quoted."""
    table = read(tmp_path, "对象,补助\n3岁以下婴幼儿、65岁以上老人,1\n一类,2\n7号,3\n“7座”、A1,4\n")
    assert [line.cells[0] for line in table.lines] == [
        OneOf(("3岁以下婴幼儿", "65岁以上老人")), OneOf(("一类",)), OneOf(("7号",)), OneOf(("7座", "A1")),
    ]  # fmt: skip
    for other in ("满60", "60", "2023-07-01起"):
        assert "第2行A列" in refused(tmp_path, f"对象,补助\n7号,1\n{other},2\n")[0]
    assert read(tmp_path, "代码,值\n“60”,甲\n61,乙\n").lines[1].cells == (OneOf(("61",)),)


def test_a_unit_in_the_heading_is_that_of_the_cells(tmp_path: Path) -> None:
    table = read(tmp_path, "人口（万人）,补助\n10万人以上,1\n不满10万人,2\n")
    assert [line.cells[0] for line in table.lines] == [Span(D(10), None), Span(None, D(10))]
    table = read(tmp_path, "完成率（%）,等次\n90%以上,优\n不满90%,差\n")
    assert [line.cells[0] for line in table.lines] == [Span(D(90), None), Span(None, D(90))]
    exported = read(tmp_path, "日期,数\n2023-10-01 00:00:00,1\n")
    day = datetime.date(2023, 10, 1)
    assert exported.lines[0].cells[0] == Span(day, day, high_closed=True)
