"""``minsheng list``: the programmes that come with the library, from a prepared list.

Loading them all would take a hundred times as long. A test compares the list with them.
"""

from __future__ import annotations

import minsheng
from minsheng.cli.exits import ALL_HELD
from minsheng.layout import aligned

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def add_list(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    parser.set_defaults(run=_list)


def _list(given: argparse.Namespace) -> int:
    columns, *rows = (line.split("\t") for line in programmes().splitlines())
    if given.plugins:
        from minsheng.reading.programme import load  # which takes long

        for name, folder in given.plugged.programmes.items():
            p = load(folder)
            rows.append([name, p.city, str(p.year), str(len(p.projects)), p.document.number])
    print(*aligned(columns, rows), sep="\n")
    if given.plugins:
        print("", given.plugged, sep="\n")
    return ALL_HELD


def programmes() -> str:
    """The list, separated by tabs: a header line, then a line for each programme."""
    return minsheng._text("data/programmes.tsv")
