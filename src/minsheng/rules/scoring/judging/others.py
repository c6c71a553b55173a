"""What items need to know about the others: ranks, and the best and worst values."""

from __future__ import annotations

from fractions import Fraction

import attrs

from minsheng.domain.ranked import ranked
from minsheng.rules.scoring.formulas.scheme_formulas import Order
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.subjects import Subject
from minsheng.rules.scoring.terms.columns import WAITING, Input
from minsheng.rules.scoring.terms.worth import holds, worth


def with_ranks(judge: Judge, listed: list[Subject]) -> list[Subject]:
    """Subjects with what they need to know of their group: ranks, best values, means.

    A subject without a value has no rank. If any record has such a column for an item, even an
    empty one, only given ones are used, as on frames.
    """
    for order in judge.formulas.orders:
        if any(name in one.values for one in listed for name in order.names.values()):
            continue
        added: dict[str, dict[str, Fraction]] = {}
        for group in dict.fromkeys(one.group for one in listed):
            own = [one for one in listed if one.group == group]
            records = {one.name: judge.known(one.values) for one in own}
            values = {name: worth(order.by, record) for name, record in records.items()}
            known = {name: value for name, value in values.items() if value is not None}
            there = [order.among is None or holds(order.among, record) is True for record in records.values()]
            added |= _among(order, [*records], known, sum(there))
        listed = [attrs.evolve(one, values={**one.values, **added.get(one.name, {})}) for one in listed]
    return listed


def _among(
    order: Order, everybody: list[str], values: dict[str, Fraction], many: int
) -> dict[str, dict[str, Fraction]]:
    """What a part needs to know about each subject; ``many`` have the task."""
    at = ranked(values.values(), lowest=order.lowest)
    facts: dict[str, dict[Input, Fraction]]
    if order.ranks:
        ties = Fraction(max((one.tied for one in at.values()), default=1))
        facts = {
            name: {
                Input.RANK: Fraction(at[value].counted(dense=order.dense)),
                Input.TIED: Fraction(at[value].tied), Input.OF: Fraction(many), Input.TIES: ties,
            }
            for name, value in values.items()
        }  # fmt: skip
        if values:  # a tie that cancels the indicator cancels it for who is not ranked, too
            facts |= {name: {Input.TIES: ties} for name in everybody if name not in values}
    else:
        whose = values if Input.WORST in order.fills else everybody
        facts = dict.fromkeys(whose, _of_all(order, sorted(values.values(), reverse=not order.lowest)))
    found = {
        name: {order.names[what]: number for what, number in known.items()} for name, known in facts.items()
    }
    if many > len(values) and Input.GAINED not in order.fills:  # shown, since it may still change
        for name in values:
            found[name][f"{order.id}_{WAITING}"] = Fraction(many - len(values))
    return found


def _of_all(order: Order, values: list[Fraction]) -> dict[Input, Fraction]:
    """The best, the sum and so on of values, the best first; nothing of none."""
    if not values:
        return {}
    whole, middle = len(values), (len(values) - 1) // 2
    every = {
        Input.BEST: values[0], Input.WORST: values[-1],
        Input.MIDDLE: values[middle] + values[whole // 2],
    }  # fmt: skip
    every |= dict.fromkeys((Input.SUM, Input.GAINED), sum(values, Fraction(0)))
    every |= dict.fromkeys((Input.MANY, Input.SCORED), Fraction(whole))
    return {what: every[what] for what in order.fills}
