"""The two workloads that criteria are measured with: their data, and the truth by whole numbers.

*Floors*: what is paid a month, judged by a floor a year that depends on benefit, area and month.
*Completion*: how much of a target was reached, as a light and a score. In both about 10 % of the
rows lie exactly on a threshold, 2.5 % on a tie of the rounding, and 1 % lack a value.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

import minsheng as ms
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import Line, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.domain.units import to_unit

BENEFITS = ("urban", "rural")
AREAS = (("county", "county-level-city"), ("district", "zone"))
STARTS = tuple(datetime.date(year, 1, 1) for year in (2018, 2019, 2020, 2021, 2022))
#: 元/年·人 by benefit, area and level; every twelfth part ends at two places
FLOORS = tuple(
    tuple(tuple(4500 + 603 * level + 1800 * area - 1200 * benefit for level in range(5)) for area in range(2))
    for benefit in range(2)
)


# --- what is judged ----------------------------------------------------------------------


def floor_table() -> DecisionTable:
    """The floors as a table, with where each is written."""
    lines = [
        Line(
            (OneOf((benefit,)), OneOf(area), Span(start, end)),
            Decimal(FLOORS[b][a][level]),
            f"{start.year}年第{b + 1}{a + 1}号文件",
        )
        for b, benefit in enumerate(BENEFITS)
        for a, area in enumerate(AREAS)
        for level, (start, end) in enumerate(zip(STARTS, (*STARTS[1:], None), strict=True))
    ]
    return DecisionTable("低保标准", ("benefit", "area_kind", "month"), tuple(lines), to_unit("元/年·人"))


PAID = ms.column("paid", "元/月·人", places=2)
_KEYS = [ms.column(name, kind=kind).node for name, kind in (("benefit", "text"), ("area_kind", "text"))]
FLOOR = Expression(Lookup(floor_table(), (*_KEYS, ms.column("month", kind="date").node)))
FLOOR_MET = ms.Criterion("X201", PAID >= FLOOR, title="低保标准")
SHORTFALL = ms.most(FLOOR - PAID, ms.Amount(0, "元/年·人"))

TARGET, ACTUAL = (ms.column(name, places=2, low=0, high=10**8) for name in ("target", "actual"))
ELAPSED = ms.column("elapsed", places=4, low=0, high=1)
HIGHER = ms.column("direction", kind="text") == "higher"
RATE = ms.least(ms.when(HIGHER).then(ACTUAL / TARGET).otherwise(TARGET / ACTUAL), Decimal("1.2"))
LIGHT = (
    ms.when(RATE >= ELAPSED)
    .then("green")
    .otherwise(ms.when(ELAPSED * Decimal("0.8") <= RATE).then("yellow").otherwise("red"))
)
SCORE = (RATE * 100).half_up(2)
ON_TIME = ms.Criterion("X301", RATE >= ELAPSED, title="按时序完成")
#: ten over one frame, with much in common: the floor, and nine shares of it
TEN = (
    FLOOR_MET,
    *(ms.Criterion(f"X21{n}", FLOOR * n <= PAID * 10, title=f"低保标准的{n}成") for n in range(1, 10)),
)


# --- data --------------------------------------------------------------------------------


def _decimals(values: Any, missing: Any, digits: int, places: int) -> Any:
    """Whole numbers of the last place as a column of decimals."""
    words = np.empty((len(values), 2), dtype="<i8")
    words[:, 0], words[:, 1] = values, values >> 63
    valid = pa.py_buffer(np.packbits(~missing, bitorder="little").tobytes())
    return pa.Array.from_buffers(
        pa.decimal128(digits, places), len(values), [valid, pa.py_buffer(words.tobytes())]
    )


def _texts(names: Sequence[str], which: Any, missing: Any) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(which, mask=missing), pa.array(names)).cast(pa.string())


def floors(rows: int, seed: int = 20230101) -> Any:
    """Payments: benefit, area, month and what was paid."""
    random = np.random.default_rng(seed)
    area, benefit = random.integers(0, 4, rows), random.integers(0, 2, rows)
    month = random.integers(0, 72, rows)
    exact = np.array(FLOORS)[benefit, area // 2, np.minimum(month // 12, 4)] * 100 // 12
    paid = np.where(random.random(rows) < 0.10, exact, exact + random.integers(-20000, 20000, rows))

    def missing() -> Any:
        return random.random(rows) < 0.0025

    days = (np.datetime64("2018-01", "M") + month).astype("M8[D]")
    return pa.table({
        "paid": _decimals(paid, missing(), 12, 2),
        "area_kind": _texts([kind for kinds in AREAS for kind in kinds], area, missing()),
        "benefit": _texts(BENEFITS, benefit, missing()),
        "month": pa.array(days, mask=missing()),
    })  # fmt: skip


def completion(rows: int, seed: int = 20230102) -> Any:
    """Reports: target, actual, direction and the share of the year that has passed."""
    random = np.random.default_rng(seed)
    lower = random.integers(0, 2, rows)
    elapsed = random.integers(1000, 10001, rows)
    below = random.integers(1, 5_000_000, rows)
    above = (below * random.uniform(0.05, 1.5, rows)).astype("i8")
    kind = random.random(rows)
    size = random.integers(1, 100, rows)
    # on the lights' thresholds, 1 and 0.8 times the share elapsed, then on ties of the score
    for on, b, a in (
        (kind < 0.05, size * 10000, size * elapsed),
        ((kind >= 0.05) & (kind < 0.10), size * 12500, size * elapsed),
        ((kind >= 0.10) & (kind < 0.125), size * 0 + 20000, size * 2 + 12345),
        ((kind >= 0.125) & (kind < 0.13), size * 0, size),
    ):
        below, above = np.where(on, b, below), np.where(on, a, above)

    def missing() -> Any:
        return random.random(rows) < 0.0025

    return pa.table({
        "target": _decimals(np.where(lower, above, below), missing(), 10, 2),
        "actual": _decimals(np.where(lower, below, above), missing(), 10, 2),
        "direction": _texts(("higher", "lower"), lower, missing()),
        "elapsed": _decimals(elapsed, missing(), 5, 4),
    })  # fmt: skip


# --- truth -------------------------------------------------------------------------------


def _units(column: Any, places: int) -> list[int | None]:
    return [None if value is None else int(value.scaleb(places)) for value in column.to_pylist()]


def true_floors(table: Any) -> tuple[list[str], list[Decimal | None]]:
    """Outcomes and yearly shortfalls by whole numbers."""
    columns = (_units(table["paid"], 2), *(table[n].to_pylist() for n in ("area_kind", "benefit", "month")))
    outcomes: list[str] = []
    shortfalls: list[Decimal | None] = []
    for paid, area, benefit, month in zip(*columns, strict=True):
        if paid is None or area is None or benefit is None or month is None:
            outcomes.append("unknown")
            shortfalls.append(None)
            continue
        level = min(month.year - 2018, 4)
        lacking = FLOORS[BENEFITS.index(benefit)][area in AREAS[1]][level] * 100 - paid * 12
        outcomes.append("met" if lacking <= 0 else "unmet")
        shortfalls.append(Decimal(max(lacking, 0)).scaleb(-2))
    return outcomes, shortfalls


def true_completion(table: Any) -> tuple[list[str | None], list[Decimal | None]]:
    """Lights and scores by whole numbers."""
    columns = (_units(table["target"], 2), _units(table["actual"], 2))
    others = (table["direction"].to_pylist(), _units(table["elapsed"], 4))
    lights: list[str | None] = []
    scores: list[Decimal | None] = []
    for target, actual, direction, elapsed in zip(*columns, *others, strict=True):
        above, below = (actual, target) if direction == "higher" else (target, actual)
        if direction is None or above is None or below is None or below == 0:
            lights.append(None)
            scores.append(None)
            continue
        if above * 5 > below * 6:
            above, below = 6, 5
        scores.append(Decimal((above * 20000 + below) // (below * 2)).scaleb(-2))
        if elapsed is None:
            lights.append(None)
        elif above * 10000 >= elapsed * below:
            lights.append("green")
        else:
            lights.append("yellow" if above * 12500 >= elapsed * below else "red")
    return lights, scores


def wrong(said: Sequence[Any], truth: Sequence[Any]) -> int:
    """How many differ."""
    return sum(a != b for a, b in zip(said, truth, strict=True))


def counts(values: Sequence[Any]) -> dict[Any, int]:
    """How often each occurs."""
    return dict(Counter(values))
