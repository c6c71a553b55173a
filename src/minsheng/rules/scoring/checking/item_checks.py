"""Faults of otherwise sound items: no full points, points for less work, options without effect."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from minsheng.errors import MinshengError
from minsheng.rules.scoring.checking.sound_items import beyond_full
from minsheng.rules.scoring.forms.basic import AllOrNothing, Form, Given, Watched
from minsheng.rules.scoring.forms.basic import Fault as FormFault
from minsheng.rules.scoring.forms.curves import Banded, Piecewise
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.levels import Levels
from minsheng.rules.scoring.forms.ranks import RankPoints
from minsheng.rules.scoring.forms.survey import Survey, Vote
from minsheng.rules.scoring.forms.whole_steps import Step
from minsheng.rules.scoring.formulas.item_formulas import ItemFormulas
from minsheng.rules.scoring.regulation.items import EVERY, Item
from minsheng.rules.scoring.regulation.scheme import Scheme, goes_without_target, with_names
from minsheng.rules.scoring.terms.choices import Absent, GoesBy, Role
from minsheng.rules.scoring.terms.worth import said

DROP = "请去掉，或核对"


def of_item(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Faults of an otherwise sound item: the field, what was met, what to do."""
    yield from _idle(scheme, item)
    form = item.form
    counts = not isinstance(form, Watched)
    if counts and item.weight == 0 and (item.role is Role.POINTS or form.of_weight):
        todo = "写明 weight：最多加几分、扣几分"
        if item.role is Role.POINTS:
            todo = "写明 weight" if form.of_weight else '写明 weight，或写 role = "bonus"、"deduction"'
        yield "weight", f"满分是 {said(item.weight)} 分，这一项得不到分", todo
    high = form.bounds(item.whole_weight)[1]
    if high is not None and high < item.whole_weight:
        yield "weight", f"最多 {said(high)} 分，满分 {said(item.weight)} 分得不到", "请核对 weight 和各档的分"
    if item.exceeds and beyond_full(item) is None:
        yield "exceeds", "各档的分都不超过满分，exceeds 用不上", DROP
    yield from _pays(item, form)
    try:
        named = attrs.evolve(scheme, items=(item,), sections=())
        _ = ItemFormulas(scheme, with_names(named).items[0], {}).signed
    except MinshengError as error:
        yield "unit", f"单位或算式不合：{error}", "请核对 unit 和每档的单位"


def _pays(item: Item, form: Form) -> Iterator[FormFault]:
    """Undeclared rewards for less work, or a declaration of one that does not exist."""
    deduction = item.role is Role.DEDUCTION
    # where a greater value is worse, the form's direction is reversed; ranks do that themselves
    raw = item.goes_by is GoesBy.ACTUAL and isinstance(form, (Banded, Piecewise))
    deduction = deduction and not form.signed(item.weight)
    turned = dict.fromkeys(raw and id in item.lower for id in item.indicators or ("",))
    found = [form.rises(item.weight) if deduction != one else form.falls(item.weight) for one in turned]
    if item.role is Role.DEDUCTION and not item.indicators:
        found = []  # deductions that people give
    if not any(found) and item.less_pays:
        yield "less_pays", "没有做得少反而得分多的，less_pays 用不上", "请去掉，或核对"
    for where in [] if item.less_pays else filter(None, found):
        met = f"做得少反而{'扣分少' if deduction else '得分多'}：{where}"
        yield "form", met, "原文确实如此的，用 less_pays 写明理由"


def without(name: str, value: object, kind: type, why: str) -> Iterator[FormFault]:
    """An unused option that is not at its default."""
    default = getattr(attrs.fields(kind), name).default
    if value != default:
        yield name, f"{why}，{name} 用不上", DROP


def _idle(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Every option that has no effect."""
    form, many = item.form, len(item.indicators) > 1 or EVERY in item.indicators
    yield from form.idle(item.weight)
    bare: list[tuple[str, str]] = []
    if item.periods is None and (not many or form.on_others or isinstance(form, Watched)):
        bare.append(("combine", "没有几个指标的分要合起来"))
    if not item.indicators:
        bare += [(name, "没有指标") for name in ("no_task", "target", "targets", "unit", "goes_by")]
    elif goes_without_target(item) or item.target is not None or item.against is not None:
        bare.append(("no_task", "这一项不会没有任务"))
    if isinstance(form, Watched):
        bare += [("role", "不计分"), ("no_figure", "不计分")]
    of_section = isinstance(form, RankPoints) and bool(form.of)
    if of_section or isinstance(form, (PerEvent, Survey, Vote, Levels)):
        bare += [(name, "这种形式没有要读的数") for name in ("places", "most")]
    elif isinstance(form, Given):
        bare.append(("most", "评分的范围就是满分"))
    causes = [veto for veto in scheme.vetoes if veto.item == item.id]
    unmet, below = (any((veto.below is None) is missed for veto in causes) for missed in (True, False))
    if item.indicators and not (below or (form.on_value and not isinstance(form, Watched))):
        bare.append(("goes_by", "这种形式按目标和完成数算"))
    if goes_without_target(item) and not unmet:
        bare += [(name, "按完成数算，不看目标") for name in ("target", "targets")]
    if not unmet and not isinstance(form, (AllOrNothing, Step)):
        bare.append(("beyond", "这种形式不看是否达到目标"))
    for name, why in dict.fromkeys(bare):
        yield from without(name, getattr(item, name), Item, why)
    if isinstance(form, Watched) and not causes:
        yield "form", "没有一票否决看这一项", "写一个 [[vetoes]]，或去掉这一项"
    for name in ("no_task", "no_figure"):
        if getattr(item, name) is Absent.FULL and not item.weight and not isinstance(form, Watched):
            yield name, "没有写满分，“得满分”用不上", "写明 weight"
    high = form.bounds(item.weight)[1]
    by_itself = isinstance(form, (Piecewise, Banded)) or (
        isinstance(form, RankPoints) and not form.of_weight and not form.base
    )
    if item.role is not Role.POINTS and item.weight and by_itself and (high is None or high > item.weight):
        most = "没有上限" if high is None else f"最多有 {said(high)} 分"
        yield "weight", f"weight 写了最多 {said(item.weight)} 分，各档{most}", "去掉 weight，或核对各档的分"
