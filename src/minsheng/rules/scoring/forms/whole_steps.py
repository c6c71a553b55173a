"""Points for each step above or below the target."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.amount import Amount, add_exactly, amount_of
from minsheng.domain.expression.build import Expression, least, most
from minsheng.domain.numerals import times_exactly
from minsheng.domain.units import to_unit
from minsheng.labels import Labelled
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Said,
    Values,
    Written,
    certain,
    holds,
    number,
    said,
    share,
    where,
    worth,
)


class StepOf(Labelled):
    """What the size of a step is measured in."""

    AMOUNT = "amount", "绝对量"
    TARGET = "target", "目标的比例"


class PartStep(Labelled):
    """How much a partial step counts, which regulations seldom say."""

    NONE = "none", "不足一档不计"
    SHARE = "share", "不足一档按比例"
    WHOLE = "whole", "不足一档按一档"


@built
@attrs.frozen
class Side:
    """One side of the target, where each step adds or subtracts points.

    Args:
        size: the size of a step: ``1 公顷``, ``10 万元``, ``1 %``.
        points: the points of a step, positive on either side.
        of: whether the size is an amount, or a share of the target.
        part: how much a partial step counts.
        cap: the most points this side can add or subtract; None for no limit.
        cap_share: the same as a share of the full points.

    A size in percentage points, ``1 个百分点``, needs figures in per cent.
    """

    size: Amount = attrs.field(converter=amount_of)
    points: Decimal = attrs.field(converter=certain)
    of: StepOf = attrs.field(default=StepOf.AMOUNT, converter=StepOf)
    part: PartStep = attrs.field(default=PartStep.NONE, converter=PartStep)
    cap: Decimal | None = attrs.field(default=None, converter=number)
    cap_share: Decimal | None = attrs.field(default=None, converter=number)

    def most(self, weight: Decimal) -> Decimal | None:
        """The most points of this side; None for no limit."""
        limits = [self.cap, None if self.cap_share is None else times_exactly(self.cap_share, weight)]
        return min((limit for limit in limits if limit is not None), default=None)

    def steps(self, distance: Expression, inputs: Inputs) -> Expression:
        """How many steps a distance from the target is; 0 on the other side."""
        distance = most(distance, inputs.nothing)
        if self.of is StepOf.TARGET:
            many = distance / (inputs.target * share(self.size.value))
        else:
            many = distance / self._in_figures(inputs)
        if self.part is PartStep.SHARE:
            return many
        return many.floor() if self.part is PartStep.NONE else many.ceil()

    def end(self, reached: Decimal, weight: Decimal, *, rises: bool) -> Decimal | None:
        """The points at its limit; None for no limit."""
        limit = self.most(weight) if self.points else ZERO
        return None if limit is None else add_exactly(reached, limit if rises else limit.copy_negate())

    def points_of(self, distance: Expression, weight: Decimal, inputs: Inputs) -> Expression:
        """The points for a distance from the target."""
        earned, limit = self.steps(distance, inputs) * self.points, self.most(weight)
        if limit is not None:
            earned = least(earned, limit) if self.points >= 0 else most(earned, limit.copy_negate())
        return where(inputs.target <= inputs.nothing, ZERO, earned) if self.of is StepOf.TARGET else earned

    def _in_figures(self, inputs: Inputs) -> Amount:
        """The size in a comparable unit: a percentage point is 1 % in figures in per cent."""
        points = self.size.unit == to_unit("个百分点") and inputs.unit == to_unit("%")
        return Amount(self.size.value, to_unit("%")) if points else self.size

    @property
    def of_target(self) -> str:
        """The words for a step after 每档: `` 5 公里``, or ``是目标的 5 %``."""
        return f"是目标的 {self.size}" if self.of is StepOf.TARGET else f" {self.size}"

    def step_in_figures(self, target: Fraction, inputs: Inputs) -> Fraction:
        """The size of a step in the unit of the figures."""
        if self.of is StepOf.TARGET:
            return target * Fraction(share(self.size.value))
        return self._in_figures(inputs).exact / (inputs.unit.factor if inputs.unit else 1)

    def faults(self, name: str, weight: Decimal) -> Iterator[Fault]:
        """What is wrong with this side."""
        if self.size.value <= 0:
            yield name, f"一档是 {self.size}", "一档应是正数"
        if self.of is StepOf.TARGET and self.size.unit != to_unit("%"):
            yield name, f"按目标的比例，一档却是 {self.size}", "写成 10 % 这样，或去掉 of"
        limit = self.most(weight)
        if limit is not None and limit < 0:
            yield name, f"封顶 {said(limit)} 分", "封顶应是正数"

    def idle(self, name: str, weight: Decimal) -> Iterator[Fault]:
        """Which options of this side have no effect."""
        if not self.points:
            yield name, "每档 0 分，用不上", "写明每档的分，或去掉这一边"
        if self.cap is not None and self.cap_share is not None:
            yield name, "cap 和 cap_share 都写了，只有小的那个起作用", "只写一个"
        elif self.most(weight) == 0:
            yield name, "封顶 0 分", "封顶应是正数"


@built
@attrs.frozen
class Step(Form):
    """Points for reaching the target, more for each step above it, fewer for each step below.

    Args:
        over: the side above the target; None if exceeding it earns nothing more.
        under: the side below it; None if missing it earns nothing.
        base: what reaching the target earns, as a share of the full points; the rest takes more.
        floor: the least points. Default: 0, or no limit if reaching the target earns nothing, as
            in an adjustment that adds and subtracts.

    >>> hectares = Inputs("green", unit=Amount(1, "公顷").unit, task=True)
    >>> form = Step(Side(Amount(1, "公顷"), 2, cap=10), Side(Amount(10, "%"), 1, "target"))
    >>> points = form.points(Decimal(10), hectares)
    >>> target = {"green_target": Fraction(5)}
    >>> [str(worth(points, target | {"green_actual": Fraction(a)})) for a in (5, 7, 20, 4, 0)]
    ['10', '14', '20', '8', '0']
    """

    on_tasks = True

    over: Side | None = None
    under: Side | None = None
    base: Decimal = attrs.field(default=Decimal(1), converter=certain)
    floor: Decimal | None = attrs.field(default=None, converter=number)

    @property
    def _sides(self) -> dict[str, Side]:
        sides = {"over": self.over, "under": self.under}
        return {name: side for name, side in sides.items() if side is not None}

    def _reached(self, weight: Decimal) -> Decimal:
        return times_exactly(self.base, weight)

    def least(self, weight: Decimal) -> Decimal | None:
        """The least points; None for no limit."""
        return ZERO if self.floor is None and self._reached(weight) > 0 else self.floor

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        reached = self._reached(weight)
        above: Expression | Decimal = reached
        if self.over is not None:
            above = self.over.points_of(inputs.excess, weight, inputs) + reached
        floor = self.least(weight)
        if floor is not None and isinstance(above, Expression):  # exceeding may cost points
            above = most(above, floor)
        below: Expression | Decimal = ZERO if floor is None else floor
        if self.under is not None:
            missed, below = below, reached - self.under.points_of(inputs.excess * -1, weight, inputs)
            below = below if floor is None else most(below, floor)
            if self.under.of is StepOf.TARGET:  # a target of nothing has no shares: it is only missed
                below = where(inputs.target <= inputs.nothing, missed, below)
        return where(inputs.met, above, below)

    def signed(self, weight: Decimal) -> bool:
        return self._reached(weight) == 0

    @property
    def of_weight(self) -> bool:
        return False

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        reached, floor = self._reached(weight), self.least(weight)
        lows: list[Decimal | None] = [reached]
        highs: list[Decimal | None] = [reached]
        for name, side in self._sides.items():
            rises = side.points >= 0 if name == "over" else side.points < 0
            (highs if rises else lows).append(side.end(reached, weight, rises=rises))
        if self.under is None:
            lows.append(ZERO if floor is None else floor)
        known = [end for end in (*lows, *highs) if end is not None]
        low, high = None if None in lows else min(known), None if None in highs else max(known)
        if floor is not None:
            low, high = floor if low is None else max(low, floor), None if high is None else max(high, floor)
        return low, high

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        for name, side in self._sides.items():
            yield from side.faults(name, weight)
        reached = self._reached(weight)
        if self.base < 0:
            yield "base", f"达到目标得满分的 {said(self.base)}", "应不小于 0"
        if self.floor is not None and self.floor > reached:
            yield "floor", f"保底 {said(self.floor)} 分，达到目标只有 {said(reached)} 分", "请核对"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        if not self._sides:
            yield "form", "没有写一档多大、几分", "写 over、under，或改用 all-or-nothing"
        for name, side in self._sides.items():
            yield from side.idle(name, weight)
        if self.base not in (0, 1) and not weight:
            yield "base", "没有满分，base 用不上", "写明 weight，或去掉 base"

    def falls(self, weight: Decimal) -> str:
        words = {"over": "超过目标反而扣分", "under": "没有完成反而加分"}
        return "、".join(words[name] for name, side in self._sides.items() if side.points < 0)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        figures, met = inputs.figures(), inputs.met
        distance, reached = inputs.excess, said(self._reached(weight))
        moves = {name: self._moved(name, weight, inputs) for name in self._sides}
        missed = said(self.least(weight) or ZERO)

        def write(values: Values, earned: Fraction | None) -> str:
            done = holds(met, values) is True
            moved = moves.get("over" if done else "under")
            text = f"达到目标得 {reached} 分" if done else f"未完成得 {missed} 分"
            if moved is not None and worth(distance, values) != 0:
                text = f"{moved(values)}{said(earned)} 分"
            return f"{figures(values)}，{text}"

        return write

    def _moved(self, name: str, weight: Decimal, inputs: Inputs) -> Said:
        """A function that writes the steps of one side."""
        side, over = self._sides[name], name == "over"
        distance = inputs.excess if over else inputs.excess * -1
        way = ("比目标低" if over else "比目标高") if inputs.lower else "超出" if over else "少"
        steps, limit = side.steps(distance, inputs), side.most(weight)
        reached = Fraction(self.base) * Fraction(weight)
        start, sign = said(reached), "+" if over == (side.points >= 0) else "−"
        floor = self.least(weight)

        def write(values: Values) -> str:
            if (many := worth(steps, values)) is None:
                return "目标为 0，没有档，得 "
            text = f"{way} {inputs.with_unit(distance, values)}，每档{side.of_target}，计 {said(many)} 档，"
            plain = many * abs(Fraction(side.points))
            text += f"{start} {sign} {said(many)} × {said(abs(Fraction(side.points)))}"
            if limit is not None and plain > limit:
                text, plain = f"{text}，封顶 {said(limit)}", Fraction(limit)
            left = reached - plain if sign == "−" else reached + plain
            return f"{text} = " if floor is None or left >= floor else f"{text}，保底或扣完为止 = "

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        def goals(values: Values) -> Iterator[Fraction]:
            target, excess = worth(inputs.target, values), worth(inputs.excess, values)
            if target is not None and excess is not None:
                yield from self._goals(weight, inputs, target, excess)

        return goals

    def _goals(
        self, weight: Decimal, inputs: Inputs, target: Fraction, excess: Fraction
    ) -> Iterator[Fraction]:
        way = -1 if inputs.lower else 1
        if excess < 0:
            if self.under is not None and self.under.points > 0:
                size = self.under.step_in_figures(target, inputs) or Fraction(1)
                whole = few = more = (-excess) // size
                if (floor := self.least(weight)) is not None:
                    less = Fraction(self._reached(weight)) - Fraction(floor)
                    counted = less / Fraction(self.under.points)
                    few, more = min(whole, counted.__floor__()), min(whole, counted.__ceil__())
                for many in dict.fromkeys((more, few)):
                    yield from (target - way * left * size for left in (many, many - 1) if left >= 0)
            yield target
        if self.over is not None and (size := self.over.step_in_figures(target, inputs)):
            yield target + way * (max(excess, Fraction(0)) // size + 1) * size
