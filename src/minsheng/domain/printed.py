"""The one grammar of printed numbers: a word, a number, 万 or 亿, a unit, a word.

不低于5.9万人, 4.3%以内, ３４，３１０户, 二十七万人次, 高于目标23.1元. This module knows how they are put
together; :mod:`~minsheng.domain.numerals` reads the numbers, :mod:`~minsheng.domain.units` the units.
"""

from __future__ import annotations

import operator
import re
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from minsheng.domain.numerals import EXACT, SCALES, normalise, read_number
from minsheng.domain.units import Unit, known_unit, vocabulary
from minsheng.errors import DataError, UnitError
from minsheng.labels import Labelled
from minsheng.wanted import quoted


class Relation(StrEnum):
    """The relation required between an actual figure and an amount.

    >>> Relation(">=").holds(3, 3), Relation(">").holds(3, 3)
    (True, False)
    """

    ABOVE = ">"
    AT_LEAST = ">="
    EXACTLY = "="
    AT_MOST = "<="
    BELOW = "<"

    def holds(self, actual: Any, asked: Any) -> bool:
        """Whether ``actual`` is in this relation to ``asked``."""
        try:
            return bool(_OPERATORS[self](actual, asked))
        except (TypeError, ArithmeticError):
            raise TypeError(f"{quoted(actual)} does not compare with {quoted(asked)}") from None

    @property
    def sign(self) -> str:
        """The sign in workings: ``≥``."""
        return {">=": "≥", "<=": "≤"}.get(self.value, self.value)

    @property
    def words(self) -> str:
        """The Chinese words: 不低于."""
        return _WORDS_FOR[self.value]


_OPERATORS = {
    Relation.ABOVE: operator.gt,
    Relation.AT_LEAST: operator.ge,
    Relation.EXACTLY: operator.eq,
    Relation.AT_MOST: operator.le,
    Relation.BELOW: operator.lt,
}
_WORDS_FOR = {">": "超过", ">=": "不低于", "=": "等于", "<=": "不超过", "<": "低于"}

# 《民法典》第1259条: “以上”“以下”“以内”“届满” include the number itself; “不满”“超过”“以外” do not.
_BEFORE = {
    Relation.AT_LEAST: "不低于 不少于 不小于 不得低于 不得少于 至少 达到 完成 >= ≥",
    Relation.AT_MOST: "不超过 不高于 不多于 不大于 不得超过 不得高于 至多 控制在 <= ≤",
    Relation.ABOVE: "突破 超过 超出 高于 大于 多于 >",
    Relation.BELOW: "低于 少于 小于 不满 不足 <",
    Relation.EXACTLY: "提高到 调整到 标准为 标准 等于 =",
}
_AFTER = {Relation.AT_LEAST: "以上 及以上", Relation.AT_MOST: "以内 以下 及以下"}
#: words that may precede a number that also has a word after it: 达到95%以上
_WITH_ANOTHER = ("达到", "完成", "控制在")


