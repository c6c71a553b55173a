"""What the cells of a column are, apart from its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

import attrs

from minsheng.domain.numerals import normalise
from minsheng.domain.printed import BARE, CellKind, read_cell
from minsheng.domain.units import known_unit
from minsheng.reading.tables.naming import Names

#: so many different cells tell what a column is
_ENOUGH = 300
_SERIAL = re.compile(r"\(?\d{1,4}\)?[、.]?|[一二三四五六七八九十]{1,3}、?|[①-⑳]")


@attrs.frozen
class Content:
    """How many different cells of a column are of each kind; marks for nothing are not counted.

    Args:
        all: of any kind.
        numbers: figures, and gaps to a target.
        percents: those in per cent.
        with_units: those that bring a unit of their own.
        places: names of areas, or what looks like one; totals are not counted.
        areas: those of them that are known.
        units: units.
        items: names of indicators.
        counts: 1, 2, 3 and so on, without a number left out.
    """

    all: int = 0
    numbers: int = 0
    percents: int = 0
    with_units: int = 0
    places: int = 0
    areas: int = 0
    units: int = 0
    items: int = 0
    counts: bool = False

    def mostly(self, count: int) -> bool:
        """Whether at least half are of a kind."""
        return count > 0 and 2 * count >= self.all


def content_of(cells: Iterable[str], names: Names) -> Content:
    """What the cells of a column are.

    >>> content_of(["甲县", "乙区", "合计"], Names(None)).places
    2
    """
    different = [
        cell.strip() for cell in islice(dict.fromkeys(cells), _ENOUGH) if cell and not cell.isspace()
    ]
    numbers = percents = united = places = areas = units = items = total = 0
    for cell in different:
        read = read_cell(cell)
        if read.kind is CellKind.MARK:
            continue
        total += 1
        if read.kind is not CellKind.WORDS or read.why:
            numbers += 1
            percents += read.unit == "%"
            united += bool(read.unit)
            continue
        plain = normalise(cell)
        if plain in BARE or known_unit(plain) is not None:
            units += 1
        if names.is_place(cell):
            places += 1
            areas += names.is_area(cell)
        items += names.is_item(cell)
    return Content(total, numbers, percents, united, places, areas, units, items, _counts(different))


def _counts(cells: list[str]) -> bool:
    """Whether they are 1, 2, 3 …"""
    numbers = [cell.rstrip("、.").strip("()") for cell in cells if _SERIAL.fullmatch(cell)]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
