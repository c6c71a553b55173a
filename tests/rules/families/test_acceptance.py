"""Family V: each rule finds what it is for in an invented year's end, and passes where nothing is wrong."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
import pytest

import minsheng as ms
from minsheng.domain import Acceptance, Acceptances, AcceptanceStep, Inspection
from minsheng.domain.sampling import excludes
from minsheng.rules.families.accepting import acceptance_criteria
from tests.invented_acceptance import (
    DAY,
    END,
    FAILED,
    MENDED,
    day,
    invented_acceptance,
    invented_progress,
    smaller,
)
from tests.invented_acceptance import P as WHOLE

LIFTS = "elevators"
P, REGISTER, DONE = smaller()


def judge(code: str, acceptance: Acceptances = REGISTER, **more: Any) -> ms.rules.RuleResult:
    """What one rule says of the year's end."""
    given: dict[str, Any] = {"progress": DONE, "on": DAY, "programme": P} | more
    rules = ms.select(ms.STANDARD_RULES, code)
    return ms.check(acceptance=acceptance, rules=rules, **given)[code]


def changed(item: str, area: str | None, step: str, **changes: Any) -> Acceptances:
    """The register with one decision changed: in place, not corrected."""
    made = (
        attrs.evolve(one, **changes) if one.key == (item, area, step) else one for one in REGISTER.acceptances
    )
    return attrs.evolve(REGISTER, acceptances=tuple(made))


def without(item: str, area: str | None, *steps: str) -> Acceptances:
    """The register without the decisions of a task in some steps."""
    kept = (one for one in REGISTER.acceptances if one.key not in {(item, area, step) for step in steps})
    return attrs.evolve(REGISTER, acceptances=tuple(kept))


def due(**until: datetime.date) -> ms.Programme:
    """The programme with deadlines for its steps."""
    steps = tuple(attrs.evolve(step, due=until.get(step.id)) for step in P.acceptance)
    return attrs.evolve(P, acceptance=steps)


# --- each rule, both ways -----------------------------------------------------------------


def test_v101_finds_what_nobody_accepted() -> None:
    [finding] = judge("V101", without(LIFTS, "平江县", "county")).findings
    assert finding.where == "平江县评估验收"
    assert finding.working == "应验收 10 项，已验收 9 项，缺：支持既有住宅加装电梯300台"
    early = judge("V101", Acceptances(), on=day(12, 1))
    assert early.status == "unknown"
    assert "2023-12-31 到期" in early.unknown[0].why


def test_v101_passes_when_every_area_agency_and_the_office_did() -> None:
    result = judge("V101", invented_acceptance(), programme=WHOLE, progress=None)
    assert result.status == "held"
    assert len(result.held) == len(WHOLE.areas) + len({a.lead_agency for a in WHOLE.assignments}) + 1
    whole = [one for one in REGISTER.acceptances if one.step == "appraisal" and one.indicator != LIFTS]
    # what is decided of the city stands for its areas
    city = [attrs.evolve(one, area=None, figure=None) for one in whole]
    kept = [one for one in REGISTER.acceptances if one not in whole]
    assert judge("V101", Acceptances((*kept, *city))).status == "held"


def test_v102_finds_what_is_accepted_late() -> None:
    [finding] = judge(
        "V102", changed(LIFTS, "平江县", "county", on=day(12, 12)), programme=due(county=day(12, 10))
    ).findings
    assert finding.working == "2023-12-12 验收，期限 2023-12-10，迟 2 天"


def test_v102_passes_in_time_and_is_unknown_without_deadlines() -> None:
    assert judge("V102", programme=due(county=day(12, 10), review=END, appraisal=DAY)).status == "held"
    assert judge("V102").status == "unknown"


def test_v103_finds_a_step_before_the_one_under_it() -> None:
    [early] = judge("V103", changed(LIFTS, "平江县", "review", on=day(12, 5))).findings
    assert early.working == "评估验收 2023-12-08，汇总审核 2023-12-05"
    [skipped] = judge("V103", without(LIFTS, "平江县", "county")).findings
    assert skipped.message == "没有评估验收就汇总审核"
    passed = changed(*FAILED, "review", result="合格", mend="", mend_by=None)
    assert [f.message for f in judge("V103", passed).findings] == ["前一步不合格，没有整改，这一步却通过"]


