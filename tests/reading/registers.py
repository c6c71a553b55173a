"""A small programme and its registers, for the tests of reading."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import minsheng as ms
from tests.cases import CASES


def programme(
    targets: dict[str, tuple[str, str]],
    areas: Sequence[str] = ("甲县", "乙区"),
    *,
    city: str = "某市",
    year: int = 2023,
) -> ms.Programme:
    """A programme of one project: for each id its text and its target, if it has one."""
    indicators = tuple(
        ms.Indicator(id, text, ms.Bound.parse(target) if target else None)
        for id, (text, target) in targets.items()
    )
    project = ms.Project(1, ms.domain.Level.CITY, "民生实事", indicators=indicators)
    return ms.Programme(
        "case", city, year, ms.domain.Document("通知", "某办〔2023〕1号"),
        tuple(ms.Area(a, ms.AreaKind.COUNTY) for a in areas), (project,), ms.Allocation(tuple(areas), ()),
    )  # fmt: skip


SMALL = programme(
    {
        "jobs": ("城镇新增就业", ">= 5.9 万人"),
        "roads": ("农村公路提质改造", ">= 549 公里"),
        "toilets": ("改新建农村户用厕所", ">= 3000 户"),
        "allowance": ("残疾人生活补贴", ">= 80 元/月·人"),
        "hospitals": ("二甲公立医院全覆盖", ""),
    }
)


def case(name: str) -> list[dict[str, str]]:
    """The rows of a published table."""
    with (CASES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
