"""A scheme on frames: its formulas, made ready once for all of them, and places among the rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from minsheng.criteria.columns import column_names, unused, without
from minsheng.criteria.frame import judge_frame
from minsheng.criteria.places import Among, placed
from minsheng.criteria.plan import Prepared
from minsheng.domain.expression.build import column
from minsheng.errors import RuleError
from minsheng.scoring.choices import Level
from minsheng.scoring.inputs import Input
from minsheng.scoring.items import Item
from minsheng.scoring.points import grade, item_points, total, value_of
from minsheng.scoring.ranks import RankPoints, Ties
from minsheng.scoring.scheme import Scheme


def score_frame(scheme: Scheme, frame: Any, *, by: str | Sequence[str] | None, parts: bool) -> Any:
    """The frame with the columns ``points`` and, where they are asked for, ``grade`` and ``place``."""
    if by is None:
        return _scored(scheme, frame, parts=parts)
    groups = (by,) if isinstance(by, str) else tuple(by)
    own = column_names(frame)
    ready = _with_places(scheme, frame, groups, own, parts=parts)
    scored = without(_scored(scheme, ready, parts=parts), {*column_names(ready)}.difference(own))
    return placed(scored, [Among("points", groups, scheme.ties is Ties.DENSE, place="place")])


def _scored(scheme: Scheme, frame: Any, *, parts: bool) -> Any:
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


def _with_places(
    scheme: Scheme, frame: Any, by: tuple[str, ...], present: Sequence[str], *, parts: bool
) -> Any:
    """The frame with what the scheme needs to know of the others; what it has already, stays."""
    needed = {one.name for prepared in _prepared(scheme, parts) for one in prepared.needed}
    needed = needed.difference(present)
    ranked, asked = [], []
    prefix = unused(present)
    for item in scheme.every_item:
        among = _among(item, f"{prefix}{item.id}", by)
        wanted = {what: getattr(among, what) for what in ("place", "tied", "of", "best")}
        if needed.isdisjoint(wanted.values()):
            continue
        ranked.append(item)
        lacking = {what: name if name in needed else "" for what, name in wanted.items()}
        asked.append(Among(among.column, by, among.dense, among.lowest, **lacking))
    if not asked:
        return frame
    return placed(judge_frame(_values(tuple(ranked), prefix), frame), asked)


def _among(item: Item, value: str, by: tuple[str, ...]) -> Among:
    place, tied, of, best = (
        f"{item.id}_{what.value}" for what in (Input.PLACE, Input.TIED, Input.OF, Input.BEST)
    )
    form = item.form
    if isinstance(form, RankPoints):
        return Among(value, by, form.ties is Ties.DENSE, form.lowest, place=place, tied=tied, of=of)
    return Among(value, by, best=best)


@lru_cache(maxsize=16)
def _values(items: tuple[Item, ...], prefix: str) -> Prepared:
    """What the items' places are found by: numbers in the order of the values, or marks themselves."""
    ordering, marks = {}, {}
    for item in items:
        if isinstance(item.form, RankPoints):
            ordering[f"{prefix}{item.id}"] = value_of(item).node
        elif item.indicators:
            raise RuleError(
                f"item {item.id!r}: the best rate of completion is a fraction that no column can hold;"
                " score records instead"
            )
        else:
            marks[f"{prefix}{item.id}"] = value_of(item).node
    return Prepared((), marks, ordering=ordering)
