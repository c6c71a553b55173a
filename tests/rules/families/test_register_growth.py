"""Checking a register takes work that grows as the register does, whichever way it grows.

What is counted is the instructions that Python carries out, not seconds.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import attrs
import pytest

import minsheng as ms

NOTICE = ms.load("yueyang-2023")
RULES = ms.select(ms.STANDARD_RULES, "P")
MONTHLY = tuple(attrs.evolve(duty, due=ms.domain.Deadline(working_days=3)) for duty in NOTICE.reporting)


def instructions(function: Callable[[], object]) -> int:
    """How many instructions a call takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "opcode"
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def of_areas(count: int) -> ms.Programme:
    """The notice with so many areas, every one of them with a share of every second row."""
    areas = tuple(ms.Area(f"第{n}区", ms.AreaKind.DISTRICT) for n in range(count))
    names = tuple(area.name for area in areas)
    rows = tuple(
        attrs.evolve(row, areas=names, cells=(None if n % 2 else 1,) * count, city_share=None)
        for n, row in enumerate(NOTICE.allocation.rows)
    )
    allocation = attrs.evolve(NOTICE.allocation, areas=names, rows=rows)
    return attrs.evolve(NOTICE, areas=areas, allocation=allocation, reporting=MONTHLY)


def figure(n: int, area: str | None, **more: Any) -> ms.Record:
    """The n-th figure of a series, reported on the day after its period, now and then corrected."""
    last = datetime.date(2023, 1, 1) + datetime.timedelta(days=n)
    given = {"measure": "count", "on": last, **more}
    return ms.Record("jobs", ms.Period.to_date(last), ms.Amount(n, more.pop("unit", "人")), area, **given)


def longer(count: int) -> tuple[ms.Programme, ms.Progress]:
    """One area reports every day; everything is verified, half of it corrected."""
    beside = ms.Bound.parse(">= 50 人")
    reported = [figure(n, "第1区", target=beside) for n in range(count)]
    verified = [figure(n, "第1区", verified=True) for n in range(count)]
    corrected = [attrs.evolve(one, on=datetime.date(2023, 12, 31)) for one in reported[::2]]
    return of_areas(5), ms.Progress((*reported, *verified, *corrected))


def wider(count: int) -> tuple[ms.Programme, ms.Progress]:
    """So many areas report two tasks, one of which they have no share of, and works and money."""
    programme = of_areas(count)
    rows = programme.allocation.rows[:2]
    june = ms.Period.month(2023, 6)
    figures = [
        ms.Record(row.indicator, june, ms.Amount(3, row.unit), area.name)
        for area in programme.areas
        for row in rows
    ]
    works = [attrs.evolve(one, measure="physical", value=ms.Amount(70, "%")) for one in figures[::2]]
    paid = [attrs.evolve(one, measure="money", value=ms.Amount(60, "%")) for one in figures[::2]]
    return programme, ms.Progress((*figures, *works, *paid))


def changed(count: int) -> tuple[ms.Programme, ms.Progress]:
    """So many areas, the targets of all of which were changed."""
    programme, progress = wider(count)
    target = ms.Bound.parse(">= 50 人")
    changes = tuple(ms.domain.TargetChange("jobs", target, area=area.name) for area in programme.areas)
    return programme, attrs.evolve(progress, changes=changes)


GROWING = [(register, rule) for register in (longer, wider) for rule in RULES]
GROWING += [(changed, rule) for rule in RULES if rule.code in ("P101", "P110")]


@pytest.mark.parametrize(
    ("register", "rule"), GROWING, ids=lambda one: one.code if isinstance(one, ms.Rule) else one.__name__
)
def test_twice_the_records_are_twice_the_work(
    register: Callable[[int], tuple[ms.Programme, ms.Progress]], rule: ms.Rule
) -> None:
    """From 32 to 64 of them takes twice what 16 to 32 takes, and not four times as much."""
    _, few, some, many = (_taken(*register(count), rule) for count in (16, 16, 32, 64))  # once to warm up
    assert many - some < 2.5 * (some - few) + 200


def _taken(programme: ms.Programme, progress: ms.Progress, *rules: ms.Rule) -> int:
    on = datetime.date(2023, 12, 31)
    asked = {"programme": programme, "progress": progress, "on": on, "limits": None}
    given = [{name: asked[name] for name in rule.takes} for rule in rules]
    return instructions(lambda: [list(rule(**one)) for rule, one in zip(rules, given, strict=True)])


def test_a_record_takes_less_than_it_takes_to_build_a_criterion() -> None:
    """All rules together, for one more record of a series."""
    (programme, few), (_, many) = longer(16), longer(32)
    more = _taken(programme, many, *RULES) - _taken(programme, few, *RULES)
    records = len(many.records) - len(few.records)
    building = instructions(
        lambda: ms.rules.figure_criteria("人")["P102"].judge({"actual": 3, "previous": 2})
    )
    assert more / records < building
