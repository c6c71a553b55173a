"""Every refusal says what to do, and who does it gets further: in Python and on the command line."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms
from minsheng.cli import main

P = ms.load("yueyang-2023")
#: what a person knows who is asked for it
KNOWN = {"period": "2023年8月", "indicator": "jobs", "area": "平江县"}

#: tables that need a person, and what comes of them when each piece of advice is followed
TABLES: dict[str, tuple[str, set[str]]] = {
    "indicators across that say nothing": (
        "2023年6月民生实事\n县市区,城镇新增就业,农村新增基站\n平江县,3100,80\n",
        {"jobs 平江县 3100 人", "base-stations 平江县 80 个"},
    ),
    "areas across that say nothing": ("2023年6月城镇新增就业5.9万人\n,平江县,岳阳县\n人数,3100,80\n", {
        "jobs 平江县 3100 人", "jobs 岳阳县 80 人",
    }),
    "started and finished": (
        "2023年1-8月\n指标,县市区,任务,开工数,开工率,完工数,完工率\nold-communities,平江县,25,25,100%,10,40%\n",
        {"old-communities 平江县 25 个"},
    ),
    "started and finished below a heading": (
        "2023年1-8月\n县市区,开工情况,,完工情况,\n,开工数,开工率,完工数,完工率\n平江县,25,100%,10,40%\n",
        {"jobs 平江县 25 人"},
    ),
    "only rates": (
        "2023年8月\n指标,县市区,开工率,完工率\nold-communities,平江县,100%,40%\n",
        {"old-communities 平江县 40 %"},
    ),
    "two columns for one thing": (
        "2023年8月\n指标,县市区,完成数,已完成数\njobs,平江县,4000,4100\n", {"jobs 平江县 4000 人"}
    ),
    "two columns of one name": (
        "2023年8月\n指标,县市区,完成数,完成数\njobs,平江县,4000,4100\n", {"jobs 平江县 4000 人"}
    ),
    "a heading nobody knows": ("2023年8月\n指标,县市区,甲乙\njobs,平江县,4000\n", {"jobs 平江县 4000 人"}),
    "headings nobody knows at all": (
        "2023年8月\n子项,何处,几何\njobs,平江县,4000\n", {"jobs 平江县 4000 人"}
    ),
    "a heading with signs": ("2023年8月\n指标,县市区,办结 (含)\njobs,平江县,4000\n", {"jobs 平江县 4000 人"}),
    "no period": ("指标,县市区,完成数\njobs,平江县,4000\n", {"jobs 平江县 4000 人"}),
    "no indicator": ("2023年8月\n县市区,完成数\n平江县,4000\n", {"jobs 平江县 4000 人"}),
    "neither": ("县市区,完成数\n平江县,4000\n", {"jobs 平江县 4000 人"}),
    "months that say nothing": (
        "2023年城镇新增就业\n县市区,1-3月,1-6月\n平江县,1000,3000\n",
        {"jobs 平江县 1000 人", "jobs 平江县 3000 人"},
    ),
    "one month that says nothing": ("指标,县市区,6月\njobs,平江县,3000\n", {"jobs 平江县 3000 人"}),
    "a figure of one month": ("指标,县市区,6月完成数\njobs,平江县,3000\n", {"jobs 平江县 3000 人"}),
    "progress that may be a rate": (
        "2023年6月\n指标,县市区,任务,进度\njobs,平江县,5900,66\n", {"jobs 平江县 66 人"}
    ),
    "a short name": ("2023年6月\n指标,县市区,完成数\njobs,平江,3000\n", {"jobs 平江县 3000 人"}),
    "another name": (
        "2023年6月\n指标,县市区,完成数\n农村公路提质改造工程,平江县,30\n", {"rural-roads 平江县 30 公里"}
    ),
    "months that may be each their own": (
        "2023年城镇新增就业\n县市区,一月完成,二月完成\n平江县,300,400\n",
        {"jobs 平江县 300 人", "jobs 平江县 400 人"},
    ),
    "months in words": (
        "2023年城镇新增就业\n县市区,一月,二月\n平江县,300,400\n", {"jobs 平江县 300 人", "jobs 平江县 400 人"}
    ),
    "headings that look like letters": (
        "2023年6月\n指标,县市区,A,B\njobs,平江县,3000,7\n", {"jobs 平江县 3000 人"}
    ),
    "a figure beside one that says it is cumulative": (
        "2023年6月\n指标,县市区,完成,累计\njobs,平江县,500,3000\n", {"jobs 平江县 3000 人"}
    ),
    "another city's title": (
        "长沙市2023年6月城镇新增就业\n序号,完成\n1,3000\n", {"jobs 平江县 3000 人"}
    ),
    "two areas in title and name": (
        "岳阳县2023年6月\n填报单位：平江县\n指标,完成数\njobs,3000\n", {"jobs 平江县 3000 人"}
    ),
    "part of a name": (
        "2023年6月\n县市区,就业,,基站,\n,目标,完成,目标,完成\n平江县,5900,3100,110,80\n",
        {"jobs 平江县 3100 人", "base-stations 平江县 80 个"},
    ),
    "two columns of money": (
        "2023年6月\n单位：公里、万元\n指标,县市区,完成,到位资金,拨付资金\nrural-roads,平江县,31,500,400\n",
        {"rural-roads 平江县 31 公里", "rural-roads 平江县 500 万元"},
    ),
    "areas across below": (
        "2023年6月\n指标,平江县,岳阳县\njobs,3000,2000\n", {"jobs 平江县 3000 人", "jobs 岳阳县 2000 人"}
    ),
}  # fmt: skip


def records(progress: ms.Progress) -> set[str]:
    return {f"{r.indicator} {r.area or '全市'} {r.value}" for r in progress.records}


def follow(said: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a person who takes each word of a message literally gives next."""
    more = {key: {**value} if isinstance(value, dict) else value for key, value in given.items()}
    for told in re.findall(r"columns=(\{.*?\})", said):
        more["columns"] = {**more.get("columns", {}), **ast.literal_eval(told)}
    for name, nearest in re.findall("没有(?:地区|指标或标准)“(.*?)”，最接近的是“(.*?)”", said):
        items = {item.text: item.id for project in P.projects for item in project.items}
        more["aliases"] = {**more.get("aliases", {}), name: items.get(nearest, nearest)}
    for key in re.findall(r"(period|indicator|area)=", said):
        more[key] = KNOWN[key]
    assert more != given, f"nothing to do: {said}"
    return more


