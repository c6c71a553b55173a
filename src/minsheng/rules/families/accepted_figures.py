"""Family V, continued: accepted figures against verified and reported ones, samples, adopted standards."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Literal

from minsheng.domain.acceptance import AcceptanceResult
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.amount import Amount
from minsheng.domain.indicator import Indicator
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.sampling import excludes
from minsheng.domain.standards import AdoptedStandard, Standard
from minsheng.domain.written import percent
from minsheng.measuring.acceptance import AcceptanceStanding, AcceptanceStandings, last_day
from minsheng.measuring.gaps import gaps_of
from minsheng.rules.families.accepting import acceptance_criterion
from minsheng.rules.families.figures import figures_against
from minsheng.rules.families.limits import Limits
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule


def _lacking(one: AcceptanceStanding) -> bool:
    """Whether something passed of which a figure is counted, and none was written."""
    counted = isinstance(one.item, Indicator) and one.target is not None
    return counted and [one.result is AcceptanceResult.FAILED for one in one.decisions] == [False]


# what compares with reported figures takes `progress` too, without which it is skipped
@rule("V104", basis="验收考核")
def accepted_verified_and_reported_figures_are_in_line(
    acceptance_standings: AcceptanceStandings, progress: Progress
) -> Iterator[Said]:
    """认定数不大于核实数，核实数不大于上报数

    Compares the figure of every step with what was reported, and verified if it was; where less is
    better, the other way round. Example found: 42台 accepted of 40台 reported.
    """
    ask = figures_against(partial(acceptance_criterion, "V104"))
    for one in acceptance_standings:
        accepted, verified, reported = one.accepted, one.verified, one.reported
        if accepted is None:
            if _lacking(one):
                yield Unknown(one.where, f"{one.said}，没有写认定数", one.item.id)
            continue
        if reported is None:
            yield Unknown(one.where, f"认定 {accepted}，没有上报数", one.item.id)
            continue
        given = [amount for amount in (verified, reported) if amount is not None]
        if other := next((a for a in given if not a.unit.measures_same_as(accepted.unit)), None):
            yield Unknown(one.where, f"{accepted} 与 {other} 单位不同，不能比较", one.item.id)
            continue
        checked = f"，核实 {verified}" if verified is not None else ""
        said = f"认定 {accepted}{checked}，上报 {reported}{_apart(accepted, reported)}"
        lowest, highest = (reported, accepted) if one.lower else (accepted, reported)
        figures = {"accepted": lowest, "verified": verified, "reported": highest}
        yield ask(
            one.where, _out_of_line(one, accepted, reported), one.item.id, reported.unit, said, **figures
        )


def _out_of_line(one: AcceptanceStanding, accepted: Amount, reported: Amount) -> str:
    """Which of the figures is out of line with which."""
    word, sign = ("小", -1) if one.lower else ("大", 1)
    named = {"认定数": accepted, "核实数": one.verified, "上报数": reported}
    for first, other in (("认定数", "上报数"), ("认定数", "核实数"), ("核实数", "上报数")):
        above, below = named[first], named[other]
        if above is not None and below is not None and sign * (above.exact - below.exact) > 0:
            return f"{first}{word}于{other}"
    return ""


def _apart(accepted: Amount, reported: Amount) -> str:
    """By how much they differ, in words; empty if they do not."""
    if accepted == reported:
        return ""
    low, high = sorted((accepted, reported))
    word = "少" if accepted < reported else "多"
    share = f"（{percent((high.exact - low.exact) / reported.exact)}）" if reported.exact > 0 else ""
    return f"，{word} {high - low}{share}"


@rule("V105", basis="验收考核")
def no_step_raises_a_figure(acceptance_standings: AcceptanceStandings) -> Iterator[Said]:
    """后一步的认定数不大于前一步

    Compares the figures of each two steps of a task. Example found: 40台 accepted by the county, 42台 by
    the lead agency.
    """
    ask = figures_against(partial(acceptance_criterion, "V105"))
    for one in acceptance_standings:
        accepted, previous = one.accepted, one.before.accepted if one.before else None
        if accepted is None or previous is None:
            continue
        if not accepted.unit.measures_same_as(previous.unit):
            yield Unknown(one.where, f"{previous} 与 {accepted} 单位不同，不能比较", one.item.id)
            continue
        low, high = (previous, accepted) if one.lower else (accepted, previous)
        figures = {"accepted": low, "previous": high}
        said = f"前一步 {previous}，这一步 {accepted}"
        yield ask(one.where, "比前一步的认定数大", one.item.id, accepted.unit, said, **figures)


_PER: tuple[Literal["area", "agency"], ...] = ("area", "agency")


@rule("V106", basis="验收考核", severity="warning")
def accepted_figures_are_near_reported_ones(
    programme: Programme,
    acceptance_standings: AcceptanceStandings,
    progress: Progress,
    limits: Limits | None = None,
) -> Iterator[Said]:
    """认定数与上报数相差不大，按地区和牵头单位

    The mean, over the tasks of an area or a lead agency, of the share by which the accepted figure is
    less than the reported one, against the limit (``apart``). Example found: on average 7% less.
    """
    apart = Fraction((limits or Limits()).apart)
    for per in _PER:
        for one in gaps_of(programme, acceptance_standings, Acceptances(), per):
            if one.mean is None:
                continue
            said = f"{one.tasks} 项有认定数，{one.less} 项少于上报数，平均少 {percent(one.mean)}"
            if one.mean > apart:
                yield Finding(one.key, f"认定数平均比上报数少 {percent(one.mean)}", said, one.key)
            else:
                yield Held(one.key, said, one.key)


@rule("V107", basis="验收考核", severity="warning")
def samples_bear_the_reports_out(
    programme: Programme,
    acceptance: Acceptances,
    on: datetime.date | None = None,
    limits: Limits | None = None,
) -> Iterator[Said]:
    """抽查属实，按地区和牵头单位

    Found over sampled, with Wilson's interval for 95%. Only if the interval excludes what the limit
    (``apart``) asks, exactly, is it found, or holds; of a sample too small to tell it is unknown.
    Example found: 173 found of 238.
    """
    asked = 1 - Fraction((limits or Limits()).apart)
    known = acceptance.as_known(last_day(programme, acceptance, on))
    if not known.inspections:
        yield Unknown("抽查", "没有抽查")
    for per in _PER:
        for one in gaps_of(programme, (), known, per):
            if one.measured:
                said = f"{one.measured} 次抽查按量计或多于上报数，没有区间"
                yield Unknown(one.key, said, one.key)
            if not one.sampled:
                continue
            reached = one.found >= asked * one.sampled
            if not excludes(one.found, one.sampled, asked):
                doubt = f"有没有 {percent(asked)}" if reached else f"不到 {percent(asked)}"
                yield Unknown(one.key, f"{one.samples}；抽得少，断定不了{doubt}", one.key)
            elif reached:
                yield Held(one.key, one.samples, one.key)
            else:
                yield Finding(one.key, f"属实的不到 {percent(asked)}", one.samples, one.key)


@rule("V110", basis="验收考核")
def standards_are_accepted_by_what_is_adopted(
    programme: Programme, acceptance_standings: AcceptanceStandings, adopted: tuple[AdoptedStandard, ...]
) -> Iterator[Said]:
    """低保等标准按各地执行的数验收

    Compares the accepted figure of a standard with what the area has adopted by the day, and a passed one
    with the standard itself. Example found: 650元/月 accepted where 640元/月 is paid.
    """
    day = min(acceptance_standings.day, datetime.date(programme.year, 12, 31))
    latest: dict[tuple[str, str], AdoptedStandard] = {}
    for own in sorted(adopted, key=lambda own: own.effective):
        if own.effective <= day:
            latest[own.standard, own.area] = own
    for one in acceptance_standings:
        if not isinstance(one.item, Standard) or one.decision is None or one.area is None:
            continue
        adopts = latest.get((one.item.id, one.area))
        if adopts is None:
            yield Unknown(one.where, "没有报执行的标准", one.area)
            continue
        asked, figure, passed = one.target, one.accepted, one.decision.result is AcceptanceResult.PASSED
        given = [amount for amount in (figure, asked.amount if asked else None) if amount is not None]
        if other := next((a for a in given if not a.unit.measures_same_as(adopts.amount.unit)), None):
            yield Unknown(one.where, f"{other} 与 {adopts.amount} 单位不同，不能比较", one.area)
        elif figure is not None and figure != adopts.amount:
            said = f"认定 {figure}，执行 {adopts.amount}（{adopts.effective} 起）"
            yield Finding(one.where, "认定的不是执行的标准", said, one.area)
        elif passed and asked is not None and not asked.holds(adopts.amount):
            yield Finding(one.where, "执行的标准不合规定，却合格", asked.working(adopts.amount), one.area)
        else:
            yield Held(one.where, f"执行 {adopts.amount}", one.area)


@rule("V115", basis="验收考核", severity="warning")
def every_decision_says_what_it_must(acceptance_standings: AcceptanceStandings) -> Iterator[Said]:
    """结论写明日期，合格的写明认定数，要整改的写明整改什么

    A figure may be lacking where a remark says why (不适用). Example found: passed, without the figure
    that is accepted.
    """
    full = 0
    for one in acceptance_standings:
        for decision in one.decisions:
            mends = decision.result is not AcceptanceResult.PASSED and not decision.mend
            figure = _lacking(one) and decision.figure is None and not decision.note
            lacks = [
                name
                for name, lacking in (
                    ("验收日期", decision.on is None),
                    ("认定数（没有的在备注写明原因）", figure),
                    ("整改内容", mends),
                )
                if lacking
            ]
            if lacks:
                yield Finding(one.where, f"没有写{'、'.join(lacks)}", one.said, one.item.id)
            else:
                full += 1
    if full:
        yield Held(f"{full} 个结论", "写明了该写的")


@rule("V116", basis="验收考核", severity="warning")
def what_passes_reaches_its_task(acceptance_standings: AcceptanceStandings) -> Iterator[Said]:
    """认定合格的，认定数达到任务数

    Compares the accepted figure of what passed, with mending or without, with the task. Example found:
    620台 accepted of 800台, and passed.
    """
    held = 0
    for one in acceptance_standings:
        decision, accepted, target = one.decision, one.accepted, one.target
        if decision is None or decision.result is AcceptanceResult.FAILED or not (accepted and target):
            continue
        if not accepted.unit.measures_same_as(target.amount.unit):
            yield Unknown(one.where, f"{accepted} 与任务 {target} 单位不同，不能比较", one.item.id)
        elif target.holds(accepted):
            held += 1
        else:
            said = f"{decision.result.label}，认定数没有达到任务"
            yield Finding(one.where, said, target.working(accepted), one.item.id)
    if held:
        yield Held(f"{held} 个结论", "认定数达到任务数")


RULES = (
    accepted_verified_and_reported_figures_are_in_line,
    no_step_raises_a_figure,
    accepted_figures_are_near_reported_ones,
    samples_bear_the_reports_out,
    standards_are_accepted_by_what_is_adopted,
    every_decision_says_what_it_must,
    what_passes_reaches_its_task,
)
