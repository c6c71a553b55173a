"""``minsheng sql``: what it prints a database runs; what cannot be written is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

import minsheng as ms
from minsheng.cli import main
from tests.frames import library

RULE = ms.Criterion("X201", ms.column("发放", "元/月", places=2) >= ms.Amount(650, "元/月"), title="低保")
OTHER = ms.Criterion("X202", ms.column("发放", "元/月", places=2) <= ms.Amount(9999, "元/月"))
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def rules(tmp_path: Path) -> str:
    file = tmp_path / "rules.json"
    file.write_text(ms.dump([RULE, OTHER]), "utf-8")
    return str(file)


def test_a_database_runs_what_is_printed(rules: str, capsys: Capture) -> None:
    assert (
        main(["sql", rules, "--dialect", "duckdb", "--table", "main.户", "--keep", "id", "--prefix", "r_"])
        == 0
    )
    text = capsys.readouterr().out
    assert text == ms.frames.sql([RULE, OTHER], "duckdb", "main.户", keep=["id"], prefix="r_") + "\n"
    with library("duckdb").connect() as database:
        database.execute('CREATE TABLE 户 AS SELECT 1 AS id, 650.00 AS "发放"')
        assert database.execute(text).fetchall() == [(1, "met", "met")]


def test_one_rule_and_every_column(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "rule.json"
    file.write_text(ms.dump(RULE), "utf-8")
    assert main(["sql", str(file), "--dialect", "postgres", "--table", "t"]) == 0
    assert capsys.readouterr().out == RULE.sql("postgres", "t") + "\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--table", "字" * 22], "写不成 SQL：table=: "),
        (["--table", "t", "--keep", "X201"], "写不成 SQL：two columns would be named 'X201'"),
    ],
)
def test_what_cannot_be_written(rules: str, options: list[str], said: str, capsys: Capture) -> None:
    assert main(["sql", rules, "--dialect", "postgres", *options]) == 2
    assert capsys.readouterr().err.startswith(f"minsheng：{said}")


def test_what_is_no_rule(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "lights.json"
    file.write_text(ms.dump(ms.measuring.load_lights("ouhai")), "utf-8")
    assert main(["sql", str(file), "--dialect", "postgres", "--table", "t"]) == 2
    assert "不是规则" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["sql", str(file), "--dialect", "oracle", "--table", "t"])
