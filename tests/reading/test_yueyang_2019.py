"""The programme of 2019, fact by fact, as the city's own table has it."""

from __future__ import annotations

import csv
import datetime
from importlib.resources import files

import pytest

import minsheng as ms
from minsheng.published.report import check_published
from tests.cases import CASES

CASE = CASES / "yueyang_2019_jan_nov.csv"

#: unit, target, figure or text, rate: written a second time from the city's table
PRINTED = {
    "jobs": ("万人", "5.2", "7.23", "139.1%"),
    "rural-road-access": ("公里", "1360", "1361.92", "100.1%"),
    "rural-road-upgrading": ("公里", "168", "171.70", "102.2%"),
    "rural-tap-water": ("万人", "4.52", "5.52", "122.0%"),
    "large-classes": ("个", "869", "1022", "117.6%"),
    "cancer-screening": ("人", "93215", "106345", "114.1%"),
    "prenatal-screening": ("万人", "3.31", "3.49", "105.3%"),
    "disability-living-allowance": ("元/月/人", "60", "60", "达到目标60元"),
    "disability-care-allowance": ("元/月/人", "60", "60", "达到目标60元"),
    "subsistence-rural": ("元/年/人", "3700", "3840", "达到目标3840元"),
    "subsistence-rural-level": ("元/月/人", "197", "197", "达到目标197元"),
    "county-hospitals": ("", "", "-", "-"),
    "village-clinics": ("个", "21", "21", "100.0%"),
    "household-toilets": ("户", "144281", "127258", "88.2%"),
    "village-police": ("个", "1379", "1626", "117.9%"),
    "grid-10kv": ("万元", "5900", "5900", "100.0%"),
    "digital-coverage": ("座", "8", "11月底厂家开始安排发货 预定12月初开始安装调试设备。", ""),
    "satellite-users": ("户", "12800", "7854", "61.4%"),
    "village-fibre": ("个", "350", "350", "100.0%"),
    "base-stations-4g": ("个", "68", "68", "100.0%"),
}  # fmt: skip

#: who answers for each project, likewise
AGENCIES = {
    1: ["人力资源社会保障局"], 2: ["交通局"], 3: ["水利局"], 4: ["教体局"], 5: ["妇联", "卫健委"],
    6: ["民政局"], 7: ["卫健委"], 8: ["农业农村局"], 9: ["公安局"], 10: ["岳阳电力公司"],
    11: ["文化旅游广电局"], 12: ["工信局、通信管理办"],
}  # fmt: skip


@pytest.fixture(scope="module")
def y2019() -> ms.Programme:
    return ms.load("yueyang-2019")


@pytest.fixture(scope="module")
def report(y2019: ms.Programme) -> ms.Report:
    return ms.check(y2019)


