"""Columns of pandas and Arrow frames as plain Arrow types, which are exact, and back."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.domain.numerals import exact_decimal
from minsheng.errors import DataError, Problems
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.criteria.frames.rows import PREFIX
from minsheng.rules.criteria.records.read import SHOWN, and_more, read_value

#: missing values among Python objects, as text
_NOTHING = ["None", "nan", "NaN", "<NA>", "NaT"]
_NOTHING_TYPES = ("NoneType", "NAType", "NaTType")
#: how many of a column's values are sampled to see whether many are equal
_SAMPLE = 20_000


def arrow_of(frame: Any, wanted: Iterable[Column | str]) -> Any:
    """Columns of a pandas or Arrow frame as an Arrow table of plain types.

    Args:
        wanted: by name, or as criteria declare them; columns that the frame lacks are left out.

    Raises:
        DataError: a column that Arrow cannot hold exactly.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    is_ = pa.types
    columns = {one if isinstance(one, str) else one.name: one for one in wanted}
    if isinstance(frame, pa.Table):
        table = frame.select([name for name in columns if name in frame.column_names])
    else:
        table = _of_pandas(frame, {name: one for name, one in columns.items() if name in frame.columns})
    if not table.column_names:  # a table of no columns would have no rows
        return pa.table({f"{PREFIX}row": pa.nulls(len(frame))})
    for number, field in enumerate(table.schema):
        plain, array = _plain_type(field.type), table.column(number)
        if plain != field.type:
            if is_.is_run_end_encoded(field.type):  # it has no cast
                array = pc.run_end_decode(array)  # pyright: ignore[reportAttributeAccessIssue]  # made at run time
            try:
                table = table.set_column(number, field.name, array.cast(plain))
            except pa.ArrowException:
                raise _unreadable(frame, field.name, f"是 {field.type}") from None
        elif is_.is_nested(plain) or is_.is_interval(plain) or isinstance(plain, pa.BaseExtensionType):
            raise _unreadable(frame, field.name, f"是 {field.type}")
    return table


def _unreadable(frame: Any, name: str, met: str) -> DataError:
    where = f"{type(frame).__module__.partition('.')[0]} 表“{name}”列"
    return DataError.at(where, f"{met}，不能精确读入", "请换成 38 位以内的数、文字、日期或真假值")


def _of_pandas(frame: Any, columns: dict[str, Column | str]) -> Any:
    """Columns in Arrow; object columns of mixed or unusual types are read value by value, like records."""
    import pyarrow as pa

    table: dict[str, Any] = {}
    problems = Problems()
    for name, one in columns.items():
        series = frame[name]
        try:
            if isinstance(one, Column) and series.dtype == object:
                table[name] = _of_objects(series.tolist(), one, problems)
            else:
                table[name] = pa.array(series, from_pandas=True)
        except (pa.ArrowException, OverflowError, TypeError, ValueError):
            problems.append(_unreadable(frame, name, "混有别的东西").problems[0])
    problems.refuse()
    return pa.table(table)


def _of_objects(values: list[object], column: Column, problems: Problems) -> Any:
    import pyarrow as pa

    types = set(map(type, values))
    if float in types and all(value != value for value in values if type(value) is float):  # noqa: PLR0124  # a NaN
        types.remove(float)
    types = {one for one in types if one.__name__ not in _NOTHING_TYPES}
    if types <= {Decimal, int} and column.of is Kind.NUMBER:
        numbers = _numbers(values, column)
        if numbers is not None:
            return numbers
    elif types <= {str} or types == {datetime.date if column.of is Kind.DATE else bool}:
        return pa.array(values, from_pandas=True)
    read: list[Any] = []
    wrong = 0
    for number, value in enumerate(values, 1):
        try:
            worth = read_value(column, value)
        except DataError:
            wrong += 1
            if wrong <= SHOWN:
                with problems.at(f"pandas 表第{number}行“{column.name}”列"):
                    raise
        else:
            read.append(exact_decimal(worth) if isinstance(worth, Fraction) else worth)
    if wrong > SHOWN:
        and_more("pandas", wrong, problems)
    kind = pa.decimal128(38, column.places) if column.of is Kind.NUMBER else None
    return pa.array(read if not wrong else [], kind)


def _numbers(values: Sequence[object], column: Column) -> Any:
    """Numbers as decimals with a column's places; None if they do not fit.

    Arrow converts objects one by one; reading all as one CSV text takes a tenth of the time.
    """
    import pyarrow as pa
    from pyarrow import csv

    low, high = whole_range(column)
    digits = 18 if max(-low, high) < 10**18 else 38
    reading = csv.ConvertOptions(
        column_types={"x": pa.decimal128(digits, column.places)}, null_values=_NOTHING
    )
    try:
        text = "x\n" + "%s\n" * len(values) % tuple(values)
        found = csv.read_csv(io.BytesIO(text.encode()), convert_options=reading).column("x")
        found.validate(full=True)  # filled up to these places, a number may have too many digits
        return found
    except (pa.ArrowException, ValueError):  # reported when the values are read one by one
        return None


def _plain_type(kind: Any) -> Any:
    """A type that all engines know, for values of an unusual one."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return _plain_type(kind.value_type)
    if types.is_string_view(kind):
        return pa.string()
    if types.is_decimal(kind) and (kind.scale < 0 or not types.is_decimal128(kind)):
        return pa.decimal128(38, max(0, min(kind.scale, 38)))
    if types.is_uint64(kind):  # Arrow would convert it to a signed integer to compare it
        return pa.decimal128(20, 0)
    if types.is_float16(kind):
        return pa.float64()
    return pa.date32() if types.is_date64(kind) else kind


def beside(frame: Any, table: Any, names: Sequence[str]) -> Any:
    """A pandas or Arrow frame with new columns from an Arrow table."""
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        kept = frame.select([name for name in frame.column_names if name not in names])
        for name in names:
            kept = kept.append_column(name, table.column(name))
        return kept
    import pandas as pd

    backed = any(isinstance(dtype, pd.ArrowDtype) for dtype in frame.dtypes)
    # pandas' default integers cannot be missing
    mapper = pd.ArrowDtype if backed else {pa.int64(): pd.Int64Dtype()}.get
    new = {
        name: _objects(table.column(name))
        if pa.types.is_decimal(table.column(name).type) and not backed
        else table.column(name).to_pandas(types_mapper=mapper).array
        for name in names
    }
    return frame.assign(**new)


def _objects(decimals: Any) -> Any:
    """Decimals as Python objects; equal ones are shared if there are many, because making one is slow."""
    sample = decimals.slice(0, _SAMPLE)
    if 3 * len(sample.unique()) > 2 * len(sample):
        return decimals.to_pandas().array
    import numpy as np

    coded = decimals.combine_chunks().dictionary_encode()
    found = [*coded.dictionary.to_pylist(), None]
    objects = np.empty(len(found), dtype=object)
    objects[:] = found
    return objects[coded.indices.fill_null(len(found) - 1).to_numpy()]
