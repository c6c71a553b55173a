"""Forms of points: all or nothing, in proportion, piecewise, by bands, a mark as given.

A form is a small frozen value. It builds the expression of its points over columns
(:class:`Inputs`), so records and frames are scored by the same expression.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression, least, most
from minsheng.domain.expression.choosing import when
from minsheng.domain.numerals import times_exactly
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    certain,
    constant,
    holds,
    no_goals,
    number,
    said,
    where,
    worth,
)

#: a fault of a form: the field, what is wrong, what to do
Fault = tuple[str, str, str]


@built
@attrs.frozen
class Form:
    """How facts become points; the methods here are defaults.

    Your own form needs only :meth:`points`, and :meth:`bounds` if it can give anything outside 0
    to the full points.
    """

    #: whether it needs a target and an actual
    on_tasks: ClassVar[bool] = False
    #: whether it uses one number of an indicator: its rate, its figure, or its excess over the target
    on_value: ClassVar[bool] = False
    #: whether it needs the others' results, and so scores the item as a whole
    on_others: ClassVar[bool] = False

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        """The expression of the points.

        Args:
            weight: the item's full points.
            inputs: what is measured.
        """
        raise NotImplementedError

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most points it can give; None for no limit."""
        return min(ZERO, weight), max(ZERO, weight)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        """What is wrong with it before any record is scored; by default nothing."""
        yield from ()

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        """Which of its options have no effect, if it has no faults; by default none."""
        yield from ()

    def falls(self, weight: Decimal) -> str:
        """Where a greater value gives fewer points, in words; empty if it never does."""
        return ""

    def rises(self, weight: Decimal) -> str:
        """Where a greater value gives more points, in words; empty if it never does."""
        return "完成得越多分越多"

    def signed(self, weight: Decimal) -> bool:
        """Whether it gives negative points itself, so that a deduction does not negate them."""
        return False

    @property
    def of_weight(self) -> bool:
        """Whether it gives nothing without full points, so that a bonus or deduction needs them."""
        return True

    def marks(self, weight: Decimal) -> tuple[Decimal, Decimal] | None:
        """The range of a mark that people give out of a full mark; otherwise None."""
        return None

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        """A function that writes how a record's points came about, with figures."""
        figures = inputs.figures()
        return lambda values, _: figures(values)

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        """A function that gives the figures at which a record's points may rise, nearest first."""

        def goals(values: Values) -> Iterator[Fraction]:
            asked = worth(inputs.target, values)
            if asked is not None:
                yield asked

        return goals


@built
@attrs.frozen
class Watched(Form):
    """No points: a figure or mark that only a veto uses.

    >>> print(Watched().points(Decimal(0), Inputs("quality")))
    0
    """

    on_value = True

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        return constant(ZERO)

    def bounds(self, weight: Decimal) -> tuple[Decimal, Decimal]:
        return ZERO, ZERO

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if weight:
            yield "weight", f"只看不计分的，写了 {said(weight)} 分", "去掉 weight"

    def rises(self, weight: Decimal) -> str:
        return ""

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures = inputs.figures()
        return lambda values, _: f"{figures(values)}，不计分"

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals

    @property
    def of_weight(self) -> bool:
        return False


@built
@attrs.frozen
class AllOrNothing(Form):
    """Full points if the target is reached, otherwise none.

    >>> form, roads = AllOrNothing(), Inputs("roads", task=True)
    >>> print(form.points(Decimal(10), roads))
    如果 roads_actual ≥ roads_target 则10，否则0
    """

    on_tasks = True

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        return where(inputs.met, weight, ZERO)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, met = inputs.figures(), inputs.met
        full = f"达标得 {said(weight)} 分"
        return lambda values, _: f"{figures(values)}，{full if holds(met, values) else '未达标得 0 分'}"


@built
@attrs.frozen
class Proportional(Form):
    """Points in proportion to the completion, never below 0.

    Args:
        cap: the most points as a multiple of the full points.
        uncapped: no such limit.

    >>> form, roads = Proportional(), Inputs("roads", task=True)
    >>> write = form.working(Decimal(10), roads)
    >>> write({"roads_target": Fraction(60), "roads_actual": Fraction(45)}, Fraction("7.5"))
    '完成 45，目标 60，10 × 75% = 7.5 分'
    """

    on_tasks = True

    cap: Decimal = attrs.field(default=Decimal(1), converter=certain)
    uncapped: bool = False

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        top, earned = self.bounds(weight)[1], most(inputs.rate * weight, ZERO)
        earned = earned if top is None else least(earned, top)
        if inputs.boundless is not None:  # better than any completion: the most, if there is a most
            earned = when(~inputs.boundless).then(earned).otherwise(top)
        # a target of nothing has no completion: it is only reached or not
        return where(inputs.target <= inputs.nothing, where(inputs.met, weight, ZERO), earned)

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        return ZERO, None if self.uncapped else times_exactly(weight, self.cap)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if not self.uncapped and self.cap < 1:
            met = f"封顶 {said(self.cap)} 倍，完成任务也得不到满分"
            yield "cap", met, "封顶倍数至少是 1；不封顶写 uncapped = true"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        if self.uncapped and self.cap != 1:
            yield "cap", f"不封顶，又写了封顶 {said(self.cap)} 倍", "cap 和 uncapped 只写一个"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, value, best = inputs.figures(), inputs.value, inputs.boundless
        full, each = said(weight), Fraction(weight) / 100

        def write(values: Values, earned: Fraction | None) -> str:
            rate = worth(value, values)
            if rate is None or (best is not None and holds(best, values)):
                return f"{figures(values)}，{inputs.verb} {said(earned)} 分"
            if earned == (plain := rate * each):
                return f"{figures(values)}，{full} × {said(rate)}% = {said(earned)} 分"
            limit = "封顶" if earned is not None and earned < plain else "保底"
            product = f"{full} × {said(rate)}% = {said(plain)}"
            return f"{figures(values)}，{product}，{limit} {said(earned)} 分"

        return write


@built
@attrs.frozen
class Given(Form):
    """Points that people gave: as they are, or out of a number other than the full points.

    Args:
        out_of: what the mark is out of: 92 out of 100 earns 9.2 of 10.

    A mark outside 0 to the full mark is refused as a slip.

    >>> print(Given(out_of=100).points(Decimal(10), Inputs("survey")))
    survey_mark × 10 ÷ 100
    """

    out_of: Decimal | None = attrs.field(default=None, converter=number)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        mark = inputs.column(Input.MARK)
        return mark if self.out_of is None else mark * weight / self.out_of

    def marks(self, weight: Decimal) -> tuple[Decimal, Decimal]:
        return ZERO, weight if self.out_of is None else self.out_of

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if self.out_of is not None and self.out_of <= 0:
            yield "out_of", f"评分的满分是 {said(self.out_of)}", "应是正数"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        own = inputs.column(Input.MARK)

        def write(values: Values, earned: Fraction | None) -> str:
            mark = said(worth(own, values))
            if self.out_of is None:
                return f"评分 {mark}，{inputs.verb} {said(earned)} 分"
            return f"评分 {mark}，{mark} ÷ {said(self.out_of)} × {said(weight)} = {said(earned)} 分"

        return write
