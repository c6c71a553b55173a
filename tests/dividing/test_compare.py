"""Methods side by side, distances from proportional, and what a row was divided by."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng import allocate
from minsheng.dividing import Distance, compare_allocations, resembles
from minsheng.dividing.distance import distance

LISTS = {"甲": 643, "乙": 197, "丙": 160}
numbers = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


# --- distances -------------------------------------------------------------------------


@given(numbers, numbers)
def test_distances_are_what_their_authors_say(shares: list[int], weights: list[int]) -> None:
    """½ Σ |s − v| (Loosemore and Hanby), and ½ Σ (s − v)² under the root (Gallagher)."""
    size = min(len(shares), len(weights))
    shares, weights = shares[:size], weights[:size]
    found = distance(shares, weights)
    if not sum(shares) or not sum(weights):
        assert found is None
        return
    gaps = [
        Fraction(s, sum(shares)) - Fraction(w, sum(weights)) for s, w in zip(shares, weights, strict=True)
    ]
    assert found == Distance(sum(map(abs, gaps), Fraction(0)) / 2, sum(g * g for g in gaps) / Fraction(2))


@given(st.fractions(0, 1, max_denominator=10**6), st.integers(0, 8))
def test_the_root_is_rounded_half_up(square: Fraction, places: int) -> None:
    """Against a decimal root with far more digits; an exact half is rounded up."""
    with localcontext(prec=60):
        root = (Decimal(square.numerator) / Decimal(square.denominator)).sqrt()
        printed = Decimal(Distance(Fraction(0), square).gallagher(places))
        assert abs(printed - root) <= Decimal(1).scaleb(-places) / 2 + Decimal("1E-50")
    half = Distance(Fraction(0), Fraction(1, 400))  # 0.05
    assert half.gallagher(1) == "0.1"


def test_proportional_shares_are_at_no_distance() -> None:
    assert distance([2, 4], [1, 2]) == Distance(Fraction(0), Fraction(0))


# --- methods side by side --------------------------------------------------------------


def test_every_method_beside_the_others() -> None:
    compared = compare_allocations("10 个", LISTS)
    assert [d.method.value for d in compared.divisions] == [
        "hamilton", "jefferson", "webster", "huntington-hill", "adams",
    ]  # fmt: skip
    for division in compared.divisions:
        assert division == allocate("10 个", LISTS, method=division.method)


def test_who_gains_by_which() -> None:
    compared = compare_allocations("10 个", LISTS)
    assert dict(compared.gains("jefferson", over="hamilton")) == {"甲": 1, "丙": -1}
    assert compared.gains("洪德法", over="洪德法") == ()


def test_who_is_outside_the_quota() -> None:
    """D'Hondt leaves it upwards for the large, as is known of it (Balinski and Young)."""
    compared = compare_allocations("100 个", {"大": 8641} | {f"小{i}": 151 for i in range(9)}, ties="order")
    assert compared.outside_quota("jefferson") == ("大",)
    assert compared.outside_quota("hamilton") == ()


def test_the_row_of_the_notice_beside_the_methods() -> None:
    """A printed row is compared like any other."""
    printed = ms.Row("x", "个", ("甲", "乙", "丙"), (8, 1, 1))
    compared = compare_allocations("10 个", LISTS, methods=("hamilton",), others={"通知": printed})
    ours, theirs = compared.distance("hamilton"), compared.distance("通知")
    assert ours is not None
    assert theirs is not None
    assert theirs.loosemore_hanby == Fraction(157, 1000) > ours.loosemore_hanby
    assert dict(compared.gains("通知", over="hamilton")) == {"甲": 2, "乙": -1, "丙": -1}
    assert compared.table().columns[-1] == "通知"


def test_the_heat_table_is_shaded_by_how_far_off() -> None:
    compared = compare_allocations("10 个", LISTS, methods=("hamilton", "jefferson"))
    heat = compared.heat_table()
    assert heat.rows[0] == ("甲", "-0.43", "+0.57")
    assert [shades[1:] for shades in heat.shades] == [(71, 95), (5, 5), (66, 100)]
    assert "rgba" in compared._repr_html_()
    assert str(compared) == compared.table().to_text()


