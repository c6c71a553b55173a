"""What the names in a register mean: indicators and areas, exactly or by declared alias."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from minsheng.domain.area import CITY
from minsheng.domain.indicator import Indicator
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.standards import Standard
from minsheng.domain.units import Unit
from minsheng.errors import DataError, UnknownName
from minsheng.reading.tables.register import WHOLE

#: for how many names that are not there the nearest is looked for: more are no slips of the pen
MOST_COMPARED = 1000

_NUMBERING = re.compile(
    r"^(?:\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.)](?!\d))"
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "〔": "(", "〕": ")"})


@attrs.frozen
class Item:
    """An indicator or a standard as far as reading figures needs it."""

    id: str
    unit: Unit | None
    relation: Relation


def tidy_name(text: str) -> str:
    """A name as names are compared: plain characters, no spaces, no numbering, no full stop.

    >>> tidy_name("（1）城镇 新增就业。") == tidy_name("1.城镇新增就业")
    True
    """
    plain = normalise(text).translate(_QUOTES)
    return _NUMBERING.sub("", plain, count=1).strip("★◆*☆●。;；")


@attrs.define
class Names:
    """The names a programme knows.

    Args:
        programme: the programme.
        aliases: other names of its indicators and standards: the name, then the id.

    Raises:
        UnknownName: an alias of an id that is not there.
    """

    programme: Programme
    aliases: Mapping[str, str] = attrs.field(factory=dict)
    _areas: dict[str, str | None] = attrs.field(init=False, factory=dict)
    _known: dict[str, list[Item]] = attrs.field(init=False, factory=dict)
    _unknown: int = attrs.field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        by_id = {}
        for project in self.programme.projects:
            for what in project.items:
                by_id[what.id] = item = _item(what)
                for name in (what.id, what.text):
                    self._know(name, item)
            if len(project.items) == 1:
                for name in (project.title, project.allocation_title or ""):
                    self._know(name, _item(project.items[0]))
        for name, id in self.aliases.items():
            if id not in by_id:
                raise UnknownName("indicator or standard", id, by_id)
            self._known[tidy_name(name)] = [by_id[id]]
        self._areas.update(dict.fromkeys((*WHOLE, self.programme.city)))
        self._areas.update({area.name: area.name for area in self.programme.areas})
        self._areas[CITY] = CITY

    def _know(self, name: str, item: Item) -> None:
        items = self._known.setdefault(tidy_name(name), [])
        if name.strip() and item not in items:
            items.append(item)

    def item(self, text: str) -> Item:
        """The indicator or standard of that name.

        Raises:
            DataError: there is none, or there are two; the nearest is suggested, never taken.
        """
        found = self._known.get(tidy_name(text), [])
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            ids = "、".join(item.id for item in found)
            met, todo = f"“{text}”是几个指标共有的名称：{ids}", "请改写指标的 id，或用 aliases= 指明"
        elif not text.strip():
            met, todo = "没有写是哪个指标", "合并的单元格请在每行写全"
        else:
            met = self._no("indicator or standard", text, (k for k in self._known if k))
            todo = "请改成一致的名称，或用 aliases={'表中名称': '指标id'} 指明"
        raise DataError.at("", met, todo)

    def area(self, text: str) -> str | None:
        """The area of that name, 市本级, or None for the whole city.

        Raises:
            DataError: there is no such area; the nearest is suggested, never taken.
        """
        plain = normalise(text)
        if plain in self._areas:
            return self._areas[plain]
        if not plain:
            raise DataError.at("", "没有写是哪个地区", "全市的数请写“全市”；合并的单元格请在每行写全")
        names = (*(area.name for area in self.programme.areas), CITY, "全市")
        raise DataError.at("", self._no("area", plain, names))

    def _no(self, what: str, name: str, known: Iterable[str]) -> str:
        """That there is no such name, and the nearest; of a file full of them, of the first ones."""
        self._unknown += 1
        if self._unknown > MOST_COMPARED:
            return f"没有“{name}”这个名称"
        return UnknownName(what, name, known).in_chinese


def _item(what: Indicator | Standard) -> Item:
    if isinstance(what, Indicator) and what.target is not None:
        return Item(what.id, what.target.amount.unit, what.target.relation)
    tier = next(iter(what.tiers), None)
    if tier is None:
        return Item(what.id, None, Relation.AT_LEAST)
    return Item(what.id, tier.target.amount.unit, tier.target.relation)
