"""Digits put into the places of a number format."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from minsheng.domain.amount import plain_text

#: kind and text of a piece of a section: "text", "digit", "clock", …
Token = tuple[str, str]
WIDE = Context(1000, ROUND_HALF_UP, MIN_EMIN, MAX_EMAX, capitals=1, clamp=0, traps=[])
_DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
_PLACES = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
_QUANTA = tuple(Decimal((0, (1,), -places)) for places in range(16))
_BLANK = {"0": "0", "#": "", "?": " "}


def placed(tokens: Sequence[Token], value: Decimal, places: int) -> str:
    """The digits of a number of no sign in the places of a section; what has no place follows the last one.

    >>> placed([("digit", "0"), ("text", "."), ("digit", "0"), (",", ","), ("text", "万")], Decimal(59), 0)
    '5.9万'
    """
    whole, _, decimals = plain_text(value).partition(".")
    decimals, beyond = decimals[:places].ljust(places, "0"), decimals[places:].rstrip("0")
    kinds = [kind for kind, _ in tokens]
    point = kinds.index(".") if "." in kinds else len(kinds)
    front = _whole(tokens[:point], whole.lstrip("0"), kinds)
    back = _decimals(tokens[point + 1 :], decimals, beyond)
    if point < len(kinds):
        some = any(c.isdigit() for c in back)  # Excel leaves a lone point behind 5 under 0.##
        dot = "." if some else ""
        return f"{front[0]}{front[1]}{dot}{back}"
    stands = [n for n, kind in enumerate(kinds) if kind == "digit"]
    split = any(tokens[n] == ("text", ".") for n in range(stands[0], stands[-1])) if stands else False
    return f"{front[0]}{'' if split or not beyond else '.'}{beyond if stands else ''}{front[1]}"


def _whole(tokens: Sequence[Token], digits: str, all_kinds: Sequence[str]) -> tuple[str, str]:
    """What stands before the point, up to its last place and behind it."""
    stands = [n for n, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not stands:
        text = "".join(_literal(*token) for token in tokens)
        return (text + digits, "") if "digit" in all_kinds else (text, "")
    first, last = stands[0], stands[-1]
    grouped = any(tokens[n][0] == "," for n in range(first, last))
    out: list[str] = []
    count = 0
    for n in range(last, first - 1, -1):
        kind, mark = tokens[n]
        if kind != "digit":
            out.append(_literal(kind, mark))
            continue
        taken, digits = (digits, "") if n == first else (digits[-1:], digits[:-1])
        for digit in reversed(taken or _BLANK[mark]):
            if grouped and count and count % 3 == 0:
                out.append("," if digit != " " else " ")
            out.append(digit)
            count += 1
    before = "".join(_literal(*token) for token in tokens[:first])
    return before + "".join(reversed(out)), "".join(_literal(*token) for token in tokens[last + 1 :])


def _decimals(tokens: Sequence[Token], digits: str, beyond: str) -> str:
    stands = [n for n, (kind, _) in enumerate(tokens) if kind == "digit"]
    kept = len(digits.rstrip("0")) if not beyond else len(digits)
    out = []
    for n, (kind, mark) in enumerate(tokens):
        if kind != "digit":
            out.append(_literal(kind, mark))
            continue
        at = stands.index(n)
        needed = at < kept or any(tokens[later][1] == "0" for later in stands[at:])
        out.append(digits[at] if needed else _BLANK[mark])
        if n == stands[-1]:
            out.append(beyond)
    return ("" if stands else beyond) + "".join(out)


def _literal(kind: str, text: str) -> str:
    return "" if kind in (",", "digit") else text


def in_chinese(text: str, style: str, *, one_by_one: bool = False) -> str:
    """Digits in Chinese, as ``[DBNum1]`` and its like show them.

    >>> in_chinese("2023", "1"), in_chinese("2023", "1", one_by_one=True), in_chinese("23", "2")
    ('二千〇二十三', '二〇二三', '贰拾叁')
    """
    digits = _DIGITS[style]
    if not one_by_one and style in _PLACES:
        whole, point, decimals = text.partition(".")
        if whole.isdigit() and len(whole) <= 16:
            return (
                _spoken(whole, digits, _PLACES[style]) + point + in_chinese(decimals, style, one_by_one=True)
            )
    return text.translate({ord(str(n)): digit for n, digit in enumerate(digits)})


def _spoken(whole: str, digits: str, places: tuple[str, ...]) -> str:
    out, gap = "", False
    number = whole.lstrip("0") or "0"
    for at, digit in enumerate(number):
        left = len(number) - 1 - at
        if digit != "0":
            out += (digits[0] if gap and out else "") + digits[int(digit)] + places[left % 4]
            gap = False
        else:
            gap = True
        if left and left % 4 == 0 and number[max(0, at - 3) : at + 1].strip("0"):
            out += ("", "万", "亿", "兆")[left // 4]
    return out or digits[0]


def quantum(places: int) -> Decimal:
    """One in the last of so many places."""
    return _QUANTA[places] if places < len(_QUANTA) else Decimal((0, (1,), -places))


def scientific(tokens: Sequence[Token], value: Decimal) -> str:
    """A number with a power of ten: ``0.00E+00``."""
    at = next(n for n, (kind, _) in enumerate(tokens) if kind == "power")
    head, power = tokens[:at], tokens[at][1]
    kinds = [kind for kind, _ in head]
    whole = kinds.index(".") if "." in kinds else len(kinds)
    step, places = max(1, kinds[:whole].count("digit")), kinds[whole:].count("digit")
    exponent = value.adjusted() // step * step if value else 0
    rounded = WIDE.quantize(WIDE.scaleb(value, -exponent), quantum(places))
    if rounded >= 10**step:
        exponent += step
        rounded = WIDE.quantize(WIDE.scaleb(value, -exponent), quantum(places))
    width = sum(kind == "digit" for kind, _ in tokens[at:])
    sign = "-" if exponent < 0 else "+" if power.endswith("+") else ""
    tail = "".join(text for kind, text in tokens[at + 1 :] if kind == "text")
    return f"{placed(head, rounded, places)}E{sign}{abs(exponent):0{width}d}{tail}"


def fraction(tokens: Sequence[Token], value: Decimal) -> str:
    """A number as a fraction, the nearest of so many digits: ``# ?/?``."""
    at = next(n for n, (kind, _) in enumerate(tokens) if kind == "/")
    below = "".join(text for kind, text in tokens[at + 1 :] if kind == "digit" or text.isdigit())
    start = at
    while start and tokens[start - 1][0] == "digit":
        start -= 1
    exact, whole = Fraction(value), 0
    mixed = any(kind == "digit" for kind, _ in tokens[:start])
    if mixed:
        whole = int(exact)
        exact -= whole
    if below.strip("0#?"):
        bottom = int(below.translate({ord(mark): "0" for mark in "#?"}))
        top = (2 * exact.numerator * bottom + exact.denominator) // (2 * exact.denominator)
    else:
        near = exact.limit_denominator(10 ** min(len(below), 7) - 1)
        top, bottom = near.numerator, near.denominator
    if mixed and top >= bottom:
        whole, top = whole + top // bottom, top % bottom
    if not mixed:
        return f"{top}/{bottom}"
    return f"{whole or ''} {top}/{bottom}".strip() if top else str(whole)


def commas(kinds: Sequence[str]) -> int:
    """How often a number is divided by a thousand: commas behind the last digit before the point."""
    whole = kinds[: kinds.index(".")] if "." in kinds else kinds
    if "digit" not in whole and "digit" not in kinds:
        return 0
    count = 0
    for part in (whole, kinds if "." in kinds else ()):
        last = max((n for n, kind in enumerate(part) if kind == "digit"), default=len(part))
        for kind in part[last + 1 :]:
            if kind != ",":
                break
            count += 1
    return count
