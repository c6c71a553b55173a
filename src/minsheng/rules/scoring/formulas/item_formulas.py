"""The formulas of an item: its points, whether it counts, and the effect of vetoes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import and_, or_

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.choosing import when
from minsheng.rules.scoring.formulas.measured import has_task, inputs_of, size_of
from minsheng.rules.scoring.formulas.vetoes import Conditions, after
from minsheng.rules.scoring.formulas.who_formulas import applies, factor
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import (
    Scheme,
    absent_figure,
    absent_task,
    goes_without_target,
    rounding_at,
)
from minsheng.rules.scoring.terms.choices import Absent, Combine, Periods, Role, RoundAt
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    of_those_there,
    rounded_off,
    summed,
    where,
)

_ONE = Decimal(1)


def rounded_at(scheme: Scheme, level: RoundAt, points: Expression) -> Expression:
    """Points after the rounding of a level, if there is any."""
    how = rounding_at(scheme, level)
    return points if how is None else rounded_off(points, how.places or 0, how.digits)


@attrs.frozen(eq=False, slots=False)
class TaskFormulas:
    """The formulas of one thing that an item measures: an indicator, or its own input."""

    scheme: Scheme
    item: Item
    inputs: Inputs
    #: whether the item scores several indicators separately
    several: bool

    @cached_property
    def plain(self) -> Expression:
        """Its points before rounding, if there is a figure."""
        return self.item.form.points(self.item.whole_weight, self.inputs)

    @cached_property
    def alone(self) -> Expression:
        """Its points as if it were the only one."""
        points, absent = self.plain, absent_figure(self.scheme, self.item)
        if absent in (Absent.ZERO, Absent.FULL):
            full = self.item.whole_weight if absent is Absent.FULL else ZERO
            points = where(~self.there, full, points)
        return rounded_at(self.scheme, RoundAt.TASK, points)

    @cached_property
    def there(self) -> Expression:
        """Whether its figure is there; without a target, everything that its points need."""
        known = self.inputs.column(Input.ACTUAL) if self.inputs.task else self.plain
        return ~known.is_missing()

    @cached_property
    def points(self) -> Expression:
        """Its points; for one of several, also without a task."""
        absent = absent_task(self.scheme, self.item)
        if not self.several or goes_without_target(self.item) or absent not in (Absent.FULL, Absent.ZERO):
            return self.alone
        full = self.item.whole_weight if absent is Absent.FULL else ZERO
        return where(self.inputs.has_task, self.alone, full)

    @cached_property
    def counts(self) -> Expression:
        """Whether one of several counts; without a task or figure, as the scheme says."""
        counted = self.inputs.has_task
        if absent_figure(self.scheme, self.item) is Absent.LEFT_OUT:
            counted = counted & self.there
        if absent_task(self.scheme, self.item) in (Absent.FULL, Absent.ZERO):
            counted = counted | ~self.inputs.has_task
        return counted

    @cached_property
    def write(self) -> Written:
        """A function that writes how its points came about."""
        return self.item.form.working(self.item.whole_weight, self.inputs)

    @cached_property
    def goals(self) -> Goals:
        """The figures at which its points may rise."""
        return self.item.form.goals(self.item.whole_weight, self.inputs)

    def title(self, values: Values) -> str:
        """Its title on a record."""
        return str(
            values.get(f"{self.inputs.stem}_{Input.TEXT.value}") or self.inputs.title or self.inputs.stem
        )


@attrs.frozen(eq=False, slots=False)
class ItemFormulas:
    """The formulas of an item, each built once.

    Args:
        scheme: the scheme.
        own: the item.
        conditions: whether each veto of the scheme is triggered.
    """

    scheme: Scheme
    own: Item
    conditions: Conditions

    @cached_property
    def weight(self) -> Fraction | None:
        """Its full points; None if it has none."""
        return Fraction(self.own.weight) if self.own.role is Role.POINTS else None

    @cached_property
    def given(self) -> tuple[Inputs, ...]:
        """Its inputs."""
        return inputs_of(self.own)

    @cached_property
    def several(self) -> bool:
        """Whether its indicators or periods are scored separately."""
        return len(self.given) > 1 and (not self.own.form.on_others or self.own.periods is not None)

    @cached_property
    def tasks(self) -> tuple[TaskFormulas, ...]:
        """What it measures; just one if it uses the mean of several."""
        given = self.given if self.several else self.given[:1]
        return tuple(TaskFormulas(self.scheme, self.own, one, self.several) for one in given)

    @cached_property
    def asked(self) -> Expression | None:
        """Whether any of its indicators has a target; None if it needs none."""
        return has_task(self.own, self.given)

    @cached_property
    def raw(self) -> Expression:
        """Its points before its coefficient, sign, rounding and vetoes."""
        absent, points = absent_task(self.scheme, self.own), self._earned
        if self.asked is None:
            return points
        if absent is Absent.AVERAGE:
            own = Inputs(self.own.id)
            average = own.column(Input.GAINED) / own.column(Input.SCORED)
            return where(self.asked, points, average)
        if self.several:
            return points
        if absent in (Absent.FULL, Absent.ZERO):
            return where(self.asked, points, self.own.weight if absent is Absent.FULL else ZERO)
        return when(self.asked).then(points).otherwise(None)

    @cached_property
    def _earned(self) -> Expression:
        """Its points if it has a task."""
        return self._together() if self.several else self._whole.alone

    @cached_property
    def earned(self) -> Expression:
        """Its points, rounded, where it has a task and counts; missing elsewhere."""
        asked = [one for one in (self.asked, self.applies) if one is not None]
        points = rounded_at(self.scheme, RoundAt.ITEM, self._earned)
        return when(reduce(and_, asked)).then(points).otherwise(None) if asked else points

    @cached_property
    def applies(self) -> Expression | None:
        """Whether a subject has the item at all; None if everybody has it."""
        return applies(self.scheme, self.own, size_of(self.given[0]))

    @cached_property
    def factor(self) -> Expression | None:
        """By what its points are multiplied; None if by nothing."""
        return factor(self.scheme, self.own, size_of(self.given[0]))

    @cached_property
    def _whole(self) -> TaskFormulas:
        """The one thing scored; the mean of several has no figure of its own."""
        task = self.tasks[0]
        single = len(self.given) == 1
        return task if single else attrs.evolve(task, inputs=attrs.evolve(task.inputs, task=False))

    def _together(self) -> Expression:
        """The points of several indicators combined; missing if none counts."""
        each = [(task.counts, task.points) for task in self.tasks]
        combine, weight = self.own.combine, self.own.weight
        if combine in (Combine.LEAST, Combine.MOST):
            low, high = self.own.form.bounds(weight)
            lowest, end = combine is Combine.LEAST, high
            if combine is Combine.MOST:
                end = None if low is None else min(low, weight, ZERO)
            elif high is not None:
                end = max(high, weight, ZERO)  # absent ones may get these
            found = of_those_there(each, [end] * len(each), lowest=lowest)
            return when(reduce(or_, [counted for counted, _ in each])).then(found).otherwise(None)
        if combine is Combine.LAST:
            last: Expression | None = None
            for task in self.in_order:
                last = when(task.counts).then(task.points).otherwise(last)
            assert last is not None  # noqa: S101  # there are several
            return last
        parts = summed([where(counted, points, ZERO) for counted, points in each])
        if combine is Combine.SUM:
            return when(reduce(or_, [counted for counted, _ in each])).then(parts).otherwise(None)
        return parts / summed([where(counted, _ONE, ZERO) for counted, _ in each])

    @property
    def in_order(self) -> list[TaskFormulas]:
        """The periods in the order of the year, which need not begin in January."""
        first = self.scheme.year_from - 1 if self.own.periods is Periods.MONTH else 0
        return [*self.tasks[first:], *self.tasks[:first]]

    @cached_property
    def signed(self) -> Expression:
        """Its points as added to its section, before vetoes: a deduction is negative."""
        points = self.raw if self.factor is None else self.raw * self.factor
        if self.own.role is Role.DEDUCTION and not self.own.form.signed(self.own.weight):
            points = points * -1
        return rounded_at(self.scheme, RoundAt.ITEM, points)

    @cached_property
    def points(self) -> Expression:
        """Its points as added to its section."""
        return after(self.scheme, self.own, self.conditions, self.signed)

    @cached_property
    def present(self) -> Expression | None:
        """Whether it counts; None if it always does."""
        there = self._there
        if self.applies is None:
            return there
        return self.applies if there is None else self.applies & there

    @cached_property
    def _there(self) -> Expression | None:
        """Whether it counts for those that have it; None if it always does."""
        no_task = self.asked is not None and absent_task(self.scheme, self.own) is Absent.LEFT_OUT
        if absent_figure(self.scheme, self.own) is not Absent.LEFT_OUT:
            return self.asked if no_task else None
        there = reduce(or_, [one.counts for one in self.tasks]) if self.several else self._whole.there
        if not self.several and no_task and self.asked is not None:
            there = self.asked & there
        # without a task, a missing figure is not the reason for having no points
        return there if no_task or self.asked is None else there | ~self.asked
