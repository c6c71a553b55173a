"""The answers about programmes, schemes, divisions and printed tables."""

from __future__ import annotations

import re
from typing import Any

import attrs

from minsheng.dividing.allocate import allocate
from minsheng.domain.amount import plain_text
from minsheng.embedding.documents import to_data
from minsheng.embedding.service.problems import Refused, place
from minsheng.embedding.service.programme_bodies import (
    Allocate,
    Allocated,
    Check,
    Checked,
    DivisionDocument,
    PrintedCell,
    Published,
    RankingDocument,
    ReportDocument,
    Score,
    Scored,
    Verified,
)
from minsheng.embedding.service.shapes import flat
from minsheng.errors import DataError, Problems
from minsheng.published.report import check_published
from minsheng.rules.check import check, select
from minsheng.rules.rule import Rule
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.score import score, score_records

#: how reading names the rows of records
_ROW = re.compile("记录 第([0-9]+)行")
_OF_PROGRAMMES = ("progress", "marks", "events", "survey", "verified")


def checked(known: tuple[Rule, ...], asked: Check) -> Checked:
    """The report of a check by the rules that are known."""
    problems = Problems()
    for number, name in enumerate(asked.rules):
        with problems.at(place(("rules", number))):
            select(known, name)
    problems.refuse()
    rules = select(known, *asked.rules) if asked.rules else known
    found = check(asked.programme, adopted=asked.adopted, on=asked.on, progress=asked.progress, rules=rules)
    return Checked(found.ok, found.summary, ReportDocument(to_data(found)))


def scored(asked: Score) -> Scored:
    """The ranking, and the words for those that were asked for."""
    found = _ranking(asked)
    problems, explanations = Problems(), dict[str, str]()
    for number, name in enumerate(asked.explain):
        with problems.at(place(("explain", number))):
            explanations[name] = found.explain(name)
    problems.refuse()
    return Scored(found.summary, RankingDocument(to_data(found)), explanations)


def _ranking(asked: Score) -> Ranking:
    scheme = asked.scheme if asked.subjects is None else attrs.evolve(asked.scheme, ranked=asked.subjects)
    if asked.programme is not None:
        if asked.records is not None or asked.groups is not None:
            raise Refused.at(422, place(()), "programme 和 records、groups 只给一样")
        return score(
            asked.programme, scheme, progress=asked.progress, on=asked.on, marks=asked.marks,
            events=asked.events, survey=asked.survey, verified=asked.verified,
        )  # fmt: skip
    if asked.records is None:
        raise Refused.at(422, place(()), "没有 programme，也没有 records", "请给一样")
    given = [name for name in _OF_PROGRAMMES if getattr(asked, name)]
    if given:
        raise Refused.at(422, place(()), f"{'、'.join(given)} 是对年度项目的", "要用的数都写在 records 里")
    problems = Problems()
    for name, record in asked.records.items():
        with problems.at():
            flat(record, ("records", name))
    problems.refuse()
    return score_records(scheme, asked.records, groups=asked.groups, on=asked.on)


def allocated(asked: Allocate) -> Allocated:
    """The division, and its working."""
    found = allocate(
        asked.total, asked.weights, step=asked.step, floors=asked.floors, caps=asked.caps,
        city_share=asked.city_share, method=asked.method, ties=asked.ties,
    )  # fmt: skip
    cells = zip(found.row.areas, found.row.cells, strict=True)
    shares = {area: None if cell is None else plain_text(cell) for area, cell in cells}
    return Allocated(shares, found.explain(), DivisionDocument(to_data(found)))


def verified(asked: Published) -> Verified:
    """What follows of a printed table, cell by cell."""
    if not asked.lines:
        raise DataError.at(place(("lines",)), "一行也没有")
    try:
        found = check_published([dict(line) for line in asked.lines])
    except DataError as error:
        raise DataError(attrs.evolve(one, where=_line(one.where)) for one in error.problems) from None
    cells: list[dict[str, Any]] = [one | {"source": _line(one["source"])} for one in found.to_records()]
    return Verified(found.ok, found.summary, tuple([PrintedCell(**one) for one in cells]))


def _line(said: str) -> str:
    """A line's place in the body; as a row of a table it has one of headings before it, counted from 1."""
    number = _ROW.match(said)
    return place(("lines", int(number[1]) - 2) if number and int(number[1]) > 1 else ("lines",))
