"""Forms of points by the value reached: on straight lines between corners, or by classes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs

from minsheng.asking import built
from minsheng.domain.amount import less_exactly
from minsheng.domain.expression.build import Expression
from minsheng.domain.interval import tiling_faults
from minsheng.labels import Labelled
from minsheng.scoring.bands import Range
from minsheng.scoring.forms import Fault, Form, at_values
from minsheng.scoring.inputs import Inputs
from minsheng.scoring.terms import ZERO, Goals, Values, Written, certain, constant, said, where, worth


@built
@attrs.frozen
class Point:
    """A corner of a piecewise line: at this value so many points."""

    at: Decimal = attrs.field(converter=certain)
    points: Decimal = attrs.field(converter=certain)


class Ends(Labelled):
    """What becomes of values beyond the outermost corners."""

    LEVEL = "level", "与最外的点同分"
    ON = "on", "按最外的一段延长"


@built
@attrs.frozen
class Piecewise(Form):
    """Points on straight lines between corners.

    Args:
        corners: from the least value on; the value is the completion in per cent, or as the item says.
        ends: whether the points stay level outside of the corners, or the outermost lines go on.

    >>> form = Piecewise((Point(60, 0), Point(100, 10)))
    >>> [str(worth(form.points(Decimal(10), Inputs("x")), {"x_mark": Fraction(v)})) for v in (50, 75, 120)]
    ['0', '15/4', '10']
    >>> form = Piecewise((Point(60, 0), Point(100, 10)), "on")
    >>> [str(worth(form.points(Decimal(10), Inputs("x")), {"x_mark": Fraction(v)})) for v in (50, 75, 120)]
    ['-5/2', '15/4', '15']
    """

    corners: tuple[Point, ...]
    ends: Ends = attrs.field(default=Ends.LEVEL, converter=Ends)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        value, pairs = inputs.value, list(pairwise(self.corners))

        def line(low: Point, high: Point) -> Expression:
            rise, way = less_exactly(high.points, low.points), less_exactly(high.at, low.at)
            return (value - low.at) * rise / way + low.points

        first, last = self.corners[0], self.corners[-1]
        on = self.ends is Ends.ON
        result = line(*pairs[-1]) if on else constant(last.points)
        for low, high in reversed(pairs):
            result = where(value < high.at, line(low, high), result)
        if not on:
            result = where(value < first.at, first.points, result)
        return result if inputs.boundless is None else where(inputs.boundless, last.points, result)

    @property
    def of_weight(self) -> bool:
        return False

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        low, high = min(c.points for c in self.corners), max(c.points for c in self.corners)
        if self.ends is Ends.LEVEL:
            return low, high
        first, last = (less_exactly(b.points, a.points) for a, b in (self.corners[:2], self.corners[-2:]))
        return None if first > 0 or last < 0 else low, None if last > 0 or first < 0 else high

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if len(self.corners) < 2:
            yield "corners", "折线至少要有两个点", "写成 [{at = 60, points = 0}, {at = 100, points = 10}]"
            return
        for low, high in pairwise(self.corners):
            if low.at >= high.at:
                yield "corners", f"{said(high.at)} 没有大于前一个点 {said(low.at)}", "从小到大写"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        ends = (self.corners[:2], self.corners[-2:])
        if self.ends is Ends.ON and all(low.points == high.points for low, high in ends):
            yield "ends", "两头的线段都是平的，延长用不上", "去掉 ends"

    def falls(self, weight: Decimal) -> str:
        falls = [f"{said(high.at)} 处" for low, high in pairwise(self.corners) if high.points < low.points]
        return "、".join(falls)

    def rises(self, weight: Decimal) -> str:
        rises = [f"{said(high.at)} 处" for low, high in pairwise(self.corners) if high.points > low.points]
        return "、".join(rises)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value = inputs.figures(), inputs.value

        def write(values: Values, earned: Fraction | None) -> str:
            at = worth(value, values)
            text = f"{figures(values)}，{inputs.said_value(values)}"
            inside = [
                f"{said(low.at)}（{said(low.points)} 分）到 {said(high.at)}（{said(high.points)} 分）的直线上"
                for low, high in pairwise(self.corners)
                if at is not None and low.at <= at <= high.at
            ]
            return (
                f"{text} 在{inside[0]}，{inputs.verb} {said(earned)} 分"
                if inside
                else f"{text} 在折线之外，{inputs.verb} {said(earned)} 分"
            )

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return at_values(inputs, [corner.at for corner in self.corners])

    @property
    def on_value(self) -> bool:
        return True


@built
@attrs.frozen
class Class(Range):
    """A range of values and the points it gives.

    >>> print(Class("好", low=90, points=10))
    [90, ∞) 好
    """

    points: Decimal = attrs.field(default=ZERO, converter=certain, kw_only=True)


@built
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
            assert band.low is not None  # noqa: S101  # the lowest is what remains
            result = where(inputs.reaches(band.low, closed=band.low_closed), band.points, result)
        return result

    @property
    def of_weight(self) -> bool:
        return False

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        return min(band.points for band in self.bands), max(band.points for band in self.bands)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        for text, todo in tiling_faults(self.bands):
            yield "bands", text, todo

    def falls(self, weight: Decimal) -> str:
        ordered = sorted(self.bands, key=Range.start)
        return "、".join(f"{high}" for low, high in pairwise(ordered) if high.points < low.points)

    def rises(self, weight: Decimal) -> str:
        ordered = sorted(self.bands, key=Range.start)
        return "、".join(f"{high}" for low, high in pairwise(ordered) if high.points > low.points)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value = inputs.figures(), inputs.value

        def write(values: Values, earned: Fraction | None) -> str:
            at = worth(value, values)
            best = max(self.bands, key=Range.start)
            band = best if at is None else next((one for one in self.bands if one.holds(at)), best)
            value_of = f"{inputs.said_value(values)}（{band.words}）{band.name}".rstrip()
            return f"{figures(values)}，{value_of}，{inputs.verb} {said(earned)} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return at_values(inputs, [band.low for band in self.bands if band.low is not None])

    @property
    def on_value(self) -> bool:
        return True
