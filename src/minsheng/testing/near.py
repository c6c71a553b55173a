"""Records for criteria, many of them at the limits set by the criteria."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import strategies as st

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.evaluate import conversion, evaluate
from minsheng.domain.expression.nodes import Column, Comparison, Constant
from minsheng.domain.expression.nodes import columns as columns_of
from minsheng.domain.numerals import shifted
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing.values import DATES, TEXTS, nodes_of

_ORDERED = (Kind.NUMBER, Kind.DATE)
_STEPS = st.sampled_from((0, -1, 1))
_FIRST, _LAST = datetime.date(2021, 12, 31), datetime.date(2024, 3, 1)


def records(
    of: Criterion | Expression | Iterable[Criterion | Expression],
    *,
    missing: bool = True,
    boundary: bool = True,
    min_size: int = 0,
    max_size: int = 30,
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Records with a value for every column, as dicts of ``Decimal``, ``str``, ``date`` and ``bool``.

    A text is usually one that the expressions compare it with.

    Args:
        of: the columns, or expressions or criteria over them.
        missing: whether values may be None; one in ten is.
        boundary: whether many records lie on, just below or just above the limits in the
            expressions: a constant, another column, a quotient, a table's value. One column's value
            is adjusted within its range until they do.
        min_size, max_size: how many records.

    >>> from hypothesis import find
    >>> from minsheng import Amount, Criterion, column
    >>> each = column("paid", "元", places=2) / column("people", "人", low=1, high=9)
    >>> enough = Criterion("X101", each >= Amount(650, "元/人"))
    >>> def met(drawn):
    ...     return any(enough.judge(one).outcome == "met" for one in drawn)
    >>> [record] = find(records(enough), met)
    >>> print(record["paid"], record["people"])
    650.00 1
    """
    listed = [of] if isinstance(of, (Criterion, Expression)) else list(of)
    nodes = [node for one in listed for node in nodes_of(one)]
    found = {column.name: column for node in nodes for column in columns_of(node)}
    compared = list(dict.fromkeys(each for node in nodes for each in _comparisons(node, set())))
    fields = {name: _values(column, _compared(column, compared), boundary) for name, column in found.items()}
    solved = [each for each in compared if boundary and _is_solved(each)]
    return st.lists(_record(fields, solved, missing), min_size=min_size, max_size=max_size)


@st.composite
def _record(
    draw: st.DrawFn,
    fields: Mapping[str, st.SearchStrategy[Any]],
    compared: Sequence[Comparison],
    missing: bool,
) -> dict[str, Any]:
    record = {name: draw(values) for name, values in fields.items()}
    at = draw(st.sampled_from((*compared, None))) if compared else None
    if at is not None:
        of = [column for column in columns_of(at) if column.of in _ORDERED]
        first, strict = draw(st.integers(0, len(of) - 1)), draw(st.booleans())
        limit = _limit(at, (*of[first:], *of[:first]), record, strict=strict)
        if limit is not None:
            column, whole = limit
            low, high = _ends(column)
            record[column.name] = _value(column, min(max(whole + draw(_STEPS), low), high))
    if missing and draw(st.booleans()):  # only in half of the records, so that the others can be judged
        return {name: None if draw(st.integers(0, 4)) == 4 else value for name, value in record.items()}
    return record


# --- what is compared ------------------------------------------------------------------


