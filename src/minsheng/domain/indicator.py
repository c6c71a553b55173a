"""Indicators: what is counted, its target, and how it is divided."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import attrs

from minsheng.asking import SLUG, built
from minsheng.domain.allocation import Additivity
from minsheng.domain.bound import Bound
from minsheng.domain.printed import Relation
from minsheng.domain.schedule import Schedule
from minsheng.domain.source import Citation
from minsheng.domain.standards import Tier
from minsheng.labels import Labelled
from minsheng.table import Tabled, heads


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    EQUAL = "equal"


class Rate(Labelled):
    """How the completion rate (完成率) of an indicator is calculated.

    ``RATIO`` is actual ÷ target, ``INVERSE`` target ÷ actual (lower is better), ``DIFFERENCE``
    actual − target (growth rates, standards), ``PHYSICAL`` the physical progress of a building site
    in per cent, ``BASIS`` a ratio of another quantity, such as person-months.
    """

    RATIO = "ratio", "完成数÷目标"
    INVERSE = "inverse", "目标÷完成数"
    DIFFERENCE = "difference", "完成数－目标"
    PHYSICAL = "physical", "形象进度"
    BASIS = "basis", "自定口径"


@built
@attrs.frozen(repr=False)
class Indicator(Tabled):
    """One thing the programme promises, counted.

    Args:
        id: a stable slug; everything refers to it.
        text: the verbatim text.
        target: the target; None where the text sets it in tiers.
        additivity: ``SUM``: the shares of the areas and the city add up to the target; ``EACH``:
            every area must reach the target.
        heading: the group heading above it, if any.
        part_of: for 其中: the id of the indicator it is a part of.
        tiers: targets for some areas each, where there is no common one.
        undivided: why it is not in the allocation table; empty if it is.
        implied: whether the target is not a number in the text (提质改造市一中 is one school).
        source: where it is printed.
        note: a note for readers.
        rate: how its completion rate is calculated.
        basis: with ``rate="basis"``: the target of the other quantity.
        schedule: its own schedule; None: the common one.
        worded: the target, where it is words and no number: 全覆盖.
        counts: with ``worded``: what else counts as done when reported, such as 全部开工.

    >>> Indicator("jobs", "城镇新增就业5.9万人", Bound.parse(">= 5.9 万人")).direction.value
    'higher'
    """

    id: str = attrs.field(validator=SLUG)
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
    rate: Rate = attrs.field(default=Rate.RATIO, converter=Rate)
    basis: Bound | None = None
    schedule: Schedule | None = None
    worded: str = ""
    counts: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.worded and (self.target or self.tiers or self.rate is not Rate.RATIO):
            raise ValueError(
                f"Indicator(): {self.id!r}: a target in words has no target=, tiers= or rate= beside it"
            )
        if self.counts and not self.worded:
            raise ValueError(f"Indicator(): {self.id!r}: counts=... goes with worded=...")
        if (self.rate is Rate.BASIS) != (self.basis is not None):
            raise ValueError(f"Indicator(): {self.id!r}: rate='basis' and basis=... go together")

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

    @property
    def in_words(self) -> str:
        """The target in Chinese words, or the tiers with whom they are for.

        >>> Indicator("jobs", "城镇新增就业5.9万人", Bound.parse(">= 5.9 万人")).in_words
        '不低于 5.9 万人'
        """
        tiers = (f"{tier.scope or tier.whom}：{tier.target.in_words}" for tier in self.tiers)
        return self.target.in_words if self.target else self.worded or "；".join(tiers)

    @property
    def summary(self) -> str:
        """The text and the target."""
        return f"{self.id} {self.text}（{self.in_words or '没有目标'}）"

    _HEADS = heads(id="编号", text="指标", whom="对象", target="目标", rate="完成率", note="说明")

    def _lines(self) -> Iterator[dict[str, Any]]:
        wanted: list[tuple[str, Bound | None]] = [
            (tier.whom, tier.target) for tier in self.tiers if not self.target
        ]
        for whom, target in wanted or [("", self.target)]:
            said = {"id": self.id, "text": self.text, "whom": whom, "target": target or self.worded or None}
            how = {"additivity": self.additivity, "rate": self.rate, "part_of": self.part_of}
            yield said | how | {"source": self.source, "note": self.note}
