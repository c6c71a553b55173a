"""``minsheng list``: the programmes that come with the library, from a list of them.

Loading them all to name them would cost a hundred times as much. A test holds the list to them.
"""

from __future__ import annotations

import minsheng
from minsheng.cli.exits import ALL_HELD
from minsheng.layout import aligned

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def add_list(parser: argparse.ArgumentParser) -> None:
    """Tell the parser what the command takes."""
    parser.set_defaults(run=_list)


def _list(_: argparse.Namespace) -> int:
    columns, *rows = (line.split("\t") for line in programmes().splitlines())
    print(*aligned(columns, rows), sep="\n")
    return ALL_HELD


def programmes() -> str:
    """The list: a line of names, then one for each programme, with tabs between the cells."""
    return minsheng._text("data/programmes.tsv")
