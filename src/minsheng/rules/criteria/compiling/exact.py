"""Lowers expressions to integer arithmetic, which every engine can do exactly.

A number becomes an integer numerator over a positive denominator, nearly always a constant.
Comparisons cross-multiply, rounding divides integers, and nothing is ever a float. Each integer
carries its range, so that it is known to fit in 64 bits.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs

from minsheng.domain.expression import nodes
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import conversion
from minsheng.domain.expression.forms import Choice, DatePart, Extreme, IsMissing, Part, Rounded, Which
from minsheng.errors import WidthError
from minsheng.rules.criteria.compiling.apart import Apart
from minsheng.rules.criteria.compiling.ratio import Ratio
from minsheng.rules.criteria.compiling.steps import Op
from minsheng.rules.criteria.compiling.sums import Terms


class Lowering(Apart):
    """Lowers nodes to steps; equal steps are the same object, so that criteria share them."""

    def __init__(self, bits: int | None = None, *, holes: bool = False) -> None:
        super().__init__(bits, holes=holes)
        # by identity, because hashing a tree at every node is quadratic; equal steps are shared anyway
        self._ratios: dict[int, Ratio | WidthError] = {}
        self._values: dict[int, Op] = {}
        self._seen: list[Node] = []

    # --- numbers ------------------------------------------------------------------------

    def number(self, node: Node) -> Ratio:
        """A node of kind number, as one quotient.

        Raises:
            WidthError: it needs wider integers than available.
        """
        if id(node) not in self._ratios:
            try:
                self._ratios[id(node)] = self._number(node)
            except WidthError as error:
                self._ratios[id(node)] = error
            self._seen.append(node)
        found = self._ratios[id(node)]
        if isinstance(found, WidthError):
            raise found
        return found

    def _number(self, node: Node) -> Ratio:
        match node:
            case nodes.Column():
                scale = 10**node.places
                return Ratio(self.column(node, Kind.NUMBER, *whole_range(node)), self.whole(scale))
            case nodes.Constant(Decimal() as value):
                exact = Fraction(value)
                return Ratio(self.whole(exact.numerator), self.whole(exact.denominator))
            case nodes.Arithmetic():
                return self._arithmetic(node)
            case Choice():
                return self._choice(node)
            case Extreme():
                return self._extreme(node)
            case Rounded():
                try:
                    return self.rounded(self.number(node.part), node.way, node.places)
                except WidthError:
                    return self.sum_rounded(self.apart(node.part), node.way, node.places)
            case DatePart():
                return Ratio(self._date_part(node), self.whole(1))
            case Lookup():
                return self.number(node.expanded)
        raise TypeError(f"no number: {type(node).__name__}")

    def _arithmetic(self, node: nodes.Arithmetic) -> Ratio:
        left = self.number(node.left)
        if node.operation in (nodes.Operation.ADD, nodes.Operation.SUBTRACT):
            right = self.in_unit(node.right, node.left.unit)
            if left.below is right.below:
                a, b, below = left.above, right.above, left.below
            else:
                a, b, below = self.common(left, right)
            b = b if node.operation is nodes.Operation.ADD else self.mul(b, self.whole(-1))
            return Ratio(self.add(a, b), below)
        return self.multiplied(node, left, self.number(node.right))

    def _choice(self, node: Choice) -> Ratio:
        condition, then = self.truth(node.condition), self.number(node.then)
        if node.otherwise is None:
            return Ratio(self.case(condition, then.above, self.missing(Kind.NUMBER)), then.below)
        return self.select(condition, then, self.in_unit(node.otherwise, node.unit))

    def _extreme(self, node: Extreme) -> Ratio:
        best = self.number(node.parts[0])
        for part in node.parts[1:]:
            best = self._better(node.which, best, self.in_unit(part, node.unit))
        return best

    def _better(self, which: Which, one: Ratio, other: Ratio) -> Ratio:
        """The smaller or the larger of two; comparison with 0 or a constant narrows the range."""
        name = "le" if which is Which.LEAST else "ge"
        if one.is_zero:
            one, other = other, one
        if other.is_zero:  # a denominator is positive and stays
            end = {"high" if which is Which.LEAST else "low": 0}
            above = self.case(self.compare(name, one.above, other.above), one.above, other.above, **end)
            return Ratio(above, one.below)
        a, b, below = self.common(one, other)
        first = self.compare(name, a, b)
        if below.name != "int":
            return self.select(first, one, other)
        if which is Which.LEAST:
            return Ratio(self.case(first, a, b, high=min(a.high, b.high)), below)
        return Ratio(self.case(first, a, b, low=max(a.low, b.low)), below)

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
            case nodes.Column():
                assert node.of is not None  # noqa: S101  # a criterion refuses columns of unknown kind
                return self.column(node, node.of)
            case nodes.Constant():
                return self.step(node.kind.value, (node.value,), node.kind)
            case nodes.Comparison():
                return self._comparison(node)
            case nodes.All() | nodes.Any():
                name = "and" if isinstance(node, nodes.All) else "or"
                return self._joined(name, [self.truth(part) for part in node.parts])
            case nodes.Not():
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
        """Joined in a balanced tree, so that a thousand parts are only ten deep."""
        while len(parts) > 1:
            pairs = [parts[first : first + 2] for first in range(0, len(parts), 2)]
            parts = [self.step(name, tuple(pair), Kind.TRUTH) if pair[1:] else pair[0] for pair in pairs]
        return parts[0]

    def _comparison(self, node: nodes.Comparison) -> Op:
        name = {">": "gt", ">=": "ge", "=": "eq", "<=": "le", "<": "lt"}[node.relation.value]
        if node.left.kind is not Kind.NUMBER:
            return self.compare(name, self.value(node.left), self.value(node.right))
        left = self._uncapped(node.left, name, node.right)
        right = self._uncapped(
            node.right, {"gt": "lt", "ge": "le", "le": "ge", "lt": "gt"}.get(name, name), left
        )
        try:
            a, b, _ = self.common(self.number(left), self.in_unit(right, left.unit))
        except WidthError:
            return self.compared(name, self.apart(left), self.apart_in(right, left.unit))
        return self.compare(name, a, b)

    def _uncapped(self, node: Node, name: str, other: Node) -> Node:
        """Without caps that do not matter here: min(rate, 1.2) >= 0.9 if and only if rate >= 0.9."""
        if not isinstance(node, Extreme) or name not in (
            ("ge", "gt") if node.which is Which.LEAST else ("le", "lt")
        ):
            return node
        try:
            held = self.in_unit(other, node.unit)
        except WidthError:
            return node
        if held.static is None:
            return node
        low, high = Fraction(held.above.low, held.static), Fraction(held.above.high, held.static)

        def idle(part: Node) -> bool:
            if not isinstance(part, nodes.Constant) or not isinstance(part.value, Decimal):
                return False
            cap = Fraction(part.value) * conversion(part.unit, node.unit)
            return {"ge": cap >= high, "gt": cap > high, "le": cap <= low, "lt": cap < low}[name]

        parts = tuple(part for part in node.parts if not idle(part))
        return attrs.evolve(node, parts=parts) if parts else node

    def _is_missing(self, node: Node) -> Op:
        if node.kind is not Kind.NUMBER:
            return self.step_missing(self.value(node))
        try:
            terms: Terms = (self.number(node),)
        except WidthError:
            terms = self.apart(node)
        parts = [one for term in terms for one in (term.above, term.below) if one.name != "int"]
        return self._joined("or", [self.step_missing(one) for one in parts or [terms[0].above]])


def whole_range(column: nodes.Column, places: int | None = None) -> tuple[int, int]:
    """The range of a column of numbers, in units of its last place (or of ``places``)."""
    unit = 10 ** (column.places if places is None else places)
    return ceil(Fraction(column.low) * unit), floor(Fraction(column.high) * unit)
