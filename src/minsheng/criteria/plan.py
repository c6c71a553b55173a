"""What is wanted of frames, made ready once: its steps, and how they are said to an engine.

Steps are lowered once for all frames; what is said to an engine is kept for frames of the same
types, so that whoever asks the same of a second frame pays for its rows only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

import attrs

from minsheng.criteria.dialect import Dialect
from minsheng.criteria.emit import Emitter
from minsheng.criteria.exact import Lowering
from minsheng.criteria.outcome import Outcome, outcome
from minsheng.criteria.ratio import Ratio
from minsheng.criteria.reading import Reader
from minsheng.criteria.steps import Op, shared
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.forms import Way
from minsheng.domain.expression.nodes import Column, columns
from minsheng.errors import RuleError

#: what of a criterion is needed here: its code, requirement and condition
Judged = tuple[str, Node, Node | None]

#: for so many kinds of frames is kept what is said to their engine
_KEPT = 8


@attrs.frozen
class Result:
    """A step wanted as a column; a number as a decimal of ``places``."""

    step: Op
    places: int = 0


@attrs.frozen
class Readings:
    """How the columns of a frame are read.

    Args:
        names: the column that stands for each that is needed: its own, or a new one.
        new: the new columns.
        wrong: the sign that a row has a wrong value; None where none can be.
    """

    names: dict[Column, str]
    new: list[Any]
    wrong: Any = None


@attrs.frozen
class Plan:
    """What is said to an engine.

    Args:
        readings: how its columns are read.
        read: the columns to add first.
        stages: the columns to add then, stage by stage.
        said: the expression of each result.
        signs: the columns that tell of wrong values, where the frame can refuse them.
    """

    readings: Readings
    read: list[Any]
    stages: list[dict[str, Any]]
    said: dict[str, Any]
    signs: tuple[str, ...]


@attrs.frozen
class Setting:
    """What a plan depends on, besides what is wanted.

    Args:
        engine: the engine's name.
        types: the type of each column that is needed; None where it says nothing.
        prefix: what the names of new columns begin with.
        eager: whether the frame is in memory.
        digits: see :class:`minsheng.criteria.reading.Reader`.
    """

    engine: str
    types: tuple[Any, ...]
    prefix: str
    eager: bool
    digits: int

    @property
    def counts(self) -> bool:
        """Whether wrong values are told by how many more are missing, which costs nothing to keep."""
        return self.eager and self.engine == "polars"

    @property
    def bad(self) -> str:
        """The column that is true where a row has a wrong value."""
        return f"{self.prefix}bad"


class Prepared:
    """Outcomes of criteria and values of expressions, made ready for any number of frames.

    Args:
        criteria: each becomes a column of outcomes, named by its code.
        expressions: each becomes a column of its values.
        prefix: put before the codes.
        ordering: each becomes a column of whole numbers in the order of its values, equal where
            they are equal; a fraction need not end for that.

    Raises:
        RuleError: two columns of one name, one column declared in two ways, a quotient whose
            decimals need not end, integers wider than any engine has.
    """

    def __init__(
        self,
        criteria: Sequence[Judged],
        expressions: Mapping[str, Node],
        prefix: str = "",
        *,
        ordering: Mapping[str, Node] | None = None,
    ) -> None:
        lowering = Lowering()
        self.results = {
            f"{prefix}{code}": Result(outcome(lowering, requirement, when))
            for code, requirement, when in criteria
        }
        for name, node in expressions.items():
            if name in self.results:
                raise RuleError(f"two columns are to be named {name!r}")
            number = node.kind is Kind.NUMBER
            self.results[name] = (
                as_decimal(lowering, lowering.number(node)) if number else Result(lowering.value(node))
            )
        ordered = ordering or {}
        self.results |= {name: _in_order(lowering, lowering.number(one)) for name, one in ordered.items()}
        nodes = [node for _, *nodes in criteria for node in nodes if node is not None]
        self.needed = _needed([*nodes, *expressions.values(), *ordered.values()])
        steps = shared(*[result.step for result in self.results.values()])
        self.wide = any(step.kind is Kind.NUMBER and step.bits != 64 for step in steps)
        #: whether something is said of values that are missing, so that a wrong one must not seem so
        self.tells = any(step.name in ("missing", "pick") for step in steps)
        self._plans: dict[Setting, Plan] = {}

    def plan(self, setting: Setting, dialect: Dialect) -> Plan:
        """What is said to an engine, for frames of a setting.

        Raises:
            DataError: a type that cannot hold what a column declares.
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
        # a lazy frame cannot refuse rows: a wrong value makes an outcome say so, and is missing elsewhere
        told = not setting.counts if setting.eager else self.tells
        readings = self.readings(setting, dialect, told=told)
        wrong = readings.wrong if told else None
        emitter = Emitter(
            [result.step for result in self.results.values()],
            {column: dialect.column(name) for column, name in readings.names.items()},
            dialect,
            wide=self.wide,
            prefix=f"{setting.prefix}t",
        )
        said = {}
        for name, result in self.results.items():
            value = emitter.emitted[result.step]
            if result.places:
                most = max(abs(result.step.low), abs(result.step.high))
                value = dialect.scaled(value, result.places, most)
            if wrong is not None and not setting.eager:
                value = _guarded(result, value, dialect, setting.bad)
            said[name] = value
        read = [*readings.new, *([] if wrong is None else [wrong.alias(setting.bad)])]
        signs: tuple[str, ...] = ()
        if setting.eager and readings.wrong is not None:
            new = tuple(name for column, name in readings.names.items() if name != column.name)
            signs = new if setting.counts else (setting.bad,)
        return Plan(readings, read, emitter.stages, said, signs)

    def readings(self, setting: Setting, dialect: Dialect, *, told: bool) -> Readings:
        """How the columns are read.

        Args:
            told: whether there is a sign of wrong values; without, they are missing.
        """
        words, types = dialect.words, dict(zip(self.needed, setting.types, strict=True))
        unscaled = {}
        if setting.engine == "polars":
            # the whole number inside a decimal costs polars nothing to show
            decimals = [one.name for one, dtype in types.items() if isinstance(dtype, words.Decimal)]
            unscaled = {name: words.col(name).to_physical() for name in decimals}
        reader = Reader(
            words, setting.engine, nulls=not told, wide=self.wide, digits=setting.digits, unscaled=unscaled
        )
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
        return Readings(names, new, reduce(or_, wrong) if wrong else None)


