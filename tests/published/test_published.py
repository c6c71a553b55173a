"""Published tables against their own figures: real ones, and laws about any."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng import DataError, Table, check_published, read_published
from minsheng.published import Agreement, Grade, Printed, PublishedReport, Subject, check_grades, check_ranks
from tests.cases import CASES


def case(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((CASES / f"{name}.csv").read_text("utf-8-sig").splitlines()))


def published(name: str) -> PublishedReport:
    """A case table, the lines of one date together."""
    return check_published([{**row, "group": row.get("as_of", "")} for row in case(name)])


def only(**cells: Any) -> tuple[str, str, str]:
    """How the rate of one line comes out: class, working, why."""
    [check] = check_published([Printed(**cells)]).of(subject="rate")
    return check.agreement.label, check.working, check.why


def counts(report: PublishedReport) -> dict[str, int]:
    return {way.value: count for way, count in report.counts.items() if count}


# --- rates that were printed ------------------------------------------------------------


def test_the_citys_own_table_of_2019() -> None:
    report = published("yueyang_2019_jan_nov").of(subject="rate")
    assert counts(report) == {"agrees": 11, "within-digits": 3, "other-basis": 4, "not-checkable": 2}
    assert [check.printed for check in report.of(agreement="在所印数字精度之内")] == [
        "139.1%",
        "122.0%",
        "105.3%",
    ]
    assert {check.printed for check in report.of(agreement="另有口径")} == {
        "达到目标60元", "达到目标3840元", "达到目标197元",
    }  # fmt: skip
    assert [check.why for check in report.of(agreement="无法核对")] == [
        "完成率印作“-”；目标印作“-”；完成数印作“-”",
        "完成率空着；完成数“11月底厂家开始安排发货 预定12月初开始安装调试设备。”不是一个数",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hunan_2021_oldestates_aug", {"agrees": 30}),
        ("yueyanglou_2019_jul_aug", {"agrees": 15, "truncated": 1, "not-checkable": 10}),
        ("yueyang_2021_jan_sep", {"agrees": 4, "not-checkable": 14}),
        ("hunan_2011_38_indicators", {"agrees": 1, "not-checkable": 26}),
    ],
)
def test_the_other_tables(name: str, expected: dict[str, int]) -> None:
    assert counts(published(name).of(subject="rate")) == expected


def test_rates_of_the_schedule_table() -> None:
    """654 of 1100 is 59.45 %: 59 % is no truncation, whole percents round down there too."""
    lines = [
        Printed(row["place"], target=row["annual_target"], actual=row["actual"], rate=row["rate_of_annual"])
        for row in case("schedule_reference_points")
        if row["annual_target"]
    ]
    assert [(check.printed, check.agreement.value) for check in check_published(lines)] == [
        ("97.2%", "agrees"),
        ("59%", "agrees"),
    ]


def test_122_of_4_52_is_within_the_printed_digits() -> None:
    assert only(unit="万人", target="4.52", actual="5.52", rate="122.0%") == (
        "在所印数字精度之内",
        "5.52 ÷ 4.52 ≈ 122.124 %",
        "四舍五入是 122.1 %，所印是 122.0 %；按所印位数，约在 121.878 % 与 122.370 % 之间",
    )


def test_3_of_51_is_truncated() -> None:
    assert only(target="51个", actual="3个", rate="5%") == (
        "截位", "3个 ÷ 51个 ≈ 5.88 % → 5 %", "尾数舍去了，四舍五入是 6 %",
    )  # fmt: skip


def test_a_tie_is_rounded_up_and_not_to_the_even() -> None:
    assert only(unit="公里", target="480", actual="480.60", rate="100.13%")[:2] == (
        "一致（四舍五入）", "480.60 ÷ 480 = 100.125 % → 100.13 %",
    )  # fmt: skip
    assert only(unit="公里", target="480", actual="480.60", rate="100.12%")[0] == "截位"


def test_the_arithmetic_is_written_out() -> None:
    assert only(target="93215", actual="106345", rate="114.1%")[1] == "106345 ÷ 93215 ≈ 114.086 % → 114.1 %"


def test_a_shown_quotient_rounds_as_the_number_does() -> None:
    """Two places more would show 49.50, which rounds up, and the number does not."""
    said = "494999人 ÷ 1000000人 = 49.4999 % → 49 %"
    assert only(target="1000000人", actual="494999人", rate="49%")[1] == said
    assert only(target="100000人", actual="49999人", rate="50%")[1] == "49999人 ÷ 100000人 ≈ 50.00 % → 50 %"


def test_whole_people_are_counted_and_not_rounded() -> None:
    """2 of 3 is not 75 %, though 2.4 of 3.2 would be."""
    assert only(unit="人", target="3", actual="2", rate="75%")[0] == "推不出"
    assert only(unit="万人", target="3", actual="2", rate="75%")[0] == "在所印数字精度之内"


def test_units_that_convert_are_converted() -> None:
    assert only(unit="万人", target="0.2", actual="1300人", rate="65%")[:2] == (
        "一致（四舍五入）", "1300人 ÷ 0.2万人 = 65 % → 65 %",
    )  # fmt: skip
    assert only(unit="人", target="5.9万", actual="29,500", rate="50%")[0] == "一致（四舍五入）"
    assert only(target="8户", actual="8个", rate="100%")[0] == "无法核对"


# --- other bases ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (
            {"unit": "%", "target": "4.3%以内", "actual": "4.17", "rate": "103.1%"},
            "按目标 ÷ 完成数计，越低越好",
        ),
        ({"unit": "元", "target": "168", "actual": "185", "rate": "超任务17元"}, "以相差的数表述"),
        ({"unit": "%", "target": "56", "actual": "65.4", "rate": "超任务9.4个百分点"}, "以相差的数表述"),
        ({"unit": "个", "target": "73", "actual": "115", "rate": "超任务42个"}, "以相差的数表述"),
        ({"unit": "元/月", "target": "374", "actual": "397.1", "rate": "高于目标23.1元"}, "以相差的数表述"),
        ({"unit": "%", "target": "5.5", "actual": "4.3", "rate": "低于目标1.2个百分点"}, "以相差的数表述"),
        ({"unit": "元/月/人", "target": "不低于60元", "actual": "60", "rate": "达到目标60元"}, "以达标表述"),
        ({"unit": "元/月", "target": "580", "actual": "580", "rate": "已达目标"}, "以达标表述"),
        ({"unit": "%", "target": "90", "actual": "92.5", "rate": "2.5%"}, "按相差的百分点计"),
        ({"unit": "户", "target": "8", "actual": "6", "rate": "0.75"}, "按倍数计，没有乘 100"),
        ({"unit": "户", "target": "8", "actual": "12", "rate": "100%"}, "超额的按 100 % 计"),
        (
            {"unit": "人", "target": "180", "actual": "284", "rate": "137%", "note": "以人月计"},
            "所印是人月，不由这两个数算出",
        ),
        (
            {"unit": "家", "target": "4", "actual": "1", "rate": "91.7%", "note": "总体形象进度"},
            "所印是形象进度，不由这两个数算出",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_another_basis(cells: dict[str, str], why: str) -> None:
    label, _, said = only(**cells)
    assert (label, said) == ("另有口径", why)


@pytest.mark.parametrize(
    "cells",
    [
        {"unit": "元", "target": "168", "actual": "185", "rate": "超任务19元"},
        {"unit": "元/月/人", "target": "不低于60元", "actual": "58", "rate": "达到目标58元"},
        {"unit": "元/月/人", "target": "不低于60元", "actual": "65", "rate": "达到目标60元"},
        {"unit": "户", "target": "8", "actual": "6", "rate": "57%"},
        {"unit": "人", "target": "180", "actual": "284", "rate": "137%"},
        {"unit": "户", "target": "12", "actual": "8", "rate": "100%"},
    ],
)
def test_what_does_not_follow(cells: dict[str, str]) -> None:
    label, working, why = only(**cells)
    assert label == "推不出"
    assert working
    assert why


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"target": "8户", "actual": "6户"}, "完成率空着"),
        ({"target": "应补尽补", "actual": "6户", "rate": "100%"}, "目标“应补尽补”不是一个数"),
        ({"target": "8户", "actual": "/", "rate": "0%"}, "完成数印作“/”"),
        ({"target": "0户", "actual": "0户", "rate": "100%"}, "目标是 0，不能作除数"),
        ({"target": "8户", "actual": "8户", "rate": "已完成"}, "完成率“已完成”不是一个数"),
        ({"target": "8户", "actual": "8户", "rate": "1,0%"}, "完成率“1,0%”不是一个数"),
        ({"target": "8户", "actual": "8户", "rate": "100户"}, "完成率“100户”不是百分数"),
        ({"target": "8户", "actual": "8户", "rate": "超任务若干"}, "“若干”不是一个数"),
        ({"target": "8户", "actual": "8户", "rate": "达到目标全部"}, "“全部”不是一个数"),
        ({"actual": "8户", "rate": "0%"}, "目标空着；反推不出目标"),
        (
            {"unit": "户", "target": "8个", "actual": "8", "rate": "100%"},
            "目标“8个”的单位是“个”，这一行是“户”",
        ),
        ({"unit": "家", "target": "2家", "rate": "98%", "note": "形象进度"}, "完成数空着；所印是形象进度"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_cannot_be_checked_says_why(cells: dict[str, str], why: str) -> None:
    assert only(**cells) == ("无法核对", "", why)


def test_a_target_that_is_not_printed_is_bounded_by_the_rate() -> None:
    """Rural roads of Hunan, 2011: 3290 公里 were 164.5 %, so about 2000 were asked for."""
    assert (
        only(unit="公里", actual="3290", rate="164.5%")[2]
        == "目标空着；反推目标约在 1999.088 与 2000.912 之间"
    )


def test_a_difference_of_the_unrounded() -> None:
    label, working, why = only(unit="元/月", target="374", actual="397.1", rate="高于目标23元")
    assert (label, working) == ("在所印数字精度之内", "397.1 − 374 = 23.1")
    assert why == "以相差的数表述，所印 23元"


@pytest.mark.parametrize(
    ("cells", "working"),
    [
        (
            {"unit": "%", "target": "4.3%以内", "actual": "4.17", "rate": "103.1%"},
            "4.3% ÷ 4.17 ≈ 103.118 % → 103.1 %",
        ),
        ({"unit": "户", "target": "8", "actual": "6", "rate": "0.75"}, "6 ÷ 8 ≈ 0.75"),
        ({"unit": "%", "target": "90", "actual": "92.5", "rate": "2.5%"}, "92.5 − 90 = 2.5"),
        ({"unit": "户", "target": "8", "actual": "12", "rate": "100%"}, "12 > 8"),
        ({"unit": "元", "target": "168", "actual": "185", "rate": "超任务17元"}, "185 − 168 = 17"),
        ({"unit": "%", "target": "5.5", "actual": "4.3", "rate": "低于目标1.2个百分点"}, "5.5 − 4.3 = 1.2"),
        ({"unit": "万人", "target": "5", "actual": "4", "rate": "少于目标1万人"}, "5 − 4 = 1"),
        ({"unit": "元/月/人", "target": "不低于60元", "actual": "60", "rate": "达到目标60元"}, "60 ≥ 60元"),
        ({"unit": "%", "target": "4.3%以内", "actual": "4.1", "rate": "达到目标"}, "4.1 ≤ 4.3%"),
        ({"unit": "元/月", "target": "不低于60元", "actual": "58", "rate": "达到目标58元"}, "58 不合 ≥ 60元"),
        ({"unit": "元/月/人", "target": "不低于60元", "actual": "65", "rate": "达到目标60元"}, "65 ≥ 60元"),
    ],
    ids=str,
)  # fmt: skip
def test_how_another_basis_is_written_out(cells: dict[str, str], working: str) -> None:
    assert only(**cells)[1] == working


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"unit": "元/月/人", "target": "60元", "actual": "58", "rate": "达到目标58元"}, "没有达到目标"),
        (
            {"unit": "元/月/人", "target": "60元", "actual": "65", "rate": "达到目标60元"},
            "所印 60元，完成数是 65",
        ),
        ({"unit": "元", "target": "168", "actual": "185", "rate": "超任务19元"}, "所印 19元"),
        ({"unit": "户", "target": "8", "actual": "6", "rate": "57%"}, "四舍五入是 75 %，所印是 57 %"),
    ],
    ids=str,
)
def test_why_it_does_not_follow(cells: dict[str, str], why: str) -> None:
    label, _, said = only(**cells)
    assert (label, said) == ("推不出", why)


def test_points_apart_are_of_figures_in_per_cent_only() -> None:
    """Of people, 8 less 5 is no rate of 3 %."""
    assert only(unit="人", target="5", actual="8", rate="3%")[0] == "推不出"
    assert only(unit="%", target="5", actual="8", rate="3%")[0] == "另有口径"


@pytest.mark.parametrize(
    ("actual", "rate", "why"),
    [
        ("3290", "0.5%", "目标空着；反推目标约在 598090.909 与 731222.222 之间"),
        ("3290", "0.05%", "目标空着；反推目标约在 5980909.0909 与 7312222.2222 之间"),
        ("3290", "1%", "目标空着；反推目标约在 219300.00 与 658100.00 之间"),
        ("3290", "0%", "目标空着；反推不出目标"),
        ("-3", "1%", "目标空着；反推不出目标"),
        ("0", "1%", "目标空着；反推不出目标"),
    ],
)
def test_what_a_rate_says_of_a_target_that_is_not_printed(actual: str, rate: str, why: str) -> None:
    """Between the least and the most that the printed digits leave open."""
    assert only(unit="公里", actual=actual, rate=rate)[2] == why


# --- totals and shares ------------------------------------------------------------------


def test_hunan_2021_adds_up_in_the_printed_digits() -> None:
    totals = published("hunan_2021_oldestates_aug").of(subject=Subject.TOTAL)
    assert [(check.printed, check.agreement.value) for check in totals] == [
        ("1500", "agrees"),
        ("1110", "agrees"),
        ("752393.73", "within-digits"),
        ("281682.60", "agrees"),
    ]
    assert totals.checks[2].why == "所印 752393.73，相差 -0.03"
    assert totals.checks[1].working.startswith("完成数 长沙市 143 + 株洲市 44 + ")


def melted() -> list[Printed]:
    """Meishan's breakdown, which has the areas across."""
    rows = case("meishan_2021_breakdown")
    areas = [c for c in rows[0] if c in ("全市", "市本级") or c.endswith(("区", "县"))]
    assert len(areas) == 9
    return [Printed(r["indicator"], a, r["unit"], target=r[a]) for r in rows for a in areas]


