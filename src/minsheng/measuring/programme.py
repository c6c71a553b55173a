"""Measuring progress: what was done and what is due, for one task or all of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.allocation import Additivity
from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY, lies_in
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Figure, Measure
from minsheng.domain.schedule import Schedule
from minsheng.domain.stage import Stage, stage_of
from minsheng.domain.standards import Standard
from minsheng.domain.target import TargetLevel
from minsheng.domain.units import Unit, to_unit
from minsheng.measuring.bands import Against, Light
from minsheng.measuring.days import refuse_other_year
from minsheng.measuring.lights import LightPolicy
from minsheng.measuring.standing import Standing
from minsheng.measuring.standings import Standings
from minsheng.measuring.targets import areas_with_share, of_programme, share_of, target_of

_PERCENT = to_unit("%")


@asked
def standing(
    programme: Programme,
    progress: Progress,
    item: str,
    area: str | None = None,
    *,
    on: datetime.date,
    policy: LightPolicy | None = None,
    schedule: Schedule = Schedule.BY_MONTHS,
    verified: bool = False,
    level: TargetLevel = TargetLevel.CITY,
) -> Standing:
    """The progress of one indicator or standard on a day, in an area or in the whole city.

    The city's figure is its own report, or the sum over the areas if all have reported.

    Args:
        programme: what was promised.
        progress: what was reported.
        item: the id of an indicator or a standard.
        area: the area, 市本级, or None for the whole city.
        on: the day; figures of periods that end later are ignored.
        policy: how lights are given; default: no lights.
        schedule: for indicators without their own. Standards are due from the first day.
        verified: whether to use the verified figures instead of the reported ones.
        level: whose target: the city's, or another one added by a change.

    Raises:
        UnknownName: the item or area is not in the programme, nor is one in the progress.
        DataError: a day of another year.

    >>> from minsheng import Amount, Period, Record, load
    >>> programme = load("yueyang-2023")
    >>> done = Progress((Record("jobs", Period.parse("2023年1—9月"), Amount("4.13", "万人")),))
    >>> s = standing(programme, done, "jobs", on=datetime.date(2023, 9, 30))
    >>> s.rate, s.schedule, s.gap, s.pace
    (Fraction(7, 10), Fraction(3, 4), Fraction(-1, 20), Amount('0.59 万人'))
    """
    how: dict[str, Any] = {"policy": policy, "schedule": schedule, "verified": verified, "level": level}
    return standing_of(programme, of_programme(programme, progress), item, area, on=on, **how)


def standing_of(
    programme: Programme,
    progress: Progress,
    item: str,
    area: str | None = None,
    *,
    on: datetime.date,
    policy: LightPolicy | None = None,
    schedule: Schedule = Schedule.BY_MONTHS,
    verified: bool = False,
    level: TargetLevel = TargetLevel.CITY,
) -> Standing:
    """The same for progress that has already passed :func:`of_programme`."""
    refuse_other_year(programme, on)
    project = programme.project_of(item)
    found = next(one for one in project.items if item in (one.id, one.text))
    _ = area in (None, CITY) or programme.area(str(area))
    own = Schedule.FROM_START if isinstance(found, Standard) else found.schedule or schedule
    rate = Rate.DIFFERENCE if isinstance(found, Standard) else found.rate
    measure = {Rate.PHYSICAL: Measure.PHYSICAL, Rate.BASIS: Measure.BASIS}.get(rate, Measure.COUNT)
    around = lies_in(area or "", {one.name: one.parent for one in programme.areas})

    def at(day: datetime.date) -> Standing:
        what = (project.number, found.id, found.text, area, day)
        if isinstance(found, Indicator) and found.worded:
            stage, figure = _stage(programme, progress, found, area, on=day, verified=verified)
            of_words = Standing(*what, rate, None, figure, own.share(day), additive=False, why=figure.why)
            return attrs.evolve(of_words, worded=found.worded, stage=stage, lies_in=around)
        target = target_of(programme, progress, found, area, day, level=level, measure=measure)
        figure = figure_of(programme, progress, found, area, on=day, measure=measure, verified=verified)
        additive = isinstance(found, Indicator) and found.additivity is Additivity.SUM
        why = _why(rate, target, figure)
        return Standing(*what, rate, target, figure, own.share(day), additive, why, lies_in=around)

    if policy is None:
        return at(on)
    ends = [period.last for period in Period.of_year(on.year).split(PeriodKind.MONTH) if period.last < on]
    days = (*ends, on)
    cities: list[Amount | None] = [None] * len(days)
    sums = isinstance(found, Indicator) and found.additivity is Additivity.SUM
    if Against.CITY in policy.needs and not sums:  # a part is not compared with the sum it is part of
        how: dict[str, Any] = {"measure": measure, "verified": verified}
        cities = [figure_of(programme, progress, found, None, on=day, **how).value for day in days]
    return lit([at(day) for day in days], policy, cities)


def _stage(
    programme: Programme, progress: Progress, item: Indicator, area: str | None, *,
    on: datetime.date, verified: bool,
) -> tuple[Stage | None, Figure]:  # fmt: skip
    """How far work is whose target is words, by the latest report; of the city, as far as its areas are."""
    groups = [
        group
        for measure in (Measure.COUNT, Measure.STATUS)
        for group in progress.standing(item.id, area, measure=measure, verified=verified)
        if group[0].period.last <= on and group[0].period.year == on.year
    ]
    if groups:
        records = max(groups, key=lambda group: group[0].period.last)
        texts = [record.text or str(record.value or "") for record in records]
        if len(texts) > 1:
            return None, Figure(None, records, f"同一天报了不同的情况：{'、'.join(texts)}")
        stage = stage_of(texts[0], item.worded, item.counts)
        return stage, Figure(None, records, "" if stage else f"看不出完成没有：{texts[0] or '没有写'}")
    if area is not None or item.additivity is not Additivity.EACH:
        return None, Figure(None, (), "没有报")
    parts: dict[Stage | None, list[str]] = {}
    for one in (area for area in programme.areas if not area.parent):
        stage, _ = _stage(programme, progress, item, one.name, on=on, verified=verified)
        parts.setdefault(stage, []).append(one.name)
    if None in parts:
        return None, Figure(None, (), f"{'、'.join(parts[None])}没有报，或看不出完成没有")
    return parts.popitem()[0] if len(parts) == 1 else Stage.UNDER_WAY, Figure(None)


def _why(rate: Rate, target: Bound | None, figure: Figure) -> str:
    if figure.value is None:
        return figure.why
    if rate is Rate.PHYSICAL:
        return "" if figure.value.unit.measures_same_as(_PERCENT) else f"形象进度不是百分数：{figure.value}"
    if target is None:
        return "没有目标"
    if not figure.value.unit.measures_same_as(target.amount.unit):
        return f"完成数 {figure.value} 与目标 {target.amount} 单位不同"
    return ""


def figure_of(
    programme: Programme, progress: Progress, item: Indicator | Standard, area: str | None, *,
    on: datetime.date, measure: Measure = Measure.COUNT, verified: bool = False,
) -> Figure:  # fmt: skip
    """What was done by a day; for the whole city its own report, otherwise the sum over the areas."""
    own = progress.figure(item.id, area, on=on, measure=measure, verified=verified)
    if area is not None or own.records or isinstance(item, Standard) or measure is not Measure.COUNT:
        return own
    if item.additivity is not Additivity.SUM:
        return own
    parts = [
        (name, progress.figure(item.id, name, on=on, verified=verified))
        for name in areas_with_share(programme, item)
    ]
    missing = [name for name, part in parts if part.value is None]
    records = tuple(record for _, part in parts for record in part.records)
    if not records:
        return own
    if missing:
        return Figure(None, records, f"{'、'.join(missing)}没有报")
    values = [part.value for _, part in parts if part.value is not None]
    return Figure(reduce(add, values), records)


def lit(history: Sequence[Standing], policy: LightPolicy, cities: Iterable[Amount | None]) -> Standing:
    """The last of one task's standings in order of time, with its light and streak.

    A period with unknown completion has no light and ends a streak.
    """
    lights: list[Light | None] = []
    for (before, now), city in zip(pairwise((None, *history)), cities, strict=True):
        share, due = _share(now), now.schedule if now else Fraction(0)
        if policy.quota is not None and before is not None:  # a month's own task
            earlier = _share(before)
            share = None if share is None or earlier is None else share - earlier
            due -= before.schedule
        figures = _figures(now, policy.unit, city)
        lights.append(policy.said(share, None if share is None else due, lights, **figures))
    count, action = policy.action(lights)
    return attrs.evolve(history[-1], light=lights[-1], streak=count, action=action)


def _figures(now: Standing | None, unit: Unit | None, city: Amount | None) -> dict[str, Fraction | None]:
    """What a light by figures depends on, in the policy's unit; without targets that are upper limits."""
    if now is None or unit is None:
        return {}
    target = None if now.target is None or now.lower else now.target.amount
    amounts = {"actual": now.actual, "target": target, "city": city}
    return {
        name: Fraction(amount.to(unit).value)
        for name, amount in amounts.items()
        if amount is not None and amount.unit.measures_same_as(unit)
    }


