"""Reading registers as offices keep them: every figure, and every line that is not one."""

from __future__ import annotations

import datetime
import io
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas
import polars
import pyarrow
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.period import Period
from minsheng.domain.progress import Progress
from minsheng.domain.record import Measure, Record
from minsheng.reading.progress import read_progress
from tests.cases import CASES
from tests.reading.registers import SMALL, case, programme

JUNE = Period.month(2023, 6)


def read(*rows: str, **given: Any) -> Progress:
    return read_progress("\n".join(rows).encode(), SMALL, **{"period": JUNE, **given})


def only(progress: Progress) -> Record:
    [record] = progress.records
    return record


# --- figures ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ("城镇新增就业,,3.1", "3.1 万人"),
        ("城镇新增就业,人,31000", "31000 人"),
        ("1.城镇新增就业,人,3.1万", "3.1 万人"),
        ("（1）城镇 新增就业,万,3.1", "3.1 万人"),
        ("jobs,万人,3.1万", "3.1 万人"),
        ("城镇新增就业,人,3.1万人", "3.1 万人"),
        ("农村公路提质改造,公里,１，２００.50", "1200.50 公里"),
        ("残疾人生活补贴,元/月/人,80元", "80 元/月/人"),
        ("残疾人生活补贴,元/年·人,960", "960 元/年·人"),
        ("改新建农村户用厕所,,0", "0 户"),
    ],
)
def test_the_unit_is_the_cells_the_columns_or_the_indicators(cells: str, value: str) -> None:
    record = only(read("指标,单位,完成数", cells))
    assert (str(record.value), record.area, record.measure) == (value, None, Measure.COUNT)
    assert record.source == "数据 第2行"


@pytest.mark.parametrize("mark", ["", "/", "—", "-", "－－", " "])
def test_marks_make_no_record(mark: str) -> None:
    progress = read("指标,完成数", f"jobs,{mark}", "roads,0")
    assert [r.indicator for r in progress.records] == ["roads"]
    assert progress.aside == ()


@pytest.mark.parametrize("words", ["全部开工", "应补尽补", "不低于60元", "高于目标23.1元"])
def test_words_where_a_number_belongs_are_kept_as_text(words: str) -> None:
    record = only(read("指标,完成数", f"allowance,{words}"))
    assert (record.value, record.text) == (None, words)


def test_a_percentage_of_what_is_counted_is_physical_progress() -> None:
    record = only(read("指标,完成数", "toilets,72%"))
    assert (record.measure, record.value) == (Measure.PHYSICAL, ms.Amount(72, "%"))
    record = only(read("指标,形象进度", "toilets,98"))
    assert (record.measure, record.value) == (Measure.PHYSICAL, ms.Amount(98, "%"))
    [aside] = read("指标,形象进度", "toilets,0.98", "roads,98%").aside
    assert "请写成 98% 或 0.98%" in aside.why


def test_a_spreadsheets_percentages_are_what_it_shows() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, share = book.add_worksheet(), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["指标", "形象进度"])
        sheet.write_string(1, 0, "toilets")
        sheet.write_number(1, 1, 0.985, share)
    assert only(read_progress(out.getvalue(), SMALL, period=JUNE)).value == ms.Amount("98.5", "%")


def test_figures_of_several_kinds_in_one_line() -> None:
    header = "指标,单位,年度目标,本月完成,累计完成,核实数,完成投资（万元）,完成率"
    progress = read(header, "toilets,户,不低于3000,200,1500,1490,45.6,50%", period="截至2023年8月20日")
    seen = {
        (r.measure.value, r.cumulative, r.verified): (str(r.period), str(r.value), str(r.target))
        for r in progress.records
    }
    year = "2023年1月1日至8月20日"
    assert seen == {
        ("count", False, False): ("2023年8月1日至8月20日", "200 户", ">= 3000 户"),
        ("count", True, False): (year, "1500 户", ">= 3000 户"),
        ("count", True, True): (year, "1490 户", ">= 3000 户"),
        ("money", True, False): (year, "45.6 万元", "None"),
    }


