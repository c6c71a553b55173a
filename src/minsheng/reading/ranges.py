"""Ranges as an analyst writes them, of one bound or two: 满60, 超过5不超过10, 60-70（不含70）, [600,650)."""

from __future__ import annotations

import re

from minsheng.domain.expression.cells import Span
from minsheng.domain.printed import Relation
from minsheng.errors import DataError, Problem
from minsheng.reading.bounds import BOUND, LOWER, NUMERALS, TO, UPPER, End, end_of, include, measure, value
from minsheng.reading.decision_columns import Heading, is_unit

_AND = "[,、;]?(?:且|并且|并|但|同时|而|和)?"
_SECOND = BOUND.replace("?P<", "?P<second_")
_RANGE = re.compile(f"{BOUND}(?:(?:(?P<to>{TO})|(?P<also>{_AND})){_SECOND})?")
_INTERVAL = re.compile(r"([\[(])([^,;~]*?)[,;~]([^,;~]*?)([\])])([^\d()\[\]]*)")
#: what may follow a range and adds nothing: 超过3000元的部分
_TAIL = re.compile("(?:的部分|部分|的|者)$")
_LONGEST = 80
#: 2023年7月1日至12月31日, 2023年7-12月: the year is said once
_ONE_YEAR = (
    (re.compile(rf"(\d{{4}}年)(\d{{1,2}}月(?:\d{{1,2}}[日号])?起?)({TO})(?=\d{{1,2}}月)"), r"\1\2\3\1"),
    (re.compile(rf"(\d{{4}}年)(\d{{1,2}})({TO})(?=\d{{1,2}}月)"), r"\1\2月\3\1"),
)
_ENDLESS = ("", "∞", "+∞", "-∞", "无穷", "+无穷", "-无穷")


def read_range(plain: str, heading: Heading) -> tuple[Span, bool] | Problem | None:
    """The range that a text says, and whether it is no more than one value; None for other texts.

    A number alone that is none of its column, as in 7号, is a problem only where it was meant as one.

    Args:
        plain: the text, in plain characters without spaces.
        heading: of which column, whose unit the numbers are in.

    Raises:
        DataError: a range that is empty, unclear, or in a unit that is not the column's.

    >>> read_range("超过5不超过10", Heading("人数"))
    (Span(low=Decimal('5'), high=Decimal('10'), low_open=True, high_closed=True), False)
    >>> read_range("1万元以上", Heading("收入", "元"))
    (Span(low=Decimal('10000'), high=None, low_open=False, high_closed=False), False)
    """
    plain = _TAIL.sub("", plain)
    for once, twice in _ONE_YEAR:
        plain = once.sub(twice, plain)
    if len(plain) > _LONGEST:
        return None
    if found := _INTERVAL.fullmatch(plain):
        return _there(_interval(found, heading)), False
    found = _RANGE.fullmatch(plain)
    ends = [end_of(found, of) for of in ("", "second_") if found[f"{of}value"]] if found else []
    if not found or None in ends:
        return None
    there = [end for end in ends if end is not None]
    include(there)
    low = there[0]
    if len(there) == 1:
        return _single(found["value"], low, heading)
    high = there[1]
    if found["to"]:
        if low.relation not in (None, *LOWER) or high.relation not in (None, *UPPER):
            return None
        alone = high.closed is False and low.closed is None and high.relation is None
        if alone and not re.search(rf"[\d{NUMERALS}]", high.mark):
            met = f"“{high.mark}”是不含后一个数，还是两个都不含，看不出"
            raise DataError.at("", met, "请写成 [60,70) 这样")
        low.settle(Relation.AT_LEAST)
        high.settle(Relation.AT_MOST)
    else:
        for end in there:
            end.settle()
        if low.relation in UPPER and high.relation in LOWER:
            low, high = high, low
        if low.relation not in LOWER or high.relation not in UPPER:
            return None
    span = _between(low, high, heading, shared=bool(found["to"]))
    if found["also"] in (",", "、", ";") and (span.empty or span.low == span.high):
        return None  # 不满18、60以上 are two
    return _there(span), False


def _there(span: Span) -> Span:
    if span.empty:
        raise DataError.at("", "没有值", "请看两端是否写反、单位是否都写了；只有一个数的，写这个数")
    return span


def _single(text: str, end: End, heading: Heading) -> tuple[Span, bool] | Problem | None:
    end.settle()
    plain = end.relation is None
    if plain and (end.mark or text[0] in f"点{NUMERALS}"):
        return None
    if plain and end.first != end.last:
        return Problem("", f"“{text}”是一个月，不是一天", f"请写成 [{end.first},{end.last}]")
    try:
        measure(end, heading)
    except DataError as error:
        if plain and not is_unit(end.unit):  # 7号, of which there may be texts
            return error.problems[0]
        raise
    first, last = end.first, end.last
    if end.relation in LOWER:
        above = end.relation is Relation.ABOVE
        return Span(last if above else first, None, above), False
    if end.relation in UPPER:
        closed = end.relation is Relation.AT_MOST
        return Span(None, last if closed else first, high_closed=closed), False
    return Span(first, last, high_closed=True), plain


def _interval(found: re.Match[str], heading: Heading) -> Span:
    """[600,650), in which ∞ or nothing is no end."""
    ends: list[End | None] = []
    for text, relation in ((found[2], Relation.ABOVE), (found[3], Relation.BELOW)):
        if (end := value(text)) is None and text not in _ENDLESS:
            met = f"“{found[0]}”里的“{text}”不是数，也不是日期"
            raise DataError.at("", met, "请写成 [600,650) 这样；没有一端写 ∞")
        ends.append(end)
        if end is not None:
            end.relation = relation
            if found[5] and (end.unit or end.is_day):
                raise DataError.at("", f"“{found[5]}”看不懂", "单位写在表头里，如 年龄（岁）")
            end.unit += found[5]
    low, high = ends
    if low is not None and found[1] == "[":
        low.relation = Relation.AT_LEAST
    if high is not None and found[4] == "]":
        high.relation = Relation.AT_MOST
    if low is not None and high is not None:
        return _between(low, high, heading, shared=True)
    there = low or high
    single = _single("", there, heading) if there else None
    return single[0] if isinstance(single, tuple) else Span()


def _between(low: End, high: End, heading: Heading, *, shared: bool) -> Span:
    """A range of two ends; ``shared``: a unit behind the last may be of both, as in 5-10万元.

    Raises:
        DataError: its ends are not of a kind.
    """
    if low.is_day is not high.is_day:
        raise DataError.at("", "两端不是同一种", "请写成同一种")
    if not low.is_day:
        if high.unit and not low.unit and (shared or heading.has(high.unit)):
            low.unit = high.unit
        apart = bool(low.unit) is not bool(high.unit) and not heading.has(low.unit or high.unit)
        measure(low, heading)
        measure(high, heading)
        if apart:
            raise DataError.at("", "两端一个有单位，一个没有", "请都写上，或都不写")
    first, last = low.relation is Relation.ABOVE, high.relation is Relation.AT_MOST
    return Span(low.last if first else low.first, high.last if last else high.first, first, last)
