"""Family P on a few figures of the notice: each rule finds what it is for, and passes what is right."""

from __future__ import annotations

import datetime
from decimal import Decimal

import attrs
import pytest

import minsheng as ms

JOBS, TRAINING = "jobs", "skills-training"
SEPTEMBER = datetime.date(2023, 9, 30)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def said(indicator: str, period: str, value: str | None, **more: object) -> ms.Record:
    """A record of 2023, a cumulative figure unless it is said otherwise."""
    amount = None if value is None else ms.Amount.parse(value)
    return ms.Record(indicator, ms.Period.parse(period, 2023), amount, **more)  # type: ignore[arg-type]  # passed on


def judge(
    code: str,
    programme: ms.Programme,
    *records: ms.Record,
    on: datetime.date | None = None,
    changes: tuple[ms.domain.TargetChange, ...] = (),
    aside: tuple[ms.domain.Aside, ...] = (),
    limits: ms.rules.Limits | None = None,
) -> ms.rules.RuleResult:
    """What one standard rule says of a register."""
    progress = ms.Progress(records, changes, aside)
    rules = ms.select(ms.STANDARD_RULES, code)
    return ms.check(programme, progress=progress, on=on, limits=limits, rules=rules)[code]


@pytest.fixture(name="notice", scope="module")
def _notice() -> ms.Programme:
    return ms.load("yueyang-2023")


@pytest.fixture(name="part", scope="module")
def _part(notice: ms.Programme) -> ms.Indicator:
    return next(indicator for indicator in notice.indicators if indicator.part_of)


def test_p_rules_are_skipped_without_progress(notice: ms.Programme) -> None:
    report = ms.check(notice, rules=ms.select(ms.STANDARD_RULES, "P"))
    assert {result.status for result in report.results} == {"skipped"}
    assert len(report.results) == 13


def test_p101_finds_a_task_behind_schedule(notice: ms.Programme) -> None:
    late = judge("P101", notice, said(JOBS, "1-9月", "4.13万人"))
    [finding] = late.findings
    assert finding.working == "4.13 万人 ÷ 5.9 万人 = 70.00%，序时进度 75.00%，相差 -5.00 个百分点"
    assert judge("P101", notice, said(JOBS, "1-9月", "4.425万人")).status == "held"  # exactly 3/4


def test_p101_passes_by_a_schedule_of_ones_own(notice: ms.Programme) -> None:
    curve = ms.domain.Schedule("curve", (ms.domain.PlanPoint(9, "0.7"), ms.domain.PlanPoint(12, 1)))
    ours = judge("P101", notice, said(JOBS, "1-9月", "4.13万人"), limits=ms.rules.Limits(schedule=curve))
    assert ours.status == "held"


def test_p101_finds_a_standard_that_does_not_hold_from_the_first_day(notice: ms.Programme) -> None:
    low = said("subsistence-rural", "1月", "640元/月", area="岳阳楼区", cumulative=True)
    [finding] = judge("P101", notice, low).findings
    assert finding.message == "没有达到要求"
    assert finding.working.startswith("640 元/月 × 12 = 7680 元/年 < 7800 元/年")
    enough = attrs.evolve(low, value=ms.Amount(650, "元/月"))
    assert judge("P101", notice, enough).status == "held"


def test_p101_text_is_unknown_and_not_behind(notice: ms.Programme) -> None:
    result = judge("P101", notice, said(JOBS, "1-9月", None, text="已启动"))
    assert result.status == "unknown"
    assert not result.findings


def test_p102_finds_a_cumulative_figure_that_fell(notice: ms.Programme) -> None:
    july, august = said(JOBS, "7月", "3.4万人"), said(JOBS, "8月", "3.1万人")
    [finding] = judge("P102", notice, july, august).findings
    assert finding.working == "3.1 万人 < 3.4 万人"
    assert judge("P102", notice, july, said(JOBS, "8月", "34000人")).status == "held"
    # within a period a figure may be lower than the one before
    parts = [attrs.evolve(one, cumulative=False) for one in (july, august)]
    assert not judge("P102", notice, *parts).findings


def test_p102_passes_what_only_a_mistake_made_fall(notice: ms.Programme) -> None:
    wrong = said(JOBS, "7月", "34万人", on=day("2023-08-02"))
    right = said(JOBS, "7月", "3.4万人", on=day("2023-08-09"))
    assert judge("P102", notice, wrong, right, said(JOBS, "8月", "3.6万人")).status == "held"


