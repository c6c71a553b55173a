"""Family V: whether everything was accepted, in each step, in order, by whom, and as it was agreed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from minsheng.domain.acceptance import AcceptanceResult
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.procedure import Covers
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.measuring.acceptance import (
    AcceptanceStanding,
    AcceptanceStandings,
    chain,
    last_day,
    tasks,
)
from minsheng.measuring.defects import mending
from minsheng.measuring.targets import lead_agencies
from minsheng.rules.families.accepting import acceptance_criterion
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule

#: of what no agency leads
_NOBODY = "牵头单位待定"
_SHOWN = 3


def _lacking(missing: list[AcceptanceStanding]) -> str:
    """The tasks, each once, with the areas it lacks where a body accepts for several."""
    areas: dict[str, list[str]] = {}
    for one in missing:
        own = one.step.covers is Covers.AREA
        areas.setdefault(one.item.text, []).extend(() if own else (one.area or WHOLE_CITY,))
    texts = [f"{text}（{_some(of)}）" if of else text for text, of in areas.items()]
    return _some(texts, "；")


def _some(names: list[str], between: str = "、") -> str:
    """The first few of several, and how many there are."""
    more = f"等 {len(names)} 项" if len(names) > _SHOWN else ""
    return between.join(names[:_SHOWN]) + more


@rule("V101", basis="验收考核")
def every_task_is_accepted_in_every_step(
    programme: Programme, acceptance_standings: AcceptanceStandings
) -> Iterator[Said]:
    """每项任务在每一步都验收了

    For each step of the programme's chain, its bodies owe a decision on each of their tasks: each area
    on what lies in it, each lead agency on what it leads. Before the step's deadline (without one, the
    end of the year) what is lacking is unknown. What an office decided of the whole city stands for its
    areas. Example found: an area that has not accepted 2 of its 45 tasks.
    """
    if not chain(programme):
        yield Unknown("验收步骤", "年度项目没有写明哪些步骤验收什么（acceptance 的 covers）")
    owed: dict[tuple[str, str], list[AcceptanceStanding]] = {}
    for one in acceptance_standings:
        for body in one.bodies or (_NOBODY,):
            owed.setdefault((one.step.id, body), []).append(one)
    for (_, body), listed in owed.items():
        step = listed[0].step
        where, done = f"{body}{step.action}", sum(one.decision is not None for one in listed)
        said = f"应验收 {len(listed)} 项，已验收 {done} 项"
        missing = [one for one in listed if one.decision is None]
        due = step.due or datetime.date(programme.year, 12, 31)
        if not missing:
            yield Held(where, said, body)
        elif acceptance_standings.day < due:
            yield Unknown(where, f"{said}，{due} 到期", body)
        else:
            yield Finding(where, f"有 {len(missing)} 项没有验收", f"{said}，缺：{_lacking(missing)}", body)


@rule("V102", basis="验收考核", severity="warning")
def acceptance_is_in_time(programme: Programme, acceptance_standings: AcceptanceStandings) -> Iterator[Said]:
    """按期验收

    Needs the deadlines of the steps (``due``); the first decision counts, not its corrections. Example
    found: accepted on 8 January, due on 31 December.
    """
    if all(step.due is None for step in chain(programme)):
        yield Unknown("验收步骤", "年度项目没有写明各步的期限（acceptance 的 due）")
        return
    in_time: dict[str, int] = {}
    for one in acceptance_standings:
        if one.step.due is None or one.decision is None:
            continue
        if one.first is None:
            yield Unknown(one.where, "没有写验收日期，不知是否按期", one.item.id)
        elif one.first > one.step.due:
            late = (one.first - one.step.due).days
            working = f"{one.first} 验收，期限 {one.step.due}，迟 {late} 天"
            yield Finding(one.where, "迟于期限", working, one.item.id)
        else:
            in_time[one.step.action] = in_time.get(one.step.action, 0) + 1
    yield from (Held(action, f"{count} 项按期") for action, count in in_time.items())


@rule("V103", basis="验收考核")
def no_step_comes_before_the_one_under_it(acceptance_standings: AcceptanceStandings) -> Iterator[Said]:
    """前一步没有验收，不进行后一步

    Compares each decision with the first of the same task in the step before. Nor does a task pass
    that has failed there and was not mended. Example found: reviewed by the lead agency on 5 December,
    accepted by the county on 8 December.
    """
    criterion, held = acceptance_criterion("V103"), 0
    for one in acceptance_standings:
        before, now = one.before, one.decision
        if before is None or now is None:
            continue
        if before.decision is None:
            said = f"没有{before.step.action}就{one.step.action}"
            if len(before.decisions) > 1:
                said = f"{before.step.action}的结论互相矛盾，就{one.step.action}"
            yield Finding(one.where, said, one.said, one.item.id)
        elif before.decision.result is AcceptanceResult.FAILED and before.decision.open:
            if now.result is AcceptanceResult.FAILED:
                continue
            said = f"{before.step.action}：{before.said}；{one.step.action}：{one.said}"
            yield Finding(one.where, "前一步不合格，没有整改，这一步却通过", said, one.item.id)
        elif now.on is None or before.first is None:
            yield Unknown(one.where, "没有写验收日期，不知先后", one.item.id)
        elif criterion.judge({"on": now.on, "previous_on": before.first, "result": now.result.value}).ok:
            held += 1
        else:
            working = f"{before.step.action} {before.first}，{one.step.action} {now.on}"
            yield Finding(one.where, f"{one.step.action}早于{before.step.action}", working, one.item.id)
    if held:
        yield Held(f"{held} 个结论", "前一步在先")


@rule("V108", basis="验收考核")
def what_fails_is_mended_in_time(
    programme: Programme, acceptance: Acceptances, on: datetime.date | None = None
) -> Iterator[Said]:
    """不合格的限期整改，整改不逾期

    Follows everything that a decision asked to be mended, until it says when it was, or the task passes
    again. What is still open without a deadline is found too. Example found: to be mended by 20
    December, not mended on the 25th.
    """
    for one in mending(programme, acceptance, on=on):
        subject = one.acceptance.indicator
        result = one.acceptance.result.label
        if one.days:
            yield Finding(one.where, f"{one.state.label} {one.days} 天", one.summary, subject)
        elif not one.done and one.acceptance.mend_by is None:
            yield Finding(one.where, f"{result}，没有写整改期限", one.acceptance.mend, subject)
        elif not one.done:
            yield Unknown(one.where, f"{result}，整改期限 {one.acceptance.mend_by}，还没有到期", subject)
        else:
            yield Held(one.where, f"{one.done} 整改完成，期限 {one.acceptance.mend_by or '没有写'}", subject)


# what compares with reported figures takes `progress` too, without which it is skipped
@rule("V109", basis="验收考核", severity="warning")
def what_is_complete_is_accepted(
    acceptance_standings: AcceptanceStandings, progress: Progress
) -> Iterator[Said]:
    """报完成100%的任务已经验收

    Looks at every task whose reported figure reaches its target. Example found: 42台 of 42台 reported,
    and nobody has accepted any of it.
    """
    done: dict[tuple[str, str | None], list[AcceptanceStanding]] = {}
    for one in acceptance_standings:
        done.setdefault((one.item.id, one.area), []).append(one)
    held = 0
    for steps in done.values():
        one = steps[0]
        if one.target is None or one.reported is None:
            continue
        if not one.reported.unit.measures_same_as(one.target.amount.unit):
            continue
        if not one.target.holds(one.reported):
            continue
        if any(step.decision for step in steps):
            held += 1
        else:
            where = f"{one.area or WHOLE_CITY} {one.item.text}"
            working = one.target.working(one.reported)
            yield Finding(where, "报完成100%，没有一步验收", working, one.item.id)
    if held:
        yield Held(f"{held} 项报完成100%的任务", "已经验收")


@rule("V111", basis="验收考核")
def the_right_body_accepts(programme: Programme, acceptance_standings: AcceptanceStandings) -> Iterator[Said]:
    """由规定的单位验收，不由做这件事的单位验收

    Compares who accepted with who is to accept in the step, and with the agencies responsible for the
    work. Example found: the appraisal of a task signed by the bureau that carried it out.
    """
    did: dict[str, set[str]] = {}
    for assignment in programme.assignments:
        for id in assignment.covers:
            did.setdefault(id, set()).update(assignment.responsible_agencies)
    leads, held = lead_agencies(programme), 0
    criterion = acceptance_criterion("V111")
    for one in acceptance_standings:
        for decision in one.decisions:
            by = decision.by
            workers = did.get(one.item.id, set()) | ({*leads.get(one.item.id, ())} - {*one.bodies})
            if not by:
                yield Unknown(one.where, "没有写由谁验收", one.item.id)
            elif not all(
                criterion.judge({"by": by, "done_by": who, "result": decision.result.value}).ok
                for who in workers
            ):
                yield Finding(one.where, "由做这件事的单位自己验收", f"{by}是责任单位", one.item.id)
            elif not any(body and body in by for body in one.bodies):
                said = f"由{by}验收，该由{'、'.join(one.bodies) or _NOBODY}验收"
                yield Finding(one.where, "不是由规定的单位验收", said, one.item.id)
            else:
                held += 1
    if held:
        yield Held(f"{held} 个结论", "由规定的单位作出")


@rule("V114", basis="验收考核")
def every_decision_is_one_and_of_a_task(
    programme: Programme, acceptance: Acceptances, on: datetime.date | None = None
) -> Iterator[Said]:
    """同一任务同一步只有一个结论，没有任务的不验收

    A later decision corrects an earlier one; two of the same day contradict each other and neither
    counts. Example found: passed and failed, both on 8 December.
    """
    day = last_day(programme, acceptance, on)
    known, steps = acceptance.as_known(day), {step.id: step for step in chain(programme)}
    texts = {item.id: item.text for project in programme.projects for item in project.items}
    owed = {(item.id, area) for _, item, area in tasks(programme, min(day, _end(programme)))}
    clear = 0
    for id, area, step in known.versions:
        where = f"{area or WHOLE_CITY} {texts[id]}（{steps[step].action}）"
        standing = known.standing(id, area, step=step)
        whole = area is None and steps[step].is_for(None)
        if len(standing) > 1:
            said = "、".join(f"{one.result.label} {one.figure or ''}".strip() for one in standing)
            yield Finding(where, "同一天有不同的结论", said, id)
        elif not (whole or ((id, area) in owed and steps[step].is_for(area))):
            said = "、".join(one.source for one in standing)
            yield Finding(where, "没有任务，却有验收结论", said, id)
        else:
            clear += 1
    if clear:
        yield Held(f"{clear} 项", "只有一个结论，或后来的更正先前的")


def _end(programme: Programme) -> datetime.date:
    return datetime.date(programme.year, 12, 31)


RULES = (
    every_task_is_accepted_in_every_step,
    acceptance_is_in_time,
    no_step_comes_before_the_one_under_it,
    what_fails_is_mended_in_time,
    what_is_complete_is_accepted,
    the_right_body_accepts,
    every_decision_is_one_and_of_a_task,
)
