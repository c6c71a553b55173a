"""Finds the figures in a sentence, to compare the text with its encoding."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.bound import Bound
from minsheng.domain.numerals import SCALES, normalise, read_number, times_exactly
from minsheng.domain.own_units import cached
from minsheng.domain.printed import WORDS_AFTER, WORDS_BEFORE, Relation
from minsheng.domain.units import Unit, known_unit
from minsheng.errors import DataError

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|[一二三四五六七八九十百千两零〇]+(?:点[一二三四五六七八九零〇]+)?")
_LONGEST_UNIT = 8
_MARKS = re.compile(r"[“”\"'（）()、，,。：:\s]")


@attrs.frozen
class Mention:
    """A figure in running text, with its unit and relation.

    Args:
        text: as written, in plain characters.
        number: its value, including 万 and 亿.
        unit: its unit without them; None if it has none (2.1万新生儿 is a bare 21000).
        relation: the relation expressed by a word beside it, if any.
    """

    text: str
    number: Decimal
    unit: Unit | None
    relation: Relation | None

    @asked
    def is_of(self, amount: Amount) -> bool:
        """Whether it mentions exactly this amount; a bare number is compared by value alone."""
        if self.unit is None:
            return self.number == amount.exact
        same = self.unit.measures_same_as(amount.unit)
        return same and self.unit.factor * Fraction(self.number) == amount.exact


@asked
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every figure in a sentence, in order, except inside “…” (names such as “一户一表”).

    >>> [(m.text, m.relation) for m in find_mentions("从不低于4600元/年提高到不低于5000元/年")]
    [('4600元/年', <Relation.AT_LEAST: '>='>), ('5000元/年', <Relation.AT_LEAST: '>='>)]
    >>> [m.text for m in find_mentions("上线服务事项700项，其中“一网通办”事项达到350项")]
    ['700项', '350项']
    """
    plain = normalise(text)
    closed = plain.rfind("”") + 1  # opening marks after it are never closed: searching would be quadratic
    plain = plain[:closed] + plain[closed:].replace("“", "＂")
    plain = _QUOTED.sub(lambda found: "＂" * len(found[0]), plain)
    mentions = []
    for found in _NUMBER.finditer(plain):
        start, end = found.span()
        try:
            number = read_number(found[0])
        except DataError:
            continue
        scale, unit, length = _unit_at_start(plain[end : end + _LONGEST_UNIT + 1])
        if unit is None and scale == 1 and not found[0][0].isdigit():
            continue  # 市一中, 二级以上: a Chinese numeral that counts nothing
        end += length
        relation = next((r for word, r in WORDS_BEFORE if plain.endswith(word, 0, start)), None)
        if relation is None:
            relation = next((r for word, r in WORDS_AFTER if plain.startswith(word, end)), None)
        mentions.append(Mention(plain[start:end], times_exactly(number, scale), unit, relation))
    return tuple(mentions)


@cached(4096)
def _unit_at_start(text: str) -> tuple[int, Unit | None, int]:
    """The longest unit at the start of ``text``: its 万 or 亿, the unit, and the length."""
    scale = SCALES.get(text[:1], 1)
    rest = text[scale > 1 :]
    for length in range(min(_LONGEST_UNIT, len(rest)), 0, -1):
        unit = known_unit(rest[:length])
        if unit is not None:
            return scale, unit, length + (scale > 1)
    return scale, None, int(scale > 1)


def contradiction(text: str, bound: Bound) -> str | None:
    """How a sentence contradicts the bound it was encoded as; None if it does not.

    A figure without a word of comparison means "at least", as usual for tasks.

    >>> contradiction("用户数突破230万", Bound.parse("> 230 万人"))
    >>> print(contradiction("用户数突破230万", Bound.parse(">= 230 万人")))
    原文“230万”是“突破、超过”一类（>），录入是 >= 230 万人
    """
    mentions = find_mentions(text)
    same = [m for m in mentions if m.is_of(bound.amount)]
    if not same:
        met = "、".join(m.text for m in mentions) or "没有数字"
        return f"原文的数（{met}）里没有录入的 {bound.amount}"
    relations = [m.relation or Relation.AT_LEAST for m in same]
    if bound.relation in relations:
        return None
    said = {">": "突破、超过", ">=": "不低于、完成", "=": "等于、提高到", "<=": "不超过", "<": "低于"}
    first = relations[0]
    return f"原文“{same[0].text}”是“{said[first.value]}”一类（{first.value}），录入是 {bound}"


def bare_text(text: str) -> str:
    """A text as texts are compared: without the marks in which two prints of it differ.

    >>> bare_text("提高“两项补贴”标准") == bare_text("提高“两项”补贴标准")
    True
    """
    return _MARKS.sub("", normalise(text))


def how_alike(first: str, second: str) -> Fraction:
    """How alike two texts are, from 0 to 1."""
    from difflib import SequenceMatcher  # only those who compare pay for it

    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return Fraction(2 * sum(block.size for block in blocks), max(1, len(first) + len(second)))
