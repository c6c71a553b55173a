"""Ranks by exact values: who is first, who shares a rank, and what comes after those who do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

import attrs

Value = TypeVar("Value")


@attrs.frozen
class Rank:
    """Where a value stands among others.

    Args:
        skip: its rank where those who share one take up as many: 1-2-2-4.
        dense: its rank where they take up one: 1-2-2-3.
        tied: how many have it.
    """

    skip: int
    dense: int
    tied: int

    def counted(self, *, dense: bool) -> int:
        """Its rank, counted in one way or the other."""
        return self.dense if dense else self.skip


def ranked(values: Iterable[Value], *, lowest: bool = False) -> dict[Value, Rank]:
    """Each value once, the first first, and where it stands among all of them.

    Args:
        values: what is compared, exactly; as often as there are those who have it.
        lowest: the least value is first.

    >>> [(value, at.skip, at.dense, at.tied) for value, at in ranked([7, 9, 8, 8]).items()]
    [(9, 1, 1, 1), (8, 2, 2, 2), (7, 4, 3, 1)]
    """
    many: Counter[Any] = Counter(values)
    found: dict[Value, Rank] = {}
    before = 0
    for dense, value in enumerate(sorted(many, reverse=not lowest), 1):
        found[value] = Rank(before + 1, dense, many[value])
        before += many[value]
    return found
