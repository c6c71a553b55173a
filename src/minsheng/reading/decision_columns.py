"""The headings of a decision table: which columns are keys, which is the result, which the source."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.domain.numerals import exact_decimal, normalise
from minsheng.domain.printed import BARE, CellKind, read_cell, whole_unit
from minsheng.domain.units import known_unit
from minsheng.errors import DataError, Problems, UnitError, UnknownName
from minsheng.reading.tables.context import CAPTION
from minsheng.reading.tables.form import body
from minsheng.reading.tables.headings import says, tidy, unit_behind, without_unit
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import Role

_SOURCES = ("依据", "来源", "出处", "文号", "政策依据", "文件依据", "标准依据", "source")
_SEARCHED = 20
#: behind a heading, which has no room for units of which there are no amounts
AGES = ("岁", "周岁")
#: how conditions are written, for those who meant a range
WAYS = "范围请写成 ≥60、[60,70)、60以上、不满60、2023-01-01起 这样，单位写在表头里，如 年龄（岁）；文字加引号"
#: above a table, of its figures
_UNIT = re.compile(r"(?:^|[\s(（])(?:计量|金额)?单位\s*[:：]([^()（）]+)[)）]?$")
_BEHIND = re.compile(r"\(([^()\d]{1,8})\)$")


def is_unit(text: str) -> bool:
    """Whether a text is a unit, a bare 万, or 岁."""
    return text in BARE or text in AGES or bool(text and known_unit(text))


def heading_row(sheet: Sheet) -> tuple[int, str, str]:
    """The row of the headings, the first with several texts; the title and 单位：元/月 above it."""
    title = unit = ""
    for number, cells in enumerate(sheet.rows[:_SEARCHED]):
        texts = dict.fromkeys(filter(None, map(str.strip, cells)))
        if len(texts) > 1 and not any(CAPTION.search(normalise(text)) for text in texts):
            return number, title, unit
        said = [normalise(found[1]) for text in texts if (found := _UNIT.search(text))]
        title = title or _UNIT.sub("", next(iter(texts), "")).strip()
        unit = unit or "".join(said)
    raise DataError.at(sheet.where, "没有表头", "表头写各个条件，最后一列写结果")


@attrs.frozen
class Heading:
    """The heading of a key: its name, and the unit in brackets behind it, in which its numbers are.

    >>> Heading.of("家庭月收入（元）"), Heading.of("年龄(周岁)").unit, Heading.of("地区")
    (Heading(name='家庭月收入', unit='元'), '周岁', Heading(name='地区', unit=''))
    """

    name: str = ""
    unit: str = ""

    @classmethod
    def of(cls, text: str) -> Heading:
        if unit := unit_behind(text):
            return cls(without_unit(text), unit)
        found = _BEHIND.search(normalise(text))
        inside = found[1] if found else ""
        return cls(normalise(text)[: found.start()] if found and inside in AGES else text.strip(), inside)

    @property
    def measures(self) -> bool:
        """Whether its unit says that it holds numbers."""
        return is_unit(self.unit)

    @property
    def counts(self) -> bool:
        """Whether its unit is of things that are counted, whose word may be a noun only."""
        unit = known_unit(self.unit) if self.unit else None
        return unit is not None and unit.counted

    def has(self, unit: str) -> bool:
        """Whether a unit behind a number is that of the heading."""
        return unit == self.unit or (unit in AGES and self.unit in AGES)

    def measured(self, number: Decimal, unit: str) -> Decimal:
        """A number in the heading's unit, exactly.

        Raises:
            DataError: its own unit is another that does not convert, or the heading has none.

        >>> str(Heading("收入", "元/年").measured(Decimal(2), "万元/年"))
        '20000'
        """
        if not unit or self.has(unit):
            return number
        mine = known_unit(self.unit) if self.unit not in BARE else None
        if mine is None:
            if unit in BARE:
                todo = f"请在表头写明，如 {self._named(f'{unit}人')}"
            elif is_unit(unit):
                todo = f"单位请写在表头里：{self._named(unit)}"
            else:
                todo = WAYS
            raise DataError.at("", f"“{unit}”不是这一列的单位" if todo != WAYS else f"“{unit}”看不懂", todo)
        try:
            its = whole_unit(unit, self.unit)
        except UnitError:
            its = None
        if its is None or not its.measures_same_as(mine):
            todo = f"请换算成“{self.unit}”，或改表头"
            raise DataError.at("", f"“{unit}”换算不成这一列的单位“{self.unit}”", todo)
        exact = exact_decimal(Fraction(number) * its.factor / mine.factor)
        if exact is None:
            met = f"{number} {unit}换算成“{self.unit}”除不尽"
            raise DataError.at("", met, f"请在表头用“{unit}”：{self._named(unit)}")
        return exact

    def _named(self, unit: str) -> str:
        return f"{self.name or '年龄'}（{unit}）"


@attrs.frozen
class Columns:
    """Where the keys, the result and the source stand."""

    heads: tuple[str, ...]
    keys: tuple[int, ...]
    result: int
    source: int | None

    @classmethod
    def of(cls, sheet: Sheet, heading: int, result: str | None, keys: tuple[str, ...] | None) -> Columns:
        heads = tuple(cell.strip() for cell in sheet.rows[heading])
        problems = Problems()
        used: list[int] = []
        source = None
        for at, head in enumerate(heads):
            filled = any(row[at].strip() for row in sheet.rows[heading + 1 :])
            if tidy(head) in _SOURCES and source is None:
                source = at
            elif not head and filled:
                problems.add(sheet.place(heading, at), "这一列没有表头", "请写上，或删去这一列")
            elif head and not _is_aside(head):
                used.append(at)
        names = [heads[at] for at in used]
        plain = [Heading.of(name).name for name in names]
        twice = next((name for name in plain if plain.count(name) > 1), "")
        if twice:
            problems.add(sheet.place(heading), f"表头“{twice}”有几列", "请改成不同的名称")
        problems.refuse()

        def at_name(name: str) -> int:
            for known in (names, plain):
                if name in known:
                    return used[known.index(name)]
            raise UnknownName("column", name, names)

        last = used[-1] if result is None and used else at_name(result or "")
        asked = [at for at in used if at != last] if keys is None else [at_name(name) for name in keys]
        if last in asked or not asked or len(set(asked)) < len(asked):
            met = f"条件：{'、'.join(heads[at] for at in asked) or '无'}；结果：{heads[last]}"
            raise DataError.at(sheet.place(heading), met, "条件和结果各要有自己的列")
        before = heads[asked[-1]]
        if result is None and unit_behind(heads[last]) and unit_behind(before) and asked[-1] == used[-2]:
            met = f"“{before}”和“{heads[last]}”都有单位，看不出哪一列是结果"
            if all(read_cell(row[asked[-1]]).kind is CellKind.NUMBER for _, row in body(sheet, heading)):
                raise DataError.at(sheet.place(heading), met, "请用 result= 说明，别的列用 keys= 说明")
        return cls(heads, tuple(asked), last, source)


def _is_aside(head: str) -> bool:
    return says(head).roles[:1] == (Role.NOTE,) or tidy(head) in ("序号", "编号", "序", "no", "no.")