def test_v103_passes_when_the_county_comes_first() -> None:
    assert judge("V103").status == "held"
    [one] = REGISTER.standing(LIFTS, "平江县", step="county")
    later = attrs.evolve(one, on=day(1, 20))  # corrected since
    assert judge("V103", REGISTER + Acceptances((later,))).status == "held"


def test_v104_finds_more_accepted_than_reported_or_verified() -> None:
    more = changed(LIFTS, "平江县", "county", figure=ms.Amount(45, "台"))
    [finding] = judge("V104", more).findings
    assert finding.working == "认定 45 台，上报 42 台，多 3 台（7.14%）"
    verified = ms.Progress(
        (ms.Record(LIFTS, ms.Period.of_year(2023), ms.Amount(40, "台"), "平江县", verified=True),)
    )
    assert len(judge("V104", progress=DONE + verified).findings) == 3


def test_what_passed_without_a_figure_is_unknown_and_what_failed_is_not() -> None:
    """Where a number is counted; nothing was found of it, and nothing held."""
    silent = judge("V104", changed(LIFTS, "平江县", "county", figure=None))
    assert [one.why for one in silent.unknown] == ["2023-12-08 合格，没有写认定数"]
    failed = changed(LIFTS, "平江县", "county", figure=None, result="failed", mend="补检")
    assert not judge("V104", failed).unknown


def test_v104_passes_and_says_by_how_much_less() -> None:
    less = changed(LIFTS, "平江县", "county", figure=ms.Amount(40, "台"))
    result = judge("V104", less)
    assert result.status == "held"
    [held] = [one for one in result.held if "少" in one.working]
    assert held.working == "认定 40 台，上报 42 台，少 2 台（4.76%）"
    other = judge("V104", changed(LIFTS, "平江县", "county", figure=ms.Amount(40, "户")))
    assert other.unknown[0].why == "40 户 与 42 台 单位不同，不能比较"


def test_v104_finds_less_accepted_where_less_is_better() -> None:
    bound = ms.Bound.parse("<= 42 台")
    projects = tuple(
        attrs.evolve(
            p, indicators=tuple(attrs.evolve(i, target=bound) if i.id == LIFTS else i for i in p.indicators)
        )
        for p in P.projects
    )
    limit = attrs.evolve(P, projects=projects)
    found = judge("V104", changed(LIFTS, "平江县", "county", figure=ms.Amount(40, "台")), programme=limit)
    assert [f.subject for f in found.findings] == [LIFTS]
    assert not judge(
        "V104", changed(LIFTS, "平江县", "county", figure=ms.Amount(45, "台")), programme=limit
    ).findings


def test_v105_finds_a_step_that_raises_a_figure() -> None:
    low = changed(LIFTS, "平江县", "county", figure=ms.Amount(40, "台"))
    [finding] = judge("V105", low).findings
    assert finding.working == "前一步 40 台，这一步 42 台"


def test_v105_passes_when_figures_fall_or_stay() -> None:
    assert judge("V105").status == "held"
    assert judge("V105", changed(LIFTS, "平江县", "appraisal", figure=ms.Amount(1, "台"))).status == "held"


def test_v106_finds_an_area_whose_figures_were_cut() -> None:
    cut = [
        attrs.evolve(one, figure=one.figure * Decimal("0.9")) if one.area == "君山区" and one.figure else one
        for one in REGISTER.acceptances
    ]
    [finding] = judge("V106", Acceptances(tuple(cut))).findings
    assert finding.subject == "君山区"
    assert finding.message == "认定数平均比上报数少 10.00%"
    gaps = ms.measuring.acceptance_gaps(P, DONE, Acceptances(tuple(cut)), per="agency")
    assert sum(gap.less for gap in gaps) == sum(one.area == "君山区" and one.step == "review" for one in cut)


def test_v106_passes_when_little_differs() -> None:
    assert judge("V106").status == "held"


