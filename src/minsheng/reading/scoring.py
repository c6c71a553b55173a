"""Scoring by names and files: what the command line does, as functions."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.errors import DataError, MinshengError, Problem, Problems, UnknownName
from minsheng.reading.acceptance import read_acceptances
from minsheng.reading.marks import placed_answers, placed_events, placed_marks
from minsheng.reading.programme import load
from minsheng.reading.progress import read_progress
from minsheng.reading.scheme import load_scheme
from minsheng.reading.shipped import has_progress
from minsheng.reading.tables.cells import number_in
from minsheng.reading.tables.form import body, heading_row, one_sheet
from minsheng.reading.tables.sheet import Sheet
from minsheng.rules.criteria.records.read import read_value
from minsheng.rules.scoring.frames import scheme_columns
from minsheng.rules.scoring.judging.acceptance import takes_anything
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.passed_over import without_kinds
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.regulation.items import EVERY
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.score import score, score_records
from minsheng.rules.scoring.terms.choices import Ranked
from minsheng.rules.scoring.terms.columns import NAMES, Input

_WORDS = (f"_{Input.UNIT.value}", f"_{Input.TEXT.value}")


@asked
def score_files(
    name: str | Path,
    scheme: str | Path,
    *,
    progress: str | Path | None = None,
    period: str | None = None,
    on: datetime.date | None = None,
    subjects: str | None = None,
    only: Sequence[str] = (),
    marks: str | Path | None = None,
    events: str | Path | None = None,
    survey: str | Path | None = None,
    verified: bool = False,
    acceptance: str | Path | None = None,
    accepted: bool = False,
    others: Collection[str] = (),
) -> Ranking:
    """A programme scored by a scheme, all by names and files.

    Args:
        name: a programme that comes with the library, or its folder.
        scheme: a scheme that comes with the library, its file or folder.
        progress: the register; the one that comes with the programme, without.
        period: what its figures cover, where it does not say.
        on: the day.
        subjects: ``areas``, ``agencies`` or ``projects``, or the Chinese word; as the scheme says without.
        only: only these items and sections of the scheme.
        marks, events, survey: CSV or XLSX files; see :mod:`minsheng.reading.marks`.
        verified: by verified figures.
        acceptance: files of acceptance; see :func:`read_acceptances`.
        accepted: by accepted figures.
        others: kinds of events that lists of rewards go by: passed over, if the scheme does not.

    Raises:
        DataError: a file that cannot be read, or that does not fit; each problem with its place.
        UnknownName: no such programme, scheme or item, or nobody ranked so.
        MinshengError: a period, or verified figures, where there is no register.

    >>> ranking = score_files("yueyang-2019", "chizhou-2004", subjects="agencies")
    >>> len(ranking), len(ranking.unscored)
    (10, 2)
    """
    programme = load(name)
    # with only some of its items, the others need not fit the programme
    loaded = _scheme(load_scheme(scheme, None if only else programme), subjects, only)
    register = progress if progress is not None else str(name) if has_progress(str(name)) else None
    if register is None and (period is not None or verified):
        what = "period=" if period is not None else "verified="
        raise MinshengError(f"没有完成数的表，{what} 用不上；请给出 progress=")
    known = None if acceptance is None else read_acceptances(acceptance, programme, strict=True)
    if accepted and (known is None or verified):
        why = "要有验收登记，请给出 acceptance=" if known is None else "和 verified= 只用一样"
        raise MinshengError(f"accepted= {why}")
    if known is not None and not accepted and not takes_anything(loaded):
        raise MinshengError("这个评分办法不看验收，acceptance= 用不上；按认定数评的，加上 accepted=")
    marked = () if marks is None else placed_marks(marks)
    happened = None if events is None else placed_events(events)
    answered = () if survey is None else placed_answers(survey)
    try:
        return score(
            programme,
            loaded,
            progress=None if register is None else read_progress(register, programme, period=period),
            on=on,
            marks=[mark for mark, _ in marked],
            events=None if happened is None else without_kinds(loaded, (one for one, _ in happened), others),
            survey=[answers for answers, _ in answered],
            verified=verified,
            acceptance=known,
            accepted=accepted,
        )
    except DataError as error:
        places: dict[str, list[str]] = {}
        for one, place in (*marked, *(happened or ()), *answered):
            places.setdefault(str(one), []).append(place)
        raise DataError(_placed(problem, places) for problem in error.problems) from None


def _placed(problem: Problem, places: dict[str, list[str]]) -> Problem:
    """A problem that names a mark, an event or answers, with the line it was read from."""
    read = "、".join(places.get(problem.where, ()))
    return attrs.evolve(problem, where=f"{read}，{problem.where}") if read else problem


@asked
def score_table(
    file: str | Path,
    scheme: str | Path,
    *,
    group: str | None = None,
    on: datetime.date | None = None,
    subjects: str | None = None,
    only: Sequence[str] = (),
) -> Ranking:
    """A table scored by a scheme, without a programme: a row for each who is ranked.

    Args:
        file: CSV, XLSX or XLS, with a column 地区, 单位, 项目 or ``name``, and those of
            :func:`scheme_columns`. An empty cell is missing; columns that the scheme does not need
            are passed over.
        scheme: a scheme that comes with the library, its file or folder.
        group: the column of those who are ranked with each other; all together without.
        on: the day, to be shown.
        subjects: how to call those who are ranked: ``areas``, ``agencies``, ``projects``, or the Chinese
            word.
        only: only these items and sections of the scheme.

    Raises:
        DataError: the file cannot be read; a cell that is not what its column declares, or has no
            header above it; a name twice, or the total (合计); a column that is nearly named as one
            that is not there; all at once.
        UnknownName: no such scheme or item, or nobody ranked so.
    """
    whole = load_scheme(scheme)
    loaded = _scheme(whole, subjects, only)
    records, groups = _records(file, loaded, group, aside=_facts(whole).keys() if only else ())
    try:
        return score_records(loaded, records, groups=groups, on=on)
    except DataError as error:
        name = Path(file).name
        raise DataError(attrs.evolve(one, where=f"{name}，{one.where}") for one in error.problems) from None


def _scheme(scheme: Scheme, subjects: str | None, only: Sequence[str]) -> Scheme:
    """A scheme with what is asked of it."""
    if only:
        scheme = scheme.only(*only)
    if subjects is None:
        return scheme
    try:
        return attrs.evolve(scheme, ranked=Ranked(subjects))
    except ValueError:
        known = [f"{one.value}（{one.label}）" for one in Ranked]
        raise UnknownName("ranked subject", subjects, known) from None


def _facts(scheme: Scheme) -> dict[str, Column]:
    """The columns of a scheme by name; none where it is about all indicators of a programme."""
    if any(EVERY in item.indicators for item in scheme.every_item):
        return {}
    return {one.name: one for one in Judge(scheme).formulas.facts}


def _records(
    file: str | Path, scheme: Scheme, group: str | None, *, aside: Collection[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The records of a table by name, and their groups; without columns that are put aside."""
    sheet, facts = one_sheet(file), _facts(scheme)
    heading = heading_row(sheet, dict.fromkeys((*NAMES, *facts), True).get)
    heads = [head.strip() for head in sheet.rows[heading]]
    named = _named(sheet, heading, scheme, group)
    records: dict[str, dict[str, Any]] = {}
    groups: dict[str, str] = {}
    lines: dict[str, int] = {}
    problems = Problems()
    for row, values in body(sheet, heading):
        name = values[named]
        if not name or name in lines:
            met = f"“{name}”在第{lines[name] + 1}行已经有了" if name else f"“{heads[named]}”空着"
            problems.add(sheet.place(row), met, "每个只写一行")
            continue
        lines[name], records[name] = row, {}
        groups[name] = "" if group is None else values[heads.index(group)]
        for at, (head, value) in enumerate(zip(heads, values, strict=True)):
            if head in facts:  # an empty column of places is one
                records[name][head] = None
            if not value or at == named or head == group or (head in aside and head not in facts):
                continue
            # of others score_records knows whether they are units and texts, misspelt, or no matter
            fact = facts.get(head)
            with problems.at(f"{sheet.place(row, at)}“{head}”"):
                text = fact is None or fact.of is Kind.TEXT
                given = value if text else number_in(value)
                records[name][head] = given if fact is None else read_value(fact, given)
    problems.refuse()
    return records, groups