def _longest_first(words: dict[Relation, str]) -> tuple[tuple[str, Relation], ...]:
    """Longest first, so that 不低于 is never read as 低于."""
    pairs = [(word, relation) for relation, listed in words.items() for word in listed.split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


WORDS_BEFORE, WORDS_AFTER = _longest_first(_BEFORE), _longest_first(_AFTER)

#: may take the place of a unit: 5万 of whatever is counted
BARE = {**SCALES, "万亿": 10**12}
_HEAD = re.compile(r"[+-]?[\d.,〇零一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]+", re.ASCII)
#: a share in words, where what follows the number in figures comes first
_SHARE = re.compile(r"([百千])分之(.+)")
#: words for the target that a figure is compared with: 全年目标任务数的
TARGET = r"(?:年度|全年)?(?:目标|任务|计划)(?:任务|数|值)*的?"
_REACHED = re.compile(rf"(?:已经?)?(?:达到|达成|达|完成)(?:{TARGET}|标准)(.*)")
_APART = re.compile(rf"(?:(超出|超过|超额|超|高于|高出|多于|多)|低于|少于|少|欠|差)(?:完成)?({TARGET})?(.+)")


def worded(plain: str) -> tuple[Relation, str] | None:
    """The relation expressed by a word before or after a number, and the rest; None without one.

    Two words count as one if they agree, as in 控制在4%以内; 不低于4%以上 is not Chinese.

    Args:
        plain: the text, in plain characters without spaces.

    >>> [worded(text) for text in ("不低于60元", "控制在4%以内", "60元", "超过60元以下")]
    [(<Relation.AT_LEAST: '>='>, '60元'), (<Relation.AT_MOST: '<='>, '4%'), None, None]
    """
    before = next((pair for pair in WORDS_BEFORE if plain.startswith(pair[0])), None)
    after = next((pair for pair in WORDS_AFTER if plain.endswith(pair[0])), None)
    found = before or after
    if found is None or (before and after and (before[1] is not after[1] or before[0] not in _WITH_ANOTHER)):
        return None
    return found[1], plain.removeprefix(before[0] if before else "").removesuffix(after[0] if after else "")


def number_and_unit(plain: str) -> tuple[str, str] | None:
    """The number at the start and the unit after it; None if the text does not start with a number.

    万 and 亿 next to a unit belong to it: 27万人次 is 27 万人次.

    >>> [number_and_unit(text) for text in ("27万人次", "1亿2000万人", "9.4百分点", "百分之八点五", "全覆盖")]
    [('27', '万人次'), ('1亿2000万', '人'), ('9.4', '百分点'), ('八点五', '%'), None]
    """
    if share := _SHARE.fullmatch(plain):
        return share[2], "%" if share[1] == "百" else "‰"
    found = _HEAD.match(plain)
    if found is None:
        return None
    number, unit = found[0], plain[found.end() :]
    if unit.startswith("分点") and number.endswith("百"):
        number, unit = number[:-1], "百" + unit
    thousand = re.split("[/·]", f"千{unit}")[0] in vocabulary()
    if number.endswith("千") and thousand and (meant := known_unit(f"千{unit}")):  # 5千克 and 3万千瓦
        number, unit = number[:-1], meant.text
    bare = number.rstrip("万亿")
    if bare and SCALES.keys().isdisjoint(bare):
        number, unit = bare, number[len(bare) :] + unit
    return number, unit


def whole_unit(own: str, *around: str) -> Unit:
    """The unit of a number: its own, else the nearest around it; a bare 万 is completed, 元 may mean 元/月.

    Args:
        own: what follows the number.
        around: the units of the column, the line or the indicator, nearest first.

    Raises:
        UnitError: no unit, or an unknown one.

    >>> [str(whole_unit(own, "元/月")) for own in ("", "万", "元", "元/年")]
    ['元/月', '万元/月', '元/月', '元/年']
    """
    text = next(filter(None, (own, *around)), "")
    if not text:
        raise UnitError("没有单位，指标也没有可依的单位")
    if text in BARE:  # the unit around it may have a 万 of its own
        text += next((unit for unit in around if unit and unit not in BARE), "").lstrip("万亿")
    return Unit.parse(around[0] if around[0].startswith(f"{text}/") else text)


def reached(plain: str) -> str | None:
    """What follows words such as 达到目标, possibly nothing; None without such words.

    >>> reached("达到目标60元"), reached("已完成任务"), reached("达到60元")
    ('60元', '', None)
    """
    found = _REACHED.fullmatch(plain)
    return found and found[1]


def apart(plain: str) -> tuple[bool, bool, str] | None:
    """How far a figure is from its target: whether above, whether the target is named, what follows.

    >>> apart("高于目标23.1元"), apart("少17元"), apart("17元")
    ((True, True, '23.1元'), (False, False, '17元'), None)
    """
    found = _APART.fullmatch(plain)
    return found and (found[1] is not None, found[2] is not None, found[3])


# --- cells -----------------------------------------------------------------------------


class CellKind(Labelled):
    """The kind of content of a cell."""

    NUMBER = "number", "数"
    GAP = "gap", "与目标之差"
    MARK = "mark", "空缺记号"
    WORDS = "words", "文字"


class Mark(Labelled):
    """The marks for an empty cell; only ``/`` means that there is no task."""

    BLANK = "", "空白"
    NO_TASK = "/", "没有任务"
    DASH = "—", "破折号"
    HYPHEN = "-", "短横"


@attrs.frozen
class Cell:
    """The content of a cell.

    Args:
        kind: a number, a gap to the target (高于目标23.1元), a mark, or words.
        value: the number, with its printed decimal places; negative for a gap below the target.
        text: the number and its unit, in plain characters, without other words.
        unit: the unit in the cell, ``""`` if none; may be a bare 万 or 亿.
        relation: the relation expressed by words beside the number, if any.
        mark: the mark.
        why: what is wrong with words that look like a number (3,43 or 1300仁).
    """

    kind: CellKind
    value: Decimal | None = None
    text: str = ""
    unit: str = ""
    relation: Relation | None = None
    mark: Mark | None = None
    why: str = ""


_DASHES = re.compile(r"[—–―─－]+|-{2,}")
_MARKS = {"": Mark.BLANK, "/": Mark.NO_TASK, "-": Mark.HYPHEN}

_PLAIN = re.compile(r"-?\d{1,30}(?:\.\d{1,9})?", re.ASCII)
#: two numbers that would become one without the space between them; 34 310 is one number. The space is
#: matched in one piece: matching it in two takes time quadratic in its length
_SPACED = re.compile(r"\d(\s+)(?:(?=\d{3}(?!\d))|([\d.])|,)")
_LINE_ENDS = frozenset("\r\n\t")
#: text after a number that is no longer than this was meant as a unit, not as a sentence
_LONGEST_SLIP = 4


def read_cell(text: str) -> Cell:
    """Read one cell. Never fails: what is neither a number nor a mark is words.

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
        return Cell(CellKind.NUMBER, Decimal(text), text)
    stripped = text.strip()
    if _DASHES.fullmatch(stripped):
        return Cell(CellKind.MARK, mark=Mark.DASH)
    plain = normalise(stripped)
    if plain in _MARKS:
        return Cell(CellKind.MARK, mark=_MARKS[plain])
    if any(found[2] or not _LINE_ENDS.isdisjoint(found[1]) for found in _SPACED.finditer(stripped)):
        return Cell(CellKind.WORDS, why="一格里有不止一个数")
    if (gap := apart(plain)) and gap[1]:
        above, _, by = gap
        cell = _number(by, None)
        if cell.value is not None:
            value = cell.value if above else EXACT.minus(cell.value)
            return attrs.evolve(cell, kind=CellKind.GAP, value=value)
    if figure := reached(plain):
        return _number(figure, Relation.AT_LEAST)
    relation, body = worded(plain) or (None, plain)
    return _number(body, relation)


def _number(plain: str, relation: Relation | None) -> Cell:
    """A number with or without a unit; otherwise words."""
    read = number_and_unit(plain)
    if read is None:
        return Cell(CellKind.WORDS)
    head, unit = read
    if unit.startswith("/") and known_unit(unit[1:]) is None:  # a second number, or a date
        return Cell(CellKind.WORDS)
    if unit and unit not in BARE and known_unit(unit) is None:
        slip = len(unit) <= _LONGEST_SLIP and unit[0].isalpha()
        return Cell(CellKind.WORDS, why=_why_no_unit(unit) if slip else "")
    try:
        return Cell(CellKind.NUMBER, read_number(head), plain, unit, relation)
    except DataError as error:
        return Cell(CellKind.WORDS, why=str(error) if head[0] in "+-.0123456789" else "")


def _why_no_unit(unit: str) -> str:
    """Why it is not a unit, without the list of all units."""
    try:
        Unit.parse(unit)
        return ""
    except UnitError as error:
        return str(error).partition("；认识的单位有")[0]
