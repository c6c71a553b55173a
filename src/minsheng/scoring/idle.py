"""Options that would have no effect, and so are errors: whoever wrote one thinks that it does something."""

from __future__ import annotations

from collections.abc import Iterator

from minsheng.scoring.choices import By, Combine, Force, Level, Ranked, Role, Together, Zones
from minsheng.scoring.forms import AllOrNothing, Form, Proportional
from minsheng.scoring.forms import Fault as FormFault
from minsheng.scoring.items import EVERY, Item, Section, Veto, walk
from minsheng.scoring.ranks import RankPoints
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.steps import Step
from minsheng.scoring.values import said

_DROP = "请去掉，或核对"


def idle_in_item(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """Of an item: what is about tasks where there are none, about several where there is one."""
    form, one = item.form, len(item.indicators) == 1 and EVERY not in item.indicators
    if item.combine is not Combine.MEAN and (one or not item.indicators or form.on_others):
        yield "combine", "没有几个指标的分要合起来，combine 用不上", _DROP
    if not item.indicators:
        for name in ("no_task", "target", "targets", "unit"):
            if getattr(item, name):
                yield name, f"这一项没有指标，{name} 用不上", _DROP
    elif item.no_task and (item.by is By.ACTUAL or item.target is not None):
        yield "no_task", "这一项不会没有任务，no_task 用不上", _DROP
    unmet = any(veto.item == item.id and veto.below is None for veto in scheme.vetoes)
    if item.beyond and not unmet and not _asks_whether_met(form):
        yield "beyond", "这种形式不看是否达到目标，beyond 用不上", _DROP
    if isinstance(form, Proportional) and form.uncapped and form.cap != 1:
        yield "cap", f"不封顶，又写了封顶 {said(form.cap)} 倍", "cap 和 uncapped 只写一个"
    if isinstance(form, RankPoints) and form.base and not item.weight:
        yield "base", "没有满分，base 用不上", "写明 weight，或去掉 base"


def _asks_whether_met(form: Form) -> bool:
    return isinstance(form, (AllOrNothing, Step)) or (isinstance(form, Proportional) and form.cap == 1)


def idle_in_section(scheme: Scheme, section: Section) -> Iterator[FormFault]:
    """Of a section: limits of what is not there, the least of one part, a cap in the middle of a part."""
    if section.combine is not Together.SUM and len(section.parts) == 1:
        yield "combine", "只有一个部分，combine 用不上", _DROP
    if section.coefficient_cap is not None and section.coefficient is None:
        yield "coefficient_cap", "没有写 coefficient，coefficient_cap 用不上", _DROP
    elif section.coefficient_cap is not None and section.coefficient_cap <= 1:
        yield "coefficient_cap", f"系数最多 {said(section.coefficient_cap)}，项目再多也不加", _DROP
    if section.coefficient == 0:
        yield "coefficient", "系数是 0，项目再多也不加", _DROP
    capped = section.cap is not None or section.floor is not None
    if not capped or scheme.order.index(Force.CAP) != 1:
        return
    for part in section.sections:
        roles = {inner.role for inner in walk(part) if isinstance(inner, Item)}
        if roles == {Role.BONUS, Role.DEDUCTION}:
            met = f"{part.title}又加又减，而封顶保底在加分和扣分之间"
            yield "order", met, f"把{part.title}分成加分、扣分两部分"


def idle_in_veto(scheme: Scheme, veto: Veto) -> Iterator[FormFault]:
    """Of a veto: counts of what is no event, limits of what is no item, points that are never exceeded."""
    if veto.event and veto.below is not None:
        yield "below", "由事项引起，below 用不上", _DROP
    if veto.item and veto.count != 1:
        yield "count", "由某一项引起，count 用不上", _DROP
    if veto.scope == "grade" and veto.to:
        yield "to", "只定等次，to 用不上", _DROP
    if veto.scope == "total" and veto.to >= scheme.total and not veto.grade:
        yield "to", f"最多 {said(veto.to)} 分，总分只有 {said(scheme.total)} 分，什么也不限", _DROP


def idle_in_whole(scheme: Scheme) -> Iterator[FormFault]:
    """Of the whole: zones where no areas are ranked, rounding of what there is none of."""
    if scheme.ranked is not Ranked.AREAS and scheme.zones is not Zones.TOGETHER:
        yield "zones", f"排名的是{scheme.ranked.label}，zones 用不上", _DROP
    if len(set(scheme.rounding)) < len(scheme.rounding):
        yield "rounding", "有一层写了两次", _DROP
    there = {
        Level.TASK: any(item.indicators for item in scheme.every_item),
        Level.SECTION: any(isinstance(part, Section) for part in walk(scheme.root) if part.id != "total"),
    }
    for level, any_of_it in there.items():
        if level in scheme.rounding and not any_of_it:
            yield "rounding", f"没有可以四舍五入的“{level.label}”", _DROP
