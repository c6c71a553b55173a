"""The year's end: progress, acceptance, appraisal, rewards, satisfaction and upkeep, in one document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.bulletins.annexes import annexes
from minsheng.bulletins.document import Bulletin, BulletinKind
from minsheng.bulletins.head import Head, headed
from minsheng.bulletins.laggards import laggards
from minsheng.bulletins.lit import lit
from minsheng.bulletins.overall import overall
from minsheng.bulletins.ranks import ranked
from minsheng.bulletins.reports import found_by_kind, next_steps, remarks, verified
from minsheng.bulletins.sections import BulletinSection
from minsheng.bulletins.situation import Situation
from minsheng.bulletins.year_sections import accepted, kept, named_by, satisfied
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.standards import AdoptedStandard
from minsheng.domain.upkeep import Works
from minsheng.errors import DataError, Problems, UnknownName
from minsheng.measuring.acceptance import acceptance_standings
from minsheng.measuring.counted import accepted as accepted_figures
from minsheng.measuring.days import figures_until
from minsheng.measuring.defects import mending
from minsheng.measuring.gaps import gaps_of
from minsheng.measuring.lights import LightPolicy
from minsheng.rules.check import check
from minsheng.rules.report import Report
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.rewards import Rewards
from minsheng.rules.scoring.satisfaction import Satisfaction
from minsheng.table import Table, Tabled

#: what the annex has of the register of mending, so that it can be read on A4
_MENDING = (
    "序号", "指标", "地区", "验收步骤", "整改内容", "整改期限", "整改完成日期", "状态", "逾期天数", "备注",
)  # fmt: skip


@attrs.frozen(repr=False)
class YearEnd(Tabled):
    """The whole chain of the year's end.

    Args:
        report: what the rules found in all that was given.
        bulletin: the document that is sent; ``to_docx``, ``to_page`` and the rest are its own.
        on: the day it was all looked at.
    """

    report: Report
    bulletin: Bulletin
    on: datetime.date

    @property
    def summary(self) -> str:
        """What the rules found, and what the document has."""
        return f"{self.bulletin.summary}；{self.report.summary}"

    def table(self) -> Table:
        """The report's table."""
        return self.report.table()

    def _lines(self) -> Iterable[Mapping[str, Any]]:
        return self.report._lines()


@asked
def year_end(
    programme: Programme,
    progress: Progress,
    *,
    acceptance: Acceptances | None = None,
    adopted: Iterable[AdoptedStandard] | None = None,
    ranking: Ranking | None = None,
    rewards: Rewards | None = None,
    survey: Satisfaction | None = None,
    works: Works | None = None,
    lights: LightPolicy | None = None,
    notes: Sequence[str] = (),
    on: datetime.date | None = None,
    number: str = "",
    office: str = "",
    issued: datetime.date | None = None,
) -> YearEnd:
    """Everything that the year's end asks for, in one report and one document.

    How far all tasks are on the last day of the year; each step of acceptance, differences and what is
    to be mended; the ranking, rewards, satisfaction and upkeep, each as far as it is given; and what
    the rules of all families find. What is not given has no section.

    Args:
        programme: what was promised.
        progress: what was reported and verified.
        acceptance: what was accepted, inspected and is to be mended.
        adopted: the standards that the areas have adopted.
        ranking: from :func:`minsheng.score` or :func:`minsheng.score_files`.
        rewards: from :func:`minsheng.scoring.rewarded`, by the same ranking.
        survey: from :func:`minsheng.scoring.satisfaction`.
        works: the register of works, of this year and others.
        lights: how lights are given; default: no section on lights.
        notes: what the office adds in its own words, a paragraph each.
        on: the day until which acceptance, mending and upkeep are looked at; default: the last day of
            the year, or of the acceptances if that is later.
        number, office, issued: as for :func:`minsheng.bulletin`.

    Raises:
        ValueError: a day before the year's last; rewards by another ranking, or a ranking of a day
            before the year's last month.
        DataError: there is no figure at all; a day after the next year; a survey of an area that the
            programme does not have.
        UnknownName: a figure, acceptance or standard of what the programme does not have.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2019")
    >>> whole = ms.bulletins.year_end(p, ms.read_progress("yueyang-2019", p))
    >>> [section.heading for section in whole.bulletin.sections]
    ['总体进展', '进展落后的项目', '需要核对整改的问题', '下一步工作']
    """
    period = Period.of_year(programme.year)
    last = period.last if acceptance is None or acceptance.last_day is None else acceptance.last_day
    day = on or max(period.last, last)
    now = Situation(programme, progress, period, lights)
    _check(now, day, ranking, rewards, survey)
    report = check(
        programme, progress=progress, acceptance=acceptance, adopted=adopted, works=works, on=day
    )  # fmt: skip

    annexed = list[tuple[str, Table]]()
    acceptance_section, by_acceptance = None, None
    if acceptance is not None:
        acceptance_section, by_acceptance = _accepted(now, acceptance, day, annexed)
    if rewards is not None and len(rewards):
        annexed.append((f"{rewards.policy.title}：名单", rewards.table()))
    if survey is not None:
        annexed.append(("群众满意度", survey.table()))

    told = _told(report, acceptance, works)
    every = tuple((one.where, one.message, one.working) for one in report.findings if one.code not in told)

    def written() -> Iterator[BulletinSection | None]:
        yield overall(now, by_acceptance)
        yield laggards(now)
        if lights is not None:
            yield lit(now)
        yield verified(now)
        yield acceptance_section
        if ranking is not None:
            yield ranked(ranking)
        if rewards is not None:
            yield named_by(rewards)
        if survey is not None:
            yield satisfied(survey)
        if works is not None:
            yield kept(works, day)
        yield found_by_kind(report, told=told)
        if notes:
            yield remarks(notes)
        yield next_steps()

    sections = tuple(section for section in written() if section is not None)
    by = "" if by_acceptance is None else "按上报数，"
    tables = [*annexes(now, ranking, by), *(attrs.evolve(one, title=title) for title, one in annexed)]
    if every:
        tables.append(Table(("事项", "问题", "算式"), every, title="需要核对整改的问题，逐处"))
    head = Head(number, office, issued)
    return YearEnd(
        report, headed(now, BulletinKind.YEAR, sections, tuple(tables), head, ranking=ranking), day
    )


