"""``minsheng judge``: a table of any length, judged row by row by criteria from a file."""

from __future__ import annotations

import argparse
from pathlib import Path

import attrs

from minsheng.cli.common import FORMATS, day, print_json, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.cli.plugged import criteria_of
from minsheng.embedding.documents import load_json
from minsheng.embedding.judging.judge import judge_file, judge_postgres
from minsheng.embedding.judging.judged import JudgedRows
from minsheng.errors import DataError, MinshengError
from minsheng.reading.files import read_bytes
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.ruleset import in_force


def add_judge(judge: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    judge.usage = "minsheng judge 规则.json (数据文件 | --postgres 网址 --table 表名) [选项]"
    judge.epilog = "退出码：0 都符合或不适用，1 有不符合、未知或有误的行，2 不能运行。不写数据库。"
    judge.add_argument("criteria", metavar="规则.json", help="规则文件，dump([规则, …]) 写的")
    judge.add_argument("file", metavar="数据文件", nargs="?", help="CSV、XLSX、XLS 或 Parquet；列名照规则")
    judge.add_argument("--postgres", metavar="网址", help="如 postgresql://读者@主机/库；口令可放 PGPASSWORD")
    judge.add_argument("--table", metavar="表名", help='表名 或 模式.表名；有点的加双引号："2023.发放"')
    judge.add_argument("-o", "--out", metavar="文件", help="每行的结果写到 .csv、.jsonl、.parquet 或 .xlsx")
    judge.add_argument("--force", action="store_true", help="文件已经有了也写")
    judge.add_argument("--on", metavar="日期", help="规则有几个版本时，用这一天执行的")
    judge.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    judge.set_defaults(run=_judge)


def _judge(given: argparse.Namespace) -> int:
    if (given.file is None) == (given.postgres is None):
        raise MinshengError("请给一个数据文件，或者用 --postgres 和 --table 给数据库里的一张表；只给一样")
    if (given.postgres is None) != (given.table is None):
        raise MinshengError("--postgres 和 --table 要一起用")
    if given.force and given.out is None:
        raise MinshengError("--force 要和 -o 一起用")
    criteria, to = _criteria(given), given.out
    if given.file is not None:
        judged = judge_file(criteria, given.file, to=to, overwrite=given.force)
    else:
        judged = judge_postgres(criteria, given.postgres, given.table, to=to, overwrite=given.force)
    _print(judged, given)
    return ALL_HELD if judged.ok else FINDINGS


def _criteria(given: argparse.Namespace) -> tuple[Criterion, ...]:
    """The criteria of a file or of plug-ins, those in force on a day."""
    path, on = Path(given.criteria), given.on
    if plugged := criteria_of(given, given.criteria):
        return _in_force(plugged, path.name, on)
    data = read_bytes(path)
    try:
        found = load_json(data)
    except DataError as error:
        said = ((one, one.where.removeprefix("JSON").lstrip("， ")) for one in error.problems)
        raise DataError(
            attrs.evolve(one, where=f"{path.name} {where}".strip()) for one, where in said
        ) from None
    criteria = found if isinstance(found, tuple) else (found,)
    if not all(isinstance(one, Criterion) for one in criteria):
        raise MinshengError(f"{path.name} 里的是 {type(found).__name__}，不是规则")
    return _in_force(criteria, path.name, on)


def _in_force(criteria: tuple[Criterion, ...], name: str, on: str | None) -> tuple[Criterion, ...]:
    if (when := day(on)) is not None:
        criteria = in_force(criteria, when)
    if not criteria:
        raise MinshengError(f"{name} 里没有{f' {on} 执行的' if on else ''}规则")
    codes = [one.code for one in criteria]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise MinshengError(f"{name} 里 {'、'.join(twice)} 有几个版本，请用 --on 写明用哪一天执行的")
    return criteria


def _print(judged: JudgedRows, given: argparse.Namespace) -> None:
    if given.format == "json":
        plain = {
            "ok": judged.ok,
            "summary": judged.summary,
            "rows": judged.rows,
            "criteria": judged.to_records(),
        }
        wrong = [problem.told for problem in judged.wrong]
        print_json(plain | {"wrong_rows": judged.wrong_rows, "wrong": wrong})
    elif given.format == "text":
        print(judged.explain())
        if given.out is not None:
            print(f"\n写好了 {given.out}")
    else:
        show(judged, given.format)
