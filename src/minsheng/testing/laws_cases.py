"""The cases that the laws are tested on: requests that can be met, and changes to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import strategies as st

from minsheng.domain.numerals import shifted, times_exactly
from minsheng.testing.laws_asking import Asked

#: which of ``step``, ``floors`` and ``caps`` a function takes
Takes = frozenset[str]

_NAMES = ("甲县", "乙县", "丙县", "丁市", "戊区", "己区", "庚区", "辛新区")
_STEPS = tuple(map(Decimal, ("1", "0.1", "0.01", "0.5", "50")))
_TIMES = tuple(map(Decimal, ("10", "2", "3", "7", "0.5", "0.1")))
#: weights are nudged by these millionths; no tie survives both this and its reverse
LITTLE = (101, 211, 307, 401, 503, 601, 701, 809)
#: how many successive totals a pair of years is tried with
TOTALS = 8


@attrs.frozen
class Permuted:
    """A request, and another order of its areas."""

    asked: Asked
    order: tuple[int, ...]


@attrs.frozen
class Scaled:
    """A request, and what to multiply its weights by."""

    asked: Asked
    times: Decimal


@attrs.frozen
class Grown:
    """A request, and the weights of another year."""

    asked: Asked
    weights: tuple[tuple[str, Decimal], ...]


def nudged(asked: Asked, millionths: tuple[int, ...]) -> Asked:
    """The same request with every weight changed by a few millionths, each by another number."""
    moved = (
        (name, times_exactly(weight, 10**6 + change))
        for (name, weight), change in zip(asked.weights, millionths, strict=False)
    )
    return attrs.evolve(asked, weights=tuple(moved))


def requests(takes: Takes) -> st.SearchStrategy[Asked]:
    """Any request; with bounds if the function takes them."""
    return st.one_of(unbounded(takes), bounded(takes)) if takes & {"floors", "caps"} else unbounded(takes)


def unbounded(takes: Takes, *, least: int = 1, lightest: int = 0) -> st.SearchStrategy[Asked]:
    """Requests without floors and caps: few and many, small and large."""
    cents = st.integers(lightest, 9999).map(lambda n: shifted(Decimal(n), -2))
    figures: tuple[st.SearchStrategy[int | Decimal], ...] = (
        st.integers(lightest, 12),
        st.integers(lightest, 10**6),
        cents,
    )
    listed = st.sampled_from(figures).flatmap(lambda one: st.lists(one, min_size=least, max_size=6))
    counts = st.integers(1, 30) | st.integers(1, 10**6)
    return _requests(takes, listed.filter(any), counts)


def with_zeros(takes: Takes) -> st.SearchStrategy[Asked]:
    """Requests in which some weight is 0."""

    def with_zero(weights: list[Decimal]) -> None:
        weights[-1 if any(weights[:-1]) else 0] = Decimal(0)

    return _with_weights(takes, with_zero)


def with_equals(takes: Takes) -> st.SearchStrategy[Asked]:
    """Requests in which two weights are equal."""

    def equal(weights: list[Decimal]) -> None:
        weights[-1] = weights[0] = weights[0] or weights[-1]

    return _with_weights(takes, equal)


def _with_weights(takes: Takes, change: Callable[[list[Decimal]], None]) -> st.SearchStrategy[Asked]:
    def changed(asked: Asked) -> Asked:
        weights = [weight for _, weight in asked.weights]
        change(weights)
        return attrs.evolve(asked, weights=tuple(zip(asked.areas, weights, strict=True)))

    return unbounded(takes, least=2).map(changed)


def permuted(takes: Takes) -> st.SearchStrategy[Permuted]:
    """Requests and another order."""
    return unbounded(takes, least=2, lightest=1).flatmap(
        lambda asked: st.permutations(range(len(asked.weights))).map(
            lambda order: Permuted(asked, tuple(order))
        )
    )


def scaled(takes: Takes) -> st.SearchStrategy[Scaled]:
    """Requests and a factor."""
    return st.builds(Scaled, unbounded(takes), st.sampled_from(_TIMES))


def giant(takes: Takes) -> st.SearchStrategy[Asked]:
    """Any request, and one giant among equal dwarfs, where methods leave the quota."""
    one_among = st.builds(
        lambda giant, dwarf, count: [giant, *[dwarf] * count],
        st.integers(1, 400),
        st.integers(1, 12),
        st.integers(2, 7),
    )
    return unbounded(takes) | _requests(takes, one_among, st.integers(1, 200))


def grown(takes: Takes) -> st.SearchStrategy[Grown]:
    """Requests of positive weights, one of them larger, and the same some years later."""
    listed = st.builds(
        lambda large, small: [large, *small],
        st.integers(1, 60),
        st.lists(st.integers(1, 12), min_size=1, max_size=3),
    )

    def later(asked: Asked) -> st.SearchStrategy[Grown]:
        more = st.tuples(*(st.integers(0, 3 if place else 30) for place in range(len(asked.weights))))
        return more.map(
            lambda by: Grown(
                asked,
                tuple((name, weight + add) for (name, weight), add in zip(asked.weights, by, strict=True)),
            )
        )

    return _requests(takes, listed, st.integers(1, 20)).flatmap(later)


@st.composite
def bounded(draw: st.DrawFn, takes: Takes) -> Asked:
    """Requests with floors and caps that can be kept."""
    weights = draw(st.lists(st.integers(0, 12), min_size=1, max_size=5).filter(any))
    step = draw(_steps(takes))
    low = [draw(st.integers(0, 4)) if weight and "floors" in takes else 0 for weight in weights]
    room = [draw(st.integers(0, 12)) if weight else 0 for weight in weights]
    reach = sum(low) + sum(room)
    total = draw(st.integers(max(1, sum(low)), max(1, reach)))
    if total > reach:  # nothing can be given at all: let the first with a weight have it
        room[next(i for i, weight in enumerate(weights) if weight)] += 1
    floors = tuple(times_exactly(step, least) for least in low) if "floors" in takes else ()
    caps = tuple(times_exactly(step, least + more) for least, more in zip(low, room, strict=True))
    return Asked(times_exactly(step, total), _named(weights), step, floors, caps if "caps" in takes else ())


def _requests(
    takes: Takes, weights: st.SearchStrategy[Sequence[int | Decimal]], counts: st.SearchStrategy[int]
) -> st.SearchStrategy[Asked]:
    return st.builds(
        lambda listed, count, step: Asked(count * step, _named(listed), step), weights, counts, _steps(takes)
    )


def _steps(takes: Takes) -> st.SearchStrategy[Decimal]:
    return st.sampled_from(_STEPS) if "step" in takes else st.just(Decimal(1))


def _named(weights: Sequence[int | Decimal]) -> tuple[tuple[str, Decimal], ...]:
    return tuple(zip(_NAMES, map(Decimal, weights), strict=False))


def smaller(case: object) -> Iterator[object]:
    """The same case with every smaller total, smallest first; nothing if it has bounds."""
    asked = case if isinstance(case, Asked) else getattr(case, "asked", None)
    if not isinstance(asked, Asked) or asked.floors or asked.caps:
        return
    for count in range(1, min(int(Fraction(asked.total) / Fraction(asked.step)), 200)):
        less = attrs.evolve(asked, total=times_exactly(asked.step, count))
        if isinstance(case, Asked):
            yield less
        elif isinstance(case, (Permuted, Scaled, Grown)):
            yield attrs.evolve(case, asked=less)
