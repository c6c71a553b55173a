"""Published tables as they are printed: every figure is read as what it is."""

from __future__ import annotations

import re

import pytest

import minsheng as ms
from minsheng.domain.printed import read_cell
from tests.reading.registers import case, programme
from tests.reading.tables.natural import ALL, Natural, plain, read

#: of one programme's year
REGISTERS = [
    table
    for table in ALL
    if re.search("20[0-9]{2}", table.title) and any(fact[2] == "actual" for fact in table.facts)
]


@pytest.mark.parametrize("kind", ["as_csv", "as_workbook", "as_old_workbook"])
@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_every_figure_is_read_as_it_is_printed(table: Natural, kind: str) -> None:
    found, unread = read(table, getattr(table, kind)())
    assert {plain(fact, table) for fact in found} == {plain(fact, table) for fact in table.facts}
    assert unread == 0


WHOLE = {"", "全市", "全省"}
CASES = (
    "hunan_2021_oldestates_aug", "yueyanglou_2019_jul_aug", "yueyang_2019_jan_nov",
    "hunan_2011_38_indicators", "yueyang_2021_jan_sep",
)  # fmt: skip
#: the unit that a table prints for an indicator
UNITS = {row["indicator"]: row["unit"] for name in CASES for row in reversed(case(f"{name}.csv"))}


def targets(table: Natural, areas: tuple[str, ...]) -> dict[str, str]:
    """The target of each indicator of a table: the whole's, where one is printed as a number."""
    found = dict.fromkeys((name for _, name, *_ in table.facts), "")
    for area, name, kind, cell in table.facts:
        read = read_cell(cell)
        if kind == "target" and (area in WHOLE or len(areas) == 1) and read.value is not None:
            unit = UNITS[name] if "/" in UNITS[name] else read.unit or UNITS[name] or "个"
            found[name] = f">= {read.value} {unit}"
    return found


@pytest.mark.parametrize("table", REGISTERS, ids=lambda table: table.name)
def test_every_figure_is_a_record(table: Natural) -> None:
    areas = tuple(dict.fromkeys(area for area, *_ in table.facts if area not in WHOLE))
    year = int(re.findall("20[0-9]{2}", table.title)[0])
    asked = {f"i{n}": pair for n, pair in enumerate(targets(table, areas).items())}
    city = "湖南省" if len(areas) > 1 else "岳阳市"
    made = programme(asked, areas, city=city, year=year)
    period = None if "月" in table.title else f"{year}年12月"
    progress = ms.read_progress(table.as_csv(), made, period=period)
    assert {
        (r.area, asked[r.indicator][0], r.value.value) for r in progress.records if r.value is not None
    } == {
        (None if area in WHOLE else area, name, read_cell(cell).value)
        for area, name, kind, cell in table.facts
        if kind == "actual" and read_cell(cell).value is not None
    }
    assert progress.aside == ()
