"""National size, as warehouses keep it: a row for each area, indicator and period, scored and ranked.

Run it: ``python benchmarks/scoring_long.py``. The records of ``scoring.py``, 5.0 million of them, one
in each row, in no order; the scheme and the rules are the same. By hand, points are found row by row,
then the means of items and their sums, so that nothing is spread. Both refuse two rows of one indicator,
an indicator that is not known and a figure out of range. They are measured in one run, in turn, A B A B;
the memory of each is the peak of a process of its own. Never run as a test.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import scoring as wide
from national import AREAS
from polars.testing import assert_frame_equal
from timing import compare, peaks

from minsheng.rules.scoring.long import score_long

KEYS = ("province", "area", "period")
ITEMS = pl.DataFrame(
    {"indicator": wide.NAMES, "item": [n for n, names in enumerate(wide.GROUPS) for _ in names]},
    schema={"indicator": pl.String, "item": pl.Int8},
)


def ours(frame: pl.DataFrame) -> pl.DataFrame:
    scored: pl.DataFrame = score_long(wide.SCHEME, frame, each=KEYS, within=("province", "period"))
    return scored


def lazily(frame: pl.DataFrame) -> pl.DataFrame:
    scored: pl.LazyFrame = score_long(wide.SCHEME, frame.lazy(), each=KEYS, within=("province", "period"))
    return scored.collect()


def by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    target, actual, kind = pl.col("target"), pl.col("actual"), pl.col("item") % 4
    whole = [pl.col(name).to_physical().cast(pl.Int64) for name in ("target", "actual")]
    rows = (
        frame.lazy().join(ITEMS.lazy(), on="indicator", how="left").select(*KEYS, "indicator", "item", *whole)
    )
    inside = target.is_between(0, wide.MOST * 100) & actual.is_between(0, wide.MOST * 100)
    points: Any = pl.when(target.is_null() | actual.is_null()).then(0)
    for n, form in enumerate(wide._BY_HAND):
        points = points.when(kind == n).then(form(target, actual))
    rows = rows.with_columns(
        points.cast(pl.Int64).alias("points"), target.is_not_null().cast(pl.Int64).alias("asked"),
        (inside.all() & pl.col("item").is_not_null().all()).alias("ok"),
    )  # fmt: skip
    items = rows.group_by(*KEYS, "item").agg(
        pl.col("points", "asked").sum(), pl.col("ok").all(),
        (pl.col("indicator").n_unique() == pl.len()).alias("once"),
    )  # fmt: skip
    mean = wide._half_up(pl.col("points"), pl.col("asked")).alias("points")
    totals = items.with_columns(mean).group_by(*KEYS).agg(
        pl.when(pl.col("points").null_count() == 0).then(pl.col("points").sum()).alias("points"),
        pl.col("ok", "once").all(),
    ).collect()  # fmt: skip
    if not (totals["ok"].all() and totals["once"].all()):
        raise ValueError("a figure is out of range, twice there, or of an indicator that nobody knows")
    said = (pl.lit(Decimal("0.01")) * pl.col("points").cast(pl.Decimal(19, 0))).cast(pl.Decimal(38, 2))
    place = pl.col("points").rank("min", descending=True).over("province", "period").alias("rank")
    return totals.drop("ok", "once").with_columns(said.alias("points")).with_columns(place)


WAYS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {"ours": ours, "lazily": lazily, "by hand": by_hand}


def records(areas: int) -> pl.DataFrame:
    """A row for each area, indicator and period, in no order."""
    spread = wide.rows(areas)
    each = [
        spread.select(
            *KEYS, pl.lit(name).alias("indicator"),
            pl.col(f"{name}_target").alias("target"), pl.col(f"{name}_actual").alias("actual"),
        )
        for name in wide.NAMES
    ]  # fmt: skip
    return pl.concat(each).sample(fraction=1, shuffle=True, seed=20230105)


def _write(path: str, areas: int) -> None:
    records(areas).write_ipc(path)


def _alone(way: str, path: str, answer: Any) -> None:
    """In a process of its own, to see its memory: with the data read, and the most in the end."""
    frame = pl.read_ipc(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    WAYS[way](frame)
    answer.put((before / 2**20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20))


def refuses(way: Callable[[pl.DataFrame], pl.DataFrame], frame: pl.DataFrame) -> bool:
    """Whether a row that stands twice and an indicator that nobody knows are refused."""
    few = frame.head(1000)
    for wrong in (pl.concat([few, few.head(1)]), few.with_columns(pl.col("indicator").replace("i7", "i77"))):
        try:
            way(wrong)
        except ValueError:  # as a DataError is
            continue
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=AREAS)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    peaks(given.areas, WAYS, _write, _alone)
    frame = records(given.areas)
    print(f"{frame.height:,} records in as many rows, {frame.estimated_size('mb'):.0f} MB")
    mine, theirs, lazy = (way(frame).sort(KEYS) for way in (ours, by_hand, lazily))
    assert_frame_equal(mine, theirs, check_dtypes=False)
    assert_frame_equal(mine, lazy, check_dtypes=False)
    assert refuses(ours, frame), "ours must refuse what is wrong"
    assert refuses(by_hand, frame), "by hand must refuse what is wrong"
    print(f"  equal; {mine.height:,} are scored, {mine['points'].null_count()} of them have no points")
    compare("all", given.rounds, lambda: ours(frame), lambda: by_hand(frame))
    compare("all, lazily", given.rounds, lambda: lazily(frame), lambda: by_hand(frame))


if __name__ == "__main__":
    main()