def test_blank_cells_are_left_out_of_a_sum_and_are_not_zero() -> None:
    totals = check_published(melted()).of(subject="合计")
    assert counts(totals) == {"agrees": 7, "not-checkable": 6}
    skills, *_ = totals
    assert skills.working.endswith("青神县 0.13 = 2.2")
    assert skills.why == "未计：市本级空着"
    whys = {check.line.name: check.why for check in totals.of(agreement="无法核对")}
    assert whys["城镇登记失业率控制在4.3%以内"] == "目标是比率、百分点，或按月、按人的标准，不能相加"
    assert whys["城镇新增就业"] == "目标没有各地的数"
    assert whys["城镇失业人员再就业"].startswith("所印 4400，相差 3200；未计：市本级空着、")


def areas(*shares: str, total: str, unit: str = "户") -> list[Printed]:
    lines = [Printed("改厕", f"{i}县", unit, target=share) for i, share in enumerate(shares)]
    return [*lines, Printed("改厕", "合计", unit, target=total)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (areas("3", "5", total="8"), "agrees"),
        (areas("3", "5", total="9"), "does-not-follow"),
        (areas("3", "/", "5", total="8"), "agrees"),
        (areas("1.3", "2.4", total="3.8", unit="万亩"), "within-digits"),
        (areas("1.3", "2.4", total="3.9", unit="万亩"), "does-not-follow"),
        (areas("3", "5个", total="8"), "not-checkable"),
    ],
)
def test_a_total(lines: list[Printed], expected: str) -> None:
    [check] = check_published(lines).of(subject="total")
    assert check.agreement.value == expected


