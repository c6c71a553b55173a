"""How steps are said to an engine: by way of narwhals, or in its own expressions where that pays.

Polars has the words that narwhals took from it, so one class serves both; said directly they cost
a tenth of the time to build. DuckDB and Spark have whole division of their own, which narwhals
makes of many other things. Nothing here is text: an engine is handed expressions made of objects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from types import ModuleType
from typing import Any

import narwhals as nw

from minsheng.domain.amount import plain_text
from minsheng.domain.numerals import shifted

#: divide by way of a double, which is exact only below 2**53
_DIVIDE_IN_DOUBLE = ("ibis", "sqlframe", "spark")
#: compute both sides of a choice for every row; SQL computes each where it is taken
_COMPUTE_BOTH_SIDES = ("polars", "pyarrow", "pandas")


class Dialect:
    """What narwhals says, or polars, in the same words.

    Expressions are of the engine's own type, so they are ``Any`` here.

    Args:
        words: the module that has ``col``, ``lit`` and ``when``.
        engine: the engine's name.
    """

    #: whether what it says outlives the frame that it was said of
    lasting = True
    #: whether a text may bring an order of its own, in which 'A' is 'a'
    collates = False

    def __init__(self, words: ModuleType, engine: str) -> None:
        self.words, self.engine = words, engine
        self.computes_both_sides = engine in _COMPUTE_BOTH_SIDES
        self.divides_in_double = any(name in engine for name in _DIVIDE_IN_DOUBLE)

    def column(self, name: str) -> Any:
        return self.words.col(name)

    def read(self, name: str) -> Any:
        """A column of the frame, in the words that columns are read with."""
        return self.words.col(name)

    def reads(self, name: str) -> bool:
        """Whether the words that columns are read with know a column by its name."""
        return True

    def constant(self, value: object) -> Any:
        """A text, a truth value, or nothing."""
        return self.words.lit(value)

    def whole(self, value: int, bits: int) -> Any:
        """A whole number, as wide as is said: engines by themselves take the narrowest that holds it."""
        return self.words.lit(value, dtype=self.words.Int64 if bits == 64 else self.words.Int128)

    def date(self, value: object) -> Any:
        return self.words.lit(value, dtype=self.words.Date)

    def is_missing(self, value: Any) -> Any:
        return value.is_null()

    def choose(self, *cases: tuple[Any, Any], otherwise: Any = None) -> Any:
        """The value of the first case that is true; missing without one and ``otherwise``."""
        chosen = self.words
        for condition, value in cases:
            chosen = chosen.when(condition).then(value)
        return chosen if otherwise is None else chosen.otherwise(otherwise)

    def part(self, value: Any, which: str) -> Any:
        """The year, month or day of a date."""
        return self.integer(getattr(value.dt, which)())

    def integer(self, value: Any, bits: int = 64) -> Any:
        """As many bits of it."""
        return value.cast(self.words.Int64 if bits == 64 else self.words.Int128)

    def same_text(self, one: Any, other: Any) -> Any:
        """Whether two texts are the same, letter by letter."""
        return one == other

    def among(self, text: Any, choices: Sequence[str]) -> Any:
        """Whether a text is one of several."""
        return reduce(or_, [self.same_text(text, self.constant(choice)) for choice in choices])

    def divided(self, above: Any, below: Any, most: int) -> Any:
        """The whole quotient of numbers that are not negative; the first is at most ``most``."""
        quotient = above // below
        if not self.divides_in_double:
            return quotient
        if most >= 2**53:
            quotient = quotient + (above - quotient * below) // below
        return self.integer(quotient)

    def scaled(self, value: Any, places: int, most: int) -> Any:
        """Whole numbers of the last place, at most ``most``, as decimals."""
        exact = self.words.Decimal(38, places)
        if self.engine.startswith("ibis"):  # it takes a decimal constant for one of 3 places
            unit = self.words.lit(plain_text(shifted(Decimal(1), -places))).cast(exact)
            return unit * value.cast(exact)
        digits = 19 if most < 2**63 else 38
        decimal = self.words.lit(shifted(Decimal(1), -places)) * value.cast(self.words.Decimal(digits, 0))
        return decimal.cast(exact)

    # --- frames -------------------------------------------------------------------------

    def settled(self, frame: Any, name: str) -> Any:
        """The frame with its columns computed once, where an engine would put one into another."""
        return frame

    def with_columns(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        """The frame with new columns, of names that it has not."""
        return frame.with_columns(*[value.alias(name) for name, value in columns.items()])

    def select(self, frame: Any, kept: Sequence[str], columns: Mapping[str, Any]) -> Any:
        return frame.select(*kept, *[value.alias(name) for name, value in columns.items()])


class Polars(Dialect):
    """Polars' own expressions, in which a name such as ``^x$`` or ``*`` is a pattern, unless it is said."""

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
        new = [value.alias(name) for name, value in columns.items()]
        return frame.select(self.words.selectors.by_name(*kept), *new) if kept else frame.select(*new)


