"""What the real notice must show, and that every standard rule is tried both ways."""

from __future__ import annotations

import ast
import datetime
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import attrs
import pytest

import minsheng as ms


@pytest.fixture(scope="module")
def report(yueyang: ms.Programme) -> ms.Report:
    """The real programme under the standard rules, without the areas' own standards."""
    return ms.check(yueyang)


def subjects(result: ms.rules.RuleResult) -> list[str]:
    """What a rule's findings are about, in order."""
    return [found.subject for found in result.findings]


# --- every rule is tried both ways ------------------------------------------------------


@pytest.mark.parametrize("code", [rule.code for rule in ms.STANDARD_RULES])
@pytest.mark.parametrize("verdict", ["finds", "passes"])
def test_every_standard_rule_has_a_case_that_finds_and_one_that_passes(code: str, verdict: str) -> None:
    assert any(name.startswith(f"test_{code.lower()}_{verdict}_") for name in names_of_tests())


@cache
def names_of_tests() -> set[str]:
    modules = (ast.parse(path.read_text("utf-8")) for path in Path(__file__).parent.rglob("test_*.py"))
    return {node.name for module in modules for node in module.body if isinstance(node, ast.FunctionDef)}


def test_the_standard_rules_are_these_in_their_order() -> None:
    assert [rule.code for rule in ms.STANDARD_RULES] == [
        "R101",
        "R102",
        "R103",
        "R104",
        "R105",
        "R106",
        "R107",
        "A101",
        "A102",
        "A103",
        "A104",
        "A105",
        "A106",
        "A107",
        "A108",
        "A109",
        "A110",
        "A111",
        "A112",
        "A113",
        "S101",
        "S102",
        "S103",
        "S201",
        "S202",
        "S203",
        "S204",
        *(f"P{number}" for number in range(101, 114)),
        *(f"U{number}" for number in range(101, 106)),
        *(f"V{number}" for number in range(101, 117)),
    ]


# --- what the real notice shows ---------------------------------------------------------


def test_the_complete_set_of_findings_in_the_notice(report: ms.Report) -> None:
    assert [(found.code, found.subject) for found in report.findings] == [
        ("R104", "project-1"),
        ("R104", "project-2"),
        ("R104", "project-13"),
        ("R105", "project-7"),
        ("R105", "project-7"),
        ("R106", "newborn-screening"),
        ("R106", "household-toilets"),
        ("A102", "users"),
        ("A102", "e-licences"),
        ("A104", "e-licences"),
        ("A110", "users-unit"),
        ("A110", "drinking-water-cells"),
        ("A110", "grid-10kv-shifted"),
        ("A110", "header-columns"),
    ]
    assert report.summary == "规则 61 条：发现 6 条，成立 17 条，跳过 38 条；共发现 14 处"
    assert not report.ok


def test_nothing_in_the_notice_remains_unknown(report: ms.Report) -> None:
    assert [outcome for result in report.results for outcome in result.unknown] == []


def test_41_sums_are_held_and_their_workings_add_up(report: ms.Report, yueyang: ms.Programme) -> None:
    result = report["A101"]
    assert result.status == "held"
    assert len(result.held) == 41
    for held in result.held:
        shares, total, *converted = held.working.split(" = ")
        figures = [Decimal(share.split(" ")[1]) for share in shares.split(" + ")]
        # as written: 59000 人 ÷ 10000, or 41.30 万亩
        assert sum(figures) == Decimal(total.split(" ")[0]), held.where
        target = yueyang.indicator(held.subject).target
        assert target is not None
        stated = converted[0] if converted else total
        assert ms.Amount.parse(stated) == target.amount, held.where


def test_exactly_two_sums_need_the_citys_own_share(report: ms.Report, yueyang: ms.Programme) -> None:
    needing = [held.subject for held in report["A101"].held if "市本级" in held.working]
    assert needing == ["online-services", "skills-training"]
    assert " + 市本级 250 = 700 项" in report.explain("online-services")
    assert " + 市本级 9025 = 30000 人次 ÷ 10000 = 3 万人次" in report.explain("skills-training")
    for indicator in needing:
        without = yueyang.with_row(yueyang.allocation[indicator].replace(市本级=None))
        assert subjects(ms.check(without)["A101"]) == [indicator]