def test_a_subtotal_is_neither_a_part_nor_the_total() -> None:
    lines = [*areas("3", "5", total="8"), Printed("改厕", "小计", "户", target="8")]
    assert counts(check_published(lines).of(subject="total")) == {"agrees": 2}


def test_shares_of_the_printed_total_or_of_the_sum() -> None:
    lines = [
        Printed("改厕", "甲县", "户", actual="1", share="33.3%"),
        Printed("改厕", "乙县", "户", actual="2", share="66.6%"),
    ]
    expected = ["agrees", "truncated"]
    assert [c.agreement.value for c in check_published(lines).of(subject="占比")] == expected
    with_total = [*lines, Printed("改厕", "合计", "户", actual="4")]
    assert [c.agreement.value for c in check_published(with_total).of(subject="占比")] == [
        "does-not-follow"
    ] * 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (Printed("改厕", "乙县", "户", actual="2", share="约三成"), "“约三成”不是百分数"),
        (Printed("改厕", "乙县", "户", actual="-", share="66.7%"), "印作“-”；没有合计，乙县印作“-”"),
        (Printed("改厕", "乙县", "个", actual="2", share="66.7%"), "没有合计，各地的单位不同"),
        (Printed("改厕", "合计", "个", actual="2", share="100%"), "1 与 2 不能相除"),
    ],
)
def test_a_share_that_cannot_be_checked(line: Printed, why: str) -> None:
    lines = [Printed("改厕", "甲县", "户", actual="1", share="33.3%"), line]
    assert why in {check.why for check in check_published(lines).of(subject="占比", agreement="无法核对")}


