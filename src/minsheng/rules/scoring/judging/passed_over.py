"""Refuses what would silently be ignored: unknown names, columns that no scheme reads."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import TypeVar

import attrs

from minsheng.domain.area import is_of_some, is_whole
from minsheng.domain.expression.nodes import Column
from minsheng.errors import DataError, Problem, Problems, UnknownName
from minsheng.rules.criteria.records.read import read_value
from minsheng.rules.scoring.forms.events import Event, Mark, PerEvent
from minsheng.rules.scoring.forms.survey import THREE, Answers, Survey, Vote
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import Section, walk
from minsheng.rules.scoring.regulation.scheme import Scheme, year_of
from minsheng.rules.scoring.terms.choices import Together
from minsheng.rules.scoring.terms.columns import Input

_Said = TypeVar("_Said", Mark, Answers)
#: endings that any record may have, and endings that only a scheme's columns have
_ALONG = {Input.UNIT.value, Input.TEXT.value}
_FIGURES = frozenset(one.value for one in Input) - _ALONG
#: how similar a misspelt column is to the intended one: an extra letter, or two swapped
_ALIKE = 0.85


def by_ids(scheme: Scheme, of: str, said: Iterable[_Said]) -> tuple[_Said, ...]:
    """What is said of an item by its title, or of a period by that and ``-4``, is said of its id.

    ``of`` is the argument that it is given in.

    Raises:
        DataError: several items have the title.
    """
    titles: dict[str, list[str]] = {}
    for item in scheme.every_item:
        titles.setdefault(item.title, []).append(item.id)
    known, found, problems = {item.id for item in scheme.every_item}, list[_Said](), Problems()
    for n, one in enumerate(said):
        title, dash, period = (one.item, "", "") if one.item in titles else one.item.rpartition("-")
        ids = titles.get(title, []) if one.item not in known else []
        if len(ids) > 1:
            met = f"有 {len(ids)} 项叫“{title}”：{'、'.join(ids)}"
            problems.add(str(one), met, "写其中一项的 id", path=(of, n))
        found.append(attrs.evolve(one, item=f"{ids[0]}{dash}{period}") if ids else one)
    problems.refuse()
    return tuple(found)


def refuse_unknown(
    judge: Judge,
    names: Sequence[str],
    given: Mapping[str, Sequence[Mark | Event | Answers]],
    day: datetime.date,
) -> None:
    """Refuse what would silently be ignored: unknown names, marks out of range, duplicates.

    ``given`` is by the argument that each list is of.
    """
    problems = Problems()
    columns = {one.name: one for one in judge.formulas.facts}
    kinds = judge.scheme.kinds
    by_matter = {
        item.form.event
        for part in walk(judge.scheme.root)
        if isinstance(part, Section) and part.combine is Together.PER_MATTER
        for item in part.items
        if isinstance(item.form, PerEvent)
    }
    asks = {i.id: i.form for i in judge.scheme.every_item if isinstance(i.form, (Survey, Vote))}
    once: set[tuple[str, str]] = set()
    listed = [((of, n), one) for of, said in given.items() for n, one in enumerate(said)]
    for path, one in listed:
        wrong = partial(problems.add, str(one), path=path)
        if one.area not in names:
            wrong(UnknownName("排名对象", one.area, names).in_chinese)
        if isinstance(one, Event):
            if one.kind not in kinds:
                wrong(UnknownName("事项", one.kind, kinds).in_chinese)
            elif one.matter and one.kind not in by_matter:
                met = f"写了是哪件事（{one.matter}），办法里“{one.kind}”不按事计"
                wrong(met, '去掉，或在办法里写 combine = "per-matter"')
            for why in other_year(judge.scheme, one, day):
                wrong(*why)
            continue
        name = one.column if isinstance(one, Mark) else f"{one.item}_{Input.ASKED.value}"
        if isinstance(one, Answers) and (form := asks.get(one.item)) is not None:
            levels = tuple(level.name for level in getattr(form, "levels", ())) or THREE
            if strange := [word for word in one.counts if word not in levels]:
                todo = f"办法的各档：{'、'.join(levels)}"
                wrong(f"没有“{'”“'.join(strange)}”这一档", todo)
        elif isinstance(one, Mark) and name not in columns and (other := _other(one, columns)):
            wrong(*other)
        elif name not in columns:
            known = sorted(n.rpartition("_")[0] if n.endswith("_mark") else n for n in columns)
            if isinstance(one, Answers):
                known = [*asks]
            wrong(UnknownName("评分项", one.item, known).in_chinese)
        elif isinstance(one, Mark):
            try:
                read_value(columns[name], one.given)
            except DataError as error:
                for problem in error.problems:
                    wrong(problem.met, problem.todo)
        if (one.area, name) in once:
            wrong("前面已经给过一次", "只留一个")
        once.add((one.area, name))
    problems.refuse()


def other_year(scheme: Scheme, event: Event, day: datetime.date | None) -> Iterator[tuple[str, str]]:
    """That an event is not of the year that a day counts for, and what to do; nothing where it is."""
    if event.on is not None and day is not None and year_of(scheme, event.on) != year_of(scheme, day):
        yield f"不在 {year_of(scheme, day)} 年", "请只给当年的，或核对日期"


def without_kinds(scheme: Scheme, events: Iterable[Event], kinds: Collection[str]) -> list[Event]:
    """The events without those of some kinds that only others go by, and not the scheme."""
    return [event for event in events if event.kind in scheme.kinds or event.kind not in kinds]


def _other(mark: Mark, columns: Mapping[str, Column]) -> tuple[str, str] | None:
    """What is wrong with a word for an item that takes a number, or the other way about."""
    other = columns.get(f"{mark.item}_{(Input.MARK if mark.level else Input.LEVEL).value}")
    if other is None:
        return None
    if mark.level:
        return f"“{mark.level}”不是一个数", "这一项给的是分，请写成数"
    return "这一项评的是一个词，不是分", f"请写其中之一：{'、'.join(other.choices)}"


def refuse_totals(names: Iterable[str]) -> Iterator[Problem]:
    """A problem for every name that stands for a total."""
    for name in names:
        if is_whole(name) or is_of_some(name) or name.strip().lower() == "total":
            yield Problem(name, "这是全体的合计或平均，不是排名对象", "去掉这一行", ("records", name))


def misspelt(judge: Judge, given: Iterable[str]) -> Iterator[Problem]:
    """Columns that look like a misspelling of a needed one, or whose target the scheme sets."""
    given = tuple(given)
    yield from judge.formulas.unread_targets(given)
    known = [one.name for one in judge.formulas.facts]
    stems = {name.rpartition("_")[0] for name in known} | {part.id for part in walk(judge.scheme.root)}
    lacking = [name.rpartition("_") for name in known if name not in given]
    for name in given:
        stem, _, code = name.rpartition("_")
        met, plain = "", code.rstrip("0123456789")
        if stem and stem not in stems and plain in _FIGURES:
            meant = UnknownName("评分项或指标", stem, [of for of, _, what in lacking if what == code])
            met = "" if meant.nearest is None else meant.in_chinese
        elif name not in known and not (stem in stems and plain in _ALONG):
            for like in get_close_matches(name.casefold(), map("".join, lacking), n=1, cutoff=_ALIKE):
                met = f"评分用不到这一列，最接近的是“{like}”"
        if met:
            yield Problem(f"“{name}”列", met, "请核对拼写；这个办法用不到的，去掉这一列", (name,))


def made_columns(scheme: Scheme, *, parts: bool) -> list[str]:
    """The columns that scoring adds to a frame, except the rank."""
    grades = ["grade"] if scheme.grades else []
    return ["points", *grades, *(item.id for item in scheme.every_item if parts)]


def written_over(scheme: Scheme, own: Collection[str], *, ranked: bool, parts: bool) -> Iterator[Problem]:
    """Columns of a frame that scoring would overwrite."""
    for name in (*made_columns(scheme, parts=parts), *(["rank"] if ranked else ())):
        if name in own:
            yield Problem("表", f"已经有“{name}”列", "请改名，评分要写这一列")
