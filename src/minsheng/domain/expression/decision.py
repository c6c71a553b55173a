"""Decision tables: values by several keys, including dates."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any as Anyone

import attrs

from minsheng.asking import asked, built
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cases import branches, combinations, cuts, finder, in_whole, kinds, listed
from minsheng.domain.expression.cells import Anything, Cut, Line, OneOf, Span
from minsheng.domain.expression.forms import Choice, IsMissing
from minsheng.domain.expression.nodes import Any, Comparison, Constant
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.errors import RuleError, UnitError, UnknownName
from minsheng.table import Table, Tabled

#: up to this many cases are tried one after another; more are split in halves
_CHAIN = 16
#: what a result is called that has no name of its own
UNNAMED = "结果"
#: more keys than any table has
_MOST_KEYS = 32


def _some(units: tuple[Unit | None, ...]) -> tuple[Unit | None, ...]:
    """None at all are written in one way."""
    return units if units != (None,) * len(units) else ()


@built
@attrs.frozen(repr=False)
class DecisionTable(Tabled):
    """A table of values; each line says which keys it is for.

    Args:
        title: the table's title.
        keys: the names of the keys.
        lines: the lines; no two may fit the same record.
        unit: the unit of numeric values.
        result: what the values are called, where the table is shown.
        key_units: for each key the unit of its numbers, None for bare ones; empty: all are bare.

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
    result: str = UNNAMED
    key_units: tuple[Unit | None, ...] = attrs.field(default=(), converter=_some)

    def __attrs_post_init__(self) -> None:
        for number, line in enumerate(self.lines, 1):
            if (has := len(line.cells)) != len(self.keys):
                raise RuleError(f"line {number} of {self.title!r} has {has} cells for {len(self.keys)} keys")
        for index, key in enumerate(self.keys):
            if len(mixed := kinds(line.cells[index] for line in self.lines)) > 1:
                raise RuleError(f"key {key!r} of {self.title!r} mixes {', '.join(sorted(mixed))}")
        for number, line in enumerate(self.lines, 1):
            for key, cell in zip(self.keys, line.cells, strict=True):
                said = f"line {number} of {self.title!r} can never apply: {key}"
                if isinstance(cell, Span) and cell.empty:
                    raise RuleError(f"{said} from {cell.low} to before {cell.high}")
                if isinstance(cell, OneOf) and not cell.values:
                    raise RuleError(f"{said} is one of no texts")
        if self.key_units and len(self.key_units) != len(self.keys):
            raise RuleError(f"table {self.title!r} has {len(self.key_units)} units for {len(self.keys)} keys")
        for index, key in enumerate(self.keys):
            if (unit := self.key_unit(index)) and self.key_kind(index) not in (Kind.NUMBER, None):
                raise RuleError(f"key {key!r} of {self.title!r} is no number, and has the unit {unit}")
        if not self.lines or len(self.keys) > _MOST_KEYS:
            what = f"more than {_MOST_KEYS} keys" if self.lines else "no lines"
            raise RuleError(f"table {self.title!r} has {what}")
        if len(held := {Constant(line.value).kind for line in self.lines}) > 1:
            raise RuleError(f"table {self.title!r} mixes {', '.join(sorted(held))}")
        if overlaps := [*combinations(self.title, self.keys, self.lines, lambda lines: len(lines) > 1)]:
            raise RuleError(f"table {self.title!r} has lines that overlap: {'; '.join(overlaps)}")

    @property
    def summary(self) -> str:
        """The title, how many lines and keys."""
        return f"{self.title}：{len(self.lines)} 行，按{'、'.join(self.keys) or '无条件'}"

    @property
    def _title(self) -> str:
        return self.title

    def table(self) -> Table:
        """As a table for people, which ``read_decision_table`` reads again from a file."""
        keys = [_with(key, self.key_unit(index)) for index, key in enumerate(self.keys)]
        result = _with(self.result, self.unit)
        while result in keys:
            result += "值"
        sources = any(line.source for line in self.lines)
        rows = (
            (
                *(cell.in_words for cell in line.cells),
                _in_words(line.value),
                *([line.source] if sources else []),
            )
            for line in self.lines
        )
        return Table((*keys, result, *(["依据"] if sources else [])), tuple(rows), title=self.title)

    def _lines(self) -> Iterator[dict[str, Anyone]]:
        for line in self.lines:
            said = dict(zip(self.keys, (cell.in_words for cell in line.cells), strict=True))
            yield said | {"value": line.value, "unit": self.unit and self.unit.text, "source": line.source}

    @property
    def kind(self) -> Kind:
        """The kind of its values."""
        return Constant(self.lines[0].value).kind

    def key_kind(self, index: int) -> Kind | None:
        """The kind of a key; None if every line accepts anything."""
        return next(iter(kinds(line.cells[index] for line in self.lines)), None)

    def key_unit(self, index: int) -> Unit | None:
        """The unit of a key; None for a bare number, and for other kinds."""
        return self.key_units[index] if self.key_units else None

    @asked
    def gaps(self, *, whole: Iterable[str] = ()) -> list[str]:
        """The keys that no line fits, in Chinese; their value is missing.

        Args:
            whole: the keys whose values are whole numbers, so that nothing is between 2 and 3.

        >>> lines = Line((Span(1, 2, high_closed=True),), "甲"), Line((Span(3),), "乙")
        >>> table = DecisionTable("档", ("人数",), lines)
        >>> table.gaps(), table.gaps(whole=["人数"])
        (['人数：1 以前', '人数：2 之后、3 以前'], ['人数：1 以前'])
        """
        counted = set[int]()
        for name in whole:
            if name not in self.keys:
                raise UnknownName("key", name, self.keys)
            counted.add(index := self.keys.index(name))
            if self.key_kind(index) is not Kind.NUMBER:
                raise RuleError(f"whole: key {name!r} of {self.title!r} is not compared with numbers")
        lines = in_whole(self.lines, counted)
        return list(combinations(self.title, self.keys, lines, lambda lines: not lines))

    @asked
    def line_for(self, values: Mapping[str, object]) -> Line | None:
        """The line that fits the values of the keys, of which None is missing; None if none does."""
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