def _accepted(
    now: Situation, acceptance: Acceptances, day: datetime.date, annexed: list[tuple[str, Table]]
) -> tuple[BulletinSection, Situation]:
    """The section on acceptance, and the situation by accepted figures; what has its annex is added."""
    programme, known = now.programme, acceptance.as_known(day)
    standings = acceptance_standings(programme, acceptance, progress=now.progress, on=day)
    gaps = gaps_of(programme, standings, known, "area")
    register = mending(programme, acceptance, on=day)
    if len(gaps):
        annexed.append(("认定与上报之差", gaps.table()))
    if len(register):
        listed = register.table()
        noted_too = _MENDING if any(one.acceptance.note for one in register) else _MENDING[:-1]
        at = [listed.columns.index(name) for name in noted_too]
        rows = tuple(tuple(row[n] for n in at) for row in listed.rows)
        annexed.append(
            (f"整改台账（截至{now.day(day)}）", Table(noted_too, rows, numeric=("序号", "逾期天数")))
        )
    noted = tuple(
        (one.item.text, one.area or WHOLE_CITY, one.step.action, one.said, decision.note)
        for one in standings for decision in one.decisions if decision.note
    )  # fmt: skip
    if noted:
        annexed.append(("验收备注", Table(("指标", "地区", "验收步骤", "结论", "备注"), noted)))
    counted = attrs.evolve(now, progress=accepted_figures(programme, now.progress, known, on=now.on))
    return accepted(standings, gaps, register, known.inspections), counted


def _told(report: Report, acceptance: Acceptances | None, works: Works | None) -> set[str]:
    """The rules that the document does not repeat: about the notice itself, or told by other sections."""
    told = {one.rule.code for one in report.results if one.rule.family in "RA"} | {"P101", "P103"}
    if acceptance is not None:
        told |= {"V101", "V108"}
    return told if works is None else told | {"U101", "U103"}


def _check(
    now: Situation,
    day: datetime.date,
    ranking: Ranking | None,
    rewards: Rewards | None,
    survey: Satisfaction | None,
) -> None:
    """That all of it is of one year, and that there is something to report."""
    if day < now.on:
        raise ValueError(f"on is {day}: the year's end is looked at on its last day, {now.on}, or later")
    figures_until(now.programme, day)
    if ranking is not None and ranking.on is not None and ranking.on < now.on.replace(day=1):
        raise ValueError(f"the ranking is of {ranking.on}: score for the year's end, on={now.on}")
    if rewards is not None:
        scored = set() if ranking is None else set(ranking.scores)
        if any(one.score not in scored for one in rewards):
            raise ValueError("rewards are of another ranking: give the ranking that they were made from")
    if survey is not None:
        known = [area.name for area in now.programme.areas]
        if ranking is not None:
            known += [*(one.name for one in ranking.scores), *(one.name for one in ranking.unscored)]
        problems = Problems()
        for one in survey:
            if one.area not in known:
                problems.add(f"{one.area}的调查", UnknownName("area", one.area, known).in_chinese)
        problems.refuse()
    if all(part.actual is None and not part.figure.records for part in (*now.city, *now.areas)):
        raise DataError.at("", f"{now.period}一个数也没有，写不成年终通报", "请先读入填报的表")
