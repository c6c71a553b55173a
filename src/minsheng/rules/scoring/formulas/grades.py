"""Expressions of a scheme's grades: by points, vetoes, and limits on how many get one."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import or_

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.choosing import when
from minsheng.rules.scoring.formulas.vetoes import Conditions
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.bands import Grade, Range, name_of
from minsheng.rules.scoring.terms.worth import ZERO, summed, where


def grade(scheme: Scheme, points: Expression, conditions: Conditions) -> Expression | None:
    """The grade of a total, moved and raised by events, no better than vetoes allow; None without grades."""
    if not scheme.grades:
        return None
    by = _Grading(scheme, tuple(sorted(scheme.grades, key=Range.start)), points, conditions)
    named = by.raised(len(by.bands) - 1)
    for at in range(len(by.bands) - 1, -1, -1):  # the worst comes last, so it decides first
        forcing = by.triggered(at, raises=False)
        if forcing is not None:  # a triggered veto decides, even if others are unknown
            named = when(forcing).then(by.raised(at)).otherwise(named)
    return named


@attrs.frozen(eq=False)
class _Grading:
    """What grades a total: the grades from the worst on, its points, the events that happened."""

    scheme: Scheme
    bands: tuple[Grade, ...]
    points: Expression
    conditions: Conditions

    def triggered(self, at: int, *, raises: bool) -> Expression | None:
        """Whether anything limits the grade to this one, or raises it to this one; None if nothing may."""
        found = [
            self.conditions[veto]
            for veto in self.scheme.vetoes
            if veto.raises is raises and veto.grade == self.bands[at].name
        ]
        return reduce(or_, found) if found else None

    def raised(self, top: int) -> Expression:
        """The grade that is at most one, after everything that raises it."""
        named = self._moved(0, top)
        for at in range(1, len(self.bands)):
            raising = self.triggered(at, raises=True)
            if raising is not None:
                named = when(raising).then(self._moved(min(at, top), top)).otherwise(named)
        return named

    def _moved(self, bottom: int, top: int) -> Expression:
        """The grade between two, moved by as many as all events say together."""
        steps = [veto for veto in self.scheme.vetoes if veto.steps]
        sums = {0}
        for veto in steps:
            sums |= {so_far + veto.steps for so_far in sums}
        named = self._between(bottom, top, 0)
        if not steps:
            return named
        moves = summed([where(self.conditions[veto], Decimal(veto.steps), ZERO) for veto in steps])
        for by in sorted(sums - {0}):
            named = when(moves == by).then(self._between(bottom, top, by)).otherwise(named)
        return named

    def _between(self, bottom: int, top: int, by: int) -> Expression:
        """The grade by the points, moved by so many, between two."""
        names = [self.bands[min(max(at + by, bottom), top)].name for at in range(len(self.bands))]
        runs = [at for at, name in enumerate(names) if not at or name != names[at - 1]]
        found = name_of([attrs.evolve(self.bands[at], name=names[at]) for at in runs], self.points)
        assert found is not None  # noqa: S101  # there are grades
        return found


def limited_grade(scheme: Scheme, named: Expression, among: tuple[Expression, ...]) -> Expression | None:
    """A grade, lowered if its rank is beyond the grade's limit; None without limits.

    Args:
        named: the grade without limits.
        among: the rank, how many share it, and how many are ranked.
    """
    if not any(band.limited for band in scheme.grades):
        return None
    ordered = sorted(scheme.grades, key=Range.start, reverse=True)
    for band, below in pairwise(ordered):
        if band.limited:
            late = (named == band.name) & band.beyond(*among)
            named = when(late).then(below.name).otherwise(named)
    return named
