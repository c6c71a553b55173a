"""Columns of pandas and Arrow frames as Arrow has them plainly: the exact door to both, and back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from minsheng.criteria.exact import whole_range
from minsheng.criteria.rows import PREFIX
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.errors import DataError, Problem

#: what stands for a missing value among objects, when it is written as text
_NOTHING = ["None", "nan", "NaN", "<NA>", "NaT"]
_NOTHING_TYPES = ("NoneType", "NAType", "NaTType")
#: so many of a column's values tell whether many are equal
_SAMPLE = 20_000


def arrow_of(frame: Any, wanted: Iterable[Column | str]) -> Any:
    """Columns of a pandas or Arrow frame as an Arrow table of plain types.

    Args:
        wanted: by name, or as criteria declare them; what the frame has not is left out.

    Raises:
        DataError: a column that Arrow cannot hold as it is.
    """
    import pyarrow as pa

    columns = {one if isinstance(one, str) else one.name: one for one in wanted}
    if isinstance(frame, pa.Table):
        table = frame.select([name for name in columns if name in frame.column_names])
    else:
        table = _of_pandas(frame, {name: one for name, one in columns.items() if name in frame.columns})
    if not table.column_names:  # a table of no columns would have no rows
        return pa.table({f"{PREFIX}row": pa.nulls(len(frame))})
    for number, field in enumerate(table.schema):
        plain = _plain_type(field.type)
        if plain != field.type:
            try:
                table = table.set_column(number, field.name, table.column(number).cast(plain))
            except pa.ArrowException as error:
                raise _unreadable(f"{field.type} 列“{field.name}”", error) from None
    return table


def _unreadable(where: str, error: Exception) -> DataError:
    return DataError([Problem(where, f"不能精确读入：{error}")])


def _of_pandas(frame: Any, columns: dict[str, Column | str]) -> Any:
    import pyarrow as pa

    numbers = {}
    for name, one in columns.items():
        if isinstance(one, Column) and one.of is Kind.NUMBER and frame[name].dtype == object:
            read = _numbers(frame[name].tolist(), one)
            if read is not None:
                numbers[name] = read
    others = [name for name in columns if name not in numbers]
    try:
        table = pa.Table.from_pandas(frame[others], preserve_index=False)
    except (pa.ArrowException, OverflowError, TypeError) as error:
        raise _unreadable("pandas 表", error) from None
    return pa.table({name: numbers[name] if name in numbers else table.column(name) for name in columns})


def _numbers(values: Sequence[object], column: Column) -> Any:
    """Objects as decimals of a column's places; None where they are not just numbers that fit.

    Arrow asks each object what it is, twice; their texts, read at once, take a tenth of the time.
    """
    import pyarrow as pa
    from pyarrow import csv

    types = set(map(type, values))
    if float in types and all(value != value for value in values if type(value) is float):  # noqa: PLR0124  # a NaN
        types.remove(float)
    if not all(one in (Decimal, int) or one.__name__ in _NOTHING_TYPES for one in types):
        return None
    low, high = whole_range(column)
    digits = 18 if max(-low, high) < 10**18 else 38
    reading = csv.ConvertOptions(
        column_types={"x": pa.decimal128(digits, column.places)}, null_values=_NOTHING
    )
    try:
        text = "x\n" + "%s\n" * len(values) % tuple(values)
        return csv.read_csv(io.BytesIO(text.encode()), convert_options=reading).column("x")
    except (pa.ArrowException, ValueError):  # what is wrong is told where it is read as it is
        return None


def _plain_type(kind: Any) -> Any:
    """The type that all engines know, which holds what an odd one does."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return _plain_type(kind.value_type)
    if types.is_string_view(kind):
        return pa.string()
    if types.is_decimal(kind) and not types.is_decimal128(kind):
        return pa.decimal128(38, min(kind.scale, 38))
    if types.is_uint64(kind):  # Arrow compares it with whole numbers of 64 bits, as one of them
        return pa.decimal128(20, 0)
    if types.is_float16(kind):
        return pa.float64()
    return pa.date32() if types.is_date64(kind) else kind


def beside(frame: Any, table: Any, names: Sequence[str]) -> Any:
    """The new columns of an Arrow table beside those of a pandas or Arrow frame."""
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        kept = frame.select([name for name in frame.column_names if name not in names])
        for name in names:
            kept = kept.append_column(name, table.column(name))
        return kept
    import pandas as pd

    backed = any(isinstance(dtype, pd.ArrowDtype) for dtype in frame.dtypes)
    # its own whole numbers cannot be missing
    mapper = pd.ArrowDtype if backed else {pa.int64(): pd.Int64Dtype()}.get
    new = {
        name: _objects(table.column(name))
        if pa.types.is_decimal(table.column(name).type) and not backed
        else table.column(name).to_pandas(types_mapper=mapper).array
        for name in names
    }
    return frame.assign(**new)


def _objects(decimals: Any) -> Any:
    """Decimals as objects, one for those that are equal where these are many: making one costs most."""
    sample = decimals.slice(0, _SAMPLE)
    if 3 * len(sample.unique()) > 2 * len(sample):
        return decimals.to_pandas().array
    import numpy as np

    coded = decimals.combine_chunks().dictionary_encode()
    found = [*coded.dictionary.to_pylist(), None]
    objects = np.empty(len(found), dtype=object)
    objects[:] = found
    return objects[coded.indices.fill_null(len(found) - 1).to_numpy()]
