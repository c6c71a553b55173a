"""Access to the columns and rows of a dataframe of any engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from minsheng.rules.criteria.records.read import instead_of, is_frame
from minsheng.wanted import quoted

#: the prefix of this library's own columns
PREFIX = "__ms_"


def opened(frame: Any, where: str) -> Any:
    """A frame as a narwhals frame.

    Raises:
        TypeError: not a frame.
    """
    try:
        return nw.from_native(frame)
    except TypeError:
        kinds = "polars, pandas, pyarrow, DuckDB, ibis or PySpark"
        raise TypeError(f"{where} is a frame of {kinds}, not {instead_of(frame)}") from None


def row_of(frame: Any, row: int, names: Iterable[str], asked: str) -> dict[str, Any]:
    """One row of a frame in memory, from 0, as a record with those of the named columns that it has.

    Args:
        asked: what is asked of it, for messages.

    Raises:
        TypeError: no number of a row, no frame, or one that is not in memory.
        IndexError: it has no such row.
    """
    if isinstance(row, bool) or not isinstance(row, int) or row < 0:
        raise TypeError(f"a row is a whole number from 0, not {quoted(row)}")
    if not is_frame(frame):
        kind = type(frame).__name__
        raise TypeError(f"a row is of a frame, not of {kind}: {asked} a record without it")
    try:
        data = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        what = f"{type(frame).__module__.partition('.')[0]} {type(frame).__name__}"
        raise TypeError(f"rows of a {what} have no numbers: bring it into memory first") from error
    found = data.select(*[name for name in names if name in data.columns])[row : row + 1].rows(named=True)
    if not found:
        raise IndexError(f"there is no row {row}: the frame has {len(frame)}, counted from 0")
    record: dict[str, Any] = found[0]
    return record


def rows_of(frame: Any) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The column names and rows of a frame of any engine; a lazy one is collected.

    Raises:
        TypeError: not a frame.

    >>> import polars
    >>> rows_of(polars.DataFrame({"指标": ["就业"], "完成数": [3]}))
    (('指标', '完成数'), [('就业', 3)])
    """
    native = opened(frame, "a table")
    data = native.collect() if isinstance(native, nw.LazyFrame) else native
    return tuple(map(str, data.columns)), data.rows()


def column_names(frame: Any) -> list[str]:
    """The columns of a frame of any engine."""
    return [*opened(frame, "what is scored").collect_schema()]


def without(frame: Any, dropped: Iterable[str]) -> Any:
    """The frame without some of its columns."""
    data = nw.from_native(frame)
    left = [name for name in data.collect_schema() if name not in frozenset(dropped)]
    return nw.to_native(data.select(*left))


def cleared(frame: Any, wrong: str, names: Iterable[str]) -> Any:
    """The frame with nothing in some columns where another one has anything but 0."""
    right = nw.col(wrong) == 0
    left = [nw.when(right).then(nw.col(name)).alias(name) for name in names]
    return nw.to_native(nw.from_native(frame).with_columns(*left))


def renamed(frame: Any, old: str, new: str) -> Any:
    """The frame with one column called otherwise."""
    return nw.to_native(nw.from_native(frame).rename({old: new}))


def marked_rows(frame: Any, wrong: str) -> list[int]:
    """The rows, from 0, that have 1 in a column; none of a frame that is not run here."""
    data = nw.from_native(frame)
    if isinstance(data, nw.LazyFrame):
        return []
    return [row for row, value in enumerate(data[wrong].to_list()) if value == 1]


def refuse_unwritable(names: Iterable[str]) -> None:
    """Raise ``ValueError`` for column names that no engine can hold: lone surrogates."""
    for name in names:
        if not name.isascii() and any("\ud800" <= letter <= "\udfff" for letter in name):
            raise ValueError(f"a column cannot be named {name!a}: that is no text; give letters or 汉字")


def unused(names: Iterable[str]) -> str:
    """A prefix with which no name begins."""
    prefix = PREFIX
    while any(name.casefold().startswith(prefix) for name in names):
        prefix = f"_{prefix}"
    return prefix