def test_p103_finds_what_is_missing(notice: ms.Programme) -> None:
    result = judge("P103", notice, said(JOBS, "1月", "900人", area="平江县"), on=day("2023-01-31"))
    [pingjiang] = [f for f in result.findings if f.where == "平江县"]
    row_count = sum(share is not None for share in (row.shares["平江县"] for row in notice.allocation.rows))
    owed = row_count + len(
        [s for s in notice.standards if any(t.is_for(notice.area("平江县")) for t in s.tiers)]
    )
    assert pingjiang.message == f"缺 {owed - 1} 个数"
    assert f"应报 {owed} 个数，已报 1 个" in pingjiang.working


def test_p103_passes_where_all_that_is_owed_is_there(notice: ms.Programme) -> None:
    owing = [said(item, "1月", None, text="-") for item in _items(notice)]
    result = judge("P103", notice, *owing, on=day("2023-01-31"))
    assert result.status == "held"


def _items(notice: ms.Programme) -> list[str]:
    return [item.id for project in notice.projects for item in project.items]


def dated(notice: ms.Programme) -> ms.Programme:
    """The notice, with reports due three working days after the period."""
    duties = tuple(attrs.evolve(duty, due=ms.domain.Deadline(working_days=3)) for duty in notice.reporting)
    return attrs.evolve(notice, reporting=duties)


def test_p104_finds_a_late_report(notice: ms.Programme) -> None:
    late = said(JOBS, "5月", "900人", area="平江县", on=day("2023-06-09"))
    [finding] = judge("P104", dated(notice), late, on=day("2023-05-31")).findings
    assert finding.working.endswith("迟 4 天")  # due on Monday 5 June


def test_p104_passes_a_report_in_time(notice: ms.Programme) -> None:
    in_time = said(JOBS, "5月", "900人", area="平江县", on=day("2023-06-05"))
    assert judge("P104", dated(notice), in_time, on=day("2023-05-31")).status == "held"
    assert judge("P104", notice, in_time).status == "unknown"  # the notice has no deadline


def test_p105_finds_a_figure_where_the_matrix_has_a_stroke(notice: ms.Programme) -> None:
    row = next(row for row in notice.allocation.rows if row.shares["南湖新区"] is None)
    stray = ms.Record(row.indicator, ms.Period.month(2023, 6), ms.Amount(1, row.unit), area="南湖新区")
    assert judge("P105", notice, stray).findings


def test_p105_passes_a_figure_where_there_is_a_share(notice: ms.Programme) -> None:
    assert judge("P105", notice, said(JOBS, "6月", "900人", area="平江县")).status == "held"


def pair(reported: str, verified: str) -> tuple[ms.Record, ms.Record]:
    """What was reported and what checkers found, of one month."""
    one = said(JOBS, "6月", reported, area="平江县")
    return one, said(JOBS, "6月", verified, area="平江县", verified=True)


def test_p106_finds_more_verified_than_reported(notice: ms.Programme) -> None:
    assert judge("P106", notice, *pair("301人", "341人")).findings


def test_p106_passes_as_much_verified_as_reported(notice: ms.Programme) -> None:
    assert judge("P106", notice, *pair("301人", "301人")).status == "held"


def test_p109_finds_figures_apart(notice: ms.Programme) -> None:
    assert judge("P109", notice, *pair("238人", "173人")).findings
    strict = ms.rules.Limits(apart=Decimal("0.01"))
    assert judge("P109", notice, *pair("238人", "230人"), limits=strict).findings


def test_p109_passes_figures_that_are_near(notice: ms.Programme) -> None:
    assert judge("P109", notice, *pair("200人", "190人")).status == "held"  # exactly 5 %
    assert judge("P109", notice, *pair("200人", "210人")).status == "held"


def of_a_whole(part: ms.Indicator, count: int, whole: int) -> tuple[ms.Record, ms.Record]:
    """So much of the part, so much of the whole."""
    assert part.part_of is not None
    assert part.target is not None
    unit, june = part.target.amount.unit, ms.Period.month(2023, 6)
    of_part = ms.Record(part.id, june, ms.Amount(count, unit))
    return of_part, ms.Record(part.part_of, june, ms.Amount(whole, unit))


def test_p107_finds_a_part_beyond_its_whole(notice: ms.Programme, part: ms.Indicator) -> None:
    assert judge("P107", notice, *of_a_whole(part, 28, 27)).findings


