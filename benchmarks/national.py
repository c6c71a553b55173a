"""National size: every area, indicator and ten-day period of a year, beside the same by hand.

Run it: ``python benchmarks/national.py``. 2,844 areas × 49 indicators × 36 periods are 5.0 million
records. Of each: completion, gap to the schedule, light, and for how long the light has lasted;
then target and actual by province, indicator and period. Both ways are lazy polars, measured in
one run, in turn, A B A B; the medians and their ratio are what to quote. The memory of each is the
peak of a process of its own. Never run as a test.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import criteria_data as data
import national_by_hand as hand
import numpy as np
import polars as pl
import pyarrow as pa
from polars.testing import assert_frame_equal
from timing import compare, peaks

import minsheng as ms
from minsheng.rules.criteria.over_rows.series import streaks, totals

AREAS, INDICATORS, PERIODS, PROVINCES = 2844, 49, 36, 34
GROUP = ("province", "indicator", "period")

# --- what is computed --------------------------------------------------------------------

TARGET, ACTUAL = (ms.column(name, "人", places=2, low=0, high=10**8) for name in ("target", "actual"))
ELAPSED = ms.column("elapsed", places=4, low=0, high=1)
RATE = ACTUAL / TARGET
COMPLETION = (RATE * 100).half_up(2)
GAP = ((RATE - ELAPSED) * 100).half_up(2)
LIGHT = (
    ms.when(RATE >= ELAPSED)
    .then("green")
    .otherwise(ms.when(ELAPSED * Decimal("0.8") <= RATE).then("yellow").otherwise("red"))
)


def judged(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Each record's completion, gap, light and streak."""
    lit = ms.compute(frame, completion=COMPLETION, gap=GAP, light=LIGHT)
    lasting: pl.LazyFrame = streaks(lit, "light", within=["area", "indicator"], order="period")
    return lasting


def rolled_up(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Target and actual by province, indicator and period."""
    summed: pl.LazyFrame = totals(frame, within=GROUP, target=TARGET, actual=ACTUAL)
    return summed


WAYS: dict[str, tuple[Callable[[pl.LazyFrame], pl.LazyFrame], Callable[[pl.LazyFrame], pl.LazyFrame]]] = {
    "ours": (judged, rolled_up),
    "by hand": (hand.judged, hand.totals),
}


# --- data --------------------------------------------------------------------------------


def records(areas: int, seed: int = 20230103) -> pl.DataFrame:
    """Reports as they come in, period by period; a tenth lie exactly on a band, 1 % are missing."""
    random = np.random.default_rng(seed)
    rows = areas * INDICATORS * PERIODS
    period = np.repeat(np.arange(PERIODS), areas * INDICATORS)
    area = np.tile(np.repeat(np.arange(areas), INDICATORS), PERIODS)
    indicator = np.tile(np.arange(INDICATORS), areas * PERIODS)
    elapsed = (np.arange(1, PERIODS + 1) * 10_000 + PERIODS // 2) // PERIODS
    # targets that make every band a whole number of hundredths, and some of 0
    target = (random.integers(0, 2000, areas * INDICATORS) * 5000)[area * INDICATORS + indicator]
    due = elapsed[period]
    pace = random.uniform(0.6, 1.3, areas * INDICATORS)[area * INDICATORS + indicator]
    actual = (target * due / 10_000 * pace * random.uniform(0.97, 1.03, rows)).astype("i8")
    kind = random.random(rows)
    actual = np.where(kind < 0.05, target * due // 10_000, actual)
    actual = np.where((kind >= 0.05) & (kind < 0.10), target * due * 8 // 100_000, actual)
    missing = random.random(rows) < 0.01
    none = np.zeros(rows, dtype=bool)
    names = [f"{n:06d}" for n in range(areas)]
    return pl.DataFrame(pa.table({
        "province": data._texts([f"省{n}" for n in range(PROVINCES)], area % PROVINCES, none),
        "area": data._texts(names, area, none),
        "indicator": data._texts([f"指标{n}" for n in range(INDICATORS)], indicator, none),
        "period": pa.array(period + 1, pa.int64()),
        "elapsed": data._decimals(due, none, 5, 4),
        "target": data._decimals(target, none, 10, 2),
        "actual": data._decimals(actual, missing, 10, 2),
    }))  # fmt: skip


# --- what it costs -----------------------------------------------------------------------


def run(way: str, frame: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All of it, in one query."""
    first, second = pl.collect_all([make(frame) for make in WAYS[way]])
    return first, second


def alike(frame: pl.LazyFrame) -> None:
    """Both say the same of every record and every group."""
    for ours, theirs in zip(run("ours", frame), run("by hand", frame), strict=True):
        keys = [name for name in ("area", *GROUP) if name in ours.columns]
        whole = ours.with_columns(pl.selectors.integer().cast(pl.Int64)).sort(keys)
        other = theirs.with_columns(pl.selectors.integer().cast(pl.Int64)).sort(keys)
        assert_frame_equal(whole, other, check_column_order=False, check_dtypes=False)
    judged_rows = run("ours", frame)[0]
    print("  equal;", dict(judged_rows["light"].value_counts(sort=True).iter_rows()))
    print("  longest red:", judged_rows.filter(pl.col("light") == "red")["streak"].max())


def _write(path: str, areas: int) -> None:
    records(areas).write_ipc(path)


def _alone(way: str, path: str, answer: Any) -> None:
    """In a process of its own, to see its memory: with the data read, and the most in the end."""
    frame = pl.read_ipc(path).lazy()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(way, frame)
    answer.put((before / 2**20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=AREAS)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    peaks(given.areas, WAYS, _write, _alone)
    frame = records(given.areas)
    print(f"{frame.height:,} records, {frame.estimated_size('mb'):.0f} MB")
    lazy = frame.lazy()
    alike(lazy)
    compare("all in one", given.rounds, partial(run, "ours", lazy), partial(run, "by hand", lazy))
    lit = {"completion": COMPLETION, "gap": GAP, "light": LIGHT}
    compare(
        "completion, gap, light", given.rounds,
        lambda: ms.compute(lazy, **lit).collect(), lambda: hand.lights(lazy).collect(),
    )  # fmt: skip
    once = hand.lights(lazy).collect().lazy()
    compare(
        "streaks", given.rounds,
        lambda: streaks(once, "light", within=["area", "indicator"], order="period").collect(),
        lambda: hand.streaks(once).collect(),
    )  # fmt: skip
    compare("totals", given.rounds, lambda: rolled_up(lazy).collect(), lambda: hand.totals(lazy).collect())


if __name__ == "__main__":
    main()
