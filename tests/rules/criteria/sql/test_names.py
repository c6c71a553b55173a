"""Names and texts that a database would cut, confuse or refuse are refused before it sees them."""

from __future__ import annotations

from typing import Any

import pytest

import minsheng as ms

x = ms.column("x", places=0)
RULE = ms.Criterion("X101", x >= 1)
LONG = "字" * 22


def texted(dialect: Any = "postgres", table: Any = "t", name: str = "x", **more: Any) -> str:
    """The text of a rule about one column."""
    return ms.frames.sql([ms.Criterion("X101", ms.column(name, places=0) >= 1)], dialect, table, **more)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": LONG}, "66 bytes in UTF-8, and postgres cuts a name after 63"),
        ({"table": LONG}, "66 bytes"),
        ({"table": ("s", LONG)}, "66 bytes"),
        ({"keep": ["id", LONG]}, "66 bytes"),
        ({"prefix": "字" * 20}, "64 bytes"),
        ({LONG: x}, "66 bytes"),
        ({"table": ""}, "table=: a name cannot be empty"),
        ({"table": "a..b"}, "table=: a name cannot be empty"),
        ({"table": "a.b.c.d"}, r"give \('schema', 'table'\)"),
        ({"table": ()}, "one to 3 parts"),
        ({"keep": ["id", "id"]}, "keep= has a column twice: 'id', 'id'"),
        ({"keep": ["X101"]}, "two columns would be named 'X101'"),
        ({"x": x * 2}, "two columns would be named 'x'"),
        ({"keep": ["x"], "x": x * 2}, "two columns would be named 'x'"),
        ({"name": "a\nb"}, "line break"),
        ({"name": "a\0b"}, "line break"),
        ({"keep": ["a\u2028b"]}, "line break"),
        ({"table": "\ud800"}, "line break"),
        ({"dialect": "duckdb", "keep": ["ID", "id"]}, "duckdb takes 'ID' and 'id' for one name"),
        ({"dialect": "spark", "keep": ["X"]}, "spark takes 'x' and 'X' for one name"),
        ({"dialect": "duckdb", "keep": ["x101"]}, "duckdb takes 'x101' and 'X101' for one name"),
        ({"dialect": "spark", "table": "${t}"}, "Spark would put a setting"),
    ],
)  # fmt: skip
def test_names_are_refused(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        texted(**given)


@pytest.mark.parametrize("given", [
    {"name": "字" * 21}, {"dialect": "duckdb", "name": LONG}, {"keep": ()}, {"keep": ["x"]},
    {"keep": ["ID", "id"]}, {"x": x * 2, "keep": ["y"]}, {"table": ("a.b",)},
    {"dialect": "duckdb", "table": "${t}"},
])  # fmt: skip
def test_other_names_are_taken(given: dict[str, Any]) -> None:
    assert texted(**given).startswith("/* X101 (sha256 ")


def test_texts_that_no_database_can_hold() -> None:
    name = ms.column("name", kind="text")
    for rule in (name == "a\0", ms.column("y", kind="text", choices=("\ud800", "b")) == "b"):
        with pytest.raises(ValueError, match="no text in a database"):
            ms.Criterion("X101", rule).sql("postgres", "t")


def test_what_is_too_wide_is_refused() -> None:
    area = ms.column("a", places=5) * ms.column("b", places=5)
    with pytest.raises(
        ms.RuleError, match="spark: an integer of this expression may need more than the 64 bits"
    ):
        ms.frames.sql((), "spark", "t", area=area)
    assert "DECIMAL" in ms.frames.sql((), "postgres", "t", area=area)


def test_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="give criteria, or columns to compute"):
        ms.frames.sql((), "postgres", "t")
    with pytest.raises(ms.RuleError, match="two criteria have one code"):
        ms.frames.sql([RULE, RULE], "postgres", "t")
