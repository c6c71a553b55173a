"""Points by the value reached: on straight lines between corners, or by classes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression
from minsheng.domain.interval import tiling_faults
from minsheng.domain.numerals import less_exactly
from minsheng.labels import Labelled
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.bands import Range
from minsheng.rules.scoring.terms.choices import GoesBy
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    certain,
    constant,
    said,
    where,
    worth,
)


@built
@attrs.frozen
class Point:
    """A corner of a piecewise line: the points at a value."""

    at: Decimal = attrs.field(converter=certain)
    points: Decimal = attrs.field(converter=certain)


class Ends(Labelled):
    """How values beyond the outermost corners are scored."""

    LEVEL = "level", "与最外的点同分"
    ON = "on", "按最外的一段延长"


@attrs.frozen
class Piece:
    """A stretch of a curve: level, or a straight line.

    Args:
        start: the value it starts at; None for the first.
        left, right: corners on it; the same object if it is level.
        closed: whether its start belongs to it.
        name: what to call it where points rise or fall to its end.
    """

    start: Decimal | None
    left: Point
    right: Point
    closed: bool = True
    name: str = ""

    def over(self, value: Expression) -> Expression:
        """The points for a value on it."""
        if self.left is self.right:
            return constant(self.left.points)
        way = less_exactly(self.right.at, self.left.at)
        return (value - self.left.at) * self.rise / way + self.left.points

    @property
    def rise(self) -> Decimal:
        """How much it rises from corner to corner."""
        return less_exactly(self.right.points, self.left.points)


class OnCurve(Form):
    """A form whose points are a function of the value; subclasses give the pieces and the working."""

    on_value = True

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The curve, from the least value on; points, bounds, falls and rises follow from it."""
        raise NotImplementedError

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        first, *rest = self.pieces
        result = first.over(inputs.value)
        for one in rest:
            assert one.start is not None  # noqa: S101  # only the first has none
            result = where(inputs.reaches(one.start, closed=one.closed), one.over(inputs.value), result)
        level = all(one.left is one.right for one in self.pieces)
        if inputs.boundless is None or level:
            return result
        return where(inputs.boundless, self.pieces[-1].right.points, result)  # it has no value

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        every = [corner.points for one in self.pieces for corner in (one.left, one.right)]
        first, last = self.pieces[0].rise, self.pieces[-1].rise  # the outer pieces have no end
        return None if first > 0 or last < 0 else min(every), None if last > 0 or first < 0 else max(every)

    def falls(self, weight: Decimal) -> str:
        return self._turns(-1)

    def rises(self, weight: Decimal) -> str:
        return self._turns(1)

    def _turns(self, way: int) -> str:
        """Where points fall (-1) or rise (1): along a piece, or from the end of the one before."""
        found, before = list[str](), self.pieces[0].left.points
        for one in self.pieces:
            leap, rise = less_exactly(one.left.points, before), one.rise
            jump = leap > 0 if way > 0 else leap < 0
            if jump or (rise > 0 if way > 0 else rise < 0):
                found.append(f"{said(one.left.at)} 处" if jump and one.left is not one.right else one.name)
            before = one.right.points
        return "、".join(dict.fromkeys(found))

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        lines = [one for one in self.pieces if one.left is not one.right]
        ends = {one.start for one in self.pieces if one.start is not None}
        ends |= {corner.at for one in lines for corner in (one.left, one.right)}
        corners = [Fraction(end) for end in sorted(ends, reverse=inputs.reversed)]
        goes_by, lower = inputs.goes_by, inputs.lower

        def goals(values: Values) -> Iterator[Fraction]:
            asked = Fraction(0) if goes_by is GoesBy.ACTUAL else worth(inputs.target, values)
            if asked is None:
                return
            for at in corners:
                if goes_by is not GoesBy.RATE:
                    yield asked - at if lower and goes_by is GoesBy.EXCESS else asked + at
                elif at > 0:
                    yield asked * 100 / at if lower else asked * at / 100

        return goals

    @property
    def of_weight(self) -> bool:
        return False


