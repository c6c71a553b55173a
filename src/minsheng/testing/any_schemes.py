"""Strategies for schemes with every option there is; all that is promised is that they score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

import attrs
from hypothesis import assume, reject
from hypothesis import strategies as st

from minsheng.domain.amount import Amount, add_exactly
from minsheng.domain.numerals import shifted
from minsheng.domain.units import Unit
from minsheng.errors import RuleError
from minsheng.rules.scoring.checking.sound import unsound
from minsheng.rules.scoring.forms.basic import AllOrNothing, Form, Proportional
from minsheng.rules.scoring.forms.curves import Ends, Piecewise, Point
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.levels import Levels
from minsheng.rules.scoring.forms.ranks import RankPoints, RankTable, Ties, Top
from minsheng.rules.scoring.forms.relative import Relative
from minsheng.rules.scoring.forms.survey import Survey, Vote
from minsheng.rules.scoring.forms.whole_steps import Step, StepOf
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import Item, Section, Veto, full_points, walk
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.regulation.who import AreaClass, Factor, Rounding, Size
from minsheng.rules.scoring.terms.bands import Grade
from minsheng.rules.scoring.terms.choices import (
    Absent,
    Combine,
    Digits,
    Force,
    GoesBy,
    Others,
    Periods,
    Role,
    RoundAt,
)
from minsheng.testing.schemes import (
    ASKED,
    COMBINED,
    OWN,
    POSITIVE,
    RELATIVE,
    TENTHS,
    classes,
    corners,
    event_items,
    sides,
    together,
    with_whole,
)

#: what may be done without a figure
_ABSENT = (Absent.NOT_SCORED, Absent.ZERO, Absent.FULL, Absent.LEFT_OUT)
_CLASSES = (AreaClass("一类", ("甲县",)), AreaClass("二类"))
_SIZES = (Factor(high=10, times="0.8"), Factor(low=10, times="1.2"))
_WHO: st.SearchStrategy[dict[str, Any]] = st.sampled_from((
    {}, {}, {}, {}, {}, {"only": ("一类",)},
    {"factors": (Factor(who="一类", times="1.2"), Factor(who="其余"))},
    {"factors": (Factor(who="甲县", times="0.8"), Factor(who="其余"))},
))  # fmt: skip
_SIGNED = st.integers(-30, 50).map(lambda n: shifted(Decimal(n), -1))


@st.composite
def _ranks(draw: st.DrawFn) -> RankPoints:
    first = st.lists(_SIGNED, min_size=1, max_size=3).map(tuple)
    top = st.builds(lambda *points: tuple(map(Top, ("0.3", "0.7", "1"), points)), _SIGNED, _SIGNED, _SIGNED)
    tables = st.one_of(
        st.builds(RankTable, first, _SIGNED, share=st.booleans()),
        st.builds(RankTable, first, share=st.booleans(), last=_SIGNED),
        st.builds(RankTable, share=st.booleans(), top=top),
    )
    few = st.builds(attrs.evolve, tables, up_to=st.integers(1, 4))
    floor, cap = sorted((draw(_SIGNED), draw(_SIGNED)))
    return RankPoints(
        draw(tables), draw(st.none() | few), draw(st.sampled_from(("0", "0.6"))), draw(st.sampled_from(Ties)),
        draw(st.booleans()), draw(st.none() | st.just(floor)), draw(st.none() | st.just(cap)),
    )  # fmt: skip


@cache
def _forms(unit: Unit | None, *, task: bool) -> st.SearchStrategy[Form]:
    """Forms of any kind with any options; more work may give fewer points."""
    points = corners(-20, _SIGNED, rising=False)
    jumps = points.map(
        lambda found: (
            *found[:1],
            *(Point(one.at, one.points.copy_negate()) for one in found[1:2]),
            *found[1:],
        )
    )
    forms: list[st.SearchStrategy[Form]] = [
        st.builds(Piecewise, points, st.sampled_from(Ends)),
        st.builds(Piecewise, jumps),
        st.builds(classes, points, closed=st.booleans()),
        _ranks(),
        RELATIVE,
    ]
    if not task:
        return st.one_of(*forms, ASKED)
    side = sides(_SIGNED, "10 %")
    if unit is not None:
        side |= sides(_SIGNED, f"0.3 {unit}", f"2 {unit}", of=StepOf.AMOUNT)
    return st.one_of(
        *forms,
        st.just(AllOrNothing()),
        st.builds(Proportional, st.sampled_from(("1", "1.2")), st.booleans()),
        st.builds(Step, side, side, st.sampled_from(("0", "0.6", "1")), st.none() | _SIGNED),
    )


@st.composite
def _any_item(draw: st.DrawFn, id: str, unit: Unit | None, indicators: Sequence[str]) -> Item:
    if draw(st.integers(0, 4)) == 0:
        return draw(event_items(id))
    weight, task = draw(POSITIVE), draw(st.booleans())
    chosen = draw(st.lists(st.sampled_from(list(indicators)), min_size=1, unique=True)) if task else []
    form = draw(_forms(unit, task=task))
    if isinstance(form, Relative):
        chosen = chosen[:1]
    own: dict[str, Any] = {}
    if task:
        some = st.lists(st.sampled_from(chosen), unique=True)
        own |= {"lower": draw(some), "beyond": draw(some), "unit": unit, "places": 1, "most": 1000}
        own["to_year_end"] = not own["lower"] and draw(st.booleans())
        own["no_task"] = draw(st.none() | st.sampled_from(Absent))
        own["combine"] = draw(st.sampled_from(COMBINED))
        best_is_least = isinstance(form, Relative) and own["lower"]
        own["goes_by"] = GoesBy.ACTUAL if best_is_least else draw(st.sampled_from(GoesBy))
        if unit is not None and draw(st.booleans()):
            own["target"] = Amount(draw(st.integers(0, 30)), unit)
        if len(chosen) == 1 and own["goes_by"] is not GoesBy.ACTUAL:
            own |= draw(st.sampled_from(({}, {"sized": Size(5, 20)}, {"factors": _SIZES})))
            if "target" not in own and not form.on_others and len(own) and draw(st.booleans()):
                own |= {"against": draw(st.sampled_from(Others)), "sized": None, "factors": ()}
    if not own.get("factors"):
        own |= draw(_WHO)
    if draw(st.integers(0, 3)) == 0 and len(chosen) < 2 and not (own.get("sized") or own.get("factors")):
        own |= {"periods": Periods.QUARTER, "to_year_end": False, "combine": draw(st.sampled_from(Combine))}
        if own["combine"] is Combine.LAST:  # the last month of a year that may begin in December
            own |= {"no_figure": Absent.LEFT_OUT, "periods": draw(st.sampled_from(Periods))}
    return Item(
        id, id, form, weight, indicators=tuple(chosen), role=draw(st.sampled_from(Role)),
        less_pays="原文如此", exceeds="原文如此",
        **{"no_figure": draw(st.none() | st.sampled_from(_ABSENT)), **own},
    )  # fmt: skip


@st.composite
def any_schemes(
    draw: st.DrawFn, *, indicators: Sequence[str] = ("roads", "jobs"), max_depth: int = 2
) -> Scheme:
    """Sound schemes with every form and option, nested sections, and rounding at any levels.

    Their items are about these indicators and ``gdp``, which is the scheme's own. All that is promised is
    that they score: more work may give fewer points.
    """
    indicators = (*indicators, OWN.id)
    unit = draw(st.none() | st.just(Unit.parse("公里")))
    names = (f"item{number}" for number in count())
    drawn = [draw(_any_item(next(names), unit, indicators)) for _ in range(draw(st.integers(1, 2)))]

    def section(depth: int) -> Section:
        items = [draw(_any_item(next(names), unit, indicators)) for _ in range(draw(st.integers(1, 2)))]
        inner = [section(depth - 1) for _ in range(draw(st.integers(0, 1)))] if depth > 1 else []
        full = add_exactly(*map(full_points, items), *map(full_points, inner))
        floor, cap = sorted((draw(_SIGNED), draw(POSITIVE)))
        return Section(
            f"part{next(names)}", "部分", draw(st.just(full) | TENTHS), "", tuple(items), tuple(inner),
            draw(together((*items, *inner))), draw(st.none() | POSITIVE), draw(st.none() | st.just(cap)),
            draw(st.none() | st.just(floor)), draw(st.none() | st.just(Decimal("0.2"))),
            draw(st.none() | st.just(Decimal("1.3"))), draw(st.booleans()), **draw(_WHO),
        )  # fmt: skip

    sections = [section(max_depth) for _ in range(draw(st.integers(0, 2)))]
    whole = Scheme("random", "随机办法", "样例", Decimal(0), tuple(drawn), tuple(sections), classes=_CLASSES)
    parts = [part.id for part in walk(whole.root)]
    tasked = [item.id for item in whole.every_item if item.indicators and item.periods is None]
    compared = [
        item.id
        for item in whole.every_item
        if item.periods is None and not isinstance(item.form, (PerEvent, Survey, Vote, Levels))
    ]
    vetoes = []
    for number, scope in enumerate(draw(st.lists(st.sampled_from([*parts, "grade"]), max_size=3))):
        event = {"event": "挪用资金", "count": draw(st.integers(1, 2))}
        below = [{"item": id, "below": Decimal(60)} for id in compared]
        brought: dict[str, Any] = draw(st.sampled_from([event, *below, *({"item": id} for id in tasked)]))
        grade = "不合格" if scope == "grade" else draw(st.sampled_from(("", "不合格")))
        left = {"times": Decimal("0.8")} if scope != "grade" and draw(st.booleans()) else {"to": draw(TENTHS)}
        if scope == "grade":
            left = draw(st.sampled_from(({}, {"raises": True, "grade": "合格"}, {"steps": -1, "grade": ""})))
        vetoes.append(
            Veto(
                **{"id": f"veto{number}", "title": "否决", "scope": scope, "grade": grade, **left, **brought}
            )
        )
    ends = st.sampled_from((0, 0, 0, 1))  # where the total is not rounded it may have no end
    levels = (RoundAt.TOTAL, *draw(st.lists(st.sampled_from([*RoundAt][:-1]), unique=True)))
    cut = {level: draw(st.none() | st.just(Rounding(level, 1, Digits.DOWN))) for level in levels}
    made = attrs.evolve(
        whole, best_as=draw(st.sampled_from((None, None, Decimal(100)))),
        total=add_exactly(*map(full_points, whole.root.parts)), vetoes=tuple(vetoes),
        rounding=[cut[level] or level for level in levels[draw(ends) :]],
        places=draw(st.integers(0, 2)), order=tuple(draw(st.permutations(list(Force)))),
        floor=draw(st.none() | st.just(Decimal(0))), cap=draw(st.none() | st.just(Decimal(8))),
        no_task=draw(st.sampled_from(Absent)), no_figure=draw(st.sampled_from(_ABSENT)),
        grades=(Grade("合格", low=5), Grade("不合格", high=5)),
    )  # fmt: skip
    made = with_whole(draw, made)
    assume(not any(unsound(made)))
    try:
        Judge(made)
    except RuleError:  # vetoes of vetoes: more than an expression may hold
        reject()
    return made
