"""What makes a scheme give wrong points, or none: refused when it is loaded and when it scores."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.domain.amount import exact_decimal
from minsheng.domain.interval import tiling_faults
from minsheng.domain.units import to_unit
from minsheng.errors import DataError, MinshengError, Problem
from minsheng.scoring.bands import Range
from minsheng.scoring.choices import Absent, By, Force, Role
from minsheng.scoring.events import PerEvent, Start
from minsheng.scoring.forms import Fault as FormFault
from minsheng.scoring.forms import Given
from minsheng.scoring.items import EVERY, Item, Section, Veto, walk
from minsheng.scoring.points import absent_figure, absent_task
from minsheng.scoring.ranks import RankPoints, Ties
from minsheng.scoring.relative import Relative
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.steps import Step, StepOf
from minsheng.scoring.survey import Survey, Vote
from minsheng.scoring.values import said
from minsheng.scoring.whole import ranked_items

At = tuple[str | int, ...]
#: where in the data, what was met, what to do
Fault = tuple[At, str, str]
#: forms about what people give, which have no indicator
_GIVEN = (Given, PerEvent, Survey, Vote)
_RATIOS = (to_unit("%"), to_unit("个百分点"))


def refuse_unsound(scheme: Scheme) -> None:
    """Refuse a scheme that would give wrong points, or none.

    Raises:
        DataError: everything that is wrong, each with its path in the scheme.
    """
    problems = [Problem(f"{scheme.name}，{_dotted(at)}", met, todo) for at, met, todo in unsound(scheme)]
    if problems:
        raise DataError(problems)


def _dotted(path: At) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def unsound(scheme: Scheme) -> Iterator[Fault]:
    """What makes points wrong, with its path in the data; in Chinese."""
    found = [*_own(scheme)]
    yield from found
    if found:
        return  # what is not sound by itself cannot be put together
    try:
        ranked_items(scheme)
    except MinshengError:
        yield ("items", 0), "几项按彼此所在部分的得分排名，成了一个圈", "请核对 of"


def _own(scheme: Scheme) -> Iterator[Fault]:
    yield from _ids(scheme)
    for path, part in paths(scheme):
        for field, met, todo in _of_item(scheme, part) if isinstance(part, Item) else _limits(part):
            yield (*path, field), met, todo
    for at, veto in enumerate(scheme.vetoes):
        for field, met, todo in _of_veto(scheme, veto):
            yield ("vetoes", at, field), met, todo
    yield from _of_whole(scheme)
    yield from _shared(scheme)


def paths(scheme: Scheme) -> Iterator[tuple[At, Item | Section]]:
    """Every item and section, with its path in the data."""

    def inside(section: Section, path: At) -> Iterator[tuple[At, Item | Section]]:
        for at, item in enumerate(section.items):
            yield (*path, "items", at), item
        for at, inner in enumerate(section.sections):
            yield (*path, "sections", at), inner
            yield from inside(inner, (*path, "sections", at))

    return inside(scheme.root, ())


def _ids(scheme: Scheme) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, part in paths(scheme):
        if part.id in seen:
            yield (*path, "id"), f"id“{part.id}”已经用于{seen[part.id]}", "每一项的 id 只用一次"
        seen[part.id] = part.title
    for at, veto in enumerate(scheme.vetoes):
        if veto.id in seen:
            yield ("vetoes", at, "id"), f"id“{veto.id}”已经用于{seen[veto.id]}", "每一项的 id 只用一次"
        seen[veto.id] = veto.title


# --- items -----------------------------------------------------------------------------


def _of_item(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    form = item.form
    yield from form.faults(item.weight)
    yield from _units(item)
    if item.weight < 0:
        yield "weight", f"满分是 {said(item.weight)} 分", "应是正数"
    if form.on_tasks and not item.indicators:
        yield "form", "这种形式要有目标和完成数", "写明 indicators"
    if isinstance(form, _GIVEN) and item.indicators:
        yield "indicators", "这种形式不看指标", "去掉 indicators"
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
    if isinstance(form, Relative) and item.by is By.RATE and item.lower:
        yield "by", "越少越好的指标，完成数为 0 时完成率没有最高值", '按完成数比的，写 by = "actual"'
    if item.by is By.ACTUAL and form.on_value and 0 < len(item.lower) < len(item.indicators):
        yield "lower", "有的指标越多越好，有的越少越好，完成数不能一起比", "分成几项"
    if isinstance(form, PerEvent) and form.start is Start.FULL and item.role is not Role.POINTS:
        yield "start", f"从满分起减的不能是{item.role.label}", '去掉 role，或写 start = "zero"'
    yield from _ranking(scheme, item)
    yield from _absent(scheme, item)


def _units(item: Item) -> Iterator[FormFault]:
    """Steps and targets whose unit does not fit the item's, and targets no figure could be held against."""
    if not item.indicators:
        return  # nor has it targets, which is said as of any option without effect
    form, unit = item.form, item.unit
    targets = [(target.area, target.amount) for target in item.targets]
    names = [name for name, _ in targets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield "targets", f"{name}的目标写了两次", "只留一个"
    targets += [] if item.target is None else [("各地", item.target)]
    for who, amount in targets:
        if unit is None or not amount.unit.measures_same_as(unit):
            met = f"{who}的目标是 {amount}，这一项的单位是“{unit or '没有写'}”"
            yield "targets", met, "请核对 unit"
            continue
        exact = amount.exact / unit.factor
        if exact < 0 or exact > Fraction(item.most):
            yield (
                "targets",
                f"{who}的目标是 {amount}，数应在 0 到 {said(item.most)} 之间",
                "请核对，或写大 most",
            )
        elif exact_decimal(exact) is None or (exact * 10**item.places).denominator != 1:
            met = f"{who}的目标是 {amount}，以“{unit}”计超过 {item.places} 位小数"
            yield "targets", met, "写大 places，或换一个 unit"
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


def _absent(scheme: Scheme, item: Item) -> Iterator[FormFault]:
    """What is to be full where there are no full points to give."""
    signed = item.role is Role.DEDUCTION and item.form.signed(item.weight) and item.weight
    for name, absent in (("no_task", absent_task(scheme, item)), ("no_figure", absent_figure(scheme, item))):
        if absent is Absent.FULL and signed:
            yield name, "这一项有加有减，没有满分可给", f"为这一项另写 {name}"


# --- sections, vetoes, the whole ---------------------------------------------------------


def _limits(section: Section) -> Iterator[FormFault]:
    if section.cap is not None and section.floor is not None and section.cap < section.floor:
        yield "floor", f"保底 {said(section.floor)} 分高于封顶 {said(section.cap)} 分", "请核对"
    if section.out_of is not None and section.out_of <= 0:
        yield "out_of", f"out_of 是 {said(section.out_of)}", "应是正数"
    if section.coefficient is not None and section.coefficient < 0:
        yield "coefficient", "项目越多系数越小", "应是正数"
    if section.coefficient is not None and section.coefficient > 1:
        yield "coefficient", f"系数是 {said(section.coefficient)}", "20% 写 0.2"


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
        elif isinstance(item.form, (PerEvent, Survey, Vote)) or (
            isinstance(item.form, RankPoints) and item.form.of
        ):
            yield "item", f"{item.title}没有可以比较的数", "改用 event"


def ordered(scheme: Scheme) -> bool:
    """Whether the order names each of the forces once."""
    return len(scheme.order) == len(set(scheme.order)) == len(Force)


def _of_whole(scheme: Scheme) -> Iterator[Fault]:
    for field, met, todo in _limits(scheme.root):
        yield (field,), met, todo
    if not ordered(scheme):
        yield ("order",), "次序应把扣分、加分、封顶保底各写一次", 'order = ["deduction", "bonus", "cap"]'
    else:
        for path, part in ((), scheme.root), *paths(scheme):
            if isinstance(part, Section):
                for field, met, todo in _between(scheme, part):
                    yield (*path, field), met, todo
    if scheme.ties not in (Ties.SKIP, Ties.DENSE):
        yield ("ties",), f"总分的并列不能是“{scheme.ties.label}”", "写 skip 或 dense"
    for met, todo in tiling_faults(scheme.grades) if scheme.grades else ():
        yield ("grades", 0), met, todo
    names = [band.name for band in scheme.grades]
    firsts: list[int] = []
    for at, band in sorted(enumerate(scheme.grades), key=lambda one: Range.start(one[1]), reverse=True):
        if not band.name or names.index(band.name) < at:
            met = f"“{band.name}”这一等有两个" if band.name else "这一等没有名称"
            yield ("grades", at, "name"), met, "每一等一个名称"
        if band.limited and band.low is None:
            yield ("grades", at), f"{band.name}是最低的一等，不能限额", "去掉 first、share"
        if band.first is not None and band.share is not None:
            yield ("grades", at), f"{band.name}既限名次又限比例", "first 和 share 只写一个"
        if band.share is not None and not 0 < band.share < 1:
            yield ("grades", at, "share"), f"比例是 {said(band.share)}", "30% 写 0.3"
        if band.first is not None:
            if firsts and band.first < firsts[-1]:
                met = f"{band.name}限前 {band.first} 名，更好的一等却有 {firsts[-1]} 名"
                yield ("grades", at, "first"), met, "这一等的 first 连更好的一等在内"
            firsts.append(band.first)


def _between(scheme: Scheme, section: Section) -> Iterator[FormFault]:
    """Parts that add and take off, where limits come between the two."""
    limited = section.cap is not None or section.floor is not None
    if not limited or section.role is not Role.POINTS or scheme.order.index(Force.CAP) != 1:
        return
    for part in section.sections:
        roles = {inner.role for inner in walk(part) if isinstance(inner, Item)}
        if roles == {Role.BONUS, Role.DEDUCTION}:
            met = f"{part.title}又加又减，而封顶保底在加分和扣分之间"
            yield "order", met, f"把{part.title}分成加分、扣分两部分"


def _shared(scheme: Scheme) -> Iterator[Fault]:
    """Items about one indicator that read its figures in different ways."""
    seen: dict[str, Item] = {}
    for path, part in paths(scheme):
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
