"""What an item measures: its inputs, the one number it uses, whether there is a task."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.expression.build import Expression
from minsheng.domain.numerals import exact_decimal
from minsheng.errors import RuleError
from minsheng.rules.scoring.regulation.items import EVERY, Item
from minsheng.rules.scoring.regulation.scheme import goes_without_target
from minsheng.rules.scoring.terms.choices import Role
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import ZERO, summed, where

_ONE = Decimal(1)


def inputs_of(item: Item) -> tuple[Inputs, ...]:
    """An item's inputs: the columns of each of its indicators, or its own.

    Raises:
        RuleError: it is about ``*`` and not yet bound to a programme.
    """
    if EVERY in item.indicators:
        raise RuleError(
            f"item {item.id!r} is about all indicators: take ranking.scheme, which is bound to them"
        )
    if item.periods is not None:
        [one] = inputs_of(attrs.evolve(item, periods=None, weight=item.whole_weight))
        return tuple(
            attrs.evolve(one, stem=f"{one.stem}-{n}", item=f"{item.id}-{n}", title=item.periods.names[n - 1])
            for n in range(1, item.periods.many + 1)
        )
    deducted = item.role is Role.DEDUCTION and not item.form.signed(item.weight)
    if not item.indicators:
        low, high = item.form.marks(item.weight) or (None, item.most)
        return (Inputs(item.id, item.unit, item.places, high, low, deducted=deducted, item=item.id),)
    return tuple(
        Inputs(
            id, item.unit, item.places, item.most, task=True, lower=id in item.lower,
            beyond=id in item.beyond, to_year_end=item.to_year_end, fixed=_fixed(item),
            own=bool(item.targets), free=goes_without_target(item), goes_by=item.goes_by, deducted=deducted,
            item=item.id, against=item.against,
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


def size_of(one: Inputs) -> Expression | None:
    """A task as a plain number, in the unit of its figures; None if there is none."""
    if not one.task:
        return None
    return one.target if one.unit is None else one.target / Amount(1, one.unit)


def value_of(given: tuple[Inputs, ...]) -> Expression:
    """The number that an item uses: per cent done, the figure, or the mark; the mean of several."""
    if len(given) == 1:
        return given[0].value
    parts = [where(one.has_task, one.value, ZERO) for one in given]
    return summed(parts) / summed([where(one.has_task, _ONE, ZERO) for one in given])


def has_task(item: Item, given: tuple[Inputs, ...]) -> Expression | None:
    """Whether any of an item's indicators has a target; None if it needs none."""
    if not given[0].task or goes_without_target(item) or item.against is not None:
        return None
    return reduce(or_, [one.has_task for one in given])
