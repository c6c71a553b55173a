"""The expressions of a scheme's items: their points, whether they count, and what vetoes leave of them."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_

import attrs

from minsheng.domain.amount import exact_decimal
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.choosing import when
from minsheng.errors import RuleError
from minsheng.scoring.choices import Absent, By, Combine, Level, Role
from minsheng.scoring.inputs import Input, Inputs
from minsheng.scoring.items import EVERY, Item, Veto
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.values import ZERO, of_those_there, summed, where

_ONE = Decimal(1)


def inputs_of(item: Item) -> tuple[Inputs, ...]:
    """What an item is given: the columns of each of its indicators, or its own.

    Raises:
        RuleError: its indicators are those of a programme that is not known yet.
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
            own=bool(item.targets), free=goes_without_target(item), by=item.by, deducted=deducted,
            item=item.id,
        )
        for id in item.indicators
    )  # fmt: skip


def goes_without_target(item: Item) -> bool:
    """Whether its figures count by themselves, so that it is everybody's, with or without a target."""
    return item.by is By.ACTUAL and not item.form.on_tasks


def _fixed(item: Item) -> Decimal | None:
    """The target for everybody, in the item's unit."""
    if item.target is None or item.unit is None:
        return None
    value = exact_decimal(item.target.exact / item.unit.factor)
    if value is None:
        raise RuleError(f"item {item.id!r}: {item.target} is no number of {item.unit} that ends")
    return value


def absent_task(scheme: Scheme, item: Item) -> Absent:
    """What becomes of an item without a target."""
    return item.no_task or scheme.no_task


def absent_figure(scheme: Scheme, item: Item) -> Absent:
    """What becomes of an item without a figure."""
    return item.no_figure or scheme.no_figure


def task_points(scheme: Scheme, item: Item, inputs: Inputs) -> Expression:
    """The points of one of an item's indicators, as if it were the only one."""
    points = item.form.points(item.weight, inputs)
    absent = absent_figure(scheme, item)
    if absent in (Absent.ZERO, Absent.FULL):
        lacking = ~has_figure(item, inputs)
        points = where(lacking, item.weight if absent is Absent.FULL else ZERO, points)
    return points.half_up(scheme.places) if Level.TASK in scheme.rounding else points


def has_figure(item: Item, inputs: Inputs) -> Expression:
    """Whether there is what was done; of what has no target, whether there is all that points are made of."""
    known = inputs.column(Input.ACTUAL) if inputs.task else item.form.points(item.weight, inputs)
    return ~known.is_missing()


def value_of(item: Item) -> Expression:
    """The number an item goes by: per cent done, the figure, or the mark; of several, their mean."""
    given = inputs_of(item)
    if len(given) == 1:
        return given[0].value
    parts = [where(one.has_task, one.value, ZERO) for one in given]
    return summed(parts) / summed([where(one.has_task, _ONE, ZERO) for one in given])


def has_task(item: Item) -> Expression | None:
    """Whether any of an item's indicators has a target; None where it is about none."""
    given = inputs_of(item)
    if not given[0].task or goes_without_target(item):
        return None
    asked = given[0].has_task
    for one in given[1:]:
        asked = asked | one.has_task
    return asked


def indicator_points(scheme: Scheme, item: Item, inputs: Inputs) -> Expression:
    """The points of one of several indicators, with what it gets where it has no task."""
    points, absent = task_points(scheme, item, inputs), absent_task(scheme, item)
    if goes_without_target(item) or absent not in (Absent.FULL, Absent.ZERO):
        return points
    return where(inputs.has_task, points, item.weight if absent is Absent.FULL else ZERO)


def counts(scheme: Scheme, item: Item, inputs: Inputs) -> Expression:
    """Whether one of several indicators counts: without a task or a figure as the scheme has it."""
    counted = inputs.has_task
    if absent_figure(scheme, item) is Absent.LEFT_OUT:
        counted = counted & has_figure(item, inputs)
    if absent_task(scheme, item) in (Absent.FULL, Absent.ZERO):
        counted = counted | ~inputs.has_task
    return counted


