"""Strategies for expressions with every kind of node, and for criteria made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from minsheng.domain.amount import Amount
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.build import Expression, least, most
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.nodes import Column, Constant
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing.leaves import MEASURES, Leaves
from minsheng.testing.values import criterion_bits, tables

_KINDS = tuple(Kind)


def expressions(
    *,
    kind: Kind | str = "truth",
    columns: Sequence[Expression] | None = None,
    max_depth: int = 3,
    bits: int = 128,
) -> st.SearchStrategy[Expression]:
    """Expressions of a kind, with every kind of node.

    Args:
        kind: ``truth``, ``number``, ``text`` or ``date``.
        columns: the columns to use; default: columns of every kind, unit and number of places.
        max_depth: how deeply operations are nested at most.
        bits: how wide their integers may be, 64 or 128. Every engine has 64.
    """
    return _expressions(Kind(kind), None if columns is None else tuple(columns), max_depth, bits)


@st.composite
def _expressions(
    draw: st.DrawFn, kind: Kind, columns: tuple[Expression, ...] | None, max_depth: int, bits: int
) -> Expression:
    return _Writer(draw, columns, bits).any(kind, max_depth)


def criteria(
    *,
    codes: Sequence[str] = ("X101", "X102", "X103"),
    columns: Sequence[Expression] | None = None,
    max_depth: int = 3,
    bits: int = 128,
) -> st.SearchStrategy[Criterion]:
    """Criteria with and without a condition, with one of these codes."""
    truth = expressions(columns=columns, max_depth=max_depth, bits=bits)
    drawn = st.builds(
        Criterion,
        st.sampled_from(codes),
        truth,
        st.none() | truth,
        title=st.just("drawn"),
        severity=st.sampled_from(("error", "warning", "note")),
    )
    return drawn.filter(lambda criterion: criterion_bits(criterion) <= bits)


# --- expressions -----------------------------------------------------------------------


class _Writer(Leaves):
    """Draws one expression, from its leaves up."""

    def any(self, kind: Kind, depth: int) -> Expression:
        match kind:
            case Kind.NUMBER:
                return self.number(self.measure(), depth)
            case Kind.TEXT:
                return self.text(depth)
            case Kind.DATE:
                return self.date(depth)
        return self.truth(depth)

    # --- numbers ------------------------------------------------------------------------

    def number(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        if depth <= 0:
            return self.pick(lambda: self.number_column(measure), lambda: self.constant(Kind.NUMBER, measure))
        below = depth - 1
        return self.pick(
            lambda: self.number_column(measure),
            lambda: self.bare(below) if measure[0] is None else self.sum(measure, below),
            lambda: self.sum(measure, below),
            lambda: self.product(measure, below),
            lambda: self.product(measure, below),
            lambda: self.quotient(measure, below),
            lambda: self.rounded(measure, below),
            lambda: self.extreme(measure, below),
            lambda: self.choice(lambda: self.number(measure, below), below),
            lambda: self.ladder(measure, below),
            lambda: self.ladder(measure, below),
            lambda: self.lookup(Kind.NUMBER, measure, below),
            lambda: self.constant(Kind.NUMBER, measure),
        )

    def bare(self, depth: int) -> Expression:
        """A bare number derived from something else: part of a date, or a quotient of like units."""

        def times() -> Expression:
            measure = self.measure()
            left, right = self.number(measure, depth), self.number(measure, depth)
            return self.either(lambda: left / right, self.constant(Kind.NUMBER))

        def part() -> Expression:
            day = self.date(depth)
            return self.draw(st.sampled_from((day.year, day.month, day.ten_days)))()

        return self.pick(part, times)

    def sum(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        left, right = self.number(measure, depth), self.number(measure, depth)
        plus = self.draw(st.booleans())
        return self.either(lambda: left + right if plus else left - right, left)

    def product(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        if measure[0] == "元/月" and self.given is None and self.draw(st.booleans()):
            each, people = self.number(MEASURES[4], depth), self.number(MEASURES[3], depth)
            return self.either(lambda: each * people, self.number_column(measure))
        left, right = self.number(measure, depth), self.number((None,), depth)
        if self.draw(st.booleans()):
            return self.either(lambda: right * left, left)
        return self.either(lambda: left * right, left)

    def quotient(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        if measure[0] == "元/月·人" and self.given is None and self.draw(st.booleans()):
            paid, people = self.number(MEASURES[1], depth), self.number(MEASURES[3], depth)
            return self.either(lambda: paid / people, self.number_column(measure))
        left = self.pick(lambda: self.number(measure, depth), lambda: self.constant(Kind.NUMBER, measure))
        right = self.number((None,), depth)
        return self.either(lambda: left / right, left)

    def rounded(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        part, places = self.number(measure, depth), self.draw(st.integers(0, 3))
        way = self.draw(st.sampled_from((part.half_up, part.floor, part.ceil)))
        return self.either(lambda: way(places), part)

    def extreme(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        parts = [self.number(measure, depth) for _ in range(self.draw(st.integers(1, 3)))]
        return self.pick(
            lambda: self.either(lambda: least(*parts), parts[0]),
            lambda: self.either(lambda: most(*parts), parts[0]),
            lambda: self.either(lambda: parts[0].clip(*parts[1:]), parts[0]),
        )

    def choice(self, part: Callable[[], Expression], depth: int) -> Expression:
        condition, then = self.truth(depth), part()
        other = part() if self.draw(st.booleans()) else None
        if self.draw(st.integers(0, 3)) == 3:
            another, second = self.truth(depth), part()
            return self.either(
                lambda: when(condition).then(then).when(another).then(second).otherwise(other), then
            )
        return self.either(lambda: when(condition).then(then).otherwise(other), then)

    def ladder(self, measure: tuple[str | None, ...], depth: int) -> Expression:
        """A chain of cases with constant values; or the product of two, wider than either."""

        def case(value: Expression, other: Expression) -> Expression:
            truth = self.truth(min(depth, 1) - 1)
            return self.either(lambda: when(truth).then(value).otherwise(other), other)

        def one(of: tuple[str | None, ...]) -> Expression:
            last = self.constant(Kind.NUMBER, of)
            for _ in range(self.draw(st.integers(1, 4))):
                last = case(self.constant(Kind.NUMBER, of), last)
            return last

        made = one(measure)
        if self.draw(st.booleans()):
            other = one((None,))
            return self.either(lambda: made * other, made)
        return made

    def lookup(self, kind: Kind, measure: tuple[str | None, ...], depth: int) -> Expression:
        unit = self.draw(st.sampled_from(measure))
        table = self.draw(tables(kind=kind, unit=unit))
        keys = []
        for index in range(len(table.keys)):
            wanted = table.key_kind(index)
            if wanted is Kind.NUMBER:
                keys.append(self.number((None,), min(depth, 1)).node)
            else:
                keys.append(self.any(wanted or Kind.TEXT, min(depth, 1)).node)
        return self.either(lambda: Expression(Lookup(table, tuple(keys))), self.constant(kind, (unit,)))

    # --- text, dates, truth -------------------------------------------------------------

    def text(self, depth: int) -> Expression:
        return self.simple(Kind.TEXT, depth)

    def date(self, depth: int) -> Expression:
        def extreme() -> Expression:
            which = self.draw(st.sampled_from((least, most)))
            return which(self.date(depth - 1), self.date(depth - 1))

        return self.simple(Kind.DATE, depth, extreme)

    def simple(self, kind: Kind, depth: int, *more: Callable[[], Expression]) -> Expression:
        if depth <= 0:
            return self.pick(lambda: self.other_column(kind), lambda: self.constant(kind))
        return self.pick(
            lambda: self.other_column(kind),
            lambda: self.choice(lambda: self.any(kind, depth - 1), depth - 1),
            lambda: self.lookup(kind, (None,), depth - 1),
            lambda: self.constant(kind),
            *more,
        )

    def truth(self, depth: int) -> Expression:
        if depth <= 0:
            return self.pick(
                lambda: self.compared(0),
                lambda: self.other_column(Kind.TRUTH),
                lambda: self.constant(Kind.TRUTH),
            )
        below = depth - 1
        return self.pick(
            lambda: self.compared(depth),
            lambda: self.compared(depth),
            lambda: self.compared(depth),
            lambda: self.logic(below),
            lambda: ~self.truth(below),
            lambda: self.any(self.draw(st.sampled_from(_KINDS)), below).is_missing(),
            lambda: self.among(depth),
            lambda: self.simple(Kind.TRUTH, depth),
        )

    def logic(self, depth: int) -> Expression:
        left, right = self.truth(depth), self.truth(depth)
        both = self.draw(st.booleans())
        return self.either(lambda: left & right if both else left | right, left)

    def compared(self, depth: int) -> Expression:
        kind = self.draw(
            st.sampled_from((Kind.NUMBER, Kind.NUMBER, Kind.NUMBER, Kind.DATE, Kind.TEXT, Kind.TRUTH))
        )
        if kind is Kind.NUMBER:
            measure = self.measure()
            left = self.number(measure, depth)
            right = self.pick(lambda: self.number(measure, depth), lambda: self.limit(left, measure))
            if self.draw(st.integers(0, 3)) == 3:  # both sides per head: the common divisor must not be lost
                by = self.number_column((None,))
                left, right = self.either(lambda: left / by, left), self.either(lambda: right / by, right)
        elif kind is Kind.TRUTH:
            left, right = (
                self.truth(depth - 1) if depth > 0 else self.other_column(kind),
                self.other_column(kind),
            )
        else:
            left, right = self.any(kind, depth), self.any(kind, depth)
        if kind in (Kind.TEXT, Kind.TRUTH):
            return left == right if self.draw(st.booleans()) else left != right
        signs: tuple[Callable[[], Expression], ...] = (
            lambda: left >= right,
            lambda: left < right,
            lambda: left == right,
            lambda: left != right,
            lambda: left > right,
            lambda: left <= right,
        )
        return self.either(self.draw(st.sampled_from(signs)), left.is_missing())

    def limit(self, of: Expression, measure: tuple[str | None, ...]) -> Expression:
        """A constant to compare with; for a column also the ends of its declared range."""
        if isinstance(of.node, Column) and self.draw(st.booleans()):
            end = self.draw(st.sampled_from((of.node.low, of.node.high)))
            return Expression(Constant(end, of.node.unit))
        return self.constant(Kind.NUMBER, measure)

    def among(self, depth: int) -> Expression:
        """Whether a value is one of several."""
        kind = self.draw(st.sampled_from((Kind.TEXT, Kind.NUMBER, Kind.DATE)))
        measure = self.measure() if kind is Kind.NUMBER else (None,)
        of = self.number(measure, depth - 1) if kind is Kind.NUMBER else self.any(kind, depth - 1)
        values = [self.constant(kind, measure) for _ in range(self.draw(st.integers(1, 3)))]
        plain = [_plain(value.node) for value in values]
        return self.either(lambda: of.is_in(plain), of.is_missing())


def _plain(node: Node) -> Any:
    """A constant as a Python value."""
    assert isinstance(node, Constant)  # noqa: S101  # the caller made it so
    if isinstance(node.value, Decimal) and node.unit is not None:
        return Amount(node.value, node.unit)
    return node.value