def test_v107_finds_what_a_sample_shows_not_to_be_there() -> None:
    looked = Inspection("household-toilets", ms.Amount(238, "个"), ms.Amount(173, "个"), "平江县", 238)
    result = judge("V107", Acceptances(inspections=(looked,)))
    assert [f.subject for f in result.findings] == ["平江县", "市乡村振兴局"]
    assert result.findings[0].working == "抽查 238，属实 173（72.69%，95% 区间 66.70%—77.96%）"
    few = attrs.evolve(looked, reported=ms.Amount(20, "个"), found=ms.Amount(18, "个"))
    assert judge("V107", Acceptances(inspections=(few,))).status == "unknown"
    assert judge("V107", Acceptances()).status == "unknown"


def test_v107_passes_when_the_sample_bears_it_out() -> None:
    assert [h.subject for h in judge("V107").held] == ["平江县", "市乡村振兴局"]
    assert not judge("V107").findings
    assert excludes(173, 238, Fraction(19, 20))


def test_v108_finds_what_is_mended_late_or_not() -> None:
    found = judge("V108").findings
    assert {f.message for f in found} == {"逾期未整改 37 天", "逾期未整改 31 天", "逾期未整改 6 天"}
    late = changed(*MENDED, "county", mended=day(12, 23))
    assert any(f.message == "逾期整改 3 天" for f in judge("V108", late).findings)
    endless = changed(*FAILED, "county", mend_by=None)
    assert any(f.message == "不合格，没有写整改期限" for f in judge("V108", endless).findings)


def test_v108_passes_when_mended_in_time_or_not_yet_due() -> None:
    only = Acceptances(tuple(one for one in REGISTER.acceptances if one.key[:2] == MENDED))
    assert judge("V108", only).status == "held"
    assert judge("V108", REGISTER, on=day(12, 20)).status == "unknown"
    again = Acceptance(LIFTS, "county", "合格", FAILED[1], ms.Amount(138, "台"), on=day(12, 24))
    steps = [one for one in REGISTER.acceptances if one.key[:2] == FAILED and one.step == "county"]
    assert judge("V108", Acceptances((*steps, again))).status == "held"


def test_v109_finds_what_is_complete_and_not_accepted() -> None:
    [finding] = judge("V109", without(LIFTS, "平江县", "county", "review", "appraisal")).findings
    assert finding.working == "42 台 ≥ 42 台"


def test_v109_passes_when_some_step_accepted() -> None:
    assert judge("V109").status == "held"
    assert judge("V109", without(LIFTS, "平江县", "county")).status == "held"
    assert not judge("V109", without(*FAILED, "county", "review", "appraisal")).findings  # not complete


def test_v110_finds_standards_accepted_by_other_figures() -> None:
    first = datetime.date(2023, 1, 1)
    adopted = [
        ms.AdoptedStandard(area.name, standard.id, tier.target.amount, first)
        for area in P.areas for standard in P.standards if (tier := standard.tier(area, END))
    ]  # fmt: skip
    assert judge("V110", adopted=adopted).status == "held"
    paid = [
        attrs.evolve(a, amount=ms.Amount(640, "元/月"))
        if (a.area, a.standard) == ("君山区", "subsistence-urban")
        else a
        for a in adopted
    ]
    found = judge("V110", adopted=paid).findings
    assert {f.message for f in found} == {"认定的不是执行的标准"}
    assert found[0].working == "认定 650 元/月，执行 640 元/月（2023-01-01 起）"
    low = changed("subsistence-urban", "君山区", "county", figure=None)
    assert any(f.message == "执行的标准不合规定，却合格" for f in judge("V110", low, adopted=paid).findings)


def test_v110_passes_when_a_year_is_twelve_months() -> None:
    adopted = [
        ms.AdoptedStandard(
            "平江县", "subsistence-rural", ms.Amount("650", "元/月"), datetime.date(2023, 1, 1)
        )
    ]
    yearly = changed("subsistence-rural", "平江县", "county", figure=ms.Amount(7800, "元/年"))
    result = judge("V110", yearly, adopted=adopted)
    assert [h.working for h in result.held] == ["执行 650 元/月"]


def test_v111_finds_who_accepts_his_own_work() -> None:
    [finding] = judge("V111", changed(LIFTS, "平江县", "appraisal", by="市住建局")).findings
    assert (finding.message, finding.working) == ("由做这件事的单位自己验收", "市住建局是责任单位")
    [other] = judge("V111", changed(LIFTS, "平江县", "county", by="岳阳县")).findings
    assert other.working == "由岳阳县验收，该由平江县验收"
    assert judge("V111", changed(LIFTS, "平江县", "county", by="")).status == "unknown"


