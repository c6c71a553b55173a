"""The cases that the lines of a table tell apart, by which gaps and overlaps are found."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from operator import xor
from typing import Any as Anyone

import attrs

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.cells import Anything, Cell, Cut, Line, NoneOf, OneOf, Span, cut
from minsheng.errors import RuleError

#: limits of cases, whose number can double with each key
_CASES, _CASES_PER_CELL, _MOST_CASES = 10_000, 100, 2_000_000


def combinations(
    title: str, keys: tuple[str, ...], lines: tuple[Line, ...], wanted: Callable[[tuple[Line, ...]], bool]
) -> Iterator[str]:
    """The combinations of keys whose fitting lines are as wanted, in Chinese; lines may overlap.

    Raises:
        RuleError: there are too many.

    >>> lines = (Line((OneOf((True,)),), "a"), Line((Anything(),), "b"))
    >>> list(combinations("表", ("低保户",), lines, lambda fitting: len(fitting) > 1))
    ['低保户：是']
    """
    sizes = (len(getattr(cell, "values", "?")) for line in lines for cell in line.cells)
    left = _CASES + _CASES_PER_CELL * sum(sizes)

    def walk(index: int, lines: tuple[Line, ...], said: tuple[str, ...]) -> Iterator[str]:
        if index == len(keys) or len(lines) < 1:
            if wanted(lines):
                yield "，".join(said) or "任何值"
            return
        nonlocal left
        for name, rest in branches(title, [line.cells[index] for line in lines], lines):
            left -= 1 + len(rest)
            if left < 0:
                raise _involved(title)
            yield from walk(index + 1, rest, (*said, *([f"{keys[index]}：{name}"] if name else [])))

    return walk(0, lines, ())


def in_whole(lines: tuple[Line, ...], keys: Collection[int]) -> tuple[Line, ...]:
    """The lines as whole numbers of some keys have them, without those that none fits."""
    found = list[Line]()
    for line in lines:
        cells = [
            cell.whole if n in keys and isinstance(cell, Span) else cell for n, cell in enumerate(line.cells)
        ]
        if not any(isinstance(cell, Span) and cell.empty for cell in cells):
            found.append(attrs.evolve(line, cells=tuple(cells)))
    return tuple(found)


def branches(title: str, cells: list[Cell], lines: tuple[Line, ...]) -> list[tuple[str, tuple[Line, ...]]]:
    """The cases of one key with different fitting lines, each with a name."""
    texts, points = listed(cells), sorted(cuts(cells))
    if not texts and not points:
        return [("", lines)]
    if (len(texts) + len(points)) * sum(isinstance(c, (Anything, NoneOf)) for c in cells) > _MOST_CASES:
        raise _involved(title)
    number: dict[Anyone, int] = {case: n for n, case in enumerate(points or texts)}
    if points:
        names = list(map(_span_name, [None, *points], [*points, None]))
    else:
        names = ["是", "否"] if texts == [True, False] else [*map(str, texts), "其他值"]
    fitting: list[list[Line]] = [[] for _ in names]
    for line, cell in zip(lines, cells, strict=True):
        fits: Iterable[int] = range(len(fitting))
        if isinstance(cell, OneOf):
            fits = (number[text] for text in dict.fromkeys(cell.values))
        elif isinstance(cell, NoneOf):
            apart = {number[text] for text in cell.values}
            fits = (n for n in fits if n not in apart)
        elif isinstance(cell, Span):
            begins = 0 if cell.begins is None else number[cell.begins] + 1
            fits = range(begins, len(fitting) if cell.ends is None else number[cell.ends] + 1)
        for n in fits:
            fitting[n].append(line)
    return list(zip(names, map(tuple, fitting), strict=True))


def _involved(title: str) -> RuleError:
    return RuleError(f"table {title!r} has too many cases: divide it into several with fewer keys")


def finder(cells: Sequence[Cell]) -> Callable[[Anyone], int]:
    """A function from a value to the cells that it fits, as bits: the first is 1, the next 2.

    >>> found = finder((OneOf(("区",)), Anything(), NoneOf(("区",))))
    >>> found("区"), found("县"), found(None)
    (3, 6, 2)
    """

    def bits(kind: type) -> int:
        return sum(1 << n for n, cell in enumerate(cells) if isinstance(cell, kind))

    anything, apart = bits(Anything), bits(NoneOf)
    other, first = anything | apart, anything
    texts: dict[str | bool, int] = {}
    ends: dict[Anyone, int] = {}  # the ranges that begin or end here
    for n, cell in enumerate(cells):
        if isinstance(cell, (OneOf, NoneOf)):
            for text in dict.fromkeys(cell.values):
                texts[text] = texts.get(text, other) ^ 1 << n  # in `OneOf`, or no longer in `NoneOf`
        elif isinstance(cell, Span):
            first |= 1 << n if cell.begins is None else 0
            for cut in (cell.begins, cell.ends):
                if cut is not None:
                    at = (_exact(cut[0]), cut[1])
                    ends[at] = ends.get(at, 0) ^ 1 << n
    if not bits(Span):
        return lambda value: texts.get(value, other) if isinstance(value, (str, bool)) else anything
    points = sorted(ends)
    fitting = list(accumulate((ends[point] for point in points), xor, initial=first))
    return lambda value: anything if value is None else fitting[bisect_right(points, (_exact(value), False))]


def _exact(value: Anyone) -> Anyone:
    """A value that compares with others: decimals do not with fractions."""
    return Fraction(value) if isinstance(value, Decimal) else value


def kinds(cells: Iterable[Cell]) -> set[Kind]:
    """The kinds of key that some cells need."""
    listed = [*cells]
    ends = {Kind.DATE if isinstance(end, datetime.date) else Kind.NUMBER for end, _ in cuts(listed)}
    truths = {isinstance(value, bool) for cell in listed if isinstance(cell, OneOf) for value in cell.values}
    texts = {Kind.TEXT} if False in truths or any(isinstance(cell, NoneOf) for cell in listed) else set()
    return ends | texts | ({Kind.TRUTH} if True in truths else set())


def listed(cells: list[Cell]) -> list[Anyone]:
    """Every text among some cells, in order; both truth values if there is one."""
    found = dict.fromkeys(v for cell in cells if isinstance(cell, (OneOf, NoneOf)) for v in cell.values)
    return [True, False] if any(isinstance(value, bool) for value in found) else [*found]


def cuts(cells: Iterable[Cell]) -> set[Anyone]:
    """Every end of the ranges among some cells."""
    return {cut for c in cells if isinstance(c, Span) for cut in (c.begins, c.ends) if cut is not None}


def _span_name(low: Cut | None, high: Cut | None) -> str:
    if low is not None and high is not None and cut(low[0], True) == high:
        return str(low[0])
    end = "" if high is None else f"{high[0]} {'为止' if high[1] else '以前'}"
    return end if low is None else f"{low[0]} {'之后' if low[1] else '起'}、{end}".rstrip("、")
