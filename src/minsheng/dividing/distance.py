"""How far shares are from proportional: two indices from the apportionment literature, exactly.

Both compare an area's part of the total with its part of the weights. The index of Loosemore and
Hanby (1971) is half the sum of the absolute differences: the part of the total that would have to
move to make the shares proportional. Gallagher's (1991) is the root of half the sum of the squared
differences; it emphasizes one large difference over many small ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.written import percent, to_places, whole_places
from minsheng.table import Tabled, heads


@attrs.frozen(repr=False)
class Distance(Tabled):
    """How far shares are from proportional; 0 means proportional.

    Args:
        loosemore_hanby: the part of the total that would have to move, from 0 to 1.
        gallagher_squared: the square of Gallagher's index, from 0 to 1; kept squared, because the
            index itself is seldom rational.
    """

    loosemore_hanby: Fraction
    gallagher_squared: Fraction

    @property
    def summary(self) -> str:
        """Both indices."""
        return f"要移动的比重 {percent(self.loosemore_hanby)}，加拉格尔指数 {self.gallagher()}"

    _HEADS = heads(loosemore_hanby=("要移动的比重", percent), gallagher="加拉格尔指数")

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield attrs.asdict(self) | {"gallagher": self.gallagher()}

    @asked
    def gallagher(self, places: int = 4) -> str:
        """Gallagher's index, rounded half up to ``places`` decimal places.

        >>> distance([5, 5], [6, 4]).gallagher()
        '0.1000'
        """
        whole_places(None, None, places)
        # the root half up is the floor of (2·root + 1) ÷ 2
        scaled = self.gallagher_squared * 4 * 10 ** (2 * places)
        root = (isqrt(scaled.numerator // scaled.denominator) + 1) // 2
        return to_places(Fraction(root, 10**places), places)


def distance(shares: Sequence[Fraction | int], weights: Sequence[Fraction | int]) -> Distance | None:
    """How far ``shares`` are from proportional to ``weights``; None where either sums to 0.

    >>> distance([5, 5], [6, 4])
    <Distance 要移动的比重 10.00%，加拉格尔指数 0.1000>
    """
    whole, weight = sum(shares), sum(weights)
    if not whole or not weight:
        return None
    # over one denominator, so that whole numbers stay whole
    gaps = [share * weight - w * whole for share, w in zip(shares, weights, strict=True)]
    both = Fraction(whole * weight)
    return Distance(
        sum(max(gap, -gap) for gap in gaps) / (2 * abs(both)),
        sum(gap * gap for gap in gaps) / (2 * both * both),
    )
