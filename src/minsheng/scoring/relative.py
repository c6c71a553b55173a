"""Points in proportion to the best, or from the worst to the best: a form that needs to know the others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from minsheng.domain.expression.build import Expression, most
from minsheng.labels import Labelled
from minsheng.scoring.forms import Fault, Form
from minsheng.scoring.inputs import Input, Inputs
from minsheng.scoring.values import ZERO, Goals, Values, Written, certain, no_goals, said, where, worth


class Line(Labelled):
    """Where the line to the best begins."""

    ZERO = "zero", "从0算起"
    WORST = "worst", "从最差的算起"


@attrs.frozen
class Relative(Form):
    """Full points for the best, the others in proportion to it.

    Args:
        start: whether the proportion begins at nothing, or at the worst of all.
        base: what stands at the beginning, as a share of the full points.

    Where less is better (by the figure, not by the completion) the best is the least. A best that
    is not above zero leaves no proportion: then the others have what stands at the beginning.

    >>> print(Relative().points(Decimal("0.3"), Inputs("media")))
    如果 media_best ≤ 0 则0，否则最大（media_mark ÷ media_best × 0.3，0）
    """

    start: Line = attrs.field(default=Line.ZERO, converter=Line)
    base: Decimal = attrs.field(default=ZERO, converter=certain)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        value, best, low = inputs.value, inputs.column(Input.BEST), self.base * weight
        rest = weight - low
        if self.start is Line.WORST:
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
        figures, points, start = inputs.figures(), self.points(weight, inputs), self.base * weight
        plus, rest = f"{said(start)} + " if start else "", said(weight - start)

        def write(values: Values) -> str:
            mine, top, earned = worth(own, values), worth(best, values), said(worth(points, values))
            text = f"{figures(values)}，最好的 {said(top)}"
            if mine is None or top is None:
                return f"{text}，算不出来"
            if self.start is Line.WORST:
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

    @property
    def on_value(self) -> bool:
        return True

    @property
    def on_others(self) -> bool:
        return True
