"""A number as text: what it says is true of the number."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.written import cut, exactly, percent, signed, to_places

numbers = st.fractions(max_denominator=10**12) | st.decimals(-(10**9), 10**9, places=5).map(Fraction)
places = st.integers(0, 9)


@given(numbers, places)
def test_what_is_shown_is_the_number(number: Fraction, places: int) -> None:
    """Exactly what it says, less than a last place towards nought of it, or half a place about it."""
    assert Fraction(exactly(number)) == number
    for most, shown in ((6, cut(number)), (places, cut(number, places))):
        if shown.endswith("…"):
            gone = abs(number) - abs(Fraction(shown[:-1]))
            assert 0 < gone < Fraction(1, 10**most)
        else:
            assert Fraction(shown) == number
    assert Fraction(to_places(number, places)) == rounded(number, Way.HALF_UP, places)
    assert len(to_places(number, places).partition(".")[2]) == places
    assert percent(number, places) == f"{to_places(number * 100, places)}%"


@given(numbers)
def test_only_what_never_ends_is_cut(number: Fraction) -> None:
    assert cut(number).endswith("…") == (exact_decimal(number) is None) == ("/" in exactly(number))


@given(numbers, places)
def test_a_change_is_never_shown_as_none(change: Fraction, places: int) -> None:
    shown = signed(change, places)
    assert shown[0] == ("-" if change < 0 else "+")
    assert bool(change) == bool(shown.rstrip("…").strip("+-0.")) or "…" in shown