def test_areas_without_weight_are_shown_as_such() -> None:
    compared = compare_allocations("10 个", {"甲": 1, "乙": None}, methods=("adams",), city_share=4)
    assert compared.table().rows[1] == ("乙", "/", "/", "/")
    assert compared.heat_table().rows[1] == ("乙", "/")
    assert compared.quotas == {"甲": 6, "乙": None}


def test_nothing_to_divide_has_no_distance() -> None:
    compared = compare_allocations("0 个", LISTS, methods=("hamilton",))
    assert compared.distance("hamilton") is None
    assert compared.table().rows[3][3] == ""


def test_misuse_of_comparing() -> None:
    with pytest.raises(ValueError, match="at least one method"):
        compare_allocations("10 个", LISTS, methods=())
    with pytest.raises(ValueError, match="not over the same areas"):
        compare_allocations("10 个", LISTS, others={"x": ms.Row("x", "个", ("甲",), (1,))})
    with pytest.raises(ValueError, match="is in 万个, the total in 个"):
        compare_allocations("10 个", LISTS, others={"x": ms.Row("x", "万个", tuple(LISTS), (1, 2, 3))})
    with pytest.raises(ms.UnknownName):
        compare_allocations("10 个", LISTS).distance("通知")


# --- the question the other way round --------------------------------------------------


def test_a_row_divided_by_a_candidate_is_found() -> None:
    """Whatever was divided by it lies within rounding of it, and the true one is nearest."""
    weights = {"甲": 643, "乙": 197, "丙": 160, "丁": 88}
    other = {"甲": 1, "乙": 5, "丙": 1, "丁": 1}
    row = allocate("1000 户", weights, indicator="x").row
    found = resembles([row], {"别的": other, "真的": weights})
    assert [one.candidate for one in found.found] == ["真的", "别的"]
    assert found.nearest == found.proportional == found.found[:1]
    assert found.nearest[0].rounded


def test_the_area_that_stands_out() -> None:
    weights = {"甲": 10, "乙": 20, "丙": 30, "丁": 40}
    row = ms.Row("x", "户", tuple(weights), (10, 20, 90, 40))
    one = resembles([row], {"人口": weights}).nearest[0]
    assert (one.outlier, one.without, one.due) == ("丙", Fraction(0), Fraction(30))
    assert one.moved == Fraction(9, 16) - Fraction(3, 10)
    assert not one.rounded


def test_the_real_notice_is_read_row_by_row(yueyang: ms.Programme) -> None:
    """The row that is its own candidate is proportional; the one that does not add up is left out."""
    found = resembles(yueyang.allocation, {"用户数": yueyang.allocation["users"].shares})
    assert [one.row.indicator for one in found.proportional if not one.moved] == ["users"]
    assert "e-licences" not in {one.row.indicator for one in found.found}
    assert len(found.table()) == len(found.nearest)
    assert "<table" in found._repr_html_()
    jobs = next(one for one in found.nearest if one.row.indicator == "jobs")
    assert jobs.outlier == "岳阳经开区"
    assert "城陵矶新港区" not in jobs.areas


def test_two_shares_are_proportional_to_nothing_in_particular() -> None:
    row = ms.Row("x", "户", ("甲", "乙", "丙"), (1, 2, None))
    assert resembles([row], {"人口": {"甲": 1, "乙": 1, "丙": 1}}).found == ()


def test_a_candidate_below_nothing_is_refused() -> None:
    with pytest.raises(ms.DataError, match="人口，甲：权重是 -1；权重不能小于 0"):
        resembles([], {"人口": {"甲": -1}})


@given(st.lists(st.integers(1, 50), min_size=3, max_size=6), st.integers(2, 9))
def test_only_proportions_count(shares: list[int], times: int) -> None:
    """A candidate in other units, or a row multiplied, is as near."""
    areas = [f"区{i}" for i in range(len(shares))]
    row = ms.Row("x", "户", tuple(areas), tuple(shares))
    one = resembles([row], {"c": {a: i + 1 for i, a in enumerate(areas)}}).nearest[0]
    same = resembles([row], {"c": {a: Fraction(i + 1, times) for i, a in enumerate(areas)}}).nearest[0]
    assert one == same
    assert resembles([row], {"c": row.shares}).nearest[0].moved == 0
