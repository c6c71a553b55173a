"""Whether the vetoes of a scheme are triggered."""

from __future__ import annotations

from functools import reduce
from operator import or_

from minsheng.domain.expression.build import Expression
from minsheng.rules.scoring.formulas.item_formulas import Conditions, ItemFormulas
from minsheng.rules.scoring.formulas.measured import has_task, inputs_of, value_of
from minsheng.rules.scoring.regulation.items import Item, Veto
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs


def conditions_of(scheme: Scheme) -> Conditions:
    """Whether each veto of a scheme is triggered."""
    return {veto: _condition(scheme, veto) for veto in scheme.vetoes}


def _condition(scheme: Scheme, veto: Veto) -> Expression:
    if veto.event:
        return Inputs(veto.id).column(Input.COUNT) >= veto.count
    item = scheme.part(veto.item)
    assert isinstance(item, Item)  # noqa: S101  # checked when the scheme was
    own, found = ItemFormulas(scheme, item, {}).applies, _missed(item, veto)
    return found if own is None else own & found


def _missed(item: Item, veto: Veto) -> Expression:
    """Whether an item triggers a veto, for those that have it."""
    given = inputs_of(item)
    if veto.below is not None:
        missed = ~given[0].reaches(veto.below) if len(given) == 1 else value_of(given) < veto.below
        asked = has_task(item, given)
        return missed if asked is None else asked & missed
    return reduce(or_, [one.has_task & ~one.met for one in given])
