"""What criteria cost beside the same written by hand, and that they are exact.

Run it: ``python benchmarks/criteria.py``. What is compared is measured in one run, in turn, A B A B,
so that a busy machine slows both; medians and their ratios are what to quote. Never run as a test.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import criteria_by_hand as hand
import criteria_data as data
import duckdb
import polars as pl
import pyarrow.parquet as pq
from timing import compare, in_turn

import minsheng as ms

#: as many rows are compared with the truth, and given to the loop over Decimals
CHECKED = 100_000
LOOP = 2000
CHUNK = 2_000_000
STREAMED = Path("rows.parquet")


def alone(name: str, rounds: int, function: Callable[[], object]) -> None:
    (times,) = in_turn(rounds, function)
    print(f"  {name:34} {statistics.median(times) * 1e3:14.1f} ms")


def completion(frame: Any) -> Any:
    return ms.compute(frame, light=data.LIGHT, score=data.SCORE)


def with_shortfall(frame: Any) -> Any:
    return ms.judge([data.FLOOR_MET], frame, shortfall=data.SHORTFALL)


# --- truth -------------------------------------------------------------------------------


def truth(con: duckdb.DuckDBPyConnection, payments: Any, reports: Any) -> None:
    """How many verdicts, lights and scores are wrong, of the first rows; ours must be none."""
    payments, reports = payments.slice(0, CHECKED), reports.slice(0, CHECKED)
    outcomes, shortfalls = data.true_floors(payments)
    lights, scores = data.true_completion(reports)
    con.register("p_arrow", payments)
    con.register("r_arrow", reports)
    floors: dict[str, Any] = {}
    done: dict[str, Any] = {}
    for name, p, r in (
        ("polars", pl.from_arrow(payments), pl.from_arrow(reports)),
        ("duckdb", con.table("p_arrow"), con.table("r_arrow")),
        ("pandas", payments.to_pandas(), reports.to_pandas()),
        ("pyarrow", payments, reports),
    ):
        floors[name], done[name] = _columns(with_shortfall(p)), _columns(completion(r))
    floors["by hand, polars"] = hand.shortfall_polars(pl.LazyFrame(payments)).collect()
    done["by hand, polars"] = hand.completion_polars(pl.LazyFrame(reports)).collect()
    done["by hand, duckdb"] = _columns(con.sql(hand.completion_sql("r_arrow")))
    done["polars float64"] = hand.float_lights_polars(pl.DataFrame(reports))
    floors["polars float64"] = hand.floats_polars(pl.DataFrame(payments)).with_columns(shortfall=None)
    for name, result in floors.items():
        said = [list(result[column]) for column in ("X201", "shortfall")]
        bad = data.wrong(said[0], outcomes), data.wrong(said[1], shortfalls)
        tail = "" if name == "polars float64" else f", shortfalls {bad[1]}"
        print(f"  wrong of {len(outcomes)}: {name:18} verdicts {bad[0]}{tail}")
    for name, result in done.items():
        bad = data.wrong(list(result["light"]), lights), data.wrong(list(result["score"]), scores)
        print(f"  wrong of {len(lights)}: {name:18} lights {bad[0]}, scores {bad[1]}")
    print(f"  truth: {data.counts(outcomes)} {data.counts(lights)}")


def _columns(result: Any) -> Any:
    """A result as polars, by way of Arrow."""
    if isinstance(result, pl.DataFrame):
        return result
    if isinstance(result, duckdb.DuckDBPyRelation):
        result = result.to_arrow_table()
    return pl.DataFrame(result)


# --- frames ------------------------------------------------------------------------------


def frames(rows: int, rounds: int) -> None:
    print(f"{rows:,} rows")
    payments, reports = data.floors(rows), data.completion(rows)
    con = duckdb.connect()
    con.execute(f"SET threads = {os.cpu_count() or 1}")
    for name, table in (("p", payments), ("r", reports)):
        con.register(f"arrow_{name}", table)
        con.execute(f"CREATE TABLE {name} AS SELECT * FROM arrow_{name}")
    truth(con, payments, reports)
    p, r = pl.DataFrame(payments), pl.DataFrame(reports)
    lazy_p, lazy_r = p.lazy(), r.lazy()
    judge = data.FLOOR_MET.judge
    # the best by hand is lazy also where the frame is not: an eager polars frame shares nothing
    compare("floors, polars", rounds, lambda: judge(p), lambda: hand.floors_polars(lazy_p).collect())
    compare(
        "floors, polars lazy", rounds,
        lambda: judge(lazy_p).collect(), lambda: hand.floors_polars(lazy_p).collect(),
    )  # fmt: skip
    compare(
        "floors and shortfall, polars", rounds,
        lambda: with_shortfall(p), lambda: hand.shortfall_polars(lazy_p).collect(),
    )  # fmt: skip
    compare(
        "floors and shortfall, polars lazy", rounds,
        lambda: with_shortfall(lazy_p).collect(), lambda: hand.shortfall_polars(lazy_p).collect(),
    )  # fmt: skip
    compare(
        "completion, polars", rounds, lambda: completion(r), lambda: hand.completion_polars(lazy_r).collect()
    )
    compare(
        "completion, polars lazy", rounds,
        lambda: completion(lazy_r).collect(), lambda: hand.completion_polars(lazy_r).collect(),
    )  # fmt: skip
    compare(
        "ten criteria, polars", rounds,
        lambda: ms.judge(data.TEN, p), lambda: hand.ten_polars(lazy_p).collect(),
    )  # fmt: skip
    duck_p, duck_r = con.table("p"), con.table("r")
    for name, ours, sql in (
        ("floors, duckdb", lambda: judge(duck_p), hand.floors_sql("p")),
        ("completion, duckdb", lambda: completion(duck_r), hand.completion_sql("r")),
        (
            "completion, duckdb, both checked",
            lambda: completion(duck_r),
            hand.completion_sql("r", checked=True),
        ),
        ("ten criteria, duckdb", lambda: ms.judge(data.TEN, duck_p), hand.ten_sql("p")),
    ):
        compare(
            name, rounds,
            lambda ours=ours: ours().to_arrow_table(),  # type: ignore[misc]  # bound to this turn
            lambda sql=sql: con.sql(sql).to_arrow_table(),  # type: ignore[misc]
        )  # fmt: skip
    few = min(rounds, 5)
    pandas_p, pandas_r = payments.to_pandas(), reports.to_pandas()
    alone("floors, pyarrow", few, lambda: judge(payments))
    alone("completion, pyarrow", few, lambda: completion(reports))
    if rows <= 1_000_000:
        alone("floors, pandas", few, lambda: judge(pandas_p))
        alone("completion, pandas", few, lambda: completion(pandas_r))


def loops(rounds: int) -> None:
    """A loop over Decimals and objects, beside one polars frame of as many rows."""
    payments, reports = data.floors(CHECKED), data.completion(CHECKED)
    objects, done = hand.rows(payments, hand.Payment), hand.rows(reports, hand.Report)
    p, r = pl.DataFrame(payments), pl.DataFrame(reports)
    judge = data.FLOOR_MET.judge
    print(f"{CHECKED:,} rows, beside a loop over Decimals")
    compare("floors, polars", rounds, lambda: judge(p), lambda: hand.floors_python(objects))
    compare("completion, polars", rounds, lambda: completion(r), lambda: hand.completion_python(done))


def spark(rows: int, rounds: int) -> None:
    """PySpark on two threads, beside the same in its SQL; every row is computed, none kept."""
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    session = builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    print(f"{rows:,} rows, PySpark")
    with tempfile.TemporaryDirectory() as folder:
        for name, table in (("p", data.floors(rows)), ("r", data.completion(rows))):
            pq.write_table(table, f"{folder}/{name}.parquet")
            session.read.parquet(f"{folder}/{name}.parquet").cache().createOrReplaceTempView(name)
        p, r = session.table("p"), session.table("r")
        _ = p.count(), r.count()  # so that both are read and cached

        def run(frame: Any) -> None:
            frame.write.format("noop").mode("overwrite").save()

        judge = data.FLOOR_MET.judge
        compare(
            "floors, pyspark", rounds, lambda: run(judge(p)), lambda: run(session.sql(hand.floors_sql("p")))
        )
        sql = hand.completion_sql("r", "DIV")
        compare("completion, pyspark", rounds, lambda: run(completion(r)), lambda: run(session.sql(sql)))
    session.stop()


# --- one record --------------------------------------------------------------------------


def many(function: Callable[[], object]) -> None:
    """Often enough to be measured; the call itself is counted too."""
    for _ in range(LOOP):
        function()


def _with_working(criterion: ms.Criterion, record: Any) -> str:
    working: str = criterion.judge(record).explain()
    return working


def one_record() -> None:
    print("one record")
    payment = data.floors(1).to_pylist()[0]
    report = {"target": Decimal("125.50"), "actual": Decimal("100.25"), "direction": "higher"}
    report["elapsed"] = Decimal("0.7500")
    for name, criterion, record, made in (
        ("floors", data.FLOOR_MET, payment, hand.Payment(**payment)),
        ("completion", data.ON_TIME, report, hand.Report(**report)),  # type: ignore[arg-type]  # text among decimals
    ):
        tasks = {
            "dict": partial(many, partial(criterion.judge, record)),
            "object": partial(many, partial(criterion.judge, made)),
            "dict, with its working": partial(many, partial(_with_working, criterion, record)),
        }
        for (what, _), times in zip(tasks.items(), in_turn(15, *tasks.values()), strict=True):
            print(f"  {name + ', ' + what:34} {statistics.median(times) / LOOP * 1e9:10.0f} ns")
        verdict = criterion.judge(record)
        compare(
            f"{name}, trace beside its working",
            15,
            partial(many, verdict.trace),
            partial(many, verdict.explain),
        )
        print(f"  {verdict.explain()}")


# --- more rows than fit ------------------------------------------------------------------


def _stream(path: str, ours: bool, answer: Any) -> None:
    """In a process of its own, to see its memory."""
    lazy = pl.scan_parquet(path)
    judged = data.FLOOR_MET.judge(lazy) if ours else hand.floors_polars(lazy)
    start = time.perf_counter()
    said = judged.group_by("X201").len().collect(engine="streaming")
    taken = time.perf_counter() - start
    answer.put((taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, dict(said.iter_rows())))


def streamed(rows: int) -> None:
    """Counts the outcomes of a Parquet file that need not fit in memory."""
    print(f"{rows:,} rows streamed")
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / STREAMED)
        schema = data.floors(1).schema
        with pq.ParquetWriter(path, schema) as writer:
            for number, first in enumerate(range(0, rows, CHUNK)):
                writer.write_table(data.floors(min(CHUNK, rows - first), seed=number), row_group_size=2**18)
        for name, ours in (("ours", True), ("by hand", False)) * 3:
            answer = spawn.Queue()
            child = spawn.Process(target=_stream, args=(path, ours, answer))
            child.start()
            taken, memory, said = answer.get()
            child.join()
            print(f"  {name:8} {rows / taken / 1e6:6.1f} million rows/s   peak {memory:5.2f} GiB   {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1e4,1e5,1e6", help="rows, with commas; 1e7 takes its time")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--spark", type=float, default=0, metavar="N", help="also N rows on PySpark")
    parser.add_argument("--stream", type=float, default=0, metavar="N", help="also N rows from Parquet")
    given = parser.parse_args()
    one_record()
    loops(min(given.rounds, 5))
    for size in filter(None, given.sizes.split(",")):
        frames(int(float(size)), given.rounds)
    if given.spark:
        spark(int(given.spark), given.rounds)
    if given.stream:
        streamed(int(given.stream))


if __name__ == "__main__":
    main()