def test_the_users_sum_to_exactly_what_must_be_exceeded(report: ms.Report) -> None:
    users, licences = report["A102"].findings
    assert users.subject == "users"
    assert users.message == "各地都完成任务，也只是正好，没有超过 230 万人"
    assert users.working == (
        "平江县 43.24 + 岳阳县 25.6 + 华容县 25.22 + 湘阴县 26.53 + 临湘市 19.78 + 汨罗市 25.53"
        " + 岳阳楼区 29.31 + 云溪区 6.42 + 君山区 9.01 + 屈原管理区 3.12 + 岳阳经开区 11.25"
        " + 南湖新区 3.58 + 城陵矶新港区 1.41 = 230.00 万人；230.00 万人 = 230 万人"
    )
    assert licences.subject == "e-licences"
    assert licences.message == "9 个地区的任务数正好是 80 类，没有超过它"


def test_the_e_licences_are_compared_and_not_added(report: ms.Report) -> None:
    (found,) = report["A104"].findings
    assert found.subject == "e-licences"
    assert found.working == "市本级 10 类 < 80 类（相加是 730 类，与 80 类 不是一回事）"
    assert "e-licences" not in [outcome.subject for outcome in report["A101"].outcomes]


def test_the_annexes_count_toilets_and_newborns_in_different_units(report: ms.Report) -> None:
    result = report["R106"]
    assert [(f.subject, f.working) for f in result.findings] == [
        ("newborn-screening", "附件1 2.1 万人，附件2 2.1 万人次"),
        ("household-toilets", "附件1 34310 户，附件2 34310 个"),
    ]
    assert {f.message for f in result.findings} == {"附件1与指标的单位不同"}
    assert [h.where for h in result.held] == ["28 个任务数"]


def test_three_projects_are_named_differently_in_the_annexes(report: ms.Report) -> None:
    result = report["R104"]
    assert [f.where for f in result.findings] == ["第1项", "第2项", "第13项"]
    assert result.findings[1].working == (
        "附件1：建设“湘易办”超级服务端\n附件2：“湘易办”超级服务端用户突破230万"
    )
    assert [h.where for h in result.held] == ["14 个项目"]


def test_two_tasks_of_project_7_are_worded_differently_in_the_annexes(report: ms.Report) -> None:
    assert [f.where for f in report["R105"].findings] == [
        "第7项 提高残疾人“两项补贴”标准",
        "第7项 提高孤儿和事实无人抚养儿童基本生活最低保障标准",
    ]


def test_the_print_needs_the_bare_wan_and_the_row_with_a_cell_too_many_corrected(
    report: ms.Report,
) -> None:
    messages = {found.subject: found.message for found in report["A110"].findings}
    assert messages["users-unit"] == "印作“万”，读作“万人”"
    assert messages["drinking-water-cells"] == (
        "印作“单位“个”之后有15格：/、4、21，其后12个“/””，读作“13个地区各一格，多出的格不取”"
    )
    assert "doubled-character" not in messages  # spelling only


def test_without_adopted_standards_four_rules_are_skipped(report: ms.Report) -> None:
    skipped = [
        result.rule.code for result in report.results if result.skipped and result.rule.family not in "PUV"
    ]
    assert skipped == ["S201", "S202", "S203", "S204"]


# --- a whole run with the areas' own standards ------------------------------------------


def test_with_all_that_rules_need_none_is_skipped(yueyang: ms.Programme) -> None:
    first = datetime.date(2023, 1, 1)
    adopted = [
        ms.AdoptedStandard(area.name, "subsistence-rural", ms.Amount(644, "元/月"), first)
        for area in yueyang.areas
    ]
    end, works = datetime.date(2023, 12, 31), ms.domain.Works()
    accepted, done = ms.domain.Acceptances(), ms.Progress()
    report = ms.check(yueyang, adopted=adopted, progress=done, acceptance=accepted, works=works, on=end)
    assert "skipped" not in {result.status for result in report.results}
    assert subjects(report["S201"]) == [  # 7728 is enough for counties, not for districts and zones
        "岳阳楼区", "云溪区", "君山区", "屈原管理区", "岳阳经开区", "南湖新区", "城陵矶新港区",
    ]  # fmt: skip
    workings = {f.working.partition("（")[0] for f in report["S201"].findings}
    assert workings == {"644 元/月 × 12 = 7728 元/年 < 7800 元/年"}
    assert len(report["S201"].held) == 6


