"""Areas that go down, and breakdowns that stand in one cell: 元坝镇280、白果乡15."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minsheng.domain.area import CITY
from minsheng.reading.notices.pages import is_area

_EACH = re.compile(
    r"((?:[\u4e00-\u9fff]{2,10}[、和])+[\u4e00-\u9fff]{2,10}?)各(\d[\d.]*[\u4e00-\u9fff]{0,3})"
)
_IN_ONE_CELL = re.compile(
    r"([\u4e00-\u9fff]{2,12}?)[:：]?(\d[\d,.]*)([\u4e00-\u9fff]{0,3})(?:[、，,；;\s。]+|$)"
)


def areas_down(rows: Sequence[Sequence[str]]) -> int | None:
    """The column of areas, where they go down."""
    for c in range(min(3, len(rows[0]))):
        cells = [row[c] for row in rows if row[c]]
        named = sum(is_area(cell) for cell in cells)
        if named > 1 and named * 2 >= len(cells):
            return c
    return None


def opened(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...] | None:
    """A table whose breakdown stands in one cell of each row, with a column for each area instead."""
    for c in range(len(rows[0])):
        read = {r: found for r, row in enumerate(rows) if (found := listed(row[c])) is not None}
        if not rows[0][c] or not read or min(read) == 0:
            continue
        read |= {r: one for r, row in enumerate(rows) if (one := listed(row[c], least=1)) is not None}
        areas = [*dict.fromkeys(area for shares in read.values() for area in shares)]
        made = []
        for r, row in enumerate(rows):
            shares = read.get(r)
            if r == 0:
                cells: Sequence[str] = areas
            elif shares is None and row[c]:
                cells = (f"{row[c]}（没有列出地区）", *[""] * (len(areas) - 1))
            else:
                cells = [(shares or {}).get(area, "/" if shares else "") for area in areas]
            made.append((*row[:c], *cells, *row[c + 1 :]))
        return tuple(made)
    return None


def listed(cell: str, *, least: int = 2) -> dict[str, str] | None:
    """The shares in a cell that lists areas with their figures; None if it lists fewer than ``least``.

    >>> listed("元坝镇280、白果乡15"), listed("元坝镇和白果乡各1个"), listed("城镇新增就业280人")
    ({'元坝镇': '280', '白果乡': '15'}, {'元坝镇': '1个', '白果乡': '1个'}, None)
    """
    cell = _EACH.sub(lambda m: "、".join(f"{one}{m[2]}" for one in re.split("[、和]", m[1])), cell)
    found: dict[str, str] = {}
    at = 0
    while at < len(cell):
        one = _IN_ONE_CELL.match(cell, at)
        if one is None or not (is_area(one[1]) or one[1] == CITY) or one[1] in found:
            return None
        found[one[1]] = one[2] + one[3]
        at = one.end()
    return found if len(found) >= least else None
