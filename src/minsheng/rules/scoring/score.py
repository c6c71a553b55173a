"""Scores a programme, or records of any kind, by a scheme."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.notation import shown
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError, Problem, Problems, UnknownName
from minsheng.logs import logged
from minsheng.measuring.counted import accepted as of_accepted
from minsheng.measuring.days import day_of, figures_until
from minsheng.measuring.targets import of_programme
from minsheng.rules.criteria.records.read import reader
from minsheng.rules.scoring.forms.events import Event, Mark
from minsheng.rules.scoring.forms.survey import Answers
from minsheng.rules.scoring.judging.acceptance import facts_of, refuse_twice, takes_anything, without_facts
from minsheng.rules.scoring.judging.binding import bind
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.measures import Measuring, measured
from minsheng.rules.scoring.judging.others import with_ranks
from minsheng.rules.scoring.judging.passed_over import by_ids, misspelt, refuse_totals, refuse_unknown
from minsheng.rules.scoring.judging.reasons import reasons
from minsheng.rules.scoring.judging.subjects import Subject, given, subjects, targets_for, with_targets
from minsheng.rules.scoring.judging.tracing import ScoreTracing
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.ranking.scores import Score, Unscored, in_order
from minsheng.rules.scoring.regulation.scheme import Scheme, year_span
from minsheng.rules.scoring.terms.columns import CLASS, NAMES


@asked
@logged("rules", "scored", "programme", lambda found: {"scores": len(found.scores)})
def score(
    programme: Programme,
    scheme: Scheme,
    *,
    progress: Progress | None = None,
    on: datetime.date | None = None,
    marks: Iterable[Mark] = (),
    events: Iterable[Event] | None = None,
    survey: Iterable[Answers] = (),
    measures: Mapping[str, Measuring] | None = None,
    verified: bool = False,
    acceptance: Acceptances | None = None,
    accepted: bool = False,
) -> Ranking:
    """Score and rank every subject of a programme by a scheme, on a day.

    Args:
        programme: what was promised.
        scheme: the scheme.
        progress: what was reported; default: nothing.
        on: the day; default: the last that anything was reported for, and for acceptance the last of the
            year or of its register. On a day of the next year acceptance and mending are as known then,
            and figures of the year's last day.
        marks: marks, and other numbers that no register has.
        events: what happened (通报批评); None if unknown, empty if nothing did.
        survey: results of surveys and votes.
        measures: by item, a function of programme, progress and day that returns an exact value
            for each subject, used as its mark. A subject it omits has none.
        verified: use verified figures instead of reported ones.
        acceptance: what was accepted and inspected: items take their marks from it (``takes``), events
            of the kinds 验收不合格, 整改逾期 and 验收逾期 are counted from it, and sections that are
            scaled by verified ÷ reported take found ÷ reported of its samples, where no mark says so.
        accepted: use accepted figures instead of reported ones, see :func:`minsheng.measuring.accepted`.

    Raises:
        ValueError: ``accepted`` without ``acceptance``, or with ``verified``; an ``acceptance`` that the
            scheme takes nothing of.
        DataError: an indicator of the scheme that the programme does not have, a mark for an
            unknown subject or item; all at once. A day before the programme's year, or after the next.
        UnknownName: a figure for an item or area that the programme does not have.

    >>> import minsheng as ms
    >>> from minsheng.rules.scoring.forms.basic import Given
    >>> from minsheng.rules.scoring.regulation.items import Item
    >>> def areas_named(programme, progress, on):
    ...     return {area.name: len(area.name) for area in programme.areas}
    >>> scheme = Scheme("x", "某办法", "", total=10, items=(Item("name", "名称", Given(), 10),))
    >>> score(ms.load("yueyang-2023"), scheme, measures={"name": areas_named})["平江县"].text
    '3'
    """
    register = of_programme(programme, progress or Progress())
    day, due, closed = _days(scheme, programme, register, on)
    bound = bind(scheme, programme)
    _check_accepted(bound, acceptance, accepted=accepted, verified=verified)
    facts = None if acceptance is None else facts_of(bound, programme, register, acceptance, on)
    if accepted and acceptance is not None:
        known = acceptance if on is None else acceptance.as_known(on)
        register = of_accepted(programme, register, known, on=due)
    listed = subjects(bound, programme, register, due, verified=verified)
    listed = [without_facts(bound, one) if facts is None else facts.filled(one) for one in listed]
    projects: dict[str, int] = {}
    for project in programme.projects:
        for agency in {assignment.lead_agency for assignment in project.assignments}:
            projects[agency] = projects.get(agency, 0) + 1
    marks, survey = by_ids(bound, "marks", marks), by_ids(bound, "survey", survey)
    events = None if events is None else tuple(events)
    if acceptance is not None:
        refuse_twice(bound, events or ())
    judge = Judge(bound)
    names = [one.name for one in listed]
    refuse_unknown(judge, names, {"marks": marks, "events": events or (), "survey": survey}, closed)
    own = measured(judge, names, measures or {}, (programme, register, due))
    full = [
        given(
            bound,
            one,
            on=closed,
            marks=marks,
            events=events,
            answers=survey,
            projects=projects,
            told=None if facts is None else facts.events(one.name),
        )
        for one in listed
    ]
    full = [attrs.evolve(one, values={**one.values, **own.get(one.name, {})}) for one in full]
    return _ranking(judge, full, day)


def _days(
    scheme: Scheme, programme: Programme, register: Progress, on: datetime.date | None
) -> tuple[datetime.date, datetime.date, datetime.date]:
    """The day, and for what is due and what happened, the nearest day of the year that each is of.

    The programme's figures are of its calendar year; events are of the regulation's year, which may begin
    before it, and then ends before it.
    """
    first, last = year_span(scheme, programme.year)
    new_year = datetime.date(programme.year, 1, 1)
    day = (
        on
        if on is not None and first <= on < new_year
        else day_of(programme, register, None if on is None else figures_until(programme, on))
    )
    return day, max(day, new_year), min(day, last)


def _check_accepted(
    scheme: Scheme, acceptance: Acceptances | None, *, accepted: bool, verified: bool
) -> None:
    """Raises ValueError for what has no effect, or cannot be."""
    if accepted and acceptance is None:
        raise ValueError("score(): accepted=True needs acceptance=, the register of what was accepted")
    if accepted and verified:
        raise ValueError("score(): accepted and verified figures cannot both be used: give one of them")
    if acceptance is not None and not accepted and not takes_anything(scheme):
        raise ValueError(
            f"score(): {scheme.name} takes nothing of acceptance=: give accepted=True to use its figures"
        )


@asked
def score_records(
    scheme: Scheme,
    records: Mapping[str, Mapping[str, Any]] | Iterable[Mapping[str, Any]],
    *,
    groups: Mapping[str, str] | None = None,
    on: datetime.date | None = None,
) -> Ranking:
    """Score and rank records without a programme.

    Args:
        scheme: the scheme, about named indicators.
        records: by subject, its values by the columns of :func:`scheme_columns`; an absent column
            is missing. Or a list of records that name their subject, as ``地区`` or ``单位``.
            Columns that the scheme does not need are ignored, unless they look like a misspelling
            of one that it needs.
        groups: the group that each subject is ranked in; default: all together.
        on: the day, for display.

    Ranks that items need are computed, unless any record has a column for them (``id_rank``), even
    an empty one: then they are used as given, and a subject without one is unranked.

    Raises:
        UnknownName: a group of a subject without a record.
        DataError: values that do not fit their columns; columns that look misspelt; a record of
            the total (合计); records without a subject, or two for one; all at once.

    >>> from minsheng.rules.scoring.forms.basic import Proportional
    >>> from minsheng.rules.scoring.regulation.items import Item
    >>> roads = Item("work", "农村公路", Proportional(), 100, indicators=("roads",))
    >>> found = score_records(Scheme("x", "某办法", "", items=(roads,)), {
    ...     "甲县": {"roads_target": 60, "roads_actual": 45}, "乙区": {"roads_target": 8, "roads_actual": 9}})
    >>> [(one.rank, one.name, str(one.points)) for one in found]
    [(1, '乙区', '100'), (2, '甲县', '75')]
    """
    judge = Judge(scheme)
    records = _named(records)
    for name in groups or ():
        if name not in records:
            raise UnknownName("scored subject", name, records, path=("groups", name))
    brought: dict[str, str] = {}
    for who, record in records.items():
        for name in record:
            brought.setdefault(name, who)
    found = {name for order in judge.formulas.orders for name in order.names.values()}
    problems = Problems([*refuse_totals(records), *_of_merged(scheme, records)])
    for one in misspelt(judge, brought):
        [column] = one.path
        problems.add(one.where, one.met, one.todo, ("records", brought[str(column)], column))
    readers = {one.name: reader(one) for one in judge.formulas.facts if one.name in brought}
    none = {one.name: None for one in judge.formulas.facts if one.name in brought or one.name not in found}
    along = [name for name in brought if name.endswith(("_unit", "_text"))]
    full = []
    for name, record in records.items():
        values: dict[str, Worth] = dict(none)
        for label, read in readers.items():
            try:
                values[label] = read(record.get(label))
            except DataError as error:
                for one in error.problems:
                    problems.add(f"{name}{one.where}", one.met, one.todo, ("records", name, label))
        for label, asked_for in targets_for(scheme, name).items():
            if values.get(label) not in (None, asked_for):
                what = "类别" if isinstance(asked_for, str) else "目标"
                told = asked_for if isinstance(asked_for, str) else shown(asked_for)
                met = f"办法给{name}定的{what}是 {told}"
                problems.add(f"{name}“{label}”列", met, "去掉这一列", ("records", name, label))
        values |= {label: text for label in along if isinstance(text := record.get(label), str)}
        full.append(Subject(name, (groups or {}).get(name, ""), values))
    problems.refuse()
    return _ranking(judge, full, on)


def _of_merged(scheme: Scheme, names: Iterable[str]) -> Iterator[Problem]:
    """A problem for everybody who is ranked only as part of another."""
    into = {area: one.name for one in scheme.merged for area in one.areas}
    for name in names:
        if into.get(name, name) != name:
            todo = f"只写{into[name]}一条，任务数、完成数是各地的合计"
            yield Problem(name, f"办法里并入{into[name]}，不单独排名", todo, ("records", name))


def _named(
    records: Mapping[str, Mapping[str, Any]] | Iterable[Mapping[str, Any]],
) -> Mapping[str, Mapping[str, Any]]:
    """Records by subject."""
    if isinstance(records, Mapping):
        return cast("Mapping[str, Mapping[str, Any]]", records)
    named: dict[str, Mapping[str, Any]] = {}
    problems = Problems()
    todo = f"请写其中之一：{'、'.join(NAMES)}"
    for number, record in enumerate(records, 1):
        who = next((record[head] for head in NAMES if head in record), None)
        if not isinstance(who, str) or not who:
            problems.add(f"第{number}条记录", "没有写明是谁的", todo)
        elif who in named:
            problems.add(f"第{number}条记录", f"“{who}”前面已经有了", "每个只写一条")
        else:
            named[who] = record
    problems.refuse()
    return named


def _in_class(scheme: Scheme, subject: Subject) -> Subject:
    """A subject in the group of its class, where classes are ranked by themselves."""
    if not scheme.by_class or subject.group:
        return subject
    own = subject.values.get(CLASS)
    return attrs.evolve(subject, group=own if isinstance(own, str) else "不在任何一类的")


def _ranking(judge: Judge, listed: list[Subject], on: datetime.date | None) -> Ranking:
    listed = [_in_class(judge.scheme, with_targets(judge.scheme, one)) for one in listed]
    listed = with_ranks(judge, listed)
    scores, without, tracing = [], [], ScoreTracing(judge)
    for one in listed:
        known = judge.known(one.values)
        part = judge.judge(known)
        if part.points is None:
            without.append(Unscored(one.name, one.group, tuple(reasons(judge, part, one))))
        else:
            grade = judge.grade(known, part.points)
            facts = tuple(one.values.items())
            scores.append(Score(one.name, one.group, part.points, grade, part, facts, by=tracing))
    return Ranking(judge.scheme, in_order(scores, judge.scheme), tuple(without), on)
