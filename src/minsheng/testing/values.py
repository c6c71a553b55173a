"""Strategies for the constants and decision tables of criteria."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import Anything, Cell, Line, NoneOf, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable
from minsheng.domain.numerals import shifted
from minsheng.domain.units import Unit
from minsheng.errors import RuleError
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.criterion import Criterion

TEXTS = ("甲", "乙", "丙", "", "甲 ", "A", "a")
DATES = tuple(
    datetime.date.fromisoformat(text)
    for text in ("2023-01-01", "2022-12-31", "2023-01-10", "2023-01-11", "2023-01-20", "2023-01-21",
                 "2023-02-28", "2024-02-29", "2024-03-01")
)  # fmt: skip


def tables(
    *,
    kind: Kind | str = "number",
    unit: str | None = None,
    keys: Sequence[Kind | str] = (),
    max_lines: int = 5,
) -> st.SearchStrategy[DecisionTable]:
    """Decision tables without overlaps, with and without gaps.

    Args:
        kind: the kind of their values.
        unit: the unit of numeric values.
        keys: the kinds of the keys: ``text``, ``date``, ``number`` or ``truth``; default: one to three.
        max_lines: the maximum number of lines.
    """
    given = tuple(map(Kind, keys))
    chosen = st.sampled_from((Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.TRUTH))
    kinds = st.just(given) if given else st.lists(chosen, min_size=1, max_size=3).map(tuple)
    return kinds.flatmap(lambda of: _tables(Kind(kind), unit, of, max_lines))


@st.composite
def _tables(
    draw: st.DrawFn, kind: Kind, unit: str | None, keys: tuple[Kind, ...], max_lines: int
) -> DecisionTable:
    names = tuple(f"key{number}" for number in range(1, len(keys) + 1))
    measured = Unit.parse(unit) if kind is Kind.NUMBER and unit is not None else None
    cells = st.tuples(*(_cells(key) for key in keys))
    lines = draw(st.lists(st.builds(Line, cells, constants(kind)), min_size=1, max_size=max_lines))
    table = DecisionTable("表", names, (lines[0],), measured)
    for line in lines[1:]:
        try:
            table = DecisionTable("表", names, (*table.lines, line), measured)
        except RuleError:  # it overlaps one before
            continue
    return table


def _cells(kind: Kind) -> st.SearchStrategy[Cell]:
    anything: st.SearchStrategy[Cell] = st.just(Anything())
    if kind is Kind.TEXT:
        values = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True)
        return anything | st.builds(OneOf, values.map(tuple)) | st.builds(NoneOf, values.map(tuple))
    if kind is Kind.TRUTH:
        return anything | st.booleans().map(lambda value: OneOf((value,)))
    points: tuple[Any, ...] = (
        DATES if kind is Kind.DATE else tuple(map(Decimal, ("0", "1", "-1", "2.5", "60", "100")))
    )
    ends = st.lists(st.sampled_from(points), min_size=1, max_size=2, unique=True).map(sorted)

    def span(drawn: tuple[list[Any], bool, bool]) -> st.SearchStrategy[Cell]:
        [low, *more], low_open, high_closed = drawn
        one = [
            Span(low, None, low_open),
            Span(None, low, False, high_closed),
            Span(low, low, high_closed=True),
        ]
        return st.sampled_from([Span(low, more[0], low_open, high_closed)] if more else one)

    return anything | st.tuples(ends, st.booleans(), st.booleans()).flatmap(span).filter(_holds)


def _holds(cell: Cell) -> bool:
    """Whether something fits: between a day and the next there is nothing."""
    return not (isinstance(cell, Span) and cell.empty)


def constants(kind: Kind, bits: int = 64) -> st.SearchStrategy[Any]:
    """Constants of a kind: few texts and dates, so that they recur; small numbers, and those at the
    ends of 32-bit and 64-bit integers, as far as they fit in ``bits``."""
    match kind:
        case Kind.NUMBER:
            return _decimals(bits)
        case Kind.TEXT:
            return st.sampled_from(TEXTS)
        case Kind.DATE:
            return st.sampled_from(DATES)
    return st.booleans()


def _decimals(bits: int) -> st.SearchStrategy[Decimal]:
    small = st.builds(lambda n, places: shifted(Decimal(n), -places), st.integers(-20, 20), st.integers(0, 2))
    some = st.sampled_from(
        tuple(map(Decimal, ("12", "100", "0.5", "0.005", "650", "7800", "-1", "0.0001", "999.99")))
    )
    ends = (0, 1, -1, 2**31 - 1, 2**31, -(2**31), 170_000, 330_000, 10**18, 2**63 - 1, 2**63, -(2**63) - 1)
    large = st.sampled_from([Decimal(end) for end in ends if abs(end) < 2 ** (bits - 1)])
    return small | some | large


def criterion_bits(criterion: Criterion | Expression, lowering: Lowering | None = None) -> int:
    """The width of integers that a criterion or expression needs: 64 or 128; 1000 if no engine has it.

    Args:
        criterion: the criterion or expression.
        lowering: shared between parts of one expression, so that each is lowered only once.
    """
    lowering = lowering or Lowering(128)
    widest, seen = 64, set()
    try:
        for node in nodes_of(criterion):
            if node.kind is Kind.NUMBER:
                ratio = lowering.number(node)
                waiting = [ratio.above, ratio.below]
            else:
                waiting = [lowering.value(node)]
            while waiting:
                step = waiting.pop()
                if step not in seen:
                    seen.add(step)
                    waiting += step.steps
                    widest = max(widest, (step.bits or 1000) if step.kind is Kind.NUMBER else 0)
    except RuleError:
        return 1000
    return widest


def nodes_of(one: Criterion | Expression) -> Iterator[Node]:
    """The expression's node; for a criterion its requirement and its condition."""
    if isinstance(one, Expression):
        yield one.node
    else:
        yield from (node for node in (one.requirement, one.when) if node is not None)
