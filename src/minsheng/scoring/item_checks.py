"""What is wrong with one item of a scheme: its form, its units, what it goes by, what it pays for."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from minsheng.domain.units import to_unit
from minsheng.errors import MinshengError
from minsheng.scoring.choices import By, Role
from minsheng.scoring.curves import Banded, Piecewise
from minsheng.scoring.events import PerEvent
from minsheng.scoring.forms import Fault as FormFault
from minsheng.scoring.forms import Form, Given, Watched
from minsheng.scoring.items import EVERY, Item, Section, walk
from minsheng.scoring.points import item_points
from minsheng.scoring.ranks import RankPoints
from minsheng.scoring.relative import Relative
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.steps import Step, StepOf
from minsheng.scoring.survey import Survey, Vote
from minsheng.scoring.values import said

#: forms about what people give, which have no indicator
_GIVEN = (Given, PerEvent, Survey, Vote)
_RATIOS = (to_unit("%"), to_unit("个百分点"))


def of_item(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Everything that is wrong with an item."""
    form = item.form
    wrong = [*form.faults(item.weight), *unit_faults(item)]
    yield from wrong
    counts = not isinstance(form, Watched)
    if item.weight < 0 or (counts and item.weight == 0 and (item.role is Role.POINTS or form.of_weight)):
        todo = "写明 weight：最多加几分、扣几分"
        if item.role is Role.POINTS:
            todo = "写明 weight" if form.of_weight else '写明 weight，或写 role = "bonus"、"deduction"'
        yield "weight", f"满分是 {said(item.weight)} 分，这一项得不到分", todo
    if form.on_tasks and not item.indicators:
        yield "form", "这种形式要有目标和完成数", "写明 indicators"
    if isinstance(form, _GIVEN) and item.indicators:
        yield "indicators", "这种形式不看指标", "去掉 indicators"
    for name, listed in (("lower", item.lower), ("beyond", item.beyond)):
        for id in listed:
            if id not in item.indicators and EVERY not in item.indicators:
                yield name, f"“{id}”不在 indicators 里", "请核对拼写"
    if item.to_year_end and not item.indicators:
        yield "to_year_end", "没有指标，不能推算全年", "去掉 to_year_end"
    if item.to_year_end and (item.lower or (item.unit is not None and item.unit in _RATIOS)):
        yield "to_year_end", "比率和越少越好的数，不能按月数推算全年", "去掉 to_year_end"
    yield from _by(scheme, item)
    yield from ranking_faults(scheme, item)
    yield from _pays(item, form)
    if not wrong:  # else the form may be of no use
        try:
            item_points(scheme, _named(item))
        except MinshengError as error:
            yield "unit", f"单位或算式不合：{error}", "请核对 unit 和每档的单位"


def unit_faults(item: Item) -> Iterator[FormFault]:
    """Steps and targets whose unit does not fit the item's."""
    form, unit = item.form, item.unit
    targets = [(target.area, target.amount) for target in item.targets]
    targets += [] if item.target is None else [("各地", item.target)]
    for who, amount in targets:
        if unit is None or not amount.unit.measures_same_as(unit):
            met = f"{who}的目标是 {amount}，这一项的单位是“{unit or '没有写'}”"
            yield "targets", met, "请核对 unit"
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


def _by(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Whether the number an item goes by is of use to it."""
    limited = any(veto.item == item.id and veto.below is not None for veto in scheme.vetoes)
    if item.by is not By.RATE and not item.indicators:
        yield "by", "没有指标，by 用不上", "去掉 by"
    elif item.by is not By.RATE and not (item.form.on_value or limited):
        yield "by", "这种形式按目标和完成数算，by 用不上", "去掉 by"
    elif isinstance(item.form, Relative) and item.by is By.RATE and item.lower:
        yield "by", "越少越好的指标，完成数为 0 时完成率没有最高值", '按完成数比的，写 by = "actual"'
    if item.by is By.ACTUAL and item.form.on_value and 0 < len(item.lower) < len(item.indicators):
        yield "lower", "有的指标越多越好，有的越少越好，完成数不能一起比", "分成几项"


def ranking_faults(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """What is ranked, where it is not the item's own value, or is of several indicators."""
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


def _pays(item: Item, form: Form) -> Iterator[FormFault]:
    """Whether less work may give more points, where that is not declared."""
    deduction = item.role is Role.DEDUCTION
    if item.less_pays or list(form.faults(item.weight)) or (deduction and not item.indicators):
        return
    # a value that is worse the greater it is turns the form round; places see to that themselves
    raw = item.by is By.ACTUAL and isinstance(form, (Banded, Piecewise))
    deduction = deduction and not form.signed(item.weight)
    for turned in dict.fromkeys(raw and id in item.lower for id in item.indicators or ("",)):
        where = form.rises(item.weight) if deduction != turned else form.falls(item.weight)
        if where:
            met = f"做得少反而{'扣分少' if deduction else '得分多'}：{where}"
            yield "form", met, "原文确实如此的，用 less_pays 写明理由"


def _named(item: Item) -> Item:
    """The item with an indicator of its own in the place of all."""
    if EVERY not in item.indicators:
        return item
    return attrs.evolve(item, indicators=(f"{item.id}-1", f"{item.id}-2"))
