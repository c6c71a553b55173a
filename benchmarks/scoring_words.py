"""Twenty items with what regulations say beyond targets: on 5.0 million figures, and one record of them.

Run it: ``python benchmarks/scoring_words.py``. The rows of ``scoring.py``, with a class and two kinds of
events. Coefficients by class, a line with a jump, the first 30 %, against the mean of all, two limits on the
total, the best total as 100 with digits left off, ties broken by an item. Both ways check the range of every
figure. They are measured in one run, in turn; the medians and their ratio are what to quote. One record is
scored and explained, beside the scheme of ``scoring.py``. Never run as a test.
"""

from __future__ import annotations

import argparse
import statistics
import time
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

import attrs
import numpy as np
import polars as pl
import scoring as wide
from national import AREAS, INDICATORS
from polars.testing import assert_frame_equal
from scoring_records import TWENTY, record
from timing import compare

from minsheng import scoring as s
from minsheng.rules.scoring.frames import score_frame
from minsheng.rules.scoring.judging.judge import Judge

GROUP = ("province", "period")
FACTORS = (s.Factor(who="一类", times="1.2"), s.Factor(who="其余"))
JUMP = s.Piecewise(tuple(s.Point(*one) for one in ((0, 0), (60, 2), (60, 3), (100, 5))))
FIRST = s.RankPoints(s.RankTable(top=(s.Top("0.3", 5), s.Top(1, 3))))


def _item(n: int, item: s.Item) -> s.Item:
    """The item of ``scoring.py``, with what is new."""
    names = wide.GROUPS[n]
    how: dict[int, dict[str, Any]] = {
        0: {"form": s.Proportional(), "factors": FACTORS},
        1: {"form": wide.FORMS[1]},
        2: {"form": JUMP},
        3: {"form": FIRST, "indicators": names[:1]},
        4: {"form": s.Proportional(), "indicators": names[:1], "against": "mean"},
    }
    return attrs.evolve(item, **how[n % 5])


SCHEME = attrs.evolve(
    wide.SCHEME, items=tuple(_item(n, item) for n, item in enumerate(wide.SCHEME.items)),
    classes=(s.AreaClass("一类"), s.AreaClass("二类")), best_as=100, ties_by=("item0",),
    rounding=("task", "item", s.Rounding("total", 2, "down")),
    vetoes=(s.Veto("late", "逾期", event="逾期", to=59), s.Veto("fraud", "弄虚作假", event="弄虚作假")),
)  # fmt: skip


def ours(frame: pl.DataFrame) -> pl.DataFrame:
    scored: pl.DataFrame = score_frame(SCHEME, frame, within=GROUP)
    return scored


def lazily(frame: pl.DataFrame) -> pl.DataFrame:
    scored: pl.LazyFrame = score_frame(SCHEME, frame.lazy(), within=GROUP)
    return scored.collect()


# --- by hand, in hundredths of a point and of a 户 ------------------------------------------


