"""Scores frames by a scheme, whose formulas are prepared once for all of them; ranks the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from minsheng.asking import asked
from minsheng.domain.amount import plain_text
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.nodes import columns
from minsheng.errors import Problems, RuleError, WidthError
from minsheng.rules.criteria.frames.frame import judge_frame
from minsheng.rules.criteria.frames.plan import Prepared
from minsheng.rules.criteria.frames.rows import cleared, column_names, unused, without
from minsheng.rules.criteria.over_rows.ranks import Among, ranked_rows
from minsheng.rules.criteria.sql import Dialects, select_text
from minsheng.rules.scoring.checking.sound import refuse_unsound
from minsheng.rules.scoring.forms.ranks import RankPoints, Ties
from minsheng.rules.scoring.formulas.grades import limited_grade
from minsheng.rules.scoring.formulas.item_formulas import inputs_of, value_of
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas, Order
from minsheng.rules.scoring.judging.passed_over import made_columns, written_over
from minsheng.rules.scoring.regulation.scheme import Scheme, ranked_items
from minsheng.rules.scoring.terms.choices import GoesBy, RoundAt
from minsheng.rules.scoring.terms.inputs import OTHERS, Input
from minsheng.rules.scoring.terms.worth import constant


@asked
def score_frame(
    scheme: Scheme, frame: Any, *, within: str | Sequence[str] | None = None, parts: bool = False
) -> Any:  # a frame of any engine, the same back
    """Add the columns ``points``, ``grade`` (if the scheme has grades) and ``rank`` to a frame.

    Args:
        scheme: the scheme.
        frame: one row per scored subject, with the columns of :func:`scheme_columns`; of any
            engine, as for :func:`minsheng.compute`.
        within: columns such as province and period; rows equal in all of them are ranked against
            each other. ``()`` ranks all rows together. Gives the column ``rank``, and the ranks
            that items need, unless the frame already has them. Default: nothing is ranked, and
            the frame must have the ranks that items need.
        parts: add a column for each item, named by its id.

    The scheme is prepared once, for the first frame.

    Raises:
        RuleError: an item about ``*`` that is not bound to indicators; an unrounded total that
            may have infinitely many decimals; a mean of many unrounded indicators that needs more
            than 128 bits. Records can be scored even then.
        DataError: as for :func:`minsheng.compute`.
    """
    return score_wide(scheme, frame, within=within, parts=parts)


def score_wide(
    scheme: Scheme, frame: Any, *, within: str | Sequence[str] | None, parts: bool, wrong: str = ""
) -> Any:
    """As :func:`score_frame`; a row with anything but 0 in the column ``wrong`` gets no points.

    Raises:
        RuleError, DataError: as for :func:`score_frame`.
    """
    try:
        return _score_frame(scheme, frame, within=within, parts=parts, wrong=wrong)
    except WidthError as error:  # reported in terms of the scheme, whose author knows no columns
        raise WidthError(
            f"《{scheme.title}》合起来的数超过这个引擎的整数（{error}）。请把 most（最大的数）写小，"
            f"把 places（小数位数）写少，或者逐项四舍五入（rounding）；现在最宽的是：{_widest(scheme)}"
        ) from None


@asked
def scheme_columns(scheme: Scheme) -> tuple[str, ...]:
    """The names of the columns that a scheme needs, except ranks, which are computed.

    If it sets individual targets, frames need them in a column ``id_set`` for the item; for named
    records they come from the scheme.

    Args:
        scheme: the scheme, about named indicators.
    """
    codes = tuple(f"_{one.value}" for one in OTHERS)
    return tuple(one.name for one in _formulas(scheme).facts if not one.name.endswith(codes))


@asked
def scheme_sql(
    scheme: Scheme,
    dialect: Dialects,
    table: str | Sequence[str],
    *,
    keep: Sequence[str] | None = None,
    parts: bool = False,
) -> str:
    """One SELECT text that scores a table in a database, and that the database runs without this library.

    It gives ``points`` and, if the scheme has grades, ``grade``, for a table with one row per scored
    subject and the columns of :func:`scheme_columns`. Nothing is ranked: ranks that items need are
    columns of the table.

    Args:
        scheme: the scheme, about named indicators.
        dialect, table, keep: as for :func:`minsheng.frames.sql`.
        parts: add a column for each item, named by its id.

    Raises:
        RuleError: as for :func:`score_frame`; a grade that is limited to some of those ranked.
        ValueError: as for :func:`minsheng.frames.sql`.
    """
    refuse_unsound(scheme)
    if any(band.limited for band in scheme.grades):
        raise RuleError("a grade is limited to some of those who are ranked, and SQL ranks nobody")
    formulas = _formulas(scheme)
    made = _points(scheme, parts=parts)
    grade = formulas.grade(made["points"])
    made |= {} if grade is None else {"grade": grade}
    prepared = Prepared((), {name: one.node for name, one in made.items()})
    return select_text(prepared, dialect, table, keep, [(scheme.title, scheme.digest())])


def _points(scheme: Scheme, *, parts: bool) -> dict[str, Expression]:
    formulas = _formulas(scheme)
    made = {"points": formulas.points("total")}
    return made | {item.id: formulas.points(item.id) for item in scheme.every_item} if parts else made


def _widest(scheme: Scheme) -> str:
    """The items whose figures may have the most digits, with the options that allow them."""
    items = sorted(scheme.every_item, key=lambda item: item.most.adjusted() + item.places, reverse=True)
    return "；".join(
        f"{i.title}（{i.id}）most = {plain_text(i.most)}，places = {i.places}" for i in items[:3]
    )


@lru_cache(maxsize=16)
def _formulas(scheme: Scheme) -> Formulas:
    return Formulas(scheme)


def unread_targets(scheme: Scheme, ids: Iterable[str]) -> frozenset[str]:
    """Those of these indicators whose target the scheme itself sets."""
    names = {f"{id}_{Input.TARGET.value}": id for id in ids}
    return frozenset(id for name, id in names.items() if [*_formulas(scheme).unread_targets([name])])


def _score_frame(
    scheme: Scheme, frame: Any, *, within: str | Sequence[str] | None, parts: bool, wrong: str
) -> Any:
    refuse_unsound(scheme)
    own = column_names(frame)
    taken = written_over(scheme, own, ranked=within is not None, parts=parts)
    Problems([*_formulas(scheme).unread_targets(own), *taken]).refuse()
    groups = () if within is None else (within,) if isinstance(within, str) else tuple(within)
    if within is not None:
        frame = _with_ranks(scheme, frame, groups, own, parts=parts)
    scored = without(_scored(scheme, frame, parts=parts), {*column_names(frame)}.difference(own))
    if wrong:
        scored = cleared(scored, wrong, made_columns(scheme, parts=parts))
    limited = any(band.limited for band in scheme.grades)
    if within is None:
        if limited:
            raise RuleError("a grade is limited to some of those who are ranked: say who they are, within=")
        return scored
    prefix = unused([*column_names(scored), "rank"])
    tied, of = (f"{prefix}tied", f"{prefix}of") if limited else ("", "")
    ranked = ranked_rows(
        scored, [Among("points", groups, scheme.ties is Ties.DENSE, rank="rank", tied=tied, of=of)]
    )
    return without(judge_frame(_limits(scheme, tied, of), ranked), (tied, of)) if limited else ranked


@lru_cache(maxsize=16)
def _limits(scheme: Scheme, tied: str, of: str) -> Prepared:
    """The grades, given ranks."""
    names = tuple(band.name for band in scheme.grades)
    among = tuple(column(name, places=0, low=1, high=10**9) for name in ("rank", tied, of))
    named = limited_grade(scheme, column("grade", kind="text", choices=names), among)
    assert named is not None  # noqa: S101  # there are limits
    return Prepared((), {"grade": named.node})


def _scored(scheme: Scheme, frame: Any, *, parts: bool) -> Any:
    for prepared in _prepared(scheme, parts):
        frame = judge_frame(prepared, frame)
    return frame


@lru_cache(maxsize=16)
def _prepared(scheme: Scheme, parts: bool) -> tuple[Prepared, ...]:
    formulas = _formulas(scheme)
    points = Prepared((), {name: one.node for name, one in _points(scheme, parts=parts).items()})
    left = [len(plain_text(veto.to).partition(".")[2]) for veto in scheme.vetoes]  # never rounded
    places = max(scheme.places, *left, 0) if RoundAt.TOTAL in scheme.rounding else 9
    # over the points as a column: a formula that repeats the total for every grade grows too large
    named = formulas.grade(column("points", places=places, low=-(10**8), high=10**8))
    return (points,) if named is None else (points, Prepared((), {"grade": named.node}))


def _with_ranks(
    scheme: Scheme, frame: Any, within: tuple[str, ...], present: Sequence[str], *, parts: bool
) -> Any:
    """Add the ranks and best values that the scheme needs; columns already there stay."""
    orders = _formulas(scheme).orders
    needed = {one.name for prepared in _prepared(scheme, parts) for one in prepared.needed}
    needed.update(one.name for order in orders.values() for one in columns(order.by.node))
    brought = {id for id in orders for what in OTHERS if f"{id}_{what.value}" in present}
    # an item's columns about the others are either all given or all computed
    lacking = {name for name in needed.difference(present) if name.rpartition("_")[0] not in brought}
    prefix = unused(present)
    for ready in ranked_items(scheme):
        found = [_among(orders[item.id], f"{prefix}{item.id}", within, lacking) for item in ready]
        wanted = tuple(item.id for item, one in zip(ready, found, strict=True) if one.names)
        if wanted:
            values = judge_frame(_values(scheme, wanted, prefix), frame)
            frame = ranked_rows(values, [one for one in found if one.names])
    return frame


def _among(order: Order, value: str, within: tuple[str, ...], lacking: set[str]) -> Among:
    """What to compute for an item."""
    names = {what: f"{order.item.id}_{what.value}" for what in OTHERS}
    names = {what: name if name in lacking else "" for what, name in names.items()}
    form = order.item.form
    if not isinstance(form, RankPoints):
        return Among(value, within, lowest=order.lowest, best=names[Input.BEST], worst=names[Input.WORST])
    return Among(
        value, within, form.ties is Ties.DENSE, order.lowest,
        rank=names[Input.RANK], tied=names[Input.TIED], of=names[Input.OF],
        counted="" if form.few is None else f"{value}?",
    )  # fmt: skip


@lru_cache(maxsize=16)
def _values(scheme: Scheme, items: tuple[str, ...], prefix: str) -> Prepared:
    """What items are ranked by: numbers in the order of the values, or the values themselves."""
    ordering, values = {}, {}
    for order in map(_formulas(scheme).orders.__getitem__, items):
        item, among = order.item, order.among
        if isinstance(item.form, RankPoints):
            ordering[f"{prefix}{item.id}"] = order.by.node
            if item.form.few is not None:  # 1 for each ranked subject, reported or not
                one = constant(Decimal(1)) if among is None else when(among).then(1).otherwise(None)
                values[f"{prefix}{item.id}?"] = one.node
        elif item.indicators and item.goes_by is GoesBy.RATE:
            raise RuleError(
                f"item {item.id!r}: the best rate of completion is a fraction that no column can hold;"
                " go by the figure, goes_by = 'actual', or score records instead"
            )
        else:
            values[f"{prefix}{item.id}"] = value_of(inputs_of(item)).node
    return Prepared((), values, ordering=ordering)
