"""Numbers as sums of quotients, for when a common denominator would be too large."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import conversion, scale_of
from minsheng.domain.expression.forms import Choice, Extreme, Which
from minsheng.domain.expression.nodes import Arithmetic, Operation
from minsheng.domain.units import Unit
from minsheng.errors import WidthError
from minsheng.rules.criteria.compiling.ratio import Ratio
from minsheng.rules.criteria.compiling.steps import Op
from minsheng.rules.criteria.compiling.sums import Sums, Terms


class Apart(Sums):
    """Lowers numbers to sums; its subclass lowers them to one quotient, and truth values."""

    def number(self, node: Node) -> Ratio:
        """A node of kind number, as one quotient."""
        raise NotImplementedError

    def truth(self, node: Node) -> Op:
        """A node of kind truth."""
        raise NotImplementedError

    def in_unit(self, node: Node, unit: Unit | None) -> Ratio:
        """A number converted to another unit of the same dimension."""
        return self._by(self.number(node), conversion(node.unit, unit))

    def multiplied(self, node: Arithmetic, left: Ratio, right: Ratio) -> Ratio:
        """A product or a quotient, in the unit of its node."""
        if node.operation is Operation.DIVIDE:
            if left.static is not None and right.static is not None:  # cents by cents: the cents cancel
                common = gcd(left.static, right.static)
                left = Ratio(left.above, self.whole(left.static // common))
                right = Ratio(right.above, self.whole(right.static // common))
            right = self.inverse(right)
        return self._by(self.times(left, right), scale_of(node))

    def apart(self, node: Node) -> Terms:
        """A node of kind number, as a sum."""
        match node:
            case Arithmetic():
                return self._arithmetic_apart(node)
            case Choice():
                condition, then = self.truth(node.condition), self.apart(node.then)
                if node.otherwise is None:
                    nothing = self.missing(Kind.NUMBER)
                    return tuple(Ratio(self.case(condition, one.above, nothing), one.below) for one in then)
                return self.chosen(condition, then, self.apart_in(node.otherwise, node.unit))
            case Extreme():
                best, name = self.apart(node.parts[0]), "le" if node.which is Which.LEAST else "ge"
                for part in node.parts[1:]:
                    other = self.apart_in(part, node.unit)
                    best = self.chosen(self.compared(name, best, other), best, other)
                return best
            case Lookup():
                return self.apart(node.expanded)
        return (self.number(node),)

    def apart_in(self, node: Node, unit: Unit | None) -> Terms:
        """A sum converted to another unit of the same dimension."""
        factor = conversion(node.unit, unit)
        return tuple(self._by(one, factor) for one in self.apart(node))

    def compared(self, name: str, left: Terms, right: Terms) -> Op:
        """A comparison of two sums, over a common denominator if possible."""
        if len(left) == len(right) == 1:
            try:
                a, b, _ = self.common(left[0], right[0])
                return self.compare(name, a, b)
            except WidthError:
                pass
        return self.sum_compared(name, left, right)

    def _arithmetic_apart(self, node: Arithmetic) -> Terms:
        left = self.apart(node.left)
        match node.operation:
            case Operation.ADD | Operation.SUBTRACT:
                right = self.apart_in(node.right, node.left.unit)
                right = right if node.operation is Operation.ADD else self.minus(right)
                return self.together((*left, *right))
            case Operation.DIVIDE:
                right = (self.number(node.right),)
            case _:
                right = self.apart(node.right)
        return self.together(tuple(self.multiplied(node, a, b) for a in left for b in right))

    def _by(self, ratio: Ratio, factor: Fraction) -> Ratio:
        if factor == 1:
            return ratio
        return self.times(ratio, Ratio(self.whole(factor.numerator), self.whole(factor.denominator)))
