"""The methods of apportionment, in whole steps: integers in, integers out.

The methods and their names are those of Balinski and Young, *Fair Representation* (1982). A
divisor method gives the next step to the area with the highest claim: its weight over a signpost
``d(k)``, where k is the number of steps it has. Largest remainder gives each area the whole steps of
its quota, then one more to the largest remainders. A quota outside its floor and cap is fixed at the
bound and the rest divided anew (water-filling); an area at its cap gets no further steps.

Claims are compared exactly. Two different fractions with denominators of at most D differ by more
than 1/D²: multiplied by D² + 1 and truncated, they keep their order, and equal ones stay equal.
The signposts of Huntington and Hill are square roots, so there the squares are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

import attrs

from minsheng.labels import Labelled


class Method(Labelled):
    """A method of apportionment; its usual other names are accepted too.

    >>> Method("d'hondt") is Method.JEFFERSON, Method("最大余数法") is Method.HAMILTON
    (True, True)
    """

    HAMILTON = "hamilton", "最大余数法"
    JEFFERSON = "jefferson", "洪德法"
    WEBSTER = "webster", "圣拉古法"
    HUNTINGTON_HILL = "huntington-hill", "亨廷顿－希尔法"
    ADAMS = "adams", "亚当斯法"

    @classmethod
    def _missing_(cls, value: object) -> Labelled | None:
        return (
            cls(_ALIASES[value]) if isinstance(value, str) and value in _ALIASES else super()._missing_(value)
        )


_ALIASES = {
    "largest-remainder": "hamilton", "hare-niemeyer": "hamilton",
    "dhondt": "jefferson", "d'hondt": "jefferson",
    "sainte-lague": "webster", "sainte-laguë": "webster", "hill": "huntington-hill",
}  # fmt: skip
#: picks this many of the areas with equal claims
Settle = Callable[[Sequence[int], int], Sequence[int]]


@attrs.frozen
class Request:
    """A total to divide, in whole steps.

    Args:
        steps: how many to divide.
        weights: an integer for each area; an area of weight 0 gets its floor.
        low, high: the minimum and maximum of each area, in steps.
    """

    steps: int
    weights: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]


@attrs.frozen
class Quotas:
    """The exactly proportional shares within floors and caps.

    Args:
        fixed: the bound at which an area is fixed, or None.
        above, below: the quota of every other area is weight × above ÷ below.
    """

    fixed: tuple[int | None, ...]
    above: int
    below: int


def quotas(request: Request) -> Quotas:
    """Water-filling: fix at its bound each area that would exceed it, and divide the rest anew.

    The request must be feasible: the steps lie between the sums of the bounds.

    >>> quotas(Request(10, (1, 1, 8), (0, 0, 0), (10, 10, 5)))
    Quotas(fixed=(None, None, 5), above=5, below=2)
    """
    weights, low, high, steps = request.weights, request.low, request.high, request.steps
    whole = sum(weights)
    for weight, least, most in zip(weights, low, high, strict=True):
        if not weight or not least * whole <= weight * steps <= most * whole:
            break
    else:
        return Quotas((None,) * len(weights), steps, whole)
    # as quota ÷ weight rises, each area leaves its floor at one level and meets its cap at another
    scale = max(weights) ** 2 + 1
    turns = sorted(
        (bound * scale // weight, place, i)
        for place, bounds in enumerate((low, high))
        for i, (weight, bound) in enumerate(zip(weights, bounds, strict=True))
        if weight
    )
    fixed: list[int | None] = list(low)
    held, below = sum(low), 0
    for _, at_cap, i in turns:
        bound, weight = (high if at_cap else low)[i], weights[i]
        if held * weight + below * bound >= steps * weight:
            break
        if at_cap:
            fixed[i], held, below = bound, held + bound, below - weight
        else:
            fixed[i], held, below = None, held - bound, below + weight
    return Quotas(tuple(fixed), steps - held, below or 1)


#: d(k), which an area's quotient must pass for one step more than k: doubled for Webster, squared for
#: Huntington and Hill
_SIGNPOSTS: dict[str, Callable[[int], int]] = {
    Method.JEFFERSON: lambda k: k + 1,
    Method.WEBSTER: lambda k: 2 * k + 1,
    Method.HUNTINGTON_HILL: lambda k: k * (k + 1),
    Method.ADAMS: lambda k: k,
}


def signpost(method: Method, k: int) -> int:
    """d(k): what an area's quotient must pass for one step more than k.

    It is doubled for Webster, and squared for Huntington and Hill.
    """
    return _SIGNPOSTS[method](k)


def exact_claim(method: Method, weight: Fraction | int, k: int) -> Fraction | None:
    """The claim of an area that has k steps, squared for Huntington and Hill; None: before all others."""
    post = signpost(method, k)
    return Fraction(beside_signposts(method, weight), post) if post else None


def beside_signposts(method: Method, quotient: Fraction | int) -> Fraction | int:
    """A quotient as its signposts are: doubled for Webster, squared for Huntington and Hill."""
    if method is Method.HUNTINGTON_HILL:
        return quotient * quotient
    return 2 * quotient if method is Method.WEBSTER else quotient


def claims(method: Method, request: Request) -> Callable[[int, int], int]:
    """The claim of area i when it has k steps, as an integer with the same order as the exact one."""
    squared = method is Method.HUNTINGTON_HILL
    weights = [w * w for w in request.weights] if squared else request.weights
    signposts = _SIGNPOSTS[method]
    scale = signposts(request.steps + 1) ** 2 + 1
    # with Adams and with Huntington and Hill first steps go before all others, larger weights first
    first = max(weights, default=0) * scale

    def claim(area: int, k: int) -> int:
        post = signposts(k)
        return weights[area] * scale // post if post else first + weights[area]

    return claim


@attrs.frozen
class Outcome:
    """The steps of each area, and the areas with equal claims to the last of them."""

    steps: tuple[int, ...]
    tied: tuple[int, ...] = ()


def divide(request: Request, method: Method, settle: Settle) -> Outcome:
    """Divide by a method; ``settle`` chooses among equal claims.

    >>> three = Request(8, (5, 3, 1), (0, 0, 0), (8, 8, 8))
    >>> [divide(three, method, lambda tied, n: tied[:n]).steps for method in Method]
    [(4, 3, 1), (5, 3, 0), (4, 3, 1), (4, 3, 1), (4, 3, 1)]
    """
    if method is Method.HAMILTON:
        return _largest_remainder(request, settle)
    return _by_divisor(request, method, settle)


def _largest_remainder(request: Request, settle: Settle) -> Outcome:
    quota = quotas(request)
    shares, remainders = [], []
    for weight, bound in zip(request.weights, quota.fixed, strict=True):
        whole, rest = divmod(weight * quota.above, quota.below) if bound is None else (bound, 0)
        shares.append(whole)
        remainders.append(rest)
    left = request.steps - sum(shares)
    if not left:
        return Outcome(tuple(shares))
    last = sorted(remainders, reverse=True)[left - 1]
    tied = [i for i, rest in enumerate(remainders) if rest == last]
    for i, rest in enumerate(remainders):
        if rest > last:
            shares[i] += 1
    left = request.steps - sum(shares)
    contested = left < len(tied)
    for i in settle(tied, left) if contested else tied:
        shares[i] += 1
    return Outcome(tuple(shares), tuple(tied) if contested else ())


def _by_divisor(request: Request, method: Method, settle: Settle) -> Outcome:
    low, high, weighed = request.low, request.high, [i for i, w in enumerate(request.weights) if w]
    shares = _rounded(request, method)
    claim = claims(method, request)
    missing = request.steps - sum(shares)
    # rounded quotas are right for their own sum, which is off by less than one step per area
    if missing > 0:
        queue = [(-claim(i, shares[i]), i) for i in weighed if shares[i] < high[i]]
        heapify(queue)
        for _ in range(missing):
            i = queue[0][1]
            shares[i] += 1
            if shares[i] < high[i]:
                heapreplace(queue, (-claim(i, shares[i]), i))
            else:
                heappop(queue)
    elif missing:
        queue = [(claim(i, shares[i] - 1), i) for i in weighed if shares[i] > low[i]]
        heapify(queue)
        for _ in range(-missing):
            i = queue[0][1]
            shares[i] -= 1
            if shares[i] > low[i]:
                heapreplace(queue, (claim(i, shares[i] - 1), i))
            else:
                heappop(queue)
    got = {i: claim(i, shares[i] - 1) for i in weighed if shares[i] > low[i]}
    next_ = {i: claim(i, shares[i]) for i in weighed if shares[i] < high[i]}
    if not got or not next_ or (last := min(got.values())) > max(next_.values()):
        return Outcome(tuple(shares))
    holders = [i for i, value in got.items() if value == last]
    for i in holders:
        shares[i] -= 1
    tied = sorted((*holders, *(i for i, value in next_.items() if value == last)))
    for i in settle(tied, len(holders)):
        shares[i] += 1
    return Outcome(tuple(shares), tuple(tied))


#: above ÷ below rounded at the signposts; exactly on one of them, either way
_ROUNDED: dict[str, Callable[[int, int], int]] = {
    Method.JEFFERSON: lambda above, below: above // below,
    Method.WEBSTER: lambda above, below: (2 * above + below) // (2 * below),
    Method.HUNTINGTON_HILL: lambda above, below: (
        (k := above // below) + (above * above > k * (k + 1) * below * below)
    ),
    Method.ADAMS: lambda above, below: -(-above // below),
}


def _rounded(request: Request, method: Method) -> list[int]:
    """The quotas, each rounded; still within its floor and cap, which are whole."""
    quota, rounded = quotas(request), _ROUNDED[method]
    above, below = quota.above, quota.below
    return [
        rounded(weight * above, below) if bound is None else bound
        for weight, bound in zip(request.weights, quota.fixed, strict=True)
    ]
