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
from minsheng.rules.criteria.frames.rows import cleared, column_names, renamed, unused, without
from minsheng.rules.criteria.over_rows.ranks import Among, ranked_rows
from minsheng.rules.criteria.sql import Dialects, select_text
from minsheng.rules.scoring.checking.sound import refuse_unsound
from minsheng.rules.scoring.classed import with_classes
from minsheng.rules.scoring.forms.ranks import Ties
from minsheng.rules.scoring.formulas.grades import limited_grade
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas, Order
from minsheng.rules.scoring.judging.passed_over import made_columns, written_over
from minsheng.rules.scoring.regulation.scheme import Scheme, rounding_at
from minsheng.rules.scoring.terms.choices import RoundAt
from minsheng.rules.scoring.terms.columns import CLASS, OTHERS, Input
from minsheng.rules.scoring.terms.worth import constant, decimals


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
    frame, odd, said = with_classes(scheme, frame, own)
    if within is not None:
        frame = _with_ranks(scheme, frame, groups, own, parts=parts)
    scored, made = _scored(scheme, frame, parts=parts), column_names(frame)
    prefix = unused([*made, *own, "rank"])
    broken = [f"{prefix}tie{n}" for n in range(len(scheme.ties_by))] if within is not None else []
    if broken:
        scored = judge_frame(_ties(scheme, tuple(broken)), scored)
    for bad in filter(None, (wrong, odd)):
        scored = cleared(scored, bad, made_columns(scheme, parts=parts))
    scored = without(scored, {*made}.difference(own, [said]) | ({CLASS} if said else set()))
    scored = renamed(scored, said, CLASS) if said else scored
    limited = any(band.limited for band in scheme.grades)
    if within is None:
        if limited:
            raise RuleError("a grade is limited to some of those who are ranked: say who they are, within=")
        return scored
    by, aside = "points", [*broken]
    for column_of in broken:
        scored, by = _broken(scored, by, column_of, groups)
        aside += [f"{column_of}{what}" for what in "rtk"]
    tied, of = (f"{prefix}tied", f"{prefix}of") if limited else ("", "")
    last = Among(by, groups, scheme.ties is Ties.DENSE, by != "points", rank="rank", tied=tied, of=of)
    ranked = ranked_rows(scored, [last])
    if limited:
        ranked, aside = judge_frame(_limits(scheme, tied, of), ranked), [*aside, tied, of]
    return without(ranked, aside) if aside else ranked


@lru_cache(maxsize=16)
def _ties(scheme: Scheme, names: tuple[str, ...]) -> Prepared:
    """What breaks ties of the total, as integers in that order."""
    points = map(_formulas(scheme).points, scheme.ties_by)
    return Prepared((), {}, ordering={name: one.node for name, one in zip(names, points, strict=True)})


def _broken(frame: Any, by: str, tie: str, groups: tuple[str, ...]) -> tuple[Any, str]:
    """The frame with a column whose least is the first: by one column, then another, then who lacks it."""
    names = [f"{tie}{what}" for what in "rtk"]
    first = Among(by, groups, lowest=by != "points", rank=names[0])
    frame = ranked_rows(frame, [first, Among(tie, groups, rank=names[1])])
    many = 10**9
    first_is, then_is = (column(name, places=0, low=1, high=many) for name in names[:2])
    then_is = when(then_is.is_missing()).then(many).otherwise(then_is)
    return judge_frame(Prepared((), {names[2]: (first_is * many + then_is).node}), frame), names[2]


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
    left = [decimals(veto.to) for veto in scheme.vetoes]  # never rounded
    times = sum(decimals(veto.times) for veto in scheme.vetoes if veto.times and veto.scope == "total")
    how = rounding_at(scheme, RoundAt.TOTAL)
    places = 9 if how is None else min(max(how.places or 0, *left, 0) + times, 9)
    # over the points as a column: a formula that repeats the total for every grade grows too large
    named = formulas.grade(column("points", places=places, low=-(10**8), high=10**8))
    return (points,) if named is None else (points, Prepared((), {"grade": named.node}))


def _with_ranks(
    scheme: Scheme, frame: Any, within: tuple[str, ...], present: Sequence[str], *, parts: bool
) -> Any:
    """Add the ranks and best values that the scheme needs; columns already there stay."""
    formulas = _formulas(scheme)
    needed = {one.name for prepared in _prepared(scheme, parts) for one in prepared.needed}
    needed.update(one.name for order in formulas.orders for one in columns(order.by.node))
    # an item's columns about the others are either all given or all computed
    brought = {order for order in formulas.orders if any(name in present for name in order.names.values())}
    lacking = needed.difference(present)
    prefix = unused(present)
    for ready in formulas.rounds:
        wanted = tuple(
            order for order in ready if order not in brought and lacking.intersection(order.names.values())
        )
        if wanted:
            values = judge_frame(_values(scheme, tuple(map(formulas.orders.index, wanted)), prefix), frame)
            frame = ranked_rows(values, [_among(order, prefix, within, lacking) for order in wanted])
    return frame


def _values_of(order: Order, prefix: str) -> str:
    """The column with what an order compares."""
    return f"{prefix}{order.id}{'+' if Input.GAINED in order.fills else ''}"


def _among(order: Order, prefix: str, within: tuple[str, ...], lacking: set[str]) -> Among:
    """What to compute for an order."""
    names = {what: name if name in lacking else "" for what, name in order.names.items()}
    value = _values_of(order, prefix)
    return Among(
        value, within, order.dense, order.lowest,
        rank=names.get(Input.RANK, ""), tied=names.get(Input.TIED, ""), of=names.get(Input.OF, ""),
        ties=names.get(Input.TIES, ""), best=names.get(Input.BEST, ""), worst=names.get(Input.WORST, ""),
        total=names.get(Input.SUM, "") or names.get(Input.GAINED, ""),
        many=names.get(Input.MANY, "") or names.get(Input.SCORED, ""), middle=names.get(Input.MIDDLE, ""),
        counted=f"{value}?" if order.counts else "",
    )  # fmt: skip


@lru_cache(maxsize=16)
def _values(scheme: Scheme, wanted: tuple[int, ...], prefix: str) -> Prepared:
    """What is compared: numbers in the order of the values where they are ranked, else the values."""
    ordering, values = {}, {}
    for order in map(_formulas(scheme).orders.__getitem__, wanted):
        name, among = _values_of(order, prefix), order.among
        if order.ranks:
            ordering[name] = order.by.node
            if order.counts:  # 1 for each ranked subject, reported or not
                one = constant(Decimal(1)) if among is None else when(among).then(1).otherwise(None)
                values[f"{name}?"] = one.node
        else:
            values[name] = order.by.node
    try:
        prepared = Prepared((), values, ordering=ordering)
        prepared.results(128)
    except WidthError:
        raise
    except RuleError:
        titles = "、".join(order.title for order in map(_formulas(scheme).orders.__getitem__, wanted))
        raise RuleError(
            f"{titles}: what all of them have is added up or compared, and may be a fraction that no column"
            " can hold; round it (rounding), go by the figure (goes_by = 'actual'), or score records instead"
        ) from None
    return prepared
