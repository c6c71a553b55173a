"""Lines of decision tables and their cells, which say what fits each key."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from decimal import Decimal
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

    @property
    def in_words(self) -> str:
        """The cell as tables show it."""
        return "-"


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return spelled(want(tuple[str, ...]).checked(values, "OneOf: values"))


def _texts_or_truths(values: Iterable[str | bool]) -> tuple[str | bool, ...]:
    listed = tuple(values) if isinstance(values, (tuple, list)) else values
    truths = isinstance(listed, tuple) and listed and all(isinstance(value, bool) for value in listed)
    return listed if truths else _texts(listed)  # type: ignore[arg-type,return-value]  # of truths, or refused


@built
@attrs.frozen
class OneOf:
    """A cell that some texts fit, or truth values.

    A code of an enumeration such as ``AreaKind`` includes its label.
    """

    values: tuple[str | bool, ...] = attrs.field(converter=_texts_or_truths)

    @property
    def in_words(self) -> str:
        """县、县级市; 是, 否."""
        return "、".join(
            value if isinstance(value, str) else "是" if value else "否" for value in self.values
        )


@built
@attrs.frozen
class NoneOf:
    """A cell that every other text fits, and a missing one does not: 其他."""

    values: tuple[str, ...] = attrs.field(converter=_texts)

    @property
    def in_words(self) -> str:
        """除县、县级市外."""
        return f"除{'、'.join(self.values)}外"


@built
@attrs.frozen
class Span:
    """A cell that a range fits: from ``low`` (included) to ``high`` (excluded), unless said otherwise.

    Args:
        low, high: its ends; None for none.
        low_open: whether ``low`` itself is excluded: 超过600.
        high_closed: whether ``high`` itself is included: 650以下.
    """

    low: Bound | None = None
    high: Bound | None = None
    low_open: bool = False
    high_closed: bool = False

    def __attrs_post_init__(self) -> None:
        for name, end, said in (
            ("low_open", self.low, self.low_open),
            ("high_closed", self.high, self.high_closed),
        ):
            if said and end is None:
                raise ValueError(f"Span(): {name} is about an end that is not given")

    @property
    def begins(self) -> Cut | None:
        """Where it begins; None without a lower end."""
        return None if self.low is None else cut(self.low, self.low_open)

    @property
    def ends(self) -> Cut | None:
        """Where it ends."""
        return None if self.high is None else cut(self.high, self.high_closed)

    @property
    def empty(self) -> bool:
        """Whether nothing fits."""
        return self.begins is not None and self.ends is not None and not below(self.begins, self.ends)

    @property
    def whole(self) -> Span:
        """The whole numbers in it, from the first to before the first above it."""
        low = None if self.low is None else _whole(self.low, self.low_open)
        return Span(low, None if self.high is None else _whole(self.high, self.high_closed))

    @property
    def in_words(self) -> str:
        """The range in brackets, or with a sign.

        >>> Span(Decimal(600), Decimal(650)).in_words, Span(None, Decimal(600), high_closed=True).in_words
        ('[600,650)', '≤600')
        """
        low, high = (None if end is None else _written(end) for end in (self.low, self.high))
        if low is None:
            return "(-∞,+∞)" if high is None else f"{'≤' if self.high_closed else '<'}{high}"
        if high is None:
            return f"{'>' if self.low_open else '≥'}{low}"
        if low == high:
            return low
        return f"{'(' if self.low_open else '['}{low},{high}{']' if self.high_closed else ')'}"


def _whole(end: Anyone, after: bool) -> Decimal:
    """The first whole number from a number on, or after it."""
    return Decimal(math.floor(end) + 1 if after else math.ceil(end))


def _written(value: Bound) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat()


#: a point between values: just before one, or just after it
Cut = tuple[Bound, bool]


def cut(end: Bound, after: bool) -> Cut:
    """Just before or after an end; after a day is before the next, as there is nothing between them."""
    if after and isinstance(end, datetime.date) and end < datetime.date.max:
        return end + datetime.timedelta(1), False
    return end, after


def below(first: Anyone, second: Anyone) -> bool:
    """Whether one cut is before another of the same kind."""
    return bool(first < second)


Cell = Anything | OneOf | NoneOf | Span


@built
@attrs.frozen
class Line:
    """A line of a table: a cell for each key, the value, and its source."""

    cells: tuple[Cell, ...]
    value: Decimal | str | datetime.date | bool
    source: str = ""
