"""The cells of a decision table as an analyst writes them: ``县、县级市``, ``[600,650)``, ``满60不满70``.

A cell is one range or a list of them (:mod:`~minsheng.reading.ranges`), or texts. What has a number and is
not wholly understood is a text with a doubt, which no column of numbers or days takes.
"""

from __future__ import annotations

import datetime
import re
from itertools import pairwise

import attrs

from minsheng.domain.expression.cells import Anything, Cell, NoneOf, OneOf, Span
from minsheng.domain.numerals import normalise
from minsheng.errors import DataError, Problem
from minsheng.reading.bounds import DAY, NUMERALS, SIGNS, WORDS
from minsheng.reading.decision_columns import WAYS, Heading, is_unit
from minsheng.reading.ranges import read_range

ANYTHING, OTHERS = ("-", "—", "——", "不限", "任意", "任何"), ("其他", "其它", "其余")
TRUTHS = {"是": True, "否": False, "true": True, "false": False}
#: how spreadsheets export a day
_MIDNIGHT = re.compile(r"(?<=\d)[ T]00:00(?::00)?$")
_EXCEPT = re.compile(r"除(.+?)(?:以外|之外|外)")
_PART = re.compile('[“"「]([^“”"「」]+)[”"」]|([^、，,；;\n]+)')
_OR = re.compile("[、,;]|或者?")


@attrs.frozen
class Condition:
    """What a cell says, before it is known what its column is of.

    Args:
        text: what stands there.
        cells: what fits: ranges of numbers or days, truth values or texts, as cells that may be
            several; empty for 其他, whose texts stand in the other rows.
        sort: ``any``, ``others``, ``number``, ``date``, ``truth`` or ``text``.
        plain: whether it is no range, so that it may be a text too.
        doubt: why a text with a number in it is no number or range.
        told: whether it can only be a text: it is quoted, or a code such as 0601.
    """

    text: str
    cells: tuple[Cell, ...]
    sort: str
    plain: bool = True
    doubt: Problem | None = None
    told: bool = False


def as_texts(one: Condition) -> Condition:
    """Numbers of a column of codes as the texts that they are."""
    if one.sort != "number" or not one.plain:
        return one
    return Condition(one.text, (OneOf(texts(one.text)[0]),), "text")


def texts(said: str) -> tuple[tuple[str, ...], bool, bool]:
    """A list of texts, whether one is quoted, and whether one is a code, as 0601 is.

    >>> texts("县、县级市"), texts("“60”、“甲、乙”"), texts("0601")
    ((('县', '县级市'), False, False), (('60', '甲、乙'), True, False), (('0601',), False, True))
    """
    found = [*_PART.finditer(said)]
    values = dict.fromkeys(text for part in found if (text := part[1] or part[2].strip()))
    coded = any(part[2] and len(part[2]) > 1 and part[2][0] == "0" and part[2].isdigit() for part in found)
    return tuple(values), any(part[1] for part in found), coded


