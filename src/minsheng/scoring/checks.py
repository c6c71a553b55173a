"""What is wrong with a scheme before anybody is scored by it: all of it, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from minsheng.domain.amount import add_exactly
from minsheng.domain.interval import tiling_faults
from minsheng.errors import MinshengError
from minsheng.scoring.bounds import bounds
from minsheng.scoring.choices import Force, Role, Together
from minsheng.scoring.events import PerEvent
from minsheng.scoring.forms import Fault as FormFault
from minsheng.scoring.idle import idle_in_item, idle_in_section, idle_in_veto, idle_in_whole
from minsheng.scoring.item_checks import of_item, ranking_faults, unit_faults
from minsheng.scoring.items import EVERY, Item, Section, Veto, walk
from minsheng.scoring.ranks import Ties
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.survey import Survey, Vote
from minsheng.scoring.values import said
from minsheng.scoring.whole import columns_of, ranked_items

At = tuple[str | int, ...]
#: where in the data, what was met, what to do
Fault = tuple[At, str, str]
_RESERVED = ("total", "grade", "month", "points", "name", "group", "place", "why")


def faults(scheme: Scheme) -> Iterator[Fault]:
    """Everything that is wrong with a scheme.

    Weights that do not add up, ranges with a gap or an overlap, what can never be reached, items
    that pay for less work, units that do not fit, names that are not there.

    Returns:
        The path in the data, what is wrong, and what to do; in Chinese.

    >>> from minsheng.scoring.forms import AllOrNothing
    >>> one = Item("roads", "农村公路", AllOrNothing(), 60, indicators=("roads",))
    >>> [fault[1] for fault in faults(Scheme("x", "某办法", "某文", items=(one,)))]
    ['各项满分合计 60 分，总分是 100 分']
    """
    yield from _ids(scheme)
    yield from _sequences(scheme)
    yield from _weights(scheme.root, scheme.total, (), "总分")
    for path, part in _paths(scheme):
        if isinstance(part, Item):
            for field, met, todo in (*of_item(scheme, part), *idle_in_item(scheme, part)):
                yield (*path, field), met, todo
        elif _ordered(scheme):
            for field, met, todo in idle_in_section(scheme, part):
                yield (*path, field), met, todo
    for at, veto in enumerate(scheme.vetoes):
        for field, met, todo in (*_of_veto(scheme, veto), *idle_in_veto(scheme, veto)):
            yield ("vetoes", at, field), met, todo
    yield from _of_whole(scheme)


def _paths(scheme: Scheme) -> Iterator[tuple[At, Item | Section]]:
    def inside(section: Section, path: At) -> Iterator[tuple[At, Item | Section]]:
        for at, item in enumerate(section.items):
            yield (*path, "items", at), item
        for at, inner in enumerate(section.sections):
            yield (*path, "sections", at), inner
            yield from inside(inner, (*path, "sections", at))

    return inside(scheme.root, ())


def _ids(scheme: Scheme) -> Iterator[Fault]:
    seen: dict[str, str] = dict.fromkeys(_RESERVED, "程序用的名字")
    for path, part in _paths(scheme):
        if part.id in seen:
            yield (*path, "id"), f"id“{part.id}”已经用于{seen[part.id]}", "每一项的 id 只用一次"
        seen[part.id] = part.title
    for at, veto in enumerate(scheme.vetoes):
        if veto.id in seen:
            yield ("vetoes", at, "id"), f"id“{veto.id}”已经用于{seen[veto.id]}", "每一项的 id 只用一次"
        seen[veto.id] = veto.title


def _sequences(scheme: Scheme) -> Iterator[Fault]:
    sections: list[tuple[At, Section]] = [((), scheme.root)]
    sections += [(path, part) for path, part in _paths(scheme) if isinstance(part, Section)]
    for path, section in sections:
        for id in section.sequence:
            if id not in [part.id for part in section.parts]:
                yield (*path, "sequence"), f"次序里的“{id}”不在这一部分", "请核对拼写，或去掉 sequence"


def _weights(section: Section, whole: Decimal, path: At, name: str) -> Iterator[Fault]:
    """Whether the parts' full points make the whole's."""
    parts = [part for part in section.parts if part.role is Role.POINTS]
    sum_of = add_exactly(*(part.weight for part in parts))
    field = "total" if not path else "out_of" if section.out_of is not None else "weight"
    if section.combine is not Together.SUM and section.parts:
        for part in parts:
            if part.weight != whole:
                met = f"{part.title}满分 {said(part.weight)} 分，{name}是 {said(whole)} 分"
                yield (*path, field), met, "取最低或最高的，每一部分的满分要和整体一样"
    elif not section.parts:
        yield path or ("name",), f"{section.title}里没有一项", "加上 items 或 sections"
    elif sum_of != whole:
        met = f"各项满分合计 {said(sum_of)} 分，{name}是 {said(whole)} 分"
        yield (*path, field), met, "请核对各项的 weight"
    if section.cap is not None and section.floor is not None and section.cap < section.floor:
        yield (*path, "floor"), f"保底 {said(section.floor)} 分高于封顶 {said(section.cap)} 分", "请核对"
    if section.out_of is not None and section.out_of <= 0:
        yield (*path, "out_of"), f"out_of 是 {said(section.out_of)}", "应是正数"
    if section.coefficient is not None and section.coefficient < 0:
        yield (*path, "coefficient"), "项目越多系数越小", "应是正数"
    for at, inner in enumerate(section.sections):
        of = inner.weight if inner.out_of is None else inner.out_of
        yield from _weights(inner, of, (*path, "sections", at), f"{inner.title}的满分")


def _of_veto(scheme: Scheme, veto: Veto) -> Iterator[FormFault]:
    parts = {part.id: part for part in walk(scheme.root)}
    if veto.scope != "grade" and veto.scope not in parts:
        yield "scope", f"没有“{veto.scope}”这一项", "写 total、grade，或一项的 id"
    if veto.scope == "grade" and not veto.grade:
        yield "grade", "没有写明定为哪一等", "写明 grade"
    if veto.grade and veto.grade not in [band.name for band in scheme.grades]:
        yield "grade", f"没有“{veto.grade}”这一等", "请核对 grades"
    if bool(veto.event) == bool(veto.item):
        yield "event", "event 和 item 要写一个，只写一个", "由事项引起写 event，由某一项引起写 item"
    if veto.item:
        item = parts.get(veto.item)
        if not isinstance(item, Item):
            yield "item", f"没有“{veto.item}”这一项", "请核对拼写"
        elif veto.below is None and not item.indicators:
            yield "below", f"{item.title}没有目标，不知道怎样算没有完成", "写明 below"
        elif isinstance(item.form, (PerEvent, Survey, Vote)):
            yield "item", f"{item.title}没有可以比较的数", "改用 event"


def _ordered(scheme: Scheme) -> bool:
    """Whether the order names each of the forces once."""
    return len(scheme.order) == len(set(scheme.order)) == len(Force)


def _of_whole(scheme: Scheme) -> Iterator[Fault]:
    for field, met, todo in idle_in_whole(scheme):
        yield (field,), met, todo
    for field, met, todo in idle_in_section(scheme, scheme.root) if _ordered(scheme) else ():
        yield (field,), met, todo
    if not _ordered(scheme):
        yield ("order",), "次序应把扣分、加分、封顶保底各写一次", 'order = ["deduction", "bonus", "cap"]'
    if scheme.ties not in (Ties.SKIP, Ties.DENSE):
        yield ("ties",), f"总分的并列不能是“{scheme.ties.label}”", "写 skip 或 dense"
    if scheme.cap is not None and scheme.cap < scheme.total:
        yield ("cap",), f"封顶 {said(scheme.cap)} 分，总分 {said(scheme.total)} 分得不到", "请核对"
    if scheme.floor is not None and scheme.floor >= scheme.total:
        yield ("floor",), f"保底 {said(scheme.floor)} 分，总分只有 {said(scheme.total)} 分", "请核对"
    if not scheme.source:
        yield ("source",), "没有写明出处", "写明文号或网址"
    for met, todo in tiling_faults(scheme.grades) if scheme.grades else ():
        yield ("grades", 0), met, todo
    for at, band in enumerate(scheme.grades):
        if band.limited and band.low is None:
            yield ("grades", at), f"{band.name}是最低的一等，不能限额", "去掉 first、share"
        if band.first is not None and band.share is not None:
            yield ("grades", at), f"{band.name}既限名次又限比例", "first 和 share 只写一个"
        if band.share is not None and not 0 < band.share <= 1:
            yield ("grades", at, "share"), f"比例是 {said(band.share)}", "30% 写 0.3"
    shared = [*_shared(scheme)]
    yield from shared
    untiled = bool(scheme.grades) and any(tiling_faults(scheme.grades))
    broken = (
        bool(shared)
        or untiled
        or any(
            [*item.form.faults(item.weight), *unit_faults(item), *ranking_faults(scheme, item)]
            for item in scheme.every_item
        )
    )
    broken = broken or any(list(_of_veto(scheme, veto)) for veto in scheme.vetoes)
    if broken or not _ordered(scheme):
        return  # what is not sound by itself cannot be put together
    try:
        ranked_items(scheme)
    except MinshengError:
        yield ("items", 0), "几项按彼此所在部分的得分排名，成了一个圈", "请核对 of"
        return
    if scheme.grades:
        yield from _reachable(scheme)
    if not any(EVERY in item.indicators for item in scheme.every_item):
        try:
            columns_of(scheme)
        except MinshengError as error:
            yield ("items", 0), f"几项合不到一起：{error}", "同一个指标在各项里的单位、位数要一样"


def _shared(scheme: Scheme) -> Iterator[Fault]:
    """Items about one indicator that read its figures in different ways."""
    seen: dict[str, Item] = {}
    for path, part in _paths(scheme):
        if not isinstance(part, Item):
            continue
        for id in part.indicators:
            first = seen.setdefault(id, part)
            for field, label in (("unit", "单位"), ("places", "小数位数"), ("most", "最大的数")):
                ours, theirs = getattr(part, field), getattr(first, field)
                if ours != theirs:
                    here, there = ("没有写" if one is None else one for one in (ours, theirs))
                    met = f"指标“{id}”的{label}（{field}）在这里是 {here}，在“{first.title}”里是 {there}"
                    yield (*path, field), met, "同一个指标在各项里要一样"


def _reachable(scheme: Scheme) -> Iterator[Fault]:
    """Grades that no total can have."""
    low, high = bounds(scheme)
    for at, band in enumerate(scheme.grades):
        above = high is not None and band.low is not None and high <= band.low and not band.holds(high)
        below = low is not None and band.high is not None and low >= band.high and not band.holds(low)
        if above or below:
            ends = f"{'无下限' if low is None else said(low)} 到 {'无上限' if high is None else said(high)}"
            yield ("grades", at), f"总分在 {ends} 之间，{band} 得不到", "请核对"
