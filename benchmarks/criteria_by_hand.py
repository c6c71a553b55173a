"""The same by hand: what a careful person would write for each engine, whole numbers and all."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import attrs
import polars as pl
from criteria_data import AREAS, BENEFITS, FLOORS, STARTS

CENT = Decimal("0.01")


# --- polars ------------------------------------------------------------------------------


def _unscaled(name: str) -> pl.Expr:
    return pl.col(name).to_physical().cast(pl.Int64)


def _decimal(cents: pl.Expr) -> pl.Expr:
    return pl.lit(CENT) * cents.cast(pl.Decimal(19, 0))


def _floor() -> pl.Expr:
    """In a hundredth of a 元/年·人."""

    def by_month(values: tuple[int, ...]) -> pl.Expr:
        result: pl.Expr | None = None
        for start, value in zip(STARTS, values, strict=True):
            result = pl.when(pl.col("month") >= start).then(pl.lit(value * 100, pl.Int64)).otherwise(result)
        assert result is not None
        return result

    def by_area(benefit: int) -> pl.Expr:
        first, second = (by_month(values) for values in FLOORS[benefit])
        return pl.when(pl.col("_county")).then(first).when(pl.col("_district")).then(second)

    urban, rural = (pl.col("benefit") == benefit for benefit in BENEFITS)
    return pl.when(urban).then(by_area(0)).when(rural).then(by_area(1))


def _said(met: pl.Expr) -> pl.Expr:
    return (
        pl.when(met).then(pl.lit("met")).otherwise(
            pl.when(met.is_null()).then(pl.lit("unknown")).otherwise(pl.lit("unmet"))
        )
    )  # fmt: skip


def _floors_staged(frame: pl.LazyFrame) -> pl.LazyFrame:
    area = pl.col("area_kind")
    return frame.with_columns(
        ((area == AREAS[0][0]) | (area == AREAS[0][1])).alias("_county"),
        ((area == AREAS[1][0]) | (area == AREAS[1][1])).alias("_district"),
        (_unscaled("paid") * 12).alias("_paid"),
    ).with_columns(_floor().alias("_floor"))


def floors_polars(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Outcomes."""
    staged = _floors_staged(frame).with_columns((pl.col("_paid") >= pl.col("_floor")).alias("_met"))
    said = staged.with_columns(_said(pl.col("_met")).alias("X201"))
    return said.drop("_county", "_district", "_paid", "_floor", "_met")


