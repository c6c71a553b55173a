"""Faults that make an item give wrong points: in its form, units, targets, or what it is ranked by."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.domain.numerals import exact_decimal
from minsheng.domain.units import to_unit
from minsheng.rules.scoring.forms.basic import Fault as FormFault
from minsheng.rules.scoring.forms.basic import Given
from minsheng.rules.scoring.forms.curves import OnCurve
from minsheng.rules.scoring.forms.events import PerEvent, Start
from minsheng.rules.scoring.forms.levels import Levels
from minsheng.rules.scoring.forms.ranks import RankPoints
from minsheng.rules.scoring.forms.relative import Relative
from minsheng.rules.scoring.forms.survey import Survey, Vote
from minsheng.rules.scoring.forms.whole_steps import Step, StepOf
from minsheng.rules.scoring.regulation.items import EVERY, Item, Section, walk
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_figure, absent_task
from minsheng.rules.scoring.terms.choices import Absent, GoesBy, Role
from minsheng.rules.scoring.terms.worth import said

#: forms for marks, events and answers, which have no indicator
_GIVEN = (Given, PerEvent, Survey, Vote, Levels)
_RATIOS = (to_unit("%"), to_unit("个百分点"))


def unsound_item(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """What makes an item's points wrong: the field, what was met, what to do."""
    form = item.form
    wrong = [*form.faults(item.weight)]
    yield from wrong
    most = None if wrong else beyond_full(item)
    if most is not None and not item.exceeds:
        each = "" if item.whole_weight == item.weight else f"，每期 {said(item.whole_weight)} 分"
        met = f"满分 {said(item.weight)} 分{each}，各档的分{most}"
        todo = "各档的分写在一期的满分以内" if each else "请核对 weight 和各档的分"
        yield "weight", met, f"{todo}；原文确实可以超过满分的，用 exceeds 写明理由"
    yield from _units(item)
    if item.weight < 0:
        yield "weight", f"满分是 {said(item.weight)} 分", "应是正数"
    if form.on_tasks and not item.indicators:
        yield "form", "这种形式要有目标和完成数", "写明 indicators"
    if isinstance(form, _GIVEN) and item.indicators:
        yield "indicators", "这种形式不看指标", "去掉 indicators"
    if item.takes is not None and (item.indicators or isinstance(form, (PerEvent, Survey, Vote))):
        yield (
            "takes",
            f"“{item.takes.label}”要有得分的形式，不看指标、次数和调查",
            "去掉 indicators，或去掉 takes",
        )
    twice = {id for id in item.indicators if item.indicators.count(id) > 1}
    for id in sorted(twice):
        yield "indicators", f"“{id}”写了两次", "只留一个"
    if EVERY in item.indicators and len(item.indicators) > 1 and not twice:
        yield "indicators", "“*”是全部指标，不用再写别的", "只写“*”，或逐个写明"
    for name, listed in (("lower", item.lower), ("beyond", item.beyond)):
        for id in listed:
            if id not in item.indicators and EVERY not in item.indicators:
                yield name, f"“{id}”不在 indicators 里", "请核对拼写"
    if item.to_year_end and not item.indicators:
        yield "to_year_end", "没有指标，不能推算全年", "去掉 to_year_end"
    if item.to_year_end and (item.lower or (item.unit is not None and item.unit in _RATIOS)):
        yield "to_year_end", "比率和越少越好的数，不能按月数推算全年", "去掉 to_year_end"
    if isinstance(form, Relative) and item.goes_by is GoesBy.RATE and item.lower:
        yield (
            "goes_by",
            "越少越好的指标，完成数为 0 时完成率没有最高值",
            '按完成数比的，写 goes_by = "actual"',
        )
    if item.goes_by is GoesBy.ACTUAL and form.on_value and 0 < len(item.lower) < len(item.indicators):
        yield "lower", "有的指标越多越好，有的越少越好，完成数不能一起比", "分成几项"
    if isinstance(form, PerEvent) and form.start is Start.FULL and item.role is not Role.POINTS:
        yield "start", f"从满分起减的不能是{item.role.label}", '去掉 role，或写 start = "zero"'
    yield from _ranking(scheme, item)
    yield from _absent(scheme, item)


