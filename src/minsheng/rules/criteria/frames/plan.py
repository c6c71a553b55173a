"""Prepared criteria and expressions for frames: their steps, and the engine's expressions.

Steps are lowered once for all frames; the engine's expressions are kept for frames with the same
column types, so that a second frame costs only its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import methodcaller, or_
from typing import Any

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.nodes import Column, needed
from minsheng.errors import RuleError, WidthError
from minsheng.rules.criteria.compiling.exact import Lowering, whole_range
from minsheng.rules.criteria.compiling.outcome import Outcome, outcome
from minsheng.rules.criteria.compiling.steps import bits_of, shared
from minsheng.rules.criteria.frames.dialect import Dialect
from minsheng.rules.criteria.frames.emit import Emitter
from minsheng.rules.criteria.frames.reading import Reader
from minsheng.rules.criteria.frames.results import Result, as_decimal, in_order, shown, written_out

#: a criterion's code, requirement and condition
Judged = tuple[str, Node, Node | None]

#: the width of the widest integers of any engine
_WIDEST = 128
#: an expression of more steps than this, fully expanded, is too much for an engine at once
_LARGE = 300
#: for how many combinations of engine and types plans are kept
_KEPT = 8


@attrs.frozen
class Readings:
    """How the columns of a frame are read.

    Args:
        first: auxiliary columns, to be added before the new ones.
        names: for each column needed, the name of the column to use: its own, or a new one.
        new: the new columns.
        wrong: whether a row has a wrong value; None if that is impossible.
    """

    first: dict[str, Any]
    names: dict[Column, str]
    new: list[Any]
    wrong: Any = None


@attrs.frozen
class Plan:
    """The expressions for an engine.

    Args:
        readings: how the columns are read.
        first: the columns to add first.
        read: the columns to add then.
        stages: the columns to add after those, stage by stage.
        said: the expression of each result.
        signs: the columns that reveal wrong values, if the frame can be refused for them.
        large: whether the fully expanded expressions are large.
    """

    readings: Readings
    first: dict[str, Any]
    read: list[Any]
    stages: list[dict[str, Any]]
    said: dict[str, Any]
    signs: tuple[str, ...]
    large: bool


@attrs.frozen
class Setting:
    """What a plan depends on, besides the criteria and expressions.

    Args:
        engine: the engine's name.
        said: the engine's name for messages.
        bits: the width of its integers.
        types: the type of each column needed; None for the null type.
        prefix: the prefix of new columns' names.
        eager: whether the frame is in memory.
    """

    engine: str
    said: str
    bits: int
    types: tuple[Any, ...]
    prefix: str
    eager: bool

    @property
    def counts(self) -> bool:
        """Whether wrong values are detected by counting missing ones, which costs nothing."""
        return self.eager and self.engine == "polars"

    @property
    def bad(self) -> str:
        """The name of the column that is true for rows with a wrong value."""
        return f"{self.prefix}bad"


class Prepared:
    """Criteria and expressions prepared for any number of frames.

    Args:
        criteria: each becomes a column of outcomes, named by its code.
        expressions: each becomes a column of its values.
        prefix: put before the codes.
        ordering: each becomes a column of integers with the same order as its values, which need
            not be finite decimals.

    Raises:
        RuleError: two new columns have the same name, or a column is declared in two ways.
    """

    def __init__(
        self,
        criteria: Sequence[Judged],
        expressions: Mapping[str, Node],
        prefix: str = "",
        *,
        ordering: Mapping[str, Node] | None = None,
    ) -> None:
        self._criteria = {f"{prefix}{code}": (required, when) for code, required, when in criteria}
        self._expressions, self._ordering = dict(expressions), dict(ordering or {})
        #: the new columns named by a criterion's code, which must not replace existing ones
        self.codes = tuple(self._criteria)
        #: all new columns, in order
        self.names = (*self._criteria, *self._expressions, *self._ordering)
        for number, name in enumerate(self.names):
            if name in self.names[:number]:
                raise RuleError(f"two columns are to be named {name!r}")
        nodes = [node for both in self._criteria.values() for node in both if node is not None]
        self.needed = needed([*nodes, *self._expressions.values(), *self._ordering.values()])
        self._results: dict[int, dict[str, Result] | WidthError] = {}
        self._plans: dict[Setting, Plan] = {}

    def results(self, bits: int) -> dict[str, Result]:
        """The steps of each new column, with integers of this width.

        Raises:
            WidthError: the width is not sufficient.
            RuleError: a quotient that may not be a finite decimal.
        """
        if bits not in self._results:
            try:
                fits = bits < _WIDEST and self.fits(bits)
                self._results[bits] = self.results(_WIDEST) if fits else self._lowered(Lowering(bits))
            except WidthError as error:
                self._results[bits] = error
        found = self._results[bits]
        if isinstance(found, WidthError):
            raise found
        return found

    def _lowered(self, lowering: Lowering) -> dict[str, Result]:
        found = {name: Result(outcome(lowering, *both)) for name, both in self._criteria.items()}
        for name, node in self._expressions.items():
            number = node.kind is Kind.NUMBER
            found[name] = as_decimal(lowering, node, name) if number else Result(lowering.value(node))
        return found | {name: in_order(lowering, node) for name, node in self._ordering.items()}

    def fits(self, bits: int) -> bool:
        """Whether integers of this width are sufficient for the steps made for the widest ones."""
        try:
            steps = shared(*[result.step for result in self.results(_WIDEST).values()])
        except WidthError:
            return False
        return all(step.bits <= bits for step in steps if step.kind is Kind.NUMBER)

    def reads(self, bits: int) -> bool:
        """Whether integers of this width are sufficient for the columns as they are declared."""
        numbers = (column for column in self.needed if column.of is Kind.NUMBER)
        return all(bits_of(*whole_range(column)) <= bits for column in numbers)

    def plan(self, setting: Setting, dialect: Dialect) -> Plan:
        """The expressions for frames of a setting.

        Raises:
            DataError: a type that cannot hold what a column declares.
            RuleError: as for :meth:`results`.
        """
        if not dialect.lasting:
            return self._plan(setting, dialect)
        plan = self._plans.get(setting)
        if plan is None:
            plan = self._plan(setting, dialect)
            if len(self._plans) >= _KEPT:
                self._plans.pop(next(iter(self._plans)), None)
            self._plans[setting] = plan
        return plan

    def _plan(self, setting: Setting, dialect: Dialect) -> Plan:
        results = self.results(setting.bits)
        steps = [result.step for result in results.values()]
        # whether the results depend on missing values, so that a wrong value must not become missing
        used = shared(*steps)
        tells = any(step.name in ("missing", "pick") for step in used)
        # a lazy frame cannot be refused for its rows: a wrong value makes an outcome "invalid"
        told = not setting.counts if setting.eager else tells
        readings = self.readings(setting, dialect, told=told)
        wrong = readings.wrong if told else None
        emitter = Emitter(
            steps,
            {column: dialect.column(name) for column, name in readings.names.items()},
            dialect,
            prefix=f"{setting.prefix}t",
        )
        said = {}
        for name, result in results.items():
            value = emitter.emitted[result.step]
            if result.step.kind is Kind.NUMBER:
                value = shown(result, value, emitter.bits[result.step], dialect)
            if wrong is not None and not setting.eager:
                value = guarded(result, value, dialect, setting.bad)
            said[name] = value
        read = [*readings.new, *([] if wrong is None else [wrong.alias(setting.bad)])]
        signs: tuple[str, ...] = ()
        if setting.eager and readings.wrong is not None:
            new = tuple(name for column, name in readings.names.items() if name != column.name)
            signs = new if setting.counts else (setting.bad,)
        return Plan(readings, readings.first, read, emitter.stages, said, signs, written_out(used) > _LARGE)

    def readings(self, setting: Setting, dialect: Dialect, *, told: bool) -> Readings:
        """How the columns are read.

        Args:
            told: whether a column shows wrong values; otherwise they become missing.
        """
        types = dict(zip(self.needed, setting.types, strict=True))
        # polars shows the unscaled integer of a decimal at no cost
        unscaled = methodcaller("to_physical") if setting.engine == "polars" else None
        # natively: columns that `words` cannot name, and whether a text is one of its choices
        first, known, among = {}, {}, {}
        for number, column in enumerate(self.needed):
            if not dialect.reads(column.name):
                known[column.name] = f"{setting.prefix}n{number}"
                first[known[column.name]] = dialect.column(column.name)
            if dialect.collates and column.of is Kind.TEXT and column.choices and types[column] is not None:
                among[column.name] = f"{setting.prefix}c{number}"
                first[among[column.name]] = dialect.among(dialect.column(column.name), column.choices)

        def named(name: str) -> Any:
            return dialect.read(known.get(name, name))

        reader = Reader(dialect.words, setting.engine, setting.said, not told, named, unscaled, among)
        read = {
            column: reader.absent(column) if dtype is None else reader.read(column, dtype)
            for column, dtype in types.items()
        }
        names = {
            column: column.name if reading.value is None else f"{setting.prefix}{number}"
            for number, (column, reading) in enumerate(read.items())
        }
        new = [one.value.alias(names[column]) for column, one in read.items() if one.value is not None]
        wrong = [one.wrong for one in read.values() if one.wrong is not None]
        return Readings(first, names, new, reduce(or_, wrong) if wrong else None)


def guarded(result: Result, value: Any, dialect: Dialect, bad: str) -> Any:
    """On rows with a wrong value, an outcome is "invalid" and anything else is missing."""
    wrong = dialect.column(bad)
    if result.step.name == "pick":
        return dialect.choose((wrong, dialect.constant(Outcome.INVALID.value)), otherwise=value)
    return dialect.choose((wrong, dialect.constant(None)), otherwise=value)
