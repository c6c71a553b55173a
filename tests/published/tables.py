"""Tables as cities print them, invented: each as it should be, and with one cell printed wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

_TABLES = Path(__file__).parent.parent / "data" / "printed_tables.txt"
_WRONG = re.compile("-- (?P<old>.+) => (?P<new>.+) : (?P<accused>.+)\n")


@attrs.frozen
class Table:
    """A table, and what must be said to be wrong in it.

    Args:
        name: what it shows.
        text: its cells, as CSV.
        wrong: every cell that must be accused, as kind and place: 完成率 甲县.
    """

    name: str
    text: str
    wrong: frozenset[str] = frozenset()


def tables() -> Iterator[Table]:
    """All of them: the honest ones, and each with one cell wrong."""
    for block in _TABLES.read_text("utf-8").split("== ")[1:]:
        name, _, rest = block.partition("\n")
        text = _WRONG.sub("", rest).rstrip("\n") + "\n"
        yield Table(name, text)
        for one in _WRONG.finditer(rest):
            assert text.count(one["old"]) == 1, (name, one["old"])
            yield Table(
                f"{name}: {one['new']}",
                text.replace(one["old"], one["new"]),
                frozenset(one["accused"].split("；")),
            )
