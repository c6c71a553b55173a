"""Numbers as text, the same wherever they are shown: exact, cut to six places, rounded, in per cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from minsheng.domain.amount import plain_text
from minsheng.domain.numerals import exact_decimal
from minsheng.errors import RuleError

#: how many decimal places of an infinite decimal are shown
_PLACES = 6


def blank(value: object) -> str:
    """A value as registers write it; empty for None."""
    return "" if value is None else plain_text(value) if isinstance(value, Decimal) else str(value)


def exactly(value: object) -> str:
    """Without loss: a finite decimal, otherwise a fraction; ``/`` for None.

    >>> [exactly(value) for value in (Decimal("2.50"), Fraction(5, 2), Fraction(2, 3), None)]
    ['2.50', '2.5', '2/3', '/']
    """
    decimal = exact_decimal(value) if isinstance(value, Fraction) else value
    if isinstance(decimal, Decimal):
        return plain_text(decimal)
    return "/" if value is None else str(value)


def cut(value: Fraction, most: int | None = None) -> str:
    """A decimal: exact if finite, else cut (not rounded) after six places and followed by ``…``.

    Args:
        value: the number.
        most: the maximum number of places, for finite decimals too.

    >>> cut(Fraction(5, 2)), cut(Fraction(2, 3)), cut(Fraction(-1, 3), 2), cut(Fraction(1, 8), 2)
    ('2.5', '0.666666…', '-0.33…', '0.12…')
    """
    return _cut(value.numerator, value.denominator, most)


@lru_cache(maxsize=4096)
def _cut(above: int, below: int, most: int | None) -> str:
    """Cached, because workings repeat the same limits; by parts, because a fraction's hash is slow."""
    last = _PLACES if most is None else most
    for places in range(last + 1):
        if 10**places % below == 0:
            return _digits(abs(above) * 10**places // below, places, above < 0)
    exact = exact_decimal(Fraction(above, below)) if most is None else None
    return (
        plain_text(exact)
        if exact is not None
        else f"{_digits(abs(above) * 10**last // below, last, above < 0)}…"
    )


def to_places(value: Fraction | None, places: int = 2) -> str:
    """Rounded half up to a fixed number of places; – for None.

    >>> to_places(Fraction(1, 8)), to_places(Fraction(100)), to_places(Fraction(-5, 2), 0), to_places(None)
    ('0.13', '100.00', '-3', '–')
    """
    whole_places(None, None, places)
    if value is None:
        return "–"
    whole = (abs(value) * 10**places + Fraction(1, 2)) // 1
    return _digits(whole, places, value < 0 < whole)


def percent(share: Fraction | None, places: int = 2) -> str:
    """A fraction of 1 in per cent, rounded half up; – for None.

    >>> percent(Fraction(48060, 48000)), percent(Fraction(2, 3), 1), percent(None)
    ('100.13%', '66.7%', '–')
    """
    return to_places(share, places) if share is None else f"{to_places(share * 100, places)}%"


def signed(change: Fraction, places: int = 2) -> str:
    """A change with its sign; not rounded if that would make it 0.

    >>> signed(Fraction(5, 4)), signed(Fraction(-1, 1000)), signed(Fraction(0))
    ('+1.25', '-0.001', '+0.00')
    """
    text = to_places(change, places)
    if change and not text.strip("-0."):
        text = cut(change)
    return text if text.startswith("-") else f"+{text}"


def whole_places(_: object, __: object, places: int) -> None:
    """An attrs validator: ``places`` is a number of decimal places."""
    if isinstance(places, bool) or not isinstance(places, int) or not 0 <= places <= 9:
        raise RuleError(f"places are a whole number from 0 to 9, not {places!r}")


def _digits(whole: int, places: int, negative: bool) -> str:
    """A count of units in the last place as a decimal."""
    digits = str(whole).zfill(places + 1)
    at = len(digits) - places
    return f"{'-' * negative}{digits[:at]}{'.' * (places > 0)}{digits[at:]}"
