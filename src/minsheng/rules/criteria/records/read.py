"""Reads a record's values exactly, in the unit and with the places that columns declare."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, cast

from minsheng.domain.amount import Amount, plain_text, to_decimal
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.nodes import Column
from minsheng.errors import DataError, Problems
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.criteria.records.floats import SAY_FLOATS, decimal_meant
from minsheng.visible import described
from minsheng.wanted import quoted

#: objects from these, except rows, are frames or must be converted to one
ENGINES = frozenset([
    "polars", "pandas", "pyarrow", "duckdb", "_duckdb", "ibis", "pyspark", "narwhals",
    "dask", "modin", "cudf", "sqlframe",
])  # fmt: skip
_TO_FRAME = {
    "RecordBatch": "give pyarrow.Table.from_batches([it])", "RecordBatchReader": "give its read_all()",
    "Series": "give its to_frame()", "DuckDBPyConnection": "give its table(name) or sql(query)",
    "list": "judge each of them by itself", "tuple": "judge each of them by itself",
    "set": "judge each of them by itself", "dict": "criterion.judge(record) judges one",
}  # fmt: skip
#: how many bad rows of a frame are shown
SHOWN = 5
#: texts of numbers shorter than this are always readable
_SHORT = 40
_PLAIN = re.compile(r"[+-]?0*[0-9]{1,40}(\.[0-9]+)?")


def read_value(column: Column, raw: object) -> Worth:
    """A raw value as the column declares it; None if missing.

    Raises:
        DataError: another kind of value, too many places, out of range, a float not allowed.
    """
    if type(raw).__module__ == "numpy" and getattr(raw, "ndim", None) == 0:
        raw = raw.item()  # type: ignore[attr-defined]  # every scalar of numpy has a plain one
    if _is_missing(raw):
        return None
    if column.of is Kind.NUMBER:
        return _number(column, raw)
    if column.of is Kind.TEXT:
        if not isinstance(raw, str):
            raise _problem(column, raw, "不是文字")
        if column.choices and raw not in column.choices:
            raise _problem(column, raw, f"不是其中之一：{'、'.join(column.choices)}")
        return raw
    if column.of is Kind.TRUTH:
        if not isinstance(raw, bool):
            raise _problem(column, raw, "不是真假值")
        return raw
    if isinstance(raw, datetime.datetime):  # pandas has no dates, only midnights
        if raw.time() != datetime.time() or raw.tzinfo is not None or getattr(raw, "nanosecond", False):
            raise _problem(column, raw, "是时刻，不是日期")
        return raw.date()
    if isinstance(raw, datetime.date):
        return raw
    try:
        return datetime.date.fromisoformat(raw)  # type: ignore[arg-type]  # anything but text is refused below
    except (TypeError, ValueError):
        raise _problem(column, raw, "不是日期") from None


def reader(column: Column) -> Callable[[Any], Worth]:
    """:func:`read_value` for one column and many records, with a fast path for plain numbers."""
    careful = partial(read_value, column)
    if column.of is not Kind.NUMBER:
        return careful
    low, high = whole_range(column)
    scale = 10**column.places

    def read(raw: Any) -> Worth:
        kind = type(raw)
        if kind is str and len(raw) < _SHORT and _PLAIN.fullmatch(raw):
            above, below = Decimal(raw).as_integer_ratio()
        elif (kind is Decimal and raw.is_finite()) or kind is Fraction or kind is int:
            above, below = raw.as_integer_ratio()
        else:
            return None if raw is None else careful(raw)
        if scale % below or not low <= above * (scale // below) <= high:
            return careful(raw)
        return raw if kind is Fraction else Fraction(above, below)

    return read


def _is_missing(raw: object) -> bool:
    """Whether it stands for no value: None, NaN, or pandas' NA and NaT."""
    if isinstance(raw, float):
        return raw != raw  # noqa: PLR0124  # only a NaN is not itself
    if isinstance(raw, Decimal):
        return raw.is_qnan()
    return raw is None or type(raw).__name__ in ("NAType", "NaTType")


