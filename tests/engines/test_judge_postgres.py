"""A table of a real PostgreSQL, judged row by row: names as hostile as they come, and nothing is written."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import minsheng as ms
from minsheng.cli import main
from tests.engines.conftest import only_embedded
from tests.frames import absent, library

PAID = ms.column("paid", "元/月", places=2, low=0, high=100_000)
FLOOR = ms.Criterion("P201", ms.Amount(650, "元/月") <= PAID, when=ms.column("kind") == "区", title="低保")
LATE = ms.Criterion("P202", ms.column("month", kind="date") >= ms.Period.parse("2023年6月").first)
judge = ms.embedding.judge_postgres
ROWS = """
(paid numeric, kind text, month date, tags int[], note text) ;
INSERT INTO {0} VALUES (650, '区', '2023-06-01', '{{1,2}}', '=1+1'), (649.99, '区', '2023-05-31', NULL, ''),
('NaN', '区', NULL, NULL, NULL), (1.005, '区', 'infinity', NULL, NULL), (1, '县', '2023-06-01', NULL, NULL)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, str, Any]]:
    """Its URL, a schema of our own, and a connection that writes."""
    only_embedded()
    url = os.environ.get("MINSHENG_POSTGRES")
    if not url:
        absent("MINSHENG_POSTGRES names no PostgreSQL server")
    psycopg = library("psycopg")
    schema = f"minsheng_{uuid.uuid4().hex[:20]}"
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as admin:
        admin.execute(f"CREATE SCHEMA {schema}")
        try:
            yield url, schema, admin
        finally:
            admin.execute(f"DROP SCHEMA {schema} CASCADE")


def many(admin: Any, table: str) -> int:
    """How many rows a table has."""
    [found] = admin.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # a name of our own
    return int(found)


@pytest.mark.parametrize(
    "name", ["payments", "Payments", "发放表", 'a"b', "a.b", "select", "x; DROP TABLE y --", "表" * 21]
)
def test_a_table_of_any_name(server: tuple[str, str, Any], name: str, tmp_path: Path) -> None:
    url, schema, admin = server
    quoted = '"' + name.replace('"', '""') + '"'
    made = f"{schema}.{quoted}"
    admin.execute(f"CREATE TABLE {made} " + ROWS.format(made))
    to = tmp_path / "o.csv"
    judged = judge([FLOOR, LATE], url, made, to=to)
    assert [list(one.values())[2:] for one in judged.to_records()] == [[1, 1, 1, 1, 1], [2, 1, 1, 0, 1]]
    assert [str(one).removeprefix(made) for one in judged.wrong] == [
        " 读到的第4行“paid”列：“1.005”超过 2 位小数",
        " 读到的第4行“month”列：“infinity”不是日期",
    ]
    assert to.read_text("utf-8-sig").splitlines()[1] == '650,区,2023-06-01,"{1,2}",\'=1+1,met,met,'
    assert many(admin, made) == 5


@pytest.mark.parametrize(
    ("table", "met"),
    [
        ("nowhere", "没有表“nowhere”"),
        ("paymants", "没有表“paymants”（大小写照库里的）"),
        ("a.b.c", "不是表名"),
        ("", "不是表名"),
        ('"x', "不是表名"),
        ('"x"y', "不是表名"),
        ("x\0", "不是表名"),
        ("x\ud800", "读不了"),
        ("表" * 22, "66 字节，PostgreSQL 的名称至多 63 字节"),
        ("pg_catalog.pg_class; SELECT 1", "没有表"),
    ],
)
def test_what_is_no_table(server: tuple[str, str, Any], table: str, met: str) -> None:
    with pytest.raises(ms.DataError) as error:
        judge([FLOOR], server[0], table)
    assert met in str(error.value)


def test_a_view_that_would_write_cannot(server: tuple[str, str, Any], tmp_path: Path) -> None:
    url, schema, admin = server
    admin.execute(f"CREATE TABLE {schema}.log (n int)")
    body = f"BEGIN INSERT INTO {schema}.log VALUES (1); RETURN 650; END"  # noqa: S608  # a name of our own
    admin.execute(f"CREATE FUNCTION {schema}.noted() RETURNS numeric LANGUAGE plpgsql AS $$ {body} $$")
    admin.execute(f"CREATE VIEW {schema}.sly AS SELECT {schema}.noted() AS paid, '区'::text AS kind")
    with pytest.raises(ms.DataError, match="读不了：cannot execute INSERT in a read-only transaction"):
        judge([FLOOR], url, f"{schema}.sly", to=tmp_path / "o.csv")
    assert [*tmp_path.iterdir()] == []
    assert many(admin, f"{schema}.log") == 0


def test_columns_that_can_hold_no_such_value(server: tuple[str, str, Any]) -> None:
    url, schema, admin = server
    admin.execute(f"CREATE TABLE {schema}.floats (paid float8, kind text[])")
    with pytest.raises(ms.DataError) as error:
        judge([FLOOR], url, f"{schema}.floats")
    assert {one.met for one in error.value.problems} == {"是浮点数，不精确", "是 text[]"}
    admin.execute(f"CREATE TABLE {schema}.other (paied numeric, kind text)")
    with pytest.raises(ms.DataError, match="没有列“paid”，最接近的是“paied”"):
        judge([FLOOR], url, f"{schema}.other")


def test_the_command_never_shows_the_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    criteria = tmp_path / "c.json"
    criteria.write_text(ms.dump([FLOOR]), "utf-8")
    url = "postgresql://reader:s3cret@127.0.0.1:1/none"
    assert main(["judge", str(criteria), "--postgres", url, "--table", "t"]) == 2
    out, err = capsys.readouterr()
    assert "读不了" in err
    assert "s3cret" not in out + err
