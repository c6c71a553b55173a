"""The law of scoring a programme: who is ranked, with which figures, is worked out here from its data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.testing import programmes
from tests.oracles import schemes as oracle
from tests.tries import tries

s = ms.scoring
CITY = "市本级"
ITEMS = (
    s.Item("work", "完成", s.Proportional(), 10, indicators=("i1",)),
    s.Item("own", "增长", s.Proportional(), 10, indicators=("gdp",)),
    s.Item("told", "被通报", s.PerEvent("通报批评", 2, (s.Running(2, 3),)), role="deduction"),
)
HALVES = st.integers(0, 4).map(lambda n: Decimal(n) / 2)


@st.composite
def schemes(draw: st.DrawFn, names: tuple[str, ...]) -> Any:
    """Schemes about an indicator of the programme and one of their own; some areas are ranked as one."""
    left, merged = draw(st.permutations(names)), []
    for name in draw(st.sampled_from(((), ("市区",), ("市区", "城区")))):
        many = draw(st.integers(2, 3))
        if len(left) >= many:
            merged.append(s.Merged(name, tuple(left[:many])))
        left = left[many:]
    return s.Scheme(
        "random", "随机办法", "样例", Decimal(20), ITEMS, merged=tuple(merged),
        zones=draw(st.sampled_from(("together", "apart", "merged", "out"))),
        year_from=draw(st.sampled_from((1, 12))), no_task="left-out", no_figure="zero",
        ties=draw(st.sampled_from(("skip", "dense"))),
        ties_by=draw(st.sampled_from(((), ("work",), ("told", "own")))),
        indicators=(s.OwnIndicator("gdp", "地区生产总值", "亿元"),),
    )  # fmt: skip


def subjects(scheme: Any, programme: Any) -> dict[str, tuple[str, set[str]]]:
    """Who is ranked, in which group, and the areas that it is."""
    zones = {one.name for one in programme.areas if one.kind.value == "zone" and not one.parent}
    parent = {one.name: one.parent for one in programme.areas}
    into = {area: one.name for one in scheme.merged for area in one.areas}
    way = scheme.zones.value
    found: dict[str, set[str]] = {}
    for area in (*parent, *((CITY,) if way == "merged" or CITY in into else ())):
        if area in into:
            found.setdefault(into[area], set()).add(area)
        elif way == "merged" and area in zones:
            found.setdefault(into.get(CITY, CITY), set()).add(area)
        elif way != "out" or area not in zones:
            found.setdefault(area, set()).add(area)

    def group(areas: set[str]) -> str:
        above = {parent.get(area, "") for area in areas} - {""}
        if above:
            return f"{above.pop()}所辖"
        return "" if way != "apart" else "园区" if areas <= zones else "县市区"

    return {name: (group(areas), areas) for name, areas in found.items()}


def record(
    programme: Any, areas: set[str], done: Mapping[str, Decimal | None], own: tuple[Any, Any], days: list[Any]
) -> dict[str, Any]:
    """What is known of one who is ranked."""
    asked = {name: share for name, share in shares_of(programme).items() if name in areas}
    figures = [done[name] for name in asked]
    runs = [*runs_of(sorted({day.year * 12 + day.month for day in days}))]
    return {
        "i1_target": Fraction(sum(asked.values())) if asked else None,
        "i1_actual": Fraction(sum(figures)) if figures and None not in figures else None,  # type: ignore[arg-type]  # none is None
        "gdp_target": own[0], "gdp_actual": own[1],
        "told_count": Fraction(len(days)), "told_run2": Fraction(sum(run > 1 for run in runs)),
    }  # fmt: skip


def shares_of(programme: Any) -> dict[str, Decimal]:
    """The share of everybody who has one."""
    row = programme.allocation["i1"]
    return {name: n for name, n in {**row.shares, CITY: row.city_share}.items() if n is not None}


def runs_of(months: list[int]) -> Iterator[int]:
    """The lengths of runs of months."""
    length = 0
    for at, month in enumerate(months):
        length += 1
        if at + 1 == len(months) or months[at + 1] != month + 1:
            yield length
            length = 0


@tries(40)
@given(st.data())
def test_who_is_ranked_and_by_what(data: st.DataObject) -> None:
    """Points and places of a programme: areas that are one, zones, an indicator of its own, another year."""
    programme = data.draw(programmes())
    names = tuple(area.name for area in programme.areas)
    scheme = data.draw(schemes((*names, CITY)))
    parent = {area.name: area.parent for area in programme.areas}
    if any(len({parent.get(area, "") for area in one.areas}) > 1 for one in scheme.merged):
        with pytest.raises(ms.DataError, match="不在同一个上级里"):
            ms.score(programme, scheme, on=datetime.date(2023, 6, 30), events=[])
        return
    month = data.draw(st.integers(1, 11))
    day = ms.Period.month(2023, month).last
    unit, done = programme.allocation["i1"].unit, {}
    for name, share in shares_of(programme).items():
        rate = data.draw(st.none() | HALVES)
        done[name] = None if rate is None else rate * share
    records = [
        ms.Record("i1", ms.Period.month(2023, month), ms.Amount(value, unit), name)
        for name, value in done.items()
        if value is not None
    ]
    whose = subjects(scheme, programme)
    own = {name: (data.draw(st.none() | HALVES), data.draw(st.none() | HALVES)) for name in whose}
    marks = [
        s.Mark(name, f"gdp_{what}", value)
        for name, pair in own.items()
        for what, value in zip(("target", "actual"), pair, strict=True)
        if value is not None
    ]
    first = datetime.date(2022, 12, 1) if scheme.year_from == 12 else datetime.date(2023, 1, 1)
    days = {name: data.draw(st.lists(st.dates(first, day), max_size=4)) for name in whose}
    events = [s.Event(name, "通报批评", on) for name, listed in days.items() for on in listed]
    ranking = ms.score(
        programme, scheme, progress=ms.Progress(tuple(records)), on=day, marks=marks, events=events
    )
    wanted: dict[str, tuple[Fraction | None, int | None]] = {}
    for group in {group for group, _ in whose.values()}:
        inside = [name for name, (of, _) in whose.items() if of == group]
        known = [record(programme, whose[name][1], done, own[name], days[name]) for name in inside]
        totals = [oracle.total(scheme, one) for one in known]
        wanted |= dict(zip(inside, zip(totals, oracle.ranks(scheme, known), strict=True), strict=True))
    event(f"{len(scheme.merged)} merged")
    found: dict[str, Any] = {one.name: (one.points, one.rank) for one in ranking}
    found |= {one.name: (None, None) for one in ranking.unscored}
    assert found == wanted
