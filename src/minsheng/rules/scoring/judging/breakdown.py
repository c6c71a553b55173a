"""Part: a node in the tree of a score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from minsheng.rules.scoring.regulation.items import Item, Section
from minsheng.rules.scoring.terms.worth import said
from minsheng.table import Tabled, heads


def _points(points: Fraction | None) -> str:
    return "–" if points is None else said(points)


@attrs.frozen(repr=False, slots=False)  # each score has as many as a scheme has items
class Part(Tabled):
    """A part of a score: a section, an item, one of its indicators, or what acted on them.

    Its points are exactly the sum of its parts' points: whatever acts on a sum (a cap, a
    coefficient, rounding, a veto) is a part itself. A part that is left out has no points.

    Args:
        id: the id of the section or item; empty for what acts on a sum.
        title: its title.
        clause: the clause.
        weight: its full points; None if it has none.
        points: its points; None if they are unknown, or it is left out.
        left_out: whether it is left out.
        working: how the points came about, with figures.
        gain: what the next step would give.
        parts: what it is made of.
        note: what the regulation leaves open.
    """

    id: str
    title: str
    clause: str = ""
    weight: Fraction | None = None
    points: Fraction | None = None
    left_out: bool = False
    working: str = ""
    gain: str = ""
    parts: tuple[Part, ...] = ()
    note: str = ""

    @property
    def text(self) -> str:
        """The points as text: exact if finite, else six places and an ellipsis; a dash for none.

        >>> Part("work", "办实事", points=Fraction(441, 5)).text, Part("work", "办实事").text
        ('88.2', '–')
        """
        return _points(self.points)

    @property
    def summary(self) -> str:
        """Its title and points."""
        return f"{self.title}：{'不计' if self.left_out else f'{self.text} 分'}"

    _HEADS = heads(
        title="内容", clause="条款", weight=("满分", _points), points=("得分", _points), working="算式"
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Itself, then all it is made of."""
        yield {name: getattr(self, name) for name in ("id", *self._HEADS, "left_out", "gain", "note")}
        yield from (line for part in self.parts for line in part._lines())

    @property
    def leaves(self) -> tuple[Part, ...]:
        """Its innermost parts. A part without points is not taken apart."""
        if not self.parts or self.points is None:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    @property
    def lost(self) -> Fraction | None:
        """How far it is below the full points; None without full points."""
        if self.weight is None or self.points is None or not self.weight:
            return None
        return max(Fraction(0), self.weight - self.points)

    def find(self, id: str) -> Part | None:
        """The part with an id, or None."""
        if self.id == id:
            return self
        return next((found for part in self.parts if (found := part.find(id)) is not None), None)


def matched(section: Section, part: Part) -> Iterator[tuple[Item | Section, Part]]:
    """Every item and section in a section, with its part of a score.

    The id alone is not enough, because an indicator may have the id of an item.
    """
    for own, judged in zip(section.parts, part.parts, strict=False):  # what acted on them comes after
        yield own, judged
        if isinstance(own, Section):
            yield from matched(own, judged)
