"""Binds a scheme to a programme: its indicators, their directions and units, who may be ranked."""

from __future__ import annotations

import attrs

from minsheng.domain.area import CITY
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.units import to_unit
from minsheng.errors import Problems, UnknownName
from minsheng.rules.scoring.judging.scope import names_of
from minsheng.rules.scoring.regulation.items import EVERY, Item, Section
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.choices import Ranked


def bind(scheme: Scheme, programme: Programme) -> Scheme:
    """Bind a scheme to a programme: expand ``*`` to its indicators and fill in directions.

    ``*`` covers every indicator whose completion is a share, not those compared by difference or in words.

    Raises:
        DataError: indicators that the programme does not have, or whose unit does not fit; all at
            once.

    >>> from minsheng import load
    >>> from minsheng.rules.scoring.forms.basic import Proportional
    >>> all_of_it = Item("work", "完成", Proportional(), 100, indicators=("*",))
    >>> bound = bind(Scheme("x", "某办法", "", items=(all_of_it,)), load("yueyang-2023"))
    >>> len(bound.every_item[0].indicators)
    45
    """
    problems = Problems()
    own = [one.id for one in scheme.indicators]
    bound = _bound(scheme.root, programme, scheme.name, problems, own)
    _refuse_own(scheme, programme, problems)
    names = [*names_of(scheme.ranked, programme), *(one.name for one in scheme.merged)]
    for item in scheme.every_item:
        for target in item.targets:
            if target.area not in names:
                met = UnknownName("排名对象", target.area, names).in_chinese
                problems.add(f"{scheme.name}，{item.id}", met, "请核对 targets")
    problems.refuse()
    return attrs.evolve(scheme, items=bound.items, sections=bound.sections)


def _refuse_own(scheme: Scheme, programme: Programme, problems: Problems) -> None:
    """Refuse names that the programme has otherwise: indicators of the scheme's own, areas and classes."""
    known = {one.id for one in programme.indicators}
    for one in scheme.indicators:
        if one.id in known:
            problems.add(f"{scheme.name}，indicators", f"指标 {one.id} 年度项目里有了", "换一个 id，或去掉")
    if scheme.ranked is not Ranked.AREAS:
        return
    areas = [*(area.name for area in programme.areas), CITY]
    merged = [one.name for one in scheme.merged]
    listed = [("merged", name) for one in scheme.merged for name in one.areas]
    listed += [("classes", name) for one in scheme.classes for name in one.areas]
    for field, name in listed:
        if name not in areas and not (field == "classes" and name in merged):
            met = UnknownName("排名对象", name, areas).in_chinese
            problems.add(f"{scheme.name}，{field}", met, f"请核对 {field}")
    parents = {area.name: area.parent for area in programme.areas}
    for group in scheme.merged:
        above = {parents.get(name, "") for name in group.areas}
        if len(above) > 1:  # one may lie in another, and be added up twice; or be ranked with nobody
            met = f"{'、'.join(group.areas)}不在同一个上级里，不能合成{group.name}"
            problems.add(f"{scheme.name}，merged", met, "请核对 merged")
        if group.name in areas and group.name not in group.areas:
            met = f"{group.name}是年度项目里的地区，又是几个地区合成的"
            problems.add(f"{scheme.name}，merged", met, "换一个名称，或把它写进 areas")


def _bound(section: Section, programme: Programme, name: str, problems: Problems, own: list[str]) -> Section:
    items = tuple(_bound_item(item, programme, f"{name}，{item.id}", problems, own) for item in section.items)
    sections = tuple(_bound(inner, programme, name, problems, own) for inner in section.sections)
    return attrs.evolve(section, items=items, sections=sections)


def _bound_item(item: Item, programme: Programme, where: str, problems: Problems, own: list[str]) -> Item:
    ids = item.indicators
    if EVERY in ids:
        ids = tuple(
            one.id for one in programme.indicators if one.rate is not Rate.DIFFERENCE and not one.worded
        )
    lower, beyond = list(item.lower), list(item.beyond)
    for id in (id for id in ids if id not in own):
        if item.periods is not None:
            met = "年度项目的完成数是累计的，不能当作各期的数"
            problems.add(where, met, "各期的数写作办法自己的指标（[[indicators]]），或由人打分")
            continue
        try:
            found = next(one for one in programme.project_of(id).items if one.id == id)
        except UnknownName as error:
            problems.add(where, error.in_chinese, "请核对 indicators")
            continue
        if isinstance(found, Indicator) and found.worded:
            met = f"指标 {id} 的目标是文字“{found.worded}”，没有完成率"
            problems.add(where, met, "请去掉，或另设一项，由人打分")
            continue
        bounds = [tier.target for tier in found.tiers]
        if isinstance(found, Indicator) and found.target is not None:
            bounds = [found.target]
        if any(bound.relation in (Relation.AT_MOST, Relation.BELOW) for bound in bounds):
            lower.append(id)
        if any(bound.relation in (Relation.ABOVE, Relation.BELOW) for bound in bounds):
            beyond.append(id)
        if isinstance(found, Indicator) and found.rate is Rate.PHYSICAL:
            bounds = []  # reported as a share, whatever the unit of the target
            if item.unit is not None and item.unit != to_unit("%"):
                met = f"指标 {id} 报的是形象进度，这一项的单位却是“{item.unit}”"
                problems.add(where, met, '去掉 unit，或写 unit = "%"')
        for bound in bounds:
            if item.unit is not None and not bound.amount.unit.measures_same_as(item.unit):
                met = f"这一项的单位是“{item.unit}”，指标 {id} 的目标是 {bound.amount}"
                problems.add(where, met, "两个单位不能相比，请核对")
    return attrs.evolve(
        item, indicators=ids, lower=tuple(dict.fromkeys(lower)), beyond=tuple(dict.fromkeys(beyond))
    )
