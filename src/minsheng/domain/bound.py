"""Bound: what a document asks of an amount, and the words that say so."""

from __future__ import annotations

import operator
from enum import StrEnum
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount, exact_decimal, plain_text
from minsheng.domain.numerals import normalise
from minsheng.domain.units import Unit
from minsheng.errors import DataError, Problem
from minsheng.wanted import quoted


class Relation(StrEnum):
    """How an actual figure must stand to the amount asked for.

    >>> Relation(">=").holds(3, 3), Relation(">").holds(3, 3)
    (True, False)
    """

    ABOVE = ">"
    AT_LEAST = ">="
    EXACTLY = "="
    AT_MOST = "<="
    BELOW = "<"

    def holds(self, actual: Any, asked: Any) -> bool:
        """Whether ``actual`` stands so to ``asked``."""
        try:
            return bool(_OPERATORS[self](actual, asked))
        except (TypeError, ArithmeticError):
            raise TypeError(f"{quoted(actual)} does not compare with {quoted(asked)}") from None

    @property
    def sign(self) -> str:
        """As printed in a working: ``≥``."""
        return _SIGNS.get(self.value, self.value)

    @property
    def words(self) -> str:
        """As a document says it: 不低于."""
        return _WORDS_FOR[self.value]


_OPERATORS = {
    Relation.ABOVE: operator.gt,
    Relation.AT_LEAST: operator.ge,
    Relation.EXACTLY: operator.eq,
    Relation.AT_MOST: operator.le,
    Relation.BELOW: operator.lt,
}
_SIGNS = {">=": "≥", "<=": "≤"}
_WORDS_FOR = {">": "超过", ">=": "不低于", "=": "等于", "<=": "不超过", "<": "低于"}

# 《民法典》第1259条: “以上”“以下”“以内”“届满” include the number itself; “不满”“超过”“以外” do not.
_BEFORE = {
    Relation.AT_LEAST: "不低于 不少于 不小于 不得低于 不得少于 至少 达到 完成 >= ≥",
    Relation.AT_MOST: "不超过 不高于 不多于 不大于 不得超过 不得高于 至多 控制在 <= ≤",
    Relation.ABOVE: "突破 超过 超出 高于 大于 多于 >",
    Relation.BELOW: "低于 少于 小于 不满 不足 <",
    Relation.EXACTLY: "提高到 调整到 标准为 标准 等于 =",
}
_AFTER = {
    Relation.AT_LEAST: "以上 及以上",
    Relation.AT_MOST: "以内 以下 及以下",
}


def _longest_first(words: dict[Relation, str]) -> tuple[tuple[str, Relation], ...]:
    """So that 不低于 is never read as 低于."""
    pairs = [(word, relation) for relation, listed in words.items() for word in listed.split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


WORDS_BEFORE = _longest_first(_BEFORE)
WORDS_AFTER = _longest_first(_AFTER)


@built
@attrs.frozen(repr=False)
class Bound:
    """What a document asks of an amount: 不低于650元/月 is ``>= 650 元/月``.

    Args:
        relation: ``>`` ``>=`` ``=`` ``<=`` ``<``, or a :class:`Relation`.
        amount: the amount asked for.

    >>> bound = Bound.parse("不低于650元/月")
    >>> bound.holds(Amount("640", "元/月")), bound.holds(Amount("7800", "元/年"))
    (False, True)
    """

    relation: Relation = attrs.field(converter=Relation)
    amount: Amount = attrs.field(validator=attrs.validators.instance_of(Amount))

    @classmethod
    @asked
    def parse(cls, text: str) -> Bound:
        """Read ``>= 650 元/月``, 不低于650元/月, 超过80类, 40%以上, 4.3%以内.

        突破 and 超过 are ``>``; 不低于, 达到, 完成 and 以上 are ``>=``; 提高到 and 标准 are ``=``;
        不超过, 以内 and 以下 are ``<=``; 低于 and 不满 are ``<`` (民法典第1259条).

        Raises:
            DataError: no such word, or no amount.
            UnitError: the unit is unknown.

        >>> [str(Bound.parse(t)) for t in ("突破230万人", "40%以上", "提高到1100元/月")]
        ['> 230 万人', '>= 40 %', '= 1100 元/月']
        """
        plain = normalise(text)
        before = next((pair for pair in WORDS_BEFORE if plain.startswith(pair[0])), None)
        after = next((pair for pair in WORDS_AFTER if plain.endswith(pair[0])), None)
        if before is not None and after is None:
            relation, body = before[1], plain.removeprefix(before[0])
        elif after is not None and before is None:
            relation, body = after[1], plain.removesuffix(after[0])
        else:
            raise DataError(
                [Problem("", f"“{text}”没有说明怎样比较", "请写成“>= 650 元/月”或“不低于650元/月”")]
            )
        return cls(relation, Amount.parse(body))

    @asked
    def holds(self, actual: Amount) -> bool:
        """Whether ``actual`` meets it, by exact arithmetic.

        Raises:
            UnitError: the two measure different things.
        """
        return self.relation.holds(actual, self.amount)

    @asked
    def working(self, actual: Amount) -> str:
        """The comparison written out, met or not; in the bound's own unit.

        >>> print(Bound.parse(">= 7800 元/年").working(Amount(640, "元/月")))
        640 元/月 × 12 = 7680 元/年 < 7800 元/年
        """
        sign = self.relation.sign
        if not self.holds(actual):  # say how it stands instead: just equal, or on which side
            sign = "=" if actual == self.amount else "<" if actual < self.amount else ">"
        return f"{in_unit(actual, self.amount.unit)} {sign} {self.amount}"

    def __str__(self) -> str:
        return f"{self.relation.value} {self.amount}"

    def __repr__(self) -> str:
        return f"Bound({str(self)!r})"

    @property
    def in_words(self) -> str:
        """As a reader would say it: 不低于 650 元/月."""
        return f"{self.relation.words} {self.amount}"


def in_unit(amount: Amount, unit: Unit) -> str:
    """An amount, with the conversion into ``unit`` written out where there is one.

    >>> in_unit(Amount(7800, "元/年"), Unit.parse("元/月"))
    '7800 元/年 ÷ 12 = 650 元/月'
    """
    times = amount.unit.factor / unit.factor
    if times == 1:
        return str(amount)
    by = f"× {times}" if times.denominator == 1 else f"÷ {1 / times}"
    if times.denominator != 1 and times.numerator != 1:
        by = f"× {times.numerator} ÷ {times.denominator}"
    value = exact_decimal(amount.exact / unit.factor)
    return f"{amount} {by} = {plain_text(value)} {unit}" if value is not None else f"{amount} {by}"