def test_the_target_beside_is_read_in_the_indicators_relation() -> None:
    at_most = programme({"x": ("失业率", "<= 4.3 %")})
    rows = [{"指标": "x", "年度目标": "4.3", "完成数": "4.17%"}]
    assert only(read_progress(rows, at_most, period=JUNE)).target == ms.Bound.parse("<= 4.3 %")
    words = only(read("指标,年度目标,完成数", "toilets,应改尽改,5"))
    assert (words.target, words.value) == (None, ms.Amount(5, "户"))


def test_an_unreadable_target_is_told_and_the_figure_is_kept() -> None:
    progress = read("指标,年度目标,完成数", "toilets,3000个,5")
    assert only(progress).value == ms.Amount(5, "户")
    assert "“3000个”的单位是“个”，这项指标的单位是“户”" in progress.aside[0].why


# --- areas and periods -----------------------------------------------------------------


def test_areas_down() -> None:
    progress = read(
        "县市区,指标,完成数", "甲县,roads,5", "全市,roads,9", "市本级,roads,1", ",roads,7", "丙,roads,3"
    )
    assert {r.area: str(r.value) for r in progress.records} == {
        "甲县": "5 公里", None: "9 公里", "市本级": "1 公里",
    }  # fmt: skip
    assert [a.why.partition("；")[0] for a in progress.aside] == ["没有写是哪个地区", "没有地区“丙”"]


def test_areas_across() -> None:
    progress = read(
        "指标,单位,全市,,甲县,,乙区,",
        ",,任务数,完成数,任务数,完成数,任务数,完成数",
        "roads,公里,549,9,300,5,249,/",
    )
    assert {r.area: (str(r.value), str(r.target)) for r in progress.records} == {
        None: ("9 公里", ">= 549 公里"), "甲县": ("5 公里", ">= 300 公里"),
    }  # fmt: skip


def test_one_bad_cell_across_does_not_cost_the_others() -> None:
    progress = read("各地完成情况", "指标,甲县,乙区", "roads,5公里,5公理")
    assert only(progress).area == "甲县"
    assert "最接近的是“公里”" in progress.aside[0].why


def test_one_formula_gone_wrong_does_not_cost_the_others_either() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet: Any = book.add_worksheet("各地完成情况")
        sheet.write_row(0, 0, ["各地6月完成情况"])
        sheet.write_row(1, 0, ["指标", "甲县", "乙区"])
        sheet.write_row(2, 0, ["roads", 5])
        sheet.write_formula(2, 2, "=1/0", value="#DIV/0!")
    progress = read_progress(out.getvalue(), SMALL)
    assert only(progress).area == "甲县"
    assert "公式出错" in progress.aside[0].why


def test_the_area_of_a_countys_own_register() -> None:
    assert only(read("指标,完成数", "roads,5", area="甲县")).area == "甲县"
    with pytest.raises(ms.UnknownName):
        read("指标,完成数", "roads,5", area="甲")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2023年1—9月重点民生实事完成情况表", "2023年1—9月"),
        ("重点民生实事完成情况（截至8月20日）", "2023年1月1日至8月20日"),
        ("2023年重点民生实事6月中旬旬报", "2023年6月中旬"),
    ],
)
def test_the_period_of_the_title(title: str, period: str) -> None:
    assert str(only(read(title, "指标,完成数", "roads,5", period=None)).period) == period


def test_a_period_in_each_line() -> None:
    progress = read(
        "指标,期间,完成数", "roads,6月,5", "roads,2023年二季度,6", "roads,2022年底前,7", "roads,,8"
    )
    assert [str(r.period) for r in progress.records] == ["2023年第2季度", "2023年6月", "2023年6月"]
    assert len(progress.aside) == 1


def test_a_register_that_says_no_period_is_refused() -> None:
    for title in ("2023年重点民生实事", "6月、7月完成情况"):
        with pytest.raises(ms.DataError, match="没有写明是哪个期间的数"):
            read(title, "指标,完成数", "roads,5", period=None)


