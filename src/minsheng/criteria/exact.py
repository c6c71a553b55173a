"""Expressions as integer arithmetic: what every engine can do, and do exactly.

A number is lowered to a whole numerator over a positive denominator, nearly always a constant.
Comparisons cross-multiply, rounding divides whole numbers, and nothing is ever a float. Each
integer carries its range, so that it is known, not hoped, to fit in 64 bits.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm

import attrs

from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import conversion, scale_of
from minsheng.domain.expression.nodes import (
    All,
    Any,
    Arithmetic,
    Choice,
    Column,
    Comparison,
    Constant,
    DatePart,
    Extreme,
    IsMissing,
    Kind,
    Node,
    Not,
    Operation,
    Part,
    Rounded,
    Way,
    Which,
)
from minsheng.domain.units import Unit
from minsheng.errors import RuleError

#: what fits in 64 bits
INT64 = 2**63 - 1
#: what fits in 128 bits, where an engine has them
INT128 = 2**127 - 1


@attrs.frozen(eq=False, repr=False)
class Op:
    """One step: an integer, a text, a date or a truth value made of others.

    Args:
        name: what is done.
        args: the steps it is done to, and constants.
        kind: what comes out.
        low, high: the range of an integer.
        void: whether it may be missing although no column is.
    """

    name: str
    args: tuple[object, ...]
    kind: Kind
    low: int = 0
    high: int = 0
    void: bool = False

    @property
    def steps(self) -> tuple[Op, ...]:
        """The steps among its arguments."""
        return tuple(arg for arg in self.args if isinstance(arg, Op))

    @property
    def bits(self) -> int:
        """How wide an integer it is: 64, 128, or more than any engine has."""
        most = max(abs(self.low), abs(self.high))
        return 64 if most <= INT64 else 128 if most <= INT128 else 0


@attrs.frozen
class Ratio:
    """A number: whole numerator over a positive denominator."""

    above: Op
    below: Op

    @property
    def static(self) -> int | None:
        """The denominator, where it is a constant."""
        return self.below.low if self.below.name == "int" else None


class Lowering:
    """Lowers nodes to steps; equal steps are one step, so several criteria share theirs."""

    def __init__(self) -> None:
        self._steps: dict[tuple[object, ...], Op] = {}
        self._ratios: dict[Node, Ratio] = {}
        self._values: dict[Node, Op] = {}

    # --- numbers ------------------------------------------------------------------------

    def number(self, node: Node) -> Ratio:
        """A node of kind number."""
        if node not in self._ratios:
            self._ratios[node] = self._number(node)
        return self._ratios[node]

    def _number(self, node: Node) -> Ratio:
        match node:
            case Column():
                scale = 10**node.places
                low, high = (int(bound * scale) for bound in (node.low, node.high))
                return Ratio(self._step("column", (node,), Kind.NUMBER, low, high), self.whole(scale))
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
            a, b, below = self._common(left, right)
            b = b if node.operation is Operation.ADD else self.mul(b, self.whole(-1))
            return Ratio(self.add(a, b), below)
        right = self.number(node.right)
        if node.operation is Operation.DIVIDE:
            right = self._inverse(right)
        product = Ratio(self.mul(left.above, right.above), self.mul(left.below, right.below))
        return self._times(self._reduced(product), scale_of(node))

    def _inverse(self, ratio: Ratio) -> Ratio:
        """One over a number; missing where it is zero."""
        above, below = ratio.above, ratio.below
        if above.low > 0:
            return Ratio(below, above)
        zero = self.whole(0)
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
        if left.below is right.below:
            return left.above, right.above, left.below
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
            return self._step("year", (day,), Kind.NUMBER, 1, 9999)
        if node.which is Part.MONTH:
            return self._step("month", (day,), Kind.NUMBER, 1, 12)
        of_month = self._step("day", (day,), Kind.NUMBER, 1, 31)
        last = self.case(self.compare("le", of_month, self.whole(20)), self.whole(2), self.whole(3))
        return self.case(self.compare("le", of_month, self.whole(10)), self.whole(1), last)

    # --- truth, text, dates -------------------------------------------------------------

    def truth(self, node: Node) -> Op:
        """A node of kind truth."""
        return self.value(node)

    def value(self, node: Node) -> Op:
        """A node of any kind but number."""
        if node not in self._values:
            self._values[node] = self._value(node)
        return self._values[node]

    def _value(self, node: Node) -> Op:
        match node:
            case Column():
                assert node.of is not None  # noqa: S101  # a criterion refuses columns of no known kind
                return self._step("column", (node,), node.of)
            case Constant():
                return self._step(node.kind.value, (node.value,), node.kind)
            case Comparison():
                return self._comparison(node)
            case All() | Any():
                name = "and" if isinstance(node, All) else "or"
                result, *rest = [self.truth(part) for part in node.parts]
                for part in rest:
                    result = self._step(name, (result, part), Kind.TRUTH)
                return result
            case Not():
                return self._step("not", (self.truth(node.part),), Kind.TRUTH)
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
        return self._step("or", (above, below), Kind.TRUTH, void=False)

    # --- steps --------------------------------------------------------------------------

    def step_missing(self, step: Op) -> Op:
        """Whether a step is missing; itself never is."""
        return self._step("missing", (step,), Kind.TRUTH, void=False)

    def whole(self, value: int) -> Op:
        """A constant."""
        return self._step("int", (value,), Kind.NUMBER, value, value)

    def missing(self, kind: Kind | None) -> Op:
        """What is always missing."""
        assert kind is not None  # noqa: S101  # a choice has a kind
        return self._step("none", (), kind, void=True)

    def add(self, a: Op, b: Op) -> Op:
        """A sum."""
        if b.name == "int" and b.low == 0:
            return a
        if a.name == b.name == "int":
            return self.whole(a.low + b.low)
        return self._step("add", (a, b), Kind.NUMBER, a.low + b.low, a.high + b.high)

    def mul(self, a: Op, b: Op) -> Op:
        """A product; constants are multiplied out."""
        if a.name == "int":
            a, b = b, a
        if b.name == "int":
            if b.low == 1:
                return a
            if a.name == "int":
                return self.whole(a.low * b.low)
            if a.name == "mul" and isinstance(a.args[1], Op) and a.args[1].name == "int":
                assert isinstance(a.args[0], Op)  # noqa: S101  # a product is of two steps
                return self.mul(a.args[0], self.whole(a.args[1].low * b.low))
            if _only_constants(a):  # a looked-up constant is multiplied where it stands
                condition, then, other = a.steps
                return self.case(condition, self._mul_leaf(then, b), self._mul_leaf(other, b))
        corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return self._step("mul", (a, b), Kind.NUMBER, min(corners), max(corners))

    def _mul_leaf(self, leaf: Op, b: Op) -> Op:
        return leaf if leaf.name == "none" else self.mul(leaf, b)

    def div(self, a: Op, b: Op) -> Op:
        """The whole quotient of a number that is not negative by one that is positive.

        Where ``a`` may be negative its quotient is not used: a condition chooses another.
        """
        if a.name == b.name == "int":
            return self.whole(a.low // b.low)
        return self._step("div", (a, b), Kind.NUMBER, 0, max(a.high, 0) // max(b.low, 1))

    def compare(self, name: str, a: Op, b: Op) -> Op:
        """A comparison."""
        return self._step(name, (a, b), Kind.TRUTH)

    def case(self, condition: Op, then: Op, other: Op, *, at_least: int | None = None) -> Op:
        """One of two; missing where the condition is.

        Args:
            at_least: what the result is known to be at least, where the ranges do not tell.
        """
        if then is other and not condition.void and condition.name == "truth":
            return then
        ranged = [side for side in (then, other) if side.name != "none"] or [then]
        low = min(side.low for side in ranged) if at_least is None else at_least
        high = max(side.high for side in ranged)
        return self._step("case", (condition, then, other), then.kind, low, high)

    def pick(self, condition: Op, then: Op, other: Op) -> Op:
        """One of two; the second where the condition is false *or missing*."""
        return self._step("pick", (condition, then, other), then.kind, void=False)

    def _step(
        self,
        name: str,
        args: tuple[object, ...],
        kind: Kind,
        low: int = 0,
        high: int = 0,
        *,
        void: bool | None = None,
    ) -> Op:
        key = (name, kind, low, high, *(id(arg) if isinstance(arg, Op) else (type(arg), arg) for arg in args))
        if key not in self._steps:
            if void is None:
                void = any(arg.void for arg in args if isinstance(arg, Op))
            step = Op(name, args, kind, low, high, void)
            if kind is Kind.NUMBER and not step.bits:
                raise RuleError(
                    "an integer of this expression may need more than 128 bits:"
                    " declare narrower ranges with low= and high=, or fewer places"
                )
            self._steps[key] = step
        return self._steps[key]


def _only_constants(step: Op) -> bool:
    """Whether it is a choice between constants, however deep."""
    if step.name != "case":
        return False
    return all(leaf.name in ("int", "none") or _only_constants(leaf) for leaf in step.steps[1:])


def shared(*roots: Op) -> dict[Op, int]:
    """How often each step is used, in an order in which every step comes after its arguments."""
    uses: dict[Op, int] = {}

    def walk(step: Op) -> None:
        if step in uses:
            uses[step] += 1
            return
        for inner in step.steps:
            walk(inner)
        uses[step] = 1

    for root in roots:
        walk(root)
    return uses