def until_read(read: Callable[[dict[str, Any]], ms.Progress]) -> ms.Progress:
    given: dict[str, Any] = {}
    for _ in range(6):
        try:
            return read(given)
        except ms.DataError as error:
            given = follow(str(error), given)
    raise AssertionError(given)


@pytest.mark.parametrize("name", TABLES)
def test_who_follows_the_advice_has_the_table_read(name: str, tmp_path: Path) -> None:
    text, wanted = TABLES[name]
    (file := tmp_path / "表.csv").write_text(text, "utf-8")
    progress = until_read(lambda given: ms.read_progress(file, P, strict=True, **given))
    assert records(progress) == wanted


@pytest.mark.parametrize("name", [name for name in TABLES if name != "only rates"])
def test_what_is_learnt_is_read_when_a_person_has_agreed_to_it(name: str, tmp_path: Path) -> None:
    """Uncommenting every first proposal reads the same as giving it; only a second one may be left."""
    text, wanted = TABLES[name]
    (file := tmp_path / "表.csv").write_text(text, "utf-8")
    given: dict[str, Any] = {}
    kept = tmp_path / "对照.toml"
    for _ in range(5):
        try:
            progress = ms.read_progress(file, P, strict=True, learn=True, **given)
            break
        except ms.DataError as error:
            lines, done = kept.read_text("utf-8").splitlines(), set[str]()
            for number, line in enumerate(lines):
                if (open_ := re.match('# (".*" = "(.*?)")  #(.*)', line)) and open_[2]:
                    only_one = "只有一列是" in open_[3]
                    lines[number] = open_[1]
                    if only_one and open_[2] in done:
                        lines[number] = open_[1].replace(f'"{open_[2]}"', '"不用"')
                    done |= {open_[2]} if only_one else set()
            kept.write_text("\n".join(lines), "utf-8")
            given |= {key: KNOWN[key] for key in re.findall(r"(period|indicator|area)=", str(error))}
    else:
        raise AssertionError(kept.read_text("utf-8"))
    assert len(records(progress)) >= len(wanted) - 1
    again = ms.read_progress(file, P, strict=True, period=given.get("period"))
    assert again.records == progress.records


