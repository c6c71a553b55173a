"""``minsheng compare``: a notice issued again, or next year's, against the old one."""

from __future__ import annotations

import argparse

from minsheng.cli.common import FORMATS, pairs, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.domain.comparing import compare_programmes
from minsheng.reading.programme import load
from minsheng.visible import shown


def add_compare(compare: argparse.ArgumentParser) -> None:
    """Tell the parser what ``compare`` takes."""
    compare.epilog = "退出码：0 没有不同，1 有，2 不能运行。"
    compare.add_argument("old", metavar="原来的", help="名称或文件夹，如 yueyang-2023")
    compare.add_argument("new", metavar="现在的", help="名称或文件夹")
    compare.add_argument(
        "--same", action="append", default=[], metavar="旧id=新id", help="这两个指标是同一项，可以写几次"
    )
    compare.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    compare.set_defaults(run=_compare)


def _compare(given: argparse.Namespace) -> int:
    found = compare_programmes(load(given.old), load(given.new), same=dict(pairs(given.same, "旧id=新id")))
    if given.format == "text":
        print(shown(found.summary))
        for difference in found:
            print(shown(f"  {difference.summary}"))
    else:
        show(found, given.format)
    return FINDINGS if found else ALL_HELD
