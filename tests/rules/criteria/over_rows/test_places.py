"""Places among the rows of a group are those of plain Python, on every engine."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

import minsheng as ms
from minsheng.rules.criteria.over_rows.ranks import Among, ranked_rows
from tests.frames import every_engine
from tests.rules.criteria import law
from tests.tries import tries

from . import series_law

BY = ("area", "item")


@every_engine
@tries(25)
@given(rows=series_law.figures())
def test_a_frame_has_the_places_of_its_groups(put: law.Put, rows: list[law.Record]) -> None:
    """Greatest or least first, with and without numbers left out after ties, all rows or by group."""
    frame = put(series_law.figures_table(rows, {}))
    found = ranked_rows(frame, series_law.ASKED)
    assert type(found) is type(frame)
    wanted = series_law.all_places(rows)
    assert law.read(found, *wanted) == wanted


@every_engine
def test_ranks_adds_one_column(put: law.Put) -> None:
    frame = put(pa.table({"row": [0, 1, 2, 3], "省": ["甲", "甲", "甲", "乙"], "分": [90, 95, 90, 60]}))
    assert law.rows(ms.frames.ranks(frame, "分", within="省"), "rank") == [2, 1, 2, 1]
    assert law.rows(ms.frames.ranks(frame, "分", ties="dense", name="名次"), "名次") == [2, 1, 2, 3]
    assert law.rows(ms.frames.ranks(frame, "分", lowest=True), "rank") == [2, 4, 2, 1]


def test_what_cannot_be_ranked_is_refused() -> None:
    """Floats are not told apart safely, texts are sorted by different rules, and names must be there."""
    frame = pl.DataFrame({"area": ["甲"], "rate": [0.5], "points": [Decimal("88.5")]})
    with pytest.raises(ms.DataError, match="“rate”列：是 Float64"):
        ms.frames.ranks(frame, "rate")
    with pytest.raises(ms.DataError, match="不能用来排先后"):
        ms.frames.ranks(frame, "area")
    with pytest.raises(ms.DataError, match="没有“province”列"):
        ms.frames.ranks(frame, "points", within="province")
    with pytest.raises(ms.RuleError, match="cannot be named 'points'"):
        ms.frames.ranks(frame, "points", name="points")
    wrong: Any = "average"
    with pytest.raises(ValueError, match="ties is one of 'skip', 'dense'"):
        ms.frames.ranks(frame, "points", ties=wrong)


def test_a_column_of_that_name_is_replaced() -> None:
    frame = pl.DataFrame({"points": [1, 2], "rank": [9, 9]})
    assert ranked_rows(frame, [Among("points", rank="rank")])["rank"].to_list() == [2, 1]