def test_v111_passes_for_an_areas_own_office() -> None:
    assert judge("V111").status == "held"
    assert judge("V111", changed(LIFTS, "平江县", "county", by="平江县实事办")).status == "held"


def test_v112_finds_a_standard_made_alone_or_late() -> None:
    standards = list(REGISTER.standards)
    alone = attrs.evolve(standards[0], together_with=(), on=day(12, 20))
    [finding] = judge("V112", attrs.evolve(REGISTER, standards=(alone, *standards[1:]))).findings
    assert "没有会同" in finding.working
    assert "2023-12-08 已经验收，2023-12-20 才制定标准" in finding.working
    [lacking] = judge("V112", attrs.evolve(REGISTER, standards=tuple(standards[1:]))).findings
    assert lacking.message.startswith("没有验收标准")


def test_v112_passes_when_each_project_has_one() -> None:
    assert len(judge("V112", invented_acceptance(), programme=WHOLE).held) == 20
    assert judge("V112", Acceptances()).status == "unknown"


def test_v113_finds_papers_samples_and_marks_that_fall_short() -> None:
    found = judge("V113").findings
    assert {f.working for f in found} >= {"抽查 0，应不少于 100", "抽查 0，应不少于 80"}
    bare = changed(LIFTS, "平江县", "county", documents=())
    none = attrs.evolve(
        bare,
        acceptances=tuple(
            o for o in bare.acceptances if o.key[:2] != (LIFTS, "平江县") or o.step == "county"
        ),
    )
    assert any(f.working == "缺资料：验收表" for f in judge("V113", none).findings)
    poor = attrs.evolve(REGISTER.inspections[0], found=ms.Amount(220, "个"))
    below = judge("V113", attrs.evolve(REGISTER, inspections=(poor,))).findings
    assert any(f.working == "抽查属实 91.67%，合格线 95%，却合格" for f in below)


def test_v113_passes_when_the_standard_is_kept() -> None:
    assert any(h.subject == "household-toilets" and "平江县" in h.where for h in judge("V113").held)


def test_v114_finds_contradictions_and_what_nobody_owes() -> None:
    one = REGISTER.decision(LIFTS, "平江县", step="county")
    assert one is not None
    [both] = judge("V114", REGISTER + Acceptances((attrs.evolve(one, figure=ms.Amount(1, "台")),))).findings
    assert both.message == "同一天有不同的结论"
    nobody = attrs.evolve(one, area="城陵矶新港区", source="表 第3行")
    [owed] = judge("V114", REGISTER + Acceptances((nobody,))).findings
    assert (owed.message, owed.working) == ("没有任务，却有验收结论", "表 第3行")


def test_v114_passes_when_the_same_is_read_twice() -> None:
    again = [attrs.evolve(one, source="另一份") for one in REGISTER.acceptances]
    assert judge("V114", REGISTER + Acceptances(tuple(again))).status == "held"


# --- the chain is data --------------------------------------------------------------------


def test_another_provinces_chain_is_data() -> None:
    steps = (
        AcceptanceStep("牵头单位", "初评", "本系统", id="first", covers="agency"),
        AcceptanceStep("市统计局", "认定", "全部", id="statistics", covers="all", due=day(1, 15)),
        AcceptanceStep("市实事办", "核查", "全部", id="office", covers="all"),
    )
    other = attrs.evolve(P, acceptance=steps)
    one = Acceptance(LIFTS, "statistics", "合格", "平江县", ms.Amount(42, "台"), on=day(1, 10), by="市统计局")
    said = judge("V103", Acceptances((one,)), programme=other).findings[0]
    assert said.message == "没有初评就认定"
    held = judge("V102", Acceptances((one,)), programme=other)
    assert held.held[0].working == "1 项按期"
    owed = judge("V101", Acceptances((one,)), programme=other, on=day(1, 12))
    assert [o.why for o in owed.unknown] == ["应验收 117 项，已验收 1 项，2024-01-15 到期"]