def beyond_full(item: Item) -> str | None:
    """What an item of points may give beyond its full points by the points it lists; None if nothing.

    Other forms cannot, unless an option of their own says so (``cap`` of a proportion, ``over`` of steps).
    """
    form = item.form
    if item.role is not Role.POINTS or not item.weight or not isinstance(form, (OnCurve, RankPoints)):
        return None
    high = form.bounds(item.whole_weight)[1]
    if high is None:
        return "没有上限"
    return f"最多有 {said(high)} 分" if high > item.whole_weight else None


def _units(item: Item) -> Iterator[FormFault]:
    """Steps and targets whose unit does not fit the item's, and targets outside the range of figures."""
    if not item.indicators:
        return  # targets are then reported as options without effect
    form, unit = item.form, item.unit
    targets = [("targets", target.area, target.amount) for target in item.targets]
    names = [name for _, name, _ in targets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield "targets", f"{name}的目标写了两次", "只留一个"
    targets += [] if item.target is None else [("target", "各地", item.target)]
    for field, who, amount in targets:
        if unit is None or not amount.unit.measures_same_as(unit):
            met = f"{who}的目标是 {amount}，这一项的单位是“{unit or '没有写'}”"
            yield field, met, "请核对 unit"
            continue
        exact = amount.exact / unit.factor
        if exact < 0 or exact > Fraction(item.most):
            met = f"{who}的目标是 {amount}，数应在 0 到 {said(item.most)} 之间"
            yield field, met, "请核对，或写大 most"
        elif exact_decimal(exact) is None or (exact * 10**item.places).denominator != 1:
            met = f"{who}的目标是 {amount}，以“{unit}”计超过 {item.places} 位小数"
            yield field, met, "写大 places，或换一个 unit"
    if not isinstance(form, Step):
        return
    for name, side in (("over", form.over), ("under", form.under)):
        if side is None or side.of is StepOf.TARGET:
            continue
        by_share = '；是目标的百分之几的，写 of = "target"' if side.size.unit in _RATIOS else ""
        if unit is None:
            yield name, f"每档 {side.size}，这一项没有写单位", f'加上 unit = "{side.size.unit}"{by_share}'
        elif not ((side.size.unit in _RATIOS and unit in _RATIOS) or side.size.unit.measures_same_as(unit)):
            yield name, f"每档 {side.size}，这一项的单位是“{unit}”", f"两个单位不能相比，请核对{by_share}"


def _ranking(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Faults of ranking a section's points or several indicators."""
    form = item.form
    if isinstance(form, Relative) and (len(item.indicators) > 1 or EVERY in item.indicators):
        yield "indicators", "按最高值折算只能有一个指标", "分成几项"
    if not isinstance(form, RankPoints) or not form.of:
        return
    parts = {part.id: part for part in walk(scheme.root) if isinstance(part, Section)}
    if form.of not in parts or form.of == "total":
        yield "of", f"没有“{form.of}”这一部分", "写 sections 里的一个 id"
    elif item in tuple(walk(parts[form.of])):
        yield "of", f"这一项在“{parts[form.of].title}”里面，不能按它的得分排", "把这一项移到外面"
    if item.indicators:
        yield "indicators", "按一部分的得分排名，不看指标", "去掉 indicators，或去掉 of"


def _absent(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Full points asked for where there are none to give."""
    signed = item.role is Role.DEDUCTION and item.form.signed(item.weight) and item.weight
    for name, absent in (("no_task", absent_task(scheme, item)), ("no_figure", absent_figure(scheme, item))):
        if absent is Absent.FULL and signed:
            yield name, "这一项有加有减，没有满分可给", f"为这一项另写 {name}"
