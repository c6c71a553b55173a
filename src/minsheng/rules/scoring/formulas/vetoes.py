"""Whether the vetoes of a scheme are triggered, and what they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import groupby
from operator import mul, or_

from minsheng.domain.expression.build import Expression, least
from minsheng.rules.scoring.formulas.bounds import part_bounds
from minsheng.rules.scoring.formulas.measured import has_task, inputs_of, size_of, value_of
from minsheng.rules.scoring.formulas.who_formulas import applies
from minsheng.rules.scoring.regulation.items import Item, Section, Veto
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import ZERO, constant, where

_ONE = Decimal(1)
#: whether each veto is triggered
Conditions = Mapping[Veto, Expression]


def conditions_of(scheme: Scheme) -> Conditions:
    """Whether each veto of a scheme is triggered."""
    return {veto: _condition(scheme, veto) for veto in scheme.vetoes}


def _condition(scheme: Scheme, veto: Veto) -> Expression:
    if veto.event:
        return Inputs(veto.id).column(Input.COUNT) >= veto.count
    item = scheme.part(veto.item)
    assert isinstance(item, Item)  # noqa: S101  # checked when the scheme was
    own, found = applies(scheme, item, size_of(inputs_of(item)[0])), _missed(item, veto)
    return found if own is None else own & found


def _missed(item: Item, veto: Veto) -> Expression:
    """Whether an item triggers a veto, for those that have it."""
    given = inputs_of(item)
    if veto.below is not None:
        missed = ~given[0].reaches(veto.below) if len(given) == 1 else value_of(given) < veto.below
        asked = has_task(item, given)
        return missed if asked is None else asked & missed
    return reduce(or_, [one.has_task & ~one.met for one in given])


def after(scheme: Scheme, part: Item | Section, conditions: Conditions, points: Expression) -> Expression:
    """The points of a part after those vetoes that are on it, in the order of the scheme.

    Those that limit decide together, whatever their order: the lowest that is triggered is what is left at
    most, even if the points, or higher limits, are unknown.
    """
    of_it = [veto for veto in conditions if veto.scope == part.id]
    low = part_bounds(scheme, part)[0]
    if any(veto.times is not None for veto in of_it):
        low = None  # it may be that of a product
    for limits, group in groupby(of_it, key=lambda veto: veto.times is None):
        vetoes = [*group]
        if limits:
            points = _limited(vetoes, conditions, points, low)
        else:
            each = [where(conditions[veto], veto.times or ZERO, constant(_ONE)) for veto in vetoes]
            points = points * reduce(mul, each)
    return points


def _limited(
    vetoes: Sequence[Veto], conditions: Conditions, points: Expression, low: Fraction | None
) -> Expression:
    """The points after vetoes that leave so many at most.

    It names the points as rarely as it can: sections in sections with vetoes repeat each other's.
    """
    brought = {
        to: reduce(or_, [conditions[veto] for veto in vetoes if veto.to == to])
        for to in sorted({veto.to for veto in vetoes})
    }
    first, *lower = reversed(brought)
    limit, triggered = constant(first), reduce(or_, brought.values())
    for to in lower:
        limit = where(brought[to], to, limit)
    if low is not None and low >= first:
        return where(triggered, limit, points)
    return where(triggered, where(points.is_missing(), limit, least(points, limit)), points)
