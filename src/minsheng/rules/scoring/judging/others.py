"""What items need to know about the others: ranks, and the best and worst values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from minsheng.domain.ranked import ranked
from minsheng.rules.scoring.forms.ranks import RankPoints, Ties
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.subjects import Subject
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.terms.inputs import OTHERS, WAITING, Input
from minsheng.rules.scoring.terms.worth import holds, worth


def with_ranks(judge: Judge, listed: list[Subject]) -> list[Subject]:
    """Subjects with their ranks in their group, for items that need them.

    A subject without a value has no rank. If any record has a rank column for an item, even an
    empty one, only given ranks are used, as on frames.
    """
    for order in judge.formulas.orders.values():
        item = order.item
        names = [f"{item.id}_{what.value}" for what in OTHERS]
        if any(name in one.values for one in listed for name in names):
            continue
        added: dict[str, dict[str, Fraction]] = {}
        for group in dict.fromkeys(one.group for one in listed):
            own = [one for one in listed if one.group == group]
            records = {one.name: judge.known(one.values) for one in own}
            values = {name: worth(order.by, record) for name, record in records.items()}
            known = {name: value for name, value in values.items() if value is not None}
            there = [order.among is None or holds(order.among, record) is True for record in records.values()]
            added |= _among(item, known, sum(there), lowest=order.lowest)
        listed = [attrs.evolve(one, values={**one.values, **added.get(one.name, {})}) for one in listed]
    return listed


def _among(
    item: Item, values: dict[str, Fraction], many: int, *, lowest: bool
) -> dict[str, dict[str, Fraction]]:
    """What an item needs to know about each subject; ``many`` have the task."""
    facts: Mapping[str, Mapping[Input, Fraction | int]]
    if isinstance(item.form, RankPoints):
        order, dense = ranked(values.values(), lowest=lowest), item.form.ties is Ties.DENSE
        facts = {
            name: {Input.RANK: at.counted(dense=dense), Input.TIED: at.tied, Input.OF: many}
            for name, at in zip(values, map(order.__getitem__, values.values()), strict=True)
        }
    else:
        best, worst = (min, max) if lowest else (max, min)
        ends = {Input.BEST: best(values.values()), Input.WORST: worst(values.values())} if values else {}
        facts = dict.fromkeys(values, ends)
    found = {
        name: {f"{item.id}_{what.value}": Fraction(n) for what, n in known.items()}
        for name, known in facts.items()
    }
    if many > len(values):  # shown with the rank, which may still change
        for known in found.values():
            known[f"{item.id}_{WAITING}"] = Fraction(many - len(values))
    return found
