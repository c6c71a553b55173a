"""The national workload by hand: what a careful person would write in polars, whole numbers and all.

It knows its data: every value is in range, every group has each period once.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

CENT = Decimal("0.01")


def _unscaled(name: str) -> pl.Expr:
    return pl.col(name).to_physical().cast(pl.Int64)


def _decimal(cents: pl.Expr) -> pl.Expr:
    return pl.lit(CENT) * cents.cast(pl.Decimal(19, 0))


def _half_up(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    """A size over one, half up."""
    return (above * 2 + below) // (below * 2)


def lights(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Completion, gap to the schedule and light of each record."""
    target, actual, elapsed = pl.col("_target"), pl.col("_actual"), pl.col("_elapsed")
    staged = frame.with_columns(
        _unscaled("target").alias("_target"),
        _unscaled("actual").alias("_actual"),
        _unscaled("elapsed").alias("_elapsed"),
    ).with_columns(
        pl.when(target != 0).then(target).alias("_target"),
        (actual * 10_000).alias("_done"),
        (elapsed * target).alias("_due"),
    )
    # a target of 0 has no rate, and then what is due is 0 and nothing is compared with it
    gap = pl.col("_done") - pl.col("_due")
    size = _half_up(gap.abs(), target)
    rated = pl.col("_target").is_not_null()
    return staged.with_columns(
        _decimal(_half_up(pl.col("_done"), target)).alias("completion"),
        _decimal(pl.when(gap < 0).then(-size).otherwise(size)).alias("gap"),
        pl.when(rated & gap.is_not_null()).then(
            pl.when(gap >= 0).then(pl.lit("green"))
            .when(pl.col("_done") * 10 >= pl.col("_due") * 8).then(pl.lit("yellow"))
            .otherwise(pl.lit("red"))
        ).alias("light"),
    ).drop("_target", "_actual", "_elapsed", "_done", "_due")  # fmt: skip


def streaks(frame: pl.LazyFrame) -> pl.LazyFrame:
    """For how many periods the light has been what it is."""
    light, row = pl.col("light"), pl.int_range(1, pl.len() + 1)
    start = pl.when(light.ne_missing(light.shift())).then(row).forward_fill()
    streak = pl.when(light.is_not_null()).then(row - start + 1)
    return frame.with_columns(streak.over("area", "indicator", order_by="period").alias("streak"))


def totals(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Target and actual by province, indicator and period; missing where a part is."""
    names = ("target", "actual")
    staged = frame.select("province", "indicator", "period", *map(_unscaled, names))
    summed = [pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()) for name in names]
    grouped = staged.group_by("province", "indicator", "period").agg(*summed, pl.len().alias("rows"))
    return grouped.with_columns(*[_decimal(pl.col(name)).alias(name) for name in names])


def judged(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Each record's completion, gap, light and streak."""
    return streaks(lights(frame))
