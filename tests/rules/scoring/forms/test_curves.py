"""Points by the value reached: on lines and by classes, counted out by hand; ends and faults."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng import score_records
from minsheng.rules.scoring.checking.sound import unsound
from minsheng.rules.scoring.forms.basic import Fault
from minsheng.rules.scoring.terms.worth import worth
from minsheng.scoring import (
    Banded,
    Class,
    Ends,
    Form,
    GoesBy,
    Inputs,
    Item,
    Piecewise,
    Point,
    RoundAt,
    Scheme,
)
from tests.rules.scoring.forms.written import written

MARK = Inputs("x")


def earned(form: Form, mark: Fraction | int) -> Fraction | None:
    return worth(form.points(Decimal(10), MARK), {"x_mark": Fraction(mark)})


@pytest.mark.parametrize(
    "form",
    [
        Piecewise((Point(50, 1), Point(100, 10))),
        Banded((Class("", None, 80, points=1), Class("", 80, points=10))),
    ],
)
def test_less_is_better_of_figures_with_a_unit(form: Form) -> None:
    """Held against nothing, in their unit, when a scheme is made and when it is explained."""
    unit = ms.Amount(1, "处").unit
    item = Item("safe", "安全", form, 10, indicators=("deaths",), lower=("deaths",), unit=unit)
    scheme = Scheme("x", "某办法", "某文", 10, (item,), rounding=(RoundAt.TOTAL,))
    assert not any(unsound(scheme))
    wanted = [("0", "没有发生，好于任何完成率", "10"), ("20", "50%", "1")]
    for actual, told, points in wanted:
        found = score_records(scheme, {"甲": {"deaths_target": 10, "deaths_actual": actual}})
        assert found["甲"].text == points
        assert told in found.explain("甲")


CORNERS = st.lists(
    st.tuples(st.integers(-4, 8), st.integers(-4, 8)), min_size=2, max_size=4, unique_by=lambda pair: pair[0]
).map(sorted)


@given(CORNERS, st.sampled_from(Ends), st.integers(-12, 24).map(lambda n: Fraction(n, 2)))
def test_points_on_lines(corners: list[tuple[int, int]], ends: Ends, value: Fraction) -> None:
    """On the line between the corners beside a value; beyond them level, or on the outermost line."""
    form = Piecewise(tuple(Point(*corner) for corner in corners), ends)
    lines = list(pairwise(corners))
    (a, b), (c, d) = next((line for line in lines if value < line[1][0]), lines[-1])
    at = value if ends is Ends.ON else min(max(value, Fraction(corners[0][0])), Fraction(corners[-1][0]))
    found = earned(form, value)
    assert found is not None
    assert found == b + (at - a) * Fraction(d - b, c - a)
    low, high = form.bounds(Decimal(10))
    assert low is None or low <= found
    assert high is None or found <= high
    falls = [f"{after[0]} 处" for before, after in lines if after[1] < before[1]]
    rises = [f"{after[0]} 处" for before, after in lines if after[1] > before[1]]
    assert (form.falls(Decimal(10)), form.rises(Decimal(10))) == ("、".join(falls), "、".join(rises))


@st.composite
def classes(draw: st.DrawFn) -> Banded:
    """Classes that hold every value once, in any order."""
    cuts = draw(st.lists(st.integers(-2, 6), max_size=4, unique=True).map(sorted))
    closed = [draw(st.booleans()) for _ in cuts]
    lows = [(None, True), *zip(cuts, closed, strict=True)]
    highs = [*((cut, not low) for cut, low in zip(cuts, closed, strict=True)), (None, False)]
    points = [draw(st.integers(-3, 12)) for _ in lows]
    listed = [
        Class(f"{n}", low, high, low_closed, high_closed, points=Decimal(points[n]))
        for n, ((low, low_closed), (high, high_closed)) in enumerate(zip(lows, highs, strict=True))
    ]
    return Banded(tuple(draw(st.permutations(listed))))


@given(classes(), st.integers(-8, 16).map(lambda n: Fraction(n, 2)))
def test_points_by_classes(form: Banded, value: Fraction) -> None:
    """Those of the class that holds the value, which the working names."""
    [own] = [band for band in form.bands if band.holds(value)]
    assert earned(form, value) == own.points
    said = written(form, Decimal(10), MARK, {"x_mark": value})
    assert f"（{own.words}）{own.name}，得 {own.points} 分" in said
    assert form.bounds(Decimal(10)) == (
        min(band.points for band in form.bands), max(band.points for band in form.bands),
    )  # fmt: skip
    ordered = sorted(form.bands, key=lambda band: int(band.name))
    falls = [f"{above}" for below, above in pairwise(ordered) if above.points < below.points]
    rises = [f"{above}" for below, above in pairwise(ordered) if above.points > below.points]
    assert (form.falls(Decimal(10)), form.rises(Decimal(10))) == ("、".join(falls), "、".join(rises))


def line(*corners: tuple[int, int], ends: str = "level") -> Piecewise:
    return Piecewise(tuple(Point(*corner) for corner in corners), ends)


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        (line((0, 0), (10, 10)), (0, 10)),
        (line((0, 5), (5, 0), (10, 10)), (0, 10)),
        (line((0, 0), (10, 10), ends="on"), (None, None)),
        (line((0, 10), (10, 0), ends="on"), (None, None)),
        (line((0, 0), (5, 10), (10, 10), ends="on"), (None, 10)),
        (line((0, 0), (5, 0), (10, 10), ends="on"), (0, None)),
        (line((0, 10), (5, 10), (10, 0), ends="on"), (None, 10)),
        (line((0, 10), (5, 0), (10, 0), ends="on"), (0, None)),
        (line((0, 10), (5, 0), (10, 10), ends="on"), (0, None)),
        (line((0, 0), (5, 10), (10, 0), ends="on"), (None, 10)),
        (line((0, 3), (5, 3), ends="on"), (3, 3)),
    ],
)
def test_the_least_and_the_most_that_lines_can_give(form: Piecewise, ends: tuple[object, object]) -> None:
    assert form.bounds(Decimal(10)) == ends


TWO = "写成 [{at = 60, points = 0}, {at = 100, points = 10}]"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (line(), [("corners", "折线至少要有两个点", TWO)]),
        (line((60, 10)), [("corners", "折线至少要有两个点", TWO)]),
        (line((60, 0), (60, 10)), []),
        (line((60, 0), (50, 10)), [("corners", "50 小于前一个点 60", "从小到大写")]),
        (line((60, 0), (100, 9)), []),
        (line((60, 0), (100, 9), ends="on"), []),
        (line((60, 0), (100, 10)), []),
        (Banded(()), [("bands", "没有一段", "请给出各段的界限")]),
        (Banded((Class("", points=Decimal(9)),)), []),
        (Banded((Class("", points=Decimal(10)),)), []),
        (
            Banded((Class("", low=1, points=Decimal(10)),)),
            [("bands", "低于 1 的没有说", "最低一段不写 low")],
        ),
    ],
)
def test_what_is_wrong_with_lines_and_classes(form: Form, said: list[Fault]) -> None:
    assert [*form.faults(Decimal(10)), *form.idle(Decimal(10))] == said


def test_a_place_on_a_line_is_said() -> None:
    form = line((60, 0), (80, 6), (100, 10))
    assert [
        written(form, Decimal(10), MARK, {"x_mark": Fraction(mark)}) for mark in (60, 70, 80, 100, 101, 59)
    ] == [
        "评分 60，60 在60（0 分）到 80（6 分）的直线上，得 0 分",
        "评分 70，70 在60（0 分）到 80（6 分）的直线上，得 3 分",
        "评分 80，80 在60（0 分）到 80（6 分）的直线上，得 6 分",
        "评分 100，100 在80（6 分）到 100（10 分）的直线上，得 10 分",
        "评分 101，101 在折线之外，得 10 分",
        "评分 59，59 在折线之外，得 0 分",
    ]
    assert written(form, Decimal(10), attrs.evolve(MARK, deducted=True), {"x_mark": Fraction(60)}).endswith(
        "扣 0 分"
    )


@pytest.mark.parametrize(
    ("by", "lower", "wanted"),
    [
        (GoesBy.RATE, False, ["1.6", "2"]),
        (GoesBy.RATE, True, ["2.5", "2"]),
        (GoesBy.ACTUAL, False, ["80", "100"]),
        (GoesBy.ACTUAL, True, ["100", "80"]),
        (GoesBy.EXCESS, False, ["82", "102"]),
        (GoesBy.EXCESS, True, ["-78", "-98"]),
    ],
)
def test_figures_at_which_a_class_is_reached(by: GoesBy, lower: bool, wanted: list[str]) -> None:
    """The easiest first: whether the completion, the figure or what is beyond the target is classed."""
    inputs = Inputs("x", task=True, goes_by=by, lower=lower)
    values = {"x_target": Fraction(2), "x_actual": Fraction(0)}
    form: Form
    for form in (
        line((80, 1), (100, 9)),
        Banded((Class("", high=80), Class("", 80, 100), Class("", low=100, points=Decimal(10)))),
    ):
        assert list(form.goals(Decimal(10), inputs)(values)) == [Fraction(one) for one in wanted]
        assert (form.of_weight, form.on_value, form.on_tasks, form.on_others) == (False, True, False, False)


def test_no_figure_is_a_share_of_nothing() -> None:
    """A completion of 0 or less is reached by every figure, and by none where less is better."""
    for lower in (False, True):
        inputs = Inputs("x", task=True, lower=lower)
        goals = line((-50, 0), (0, 1), (100, 9)).goals(Decimal(10), inputs)
        assert list(goals({"x_target": Fraction(2), "x_actual": Fraction(0)})) == [2]
        assert list(goals({"x_target": None, "x_actual": Fraction(0)})) == []
