"""A scheme on frames: its formulas, made ready once for all of them, and places among the rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from minsheng.criteria.frame import judge_frame
from minsheng.criteria.places import Among, placed
from minsheng.criteria.plan import Prepared
from minsheng.criteria.rows import column_names, unused, without
from minsheng.domain.amount import plain_text
from minsheng.domain.expression.build import column
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.nodes import columns
from minsheng.errors import DataError, RuleError, WidthError
from minsheng.scoring.choices import By, Level
from minsheng.scoring.grades import grade, limited_grade
from minsheng.scoring.inputs import OTHERS, Input
from minsheng.scoring.items import Item
from minsheng.scoring.points import value_of
from minsheng.scoring.ranks import RankPoints, Ties
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.sections import points_of
from minsheng.scoring.sound import refuse_unsound
from minsheng.scoring.values import constant
from minsheng.scoring.whole import among_of, order_of, ranked_items, unread_targets, widest


def score_frame(scheme: Scheme, frame: Any, *, by: str | Sequence[str] | None, parts: bool) -> Any:
    """The frame with the columns ``points`` and, where they are asked for, ``grade`` and ``place``."""
    try:
        return _score_frame(scheme, frame, by=by, parts=parts)
    except WidthError as error:  # said to whoever wrote the scheme, who knows no columns
        raise WidthError(
            f"《{scheme.title}》合起来的数超过这个引擎的整数（{error}）。请把 most（最大的数）写小，"
            f"把 places（小数位数）写少，或者逐项四舍五入（rounding）；现在最宽的是：{widest(scheme)}"
        ) from None


def _score_frame(scheme: Scheme, frame: Any, *, by: str | Sequence[str] | None, parts: bool) -> Any:
    refuse_unsound(scheme)
    own = column_names(frame)
    problems = [*unread_targets(scheme, own)]
    if problems:
        raise DataError(problems)
    groups = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    if by is not None:
        frame = _with_places(scheme, frame, groups, own, parts=parts)
    scored = without(_scored(scheme, frame, parts=parts), {*column_names(frame)}.difference(own))
    limited = any(band.limited for band in scheme.grades)
    if by is None:
        if limited:
            raise RuleError("a grade is limited to some of those who are ranked: say who they are, by=")
        return scored
    prefix = unused([*column_names(scored), "place"])
    tied, of = (f"{prefix}tied", f"{prefix}of") if limited else ("", "")
    ranked = placed(
        scored, [Among("points", groups, scheme.ties is Ties.DENSE, place="place", tied=tied, of=of)]
    )
    return without(judge_frame(_limits(scheme, tied, of), ranked), (tied, of)) if limited else ranked


@lru_cache(maxsize=16)
def _limits(scheme: Scheme, tied: str, of: str) -> Prepared:
    """The grades, given places."""
    names = tuple(band.name for band in scheme.grades)
    among = tuple(column(name, places=0, low=1, high=10**9) for name in ("place", tied, of))
    named = limited_grade(scheme, column("grade", kind="text", choices=names), among)
    assert named is not None  # noqa: S101  # there are limits
    return Prepared((), {"grade": named.node})


def _scored(scheme: Scheme, frame: Any, *, parts: bool) -> Any:
    for prepared in _prepared(scheme, parts):
        frame = judge_frame(prepared, frame)
    return frame


@lru_cache(maxsize=16)
def _prepared(scheme: Scheme, parts: bool) -> tuple[Prepared, ...]:
    made = {"points": points_of(scheme, scheme.root)}
    if parts:
        made |= {item.id: points_of(scheme, item) for item in scheme.every_item}
    points = Prepared((), {name: one.node for name, one in made.items()})
    left = [len(plain_text(veto.to).partition(".")[2]) for veto in scheme.vetoes]  # which nothing rounds
    places = max(scheme.places, *left, 0) if Level.TOTAL in scheme.rounding else 9
    # over the points as a column: a formula that repeats the total for every grade grows too large
    named = grade(scheme, column("points", places=places, low=-(10**8), high=10**8))
    return (points,) if named is None else (points, Prepared((), {"grade": named.node}))


def _with_places(
    scheme: Scheme, frame: Any, by: tuple[str, ...], present: Sequence[str], *, parts: bool
) -> Any:
    """The frame with what the scheme needs to know of the others; what it has already, stays."""
    needed = {one.name for prepared in _prepared(scheme, parts) for one in prepared.needed}
    for ready in ranked_items(scheme):
        needed.update(one.name for item in ready for one in columns(order_of(scheme, item)[0].node))
    brought = {
        item.id for item in scheme.every_item for what in OTHERS if f"{item.id}_{what.value}" in present
    }
    # of what an item needs to know of the others all is brought, or all is found
    lacking = {name for name in needed.difference(present) if name.rpartition("_")[0] not in brought}
    prefix = unused(present)
    for ready in ranked_items(scheme):
        asked = [_among(scheme, item, f"{prefix}{item.id}", by, lacking) for item in ready]
        wanted = tuple(item for item, one in zip(ready, asked, strict=True) if one.names)
        if wanted:
            values = judge_frame(_values(scheme, wanted, prefix), frame)
            frame = placed(values, [one for one in asked if one.names])
    return frame


def _among(scheme: Scheme, item: Item, value: str, by: tuple[str, ...], lacking: set[str]) -> Among:
    """What is to be found for an item, of what is lacking."""
    names = {what: f"{item.id}_{what.value}" for what in OTHERS}
    names = {what: name if name in lacking else "" for what, name in names.items()}
    form, lowest = item.form, order_of(scheme, item)[1]
    if not isinstance(form, RankPoints):
        return Among(value, by, lowest=lowest, best=names[Input.BEST], worst=names[Input.WORST])
    return Among(
        value, by, form.ties is Ties.DENSE, lowest,
        place=names[Input.PLACE], tied=names[Input.TIED], of=names[Input.OF],
        counted="" if form.few is None else f"{value}?",
    )  # fmt: skip


@lru_cache(maxsize=16)
def _values(scheme: Scheme, items: tuple[Item, ...], prefix: str) -> Prepared:
    """What the items' places are found by: numbers in the order of the values, or the values themselves."""
    ordering, values = {}, {}
    for item in items:
        if isinstance(item.form, RankPoints):
            ordering[f"{prefix}{item.id}"] = order_of(scheme, item)[0].node
            asked = among_of(scheme, item)
            if item.form.few is not None:  # one for each of those who are ranked, reported or not
                one = constant(Decimal(1)) if asked is None else when(asked).then(1).otherwise(None)
                values[f"{prefix}{item.id}?"] = one.node
        elif item.indicators and item.by is By.RATE:
            raise RuleError(
                f"item {item.id!r}: the best rate of completion is a fraction that no column can hold;"
                " go by the figure, by = 'actual', or score records instead"
            )
        else:
            values[f"{prefix}{item.id}"] = value_of(item).node
    return Prepared((), values, ordering=ordering)
