"""Tables as offices might write them, invented with the right reading of each written down beside it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import attrs

import minsheng as ms
from tests.reading.registers import programme

TOWNS = ("安定镇", "长寿镇", "白石乡", "城关街道")
SHARES = {
    "lamps": ("盏", (300, 200, 100, 400)),
    "green": ("平方米", (1500, 2500, None, 6000)),
    "waste": ("吨", (20, 30, 10, 40)),
    "shows": ("场次", (12, 12, 6, 20)),
    "seats": ("个", (100, None, None, 500)),
}
TEXTS = {
    "lamps": ("安装太阳能路灯1000盏", ">= 1000 盏"),
    "green": ("新增绿地1万平方米", ">= 1 万平方米"),
    "waste": ("日处理垃圾能力100吨", ">= 100 吨"),
    "shows": ("送戏下乡50场次", ">= 50 场次"),
    "seats": ("新增学位600个", ">= 600 个"),
}


def _row(id: str) -> ms.Row:
    unit, shares = SHARES[id]
    exact = tuple(None if share is None else Decimal(share) for share in shares)
    return ms.Row(id, unit, TOWNS, exact, project=1, text=TEXTS[id][0])


X = attrs.evolve(
    programme(TEXTS, TOWNS, city="清溪县"), allocation=ms.Allocation(TOWNS, tuple(map(_row, SHARES)))
)
DATA = Path(__file__).parents[2] / "data"
J, N = ms.load("yueyang-2023"), ms.load("yueyang-2019")


@attrs.frozen
class Invented:
    """A table, what must be read of it, and what must be said."""

    of: ms.Programme
    name: str
    text: str
    read: tuple[str, ...] = ()
    said: str = ""

    @property
    def rows(self) -> list[list[str]]:
        """Its cells, as many in each row."""
        rows = [line.strip().split("|") for line in self.text.strip().splitlines()]
        width = max(map(len, rows))
        return [[*row, *[""] * (width - len(row))] for row in rows]


def _read(block: str) -> Invented:
    head, *lines = block.strip().splitlines()
    of, name = head.split(" ")
    read = tuple(line[2:] for line in lines if line.startswith("= "))
    said = next((line[2:] for line in lines if line.startswith("? ")), "")
    text = "\n".join(line for line in lines if line[:2] not in ("= ", "? "))
    return Invented({"J": J, "N": N, "X": X}[of], name, text, read, said)


TABLES = tuple(map(_read, (DATA / "invented_tables.txt").read_text("utf-8").split("## ")[1:]))
