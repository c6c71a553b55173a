"""Amount: an exact decimal with a unit, the basic value of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, overload

import attrs

from minsheng.asking import modelled
from minsheng.domain.numerals import (
    EXACT,
    MOST_DIGITS,
    exact_decimal,
    formatted,
    normalise,
    read_number,
    times_exactly,
)
from minsheng.domain.own_units import OwnUnit
from minsheng.domain.printed import number_and_unit
from minsheng.domain.units import Unit, to_pint, to_unit
from minsheng.errors import DataError, UnitError

if TYPE_CHECKING:
    import pint


def to_decimal(value: Decimal | int | str) -> Decimal:
    """A number as an exact ``Decimal``; text is read as printed.

    Raises:
        TypeError: a float (write ``Decimal("0.1")`` or ``"0.1"``), a bool, anything else.
        DataError: text that is not a number, or a number of more than 40 digits.

    >>> to_decimal("３４，３１０")
    Decimal('34310')
    >>> to_decimal(0.1)
    Traceback (most recent call last):
    ...
    TypeError: a float is not exact: give a Decimal, an int or text instead of 0.1
    """
    if isinstance(value, float):
        raise TypeError(f"a float is not exact: give a Decimal, an int or text instead of {value!r}")
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise TypeError(f"a number is a Decimal, an int or text, not {type(value).__name__}")
    number = read_number(value) if isinstance(value, str) else Decimal(value)
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or not -MOST_DIGITS <= exponent <= MOST_DIGITS:
        raise DataError.at("", f"“{number}”不是一个可用的数")
    if (count := len(digits) + max(exponent, 0)) > MOST_DIGITS:  # written without an exponent
        raise DataError.at("", f"数太长：{count} 位，至多 {MOST_DIGITS} 位")
    return number


def plain_text(value: Decimal) -> str:
    """A decimal as text without an exponent, with its decimal places.

    >>> plain_text(Decimal("2.30E+2")), plain_text(Decimal("41.30"))
    ('230', '41.30')
    """
    return format(value, "f")


def add_exactly(*values: Decimal) -> Decimal:
    """The exact sum, with as many decimal places as the summand with the most.

    >>> add_exactly(Decimal("43.24"), Decimal("25.6"), Decimal("161.16"))
    Decimal('230.00')
    """
    return reduce(EXACT.add, values, Decimal(0))


@modelled
@attrs.frozen(eq=False, repr=False)
class Amount:
    """An exact decimal with a unit.

    Equality, hash and order go by the quantity, not by its notation: 1 万人 equals 10000 人.
    Amounts of different dimensions are unequal; ordering or adding them is an error.

    Args:
        value: a ``Decimal``, an int, or text as printed. A float is refused.
        unit: a :class:`Unit`, or its text.

    Raises:
        TypeError: the value is a float or not a number.
        DataError: text that is not a number.
        UnitError: an unknown unit; the nearest is named.

    >>> Amount("5.9", "万人") == Amount(59000, "人")
    True
    >>> Amount(2, "公顷") + Amount(30, "亩")
    Amount('4 公顷')
    >>> Amount(3, "户") + Amount(3, "个")
    Traceback (most recent call last):
    ...
    minsheng.errors.UnitError: 单位不同，不能相加：3 户 与 3 个
    """

    value: Decimal = attrs.field(converter=to_decimal)
    unit: Unit = attrs.field(converter=to_unit)

    @classmethod
    def parse(cls, text: str, *, units: Sequence[OwnUnit] | None = None) -> Amount:
        """Read an amount as printed: ``41.3万亩``, ``３４，３１０户``, ``二十七万人次``.

        ``units`` are unit words of one's own, such as ``programme.units``.

        Raises:
            DataError: the text does not start with a number.
            UnitError: no unit after the number, or an unknown one (the nearest is named).

        >>> [str(Amount.parse(t)) for t in ("41.3万亩", "３４，３１０户", "二十七万人次", "5.9 万人")]
        ['41.3 万亩', '34310 户', '27 万人次', '5.9 万人']
        >>> Amount.parse("3 万仁")
        Traceback (most recent call last):
        ...
        minsheng.errors.UnitError: “3 万仁”：不认识的单位“万仁”；最接近的是“万人”
        """
        if not isinstance(text, str):
            raise TypeError(f"an amount is read from text, not {type(text).__name__}")
        read = number_and_unit(normalise(text))
        if read is None:
            raise DataError.at("", f"“{text}”不是带单位的数", "请写成 41.3万亩 这样")
        try:
            return cls(read[0], Unit.parse(read[1], units=units))
        except UnitError as error:
            raise UnitError(f"“{text}”：{error}") from None

    # --- exact meaning ------------------------------------------------------------------

    @property
    def exact(self) -> Fraction:
        """The size in base units (人, 米, 平方米, 元, 元/月 …).

        >>> Amount("5000", "元/年").exact
        Fraction(1250, 3)
        """
        return Fraction(self.value) * self.unit.factor

    def _pair(self, other: Amount, verb: str) -> tuple[Decimal, Decimal] | tuple[Fraction, Fraction]:
        """Both values in a common unit: plain decimals if they have the same unit, else in base units."""
        if self.unit.dimension != other.unit.dimension:
            raise UnitError(f"单位不同，不能{verb}：{self} 与 {other}")
        if self.unit.factor == other.unit.factor:
            return self.value, other.value
        return self.exact, other.exact

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Amount):
            return NotImplemented
        same = self.unit.dimension == other.unit.dimension
        return same and bool(eq(*self._pair(other, "比较")))

    def __hash__(self) -> int:
        factor = self.unit.factor  # of equal numbers the hash is one, whichever types they have
        exact = EXACT.multiply(self.value, factor.numerator) if factor.denominator == 1 else self.exact
        return hash((exact, self.unit.dimension))

    def _compare(self, operator: Callable[[Any, Any], bool], other: object) -> Any:
        if not isinstance(other, Amount):
            return NotImplemented  # an expression can compare itself with an amount
        return operator(*self._pair(other, "比较"))

    def __lt__(self, other: Amount) -> bool:
        return self._compare(lt, other)  # type: ignore[no-any-return]  # or NotImplemented

    def __le__(self, other: Amount) -> bool:
        return self._compare(le, other)  # type: ignore[no-any-return]

    def __gt__(self, other: Amount) -> bool:
        return self._compare(gt, other)  # type: ignore[no-any-return]

    def __ge__(self, other: Amount) -> bool:
        return self._compare(ge, other)  # type: ignore[no-any-return]

    # --- arithmetic ---------------------------------------------------------------------

    def to(self, unit: Unit | str) -> Amount:
        """The same amount in another unit, exactly.

        Raises:
            UnitError: the unit measures something else, or the result is not a finite decimal.

        >>> Amount(650, "元/月").to("元/年")
        Amount('7800 元/年')
        """
        unit = to_unit(unit, self.unit.own)
        if not self.unit.measures_same_as(unit):
            raise UnitError(f"单位不同，不能换算：{self} 与 {unit}")
        if self.unit.factor == unit.factor:
            return Amount(self.value, unit)
        value = exact_decimal(self.exact / unit.factor)
        if value is None:
            raise UnitError(f"{self} 换算为“{unit}”除不尽，不能精确表示")
        return Amount(value, unit)

    def __add__(self, other: Amount) -> Amount:
        """The sum in the left unit, or in the right one if it is a finite decimal only there."""
        if not isinstance(other, Amount):
            return NotImplemented
        self._pair(other, "相加")
        if self.unit.factor == other.unit.factor:
            return Amount(add_exactly(self.value, other.value), self.unit)
        total = self.exact + other.exact
        for unit in (self.unit, other.unit):
            value = exact_decimal(total / unit.factor)
            if value is not None:
                return Amount(value, unit)
        raise UnitError(f"{self} 与 {other} 之和在两个单位里都除不尽")

    def __radd__(self, zero: int) -> Amount:
        """0 + amount is the amount, so that ``sum()`` works.

        >>> sum([Amount(3, "户"), Amount(4, "户")])
        Amount('7 户')
        """
        return self if type(zero) is int and not zero else NotImplemented

    def __neg__(self) -> Amount:
        return Amount(self.value.copy_negate(), self.unit)

    def __abs__(self) -> Amount:
        return Amount(self.value.copy_abs(), self.unit)

    def __sub__(self, other: Amount) -> Amount:
        if not isinstance(other, Amount):
            return NotImplemented
        self._pair(other, "相减")
        return self + -other

    def __mul__(self, times: int | Decimal) -> Amount:
        if not isinstance(times, (int, Decimal, float)):
            return NotImplemented
        return Amount(times_exactly(self.value, to_decimal(times)), self.unit)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, other: Amount) -> Fraction: ...
    @overload
    def __truediv__(self, other: int | Decimal) -> Amount: ...
    def __truediv__(self, other: Amount | int | Decimal) -> Fraction | Amount:
        """The exact ratio to another amount, or a part of this one if it is a finite decimal.

        >>> Amount(7, "万人") / Amount(21000, "人"), Amount(7, "万人") / 2
        (Fraction(10, 3), Amount('3.5 万人'))
        """
        if isinstance(other, Amount):
            self._pair(other, "相除")
            return self.exact / other.exact
        if not isinstance(other, (int, Decimal, float)):
            return NotImplemented
        value = exact_decimal(Fraction(self.value) / Fraction(to_decimal(other)))
        if value is None:
            todo = "请用分数 amount.exact 计算，最后再取整"
            raise DataError.at("", f"{self} ÷ {other} 除不尽，不能精确表示", todo)
        return Amount(value, self.unit)

    # --- showing ------------------------------------------------------------------------

    def __str__(self) -> str:
        return f"{plain_text(self.value)} {self.unit}"

    def __format__(self, spec: str) -> str:
        """Format with a width, ``,`` between thousands, and decimal places, rounded half up.

        >>> amount = Amount("34310.125", "户")
        >>> f"{amount:,}", f"{amount:,.2f}", f"{amount:>15}"
        ('34,310.125 户', '34,310.13 户', '    34310.125 户')
        """
        return formatted(self.value, str(self.unit), spec)

    def __repr__(self) -> str:
        return f"Amount({str(self)!r})"

    def to_pint(self, registry: pint.UnitRegistry[Fraction] | None = None) -> pint.Quantity[Fraction]:
        """A pint quantity, for those who calculate with pint.

        Args:
            registry: one with the unit words of ``data/units.txt``; default: this library's own.

        >>> str(Amount("1.5", "公顷").to_pint().to("平方米").magnitude)
        '15000'
        """
        return to_pint(Fraction(self.value), self.unit, registry)


def amount_of(value: Amount | str) -> Amount:
    """An amount, given as one or as text.

    >>> amount_of("10 公里") == amount_of(Amount(10, "公里"))
    True
    """
    return value if isinstance(value, Amount) else Amount.parse(value)