def _named(sheet: Sheet, heading: int, scheme: Scheme, group: str | None) -> int:
    """Which column says who is scored.

    Raises:
        DataError: none does; a cell without a header above it; a column twice; no column that the
            scheme needs; no column of groups.
    """
    place, facts = sheet.place(heading), _facts(scheme)
    heads = [head.strip() for head in sheet.rows[heading]]
    twice = [head for head in dict.fromkeys(heads) if head and heads.count(head) > 1]
    problems = Problems(Problem(place, f"列名“{head}”出现了不止一次", "只留一列") for head in twice)
    named = [at for at, head in enumerate(heads) if head in NAMES and head != group]
    if not named:
        problems.add(place, "没有写明是谁的一列", f"表头写其中之一：{'、'.join(NAMES)}")
    if group is not None and group not in heads:
        problems.add(place, UnknownName("列", group, filter(None, heads)).in_chinese)
    if not facts:
        met = "这个评分办法说的是全部指标（*），没有年度项目，不知道是哪些"
        problems.add(scheme.name, met, "请在评分办法里逐个写明 indicators")
    elif not facts.keys() & set(heads):
        problems.add(place, "没有一列是评分要用的", f"要用的：{'、'.join(scheme_columns(scheme))}")
    for at, head in enumerate(heads):
        beyond = [row for row, cells in body(sheet, heading) if not head and cells[at]]
        if beyond:
            met = f"“{sheet.rows[beyond[0]][at].strip()}”上面没有表头"
            met += f"（这样的共 {len(beyond)} 行）" if len(beyond) > 1 else ""
            todo = "数里的逗号（1,234）会把一格分成两格，请去掉；确是一列的，写上表头，或清空"
            problems.add(sheet.place(beyond[0], at), met, todo)
    problems.refuse()
    return named[0]
