"""Grades and classes: the one that holds a value, and how many may have one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng import column
from minsheng.rules.scoring.terms.bands import Range, name_of, within
from minsheng.rules.scoring.terms.worth import constant, holds, meant
from minsheng.scoring import Grade

VALUE = column("x", places=1)


@given(st.lists(st.integers(-2, 6), max_size=4, unique=True).map(sorted), st.data())
def test_the_name_is_that_of_the_range_that_holds_the_value(cuts: list[int], data: st.DataObject) -> None:
    """For ranges that hold every value once, in any order."""
    closed = [data.draw(st.booleans()) for _ in cuts]
    lows = [(None, True), *zip(cuts, closed, strict=True)]
    highs = [*((cut, not low) for cut, low in zip(cuts, closed, strict=True)), (None, False)]
    ranges = [
        Range(f"{n}", low, high, low_closed, high_closed)
        for n, ((low, low_closed), (high, high_closed)) in enumerate(zip(lows, highs, strict=True))
    ]
    name = name_of(data.draw(st.permutations(ranges)), VALUE)
    assert name is not None
    for halves in range(-8, 16):
        value = {"x": Fraction(halves, 2)}
        [own] = [one for one in ranges if one.holds(value["x"])]
        assert meant(name, value) == own.name
        reached = [one for one in ranges[1:] if holds(within(one, VALUE), value)]
        assert reached == ranges[1 : int(own.name) + 1]


def test_no_ranges_no_name() -> None:
    assert name_of((), VALUE) is None
    only = name_of((Range("合格"),), VALUE)
    assert only is not None
    assert [meant(only, {"x": value}) for value in (Fraction(1), None)] == ["合格", "合格"]


@pytest.mark.parametrize(
    ("grade", "limited", "said"),
    [
        (Grade("优秀", low=90), False, ""),
        (Grade("优秀", low=90, first=3), True, "限前 3 名"),
        (Grade("优秀", low=90, share=Decimal("0.125")), True, "限 12.5%"),
        (Grade("优秀", low=90, share=Decimal("0.3")), True, "限 30%"),
    ],
)
def test_a_limit_in_words(grade: Grade, limited: bool, said: str) -> None:
    assert (grade.limited, grade.limit) == (limited, said)


@given(st.integers(1, 8), st.data())
def test_who_comes_after_the_limit(of: int, data: st.DataObject) -> None:
    """With places all who share the last of them are within; with a share none who make it too many."""
    place = data.draw(st.integers(1, of))
    tied = data.draw(st.integers(1, of - place + 1))
    among = tuple(constant(Decimal(one)) for one in (place, tied, of))
    first = data.draw(st.integers(1, 8))
    assert holds(Grade("优秀", first=first).beyond(*among), {}) == (place > first)
    share = data.draw(st.sampled_from(("0.1", "0.25", "0.3", "0.5", "1")))
    too_many = place - 1 + tied > Fraction(share) * of
    assert holds(Grade("优秀", share=Decimal(share)).beyond(*among), {}) == too_many


def test_a_limit_is_of_one_place_at_least() -> None:
    with pytest.raises(ValueError, match="first"):
        Grade("优秀", first=0)


def test_how_a_range_is_said() -> None:
    assert [str(one) for one in (Range("良好", 85, 95), Range(low=85), Grade("好", high=5, first=1))] == [
        "[85, 95) 良好", "[85, ∞)", "(-∞, 5) 好",
    ]  # fmt: skip