class Ibis(Dialect):
    """What ibis says by way of narwhals."""

    def __init__(self) -> None:
        super().__init__(nw, "ibis")

    def whole(self, value: int, bits: int) -> Any:
        return self.integer(self.words.lit(value))  # a type of its own ibis takes and does not say

    def settled(self, frame: Any, name: str) -> Any:
        native = nw.to_native(frame)
        if native.get_backend().name != "postgres":
            return frame
        # PostgreSQL writes what one query computes into the next, as often as it is used, and again, until
        # it has no memory left; it leaves alone what differs each time it is computed
        import ibis

        return nw.from_native(native.mutate(**{name: ibis.random()}))


class DuckDB(Dialect):
    """DuckDB's own expressions over its relations."""

    collates = True

    def __init__(self) -> None:
        import duckdb

        super().__init__(nw, "duckdb")
        self.duckdb = duckdb

    def column(self, name: str) -> Any:
        return self.duckdb.ColumnExpression(name)

    def constant(self, value: object) -> Any:
        return self.duckdb.ConstantExpression(value)

    def whole(self, value: int, bits: int) -> Any:
        return self.integer(self.constant(value), bits)

    def date(self, value: object) -> Any:
        return self.constant(value)

    def is_missing(self, value: Any) -> Any:
        return value.isnull()

    def choose(self, *cases: tuple[Any, Any], otherwise: Any = None) -> Any:
        (condition, value), *more = cases
        chosen = self.duckdb.CaseExpression(condition, value)
        for condition, value in more:
            chosen = chosen.when(condition, value)
        return chosen if otherwise is None else chosen.otherwise(otherwise)

    def part(self, value: Any, which: str) -> Any:
        return self.integer(self.duckdb.FunctionExpression(which, value))

    def integer(self, value: Any, bits: int = 64) -> Any:
        return value.cast("BIGINT" if bits == 64 else "HUGEINT")

    def same_text(self, one: Any, other: Any) -> Any:
        # a collation (NOCASE) goes with a text wherever it goes; bytes have none
        encoded = [self.duckdb.FunctionExpression("encode", text) for text in (one, other)]
        return encoded[0] == encoded[1]

    def scaled(self, value: Any, places: int, most: int) -> Any:
        # in 64 bits where the range allows
        wide = 18 if most < 10 ** (17 - places) else 38
        unit = self.constant(shifted(Decimal(1), -places)).cast(f"DECIMAL({places + 1}, {places})")
        whole = value.cast(f"DECIMAL({wide - places - 1 if wide == 18 else 38}, 0)")
        return (whole * unit).cast(f"DECIMAL({wide}, {places})")

    def with_columns(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        # all at once: named one by one, each of a thousand columns is looked for among the thousand
        return frame.select(self.duckdb.StarExpression(), *self._named(columns))

    def select(self, frame: Any, kept: Sequence[str], columns: Mapping[str, Any]) -> Any:
        return frame.select(*[self.column(name) for name in kept], *self._named(columns))

    def _named(self, columns: Mapping[str, Any]) -> list[Any]:
        return [value.alias(name) for name, value in columns.items()]


class Spark(Dialect):
    """PySpark's own columns: every call goes to another process, so fewer are worth having."""

    lasting = False  # they belong to a session, which ends

    def __init__(self) -> None:
        from pyspark.sql import functions

        super().__init__(nw, "pyspark")
        self.functions = functions

    def column(self, name: str) -> Any:
        quoted = name.replace("`", "``")
        return self.functions.col(f"`{quoted}`")

    def reads(self, name: str) -> bool:
        return not {".", "`", "*"}.intersection(name)  # narwhals does not quote them

    def constant(self, value: object) -> Any:
        return self.functions.lit(value)

    def whole(self, value: int, bits: int) -> Any:
        return self.integer(self.constant(value), bits)

    def date(self, value: object) -> Any:
        return self.constant(str(value)).cast("date")  # its own door for dates loses those of long ago

    def is_missing(self, value: Any) -> Any:
        return value.isNull()

    def choose(self, *cases: tuple[Any, Any], otherwise: Any = None) -> Any:
        (condition, value), *more = cases
        chosen = self.functions.when(condition, value)
        for condition, value in more:
            chosen = chosen.when(condition, value)
        return chosen if otherwise is None else chosen.otherwise(otherwise)

    def part(self, value: Any, which: str) -> Any:
        return self.integer(self.functions.call_function(which, value))

    def integer(self, value: Any, bits: int = 64) -> Any:
        return value.cast("bigint")

    def divided(self, above: Any, below: Any, most: int) -> Any:
        return self.functions.call_function("div", above, below)

    def scaled(self, value: Any, places: int, most: int) -> Any:
        unit = self.functions.lit(shifted(Decimal(1), -places))
        return (value.cast("decimal(19, 0)") * unit).cast(f"decimal(38, {places})")

    def with_columns(self, frame: Any, columns: Mapping[str, Any]) -> Any:
        return frame.withColumns(dict(columns))

    def select(self, frame: Any, kept: Sequence[str], columns: Mapping[str, Any]) -> Any:
        new = [value.alias(name) for name, value in columns.items()]
        return frame.select(*[self.column(name) for name in kept], *new)


def dialect_of(engine: str) -> Dialect:
    """The dialect for an engine."""
    own: dict[str, type[Polars | Ibis | DuckDB | Spark]] = {
        "polars": Polars, "ibis": Ibis, "duckdb": DuckDB, "pyspark": Spark,
    }  # fmt: skip
    return own[engine]() if engine in own else Dialect(nw, engine)
