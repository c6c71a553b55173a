"""One programme held against another: a notice issued again, or next year's, in the words of an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.area import CITY
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator
from minsheng.domain.matching import Item, Matched, without_figures
from minsheng.domain.programme import Programme
from minsheng.domain.project import Project
from minsheng.domain.standards import Tier
from minsheng.domain.written import exactly, signed
from minsheng.listed import Listed
from minsheng.table import Tabled, heads

#: the people and agencies of a project, and what they are called
_WHO = {
    "lead_official": "牵头领导", "lead_agency": "牵头单位", "responsible_person": "责任人",
    "deadline": "完成时限",
}  # fmt: skip


@attrs.frozen(repr=False)
class Compared(Tabled):
    """One thing in which two programmes differ.

    Args:
        kind: what it is: 新增项目, 取消指标, 目标提高, 任务数, 牵头单位, 可能是同一项 …
        where: the project and the indicator.
        old: what the old one has; empty if nothing.
        new: what the new one has; empty if nothing.
        note: the arithmetic, or why two things may be one.
    """

    kind: str
    where: str
    old: str = ""
    new: str = ""
    note: str = ""

    @property
    def summary(self) -> str:
        """The difference in one line."""
        note = f"（{self.note}）" if self.note else ""
        return f"{self.kind} {self.where}：{self.old or '无'} → {self.new or '无'}{note}"

    _HEADS = heads(kind="不同", where="哪里", old="原来", new="现在", note="说明")

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield attrs.asdict(self)


@attrs.frozen(repr=False)
class ComparedProgrammes(Listed[Compared]):
    """All that differs between two programmes, in the order of the projects; false if nothing does.

    Its records have the keys ``kind, where, old, new, note``.
    """

    old: str
    new: str
    differences: tuple[Compared, ...]

    def __bool__(self) -> bool:
        return bool(self.differences)

    _EACH = "differences"

    @property
    def summary(self) -> str:
        """How many differences of each kind."""
        counts = Counter(one.kind for one in self.differences)
        said = "，".join(f"{kind} {count} 处" for kind, count in counts.items()) or "没有不同"
        return f"{self.new} 与 {self.old} 相比：{said}"

    _HEADS = Compared._HEADS


@asked
def compare_programmes(
    old: Programme, new: Programme, *, same: Mapping[str, str] | None = None
) -> ComparedProgrammes:
    """What is new, dropped or changed from one programme to another, in Chinese.

    Indicators are the same if their texts are, figures aside, or their ids, unless these only say where
    they stood. Of the others those that are like each other in words or shares are named as 可能是同一项,
    and stay both dropped and new.

    Args:
        old: the programme before.
        new: the programme after.
        same: indicators or standards that a person knows to be the same: the new id by the old.

    Raises:
        UnknownName: there is no such indicator or standard.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> q = p.with_row(p.allocation["jobs"].replace(平江县=5800, 城陵矶新港区=100))
    >>> for difference in compare_programmes(p, q):
    ...     print(difference.summary)
    任务数 第3项 城镇新增就业5.9万人：59000 人 → 59000 人（平江县 5900→5800，-100；城陵矶新港区 /→100）
    """
    return ComparedProgrammes(_name(old), _name(new), tuple(_Differences(old, new, same or {}).found()))


def _name(programme: Programme) -> str:
    return f"{programme.city}{programme.year}年（{programme.document.number or programme.name}）"


class _Differences:
    """What differs between two programmes of which it is known what is what."""

    def __init__(self, old: Programme, new: Programme, same: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        self.matched = Matched(old, new, same)
        self.same, self.projects = self.matched.same, self.matched.projects

    def found(self) -> Iterator[Compared]:
        """The differences, in the order of the projects."""
        yield from self._areas()
        news = {p.number: p for p in self.new.projects}
        for project in self.old.projects:
            now = news.get(self.projects.get(project.number, -1))
            where = f"第{project.number}项"
            if now is None:
                yield Compared("取消项目", where, project.title)
            else:
                yield from _of_project(where, project, now)
            for item in project.items:
                if item.id in self.same:
                    yield from self._of_item(where, item, self.matched.items[1][self.same[item.id]])
                elif now is not None:
                    yield Compared("取消" + _kind(item), where, item.text)
        known, mine = {*self.same.values()}, {*self.projects.values()}
        for project in self.new.projects:
            where = f"第{project.number}项"
            if project.number not in mine:
                yield Compared("新增项目", where, "", project.title)
            for item in project.items:
                if item.id not in known and project.number in mine:
                    yield Compared("新增" + _kind(item), where, "", item.text)
        for item, other, why in self.matched.proposed():
            note = f"{why}；若是，请用 same（--same {item.id}={other.id}）"
            yield Compared("可能是同一项", f"{item.id} 与 {other.id}", item.text, other.text, note)

    def _areas(self) -> Iterator[Compared]:
        before, after = ([area.name for area in p.areas] for p in (self.old, self.new))
        if dropped := [name for name in before if name not in after]:
            yield Compared("取消地区", "地区", "、".join(dropped))
        if added := [name for name in after if name not in before]:
            yield Compared("新增地区", "地区", "", "、".join(added))

    def _of_item(self, where: str, old: Item, new: Item) -> Iterator[Compared]:
        at = f"{where} {old.text}"
        if without_figures(old.text) != without_figures(new.text):
            yield Compared("改了文字", where, old.text, new.text, f"{old.id} → {new.id}")
        if isinstance(old, Indicator) and isinstance(new, Indicator):
            yield from _of_bounds("目标", at, old.target, new.target)
            if old.additivity is not new.additivity:
                ways = {"sum": "各地相加", "each": "各地都要达到"}
                yield Compared("相加与否", at, ways[old.additivity.value], ways[new.additivity.value])
            yield from self._of_shares(at, old.id, new.id)
        tiers = {_whom(tier): tier for tier in new.tiers}
        for tier in old.tiers:
            there = tiers.pop(_whom(tier), None)
            whom = f"{at} {tier.whom}".rstrip()
            yield from _of_bounds("标准", whom, tier.target, there.target if there else None, "档次")
        for tier in tiers.values():
            yield from _of_bounds("标准", f"{at} {tier.whom}".rstrip(), None, tier.target, "档次")

    def _of_shares(self, at: str, old: str, new: str) -> Iterator[Compared]:
        if old not in self.old.allocation or new not in self.new.allocation:
            if (old in self.old.allocation) != (new in self.new.allocation):
                had = old in self.old.allocation
                yield Compared("任务数", at, *(("有", "没有分解") if had else ("没有分解", "有")))
            return
        before, after = self.old.allocation[old], self.new.allocation[new]
        if not before.unit.measures_same_as(after.unit):
            said = "单位不同，不能比"
            yield Compared("任务数", at, f"以{before.unit}计", f"以{after.unit}计", said)
            return
        unit = before.unit
        was, now = {**before.shares, CITY: before.city_share}, {**after.shares, CITY: after.city_share}
        changed = []
        for area in dict.fromkeys((*was, *now)):
            one, other = was.get(area), now.get(area)
            a = None if one is None else Fraction(one)
            b = None if other is None else Fraction(other) * after.unit.factor / unit.factor
            if a != b:
                more = "" if a is None or b is None else f"，{'+' if b > a else ''}{exactly(b - a)}"
                changed.append(f"{area} {exactly(a)}→{exactly(b)}{more}")
        if changed:
            yield Compared("任务数", at, str(before.total), str(after.total), "；".join(changed))


def _kind(item: Item) -> str:
    return "指标" if isinstance(item, Indicator) else "标准"


def _whom(tier: Tier) -> tuple[Any, ...]:
    return (*sorted(kind.value for kind in tier.area_kinds), *sorted(tier.areas), tier.city)


def _of_project(where: str, old: Project, new: Project) -> Iterator[Compared]:
    if without_figures(old.title) != without_figures(new.title):
        yield Compared("项目改名", where, old.title, new.title)
    if old.level is not new.level:
        yield Compared("级别", f"{where} {old.title}", old.level.label, new.level.label)
    at = f"{where} {old.title}"
    for key, called in _WHO.items():
        was, now = ([*dict.fromkeys(getattr(a, key) for a in p.assignments)] for p in (old, new))
        if was != now:
            yield Compared(called, at, "、".join(was), "、".join(now))
    was, now = (
        [*dict.fromkeys(agency for a in p.assignments for agency in a.responsible_agencies)]
        for p in (old, new)
    )
    if {*was} != {*now}:
        more, less = [a for a in now if a not in was], [a for a in was if a not in now]
        parts = [f"增加 {'、'.join(more)}"] * bool(more) + [f"减少 {'、'.join(less)}"] * bool(less)
        yield Compared("责任单位", at, "、".join(was), "、".join(now), "；".join(parts))


def _of_bounds(
    what: str, at: str, old: Bound | None, new: Bound | None, part: str = ""
) -> Iterator[Compared]:
    """A target or a standard that went up, down, or is another."""
    if old is None or new is None:
        if old != new:
            kind = f"{'新增' if old is None else '取消'}{what}{part}"
            yield Compared(kind, at, old.in_words if old else "", new.in_words if new else "")
        return
    before, after = old.amount, new.amount
    if not before.unit.measures_same_as(after.unit):
        yield Compared(f"{what}改变", at, old.in_words, new.in_words, "单位不同，不能比")
    elif before != after:
        change = (after.exact - before.exact) / before.unit.factor
        rate = f"，{signed(change * 100 / Fraction(before.value))}%" if before.value else ""
        note = f"{'+' if change > 0 else ''}{exactly(change)} {before.unit}{rate}"
        yield Compared(f"{what}{'提高' if change > 0 else '降低'}", at, old.in_words, new.in_words, note)
    elif old.relation is not new.relation:
        yield Compared(f"{what}改变", at, old.in_words, new.in_words, "数相同，要求不同")
