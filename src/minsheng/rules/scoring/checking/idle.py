"""Options without effect, which are errors because their author expects an effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import attrs

from minsheng.rules.scoring.checking.item_checks import DROP, without
from minsheng.rules.scoring.checking.sound import Fault, ordered, paths
from minsheng.rules.scoring.forms.basic import Fault as FormFault
from minsheng.rules.scoring.forms.basic import Watched
from minsheng.rules.scoring.formulas.bounds import before_limits, part_bounds
from minsheng.rules.scoring.regulation.items import Item, Section, Veto, walk
from minsheng.rules.scoring.regulation.scheme import Scheme, goes_without_target
from minsheng.rules.scoring.regulation.who import REST
from minsheng.rules.scoring.terms.bands import Range
from minsheng.rules.scoring.terms.choices import Combine, Force, Ranked, Role, RoundAt, Zones
from minsheng.rules.scoring.terms.worth import said

#: the default order
_PLAIN = (Force.DEDUCTION, Force.BONUS, Force.CAP)


def idle(scheme: Scheme) -> Iterator[Fault]:
    """Every option of a section, a veto or the whole scheme that has no effect; for sound schemes."""
    for path, part in paths(scheme):
        if isinstance(part, Section):
            for field, met, todo in _of_section(scheme, part):
                yield (*path, field), met, todo
    for at, veto in enumerate(scheme.vetoes):
        for field, met, todo in _of_veto(scheme, veto):
            yield ("vetoes", at, field), met, todo
    for field, met, todo in (*_of_section(scheme, scheme.root), *_of_whole(scheme)):
        yield (field,), met, todo


def _of_section(scheme: Scheme, section: Section) -> Iterator[FormFault]:
    roles = Counter(part.role for part in section.parts)
    if not section.combine.adds and section.parts and max(roles.values()) < 2:
        yield "combine", "没有几个部分可以比，combine 用不上", DROP
    if section.out_of is not None and not section.weight:
        yield "out_of", "折算成 0 分", "写明 weight，或去掉 out_of"
    if section.coefficient_cap is not None and section.coefficient is None:
        yield "coefficient_cap", "没有写 coefficient，coefficient_cap 用不上", DROP
    elif section.coefficient_cap is not None and section.coefficient_cap <= 1:
        yield "coefficient_cap", f"系数最多 {said(section.coefficient_cap)}，项目再多也不加", DROP
    if section.coefficient == 0:
        yield "coefficient", "系数是 0，项目再多也不加", DROP
    if len(set(section.sequence)) < len(section.sequence):
        yield "sequence", "次序里有一项写了两次", "只留一个"
    low, high = before_limits(scheme, section)
    if section.cap is not None and high is not None and high < section.cap:
        yield "cap", f"封顶 {said(section.cap)} 分，最多也只有 {said(high)} 分，用不上", DROP
    if section.floor is not None and low is not None and low >= section.floor:
        yield "floor", f"保底 {said(section.floor)} 分，最少也有 {said(low)} 分，用不上", DROP


def _of_veto(scheme: Scheme, veto: Veto) -> Iterator[FormFault]:
    if veto.event and veto.below is not None:
        yield "below", "由事项引起，below 用不上", DROP
    if veto.item and veto.count != 1:
        yield "count", "由某一项引起，count 用不上", DROP
    if veto.raises and veto.grade == min(scheme.grades, key=Range.start).name:
        yield "grade", f"{veto.grade}是最低的一等，什么也不提", DROP
    if veto.times is not None and (veto.scope == "grade" or veto.times == 1):
        yield "times", "只定等次，times 用不上" if veto.scope == "grade" else "乘以 1，什么也不变", DROP
    if veto.limits and veto.grade == max(scheme.grades, key=Range.start).name:
        yield "grade", f"{veto.grade}是最好的一等，什么也不限", DROP
    if veto.below is not None and veto.item:
        item = scheme.part(veto.item)
        marks = item.form.marks(item.weight) if isinstance(item, Item) else None
        if marks is not None and not marks[0] < veto.below <= marks[1]:
            what = "总要否决" if veto.below > marks[1] else "从不否决"
            between = f"评分在 {said(marks[0])} 到 {said(marks[1])} 之间"
            yield "below", f"{between}，低于 {said(veto.below)} {what}", DROP
    if veto.scope == "grade":
        if veto.to:
            yield "to", "只定等次，to 用不上", DROP
        return
    part = scheme.root if veto.scope == "total" else scheme.part(veto.scope)
    low, high = part_bounds(attrs.evolve(scheme, vetoes=()), part)
    if (
        veto.times is not None
        and veto.times < 1
        and part.role is not Role.DEDUCTION
        and (low is None or low < 0)
    ):
        least = "没有下限" if low is None else f"最少 {said(low)} 分"
        met = f"{part.title}{least}，负分乘以 {said(veto.times)} 反而多了"
        yield "times", met, "给它写 floor = 0（保底），或写 to（最多还剩几分）"
    if high is not None and veto.times is None and high <= Fraction(veto.to):
        yield "to", f"最多还剩 {said(veto.to)} 分，{part.title}本来最多 {said(high)} 分，什么也不限", DROP


def _of_whole(scheme: Scheme) -> Iterator[FormFault]:
    if scheme.ranked is not Ranked.AREAS and scheme.zones is not Zones.TOGETHER:
        yield "zones", f"排名的是{scheme.ranked.label}，zones 用不上", DROP
    levels = [one.at for one in scheme.rounding]
    if len(set(levels)) < len(levels):
        yield "rounding", "有一层写了两次", DROP
    yield from _of_names(scheme)
    items = [item for item in scheme.every_item if not isinstance(item.form, Watched)]
    sections = [part for part in walk(scheme.root) if isinstance(part, Section)]
    there = {
        RoundAt.TASK: any(item.indicators or item.periods is not None for item in items),
        RoundAt.SECTION: len(sections) > 1,
    }
    for level, any_of_it in there.items():
        if level in levels and not any_of_it:
            yield "rounding", f"没有可以四舍五入的“{level.label}”", DROP
    asked = [
        item
        for item in scheme.every_item
        if item.indicators and not goes_without_target(item) and item.against is None
    ]
    if all(item.no_task is not None or item.target is not None for item in asked):
        yield from without("no_task", scheme.no_task, Scheme, "没有一项会没有任务，或都另有规定")
    if all(item.no_figure is not None for item in items):
        yield from without("no_figure", scheme.no_figure, Scheme, "每一项都另有规定")
    if scheme.order != _PLAIN and ordered(scheme) and not any(_has_order(one) for one in sections):
        yield "order", "没有一部分既有封顶保底，又有加分、扣分，order 用不上", DROP


def _of_names(scheme: Scheme) -> Iterator[FormFault]:
    """Classes that nothing goes by, indicators that no item has, a year that nothing depends on."""
    parts = [*walk(scheme.root)]
    named = {name for part in parts for name in (*part.only, *(one.who for one in part.factors))}
    if scheme.by_class and not scheme.classes:
        yield "by_class", "没有写类，by_class 用不上", "写明 [[classes]]"
    if scheme.by_class and scheme.zones is Zones.APART:
        yield "zones", "园区分开排名，又按类排名", "只用一种，或把园区写成一类"
    grouped = scheme.by_class or named.intersection((REST, *(one.name for one in scheme.classes)))
    if scheme.classes and not grouped:
        yield "classes", "没有一项按类分，classes 用不上", "写明 only、factors，或去掉 classes"
    for part in parts:
        if part.only and {one.name for one in scheme.classes} <= {*part.only}:
            yield "classes", f"{part.title}的 only 写了全部的类，用不上", "去掉 only"
        if part.factors and all(one.times == 1 for one in part.factors):
            yield "classes", f"{part.title}的系数都是 1，用不上", "去掉 factors"
    used = {id for item in scheme.every_item for id in item.indicators}
    for one in scheme.indicators:
        if one.id not in used:
            yield "indicators", f"没有一项看“{one.title}”（{one.id}）", DROP
    if scheme.merged and scheme.ranked is not Ranked.AREAS:
        yield "merged", f"排名的是{scheme.ranked.label}，merged 用不上", DROP
    items = scheme.every_item
    if scheme.year_from != 1 and not (
        scheme.kinds or any(item.to_year_end or item.combine is Combine.LAST for item in items)
    ):
        yield "year_from", "没有按日期数的事项，也不推算全年，year_from 用不上", DROP


def _has_order(section: Section) -> bool:
    """Whether it has both limits and bonuses or deductions."""
    limited = section.cap is not None or section.floor is not None
    return limited and section.role is Role.POINTS and any(p.role is not Role.POINTS for p in section.parts)
