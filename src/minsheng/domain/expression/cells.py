"""Lines of decision tables and their cells, which say what fits each key."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from operator import xor
from typing import Any as Anyone

import attrs

from minsheng.asking import built
from minsheng.labels import spelled
from minsheng.wanted import want

Bound = Decimal | datetime.date


@built
@attrs.frozen
class Anything:
    """A cell that any value fits, even a missing one."""


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return spelled(want(tuple[str, ...]).checked(values, "OneOf: values"))


@built
@attrs.frozen
class OneOf:
    """A cell that some texts fit; a code of an enumeration such as ``AreaKind`` includes its label."""

    values: tuple[str, ...] = attrs.field(converter=_texts)


@built
@attrs.frozen
class Span:
    """A cell that a range fits: from ``low`` (included) to ``high`` (excluded)."""

    low: Bound | None = None
    high: Bound | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing fits."""
        return self.low is not None and self.high is not None and not below(self.low, self.high)


def below(first: Anyone, second: Anyone) -> bool:
    """Whether one end is less than another of the same kind."""
    return bool(first < second)


Cell = Anything | OneOf | Span


def finder(cells: Sequence[Cell]) -> Callable[[Anyone], int]:
    """A function from a value to the cells that it fits, as bits: the first is 1, the next 2.

    >>> found = finder((OneOf(("区",)), Anything(), OneOf(("县",))))
    >>> found("区"), found("县"), found("镇"), found(None)
    (3, 6, 2, 2)
    """
    anything = first = sum(1 << n for n, cell in enumerate(cells) if isinstance(cell, Anything))
    texts: dict[str, int] = {}
    ends: dict[Anyone, int] = {}  # the ranges that begin or end here
    for n, cell in enumerate(cells):
        if isinstance(cell, OneOf):
            texts |= {text: texts.get(text, anything) | 1 << n for text in cell.values}
        elif isinstance(cell, Span):
            low, high = map(_exact, (cell.low, cell.high))
            first |= 1 << n if low is None else 0
            for end in (low, high):
                if end is not None:
                    ends[end] = ends.get(end, 0) ^ 1 << n
    if not ends:
        return lambda value: texts.get(value, anything) if isinstance(value, str) else first
    points = sorted(ends)
    fitting = list(accumulate((ends[point] for point in points), xor, initial=first))
    return lambda value: anything if value is None else fitting[bisect_right(points, _exact(value))]


def _exact(value: Anyone) -> Anyone:
    """A value that compares with others: decimals do not with fractions."""
    return Fraction(value) if isinstance(value, Decimal) else value


@built
@attrs.frozen
class Line:
    """A line of a table: a cell for each key, the value, and its source."""

    cells: tuple[Cell, ...]
    value: Decimal | str | datetime.date | bool
    source: str = ""
