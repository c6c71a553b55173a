"""Columns of frames as what criteria compute with: numbers as whole numbers of their last place."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from types import ModuleType
from typing import Any

import attrs

from minsheng.criteria.read import FLOAT_TOLERANCE
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.errors import DataError, Problem

#: how many digits a decimal may have for its unscaled value to be sure to fit in 64 bits
_DIGITS_64 = 18


@attrs.frozen
class Reading:
    """How a column is read.

    Args:
        value: what stands for it, or None where that is the column itself. A number is missing
            where it is too large, so that whatever is computed from it stays in range; with
            ``nulls`` it is missing wherever it is wrong.
        wrong: what is wrong with a row's, where anything can be.
    """

    value: Any
    wrong: Any = None


@attrs.frozen
class Reader:
    """Reads the columns of one engine.

    Args:
        words: the module that has ``col``, ``lit``, ``when`` and the types: narwhals or polars.
        engine: its name, for messages.
        nulls: whether every wrong value is missing, for where there is no other sign of it.
        wide: whether numbers are read as 128 bits.
        digits: how many digits a decimal can have that is still to be multiplied with an integer.
        unscaled: the columns of an engine that shows the whole number inside a decimal.
    """

    words: ModuleType
    engine: str
    nulls: bool
    wide: bool
    digits: int
    unscaled: dict[str, Any]

    def read(self, column: Column, dtype: Any) -> Reading:
        """How a column of this type is read.

        Raises:
            DataError: a type that cannot hold what the column declares.
        """
        words = self.words
        raw = words.col(column.name)
        match column.of:
            case Kind.NUMBER:
                return self._number(column, raw, dtype)
            case Kind.TEXT:
                if dtype not in (words.String, words.Categorical, words.Enum):
                    raise self._wrong_kind(column, dtype, "文字")
                if dtype == words.String and not column.choices:
                    return Reading(None)
                value = raw if dtype == words.String else raw.cast(words.String)
                return self._checked(value, value.is_in(list(column.choices)) if column.choices else None)
            case Kind.DATE:
                if isinstance(dtype, words.Datetime) and dtype.time_zone is None:
                    day = raw.cast(words.Date)  # a midnight is how pandas says a date
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
        return DataError([Problem(f"{self.engine} 表“{column.name}”列", f"是 {dtype}，不是{wanted}")])

    def absent(self, column: Column) -> Reading:
        """A column whose type says nothing, since it is missing on every row."""
        words = self.words
        types: dict[Any, Any] = {Kind.TEXT: words.String, Kind.DATE: words.Date, Kind.TRUTH: words.Boolean}
        return Reading(words.lit(None, dtype=types.get(column.of, words.Int64)))

    def _number(self, column: Column, raw: Any, dtype: Any) -> Reading:
        if dtype.is_integer():
            inside = raw.is_between(*_bounds(column, 0))
            whole = self.words.when(inside).then(raw).cast(self.words.Int64)
            reading = Reading(whole * 10**column.places, ~inside)
        elif isinstance(dtype, self.words.Decimal):
            reading = self._decimal(column, raw, dtype)
        elif dtype.is_float():
            reading = self._float(column, raw)
        elif dtype == self.words.String:
            reading = self._text(column, raw)
        else:
            raise self._wrong_kind(column, dtype, "数")
        return attrs.evolve(reading, value=reading.value.cast(self.words.Int128)) if self.wide else reading

    def _decimal(self, column: Column, raw: Any, dtype: Any) -> Reading:
        unscaled = self.unscaled.get(column.name)
        if unscaled is not None and dtype.precision <= _DIGITS_64:
            unscaled = unscaled.cast(self.words.Int64)
        low, high = _bounds(column, 0)
        most = 10 ** (dtype.precision - dtype.scale)  # what the type itself keeps a number below
        inside = None
        if low > -most or most > high:
            if unscaled is None:
                inside = _inside(raw, column.low, column.high, most)
            else:
                inside = _inside(unscaled, *_bounds(column, dtype.scale), most * 10**dtype.scale)
            if self.nulls or most > max(-low, high):  # else nothing can be too large, only of the wrong sign
                most = min(most, max(-low, high) + 1)
                raw = self.words.when(inside).then(raw)
                unscaled = None if unscaled is None else self.words.when(inside).then(unscaled)
        if unscaled is None:
            unscaled = self._times(raw, dtype, most)
        value = unscaled.cast(self.words.Int64)
        wrong = None if inside is None else ~inside
        if dtype.scale <= column.places:
            more = 10 ** (column.places - dtype.scale)
            return Reading(value if more == 1 else value * more, wrong)
        step = 10 ** (dtype.scale - column.places)
        whole = value // step
        exact = whole * step == value
        return Reading(self.words.when(exact).then(whole), ~exact if wrong is None else wrong | ~exact)

    def _times(self, raw: Any, dtype: Any, most: int) -> Any:
        """A decimal below ``most`` by ten to its places: digits enough for the product, if it is cast."""
        needed = len(str(most - 1)) + 2 * dtype.scale
        too_narrow = dtype.precision <= _DIGITS_64 < min(needed, self.digits)
        if dtype.precision > self.digits or too_narrow:
            raw = raw.cast(self.words.Decimal(self.digits, dtype.scale))
        return raw * 10**dtype.scale

    def _float(self, column: Column, raw: Any) -> Reading:
        if not column.floats:
            raise DataError([Problem(
                f"{self.engine} 表“{column.name}”列", "是浮点数，不精确",
                "请换成 Decimal；确认它代表几位小数后，也可用 floats=True 说明",
            )])  # fmt: skip
        low, high = _bounds(column, column.places)
        finite = self.words.when(~raw.is_nan()).then(raw)
        scaled = finite * float(10**column.places)
        inside = scaled.is_between(float(low) - 0.5, float(high) + 0.5)
        nearest = self.words.when(inside).then(scaled).round()
        near = (nearest - scaled).abs() <= float(FLOAT_TOLERANCE)
        return attrs.evolve(self._checked(nearest.cast(self.words.Int64), near), wrong=~inside | ~near)

    def _text(self, column: Column, raw: Any) -> Reading:
        decimals = rf"(\.[0-9]{{1,{column.places}}}0*)?" if column.places else r"(\.0+)?"
        digits = len(str(max(map(abs, _bounds(column, 0)))))
        fits = raw.str.contains(rf"^[+-]?0*[0-9]{{1,{digits}}}{decimals}$")
        fits = fits & ~raw.str.contains("[^0-9.+-]")  # Java's $ also stands before a last line's end
        exact = self.words.Decimal(digits + column.places, column.places)
        text = self.words.when(fits).then(raw).cast(exact)
        value = self._times(text, exact, 10**digits).cast(self.words.Int64)
        inside = value.is_between(*_bounds(column, column.places))
        return Reading(self.words.when(inside).then(value), (~fits) | ~inside)


def _inside(value: Any, low: Any, high: Any, most: int) -> Any:
    """Whether a value is in a range, where its type keeps it below ``most`` anyway."""
    if most <= high:
        return value >= low
    return value <= high if low <= -most else value.is_between(low, high)


def _bounds(column: Column, places: int) -> tuple[int, int]:
    """The range of a column in whole numbers of these places."""
    low, high = (Fraction(bound) * 10**places for bound in (column.low, column.high))
    return ceil(low), floor(high)
