"""Family P, continued: whether reports are complete, in time, readable and free of contradictions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.indicator import Indicator
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.period import Period
from minsheng.domain.procedure import Cadence, ReportingDuty
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Measure, Record
from minsheng.domain.standards import Standard
from minsheng.domain.units import to_unit
from minsheng.measuring.days import day_of
from minsheng.measuring.targets import areas_with_share, lead_agencies, of_programme
from minsheng.rules.families.figures import against
from minsheng.rules.families.limits import Limits
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule
from minsheng.table import Tabled, heads
from minsheng.wanted import quoted

_PERCENT = to_unit("%")
#: the days on which one figure was reported; None: unknown
Days = list[datetime.date | None]
Owed = list[tuple[Period, str, Days | None]]


@attrs.frozen(repr=False)
class Completeness(Tabled):
    """How many of the figures due have been reported, and how many of them late.

    Args:
        key: the area or the lead agency.
        expected: how many figures were due.
        missing: ``(period, item)`` of missing figures.
        late: ``(period, item, days late)`` of late figures; empty if there is no deadline.
        undated: ``(period, item)`` of figures that may be late: the day of reporting is unknown.
    """

    key: str
    expected: int
    missing: tuple[tuple[Period, str], ...] = ()
    late: tuple[tuple[Period, str, int], ...] = ()
    undated: tuple[tuple[Period, str], ...] = ()

    @property
    def reported(self) -> int:
        """How many of the figures due were reported."""
        return self.expected - len(self.missing)

    @property
    def summary(self) -> str:
        """How many figures were due, reported and late."""
        return f"{self.key}：应报 {self.expected} 个数，已报 {self.reported} 个，迟报 {len(self.late)} 个"

    _HEADS = heads(period="期间", item="指标", state="情况", days="迟几天")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for state, listed in (("未报", self.missing), ("迟报", self.late), ("不知何时报的", self.undated)):
            for period, item, *days in listed:
                late = days[0] if days else None
                yield {"key": self.key, "period": period, "item": item, "state": state, "days": late}


@asked
def completeness(
    programme: Programme,
    progress: Progress,
    duty: ReportingDuty,
    *,
    on: datetime.date,
    per: str = "area",
    limits: Limits | None = None,
) -> tuple[Completeness, ...]:
    """What each area or lead agency has reported of the figures due by a day.

    For every completed period of the duty, an area owes a figure of each indicator in which it has
    a share, and of each standard that applies to it. If only figures of the whole city were
    reported of an item, the city owes them.

    Args:
        duty: the report, such as the monthly bulletin; if it has a deadline, late figures are listed.
        on: the day.
        per: ``area`` or ``agency``.
        limits: for the calendar.

    Raises:
        ValueError: another ``per``.
        UnknownName: a figure of an item or area that is not in the programme.
    """
    of_programme(programme, progress)
    if per not in ("area", "agency"):
        raise ValueError(f"completeness is per area or per agency, not per {quoted(per)}")
    calendar, answer = (limits or Limits()).calendar, lead_agencies(programme)
    periods = [p for p in Period.of_year(programme.year).split(duty.every.value) if p.last <= on]
    deadline = duty.due
    due = None if deadline is None else cache(lambda period: deadline.due(period, calendar))
    owed: dict[str, Owed] = {}
    for project in programme.projects:
        for item in project.items:
            for area in _owing(programme, progress, item):
                keys = (area or WHOLE_CITY,) if per == "area" else answer.get(item.id, ())
                days = _reported(progress, item, area)
                for key in keys:
                    owed.setdefault(key, []).extend((p, item.text, days.get(p.last)) for p in periods)
    return tuple(_completeness(key, listed, due) for key, listed in owed.items())


def _completeness(key: str, owed: Owed, due: Callable[[Period], datetime.date] | None) -> Completeness:
    missing, late, undated = [], [], []
    for period, text, days in owed:
        if days is None:
            missing.append((period, text))
        elif due is not None:
            first = min((day for day in days if day), default=datetime.date.max)
            if first > due(period) and None in days:
                undated.append((period, text))
            elif first > due(period):
                late.append((period, text, (first - due(period)).days))
    return Completeness(key, len(owed), tuple(missing), tuple(late), tuple(undated))


def _reported(progress: Progress, item: Indicator | Standard, area: str | None) -> dict[datetime.date, Days]:
    """The days of reporting, by the last day of the period."""
    days: dict[datetime.date, Days] = {}
    for record in progress.by_item.get(item.id, {}).get(area, ()):
        if not record.verified:
            days.setdefault(record.period.last, []).append(record.on)
    return days


def _owing(programme: Programme, progress: Progress, item: Indicator | Standard) -> tuple[str | None, ...]:
    if set(progress.by_item.get(item.id, {})) == {None}:
        return (None,)
    if isinstance(item, Standard):
        return tuple(a.name for a in programme.areas if any(tier.is_for(a) for tier in item.tiers))
    return areas_with_share(programme, item) or (None,)


def _monthly(programme: Programme) -> ReportingDuty | None:
    return next((duty for duty in programme.reporting if duty.every is Cadence.MONTH), None)


@rule("P103", basis="月通报")
def every_report_is_there(
    programme: Programme, progress: Progress, on: datetime.date | None = None
) -> Iterator[Said]:
    """该报的都报了

    For every completed month, every area owes a figure of each of its tasks. A missing figure is not
    zero. Example found: an area without any figure for October.
    """
    duty = _monthly(programme)
    if duty is None:
        yield Unknown("月通报", "年度项目没有写明按月报告")
        return
    day = day_of(programme, progress, on)
    for one in completeness(programme, progress, duty, on=day):
        said = f"应报 {one.expected} 个数，已报 {one.reported} 个"
        if one.missing:
            shown = "；".join(f"{period} {text}" for period, text in one.missing[:3])
            more = f"等 {len(one.missing)} 个" if len(one.missing) > 3 else ""
            yield Finding(one.key, f"缺 {len(one.missing)} 个数", f"{said}，缺：{shown}{more}", one.key)
        elif one.expected:
            yield Held(one.key, said, one.key)


@rule("P104", basis="月通报", severity="warning")
def reports_are_in_time(
    programme: Programme, progress: Progress, on: datetime.date | None = None, limits: Limits | None = None
) -> Iterator[Said]:
    """按时报送

    Needs the deadline of the monthly report and the days of reporting. Example found: May's figures
    were due on 5 June and reported on 9 June.
    """
    duty = _monthly(programme)
    if duty is None or duty.due is None:
        yield Unknown("月通报", "年度项目没有写明报送期限（reporting 的 due）")
        return
    day = day_of(programme, progress, on)
    for one in completeness(programme, progress, duty, on=day, limits=limits):
        if one.late:
            shown = "；".join(f"{period} {text} 迟 {days} 天" for period, text, days in one.late[:3])
            more = f"等 {len(one.late)} 个" if len(one.late) > 3 else ""
            yield Finding(one.key, f"{len(one.late)} 个数迟报", f"{shown}{more}", one.key)
        elif one.undated:
            yield Unknown(one.key, f"{len(one.undated)} 个数没有写明哪天报的，不知是否迟报", one.key)
        elif one.reported:
            yield Held(one.key, f"{one.reported} 个数没有迟报", one.key)


@rule("P111", basis="资金", severity="warning")
def money_keeps_step_with_the_works(
    programme: Programme, progress: Progress, on: datetime.date | None = None, limits: Limits | None = None
) -> Iterator[Said]:
    """资金与工程进度相称

    Needs the physical progress and the money of a task, the latter in per cent or with the planned
    sum. Example found: physical progress 100%, but only 4.33% of the money paid.
    """
    day, ask = day_of(programme, progress, on), against("P111", limits)
    for project in programme.projects:
        for item in project.items:
            for area in progress.by_item.get(item.id, {}):
                works = progress.figure(item.id, area, on=day, measure=Measure.PHYSICAL)
                paid = progress.figure(item.id, area, on=day, measure=Measure.MONEY)
                if works.value is None or paid.value is None:
                    continue
                where = f"{area or WHOLE_CITY} {item.text}"
                money = _money_share(paid.value, paid.records[-1])
                if money is None or not works.value.unit.measures_same_as(_PERCENT):
                    yield Unknown(where, "不知道计划资金，或形象进度不是百分数", item.id)
                    continue
                share, shown = money
                said = f"形象进度 {works.value.to(_PERCENT)}，资金 {shown}"
                yield ask(
                    where, "资金与工程进度脱节", item.id, _PERCENT, said, physical=works.value, money=share
                )


def _money_share(paid: Amount, record: Record) -> tuple[Amount | Fraction, Amount] | None:
    """What was paid in per cent of the plan: exactly, and rounded to four places to be shown."""
    if paid.unit.measures_same_as(_PERCENT):
        return paid, paid.to(_PERCENT)
    if record.target is None or not record.target.amount.value:
        return None
    if not paid.unit.measures_same_as(record.target.amount.unit):
        return None
    share = paid / record.target.amount * 100
    value = exact_decimal(rounded(share, Way.HALF_UP, 4))
    return None if value is None else (share, Amount(value, _PERCENT))


@rule("P112", basis="完成数")
def figures_are_figures(programme: Programme, progress: Progress) -> Iterator[Said]:
    """完成数是数

    A sentence in place of a number cannot be measured. Example found: “11月底厂家开始安排发货” as the
    number of completed stations.
    """
    names = {item.id: item.text for project in programme.projects for item in project.items}
    worded, figures = {item.id for item in programme.indicators if item.worded}, 0
    for record in progress.records:
        where = f"{record.area or WHOLE_CITY} {names.get(record.indicator, record.indicator)} {record.period}"
        words = record.measure is Measure.STATUS or record.indicator in worded or record.value is not None
        if record.text and not words:
            if not any(map(str.isalnum, record.text)):  # a dash may mean done, no task, nothing to report
                yield Unknown(where, f"只写“{record.text}”，没有数", record.indicator)
            else:
                said = f"“{record.text}”（{record.source}）"
                yield Finding(where, "该填数的地方是文字", said, record.indicator)
        figures += record.value is not None
    yield from (Finding(line.source, "读不成数，未计入", line.why) for line in progress.aside)
    if figures:
        yield Held(f"{figures} 个完成数", "是数")


@rule("P113", basis="完成数")
def nothing_is_reported_twice_differently(programme: Programme, progress: Progress) -> Iterator[Said]:
    """同一天对同一事项只报一个数

    A later figure corrects an earlier one; two of the same day contradict each other and neither
    counts. Example found: 3.1万人 and 2.9万人, both reported on 3 July.
    """
    names = {item.id: item.text for project in programme.projects for item in project.items}
    clear = 0
    for groups in progress.by_subject():
        for group in groups:
            clear += len(group) == 1
            if len(group) > 1:
                one = group[0]
                where = f"{one.area or WHOLE_CITY} {names.get(one.indicator, one.indicator)} {one.period}"
                said = "、".join(str(record.value or record.text) for record in group)
                yield Finding(where, "同一天报了不同的数", said, one.indicator)
    if clear:
        yield Held(f"{clear} 个数", "只报一次，或后报的更正先报的")


RULES = (
    every_report_is_there,
    reports_are_in_time,
    money_keeps_step_with_the_works,
    figures_are_figures,
    nothing_is_reported_twice_differently,
)
