"""``minsheng table``: a decision table from a spreadsheet, or a model of DMN, with what it leaves out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from minsheng.cli.common import FORMATS, names, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.errors import MinshengError
from minsheng.reading.decision_table import read_decision_table
from minsheng.reading.dmn.reader import read_dmn
from minsheng.table import Tabled

_MOST = 50


def add_table(table: argparse.ArgumentParser) -> None:
    """Tell the parser what the command takes."""
    table.epilog = "退出码：0 没有空缺，1 有空缺或查不了，2 不能运行（含有行重叠）。"
    table.add_argument("file", metavar="文件", help="决策表（XLSX、XLS、CSV），或 DMN 模型（.dmn、.xml）")
    table.add_argument("--result", metavar="列", help="结果是哪一列；默认最后一列（不是 DMN 时）")
    table.add_argument("--keys", metavar="列,列", help="条件是哪几列；默认其他各列（不是 DMN 时）")
    table.add_argument(
        "--whole", metavar="列,列", help="哪几列条件只有整数：2 和 3 之间没有空缺（不是 DMN 时）"
    )
    table.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    table.set_defaults(run=_table)


def _table(given: argparse.Namespace) -> int:
    gaps: list[str] | None
    results: list[Tabled]
    if Path(given.file).suffix.lower() in (".dmn", ".xml"):
        if given.result or given.keys or given.whole:
            raise MinshengError("--result、--keys 和 --whole 只用于表格文件；DMN 里写明了输入和输出")
        model = read_dmn(given.file)
        results = [*model.tables.values()] if given.format == "text" else []
        results.append(model)
        found = [one.gaps for one in model.decided]
        several = len(found) > 1
        gaps = (
            [f"{one.name}：{gap}" if several else gap for one in model.decided for gap in one.gaps or ()]
            if None not in found
            else None
        )
    else:
        keys = names(given.keys) or None
        table = read_decision_table(given.file, result=given.result, keys=keys)
        results, gaps = [table], table.gaps(whole=names(given.whole))
    for result in results:
        show(result, given.format)
        if given.format == "text":
            print()
    print(*_told(gaps), sep="\n", file=sys.stdout if given.format == "text" else sys.stderr)
    return ALL_HELD if gaps == [] else FINDINGS


def _told(gaps: list[str] | None) -> list[str]:
    """The cases that no line fits."""
    if gaps is None:
        return ["有格子依别的输入而定，查不了空缺"]
    if not gaps:
        return ["没有空缺，也没有重叠"]
    more = [f"…及另外 {len(gaps) - _MOST} 种"] if len(gaps) > _MOST else []
    return [f"没有行的情形 {len(gaps)} 种（遇到时没有值）：", *(f"  {gap}" for gap in gaps[:_MOST]), *more]
