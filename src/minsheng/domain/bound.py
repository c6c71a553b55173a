"""Bound: a requirement on an amount."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.numerals import exact_decimal, normalise
from minsheng.domain.own_units import OwnUnit
from minsheng.domain.printed import Relation, worded
from minsheng.domain.units import Unit
from minsheng.errors import DataError


@built
@attrs.frozen(repr=False)
class Bound:
    """A document's requirement on an amount: 不低于650元/月 is ``>= 650 元/月``.

    Args:
        relation: ``>`` ``>=`` ``=`` ``<=`` ``<``, or a :class:`Relation`.
        amount: the amount to compare with.

    >>> bound = Bound.parse("不低于650元/月")
    >>> bound.holds(Amount("640", "元/月")), bound.holds(Amount("7800", "元/年"))
    (False, True)
    """

    relation: Relation = attrs.field(converter=Relation)
    amount: Amount = attrs.field(validator=attrs.validators.instance_of(Amount))

    @classmethod
    @asked
    def parse(cls, text: str, *, units: Sequence[OwnUnit] | None = None) -> Bound:
        """Read ``>= 650 元/月``, 不低于650元/月, 超过80类, 40%以上, 4.3%以内.

        突破 and 超过 are ``>``; 不低于, 达到, 完成 and 以上 are ``>=``; 提高到 and 标准 are ``=``;
        不超过, 以内 and 以下 are ``<=``; 低于 and 不满 are ``<`` (民法典第1259条).
        ``units`` are unit words of one's own, such as ``programme.units``.

        Raises:
            DataError: no word of comparison, or no amount.
            UnitError: the unit is unknown.

        >>> [str(Bound.parse(t)) for t in ("突破230万人", "40%以上", "提高到1100元/月")]
        ['> 230 万人', '>= 40 %', '= 1100 元/月']
        """
        said = worded(normalise(text))
        if said is None:
            raise DataError.at("", f"“{text}”没有说明怎样比较", "请写成“>= 650 元/月”或“不低于650元/月”")
        return cls(said[0], Amount.parse(said[1], units=units))

    @asked
    def holds(self, actual: Amount) -> bool:
        """Whether ``actual`` meets the requirement, by exact arithmetic.

        Raises:
            UnitError: the two measure different things.
        """
        return self.relation.holds(actual, self.amount)

    @asked
    def working(self, actual: Amount) -> str:
        """The comparison written out in the bound's unit, met or not.

        >>> print(Bound.parse(">= 7800 元/年").working(Amount(640, "元/月")))
        640 元/月 × 12 = 7680 元/年 < 7800 元/年
        """
        sign = self.relation.sign
        if not self.holds(actual):  # then say what is true instead
            sign = "=" if actual == self.amount else "<" if actual < self.amount else ">"
        return f"{in_unit(actual, self.amount.unit)} {sign} {self.amount}"

    def __str__(self) -> str:
        return f"{self.relation.value} {self.amount}"

    def __repr__(self) -> str:
        return f"Bound({str(self)!r})"

    @property
    def in_words(self) -> str:
        """In Chinese words: 不低于 650 元/月."""
        return f"{self.relation.words} {self.amount}"


def in_unit(amount: Amount, unit: Unit) -> str:
    """An amount, with its conversion into ``unit`` written out if one is needed.

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
