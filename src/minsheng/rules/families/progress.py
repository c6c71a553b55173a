"""Family P: compares what was reported with what is due, with other reports and with verification."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Measure, Record
from minsheng.domain.standards import Standard
from minsheng.domain.target import TargetLevel
from minsheng.domain.units import to_unit
from minsheng.domain.written import percent, signed
from minsheng.measuring.days import day_of
from minsheng.measuring.programme import standing_of
from minsheng.measuring.standing import Standing
from minsheng.measuring.targets import share_of, target_of
from minsheng.rules.families.figures import against
from minsheng.rules.families.limits import Limits
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule

#: the measures whose figures can be compared
_MEASURES = (Measure.COUNT, Measure.PHYSICAL, Measure.MONEY, Measure.BASIS)


def _subjects(programme: Programme, progress: Progress) -> Iterator[tuple[Indicator | Standard, str | None]]:
    """Every item and area with reports, in the programme's order."""
    names = (None, *(area.name for area in programme.areas), CITY)
    for project in programme.projects:
        for item in project.items:
            reported = progress.by_item.get(item.id, {})
            yield from ((item, area) for area in names if area in reported)


def _where(item: Indicator | Standard, area: str | None) -> str:
    return f"{area or WHOLE_CITY} {item.text}"


@rule("P101", basis="序时进度")
def tasks_are_on_schedule(
    programme: Programme, progress: Progress, on: datetime.date | None = None, limits: Limits | None = None
) -> Iterator[Said]:
    """各项任务达到序时进度

    Compares the completion rate with the share of the year's work due by the day; standards and
    limits must be met from the first day. Default for the day: the last one reported on. Example
    found: 88.2% done on 30 November, when 11/12 = 91.67% were due.
    """
    day, allowed = day_of(programme, progress, on), limits or Limits()
    for item, area in _subjects(programme, progress):
        stands = standing_of(programme, progress, item.id, area, on=day, schedule=allowed.schedule)
        where = _where(item, area)
        if stands.behind is None:
            yield Unknown(where, stands.why or "完成率无法计算", item.id)
        elif stands.behind:
            found = "落后于序时进度" if _by_schedule(stands) else "没有达到要求"
            yield Finding(where, found, _working(stands), item.id)
        else:
            yield Held(where, _working(stands), item.id)


def _by_schedule(stands: Standing) -> bool:
    """Whether it is judged by the schedule; a limit or standard is simply met or not on any day."""
    if stands.behind and stands.gap is not None and stands.gap >= 0:
        return False  # 80类 of 超过80类: 100 %, and still not met
    return stands.gap is not None and (stands.counts or stands.rate_is is Rate.PHYSICAL)


def _working(stands: Standing) -> str:
    """The comparison written out: figures, completion, schedule, difference."""
    if stands.gap is None or not _by_schedule(stands):
        return stands.target.working(stands.actual) if stands.target and stands.actual else ""
    of = f"{stands.actual} ÷ {stands.target.amount} = " if stands.target and stands.counts else "形象进度 "
    ahead = signed(stands.gap * 100)
    return f"{of}{percent(stands.rate)}，序时进度 {percent(stands.schedule)}，相差 {ahead} 个百分点"


@rule("P102", basis="累计数")
def cumulative_figures_do_not_fall(programme: Programme, progress: Progress) -> Iterator[Said]:
    """累计完成数不减少

    Follows each series of cumulative figures within a year, after corrections.
    Example found: 3.4万人 at the end of July, 3.1万人 at the end of August.
    """
    ask = against("P102")
    for item, area, measure, verified in _series(programme, progress):
        groups = progress.standing(item.id, area, measure=measure, verified=verified)
        totals = [group[0] for group in groups if len(group) == 1 and group[0].cumulative and group[0].value]
        for before, now in pairwise(totals):
            if before.period.year != now.period.year or before.value is None or now.value is None:
                continue
            where = f"{_where(item, area)} {now.period}"
            if not before.value.unit.measures_same_as(now.value.unit):
                yield Unknown(where, f"{before.value} 与 {now.value} 单位不同，不能比较", item.id)
                continue
            said = f"比{before.period}的累计数少"
            yield ask(where, said, item.id, now.value.unit, actual=now.value, previous=before.value)