def test_the_whole_invented_year_shows_what_was_put_into_it() -> None:
    rules = ms.select(ms.STANDARD_RULES, "V")
    report = ms.check(
        WHOLE, acceptance=invented_acceptance(), progress=invented_progress(), on=DAY, rules=rules
    )
    assert {found.code for found in report.findings} == {"V108", "V113", "V116"}  # 80类 is not 超过80类
    assert {r.rule.code for r in report.results if r.status == "unknown"} == {"V102", "V107"}


def test_a_year_without_a_chain_is_unknown() -> None:
    assert judge("V101", Acceptances(), programme=attrs.evolve(P, acceptance=())).status == "unknown"


# --- the same on frames -------------------------------------------------------------------


def test_records_of_standings_are_judged_as_a_frame() -> None:
    found = ms.measuring.acceptance_standings(P, REGISTER, progress=DONE, on=DAY)
    figures = ("reported", "verified", "accepted", "previous", "target")
    days = ("on", "previous_on", "mend_by", "mended")
    lines = [{name: line[name] for name in (*figures, *days, "result")} for line in found._lines()]
    kinds: dict[str, Any] = {
        **dict.fromkeys(figures, pl.Decimal(20, 4)),
        **dict.fromkeys(days, pl.Date),
        "result": pl.String,
    }
    criteria = [acceptance_criteria(on=DAY)[code] for code in ("V103", "V104", "V105", "V108", "V109")]
    judged = ms.judge(criteria, pl.DataFrame(lines, schema=kinds))
    for criterion in criteria:
        assert judged[criterion.code].to_list() == [criterion.judge(line).outcome.value for line in lines]
    assert judged["V108"].to_list().count("unmet") == 3


def test_a_day_after_the_year_looks_back_on_its_progress() -> None:
    report = ms.check(P, acceptance=REGISTER, progress=DONE, on=DAY)
    assert {f.subject for f in report["P101"].findings} == {LIFTS}
    assert ms.check(P, progress=DONE, on=DAY)["P101"].findings == report["P101"].findings
    for wrong in (DAY.replace(year=2022), DAY.replace(year=2025)):
        with pytest.raises(ms.DataError, match=f"{wrong} 不在 2023 年"):
            ms.check(P, acceptance=REGISTER, progress=DONE, on=wrong)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"indicator": "lift"}, "no indicator or standard 'lift'"),
        ({"area": "平江"}, "no area '平江'; did you mean '平江县'"),
        ({"step": "town"}, "no step of acceptance 'town'"),
    ],
)
def test_what_is_not_in_the_programme_is_refused(wrong: dict[str, Any], what: str) -> None:
    one = attrs.evolve(REGISTER.acceptances[0], **wrong)
    with pytest.raises(ms.UnknownName, match=what):
        ms.check(P, acceptance=Acceptances((one,)))


def test_v115_finds_what_a_decision_leaves_open() -> None:
    """A figure may be lacking with a remark why; a day may not, nor what is to be mended."""
    for changes, said in (
        ({"figure": None}, ["没有写认定数（没有的在备注写明原因）"]),
        ({"figure": None, "note": "不适用，随省里统一验收"}, []),
        ({"on": None}, ["没有写验收日期"]),
        ({"result": "整改后合格"}, ["没有写整改内容"]),
    ):
        found = judge("V115", changed(LIFTS, "平江县", "county", **changes), progress=None)
        assert [one.message for one in found.findings] == said


def test_v115_passes_where_all_is_said() -> None:
    assert judge("V115").status == "held"


def test_v116_finds_what_passes_below_its_task() -> None:
    for result in ("合格", "整改后合格"):
        few = changed(LIFTS, "平江县", "county", figure=ms.Amount(0, "台"), result=result)
        [found] = judge("V116", few, progress=None).findings
        assert found.message == f"{result}，认定数没有达到任务"
        assert "0 台" in found.working


def test_v116_passes_where_the_task_is_reached() -> None:
    assert judge("V116").status == "held"


def test_accepted_figures_on_a_day_of_the_next_year_are_those_of_the_year() -> None:
    year, after = (ms.measuring.accepted(P, DONE, REGISTER, on=one) for one in (END, DAY))
    assert [one.value for one in after.records] == [one.value for one in year.records]
    assert {one.period.last for one in after.records} == {END}
