"""Expressions of a scheme's grades: by points, vetoes, and limits on how many get one."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import or_

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.choosing import when
from minsheng.rules.scoring.formulas.item_formulas import Conditions
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.bands import Range, name_of


def grade(scheme: Scheme, points: Expression, conditions: Conditions) -> Expression | None:
    """The grade of a total, no better than vetoes allow; None without grades."""
    named = name_of(scheme.grades, points)
    if named is None:
        return None
    ordered = sorted(scheme.grades, key=Range.start)
    for at in range(len(ordered) - 1, -1, -1):  # the worst comes last, so it decides first
        forcing = [conditions[veto] for veto in scheme.vetoes if veto.grade == ordered[at].name]
        if forcing:  # a triggered veto decides, even if others are unknown
            lower = name_of(ordered[: at + 1], points)
            assert lower is not None  # noqa: S101  # it is among them
            named = when(reduce(or_, forcing)).then(lower).otherwise(named)
    return named


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