def _series(
    programme: Programme, progress: Progress
) -> Iterator[tuple[Indicator | Standard, str | None, Measure, bool]]:
    for item, area in _subjects(programme, progress):
        for measure in _MEASURES:
            for verified in (False, True):
                yield item, area, measure, verified


@rule("P105", basis="附件2")
def figures_stand_where_there_is_a_share(programme: Programme, progress: Progress) -> Iterator[Said]:
    """没有任务数的地区不应有完成数

    “/” in the allocation means that the area has no task. Example found: a figure of 南湖新区 for an
    indicator for which its cell is “/”.
    """
    for item, area in _subjects(programme, progress):
        if area is None or not isinstance(item, Indicator) or item.undivided:
            continue
        where = _where(item, area)
        if share_of(programme, item, area) is not None:
            yield Held(where, "有任务数", item.id)
        else:
            listed = (record for record in progress.by_item[item.id][area] if record.value)
            figures = "、".join(f"{record.period} {record.value}" for record in listed)
            if figures:
                yield Finding(where, "没有任务数，却报了完成数", figures, item.id)


def _pairs(
    programme: Programme, progress: Progress
) -> Iterator[tuple[str, Indicator | Standard, Amount, Amount]]:
    """Pairs of reported and verified figures: where, which item, and the two.

    Contradictory figures of one day do not count.
    """
    for item, area in _subjects(programme, progress):
        for measure in _MEASURES:
            listed = progress.standing(item.id, area, measure=measure, verified=True)
            verified = {_span(group): group[0].value for group in listed if len(group) == 1}
            for group in progress.standing(item.id, area, measure=measure):
                reported, checked = group[0].value, verified.get(_span(group))
                if len(group) != 1 or reported is None or checked is None:
                    continue
                if reported.unit.measures_same_as(checked.unit):
                    yield f"{_where(item, area)} {group[0].period}", item, reported, checked


def _span(group: tuple[Record, ...]) -> tuple[Period, bool]:
    return group[0].period, group[0].cumulative


@rule("P106", basis="核实", severity="warning")
def verified_figures_are_not_above_reported_ones(programme: Programme, progress: Progress) -> Iterator[Said]:
    """核实数不大于上报数

    A larger verified figure is possible but questionable: the base may have been understated.
    Example found: 341 households verified where 301 were reported.
    """
    ask = against("P106")
    for where, item, reported, verified in _pairs(programme, progress):
        yield ask(where, "核实数大于上报数", item.id, reported.unit, actual=reported, verified=verified)


@rule("P107", basis="附件2")
def parts_are_not_more_than_the_whole(
    programme: Programme, progress: Progress, on: datetime.date | None = None
) -> Iterator[Said]:
    """“其中”的完成数不大于总数

    Example found: 2.7万人次 of rural workers trained out of 2.6万人次 in all.
    """
    day, ask = day_of(programme, progress, on), against("P107")
    for item, area in _subjects(programme, progress):
        if not isinstance(item, Indicator) or item.part_of is None:
            continue
        part = progress.figure(item.id, area, on=day).value
        whole = progress.figure(item.part_of, area, on=day).value
        where = _where(item, area)
        if part is None or whole is None:
            yield Unknown(where, "其中数或总数没有报", item.id)
        elif not part.unit.measures_same_as(whole.unit):
            yield Unknown(where, f"{part} 与 {whole} 单位不同，不能比较", item.id)
        else:
            yield ask(where, "其中数大于总数", item.id, part.unit, actual=part, whole=whole)


