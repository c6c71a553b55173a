"""Number formats of spreadsheets: a number as its cell shows it, and with every digit it holds.

A format is one to four sections (positive; negative; zero; text), or sections with conditions:
``0.00"万人"``, ``0.0%``, ``yyyy"年"m"月"``, ``[>=10000]0!.0,"万";0``. What is not understood is
refused: a number under a format that is guessed at would be another number.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

import attrs

from minsheng.domain.amount import plain_text
from minsheng.reading.tables.format_dates import Clock, is_date, shown_date
from minsheng.reading.tables.format_digits import (
    WIDE,
    Token,
    commas,
    fraction,
    in_chinese,
    placed,
    quantum,
    scientific,
)

#: longer ones cannot be entered
MOST_LENGTH = 255
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<power>E[+-])"
    r"|(?P<clock>y+|m+|d+|h+|s+|aaaa?|e+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d*)?|-?\.\d+)", re.ASCII)
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">=": operator.ge,
    ">": operator.gt,
}  # fmt: skip
_SOME = re.compile(r"[1-9１-９一二三四五六七八九壹贰叁肆伍陆柒捌玖]")
#: a nought as accountants write it
_DASH = re.compile("[¥￥$]?[-—－]")
_COLOURS = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|[黑蓝绿红白黄]色?|蓝绿色|洋红色?|(color|颜色)\s*\d{1,2}",
    re.IGNORECASE,
)
_USUAL = re.compile(r"([t%]*)((?:#,##|#+)?0)(,*)(?:\.(0+))?([t%]*)")
_LOCALE = re.compile(r"\$([^-]*)(?:-([0-9a-z,_-]*))?", re.IGNORECASE)

#: what stands before and behind, decimal places, powers of ten, whether there are commas
_Usual = tuple[str, str, int, int, bool]


@attrs.frozen
class Shown:
    """A number as its cell shows it.

    Args:
        text: what is shown.
        full: the same with every digit that is held; a date with its year, as the month or day it names.
        value: the number or the date.
    """

    text: str
    full: str
    value: Decimal | datetime.date | None


@attrs.frozen
class Section:
    """One section of a format."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    digits: str = ""
    locale: str = ""
    #: of a section with no more in it
    usual: _Usual | None = None

    def has(self, *kinds: str) -> bool:
        """Whether a piece of one of these kinds is in it."""
        return not self.kinds.isdisjoint(kinds)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its pieces."""
        return frozenset(kind for kind, _ in self.tokens)


@attrs.frozen
class NumberFormat:
    """A number format, understood.

    Args:
        numbers: the sections for numbers.
        text: the section for text, if there is one.

    >>> NumberFormat.parse('0.0"万人"').show(Decimal("0.4425"))
    Shown(text='0.4万人', full='0.4425万人', value=Decimal('0.4425'))
    >>> NumberFormat.parse('yyyy"年"m"月"').show(Decimal(45078)).text
    '2023年6月'
    """

    numbers: tuple[Section, ...]
    text: Section | None

    @classmethod
    def parse(cls, code: str) -> NumberFormat:
        """Understand a format.

        Raises:
            ValueError: it is not understood.
        """
        if len(code) > MOST_LENGTH:
            raise ValueError(f"{code[:20]}…")
        sections = [_section(tokens) for tokens in _split(code)]
        if len(sections) > 4:
            raise ValueError(code)
        text = None
        if len(sections) == 4 or sections[-1].has("@"):
            text = sections.pop()
        if not sections and text is not None:  # numbers under @ are shown as they are
            sections = [
                attrs.evolve(text, tokens=tuple(("general" if k == "@" else k, t) for k, t in text.tokens))
            ]
        return cls(tuple(sections), text)

    def show(self, value: Decimal, *, since_1904: bool = False) -> Shown:
        """A number as it is shown.

        Raises:
            ValueError: there is no section for it, or it is no date.
        """
        section, minus = self._section_for(value)
        if section.has("clock", "elapsed", "half"):
            return Shown(
                *shown_date(Clock(section.tokens, section.digits, section.locale), value, since_1904)
            )
        if not section.has("digit", "general", "@", "power"):  # words in place of the number, or nothing
            text = "".join(text for _, text in section.tokens).strip()
            meant = (value == 0 and not _DASH.fullmatch(text)) or (section.condition or ("",))[0] == "="
            return Shown(text, text if meant else plain_text(value), value)
        text, full = _number(section, value.copy_abs())
        if minus:  # what is rounded to nothing is shown without a sign
            text, full = f"-{text}" if _SOME.search(text) else text, f"-{full}"
        full = "0" if value == 0 and _DASH.fullmatch(text.strip()) else full
        return Shown(text.strip(), full.strip(), value)

    def show_plain(self, plain: str) -> tuple[str, str] | None:
        """The same of a number as text, if that is soon done: as it is shown, and in full."""
        section = self.numbers[0]
        if section.usual is None or len(self.numbers) > 1 or section.condition or plain[:1] == "-":
            return None
        text, full = _usually(plain, section.usual)
        return text.strip(), full.strip()

    def show_text(self, value: str) -> str:
        """A text as it is shown: ``@"个"`` adds to it."""
        if self.text is None:
            return value
        return "".join(value if kind == "@" else text for kind, text in self.text.tokens)

    def _section_for(self, value: Decimal) -> tuple[Section, str]:
        """The section, and the sign before it."""
        first, *others = self.numbers
        sign = "-" if value < 0 else ""
        if not any(section.condition for section in self.numbers):
            if not others:
                return first, sign
            if value < 0:
                return others[0], ""
            return (others[1] if value == 0 and len(others) > 1 else first), ""
        given = [section.condition for section in self.numbers]
        if given[0] is None:
            given[0] = (">", Decimal(0)) if len(given) > 2 else (">=", Decimal(0))
        if len(given) > 2 and given[1] is None:
            given[1] = ("<", Decimal(0))
        for section, condition in zip(self.numbers, given, strict=True):
            if condition is None or _COMPARED[condition[0]](value, condition[1]):
                negative = condition is not None and condition[0] in ("<", "<=") and condition[1] <= 0
                return section, "" if negative and len(given) > 1 else sign
        raise ValueError("没有一节适用")


def _split(code: str) -> list[list[tuple[str, str]]]:
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "other" and text == ";":
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return sections


def _section(raw: list[tuple[str, str]]) -> Section:
    tokens: list[Token] = []
    condition, digits, locale = None, "", ""
    for kind, text in raw:
        if kind in ("quoted", "escaped"):
            tokens.append(("text", text))
        elif kind == "space":
            tokens.append(("text", " "))
        elif kind == "bracket":
            if met := _CONDITION.fullmatch(text):
                condition = (met[1], Decimal(met[2]))
            elif met := re.fullmatch(r"DBNum([1-3])", text, re.IGNORECASE):
                digits = met[1]
            elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
                tokens.append(("elapsed", text.lower()))
            elif met := _LOCALE.fullmatch(text):
                tokens += [("text", met[1])] if met[1] else []
                locale = met[2] or locale
            elif not _COLOURS.fullmatch(text):
                raise ValueError(f"[{text}]")
        elif kind == "other" and text in "bBgG":
            raise ValueError(text)  # years of other calendars
        elif kind == "other":
            tokens.append((text if text in ".,%/@" else "text", text))
        elif kind != "fill":
            tokens.append((kind, text if kind in ("digit", "half") else text.lower()))
    if is_date(tokens):
        if any(kind in ("general", "@", "power", "%") for kind, _ in tokens):
            raise ValueError("".join(text for _, text in tokens))
    elif sum(kind in (".", "power") for kind, _ in tokens) > 2:
        raise ValueError("".join(text for _, text in tokens))
    return Section(tuple(tokens), condition, digits, locale, None if digits else _usual(tokens))


def _usual(tokens: list[Token]) -> _Usual | None:
    """Of sections such as ``#,##0.00"万人"`` and ``0.0%``, which nearly all are."""
    marks = "".join(
        text if kind in ("digit", ".", ",") else "%" if kind == "%" else "t" for kind, text in tokens
    )
    met = _USUAL.fullmatch(marks)
    if met is None or any(kind in ("@", "/", "general", "power") for kind, _ in tokens):
        return None
    before, behind = (
        "".join(text for _, text in part) for part in (tokens[: met.end(1)], tokens[met.start(5) :])
    )
    return before, behind, len(met[4] or ""), 2 * marks.count("%") - 3 * len(met[3]), "," in met[2]


