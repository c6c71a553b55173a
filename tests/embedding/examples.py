"""A value of every format, in which as much as possible is said."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import attrs

import minsheng as ms
from minsheng.domain import Change, Option, Question
from minsheng.scoring import Given, Grade, Item, Piecewise, Point, Scheme, Veto

NOVEMBER = datetime.date(2019, 11, 30)


@cache
def _programme() -> ms.Programme:
    return ms.load("yueyang-2019")


@cache
def _progress() -> ms.Progress:
    return ms.read_progress("yueyang-2019", _programme())


@cache
def _criterion() -> ms.Criterion:
    standard = ms.load("yueyang-2023").standard("subsistence-rural")
    floor = ms.rules.adequate(standard, "元/月", paid="paid", area_kind="area_kind", on="month")
    exempt = ms.column("exempt", kind="truth") | (ms.column("share", places=2).half_up(1) > 0)
    return ms.Criterion(
        "X201", floor.requirement, when=~exempt, title="低保", effective=datetime.date(2023, 1, 1)
    )


def _scheme() -> Scheme:
    lines = Piecewise((Point(60, 0), Point(100, 60)))
    return Scheme(
        "x", "某办法", "某文", items=(
            Item("work", "完成", lines, 60, indicators=("roads", "jobs")),
            Item("mark", "评分", Given(out_of=100), 40),
        ),
        vetoes=(Veto("accident", "事故", event="accident", to=59),),
        grades=(Grade("优", 80, share="0.5"), Grade("良", high=80)),
    )  # fmt: skip


@cache
def _ranking() -> ms.Ranking:
    facts = {"roads_target": 60, "jobs_target": 7, "accident_count": 0, "mark_mark": 90}
    return ms.score_records(_scheme(), {
        "甲县": facts | {"roads_actual": 45, "jobs_actual": 6},
        "乙区": facts | {"roads_actual": 61, "jobs_actual": 7},
        "丙区": facts | {"roads_actual": 61},
    })  # fmt: skip


@cache
def _report() -> ms.Report:
    return ms.check(_programme(), progress=_progress(), on=NOVEMBER)


def _draft() -> ms.Draft:
    plain = ms.embedding.to_data(_programme())
    ways = (
        Option("each", "各地都要达到", (Change("projects.1.indicators.a.additivity", "each"),)),
        Option("sum", "相加"),
    )
    asked = Question("target-2-2", "附件2第2项第2行", "超过80类", "各地都要达到，还是相加？", ways)
    plain = {
        key: plain[key] for key in ("name", "city", "year", "document", "areas", "projects", "allocation")
    }
    return ms.Draft(
        plain, (asked, attrs.evolve(asked, id="b", chosen="sum", answered=True)), {"a": "第2页第3行"}
    )


def _lights() -> ms.measuring.LightPolicy:
    return ms.measuring.load_lights("yinchuan-2025")


MADE: dict[str, Callable[[], Any]] = {
    "programme": lambda: ms.load("yueyang-2023"),
    "progress": _progress,
    "criterion": _criterion,
    "criteria": lambda: (_criterion(),),
    "scheme": _scheme,
    "lights": _lights,
    "verdict": lambda: _criterion().judge({
        "paid": "640.5", "area_kind": "district", "month": datetime.date(2023, 6, 1), "exempt": False,
        "share": None,
    }),
    "trace": lambda: _criterion().judge({
        "paid": "640.5", "area_kind": "district", "month": datetime.date(2023, 6, 1), "exempt": False,
        "share": 0,
    }).trace(),
    "report": _report,
    "standings": lambda: ms.standings(_programme(), _progress(), on=NOVEMBER, policy=_lights()),
    "score": lambda: _ranking().scores[0],
    "ranking": _ranking,
    "division": lambda: ms.allocate(
        "10 个", {"甲县": Fraction(47, 3), "乙县": "16.50", "丙区": 15, "丁区": None}, floors=1, caps=6,
        city_share=1,
    ),
    "draft": _draft,
    "bulletin": lambda: ms.bulletin(
        _programme(), _progress(), "2019年11月", lights=_lights(), report=_report(), notes=["请核对。"]
    ),
}  # fmt: skip


@cache
def example(name: str) -> Any:
    """The example of a format."""
    return MADE[name]()
