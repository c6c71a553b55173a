"""``minsheng sql``: criteria as one SELECT that a database runs by itself."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from minsheng.cli.common import names
from minsheng.cli.exits import ALL_HELD
from minsheng.cli.plugged import criteria_of
from minsheng.embedding.documents import load_json
from minsheng.errors import DataError, MinshengError
from minsheng.reading.files import read_bytes
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.sql import Dialects
from minsheng.rules.criteria.together import sql


def add_sql(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    parser.epilog = "人大金仓、openGauss 用 postgres。写出的一条 SELECT 不改数据，也不用再装 minsheng。"
    parser.add_argument("file", metavar="规则.json", help="dump 写出的规则，一条或几条")
    parser.add_argument("--dialect", required=True, choices=get_args(Dialects), help="哪种数据库")
    parser.add_argument("--table", required=True, metavar="表", help="表名；有模式时写 模式.表")
    parser.add_argument("--keep", metavar="列[,列…]", help="结果里保留哪几列；不写就全部保留")
    parser.add_argument("--prefix", default="", metavar="文字", help="加在结果列名（规则编号）前面")
    parser.set_defaults(run=_sql, format="sql")


def _sql(given: argparse.Namespace) -> int:
    loaded = criteria_of(given, given.file) or load_json(read_bytes(Path(given.file)))
    criteria = (loaded,) if isinstance(loaded, Criterion) else loaded
    if not isinstance(criteria, tuple):
        raise MinshengError(f"{given.file} 里不是规则，是 {type(loaded).__name__}")
    keep = None if given.keep is None else names(given.keep)
    try:
        print(sql(criteria, given.dialect, given.table, keep=keep, prefix=given.prefix))
    except ModuleNotFoundError:
        raise MinshengError('写 SQL 要用 sqlglot，请安装：pip install "minsheng[sql]"') from None
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise MinshengError(f"写不成 SQL：{error}") from None
    return ALL_HELD