def _usually(plain: str, usual: _Usual) -> tuple[str, str]:
    """The same, sooner, from a number of no sign as text: most need no rounding."""
    before, behind, places, shift, grouped = usual
    if shift:
        plain = plain_text(WIDE.scaleb(Decimal(plain), shift))
    whole, _, decimals = plain.partition(".")
    if len(decimals) <= places and whole.isdecimal():  # nothing to round
        whole = f"{int(whole):,}" if grouped and len(whole) > 3 else whole
        text = f"{before}{whole}{'.' if places else ''}{decimals:0<{places}}{behind}"
        return text, text
    beyond = decimals[places:].rstrip("0")
    shown = int(whole + decimals[:places].ljust(places, "0")) + (beyond >= "5")  # half up: there is no sign
    text = str(shown) if shown >= 10**places else f"{shown:0{places + 1}d}"
    if places:
        text = f"{text[:-places]}.{text[-places:]}"
    if grouped:
        text, plain = _grouped(text), _grouped(plain)
    return f"{before}{text}{behind}", f"{before}{plain if beyond else text}{behind}"


def _grouped(text: str) -> str:
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}"


def _number(section: Section, value: Decimal) -> tuple[str, str]:
    """As it is shown, and with every digit."""
    tokens = section.tokens
    if section.has("general", "@"):
        plain = plain_text(value)
        shown = in_chinese(plain, section.digits) if section.digits else plain
        return tuple("".join(x if k in ("general", "@") else t for k, t in tokens) for x in (shown, plain))  # type: ignore[return-value]  # two
    if section.usual is not None:
        return _usually(plain_text(value), section.usual)
    kinds = [kind for kind, _ in tokens]
    if "power" in kinds:
        return scientific(tokens, value), plain_text(value)
    if "/" in kinds and "digit" in kinds[: kinds.index("/")]:
        return fraction(tokens, value), plain_text(value)
    places = kinds[kinds.index(".") :].count("digit") if "." in kinds else 0
    scaled = WIDE.scaleb(value, 2 * kinds.count("%") - 3 * commas(kinds))
    rounded = WIDE.quantize(scaled, quantum(places))
    full = text = placed(tokens, rounded, places)
    if rounded != scaled:
        full = placed(tokens, scaled, places)
    if section.digits:
        text = in_chinese(text, section.digits, one_by_one=True)
    return text, full
