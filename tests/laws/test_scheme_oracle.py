"""The law of schemes: they give what an evaluator that shares no code with them says, on frames too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.errors import RuleError
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.terms.worth import said
from minsheng.testing.any_schemes import any_schemes
from minsheng.testing.schemes import facts
from tests.frames import every_engine
from tests.oracles import schemes as oracle
from tests.rules.criteria import law
from tests.tries import tries

from .exact import exactly

Record = dict[str, Any]
SCORED = any_schemes().flatmap(
    lambda scheme: st.tuples(st.just(scheme), st.lists(facts(scheme), min_size=1, max_size=6))
)


@tries(40)
@given(SCORED)
def test_a_record_has_the_points_that_the_text_gives(scored: tuple[Any, list[Record]]) -> None:
    """Points of every part, of the total, and the grade."""
    scheme, records = scored
    judge = Judge(scheme)
    for record in records:
        values = exactly(record)
        part = judge.judge(values)
        total = oracle.total(scheme, values)
        event("scored" if total is not None else "not scored")
        assert part.points == total
        if total is not None:
            assert (judge.grade(values, total) or None) == oracle.grade(scheme, total, values)
        for item in scheme.every_item:
            found = part.find(item.id)
            assert found is not None
            assert found.points == oracle.points(scheme, item, values), item


def scored_alike(scheme: Any, records: list[Record], put: law.Put) -> None:
    """The frame's points, grades and ranks are the evaluator's, row by row.

    Raises:
        RuleError: the engine's integers do not hold the scheme's.
    """
    columns = Judge(scheme).formulas.facts
    scored = ms.frames.score_frame(scheme, put(law.arrow(columns, records, {})), within=())
    found = law.read(scored, "points", "grade", "rank")
    points = [law.comparable(value) for value in found["points"]]
    wanted = [oracle.total(scheme, exactly(record)) for record in records]
    assert points == wanted
    assert [law.comparable(rank) for rank in found["rank"]] == oracle.ranks(scheme, [*map(exactly, records)])
    grades = [
        None if total is None else oracle.grade(scheme, total, exactly(record))
        for total, record in zip(wanted, records, strict=True)
    ]
    assert [grade for grade, total in zip(found["grade"], wanted, strict=True) if total is not None] == [
        grade for grade, total in zip(grades, wanted, strict=True) if total is not None
    ]


@every_engine
@tries(5)
@given(data=st.data())
def test_a_frame_has_the_points_that_the_text_gives(put: law.Put, data: st.DataObject) -> None:
    """On every engine, or it is refused."""
    scheme = data.draw(any_schemes())
    records = data.draw(st.lists(facts(scheme), min_size=1, max_size=20))
    try:
        scored_alike(scheme, records, put)
    except RuleError:
        event("refused")
    else:
        event("scored")


#: how much more or less, and what the total then is more or less
PROMISED = re.compile(r"再(完成|减少) (\S+) .*?(?:可多得 (\S+) 分|总分(?:多 (\S+) 分|少 (\S+) 分|不变))")


def promises(part: Part, scheme: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is promised anywhere in a tree, and of which indicators it may be."""
    items = {item.id: item.indicators for item in scheme.every_item}
    if part.gain:
        yield part.gain, items.get(part.id, (part.id,))
    for inner in part.parts:
        yield from promises(inner, scheme)


@tries(20)
@given(any_schemes().flatmap(lambda scheme: st.tuples(st.just(scheme), facts(scheme))))
def test_what_a_next_step_promises_is_what_it_gives(scored: tuple[Any, Record]) -> None:
    """An explanation changes no points; the total changes as it says, or it says nothing."""
    scheme, record = scored
    values = exactly(record)
    part, total = Judge(scheme).judge(values, explain=True), oracle.total(scheme, values)
    assert part.points == total
    if total is None:
        return
    for text, stems in promises(part, scheme):
        told = PROMISED.match(text)
        assert told is not None, text
        more = Fraction(told[2]) * (-1 if told[1] == "减少" else 1)
        changed = []
        for stem in stems:
            figure = values[f"{stem}_actual"]
            then = (
                None if figure is None else oracle.total(scheme, values | {f"{stem}_actual": figure + more})
            )
            changed.append(None if then is None else then - total)
        event("promised")
        wanted = told[3] or told[4] or (told[5] and f"-{told[5]}") or "0"
        assert wanted in [said(change) for change in changed], (text, changed)
