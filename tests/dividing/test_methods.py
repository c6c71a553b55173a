"""The methods against published figures, another library, brute force, and their definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from largest_remainder import LargestRemainder

from minsheng import allocate
from minsheng.dividing import Method
from minsheng.dividing.methods import Request, divide, quotas
from tests.dividing.published import CENSUS_1790, HOUSE_1792, HOUSE_2020, LONDON_2019
from tests.dividing.strategies import DIVISORS, METHODS, requests


def in_order(tied: Sequence[int], count: int) -> Sequence[int]:
    return tied[:count]


# --- published -------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "seats"), HOUSE_1792)
def test_the_first_house_of_representatives(method: str, seats: int) -> None:
    division = allocate(f"{seats} 个", CENSUS_1790, method=method)
    assert division.shares == dict(zip(CENSUS_1790, HOUSE_1792[method, seats], strict=True))


def test_the_house_of_2020() -> None:
    people = {state: population for state, (population, _) in HOUSE_2020.items()}
    assert sum(people.values()) == 331_108_434
    division = allocate("435 个", people, floors=1, method="huntington-hill")
    assert division.shares == {state: seats for state, (_, seats) in HOUSE_2020.items()}


@pytest.mark.parametrize(("more", "new_york", "minnesota"), [(88, 26, 8), (89, 27, 7)])
def test_new_york_lacked_89_people(more: int, new_york: int, minnesota: int) -> None:
    """As the Census Bureau announced: with 89 more, it and not Minnesota had had the last seat."""
    people = {state: population for state, (population, _) in HOUSE_2020.items()}
    people["New York"] += more
    shares = allocate("435 个", people, floors=1, method="huntington-hill").shares
    assert shares["New York"] == new_york
    assert shares["Minnesota"] == minnesota


def test_a_parliament_by_dhondt() -> None:
    votes = {party: count for party, (count, _) in LONDON_2019.items()}
    division = allocate("8 个", votes, method="d'hondt")
    assert division.shares == {party: seats for party, (_, seats) in LONDON_2019.items()}


def test_with_hamilton_a_larger_total_can_take_from_an_area() -> None:
    """The Alabama paradox: one more to divide, and the smallest loses one."""
    weights = {"甲": 6, "乙": 6, "丙": 2}
    fewer, more = (allocate(f"{total} 个", weights).shares["丙"] for total in (10, 11))
    assert (fewer, more) == (Decimal(2), Decimal(1))


# --- another library, and brute force --------------------------------------------------


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.integers(0, 10**4))
def test_hamilton_is_what_largest_remainder_says(weights: list[int], steps: int) -> None:
    request = Request(steps, tuple(weights), (0,) * len(weights), (steps,) * len(weights))
    outcome = divide(request, Method.HAMILTON, in_order)
    assume(not outcome.tied)
    # fractions: it divides whatever it is given, and so without the errors of floats
    values = [Fraction(weight) for weight in weights]
    assert list(outcome.steps) == LargestRemainder.round(values, steps)  # type: ignore[arg-type]  # pyright: ignore


def whole(request: Request) -> Iterator[tuple[int, ...]]:
    """Every division within the bounds."""
    ranges = [range(least, most + 1) for least, most in zip(request.low, request.high, strict=True)]
    return (shares for shares in product(*ranges) if sum(shares) == request.steps)


def best(request: Request, cost: Callable[[tuple[int, ...]], Fraction]) -> list[tuple[int, ...]]:
    """Every division within the bounds that costs the least."""
    every = [(cost(shares), shares) for shares in whole(request)]
    least = min(value for value, _ in every)
    return [shares for value, shares in every if value == least]


small = requests(max_areas=3, min_weight=1, max_steps=12)


@given(small)
def test_hamilton_is_the_nearest_to_the_quotas(request: Request) -> None:
    """Of all divisions within the bounds, it has the least squared distance from the quotas."""
    due = quota_of(request)
    outcome = divide(request, Method.HAMILTON, in_order)
    nearest = best(request, lambda x: sum(((a - q) ** 2 for a, q in zip(x, due, strict=True)), Fraction(0)))
    assert outcome.steps in nearest
    assert (len(nearest) > 1) == bool(outcome.tied)


@given(small)
def test_webster_has_the_least_spread_of_steps_per_weight(request: Request) -> None:
    """It makes the sum of x²/w least (Sainte-Laguë 1910)."""
    outcome = divide(request, Method.WEBSTER, in_order)
    least = best(request, lambda x: sum((Fraction(a * a, w) for a, w in each(x, request)), Fraction(0)))
    assert outcome.steps in least
    assert (len(least) > 1) == bool(outcome.tied)


@given(small)
def test_huntington_and_hill_have_the_least_sum_of_squared_weights_over_steps(request: Request) -> None:
    """They make the sum of w²/x least, where everybody has a step (Huntington 1928)."""
    assume(all(request.low))
    outcome = divide(request, Method.HUNTINGTON_HILL, in_order)
    least = best(request, lambda x: sum((Fraction(w * w, a) for a, w in each(x, request)), Fraction(0)))
    assert outcome.steps in least
    assert (len(least) > 1) == bool(outcome.tied)


def each(shares: tuple[int, ...], request: Request) -> Iterator[tuple[int, int]]:
    return zip(shares, request.weights, strict=True)


@given(requests(), DIVISORS)
def test_a_divisor_method_gives_step_by_step_to_the_highest_claim(request: Request, method: Method) -> None:
    """The same as the plainest loop: from the floors, one step after another."""
    shares = list(request.low)
    for _ in range(request.steps - sum(shares)):
        open_ = [i for i, k in enumerate(shares) if k < request.high[i] and request.weights[i]]
        # max takes the first of equals, as the rule by order does
        shares[max(open_, key=lambda i: claim_of(method, request.weights[i], shares[i]))] += 1
    assert divide(request, method, in_order).steps == tuple(shares)


def claim_of(method: Method, weight: int, k: int) -> tuple[bool, Fraction]:
    """Weight over signpost, as the books have it; what goes before all others is marked."""
    match method:
        case Method.JEFFERSON:
            return False, Fraction(weight, k + 1)
        case Method.WEBSTER:
            return False, Fraction(weight) / (k + Fraction(1, 2))
        case Method.ADAMS:
            return (k == 0), Fraction(weight, k or 1)
    return (k == 0), Fraction(weight**2, k * (k + 1) or 1)


# --- laws ------------------------------------------------------------------------------


@given(requests(), METHODS)
def test_nothing_is_lost_and_the_bounds_are_kept(request: Request, method: Method) -> None:
    """The shares sum to the total, and each lies between its floor and its cap."""
    steps = divide(request, method, in_order).steps
    assert sum(steps) == request.steps
    assert all(a <= x <= b for a, x, b in zip(request.low, steps, request.high, strict=True))


def quota_of(request: Request) -> list[Fraction]:
    quota = quotas(request)
    return [
        Fraction(bound) if bound is not None else Fraction(weight * quota.above, quota.below)
        for weight, bound in zip(request.weights, quota.fixed, strict=True)
    ]


@given(requests())
def test_water_filling_holds_only_those_who_would_pass_their_bounds(request: Request) -> None:
    """One level for all: below it nobody is held at the floor, nor above it at the cap."""
    due = quota_of(request)
    assert sum(due) == request.steps
    assert all(a <= q <= b for a, q, b in zip(request.low, due, request.high, strict=True))
    weighed = [i for i, weight in enumerate(request.weights) if weight]
    levels = {due[i] / request.weights[i] for i in weighed if request.low[i] < due[i] < request.high[i]}
    assert len(levels) <= 1
    for level in levels:
        for i in weighed:
            even = level * request.weights[i]
            assert due[i] == min(max(even, Fraction(request.low[i])), Fraction(request.high[i]))


@given(requests())
def test_hamilton_stays_within_quota(request: Request) -> None:
    """Every share is its quota rounded down or up."""
    steps = divide(request, Method.HAMILTON, in_order).steps
    assert all(abs(x - q) < 1 for x, q in zip(steps, quota_of(request), strict=True))


@given(requests(), DIVISORS, st.integers(1, 10))
def test_with_a_divisor_method_a_larger_total_takes_from_nobody(
    request: Request, method: Method, more: int
) -> None:
    """House monotonicity, with floors and caps as well."""
    reach = sum(b if w else a for w, a, b in zip(request.weights, request.low, request.high, strict=True))
    larger = attrs.evolve(request, steps=min(request.steps + more, reach))
    fewer, most = divide(request, method, in_order).steps, divide(larger, method, in_order).steps
    assert all(a <= b for a, b in zip(fewer, most, strict=True))


@given(requests(min_weight=1), DIVISORS, st.data())
def test_with_a_divisor_method_more_weight_is_never_less_share(
    request: Request, method: Method, data: st.DataObject
) -> None:
    """Population monotonicity: an area whose weight alone grows loses nothing."""
    i = data.draw(st.integers(0, len(request.weights) - 1))
    weights = list(request.weights)
    weights[i] += data.draw(st.integers(1, 40))
    grown = divide(attrs.evolve(request, weights=tuple(weights)), method, in_order)
    assert grown.steps[i] >= divide(request, method, in_order).steps[i]


@given(st.integers(1, 8), st.integers(1, 40), st.integers(0, 100), METHODS)
def test_equal_weights_have_equal_shares_within_a_step(
    areas: int, weight: int, steps: int, method: Method
) -> None:
    """Symmetry."""
    request = Request(steps, (weight,) * areas, (0,) * areas, (steps,) * areas)
    shares = divide(request, method, in_order).steps
    assert max(shares) - min(shares) <= 1


@given(requests(), METHODS, st.randoms(use_true_random=False))
def test_the_order_of_the_areas_does_not_matter(request: Request, method: Method, rng: Random) -> None:
    """Anonymity: what is shuffled before is shuffled after, and so are the tied."""
    order = list(range(len(request.weights)))
    rng.shuffle(order)
    shuffled = Request(
        request.steps,
        tuple(request.weights[i] for i in order),
        tuple(request.low[i] for i in order),
        tuple(request.high[i] for i in order),
    )
    before, after = divide(request, method, in_order), divide(shuffled, method, in_order)
    assert {order[i] for i in after.tied} == set(before.tied)
    for place, i in enumerate(order):
        assert after.steps[place] == before.steps[i] or i in before.tied


@given(requests(), METHODS, st.integers(2, 10**20))
def test_only_the_proportions_of_the_weights_count(request: Request, method: Method, times: int) -> None:
    """Scale invariance."""
    scaled = attrs.evolve(request, weights=tuple(weight * times for weight in request.weights))
    assert divide(scaled, method, in_order) == divide(request, method, in_order)


@given(requests(), METHODS)
def test_the_tied_could_be_served_otherwise(request: Request, method: Method) -> None:
    """Where a tie is said, another choice among the tied is as good; where none is, none is asked for."""
    asked: list[int] = []

    def last_first(tied: Sequence[int], count: int) -> Sequence[int]:
        asked.append(count)
        assert 0 < count < len(tied)
        return tied[len(tied) - count :]

    one, other = divide(request, method, in_order), divide(request, method, last_first)
    assert bool(asked) == bool(one.tied)
    assert one.tied == other.tied
    assert (one.steps != other.steps) == bool(one.tied)


def test_a_method_is_named_by_text() -> None:
    assert Method("Sainte-Laguë".lower()) is Method.WEBSTER
    names: list[Any] = ["webstr", ["webster"], None]
    for name in names:
        with pytest.raises(ValueError, match="is not a valid Method"):
            Method(name)


def test_a_huge_total_is_divided_without_counting() -> None:
    request = Request(10**30, (1, 2, 4), (0, 0, 0), (10**30,) * 3)
    for method in Method:
        shares = divide(request, method, in_order).steps
        assert sum(shares) == 10**30
        assert all(abs(x - Fraction(10**30 * w, 7)) < 1 for x, w in zip(shares, (1, 2, 4), strict=True))