def scored_of(item: Item) -> tuple[Inputs, ...]:
    """What is scored, one by one: each of its indicators; one whole where its place is by their mean."""
    given = inputs_of(item)
    if len(given) > 1 and item.form.on_others:
        return (attrs.evolve(given[0], task=False),)
    return given


def raw_points(scheme: Scheme, item: Item) -> Expression:
    """The points of an item, before sign, rounding and vetoes."""
    given, asked = scored_of(item), has_task(item)
    if len(given) == 1:
        points = task_points(scheme, item, given[0])
    else:
        each = [(counts(scheme, item, one), indicator_points(scheme, item, one)) for one in given]
        if item.combine is Combine.MEAN:
            parts = summed([where(counted, points, ZERO) for counted, points in each])
            return parts / summed([where(counted, _ONE, ZERO) for counted, _ in each])
        high = item.form.bounds(item.weight)[1]
        end = None if high is None else max(high, item.weight, ZERO)  # which is what absent ones may get
        lowest = of_those_there(each, [end] * len(each), lowest=True)
        return when(reduce(or_, [counted for counted, _ in each])).then(lowest).otherwise(None)
    absent = absent_task(scheme, item)
    if asked is None:
        return points
    if absent in (Absent.FULL, Absent.ZERO):
        return where(asked, points, item.weight if absent is Absent.FULL else ZERO)
    return when(asked).then(points).otherwise(None)


def item_points(scheme: Scheme, item: Item) -> Expression:
    """The points of an item as they enter its section: a deduction is negative."""
    return finished(scheme, item, raw_points(scheme, item))


def finished(scheme: Scheme, item: Item, points: Expression) -> Expression:
    """What becomes of an item's own points: their sign, rounding, and what vetoes leave of them."""
    if item.role is Role.DEDUCTION and not item.form.signed(item.weight):
        points = points * -1
    if Level.ITEM in scheme.rounding:
        points = points.half_up(scheme.places)
    return vetoed(scheme, item.id, points)


def is_present(scheme: Scheme, item: Item) -> Expression | None:
    """Whether an item counts; None where it always does."""
    asked = has_task(item)
    no_task = asked is not None and absent_task(scheme, item) is Absent.LEFT_OUT
    if absent_figure(scheme, item) is not Absent.LEFT_OUT:
        return asked if no_task else None
    given = scored_of(item)
    there = has_figure(item, given[0])
    if len(given) > 1:
        there = reduce(or_, [counts(scheme, item, one) for one in given])
    elif asked is not None and no_task:
        there = asked & there
    # without a task it is not for want of a figure that there are no points
    return there if no_task or asked is None else there | ~asked


# --- vetoes ----------------------------------------------------------------------------


def condition(scheme: Scheme, veto: Veto) -> Expression:
    """Whether a veto is brought about."""
    if veto.event:
        return Inputs(veto.id).column(Input.COUNT) >= veto.count
    item = scheme.part(veto.item)
    assert isinstance(item, Item)  # noqa: S101  # checked when the scheme was
    given, asked = inputs_of(item), has_task(item)
    if veto.below is not None:
        missed = ~given[0].reaches(veto.below) if len(given) == 1 else value_of(item) < veto.below
        return missed if asked is None else asked & missed
    found: Expression | None = None
    for one in given:
        missed = one.has_task & ~one.met
        found = missed if found is None else found | missed
    assert found is not None  # noqa: S101  # there is one at least
    return found


def vetoed(scheme: Scheme, scope: str, points: Expression) -> Expression:
    """Points with the vetoes of a scope applied."""
    for veto in scheme.vetoes:
        if veto.scope == scope:
            points = after(scheme, veto, points)
    return points


def after(scheme: Scheme, veto: Veto, points: Expression) -> Expression:
    """What a veto leaves of points: never more than there was; it decides also where they are not known."""
    left = where(points.is_missing() | (points >= veto.to), veto.to, points)
    return where(condition(scheme, veto), left, points)
