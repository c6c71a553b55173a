"""Streaks and totals on every engine, a server and a JVM among them, against plain Python.

What is drawn is drawn once, the same in every run: a query costs far more than its rows do.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

import minsheng as ms
from minsheng.rules.criteria.over_rows.ranks import ranked_rows
from minsheng.rules.criteria.over_rows.series import streaks, totals
from tests.rules.criteria import law
from tests.rules.criteria.over_rows import series_law

from .conftest import Engine
from .test_criteria_law import drawn

EAGER = ("polars", "pyarrow", "pandas-object", "pandas-nullable", "pandas-arrow")


@cache
def lights() -> list[law.Record]:
    """Lights of many areas: each draw has areas of its own."""
    return _told_apart(drawn(series_law.lights(), 25, lambda rows: len(rows) > 6))


@cache
def figures() -> list[law.Record]:
    """Figures of many areas: groups of a few rows, so that some lack nothing."""
    return _told_apart(drawn(series_law.figures(), 40, lambda rows: len(rows) > 6))


def _told_apart(draws: list[list[law.Record]]) -> list[law.Record]:
    return [
        {**row, "area": row["area"] and f"{row['area']}{n}", "item": row["item"] + 2 * n}
        for n, rows in enumerate(draws)
        for row in rows
    ]


def test_what_is_drawn_tells_something() -> None:
    """Long streaks and broken ones; sums that are there and sums that are not."""
    counted = series_law.streaks(lights(), ["area", "item"], ["period"])
    assert {None, 1, 2, 3} <= set(counted)
    assert len(lights()) > 200
    sums = series_law.totals(figures(), ["area", "item"], "keep").values()
    whole = [some for some in sums if some[-1] > 1 and some[2] is not None]
    assert 5 < len(whole) < len(sums) - 5


def test_streaks(engine: Engine) -> None:
    """By two keys, one of them missing at times; and of a truth value, ordered by two columns."""
    frame = engine.put(series_law.table(lights()))
    found = streaks(frame, "light", within=["area", "item"], order="period")
    assert type(found) is type(frame)
    assert law.rows(found, "streak") == series_law.streaks(lights(), ["area", "item"], ["period"])
    found = streaks(found, "late", within=["area", "item"], order=["month", "day"])
    assert law.rows(found, "streak") == series_law.streaks(
        lights(), ["area", "item"], ["month", "day"], "late"
    )


def test_places(engine: Engine) -> None:
    """By two keys, by one and among all; the greatest first or the least; what ties count."""
    frame = engine.put(series_law.figures_table(figures(), {}))
    found = ranked_rows(frame, series_law.ASKED)
    assert type(found) is type(frame)
    wanted = series_law.all_places(figures())
    assert law.read(found, *wanted) == wanted


@pytest.mark.parametrize("missing", ["keep", "skip"])
def test_totals(engine: Engine, missing: Any) -> None:
    """A column, a whole number, a product and a choice, of numbers that are decimals or texts."""
    frame = engine.put(series_law.figures_table(figures(), {"people": "text"}))
    found = totals(frame, within=["area", "item"], missing=missing, **series_law.SUMMED)
    assert type(found) is type(frame)
    wanted = series_law.totals(figures(), ["area", "item"], missing)
    assert series_law.found(found, ["area", "item"], [*series_law.SUMMED]) == wanted


def test_no_sum_wraps(engine: Engine) -> None:
    """The greatest number of 64 bits, nine times, and the least as often; and decimals."""
    most = 2**63 - 1
    rows = [("甲", most)] * 9 + [("乙", -most)] * 9
    frame = engine.put(
        pa.table(
            {
                "row": range(18),
                "area": [area for area, _ in rows],
                "n": [n for _, n in rows],
                "d": pa.array([Decimal(n // 10**4).scaleb(-2) for _, n in rows], pa.decimal128(15, 2)),
            }
        )
    )
    n = ms.column("n", low=-most, high=most)
    limit = Decimal(10**15 - 1).scaleb(-2)
    d = ms.column("d", places=2, low=-limit, high=limit)
    great, less = Decimal(most) * 9, Decimal(most // 10**4) * 9
    assert series_law.found(totals(frame, within="area", n=n, d=d), ["area"], ["n", "d"]) == {
        ("甲",): (great, less.scaleb(-2), 9),
        ("乙",): (-great, -less.scaleb(-2) - Decimal("0.09"), 9),
    }


def test_what_is_in_disorder_or_wrong(engine: Engine) -> None:
    """Refused in memory; elsewhere missing in its own group, and skipped as missing never."""
    table = pa.table(
        {
            "row": [0, 1, 2, 3, 4, 5],
            "area": ["甲", "甲", "乙", "乙", "丙", "丁"],
            "period": [1, 1, 1, None, 1, 1],
            "light": ["红"] * 6,
            "n": [1, 2000, 5, None, 7, None],
        }
    )
    frame, n = engine.put(table), ms.column("n", low=0, high=1000)
    if engine.name in EAGER:
        with pytest.raises(ms.DataError, match="分不出先后") as error:
            streaks(frame, "light", within="area", order="period")
        assert len(error.value.problems) == 2
        with pytest.raises(ms.DataError, match="2000"):
            totals(frame, within="area", missing="skip", n=n)
        return
    found = streaks(frame, "light", within="area", order="period")
    assert law.rows(found, "streak") == [None, None, None, None, 1, 1]
    wanted = {("甲",): (None, 2), ("乙",): (5, 2), ("丙",): (7, 1), ("丁",): (None, 1)}
    assert series_law.found(totals(frame, within="area", missing="skip", n=n), ["area"], ["n"]) == wanted
    wanted[("乙",)] = (None, 2)
    assert series_law.found(totals(frame, within="area", n=n), ["area"], ["n"]) == wanted
