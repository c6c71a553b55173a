"""Decision tables: values by several keys, including dates."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any as Anyone

import attrs

from minsheng.asking import asked, built
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import Anything, Bound, Cell, Line, OneOf, Span, finder
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Any, Comparison, Constant
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.errors import RuleError, UnitError, UnknownName

#: up to this many cases are tried one after another; more are split in halves
_CHAIN = 16
#: limits of keys and of cases, whose number can double with each key
_MOST_KEYS, _CASES, _CASES_PER_CELL, _MOST_CASES = 32, 10_000, 100, 2_000_000


@built
@attrs.frozen
class DecisionTable:
    """A table of values; each line says which keys it is for.

    Args:
        title: the table's title.
        keys: the names of the keys.
        lines: the lines; no two may fit the same record.
        unit: the unit of numeric values.

    Raises:
        RuleError: overlapping lines, a wrong number of cells, values of several kinds.

    >>> table = DecisionTable("分值", ("grade",), (Line((OneOf(("优",)),), 10),))
    >>> table.gaps()
    ['grade：其他值']
    """

    title: str
    keys: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: Unit | None = None

    def __attrs_post_init__(self) -> None:
        for number, line in enumerate(self.lines, 1):
            if (has := len(line.cells)) != len(self.keys):
                raise RuleError(f"line {number} of {self.title!r} has {has} cells for {len(self.keys)} keys")
        for index, key in enumerate(self.keys):
            if len(mixed := _kinds(line.cells[index] for line in self.lines)) > 1:
                raise RuleError(f"key {key!r} of {self.title!r} mixes {', '.join(sorted(mixed))}")
        for number, line in enumerate(self.lines, 1):
            for key, cell in zip(self.keys, line.cells, strict=True):
                said = f"line {number} of {self.title!r} can never apply: {key}"
                if isinstance(cell, Span) and cell.empty:
                    raise RuleError(f"{said} from {cell.low} to before {cell.high}")
                if cell == OneOf(()):
                    raise RuleError(f"{said} is one of no texts")
        if not self.lines or len(self.keys) > _MOST_KEYS:
            what = f"more than {_MOST_KEYS} keys" if self.lines else "no lines"
            raise RuleError(f"table {self.title!r} has {what}")
        if len(kinds := {Constant(line.value).kind for line in self.lines}) > 1:
            raise RuleError(f"table {self.title!r} mixes {', '.join(sorted(kinds))}")
        if overlaps := list(self._leaves(lambda lines: len(lines) > 1)):
            raise RuleError(f"table {self.title!r} has lines that overlap: {'; '.join(overlaps)}")

    @property
    def kind(self) -> Kind:
        """The kind of its values."""
        return Constant(self.lines[0].value).kind

    def key_kind(self, index: int) -> Kind | None:
        """The kind of a key; None if every line accepts anything."""
        return next(iter(_kinds(line.cells[index] for line in self.lines)), None)

    def gaps(self) -> list[str]:
        """The keys that no line fits, in Chinese; their value is missing."""
        return list(self._leaves(lambda lines: not lines))

    @asked
    def line_for(self, values: Mapping[str, object]) -> Line | None:
        """The line that fits the values of the keys; None if none does or a value is missing."""
        if missing := [key for key in self.keys if key not in values]:
            raise UnknownName("key", missing[0], values)
        fitting = -1
        for finds, key in zip(self.finders, self.keys, strict=True):
            fitting &= finds(values[key])
        return self.lines[(fitting & -fitting).bit_length() - 1] if fitting else None

    @cached_property
    def finders(self) -> tuple[Callable[[Anyone], int], ...]:
        """For each key a function from its value to the lines that fit it, as bits."""
        return tuple(finder([line.cells[index] for line in self.lines]) for index in range(len(self.keys)))

    def _leaves(self, wanted: Callable[[tuple[Line, ...]], bool]) -> Iterator[str]:
        sizes = (len(getattr(cell, "values", "?")) for line in self.lines for cell in line.cells)
        left = _CASES + _CASES_PER_CELL * sum(sizes)

        def walk(index: int, lines: tuple[Line, ...], said: tuple[str, ...]) -> Iterator[str]:
            if index == len(self.keys) or len(lines) < 1:
                if wanted(lines):
                    yield "，".join(said) or "任何值"
                return
            nonlocal left
            for name, rest in self.branches(index, lines):
                left -= 1 + len(rest)
                if left < 0:
                    raise self._involved
                yield from walk(index + 1, rest, (*said, *([f"{self.keys[index]}：{name}"] if name else [])))

        yield from walk(0, self.lines, ())

    def branches(self, index: int, lines: tuple[Line, ...]) -> list[tuple[str, tuple[Line, ...]]]:
        """The cases of one key with different fitting lines, each with a name."""
        cells = [line.cells[index] for line in lines]
        texts = list(dict.fromkeys(v for cell in cells if isinstance(cell, OneOf) for v in cell.values))
        points = sorted(_bounds(cells))
        if not texts and not points:
            return [("", lines)]
        if (len(texts) + len(points)) * sum(isinstance(c, Anything) for c in cells) > _MOST_CASES:
            raise self._involved
        names = [*texts, "其他值"] if texts else list(map(_span_name, [None, *points], [*points, None]))
        number: dict[Anyone, int] = {case: n for n, case in enumerate(texts or points)}
        fitting: list[list[Line]] = [[] for _ in names]
        for line, cell in zip(lines, cells, strict=True):
            fits: Iterable[int] = range(len(fitting)) if isinstance(cell, Anything) else ()
            if isinstance(cell, OneOf):
                fits = (number[text] for text in dict.fromkeys(cell.values))
            elif isinstance(cell, Span) and not texts:
                begins = 0 if cell.low is None else number[cell.low] + 1
                fits = range(begins, len(fitting) if cell.high is None else number[cell.high] + 1)
            for n in fits:
                fitting[n].append(line)
        return list(zip(names, map(tuple, fitting), strict=True))

    @property
    def _involved(self) -> RuleError:
        return RuleError(f"table {self.title!r} has too many cases: divide it into several with fewer keys")


def _kinds(cells: Iterable[Cell]) -> set[Kind]:
    """The kinds of key that some cells need."""
    listed = [*cells]
    ends = {Kind.DATE if isinstance(end, datetime.date) else Kind.NUMBER for end in _bounds(listed)}
    return ends | {Kind.TEXT for cell in listed if isinstance(cell, OneOf)}


def _bounds(cells: list[Cell]) -> set[Anyone]:
    """Every end of the ranges among some cells."""
    return {end for c in cells if isinstance(c, Span) for end in (c.low, c.high) if end is not None}


def _span_name(low: Bound | None, high: Bound | None) -> str:
    end = "" if high is None else f"{high} 以前"
    return end if low is None else f"{low} 起、{end}".rstrip("、")


@built
@attrs.frozen
class Lookup(Node):
    """The value of a table for some keys; missing if no line fits or a key is missing."""

    table: DecisionTable
    keys: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.keys

    @property
    def kind(self) -> Kind:
        return self.table.kind

    @property
    def unit(self) -> Unit | None:
        return self.table.unit

    def check(self) -> None:
        if len(self.keys) != len(self.table.keys):
            raise RuleError(f"table {self.table.title!r} has the keys {', '.join(self.table.keys)}")
        for index, (name, key) in enumerate(zip(self.table.keys, self.keys, strict=True)):
            wanted, of = self.table.key_kind(index), f"key {name!r} of {self.table.title!r} is a"
            if wanted is not None and key.kind is not wanted:
                raise RuleError(f"{of} {wanted.value}, not {key.describe()}")
            if wanted is Kind.NUMBER and key.unit is not None:
                raise UnitError(f"{of} bare number, {key.describe()} is in {key.unit}")

    @cached_property
    def expanded(self) -> Node:
        """The same as nested choices, for the compilers."""
        return self._tree(0, self.table.lines) or self._missing()

    def _missing(self) -> Node:
        return Choice(Constant(False), Constant(self.table.lines[0].value, self.unit), None)

    def _tree(self, index: int, lines: tuple[Line, ...]) -> Node | None:
        if not lines:
            return None
        if index == len(self.keys):
            return Constant(lines[0].value, self.unit)
        key = self.keys[index]
        cases = [(name, self._tree(index + 1, rest)) for name, rest in self.table.branches(index, lines)]
        if len(cases) == 1:
            return cases[0][1]
        values = [value for _, value in cases]
        if self.table.key_kind(index) is Kind.TEXT:
            groups: dict[Node | None, list[str]] = {}
            for text, value in cases[:-1]:
                groups.setdefault(value, []).append(text)
            return self._by_text(key, [(texts, value) for value, texts in groups.items()], values[-1])
        return self._by_range(key, sorted(_bounds([line.cells[index] for line in lines])), values)

    def _by_text(
        self, key: Node, groups: list[tuple[list[str], Node | None]], other: Node | None
    ) -> Node | None:
        """One case after another; many are split in halves, so that a table can be long."""
        if len(groups) > _CHAIN:
            half = len(groups) // 2
            first, rest = groups[:half], groups[half:]
            texts = [text for mine, _ in first for text in mine]
            return self._choice(
                _among(key, texts), self._by_text(key, first, None), self._by_text(key, rest, other)
            )
        for texts, value in reversed(groups):
            other = self._choice(_among(key, texts), value, other)
        return other

    def _by_range(self, key: Node, points: list[Anyone], values: list[Node | None]) -> Node | None:
        """``values[n]`` from ``points[n - 1]`` on, the latest first; many are split in halves."""
        if len(points) > _CHAIN:
            half = len(points) // 2
            later = self._by_range(key, points[half + 1 :], values[half + 1 :])
            return self._choice(
                _from(key, points[half]), later, self._by_range(key, points[:half], values[: half + 1])
            )
        result = values[0]
        for point, value in zip(points, values[1:], strict=True):
            if value != result:
                result = self._choice(_from(key, point), value, result)
        return result

    def _choice(self, condition: Node, value: Node | None, other: Node | None) -> Node | None:
        if value is None and other is None:
            return None
        return Choice(condition, self._missing() if value is None else value, other)


def _from(key: Node, point: Anyone) -> Node:
    return Comparison(Relation.AT_LEAST, key, Constant(point))


def _among(key: Node, texts: list[str]) -> Node:
    options = tuple(Comparison(Relation.EXACTLY, key, Constant(text)) for text in texts)
    return options[0] if len(options) == 1 else Any(options)
