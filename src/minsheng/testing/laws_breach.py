"""How a case breaks a law of dividing. Each function's docstring is the law's definition."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from numbers import Rational

import attrs
from hypothesis import target

from minsheng.domain.amount import add_exactly
from minsheng.domain.numerals import times_exactly
from minsheng.domain.written import exactly
from minsheng.testing import laws_cases as cases
from minsheng.testing.laws_asking import Answer, Asked

#: in the order of the areas
Shares = tuple[Fraction, ...]


class NoShares(Exception):  # noqa: N818  # not an error: it ends the trial of one case
    """There is no answer to judge: the function failed or declined."""


class Trial:
    """Asks the function the questions of one case and remembers the answers to show."""

    def __init__(self, ask: Callable[[Asked], Answer], *, seeking: bool = True) -> None:
        self.ask, self.seeking = ask, seeking
        self.answers: list[Answer] = []

    def answer(self, asked: Asked, *, show: bool = True) -> Answer:
        """The answer, readable or not."""
        answer = self.ask(asked)
        if answer.refused:
            raise NoShares
        if show:
            self.answers.append(answer)
        return answer

    def nearly(self, measure: int) -> None:
        """Make Hypothesis search where the measure is high, for laws that are seldom broken."""
        if self.seeking:
            target(measure)

    def __call__(self, asked: Asked, *, show: bool = True) -> Shares:
        """The shares, in the order of the areas."""
        answer = self.answer(asked, show=show)
        if not answer.readable:
            raise NoShares
        return answer.shares


def answers(ask: Trial, asked: Asked) -> str | None:
    """A request that can be met is met: a number for every area with a weight, for no other, no exception."""
    return ask.answer(asked).error or None


def exact(ask: Trial, asked: Asked) -> str | None:
    """Shares are whole numbers, decimals or fractions, never floats: 0.1 + 0.2 is not 0.3 in floats."""
    exact_kinds = (Decimal, Rational, type(None))
    given = ask.answer(asked).given
    floats = [f"{name} 是 {value!r}" for name, value in given if not isinstance(value, exact_kinds)]
    return f"{'、'.join(floats)}，是浮点数，不精确" if floats else None


def adds_up(ask: Trial, asked: Asked) -> str | None:
    """The shares add up to the total, exactly."""
    shares = ask(asked)
    if sum(shares) == asked.total:
        return None
    by = sum(shares) - Fraction(asked.total)
    more = "多" if by > 0 else "少"
    return f"各地之和是 {exactly(sum(shares, Fraction(0)))}，比总数{more} {exactly(abs(by))}"


def steps(ask: Trial, asked: Asked) -> str | None:
    """Every share is a whole number of steps."""
    wrong = [
        f"{name} {exactly(share)}"
        for name, share in zip(asked.areas, ask(asked), strict=True)
        if share % Fraction(asked.step)
    ]
    return f"{'、'.join(wrong)} 不是 {exactly(asked.step)} 的整数倍" if wrong else None


def not_negative(ask: Trial, asked: Asked) -> str | None:
    """No share is below zero."""
    shares = zip(asked.areas, ask(asked), strict=True)
    wrong = [f"{name} {exactly(share)}" for name, share in shares if share < 0]
    return f"{'、'.join(wrong)} 小于 0" if wrong else None


def bounds(ask: Trial, asked: Asked) -> str | None:
    """No share is below its floor or above its cap, provided that all of them can be kept."""
    shares = dict(zip(asked.areas, ask(asked), strict=True))
    low = [n for n, least in zip(asked.areas, asked.floors, strict=False) if shares[n] < least]
    high = [n for n, most in zip(asked.areas, asked.caps, strict=False) if shares[n] > most]
    said = [f"{'、'.join(names)}{word}" for names, word in ((low, "低于下限"), (high, "高于上限")) if names]
    return "；".join(said) or None


def _quotas(asked: Asked) -> Shares:
    whole = sum(Fraction(weight) for _, weight in asked.weights)
    return tuple(Fraction(weight) * Fraction(asked.total) / whole for _, weight in asked.weights)


def lower_quota(ask: Trial, asked: Asked) -> str | None:
    """No share is below the exactly proportional one rounded down to whole steps."""
    return _beyond_quota(ask, asked, upper=False)


def upper_quota(ask: Trial, asked: Asked) -> str | None:
    """No share is above the exactly proportional one rounded up to whole steps."""
    return _beyond_quota(ask, asked, upper=True)


def _beyond_quota(ask: Trial, asked: Asked, *, upper: bool) -> str | None:
    shares, due, step = ask(asked), _quotas(asked), Fraction(asked.step)
    gaps = [
        (share - quota if upper else quota - share) / step for share, quota in zip(shares, due, strict=True)
    ]
    worst = max(range(len(gaps)), key=lambda i: gaps[i])
    ask.nearly(int(gaps[worst] * 1000))
    limit = (ceil(due[worst] / step) if upper else floor(due[worst] / step)) * step
    if shares[worst] <= limit if upper else shares[worst] >= limit:
        return None
    whole = "+".join(exactly(weight) for _, weight in asked.weights)
    name, weight = asked.weights[worst]
    sum_ = f"{exactly(asked.total)} × {exactly(weight)} ÷ ({whole})"
    most, than = ("至多", "多于") if upper else ("至少", "少于")
    return f"{name}应得 {sum_}，{most} {exactly(limit)}，得到的 {exactly(shares[worst])} {than}它"


def symmetry(ask: Trial, asked: Asked) -> str | None:
    """Areas of equal weight get shares that differ by at most one step."""
    got = list(zip(asked.weights, ask(asked), strict=True))
    for place, ((name, weight), share) in enumerate(got):
        for (other, same), another in got[place + 1 :]:
            if weight == same and abs(share - another) > asked.step:
                return f"{name}与{other}权重相同，相差 {exactly(abs(share - another))}，超过一步"
    return None


def anonymity(ask: Trial, case: cases.Permuted) -> str | None:
    """Areas that exchange their weights exchange their shares: names and positions do not matter.

    Ties do not count as breaches. A tie disappears when the weights are changed a little; a breach
    that remains with weights changed in two ways is not a tie.
    """
    if (moved := _moved(ask, case.asked, case.order, show=True)) is None:
        return None
    for places in (cases.LITTLE, cases.LITTLE[::-1]):
        nearly = cases.nudged(case.asked, places)
        if _moved(ask, nearly, case.order, show=False) is None:
            return None
    return f"{moved}；不是因为并列，权重稍微改动也是这样"


def _moved(ask: Trial, asked: Asked, order: tuple[int, ...], *, show: bool) -> str | None:
    weights = [asked.weights[i][1] for i in order]
    exchanged = attrs.evolve(asked, weights=tuple(zip(asked.areas, weights, strict=True)))
    before, after = ask(asked, show=show), ask(exchanged, show=show)
    for place, i in enumerate(order):
        if after[place] != before[i]:
            now, was = asked.areas[place], asked.areas[i]
            return f"{now}换成{was}的权重，得 {exactly(after[place])}；{was}原来得 {exactly(before[i])}"
    return None


def order(ask: Trial, case: cases.Permuted) -> str | None:
    """The order of the areas does not matter, even where claims are equal."""
    named = attrs.evolve(case.asked, weights=tuple(case.asked.weights[i] for i in case.order))
    before = dict(zip(case.asked.areas, ask(case.asked), strict=True))
    after = dict(zip(named.areas, ask(named), strict=True))
    for name, share in before.items():
        if share != after[name]:
            return f"只换了列出的次序，{name}的 {exactly(share)} 变成 {exactly(after[name])}"
    return None


def scale(ask: Trial, case: cases.Scaled) -> str | None:
    """Only the proportions of the weights count: multiplying all by the same number changes nothing."""
    weights = tuple((name, times_exactly(weight, case.times)) for name, weight in case.asked.weights)
    before, after = ask(case.asked), ask(attrs.evolve(case.asked, weights=weights))
    for name, share, other in zip(case.asked.areas, before, after, strict=True):
        if share != other:
            times = exactly(case.times)
            return f"权重都乘以 {times}，{name}的 {exactly(share)} 变成 {exactly(other)}"
    return None


def house(ask: Trial, asked: Asked) -> str | None:
    """When the total grows by a step and nothing else changes, no area loses (no Alabama paradox)."""
    for _ in range(cases.TOTALS):  # a paradox is rare at one total, and common among a few in a row
        ask.answers.clear()  # show only the two totals that break the law
        larger = attrs.evolve(asked, total=add_exactly(asked.total, asked.step))
        for name, share, more in zip(asked.areas, ask(asked), ask(larger), strict=True):
            if more < share:
                return f"总数增加，{name}反而从 {exactly(share)} 减到 {exactly(more)}"
        asked = larger
    return None


def population(ask: Trial, case: cases.Grown) -> str | None:
    """An area whose weight grew faster than another's does not lose while the other gains."""
    for more in range(cases.TOTALS):
        asked = attrs.evolve(
            case.asked, total=add_exactly(case.asked.total, times_exactly(case.asked.step, more))
        )
        then = attrs.evolve(asked, weights=case.weights)
        ask.answers.clear()  # show only the total that breaks the law
        if (said := _overtaken(case, ask(asked), ask(then))) is not None:
            return said
    return None


def _overtaken(case: cases.Grown, before: Shares, after: Shares) -> str | None:
    growth = [
        Fraction(new) / Fraction(old)
        for (_, new), (_, old) in zip(case.weights, case.asked.weights, strict=True)
    ]
    for i, name in enumerate(case.asked.areas):
        for j, other in enumerate(case.asked.areas):
            if growth[i] > growth[j] and after[i] < before[i] and after[j] > before[j]:
                return (
                    f"{name}的权重增长得比{other}快，反而从 {exactly(before[i])} 减到 {exactly(after[i])}，"
                    f"{other}从 {exactly(before[j])} 增到 {exactly(after[j])}"
                )
    return None


def zeros(ask: Trial, asked: Asked) -> str | None:
    """An area of weight 0 gets nothing."""
    got = zip(asked.weights, ask(asked), strict=True)
    wrong = [f"{name} {exactly(share)}" for (name, weight), share in got if not weight and share]
    return f"权重是 0，却得 {'、'.join(wrong)}" if wrong else None


def determinism(ask: Trial, asked: Asked) -> str | None:
    """The same question has the same answer."""
    first, second = ask(asked), ask(asked)
    return None if first == second else "问了两次，结果不同"
