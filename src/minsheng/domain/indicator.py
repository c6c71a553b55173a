"""Indicators: what is counted, how much of it is asked for, and how it is divided."""

from __future__ import annotations

from enum import StrEnum

import attrs

from minsheng.domain.allocation import Additivity
from minsheng.domain.bound import Bound, Relation
from minsheng.domain.source import Citation
from minsheng.domain.standards import Tier


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    EQUAL = "equal"


@attrs.frozen
class Indicator:
    """One thing the programme promises, counted.

    Args:
        id: a stable slug; everything refers to it.
        text: the verbatim text.
        target: what is asked for; None where the text asks for it in tiers.
        additivity: ``SUM``: the areas' shares and the city's own add up to the target;
            ``EACH``: every area must reach the target.
        heading: the group heading it stands under, where there is one.
        part_of: for 其中: the id of the indicator it is a part of.
        tiers: what is asked of which areas, where one target does not do.
        undivided: why it is not in the allocation table; empty where it is.
        implied: whether the target is not a number of the text (提质改造市一中 is one school).
        source: where it is printed.
        note: what a reader should know of it.

    >>> Indicator("jobs", "城镇新增就业5.9万人", Bound.parse(">= 5.9 万人")).direction.value
    'higher'
    """

    id: str = attrs.field(validator=attrs.validators.matches_re(r"[a-z0-9]+(-[a-z0-9]+)*"))
    text: str
    target: Bound | None = None
    additivity: Additivity = attrs.field(default=Additivity.SUM, converter=Additivity)
    heading: str = ""
    part_of: str | None = None
    tiers: tuple[Tier, ...] = ()
    undivided: str = ""
    implied: bool = False
    source: Citation | None = None
    note: str = ""

    @property
    def direction(self) -> Direction | None:
        """Which way is better, by the target's relation; None without a target."""
        bounds = [self.target] if self.target else [tier.target for tier in self.tiers]
        if not bounds:
            return None
        return {
            Relation.ABOVE: Direction.HIGHER,
            Relation.AT_LEAST: Direction.HIGHER,
            Relation.EXACTLY: Direction.EQUAL,
            Relation.AT_MOST: Direction.LOWER,
            Relation.BELOW: Direction.LOWER,
        }[bounds[0].relation]
