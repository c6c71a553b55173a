"""Exact sums of quotients whose common denominator is too large for any engine.

The mean of five rates has five denominators; their product has sixty digits. Rounding or comparing
such a sum does not need a common denominator. Each quotient is divided out in digits of a large base,
like long division by hand. After enough digits, a sum that is not exactly on the edge is farther from
it than everything cut off, so that comparing digits decides.
"""

from __future__ import annotations

from math import prod

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.forms import Way
from minsheng.rules.criteria.compiling.ratio import Ratio, Ratios
from minsheng.rules.criteria.compiling.steps import Op, too_wide

#: the quotients whose sum is a number
Terms = tuple[Ratio, ...]

#: the minimum number of bits of a digit, and the maximum number of terms of a sum
_LEAST_BITS, _MOST_TERMS = 6, 64


class Sums(Ratios):
    """Makes the steps for sums of quotients."""

    def together(self, terms: Terms) -> Terms:
        """The sum with terms over the same denominator, or over constants, added up."""
        found: list[Ratio] = []
        for term in terms:
            for index, one in enumerate(found):
                if one.below is term.below:
                    found[index] = Ratio(self.add(one.above, term.above), one.below)
                    break
                if one.static is not None and term.static is not None:
                    a, b, below = self.common(one, term)
                    found[index] = Ratio(self.add(a, b), below)
                    break
            else:
                found.append(term)
        if len(found) > _MOST_TERMS:
            raise too_wide(self.bits or 0)
        return tuple(found)

    def minus(self, terms: Terms) -> Terms:
        return tuple(Ratio(self.mul(one.above, self.whole(-1)), one.below) for one in terms)

    def chosen(self, condition: Op, then: Terms, other: Terms) -> Terms:
        """One sum or another, term by term; a missing term is 0 ÷ 1."""
        zero, one = self.whole(0), self.whole(1)
        left = list(other)
        found = []
        for term in then:
            twin = next(
                (o for o in left if o.below is term.below or None not in (o.static, term.static)), None
            )
            if twin is not None:
                left.remove(twin)
                found.append(self.select(condition, term, twin))
            else:
                found.append(
                    Ratio(self.case(condition, term.above, zero), self.case(condition, term.below, one))
                )
        found += [
            Ratio(self.case(condition, zero, o.above), self.case(condition, one, o.below)) for o in left
        ]
        return self.together(tuple(found))

    def sum_compared(self, name: str, left: Terms, right: Terms) -> Op:
        """A comparison of two sums."""
        digits = _Digits(self, self.together((*left, *self.minus(right))), 1)
        zero = self.whole(0)
        at_least, above = (self.compare("ge", digits.floor(more=more), zero) for more in (digits.lost, -1))
        no = {step: self.step("not", (step,), Kind.TRUTH) for step in (at_least, above)}
        match name:
            case "ge":
                return at_least
            case "gt":
                return above
            case "lt":
                return no[at_least]
            case "le":
                return no[above]
        return self.step("and", (at_least, no[above]), Kind.TRUTH)

    def sum_rounded(self, terms: Terms, way: Way, places: int) -> Ratio:
        """A sum rounded to decimal places; half up rounds away from zero."""
        scale = 10**places
        digits = _Digits(self, self.together(terms), scale)
        match way:
            case Way.FLOOR:
                whole = digits.floor(more=digits.lost)
            case Way.CEIL:
                whole = self.add(digits.floor(more=-1), self.whole(1))
            case Way.HALF_UP:
                whole = digits.floor(more=digits.lost, half=True)
                if any(term.above.low < 0 for term in terms):
                    positive = self.compare("ge", digits.floor(more=digits.lost), self.whole(0))
                    whole = self.case(positive, whole, digits.floor(more=-1, half=True))
        return Ratio(whole, self.whole(scale))


class _Digits:
    """The terms of a sum, times a scale, divided out: integer quotients, then digits of a base.

    Each of the n terms loses less than one unit of the last digit. The sum is a fraction over the
    product P of the denominators, so it is a whole or half number or at least 1/2P away from one: with
    base**digits at least 2nP, that is more than n units of the last digit. So what was cut off, at most
    n - 1 whole units (``lost``), can be added without crossing an edge that is not reached, and one
    unit can be subtracted so that an edge that is exactly reached is not crossed.
    """

    def __init__(self, steps: Sums, terms: Terms, scale: int) -> None:
        self.steps = steps
        count = len(terms)
        self.lost = count - 1
        widest = max(term.below.high for term in terms)
        bits = (steps.bits or 0) - 1 - max(widest.bit_length(), (2 * count + 2).bit_length())
        if bits < _LEAST_BITS:
            raise too_wide(steps.bits or 0)
        self.base = 1 << bits
        needed = 2 * count * prod(term.below.high for term in terms)
        rounds = -(-needed.bit_length() // bits)
        self.wholes = steps.whole(0)
        self.digits: list[Op] = [steps.whole(0)] * rounds
        for term in terms:
            above, below = steps.mul(term.above, steps.whole(scale)), term.below
            quotient = steps.rounded(Ratio(above, below), Way.FLOOR, 0).above
            self.wholes = steps.add(self.wholes, quotient)
            for place in range(rounds):
                rest = self._rest(above, quotient, below)
                above = steps.mul(rest, steps.whole(self.base))
                quotient = steps.div(above, below)
                quotient = quotient if quotient.name == "int" else self._within(quotient, self.base - 1)
                self.digits[place] = steps.add(self.digits[place], quotient)

    def _rest(self, above: Op, quotient: Op, below: Op) -> Op:
        """The remainder of a division."""
        steps = self.steps
        if above.name == quotient.name == below.name == "int":
            return steps.whole(above.low - quotient.low * below.low)
        low, high = min(above.low - below.high, -above.high), max(above.high, below.high - above.low)
        taken = steps.step("mul", (quotient, steps.mul(below, steps.whole(-1))), Kind.NUMBER, low, high)
        return steps.step("add", (above, taken), Kind.NUMBER, 0, below.high - 1)

    def _within(self, step: Op, high: int) -> Op:
        """A step that is known to be at most ``high``."""
        return self.steps.step(step.name, step.args, Kind.NUMBER, 0, min(step.high, high))

    def floor(self, *, more: int, half: bool = False) -> Op:
        """The floor of the sum plus ``more`` units of the last digit and, optionally, a half."""
        steps = self.steps
        carry = steps.whole(more)
        for place in reversed(range(len(self.digits))):
            digit = steps.add(self.digits[place], carry)
            if half and place == 0:
                digit = steps.add(digit, steps.whole(self.base // 2))
            below = steps.whole(self.base)
            carry = (
                steps.div(digit, below)
                if digit.low >= 0
                else steps.add(steps.div(steps.add(digit, below), below), steps.whole(-1))
            )
        return steps.add(self.wholes, carry)
