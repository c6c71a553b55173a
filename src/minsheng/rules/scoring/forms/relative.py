"""Points in proportion to the best, or between the worst and the best."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression, most
from minsheng.domain.expression.choosing import when
from minsheng.domain.numerals import less_exactly, times_exactly
from minsheng.labels import Labelled
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs, still_waiting
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    certain,
    holds,
    no_goals,
    said,
    where,
    worth,
)


class Origin(Labelled):
    """Where the line to the best starts."""

    ZERO = "zero", "从0算起"
    WORST = "worst", "从最差的算起"


@built
@attrs.frozen
class Relative(Form):
    """Full points for the best, and for the others in proportion to it.

    Args:
        start: whether the proportion starts at zero or at the worst value.
        base: the points at the start, as a share of the full points.

    If less is better (for figures, not for completions), the best is the least. There is no
    proportion to a best that is not above zero: the others then get the base. If a best was given
    that is not the best, nobody beyond it gets points.

    >>> print(Relative().points(Decimal(3), Inputs("x")))
    如果 x_mark ≤ x_best 则如果 x_best ≤ 0 则0，否则最大（x_mark ÷ x_best × 3，0），否则缺失
    """

    on_value = True
    on_others = True

    start: Origin = attrs.field(default=Origin.ZERO, converter=Origin)
    base: Decimal = attrs.field(default=ZERO, converter=certain)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        return when(self._fits(inputs)).then(self._earned(weight, inputs)).otherwise(None)

    def _fits(self, inputs: Inputs) -> Expression:
        """Whether the value lies between the worst and the best."""
        value, best, worst = inputs.value, inputs.column(Input.BEST), inputs.column(Input.WORST)
        if self.start is Origin.ZERO:
            return value >= best if inputs.reversed else value <= best
        low, high = (best, worst) if inputs.reversed else (worst, best)
        return (value >= low) & (value <= high)

    def _earned(self, weight: Decimal, inputs: Inputs) -> Expression:
        value, best, low = inputs.value, inputs.column(Input.BEST), times_exactly(self.base, weight)
        rest = less_exactly(weight, low)
        if self.start is Origin.WORST:
            worst = inputs.column(Input.WORST)
            return where(best == worst, weight, (value - worst) / (best - worst) * rest + low)
        if inputs.reversed:
            return where(value == best, weight, where(best <= 0, low, best / value * rest + low))
        earned = most(value / best * rest, ZERO)
        return where(best <= 0, low, earned + low if low else earned)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if not 0 <= self.base < 1:
            yield "base", f"起点得满分的 {said(self.base)}", "应不小于 0，小于 1"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        own, best, worst = inputs.value, inputs.column(Input.BEST), inputs.column(Input.WORST)
        figures, start = inputs.figures(), times_exactly(self.base, weight)
        fits = self._fits(inputs)
        plus, rest = f"{said(start)} + " if start else "", said(less_exactly(weight, start))

        def write(values: Values, points: Fraction | None) -> str:
            mine, top, earned = worth(own, values), worth(best, values), said(points)
            text = f"{figures(values)}，最好的 {said(top)}{still_waiting('', inputs, values)}"
            if mine is None or top is None:
                return f"{text}，算不出来"
            if holds(fits, values) is False:
                lowest = f"，最差的 {said(worth(worst, values))}" if self.start is Origin.WORST else ""
                return f"{text}{lowest}，对不上"
            if self.start is Origin.WORST:
                last = worth(worst, values)
                if last == top:
                    return f"{text}，大家一样，{inputs.verb} {earned} 分"
                least = f"（{said(last)}）" if last is not None and last < 0 else said(last)
                share = f"（{said(mine)} − {least}）÷（{said(top)} − {least}）"
                return f"{text}，最差的 {said(last)}，{plus}{share} × {rest} = {earned} 分"
            if top <= 0 or mine < 0 or mine == top:
                return f"{text}，{inputs.verb} {earned} 分"
            share = f"{said(top)} ÷ {said(mine)}" if inputs.reversed else f"{said(mine)} ÷ {said(top)}"
            return f"{text}，{plus}{share} × {rest} = {earned} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals
