"""One bound of a range: a number or a day with a word before or after it: 满60, 60（含）以上, 2023年4月起.

Words mean what they mean everywhere (:mod:`~minsheng.domain.printed`), and days have their own.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from decimal import Decimal
from typing import Any as Anyone

import attrs

from minsheng.domain.numerals import read_number
from minsheng.domain.printed import WORDS_AFTER, WORDS_BEFORE, Relation, number_and_unit
from minsheng.errors import DataError
from minsheng.reading.decision_columns import Heading
from minsheng.reading.tables.context import read_date

LOWER, UPPER = (Relation.AT_LEAST, Relation.ABOVE), (Relation.AT_MOST, Relation.BELOW)
#: words before and after, besides those of printed numbers
_NUMBERS = {
    Relation.AT_LEAST: ("满 年满 已满 达 大于等于 大于或等于 高于或等于 最低 最少", "及其以上"),
    Relation.AT_MOST: ("小于等于 小于或等于 低于或等于 最高 最多 不超", "及其以下 之内"),
    Relation.ABOVE: ("超 逾 不止", "以外"),
    Relation.BELOW: ("未满 不到 未到 未达到 未达 不及", ""),
}
_DAYS = {
    Relation.AT_LEAST: ("自 从 不早于", "起 开始 及以后"),
    Relation.AT_MOST: ("截至 截止 截止到 至 到 不晚于 不迟于", "止 为止 及以前"),
    Relation.ABOVE: ("晚于", "之后"),
    Relation.BELOW: ("早于", "以前 之前 前"),
}
#: after a day, of which nobody knows whether it is included
_UNCLEAR = "以后"
#: what (含) or (不含) makes of a word
_SWITCHED = {
    Relation.AT_LEAST: Relation.ABOVE, Relation.ABOVE: Relation.AT_LEAST,
    Relation.AT_MOST: Relation.BELOW, Relation.BELOW: Relation.AT_MOST,
}  # fmt: skip


def _words(table: dict[Relation, tuple[str, str]], which: int) -> dict[str, Relation]:
    return {word: relation for relation, said in table.items() for word in said[which].split()}


_PLAIN_SIGNS = {sign: relation for sign, relation in WORDS_BEFORE if sign[0] in "<>≤≥="}
#: by whether they are of days
_BEFORE = {False: dict(WORDS_BEFORE) | _words(_NUMBERS, 0), True: _PLAIN_SIGNS | _words(_DAYS, 0)}
_AFTER = {False: dict(WORDS_AFTER) | _words(_NUMBERS, 1), True: _words(_DAYS, 1)}


def _any(*words: str) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


NUMERALS = "〇零一二两三四五六七八九十百千万亿"
DAY = r"\d{4}(?:年\d{1,2}月(?:\d{1,2}[日号])?|[-/.]\d{1,2}[-/.]\d{1,2}|[-/](?:0[1-9]|1[0-2]))(?!\d)"
_FIGURE = (
    rf"(?:[百千]分之[\d.点{NUMERALS}]+|[+-]?(?!0\d)\d[\d{NUMERALS}]*(?:[.,][\d{NUMERALS}]+)*|[点{NUMERALS}]+)"
    rf"[^-\d{NUMERALS}()\[\]<>≤≥=,;、~+]*?"
)
_INCLUDED = re.compile(r"(不?)包?含([^,、;不含()]*)[,、;]?")
_MARK = r"\((?:不?包?含[^()]*)\)"
#: what stands between two ends of a range
TO = "~|至|到|[—–―─]+|-"
BOUND = (
    rf"(?P<before>{_any(*_BEFORE[False], *_BEFORE[True])})?(?P<value>{DAY}|{_FIGURE})(?P<mark>{_MARK})?"
    rf"(?:(?P<after>{_any(*_AFTER[False], *_AFTER[True], _UNCLEAR)})(?P<last>{_MARK})?)?"
)
#: words that say more or less of a number without saying how much
_ABOUT = (
    "大约 约 大概 将近 接近 近 左右 上下 前后 多 余 几 来 出头 开外 附近 不等 及 以 且 并 但 和 含 包含"
    " ? + ± ! 介于 之间 不等于 不是 非 不 至今 零时 【 】"
)
#: every word that says that a range is meant
WORDS = re.compile(
    f"{_any(*_BEFORE[False], *_BEFORE[True], *_AFTER[False], *_AFTER[True], _UNCLEAR, *_ABOUT.split())}|{TO}"
)
SIGNS = re.compile("[<>≤≥=≠≦≧⩽⩾∞]")


@attrs.define
class End:
    """One bound: a number, a day, or a month with its first and last day; and what is said of it."""

    first: Anyone
    last: Anyone
    unit: str = ""
    relation: Relation | None = None
    #: whether a word before it says so, which (含) cannot change
    fixed: bool = False
    #: whether its number has a 万 in it and no unit
    scaled: bool = False
    mark: str = ""
    closed: bool | None = None

    @property
    def is_day(self) -> bool:
        return isinstance(self.first, datetime.date)

    def settle(self, otherwise: Relation | None = None) -> None:
        """Its relation, as (含) or (不含) has it.

        Raises:
            DataError: they contradict each other.
        """
        self.relation = self.relation or otherwise
        if self.relation is None or self.closed in (None, self.relation in (LOWER[0], UPPER[0])):
            return
        if self.fixed or self.relation is Relation.EXACTLY:
            raise DataError.at("", f"“{self.mark}”与前面的词矛盾", "请只写一种，如 ≥60 或 >60")
        self.relation = _SWITCHED[self.relation]


def end_of(found: re.Match[str], of: str) -> End | None:
    """One bound of what was matched; None if its words are not of such a value."""
    if (end := value(found[f"{of}value"])) is None:
        return None
    before, after = found[f"{of}before"], found[f"{of}after"]
    end.mark = (found[f"{of}mark"] or "") + (found[f"{of}last"] or "")
    if after == _UNCLEAR and end.is_day:
        if not end.mark:
            raise DataError.at("", f"“{found[0]}”看不出含不含这一天", "请写“起”（含）或“之后”（不含）")
        after = "之后"
    elif after and after not in _AFTER[end.is_day]:
        if end.is_day or end.mark:
            return None
        end.unit, after = end.unit + after, None  # 起 is a unit too
    told = {
        *([_BEFORE[end.is_day].get(before)] if before else []),
        *([_AFTER[end.is_day][after]] if after else []),
    }
    if None in told or len(told) > 1:
        return None
    end.relation, end.fixed = next(iter(told), None), bool(before)
    return end


def value(text: str) -> End | None:
    """A number or a day, or all days of a month."""
    if re.fullmatch(DAY, text):
        try:
            if re.fullmatch(r"\d{4}[-/年]\d{1,2}月?", text):
                year, month = map(int, re.findall(r"\d+", text))
                return End(
                    datetime.date(year, month, 1), datetime.date(year, month, monthrange(year, month)[1])
                )
            return End(day := read_date(text), day)
        except (DataError, ValueError):
            return None
    try:
        number, unit = number_and_unit(text) or ("", "")
        scaled = not unit and text[0] not in NUMERALS and not {*NUMERALS}.isdisjoint(text)
        return End(read := read_number(number), read, unit, scaled=scaled) if number else None
    except DataError:
        return None


def value_of(plain: str) -> tuple[Decimal | datetime.date, str] | None:
    """A number and what follows it, or a day; None for other texts.

    >>> value_of("650元/月"), value_of("2023年1月"), value_of("一等")
    ((Decimal('650'), '元/月'), None, None)
    """
    end = value(plain) if plain[0] not in NUMERALS else None
    return (end.first, end.unit) if end is not None and end.first == end.last else None


def include(ends: list[End]) -> None:
    """Reads (含), (不含), (含60，不含70), each of the bound before it or of that which it names.

    Raises:
        DataError: it names another number.
    """
    for end in ends:
        for no, what in _INCLUDED.findall(end.mark.replace(")(", ",").strip("()")) if end.mark else ():
            of = end
            if what not in ("", "本数", "本级", "当日", "当天", "本日", "本天"):
                named = value(what)
                same = [one for one in ends if named is not None and one.first == named.first]
                if not same:
                    raise DataError.at("", f"“{end.mark}”说的不是前面的数", "请写成 ≥60、[60,70) 这样")
                of = same[0]
            if of.closed is (no != ""):
                raise DataError.at("", f"“{end.mark}”自相矛盾", "请写成 ≥60、[60,70) 这样")
            of.closed = not no


def measure(end: End, heading: Heading) -> None:
    """A number in the unit of its column."""
    if end.is_day:
        return
    if end.scaled and (not heading.unit or heading.unit[0] in NUMERALS):
        raise DataError.at(
            "", "数里有万、千之类，而表头没有单位，或也有", "请把数写全，如 12000，单位写在表头里"
        )
    end.first = end.last = heading.measured(end.first, end.unit)
