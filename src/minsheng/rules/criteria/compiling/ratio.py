"""Numbers as an integer numerator over a positive denominator: arithmetic, choice, rounding."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

import attrs

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.forms import Way
from minsheng.rules.criteria.compiling.steps import Op, Steps, factor_of


@attrs.frozen
class Ratio:
    """A number: an integer numerator over a positive denominator."""

    above: Op
    below: Op

    @property
    def static(self) -> int | None:
        """The denominator if it is a constant."""
        return self.below.low if self.below.name == "int" else None

    @property
    def is_zero(self) -> bool:
        """Whether it is always 0 and never missing (0 ÷ a column is missing if the column is 0)."""
        return self.above.name == self.below.name == "int" and self.above.low == 0


class Ratios(Steps):
    """Makes the steps for arithmetic with ratios."""

    def common(self, left: Ratio, right: Ratio) -> tuple[Op, Op, Op]:
        """Both numerators over a common denominator, and the denominator."""
        if left.static is not None and right.static is not None:
            common = lcm(left.static, right.static)
            a = self.mul(left.above, self.whole(common // left.static))
            return a, self.mul(right.above, self.whole(common // right.static)), self.whole(common)
        a, b = self.mul(left.above, right.below), self.mul(right.above, left.below)
        return a, b, self.mul(left.below, right.below)

    def times(self, left: Ratio, right: Ratio) -> Ratio:
        """A product; common constant factors are cancelled first, so that integers stay narrow."""
        left_above, right_below = self._cancelled(left.above, right.below)
        right_above, left_below = self._cancelled(right.above, left.below)
        return self.reduced(Ratio(self.mul(left_above, right_above), self.mul(left_below, right_below)))

    def _cancelled(self, above: Op, below: Op) -> tuple[Op, Op]:
        common = gcd(factor_of(above), below.low) if below.name == "int" else 1
        return (above, below) if common == 1 else (self.over(above, common), self.whole(below.low // common))

    def reduced(self, ratio: Ratio) -> Ratio:
        """Constants in lowest terms: × 12 ÷ 100 becomes × 3 ÷ 25."""
        below, above = ratio.static, ratio.above
        if below is None:
            return ratio
        if above.name == "int":
            exact = Fraction(above.low, below)
            return Ratio(self.whole(exact.numerator), self.whole(exact.denominator))
        if above.name == "mul" and isinstance(above.args[1], Op) and above.args[1].name == "int":
            exact = Fraction(above.args[1].low, below)
            assert isinstance(above.args[0], Op)  # noqa: S101  # a product is of two steps
            numerator = self.mul(above.args[0], self.whole(exact.numerator))
            return Ratio(numerator, self.whole(exact.denominator))
        return ratio

    def inverse(self, ratio: Ratio) -> Ratio:
        """The reciprocal; missing if the number is zero."""
        above, below = ratio.above, ratio.below
        if above.low > 0:
            return Ratio(below, above)
        zero = self.whole(0)
        if above.low == 0:
            return Ratio(
                below,
                self.case(self.compare("eq", above, zero), self.missing(Kind.NUMBER), above, low=1),
            )
        negative = self.compare("lt", above, zero)
        size = self.case(negative, self.mul(above, self.whole(-1)), above)
        size = self.case(self.compare("eq", above, zero), self.missing(Kind.NUMBER), size, low=1)
        return Ratio(self.case(negative, self.mul(below, self.whole(-1)), below), size)

    def select(self, condition: Op, then: Ratio, other: Ratio) -> Ratio:
        if then.static is not None and other.static is not None:
            a, b, below = self.common(then, other)
            return Ratio(self.case(condition, a, b), below)
        return Ratio(
            self.case(condition, then.above, other.above),
            self.case(condition, then.below, other.below, low=1),
        )

    def rounded(self, ratio: Ratio, way: Way, places: int) -> Ratio:
        scale = self.whole(10**places)
        sides = self.sides(ratio)
        if sides is not None:
            condition, *either = sides
            then, other = (self.rounded(side, way, places).above for side in either)
            return Ratio(self.case(condition, then, other), scale)
        if ratio.static is not None and scale.low % ratio.static == 0:
            return Ratio(self.mul(ratio.above, self.whole(scale.low // ratio.static)), scale)
        above, below = self.mul(ratio.above, scale), ratio.below
        if above.low >= 0:
            return Ratio(self._away(above, below, way, up=way is Way.CEIL), scale)
        # divide the absolute value and restore the sign: one division for both signs
        negative, minus = self.compare("lt", above, self.whole(0)), self.whole(-1)
        size = self.case(negative, self.mul(above, minus), above, low=0, high=max(-above.low, above.high))
        if way is not Way.HALF_UP:  # up for one sign is down for the other
            more = self.add(below, minus)
            up, down = self.add(size, more), size
            size = self.case(negative, *((down, up) if way is Way.CEIL else (up, down)))
        quotient = self._away(size, below, way, up=False)
        low, high = (end // max(below.low, 1) + 1 for end in (-above.low, max(above.high, 0)))
        return Ratio(self.case(negative, self.mul(quotient, minus), quotient, low=-low, high=high), scale)

    def _away(self, size: Op, below: Op, way: Way, *, up: bool) -> Op:
        """The quotient of a non-negative number, rounded half up, up or down."""
        if way is Way.HALF_UP:
            size = self.mul(size, self.whole(2))
            return self.div(self.add(size, below), self.mul(below, self.whole(2)))
        return self.div(self.add(size, self.add(below, self.whole(-1))) if up else size, below)

    def sides(self, ratio: Ratio) -> tuple[Op, Ratio, Ratio] | None:
        """The parts of a choice between a quotient and a constant, which need not be divided."""
        above, times = ratio.above, self.whole(1)
        if above.name == "mul" and above.steps[1].name == "int":
            above, times = above.steps
        if above.name != "case" or ratio.below.name != "case" or above.steps[0] is not ratio.below.steps[0]:
            return None
        condition, *tops = above.steps
        sides = [Ratio(self.mul(a, times), b) for a, b in zip(tops, ratio.below.steps[1:], strict=True)]
        if not any(side.above.name == side.below.name == "int" for side in sides):
            return None
        return condition, sides[0], sides[1]
