"""The cells of a decision table as an analyst writes them: ``县、县级市``, ``[600,650)``, ``600以上``.

Words before and after numbers mean what they mean everywhere (:mod:`~minsheng.domain.printed`): 以上 and
以下 include the number, 超过 and 不满 do not.
"""

from __future__ import annotations

import datetime
import re
from typing import Any as Anyone

import attrs

from minsheng.domain.expression.cells import Anything, Bound, Cell, NoneOf, OneOf, Span
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import CellKind, Relation, read_cell, worded
from minsheng.errors import DataError
from minsheng.reading.tables.context import read_date

#: how spreadsheets export a day
_MIDNIGHT = re.compile(r"(?<=\d)[ T]?00:00(?::00)?$")
ANYTHING, OTHERS = ("-", "—", "——", "不限", "任意", "任何"), ("其他", "其它", "其余")
TRUTHS = {"是": True, "否": False, "true": True, "false": False}
_INTERVAL = re.compile(r"([\[(])([^,;~]*?)(?:,|;|~)([^,;~]*?)([\])])")
_EXCEPT = re.compile(r"除(.+?)(?:以外|之外|外)")
_FROM_TO = re.compile(r"(.+?)(?:~|至|到|—|–|--)(.+)")
#: two numbers with a hyphen between them; in dates there are hyphens
_HYPHEN = re.compile(r"([^-]+)-([^-]+)")
_ENDLESS = ("", "∞", "+∞", "-∞", "无穷", "+无穷", "-无穷")
#: of days; 以前 is before, as our own tables say it, and 以后 may or may not include the day
_DAYS = {
    "起": (Relation.AT_LEAST,), "及以后": (Relation.AT_LEAST,), "之后": (Relation.ABOVE,),
    "为止": (Relation.AT_MOST,), "止": (Relation.AT_MOST,), "及以前": (Relation.AT_MOST,),
    "以前": (Relation.BELOW,), "之前": (Relation.BELOW,), "前": (Relation.BELOW,),
}  # fmt: skip
#: what is meant as a range of numbers or days and could not be read is no text
_MEANT = re.compile(
    r"[<>≤≥=∞≠]|^[\[(][^\])]*\d[^\])]*[\])]$"
    r"|\d.*(?:以上|以下|以内|以外|以前|以后|不满|未满|不足|超过|超出|大于|小于|高于|低于|不到|起$|止$|之[前后]|至|到|含)"
    r"|(?:不满|未满|不足|超过|超出|大于|小于|高于|低于|不到|至少|至多|不少于|不多于).*\d"
)
_LIST = re.compile("[、，,；;\n]")


@attrs.frozen
class Condition:
    """What a cell says, before it is known what its column is of.

    Args:
        text: what stands there.
        cells: what fits: ranges of numbers or days, truth values or texts, as cells that may be
            several; empty for 其他, whose texts stand in the other rows.
        sort: ``any``, ``others``, ``number``, ``date``, ``truth`` or ``text``.
        unit: the unit behind its numbers.
        plain: whether it is no range, so that it may be a text too.
    """

    text: str
    cells: tuple[Cell, ...]
    sort: str
    unit: str = ""
    plain: bool = True

    @property
    def coded(self) -> bool:
        """Whether it has a code and no number: 0601."""
        return any(text[:1] == "0" and len(text) > 1 and text.isdigit() for text in _texts(self.text))


def as_texts(one: Condition) -> Condition:
    """Numbers of a column of codes as the texts that they are."""
    if one.sort != "number" or not one.plain:
        return one
    return Condition(one.text, (OneOf(tuple(_texts(one.text))),), "text")


def read_condition(text: str) -> Condition:
    """What a cell says.

    Raises:
        DataError: it is a range, but not of numbers or days; or nothing stands there.

    >>> read_condition("[600,650)").cells
    (Span(low=Decimal('600'), high=Decimal('650'), low_open=False, high_closed=False),)
    >>> read_condition("600元以下").cells, read_condition("600元以下").unit
    ((Span(low=None, high=Decimal('600'), low_open=False, high_closed=True),), '元')
    >>> read_condition("县、县级市").cells
    (OneOf(values=('县', '县级市')),)
    """
    said = text.strip()
    plain = normalise(said).replace("〜", "~").replace("～", "~")
    plain = _MIDNIGHT.sub("", plain)
    if not plain:
        raise DataError.at("", "空着", "任何值都行请写 -；与上一行相同请写全，或合并单元格")
    if plain == "/":
        raise DataError.at("", "“/”看不出是任何值还是没有", "任何值都行请写 -；没有这种情形请删去这一行")
    if said in ANYTHING or plain in ANYTHING:
        return Condition(said, (Anything(),), "any")
    if plain in OTHERS:
        return Condition(said, (), "others")
    if found := _EXCEPT.fullmatch(plain):
        return Condition(said, (NoneOf(tuple(_texts(found[1]))),), "text", plain=False)
    if found := _INTERVAL.fullmatch(plain):
        return _between(said, found[2], found[3], low_open=found[1] == "(", high_closed=found[4] == "]")
    if (one := _single(said, plain)) is not None:
        return one
    parts = _texts(said)
    if len(parts) > 1:
        several = [_single(part, normalise(part)) for part in parts]
        sorts = {one.sort if one else "text" for one in several}
        if len(sorts) == 1 and sorts != {"text"}:
            cells = tuple(dict.fromkeys(cell for one in several if one for cell in one.cells))
            units = {one.unit for one in several if one}
            if len(units) > 1:
                raise DataError.at("", f"“{said}”里的单位不一样", "请换成一种")
            if sorts == {"truth"}:
                cells = (
                    OneOf(tuple(dict.fromkeys(v for c in cells if isinstance(c, OneOf) for v in c.values))),
                )
            return Condition(said, cells, sorts.pop(), units.pop(), all(one.plain for one in several if one))
    if _MEANT.search(plain):
        todo = "请写成 ≥600、[600,650)、600以上、2023-01-01起 这样；单位写在表头里，如 年龄（岁）"
        raise DataError.at("", f"“{said}”看不懂", todo)
    return Condition(said, (OneOf(tuple(parts)),), "text")