@rule("P108", basis="完成率", severity="note")
def completions_are_not_suspect(
    programme: Programme, progress: Progress, on: datetime.date | None = None, limits: Limits | None = None
) -> Iterator[Said]:
    """完成数没有大得可疑

    A completion of several hundred per cent may be true, but more often a unit or target is wrong.
    Example found: 961% of the target.
    """
    day, ask = day_of(programme, progress, on), against("P108", limits)
    for item, area in _subjects(programme, progress):
        stands = standing_of(programme, progress, item.id, area, on=day)
        if not stands.counts or stands.target is None or stands.actual is None or stands.why:
            continue
        if stands.target.amount.value < 0:
            continue  # a multiple of a negative target means nothing
        asked, found = stands.target.amount, "大得可疑，请核对单位和目标"
        yield ask(_where(item, area), found, item.id, asked.unit, target=asked, actual=stands.actual)


@rule("P109", basis="核实", severity="warning")
def verified_figures_are_near_reported_ones(
    programme: Programme, progress: Progress, limits: Limits | None = None
) -> Iterator[Said]:
    """核实数与上报数相差不大

    Example found: 238 reported, 173 verified.
    """
    ask = against("P109", limits)
    for where, item, reported, verified in _pairs(programme, progress):
        if reported.value < 0:
            yield Unknown(where, f"上报 {reported}，核实 {verified}：负数没有几成", item.id)
            continue
        yield ask(where, "核实数与上报数相差大", item.id, reported.unit, actual=reported, verified=verified)


@rule("P110", basis="目标")
def targets_change_only_with_approval(
    programme: Programme, progress: Progress, on: datetime.date | None = None
) -> Iterator[Said]:
    """目标没有经批准不变

    A change of target must name who approved it, and a target printed beside a figure must be the
    one in force. Example found: 11098 became 15670 without an explanation.
    """
    items = {item.id: item for project in programme.projects for item in project.items}
    for change in progress.changes:
        if change.level is not TargetLevel.CITY:
            continue
        item = items[change.indicator]
        where = _where(item, change.area)
        if change.approval is None or not change.approval.who:
            asked = change.target.in_words if change.target else "未下达"
            yield Finding(where, f"目标改为“{asked}”，没有批准", change.source, item.id)
        else:
            yield Held(where, f"{change.approval.who}批准：{change.approval.why or '没有写明原因'}", item.id)
    for record in progress.records:
        if record.target is not None and not _is_other_target(record, record.target):
            yield from _same_base(programme, progress, items[record.indicator], record, record.target)


def _is_other_target(record: Record, beside: Bound) -> bool:
    """Whether a target beside a figure is not one of the programme: a planned sum, or 100%."""
    of_site = record.measure is Measure.PHYSICAL and beside.amount.unit.measures_same_as(to_unit("%"))
    return of_site or record.measure is Measure.MONEY


def _same_base(
    programme: Programme, progress: Progress, item: Indicator | Standard, record: Record, beside: Bound
) -> Iterator[Said]:
    """Compare a target printed beside a figure with the one in force."""
    where = f"{_where(item, record.area)} {record.period}"
    asked = target_of(programme, progress, item, record.area, record.period.last, measure=record.measure)
    if asked is None:
        yield Unknown(where, f"表上目标 {beside.amount}，年度项目没有目标", item.id)
    elif not asked.amount.unit.measures_same_as(beside.amount.unit):
        yield Finding(where, "表上目标的单位与年度项目不同", f"{beside.amount} 与 {asked.amount}", item.id)
    elif asked.amount != beside.amount:
        yield Finding(where, "所报目标与任务分解表不一致", f"{beside.amount} ≠ {asked.amount}", item.id)
    else:
        yield Held(where, f"目标 {beside.amount}", item.id)


RULES = (
    tasks_are_on_schedule,
    cumulative_figures_do_not_fall,
    figures_stand_where_there_is_a_share,
    verified_figures_are_not_above_reported_ones,
    parts_are_not_more_than_the_whole,
    completions_are_not_suspect,
    verified_figures_are_near_reported_ones,
    targets_change_only_with_approval,
)
