"""Points in proportion to the best, counted out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.rules.scoring.terms.worth import worth
from minsheng.scoring import GoesBy, Inputs, Origin, Relative
from tests.rules.scoring.forms.written import written

MARK = Inputs("x")
#: by the figure, where less is better
FIGURE = Inputs("x", task=True, lower=True, goes_by=GoesBy.ACTUAL)


def by_hand(
    form: Relative, mine: Fraction, best: Fraction, worst: Fraction, *, less: bool
) -> Fraction | None:
    """The points out of 10; none where the best is not the best, or the worst not the worst."""
    beyond = mine < best if less else mine > best
    under = mine > worst if less else mine < worst
    if beyond or (under and form.start is Origin.WORST):
        return None
    low = Fraction(form.base) * 10
    if form.start is Origin.WORST:
        return Fraction(10) if best == worst else low + (mine - worst) / (best - worst) * (10 - low)
    if less and mine == best:
        return Fraction(10)
    if best <= 0:
        return low
    return low + max(best / mine if less else mine / best, Fraction(0)) * (10 - low)


@given(
    st.sampled_from(Origin), st.sampled_from(("0", "0.6")), st.booleans(),
    st.tuples(*[st.integers(-2, 6).map(Fraction)] * 3),
)  # fmt: skip
def test_points_in_proportion_to_the_best(
    start: Origin, base: str, less: bool, values: tuple[Fraction, Fraction, Fraction]
) -> None:
    """From nothing or from the worst on; and what is written says the points."""
    form, inputs = Relative(start, Decimal(base)), FIGURE if less else MARK
    mine, best, worst = values
    facts = {"x_actual" if less else "x_mark": mine, "x_best": best, "x_worst": worst, "x_target": None}
    points = worth(form.points(Decimal(10), inputs), facts)
    assert points == by_hand(form, mine, best, worst, less=less)
    said = written(form, Decimal(10), inputs, facts)
    assert said.endswith("，对不上") == (points is None)
    low, high = form.bounds(Decimal(10))
    if points is not None:
        assert said.endswith(" 分")
        assert low is not None
        assert high is not None
        assert low <= points <= high


@pytest.mark.parametrize(
    ("form", "mine", "best", "worst", "said"),
    [
        (Relative(), 6, 8, 0, "评分 6，最好的 8，6 ÷ 8 × 10 = 7.5 分"),
        (Relative(base="0.6"), 6, 8, 0, "评分 6，最好的 8，6 + 6 ÷ 8 × 4 = 9 分"),
        (Relative(), 8, 8, 0, "评分 8，最好的 8，得 10 分"),
        (Relative(), -1, 8, 0, "评分 -1，最好的 8，得 0 分"),
        (Relative(), 0, 0, 0, "评分 0，最好的 0，得 0 分"),
        (Relative(), 9, 8, 0, "评分 9，最好的 8，对不上"),
        (Relative("worst"), 6, 8, 4, "评分 6，最好的 8，最差的 4，（6 − 4）÷（8 − 4） × 10 = 5 分"),
        (
            Relative("worst"),
            6,
            8,
            -2,
            "评分 6，最好的 8，最差的 -2，（6 − （-2））÷（8 − （-2）） × 10 = 8 分",
        ),
        (Relative("worst"), 8, 8, 8, "评分 8，最好的 8，大家一样，得 10 分"),
        (Relative("worst"), 3, 8, 4, "评分 3，最好的 8，最差的 4，对不上"),
        (Relative(), None, 8, 0, "评分 缺失，最好的 8，算不出来"),
    ],
)
def test_what_is_written(form: Relative, mine: int | None, best: int, worst: int, said: str) -> None:
    facts = {"x_mark": mine, "x_best": best, "x_worst": worst}
    values = {name: None if value is None else Fraction(value) for name, value in facts.items()}
    assert written(form, Decimal(10), MARK, values) == said
    taken = written(form, Decimal(10), attrs.evolve(MARK, deducted=True), values)
    assert taken == said.replace("，得 ", "，扣 ")


@pytest.mark.parametrize(("base", "wrong"), [("-0.1", True), ("0", False), ("0.9", False), ("1", True)])
def test_where_the_proportion_begins(base: str, wrong: bool) -> None:
    faults = [("base", f"起点得满分的 {base}", "应不小于 0，小于 1")] if wrong else []
    assert list(Relative(base=Decimal(base)).faults(Decimal(10))) == faults


def test_what_it_needs() -> None:
    form = Relative()
    assert (form.on_others, form.on_value, form.on_tasks, form.of_weight) == (True, True, False, True)
    assert list(form.goals(Decimal(10), MARK)({})) == []
