"""Dates and times in number formats: days since 1900 or 1904, as spreadsheets count them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.reading.tables.format_digits import Token, in_chinese

_DAY = 86_400
_LAST = 2_958_465  # 9999-12-31
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE = (
    "4",
    "04",
    "404",
    "804",
    "0804",
    "0404",
    "c04",
    "1004",
    "1404",
    "zh-cn",
    "zh-tw",
    "zh-hans",
    "2052",
)


@attrs.frozen
class Clock:
    """A section that shows a date or a time."""

    tokens: tuple[Token, ...]
    digits: str
    locale: str


def is_date(tokens: Sequence[Token]) -> bool:
    """Whether a section shows a date or a time."""
    return any(kind in ("clock", "elapsed", "half") for kind, _ in tokens)


def shown_date(
    clock: Clock, value: Decimal, since_1904: bool
) -> tuple[str, str, Decimal | datetime.date | None]:
    """As it is shown, in full, and the date.

    Raises:
        ValueError: there is no such date.
    """
    tokens = _minutes(clock.tokens)
    kinds = {text[0] for kind, text in tokens if kind == "clock"}
    finer = _finer(tokens)
    if value < 0 or value >= _LAST + 1:
        raise ValueError("不是日期")
    timed = bool(kinds & set("hns")) or any(
        kind != "clock" for kind, _ in tokens if kind in ("elapsed", "half")
    )
    units = _DAY * 10**finer
    exact = Fraction(value) * units
    ticks = (
        (2 * exact.numerator + exact.denominator) // (2 * exact.denominator) if timed else int(value) * units
    )
    days, rest = divmod(ticks, units)
    seconds, fraction = divmod(rest, 10**finer)
    year, month, day, weekday = _calendar(days, since_1904)
    twelve = any(kind == "half" for kind, _ in tokens)
    hour = seconds // 3600
    of = {
        "y": year, "e": year, "m": month, "d": day, "h": (hour % 12 or 12) if twelve else hour,
        "n": seconds // 60 % 60, "s": seconds % 60,
    }  # fmt: skip
    chinese = clock.locale.lower().split(",")[0] in _CHINESE
    out = []
    skip = -1
    for n, (kind, text) in enumerate(tokens):
        if n <= skip:
            continue
        if kind == "." and finer and n and _seconds(tokens[n - 1]):
            out.append(f".{fraction:0{finer}d}")
            skip = n + finer
        elif kind == "elapsed":
            total = ticks // 10**finer // {"h": 3600, "m": 60, "s": 1}[text[0]]
            out.append(str(total).zfill(len(text)))
        elif kind == "half":
            out.append(_half(text, hour >= 12))
        elif kind == "clock":
            out.append(_part(text, of.get(text[0], 0), weekday, clock.digits, chinese))
        else:
            out.append(text)
    shown = "".join(out).strip()
    found = _date(year, month, day)
    if not kinds & set("yemda") or found is None:
        return shown, shown, None if found is None and kinds & set("yemda") else value
    if not kinds & set("da") and not timed:
        of_month = f"{year}年{month}月" if "m" in kinds else f"{year}年"
        return shown, of_month, found
    at = datetime.time(seconds // 3600, seconds // 60 % 60, seconds % 60) if timed else datetime.time()
    moment = datetime.datetime.combine(found, at)
    return (shown, str(moment), moment) if seconds and timed else (shown, str(found), found)


def _minutes(tokens: Sequence[Token]) -> list[Token]:
    """An m behind hours or before seconds is of minutes: n."""
    out = list(tokens)
    parts = [n for n, (kind, _) in enumerate(out) if kind in ("clock", "elapsed")]
    for at, n in enumerate(parts):
        kind, text = out[n]
        if kind != "clock" or text[0] != "m" or len(text) > 2:
            continue
        before = out[parts[at - 1]][1][0] if at else ""
        after = out[parts[at + 1]][1][0] if at + 1 < len(parts) else ""
        if before == "h" or after == "s":
            out[n] = (kind, "n" * len(text))
    return out


def _seconds(token: Token) -> bool:
    return token[0] in ("clock", "elapsed") and token[1][0] == "s"


def _finer(tokens: Sequence[Token]) -> int:
    """How many digits of a second are shown."""
    for n, (kind, _) in enumerate(tokens):
        if kind == "." and n and _seconds(tokens[n - 1]):
            count = 0
            while n + 1 + count < len(tokens) and tokens[n + 1 + count] == ("digit", "0"):
                count += 1
            return min(count, 9)
    return 0


def _calendar(days: int, since_1904: bool) -> tuple[int, int, int, int]:
    """Year, month, day, and the weekday from Monday; 1900 had no 29 February, but is counted as if it had."""
    if since_1904:
        days += 1462
    weekday = (days + 5) % 7
    if not since_1904 and days in (0, 60):
        return (1900, 1, 0, weekday) if days == 0 else (1900, 2, 29, weekday)
    found = datetime.date.fromordinal(693_594 + days + (days < 60))
    return found.year, found.month, found.day, weekday


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _half(text: str, afternoon: bool) -> str:
    first, second = text.split("/")
    return second if afternoon else first


def _part(text: str, number: int, weekday: int, style: str, chinese: bool) -> str:
    kind, width = text[0], len(text)
    if kind in "ye":
        year = f"{number % 100:02d}" if kind == "y" and width < 3 else str(number)
        return in_chinese(year, style, one_by_one=True) if style else year
    if kind == "a" or (kind == "d" and width > 2 and chinese):
        return ("星期" if width > 3 else "周" if kind == "d" else "") + "一二三四五六日"[weekday]
    if kind == "d" and width > 2:
        return _WEEKDAYS[weekday][: None if width > 3 else 3]
    if kind == "m" and width > 2:
        if chinese:
            return f"{number}月" if width == 3 else f"{in_chinese(str(number), '1').replace('一十', '十')}月"
        name = _MONTHS[number - 1]
        return name if width == 4 else name[:1] if width > 4 else name[:3]
    if style in ("1", "2"):
        return in_chinese(str(number), style).replace("一十", "十")
    plain = str(number).zfill(min(width, 2))
    return in_chinese(plain, style) if style else plain