def test_areas_in_another_unit_than_the_total_are_not_added() -> None:
    lines = [Printed("改厕", "甲县", "个", target="3"), Printed("改厕", "合计", "户", target="3")]
    [check] = check_published(lines).of(subject="合计")
    assert (check.agreement.label, check.why) == ("无法核对", "目标各地与合计的单位不同")
    [blank] = check_published([lines[0], Printed("改厕", "合计", "户")]).of(subject="合计")
    assert (blank.agreement.label, blank.why) == ("无法核对", "目标的合计空着")


# --- ranks and grades -------------------------------------------------------------------


def test_luan_leaves_a_place_out_after_a_tie() -> None:
    """3, 3, 5 in one month; a zone joins it and is gone four years later."""
    lines = [
        {"地区": r["region"], "名次": r["published_rank"], "期间": r["as_of"]}
        for r in case("luan_monthly_rankings")
    ]
    report = check_ranks(lines, ranked_by="nothing")
    assert counts(report) == {"agrees": 22}
    assert report == check_published(lines)  # no rate is printed there to rank by


def ranking(*pairs: tuple[str, str]) -> list[Printed]:
    return [Printed(area=f"{i}县", rate=rate, rank=rank) for i, (rate, rank) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("90%", "1"), ("80%", "2"), ("80%", "并列第二"), ("70%", "第4名")], ["agrees"] * 4),
        ([("90%", "1"), ("80%", "2"), ("80%", "2"), ("70%", "3")], ["agrees"] * 3 + ["other-basis"]),
        (
            [("90%", "1"), ("80%", "2"), ("80%", "3"), ("70%", "4")],
            ["agrees"] * 2 + ["within-digits", "agrees"],
        ),
        ([("90%", "2"), ("95%", "2")], ["agrees", "does-not-follow"]),
        ([("90%", "1"), ("未报", "2"), ("70%", "3")], ["not-checkable"] * 3),
        ([("90%", "1"), ("80%", "")], ["agrees", "not-checkable"]),
    ],
)
def test_ranks_by_the_printed_rate(pairs: list[tuple[str, str]], expected: list[str]) -> None:
    assert [check.agreement.value for check in check_ranks(ranking(*pairs))] == expected


