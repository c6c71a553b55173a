"""``minsheng laws``: test a function that divides a total against the laws of apportionment."""

from __future__ import annotations

import argparse

from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.errors import MinshengError


def add_laws(laws: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    laws.epilog = "退出码：0 必须的性质都成立，1 有不成立的，2 不能运行。会运行所写的模块。"
    laws.add_argument("function", metavar="模块:函数", help="如 fenpei:divide")
    laws.add_argument("--laws", metavar="性质", help="只试这几条，用逗号分开")
    laws.add_argument("--examples", type=int, default=200, metavar="次数", help="每条试多少个例子")
    laws.set_defaults(run=_laws)


def _laws(given: argparse.Namespace) -> int:
    try:
        from minsheng.testing.laws import laws_main  # hypothesis, which only this command needs
    except ImportError:
        raise MinshengError('检验性质要用 hypothesis，请安装：pip install "minsheng[testing]"') from None
    names = None if given.laws is None else [name.strip() for name in given.laws.split(",")]
    report = laws_main(given.function, laws=names, max_examples=given.examples)
    print(report.table(), report.explain(), sep="\n\n")
    return ALL_HELD if report.ok else FINDINGS
