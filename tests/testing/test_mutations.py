"""Damage to the table of 2023, and how much of it the standard rules catch."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings

import minsheng as ms
from minsheng.domain.allocation import Additivity
from minsheng.domain.printed import Relation
from minsheng.errors import UnknownName
from minsheng.testing.mutations import MUTATIONS, Mutation, mutated, mutations

#: the rules that read the table
RULES = ms.select(ms.STANDARD_RULES, "A")
#: how many of each kind are looked at, evenly spread over all there are
SAMPLE = 25

#: the share that is caught of those looked at here; of all, the benchmark tells
CAUGHT = {
    "digit-changed": Fraction(25, 26),
    "digit-dropped": Fraction(26, 26),
    "digits-transposed": Fraction(26, 26),
    "point-moved": Fraction(26, 26),
    "cell-blanked": Fraction(27, 27),
    "cell-filled": Fraction(27, 28),
    "city-dropped": Fraction(2, 3),
    "unit-changed": Fraction(42, 42),
    "row-dropped": Fraction(42, 42),
    "rows-swapped": Fraction(26, 26),
    "lines-swapped": Fraction(5, 5),
    "row-shifted": Fraction(17, 28),
    "share-moved": Fraction(0, 26),
    "cells-swapped": Fraction(1, 26),
}


@cache
def before() -> frozenset[tuple[str, str]]:
    return found(ms.load("yueyang-2023"))


def found(programme: ms.Programme) -> frozenset[tuple[str, str]]:
    """What the rules find: code and subject."""
    return frozenset(
        (rule.code, said.subject)
        for rule in RULES
        for said in rule(programme=programme)
        if isinstance(said, ms.Finding)
    )


@cache
def spread(kind: str) -> list[Mutation]:
    """So many of a kind, evenly spread."""
    every = list(mutations(ms.load("yueyang-2023"), kind))
    return list(islice(every, 0, None, max(1, len(every) // SAMPLE)))


@pytest.mark.parametrize("kind", [kind.name for kind in MUTATIONS])
def test_what_is_caught_and_what_cannot_be(kind: str) -> None:
    """The share that is caught; and all that is not keeps every sum the document has."""
    looked_at = spread(kind)
    left = [mutation for mutation in looked_at if not found(mutation.programme) - before()]
    assert Fraction(len(looked_at) - len(left), len(looked_at)) == CAUGHT[kind]
    for mutation in left:
        assert might_be_printed(mutation), mutation.said


def might_be_printed(mutation: Mutation) -> bool:
    """Whether another notice might have just these figures: nothing in it contradicts them."""
    for id in mutation.rows:
        row = mutation.programme.allocation[id]
        target = mutation.programme.indicator(id).target
        assert target is not None
        if not row.unit.measures_same_as(target.amount.unit) or any(share <= 0 for _, share in row.present):
            return False
        more = target.relation is Relation.ABOVE and row.total > target.amount
        if row.additivity is Additivity.SUM and row.total != target.amount and not more:
            return False
    return True


def test_a_misplaced_share_keeps_every_sum(yueyang: ms.Programme) -> None:
    """Why it cannot be caught: the damaged table is as good a table as the true one."""
    for kind in ("share-moved", "cells-swapped"):
        for mutation in spread(kind):
            [id] = mutation.rows
            assert mutation.programme.allocation[id].total == yueyang.allocation[id].total


def test_every_kind_damages(yueyang: ms.Programme) -> None:
    for kind in MUTATIONS:
        first = next(mutations(yueyang, kind))
        assert first.programme != yueyang
        assert first.kind == kind.name
        assert first.said


def test_the_same_damage_in_the_same_order(yueyang: ms.Programme) -> None:
    said = [[m.said for m in islice(mutations(yueyang), 100)] for _ in range(2)]
    assert said[0] == said[1]


def test_an_unknown_kind(yueyang: ms.Programme) -> None:
    with pytest.raises(UnknownName, match="did you mean 'cells-swapped'"):
        next(mutations(yueyang, "cell-swapped"))


@settings(max_examples=30)
@given(mutated(ms.load("yueyang-2023"), "cell-blanked"))
def test_a_drawn_damage_is_one_of_those_listed(mutation: Mutation) -> None:
    [id] = mutation.rows
    row = mutation.programme.allocation[id]
    assert len(row.present) == len(ms.load("yueyang-2023").allocation[id].present) - 1
    assert mutation.said.endswith("漏了")
