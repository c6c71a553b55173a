"""The regulations that are shipped, each on a thousand records: record, frame and evaluator agree."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import attrs
import duckdb
import pytest

import minsheng as ms
from minsheng.domain.expression.nodes import Column
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import EVERY
from minsheng.rules.scoring.terms.columns import Input
from minsheng.scoring import Item, scheme_names
from tests.frames import LOCAL
from tests.oracles import schemes as oracle
from tests.rules.criteria import law

MANY = 1000
#: whole numbers from one on
FROM_ONE = (Input.RANK, Input.TIED, Input.TIES, Input.OF, Input.ASKED, Input.MEMBERS, Input.NUMBER)


def bound(part: Any) -> Any:
    """With three indicators in the place of all those of a programme."""
    if isinstance(part, Item):
        return attrs.evolve(part, indicators=("a", "b", "c")) if EVERY in part.indicators else part
    items, sections = tuple(map(bound, part.items)), tuple(map(bound, part.sections))
    return attrs.evolve(part, items=items, sections=sections)


def record_of(random: Random, columns: Sequence[Column]) -> dict[str, Any]:
    """A record; of three one has gaps."""
    gaps = random.choice((0, 0, 0.06))
    return {one.name: None if random.random() < gaps else figure(random, one) for one in columns}


def figure(random: Random, column: Column) -> Any:
    """A value of a column, often at the ends of what it may be."""
    code = column.name.rpartition("_")[2].rstrip("0123456789")
    if code == "month":
        return random.randint(1, 12)
    if code in (Input.ASKED, Input.MEMBERS):
        return random.choice((2, 5, 9, 299, 300, 301, 500))
    if code in FROM_ONE:
        return random.randint(1, 20)
    if code in (Input.COUNT, Input.RUN, Input.FURTHER, Input.SATISFIED, Input.BASICALLY):
        return random.choice((0, 0, 0, 1, 2, 5))
    high = int(min(column.high, Decimal(200)))
    low = int(max(column.low, Decimal(-50)))
    places = min(column.places, 2)
    if random.random() < 0.5:
        return Decimal(random.choice((low, high, 0, 60, 80, 90, 100))).min(column.high)
    return Decimal(random.randint(low * 10**places, high * 10**places)).scaleb(-places)


def test_there_are_eighteen() -> None:
    """All of them are tried here."""
    assert len(scheme_names()) == 18


@pytest.mark.parametrize("name", scheme_names())
def test_records_and_frames_have_the_points_of_the_text(name: str) -> None:
    """Totals and grades of a thousand records, one by one and on four engines."""
    scheme = bound(ms.load_scheme(name))
    judge, random = Judge(scheme), Random(name)  # noqa: S311  # no secret
    columns = judge.formulas.facts
    records = [record_of(random, columns) for _ in range(MANY)]
    wanted = []
    for record in records:
        values = {key: None if value is None else Fraction(value) for key, value in record.items()}
        total = oracle.total(scheme, values)
        assert judge.judge(values).points == total
        grade = None
        if total is not None and scheme.grades:
            grade = oracle.grade(scheme, total, values)
            assert (judge.grade(values, total) or None) == grade
        wanted.append((total, grade))
    assert sum(total is not None for total, _ in wanted) > MANY // 5
    assert len({total for total, _ in wanted if total is not None}) > 1
    unlimited = attrs.evolve(
        scheme, grades=tuple(attrs.evolve(one, first=None, share=None) for one in scheme.grades)
    )
    table = law.arrow(columns, records, {})
    with duckdb.connect() as connection:
        puts = {**LOCAL, "duckdb": connection.from_arrow}
        for engine in ("polars", "pyarrow", "pandas-object", "duckdb"):
            result = ms.frames.score_frame(unlimited, puts[engine](table))
            points = [law.comparable(value) for value in law.rows(result, "points")]
            assert points == [total for total, _ in wanted], engine
            if scheme.grades:
                found = zip(law.rows(result, "grade"), points, strict=True)
                assert [None if total is None else grade for grade, total in found] == [
                    grade for _, grade in wanted
                ], engine
