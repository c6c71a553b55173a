"""Faults that make a scheme give wrong points, or none: refused on loading and on scoring."""

from __future__ import annotations

from collections.abc import Iterator

from minsheng.domain.interval import tiling_faults
from minsheng.errors import MinshengError, Problems
from minsheng.rules.scoring.checking.sound_items import unsound_item
from minsheng.rules.scoring.checking.sound_who import unsound_names, unsound_who
from minsheng.rules.scoring.forms.basic import Fault as FormFault
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.levels import Levels
from minsheng.rules.scoring.forms.ranks import RankPoints, Ties
from minsheng.rules.scoring.forms.survey import Survey, Vote
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas
from minsheng.rules.scoring.regulation.items import Item, Section, Veto, walk
from minsheng.rules.scoring.regulation.scheme import Scheme, with_names
from minsheng.rules.scoring.terms.bands import Range
from minsheng.rules.scoring.terms.choices import Force, Role, Together
from minsheng.rules.scoring.terms.worth import said
from minsheng.strict import dotted

At = tuple[str | int, ...]
#: where in the data, what was met, what to do
Fault = tuple[At, str, str]


def refuse_unsound(scheme: Scheme) -> None:
    """Refuse a scheme that would give wrong points, or none.

    Raises:
        DataError: everything that is wrong, each with its path in the scheme.
    """
    problems = Problems(place=lambda at: f"{scheme.name}，{dotted(at)}")
    for fault in unsound(scheme):
        problems.add(*fault)
    problems.refuse()


def unsound(scheme: Scheme) -> Iterator[Fault]:
    """What makes points wrong, with its path in the data; in Chinese."""
    found = [*_own(scheme)]
    yield from found
    if found:
        return  # unsound parts cannot be combined
    if any(isinstance(item.form, RankPoints) and item.form.of for item in scheme.every_item):
        try:
            _ = Formulas(with_names(scheme)).rounds
        except MinshengError:
            yield ("items", 0), "几项按彼此所在部分的得分排名，成了一个圈", "请核对 of"


def _own(scheme: Scheme) -> Iterator[Fault]:
    yield from _ids(scheme)
    for path, part in paths(scheme):
        found = unsound_item(scheme, part) if isinstance(part, Item) else _limits(part)
        for field, met, todo in (*found, *unsound_who(scheme, part)):
            yield (*path, field), met, todo
    yield from unsound_names(scheme)
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


# --- sections, vetoes, the whole ---------------------------------------------------------


def _limits(section: Section) -> Iterator[FormFault]:
    if section.cap is not None and section.floor is not None and section.cap < section.floor:
        yield "floor", f"保底 {said(section.floor)} 分高于封顶 {said(section.cap)} 分", "请核对"
    if section.out_of is not None and section.out_of <= 0:
        yield "out_of", f"out_of 是 {said(section.out_of)}", "应是正数"
    if section.combine is Together.PER_MATTER:
        for part in section.parts:
            if not isinstance(part, Item) or not isinstance(part.form, PerEvent):
                yield "combine", f"{part.title}不是按次计的，没有哪件事可言", "另放一部分，或改 combine"
    if section.best_as is not None and section.best_as <= 0:
        yield "best_as", f"最高的得 {said(section.best_as)} 分", "应是正数"
    if section.best_as is not None and section.out_of is not None:
        yield "out_of", "最高的得几分（best_as）已经说了怎样折算", "out_of 和 best_as 只写一个"
    if section.coefficient is not None and section.coefficient < 0:
        yield "coefficient", "项目越多系数越小", "应是正数"
    if section.coefficient is not None and section.coefficient > 1:
        yield "coefficient", f"系数是 {said(section.coefficient)}", "20% 写 0.2"


def _of_veto(scheme: Scheme, veto: Veto) -> Iterator[FormFault]:
    parts = {part.id: part for part in walk(scheme.root)}
    if veto.scope != "grade" and veto.scope not in parts:
        yield "scope", f"没有“{veto.scope}”这一项", "写 total、grade，或一项的 id"
    if (veto.raises or veto.steps) and veto.scope != "grade":
        yield "scope", "改等次的，不否决分数", 'scope = "grade"'
    if veto.steps and veto.grade:
        yield "steps", "写了定为哪一等，又写了升降几等", "grade 和 steps 只写一个"
    if veto.times is not None and (veto.times < 0 or veto.to):
        met = "写了最多还剩几分，又写了乘以几" if veto.to else f"乘以 {said(veto.times)}"
        yield "times", met, "to 和 times 只写一个；times 应不小于 0"
    if veto.scope == "grade" and not veto.grade and not veto.steps:
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
        elif item.periods is not None:
            yield "item", f"{item.title}分期，没有一个数可以比", "另写一项 watched，或改用 event"
        elif isinstance(item.form, (PerEvent, Survey, Vote, Levels)) or (
            isinstance(item.form, RankPoints) and item.form.of
        ):
            yield "item", f"{item.title}没有可以比较的数", "改用 event"


def ordered(scheme: Scheme) -> bool:
    """Whether the order names each force once."""
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
    """Parts with both bonuses and deductions, if limits come between the two."""
    limited = section.cap is not None or section.floor is not None
    if not limited or section.role is not Role.POINTS or scheme.order.index(Force.CAP) != 1:
        return
    for part in section.sections:
        roles = {inner.role for inner in walk(part) if isinstance(inner, Item)}
        if roles == {Role.BONUS, Role.DEDUCTION}:
            met = f"{part.title}又加又减，而封顶保底在加分和扣分之间"
            yield "order", met, f"把{part.title}分成加分、扣分两部分"


def _shared(scheme: Scheme) -> Iterator[Fault]:
    """Items about one indicator that declare its figures differently."""
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
