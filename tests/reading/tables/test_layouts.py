"""Tables as offices lay them out: what they are read as, and what is not read, with the reason."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms

P = ms.load("yueyang-2023")


def table(text: str) -> bytes:
    """Rows with bars between cells, as a CSV file."""
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    width = max(map(len, rows))
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    return (
        ms.Table(tuple(map(str, range(width))), tuple(map(tuple, cells)))
        .to_csv()
        .encode()
        .partition(b"\n")[2]
    )


def read(text: str, **given: Any) -> ms.Progress:
    return ms.read_progress(table(text), P, **given)


def figures(progress: ms.Progress) -> dict[tuple[str, str | None], tuple[str, str]]:
    return {(r.indicator, r.area): (str(r.value), str(r.target)) for r in progress.records}


TWO = {
    ("jobs", "平江县"): ("4425 人", ">= 5900 人"), ("jobs", None): ("40000 人", ">= 59000 人"),
    ("rural-roads", "平江县"): ("30 公里", ">= 60 公里"), ("rural-roads", None): ("300 公里", ">= 549 公里"),
}  # fmt: skip
LAYOUTS = {
    "areas down, indicators across": """
        2023年完成情况（截至6月底）
        县市区|城镇新增就业（人）|||农村公路提质改造（公里）||
        |市人社局|||市交通局||
        |目标|进度|完成比例|目标|进度|完成比例
        平江县|5900|4425|75%|60|30|50%
        合计|59000|40000|67.8%|549|300|54.6%""",
    "areas across": """
        2023年重点民生实事完成情况（1-6月）
        指标|单位|全市||平江县|
        ||任务|完成|任务|完成
        城镇新增就业5.9万人|人|59000|40000|5900|4425
        农村公路提质改造549公里|公里|549|300|60|30""",
    "headings down": """
        2023年重点民生实事完成情况（1-6月）
        指标|类别|平江县|全市
        城镇新增就业|目标（人）|5900|59000
        |完成（人）|4425|40000
        |完成率|75%|67.8%
        农村公路提质改造|目标（公里）|60|549
        |完成（公里）|30|300""",
    "one table each, on one sheet": """
        2023年1-6月城镇新增就业完成情况（单位：人）
        县（市、区）|年度任务|累计完成|序时进度|完成率
        平江县|5900|4425|50%|75%
        全市合计|59000|40000|50%|67.8%
        注：数据由市人社局提供
        2023年1-6月农村公路提质改造完成情况（单位：公里）
        县（市、区）|年度任务|累计完成|序时进度|完成率
        平江县|60|30|50%|50%
        全市合计|549|300|50%|54.6%""",
    "areas above their lines": """
        2023年上半年民生实事完成情况
        指标名称|计量|全年目标任务|已完成数
        平江县|||
        城镇新增就业5.9万人|人|5900|4425
        农村公路提质改造549公里|公里|60|30
        全市|||
        城镇新增就业5.9万人|人|59000|40000
        农村公路提质改造549公里|公里|549|300""",
    "a column of areas that is called something else": """
        2023年前两个季度民生实事完成情况
        名称|考核指标|计划数|实际完成数|数量单位
        平江县|城镇新增就业5.9万人|5900|4425|人
        岳阳市平江县|农村公路提质改造549公里|60|30|公里
        全市|城镇新增就业5.9万人|59000|40000|人
        共计|农村公路提质改造549公里|549|300|公里""",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts(text: str) -> None:
    progress = read(text, strict=True)
    assert figures(progress) == TWO
    assert {str(record.period) for record in progress.records} == {"2023年1—6月"}
    assert progress.intake.unread == ()


def test_every_column_is_listed_with_its_role() -> None:
    progress = read(LAYOUTS["one table each, on one sheet"])
    assert [(c.column, c.role) for c in progress.intake.columns][:5] == [
        ("A", "地区"), ("B", "目标"), ("C", "累计完成数"), ("D", "不用"), ("E", "完成率"),
    ]  # fmt: skip
    assert progress.intake.summary == "读了 2 张表、4 行、10 列"
    assert "指标 jobs（标题）" in str(progress.intake)


HEADS = (
    "县市区 县市区名称 县(市、区) 县（市）区 各县市区 县市区（园区） 地区 辖区 地市 市（州） 填报单位 "
    "填报地区 报送单位 责任单位 单位 单位名称 名称 属地 区县别"
)


@pytest.mark.parametrize("head", HEADS.split())
def test_a_column_of_areas_is_theirs_whatever_it_is_called(head: str) -> None:
    progress = read(f"指标|{head}|完成数\njobs|平江县|3100人\njobs|全市|9人", period="2023年6月")
    assert {r.area: str(r.value) for r in progress.records} == {"平江县": "3100 人", None: "9 人"}


@pytest.mark.parametrize("head", ["县区", "单位", "各地情况", "备注", "名称"])
def test_short_names_of_areas_are_no_ones_and_never_the_citys(head: str) -> None:
    text = f"指标|{head}|完成数\njobs|楼区|3100人\njobs|平江|3人"
    with pytest.raises(ms.DataError, match="没有地区“楼区”，最接近的是“岳阳楼区”"):
        read(text, period="2023年6月")
    aliases = {"楼区": "岳阳楼区", "平江": "平江县"}
    assert {r.area for r in read(text, period="2023年6月", aliases=aliases).records} == set(aliases.values())


@pytest.mark.parametrize(
    "above",
    ["平江县2023年6月民生实事完成情况", "2023年6月完成情况|填报单位：平江县人社局", "6月|填报单位：|平江县"],
)
def test_the_area_of_a_countys_own_table(above: str) -> None:
    progress = read(f"{above}\n指标|单位|目标|完成数\njobs|人|5900|3100")
    assert figures(progress) == {("jobs", "平江县"): ("3100 人", ">= 5900 人")}


def test_the_area_of_the_sheets_or_the_files_name(tmp_path: Any) -> None:
    path = tmp_path / "平江县6月.csv"
    path.write_bytes(table("指标|完成数\njobs|3100人"))
    [record] = ms.read_progress(path, P).records
    assert (record.area, str(record.period)) == ("平江县", "2023年6月")
    path.write_bytes(table("岳阳县6月进度|\n指标|完成数\njobs|3100人"))
    with pytest.raises(ms.DataError, match="看不出是哪个地区的表"):
        ms.read_progress(path, P)


def test_a_countys_total_is_its_own() -> None:
    progress = read("平江县2023年6月城镇新增就业完成情况\n乡镇|完成数（人）\n安定镇|100\n合计|300")
    assert figures(progress) == {("jobs", "平江县"): ("300 人", "None")}
    assert ["安定镇" in aside.why for aside in progress.aside] == [True]


def test_places_within_an_area_are_not_all_of_it() -> None:
    progress = read(
        "县市区|乡镇|指标|完成数（人）\n平江县|安定镇|jobs|10\n平江县|合计|jobs|100", period="6月"
    )
    assert figures(progress) == {("jobs", "平江县"): ("100 人", "None")}
    assert "“安定镇”是平江县里的一处" in progress.aside[0].why


@pytest.mark.parametrize("name", ["小计", "平均", "全市平均", "全县", "全省"])
def test_neither_a_part_nor_a_mean_nor_another_whole_is_the_city(name: str) -> None:
    progress = read(f"县区|指标|完成数\n平江县|jobs|1人\n{name}|jobs|2人", period="6月")
    assert [record.area for record in progress.records] == ["平江县"]
    assert len(progress.aside) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2019年6月完成情况\n指标|完成数\njobs|3人", "说的是 2019 年"),
        ("石首市2023年6月完成情况\n指标|完成数\njobs|3人", "“石首市”不是岳阳市的地区"),
        ("6月\n县市区|任务|完成数\n平江县|3|1", "没有写明是哪个指标的数"),
    ],
)
def test_a_table_of_something_else_is_refused(text: str, said: str) -> None:
    with pytest.raises(ms.DataError, match=said):
        read(text)


# --- units -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("指标|县市区|任务数|完成数\njobs|平江县|5900|4425", "4425 人"),
        ("指标|县市区|任务数|完成数\njobs|平江县|0.59|0.4425", "0.4425 万人"),
        ("指标|县市区|完成数\njobs|平江县|4425", "4425 人"),
        ("指标|目标|完成数\njobs|59000|44250", "44250 人"),
        ("指标|完成数\njobs|3.1", "3.1 万人"),
        ("单位：人\n指标|县市区|完成数\njobs|平江县|4425", "4425 人"),
        ("（单位：人、万元）\n指标|县市区|完成数\njobs|平江县|4425", "4425 人"),
        ("指标|县市区|计量|完成数\njobs|平江县|人|4425", "4425 人"),
        ("指标|县市区|任务数（人）|完成数\njobs|平江县|6000|4425", "4425 人"),
    ],
)
def test_the_unit_of_a_bare_figure(text: str, value: str) -> None:
    [record] = read(text, period="6月").records
    assert str(record.value) == value


@pytest.mark.parametrize(
    "text",
    [
        "指标|县市区|任务数|完成数\njobs|平江县|6000|4425",
        "指标|完成数\njobs|44250",
        "指标|县市区|完成数\njobs|平江县|0.31",
        "指标|县市区|完成数\nusers|平江县|31000",
    ],
)
def test_a_figure_whose_unit_cannot_be_told_is_set_aside(text: str) -> None:
    with pytest.raises(ms.DataError, match="没有写单位，看不出是不是"):
        read(text, period="6月")


# --- columns -----------------------------------------------------------------------------


def test_two_readings_are_none_and_strict_fails_on_them() -> None:
    text = "指标|完成数（人）|实际完成（人）|本月完成（人）\njobs|1|2|3"
    progress = read(text, period="6月")
    assert [record.cumulative for record in progress.records] == [False]
    assert [(c.header, c.why[:8]) for c in progress.intake.unread] == [
        ("完成数（人）", "有几列都可能是"), ("实际完成（人）", "有几列都可能是"),
    ] or len(progress.intake.unread) == 2  # fmt: skip
    with pytest.raises(ms.DataError, match="没有读：有几列都可能是“累计完成数”"):
        read(text, period="6月", strict=True)
    told = read(text, period="6月", columns={"B": "actual", "C": "aside"}, strict=True)
    assert {str(record.value) for record in told.records} == {"1 人", "3 人"}


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("2022年完成数", "是 2022 年的数"),
        ("8月完成数", "可能是当月的数，也可能是累计数"),
        ("看不懂", "表头看不懂"),
    ],
)
def test_a_column_that_is_not_read_is_told(head: str, why: str) -> None:
    progress = read(f"指标|县市区|形象进度|{head}\njobs|平江县|50%|3", period="2023年8月")
    assert [c.why for c in progress.intake.unread] == [why]


def test_a_month_beside_what_counts_from_january() -> None:
    progress = read(
        "2023年9月城镇新增就业完成情况\n县市区|9月完成数（人）|累计完成数（人）|上半年完成数（人）\n平江县|1|5|3"
    )
    assert {(str(r.period), r.cumulative): str(r.value) for r in progress.records} == {
        ("2023年9月", False): "1 人", ("2023年9月", True): "5 人", ("2023年1—6月", True): "3 人",
    }  # fmt: skip


def test_a_task_once_in_words_and_once_in_figures() -> None:
    progress = read("指标|目标任务|目标任务|完成情况\njobs|新增就业|59000人|44250人", period="6月")
    assert figures(progress) == {("jobs", None): ("44250 人", ">= 59000 人")}


def test_who_and_when_stand_around_the_table() -> None:
    text = "填报单位：市人社局 填报日期：2023年7月3日\n指标|完成数\njobs|3万人"
    [record] = read(text, period="6月").records
    assert (record.by, str(record.on)) == ("市人社局", "2023-07-03")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("前三季度完成情况", "2023年1—9月"),
        ("截止8月20完成情况", "2023年1月1日至8月20日"),
        ("截至6月底", "2023年1—6月"),
        ("完成情况（11月底）", "2023年1—11月"),
    ],
)
def test_periods_of_titles(title: str, period: str) -> None:
    [record] = read(f"{title}\n填报日期：2023年12月3日\n指标|完成数\njobs|3万人").records
    assert str(record.period) == period


def test_a_line_with_more_cells_than_headings() -> None:
    with pytest.raises(ms.DataError, match="这一行的格子比表头多"):
        ms.read_progress("指标,县市区,完成数\njobs,平江县,4,425人".encode(), P, period="6月")


# --- printed tables ----------------------------------------------------------------------


def test_groups_of_a_printed_table_are_checked_each_by_itself() -> None:
    text = """
        市（州）|任务数（个）|完成数（个）|完成率|年度计划投资（万元）|完成投资（万元）|投资完成率|序时进度|排名
        甲市|100|80|80%|200|150|75%|75%|1
        乙市|100|70|70%|100|50|50%|75%|2
        共计|200|150|75%|300|200|66.7%|75%|"""
    report = ms.check_published(ms.read_published(table(text)))
    assert {c.agreement.label for c in report if c.subject.label == "完成率"} == {"一致（四舍五入）"}
    assert [c.agreement.label for c in report if c.subject.label == "合计"] == ["一致（四舍五入）"] * 4
    assert [c.agreement.label for c in report.of(subject="名次") if c.line.rate] == ["一致（四舍五入）"] * 2


def test_one_figure_against_several_targets() -> None:
    text = "指标|单位|省定目标|市定目标|完成数|占省目标%|占市目标%\n公路|公里|100|120|110|110%|91.7%"
    report = ms.check_published(ms.read_published(table(text)))
    assert [c.agreement.label for c in report] == ["一致（四舍五入）"] * 2


@pytest.mark.parametrize("head", ["分解任务", "备注", "目标任务分解情况"])
def test_a_breakdown_in_one_cell_is_added_up(head: str) -> None:
    text = f"项目|单位|任务数|{head}\n农田|亩|500|元坝镇280 白果乡15、红岩乡205亩\n池塘|口|9|元坝镇3，白果乡5"
    checks = ms.check_published(ms.read_published(table(text))).of(subject="分项")
    assert [check.agreement.label for check in checks] == ["一致（四舍五入）", "推不出"]


def test_tables_side_by_side() -> None:
    head = "县市区|任务数（人）|完成数（人）"
    progress = read(f"2023年6月城镇新增就业\n{head}|{head}\n平江县|5900|3100|岳阳县|5850|3000", strict=True)
    assert figures(progress) == {
        ("jobs", "平江县"): ("3100 人", ">= 5900 人"), ("jobs", "岳阳县"): ("3000 人", ">= 5850 人"),
    }  # fmt: skip


def test_what_was_done_in_words() -> None:
    text = "6月\n指标|完成情况\njobs|已完成3.1万人\nrural-roads|已完成大部分\nelevators|已完成招标2个"
    said = {r.indicator: (str(r.value), r.text) for r in read(text).records}
    assert said == {
        "jobs": ("3.1 万人", ""),
        "rural-roads": ("None", "已完成大部分"),
        "elevators": ("None", "已完成招标2个"),
    }


def test_physical_progress_is_no_figure_of_what_is_counted() -> None:
    [line] = ms.read_published(table("指标|单位|目标|形象进度|完成率\n甲|所|2|70|"))
    assert (line.actual, line.note) == ("", "形象进度 70")


@pytest.mark.parametrize(
    "name", ["城镇新增就业5.9万人（人）", "1.城镇新增就业5.9万人（单位：人）", "★ jobs(人)"]
)
def test_the_unit_behind_an_indicators_name(name: str) -> None:
    progress = read(f"6月\n指标|县市区|完成数\n{name}|平江县|4425\n{name}|县市区合计|9")
    assert figures(progress) == {("jobs", "平江县"): ("4425 人", "None")}
    assert "“县市区合计”是一部分地区的合计" in progress.aside[0].why  # without what is the city's own


def test_a_hidden_column_is_not_read_unless_it_is_told() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("6月")
        for number, row in enumerate((["指标", "完成数", "累计完成"], ["jobs", "2万人", "3万人"])):
            sheet.write_row(number, 0, row)
        sheet.set_column(1, 1, None, None, {"hidden": True})
    [record] = ms.read_progress(out.getvalue(), P).records
    assert str(record.value) == "3 万人"
    told = ms.read_progress(out.getvalue(), P, columns={"B": "actual", "C": "aside"})
    assert [str(record.value) for record in told.records] == ["2 万人"]


def test_a_hidden_sheet_is_left_out_and_said_and_read_when_it_is_named() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, figure in (("6月", "3万人"), ("旧6月", "2万人")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["指标", "完成数"])
            sheet.write_row(1, 0, ["jobs", figure])
        sheet.hide()
    progress = ms.read_progress(out.getvalue(), P)
    assert [str(record.value) for record in progress.records] == ["3 万人"]
    assert [(one.sheet, one.why) for one in progress.intake.left_out] == [
        ("数据 “旧6月”表", "是隐藏的工作表；要读请用 sheet=（命令行 --sheet）指明"),
    ]  # fmt: skip
    assert str(ms.read_progress(out.getvalue(), P, sheet="旧6月").records[0].value) == "2 万人"
