"""Streaks and exact sums over several rows of a frame.

Both run in the frame's engine, and lazy frames stay lazy. Nothing is divided or rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import narwhals as nw

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.forms import IsMissing
from minsheng.domain.numerals import shifted
from minsheng.errors import RuleError, WidthError
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.compiling.steps import INT64
from minsheng.rules.criteria.frames.dialect import Dialect
from minsheng.rules.criteria.frames.frame import judge_frame
from minsheng.rules.criteria.frames.plan import Prepared
from minsheng.rules.criteria.frames.results import as_decimal
from minsheng.rules.criteria.frames.rows import opened, unused
from minsheng.rules.criteria.over_rows.columns import (
    Lasting,
    in_arrow,
    in_pandas,
    names_of,
    refuse_disorder,
    refuse_kinds,
    schema_of,
)
from minsheng.rules.criteria.over_rows.windows import by_polars, by_sorting, by_windows

#: the column with the number of rows of a group
_ROWS = "rows"


@asked
def streaks(
    frame: Any, column: str, *, within: str | Sequence[str], order: str | Sequence[str], name: str = "streak"
) -> Any:
    """Add a column with the number of consecutive rows for which a value has lasted.

    Counted within each group of rows with the same values in ``within``, in the order of ``order``,
    up to and including the row, as ``streaks_of`` counts lights. Periods without a row are not
    noticed: for a gap to end a streak, there must be a row with a missing value.

    Args:
        frame: a frame of polars, pandas, pyarrow, DuckDB, ibis or PySpark. Lazy frames stay lazy.
        column: a light, a truth value, or anything else but floats.
        within: the columns that distinguish groups, such as area and indicator. Missing is a value
            like any other.
        order: the columns that order a group, such as the period's number or last day: integers,
            decimals or dates, because engines sort texts differently.
        name: the name of the new column.

    Raises:
        DataError: a column that does not exist or has an unusable type; a group in which ``order``
            is missing or repeated, so that the order is ambiguous. On a lazy frame the streaks of
            such a group are missing.

    >>> import polars as pl
    >>> lights = pl.DataFrame({"县": ["甲", "乙"] * 3, "旬": [3, 1, 1, 2, 2, 3], "灯": [*"红红绿绿红红"]})
    >>> streaks(lights, "灯", within="县", order="旬")["streak"].to_list()
    [2, 1, 1, 1, 1, 1]
    """
    asked = Lasting(column, names_of(within), names_of(order), name)
    data = opened(frame, "streaks(): frame")
    engine = data.implementation
    schema_of(data, asked.used, [name])
    plain = in_arrow(frame, asked.used)
    refuse_kinds(data, plain.collect_schema(), asked.used, asked.order)
    if isinstance(data, nw.LazyFrame):
        if engine.is_polars():
            return by_polars(frame, asked, None)
        return nw.to_native(by_windows(data, asked))
    if engine.is_polars():
        counted = nw.from_native(by_polars(frame, asked, 0), eager_only=True)[name]
    else:
        counted = by_sorting(plain, asked)
    if (counted == 0).any():
        refuse_disorder(engine.name.lower(), plain.filter(counted == 0), asked)
    if engine.is_pandas_like():
        return frame.assign(**{name: in_pandas(counted).array})
    return nw.to_native(data.with_columns(counted))


@asked
def totals(
    frame: Any,
    *,
    within: str | Sequence[str],
    missing: Literal["keep", "skip"] = "keep",
    **columns: Expression,
) -> Any:
    """Exact sums of expressions by group: one row for each group, in no particular order.

    Each number is read as criteria read it and summed with 38 digits, which no sum of 64-bit
    numbers can exceed.

    Args:
        frame: a frame of any engine, as for :func:`streaks`; the result is of the same engine.
        within: the columns that distinguish groups. Missing is a value like any other.
        missing: with ``keep``, the sum of a group with a missing number is missing; with ``skip``,
            missing numbers are left out, and the sum is missing only if all are.
        columns: what to sum.

    Returns:
        The columns of ``within``, a column of decimals for each expression, and ``rows``, the
        number of rows in the group.

    Raises:
        DataError: as for :func:`minsheng.compute`. On a lazy frame the sums of a group with a
            wrong value are missing, with ``skip`` too.
        RuleError: an expression that is not a number, or needs more than 64 bits; an unrounded
            quotient; two columns with one name.

    >>> import polars as pl
    >>> import minsheng as ms
    >>> done = ms.column("done", "人", places=1)
    >>> frame = pl.DataFrame({"市": ["岳阳", "岳阳", "长沙"], "done": ["0.1", "0.2", None]})
    >>> totals(frame, within="市", done=done).sort("市").rows()
    [('岳阳', Decimal('0.3'), 2), ('长沙', None, 1)]
    >>> unreported = ms.when(done.is_missing()).then(1).otherwise(0)
    >>> totals(frame, within="市", missing="skip", unreported=unreported).sort("市").rows()
    [('岳阳', Decimal('0'), 2), ('长沙', Decimal('1'), 1)]
    """
    keys = names_of(within)
    places = {name: _places(name, expression, keys) for name, expression in columns.items()}
    data = opened(frame, "totals(): frame")
    schema = schema_of(data, keys, columns)
    refuse_kinds(data, in_arrow(frame, keys).collect_schema(), keys)
    prefix = unused([*schema, *columns])
    bad = f"{prefix}bad"
    # on a lazy frame a wrong value becomes missing but must not be skipped: an outcome distinguishes them
    guarded = missing == "skip" and isinstance(data, nw.LazyFrame) and bool(columns)
    guard = [(bad, IsMissing(one.node), None) for one in [*columns.values()][:1]] if guarded else []
    engine = data.implementation
    # integers where decimals are slow: polars sums them faster, and pandas makes an object of each decimal
    whole = engine.is_polars() or engine.is_pandas_like()
    nodes = {name: (one * 10 ** places[name] if whole else one).node for name, one in columns.items()}
    judged = in_arrow(judge_frame(Prepared(guard, nodes), frame), [*keys, *columns])
    wide = judged.with_columns(
        *[_widened(name, places[name], engine).alias(name) for name in columns],
        *([_sign(nw.col(bad) == Outcome.INVALID.value).alias(bad)] if guarded else []),
    )
    wanted = [nw.col(name).sum() for name in columns]
    known = [nw.col(name).count().alias(f"{prefix}{n}") for n, name in enumerate(columns)]
    wrong = [nw.col(bad).max()] if guarded else []
    grouped = wide.group_by(*keys).agg(*wanted, *known, *wrong, nw.len().alias(_ROWS))
    grouped = grouped.with_columns(nw.col(_ROWS).cast(nw.Int64))
    for n, name in enumerate(columns):
        count = nw.col(f"{prefix}{n}")
        enough = count == nw.col(_ROWS) if missing == "keep" else count > 0
        if guarded:
            enough = enough & (nw.col(bad) == 0)
        total = nw.col(name)
        if engine.is_polars():
            total = nw.lit(shifted(Decimal(1), -places[name])) * total.cast(nw.Decimal(38, 0))
        # the cast, because ibis gives every sum two places
        summed = nw.when(enough).then(total.cast(nw.Decimal(38, places[name])))
        grouped = grouped.with_columns(summed.alias(name))
    result = grouped.select(*keys, *columns, _ROWS)
    return in_pandas(result) if engine.is_pandas_like() else nw.to_native(result)


def _widened(name: str, places: int, engine: nw.Implementation) -> nw.Expr:
    """64-bit numbers as a type that can hold any sum of them."""
    if engine.is_polars():
        return nw.col(name).cast(nw.Int128)
    if engine.is_pandas_like():
        scaled: nw.Expr = Dialect(nw, "pyarrow").scaled(nw.col(name), places, INT64)
        return scaled
    return nw.col(name).cast(nw.Decimal(38, places))


def _sign(condition: nw.Expr) -> nw.Expr:
    """1 if true: PostgreSQL has no such cast."""
    return nw.when(condition).then(nw.lit(1, dtype=nw.Int64)).otherwise(nw.lit(0, dtype=nw.Int64))


def _places(name: str, expression: Expression, keys: Sequence[str]) -> int:
    """The decimal places of an expression to sum; refuses one that cannot be summed."""
    if name in keys or name == _ROWS:
        raise RuleError(f"two columns are to be named {name!r}")
    if expression.node.kind is not Kind.NUMBER:
        known = "no number" if expression.node.kind else "of no known kind, give kind="
        raise RuleError(f"only numbers have a total, and {name!r} is {known}: {expression}")
    try:
        return as_decimal(Lowering(64), expression.node, name).places
    except WidthError:
        raise RuleError(
            f"the numbers to be summed as {name!r} may need more than 64 bits:"
            " declare narrower ranges with low= and high=, or fewer places"
        ) from None
