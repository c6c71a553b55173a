"""What a cell of an office's table says: a number, a mark, or words."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from minsheng.domain.amount import add_exactly, to_decimal
from minsheng.domain.bound import WORDS_AFTER, WORDS_BEFORE, Relation
from minsheng.domain.numerals import normalise
from minsheng.domain.units import Unit, known_unit
from minsheng.errors import DataError, UnitError
from minsheng.labels import Labelled


class CellKind(Labelled):
    """What kind of thing stands in a cell."""

    NUMBER = "number", "数"
    GAP = "gap", "与目标之差"
    MARK = "mark", "空缺记号"
    WORDS = "words", "文字"


class Mark(Labelled):
    """The marks for an empty cell, kept apart: only ``/`` says that there is no task."""

    BLANK = "", "空白"
    NO_TASK = "/", "没有任务"
    DASH = "—", "破折号"
    HYPHEN = "-", "短横"


@attrs.frozen
class Cell:
    """What a cell says.

    Args:
        kind: a number, a gap to the target (高于目标23.1元), a mark, or words.
        value: the number, with the places it is printed with; a gap that falls short is negative.
        unit: the unit in the cell, ``""`` where there is none; a bare 万 or 亿 stays one.
        relation: how an actual figure must stand to the number, where words say so.
        mark: which mark it is.
        why: what is wrong with words that look like a number (3,43 or 1300仁).
    """

    kind: CellKind
    value: Decimal | None = None
    unit: str = ""
    relation: Relation | None = None
    mark: Mark | None = None
    why: str = ""


_DASHES = re.compile(r"[—–―─－]+|-{2,}")
_MARKS = {"": Mark.BLANK, "/": Mark.NO_TASK, "-": Mark.HYPHEN}
_SCALES = ("万", "亿", "万亿")

_PLAIN = re.compile(r"-?\d{1,30}(?:\.\d{1,9})?", re.ASCII)
_HEAD = re.compile(r"[+-]?[\d.,〇零一二两三四五六七八九十百千万亿点]+", re.ASCII)
#: two numbers that would become one if the space between them were left out; 34 310 is one. The space
#: is taken in one piece: in two, with a line end between them, time would grow with its length squared
_SPACED = re.compile(r"\d(\s+)(?:(?=\d{3}(?!\d))|([\d.])|,)")
_LINE_ENDS = frozenset("\r\n\t")
_TARGET = r"(?:年度|全年)?(?:目标|任务)(?:任务)?[值数]?"
_REACHED = re.compile(rf"(达到|完成){_TARGET}(?=.)")
_GAP = re.compile(rf"(高于|超过|超出|超|多于|低于|少于|欠){_TARGET}(.+)")
_SHORT = ("低于", "少于", "欠")
#: what follows a number and is no longer than this was meant as a unit, not as a sentence
_LONGEST_SLIP = 4


def read_cell(text: str) -> Cell:
    """Read one cell. Never fails: what is no number and no mark is words.

    >>> [str(read_cell(t).value) for t in ("1300人", "３，４００", "5.00", "72%", "不低于60元")]
    ['1300', '3400', '5.00', '72', '60']
    >>> [read_cell(t).kind.label for t in ("0", "/", "", "应补尽补", "高于目标23.1元")]
    ['数', '空缺记号', '空缺记号', '文字', '与目标之差']
    >>> read_cell("4.3%以内").relation, read_cell("达到目标3840元").relation
    (<Relation.AT_MOST: '<='>, <Relation.AT_LEAST: '>='>)
    >>> read_cell("1300仁").why
    '不认识的单位“仁”；最接近的是“人”'
    """
    if _PLAIN.fullmatch(text):
        return Cell(CellKind.NUMBER, Decimal(text))
    stripped = text.strip()
    if _DASHES.fullmatch(stripped):
        return Cell(CellKind.MARK, mark=Mark.DASH)
    plain = normalise(stripped)
    if plain in _MARKS:
        return Cell(CellKind.MARK, mark=_MARKS[plain])
    if any(found[2] or not _LINE_ENDS.isdisjoint(found[1]) for found in _SPACED.finditer(stripped)):
        return Cell(CellKind.WORDS, why="一格里有不止一个数")
    if match := _GAP.fullmatch(plain):
        cell = _number(match[2], None)
        if cell.value is not None:
            value = add_exactly(cell.value.copy_negate()) if match[1] in _SHORT else cell.value
            return attrs.evolve(cell, kind=CellKind.GAP, value=value)
    plain = _REACHED.sub(r"\1", plain, count=1)
    before = next((pair for pair in WORDS_BEFORE if plain.startswith(pair[0])), None)
    after = next((pair for pair in WORDS_AFTER if plain.endswith(pair[0])), None)
    if before and after:
        return Cell(CellKind.WORDS)
    if before:
        return _number(plain.removeprefix(before[0]), before[1])
    if after:
        return _number(plain.removesuffix(after[0]), after[1])
    return _number(plain, None)


def _number(plain: str, relation: Relation | None) -> Cell:
    """A number and what may stand behind it; otherwise words."""
    found = _HEAD.match(plain)
    if found is None:
        return Cell(CellKind.WORDS)
    head, unit = found[0], plain[found.end() :]
    if unit.startswith("/") and known_unit(unit[1:]) is None:  # a second number, or a date
        return Cell(CellKind.WORDS)
    while head[-1:] in ("万", "亿") and len(head) > 1:
        head, unit = head[:-1], head[-1] + unit
    if unit and unit not in _SCALES and known_unit(unit) is None:
        slip = len(unit) <= _LONGEST_SLIP and unit[0].isalpha()
        return Cell(CellKind.WORDS, why=_why_no_unit(unit) if slip else "")
    try:
        return Cell(CellKind.NUMBER, to_decimal(head), unit, relation)
    except DataError as error:
        return Cell(CellKind.WORDS, why=str(error) if head[0] in "+-.0123456789" else "")


def _why_no_unit(unit: str) -> str:
    try:
        Unit.parse(unit)
    except UnitError as error:
        said = str(error)
        return said if "最接近" in said else f"不认识的单位“{unit}”"
    return ""