def _share(standing: Standing | None) -> Fraction | None:
    """The share that the light depends on; 0 or 1 for targets that are only met or not."""
    if standing is None:
        return None
    if standing.counts or standing.rate_is is Rate.PHYSICAL:
        return standing.rate
    return None if standing.met is None else Fraction(standing.met)


@asked
def standings(
    programme: Programme,
    progress: Progress,
    *,
    on: datetime.date,
    areas: Iterable[str | None] = (None,),
    policy: LightPolicy | None = None,
    schedule: Schedule = Schedule.BY_MONTHS,
    verified: bool = False,
    level: TargetLevel = TargetLevel.CITY,
) -> Standings:
    """The progress of every task on a day, in the whole city or in some areas.

    Args:
        areas: the areas; None is the whole city. Tasks in which an area has no share are left out.

    The other arguments are those of :func:`standing`.
    """
    refuse_other_year(programme, on)
    progress = of_programme(programme, progress)
    for area in areas:
        _ = area in (None, CITY) or programme.area(str(area))
    asked = [
        (item, area)
        for project in programme.projects
        for item in project.items
        for area in areas
        if _is_asked(programme, item, area, on)
    ]
    how: dict[str, Any] = {"policy": policy, "schedule": schedule, "verified": verified, "level": level}
    found = (standing_of(programme, progress, item.id, area, on=on, **how) for item, area in asked)
    return Standings(programme, tuple(found), on, policy)


def _is_asked(programme: Programme, item: Indicator | Standard, area: str | None, on: datetime.date) -> bool:
    if area is None:
        return True
    if isinstance(item, Standard):
        return area != CITY and any(tier.is_for(programme.area(area)) for tier in item.tiers)
    if item.worded:
        return area != CITY and item.additivity is Additivity.EACH
    return share_of(programme, item, area) is not None