def _needed(nodes: list[Node]) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    for node in nodes:
        for column in columns(node):
            if found.setdefault(column.name, column) != column:
                raise RuleError(f"column {column.name!r} is declared in two ways by these criteria")
            if column.of is None:
                raise RuleError(f"nothing tells what column {column.name!r} holds: give kind=")
    return tuple(found.values())


def _guarded(result: Result, value: Any, dialect: Dialect, bad: str) -> Any:
    """On rows with a wrong value an outcome says so, and what is no outcome is missing."""
    wrong = dialect.column(bad)
    if result.step.name == "pick":
        return dialect.choose((wrong, dialect.constant(Outcome.INVALID.value)), otherwise=value)
    return dialect.choose((wrong, dialect.constant(None)), otherwise=value)


def _in_order(lowering: Lowering, ratio: Ratio) -> Result:
    """A number as a whole number: fractions over denominators up to n lie at least 1/n² apart."""
    if ratio.static is not None:
        return Result(ratio.above)
    places = next(many for many in count() if 10**many >= ratio.below.high**2)
    return Result(lowering.rounded(ratio, Way.FLOOR, places).above)


def as_decimal(lowering: Lowering, ratio: Ratio) -> Result:
    """A number as whole numbers of its last place; a quotient that never ends is refused."""
    below = ratio.static
    for places in range(19):
        if below is not None and 10**places % below == 0:
            return Result(lowering.mul(ratio.above, lowering.whole(10**places // below)), places)
    raise RuleError("a column of quotients has no end of decimal places: round it, .half_up(2) say")
