"""The cells of the allocation: numbers, units and columns, checked one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from minsheng.domain.allocation import NO_SHARE
from minsheng.domain.amount import Amount, plain_text, to_decimal
from minsheng.domain.area import CITY, lies_in
from minsheng.domain.bound import Bound
from minsheng.domain.parts import is_name
from minsheng.domain.printed import CellKind, read_cell, whole_unit
from minsheng.domain.units import Unit
from minsheng.domain.written import exactly
from minsheng.errors import MinshengError, Path, Problems, UnknownName
from minsheng.reading.paths import dicts


def check_rows(plain: dict[str, Any], problems: Problems, totals: Sequence[Mapping[str, str]] = ()) -> None:
    """Make every cell a plain number in the unit of its row, or None; tell each row what it is of.

    Args:
        plain: the programme.
        problems: what is wrong is added here.
        totals: the sums that are printed beside each row.
    """
    areas = [area.get("name") for area in dicts(plain.get("areas"))]
    parents = [area.get("parent") or "" for area in dicts(plain.get("areas"))]
    known = {
        indicator.get("id"): (project.get("number"), indicator)
        for project in dicts(plain.get("projects"))
        for indicator in dicts(project.get("indicators"))
        if isinstance(indicator.get("id"), str)
    }
    allocation = plain.get("allocation")
    if not isinstance(allocation, dict) or not isinstance(allocation.get("rows"), list):
        return
    for index, row in enumerate(allocation["rows"]):
        path: Path = ("allocation", "rows", index)
        if not isinstance(row, dict) or not isinstance(row.get("cells"), dict):
            problems.add(path, "不是一行任务数")
            continue
        _check_areas(row, areas, path, problems)
        number, indicator = known.get(str(row.get("indicator")), (0, {}))
        unit = None
        with problems.at((*path, "unit")):
            given = row.get("unit")
            row["unit"] = _unit_of(indicator) if given in (None, "") else given
            unit = Unit.parse(str(row["unit"]))
        # what the indicator says of itself is not written a second time
        row["project"], row["text"] = number, indicator.get("text", "")
        row["source"] = indicator.get("source")
        row["additivity"] = indicator.get("additivity", "sum")
        if any(parents):
            row["parents"] = parents
        for area, cell in row["cells"].items():
            row["cells"][area] = _cell(cell, unit, (*path, "cells", area), problems)
        row["city_share"] = _cell(row.get("city_share"), unit, (*path, "city_share"), problems)
        for column, cell in totals[index].items() if index < len(totals) else ():
            _check_total(row, _cell(cell, unit, (*path, column), problems), (*path, column), problems)


def _check_areas(row: dict[str, Any], areas: list[Any], path: Path, problems: Problems) -> None:
    """The cells must name every area once, in their order; a CSV's header is checked before."""
    if list(row["cells"]) == areas:
        return
    if sorted(row["cells"]) == sorted(map(str, areas)):
        row["cells"] = {str(area): row["cells"][str(area)] for area in areas}
        return
    known = {area for area in areas if is_name(area)}
    for name in row["cells"]:
        if name not in known:
            problems.add((*path, "cells", name), UnknownName("area", name, areas).in_chinese)
    missing = [str(area) for area in areas if not is_name(area) or area not in row["cells"]]
    if missing:
        problems.add(path, f"缺少地区：{'、'.join(missing)}")


def _unit_of(indicator: dict[str, Any]) -> str:
    """The unit of an indicator's target, which that of its row is by default; empty if it has none."""
    try:
        return str(Bound.parse(indicator["target"]).amount.unit)
    except (KeyError, TypeError, MinshengError):
        return ""


def _check_total(row: dict[str, Any], total: str | None, path: Path, problems: Problems) -> None:
    """A printed sum is that of the areas, with the city's own share or without; or what each must reach."""
    if total is None:
        return
    having = {area: Fraction(cell) for area, cell in row["cells"].items() if cell is not None}
    parents = dict(zip(row["cells"], row.get("parents", ()), strict=False))
    shares = [share for area, share in having.items() if not having.keys() & {*lies_in(area, parents)}]
    areas, city = sum(shares, Fraction(0)), Fraction(row["city_share"] or 0)
    if Fraction(total) not in (areas, areas + city, *({*shares} if len({*shares}) == 1 else ())):
        own = f"，加{CITY} {exactly(areas + city)}" if city else ""
        problems.add(path, f"写的是 {total}，各地之和是 {exactly(areas)}{own}", "请核对；合计不读入，只核对")


def _cell(cell: Any, unit: Unit | None, path: Path, problems: Problems) -> str | None:
    if cell is None or (isinstance(cell, str) and cell in NO_SHARE):
        return None
    try:
        read = read_cell(cell if isinstance(cell, str) else plain_text(to_decimal(cell)))
        if read.kind is CellKind.NUMBER and read.value is not None and read.relation is None:
            if unit is None or not read.unit:
                return plain_text(read.value)
            amount = Amount(read.value, whole_unit(read.unit, unit.text))
            if amount.unit.measures_same_as(unit):
                return plain_text(amount.to(unit).value)
            met = f"“{cell}”的单位是“{amount.unit}”，这一行的单位是“{unit}”"
            problems.add(path, met, "请换成同一单位的数")
            return None
    except (MinshengError, TypeError):
        pass
    problems.add(path, f"“{cell}”不是一个数", f"没有任务数请写“/”；{CITY}没有请留空")
    return None
