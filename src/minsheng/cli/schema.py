"""``minsheng schema``: the JSON Schema of a format, or the names of the formats."""

from __future__ import annotations

from minsheng.cli.common import print_json
from minsheng.cli.exits import ALL_HELD

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def add_schema(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("name", nargs="?", default="", metavar="格式", help="格式的名称；不写就列出各种格式")
    said = "给生成类型的程序（TypeScript、Java）用的写法"
    parser.add_argument("--types", action="store_true", help=said)
    parser.set_defaults(run=_schema)


def _schema(options: argparse.Namespace) -> int:
    import minsheng

    if options.name:
        print_json(minsheng.json_schema(options.name, types=options.types))
    else:
        print(*minsheng.embedding.format_names(), sep="\n")
    return ALL_HELD
