"""Steps of integer arithmetic, which every engine can do exactly. Each carries its range."""

from __future__ import annotations

from math import gcd

import attrs

from minsheng.domain.expression.base import Kind
from minsheng.errors import WidthError

#: the largest integers of 64 bits, which every engine has, and of 128, which some have
INT64, INT128 = 2**63 - 1, 2**127 - 1


@attrs.frozen(eq=False, repr=False)
class Op:
    """One step, whose result is an integer, a text, a date or a truth value.

    Args:
        name: the operation.
        args: its arguments: steps and constants.
        kind: the kind of the result.
        low, high: the range of an integer.
        void: whether it may be missing although no column is.
    """

    name: str
    args: tuple[object, ...]
    kind: Kind
    low: int = 0
    high: int = 0
    void: bool = False
    #: the steps among its arguments
    steps: tuple[Op, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        # computed once, because it is used often
        object.__setattr__(self, "steps", tuple(arg for arg in self.args if isinstance(arg, Op)))

    @property
    def bits(self) -> int:
        """The width that its range needs: 64, 128, or 0 if no engine is wide enough."""
        return bits_of(self.low, self.high)


def bits_of(low: int, high: int) -> int:
    """The width that a range needs: 64, 128, or 0 if no engine is wide enough."""
    most = max(-low, high)
    return 64 if most <= INT64 else 128 if most <= INT128 else 0


class Steps:
    """Makes steps; equal ones are the same object.

    Args:
        bits: the maximum width of integers; None, for records, means unlimited.
        holes: whether columns of a record may be missing.
    """

    def __init__(self, bits: int | None = None, *, holes: bool = False) -> None:
        self.bits, self.holes = bits, holes
        self._steps: dict[tuple[object, ...], Op] = {}

    def column(self, column: object, kind: Kind, low: int = 0, high: int = 0) -> Op:
        """A column of a record."""
        return self.step("column", (column,), kind, low, high, void=self.holes)

    def step_missing(self, step: Op) -> Op:
        """Whether a step is missing; itself never is."""
        # a negation is missing if its part is; ibis would write NOT (x) IS NULL, which SQL reads as
        # NOT (x IS NULL)
        while step.name == "not":
            (step,) = step.steps
        return self.step("missing", (step,), Kind.TRUTH, void=False)

    def whole(self, value: int) -> Op:
        """A constant."""
        return self.step("int", (value,), Kind.NUMBER, value, value)

    def missing(self, kind: Kind | None) -> Op:
        """A missing value."""
        assert kind is not None  # noqa: S101  # a choice has a kind
        return self.step("none", (), kind, void=True)

    def add(self, a: Op, b: Op) -> Op:
        """A sum."""
        if b.name == "int" and b.low == 0:
            return a
        if a.name == b.name == "int":
            return self.whole(a.low + b.low)
        return self.step("add", (a, b), Kind.NUMBER, a.low + b.low, a.high + b.high)

    def mul(self, a: Op, b: Op) -> Op:
        """A product; constants are combined."""
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
        corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return self.step("mul", (a, b), Kind.NUMBER, min(corners), max(corners))

    def div(self, a: Op, b: Op) -> Op:
        """The integer quotient of a non-negative number by a positive one.

        If ``a`` may be negative, a condition keeps that quotient from being used.
        """
        if a.name == b.name == "int":
            return self.whole(a.low // b.low)
        return self.step("div", (a, b), Kind.NUMBER, 0, max(a.high, 0) // max(b.low, 1))

    def compare(self, name: str, a: Op, b: Op) -> Op:
        """A comparison; a common constant factor of both sides is cancelled."""
        common = gcd(factor_of(a), factor_of(b))
        if common > 1:
            a, b = self.over(a, common), self.over(b, common)
        return self.step(name, (a, b), Kind.TRUTH)

    def over(self, step: Op, factor: int) -> Op:
        """A product or constant divided by one of its factors."""
        if step.name == "int":
            return self.whole(step.low // factor)
        inner, times = step.steps
        return self.mul(inner, self.whole(times.low // factor))

    def case(
        self, condition: Op, then: Op, other: Op, *, low: int | None = None, high: int | None = None
    ) -> Op:
        """One of two; missing if the condition is.

        Args:
            low, high: a narrower range of the result than follows from the two, if known.
        """
        if then is other and not condition.void and condition.name == "truth":
            return then
        ranged = [side for side in (then, other) if side.name != "none"] or [then]
        low = min(side.low for side in ranged) if low is None else low
        high = max(side.high for side in ranged) if high is None else high
        return self.step("case", (condition, then, other), then.kind, low, high)

    def pick(self, condition: Op, then: Op, other: Op) -> Op:
        """One of two; the second if the condition is false *or missing*."""
        return self.step("pick", (condition, then, other), then.kind, void=False)

    def step(
        self,
        name: str,
        args: tuple[object, ...],
        kind: Kind,
        low: int = 0,
        high: int = 0,
        *,
        void: bool | None = None,
    ) -> Op:
        """Any step, made only once; by default it may be missing if an argument may."""
        key = (name, kind, low, high, *(id(arg) if isinstance(arg, Op) else (type(arg), arg) for arg in args))
        if key not in self._steps:
            if void is None:
                void = any(arg.void for arg in args if isinstance(arg, Op))
            step = Op(name, args, kind, low, high, void)
            if kind is Kind.NUMBER and self.bits is not None and not 0 < step.bits <= self.bits:
                raise too_wide(self.bits)
            self._steps[key] = step
        return self._steps[key]


def too_wide(bits: int, engine: str = "", todo: str = "") -> WidthError:
    """The error for an integer wider than an engine has."""
    has = f" that {engine} has" if engine else ""
    return WidthError(
        f"an integer of this expression may need more than the {bits} bits{has}:"
        f" {todo}declare narrower ranges with low= and high=, or fewer places"
    )


def factor_of(step: Op) -> int:
    """The constant factor of a step."""
    if step.name == "int":
        return abs(step.low)
    return abs(step.steps[1].low) if step.name == "mul" and step.steps[1].name == "int" else 1


def shared(*roots: Op) -> dict[Op, int]:
    """How often each step is used; in the order of the result, steps come after their arguments."""
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
