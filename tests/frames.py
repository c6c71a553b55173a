"""Engines that live in this process and need no connection: how an Arrow table becomes a frame of each."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    import pyarrow as pa


def absent(reason: str) -> NoReturn:
    """Skip for want of an engine; fail where all of them are required."""
    if os.environ.get("MINSHENG_ENGINES") == "required":
        pytest.fail(f"MINSHENG_ENGINES=required, but {reason}", pytrace=False)
    pytest.skip(reason)


def library(name: str) -> ModuleType:
    """The library of an engine."""
    try:
        return importlib.import_module(name)
    except ImportError as problem:
        absent(f"{name} cannot be imported: {problem}")


def pandas_object(table: pa.Table) -> Any:
    """Pandas as it holds mixed things: Python's own objects, None for null."""
    pandas = library("pandas")
    columns = {name: table[name].to_pylist() for name in table.column_names}
    return pandas.DataFrame({name: pandas.Series(values, dtype=object) for name, values in columns.items()})


def pandas_nullable(table: pa.Table) -> Any:
    """Pandas with its nullable types; it has none for decimals and dates, which stay objects."""
    pandas = library("pandas")
    types = {"int64": "Int64", "string": "string", "bool": "boolean"}
    return pandas.DataFrame(
        {
            field.name: pandas.Series(table[field.name].to_pylist(), dtype=types.get(str(field.type), object))
            for field in table.schema
        }
    )


def pandas_arrow(table: pa.Table) -> Any:
    """Pandas over Arrow."""
    return table.to_pandas(types_mapper=library("pandas").ArrowDtype)


def polars_eager(table: pa.Table) -> Any:
    """Polars."""
    return library("polars").from_arrow(table)


def polars_lazy(table: pa.Table) -> Any:
    """Polars, as a query."""
    return polars_eager(table).lazy()


def pyarrow(table: pa.Table) -> Any:
    """Arrow itself."""
    return table


LOCAL: dict[str, Callable[[pa.Table], Any]] = {
    "polars": polars_eager,
    "polars-lazy": polars_lazy,
    "pandas-object": pandas_object,
    "pandas-nullable": pandas_nullable,
    "pandas-arrow": pandas_arrow,
    "pyarrow": pyarrow,
}


def on(*engines: str) -> pytest.MarkDecorator:
    """The test takes ``put``, which puts an Arrow table into an engine, once for each of these."""
    return pytest.mark.parametrize("put", engines, indirect=True)


every_engine = on(*LOCAL, "duckdb")
in_memory = on(*(name for name in LOCAL if name != "polars-lazy"))
lazy = on("polars-lazy", "duckdb")
