"""The working of a division, as staff would check it with a pocket calculator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heapreplace
from math import isqrt

import attrs

from minsheng.dividing.methods import Method, beside_signposts, claims, exact_claim, quotas, signpost
from minsheng.dividing.reading import Asked
from minsheng.domain.allocation import Row
from minsheng.domain.amount import Amount, plain_text, to_decimal
from minsheng.domain.area import CITY
from minsheng.domain.written import cut, exactly
from minsheng.table import Table

_ROUNDED = {
    Method.JEFFERSON: "舍去小数",
    Method.WEBSTER: "四舍五入",
    Method.ADAMS: "小数进一",
    Method.HUNTINGTON_HILL: "过几何平均 √(k(k+1)) 进一，不过舍去",
}


@attrs.frozen
class Award:
    """One step given to an area.

    Args:
        number: its number, from 1.
        area: who gets it.
        claim: the claim to it: weight ÷ signpost (squared with Huntington and Hill), in whole
            weights; with largest remainder, the remainder.
    """

    number: int
    area: str
    claim: Fraction | None


def awards(asked: Asked, method: Method, counts: Sequence[int]) -> Iterator[Award]:
    """The steps beyond the floors in order; ``counts`` is what each area has in the end.

    A claim of None goes before all others (first steps with Adams and with Huntington and Hill).
    """
    request = asked.request
    if method is Method.HAMILTON:
        quota = quotas(request)
        rests = {
            i: Fraction(request.weights[i] * quota.above, quota.below) % 1
            for i, bound in enumerate(quota.fixed)
            if bound is None
        }
        more = [i for i in rests if counts[i] * quota.below > request.weights[i] * quota.above]
        for number, i in enumerate(sorted(more, key=lambda i: -rests[i]), 1):
            yield Award(number, asked.areas[i], rests[i])
        return
    has, claim = list(request.low), claims(method, request)
    queue = [(-claim(i, k), i) for i, k in enumerate(has) if k < counts[i]]
    heapify(queue)
    number = 0
    while queue:
        i, number = queue[0][1], number + 1
        yield Award(number, asked.areas[i], exact_claim(method, request.weights[i], has[i]))
        has[i] += 1
        if has[i] < counts[i]:
            heapreplace(queue, (-claim(i, has[i]), i))
        else:
            heappop(queue)


def table(asked: Asked, row: Row, quota: Mapping[str, Fraction | None]) -> Table:
    """Weight, quota and share of each area, 市本级 last."""
    rows = [
        (name, exactly(weight), "/" if (due := quota[name]) is None else cut(due), exactly(share))
        for name, weight, share in zip(asked.areas, asked.weights, row.cells, strict=True)
    ]
    if row.city_share is not None:
        rows.append((CITY, "/", "/", plain_text(row.city_share)))
    return Table(("地区", "权重", "应得", "任务数"), tuple(rows), numeric=("权重", "应得", "任务数"))


def explain(asked: Asked, row: Row, method: Method, counts: Sequence[int], tie: str) -> str:
    """The whole working as text."""
    sharing = sum(weight is not None for weight in asked.weights)
    kept = "" if row.city_share is None else f"留{CITY} {plain_text(row.city_share)} 后"
    step = f"步长 {plain_text(asked.step.size)} {row.unit}"
    lines = [f"{asked.total}{kept}按权重分给 {sharing} 个地区，{step}，{method.label}"]
    per_area = _by_remainders if method is Method.HAMILTON else _by_divisor
    rule, line = per_area(asked, method, counts)
    lines.append(rule)
    for i, (name, weight, share) in enumerate(zip(asked.areas, asked.weights, row.cells, strict=True)):
        if weight is not None and share is not None:
            lines.append(f"{name}：{line(i)} {row.unit}")
    if tie:
        lines.append(tie)
    return "\n".join([*lines, row.working()])


def _given(asked: Asked, count: int) -> str:
    """A count of steps as a share; where the step is not 1, both."""
    share = plain_text(asked.step.values([count])[0])
    return share if asked.step.size == 1 else f"{count} 份 = {share}"


def _as_written(asked: Asked) -> Fraction:
    """The factor from weights as written to whole weights; 1 where they are not plain decimals."""
    given = [w.value if isinstance(w, Amount) else w for w in asked.weights]
    factors = {w.unit.factor for w in asked.weights if isinstance(w, Amount)}
    if len(factors) > 1 or any(isinstance(w, Fraction) for w in given):
        return Fraction(1)
    return next(
        (
            whole / Fraction(to_decimal(w))
            for w, whole in zip(given, asked.request.weights, strict=True)
            if whole and w is not None and not isinstance(w, Fraction)
        ),
        Fraction(1),
    )


def _by_remainders(asked: Asked, _: Method, counts: Sequence[int]) -> tuple[str, Callable[[int], str]]:
    request, quota, scale = asked.request, quotas(asked.request), _as_written(asked)
    weights, below = request.weights, exactly(quota.below / scale)

    def line(i: int) -> str:
        bound, given = quota.fixed[i], _given(asked, counts[i])
        if bound is not None:
            held = "下限" if bound == request.low[i] else "上限"
            return f"{held if weights[i] else '权重为 0，只得下限'} → {given}"
        due = Fraction(weights[i] * quota.above, quota.below)
        whole = due.__floor__()
        plus = f"{whole} + 1 = " if counts[i] > whole else ""
        return f"{exactly(weights[i] / scale)} × {quota.above} ÷ {below} = {cut(due)} → {plus}{given}"

    held = sum(bound is not None and weight > 0 for bound, weight in zip(quota.fixed, weights, strict=True))
    first = f"{held} 个地区取其上下限，其余" if held else ""
    whole_sum = sum(
        bound if bound is not None else weights[i] * quota.above // quota.below
        for i, bound in enumerate(quota.fixed)
    )
    left = request.steps - whole_sum
    rest = f"，先得整数，余下的 {left} 份给余数最大的" if left else "，正好都是整数"
    return f"{first}应得 = 权重 × {quota.above} ÷ {below}{rest}", line


def _by_divisor(asked: Asked, method: Method, counts: Sequence[int]) -> tuple[str, Callable[[int], str]]:
    request, scale = asked.request, _as_written(asked)
    weights = [Fraction(weight) / scale for weight in request.weights]
    divisor = find_divisor(asked, method, counts, scale)
    if divisor is None:
        first_steps = any(
            w and not k and high for w, k, high in zip(weights, counts, request.high, strict=True)
        )
        rule = (
            "份数少于地区数，权重大的各得一份" if first_steps and any(counts) else "各取上下限，没有别的可分"
        )
        return rule, lambda i: f"{exactly(weights[i])} → {_given(asked, counts[i])}"
    written = cut(divisor, 12) if method is Method.HUNTINGTON_HILL else exactly(divisor)

    def line(i: int) -> str:
        quotient, k = weights[i] / divisor, counts[i]
        scaled, gate, held = beside_signposts(method, quotient), "", ""
        if method is Method.HUNTINGTON_HILL:
            gate = f"（分界 {_root(quotient.__floor__() * (quotient.__floor__() + 1))}）"
        if k == request.high[i] and scaled > signpost(method, k):
            held = "，到上限"
        elif k and k == request.low[i] and scaled < signpost(method, k - 1):
            held = "，取下限"
        return f"{exactly(weights[i])} ÷ {written} = {cut(quotient)}{gate}{held} → {_given(asked, k)}"

    return f"除数 {written}：权重 ÷ 除数，{_ROUNDED[method]}", line


def _root(square: int) -> str:
    return cut(Fraction(isqrt(square * 10**40), 10**20), 6)


def find_divisor(
    asked: Asked, method: Method, counts: Sequence[int], scale: Fraction = Fraction(1)
) -> Fraction | None:
    """The divisor of whole weights ÷ ``scale`` that gives these counts: the shortest decimal.

    At a tie only one divisor does; with Huntington and Hill it is a square root, cut to twenty places.

    None where there is none: nothing given, or fewer steps than areas by a method that gives every
    area a first step before any a second.
    """
    request = asked.request
    weighed = [(i, weight / scale) for i, weight in enumerate(request.weights) if weight]
    next_ = [exact_claim(method, w, counts[i]) for i, w in weighed if counts[i] < request.high[i]]
    got = [exact_claim(method, w, counts[i] - 1) for i, w in weighed if counts[i] > request.low[i]]
    if None in next_:
        return None
    low = max((value for value in next_ if value is not None), default=Fraction(0))
    high = min((value for value in got if value is not None), default=None)
    return _shortest(low, high, method is Method.HUNTINGTON_HILL)


def _shortest(low: Fraction, high: Fraction | None, squared: bool) -> Fraction | None:
    """The decimal with the fewest places between the two, or between their square roots."""
    if high is None and low == 0:
        return None
    if high is not None and low == high:
        return Fraction(isqrt(low.numerator * 10**40 // low.denominator), 10**20) if squared else low
    digits = len(str(low.numerator // low.denominator))
    for places in range(-digits, 10**3):
        unit = Fraction(10) ** -places
        scaled = low / (unit * unit if squared else unit)
        whole = scaled.numerator // scaled.denominator
        found = ((isqrt(whole) if squared else whole) + 1) * unit
        if high is None or (found * found if squared else found) < high:
            return found
    return None
