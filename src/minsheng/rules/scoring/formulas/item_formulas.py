"""The formulas of an item: its points, whether it counts, and the effect of vetoes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.choosing import when
from minsheng.domain.numerals import exact_decimal
from minsheng.errors import RuleError
from minsheng.rules.scoring.regulation.items import EVERY, Item, Veto
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_figure, absent_task, goes_without_target
from minsheng.rules.scoring.terms.choices import Absent, Combine, Role, RoundAt
from minsheng.rules.scoring.terms.inputs import Input, Inputs
from minsheng.rules.scoring.terms.worth import ZERO, Goals, Values, Written, of_those_there, summed, where

_ONE = Decimal(1)
#: whether each veto is triggered
Conditions = Mapping[Veto, Expression]


def inputs_of(item: Item) -> tuple[Inputs, ...]:
    """An item's inputs: the columns of each of its indicators, or its own.

    Raises:
        RuleError: it is about ``*`` and not yet bound to a programme.
    """
    if EVERY in item.indicators:
        raise RuleError(f"item {item.id!r} is about all indicators: bind the scheme to a programme first")
    deducted = item.role is Role.DEDUCTION and not item.form.signed(item.weight)
    if not item.indicators:
        low, high = item.form.marks(item.weight) or (None, item.most)
        return (Inputs(item.id, item.unit, item.places, high, low, deducted=deducted, item=item.id),)
    return tuple(
        Inputs(
            id, item.unit, item.places, item.most, task=True, lower=id in item.lower,
            beyond=id in item.beyond, to_year_end=item.to_year_end, fixed=_fixed(item),
            own=bool(item.targets), free=goes_without_target(item), goes_by=item.goes_by, deducted=deducted,
            item=item.id,
        )
        for id in item.indicators
    )  # fmt: skip


def _fixed(item: Item) -> Decimal | None:
    """The target for everybody, in the item's unit."""
    if item.target is None or item.unit is None:
        return None
    value = exact_decimal(item.target.exact / item.unit.factor)
    if value is None:
        raise RuleError(f"item {item.id!r}: {item.target} is no number of {item.unit} that ends")
    return value


def value_of(given: tuple[Inputs, ...]) -> Expression:
    """The number that an item uses: per cent done, the figure, or the mark; the mean of several."""
    if len(given) == 1:
        return given[0].value
    parts = [where(one.has_task, one.value, ZERO) for one in given]
    return summed(parts) / summed([where(one.has_task, _ONE, ZERO) for one in given])


def has_task(item: Item, given: tuple[Inputs, ...]) -> Expression | None:
    """Whether any of an item's indicators has a target; None if it needs none."""
    if not given[0].task or goes_without_target(item):
        return None
    return reduce(or_, [one.has_task for one in given])


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
        return self.item.form.points(self.item.weight, self.inputs)

    @cached_property
    def alone(self) -> Expression:
        """Its points as if it were the only one."""
        points, absent = self.plain, absent_figure(self.scheme, self.item)
        if absent in (Absent.ZERO, Absent.FULL):
            points = where(~self.there, self.item.weight if absent is Absent.FULL else ZERO, points)
        return points.half_up(self.scheme.places) if RoundAt.TASK in self.scheme.rounding else points

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
        return where(self.inputs.has_task, self.alone, self.item.weight if absent is Absent.FULL else ZERO)

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
        return self.item.form.working(self.item.weight, self.inputs)

    @cached_property
    def goals(self) -> Goals:
        """The figures at which its points may rise."""
        return self.item.form.goals(self.item.weight, self.inputs)

    def title(self, values: Values) -> str:
        """Its title on a record."""
        return str(values.get(f"{self.inputs.stem}_{Input.TEXT.value}") or self.inputs.stem)


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
        """Whether its indicators are scored separately."""
        return len(self.given) > 1 and not self.own.form.on_others

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
        """Its points before sign, rounding and vetoes."""
        if self.several:
            return self._together()
        absent, points = absent_task(self.scheme, self.own), self._whole.alone
        if self.asked is None:
            return points
        if absent in (Absent.FULL, Absent.ZERO):
            return where(self.asked, points, self.own.weight if absent is Absent.FULL else ZERO)
        return when(self.asked).then(points).otherwise(None)

    @cached_property
    def _whole(self) -> TaskFormulas:
        """The one thing scored; the mean of several has no figure of its own."""
        task = self.tasks[0]
        single = len(self.given) == 1
        return task if single else attrs.evolve(task, inputs=attrs.evolve(task.inputs, task=False))

    def _together(self) -> Expression:
        """The points of several indicators combined; missing if none counts."""
        each = [(task.counts, task.points) for task in self.tasks]
        if self.own.combine is Combine.LEAST:
            high = self.own.form.bounds(self.own.weight)[1]
            end = None if high is None else max(high, self.own.weight, ZERO)  # absent ones may get these
            lowest = of_those_there(each, [end] * len(each), lowest=True)
            return when(reduce(or_, [counted for counted, _ in each])).then(lowest).otherwise(None)
        parts = summed([where(counted, points, ZERO) for counted, points in each])
        return parts / summed([where(counted, _ONE, ZERO) for counted, _ in each])

    @cached_property
    def signed(self) -> Expression:
        """Its points as added to its section, before vetoes: a deduction is negative."""
        points = self.raw
        if self.own.role is Role.DEDUCTION and not self.own.form.signed(self.own.weight):
            points = points * -1
        return points.half_up(self.scheme.places) if RoundAt.ITEM in self.scheme.rounding else points

    @cached_property
    def points(self) -> Expression:
        """Its points as added to its section."""
        points = self.signed
        for veto, brought in self.conditions.items():
            if veto.scope == self.own.id:
                points = after(veto, brought, points)
        return points

    @cached_property
    def present(self) -> Expression | None:
        """Whether it counts; None if it always does."""
        no_task = self.asked is not None and absent_task(self.scheme, self.own) is Absent.LEFT_OUT
        if absent_figure(self.scheme, self.own) is not Absent.LEFT_OUT:
            return self.asked if no_task else None
        there = reduce(or_, [one.counts for one in self.tasks]) if self.several else self._whole.there
        if not self.several and no_task and self.asked is not None:
            there = self.asked & there
        # without a task, a missing figure is not the reason for having no points
        return there if no_task or self.asked is None else there | ~self.asked


# --- vetoes ----------------------------------------------------------------------------


def conditions_of(scheme: Scheme) -> Conditions:
    """Whether each veto of a scheme is triggered."""
    return {veto: _condition(scheme, veto) for veto in scheme.vetoes}


def _condition(scheme: Scheme, veto: Veto) -> Expression:
    if veto.event:
        return Inputs(veto.id).column(Input.COUNT) >= veto.count
    item = scheme.part(veto.item)
    assert isinstance(item, Item)  # noqa: S101  # checked when the scheme was
    given = inputs_of(item)
    if veto.below is not None:
        missed = ~given[0].reaches(veto.below) if len(given) == 1 else value_of(given) < veto.below
        asked = has_task(item, given)
        return missed if asked is None else asked & missed
    return reduce(or_, [one.has_task & ~one.met for one in given])


def after(veto: Veto, brought: Expression, points: Expression) -> Expression:
    """The points after a veto: never more than before; it decides even if they are unknown."""
    left = where(points.is_missing() | (points >= veto.to), veto.to, points)
    return where(brought, left, points)
