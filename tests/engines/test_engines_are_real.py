"""Each engine runs here, and what goes in comes out exact: integers, decimals, nulls, text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pytest

from tests.frames import library

from .conftest import Engine

if TYPE_CHECKING:
    from ibis.backends.postgres import Backend as IbisPostgres
    from pyspark.sql import SparkSession

#: where the native frame of each engine comes from
HOMES = {
    "polars": ("polars", "DataFrame"),
    "polars-lazy": ("polars", "LazyFrame"),
    "pandas-object": ("pandas", "DataFrame"),
    "pandas-nullable": ("pandas", "DataFrame"),
    "pandas-arrow": ("pandas", "DataFrame"),
    "pyarrow": ("pyarrow", "Table"),
    "duckdb": ("duckdb", "DuckDBPyRelation"),
    "ibis-duckdb": ("ibis", "Table"),
    "ibis-postgres": ("ibis", "Table"),
    "pyspark": ("pyspark", "DataFrame"),
}

#: the values that go wrong where something is a float, a null a NaN, text cut or padded
ROWS: list[dict[str, Any]] = [
    {"id": 1, "whole": 2**53 + 1, "金额": Decimal("9999999999.99"), "text": "岳阳楼区"},
    {"id": 2, "whole": -(2**63) + 1, "金额": Decimal("-0.01"), "text": ""},
    {"id": 3, "whole": None, "金额": None, "text": None},
    {"id": 4, "whole": 2**63 - 1, "金额": Decimal("0.10"), "text": " 𠮷'\"\\%\t "},
    {"id": 5, "whole": 0, "金额": Decimal("0.00"), "text": "null"},
]


def table() -> Any:
    """The rows, as Arrow's table."""
    pa = library("pyarrow")
    schema = pa.schema(
        [("id", pa.int64()), ("whole", pa.int64()), ("金额", pa.decimal128(12, 2)), ("text", pa.string())]
    )
    return pa.Table.from_pylist(ROWS, schema=schema)


def rows(frame: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """What a frame holds, in the order of ``id``, as values of Python."""
    ordered = frame.sort("id")
    if isinstance(ordered, nw.LazyFrame):
        ordered = ordered.collect()
    found: list[dict[str, Any]] = ordered.to_arrow().select(ordered.columns).to_pylist()
    return found


def test_the_frame_is_the_engines_own(engine: Engine) -> None:
    native = engine.put(table())
    home, kind = HOMES[engine.name]
    assert type(native).__module__.partition(".")[0].lstrip("_") == home  # DuckDB 1.4's is in _duckdb
    assert type(native).__name__ == kind


def test_in_and_out(engine: Engine) -> None:
    found = rows(nw.from_native(engine.put(table())))
    assert found == ROWS
    assert [list(map(type, row.values())) for row in found] == [list(map(type, row.values())) for row in ROWS]


def test_it_computes_where_it_is(engine: Engine) -> None:
    """A query is built, and stays in the engine's own frame; only then is it read."""
    native = engine.put(table())
    frame = nw.from_native(native)
    asked = frame.filter(nw.col("whole") > 2**53).with_columns(less=nw.col("whole") - 1)
    assert type(nw.to_native(asked)) is type(native)
    assert rows(asked) == [
        {**ROWS[0], "less": 2**53},
        {**ROWS[3], "less": 2**63 - 2},
    ]


def test_nulls_are_null(engine: Engine) -> None:
    frame = nw.from_native(engine.put(table()))
    asked = frame.select("id", *(nw.col(name).is_null() for name in ("whole", "金额", "text")))
    assert rows(asked) == [
        {name: value is None for name, value in row.items()} | {"id": row["id"]} for row in ROWS
    ]


def test_postgres_is_a_server(postgres: IbisPostgres) -> None:
    """It says so itself, and is alone in its schema."""
    with postgres.raw_sql("SELECT version(), current_schema(), pg_backend_pid() > 0") as cursor:
        version, schema, backend = cursor.fetchone()
    assert version.startswith("PostgreSQL ")
    assert schema.startswith("minsheng_")
    assert backend


def test_spark_is_a_jvm(spark: SparkSession) -> None:
    """Two threads of it; and overflow is an error, as ANSI mode has it, not a wrong number."""
    from pyspark.errors import ArithmeticException

    assert spark.sparkContext.defaultParallelism == 2
    assert spark.sql("SELECT java_method('java.lang.Math', 'abs', -7)").collect()[0][0] == "7"
    with pytest.raises(ArithmeticException, match="overflow"):
        spark.sql("SELECT id + 1 FROM VALUES (9223372036854775807L) AS t(id)").collect()