def test_who_and_when() -> None:
    progress = read("指标,完成数,填报单位,填报日期", "roads,5,市交通局,2023-07-03", "jobs,3,,", by="市实事办")
    assert [(r.by, r.on) for r in progress.records] == [
        ("市实事办", None), ("市交通局", datetime.date(2023, 7, 3)),
    ]  # fmt: skip
    [aside] = read("指标,完成数,填报日期", "roads,5,上周", "jobs,3,").aside
    assert "上周" in aside.why


# --- what is set aside -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("城镇新增就业人,,3", "最接近的是"),
        ("新增就业,,3万人", "aliases="),
        ("toilets,,3个", "“3个”的单位是“个”，这项指标的单位是“户”"),
        ("toilets,个,3", "“3”的单位是“个”，这项指标的单位是“户”"),
        ("toilets,,3护", "最接近的是“户”"),
        ("hospitals,,3", "没有写单位"),
        ("toilets,,\"3,43\"", "不是一个数"),
        (",,5", "没有写是哪个指标"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_set_aside_with_the_reason(line: str, why: str) -> None:
    progress = read("指标,单位,完成数", "roads,公里,5", line)
    assert only(progress).indicator == "roads"
    [aside] = progress.aside
    assert why in aside.why
    assert aside.source == "数据 第3行"
    assert aside.cells == line.replace('"3,43"', "3;43").replace(",", " | ").replace(";", ",")


def test_strict_raises_every_problem_with_its_place() -> None:
    rows = ("指标,县市区,完成数", "roads,甲县,5", "raods,甲,3公理", "toilets,乙区,3个")
    with pytest.raises(ms.DataError) as caught:
        read(*rows, strict=True)
    said = [str(problem) for problem in caught.value.problems]
    assert [text.partition("：")[0] for text in said] == [
        "数据 第3行A列“指标”", "数据 第3行B列“县市区”", "数据 第4行C列“完成数”",
    ]  # fmt: skip
    assert len(read(*rows).aside) == 2


def test_a_register_of_which_nothing_can_be_read_is_an_error() -> None:
    with pytest.raises(ms.DataError, match="没有指标或标准“桥梁”"):
        read("指标,完成数", "桥梁,5座")


def test_an_empty_register_is_none() -> None:
    assert read("指标,完成数", "jobs,", "roads,/") == Progress()


def test_aliases_are_exact() -> None:
    assert only(read("指标,完成数", "新增就业,3", aliases={"新增就业": "jobs"})).indicator == "jobs"
    with pytest.raises(ms.UnknownName):
        read("指标,完成数", "新增就业,3", aliases={"新增就业": "job"})


def test_a_name_that_two_indicators_have() -> None:
    twice = programme({"a": ("公路", ">= 1 公里"), "b": ("公路", ">= 2 公里")})
    with pytest.raises(ms.DataError, match="几个指标共有的名称：a、b"):
        read_progress([{"指标": "公路", "完成数": 1}], twice, period=JUNE)


def test_errors_and_merged_figures_in_a_workbook() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet: Any = book.add_worksheet("6月")
        sheet.write_row(0, 0, ["指标", "完成数", "完成率"])
        sheet.write_column(1, 0, ["jobs", "roads", "toilets", "allowance"])
        sheet.write_formula(1, 1, "=1/0", value="#DIV/0!")
        sheet.merge_range(2, 1, 3, 1, 7)
        sheet.write_number(4, 1, 80)
        sheet.write_formula(4, 2, "=B5/0", value="#DIV/0!")  # a rate is not read
        book.add_worksheet("填报说明").write_string(0, 0, "请如实填报")
        book.add_worksheet("空表")
    progress = read_progress(out.getvalue(), SMALL)
    assert only(progress).value == ms.Amount(80, "元/月·人")
    assert str(only(progress).period) == "2023年6月"
    assert [a.source for a in progress.aside] == [
        "数据 “6月”表第2行", "数据 “6月”表第3行", "数据 “6月”表第4行",
    ]  # fmt: skip
    assert [(s.sheet, s.why) for s in progress.intake.left_out][:1] == [("数据 “填报说明”表", "没有表格")]
    assert read_progress(out.getvalue(), SMALL, sheet="6月").aside == progress.aside
    with pytest.raises(ms.DataError, match="没有工作表“7月”；有：6月、填报说明、空表"):
        read_progress(out.getvalue(), SMALL, sheet="7月")


# --- where it may come from ------------------------------------------------------------

ROWS: list[dict[str, Any]] = [
    {"indicator": "roads", "area": "甲县", "actual": Decimal("5.25")},
    {"indicator": "toilets", "area": "乙区", "actual": Decimal("1300.00")},
    {"indicator": "jobs", "area": "甲县", "actual": None},
]


def test_records_frames_and_queries_say_the_same() -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    connection = duckdb.connect()
    connection.register("register", table)
    sources = [
        polars.DataFrame(ROWS), polars.LazyFrame(ROWS), pandas.DataFrame(ROWS), table,
        connection.sql("SELECT * FROM register"), ibis.memtable(table),
    ]  # fmt: skip
    expected = {(r.indicator, r.area, r.value) for r in read_progress(ROWS, SMALL, period=JUNE).records}
    assert expected == {
        ("roads", "甲县", ms.Amount("5.25", "公里")), ("toilets", "乙区", ms.Amount(1300, "户")),
    }  # fmt: skip
    for source in sources:
        progress = read_progress(source, SMALL, period=JUNE)
        assert {(r.indicator, r.area, r.value) for r in progress.records} == expected, type(source)
        assert progress.aside == ()


def test_floats_and_missing_values_of_pandas() -> None:
    frame = pandas.DataFrame({"指标": ["roads", "toilets", "jobs"], "完成数": [5.1, float("nan"), 3.0]})
    progress = read_progress(frame, SMALL, period=JUNE)
    assert {r.indicator: str(r.value) for r in progress.records} == {"roads": "5.1 公里", "jobs": "3 万人"}


def test_a_table_and_a_path(tmp_path: Path) -> None:
    table = ms.Table(("指标", "完成数"), (("roads", "5"),))
    path = tmp_path / "进度.csv"
    path.write_text(table.to_csv(), "gb18030")
    from_path = only(read_progress(path, SMALL, period=JUNE))
    assert only(read_progress(str(path), SMALL, period=JUNE)) == from_path
    assert from_path.source == "进度.csv 第2行"
    assert only(read_progress(table, SMALL, period=JUNE)).value == from_path.value


def test_what_it_is_not_read_from() -> None:
    for wrong in (3, ["roads"], None):
        with pytest.raises(TypeError):
            read_progress(wrong, SMALL, period=JUNE)
    with pytest.raises(ms.DataError, match="没有这个文件"):
        read_progress("没有.csv", SMALL)


# --- published tables ------------------------------------------------------------------


def test_the_citys_own_table_of_2019_and_the_programmes_register_agree() -> None:
    yueyang = ms.load("yueyang-2019")
    shipped = read_progress("yueyang-2019", yueyang)
    published = read_progress(CASES / "yueyang_2019_jan_nov.csv", yueyang)
    assert shipped.aside == published.aside == ()
    said = {r.indicator: (r.value, r.text, r.period) for r in shipped.records if r.text != "-"}
    assert {r.indicator: (r.value, r.text, r.period) for r in published.records} == said
    assert len(said) == 19
    [words] = [r for r in published.records if r.value is None]
    assert words.text.startswith("11月底厂家开始安排发货")


def test_a_district_in_two_successive_months() -> None:
    rows = case("yueyanglou_2019_jul_aug.csv")
    targets = {}
    for number in sorted({int(row["project"]) for row in rows}):
        row = next(r for r in rows if int(r["project"]) == number)
        target = row["target"] if row["target"][:1].isdigit() else ""
        if target.isdigit():
            target += row["unit"] or "个"
        targets[f"p{number}"] = (row["indicator"], f">= {target}" if target else "")
    district = programme(targets, ("岳阳楼区",), city="岳阳市", year=2019)
    progress = read_progress(CASES / "yueyanglou_2019_jul_aug.csv", district)
    jobs = {str(r.period): str(r.value) for r in progress.records if r.indicator == "p1"}
    assert jobs == {"2019年1月1日至7月25日": "6453 人", "2019年1—8月": "7123 人"}
    roads = [str(r.value) for r in progress.records if r.indicator == "p11"]
    assert roads == ["7.7 公里", "11.2 公里"]
    [words] = [r.text for r in progress.records if r.value is None]
    assert words == "已完成人员配置,警用车辆进入控购审批阶段。"
    assert progress.aside == ()
    assert len(progress.records) == 9 + 8


def test_cities_of_a_province() -> None:
    rows = case("hunan_2021_oldestates_aug.csv")
    cities = tuple(dict.fromkeys(row["region"] for row in rows if row["region"] != "全省"))
    province = programme(
        {"starts": ("开工小区数", ">= 1500 个"), "money": ("完成投资额", ">= 752393.73 万元")},
        cities, city="湖南省", year=2021,
    )  # fmt: skip
    progress = read_progress(CASES / "hunan_2021_oldestates_aug.csv", province)
    assert (len(progress.records), progress.aside) == (30, ())
    for id, total in (("starts", "1110 个"), ("money", "281682.60 万元")):
        mine = [r for r in progress.records if r.indicator == id and r.value is not None]
        assert str(next(r.value for r in mine if r.area is None)) == total
        assert {r.source.partition("://")[0] for r in mine} == {"http"}


def test_a_breakdown_over_columns_is_of_targets_and_no_progress() -> None:
    path = CASES / "meishan_2021_breakdown.csv"
    areas = ("眉山天府新区", "东坡区", "彭山区", "仁寿县", "洪雅县", "丹棱县", "青神县")
    meishan = programme({"x": ("劳务品牌培训", ">= 2400 人")}, areas, city="眉山市", year=2021)
    with pytest.raises(ms.DataError, match="看不出“全市”等列里是累计完成数还是目标"):
        read_progress(path, meishan, period="2021年")


# --- laws ------------------------------------------------------------------------------


@given(st.integers(0, 2**32))
def test_the_order_of_lines_changes_nothing(seed: int) -> None:
    """Law: a register with its lines in another order is the same register."""
    rows: list[dict[str, Any]] = [
        {"指标": item, "县市区": area, "完成数": value, "来源": f"第{n}页"}
        for n, (item, area, value) in enumerate(
            [("roads", "甲县", "5"), ("roads", "甲县", "6"), ("jobs", "全市", "全部开工"),
             ("bridges", "乙区", "1"), ("toilets", "乙区", "3户"), ("toilets", "丙", "3户"),
             ("jobs", "甲县", "/")]
        )
    ]  # fmt: skip
    straight = read_progress(rows, SMALL, period=JUNE)
    random.Random(seed).shuffle(rows)  # noqa: S311  # no secret
    mixed = read_progress(rows, SMALL, period=JUNE)
    assert mixed.records == straight.records
    assert {(a.cells, a.why) for a in mixed.aside} == {(a.cells, a.why) for a in straight.aside}


CELLS = st.text(max_size=12) | st.sampled_from(
    (
        "指标",
        "完成数",
        "单位",
        "jobs",
        "城镇新增就业",
        "3.1万人",
        "甲县",
        "全市",
        "/",
        "县市区",
        "期间",
        "2023年6月",
        "72%",
    )
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=6))
def test_no_cells_make_anything_but_a_register_or_a_data_error(rows: list[list[str]]) -> None:
    """Law: every line with a figure in it is a record, is set aside, or the whole is refused."""
    import csv

    out = io.StringIO()
    csv.writer(out).writerows([["指标", "单位", "完成数", "县市区"], *rows])
    try:
        progress = read_progress(out.getvalue().encode("utf-8", "replace"), SMALL, period=JUNE)
    except ms.DataError:
        return
    assert all(record.value is not None or record.text for record in progress.records)
    assert all(line.why and line.source for line in progress.aside)


def test_a_bare_figure_has_the_unit_of_the_target_beside_it() -> None:
    """4000 beside 5850人 are 4000 people, though the indicator counts in 万人."""
    row = {"指标": "jobs", "县市区": "岳阳县", "年度目标": "5850人", "完成数": "4000"}
    [record] = ms.read_progress([row], ms.load("yueyang-2023"), period="2023年9月").records
    assert record.value == ms.Amount(4000, "人")
    assert str(record.value) == "4000 人"
