"""What a sample says of the whole: Wilson's interval, and whether it excludes a share."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from minsheng.domain.numerals import exact_decimal

#: for 95 %
Z = Decimal("1.96")


def wilson(part: int | Fraction, whole: int | Fraction, *, z: Decimal = Z) -> tuple[Decimal, Decimal]:
    """Wilson's interval for a share estimated from a sample, in per cent.

    Args:
        part: how many of the sample said yes.
        whole: the sample; of one with weights, its effective size.
        z: the confidence: 1.96 for 95 %.

    Returns:
        Both ends, rounded half up to two places. They are shown, and decide nothing.

    >>> wilson(282, 300)
    (Decimal('90.72'), Decimal('96.17'))
    """
    _check(part, whole)
    exact = Fraction(z) ** 2
    middle = Fraction(part) + exact / 2
    under = exact * (Fraction(part) * (whole - part) / whole + exact / 4)
    precise = Context(prec=50)
    root = Fraction(precise.sqrt(precise.divide(Decimal(under.numerator), Decimal(under.denominator))))
    low, high = (_per_cent(end / (whole + exact)) for end in (middle - root, middle + root))
    return low, high


def _per_cent(share: Fraction) -> Decimal:
    hundredths = min(max(share, Fraction(0)), Fraction(1)) * 10_000
    decimal = exact_decimal(Fraction((hundredths + Fraction(1, 2)) // 1, 100))
    assert decimal is not None  # noqa: S101  # a whole number of hundredths ends
    return decimal


def ends(low: Decimal | None, high: Decimal | None) -> str:
    """The ends of an interval as every table and sentence writes them; – without one.

    >>> ends(Decimal("66.7"), Decimal("77.96"))
    '66.70%—77.96%'
    """
    return "–" if low is None or high is None else f"{low:.2f}%—{high:.2f}%"


def in_words(low: Decimal | None, high: Decimal | None, z: Decimal = Z) -> str:
    """An interval and its confidence, in words.

    >>> in_words(Decimal("66.7"), Decimal("77.96"))
    '95% 区间 66.70%—77.96%'
    """
    return f"{'95% 区间' if z == Z else f'z = {z} 的区间'} {ends(low, high)}"


def excludes(part: int, whole: int, share: Fraction, *, z: Decimal = Z) -> bool:
    """Whether a share lies outside Wilson's interval of a sample, exactly: squares are compared.

    >>> excludes(173, 238, Fraction(95, 100)), excludes(18, 20, Fraction(95, 100))
    (True, False)
    """
    _check(part, whole)
    off = part - whole * share
    return off**2 > Fraction(z) ** 2 * whole * share * (1 - share)


def _check(part: int | Fraction, whole: int | Fraction) -> None:
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share of a sample")