def _comparisons(node: Node, seen: set[int]) -> Iterator[Comparison]:
    """Every comparison in a node, including those that its tables expand to."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, Comparison):
        yield node
    for child in (node.expanded,) if isinstance(node, Lookup) else node.children:
        yield from _comparisons(child, seen)


def _sides(node: Comparison) -> tuple[tuple[Node, Node], ...]:
    return (node.left, node.right), (node.right, node.left)


def _compared(column: Column, comparisons: Iterable[Comparison]) -> list[Any]:
    """The constants a column is compared with, numbers in its unit; texts also in any comparison with it."""
    found: dict[Any, None] = {}
    for node in comparisons:
        for mine, other in _sides(node):
            if not isinstance(other, Constant):
                continue
            if mine == column and isinstance(other.value, Decimal):
                found[Fraction(other.value) * conversion(other.unit, column.unit)] = None
            elif mine == column or (column.of is other.kind is Kind.TEXT and column in columns_of(mine)):
                found[other.value] = None
    return list(found)


def _is_solved(node: Comparison) -> bool:
    """Whether a column must be solved for; for a column and a constant the constant is simply drawn."""
    if node.left.kind not in _ORDERED:
        return False
    plain = any(isinstance(a, Column) and isinstance(b, Constant) for a, b in _sides(node))
    return not plain and any(column.of in _ORDERED for column in columns_of(node))


# --- the limit -------------------------------------------------------------------------


def _limit(
    node: Comparison, columns: Sequence[Column], record: Mapping[str, Any], *, strict: bool
) -> tuple[Column, int] | None:
    """A column and its value at which the sides of a comparison change order: equal, if possible.

    Bisection finds it in sums, quotients, roundings and tables alike, because it needs only the
    values of the two sides.
    """
    worths = {name: Fraction(v) if isinstance(v, Decimal) else v for name, v in record.items()}
    factor = conversion(node.right.unit, node.left.unit)
    nearest: tuple[Column, int] | None = None
    for column in columns:
        low, high = _ends(column)

        def order(whole: int, column: Column = column) -> int | None:
            value = _value(column, whole)
            values = {**worths, column.name: Fraction(value) if isinstance(value, Decimal) else value}
            left, right = evaluate(node.left, values), evaluate(node.right, values)
            if left is None or right is None:
                return None
            if isinstance(right, Fraction):
                right *= factor
            return (left > right) - (left < right)  # type: ignore[operator]  # two numbers or two days

        here = _whole(column, record[column.name])
        points = sorted({low, min(low + 1, high), here, min(max(0, low), high), high})
        for before, after in itertools.pairwise(points):
            found = _crossing(order, before, after, strict=strict)
            if found is not None:
                nearest = nearest or (column, found)
                for whole in (found, found - 1):
                    if whole >= low and order(whole) == 0:
                        return column, whole
    return nearest


def _crossing(order: Callable[[int], int | None], before: int, after: int, *, strict: bool) -> int | None:
    """The first whole number past the limit, if exactly one of the two is past it."""

    def past(whole: int) -> bool | None:
        found = order(whole)
        return None if found is None else found > 0 if strict else found >= 0

    first, last = past(before), past(after)
    if first is None or last is None or first is last:
        return None
    while after - before > 1:
        middle = (before + after) // 2
        if (there := past(middle)) is None:
            return None
        before, after = (middle, after) if there is first else (before, middle)
    return after


# --- values ----------------------------------------------------------------------------


def _ends(column: Column) -> tuple[int, int]:
    """The smallest and the greatest value, as whole numbers for ``_value``."""
    if column.of is Kind.DATE:
        return datetime.date.min.toordinal(), datetime.date.max.toordinal()
    return whole_range(column)


def _value(column: Column, whole: int) -> Decimal | datetime.date:
    """A number, from a count of units in the column's last place, or a day, from its ordinal."""
    if column.of is Kind.DATE:
        return datetime.date.fromordinal(whole)
    return shifted(Decimal(whole), -column.places)


def _whole(column: Column, value: Decimal | datetime.date) -> int:
    return value.toordinal() if isinstance(value, datetime.date) else int(shifted(value, column.places))


def _values(column: Column, compared: Sequence[Any], boundary: bool) -> st.SearchStrategy[Any]:
    if column.of is Kind.TEXT:
        known = [text for text in compared if text in column.choices or not column.choices]
        others = st.sampled_from(column.choices or TEXTS)
        return _often(st.sampled_from(known), others) if known else others
    if column.of not in _ORDERED:
        return st.booleans()
    low, high = _ends(column)
    if column.of is Kind.DATE:
        near = [*map(datetime.date.toordinal, DATES), low, high]
        limits = [day.toordinal() for day in compared]
        anywhere = st.integers(min([_FIRST.toordinal(), *limits]), max([_LAST.toordinal(), *limits]))
    else:
        scale = 10**column.places
        near = [0, 1, -1, scale, -scale, low, low + 1, high, high - 1]
        limits = [floor(number * scale) for number in compared]
        anywhere = st.integers(low, high)
    near += [limit + step for limit in limits for step in (0, 1, -1)]
    inside = [whole for whole in dict.fromkeys(near) if low <= whole <= high]
    wholes = st.sampled_from(inside) | anywhere if boundary and inside else anywhere
    return wholes.map(lambda whole: _value(column, whole))


@st.composite
def _often(draw: st.DrawFn, these: st.SearchStrategy[Any], others: st.SearchStrategy[Any]) -> Any:
    """One of ``these`` three times in four."""
    return draw(others if draw(st.integers(0, 3)) == 3 else these)
