"""Ranks of rows within groups, by exact values, on every engine. A lazy frame stays lazy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs
import narwhals as nw

from minsheng.asking import asked
from minsheng.domain.ranked import ranked
from minsheng.errors import RuleError
from minsheng.rules.criteria.frames.rows import opened, unused
from minsheng.rules.criteria.over_rows.columns import in_arrow, in_pandas, refuse_kinds, schema_of


@attrs.frozen
class Among:
    """What to compute for each row within its group.

    Args:
        column: the value to rank by; a row without one has no rank.
        within: the columns that distinguish groups; none for all rows together.
        dense: whether the next rank after a tie follows without a gap.
        lowest: whether the least value is first.
        rank, tied, of, best, worst: the names of new columns for the rank, how many share it, how
            many are ranked, and the best and worst values; empty for no such column.
        counted: rows with a value in this column count as ranked; default: ``column``.
    """

    column: str
    within: tuple[str, ...] = ()
    dense: bool = False
    lowest: bool = False
    rank: str = ""
    tied: str = ""
    of: str = ""
    best: str = ""
    worst: str = ""
    counted: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The new columns."""
        return tuple(name for name in (self.rank, self.tied, self.of, self.best, self.worst) if name)


@asked
def ranks(
    frame: Any,
    column: str,
    *,
    within: str | Sequence[str] = (),
    ties: Literal["skip", "dense"] = "skip",
    lowest: bool = False,
    name: str = "rank",
) -> Any:
    """Add a column of ranks: 1 for the greatest value of each group.

    Args:
        frame: a frame of polars, pandas, pyarrow, DuckDB, ibis or PySpark. Lazy frames stay lazy.
        column: what to rank by: integers, decimals or dates. A row without a value has no rank and
            takes none.
        within: the columns that distinguish groups, such as province and period; default: all rows
            are one group. Missing is a value like any other.
        ties: after two in second place comes fourth (``skip``) or third (``dense``).
        lowest: the least value is first.
        name: the name of the new column.

    Raises:
        DataError: a column that does not exist, or has an unusable type, such as floats.
        RuleError: the new column would replace one that is used.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"省": ["甲", "甲", "甲", "乙"], "分": [90, 95, 90, 60]})
    >>> ranks(frame, "分", within="省")["rank"].to_list()
    [2, 1, 2, 1]
    """
    groups = (within,) if isinstance(within, str) else tuple(within)
    return ranked_rows(frame, [Among(column, groups, ties == "dense", lowest, rank=name)])


def ranked_rows(frame: Any, asked: Sequence[Among]) -> Any:
    """Add the columns asked for, as :func:`ranks` does."""
    data = opened(frame, "ranks(): frame")
    used = list(
        dict.fromkeys(
            name
            for one in asked
            for name in (*one.within, one.column, *([one.counted] if one.counted else ()))
        )
    )
    new = [name for one in asked for name in one.names]
    for name in new:
        if name in used:
            raise RuleError(f"the new column cannot be named {name!r}: it is made of that one")
    schema_of(data, used, new)
    plain = in_arrow(frame, used)
    refuse_kinds(data, plain.collect_schema(), used, [one.column for one in asked])
    if not (data.implementation.is_pandas_like() or data.implementation.is_pyarrow()):
        return nw.to_native(_by_windows(data, asked, unused([*data.collect_schema(), *new])))
    added = {name: values for one in asked for name, values in _by_hand(plain, one).items()}
    if data.implementation.is_pandas_like():
        return frame.assign(**{name: in_pandas(values).array for name, values in added.items()})
    return nw.to_native(data.with_columns(**added))


def _by_windows(data: Any, asked: Sequence[Among], prefix: str) -> Any:
    """For engines with window functions over groups: polars and SQL."""
    everyone = f"{prefix}all"
    wanted: list[nw.Expr] = []
    for one in asked:
        value, by = nw.col(one.column), one.within or (everyone,)
        method: Literal["dense", "min"] = "dense" if one.dense else "min"
        found = {
            one.rank: value.rank(method, descending=not one.lowest).over(*by),
            one.tied: nw.len().over(*by, one.column),
            one.of: nw.col(one.counted or one.column).count().over(*by),
        }
        for name, number in found.items():
            if name:
                wanted.append(nw.when(~value.is_null()).then(number.cast(nw.Int64)).alias(name))
        first, last = (value.min(), value.max()) if one.lowest else (value.max(), value.min())
        wanted += [end.over(*by).alias(name) for name, end in ((one.best, first), (one.worst, last)) if name]
    if all(one.within for one in asked):
        return data.with_columns(*wanted)
    return data.with_columns(nw.lit(1).alias(everyone)).with_columns(*wanted).drop(everyone)


def _by_hand(plain: Any, one: Among) -> Mapping[str, nw.Series[Any]]:
    """For engines without window functions over groups, such as Arrow."""
    import pyarrow as pa

    values = plain[one.column].to_list()
    keys = (
        [*zip(*(plain[name].to_list() for name in one.within), strict=True)]
        if one.within
        else [()] * len(values)
    )
    groups: dict[tuple[object, ...], list[Any]] = {}
    of: dict[tuple[object, ...], int] = {}
    for key, value, counted in zip(keys, values, plain[one.counted or one.column].to_list(), strict=True):
        groups.setdefault(key, [])
        of[key] = of.get(key, 0) + (counted is not None)
        if value is not None:
            groups[key].append(value)
    first = {key: ranked(members, lowest=one.lowest) for key, members in groups.items()}
    at = [first[key].get(value) for key, value in zip(keys, values, strict=True)]
    there = [value is not None for value in values]
    whole = {
        one.rank: [rank and rank.counted(dense=one.dense) for rank in at],
        one.tied: [rank and rank.tied for rank in at],
        one.of: [of[key] if known else None for key, known in zip(keys, there, strict=True)],
    }
    columns = {name: pa.array(column, pa.int64()) for name, column in whole.items() if name}
    ends = {one.best: [next(iter(first[key]), None) for key in keys]}
    ends[one.worst] = [next(reversed(first[key]), None) for key in keys]
    dtype = plain.to_native().schema.field(one.column).type
    columns |= {name: pa.array(values, dtype) for name, values in ends.items() if name}
    return {
        name: nw.from_native(pa.chunked_array([column]), series_only=True) for name, column in columns.items()
    }
