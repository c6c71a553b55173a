"""Ranks of rows within groups, by exact values, on every engine. A lazy frame stays lazy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs
import narwhals as nw

from minsheng.asking import asked
from minsheng.domain.amount import add_exactly, to_decimal
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
        ties, total, many, middle: likewise for the most that share a rank, the sum of the values,
            how many there are, and the two in the middle added up, which are one if they are odd.
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
    ties: str = ""
    total: str = ""
    many: str = ""
    middle: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The new columns."""
        every = (
            self.rank, self.tied, self.of, self.best, self.worst,
            self.ties, self.total, self.many, self.middle,
        )  # fmt: skip
        return tuple(name for name in every if name)


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
    first_of_all: list[nw.Expr] = []
    for at, one in enumerate(asked):
        value, by = nw.col(one.column), one.within or (everyone,)
        tied, order = f"{prefix}tied{at}", f"{prefix}order{at}"
        if one.ties:
            shared = nw.len().over(*by, one.column)
            first_of_all.append(nw.when(~value.is_null()).then(shared.cast(nw.Int64)).alias(tied))
            wanted.append(nw.col(tied).max().over(*by).alias(one.ties))
        if one.middle:
            first_of_all.append(value.rank("ordinal").over(*by).cast(nw.Int64).alias(order))
            first_of_all.append(value.count().over(*by).cast(nw.Int64).alias(f"{prefix}of{at}"))
            twice, many = nw.col(order) * 2, nw.col(f"{prefix}of{at}")
            halves = [
                nw.when((twice >= many) & (twice <= many + 1)).then(value).sum().over(*by),
                nw.when((twice >= many + 1) & (twice <= many + 2)).then(value).sum().over(*by),
            ]
            wanted.append((halves[0] + halves[1]).alias(one.middle))
        wanted += [
            number.alias(name)
            for name, number in (
                (one.total, value.sum().over(*by)),
                (one.many, value.count().over(*by).cast(nw.Int64)),
            )
            if name
        ]
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
    added = [nw.lit(1).alias(everyone)] if not all(one.within for one in asked) else []
    aside = [everyone] * len(added)
    if added:
        data = data.with_columns(*added)
    if first_of_all:
        data = data.with_columns(*first_of_all)
        for at, one in enumerate(asked):
            aside += [f"{prefix}tied{at}"] if one.ties else []
            aside += [f"{prefix}order{at}", f"{prefix}of{at}"] if one.middle else []
    data = data.with_columns(*wanted)
    return data.drop(*aside) if aside else data


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
    totals, middles, most = dict[Any, Any](), dict[Any, Any](), dict[Any, int]()
    for key, members in groups.items():
        members.sort()
        half = len(members) // 2
        totals[key] = add_exactly(*map(to_decimal, members)) if members else None
        middles[key] = add_exactly(to_decimal(members[~half]), to_decimal(members[half])) if members else None
        most[key] = max((rank.tied for rank in first[key].values()), default=1)
    if one.ties:
        columns[one.ties] = pa.array(
            [most[key] if known else None for key, known in zip(keys, there, strict=True)], pa.int64()
        )
    if one.many:
        columns[one.many] = pa.array([len(groups[key]) for key in keys], pa.int64())
    wide = pa.decimal128(38, 9)
    for name, sums in ((one.total, totals), (one.middle, middles)):
        if name:
            columns[name] = pa.array([sums[key] for key in keys], wide)
    dtype = plain.to_native().schema.field(one.column).type
    columns |= {name: pa.array(values, dtype) for name, values in ends.items() if name}
    return {
        name: nw.from_native(pa.chunked_array([column]), series_only=True) for name, column in columns.items()
    }
