"""What is reported on, as far as reading figures needs it: indicators and standards with their shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from minsheng.domain.allocation import Additivity
from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.area import CITY
from minsheng.domain.indicator import Indicator
from minsheng.domain.numerals import exact_decimal, normalise
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.standards import Standard
from minsheng.domain.units import Unit


@attrs.frozen
class Item:
    """An indicator or a standard as far as reading figures needs it.

    Args:
        id: its id.
        unit: the unit of its target.
        relation: how a figure must stand to its target.
        target: the amount of the city's target.
        shares: what each area has of it.
        whole: what the whole city is asked for: the target, and the sum of the shares.
        each: whether every area is asked for that too.
        worded: whether the target is words, so that words are what is reported of it.
        also: the other units that the notice itself counts the same target in.
    """

    id: str
    unit: Unit | None
    relation: Relation
    target: Amount | None = None
    shares: Mapping[str, Amount] = attrs.field(factory=dict, eq=False)
    whole: tuple[Amount, ...] = attrs.field(default=(), eq=False)
    each: bool = False
    worded: bool = False
    also: tuple[Unit, ...] = ()

    def in_own(self, amount: Amount) -> Amount:
        """The amount in the item's own unit, where the notice counts the same in another: 户, and 个."""
        if self.unit is None or not any(unit.measures_same_as(amount.unit) for unit in self.also):
            return amount
        value = exact_decimal(amount.exact / self.unit.factor)
        return amount if value is None else Amount(value, self.unit)


def without_target(what: Indicator | Standard) -> str:
    """An indicator's name without its own target, which others leave out: 城镇新增就业, of 5.9万人."""
    if not isinstance(what, Indicator) or what.target is None:
        return ""
    text, amount = normalise(what.text), what.target.amount
    unit = amount.unit.text
    figure = f"{re.escape(plain_text(amount.value))}(?:{re.escape(unit)}|{re.escape(unit[:1])})"
    return re.sub(f"(?:超过|突破|达到|不低于)?{figure}", "", text, count=1).partition(",其中")[0]


def item_of(what: Indicator | Standard, programme: Programme) -> Item:
    """An indicator or a standard with its shares."""
    if isinstance(what, Indicator) and what.target is not None:
        amount = what.target.amount
        shares, total = dict[str, Amount](), tuple[Amount, ...]()
        if what.id in programme.allocation:
            row = programme.allocation[what.id]
            shares = {
                name: Amount(share, row.unit) for name, share in row.shares.items() if share is not None
            }
            if row.city_share is not None:
                shares[CITY] = Amount(row.city_share, row.unit)
            total = (row.total,)
        each = what.additivity is Additivity.EACH
        whole = (amount,) if each else (amount, *total)
        also = tuple(_also(what.id, amount, programme))
        return Item(what.id, amount.unit, what.target.relation, amount, shares, whole, each, also=also)
    tier = next(iter(what.tiers), None)
    if tier is None:
        worded = isinstance(what, Indicator) and bool(what.worded)
        return Item(what.id, None, Relation.AT_LEAST, worded=worded)
    return Item(what.id, tier.target.amount.unit, tier.target.relation)


def _also(id: str, target: Amount, programme: Programme) -> Iterator[Unit]:
    """Other units in which the table of responsibilities has the very number of the target."""
    for assignment in programme.assignments:
        for covered in (covered for task in assignment.tasks for covered in task.covers):
            other = covered.amount if covered.id == id else None
            if other and other.exact == target.exact and not other.unit.measures_same_as(target.unit):
                yield other.unit
