"""National size: every area of every ten-day period scored by a scheme of 20 items, and ranked.

Run it: ``python benchmarks/scoring.py``. 2,844 areas × 49 indicators × 36 periods are 5.0 million
records. They lie as ``Scheme.score`` takes them, a row for each area and period with the target and
the actual of each indicator: 102,384 rows of 98 figures. The 20 items are of two or three indicators
each, by four forms; points are rounded for each indicator and each item; 1 % of the figures are
missing, and earn 0. Then everybody is ranked within the province. Both ways check the range of
every figure and refuse a frame with a wrong one. They are measured in one run, in turn, A B A B;
the medians and their ratio are what to quote. Never run as a test.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from operator import add

import criteria_data as data
import numpy as np
import polars as pl
import pyarrow as pa
from national import AREAS, INDICATORS, PERIODS, PROVINCES
from polars.testing import assert_frame_equal
from timing import compare

from minsheng import Amount
from minsheng.rules.scoring.forms.basic import AllOrNothing, Form, Proportional
from minsheng.rules.scoring.forms.whole_steps import Side, Step
from minsheng.rules.scoring.frames import score_frame
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme

MOST = 10**6
NAMES = [f"i{n}" for n in range(INDICATORS)]
#: nine items of three indicators, eleven of two
GROUPS = [NAMES[3 * n : 3 * n + 3] for n in range(9)] + [NAMES[27 + 2 * n : 29 + 2 * n] for n in range(11)]
FORMS: list[Form] = [
    Proportional(),
    Step(Side(Amount(10, "户"), "0.5", cap=3), Side(Amount(5, "%"), 1, "target")),
    AllOrNothing(),
    Proportional(cap="1.2"),
]
SCHEME = Scheme(
    "benchmark", "某办法", "", rounding=("task", "item"), no_figure="zero",
    items=tuple(
        Item(f"item{n}", f"第{n}项", FORMS[n % 4], Decimal(5), indicators=tuple(names),
             unit=Amount(1, "户").unit, places=2, most=Decimal(MOST))
        for n, names in enumerate(GROUPS)
    ),
)  # fmt: skip


def ours(frame: pl.DataFrame) -> pl.DataFrame:
    scored: pl.DataFrame = score_frame(SCHEME, frame, within=("province", "period"))
    return scored


# --- by hand, in hundredths of a point and of a 户 ------------------------------------------


def _half_up(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    return (above * 2 + below) // (below * 2)


def _proportional(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    return pl.when(actual >= target).then(500).otherwise(_half_up(actual * 500, target))


def _step(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    above = pl.min_horizontal((actual - target) // 1000 * 50, pl.lit(300, dtype=pl.Int64)) + 500
    below = pl.max_horizontal(500 - (target - actual) * 20 // target * 100, pl.lit(0, dtype=pl.Int64))
    return pl.when(actual >= target).then(above).otherwise(below)


def _all_or_nothing(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    return pl.when(actual >= target).then(500).otherwise(0)


def _capped(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    earned = _half_up(actual * 500, target)  # missing where nothing was asked
    return pl.when(earned > 600).then(600).otherwise(earned)


_BY_HAND = [_proportional, _step, _all_or_nothing, _capped]


def by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    figures = [f"{name}_{what}" for name in NAMES for what in ("target", "actual")]
    whole = [pl.col(name).to_physical().cast(pl.Int64).alias(f"_{name}") for name in figures]
    inside = [pl.col(f"_{name}").is_between(0, MOST * 100).all() for name in figures]
    lazy = frame.lazy().with_columns(*whole)
    items: list[pl.Expr] = []
    for n, names in enumerate(GROUPS):
        earned, asked = [], []
        for name in names:
            target, actual = pl.col(f"_{name}_target"), pl.col(f"_{name}_actual")
            points = pl.when(actual.is_null()).then(0).otherwise(_BY_HAND[n % 4](target, actual))
            earned.append(pl.when(target.is_null()).then(0).otherwise(points))
            asked.append(target.is_not_null().cast(pl.Int64))
        items.append(_half_up(reduce(add, earned), reduce(add, asked)))
    points = pl.lit(Decimal("0.01")) * reduce(add, items).cast(pl.Decimal(19, 0))
    done = lazy.select(
        *frame.columns, points.cast(pl.Decimal(38, 2)).alias("points"), pl.all_horizontal(inside).alias("_ok")
    ).collect()
    if not done["_ok"].all():
        raise ValueError("a figure is out of range")
    place = pl.col("points").rank("min", descending=True).over("province", "period").alias("rank")
    return done.drop("_ok").with_columns(place)


# --- data and what it costs ------------------------------------------------------------------


def rows(areas: int, seed: int = 20230104) -> pl.DataFrame:
    """A row for each area and period; 1 % of the figures and of the targets are missing."""
    random = np.random.default_rng(seed)
    many = areas * PERIODS
    period, area = np.repeat(np.arange(PERIODS), areas), np.tile(np.arange(areas), PERIODS)
    columns = {
        "province": data._texts([f"省{n}" for n in range(PROVINCES)], area % PROVINCES, np.zeros(many, bool)),
        "area": pa.array(area),
        "period": pa.array(period + 1),
    }
    for name in NAMES:
        target = random.integers(1, 2000, areas)[area] * 100
        actual = (target * (period + 1) // PERIODS * random.uniform(0.6, 1.4, many)).astype("i8")
        actual = np.where(random.random(many) < 0.05, target, actual)  # exactly reached
        columns[f"{name}_target"] = data._decimals(target, random.random(areas)[area] < 0.01, 10, 2)
        columns[f"{name}_actual"] = data._decimals(actual, random.random(many) < 0.01, 10, 2)
    return pl.DataFrame(pa.table(columns))


def refuses(way: Callable[[pl.DataFrame], pl.DataFrame], frame: pl.DataFrame) -> bool:
    """Whether a figure out of range is refused."""
    wrong = frame.head(10).with_columns(pl.lit(Decimal(MOST + 1)).cast(pl.Decimal(10, 2)).alias("i7_actual"))
    try:
        way(wrong)
    except ValueError:  # as a DataError is
        return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=AREAS)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    frame = rows(given.areas)
    print(
        f"{frame.height * INDICATORS:,} records in {frame.height:,} rows, {frame.estimated_size('mb'):.0f} MB"
    )
    start = time.perf_counter()
    mine = ours(frame)  # makes the scheme ready, too
    print(f"  the first time, ours: {time.perf_counter() - start:.2f} s")
    theirs = by_hand(frame)
    assert_frame_equal(mine, theirs, check_dtypes=False)
    assert refuses(ours, frame), "ours must check ranges"
    assert refuses(by_hand, frame), "by hand must check ranges"
    unscored = mine["points"].null_count()
    low, high = mine.select(pl.col("points").min().alias("low"), pl.col("points").max().alias("high")).row(0)
    print(f"  equal; {unscored} not scored, points from {low} to {high}")
    few = frame.head(10)
    compare("ten rows", given.rounds, lambda: ours(few), lambda: by_hand(few))  # what grows with no row
    compare("all", given.rounds, lambda: ours(frame), lambda: by_hand(frame))


if __name__ == "__main__":
    main()