def test_a_person_may_say_that_a_name_is_the_whole_city() -> None:
    """市直 is near 全市 in its letters only, and so that is never proposed."""
    rows = [
        {"指标": "jobs", "县市区": "市直", "完成": "300人"},
        {"指标": "jobs", "县市区": "平江县", "完成": "3人"},
    ]
    [aside] = ms.read_progress(rows, P, period="2023年6月").aside
    assert "没有地区“市直”；有：平江县" in aside.why
    progress = ms.read_progress(rows, P, period="2023年6月", aliases={"市直": "全市"})
    assert records(progress) == {"jobs 全市 300 人", "jobs 平江县 3 人"}


def test_reported_and_verified_figures_are_both_read() -> None:
    rows = [{"指标": "jobs", "县市区": "平江县", "县级自报": "3100人", "市级核定": "3000人"}]
    progress = ms.read_progress(rows, P, period="2023年6月", strict=True)
    assert {(str(r.value), r.verified) for r in progress.records} == {("3100 人", False), ("3000 人", True)}


def test_advice_for_the_command_line_works_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("started and finished", "indicators across that say nothing", "a heading with signs"):
        (file := tmp_path / "表.csv").write_text(TABLES[name][0], "utf-8")
        assert main(["progress", "yueyang-2023", str(file), "--strict"]) == 2
        [told] = re.findall("命令行 (--columns .*?)）(?:；|$)", capsys.readouterr().err)
        given = [one.strip("'") for one in re.findall(r"'[^']*'|\S+", told)]
        aside = ["完工数=不用"] if "完工数=不用" not in given and "开工数" in told else []
        assert main(["progress", "yueyang-2023", str(file), "--strict", *given, *aside]) != 2


