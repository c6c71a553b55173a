"""The rows of a dataframe as plain values, for what reads tables row by row."""

from __future__ import annotations

from typing import Any

import narwhals as nw


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