@pytest.mark.parametrize(
    ("area", "standard", "refused"),
    [
        ("君山", "subsistence-rural", "no area '君山'; did you mean '君山区'?"),
        ("君山区", "subsistence", "no standard 'subsistence'; did you mean 'subsistence-urban'?"),
    ],
)
def test_an_adopted_standard_of_an_unknown_area_or_standard_is_refused(
    area: str, standard: str, refused: str, yueyang: ms.Programme
) -> None:
    own = ms.AdoptedStandard(area, standard, ms.Amount(640, "元/月"), datetime.date(2023, 1, 1))
    with pytest.raises(ms.UnknownName, match=re.escape(refused)):
        ms.check(yueyang, adopted=[own])


def test_a_report_says_what_it_was_made_from(yueyang: ms.Programme) -> None:
    own = ms.AdoptedStandard(
        "君山区", "subsistence-rural", ms.Amount(650, "元/月"), datetime.date(2023, 1, 1)
    )
    raised = attrs.evolve(own, amount=ms.Amount(660, "元/月"))
    alone = ms.check(yueyang, rules=[]).digests
    with_own = ms.check(yueyang, adopted=[own], rules=[]).digests
    with_raised = ms.check(yueyang, adopted=[raised], rules=[]).digests
    assert alone == (("programme", yueyang.digest()),)
    assert [name for name, _ in with_own] == ["programme", "adopted"]
    assert with_own[0] == alone[0]
    assert with_own[1] != with_raised[1]


def test_what_was_tolerated_tells_reports_apart(yueyang: ms.Programme) -> None:
    """The numbers, and which calendar, with its days."""
    off = tuple(datetime.date(2023, 10, day) for day in range(1, 7))
    calendars = (ms.domain.Holidays(off, (), (2023,)), ms.domain.Holidays(off[1:], (), (2023,)))
    some = [ms.rules.Limits(), ms.rules.Limits(suspect=2), *(ms.rules.Limits(calendar=c) for c in calendars)]
    found = [dict(ms.check(yueyang, limits=one, rules=[]).digests)["limits"] for one in some]
    assert len({*found}) == len(some)
    again = ms.rules.Limits(calendar=ms.domain.Holidays(off[::-1], (), (2023,)))
    assert again.digest() == found[2]


def test_checking_again_says_the_same(yueyang: ms.Programme, report: ms.Report) -> None:
    assert ms.check(yueyang) == report


def test_the_title_names_city_year_and_document(report: ms.Report, yueyang: ms.Programme) -> None:
    assert report.title == "岳阳市2023年重点民生实事（岳办函〔2023〕27号）"
    unnumbered = attrs.evolve(yueyang, document=ms.domain.Document("关于做好民生实事的通知"))
    assert ms.check(unnumbered, rules=[]).title == "岳阳市2023年重点民生实事（关于做好民生实事的通知）"


def test_judging_nothing_is_not_ok(yueyang: ms.Programme) -> None:
    assert not ms.check(yueyang, rules=[]).ok
    assert not ms.check(yueyang, rules=ms.select(ms.STANDARD_RULES, "S201")).ok


@pytest.mark.parametrize("on", [20230630, datetime.datetime(2023, 6, 30, 8)])  # noqa: DTZ001  # no clock: the misuse under test
def test_a_day_is_a_date(yueyang: ms.Programme, on: object) -> None:
    with pytest.raises(TypeError, match="on is a date or None, not"):
        ms.check(yueyang, on=on)  # type: ignore[arg-type]  # the misuse under test


def test_adopted_standards_are_values(yueyang: ms.Programme) -> None:
    with pytest.raises(TypeError, match=r"adopted\[0\] is an AdoptedStandard, not 'x'"):
        ms.check(yueyang, adopted=["x"])  # type: ignore[list-item]  # the misuse under test
