"""Faults of who a part is for, of coefficients, periods, and what takes the place of targets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.domain.interval import tiling_faults
from minsheng.domain.numerals import exact_decimal
from minsheng.rules.scoring.forms.basic import Fault as FormFault
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.ranks import RankPoints
from minsheng.rules.scoring.regulation.items import EVERY, Item, Section, walk
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_figure, absent_task, goes_without_target
from minsheng.rules.scoring.regulation.who import REST, Factor
from minsheng.rules.scoring.terms.choices import Absent, Combine
from minsheng.rules.scoring.terms.worth import said

At = tuple[str | int, ...]


def unsound_who(scheme: Scheme, part: Item | Section) -> Iterator[FormFault]:
    """What makes the points of a part wrong, in who has it and what it is compared with."""
    classes = [one.name for one in scheme.classes]
    for name in part.only:
        if name not in classes:
            yield (
                "only",
                f"没有“{name}”这一类",
                f"办法里的类：{'、'.join(classes) or '没有，请写 [[classes]]'}",
            )
    yield from _factors(part, classes)
    if isinstance(part, Item):
        yield from _compared(part)
        yield from _periods(scheme, part)
        for field, absent in (("no_figure", absent_figure(scheme, part)),):
            if absent is Absent.AVERAGE:
                yield field, "没有报数的不能得平均分", "得平均分的只有没有任务的，写在 no_task 里"
        if absent_task(scheme, part) is Absent.AVERAGE and isinstance(part.form, RankPoints) and part.form.of:
            yield "no_task", "按一部分的得分排名，没有任务可言", "去掉 no_task"


def _one_task(item: Item) -> bool:
    return len(item.indicators) == 1 and EVERY not in item.indicators


def _factors(part: Item | Section, classes: list[str]) -> Iterator[FormFault]:
    factors = part.factors
    whose = [one.who for one in factors if one.who]
    if whose and (
        len(whose) < len(factors) or any(one.low is not None or one.high is not None for one in factors)
    ):
        yield "factors", "有的系数按谁，有的按任务大小", "只用一种；两种都有的，放进两层部分"
        return
    for name in sorted({name for name in whose if whose.count(name) > 1}):
        yield "factors", f"“{name}”写了两次", "只留一个"
    for one in factors:
        if one.times < 0:
            yield "factors", f"系数 {one}", "系数应不小于 0"
    if whose and classes and set(whose) <= {*classes, REST} and REST not in whose:
        lost = [name for name in classes if name not in whose]
        if lost:
            yield "factors", f"没有写{'、'.join(lost)}的系数", f'写上，或写 {{ who = "{REST}", times = 1 }}'
    if factors and not whose:
        if isinstance(part, Section) or not _one_task(part) or part.periods is not None:
            yield "factors", "按任务大小的系数，要有一个指标的任务", "写成一项，写明一个 indicators"
        for met, todo in tiling_faults(sorted(factors, key=Factor.start)):
            yield "factors", met, todo


def _compared(item: Item) -> Iterator[FormFault]:
    if item.sized is not None:
        if item.sized.low is None and item.sized.high is None:
            yield "sized", "没有写多大的任务", "写明 low、high，或去掉 sized"
        if not _one_task(item) or item.periods is not None or goes_without_target(item):
            yield "sized", "按任务大小分的，要有一个指标的任务", "写明一个 indicators"
    if item.against is None:
        return
    if not _one_task(item):
        yield "against", "和全体比的，要有一个指标", "写明一个 indicators"
    if item.form.on_others:
        yield "against", "这种形式已经和别家比", "去掉 against"
    elif goes_without_target(item):
        yield "against", "按完成数算，不看目标", '去掉 against，或写 goes_by = "excess"'
    if item.target is not None or item.targets:
        yield "against", "写了办法定的目标，又以全体的数为目标", "只写一种"
    if item.sized is not None or (item.factors and not any(one.who for one in item.factors)):
        yield "against", "以全体的数为目标的，没有任务大小可分", "去掉 sized、factors"


def _periods(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    if item.periods is None:
        if item.combine in (Combine.SUM, Combine.LAST):
            yield "combine", f"“{item.combine.label}”说的是各期，这一项不分期", "写明 periods，或改 combine"
        return
    if len(item.indicators) > 1 or EVERY in item.indicators:
        yield "periods", "分期的一项只能有一个指标", "分成几项"
    if isinstance(item.form, PerEvent) or (isinstance(item.form, RankPoints) and item.form.of):
        yield "periods", "这种形式不能分期", "去掉 periods"
    if item.to_year_end:
        yield "to_year_end", "分期的不推算全年", "去掉 to_year_end"
    if item.combine is Combine.SUM:
        share = exact_decimal(Fraction(item.weight) / item.periods.many)
        if share is None:
            met = f"满分 {said(item.weight)} 分，分到 {item.periods.many} 期除不尽"
            yield "weight", met, "换一个满分，或各期取平均"
    if item.combine is Combine.LAST and absent_figure(scheme, item) is not Absent.LEFT_OUT:
        yield "combine", "取最后一期，没有数的期却不是不计", 'no_figure = "left-out"'


def unsound_names(scheme: Scheme) -> Iterator[tuple[At, str, str]]:
    """Names that stand for two things, or for nothing."""
    merged: dict[str, str] = {}
    for at, group in enumerate(scheme.merged):
        if not group.name or group.name in [before.name for before in scheme.merged[:at]]:
            yield ("merged", at, "name"), f"“{group.name}”不能作合并后的名称", "每个一个名称"
        if len(group.areas) < 2:
            yield ("merged", at, "areas"), f"{group.name}没有几个地区可以合并", "写明是哪几个"
        for area in group.areas:
            if area in merged:
                yield ("merged", at, "areas"), f"{area}并入{merged[area]}，又并入{group.name}", "只写一处"
            merged[area] = group.name
    seen: dict[str, str] = {}
    for at, one in enumerate(scheme.classes):
        if one.name in [before.name for before in scheme.classes[:at]] or one.name in ("", REST):
            yield ("classes", at, "name"), f"“{one.name}”不能作这一类的名称", "每一类一个名称"
        for area in one.areas:
            if area in seen:
                yield ("classes", at, "areas"), f"{area}又在{seen[area]}，又在{one.name}", "只在一类里"
            seen[area] = one.name
    if scheme.year_from != 1:
        for item in scheme.every_item:
            if item.to_year_end:
                met = f"年度从{scheme.year_from}月起，{item.title}的累计数不知从哪个月算起，不能推算全年"
                yield ("year_from",), met, "去掉 to_year_end"
    parts = {part.id for part in walk(scheme.root)} - {"total"}
    for id in scheme.ties_by:
        if id not in parts:
            yield ("ties_by",), f"没有“{id}”这一项", "写一项或一部分的 id"
    stems = {id for item in scheme.every_item for id in (item.id, *item.indicators)}
    for item in scheme.every_item:
        if item.periods is not None:
            of = item.indicators[0] if item.indicators else item.id
            made = {f"{stem}-{n}" for stem in (of, item.id) for n in range(1, item.periods.many + 1)}
            for id in sorted(made & stems):
                yield ("items", 0), f"“{id}”是“{item.title}”一期的名字，又是另一项的 id", "换一个 id"
