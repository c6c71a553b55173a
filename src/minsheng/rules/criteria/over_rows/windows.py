"""Streaks for each kind of engine: windows in polars and SQL, sorted rows in Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

from minsheng.rules.criteria.frames.rows import unused
from minsheng.rules.criteria.over_rows.columns import Lasting


def by_polars(frame: Any, asked: Lasting, disorder: int | None) -> Any:
    """With one window, in two thirds of the time of the two that SQL needs."""
    import polars as pl

    value, row = pl.col(asked.column), pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    start = pl.when(value.ne_missing(value.shift())).then(row).forward_fill().fill_null(1)
    places = [pl.col(place) for place in asked.order]
    again = reduce(and_, [place == place.shift() for place in places]).any()
    absent = reduce(or_, [place.has_nulls() for place in places])
    streak = pl.when(again | absent).then(disorder).when(value.is_not_null()).then(row - start + 1)
    return frame.with_columns(streak.over(*asked.within, order_by=list(asked.order)).alias(asked.name))


def by_windows(data: nw.LazyFrame[Any], asked: Lasting) -> nw.LazyFrame[Any]:
    """For SQL: the previous value, then the number of rows since it last changed."""

    def over(expression: nw.Expr) -> nw.Expr:
        return expression.over(*asked.within, order_by=list(asked.order))

    prefix = unused([*data.collect_schema(), asked.name])
    one, row, before, bad = (f"{prefix}{what}" for what in ("one", "row", "before", "bad"))
    places = {place: f"{prefix}place{n}" for n, place in enumerate(asked.order)}
    staged = data.with_columns(nw.lit(1, dtype=nw.Int64).alias(one)).with_columns(
        over(nw.col(one).cum_sum()).cast(nw.Int64).alias(row),
        over(nw.col(asked.column).shift(1)).alias(before),
        *[over(nw.col(place).shift(1)).alias(shifted) for place, shifted in places.items()],
    )
    start, disorder = _marks(asked.column, before, row, places)
    staged = staged.with_columns(start.alias(before), disorder.alias(bad)).with_columns(
        over(nw.col(before).cum_max()).alias(before), nw.col(bad).max().over(*asked.within).alias(bad)
    )
    known = ~nw.col(asked.column).is_null() & (nw.col(bad) == 0)
    streak = nw.when(known).then((nw.col(row) - nw.col(before) + 1).cast(nw.Int64)).alias(asked.name)
    return staged.with_columns(streak).drop(one, row, before, bad, *places.values())


def by_sorting(data: nw.DataFrame[Any], asked: Lasting) -> nw.Series[Any]:
    """For engines without grouped windows: in sorted rows, a group ends where its keys change.

    0 for a row whose position in the order is ambiguous.
    """
    prefix = unused([*data.columns, asked.name])
    row, back, before = (f"{prefix}{what}" for what in ("row", "back", "before"))
    places = {place: f"{prefix}place{n}" for n, place in enumerate(asked.order)}
    one = data.with_row_index(back).sort(*asked.within, *asked.order).with_row_index(row)

    def same(key: str) -> nw.Expr:
        this, last = nw.col(key), nw.col(key).shift(1)
        return (
            nw.when(~this.is_null() & ~last.is_null())
            .then(this == last)
            .otherwise(this.is_null() & last.is_null())
        )

    inside = reduce(and_, map(same, asked.within)) & (nw.col(row) > 0)
    shifted = {asked.column: before, **places}
    staged = one.with_columns(nw.col(row).cast(nw.Int64)).with_columns(
        *[nw.when(inside).then(nw.col(which).shift(1)).alias(last) for which, last in shifted.items()]
    )
    start, disorder = _marks(asked.column, before, row, places)
    staged = staged.with_columns(start.cum_max().alias(before), disorder.alias(asked.name))
    lasted = nw.when(~nw.col(asked.column).is_null()).then(nw.col(row) - nw.col(before) + 1)
    streak = nw.when(nw.col(asked.name) == 0).then(lasted).otherwise(nw.lit(0, dtype=nw.Int64))
    return staged.with_columns(streak.alias(asked.name)).sort(back)[asked.name]


def _marks(column: str, before: str, row: str, places: Mapping[str, str]) -> tuple[nw.Expr, nw.Expr]:
    """The row number if a value is new, else 0; and 1 if a row's position in the order is ambiguous."""
    new = (nw.col(column) != nw.col(before)) | nw.col(before).is_null()
    again = reduce(and_, [nw.col(place) == nw.col(last) for place, last in places.items()])
    absent = reduce(or_, [nw.col(place).is_null() for place in places])
    nothing = nw.lit(0, dtype=nw.Int64)
    disorder = nw.when(absent | again).then(nw.lit(1, dtype=nw.Int64)).otherwise(nothing)
    return nw.when(new).then(nw.col(row)).otherwise(nothing), disorder
