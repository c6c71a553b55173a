"""Numbers as quotients: in lowest terms, with ranges that are no wider than need be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.build import Expression
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.ratio import Ratio
from minsheng.rules.criteria.compiling.steps import factor_of

X, Y = (ms.column(name, low=-1000, high=1000) for name in "xy")
CENTS, MILS = ms.column("cents", places=2, low=0, high=1000), ms.column("mils", places=3, low=0, high=1000)


def ratio(expression: Expression) -> Ratio:
    return Lowering().number(expression.node)


@pytest.mark.parametrize(
    ("expression", "below", "factor"),
    [
        (X * 12 / 100, 25, 3),
        (X * 100 / 100, 1, 1),
        (X / 100 * 100, 1, 1),
        (X / 4 + Y / 6, 12, 1),
        (X / 4 - Y / 6, 12, 1),
        (CENTS + MILS, 1000, 1),
        (CENTS * 50, 2, 1),
        (CENTS * Decimal("0.5"), 200, 1),
        (CENTS * MILS, 100_000, 1),
        (ms.least(X / 4, Y / 6), 12, 1),
        (ms.when(X >= 0).then(X / 4).otherwise(Y / 6), 12, 1),
        (X.half_up(2), 100, 100),
        ((X / 3).half_up(2), 100, 1),
        (CENTS.floor(3), 1000, 10),
        (MILS.floor(2), 100, 1),
        (X * 6 / 4, 2, 3),
        (X * -6 / 4, 2, 3),
        (X * 4 / 2, 1, 2),
    ],
)
def test_constants_are_in_lowest_terms(expression: Expression, below: int, factor: int) -> None:
    found = ratio(expression)
    assert (found.static, factor_of(found.above)) == (below, factor)


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        (X * 12 / 100, -3000, 3000),
        (X / 4 + Y / 6, -5000, 5000),
        (X - Y, -2000, 2000),
        (CENTS * MILS, 0, 10**11),
        (ms.least(X, 0), -1000, 0),
        (ms.most(X, 0), 0, 1000),
        (ms.least(0, X), -1000, 0),
        (ms.most(0, X), 0, 1000),
        (ms.least(X, 7), -1000, 7),
        (ms.most(X, 7), 7, 1000),
        (X.clip(-5, 7), -5, 7),
        (ms.when(X >= 0).then(CENTS).otherwise(5), 0, 10**5),
        (ms.when(X >= 0).then(CENTS).otherwise(None), 0, 10**5),
        (ms.column("d", kind="date").year(), 1, 9999),
        (ms.column("d", kind="date").month(), 1, 12),
    ],
)
def test_ranges_are_those_of_the_values(expression: Expression, low: int, high: int) -> None:
    above = ratio(expression).above
    assert (above.low, above.high) == (low, high)


ROUND = {"floor": floor, "ceil": ceil, "half_up": lambda value: floor(abs(value) + Fraction(1, 2))}


def rounded(value: Fraction, way: str, places: int) -> int:
    """In units of the last place; half goes away from zero."""
    size = int(ROUND[way](value * 10**places))
    return -size if way == "half_up" and value < 0 else size


@given(
    st.tuples(st.integers(-2000, 2000), st.integers(-2000, 2000)).map(sorted), st.sampled_from(sorted(ROUND)),
    st.integers(0, 3), st.integers(0, 3), st.sampled_from((1, 3, 7)),
)  # fmt: skip
def test_a_rounded_number_has_a_range_a_step_wider_at_most(
    ends: list[int], way: str, places: int, to: int, parts: int
) -> None:
    """Also of what is below zero: as far as its ends go, rounded, and one more on either side."""
    low, high = (Decimal(end).scaleb(-places) for end in ends)
    number = ms.column("x", places=places, low=low, high=high) / parts
    found = ratio(getattr(number, way)(to))
    least, most = (rounded(Fraction(end) / parts, way, to) for end in (low, high))
    assert found.static == 10**to
    assert min(least, 0) - 1 <= found.above.low <= least
    assert most <= found.above.high <= max(most, 0) + 1


def test_a_quotient_by_what_may_be_zero_or_less_has_a_divisor_above_zero() -> None:
    """Missing where it is zero, turned where it is below."""
    for divisor, low, high in ((Y, 1, 1000), (ms.column("y", low=0, high=9), 1, 9)):
        found = ratio(X / divisor)
        assert (found.below.low, found.below.high) == (low, high)
        assert found.below.void
    plain = ratio(X / ms.column("y", low=2, high=9))
    assert (plain.below.low, plain.below.high, plain.below.void) == (2, 9, False)


def test_of_a_quotient_and_a_constant_each_is_rounded_on_its_own_side() -> None:
    """The constant is not divided, and neither side is taken for the other; missing stays missing."""
    whole = ms.column("z", low=1, high=9)
    for chosen, wanted in (
        (ms.when(X >= 0).then(Y / whole).otherwise(Decimal("1.25")), {1: "0.67", -1: "1.25"}),
        (ms.when(X >= 0).then(Decimal("1.25")).otherwise(Y / whole), {1: "1.25", -1: "0.67"}),
        (ms.when(X >= 0).then(Y / whole).otherwise(1) * Decimal("0.5"), {1: "0.33", -1: "0.50"}),
    ):
        rounded_ = chosen.half_up(2)
        for sign, value in wanted.items():
            record = {"x": sign, "y": 2, "z": 3}
            for number, said in ((value, "met"), (f"{value[:-1]}9", "unmet")):
                criterion = ms.Criterion("X101", rounded_ == Decimal(number))
                assert criterion.judge(record).outcome.value == said, (criterion, record)
        frame = ms.compute(pl.DataFrame({"x": [1, -1, None], "y": [2, 2, 2], "z": [3, 3, 3]}), v=rounded_)
        assert frame["v"].to_list() == [Decimal(wanted[1]), Decimal(wanted[-1]), None]