def test_a_bad_sheet_keeps_no_good_one_from_being_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "6月.xlsx"))
    sheets: dict[str, list[list[str | int]]] = {
        "平江县": [["指标", "任务数", "完成数"], ["jobs", 5900, 3100]],
        "汇总": [["县市区", "城镇新增就业"], ["平江县", 3100]],
        "说明": [["本表由各县填报，每月5日前报送"]],
        "去年": [["2022年6月"], ["指标", "县市区", "完成数"], ["jobs", "平江县", 3000]],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    progress = ms.read_progress(tmp_path / "6月.xlsx", P)
    assert records(progress) == {"jobs 平江县 3100 人"}
    left_out = {sheet.sheet: sheet.why for sheet in progress.intake.left_out}
    assert left_out.keys() == {"6月.xlsx “汇总”表", "6月.xlsx “去年”表", "6月.xlsx “说明”表"}
    assert "各指标" in left_out["6月.xlsx “汇总”表"]
    assert "2022" in left_out["6月.xlsx “去年”表"]
    with pytest.raises(ms.DataError, match="有 2 处问题"):
        ms.read_progress(tmp_path / "6月.xlsx", P, strict=True)


READ = [
    ("城镇新增就业5.9万人\n单位：人　　截至2023年8月底\n县市区,目标,完成\n平江县,5900,4000\n", "2023年1—8月"),
    (
        "城镇新增就业5.9万人\n牵头单位：市人社局 截至2023年8月底\n县市区,目标,完成\n平江县,5900,4000\n",
        "2023年1—8月",
    ),
    ("城镇新增就业5.9万人\n单位：人 2023年8月\n县市区,目标,完成\n平江县,5900,4000\n", "2023年8月"),
    ("城镇新增就业5.9万人2023.8\n县市区,目标,完成\n平江县,5900,4000\n", "2023年8月"),
    (
        "2023年8月25日—8月31日城镇新增就业5.9万人周报\n县市区,目标,累计\n平江县,5900,4000\n",
        "2023年8月25日至8月31日",
    ),
    ("指标,县市区,期间,完成\njobs,平江县,2023.8,4000\n", "2023年8月"),
    ("指标,县市区,期间,完成\njobs,平江县,202308,4000\n", "2023年8月"),
    ("指标,县市区,期间,完成\njobs,平江县,45138,4000\n", "2023年7月31日"),
    ("2023年城镇新增就业累计完成情况\n县市区,1-8月\n平江县,4000\n", "2023年1—8月"),
    ("2023年城镇新增就业\n县市区,截至8月底\n平江县,4000\n", "2023年1—8月"),
    ("2023年城镇新增就业\n县市区,1-8月\n平江县,4000\n", "2023年1—8月"),
    ("2023年城镇新增就业\n县市区,上半年\n平江县,4000\n", "2023年1—6月"),
    ("2023年城镇新增就业分月累计\n县市区,8月\n平江县,4000\n", "2023年8月"),
]


@pytest.mark.parametrize(("text", "period"), READ)
def test_a_period_is_found_where_it_is_written(text: str, period: str, tmp_path: Path) -> None:
    (file := tmp_path / "表.csv").write_text(text, "utf-8")
    [record] = ms.read_progress(file, P, strict=True).records
    assert (str(record.value), str(record.period), record.cumulative) == ("4000 人", period, True)


def test_months_across_are_of_their_months_each() -> None:
    rows = [{"县市区": "平江县", "指标": "jobs", "1月": 300, "2月": 400}]
    for role, cumulative in (("in-period", False), ("actual", True)):
        progress = ms.read_progress(rows, P, columns={"各月": role})
        assert [(str(r.value), str(r.period), r.cumulative) for r in progress.records] == [
            ("300 人", "2023年1月", cumulative), ("400 人", "2023年2月", cumulative),
        ]  # fmt: skip


@pytest.mark.parametrize("between", ["第1页，共2页", "第 1 页 共 2 页", "（续表）", "单位：人", "- 1 -", ""])
def test_a_page_ends_no_table(between: str, tmp_path: Path) -> None:
    head = "县市区,任务,完成"
    text = f"2023年6月城镇新增就业5.9万人\n{head}\n平江县,5900,3100\n{between}\n{head}\n岳阳县,5850,3000\n"
    (file := tmp_path / "表.csv").write_text(text, "utf-8")
    progress = ms.read_progress(file, P, strict=True)
    assert records(progress) == {"jobs 平江县 3100 人", "jobs 岳阳县 3000 人"}
    assert progress.intake.summary.startswith("读了 2 张表、2 行")


def test_two_tables_beside_each_other_with_titles_of_their_own(tmp_path: Path) -> None:
    text = (
        "表一 2023年6月城镇新增就业5.9万人,,,,表二 2023年6月农村新增基站550个,,\n"
        "县市区,任务,完成,,县市区,任务,完成\n平江县,5900,3100,,岳阳县,61,40\n"
    )
    (file := tmp_path / "表.csv").write_text(text, "utf-8")
    assert records(ms.read_progress(file, P, strict=True)) == {
        "jobs 平江县 3100 人",
        "base-stations 岳阳县 40 个",
    }


def test_a_title_names_the_indicator_of_groups(tmp_path: Path) -> None:
    text = (
        "2023年1-8月农村公路提质改造549公里进展\n县市区,建设里程（公里）,,投资（万元）,\n,计划,完成,计划,完成\n"
        "平江县,213,100,8000,4000\n"
    )
    (file := tmp_path / "表.csv").write_text(text, "utf-8")
    progress = ms.read_progress(file, P, strict=True)
    assert {(str(r.value), r.measure.value) for r in progress.records} == {
        ("100 公里", "count"), ("4000 万元", "money"),
    }  # fmt: skip
