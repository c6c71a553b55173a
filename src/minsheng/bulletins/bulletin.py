"""Composing a bulletin: which sections each kind has, in which order, and from what."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from minsheng.asking import asked
from minsheng.bulletins.annexes import annexes, every_task
from minsheng.bulletins.changed import changed
from minsheng.bulletins.document import Bulletin, BulletinKind
from minsheng.bulletins.head import Head, headed
from minsheng.bulletins.laggards import laggards
from minsheng.bulletins.lit import lit
from minsheng.bulletins.overall import overall
from minsheng.bulletins.ranks import ranked
from minsheng.bulletins.reports import (
    found,
    next_steps,
    objections,
    remarks,
    reported,
    verified,
)
from minsheng.bulletins.sections import BulletinSection
from minsheng.bulletins.situation import Situation
from minsheng.bulletins.trend import trend
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.schedule import Schedule
from minsheng.errors import DataError
from minsheng.logs import logged
from minsheng.measuring.lights import LightPolicy
from minsheng.rules.families.reporting import Completeness
from minsheng.rules.families.reporting import completeness as completeness_of
from minsheng.rules.report import Report
from minsheng.rules.scoring.ranking.ranking import Ranking

#: the kind of bulletin for a kind of period
_USUAL = {
    PeriodKind.TEN_DAYS: BulletinKind.TEN_DAYS,
    PeriodKind.MONTH: BulletinKind.MONTH,
    PeriodKind.QUARTER: BulletinKind.QUARTER,
}


@asked
@logged("bulletins", "wrote bulletin", "programme", lambda found: {"blanks": len(found.blanks)})
def bulletin(
    programme: Programme,
    progress: Progress,
    period: Period | str,
    *,
    kind: BulletinKind | None = None,
    lights: LightPolicy | None = None,
    ranking: Ranking | None = None,
    previous: Bulletin | None = None,
    completeness: Sequence[Completeness] | None = None,
    report: Report | None = None,
    notes: Sequence[str] = (),
    schedule: Schedule = Schedule.BY_MONTHS,
    number: str = "",
    office: str = "",
    issued: datetime.date | None = None,
    objections_until: str = "",
    contact: str = "",
) -> Bulletin:
    """Write the bulletin of a period: 旬简报, 月通报, 季总结, or a public notice (公示).

    Every number in it is a fact with its origin; only who is behind is named as behind; what the
    data does not say is left as the blank 〔　　　〕.

    Args:
        programme: what was promised.
        progress: what was reported.
        period: the period; what counts is what was done by its last day.
        kind: the kind; by default that of the period: ten days, a month, a quarter.
        lights: how lights are given; default: no section on lights.
        ranking: from :func:`minsheng.score`, of the same day; default: no section on it.
        previous: the bulletin before, for what has changed since; default: no section on it.
        completeness: from :func:`minsheng.completeness`; by default what the programme's own
            reporting duty for this kind of period asks.
        report: from :func:`minsheng.check`: its findings are to be mended.
        notes: what the office adds in its own words, a paragraph each.
        schedule: for indicators without their own.
        number: the document's number; default: a blank.
        office: who issues it; default: a blank.
        issued: when; default: a blank.
        objections_until: of a public notice, from when until when it is published; default: a blank.
        contact: of a public notice, where to object; default: a blank.

    Raises:
        ValueError: a period of another year, or of none of the kinds; a ranking of another day or a
            previous bulletin of another programme or of no earlier day; dates of a public notice for
            another kind.
        DataError: there is no figure at all by that day.
        UnknownName: a figure of an item or an area that the programme does not have.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2019")
    >>> november = ms.bulletin(p, ms.read_progress("yueyang-2019", p), "2019年11月")
    >>> print(november.sections[0].sentences[1])
    截至2019年11月30日，已完成全年任务12项（占60.00%），达到进度要求4项（占20.00%），落后2项（占10.00%），缺少数据、无法判断2项（占10.00%）。
    """
    when = Period.parse(period, programme.year) if isinstance(period, str) else period
    chosen = _kind(when, kind)
    now = Situation(programme, progress, when, lights, schedule)
    _check(now, chosen, ranking, previous, bool(objections_until or contact))
    if completeness is None:
        completeness = _owed(now)
    sections = _sections(
        now,
        kind=chosen,
        ranking=ranking,
        previous=previous,
        completeness=completeness,
        report=report,
        notes=notes,
    )
    if chosen is BulletinKind.NOTICE:
        sections = (*sections, objections(objections_until, contact))
    tables = every_task(now) if chosen is BulletinKind.NOTICE else annexes(now, ranking)
    head = Head(number, office, issued)
    return headed(now, chosen, sections, tuple(tables), head, ranking=ranking)


def _kind(period: Period, kind: BulletinKind | None) -> BulletinKind:
    usual = _USUAL.get(period.kind)
    chosen = kind or usual
    if kind is BulletinKind.YEAR:
        raise ValueError("the year's end has more to say: call minsheng.bulletins.year_end")
    if chosen is None:
        raise ValueError(
            f"{period} is neither ten days, a month nor a quarter: give such a period, or kind='notice'"
        )
    if kind not in (None, BulletinKind.NOTICE, usual):
        raise ValueError(f"kind is {kind.value!r}, but {period} is of the kind {period.kind.value!r}")
    return chosen


def _check(
    now: Situation, kind: BulletinKind, ranking: Ranking | None, previous: Bulletin | None, notice: bool
) -> None:
    """That the arguments are of one programme and one day, and that there is something to report."""
    if notice and kind is not BulletinKind.NOTICE:
        raise ValueError("objections_until and contact are for a public notice: give kind='notice'")
    if ranking is not None and ranking.on not in (None, now.on):
        raise ValueError(f"the ranking is of {ranking.on}, the bulletin of {now.on}: score for that day")
    if previous is not None:
        then = previous.situation
        if then.programme != now.programme or then.on >= now.on:
            raise ValueError("previous is a bulletin of the same programme and of an earlier day")
    if all(part.actual is None and not part.figure.records for part in (*now.city, *now.areas)):
        raise DataError.at(
            "", f"截至{now.on}一个数也没有，写不成{kind.label}", "请核对期间，或先读入填报的表"
        )


def _owed(now: Situation) -> Sequence[Completeness]:
    """What the programme's own duty for this kind of period asks; nothing if it has none."""
    duty = next((d for d in now.programme.reporting if d.every.value == now.period.kind.value), None)
    return () if duty is None else completeness_of(now.programme, now.progress, duty, on=now.on)


def _sections(
    now: Situation,
    *,
    kind: BulletinKind,
    ranking: Ranking | None,
    previous: Bulletin | None,
    completeness: Sequence[Completeness],
    report: Report | None,
    notes: Sequence[str],
) -> tuple[BulletinSection, ...]:
    """The sections of a kind, in order; those without a source are left out."""

    def written() -> Iterator[BulletinSection | None]:
        yield overall(now)
        if kind is BulletinKind.QUARTER:
            yield trend(now)
        if ranking is not None:
            yield ranked(ranking)
        if kind is not BulletinKind.NOTICE:
            yield laggards(now)
        if now.policy is not None:
            yield lit(now)
        if previous is not None:
            yield changed(now, ranking, previous)
        if completeness or now.progress.aside:
            yield reported(completeness, now)
        yield verified(now)
        if report is not None:
            yield found(report)
        if notes:
            yield remarks(notes)
        if kind is not BulletinKind.NOTICE:
            yield next_steps()

    return tuple(section for section in written() if section is not None)
