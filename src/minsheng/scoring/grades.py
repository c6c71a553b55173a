"""The expressions of a scheme's grades: by points, by what vetoes allow, and by how many may have one."""

from __future__ import annotations

from itertools import pairwise

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.choosing import when
from minsheng.scoring.bands import Range, name_of
from minsheng.scoring.item_formulas import Conditions
from minsheng.scoring.scheme import Scheme


def grade(scheme: Scheme, points: Expression, conditions: Conditions) -> Expression | None:
    """The grade of a total, none better than a veto lets it be; None where there are no grades."""
    named = name_of(scheme.grades, points)
    if named is None:
        return None
    order = [band.name for band in sorted(scheme.grades, key=Range.start)]
    forcing = sorted((v for v in scheme.vetoes if v.grade), key=lambda v: order.index(v.grade), reverse=True)
    for veto in forcing:  # the worst is asked last, so it decides first
        allowed = sorted(scheme.grades, key=Range.start)[: order.index(veto.grade) + 1]
        lower = name_of(allowed, points)
        assert lower is not None  # noqa: S101  # it is among them
        named = when(conditions[veto]).then(lower).otherwise(named)
    return named


def limited_grade(scheme: Scheme, named: Expression, among: tuple[Expression, ...]) -> Expression | None:
    """A grade by name, lowered where its place is beyond what it is limited to; None without limits.

    Args:
        named: the grade without limits.
        among: the place, how many share it, and how many are ranked.
    """
    if not any(band.limited for band in scheme.grades):
        return None
    ordered = sorted(scheme.grades, key=Range.start, reverse=True)
    for band, below in pairwise(ordered):
        if band.limited:
            late = (named == band.name) & band.beyond(*among)
            named = when(late).then(below.name).otherwise(named)
    return named
