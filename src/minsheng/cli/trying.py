"""``minsheng scheme``: a scoring scheme as it was read, or tried on samples."""

from __future__ import annotations

import argparse
import sys

from minsheng.cli.common import FORMATS, show
from minsheng.cli.exits import ALL_HELD, FINDINGS
from minsheng.reading.scheme import load_scheme
from minsheng.rules.scoring.trial import try_scheme


def add_scheme(scheme: argparse.ArgumentParser) -> None:
    """Tell the parser what the command takes."""
    scheme.epilog = "退出码：0 没有发现不起作用的，1 有，2 不能运行（含办法读不成）。"
    scheme.add_argument("scheme", metavar="评分办法", help="自带的名称，或文件、文件夹")
    scheme.add_argument(
        "--try", dest="tried", action="store_true", help="用样本试：每项能得多少，在哪里跳，什么不起作用"
    )
    scheme.add_argument("--format", choices=FORMATS, default="text", help="输出格式")
    scheme.set_defaults(run=_scheme)


def _scheme(given: argparse.Namespace) -> int:
    scheme = load_scheme(given.scheme)
    if not given.tried:
        show(scheme, given.format)
        return ALL_HELD
    trial = try_scheme(scheme)
    show(trial, given.format)
    if given.format != "text":  # the summary is a line of the text itself
        print(*trial.odd, sep="\n", end="\n" if trial.odd else "", file=sys.stderr)
    return FINDINGS if trial.odd else ALL_HELD
