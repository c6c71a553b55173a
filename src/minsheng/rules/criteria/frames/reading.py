"""Reads columns of frames as criteria need them: numbers as integers in units of their last place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import ModuleType
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.errors import DataError
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.criteria.compiling.steps import bits_of
from minsheng.rules.criteria.records.floats import FLOAT_SPLIT, FLOAT_TOLERANCE, MOST_OF_FLOATS, SAY_FLOATS

#: how many digits always fit in 64 bits
DIGITS_64 = 18
#: how many digits a decimal may have
DIGITS = 38


@attrs.frozen
class Reading:
    """How a column is read.

    Args:
        value: the value to use, or None for the column itself. A number that is too large becomes
            missing, so that everything computed from it stays in range; with ``nulls`` every wrong
            value becomes missing.
        wrong: whether a row's value is wrong; None if that is impossible.
    """

    value: Any
    wrong: Any = None


@attrs.frozen
class Reader:
    """Reads the columns of one engine.

    Args:
        words: the module with ``col``, ``lit``, ``when`` and the types: narwhals or polars.
        engine: its name.
        said: its name for messages.
        nulls: whether every wrong value becomes missing, because nothing else shows it.
        column: the expression for a column of the frame, by name.
        unscaled: the unscaled integer of a decimal, if the engine shows it.
        among: the columns that say whether a text is one of its choices, if already computed.
    """

    words: ModuleType
    engine: str
    said: str
    nulls: bool
    column: Callable[[str], Any]
    unscaled: Callable[[Any], Any] | None = None
    among: Mapping[str, str] = {}

    def read(self, column: Column, dtype: Any) -> Reading:
        """How a column of this type is read.

        Raises:
            DataError: a type that cannot hold what the column declares.
        """
        words = self.words
        raw = self.column(column.name)
        match column.of:
            case Kind.NUMBER:
                return self._number(column, raw, dtype)
            case Kind.TEXT:
                if dtype not in (words.String, words.Categorical, words.Enum):
                    raise self._wrong_kind(column, dtype, "文字")
                if dtype == words.String and not column.choices:
                    return Reading(None)
                value = raw if dtype == words.String else raw.cast(words.String)
                if column.name in self.among:
                    return self._checked(value, self.column(self.among[column.name]))
                return self._checked(value, value.is_in(list(column.choices)) if column.choices else None)
            case Kind.DATE:
                if isinstance(dtype, words.Datetime) and dtype.time_zone is None:
                    day = raw.cast(words.Date)  # pandas has dates as midnights
                    return self._checked(day, day.cast(dtype) == raw)
                if dtype != words.Date:
                    raise self._wrong_kind(column, dtype, "日期（不带时刻）")
                return Reading(None)
            case _:
                if dtype != words.Boolean:
                    raise self._wrong_kind(column, dtype, "真假值")
                return Reading(None)

    def _checked(self, value: Any, right: Any) -> Reading:
        if right is None:
            return Reading(value)
        return Reading(self.words.when(right).then(value) if self.nulls else value, ~right)

    def _wrong_kind(self, column: Column, dtype: Any, wanted: str) -> DataError:
        return DataError.at(f"{self.said} 表“{column.name}”列", f"是 {dtype}，不是{wanted}")

    def absent(self, column: Column) -> Reading:
        """How a column of the null type is read, which is missing on every row."""
        words = self.words
        types: dict[Any, Any] = {Kind.TEXT: words.String, Kind.DATE: words.Date, Kind.TRUTH: words.Boolean}
        return Reading(words.lit(None, dtype=types.get(column.of) or self._integer(column)))

    def _integer(self, column: Column) -> Any:
        """The integer type for a column's range."""
        return self.words.Int64 if bits_of(*whole_range(column)) == 64 else self.words.Int128

    # --- numbers ------------------------------------------------------------------------

    def _number(self, column: Column, raw: Any, dtype: Any) -> Reading:
        if dtype.is_integer():
            return self._whole(column, raw, dtype)
        if isinstance(dtype, self.words.Decimal):
            return self._decimal(column, raw, dtype.precision, dtype.scale)
        if dtype.is_float():
            return self._float(column, raw, dtype)
        if dtype in (self.words.String, self.words.Categorical, self.words.Enum):
            return self._text(column, raw if dtype == self.words.String else raw.cast(self.words.String))
        raise self._wrong_kind(column, dtype, "数")

    def _whole(self, column: Column, raw: Any, dtype: Any) -> Reading:
        low, high = whole_range(column, 0)
        least, most = _range_of(dtype)
        inside = None
        if least < low or high < most:
            inside = raw.is_between(*_within(low, high, least, most))
            raw = self.words.when(inside).then(raw)
        value = self._times(raw.cast(self._integer(column)), 10**column.places)
        return Reading(value, None if inside is None else ~inside)

    def _times(self, value: Any, factor: int) -> Any:
        return value if factor == 1 else value * factor

    def _decimal(self, column: Column, raw: Any, precision: int, scale: int) -> Reading:
        low, high = whole_range(column, scale)
        most = 10**precision - 1  # in units of the last place, as the type stores it
        if self.unscaled is not None:
            raw = self.unscaled(raw)
            raw = raw.cast(self.words.Int64) if precision <= DIGITS_64 else raw
        # larger values have more places than declared, and rounding them might overflow
        fewer = 10 ** (scale - column.places) if scale > column.places and self.unscaled is None else 1
        end = max(10**precision - fewer, 0)
        low, high = _within(low, high, -end, end)
        inside = None
        if low > -most or most > high:
            kind = None if self.unscaled else self.words.Decimal(precision, scale)
            ends = [end if kind is None else self._placed(end, kind) for end in (low, high)]
            if low > -most and most > high:
                inside = raw.is_between(*ends)
            else:
                inside = raw >= ends[0] if low > -most else raw <= ends[1]
            if self.nulls or most > max(-low, high):  # otherwise only the sign can be wrong
                most = min(most, max(-low, high))
                raw = self.words.when(inside).then(raw)
        wrong = None if inside is None else ~inside
        if scale > column.places:
            raw, exact = self._reduced(raw, self.words.Decimal(precision, scale), column.places, most)
            wrong = ~exact if wrong is None else wrong | ~exact
            most, scale = most // 10 ** (scale - column.places), column.places
        value = self._unscaled(raw, scale, most) if self.unscaled is None else raw
        value = value.cast(self._integer(column))
        return Reading(self._times(value, 10 ** (column.places - scale)), wrong)

    def _placed(self, whole: int, kind: Any) -> Any:
        """An integer in units of the last place as a decimal with exactly those places."""
        decimal = Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -kind.scale))
        # ibis gives a decimal literal three places, whatever it has
        return self.words.lit(plain_text(decimal)).cast(kind) if self.engine == "ibis" else decimal

    def _reduced(self, raw: Any, kind: Any, places: int, most: int) -> tuple[Any, Any]:
        """A decimal reduced to ``places`` (missing if it has more), and whether it has no more."""
        if self.unscaled is None:
            fewer = raw.round(places)
            exact = fewer.cast(kind) == raw  # comparing two decimal types, Spark would round one
        else:
            less = 10 ** (kind.scale - places)
            raw = raw.cast(self.words.Int64) if most < 2**63 else raw
            fewer = raw // less
            exact = fewer * less == raw
        return self.words.when(exact).then(fewer), exact

    def _unscaled(self, raw: Any, scale: int, most: int) -> Any:
        """The unscaled integer of a decimal, at most ``most``, with enough digits for the product."""
        digits = max(len(str(most)), scale + 1)
        if digits <= DIGITS_64 < digits + scale + 1:  # in DuckDB a product is as narrow as its factors
            digits = DIGITS_64 + 1
        exact = raw.cast(self.words.Decimal(digits, scale))
        if not scale:
            return exact
        if digits + scale + 1 > DIGITS:
            return exact.cast(self.words.String).str.replace_all(".", "", literal=True)
        # Arrow gives an integer literal 19 digits, ibis a decimal literal three places
        return exact * self.words.lit(
            Decimal(10**scale) if self.engine in ("pyarrow", "pandas") else 10**scale
        )

    def _float(self, column: Column, raw: Any, dtype: Any) -> Reading:
        if not column.floats:
            raise DataError.at(
                f"{self.said} 表“{column.name}”列", "是浮点数，不精确",
                f"请换成 Decimal；{SAY_FLOATS}",
            )  # fmt: skip
        words, scale = self.words, float(10**column.places)
        if dtype != words.Float64:
            raw = raw.cast(words.Float64)
        low, high = whole_range(column)
        low, high = max(low, 1 - MOST_OF_FLOATS), min(high, MOST_OF_FLOATS - 1)
        finite = words.when(~raw.is_nan()).then(raw)
        inside = (finite * scale).is_between(low - 0.5, high + 0.5)
        held = words.when(inside).then(finite)
        # the product as two exact parts, as in read_value
        split = held * FLOAT_SPLIT
        upper = split - (split - held)
        above, below = upper * scale, (held - upper) * scale
        nearest = (above + below).round()
        near = ((above - nearest) + below).abs() <= float(FLOAT_TOLERANCE)
        near = near & nearest.is_between(float(low), float(high))
        return attrs.evolve(self._checked(nearest.cast(self._integer(column)), near), wrong=~inside | ~near)

    def _text(self, column: Column, raw: Any) -> Reading:
        decimals = rf"(\.[0-9]{{1,{column.places}}}0*)?" if column.places else r"(\.0+)?"
        digits = min(len(str(max(map(abs, whole_range(column, 0))))), DIGITS - column.places)
        fits = raw.str.contains(rf"^[+-]?0*[0-9]{{1,{digits}}}{decimals}$")
        fits = fits & ~raw.str.contains("[^0-9.+-]")  # Java's $ also matches before a final line end
        if self.engine in ("pyarrow", "pandas"):  # Arrow reads a number with hundreds of places as 0
            short = raw.str.replace_all(r"\.?0+$", "")
            raw = self.words.when(raw.str.contains(".", literal=True)).then(short).otherwise(raw)
        precision = digits + column.places
        text = self.words.when(fits).then(raw).cast(self.words.Decimal(precision, column.places))
        reading = self._decimal(column, text, precision, column.places)
        return attrs.evolve(reading, wrong=~fits if reading.wrong is None else ~fits | reading.wrong)


def _range_of(dtype: Any) -> tuple[int, int]:
    """The range of an integer type, from its name."""
    unsigned, bits = re.fullmatch(r"(U?)Int(\d+)", str(dtype)).groups()  # type: ignore[union-attr]  # all are named so
    return (0, 2 ** int(bits) - 1) if unsigned else (-(2 ** (int(bits) - 1)), 2 ** (int(bits) - 1) - 1)


def _within(low: int, high: int, least: int, most: int) -> tuple[int, int]:
    """A range limited to what a type can hold, because no constant may exceed it."""
    ends = max(low, least), min(high, most)
    return ends if ends[0] <= ends[1] else (1, 0)
