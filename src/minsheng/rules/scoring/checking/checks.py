"""Everything that is wrong with a scheme before it scores anybody, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from minsheng.asking import asked
from minsheng.domain.amount import add_exactly
from minsheng.errors import MinshengError, Problem
from minsheng.rules.scoring.checking.idle import idle
from minsheng.rules.scoring.checking.item_checks import of_item
from minsheng.rules.scoring.checking.sound import At, Fault, paths, unsound
from minsheng.rules.scoring.formulas.bounds import bounds
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas
from minsheng.rules.scoring.regulation.items import EVERY, Section
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.choices import Role
from minsheng.rules.scoring.terms.worth import said
from minsheng.strict import dotted

#: names of result columns
_RESERVED = ("total", "grade", "month", "class", "points", "name", "group", "rank", "why")


@asked
def check_scheme(scheme: Scheme) -> tuple[Problem, ...]:
    """Everything that is wrong with a scheme, as it is said of one in a file; in Chinese.

    Only what would make points wrong is refused when a scheme made in Python scores: weights that
    do not add up, for instance, are told here alone.

    >>> from minsheng.scoring import AllOrNothing, Item, Scheme
    >>> one = Item("roads", "农村公路", AllOrNothing(), 60, indicators=("roads",))
    >>> [problem.met for problem in check_scheme(Scheme("x", "某办法", "某文", items=(one,)))]
    ['各项满分合计 60 分，总分是 100 分']
    """
    return tuple(Problem(dotted(path), met, todo) for path, met, todo in faults(scheme))


def faults(scheme: Scheme) -> Iterator[Fault]:
    """Everything that is wrong with a scheme.

    Weights that do not add up, ranges with gaps or overlaps, unreachable points and grades, items
    that reward less work, mismatched units, unknown names, options without effect.

    Returns:
        The path in the data, what is wrong, and what to do; in Chinese.

    """
    yield from plain_faults(scheme)
    yield from hidden_faults(scheme)


def plain_faults(scheme: Scheme) -> Iterator[Fault]:
    """What reading line by line shows: wrong lines, and sums that do not add up."""
    found = [*unsound(scheme)]
    wrong = {path[:-1] for path, _, _ in found}
    yield from found
    if not scheme.source:
        yield ("source",), "没有写明出处", "写明文号或网址"
    yield from _sequence(scheme.root, ())
    yield from _weights(scheme.root, scheme.total, (), "总分")
    if scheme.cap is not None and scheme.cap < scheme.total:
        yield ("cap",), f"封顶 {said(scheme.cap)} 分，总分 {said(scheme.total)} 分得不到", "请核对"
    if scheme.floor is not None and scheme.floor >= scheme.total > 0:
        yield ("floor",), f"保底 {said(scheme.floor)} 分，总分只有 {said(scheme.total)} 分", "请核对"
    for path, part in paths(scheme):
        if part.id in _RESERVED:
            yield (*path, "id"), f"id“{part.id}”已经用于程序用的名字", "换一个 id"
        if isinstance(part, Section):
            yield from _sequence(part, path)
        elif path not in wrong:
            for field, met, todo in of_item(scheme, part):
                yield (*path, field), met, todo


def hidden_faults(scheme: Scheme) -> Iterator[Fault]:
    """What only shows once everything is put together; nothing if a line is already unsound."""
    if any(unsound(scheme)):
        return
    yield from idle(scheme)
    low, high = bounds(scheme)
    for at, band in enumerate(scheme.grades):
        above = high is not None and band.low is not None and high <= band.low and not band.holds(high)
        below = low is not None and band.high is not None and low >= band.high and not band.holds(low)
        if above or below:
            ends = f"{'无下限' if low is None else said(low)} 到 {'无上限' if high is None else said(high)}"
            yield ("grades", at), f"总分在 {ends} 之间，{band} 得不到", "请核对"
    if not any(EVERY in item.indicators for item in scheme.every_item):
        try:
            _ = Formulas(scheme).columns
        except MinshengError as error:
            yield ("items", 0), f"几项合不到一起：{error}", "同一个指标在各项里的单位、位数要一样"


# --- sums --------------------------------------------------------------------------------


def _sequence(section: Section, path: At) -> Iterator[Fault]:
    for id in section.sequence:
        if id not in [part.id for part in section.parts]:
            yield (*path, "sequence"), f"次序里的“{id}”不在这一部分", "请核对拼写，或去掉 sequence"


def _weights(section: Section, whole: Decimal, path: At, name: str) -> Iterator[Fault]:
    """Full points that do not add up to those of the whole."""
    parts = [part for part in section.parts if part.role is Role.POINTS]
    sum_of = add_exactly(*(part.weight for part in parts))
    field = "total" if not path else "out_of" if section.out_of is not None else "weight"
    if not section.combine.adds and section.parts:
        for part in parts:
            if part.weight != whole:
                met = f"{part.title}满分 {said(part.weight)} 分，{name}是 {said(whole)} 分"
                yield (*path, field), met, "取最低或最高的，每一部分的满分要和整体一样"
    elif not section.parts:
        yield path or ("name",), f"{section.title}里没有一项", "加上 items 或 sections"
    elif sum_of != whole:
        met = f"各项满分合计 {said(sum_of)} 分，{name}是 {said(whole)} 分"
        yield (*path, field), met, "请核对各项的 weight"
    if section.best_as is not None and path and section.best_as != section.weight:
        met = f"最高的得 {said(section.best_as)} 分，{name} {said(section.weight)} 分"
        yield (*path, "best_as"), met, "best_as 要和 weight 一样"
    for at, inner in enumerate(section.sections):
        of = inner.weight if inner.out_of is None else inner.out_of
        if inner.best_as is not None:  # whatever its parts add up to
            of = add_exactly(*(part.weight for part in inner.parts if part.role is Role.POINTS))
        yield from _weights(inner, of, (*path, "sections", at), f"{inner.title}的满分")
