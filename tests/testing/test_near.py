"""Drawn records: at the limits of what they are for, of texts that are asked about, seldom with holes."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.testing import criteria, records

DRAWN = settings(max_examples=100, phases=(Phase.generate,), database=None, derandomize=True)

KIND, ON = ms.column("地区类别"), ms.column("月份")
PAID = ms.column("发放金额", "元", places=2, low=0, high=100_000)
MONTHS = ms.column("发放月数", "月", low=0, high=12)
PEOPLE = ms.column("人数", "人", low=0, high=20)
HOUSEHOLD = ms.column("户发放", "元/月", places=2, low=0, high=100_000)
TABLE = ms.rules.DecisionTable(
    "高龄津贴标准",
    ("地区类别", "月份"),
    (
        ms.rules.Line(
            (ms.rules.OneOf(("区", "管委会")), ms.rules.Span(datetime.date(2023, 1, 1))), Decimal(120)
        ),
        ms.rules.Line(
            (ms.rules.OneOf(("县", "县级市")), ms.rules.Span(datetime.date(2023, 1, 1))), Decimal(80)
        ),
    ),
    ms.Unit.parse("元/月"),
)
FLOOR = ms.rules.look_up(TABLE, 地区类别=KIND, 月份=ON)
STATED = (
    ms.load("yueyang-2023", readings={"subsistence-per-person": "per-person"})
    .standard("subsistence-rural")
    .floor(area_kind=KIND, on=ON)
)
RURAL = ms.Criterion("X101", HOUSEHOLD / PEOPLE >= STATED, when=ms.column("险种") == "农村低保")


@pytest.mark.parametrize(
    ("paid", "floor"),
    [
        (PAID, ms.Amount(650, "元")),
        (PAID / PEOPLE, ms.Amount(650, "元/人")),
        (PAID / MONTHS, FLOOR),
        (PAID, FLOOR * MONTHS),
        (HOUSEHOLD * 2, ms.Amount(7800, "元/年")),
        (HOUSEHOLD / PEOPLE, STATED),
        ((PAID / PEOPLE).half_up(0), ms.Amount(650, "元/人")),
        (ms.most(PAID, ms.Amount(3, "元")) - ms.Amount(100, "元"), PAID / ms.column("数", low=2, high=9)),
        (ON, ms.least(ms.column("甲日", kind="date"), ms.column("乙日", kind="date"))),
    ],
)
def test_a_test_of_a_hundred_examples_finds_more_than_where_at_least_is_meant(paid: Any, floor: Any) -> None:
    meant, wrong = ms.Criterion("X101", paid >= floor), ms.Criterion("X101", paid > floor)

    def differs(drawn: list[dict[str, Any]]) -> bool:
        return any(meant.judge(one).outcome is not wrong.judge(one).outcome for one in drawn)

    assert find(records(wrong), differs, settings=DRAWN)


def test_on_the_limit_and_one_last_place_on_either_side() -> None:
    over = Counter[Decimal]()
    each = ms.Criterion("X101", ms.Amount(650, "元/人") <= PAID / PEOPLE)

    @DRAWN
    @given(records(each, missing=False))
    def draw(drawn: list[dict[str, Any]]) -> None:
        over.update(one["发放金额"] - 650 * one["人数"] for one in drawn if one["人数"])

    draw()
    assert min(over[Decimal(0)], over[Decimal("0.01")], over[Decimal("-0.01")]) > 20


def test_records_of_the_texts_asked_about_seldom_with_holes_are_judged() -> None:
    drawn: list[dict[str, Any]] = []

    @DRAWN
    @given(records(RURAL))
    def draw(found: list[dict[str, Any]]) -> None:
        drawn.extend(found)

    draw()
    values = [value for record in drawn for value in record.values()]
    assert 0.05 < values.count(None) / len(values) < 0.2
    assert sum(record["险种"] == "农村低保" for record in drawn) > len(drawn) / 2
    outcomes = Counter(RURAL.judge(record).outcome.value for record in drawn)
    assert min(outcomes["met"], outcomes["unmet"], outcomes["not_applicable"]) > 0.03 * len(drawn)


@given(st.data())
def test_whatever_is_drawn_fits_its_columns(data: st.DataObject) -> None:
    criterion = data.draw(criteria())
    for record in data.draw(records(criterion, min_size=1, max_size=5)):
        assert criterion.judge(record).criterion == criterion
