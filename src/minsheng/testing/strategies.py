"""Strategies for values of every kind, from single units to whole programmes without findings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

import attrs
from hypothesis import strategies as st

from minsheng.domain.allocation import Additivity, Allocation, Row
from minsheng.domain.amount import Amount, add_exactly, plain_text
from minsheng.domain.area import Area, AreaKind, lies_in
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator
from minsheng.domain.numerals import shifted
from minsheng.domain.printed import Relation
from minsheng.domain.procedure import LevelRange
from minsheng.domain.programme import Programme
from minsheng.domain.project import Assignment, Covered, Level, Project, Task
from minsheng.domain.source import Document
from minsheng.domain.standards import Standard, Tier
from minsheng.domain.units import Unit, vocabulary

_COMPOUND = ("元/月", "元/年", "元/月·人", "元/月/人", "元/年·人")
#: the counted and measured things that targets are set in, and their places
_TARGET_UNITS = (("户", 0), ("人次", 0), ("万人", 4), ("公里", 1), ("万亩", 2), ("万元", 0))
_NAMES = ("甲县", "乙县", "丙市", "丁区", "戊区", "己新区")


def units() -> st.SearchStrategy[Unit]:
    """Units: every known word, alone or with 万 or 亿, and the compound ones of standards."""
    words = st.sampled_from(vocabulary())
    prefixed = st.builds(lambda prefix, word: prefix + word, st.sampled_from(("", "万", "亿")), words)
    return st.one_of(words, prefixed, st.sampled_from(_COMPOUND)).map(Unit.parse)


def numbers(*, places: int = 4, min_value: int = 0, max_value: int = 10**9) -> st.SearchStrategy[Decimal]:
    """Exact decimals with at most ``places`` decimal places; they shrink towards small whole numbers."""
    return st.integers(0, places).flatmap(
        lambda p: st.integers(min_value * 10**p, max_value * 10**p).map(lambda n: shifted(Decimal(n), -p))
    )


def amounts(
    *,
    units: Sequence[str] = (),
    places: int = 4,
    min_value: int = 0,
    max_value: int = 10**9,
) -> st.SearchStrategy[Amount]:
    """Amounts, in these units; default: in any."""
    value = numbers(places=places, min_value=min_value, max_value=max_value)
    return st.builds(Amount, value, st.sampled_from([Unit.parse(u) for u in units]) if units else _ANY_UNIT)


_ANY_UNIT = st.deferred(units)


def bounds(*, units: Sequence[str] = ()) -> st.SearchStrategy[Bound]:
    """Bounds on amounts in these units; default: in any."""
    return st.builds(Bound, st.sampled_from(Relation), amounts(units=units))


def areas() -> st.SearchStrategy[Area]:
    """Areas of every kind, with and without a code."""
    codes = st.one_of(st.none(), st.integers(430600, 430699).map(str))
    return st.builds(Area, st.sampled_from(_NAMES), st.sampled_from(AreaKind), codes)


def rows(
    *, areas: Sequence[str] = _NAMES[:4], unit: str | None = None, indicator: str = "x"
) -> st.SearchStrategy[Row]:
    """Rows over these areas: shares, missing shares, and sometimes a share of the city itself."""
    chosen = st.sampled_from(_TARGET_UNITS) if unit is None else st.just((unit, 0))

    def of(unit_and_places: tuple[str, int]) -> st.SearchStrategy[Row]:
        text, places = unit_and_places
        share = st.one_of(st.none(), numbers(places=places, min_value=1, max_value=10**4))
        cells = st.tuples(*(share for _ in areas))
        return st.builds(Row, st.just(indicator), st.just(text), st.just(tuple(areas)), cells, share)

    return chosen.flatmap(of)


def allocations(*, min_rows: int = 0, max_rows: int = 5) -> st.SearchStrategy[Allocation]:
    """Allocations of a few rows over the same areas."""
    names = _NAMES[:4]
    listed = st.integers(min_rows, max_rows).flatmap(
        lambda n: st.tuples(*(rows(areas=names, indicator=f"i{k}") for k in range(n)))
    )
    return st.builds(Allocation, st.just(names), listed)


def standards(*, id: str = "floor") -> st.SearchStrategy[Standard]:
    """Standards with a tier for every kind of area from the first day of 2023 or later."""
    kinds = tuple(AreaKind)

    def of(old: Decimal, rise: Decimal, day: int) -> Standard:
        was, target = Amount(old, "元/月"), Amount(add_exactly(old, rise), "元/月")
        text = f"标准从不低于{plain_text(was.value)}元/月提高到不低于{plain_text(target.value)}元/月"
        tier = Tier(
            Bound(Relation.AT_LEAST, target),
            datetime.date(2023, 1, 1) + datetime.timedelta(days=day),
            area_kinds=kinds,
            baseline=Bound(Relation.AT_LEAST, was),
        )
        return Standard(id, text, (tier,))

    figure = numbers(places=2, min_value=1, max_value=5000)
    return st.builds(of, figure, figure, st.integers(0, 364))


def _any(row: Row) -> bool:
    return bool(row.present)


@st.composite
def _nested(draw: st.DrawFn) -> tuple[Area, ...]:
    """Areas of every kind, some of them in one of the others."""
    names = _NAMES[: draw(st.integers(1, len(_NAMES)))]
    listed = [Area(name, draw(st.sampled_from(AreaKind))) for name in names]
    if draw(st.booleans()):
        return tuple(listed)
    for at, area in enumerate(listed):
        above = ["", *(one.name for one in listed if one.kind.level < area.kind.level)]
        listed[at] = attrs.evolve(area, parent=draw(st.sampled_from(above)))
    return tuple(listed)


def _agreeing(row: Row) -> Row:
    """The row with every share of an area the sum of those within it that have one."""
    shares, parents = dict(row.shares), dict(zip(row.areas, row.parents, strict=False))
    for name in sorted(parents, key=lambda name: -len(lies_in(name, parents))):
        inner = [share for one, share in shares.items() if parents[one] == name and share is not None]
        if inner and shares[name] is not None:
            shares[name] = add_exactly(*inner)
    return row.replace(**shares)


def _worded(*, id: str = "covered") -> st.SearchStrategy[Indicator]:
    """Indicators whose target is words, for the city or for each area."""
    words = st.sampled_from(("全覆盖", "应补尽补", "完成主体工程", "按时足额发放"))
    how, counts = st.sampled_from(Additivity), st.sampled_from(((), ("全部开工",)))

    def of(worded: str, additivity: Additivity, counts: tuple[str, ...]) -> Indicator:
        return Indicator(id, f"补贴{worded}", additivity=additivity, worded=worded, counts=counts)

    return st.builds(of, words, how, counts)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """Programmes without findings: a few projects, each divided so that it adds up.

    To test a rule, break one thing in one with ``attrs.evolve`` or ``with_row``.
    """
    listed = draw(_nested())
    names, parents = tuple(area.name for area in listed), tuple(area.parent for area in listed)
    parents = parents if any(parents) else ()
    count = draw(st.integers(1, 4))
    provincial = draw(st.integers(0, count))
    projects, divided = [], []
    for number in range(1, count + 1):
        id = f"i{number}"
        # a target of 0 is not a target: at least one share
        row = _agreeing(attrs.evolve(draw(rows(areas=names, indicator=id).filter(_any)), parents=parents))
        target = Bound(Relation.AT_LEAST, row.total)
        text = f"完成{plain_text(row.total.value)}{row.unit}"
        indicator = Indicator(id, text, target)
        task = Task(text, (Covered(id, row.total),))
        standard = draw(st.none() | standards(id=f"s{number}"))
        tasks = (task, Task(standard.text, (Covered(standard.id),))) if standard else (task,)
        worded = draw(st.none() | _worded(id=f"w{number}"))
        tasks = (*tasks, Task(worded.text, (Covered(worded.id),))) if worded else tasks
        projects.append(
            Project(
                number,
                Level.PROVINCIAL if number <= provincial else Level.CITY,
                text,
                text,
                (Assignment("某人", "市某局", "某某", ("市财政局",), tasks),),
                (indicator, worded) if worded else (indicator,),
                (standard,) if standard else (),
            )
        )
        divided.append(attrs.evolve(row, project=number, text=text))
    spans = ((Level.PROVINCIAL, 1, provincial), (Level.CITY, provincial + 1, count))
    ranges = [LevelRange(level, first, last) for level, first, last in spans if first <= last]
    return Programme(
        "drawn",
        "某市",
        2023,
        Document("通知", "某办〔2023〕1号"),
        listed,
        tuple(projects),
        Allocation(names, tuple(divided)),
        levels=tuple(ranges),
    )