def test_p107_passes_a_part_that_is_all(notice: ms.Programme, part: ms.Indicator) -> None:
    assert judge("P107", notice, *of_a_whole(part, 27, 27)).status == "held"
    assert judge("P107", notice, of_a_whole(part, 27, 27)[0]).status == "unknown"


def test_p108_finds_a_suspect_completion(notice: ms.Programme) -> None:
    [finding] = judge("P108", notice, said(JOBS, "12月", "56.7万人")).findings  # 961 %
    assert finding.severity is ms.Severity.NOTE


def test_p108_passes_three_times_the_target(notice: ms.Programme) -> None:
    assert judge("P108", notice, said(JOBS, "12月", "17.7万人")).status == "held"


NEW_TARGET = ms.Bound.parse(">= 6.2 万人")
APPROVED = ms.domain.Approval("市政府常务会议", day("2023-05-30"), "省里增加任务")


def test_p110_finds_a_target_changed_without_approval(notice: ms.Programme) -> None:
    change = ms.domain.TargetChange(JOBS, NEW_TARGET, day("2023-06-01"), source="表3")
    assert judge("P110", notice, changes=(change,)).findings
    [finding] = judge("P110", notice, said(JOBS, "6月", "3万人", target=NEW_TARGET)).findings
    assert finding.working == "6.2 万人 ≠ 5.9 万人"


def test_p110_passes_an_approved_change(notice: ms.Programme) -> None:
    change = ms.domain.TargetChange(JOBS, NEW_TARGET, day("2023-06-01"), approval=APPROVED)
    beside = said(JOBS, "6月", "3万人", target=NEW_TARGET)
    assert judge("P110", notice, beside, changes=(change,)).status == "held"


def test_p111_finds_works_done_and_not_paid(notice: ms.Programme) -> None:
    works = said(JOBS, "6月", "100%", measure="physical")
    paid = said(JOBS, "6月", "4.33%", measure="money")
    [finding] = judge("P111", notice, works, paid).findings
    assert finding.working == "形象进度 100 %，资金 4.33 %"


def test_p111_passes_money_in_step(notice: ms.Programme) -> None:
    works = said(JOBS, "6月", "100%", measure="physical")
    plan = ms.Bound.parse(">= 200 万元")
    by_plan = said(JOBS, "6月", "140万元", measure="money", target=plan)
    assert judge("P111", notice, works, by_plan).status == "held"
    assert judge("P111", notice, works, attrs.evolve(by_plan, target=None)).status == "unknown"


def test_p112_finds_text_and_lines_set_aside(notice: ms.Programme) -> None:
    sentence = said(JOBS, "6月", None, text="11月底厂家开始安排发货")
    aside = ms.domain.Aside("进度.xlsx 第9行", "？|3", "没有这个指标")
    assert len(judge("P112", notice, sentence, aside=(aside,)).findings) == 2


def test_p112_passes_figures(notice: ms.Programme) -> None:
    assert judge("P112", notice, said(JOBS, "6月", "3万人")).status == "held"
    assert judge("P112", notice, said(JOBS, "6月", None, text="—")).status == "unknown"


def test_p113_finds_two_figures_of_one_day(notice: ms.Programme) -> None:
    one = said(JOBS, "6月", "3.1万人", on=day("2023-07-03"))
    [finding] = judge("P113", notice, one, attrs.evolve(one, value=ms.Amount("2.9", "万人"))).findings
    assert finding.working == "2.9 万人、3.1 万人"


def test_p113_passes_corrections_and_repetitions(notice: ms.Programme) -> None:
    one = said(JOBS, "6月", "3.1万人", on=day("2023-07-03"))
    corrected = attrs.evolve(one, value=ms.Amount("2.9", "万人"), on=day("2023-07-20"))
    assert judge("P113", notice, one, corrected).status == "held"
    same = attrs.evolve(one, value=ms.Amount(31000, "人"))
    assert judge("P113", notice, one, same).status == "held"  # said twice, in another unit


def test_a_figure_of_an_unknown_indicator_is_refused(notice: ms.Programme) -> None:
    with pytest.raises(ms.UnknownName):
        judge("P101", notice, said("job", "6月", "3万人"))
    with pytest.raises(ms.UnknownName):
        judge("P101", notice, said(JOBS, "6月", "3万人", area="平江"))