@built
@attrs.frozen
class Piecewise(OnCurve):
    """Points on straight lines between corners.

    Args:
        corners: from the least value on; the value is the completion in per cent, or as the item says.
            Two at one value are a jump: the value itself has the points of the second.
        ends: whether points stay level beyond the corners, or the outermost lines go on.

    >>> form = Piecewise((Point(60, 0), Point(100, 10)))
    >>> [str(worth(form.points(Decimal(10), Inputs("x")), {"x_mark": Fraction(v)})) for v in (50, 75, 120)]
    ['0', '15/4', '10']
    >>> form = Piecewise((Point(60, 0), Point(100, 10)), "on")
    >>> [str(worth(form.points(Decimal(10), Inputs("x")), {"x_mark": Fraction(v)})) for v in (50, 75, 120)]
    ['-5/2', '15/4', '15']
    """

    corners: tuple[Point, ...]
    ends: Ends = attrs.field(default=Ends.LEVEL, converter=Ends)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        lines = [
            Piece(a.at, a, b, name=f"{said(b.at)} 处") for a, b in pairwise(self.corners) if a.at != b.at
        ]
        if self.ends is Ends.ON:
            return (attrs.evolve(lines[0], start=None), *lines[1:])
        first, last = self.corners[0], self.corners[-1]
        return (Piece(None, first, first), *lines, Piece(last.at, last, last, name=f"{said(last.at)} 处"))

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if len(self.corners) < 2:
            yield "corners", "折线至少要有两个点", "写成 [{at = 60, points = 0}, {at = 100, points = 10}]"
            return
        for low, high in pairwise(self.corners):
            if low.at > high.at:
                yield "corners", f"{said(high.at)} 小于前一个点 {said(low.at)}", "从小到大写"
        twice = [corner.at for corner in self.corners]
        for at in dict.fromkeys(at for at in twice if twice.count(at) > 2):
            yield (
                "corners",
                f"{said(at)} 写了 {twice.count(at)} 次",
                "在一处跳一下，写两个点：跳以前的、跳以后的",
            )
        ends = [self.corners[:2], self.corners[-2:]]
        if self.ends is Ends.ON and any(low.at == high.at for low, high in ends):
            yield "ends", "最外的两个点在一处，没有线可以延长", "去掉 ends，或再写一个点"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        for low, high in pairwise(self.corners):
            if low == high:
                yield "corners", f"{said(low.at)} 处写了两次，分一样", "去掉一个"
        ends = (self.corners[:2], self.corners[-2:])
        if self.ends is Ends.ON and all(low.points == high.points for low, high in ends):
            yield "ends", "两头的线段都是平的，延长用不上", "去掉 ends"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value = inputs.figures(), inputs.value
        jumps = {low.at for low, high in pairwise(self.corners) if low.at == high.at}

        def write(values: Values, earned: Fraction | None) -> str:
            at = worth(value, values)
            text = f"{figures(values)}，{inputs.said_value(values)}"
            inside = [
                f"{said(low.at)}（{said(low.points)} 分）到 {said(high.at)}（{said(high.points)} 分）的直线上"
                for low, high in pairwise(self.corners)
                if at is not None and low.at <= at <= high.at and low.at != high.at
                if not (at == high.at and at in jumps)  # it has the points after the jump
            ]
            return (
                f"{text} 在{inside[0]}，{inputs.verb} {said(earned)} 分"
                if inside
                else f"{text} 在折线之外，{inputs.verb} {said(earned)} 分"
            )

        return write


@built
@attrs.frozen
class Class(Range):
    """A range of values and its points.

    >>> print(Class("好", low=90, points=10))
    [90, ∞) 好
    """

    points: Decimal = attrs.field(default=ZERO, converter=certain, kw_only=True)


@built
@attrs.frozen
class Banded(OnCurve):
    """Points by classes of the value.

    Args:
        bands: ranges that together hold every value exactly once; the value is the completion in
            per cent, or the mark.
    """

    bands: tuple[Class, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        ordered = sorted(self.bands, key=Range.start)
        corners = [(one, Point(one.low or ZERO, one.points)) for one in ordered]
        return tuple(Piece(one.low, at, at, one.low_closed, f"{one}") for one, at in corners)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        for text, todo in tiling_faults(self.bands):
            yield "bands", text, todo

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value = inputs.figures(), inputs.value

        def write(values: Values, earned: Fraction | None) -> str:
            at = worth(value, values)
            best = max(self.bands, key=Range.start)
            band = best if at is None else next((one for one in self.bands if one.holds(at)), best)
            value_of = f"{inputs.said_value(values)}（{band.words}）{band.name}".rstrip()
            return f"{figures(values)}，{value_of}，{inputs.verb} {said(earned)} 分"

        return write