def test_ranks_by_what_is_not_rounded() -> None:
    """Both print 99.9 %, but one has more done."""
    lines = [
        Printed(area="甲县", target="2999户", actual="2996户", rate="99.9%", rank="2"),
        Printed(area="乙县", target="3000户", actual="2998户", rate="99.9%", rank="1"),
    ]
    assert [c.agreement.value for c in check_ranks(lines)] == ["within-digits", "agrees"]
    assert [c.agreement.value for c in check_ranks(lines, ranked_by="completion")] == ["agrees", "agrees"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"rank": "第二十十名", "rate": "90%"}, "“第二十十名”不是名次"),
        ({"rank": "1", "target": "0户", "actual": "3户"}, "目标是 0，不能作除数"),
        ({"rank": "1", "target": "/", "actual": "3户"}, "印作“/”"),
    ],
)
def test_a_rank_that_cannot_be_checked(cells: dict[str, Any], why: str) -> None:
    [check] = check_ranks([Printed(**cells)], ranked_by="rate" if "rate" in cells else "completion")
    assert (check.agreement.label, check.why) == ("无法核对", why)


def test_a_grade_is_given_by_something() -> None:
    with pytest.raises(ValueError, match="given by something"):
        check_grades([Printed(grade="甲")], (Grade("甲"),), graded_by="nothing")


def test_the_lowest_may_come_first() -> None:
    lines = ranking(("4.1%", "1"), ("4.3%", "2"))
    assert counts(check_ranks(lines, lowest=True)) == {"agrees": 2}
    assert counts(check_ranks(lines)) == {"does-not-follow": 2}


def test_zhenhai_votes_are_satisfied_by_half_of_those_there() -> None:
    votes = [
        {"指标": r["project"], "目标": r["present"], "完成数": r["satisfied"], "等次": r["published_grade"]}
        for r in case("zhenhai_2021_satisfaction_votes")
        if "镇海" in r["city"]
    ]
    report = check_grades(votes, (Grade("满意", 50), Grade("不到半数")), graded_by="completion")
    assert counts(report) == {"agrees": 8}
    stricter = check_grades(votes, (Grade("满意", 60), Grade("不到六成")), graded_by="completion")
    assert counts(stricter) == {"agrees": 6, "does-not-follow": 2}


