"""What there is to divide: requests that can be met, and matrices with margins that can."""

from __future__ import annotations

from hypothesis import strategies as st

from minsheng.dividing import Method
from minsheng.dividing.methods import Request

METHODS = st.sampled_from(Method)
DIVISORS = st.sampled_from([m for m in Method if m is not Method.HAMILTON])


@st.composite
def requests(
    draw: st.DrawFn, *, bounded: bool = True, max_areas: int = 6, min_weight: int = 0, max_steps: int = 60
) -> Request:
    """Requests that can be met: the steps lie between what the bounds leave."""
    size = draw(st.integers(1, max_areas))
    weights = draw(st.lists(st.integers(min_weight, 40), min_size=size, max_size=size).filter(any))
    if not bounded:
        steps = draw(st.integers(0, max_steps))
        return Request(steps, tuple(weights), (0,) * size, (steps,) * size)
    low = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    room = draw(st.lists(st.integers(0, max_steps), min_size=size, max_size=size))
    high = [least + more for least, more in zip(low, room, strict=True)]
    reach = sum(most if weight else least for weight, least, most in zip(weights, low, high, strict=True))
    return Request(draw(st.integers(sum(low), reach)), tuple(weights), tuple(low), tuple(high))


Matrix = list[list[int]]


@st.composite
def matrices(draw: st.DrawFn, *, max_size: int = 5) -> tuple[Matrix, list[int], list[int]]:
    """Weights with zeros, and margins that some matrix with those zeros has."""
    height, width = draw(st.integers(1, max_size)), draw(st.integers(1, max_size))
    drawn: st.SearchStrategy[int] = st.sampled_from((0, 1, 1, 2, 3, 7, 50)).map(int)
    row = st.lists(drawn, min_size=width, max_size=width)
    weights: Matrix = draw(st.lists(row, min_size=height, max_size=height))
    held = [[draw(st.integers(0, 6)) if weight else 0 for weight in listed] for listed in weights]
    return weights, [sum(line) for line in held], [sum(line) for line in zip(*held, strict=True)]
