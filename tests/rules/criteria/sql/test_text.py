"""The texts, as a reviewer in another system reads them."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

import minsheng as ms
from minsheng.rules.criteria.frames.plan import Prepared
from minsheng.rules.criteria.sql import Dialects
from minsheng.rules.criteria.sql.dialects import DIALECTS, without_idle_brackets
from minsheng.rules.criteria.sql.text import Select
from minsheng.testing import criteria

TEXTS = Path(__file__).parent / "texts"
paid = ms.column("paid", "元/月·人", places=2, low=0, high=100_000)
kind = ms.column("area_kind", kind="text", choices=("county", "district"))
FLOOR = ms.Criterion("X201", paid >= ms.Amount(7800, "元/年·人"), title="低保标准")
APART = ms.Criterion(
    "X202",
    paid >= ms.when(kind == "county").then(ms.Amount(500, "元/月·人")).otherwise(ms.Amount(650, "元/月·人")),
    when=ms.column("month", kind="date") >= date(2023, 1, 1),
    title="城乡各按其标准",
)
done, target = (
    ms.column("done", places=2, low=0, high=10**6),
    ms.column("target", places=2, low=0, high=10**6),
)
RATE = (ms.least(done / target, Decimal("1.2")) * 100).half_up(2)

GOLDEN = {
    "postgres_one": lambda: FLOOR.sql("postgres", "pay.payments"),
    "postgres_several": lambda: ms.frames.sql([FLOOR, APART], "postgres", ("pay", "payments"), keep=["id"]),
    "duckdb_computed": lambda: ms.frames.sql((), "duckdb", "progress", keep=["area"], rate=RATE),
    "spark_one": lambda: APART.sql("spark", "payments", keep=["id"]),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_text_is_stable(name: str) -> None:
    """The same text for ever: another system keeps it under review. ``MINSHENG_WRITE=1`` writes them anew."""
    file = TEXTS / f"{name}.sql"
    if os.environ.get("MINSHENG_WRITE"):
        file.write_text(GOLDEN[name]() + "\n", "utf-8")
    assert GOLDEN[name]() + "\n" == file.read_text("utf-8")


#: all that a text calls, by sqlglot's names
CALLED = {
    "CAST", "TRY_CAST", "CASE", "IF", "AND", "OR", "COLLATE", "EXTRACT", "TRUNC", "REPLACE", "ABS", "ROUND",
    "REGEXP_LIKE", "TYPEOF", "ANONYMOUS", "ANY", "CONCAT", "STRUCT",
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_text_is_one_query_of_what_the_database_has(dialect: str) -> None:
    """One SELECT without a semicolon, which calls the database's own functions only."""
    text = ms.frames.sql([FLOOR, APART], dialect, "t", rate=RATE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    (tree,) = sqlglot.parse(text, dialect=dialect)
    assert isinstance(tree, exp.Select)
    assert ";" not in text
    assert {call.sql_name() for call in tree.find_all(exp.Func)} <= CALLED
    assert {call.name for call in tree.find_all(exp.Anonymous)} <= {"PG_TYPEOF"}
    assert [table.name for table in tree.find_all(exp.Table) if not table.name.startswith("__ms_")] == ["t"]


def test_what_is_offered_is_what_is_there() -> None:
    """The closed list that arguments are held against, and the dialects."""
    assert get_args(Dialects) == tuple(DIALECTS)
    with pytest.raises(ValueError, match="dialect is one of 'postgres', 'duckdb', 'spark', not 'oracle'"):
        FLOOR.sql("oracle", "t")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]  # that is the test


@settings(max_examples=6)
@given(one=criteria(), dialect=st.sampled_from(["postgres", "duckdb"]))
def test_brackets_that_are_left_out_change_nothing(one: ms.Criterion, dialect: str) -> None:
    """Read back by a parser, the text means what it means with a bracket around everything."""
    prepared = Prepared([(one.code, one.requirement, one.when)], {})
    whole = Select(prepared, dialect, ("t",), ()).query()
    few = without_idle_brackets(whole)
    assert _bare(few.sql(dialect), dialect) == _bare(whole.sql(dialect), dialect)


def _bare(text: str, dialect: str) -> exp.Expr:
    """A text as a tree without brackets; what stands in a row with and, or with or, in one order."""
    tree = sqlglot.parse_one(text, dialect=dialect)
    while bracket := tree.find(exp.Paren):
        bracket.replace(bracket.this)
    for joined in [*tree.find_all(exp.And, exp.Or)]:
        if joined.parent is None or type(joined.parent) is not type(joined):
            parts = sorted(part.sql(dialect) for part in joined.flatten())
            joined.replace(exp.Tuple(expressions=[exp.Literal.string(type(joined).__name__ + repr(parts))]))
    return tree


def test_writing_leaves_the_dialects_of_others_as_they_are() -> None:
    """What ibis changes of a dialect as it is imported is what it writes, also when we wrote before it."""
    program = """
import datetime, minsheng as ms
early = ms.column("天", kind="date") <= datetime.date(2023, 6, 30)
print(ms.Criterion("X101", early).sql(dialect="postgres", table="t"))
import ibis
table = ibis.table({"天": "date"}, name="t")
print(ibis.to_sql(table.filter(table["天"] == datetime.date(2023, 6, 30)), dialect="postgres"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "MAKE_DATE(2023, 6, 30)" in done.stdout