@pytest.mark.parametrize(
    ("rate", "grade", "expected"),
    [
        ("95.0%", "优秀", "agrees"),
        ("95.0%", "良好", "within-digits"),
        ("94.9%", "优秀", "does-not-follow"),
        ("59.9%", "不合格", "agrees"),
        ("95.0%", "", "not-checkable"),
    ],
)
def test_zhaoqing_grades(rate: str, grade: str, expected: str) -> None:
    bands = (Grade("良好", 85), Grade("优秀", 95), Grade("不合格"), Grade("合格", 60))
    [check] = check_grades([Printed(rate=rate, grade=grade)], bands)
    assert check.agreement.value == expected


def test_bands_must_not_begin_at_one_value() -> None:
    for bands in ((Grade("甲", 60), Grade("乙", 60)), (Grade("甲"), Grade("乙"))):
        with pytest.raises(ValueError, match="same floor"):
            check_grades([Printed(rate="1%", grade="甲")], bands)


# --- tables in, reports out -------------------------------------------------------------


def test_a_table_and_mappings_say_the_same_as_lines() -> None:
    line = Printed("改厕", "甲县", "户", "8", "6", "75%")
    table = Table(
        ("序号", "指标", "县市区", "单位", "目标任务", "已完成数", "占年任务之比"),
        (("1", "改厕", "甲县", "户", "8", "6", "75%"),),
    )
    rows = [
        {
            "indicator": "改厕",
            "region": "甲县",
            "unit": "户",
            "target": 8,
            "actual": Decimal("6"),
            "published_rate": "75%",
            "note": None,
        }
    ]
    said = [str(check_published(lines).checks[0]) for lines in (table, rows, [line])]
    assert said[0] == said[1] == said[2]


def test_a_table_without_anything_to_check_names_its_columns() -> None:
    with pytest.raises(DataError, match=r"没有认出.*姓名、电话"):
        check_published([{"姓名": "甲", "电话": "1"}])


@pytest.mark.parametrize("cell", [0.75, True])
def test_a_cell_is_as_printed(cell: object) -> None:
    with pytest.raises(TypeError):
        check_published([{"目标": cell}])
    with pytest.raises(TypeError):
        check_published([("目标", "1")])
    with pytest.raises(TypeError):
        Printed(rate=cell)  # type: ignore[arg-type]


def test_a_report_shows_the_worst_first() -> None:
    report = check_published(
        [
            Printed("甲", target="8户", actual="6户", rate="75%"),
            Printed("乙", target="8户", actual="6户", rate="57%"),
        ]
    )
    assert not report.ok
    assert report.explain().splitlines() == [
        "核对 2 处：一致（四舍五入） 1 处，推不出 1 处",
        "【推不出】乙　完成率 57%：6户 ÷ 8户 = 75 %；四舍五入是 75 %，所印是 57 %",
        "【一致（四舍五入）】甲　完成率 75%：6户 ÷ 8户 = 75 % → 75 %",
    ]
    assert [row[4] for row in report.table().rows] == ["一致（四舍五入）", "推不出"]
    assert [record["agreement"] for record in report.to_records()] == ["agrees", "does-not-follow"]
    assert str(report) in report.table().to_text()
    assert "推不出" in report._repr_html_()


def test_nothing_that_could_be_checked_is_not_ok() -> None:
    assert not check_published([Printed(target="8户")]).ok
    assert not check_published([]).ok
    assert check_published([]).summary == "没有可核对的"


# --- laws -------------------------------------------------------------------------------

whole = st.integers(1, 10**7)
places = st.integers(0, 3)


def half_up(value: Fraction, places: int) -> str:
    """Rounded half up as text, by whole numbers alone."""
    scaled = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    digits = str(scaled).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


@given(whole, whole, places)
def test_law_a_rate_rounded_half_up_agrees(target: int, actual: int, places: int) -> None:
    rate = half_up(Fraction(100 * actual, target), places)
    assert only(target=f"{target}", actual=f"{actual}", rate=f"{rate}%")[0] == "一致（四舍五入）"