def shortfall_polars(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Outcomes and shortfalls."""
    staged = _floors_staged(frame).with_columns((pl.col("_floor") - pl.col("_paid")).alias("_lack"))
    staged = staged.with_columns((pl.col("_lack") <= 0).alias("_met"))
    lacking = pl.when(pl.col("_met")).then(pl.lit(0, pl.Int64)).otherwise(pl.col("_lack"))
    lacking = pl.when(pl.col("_met").is_not_null()).then(lacking)
    said = staged.with_columns(_said(pl.col("_met")).alias("X201"), _decimal(lacking).alias("shortfall"))
    return said.drop("_county", "_district", "_paid", "_floor", "_lack", "_met")


def ten_polars(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Ten outcomes: the floor and its nine tenths."""
    parts = [
        (pl.col("_paid") * 10 >= pl.col("_floor") * tenths).alias(f"_{tenths}") for tenths in range(1, 11)
    ]
    staged = _floors_staged(frame).with_columns(parts)
    names = {10: "X201"} | {n: f"X21{n}" for n in range(1, 10)}
    said = staged.with_columns(_said(pl.col(f"_{n}")).alias(names[n]) for n in names)
    return said.drop("_county", "_district", "_paid", "_floor", *[f"_{n}" for n in names])


def completion_polars(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Lights and scores."""
    higher, a, b, e = pl.col("_higher"), pl.col("_above"), pl.col("_below"), pl.col("_elapsed")
    target, actual = pl.col("_target"), pl.col("_actual")
    staged = frame.with_columns(
        (pl.col("direction") == "higher").alias("_higher"),
        _unscaled("target").alias("_target"), _unscaled("actual").alias("_actual"),
        _unscaled("elapsed").alias("_elapsed"),
    ).with_columns(
        pl.when(higher).then(actual).when(~higher).then(target).alias("_above"),
        pl.when(higher).then(target).when(~higher).then(actual).alias("_below"),
    ).with_columns(
        pl.when(b != 0).then(b).alias("_below")
    ).with_columns((a * 10000 >= e * b).alias("_green"), (a * 12500 >= e * b).alias("_yellow"))  # fmt: skip
    yellow = pl.when(pl.col("_yellow")).then(pl.lit("yellow")).otherwise(pl.lit("red"))
    light = pl.when(pl.col("_green")).then(pl.lit("green")).otherwise(yellow)
    score = pl.min_horizontal(
        (a * 20000 + b) // (b * 2), pl.when(b.is_not_null() & a.is_not_null()).then(12000)
    )
    return staged.with_columns(
        pl.when(pl.col("_green").is_not_null()).then(light).alias("light"), _decimal(score).alias("score")
    ).drop("_higher", "_target", "_actual", "_elapsed", "_above", "_below", "_green", "_yellow")


def floats_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """The floors by binary floating point."""
    area = pl.col("area_kind")
    staged = frame.lazy().with_columns(
        area.is_in(AREAS[0]).alias("_county"), area.is_in(AREAS[1]).alias("_district")
    ).with_columns((_floor() / 100).alias("_floor"))  # fmt: skip
    met = pl.col("paid").cast(pl.Float64) * 12 >= pl.col("_floor")
    return staged.with_columns(_said(met).alias("X201")).collect()


def float_lights_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """The lights and scores by binary floating point."""
    t, a, e = (pl.col(name).cast(pl.Float64) for name in ("target", "actual", "elapsed"))
    higher = pl.col("direction") == "higher"
    rate = pl.when(higher).then(a / t).when(~higher).then(t / a)
    capped = pl.when(rate.is_finite()).then(pl.min_horizontal(rate, 1.2))
    light = (
        pl.when(capped >= e).then(pl.lit("green")).when(capped >= e * 0.8).then(pl.lit("yellow"))
        .otherwise(pl.lit("red"))
    )  # fmt: skip
    known = capped.is_not_null() & e.is_not_null()
    score = (capped * 100).round(2, mode="half_away_from_zero").cast(pl.Decimal(38, 2))
    return frame.with_columns(pl.when(known).then(light).alias("light"), score.alias("score"))


# --- SQL: DuckDB and Spark ---------------------------------------------------------------


def _sql_floor() -> str:
    def by_month(values: tuple[int, ...]) -> str:
        cases = [f"WHEN month >= DATE '{s}' THEN {v * 100}" for s, v in zip(STARTS, values, strict=True)]
        return f"CASE {' '.join(reversed(cases))} END"

    def by_area(benefit: int) -> str:
        cases = [
            f"WHEN area_kind IN {kinds} THEN {by_month(values)}"
            for kinds, values in zip(AREAS, FLOORS[benefit], strict=True)
        ]
        return f"CASE {' '.join(cases)} END"

    return f"CASE benefit WHEN 'urban' THEN {by_area(0)} WHEN 'rural' THEN {by_area(1)} END"


def _sql_said(met: str) -> str:
    return f"CASE WHEN {met} THEN 'met' WHEN NOT {met} THEN 'unmet' ELSE 'unknown' END"


_FLOORS_STAGED = (
    f"(SELECT *, CAST(paid * 100 AS BIGINT) * 12 AS paid_, {_sql_floor()} AS floor_ FROM {{table}}) AS a"
)


def floors_sql(table: str) -> str:
    """Outcomes."""
    return (
        f"SELECT paid, area_kind, benefit, month, {_sql_said('met_')} AS X201 FROM"
        f" (SELECT *, paid_ >= floor_ AS met_ FROM {_FLOORS_STAGED.format(table=table)}) AS b"
    )


def ten_sql(table: str) -> str:
    """Ten outcomes."""
    names = {10: "X201"} | {n: f"X21{n}" for n in range(1, 10)}
    tests = ", ".join(f"paid_ * 10 >= floor_ * {n} AS met{n}_" for n in names)
    said = ", ".join(f"{_sql_said(f'met{n}_')} AS {name}" for n, name in names.items())
    return (
        f"SELECT paid, area_kind, benefit, month, {said} FROM"
        f" (SELECT *, {tests} FROM {_FLOORS_STAGED.format(table=table)}) AS b"
    )


def completion_sql(table: str, div: str = "//", *, checked: bool = False) -> str:
    """Lights and scores; ``checked``: of values that are what they should be, as ours always are."""
    names = ("target", "actual", "elapsed")
    target, actual, elapsed = names
    if checked:
        target, actual = (f"CASE WHEN {name} >= 0 THEN {name} END" for name in names[:2])
        elapsed = "CASE WHEN elapsed >= 0 AND elapsed <= 1 THEN elapsed END"
    divide = f"(above_ * 20000 + below_) {div} (below_ * 2)"
    score = f"CASE WHEN above_ * 5 > below_ * 6 THEN 12000 ELSE {divide} END"
    return (
        "SELECT target, actual, direction, elapsed, CASE WHEN green_ THEN 'green' WHEN yellow_ THEN 'yellow'"
        f" WHEN NOT yellow_ THEN 'red' END AS light, CAST({score} AS DECIMAL(19, 0)) * 0.01 AS score"
        " FROM (SELECT *, above_ * 10000 >= elapsed_ * below_ AS green_,"
        " above_ * 12500 >= elapsed_ * below_ AS yellow_"
        " FROM (SELECT *, CASE direction WHEN 'higher' THEN actual_ WHEN 'lower' THEN target_ END AS above_,"
        " NULLIF(CASE direction WHEN 'higher' THEN target_ WHEN 'lower' THEN actual_ END, 0) AS below_"
        f" FROM (SELECT *, CAST(({target}) * 100 AS BIGINT) AS target_, CAST(({actual}) * 100 AS BIGINT) AS"
        f" actual_, CAST(({elapsed}) * 10000 AS BIGINT) AS elapsed_ FROM {table}) AS a) AS b) AS c"
    )


# --- Python ------------------------------------------------------------------------------


@attrs.frozen
class Payment:
    """A row of the floors."""

    paid: Decimal | None
    area_kind: str | None
    benefit: str | None
    month: datetime.date | None


@attrs.frozen
class Report:
    """A row of the completions."""

    target: Decimal | None
    actual: Decimal | None
    direction: str | None
    elapsed: Decimal | None


def floors_python(records: list[Payment]) -> list[str]:
    """Outcomes, by a loop over Decimals."""
    said = []
    for record in records:
        paid, area, benefit, month = record.paid, record.area_kind, record.benefit, record.month
        if paid is None or area is None or benefit is None or month is None:
            said.append("unknown")
            continue
        values = FLOORS[BENEFITS.index(benefit)][0 if area in AREAS[0] else 1]
        floor = next(v for v, start in zip(reversed(values), reversed(STARTS), strict=True) if month >= start)
        said.append("met" if paid * 12 >= floor else "unmet")
    return said


def completion_python(records: list[Report]) -> list[tuple[str, Decimal] | None]:
    """Lights and scores, by a loop over Decimals of 28 digits."""
    most, share = Decimal("1.2"), Decimal("0.8")
    said: list[tuple[str, Decimal] | None] = []
    for record in records:
        target, actual, elapsed = record.target, record.actual, record.elapsed
        above, below = (actual, target) if record.direction == "higher" else (target, actual)
        if record.direction is None or elapsed is None or above is None or not below:
            said.append(None)
            continue
        rate = min(above / below, most)
        light = "green" if rate >= elapsed else "yellow" if rate >= elapsed * share else "red"
        said.append((light, (rate * 100).quantize(CENT, ROUND_HALF_UP)))
    return said


def rows(table: Any, of: type[Any]) -> list[Any]:
    """The rows of an Arrow table as objects."""
    return [of(*values) for values in zip(*(column.to_pylist() for column in table.columns), strict=True)]
