"""The law of schemes: what they give is what an evaluator that shares no code with them says, on frames too."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from minsheng.domain.expression.nodes import Column
from minsheng.scoring.judge import Judge
from minsheng.testing.schemes import any_schemes, facts
from tests.oracles import schemes as oracle

Record = dict[str, Any]
SCORED = any_schemes().flatmap(
    lambda scheme: st.tuples(st.just(scheme), st.lists(facts(scheme), min_size=1, max_size=6))
)


def exactly(record: Record) -> dict[str, Fraction | None]:
    return {name: None if value is None else Fraction(value) for name, value in record.items()}


@settings(max_examples=100)
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