@given(whole, whole, places)
def test_law_a_rate_cut_off_is_truncated_where_that_differs(target: int, actual: int, places: int) -> None:
    exact = Fraction(100 * actual, target)
    cut = half_up(Fraction(exact * 10**places // 1, 10**places), places)
    expected = "一致（四舍五入）" if cut == half_up(exact, places) else "截位"
    assert only(target=f"{target}", actual=f"{actual}", rate=f"{cut}%")[0] == expected


@given(st.integers(100, 10**6), st.integers(0, 10**6), st.integers(0, 2), places)
def test_law_a_rate_of_the_unrounded_is_within_the_digits_of_the_rounded(
    target: int, actual: int, kept: int, places: int
) -> None:
    """Counted to the hundredth part of a 万, printed to fewer places, the rate from the counts."""
    shown = {name: half_up(Fraction(n, 100), kept) for name, n in (("target", target), ("actual", actual))}
    rate = half_up(Fraction(100 * actual, target), places)
    label, _, _ = only(unit="万亩", **shown, rate=f"{rate}%")
    assert label in ("一致（四舍五入）", "截位", "在所印数字精度之内")


@given(st.integers(100, 10**4), st.integers(100, 10**4), st.integers(0, 300))
def test_law_within_the_digits_is_only_what_some_figures_give(target: int, actual: int, rate: int) -> None:
    """The two ends of what the figures may stand for decide, whatever lies between."""
    label, _, _ = only(unit="公里", target=f"{target}", actual=f"{actual}", rate=f"{rate}%")
    low, high = Fraction(2 * actual - 1, 2 * target + 1) * 100, Fraction(2 * actual + 1, 2 * target - 1) * 100
    possible = low < rate + Fraction(1, 2) and high > rate - Fraction(1, 2)
    assert (label in ("一致（四舍五入）", "截位", "在所印数字精度之内")) == (
        possible or rate == 100 * actual // target
    )


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(0, 2))
def test_law_a_total_of_the_unrounded_never_fails_to_follow(counted: list[int], kept: int) -> None:
    printed = [half_up(Fraction(n, 1000), kept) for n in counted]
    lines = areas(*printed, total=half_up(Fraction(sum(counted), 1000), kept), unit="万亩")
    [check] = check_published(lines).of(subject="total")
    assert check.agreement in (Agreement.AGREES, Agreement.WITHIN_DIGITS)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_law_competition_ranks_agree(values: list[int]) -> None:
    pairs = [(f"{v}%", str(1 + sum(other > v for other in values))) for v in values]
    assert counts(check_ranks(ranking(*pairs))) == {"agrees": len(values)}


@given(st.permutations(range(20)))
def test_law_the_order_of_lines_changes_no_verdict(order: list[int]) -> None:
    rows = case("yueyang_2019_jan_nov")
    shuffled = check_published([rows[i] for i in order])
    assert Counter(shuffled.checks) == Counter(check_published(rows).checks)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            f.name: st.text("0123456789.,%万亿元个-/+超达到目标第一以内不低于 　", max_size=50)
            for f in attrs.fields(Printed)
            if f.default == ""
        },
    )
)
def test_law_no_cell_breaks_it(cells: dict[str, Any]) -> None:
    line = Printed(**cells)
    report = check_published([line, attrs.evolve(line, area="合计")])
    assert all(check.why or check.working for check in report)
    assert len(check_ranks([line, line], ranked_by="actual")) in (0, 2)
    assert len(check_grades([line], (Grade("甲", 60),))) == 1


# --- doubts that are no accusation, and excuses that are none ---------------------------------


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        ({"target": "100", "actual": "80", "rate": "125%"}, "推不出"),
        ({"target": "100", "actual": "80", "rate": "125%", "note": "形象进度良好"}, "推不出"),
        ({"target": "100", "actual": "80", "rate": "125%", "note": "形象进度"}, "推不出"),
        ({"target": "100", "actual": "80", "rate": "95%", "note": "形象进度 95%"}, "另有口径"),
        ({"target": "100", "actual": "80", "rate": "95%", "note": "形象进度 60%"}, "推不出"),
        ({"name": "城镇登记失业率", "target": "4.3%", "actual": "4.17%", "rate": "103.1%"}, "另有口径"),
        ({"target": "10000万", "actual": "7965", "rate": "80%"}, "无法核对"),
        ({"target": "10000", "actual": "0.7965万", "rate": "80%"}, "一致（四舍五入）"),
    ],
)
def test_what_excuses_a_rate_and_what_does_not(cells: dict[str, str], label: str) -> None:
    assert only(**cells)[0] == label


def test_ranks_are_held_against_the_points_beside_them() -> None:
    lines = [
        {"地区": a, "得分": p, "排名": n}
        for a, p, n in (("甲县", "90", "1"), ("乙县", "95分", "2"), ("平均", "92.5", ""))
    ]
    assert [check.agreement.label for check in check_published(lines)] == ["推不出", "推不出"]


