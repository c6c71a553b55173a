"""A scheme on frames: its formulas, made ready once for all of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from minsheng.criteria.frame import judge_frame
from minsheng.criteria.plan import Prepared
from minsheng.domain.expression.build import column
from minsheng.scoring.choices import Level
from minsheng.scoring.points import grade, item_points, total
from minsheng.scoring.scheme import Scheme


def score_frame(scheme: Scheme, frame: Any, *, parts: bool) -> Any:
    """The frame with the columns ``points`` and, where there are grades, ``grade``."""
    for prepared in _prepared(scheme, parts):
        frame = judge_frame(prepared, frame)
    return frame


@lru_cache(maxsize=16)
def _prepared(scheme: Scheme, parts: bool) -> tuple[Prepared, ...]:  # private, and cached
    made = {"points": total(scheme)}
    if parts:
        made |= {item.id: item_points(scheme, item) for item in scheme.every_item}
    points = Prepared((), {name: one.node for name, one in made.items()})
    places = scheme.places if Level.TOTAL in scheme.rounding else 9
    # over the points as a column: a formula that repeats the total for every grade grows too large
    named = grade(scheme, column("points", places=places, low=-(10**8), high=10**8))
    return (points,) if named is None else (points, Prepared((), {"grade": named.node}))