def _with(name: str, unit: Unit | None) -> str:
    return f"{name}（{unit}）" if unit else name


def _in_words(value: Decimal | str | datetime.date | bool) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@built
@attrs.frozen
class Lookup(Node):
    """The value of a table for some keys; missing if no line fits. A missing key fits ``Anything`` only."""

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
        cells = [line.cells[index] for line in lines]
        values = [self._tree(index + 1, rest) for _, rest in branches(self.table.title, cells, lines)]
        if all(isinstance(cell, Anything) for cell in cells):
            return values[0]
        kind = self.table.key_kind(index)
        if all(value == values[0] for value in values):  # whatever it is, but not a missing one
            found = self._choice(IsMissing(key), None, values[0])
        elif kind is Kind.TRUTH:
            found = self._choice(key, *values)
        elif kind is Kind.TEXT:
            groups: dict[Node | None, list[str]] = {}
            for text, value in zip(listed(cells), values, strict=False):
                groups.setdefault(value, []).append(text)
            found = self._by_text(key, [(texts, value) for value, texts in groups.items()], values[-1])
        else:
            found = self._by_range(key, sorted(cuts(cells)), values)
        anyway = tuple(line for line, cell in zip(lines, cells, strict=True) if isinstance(cell, Anything))
        if not anyway or isinstance(key, Constant):
            return found
        return self._choice(IsMissing(key), self._tree(index + 1, anyway), found)

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
        return _unbounded(Choice, condition, self._missing() if value is None else value, other)


def _from(key: Node, point: Cut) -> Node:
    return Comparison(Relation.ABOVE if point[1] else Relation.AT_LEAST, key, Constant(point[0]))


def _among(key: Node, texts: list[str]) -> Node:
    options = tuple(Comparison(Relation.EXACTLY, key, Constant(text)) for text in texts)
    return options[0] if len(options) == 1 else _unbounded(Any, options)


def _unbounded(kind: type[Node], *values: object) -> Node:
    """A node of an expanded table, which is as large as the table: its limits are those of tables."""
    node = kind.__new__(kind)
    for field, value in zip(attrs.fields(kind), values, strict=True):
        object.__setattr__(node, field.name, value)
    return node