def _texts(text: str) -> list[str]:
    return [*dict.fromkeys(part for part in map(str.strip, _LIST.split(text)) if part)]


def _single(said: str, plain: str) -> Condition | None:
    """One number, day, range or truth value; None for other texts."""
    if plain.lower() in TRUTHS:
        return Condition(said, (OneOf((TRUTHS[plain.lower()],)),), "truth")
    if (value := plain_value(plain)) is not None:
        held, unit = value
        return Condition(said, (Span(held, held, high_closed=True),), _sort(held), unit)
    if (bound := _bound(plain)) is not None:
        relation, (held, unit) = bound
        if relation in (Relation.AT_LEAST, Relation.ABOVE):
            span = Span(held, None, relation is Relation.ABOVE)
        elif relation is Relation.EXACTLY:
            span = Span(held, held, high_closed=True)
        else:
            span = Span(None, held, high_closed=relation is Relation.AT_MOST)
        return Condition(said, (span,), _sort(held), unit, plain=False)
    found = _FROM_TO.fullmatch(plain) or _HYPHEN.fullmatch(plain)
    if found and plain_value(found[1]) is not None and plain_value(found[2]) is not None:
        return _between(said, found[1], found[2], low_open=False, high_closed=True)
    return None


def _bound(plain: str) -> tuple[Relation, tuple[Bound, str]] | None:
    """A number or a day with a word or a sign for a relation."""
    for word, (relation,) in sorted(_DAYS.items(), key=lambda pair: -len(pair[0])):
        day = plain_value(plain.removesuffix(word)) if plain.endswith(word) else None
        if day is not None and isinstance(day[0], datetime.date):
            return relation, day
    if plain.endswith("以后") and isinstance((plain_value(plain[:-2]) or ("",))[0], datetime.date):
        raise DataError.at("", f"“{plain}”看不出含不含这一天", "请写“起”（含）或“之后”（不含）")
    found = worded(plain)
    value = plain_value(found[1]) if found else None
    return (found[0], value) if found and value is not None else None


def plain_value(text: str) -> tuple[Bound, str] | None:
    """A number with its unit, or a day; None for other texts.

    >>> plain_value("650元/月"), plain_value("650以上")
    ((Decimal('650'), '元/月'), None)
    """
    plain = normalise(text)
    read = read_cell(plain)
    if read.kind is CellKind.NUMBER and read.relation is None and read.value is not None:
        return read.value, read.unit
    if re.match(r"\d{4}[-/.年]\d", plain):
        try:
            return read_date(plain), ""
        except DataError:
            return None
    return None


def _sort(value: Bound) -> str:
    return "date" if isinstance(value, datetime.date) else "number"


def _between(said: str, low: str, high: str, *, low_open: bool, high_closed: bool) -> Condition:
    ends: list[Anyone] = [None if text in _ENDLESS else plain_value(text) for text in (low, high)]
    wrong = [
        text for text, end in zip((low, high), ends, strict=True) if end is None and text not in _ENDLESS
    ]
    if wrong:
        raise DataError.at(
            "", f"“{said}”里的“{wrong[0]}”不是数，也不是日期", "请写成 [600,650) 这样；没有一端写 ∞"
        )
    there = [end for end in ends if end is not None]
    if not there:
        return Condition(said, (Span(),), "number", plain=False)
    sorts, units = {_sort(end[0]) for end in there}, {end[1] for end in there if end[1]}
    if len(sorts) > 1 or len(units) > 1:
        raise DataError.at("", f"“{said}”的两端不是同一种", "请写成同一种")
    first, last = (None if end is None else end[0] for end in ends)
    span = Span(first, last, low_open and first is not None, high_closed and last is not None)
    if span.empty:
        raise DataError.at("", f"“{said}”里没有值", "请看两端是否写反，或写成 [600,600]")
    return Condition(said, (span,), sorts.pop(), "".join(units), plain=False)
