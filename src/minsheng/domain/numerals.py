"""Numbers as offices print them: full-width digits, thousands commas, Chinese numerals.

A number is read exactly, into a ``Decimal``, or refused: 一万五, which in everyday speech is 15000,
is never guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction

from minsheng.errors import DataError

#: no figure of a city's programme has more digits
MOST_DIGITS = 40
#: wide enough for whatever is calculated from such figures, and independent of the caller's context
EXACT = Context(
    10 * MOST_DIGITS,
    ROUND_HALF_UP,
    MIN_EMIN,
    MAX_EMAX,
    capitals=1,
    clamp=0,
    traps=[Inexact, InvalidOperation],
)

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
#: as written on cheques, so that they cannot be changed
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_PLACES = {"十": 10, "百": 100, "千": 1000}
#: the large scales, largest first; next to a unit they are part of it
SCALES = {"亿": 10**8, "万": 10**4}

_PIECE = 1000
#: signs that are no digits of the number beside them, though plain forms of them are: ①, ⁴, ½
_OTHERS = "¹⁰⁴-⁹¼-¾⅐-⅟⓪①-⒛⓵-⓿㉈-㉏㉑-㉟㊱-㊿❶-➓\U0001f100-\U0001f10a"
_SIGN = re.compile(f"[²³₀-₉{_OTHERS}]")
_SIGNS = re.compile(f"((?<![mM])[²³]|(?<![A-Za-z.])[₀-₉]|[{_OTHERS}])")  # but m² is m2, CO₂ is CO2

_FORMAT = re.compile(r"((?:.?[<>^])?\d*)(,?)(?:\.(\d)f?)?", re.DOTALL)
_PLAIN = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_ARABIC = re.compile(r"(\d+(?:\.\d+)?)([百千]?)", re.ASCII)


def normalise(text: str) -> str:
    """Full-width forms to plain ones, without spaces.

    >>> normalise("３４，３１０　户"), normalise("1300①"), normalise("5 km²")
    ('34,310户', '1300①', '5km2')
    """
    # in pieces, because ordering combining marks takes time quadratic in their number
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    plain = "".join(map(_plain, pieces)).replace("−", "-")
    return "".join(plain.split())


def _plain(piece: str) -> str:
    if _SIGN.search(piece) is None:
        return unicodedata.normalize("NFKC", piece)
    parts = _SIGNS.split(piece)  # every other one is a sign
    return "".join(part if n % 2 else unicodedata.normalize("NFKC", part) for n, part in enumerate(parts))


def read_number(text: str) -> Decimal:
    """Read one number without a unit, exactly.

    Raises:
        DataError: the text is not one number. ``3,43`` is refused, not guessed at.

    >>> [str(read_number(t)) for t in ("３４，３１０", "41.30", "二十七", "五点九万", "1.2亿")]
    ['34310', '41.30', '27', '59000.0', '120000000.0']
    """
    if len(text) > MOST_DIGITS + 3:  # with a sign, a point, and a zero before it
        raise DataError.at("", f"数太长：“{text[:12]}…”")
    plain = normalise(text)
    if _PLAIN.fullmatch(plain):
        return Decimal(plain.replace(",", ""))
    value = _scaled(plain.removeprefix("-").translate(_FORMAL))
    if value is None:
        raise DataError.at("", f"“{text}”不是一个数", "请写成 34310、41.3 或 二十七 这样的数")
    return EXACT.minus(value) if plain.startswith("-") else value


def _scaled(text: str) -> Decimal | None:
    """A number with 万 and 亿 in it: 1亿2000万, 五点九万, 一万零五."""
    for mark, scale in SCALES.items():
        head, found, tail = text.rpartition(mark)
        if not found:
            continue
        high, low = _scaled(head), Decimal(0)
        if tail:
            read = _scaled(tail.removeprefix("零"))
            # 一万五 is 15000 in speech and 10005 by its digits: only 一万零五 or 一万五千 is clear
            if read is None or read >= scale or (read < scale // 10 and tail[0] != "零"):
                return None
            low = read
        return None if high is None else EXACT.fma(high, scale, low)
    if match := _ARABIC.fullmatch(text):
        return EXACT.multiply(Decimal(match[1]), _PLACES.get(match[2], 1))
    whole, dot, decimals = text.partition("点")
    value = _whole(whole)
    if value is None or not dot:
        return value
    if not decimals or any(c not in _DIGITS for c in decimals):
        return None
    return Decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in decimals))


def _whole(text: str) -> Decimal | None:
    """A Chinese whole number below ten thousand, or digits one by one (二〇二三)."""
    if text and all(c in _DIGITS and c != "两" for c in text):
        if len(text) == 1 or "〇" in text:
            return Decimal("".join(str(_DIGITS[c]) for c in text))
        return None
    value, place_above, at = 0, 10**4, 0
    while at < len(text):
        skipped = text[at] == "零"
        at += skipped
        digit = _DIGITS.get(text[at], 0) if at < len(text) else 0
        at += digit > 0
        place = _PLACES.get(text[at], 0) if at < len(text) else 1
        at += place > 0
        if digit == 0 and value == 0 and place == 10:
            digit = 1  # 十 stands for 一十 at the start of a number
        gap = place > 0 and place * 10 < place_above
        wrong_zero = skipped if value == 0 else gap != skipped
        if digit == 0 or place == 0 or place >= place_above or wrong_zero:
            return None
        value, place_above = value + digit * place, place
    return Decimal(value) if value else None


def exact_decimal(value: Fraction) -> Decimal | None:
    """The decimal that equals ``value``; None if there is none (1/3).

    >>> exact_decimal(Fraction(7800, 12)), exact_decimal(Fraction(5000, 12))
    (Decimal('650'), None)
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    scaled = value.numerator * 10**places // value.denominator
    return shifted(Decimal(scaled), -places)


def less_exactly(value: Decimal, by: Decimal) -> Decimal:
    """The exact difference."""
    return EXACT.subtract(value, by)


def times_exactly(first: Decimal, *others: Decimal | int) -> Decimal:
    """The exact product."""
    for other in others:
        first = EXACT.multiply(first, other)
    return first


def shifted(value: Decimal, places: int) -> Decimal:
    """The value × 10 ** ``places``, with the same digits: 12.5 by -2 is 0.125."""
    return EXACT.scaleb(value, places)


def formatted(value: Decimal, unit: str, spec: str) -> str:
    """Format a decimal and its unit; rounds half up if the format has decimal places.

    >>> formatted(Decimal("1234.565"), "元", "*>12,.2f")
    '**1,234.57 元'
    """
    asked = _FORMAT.fullmatch(spec)
    if asked is None:
        raise ValueError(
            f"an amount is formatted by a width, ',' and '.2f', such as {{:>12,.2f}}, not {spec!r}"
        )
    width, grouped, places = asked.groups()
    if places is not None:
        whole = (abs(Fraction(value)) * 10 ** int(places) * 2 + 1) // 2
        value = shifted(Decimal(whole if value >= 0 else -whole), -int(places))
    return format(f"{format(value, f'{grouped}f')} {unit}", width)