def progress() -> list[dict[str, str]]:
    """The register as it stands in the file."""
    text = (files("minsheng") / "data" / "yueyang-2019" / "progress.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def typed() -> list[dict[str, str]]:
    """The table as it was typed off the page."""
    return list(csv.DictReader(CASE.read_text("utf-8").splitlines()))


# --- the programme ----------------------------------------------------------------------


def test_twelve_projects_and_twenty_rows(y2019: ms.Programme) -> None:
    assert [p.number for p in y2019.projects] == list(range(1, 13))
    assert [item.id for p in y2019.projects for item in p.items] == list(PRINTED)
    assert [item.text for p in y2019.projects for item in p.items] == [row["indicator"] for row in typed()]
    assert [f"{p.number} {p.title}" for p in y2019.projects for _ in p.items] == [
        r["project"] for r in typed()
    ]


def test_targets_are_those_of_the_column_and_never_of_a_name(y2019: ms.Programme) -> None:
    bounds = {i.id: i.target for i in y2019.indicators} | {s.id: s.tiers[0].target for s in y2019.standards}
    assert {id: str(bound) if bound else "" for id, bound in bounds.items()} == {
        id: f">= {target} {unit}" if target else "" for id, (unit, target, _, _) in PRINTED.items()
    }


def test_units_that_are_printed_are_kept() -> None:
    printed = {id: row["unit"] for id, row in zip(PRINTED, typed(), strict=True) if row["unit"]}
    assert printed == {id: PRINTED[id][0] for id in printed}
    assert len(printed) == 10


def test_four_rows_are_standards_from_an_assumed_day(y2019: ms.Programme) -> None:
    days = {tier.effective for s in y2019.standards for tier in s.tiers}
    assert (len(y2019.standards), days) == (4, {datetime.date(2019, 1, 1)})
    other = ms.load("yueyang-2019", readings={"standards-effective": "end-of-november"})
    rural = other.standard("subsistence-rural")
    assert rural.tier(other.area("君山区"), datetime.date(2019, 6, 30)) is None
    assert rural.tier(other.area("君山区"), datetime.date(2019, 12, 31)) is not None


def test_the_level_is_a_reading_because_none_is_printed(y2019: ms.Programme) -> None:
    assert {p.level.label for p in y2019.projects} == {"省级"}
    assert {p.level.label for p in ms.reread(y2019, {"project-levels": "city"}).projects} == {"市级"}
    assert y2019.levels == ()


def test_only_the_row_that_names_areas_is_divided(y2019: ms.Programme) -> None:
    assert y2019.allocation["village-clinics"].working() == "平江县 17 + 汨罗市 4 = 21 个"
    assert len(y2019.allocation) == 1
    whole_city = [i for i in y2019.indicators if i.id != "village-clinics"]
    assert all(i.undivided for i in whole_city)
    assert [a.code for a in y2019.areas if a.code] == [a.code for a in y2019.areas]


def test_the_row_of_dashes_has_no_target(y2019: ms.Programme) -> None:
    assert [i.id for i in y2019.indicators if i.target is None] == ["county-hospitals"]


def test_who_answers(y2019: ms.Programme) -> None:
    assert {p.number: [a.lead_agency for a in p.assignments] for p in y2019.projects} == AGENCIES
    typed_for = {id: row["note"].split("；")[0] for id, row in zip(PRINTED, typed(), strict=True)}
    lead = {id: a.lead_agency for a in y2019.assignments for id in a.covers}
    del lead["county-hospitals"], typed_for["county-hospitals"]  # no agency stands there
    assert lead == typed_for


def test_dumped_and_read_again_it_is_the_same(y2019: ms.Programme) -> None:
    again = ms.load(ms.dump(y2019))
    assert again == y2019
    assert again.digest() == y2019.digest()


def test_every_row_says_where_it_stands(y2019: ms.Programme) -> None:
    places = [item.source.where for p in y2019.projects for item in p.items if item.source]
    assert len(set(places)) == 20
    assert str(y2019.indicator("jobs").source) == "落实情况表第1项第1行"


# --- what the rules say of it -----------------------------------------------------------


def test_what_a_table_does_not_print_is_unknown_and_said_once(report: ms.Report) -> None:
    said = {code: [(u.where, u.why) for u in report[code].unknown] for code in ("R101", "R103")}
    assert said == {
        "R101": [("全部项目", "责任分工没有印牵头领导、责任人、责任单位")],
        "R103": [("项目级别", "附注没有说明级别")],
    }


def test_figures_in_a_name_that_are_not_the_citys_are_unknown(report: ms.Report) -> None:
    assert [u.subject for u in report["A109"].unknown] == [
        "large-classes", "county-hospitals", "household-toilets", "digital-coverage", "satellite-users",
        "village-fibre", "base-stations-4g",
    ]  # fmt: skip
    assert report["A109"].unknown[0].why == (
        "原文的数（1.4万个）里没有录入的 869 个；目标另列，文字里的数不知是谁的"
    )


def test_nothing_is_found_but_the_blank_units(report: ms.Report) -> None:
    assert [(f.code, f.subject) for f in report.findings] == [("A110", "blank-units")]
    held = ("A101", "A103", "R102", "S102", "S103")
    assert {code: report[code].status for code in held} == dict.fromkeys(held, "held")


# --- its progress -----------------------------------------------------------------------


def test_the_register_is_what_was_printed() -> None:
    rows = {row["指标"]: row for row in progress()}
    assert list(rows) == list(PRINTED)
    for id, (unit, target, actual, rate) in PRINTED.items():
        row = rows[id]
        is_figure = actual.replace(".", "").isdecimal()
        assert (row["数值"], row["单位"]) == ((actual, unit) if is_figure else ("", ""))
        assert row["文字"] == ("" if is_figure else actual)
        assert row["目标"] == (f">= {target} {unit}" if target else "")
        assert row["完成率"] == rate


def test_the_register_agrees_with_what_was_typed_off_the_page() -> None:
    said = [(row["数值"] or row["文字"], row["完成率"], row["来源"]) for row in progress()]
    assert said == [(row["actual"], row["published_rate"], row["source"]) for row in typed()]


def test_every_line_is_of_the_eleven_months_and_of_the_whole_city() -> None:
    for row in progress():
        assert (row["地区"], row["期间"], row["累计"], row["口径"]) == ("", "2019年1—11月", "是", "数量")
        assert (row["核实"], row["报送日期"]) == ("否", "")


def test_targets_and_agencies_of_the_register_are_the_programmes(y2019: ms.Programme) -> None:
    bounds = {i.id: i.target for i in y2019.indicators} | {s.id: s.tiers[0].target for s in y2019.standards}
    lead = {id: a.lead_agency for a in y2019.assignments for id in a.covers}
    for row in progress():
        bound = bounds[row["指标"]]
        assert row["目标"] == (str(bound) if bound else "")
        assert row["报送单位"] == lead[row["指标"]]


def test_the_register_is_checked_as_the_printed_table_is() -> None:
    """With ids and whole bounds as with the names and cells of the page."""
    assert [c.agreement for c in check_published(progress())] == [
        c.agreement for c in check_published(typed())
    ]
