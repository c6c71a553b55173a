"""Scoring: a programme, or records of any kind, by a scheme."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import attrs

from minsheng.criteria.read import read_value
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError, Problem, UnknownName
from minsheng.rules.measuring import day_of
from minsheng.scoring.events import Event, Mark
from minsheng.scoring.facts import Subject, bind, given, subjects, with_targets
from minsheng.scoring.inputs import OTHERS, Input
from minsheng.scoring.items import Item, walk
from minsheng.scoring.judge import Judge
from minsheng.scoring.lacking import reasons
from minsheng.scoring.ranking import Ranking, Score, Unscored, placed
from minsheng.scoring.ranks import RankPoints, places
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.survey import Answers
from minsheng.scoring.values import worth

#: what only a scheme's columns end in; units and texts come along with any record
_FIGURES = frozenset(one.value for one in Input) - {Input.UNIT.value, Input.TEXT.value}


def score(
    programme: Programme,
    scheme: Scheme,
    *,
    progress: Progress | None = None,
    on: datetime.date | None = None,
    marks: Iterable[Mark] = (),
    events: Iterable[Event] | None = None,
    survey: Iterable[Answers] = (),
    verified: bool = False,
) -> Ranking:
    """Everybody's points and places by a scheme, on a day.

    Args:
        programme: what was promised.
        scheme: the regulation.
        progress: what was reported; nothing, without.
        on: the day; by default the last that anything was reported for.
        marks: numbers that people gave, and others that no register has.
        events: what happened (通报批评); None where that is not known, empty where nothing did.
        survey: what people said, in surveys and votes.
        verified: by the verified figures instead of the reported ones.

    Raises:
        DataError: the scheme is about indicators that the programme has not, or a mark is of
            somebody who is not ranked, or of an item that is not there; all at once.
    """
    register = progress or Progress()
    day = day_of(programme, register, on)
    bound = bind(scheme, programme)
    listed = subjects(bound, programme, register, day, verified=verified)
    projects: dict[str, int] = {}
    for project in programme.projects:
        for agency in {assignment.lead_agency for assignment in project.assignments}:
            projects[agency] = projects.get(agency, 0) + 1
    marks, survey = tuple(marks), tuple(survey)
    events = None if events is None else tuple(events)
    judge = Judge(bound)
    _all_known(judge, [one.name for one in listed], (*marks, *(events or ()), *survey), day)
    full = [
        given(bound, one, on=day, marks=marks, events=events, answers=survey, projects=projects)
        for one in listed
    ]
    return _ranking(judge, full, day)


def _all_known(
    judge: Judge, names: Sequence[str], said: Sequence[Mark | Event | Answers], day: datetime.date
) -> None:
    """Refuse what would be silently passed over: names nobody has, marks beyond their range, things twice."""
    problems: list[Problem] = []
    columns = {one.name: one for one in judge.facts}
    kinds = judge.scheme.kinds
    once: set[tuple[str, str]] = set()
    for one in said:
        if one.area not in names:
            problems.append(Problem(str(one), UnknownName("排名对象", one.area, names).in_chinese))
        if isinstance(one, Event):
            if one.kind not in kinds:
                problems.append(Problem(str(one), UnknownName("事项", one.kind, kinds).in_chinese))
            if one.on is not None and one.on.year != day.year:
                problems.append(Problem(str(one), f"不在 {day.year} 年", "请只给当年的，或核对日期"))
            continue
        name = one.column if isinstance(one, Mark) else f"{one.item}_{Input.SATISFIED.value}"
        if name not in columns:
            known = sorted(n.rpartition("_")[0] if n.endswith("_mark") else n for n in columns)
            if isinstance(one, Answers):
                known = [item.id for item in judge.scheme.every_item]
            problems.append(Problem(str(one), UnknownName("评分项", one.item, known).in_chinese))
        elif isinstance(one, Mark):
            try:
                read_value(columns[name], one.value)
            except DataError as error:
                problems += [Problem(str(one), found.met, found.todo) for found in error.problems]
        if (one.area, name) in once:
            problems.append(Problem(str(one), "前面已经给过一次", "只留一个"))
        once.add((one.area, name))
    if problems:
        raise DataError(problems)


def score_records(
    scheme: Scheme,
    records: Mapping[str, Mapping[str, Any]],
    *,
    groups: Mapping[str, str] | None = None,
    on: datetime.date | None = None,
) -> Ranking:
    """Points and places of records that one has at hand, without a programme.

    Args:
        scheme: the scheme, about indicators by name.
        records: for each who is ranked its record, by the columns of :meth:`Scheme.needs`; what
            is not there is missing. Columns that a scheme does not need are passed over, unless
            they look like one that it needs.
        groups: whom each is ranked with; all together without.
        on: the day, to be shown.

    Places among others are found here, where the records do not bring them.

    Raises:
        DataError: values that are not what their columns declare, and columns that are named as a
            scheme's are but are not of this one, all at once.

    >>> from minsheng.scoring.forms import Proportional
    >>> from minsheng.scoring.items import Item
    >>> roads = Item("work", "农村公路", Proportional(), 100, indicators=("roads",))
    >>> found = score_records(Scheme("x", "某办法", "", items=(roads,)), {
    ...     "甲县": {"roads_target": 60, "roads_actual": 45}, "乙区": {"roads_target": 8, "roads_actual": 9}})
    >>> [(one.place, one.name, str(one.points)) for one in found]
    [(1, '乙区', '100'), (2, '甲县', '75')]
    """
    judge = Judge(scheme)
    problems = [*_misspelt(judge, dict.fromkeys(name for record in records.values() for name in record))]
    full = []
    for name, record in records.items():
        values: dict[str, Worth] = {}
        for column in judge.facts:
            try:
                values[column.name] = read_value(column, record.get(column.name))
            except DataError as error:
                problems += [Problem(f"{name}{one.where}", one.met, one.todo) for one in error.problems]
        shown = {n: v for n, v in record.items() if n.endswith(("_unit", "_text")) and isinstance(v, str)}
        full.append(Subject(name, (groups or {}).get(name, ""), values | shown))
    if problems:
        raise DataError(problems)
    return _ranking(judge, full, on)


def _misspelt(judge: Judge, given: Iterable[str]) -> Iterator[Problem]:
    """Columns named as those of a scheme, whose item or indicator it has not."""
    known = [one.name for one in judge.facts]
    stems = {name.rpartition("_")[0] for name in known} | {part.id for part in walk(judge.scheme.root)}
    for name in given:
        stem, _, code = name.rpartition("_")
        if stem and stem not in stems and code.rstrip("0123456789") in _FIGURES:
            yield Problem(
                f"“{name}”列", UnknownName("列", name, known).in_chinese, "请核对拼写，或去掉这一列"
            )


def _ranking(judge: Judge, listed: list[Subject], on: datetime.date | None) -> Ranking:
    listed = with_places(judge, [with_targets(judge.scheme, one) for one in listed])
    scores, without = [], []
    for one in listed:
        part = judge.judge(one.values)
        if part.points is None:
            without.append(Unscored(one.name, one.group, tuple(reasons(judge, part, one))))
        else:
            grade = judge.grade(one.values, part.points)
            scores.append(Score(one.name, one.group, part.points, grade, part, tuple(one.values.items())))
    return Ranking(judge.scheme, placed(scores, judge.scheme.ties), tuple(without), on)


def with_places(judge: Judge, listed: list[Subject]) -> list[Subject]:
    """Subjects with their places among their group, for the items that go by them.

    One without a value has no place. Where any record brings a place for an item, those that are
    brought are all there are.
    """
    for item, order, lowest in judge.orders:
        names = [f"{item.id}_{what.value}" for what in OTHERS]
        if any(one.values.get(name) is not None for one in listed for name in names):
            continue
        added: dict[str, dict[str, Fraction]] = {}
        for group in dict.fromkeys(one.group for one in listed):
            own = [one for one in listed if one.group == group]
            values = {one.name: worth(order, judge.complete(one.values)) for one in own}
            known = {name: value for name, value in values.items() if value is not None}
            added |= _among(item, known, lowest=lowest)
        listed = [attrs.evolve(one, values={**one.values, **added.get(one.name, {})}) for one in listed]
    return listed


def _among(item: Item, values: dict[str, Fraction], *, lowest: bool) -> dict[str, dict[str, Fraction]]:
    """What an item needs to know of each among the others."""
    facts: Mapping[str, Mapping[Input, Fraction | int]]
    if isinstance(item.form, RankPoints):
        found = places(values, item.form.ties, lowest=lowest)
        facts = {
            name: {Input.PLACE: at.place, Input.TIED: at.tied, Input.OF: len(values)}
            for name, at in found.items()
        }
    else:
        best, worst = (min, max) if lowest else (max, min)
        ends = {Input.BEST: best(values.values()), Input.WORST: worst(values.values())} if values else {}
        facts = dict.fromkeys(values, ends)
    return {
        name: {f"{item.id}_{what.value}": Fraction(n) for what, n in known.items()}
        for name, known in facts.items()
    }