def read_condition(text: str, heading: Heading = Heading()) -> Condition:  # noqa: B008  # frozen
    """What a cell says.

    Raises:
        DataError: a range is meant, but not said; or nothing stands there.

    >>> read_condition("[600,650)").cells
    (Span(low=Decimal('600'), high=Decimal('650'), low_open=False, high_closed=False),)
    >>> read_condition("60周岁（含）以上", Heading("年龄", "岁")).cells[0].in_words
    '≥60'
    >>> read_condition("县、县级市").cells
    (OneOf(values=('县', '县级市')),)
    """
    said = text.strip()
    if not said:
        raise DataError.at("", "空着", "任何值都行请写 -；与上一行相同请写全，或合并单元格")
    if said in ("/", "／"):
        raise DataError.at("", "“/”看不出是任何值还是没有", "任何值都行请写 -；没有这种情形请删去这一行")
    if said in ANYTHING or normalise(said) in ANYTHING:
        return Condition(said, (Anything(),), "any")
    if said in OTHERS:
        return Condition(said, (), "others")
    apart = _EXCEPT.fullmatch(said)
    body = apart[1] if apart else said
    values, quoted, coded = texts(body)
    parts = [] if quoted else [_plain(body)]
    read = [_read(part, heading) for part in parts]
    if read and not isinstance(read[0], Condition):
        parts = [] if coded else [part for part in _OR.split(parts[0]) if part]
        read = [_read(part, heading) for part in parts]
    known = [one for one in read if isinstance(one, Condition)]
    plain = all(one.plain for one in known)
    if not apart and known and len(known) == len(read) and len({one.sort for one in known}) == 1:
        return Condition(said, _together(said, known), known[0].sort, plain)
    doubts = [one for one in read if isinstance(one, Problem)]
    doubt = doubts[0] if len(read) == len(doubts) == 1 else Problem("", f"“{said}”看不懂", WAYS)
    if not plain or any(map(_is_range, parts)):
        raise DataError([doubt])
    cell = NoneOf(values) if apart else OneOf(values)
    return Condition(said, (cell,), "text", not apart, doubt if known or doubts else None, quoted or coded)


def _plain(said: str) -> str:
    """In plain characters; numbers with a space between them are two, or one: nobody reads a ?."""
    parted = re.sub(r"(?<=\d)[^\S\n]+(?=\d)", "?", _MIDNIGHT.sub("", said).replace("\n", "、"))
    return normalise(parted.replace("〜", "~"))


def _read(plain: str, heading: Heading) -> Condition | Problem | None:
    """One range, number, day or truth value; a text with a number in it as a problem; None for others.

    Raises:
        DataError: a range with something wrong in it.
    """
    if plain.lower() in TRUTHS:
        return Condition(plain, (OneOf((TRUTHS[plain.lower()],)),), "truth")
    try:
        found = read_range(plain, heading)
    except DataError as error:
        raise DataError([_about(plain, error.problems[0])]) from None
    if isinstance(found, Problem):
        return _about(plain, found)
    if found is not None:
        span, is_plain = found
        return Condition(plain, (span,), _sort(span), is_plain)
    number = re.search(r"\d", plain) or (re.search(f"[{NUMERALS}]", plain) and WORDS.search(plain))
    return Problem("", f"“{plain}”看不懂", WAYS) if number else None


def _about(plain: str, why: Problem) -> Problem:
    return why if f"“{plain}" in why.met else Problem("", f"“{plain}”里{why.met}", why.todo)


def _sort(span: Span) -> str:
    return "date" if isinstance(span.low or span.high, datetime.date) else "number"


def _is_range(plain: str) -> bool:
    """Whether nothing but numbers, units and words for more or less stand there, or a sign: 约60, 60及."""
    if SIGNS.search(plain):
        return True
    plain = re.sub(rf"{DAY}|\d[eE][+-]?\d", "0", plain)
    if not re.search(rf"[\d{NUMERALS}]", plain) or not (WORDS.search(plain) or plain[0] in "[("):
        return False
    rest = re.split(rf"[\d{NUMERALS}.,、;()\[\]年月日号 -]+", WORDS.sub("0", plain))
    return all(part in ("", "本数") or is_unit(part) for part in rest)


def _together(said: str, several: list[Condition]) -> tuple[Cell, ...]:
    """A list as cells, none of which overlaps another."""
    listed = [*dict.fromkeys(cell for one in several for cell in one.cells)]
    values = tuple(value for cell in listed if isinstance(cell, OneOf) for value in cell.values)
    if values:
        return (OneOf(values),)
    spans = sorted(
        (cell for cell in listed if isinstance(cell, Span)), key=lambda one: (one.low is not None, one.begins)
    )
    for first, second in pairwise(spans):
        if first.ends is None or second.begins is None or second.begins < first.ends:
            todo = "都要满足的请写成 [60,70) 这样；只要满足一个的，请改成不重叠的"
            raise DataError.at("", f"“{said}”里的几项有重叠", todo)
    return tuple(listed)
