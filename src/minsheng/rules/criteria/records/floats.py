"""Finds the decimal that a float stands for, step by step as on frames."""

from __future__ import annotations

from fractions import Fraction

#: the maximum distance of a float from the decimal it stands for, in units of the last place
FLOAT_TOLERANCE = 0.001
#: floats represent every integer up to here
MOST_OF_FLOATS = 2**53 - 1
#: a float times this, less what that exceeds it by, is the float's upper half (Veltkamp, 1968)
FLOAT_SPLIT = 2.0**27 + 1
#: what to do about a column of floats, wherever its rule is written
SAY_FLOATS = '确认它代表几位小数后，可在这一列写明：规则文件里 "floats": true，程序里 floats=True'


def decimal_meant(raw: float, places: int) -> Fraction | str:
    """The decimal with this many places that a float stands for, or what is wrong with it.

    The product with 10**places is computed in two exact parts, so that rounding cannot turn another
    float into a decimal.

    >>> decimal_meant(640.1, 1), decimal_meant(640.15, 1)
    (Fraction(6401, 10), '不是 1 位小数')
    """
    scale = float(10**places)
    if not abs(raw * scale) < MOST_OF_FLOATS:  # true for infinities too
        return f"太大，浮点数说不清它的 {places} 位小数"
    split = raw * FLOAT_SPLIT
    upper = split - (split - raw)
    above, below = upper * scale, (raw - upper) * scale
    nearest = round(above + below)
    near = abs((above - nearest) + below) <= FLOAT_TOLERANCE
    return Fraction(nearest, 10**places) if near else f"不是 {places} 位小数"
