"""Strategies for scoring schemes, and for the records that they score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import attrs
from hypothesis import strategies as st

from minsheng.domain.amount import Amount, add_exactly
from minsheng.domain.expression.nodes import Column
from minsheng.domain.numerals import shifted, times_exactly
from minsheng.rules.scoring.forms.basic import AllOrNothing, Form, Given, Proportional
from minsheng.rules.scoring.forms.curves import Banded, Class, Ends, Piecewise, Point
from minsheng.rules.scoring.forms.events import PerEvent, Running, Start
from minsheng.rules.scoring.forms.levels import Levels
from minsheng.rules.scoring.forms.ranks import RankPoints, RankTable, Ties
from minsheng.rules.scoring.forms.relative import Origin, Relative
from minsheng.rules.scoring.forms.survey import Half, Survey, Vote, VoteOf
from minsheng.rules.scoring.forms.whole_steps import PartStep, Side, Step, StepOf
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import Item, Section, Veto, walk
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.regulation.who import Merged, OwnIndicator
from minsheng.rules.scoring.terms.bands import Grade, NamedLevel
from minsheng.rules.scoring.terms.choices import (
    Absent,
    Combine,
    Force,
    GoesBy,
    Others,
    Role,
    RoundAt,
    Together,
)
from minsheng.rules.scoring.terms.columns import Input

_FROM_ONE = (
    Input.RANK, Input.TIED, Input.OF, Input.TIES, Input.ASKED, Input.MEMBERS, Input.NUMBER, Input.MANY,
    Input.SCORED,
)  # fmt: skip
_SUMS = (Input.SUM, Input.MIDDLE, Input.GAINED, Input.FACTOR)
TENTHS = st.integers(0, 50).map(lambda n: shifted(Decimal(n), -1))
POSITIVE = st.integers(1, 50).map(lambda n: shifted(Decimal(n), -1))


LEVELS = (NamedLevel("好", 1), NamedLevel("较好", "0.8"), NamedLevel("一般", "0.6"), NamedLevel("差", 0))
#: an indicator that no programme has
OWN = OwnIndicator("gdp", "地区生产总值", "亿元")
#: what several indicators may be combined by
COMBINED = (Combine.MEAN, Combine.LEAST, Combine.MOST)
#: forms that every kind of scheme has with the same options
ASKED: st.SearchStrategy[Form] = st.one_of(
    st.sampled_from((Given(), Given(out_of=Decimal(100)))),
    st.builds(Survey, st.sampled_from((Decimal(1), Decimal("0.6"))), st.integers(1, 3)),
    st.just(Survey(levels=LEVELS)),
    st.just(Levels(LEVELS)),
    st.builds(Vote, st.sampled_from(VoteOf), st.sampled_from(Half), st.sampled_from(Half)),
)
RELATIVE = st.builds(Relative, st.sampled_from(Origin), st.sampled_from((Decimal(0), Decimal("0.6"))))


def sides(
    points: st.SearchStrategy[Decimal], *sizes: str, of: StepOf = StepOf.TARGET
) -> st.SearchStrategy[Side | None]:
    """One side of a step form, or none."""
    size, cap = st.sampled_from(sizes).map(Amount.parse), st.none() | TENTHS
    return st.none() | st.builds(Side, size, points, st.just(of), st.sampled_from(PartStep), cap)


@st.composite
def corners(
    draw: st.DrawFn, low: int, points: st.SearchStrategy[Decimal], *, rising: bool
) -> tuple[Point, ...]:
    """Values from ``low`` on with their points."""
    at = sorted(draw(st.sets(st.integers(low, 150), min_size=2, max_size=4)))
    earned = draw(st.lists(points, min_size=len(at), max_size=len(at)))
    return tuple(map(Point, at, sorted(earned) if rising else earned))


def classes(points: tuple[Point, ...], *, closed: bool = True) -> Banded:
    """Classes that change at every corner but the first."""
    ends = [None, *(corner.at for corner in points[1:]), None]
    return Banded(
        tuple(
            Class("", low, high, closed, not closed, points=corner.points)
            for (low, high), corner in zip(pairwise(ends), points, strict=True)
        )
    )


def task_forms() -> st.SearchStrategy[Form]:
    """Forms of points that compare work with a target; more work never gives fewer points."""
    side, rising = sides(TENTHS, "5 %", "10 %", "30 %"), corners(0, TENTHS, rising=True)
    return st.one_of(
        st.just(AllOrNothing()),
        st.builds(Proportional, st.sampled_from((Decimal(1), Decimal("1.2")))),
        st.builds(Step, side, side),
        st.builds(Piecewise, rising, st.sampled_from(Ends)),
        rising.map(classes),
    )


def given_forms() -> st.SearchStrategy[Form]:
    """Forms of points for marks, ranks and surveys."""
    tables = st.builds(
        RankTable,
        st.lists(TENTHS, min_size=1, max_size=3).map(lambda found: tuple(sorted(found, reverse=True))),
        TENTHS.map(Decimal.copy_negate),
    )
    tables |= st.builds(
        lambda first, lower: RankTable((first,), last=first - lower), TENTHS, TENTHS
    )  # even steps to the last
    ranks = st.builds(RankPoints, tables, ties=st.sampled_from(Ties), base=st.integers(0, 1)).filter(
        lambda form: not any(form.faults(Decimal(1)))
    )
    return st.one_of(ASKED, ranks, RELATIVE)


def event_items(id: str) -> st.SearchStrategy[Item]:
    rows = ((), (Running(2, "0.8"),), (Running(2, "0.8"), Running(3, "1.2")), (Running(2, "0.8", "0.4"),))
    running = st.sampled_from(rows)
    form = st.builds(PerEvent, st.just("通报批评"), POSITIVE, running, st.booleans(), st.none() | TENTHS)
    loose = st.builds(
        lambda made, role: Item(id, id, made, role=role),
        form, st.sampled_from((Role.DEDUCTION, Role.BONUS)),
    )  # fmt: skip
    whole = st.builds(PerEvent, st.just("通报批评"), POSITIVE, running, start=st.sampled_from(Start))
    return loose | st.builds(lambda made, weight: Item(id, id, made, weight), whole, POSITIVE)


@st.composite
def items(draw: st.DrawFn, id: str = "item", *, indicators: Sequence[str] = ("roads", "jobs")) -> Item:
    """An item of any form."""
    if draw(st.integers(0, 4)) == 0:
        return draw(event_items(id))
    if draw(st.booleans()):
        return Item(id, id, draw(given_forms()), draw(POSITIVE), exceeds="原文如此")
    chosen = draw(st.lists(st.sampled_from(list(indicators)), min_size=1, unique=True))
    form, against = draw(task_forms()), None
    goes_by = draw(st.sampled_from(GoesBy)) if form.on_value else GoesBy.RATE
    if len(chosen) == 1 and goes_by is not GoesBy.ACTUAL:
        against = draw(st.sampled_from((None, None, *Others)))
    return Item(
        id, id, form, draw(POSITIVE), indicators=tuple(chosen), places=1, most=Decimal(1000),
        goes_by=goes_by, against=against,
        combine=draw(st.sampled_from(COMBINED)), no_task=draw(st.none() | st.sampled_from(Absent)),
        no_figure=draw(st.none() | st.sampled_from((Absent.ZERO, Absent.NOT_SCORED))), exceeds="原文如此",
    )  # fmt: skip


def with_whole(draw: st.DrawFn, scheme: Scheme) -> Scheme:
    """The scheme with what is said of all of it: its own indicators, its year, who is one, how ties go."""
    used = {id for item in scheme.every_item for id in item.indicators}
    # figures that are extrapolated count from January
    year_from = 1 if any(item.to_year_end for item in scheme.every_item) else draw(st.sampled_from((1, 12)))
    parts = [part.id for part in walk(scheme.root)][1:]
    return attrs.evolve(
        scheme, indicators=(OWN,) if OWN.id in used else (), year_from=year_from,
        merged=draw(st.sampled_from(((), (Merged("市区", ("丁区", "戊区")),)))),
        ties=draw(st.sampled_from((Ties.SKIP, Ties.DENSE))),
        ties_by=tuple(draw(st.lists(st.sampled_from(parts), unique=True, max_size=2))),
    )  # fmt: skip


def together(parts: Sequence[Item | Section]) -> st.SearchStrategy[Together]:
    """How parts may be put together: what is counted by matter has events."""
    counted = all(isinstance(part, Item) and isinstance(part.form, PerEvent) for part in parts)
    return st.sampled_from([one for one in Together if counted or one is not Together.PER_MATTER])


@st.composite
def schemes(draw: st.DrawFn, *, indicators: Sequence[str] = ("roads", "jobs")) -> Scheme:
    """Sound schemes of a few items and a section, with caps, vetoes and grades.

    Their items are about these indicators and ``gdp``, which is the scheme's own. Rounded at every level,
    so that a frame can hold the totals.
    """
    indicators = (*indicators, OWN.id)
    own = tuple(draw(items(f"item{n}", indicators=indicators)) for n in range(draw(st.integers(1, 2))))
    inner = tuple(draw(items(f"inner{n}", indicators=indicators)) for n in range(draw(st.integers(0, 2))))
    sections: tuple[Section, ...] = ()
    if inner:
        weight = add_exactly(*(item.weight for item in inner if item.role is Role.POINTS))
        scaled = draw(st.booleans()) and weight > 0
        verified = draw(st.booleans())
        left_out = any(Absent.LEFT_OUT in (item.no_task, item.no_figure) for item in inner)
        quotient = scaled or verified or left_out  # of what is compared before it is rounded
        sections = (
            Section(
                "part", "部分", times_exactly(weight, 2) if scaled else weight, items=inner,
                out_of=weight if scaled else None,
                combine=draw(together(inner)),
                floor=draw(st.none() | st.just(Decimal(0))), cap=draw(st.none() | POSITIVE),
                coefficient=draw(st.none() | st.just(Decimal("0.2"))),
                coefficient_cap=draw(st.none() | st.just(Decimal("1.3"))), verified=verified,
                best_as=None if quotient else draw(st.sampled_from((None, None, Decimal(5)))),
            ),
        )  # fmt: skip
    parts: tuple[Item | Section, ...] = (*own, *sections)
    counted = [part for part in parts if isinstance(part, Section) or part.role is Role.POINTS]
    total = add_exactly(*(part.weight for part in counted))
    scopes = ["total", "grade", *(part.id for part in parts)]
    vetoes = tuple(
        Veto(
            f"veto{n}", f"否决{n}", scope, "挪用资金", to=draw(st.sampled_from((0, 3))),
            grade="不合格" if scope == "grade" else "",
        )
        for n, scope in enumerate(draw(st.lists(st.sampled_from(scopes), max_size=2)))
    )  # fmt: skip
    made = Scheme(
        "random", "随机办法", "样例", total, own, sections, rounding=tuple(RoundAt), places=1,
        order=tuple(draw(st.permutations(list(Force)))), floor=draw(st.none() | st.just(Decimal(0))),
        vetoes=vetoes, grades=(Grade("合格", low=5), Grade("不合格", high=5)),
    )  # fmt: skip
    return with_whole(draw, made)


@lru_cache(64)
def _facts_of(scheme: Scheme) -> tuple[Column, ...]:
    return Judge(scheme).formulas.facts


@st.composite
def facts(draw: st.DrawFn, scheme: Scheme, *, missing: bool = True) -> dict[str, Any]:
    """A record that a scheme can score; by default with missing values."""
    record: dict[str, Any] = {}
    for column in _facts_of(scheme):
        code = column.name.rpartition("_")[2].rstrip("0123456789")
        if missing and draw(st.integers(0, 9)) == 0:
            record[column.name] = None
        elif column.choices:
            record[column.name] = draw(st.sampled_from(column.choices))
        elif code in (Input.TARGET, Input.REPORTED):
            record[column.name] = Decimal(draw(st.integers(0, 30)))
        elif code == "month":
            record[column.name] = draw(st.integers(1, 12))
        elif code in (Input.ACTUAL, Input.VERIFIED, Input.MARK, *_SUMS):
            most = min(400, int(10 * Fraction(column.high)))
            if code == Input.GAINED:  # of one or more others, none of whom has more than there is
                most = int(10 * Fraction(scheme.part(column.name.rpartition("_")[0]).weight))
            record[column.name] = shifted(Decimal(draw(st.integers(0, most))), -1)
        else:
            record[column.name] = draw(st.integers(1, 4) if code in _FROM_ONE else st.integers(0, 3))
    for veto in scheme.vetoes:
        record[f"{veto.id}_count"] = draw(st.integers(0, 3)) // 3
    return record
