"""The columns and the rows of a dataframe of any engine, as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw

#: what the names of our own columns begin with
PREFIX = "__ms_"


def rows_of(frame: Any) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The column names and the rows of a frame of any engine; what is lazy is run.

    Raises:
        TypeError: it is no frame.

    >>> import polars
    >>> rows_of(polars.DataFrame({"指标": ["就业"], "完成数": [3]}))
    (('指标', '完成数'), [('就业', 3)])
    """
    native = nw.from_native(frame)
    data = native.collect() if isinstance(native, nw.LazyFrame) else native
    return tuple(map(str, data.columns)), data.rows()


def column_names(frame: Any) -> list[str]:
    """The columns of a frame of any engine."""
    return [*nw.from_native(frame).collect_schema()]


def without(frame: Any, dropped: Iterable[str]) -> Any:
    """The frame without some of its columns."""
    data = nw.from_native(frame)
    left = [name for name in data.collect_schema() if name not in frozenset(dropped)]
    return nw.to_native(data.select(*left))


def unused(names: Iterable[str]) -> str:
    """What no name begins with."""
    prefix = PREFIX
    while any(name.casefold().startswith(prefix) for name in names):
        prefix = f"_{prefix}"
    return prefix
