"""Expressions as integer arithmetic: what every engine can do, and do exactly.

A number is lowered to a whole numerator over a positive denominator, nearly always a constant.
Comparisons cross-multiply, rounding divides whole numbers, and nothing is ever a float. Each
integer carries its range, so that it is known, not hoped, to fit in 64 bits.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from minsheng.criteria.steps import Op, Ratio, Steps
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import conversion, scale_of
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Part, Rounded, Way, Which
from minsheng.domain.expression.nodes import (
    All,
    Any,
    Arithmetic,
    Column,
    Comparison,
    Constant,
    Not,
    Operation,
)
from minsheng.domain.units import Unit


class Lowering(Steps):
    """Lowers nodes to steps; equal steps are one step, so several criteria share theirs."""

    def __init__(self) -> None:
        super().__init__()
        # by identity: a tree's hash costs as much as its size, at every node; equal steps are one anyway
        self._ratios: dict[int, Ratio] = {}
        self._values: dict[int, Op] = {}
        self._seen: list[Node] = []

    # --- numbers ------------------------------------------------------------------------

    def number(self, node: Node) -> Ratio:
        """A node of kind number."""
        if id(node) not in self._ratios:
            self._ratios[id(node)] = self._number(node)
            self._seen.append(node)
        return self._ratios[id(node)]

    def _number(self, node: Node) -> Ratio:
        match node:
            case Column():
                scale = 10**node.places
                return Ratio(self.column(node, Kind.NUMBER, *whole_range(node)), self.whole(scale))
            case Constant(Decimal() as value):
                exact = Fraction(value)
                return Ratio(self.whole(exact.numerator), self.whole(exact.denominator))
            case Arithmetic():
                return self._arithmetic(node)
            case Choice():
                return self._choice(node)
            case Extreme():
                return self._extreme(node)
            case Rounded():
                return self._rounded(self.number(node.part), node.way, node.places)
            case DatePart():
                return Ratio(self._date_part(node), self.whole(1))
            case Lookup():
                return self.number(node.expanded)
        raise TypeError(f"no number: {type(node).__name__}")

    def _in_unit(self, node: Node, unit: Unit | None) -> Ratio:
        return self._times(self.number(node), conversion(node.unit, unit))

    def _times(self, ratio: Ratio, factor: Fraction) -> Ratio:
        if factor == 1:
            return ratio
        above = self.mul(ratio.above, self.whole(factor.numerator))
        return self._reduced(Ratio(above, self.mul(ratio.below, self.whole(factor.denominator))))

    def _reduced(self, ratio: Ratio) -> Ratio:
        """Constants in lowest terms: × 12 over 100 is × 3 over 25."""
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

    def _arithmetic(self, node: Arithmetic) -> Ratio:
        left = self.number(node.left)
        if node.operation in (Operation.ADD, Operation.SUBTRACT):
            right = self._in_unit(node.right, node.left.unit)
            if left.below is right.below:
                a, b, below = left.above, right.above, left.below
            else:
                a, b, below = self._common(left, right)
            b = b if node.operation is Operation.ADD else self.mul(b, self.whole(-1))
            return Ratio(self.add(a, b), below)
        right = self.number(node.right)
        if node.operation is Operation.DIVIDE:
            if left.static is not None and right.static is not None:  # cents by cents: the cents cancel
                common = gcd(left.static, right.static)
                left = Ratio(left.above, self.whole(left.static // common))
                right = Ratio(right.above, self.whole(right.static // common))
            right = self._inverse(right)
        product = Ratio(self.mul(left.above, right.above), self.mul(left.below, right.below))
        return self._times(self._reduced(product), scale_of(node))

    def _inverse(self, ratio: Ratio) -> Ratio:
        """One over a number; missing where it is zero."""
        above, below = ratio.above, ratio.below
        if above.low > 0:
            return Ratio(below, above)
        zero = self.whole(0)
        if above.low == 0:
            return Ratio(
                below,
                self.case(self.compare("eq", above, zero), self.missing(Kind.NUMBER), above, at_least=1),
            )
        negative = self.compare("lt", above, zero)
        size = self.case(negative, self.mul(above, self.whole(-1)), above)
        size = self.case(self.compare("eq", above, zero), self.missing(Kind.NUMBER), size, at_least=1)
        return Ratio(self.case(negative, self.mul(below, self.whole(-1)), below), size)

    def _common(self, left: Ratio, right: Ratio) -> tuple[Op, Op, Op]:
        """Both numerators over one denominator."""
        if left.static is not None and right.static is not None:
            common = lcm(left.static, right.static)
            a = self.mul(left.above, self.whole(common // left.static))
            return a, self.mul(right.above, self.whole(common // right.static)), self.whole(common)
        a, b = self.mul(left.above, right.below), self.mul(right.above, left.below)
        return a, b, self.mul(left.below, right.below)

    def _choice(self, node: Choice) -> Ratio:
        condition, then = self.truth(node.condition), self.number(node.then)
        if node.otherwise is None:
            return Ratio(self.case(condition, then.above, self.missing(Kind.NUMBER)), then.below)
        return self._select(condition, then, self._in_unit(node.otherwise, node.unit))

    def _select(self, condition: Op, then: Ratio, other: Ratio) -> Ratio:
        if then.static is not None and other.static is not None:
            a, b, below = self._common(then, other)
            return Ratio(self.case(condition, a, b), below)
        return Ratio(
            self.case(condition, then.above, other.above),
            self.case(condition, then.below, other.below, at_least=1),
        )

    def _extreme(self, node: Extreme) -> Ratio:
        best = self.number(node.parts[0])
        for part in node.parts[1:]:
            other = self._in_unit(part, node.unit)
            a, b, _ = self._common(best, other)
            best = self._select(self.compare("le" if node.which is Which.LEAST else "ge", a, b), best, other)
        return best

    def _rounded(self, ratio: Ratio, way: Way, places: int) -> Ratio:
        scale = self.whole(10**places)
        if ratio.static is not None and scale.low % ratio.static == 0:
            return Ratio(self.mul(ratio.above, self.whole(scale.low // ratio.static)), scale)
        above, below = self.mul(ratio.above, scale), ratio.below
        if way is Way.HALF_UP:
            above, below = self.mul(above, self.whole(2)), self.mul(below, self.whole(2))
        zero, minus = self.whole(0), self.whole(-1)

        def away(size: Op) -> Op:  # a size over the denominator, rounded up or half up
            more = self.add(below, minus) if way is not Way.HALF_UP else ratio.below
            return self.div(self.add(size, more), below)

        size = self.mul(above, minus)  # of a negative number
        positive = self.div(above, below) if way is Way.FLOOR else away(above)
        negative = self.div(size, below) if way is Way.CEIL else away(size)
        if above.low >= 0:
            return Ratio(positive, scale)
        negative = self.mul(negative, minus)
        return Ratio(self.case(self.compare("ge", above, zero), positive, negative), scale)

    def _date_part(self, node: DatePart) -> Op:
        day = self.value(node.part)
        if node.which is Part.YEAR:
            return self.step("year", (day,), Kind.NUMBER, 1, 9999)
        if node.which is Part.MONTH:
            return self.step("month", (day,), Kind.NUMBER, 1, 12)
        of_month = self.step("day", (day,), Kind.NUMBER, 1, 31)
        last = self.case(self.compare("le", of_month, self.whole(20)), self.whole(2), self.whole(3))
        return self.case(self.compare("le", of_month, self.whole(10)), self.whole(1), last)

    # --- truth, text, dates -------------------------------------------------------------

    def truth(self, node: Node) -> Op:
        """A node of kind truth."""
        return self.value(node)

    def value(self, node: Node) -> Op:
        """A node of any kind but number."""
        if id(node) not in self._values:
            self._values[id(node)] = self._value(node)
            self._seen.append(node)
        return self._values[id(node)]

    def _value(self, node: Node) -> Op:
        match node:
            case Column():
                assert node.of is not None  # noqa: S101  # a criterion refuses columns of no known kind
                return self.column(node, node.of)
            case Constant():
                return self.step(node.kind.value, (node.value,), node.kind)
            case Comparison():
                return self._comparison(node)
            case All() | Any():
                name = "and" if isinstance(node, All) else "or"
                return self._joined(name, [self.truth(part) for part in node.parts])
            case Not():
                return self.step("not", (self.truth(node.part),), Kind.TRUTH)
            case Choice():
                other = self.missing(node.then.kind) if node.otherwise is None else self.value(node.otherwise)
                return self.case(self.truth(node.condition), self.value(node.then), other)
            case Extreme():
                best = self.value(node.parts[0])
                for later in node.parts[1:]:
                    other = self.value(later)
                    first = self.compare("le" if node.which is Which.LEAST else "ge", best, other)
                    best = self.case(first, best, other)
                return best
            case IsMissing():
                return self._is_missing(node.part)
            case Lookup():
                return self.value(node.expanded)
        raise TypeError(f"no value: {type(node).__name__}")

    def _joined(self, name: str, parts: list[Op]) -> Op:
        """All joined two by two, so that a thousand of them are but ten deep."""
        while len(parts) > 1:
            pairs = [parts[first : first + 2] for first in range(0, len(parts), 2)]
            parts = [self.step(name, tuple(pair), Kind.TRUTH) if pair[1:] else pair[0] for pair in pairs]
        return parts[0]

    def _comparison(self, node: Comparison) -> Op:
        name = {">": "gt", ">=": "ge", "=": "eq", "<=": "le", "<": "lt"}[node.relation.value]
        if node.left.kind is not Kind.NUMBER:
            return self.compare(name, self.value(node.left), self.value(node.right))
        a, b, _ = self._common(self.number(node.left), self._in_unit(node.right, node.left.unit))
        return self.compare(name, a, b)

    def _is_missing(self, node: Node) -> Op:
        if node.kind is not Kind.NUMBER:
            return self.step_missing(self.value(node))
        ratio = self.number(node)
        above = self.step_missing(ratio.above)
        if ratio.static is not None:
            return above
        below = self.step_missing(ratio.below)
        return self.step("or", (above, below), Kind.TRUTH, void=False)


def whole_range(column: Column) -> tuple[int, int]:
    """The range of a column of numbers, in units of its last place."""
    low, high = (Fraction(bound) * 10**column.places for bound in (column.low, column.high))
    return ceil(low), floor(high)
