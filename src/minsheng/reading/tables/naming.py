"""What the names in a table mean: indicators and areas, exactly, by alias, or by a name's own end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import attrs

from minsheng.domain.area import CITY, WHOLE_CITY, is_of_some, is_whole, lies_in, own_area
from minsheng.domain.numerals import normalise
from minsheng.domain.programme import Programme
from minsheng.errors import DataError, UnknownName
from minsheng.reading.tables.headings import without_unit
from minsheng.reading.tables.items import Item, item_of, without_target

#: for how many names that are not there the nearest is looked for: more are no slips of the pen
MOST_COMPARED = 1000

_NUMBERING = re.compile(
    r"^(?:\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.)](?!\d)|[①-⑳])"
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "〔": "(", "〕": ")"})
_MARKS = "★◆☆●◎*#。;；:：、,"
#: the last words of an area's offices, and what may stand before its name
_OFFICE = re.compile(r"(?:人民政府|政府|管委会|管理委员会|实事办)(?:办公室)?$")
_ABOVE = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:省|自治区)(?:[\u4e00-\u9fff]{1,8}?[市州盟])?|[\u4e00-\u9fff]{1,8}?[市州盟]"
)
#: what names of places end in, wherever they are
_PLACE = re.compile(
    r"(?!各)[\u4e00-\u9fff]{1,8}?(?:自治[县州旗]|[县区市州旗盟镇乡村]|街道|开发区|办事处|管委会|新城|社区)(?:本级)?"
)
_NO_PLACE = re.compile(
    ".*小区|城市|城镇|县市|地市|市县|区县|县区|县市区|市区|城区|山区|景区|灌区|库区|片区|园区|社区|辖区|农村|乡村|村镇|乡镇|街道|集镇"
)
#: what headings begin with that are of the whole, or of the one place that all is of
_OWN_LEAD = re.compile(
    r"(?:[全本我](?:自治县|街道|乡镇|社区|[国省州市县区旗盟镇乡村])(?!级)(?:合计)?|合计|总计(?!划)|共计"
    r"|各(?:县市区|县区|区县|市州|乡镇|[县区市镇乡地]))(?=.)"
)
#: the shortest end of a name that stands for it: 经开区, and no 楼区
_SHORTEST_END = 3


@lru_cache(maxsize=4096)
def tidy_name(text: str) -> str:
    """A name as names are compared: plain characters, no spaces, no numbering, no full stop.

    >>> tidy_name("（1）城镇 新增就业。") == tidy_name("1.城镇新增就业")
    True
    """
    plain = normalise(text).translate(_QUOTES).strip(_MARKS).removeprefix("其中:")
    return _NUMBERING.sub("", plain, count=1).strip(_MARKS)


@attrs.define
class Names:
    """The names a programme knows; without one, what names look like.

    Args:
        programme: the programme.
        aliases: other names of its indicators, standards and areas: the name, then the id or the area.

    Raises:
        UnknownName: an alias of what is not there.
    """

    programme: Programme | None
    aliases: Mapping[str, str] = attrs.field(factory=dict)
    areas: tuple[str, ...] = attrs.field(init=False, default=())
    unknown: dict[str, str] = attrs.field(init=False, factory=dict)
    city: str = attrs.field(init=False, default="")
    _areas: dict[str, str | None] = attrs.field(init=False, factory=dict)
    _parents: dict[str, str] = attrs.field(init=False, factory=dict)
    _bare: dict[str, list[str]] = attrs.field(init=False, factory=dict)
    _known: dict[str, list[Item]] = attrs.field(init=False, factory=dict)
    _short: dict[str, list[Item]] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        by_id: dict[str, Item] = {}
        self._areas[CITY] = CITY
        if self.programme is not None:
            self.city, self.areas = self.programme.city, tuple(area.name for area in self.programme.areas)
            self._areas |= {self.city: None} | {name: name for name in self.areas}
            self._parents = {area.name: area.parent for area in self.programme.areas if area.parent}
            for name in self.areas:
                own = [name.removeprefix(up) for up in self.around(name) if name.startswith(up)]
                self._bare.setdefault(own[0] if own else name, []).append(name)
            for project in self.programme.projects:
                items = {what.id: item_of(what, self.programme) for what in project.items}
                by_id |= items
                for what in project.items:
                    for name in (what.id, what.text):
                        _know(self._known, name, items[what.id])
                    _know(self._short, without_target(what), items[what.id])
                if len(items) == 1:
                    for name in (project.title, project.allocation_title or ""):
                        _know(self._known, name, *items.values())
        for name, meant in self.aliases.items():
            if meant in by_id:
                self._known[tidy_name(name)] = [by_id[meant]]
            elif meant == WHOLE_CITY:
                self._areas[tidy_name(name)] = None
            elif meant in self._areas:
                self._areas[tidy_name(name)] = self._areas[meant]
                self._bare.pop(tidy_name(name), None)
            else:
                raise UnknownName("indicator or standard", meant, (*by_id, *self.areas))

    # --- indicators ----------------------------------------------------------------------

    def item(self, text: str, *, short: bool = False) -> Item:
        """The indicator or standard of that name.

        Args:
            text: the name.
            short: whether it may leave out the indicator's own target, as titles and headings do.

        Raises:
            DataError: there is none, or there are two; the nearest is suggested, never taken.
        """
        found = self._items(text, short=short)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            ids = "、".join(item.id for item in found)
            met, todo = f"“{text}”是几个指标共有的名称：{ids}", "请改写指标的 id，或用 aliases= 指明"
        elif not text.strip():
            met, todo = "没有写是哪个指标", "合并的单元格请在每行写全"
        else:
            every = dict.fromkeys(item.id for items in self._known.values() for item in items)
            met = self._no("indicator or standard", text, (*every, *filter(None, self._known)))
            meant = next(iter(self._items(self.unknown.get(text, ""), short=False)), None)
            like = [name for name in self._known if len(text) > 1 and text in name]
            if meant is None and like:
                met = f"没有指标或标准“{text}”；名称里有它的：{'、'.join(like[:5])}{'…' if like[5:] else ''}"
            given = f"'{text}': '{meant.id if meant else '指标id'}'"
            todo = f"请改成一致的名称，或用 aliases={{{given}}} 指明（命令行 --learn 记入 对照.toml 再改）"
        raise DataError.at("", met, todo)

    def texts(self, ids: Collection[str]) -> tuple[str, ...]:
        """The names of these indicators; of all of them where none is given."""
        return tuple(n for n, of in self._known.items() if not ids or any(item.id in ids for item in of))

    def is_item(self, text: str) -> bool:
        """Whether it is the name of an indicator or a standard, or of two."""
        return bool(text.strip()) and bool(self._items(text, short=True))

    def _items(self, text: str, *, short: bool) -> list[Item]:
        """Those of a name, with or without a unit in brackets behind it."""
        for name in dict.fromkeys((tidy_name(text), tidy_name(without_unit(text)))):
            if found := self._known.get(name) or (self._short.get(name, []) if short else []):
                return found
        return []

    def items_in(self, text: str) -> list[Item]:
        """The indicators whose names stand in a title: none within the name of another."""
        plain, found = normalise(text).translate(_QUOTES), list[Item]()
        for name in sorted({*self._known, *self._short}, key=len, reverse=True):
            if len(name) > 1 and name in plain:
                plain = plain.replace(name, "\0")
                found += [i for i in self._known.get(name) or self._short[name] if i not in found]
        return found

    # --- areas ---------------------------------------------------------------------------

    def area(self, text: str, home: str | None = None) -> str | None:
        """The area of that name, 市本级, or None for the whole city.

        Args:
            text: the name.
            home: the area that all of the table is of, whose 合计 is its own.

        Raises:
            DataError: there is no such area; the nearest is suggested, never taken.
        """
        plain = tidy_name(text)
        for name in (plain, _OFFICE.sub("", plain)):
            if len(same := self._bare_name(name, home)) > 1:
                met = f"“{text}”有几个：{'、'.join(same)}"
                raise DataError.at("", met, "请写上它所在的地区，或用 aliases= 指明")
            if same:
                return same[0]
            if name in self._areas:
                return self._areas[name]
            if (meant := self._by_end(name)) is not None:
                return meant
        if kind := own_area(plain):
            return self._own(plain, kind, home)
        if is_whole(plain):
            return home
        if not plain:
            raise DataError.at("", "没有写是哪个地区", "全市的数请写“全市”；合并的单元格请在每行写全")
        if is_of_some(plain):
            raise DataError.at("", f"“{text}”是一部分地区的合计或平均，不是一个地区")
        raise DataError.at("", self._no("area", plain, (*self.areas, CITY)))

    def _own(self, plain: str, kind: str, home: str | None) -> str | None:
        """What 本县 or 全市 means: the area that all of the table is of, or the city."""
        city = self.city[-1:] or "市"
        if home is not None and home[-1] == kind:
            if plain[0] == "全" and kind == city:
                met = f"“{plain}”看不出说的是{home}还是{self.city}"
                raise DataError.at("", met, f"请写“{home}”或“{self.city}”")
            return home
        if kind == city and (home is None or plain[0] == "全"):
            return None
        if home is None:
            raise DataError.at("", f"“{plain}”是哪一个，表里没有写", "请写全地区的名称，或用 area= 给出")
        raise DataError.at("", f"“{plain}”说的不是{home}", f"{home}的数请写“合计”")

    def _bare_name(self, plain: str, home: str | None) -> list[str]:
        """The areas of that name but for what they lie in (城关镇); in an area's table, those within it."""
        named = self._bare.get(plain, [])
        return [name for name in named if home in self.around(name)] or named

    def _by_end(self, plain: str) -> str | None:
        """The area whose name the text ends in (岳阳市平江县), or whose only it is to end so (经开区)."""
        if whole := max((name for name in self.areas if plain.endswith(name)), key=len, default=""):
            above = plain.removesuffix(whole)
            for name in self.around(whole):
                above = above.replace(name, "")
            if not above or (_ABOVE.fullmatch(above) and not any(name in above for name in self.areas)):
                return whole
        ending = [name for name in self.areas if name.endswith(plain)] if len(plain) >= _SHORTEST_END else []
        return ending[0] if len(ending) == 1 else None

    def around(self, name: str) -> tuple[str, ...]:
        """The areas that an area lies in, the nearest first."""
        return lies_in(name, self._parents)

    def is_area(self, text: str) -> bool:
        """Whether it is a name of an area that is known here, the city's own share among them."""
        plain = tidy_name(text)
        if len(same := self._bare.get(plain, ())) > 1:
            return False
        return bool(plain) and (bool(same) or plain in self._areas or self._by_end(plain) is not None)

    def is_place(self, text: str) -> bool:
        """Whether it looks like the name of an area, known here or not."""
        plain = tidy_name(text)
        known = self.is_area(plain) or is_of_some(plain) or bool(own_area(plain))
        return known or bool(self.areas_like(plain)) or self.looks_like_area(plain)

    def areas_like(self, plain: str) -> list[str]:
        """The areas, and the city, whose names begin or end in this, without being it."""
        if len(plain) < 2 or own_area(plain):  # one character stands for none
            return []
        return [
            n for n in (self.city, *self.areas) if n != plain and (n.startswith(plain) or n.endswith(plain))
        ]

    def looks_like_area(self, plain: str) -> bool:
        """Whether it ends as names of areas do, wherever they are."""
        if not _PLACE.fullmatch(plain) or _NO_PLACE.fullmatch(plain) or own_area(plain):
            return False
        return not self.is_item(plain)

    def areas_in(self, text: str) -> list[str]:
        """The areas whose names stand in a title, an office's name or a file's."""
        plain, found = normalise(text), list[str]()
        for name in sorted(filter(None, self._areas), key=len, reverse=True):
            if name != self.city and len(name) > 1 and name in plain:
                plain = plain.replace(name, "\0")
                found += [area for area in (self._areas[name],) if area is not None and area not in found]
        return self.inmost(found)

    def inmost(self, areas: Iterable[str]) -> list[str]:
        """Those that none of the others lies in: of 平江县长寿镇, the town."""
        named = dict.fromkeys(areas)
        return [name for name in named if not any(name in self.around(other) for other in named)]

    def leading(self, text: str) -> tuple[str, str]:
        """What a heading begins with, an area's name, 全市 or 本县 or 合计, or an indicator's; and which."""
        plain = tidy_name(text)
        if own := _OWN_LEAD.match(plain):
            return own[0], "own"
        kinds = (("area", self._areas, 1), ("item", self._known | self._short, 3))
        for kind, known, shortest in kinds:
            lead = [
                name for name in known if len(name) > shortest and plain.startswith(name) and plain != name
            ]
            if lead:
                return max(lead, key=len), kind
        return "", ""

    def _no(self, what: str, name: str, known: Iterable[str]) -> str:
        """That there is no such name, and the nearest; of a file full of them, of the first ones."""
        if len(self.unknown) >= MOST_COMPARED:
            return f"没有“{name}”这个名称"
        error = UnknownName(what, name, known)
        self.unknown[name] = error.nearest or ""
        return error.in_chinese


def _know(names: dict[str, list[Item]], name: str, *items: Item) -> None:
    known = names.setdefault(tidy_name(name), [])
    known += [item for item in items if name.strip() and item not in known]
