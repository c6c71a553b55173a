"""What SQL text costs beside a query written by hand, in PostgreSQL and DuckDB.

Run it: ``MINSHENG_POSTGRES=URL python benchmarks/sql.py``; without the URL only DuckDB is measured. Both
queries of a pair write a new table, in turn, A B A B. The query by hand trusts every value and every
type; ours looks at each of them. Never run as a test.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

import criteria_by_hand as hand
import criteria_data as data
import duckdb
from timing import compare

import minsheng as ms

FLOORS, COMPLETION = ["paid", "area_kind", "benefit", "month"], ["target", "actual", "direction", "elapsed"]


def pairs(dialect: Any, divide: str) -> list[tuple[str, str, str]]:
    """What is compared: a name, our text, and the query by hand."""
    return [
        ("floors", data.FLOOR_MET.sql(dialect, "p", keep=FLOORS), hand.floors_sql("p")),
        ("floors, all columns kept", data.FLOOR_MET.sql(dialect, "p"), hand.floors_sql("p")),
        ("ten criteria", ms.frames.sql(data.TEN, dialect, "p", keep=FLOORS), hand.ten_sql("p")),
        (
            "completion",
            ms.frames.sql((), dialect, "r", keep=COMPLETION, light=data.LIGHT, score=data.SCORE),
            hand.completion_sql("r", divide),
        ),
    ]


def measured(dialect: str, divide: str, rounds: int, run: Callable[[str], Any]) -> None:
    """Prints each pair; first that both say the same of every row."""
    for name, ours, by_hand in pairs(dialect, divide):
        for one, other in ((ours, by_hand), (by_hand, ours)):
            ((count,),) = run(f"SELECT count(*) FROM (({one}) EXCEPT ALL ({other})) AS d").fetchall()
            if count and "light" not in ours:  # the query by hand takes a negative figure for one
                print(f"  {name}: {count} rows differ")

        def made(text: str) -> None:
            run(f"CREATE TEMP TABLE made AS {text}")
            run("DROP TABLE made")

        compare(f"{dialect}: {name}", rounds, lambda t=ours: made(t), lambda t=by_hand: made(t))  # type: ignore[misc]


def postgres(url: str, rounds: int, tables: dict[str, Any]) -> None:
    """PostgreSQL on one core, without compiling at run time."""
    import psycopg

    types = {"decimal128": "numeric", "string": "text", "date32[day]": "date"}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET temp_buffers = '512MB'")
        for name, table in tables.items():
            kinds = [types[str(field.type).partition("(")[0]] for field in table.schema]
            listed = ", ".join(f"{n} {kind}" for n, kind in zip(table.column_names, kinds, strict=True))
            connection.execute(f"CREATE TEMP TABLE {name} ({listed})".encode())
            with connection.cursor().copy(f"COPY {name} FROM STDIN".encode()) as copy:
                for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
                    copy.write_row(row)
            connection.execute(f"ANALYZE {name}".encode())
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.execute("SET jit = off")
        measured("postgres", "/", rounds, lambda text: connection.execute(text.encode()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10**6)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    tables = {"p": data.floors(given.rows), "r": data.completion(given.rows)}
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for name, table in tables.items():
            connection.register("given", table)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        measured("duckdb", "//", given.rounds, connection.execute)
    if url := os.environ.get("MINSHENG_POSTGRES"):
        postgres(url, given.rounds, tables)


if __name__ == "__main__":
    main()
