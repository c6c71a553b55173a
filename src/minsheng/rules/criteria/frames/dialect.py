"""Builds an engine's expressions: through narwhals, or natively where that is worth it.

Polars and narwhals have the same functions, so one class serves both; built natively, expressions
take a tenth of the time. DuckDB and Spark have native integer division, for which narwhals builds more.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from types import ModuleType
from typing import Any

import narwhals as nw

from minsheng.domain.amount import plain_text
from minsheng.domain.numerals import shifted

#: engines that divide with doubles, which are exact only below 2**53
_DIVIDE_IN_DOUBLE = ("ibis", "sqlframe", "spark")
#: engines that compute both sides of a choice for every row; SQL computes only the one taken
_COMPUTE_BOTH_SIDES = ("polars", "pyarrow", "pandas")
#: Python's operators by the names of their steps
_SIGNS: dict[str, Any] = vars(operator) | {"and": operator.and_, "or": operator.or_, "not": operator.invert}


class Dialect:
    """Builds expressions with narwhals or polars, which have the same functions.

    Expressions have the engine's own type, so here they are ``Any``.

    Args:
        words: the module with ``col``, ``lit`` and ``when``.
        engine: the engine's name.
    """

    #: whether its expressions can be reused for another frame
    lasting = True
    #: whether a text may have a collation in which 'A' equals 'a'
    collates = False

    def __init__(self, words: ModuleType, engine: str) -> None:
        self.words, self.engine = words, engine
        self.computes_both_sides = engine in _COMPUTE_BOTH_SIDES
        self.divides_in_double = any(name in engine for name in _DIVIDE_IN_DOUBLE)

    def column(self, name: str) -> Any:
        return self.words.col(name)

    def read(self, name: str) -> Any:
        """A column of the frame, built with ``words``, for reading it."""
        return self.words.col(name)

    def reads(self, name: str) -> bool:
        """Whether ``words`` can refer to a column with this name."""
        return True

    def constant(self, value: object) -> Any:
        """A text, a truth value, or None."""
        return self.words.lit(value)

    def whole(self, value: int, bits: int) -> Any:
        """An integer of this width; by default engines take the narrowest that fits."""
        return self.words.lit(value, dtype=self.words.Int64 if bits == 64 else self.words.Int128)

    def date(self, value: object) -> Any:
        return self.words.lit(value, dtype=self.words.Date)

    def is_missing(self, value: Any) -> Any:
        return value.is_null()

    def choose(self, *cases: tuple[Any, Any], otherwise: Any = None) -> Any:
        """The value of the first case that is true, else ``otherwise``; missing without one."""
        chosen = self.words
        for condition, value in cases:
            chosen = chosen.when(condition).then(value)
        return chosen if otherwise is None else chosen.otherwise(otherwise)

    def part(self, value: Any, which: str) -> Any:
        """The year, month or day of a date."""
        return self.integer(getattr(value.dt, which)())

    def integer(self, value: Any, bits: int = 64) -> Any:
        """A number as an integer of this width."""
        return value.cast(self.words.Int64 if bits == 64 else self.words.Int128)

    def operated(self, name: str, *values: Any) -> Any:
        """The result of an operation: a step with a sign of its own."""
        return _SIGNS[name](*values)

    def same_text(self, one: Any, other: Any) -> Any:
        """Whether two texts are identical, whatever their collation."""
        return one == other

    def among(self, text: Any, choices: Sequence[str]) -> Any:
        """Whether a text is one of several."""
        return reduce(operator.or_, [self.same_text(text, self.constant(choice)) for choice in choices])

    def divided(self, above: Any, below: Any, most: int, bits: int) -> Any:
        """The integer quotient of non-negative numbers, the first of which is at most ``most``."""
        quotient = above // below
        if not self.divides_in_double:
            return quotient
        if most >= 2**53:
            quotient = quotient + (above - quotient * below) // below
        return self.integer(quotient)

    def scaled(self, value: Any, places: int, most: int) -> Any:
        """Integers of at most ``most``, in units of the last place, as decimals."""
        exact = self.words.Decimal(38, places)
        if self.engine.startswith("ibis"):  # it would give a decimal constant 3 places
            unit = self.words.lit(plain_text(shifted(Decimal(1), -places))).cast(exact)
            return unit * value.cast(exact)
        digits = 19 if most < 2**63 else 38
        decimal = self.words.lit(shifted(Decimal(1), -places)) * value.cast(self.words.Decimal(digits, 0))
        return decimal.cast(exact)

    # --- frames -------------------------------------------------------------------------

    def settled(self, frame: Any, name: str) -> Any:
        """The frame with its columns computed once, for an engine that would inline them."""
        return frame

    def with_columns(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        """The frame with new columns, whose names it does not have yet."""
        return frame.with_columns(*_named(columns))

    def select(self, frame: Any, kept: Sequence[str], columns: Mapping[str, Any]) -> Any:
        return frame.select(*kept, *_named(columns))


class Polars(Dialect):
    """Native polars expressions, in which a name such as ``^x$`` or ``*`` must not become a pattern."""

    def __init__(self) -> None:
        import polars as pl

        super().__init__(pl, "polars")

    def column(self, name: str) -> Any:
        if name == "*" or (name.startswith("^") and name.endswith("$")):
            return self.words.selectors.by_name(name)
        return self.words.col(name)

    def read(self, name: str) -> Any:
        return self.column(name)

    def select(self, frame: Any, kept: Sequence[str], columns: Mapping[str, Any]) -> Any:
        named = _named(columns)
        return frame.select(self.words.selectors.by_name(*kept), *named) if kept else frame.select(*named)


class Ibis(Dialect):
    """Ibis through narwhals."""

    def __init__(self) -> None:
        super().__init__(nw, "ibis")

    def whole(self, value: int, bits: int) -> Any:
        return self.integer(self.words.lit(value))  # ibis ignores the dtype of a literal

    def settled(self, frame: Any, name: str) -> Any:
        native = nw.to_native(frame)
        if native.get_backend().name != "postgres":
            return frame
        # PostgreSQL inlines what is used several times, stage by stage; not what has a volatile column
        import ibis

        return nw.from_native(native.mutate(**{name: ibis.random()}))


class _Native(Dialect):
    """Expressions of an engine that narwhals would build with more calls."""

    def case(self, condition: Any, value: Any) -> Any:
        """The first case of a choice."""
        raise NotImplementedError

    def whole(self, value: int, bits: int) -> Any:
        return self.integer(self.constant(value), bits)

    def choose(self, *cases: tuple[Any, Any], otherwise: Any = None) -> Any:
        first, *more = cases
        chosen = self.case(*first)
        for condition, value in more:
            chosen = chosen.when(condition, value)
        return chosen if otherwise is None else chosen.otherwise(otherwise)

    def select(self, frame: Any, kept: Sequence[str], columns: Mapping[str, Any]) -> Any:
        return frame.select(*map(self.column, kept), *_named(columns))


class DuckDB(_Native):
    """Native DuckDB expressions over relations."""

    collates = True

    def __init__(self) -> None:
        import duckdb

        super().__init__(nw, "duckdb")
        self.duckdb = duckdb

    def column(self, name: str) -> Any:
        return self.duckdb.ColumnExpression(name)

    def constant(self, value: object) -> Any:
        return self.duckdb.ConstantExpression(value)

    def date(self, value: object) -> Any:
        return self.constant(value)

    def is_missing(self, value: Any) -> Any:
        return value.isnull()

    def case(self, condition: Any, value: Any) -> Any:
        return self.duckdb.CaseExpression(condition, value)

    def part(self, value: Any, which: str) -> Any:
        return self.integer(self.duckdb.FunctionExpression(which, value))

    def integer(self, value: Any, bits: int = 64) -> Any:
        return value.cast("BIGINT" if bits == 64 else "HUGEINT")

    def same_text(self, one: Any, other: Any) -> Any:
        # a collation (NOCASE) stays with a text everywhere; bytes have none
        encoded = [self.duckdb.FunctionExpression("encode", text) for text in (one, other)]
        return encoded[0] == encoded[1]

    def scaled(self, value: Any, places: int, most: int) -> Any:
        # in 64 bits if the range allows
        wide = 18 if most < 10 ** (17 - places) else 38
        unit = self.constant(shifted(Decimal(1), -places)).cast(f"DECIMAL({places + 1}, {places})")
        whole = value.cast(f"DECIMAL({wide - places - 1 if wide == 18 else 38}, 0)")
        return (whole * unit).cast(f"DECIMAL({wide}, {places})")

    def with_columns(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        # with a star: listing a thousand columns would take quadratic time
        return frame.select(self.duckdb.StarExpression(), *_named(columns))


class Spark(_Native):
    """Native PySpark columns: every call goes to another process, so fewer are better."""

    lasting = False  # expressions belong to a session, which ends

    def __init__(self) -> None:
        from pyspark.sql import functions

        super().__init__(nw, "pyspark")
        self.functions = functions

    def column(self, name: str) -> Any:
        quoted = name.replace("`", "``")
        return self.functions.col(f"`{quoted}`")

    def reads(self, name: str) -> bool:
        return not {".", "`", "*"}.intersection(name)  # narwhals does not quote these

    def constant(self, value: object) -> Any:
        return self.functions.lit(value)

    def date(self, value: object) -> Any:
        return self.constant(str(value)).cast("date")  # converting a date object shifts very old dates

    def is_missing(self, value: Any) -> Any:
        return value.isNull()

    def case(self, condition: Any, value: Any) -> Any:
        return self.functions.when(condition, value)

    def part(self, value: Any, which: str) -> Any:
        return self.integer(self.functions.call_function(which, value))

    def integer(self, value: Any, bits: int = 64) -> Any:
        return value.cast("bigint")

    def divided(self, above: Any, below: Any, most: int, bits: int) -> Any:
        return self.functions.call_function("div", above, below)

    def scaled(self, value: Any, places: int, most: int) -> Any:
        unit = self.functions.lit(shifted(Decimal(1), -places))
        return (value.cast("decimal(19, 0)") * unit).cast(f"decimal(38, {places})")

    def with_columns(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        return frame.withColumns(dict(columns))


def _named(columns: Mapping[str, Any]) -> list[Any]:
    return [value.alias(name) for name, value in columns.items()]


def dialect_of(engine: str) -> Dialect:
    """The dialect for an engine."""
    own: dict[str, type[Polars | Ibis | DuckDB | Spark]] = {
        "polars": Polars, "ibis": Ibis, "duckdb": DuckDB, "pyspark": Spark,
    }  # fmt: skip
    return own[engine]() if engine in own else Dialect(nw, engine)