@pytest.mark.parametrize("total", ["全市合计", "全省合计", "共计", "合计数", "总计"])
def test_totals_however_they_are_called(total: str) -> None:
    lines = [
        {"地区": a, "完成数": n}
        for a, n in (("甲县", "1户"), ("乙县", "2户"), ("小计", "3户"), (total, "4户"))
    ]
    part, whole = sorted(check_published(lines).of(subject="合计"), key=lambda check: check.line.is_total)
    assert (part.agreement.label, whole.agreement.label) == ("一致（四舍五入）", "推不出")


def test_a_working_writes_each_number_in_its_unit() -> None:
    lines = [
        Printed("就业", "平江县", "万人", "5.9", "44250人", "75%"),
        Printed("就业", "岳阳县", "万人", "1.1", "1.1", "100%"),
        Printed("就业", "合计", "万人", "7", "5.525", "78.93%"),
    ]
    report = check_published(lines)
    assert [check.working for check in report] == [
        "44250人 ÷ 5.9万人 = 75 % → 75 %",
        "1.1 ÷ 1.1 = 100 % → 100 %",
        "5.525 ÷ 7 ≈ 78.9286 % → 78.93 %",
        "目标 平江县 5.9 + 岳阳县 1.1 = 7",
        "完成数 平江县 44250人 + 岳阳县 1.1万人 = 5.525万人",
    ]


# --- along a line -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"满意": "28", "基本满意": "1", "不满意": "", "到会": "29"}, ["一致（四舍五入）"]),
        (
            {"满意票": "200", "基本满意票": "30", "不满意票": "5", "弃权票": "1", "实到代表人数": "236"},
            ["一致（四舍五入）"],
        ),
        ({"满意": "200", "基本满意": "30", "不满意": "6", "合计": "235"}, ["推不出"]),
        ({"满意": "200", "基本满意": "", "不满意": "6", "到会": "235"}, ["无法核对"]),
        ({"目标": "1", "满意": "200", "到会": "235"}, []),  # of one answer nothing follows
        ({"完成数": "12所", "其中：幼儿园": "7所", "其中：小学": "5"}, ["一致（四舍五入）"]),
        ({"完成数": "12所", "其中：幼儿园": "7", "其中：小学": "4"}, []),  # there may be others
        ({"完成数": "100人", "其中：女性": "60", "其中：脱贫户": "70人"}, []),  # they may overlap
        ({"完成数": "100人", "其中：女性": "160"}, ["推不出"]),
        ({"完成数": "100人", "其中：女性占比": "60%", "其中：投资": "300万元"}, []),
        ({"目标": "5", "完成数": "3", "其中：小学": "4"}, ["推不出"]),
    ],
)
def test_parts_along_a_line(line: dict[str, str], expected: list[str]) -> None:
    found = check_published([{"指标": "一项", **line}]).of(subject="分项")
    assert [check.agreement.label for check in found] == expected


def test_a_table_of_votes_is_read_and_its_rows_add_up(tmp_path: Path) -> None:
    text = "项目,满意,基本满意,不满意,到会人数\n小区改造,200,30,6,236\n学校,210,20,5,236\n"
    (tmp_path / "票.csv").write_text(text, "utf-8")
    table = read_published(tmp_path / "票.csv")
    assert not table.intake.unread
    assert [str(check) for check in check_published(table)] == [
        "【一致（四舍五入）】小区改造　分项 236：到会人数 满意 200 + 基本满意 30 + 不满意 6 = 236",
        "【推不出】学校　分项 236：到会人数 满意 210 + 基本满意 20 + 不满意 5 = 235；所印 236，相差 1",
    ]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("25%", "75%", "100%"), "一致（四舍五入）"),
        (("33.34%", "66.7%", "100%"), "在所印数字精度之内"),
        (("25%", "70%", "100%"), "推不出"),
        (("25%", "", "100%"), "无法核对"),
    ],
)
def test_shares_make_the_hundred_per_cent_that_is_printed(shares: tuple[str, ...], expected: str) -> None:
    lines = [{"地区": a, "占比": s} for a, s in zip(("甲县", "乙县", "合计"), shares, strict=True)]
    [check] = [c for c in check_published(lines).of(subject="占比") if c.working or c.line.is_total][-1:]
    assert check.agreement.label == expected


def test_shares_of_something_else_are_no_hundred_per_cent() -> None:
    lines = [{"地区": a, "占比": s} for a, s in (("甲县", "25%"), ("乙县", "30%"), ("合计", "27%"))]
    assert not check_published(lines).of(agreement="推不出").checks
