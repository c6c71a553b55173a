"""Forms of points by the value reached: on straight lines between corners, or by classes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.interval import tiling_faults
from minsheng.scoring.bands import Range, within
from minsheng.scoring.forms import ZERO, Fault, Form, at_shares
from minsheng.scoring.inputs import Goals, Inputs, Values, Written, certain, constant, said, where, worth


@attrs.frozen
class Point:
    """A corner of a piecewise line: at this value so many points."""

    at: Decimal = attrs.field(converter=certain)
    points: Decimal = attrs.field(converter=certain)


@attrs.frozen
class Piecewise(Form):
    """Points on straight lines between corners, level outside of them.

    Args:
        corners: from the least value on; the value is the completion in per cent, or the mark.

    >>> form = Piecewise((Point(60, 0), Point(100, 10)))
    >>> [str(worth(form.points(Decimal(10), Inputs("x")), {"x_mark": Fraction(v)})) for v in (50, 75, 120)]
    ['0', '15/4', '10']
    """

    corners: tuple[Point, ...]

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        value = inputs.value
        result = constant(self.corners[-1].points)
        for low, high in reversed(list(pairwise(self.corners))):
            rise, run = high.points - low.points, high.at - low.at
            line = (value - low.at) * rise / run + low.points
            result = where(value < high.at, line, result)
        return where(value < self.corners[0].at, self.corners[0].points, result)

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        return min(c.points for c in self.corners), max(c.points for c in self.corners)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if len(self.corners) < 2:
            yield "corners", "折线至少要有两个点", "写成 [{at = 60, points = 0}, {at = 100, points = 10}]"
        for low, high in pairwise(self.corners):
            if low.at >= high.at:
                yield "corners", f"{said(high.at)} 没有大于前一个点 {said(low.at)}", "从小到大写"
        if self.corners and max(c.points for c in self.corners) != weight:
            yield "corners", f"最多 {said(self.bounds(weight)[1])} 分，满分是 {said(weight)} 分", "请核对"

    def pays_less(self, weight: Decimal) -> str:
        falls = [f"{said(high.at)} 处" for low, high in pairwise(self.corners) if high.points < low.points]
        return "、".join(falls)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value, points = inputs.figures(), inputs.value, self.points(weight, inputs)

        def write(values: Values) -> str:
            at, earned = said(worth(value, values)), said(worth(points, values))
            return f"{figures(values)}，按折线 {at} 得 {earned} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return at_shares(inputs, [Fraction(corner.at) / 100 for corner in self.corners])


@attrs.frozen
class Class(Range):
    """A range of values and the points it gives.

    >>> print(Class("好", low=90, points=10))
    [90, ∞) 好
    """

    points: Decimal = attrs.field(default=ZERO, converter=certain, kw_only=True)


@attrs.frozen
class Banded(Form):
    """Points by classes of the value: three of them, or as many as the text has.

    Args:
        bands: ranges that hold every value exactly once; the value is the completion in per
            cent, or the mark.
    """

    bands: tuple[Class, ...]

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        ordered = sorted(self.bands, key=Range.start)
        result = constant(ordered[0].points)
        for band in ordered[1:]:
            result = where(within(band, inputs.value), band.points, result)
        return result

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        return min(band.points for band in self.bands), max(band.points for band in self.bands)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        for text, todo in tiling_faults(self.bands):
            yield "bands", text, todo
        for band in self.bands:
            if band.high is not None and band.high <= 0 and band.points > 0:
                yield "bands", f"{band} 永远用不到", "完成率和评分不会是负数"
        if self.bands and max(band.points for band in self.bands) < weight:
            yield "bands", f"最多 {said(self.bounds(weight)[1])} 分，满分 {said(weight)} 分得不到", "请核对"

    def pays_less(self, weight: Decimal) -> str:
        ordered = sorted(self.bands, key=Range.start)
        return "、".join(f"{high}" for low, high in pairwise(ordered) if high.points < low.points)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value, points = inputs.figures(), inputs.value, self.points(weight, inputs)

        def write(values: Values) -> str:
            at, earned = worth(value, values), said(worth(points, values))
            band = None if at is None else next((one for one in self.bands if one.holds(at)), None)
            return f"{figures(values)}，{said(at)} 在 {band}，得 {earned} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        ordered = sorted(self.bands, key=Range.start)
        return at_shares(inputs, [Fraction(band.low) / 100 for band in ordered if band.low is not None])