def _number(column: Column, raw: object) -> Fraction:
    number: Any
    if isinstance(raw, Amount):
        if column.unit is None or not raw.unit.measures_same_as(column.unit):
            raise _problem(column, raw, f"的单位不是“{column.unit or '无'}”")
        number = raw.exact / column.unit.factor
    elif isinstance(raw, float):
        number = _from_float(column, raw)
    elif isinstance(raw, bool) or not isinstance(raw, (int, Decimal, Fraction, str)):
        raise _problem(column, raw, "不是数")
    elif isinstance(raw, Fraction):
        number = raw
    elif isinstance(raw, str):
        number = _from_text(column, raw)
    else:
        try:
            number = Fraction(to_decimal(raw))
        except DataError:
            raise _problem(column, raw, "不是数") from None
    if 10**column.places % number.denominator:
        raise _problem(column, raw, f"超过 {column.places} 位小数" if column.places else "不是整数")
    if not column.low <= number <= column.high:
        raise _problem(column, raw, f"不在 {plain_text(column.low)} 到 {plain_text(column.high)} 之间")
    exact: Fraction = number
    return exact


def _from_text(column: Column, raw: str) -> Fraction:
    """Plain digits only, which engines can read in the same way."""
    if not _PLAIN.fullmatch(raw):
        raise _problem(column, raw, "不是数，请写成 640 或 640.5 这样")
    try:
        return Fraction(raw)
    except ValueError:  # thousands of zeros in front, or of places
        raise _problem(column, raw, "不是数，写得太长") from None


def _from_float(column: Column, raw: float) -> Fraction:
    if not column.floats:
        do = f"请给 Decimal 或文字：“{raw}”；{SAY_FLOATS}"
        raise _problem(column, raw, "是浮点数，不精确", do)
    found = decimal_meant(raw, column.places)
    if isinstance(found, str):
        raise _problem(column, raw, found)
    return found


def _problem(column: Column, raw: object, met: str, do: str = "") -> DataError:
    return DataError.at(f"“{column.name}”", f"“{described(raw)}”{met}", do)


def and_more(engine: str, rows: int, problems: Problems) -> None:
    """Note that more rows are wrong than are shown."""
    problems.add(f"{engine} 表", f"共有 {rows} 行数据有误，以上是前 {SHOWN} 行")


def keyed(record: object) -> bool:
    """Whether values are looked up by key: in a mapping or a pandas row, whose attributes are its own."""
    kind = type(record)
    if kind.__name__ == "Series" and kind.__module__.partition(".")[0] == "pandas":
        return isinstance(next(iter(record.index), None), str)  # type: ignore[attr-defined]  # it has one
    return isinstance(record, Mapping)


def is_frame(value: object) -> bool:
    """Whether a value comes from a dataframe engine and is not a row; others are refused when judged."""
    return type(value).__module__.partition(".")[0] in ENGINES and not isinstance(value, tuple)


def instead_of(given: object) -> str:
    """What was given in place of a record or a frame, and what to give."""
    do = _TO_FRAME.get(type(given).__name__)
    return f"{quoted(given)}: {do}" if do else quoted(given)


def raw_values(columns: tuple[Column, ...], record: Mapping[str, Any] | object) -> tuple[Any, ...]:
    """The raw values of these columns in a mapping or an object.

    Raises:
        DataError: every absent column.
        TypeError: it is not a record.
    """
    values: list[Any] = []
    problems = Problems()
    by_key, asked = keyed(record), cast("Any", record)
    for column in columns:
        try:
            values.append(asked[column.name] if by_key else getattr(record, column.name))
        except (KeyError, AttributeError):
            problems.add(f"“{column.name}”", "记录里没有这一栏")
    if problems:
        of = type(record).__module__.partition(".")[0]
        if not by_key and (of == "builtins" or (of in ENGINES and not isinstance(record, tuple))):
            raise TypeError(f"a record is a mapping or an object with attributes, not {instead_of(record)}")
        # the other columns are read too, to report everything at once
        there = [c for c in columns if not any(one.where == f"“{c.name}”" for one in problems)]
        with problems.at():
            read_values(tuple(there), tuple(values))
        problems.refuse()
    return tuple(values)


def read_values(columns: tuple[Column, ...], raws: tuple[Any, ...]) -> dict[str, Worth]:
    """Raw values as their columns declare them.

    Raises:
        DataError: every value that cannot be read.
    """
    values: dict[str, Worth] = {}
    problems = Problems()
    told = problems.at()
    for column, raw in zip(columns, raws, strict=True):
        with told:
            values[column.name] = read_value(column, raw)
    problems.refuse()
    return values


def read_record(columns: tuple[Column, ...], record: Mapping[str, Any] | object) -> dict[str, Worth]:
    """The columns' values of a mapping or an object.

    Raises:
        DataError: every value that cannot be read, and every absent column.
    """
    return read_values(columns, raw_values(columns, record))
