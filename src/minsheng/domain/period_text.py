"""Periods as offices write them: 2023年6月中旬, 二季度, 1—9月, 截至11月底."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange

from minsheng.domain.numerals import normalise, read_number
from minsheng.errors import DataError

#: the ten-day periods of a month: 上旬, 中旬, 下旬
THIRDS = "上中下"

Days = tuple[datetime.date, datetime.date]

_N = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_TO = "[-—–―‐─~〜至到]+"
#: from 1 January: 截至8月20日, 11月底, 6月30日24时, 6月累计
_UNTIL = re.compile(r"截[至止][至到]?(.+?)[底末]?止?|(.+[年月日])[底末]|((?:.*年)?\d+月)累计")
_DAY_ALONE = re.compile(rf"(?:.*年)?{_N}月{_N}", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(20\d{2})(\d{2})(\d{2})", re.ASCII)
_ISO_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(20\d{2})(\d{2})", re.ASCII)
#: 1 or 10: a spreadsheet turns 2023.10 into 2023.1
_TWO_MONTHS = re.compile(r"\d{4}\.1", re.ASCII)
_YEAR = re.compile(r"(?:(\d{4})(?:年|(?!\d))|([〇零一二三四五六七八九]{4})年)(.*)", re.ASCII)
_WORDS = {"全年": (1, 12), "上半年": (1, 6), "下半年": (7, 12)}
_QUARTERS = re.compile(rf"(?:第?{_N}(?:季度?)?{_TO})?第?{_N}季度?", re.ASCII)
_SO_MANY = re.compile(rf"前{_N}(个月|个?季度?)", re.ASCII)
_MONTHS = re.compile(rf"(?:{_N}月?份?{_TO})?{_N}月份?", re.ASCII)
_TEN_DAYS = re.compile(rf"{_N}月份?([{THIRDS}])旬", re.ASCII)
_DAYS = re.compile(rf"{_N}月(?:{_N}[日号]?{_TO}(?:(?:(\d{{4}})年)?{_N}月)?)?{_N}[日号]", re.ASCII)
#: from a month or day to another, each with its signs: 2023.1-2023.6, 2023-01至2023-06, 2023.1.1-6.30
_FROM_TO = re.compile(
    rf"(?<![\d.])(20\d\d)(年|[-/.])(\d{{1,2}})(?:月|\2)?(?:(?<=[月./-])(\d{{1,2}})[日号]?)?({_TO})"
    r"(?:(20\d\d)(?:年|[-/.]))?(\d{1,2})(?:月|[-/.](?=\d))?(?:(?<=[月./-])(\d{1,2})[日号]?)?(?![\d.-])",
    re.ASCII,
)
_TODO = "请写成 2023年6月中旬、2023-06、2023年第2季度、2023年1—9月 或 截至2023年8月20日"


def read_days(text: str, year: int | None) -> Days:
    """The first and the last day of a period as printed.

    Args:
        text: the period; 截至 means from 1 January to the last day of what follows.
        year: the year if the text names none.

    Raises:
        DataError: not a period, no year, or it extends over two years.

    >>> print(*read_days("２０２３年二月下旬", None))
    2023-02-21 2023-02-28
    >>> read_days("2022年12月1日至2023年1月31日", None)
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: “2022年12月1日至2023年1月31日”跨了两年；一个期间要在同一年内，请分成两段
    """
    plain = spelt_out(normalise(text).replace("元月", "1月"))
    until = _UNTIL.fullmatch(re.sub("日(?:24|二十四)[时点]", "日底", plain))
    body = next(filter(None, until.groups())) if until else plain.removesuffix("累计")
    if until and _DAY_ALONE.fullmatch(body):  # 截至8月20
        body += "日"
    if _TWO_MONTHS.fullmatch(body):
        met = f"“{text[:40]}”是1月还是10月看不出：表格软件把 {body}0 也存成 {body}"
        raise DataError.at("", met, f"请写成 {body[:4]}年1月 或 {body[:4]}年10月")
    if iso := _ISO_MONTH.fullmatch(body):
        body = f"{iso[1] or iso[3]}年{iso[2] or iso[4]}月"
    elif iso := _ISO_DAY.fullmatch(body):
        body = f"{iso[1] or iso[5]}年{iso[3] or iso[6]}月{iso[4] or iso[7]}日"
    dated = _YEAR.fullmatch(body)
    own = _number((dated[1] or dated[2]).replace("零", "〇")) if dated else year
    rest = (dated[3].removeprefix("度") or "全年") if dated else body
    shown = f"“{text[:40]}”"
    try:
        # with a leap year as a stand-in, a period without a year is told from what is not a period
        first, last = _days(rest, 2000 if own is None else own)
    except ValueError:
        raise DataError.at("", f"{shown}不是一个期间", _TODO) from None
    if own is None:
        raise DataError.at("", f"{shown}没有写明年份", "请在前面写上，如 2023年，或另行给出年份")
    if first.year != last.year:
        raise DataError.at("", f"{shown}跨了两年", "一个期间要在同一年内，请分成两段")
    return (datetime.date(own, 1, 1) if until else first), last


def spelt_out(plain: str) -> str:
    """A text in which months and days from one to another are written with 月 and 日.

    Between two ends, 2023.1 is January: no spreadsheet takes both for a number.

    >>> [spelt_out(text) for text in ("(2023.1-2023.6)", "2023.1.1-6.30", "2023-01至2023-06", "2023-01-06")]
    ['(2023年1月至6月)', '2023年1月1日至6月30日', '2023年1月至6月', '2023-01-06']
    """
    return _FROM_TO.sub(_with_words, plain)


def _with_words(found: re.Match[str]) -> str:
    year, sign, month, day, to, other, last, until = found.groups()
    one_day = sign == "-" == to and not other and not day  # 2023-01-06
    whole = sign == "年" and not other  # said in words already: 2023年1-6月
    if one_day or whole or bool(day) != bool(until) or other not in (None, year):
        return found[0]
    first, end = (f"{int(month)}月", f"{int(last)}月") if not day else (f"{int(month)}月{int(day)}日",) * 2
    if until:
        end = f"{int(last)}月{int(until)}日"
    return found[0] if first == end else f"{year}年{first}至{end}"


def _days(text: str, year: int) -> Days:
    """The days of the text after the year.

    Raises:
        ValueError: not a period, no such day (13月, 2月30日), or the ends are in the wrong order.
    """
    if months := _WORDS.get(text):
        found = _whole(year, *months)
    elif match := re.fullmatch(r"[Qq]([1-4])", text, re.ASCII):
        found = _whole(year, 3 * int(match[1]) - 2, 3 * int(match[1]))
    elif match := _QUARTERS.fullmatch(text):
        last = _number(match[2])
        found = _whole(year, 3 * _number(match[1] or match[2]) - 2, 3 * last)
    elif match := _SO_MANY.fullmatch(text):
        found = _whole(year, 1, _number(match[1]) * (1 if "月" in match[2] else 3))
    elif match := _MONTHS.fullmatch(text):
        found = _whole(year, _number(match[1] or match[2]), _number(match[2]))
    elif match := _TEN_DAYS.fullmatch(text):
        (first, last_of_month), third = _whole(year, *2 * (_number(match[1]),)), THIRDS.index(match[2])
        last_day = last_of_month.day if third == 2 else 10 * third + 10
        found = first.replace(day=10 * third + 1), first.replace(day=last_day)
    elif match := _DAYS.fullmatch(text):
        month, day = _number(match[1]), _number(match[2] or match[5])
        end = datetime.date(int(match[3] or year), _number(match[4] or match[1]), _number(match[5]))
        found = datetime.date(year, month, day), end
    else:
        raise ValueError(text)
    if found[0] > found[1] or year < 1000:
        raise ValueError(text)
    return found


def _whole(year: int, first: int, last: int) -> Days:
    """Whole months; ValueError if a month is out of range."""
    return datetime.date(year, first, 1), datetime.date(year, last, monthrange(year, last)[1])


def _number(text: str) -> int:
    return int(read_number(text))
