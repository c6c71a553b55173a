"""Part: a piece of somebody's score, with the pieces it is made of."""

from __future__ import annotations

from fractions import Fraction

import attrs


@attrs.frozen
class Part:
    """A part of somebody's score: a section, an item, one of its indicators, or what acted on them.

    The points of a part are the sum of its parts' points, exactly: what acts on a sum (a cap, a
    coefficient, rounding, a veto) is a part of its own. What is left out has none.

    Args:
        id: the id of the section or the item; empty for what acts on a sum.
        title: what it is.
        clause: the clause.
        weight: its full points; None for what has none.
        points: its points; None where they are not known, or it is left out.
        left_out: whether it is left out.
        working: how the points came about, with figures.
        gain: what the next step would give.
        parts: what it is made of.
        note: what the text leaves open.
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
    def leaves(self) -> tuple[Part, ...]:
        """What it is made of in the end. A part that is not known is taken as it is, with all in it."""
        if not self.parts or self.points is None:
            return (self,)
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    @property
    def lost(self) -> Fraction | None:
        """How much is missing to the full points; None where there are none."""
        if self.weight is None or self.points is None or not self.weight:
            return None
        return max(Fraction(0), self.weight - self.points)

    def find(self, id: str) -> Part | None:
        """The part of an id; None where there is none."""
        if self.id == id:
            return self
        return next((found for part in self.parts if (found := part.find(id)) is not None), None)