def _jump(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    low = wide._half_up(actual * 1000, target * 3)
    line = wide._half_up(actual * 500, target)
    return pl.when(actual >= target).then(500).when(actual * 5 >= target * 3).then(line).otherwise(low)


def _first(target: pl.Expr, actual: pl.Expr) -> pl.Expr:
    """By rank; fractions of such figures differ by more than one in 4 × 10¹⁰."""
    rank = (actual * (4 * 10**10 // 100) // (target // 100)).rank("min", descending=True).over(*GROUP)
    of = target.is_not_null().cast(pl.Int64).sum().over(*GROUP)
    return pl.when(rank.cast(pl.Int64) * 10 <= of * 3).then(500).otherwise(300)


def _mean(actual: pl.Expr) -> pl.Expr:
    total, many = actual.sum().over(*GROUP), actual.is_not_null().cast(pl.Int64).sum().over(*GROUP)
    earned = wide._half_up(actual * many * 500, total)
    return pl.when(actual.is_null()).then(0).when(actual * many >= total).then(500).otherwise(earned)


def by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    figures = [f"{name}_{what}" for name in wide.NAMES for what in ("target", "actual")]
    whole = [pl.col(name).to_physical().cast(pl.Int64).alias(f"_{name}") for name in figures]
    inside = [pl.col(f"_{name}").is_between(0, wide.MOST * 100).all() for name in figures]
    lazy = frame.lazy().with_columns(*whole)
    items: list[pl.Expr] = []
    for n, names in enumerate(wide.GROUPS):
        target, actual = pl.col(f"_{names[0]}_target"), pl.col(f"_{names[0]}_actual")
        if n % 5 == 4:
            items.append(_mean(actual))
            continue
        if n % 5 == 3:
            points = pl.when(actual.is_null()).then(0).otherwise(_first(target, actual))
            items.append(pl.when(target.is_not_null()).then(points))
            continue
        earned, asked = [], []
        form = (wide._proportional, wide._step, _jump)[n % 5]
        for name in names:
            target, actual = pl.col(f"_{name}_target"), pl.col(f"_{name}_actual")
            points = pl.when(actual.is_null()).then(0).otherwise(form(target, actual))
            earned.append(pl.when(target.is_null()).then(0).otherwise(points))
            asked.append(target.is_not_null().cast(pl.Int64))
        total, many = reduce(add, earned), reduce(add, asked)
        if n % 5 == 0:
            times = pl.when(pl.col("class") == "一类").then(12).otherwise(10)
            items.append(wide._half_up(total * times, many * 10))
        else:
            items.append(wide._half_up(total, many))
    done = lazy.select(
        *frame.columns, *(item.alias(f"+{n}") for n, item in enumerate(items)),
        pl.all_horizontal(inside).alias("_ok"),
    )  # fmt: skip
    done = done.with_columns(reduce(add, [pl.col(f"+{n}") for n in range(20)]).alias("+"))
    best = pl.col("+").max().over(*GROUP)
    scaled = pl.when(pl.col("fraud_count") >= 1).then(0).otherwise(pl.col("+") * 10000 // best)
    over = pl.col("points").is_null() | (pl.col("points") > 5900)  # a veto decides even if they are unknown
    late = (pl.col("late_count") >= 1) & over
    done = done.with_columns(scaled.alias("points")).with_columns(
        pl.when(late).then(5900).otherwise(pl.col("points")).alias("points")
    )
    place = (pl.col("points") * 10**4 + pl.col("+0")).rank("min", descending=True).over(*GROUP)
    said = (pl.lit(Decimal("0.01")) * pl.col("points").cast(pl.Decimal(19, 0))).cast(pl.Decimal(38, 2))
    found = done.select(*frame.columns, said.alias("points"), place.alias("rank"), "_ok").collect()
    if not found["_ok"].all():
        raise ValueError("a figure is out of range")
    return found.drop("_ok")


def rows(areas: int) -> pl.DataFrame:
    """Those of ``scoring.py``, with what is new."""
    frame, random = wide.rows(areas), np.random.default_rng(20230106)
    first = random.random(frame.height) < 0.3
    return frame.with_columns(
        pl.Series("class", np.where(first, "一类", "二类")),
        pl.Series("late_count", (random.random(frame.height) < 0.02).astype("i8")),
        pl.Series("fraud_count", (random.random(frame.height) < 0.01).astype("i8")),
    )


def one_record(rounds: int = 60) -> None:
    """Points and explanation of one record, in turn: this scheme, that with targets alone, 20 indicators."""
    schemes = {"with all words": SCHEME, "targets alone": wide.SCHEME, "of one indicator": TWENTY}
    judges = {name: Judge(scheme) for name, scheme in schemes.items()}
    taken: dict[tuple[str, bool], list[float]] = {}
    for seed in range(rounds + 3):
        for name, judge in judges.items():
            for explain in (False, True):
                values = record(judge, seed, holes=False)
                start = time.process_time()
                judge.judge(values, explain=explain)
                if seed > 2:
                    taken.setdefault((name, explain), []).append(time.process_time() - start)
    for (name, explain), each in taken.items():
        print(
            f"  {name:16} {'explained' if explain else 'points':10} {statistics.median(each) * 1e6:6.0f} us"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=AREAS)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    one_record()
    frame = rows(given.areas)
    print(f"{frame.height * INDICATORS:,} records in {frame.height:,} rows")
    mine, lazy, theirs = ours(frame), lazily(frame), by_hand(frame)
    assert_frame_equal(mine, theirs, check_dtypes=False)
    assert_frame_equal(mine, lazy, check_dtypes=False)
    assert wide.refuses(ours, frame), "ours must check ranges"
    print(f"  equal; {mine['points'].null_count()} not scored")
    compare("all", given.rounds, lambda: ours(frame), lambda: by_hand(frame))
    compare("all, lazily", given.rounds, lambda: lazily(frame), lambda: by_hand(frame))


if __name__ == "__main__":
    main()
