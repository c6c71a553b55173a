"""How many households a survey asks, and where."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.dividing import survey_design, survey_size

MARGINS = st.integers(1, 500).map(lambda tenths: f"{tenths / 10:.1f}")


@given(st.integers(1, 10**7), MARGINS, st.integers(1, 99))
def test_it_is_the_least_number_within_the_margin(population: int, margin: str, expected: int) -> None:
    """The variance of a share of n drawn without replacement is p·q ÷ n · (N − n) ÷ (N − 1)."""
    n, p, off = (
        survey_size(population, margin=margin, expected=expected),
        Fraction(expected, 100),
        Fraction(margin) / 100,
    )

    def within(asked: int) -> bool:
        variance = p * (1 - p) / asked * Fraction(population - asked, max(population - 1, 1))
        return Fraction("1.96") ** 2 * variance <= off**2

    assert 1 <= n <= population
    assert within(n)
    assert n == 1 or not within(n - 1)


HOUSEHOLDS = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 10**6), min_size=1).filter(
    lambda of: any(of.values())
)


@given(HOUSEHOLDS, MARGINS, st.integers(1, 300))
def test_nobody_is_asked_twice_and_the_weighted_share_is_within_the_margin(
    households: dict[str, int], margin: str, least: int
) -> None:
    """The variance of a stratified sample, of strata drawn without replacement."""
    division = survey_design(households, margin=margin, least=least, ties="order")
    whole, variance = sum(households.values()), Fraction(0)
    for area, number in households.items():
        share = division.shares[area]
        assert share is not None
        assert min(least, number) <= share <= number
        if number > 1:
            of_area = Fraction(1, 4) / int(share) * Fraction(number - int(share), number - 1)
            variance += Fraction(number, whole) ** 2 * of_area
    assert Fraction("1.96") ** 2 * variance <= (Fraction(margin) / 100) ** 2
    assert division.total.value >= survey_size(whole, margin=margin)


def test_areas_that_are_asked_more_than_their_part_raise_the_total() -> None:
    """3.005 points with 1065, as the areas' floors take them from the others."""
    households = {"平江县": 300_000, "云溪区": 52_000, "南湖新区": 40_000}
    assert str(survey_design(households, margin=3, least=150).total) == "1078 户"
    assert str(survey_design(households, margin=3).total) == "1065 户"


@pytest.mark.parametrize(("given", "said"), [
    ({"population": 0}, "population is 0: give how many there are"),
    ({"margin": "0"}, "margin is 0: give percentage points above 0"),
    ({"margin": 51}, "margin is 51"),
    ({"expected": 100}, "expected is 100: give per cent between 0 and 100"),
    ({"z": 0}, "z is 0"),
])  # fmt: skip
def test_what_means_nothing_is_refused(given: dict[str, object], said: str) -> None:
    usual: dict[str, object] = {"population": 100, "margin": 3}
    with pytest.raises(ValueError, match=said):
        survey_size(**usual | given)  # type: ignore[arg-type]  # wrong on purpose


def test_nobody_to_ask() -> None:
    with pytest.raises(ValueError, match="give numbers above 0"):
        survey_design({"甲县": 0}, margin=3)
    with pytest.raises(ValueError, match="least is 0"):
        survey_design({"甲县": 10}, margin=3, least=0)
