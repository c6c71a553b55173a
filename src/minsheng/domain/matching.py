"""Which indicator and which project of one programme is which of another: by words, by ids, by shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from minsheng.domain.indicator import Indicator
from minsheng.domain.programme import Programme
from minsheng.domain.standards import Standard
from minsheng.domain.wording import bare_text, how_alike
from minsheng.errors import UnknownName

_FIGURE = re.compile(r"\d{4}年|[\d.]+[万亿%]?")
#: ids that say only where a thing stood
_BY_PLACE = re.compile(r"project-\d+-\d+.*")
_LIKE = Fraction(3, 5)
#: of how many texts each is held against each, and how much of them
_MOST, _LONGEST = 100, 120
Item = Indicator | Standard


def without_figures(text: str) -> str:
    """A text as it may stay the same from year to year: without marks and figures.

    >>> without_figures("到2024年底，改造“老旧”小区36个") == without_figures("到2025年底改造老旧小区40个")
    True
    """
    return _FIGURE.sub("", bare_text(text))


class Matched:
    """Which project and which indicator of a new programme is which of an old one.

    Args:
        old: the programme before.
        new: the programme after.
        same: what a person knows to be the same.

    Raises:
        UnknownName: there is no such indicator or standard.
    """

    def __init__(self, old: Programme, new: Programme, same: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        self.items = _by_id(old), _by_id(new)
        for ids, known in zip(([*same], [*same.values()]), self.items, strict=True):
            for id in ids:
                if id not in known:
                    raise UnknownName("indicator or standard", id, known)
        self.same = dict(same)
        taken = {*same.values()}
        for key in (lambda item: without_figures(item.text), lambda item: item.id):
            left = [i for i in self.items[0].values() if i.id not in self.same]
            theirs = _once((key(i), i.id) for i in self.items[1].values() if i.id not in taken)
            for name, id in _once((key(i), i.id) for i in left).items():
                found = theirs.get(name)
                if name and found and not _BY_PLACE.fullmatch(name) and _alike(self.items, id, found):
                    self.same[id] = found
                    taken.add(found)
        self.projects = self._same_projects()

    def _same_projects(self) -> dict[int, int]:
        """The number of the new project by that of the old: of the same title, else with most in common."""
        pairs: dict[int, int] = {}
        theirs = _once((without_figures(p.title), p.number) for p in self.new.projects)
        for title, number in _once((without_figures(p.title), p.number) for p in self.old.projects).items():
            if title in theirs:
                pairs[number] = theirs[title]
        home = {item.id: p.number for p in self.new.projects for item in p.items}
        for project in self.old.projects:
            common = Counter(home[self.same[i.id]] for i in project.items if i.id in self.same)
            free = [number for number, _ in common.most_common() if number not in pairs.values()]
            if project.number not in pairs and free:
                pairs[project.number] = free[0]
        return pairs

    def proposed(self) -> Iterator[tuple[Item, Item, str]]:
        """What may be one thing under two names, and why; of programmes past all size, of the first ones."""
        known = {*self.same.values()}
        old = [item for item in self.items[0].values() if item.id not in self.same][:_MOST]
        new = [item for item in self.items[1].values() if item.id not in known][:_MOST]
        for item in old:
            for other in new:
                if type(item) is type(other) and (why := self._why(item, other)):
                    yield item, other, why

    def _why(self, old: Item, new: Item) -> str:
        said = []
        first, second = without_figures(old.text)[:_LONGEST], without_figures(new.text)[:_LONGEST]
        if first == second or how_alike(first, second) >= _LIKE:
            said.append("文字相近")
        if old.id == new.id and not _BY_PLACE.fullmatch(old.id):
            said.append("id 相同")
        rows = [
            p.allocation[id].shares if id in p.allocation else {}
            for p, id in ((self.old, old.id), (self.new, new.id))
        ]
        shares = [{area: share for area, share in row.items() if share is not None} for row in rows]
        if len(shares[0]) > 1 and shares[0] == shares[1]:
            said.append(f"{len(shares[0])} 个地区的任务数相同")
        return "，".join(said)


def _by_id(programme: Programme) -> dict[str, Item]:
    return {item.id: item for project in programme.projects for item in project.items}


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values by names that occur once."""
    listed = [*pairs]
    times = Counter(name for name, _ in listed)
    return {name: value for name, value in listed if times[name] == 1}


def _alike(items: tuple[dict[str, Item], dict[str, Item]], old: str, new: str) -> bool:
    """An indicator does not become a standard, nor what is counted in 户 what is counted in 公里."""
    first, second = items[0][old], items[1][new]
    if isinstance(first, Indicator) and isinstance(second, Indicator) and first.id == second.id:
        targets = [one.target.amount.unit for one in (first, second) if one.target]
        return (
            len(targets) < 2
            or targets[0].measures_same_as(targets[1])
            or without_figures(first.text) == without_figures(second.text)
        )
    return type(first) is type(second)
