"""Family P on registers as they come: figures of every size and sign, and what stands beside them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.rules.families.figures import against

JOBS = "jobs"
JUNE = datetime.date(2023, 6, 30)
NOTICE = ms.load("yueyang-2023")


def said(item: str, month: int, value: str, **more: object) -> ms.Record:
    """A cumulative figure of 2023."""
    return ms.Record(item, ms.Period.month(2023, month), ms.Amount.parse(value), **more)  # type: ignore[arg-type]  # passed on


def judge(
    code: str, *records: ms.Record, programme: ms.Programme = NOTICE, limits: ms.rules.Limits | None = None
) -> ms.rules.RuleResult:
    """What one standard rule says of a register, at the end of June."""
    rules = ms.select(ms.STANDARD_RULES, code)
    return ms.check(programme, progress=ms.Progress(records), on=JUNE, limits=limits, rules=rules)[code]


def asking(target: str, id: str = JOBS, **more: Any) -> ms.Programme:
    """The notice with another target of one indicator, and nothing divided."""
    bound = ms.Bound.parse(target)
    projects = tuple(
        attrs.evolve(
            project,
            indicators=tuple(
                attrs.evolve(one, target=bound, **more) if one.id == id else one for one in project.indicators
            ),
        )
        for project in NOTICE.projects
    )
    return attrs.evolve(NOTICE, projects=projects, allocation=attrs.evolve(NOTICE.allocation, rows=()))


@pytest.mark.parametrize(
    ("before", "now", "working"),
    [
        ("-2人", "-3人", "-3 人 < -2 人"),
        ("40000000000元", "30000000000元", "30000000000 元 < 40000000000 元"),
        ("0.12345678902公里", "0.12345678901公里", "0.12345678901 公里 < 0.12345678902 公里"),
        ("130元/年", "10元/月", "10 元/月 < 10.833333… 元/月"),
    ],
)
def test_a_register_holds_what_does_not_fit_a_warehouse(before: str, now: str, working: str) -> None:
    [finding] = judge("P102", said(JOBS, 5, before), said(JOBS, 6, now)).findings
    assert finding.working == working
    [above] = judge("P106", said(JOBS, 6, now), said(JOBS, 6, before, verified=True)).findings
    assert above.working == " > ".join(reversed(working.split(" < ")))


def test_parts_and_completions_are_compared_where_a_figure_does_not_end() -> None:
    part = next(one for one in NOTICE.indicators if one.part_of)
    assert part.part_of is not None
    [finding] = judge("P107", said(part.id, 6, "10元/月"), said(part.part_of, 6, "100元/年")).findings
    assert finding.working == "10 元/月 > 8.333333… 元/月"
    paid = judge("P108", said(JOBS, 6, "100元/年"), programme=asking(">= 1 元/月"))
    assert paid.findings[0].working == "8.333333… 元/月 > 1 元/月 × 3 = 3 元/月"


def test_money_is_held_against_the_works_exactly_and_not_as_shown() -> None:
    works = said(JOBS, 6, "63.33333%", measure="physical")
    paid = said(JOBS, 6, "1万元", measure="money", target=ms.Bound.parse(">= 3 万元"))
    [held] = judge("P111", works, paid).held  # 63.33333 - 33.333… is less than 30, 63.33333 - 33.3333 is not
    assert held.working == "形象进度 63.33333 %，资金 33.3333 %"
    fine = judge("P111", works, said(JOBS, 6, "63.1234567%", measure="money"))
    assert fine.status == "held"


def test_nothing_is_so_many_times_a_negative_figure() -> None:
    pair = said(JOBS, 6, "-100人"), said(JOBS, 6, "-100人", verified=True)
    assert judge("P109", *pair).unknown[0].why == "上报 -100 人，核实 -100 人：负数没有几成"
    assert not judge("P108", said(JOBS, 6, "-6人"), programme=asking(">= -5 人")).outcomes


def test_what_was_verified_of_money_and_works_is_held_against_what_was_reported() -> None:
    for measure, figures in (("money", ("30万元", "31万元")), ("physical", ("70%", "80%"))):
        reported, verified = (said(JOBS, 6, figure, measure=measure) for figure in figures)
        assert len(judge("P106", reported, attrs.evolve(verified, verified=True)).findings) == 1
        assert not judge("P106", reported, said(JOBS, 6, "9万人", verified=True)).outcomes


def test_of_two_figures_of_one_day_neither_is_compared() -> None:
    one, other = said(JOBS, 6, "300人"), said(JOBS, 6, "400人")
    verified = said(JOBS, 6, "350人", verified=True)
    assert judge("P106", one, verified).findings
    assert not judge("P106", one, other, verified).outcomes
    assert not judge(
        "P109", attrs.evolve(one, verified=True), attrs.evolve(other, verified=True), one
    ).outcomes


def test_the_schedule_of_a_building_site_is_of_its_progress() -> None:
    site = asking(">= 7 所", rate="physical")
    [finding] = judge("P101", said(JOBS, 6, "30%", measure="physical"), programme=site).findings
    assert finding.message == "落后于序时进度"
    assert finding.working == "形象进度 30.00%，序时进度 50.00%，相差 -20.00 个百分点"
    assert judge("P101", said(JOBS, 6, "50%", measure="physical"), programme=site).status == "held"


@pytest.mark.parametrize("more", [{}, {"rate": "inverse"}, {"rate": "difference"}], ids=str)
def test_a_limit_is_not_behind_schedule_but_passed(more: dict[str, str]) -> None:
    limit = asking("<= 40 人", **more)
    [finding] = judge("P101", said(JOBS, 6, "45人"), programme=limit).findings
    assert (finding.message, finding.working) == ("没有达到要求", "45 人 > 40 人")


def test_an_area_is_not_held_against_the_citys_target_on_a_basis_of_its_own() -> None:
    months = asking(">= 180 人", rate="basis", basis=ms.Bound.parse(">= 1440 人"))
    county = said(JOBS, 6, "120人", measure="basis", area="平江县")
    assert judge("P101", county, programme=months).unknown[0].why == "没有目标"
    city = said(JOBS, 6, "720人", measure="basis", target=ms.Bound.parse(">= 1440 人"))
    assert judge("P101", city, programme=months).status == "held"
    assert judge("P110", city, programme=months).held[0].working == "目标 1440 人"


def test_a_planned_sum_beside_money_is_no_target_of_the_programme() -> None:
    planned = ms.Bound.parse(">= 300 万元")
    assert not judge("P110", said(JOBS, 6, "30万元", measure="money", target=planned)).outcomes
    assert judge("P110", said(JOBS, 6, "30万元", target=planned)).findings
    whole = ms.Bound.parse(">= 100 %")
    assert not judge("P110", said(JOBS, 6, "30%", measure="physical", target=whole)).outcomes


def test_what_was_reported_on_no_known_day_is_not_called_in_time() -> None:
    due = tuple(attrs.evolve(duty, due=ms.domain.Deadline(working_days=3)) for duty in NOTICE.reporting)
    dated = attrs.evolve(NOTICE, reporting=due)
    undated = said(JOBS, 5, "900人", area="平江县")
    [unknown] = judge("P104", undated, programme=dated).unknown
    assert (unknown.where, unknown.why) == ("平江县", "1 个数没有写明哪天报的，不知是否迟报")
    in_time = attrs.evolve(undated, value=ms.Amount(901, "人"), on=datetime.date(2023, 6, 2))
    assert judge("P104", undated, in_time, programme=dated).status == "held"  # one of them was in time
    late = attrs.evolve(in_time, on=datetime.date(2023, 6, 9))
    assert judge("P104", undated, late, programme=dated).status == "unknown"
    assert judge("P104", late, programme=dated).status == "found"


@given(
    st.sampled_from(("P102", "P106", "P107", "P108", "P109")),
    st.lists(st.decimals(0, 10**9, places=4), min_size=2, max_size=2) | st.just([Decimal(1)] * 2),
    st.decimals("0.0001", 9, places=4),
)
def test_a_register_and_a_warehouse_are_judged_alike(
    code: str, figures: list[Decimal], limit: Decimal
) -> None:
    """Law: by fractions or by whole numbers, a criterion of family P says the same of two figures."""
    limits = ms.rules.Limits(suspect=limit, apart=limit)
    criterion = ms.rules.figure_criteria("公里", limits)[code]
    record = dict(zip((column.name for column in criterion.columns()), figures, strict=True))
    verdict = criterion.judge(record)
    numbers = {name: Fraction(figure) for name, figure in record.items()}
    outcome = against(code, limits)("某地", "不符", "x", ms.Unit.parse("公里"), **numbers)
    assert isinstance(outcome, ms.Held) == (verdict.outcome is ms.Outcome.MET)
    assert isinstance(outcome, (ms.Held, ms.Finding))
    assert outcome.working == verdict.explain()
