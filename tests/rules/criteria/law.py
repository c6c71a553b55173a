"""What the laws are held against: an evaluator of the tests' own, and frames made of records."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import narwhals as nw
import pyarrow as pa

import minsheng as ms
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.nodes import Column, columns
from minsheng.domain.plain import WHOLE
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing.values import criterion_bits
from tests.oracles import expressions as oracle

Record = dict[str, Any]
#: puts an Arrow table into an engine
Put = Callable[[pa.Table], Any]

#: how the columns of a kind may be typed in a frame; numbers also by their places and range
WAYS = ("decimal", "wide decimal", "integer", "text", "float")


def needed(*of: Criterion | ms.Expression) -> tuple[Column, ...]:
    """The columns of several criteria or expressions, each once."""
    listed = (one.columns() if isinstance(one, Criterion) else columns(one.node) for one in of)
    return tuple({column.name: column for found in listed for column in found}.values())


def worth(node: Node, record: Record) -> oracle.Value:
    """What a node is worth on a record, by an evaluator of the tests' own."""
    return oracle.worth(plain(node), record)


@lru_cache(256)
def plain(node: Node) -> Any:
    """A node as data."""
    return WHOLE.shape(Node).write(node)


def expected(criterion: Criterion, record: Record) -> str:
    """What a criterion's outcome on a record must be, by an evaluator of the tests' own."""
    condition = None if criterion.when is None else plain(criterion.when)
    return oracle.outcome(plain(criterion.requirement), condition, record)


def arrow(fields: Iterable[Column], records: Sequence[Record], types: Mapping[str, Any]) -> pa.Table:
    """The records as an Arrow table, numbered in ``row``; its columns of a type, or typed in a way, each."""
    arrays = {"row": pa.array(range(len(records)), pa.int64())}
    for column in fields:
        values = [record[column.name] for record in records]
        given = types.get(column.name, "decimal")
        dtype = typed(column, given) if isinstance(given, str) else given
        arrays[column.name] = _array(values, dtype)
    return pa.table(arrays)


def typed(column: Column, way: str) -> pa.DataType:
    """The type of a column that is typed in one of the ``WAYS``."""
    match column.of:
        case Kind.TEXT:
            return pa.string()
        case Kind.TRUTH:
            return pa.bool_()
        case Kind.DATE:
            return pa.date32()
    if way == "large" or (way == "integer" and column.places == 0):
        return pa.int64()
    if way == "text":
        return pa.string()
    if way == "float" and column.floats:
        return pa.float64()
    places = column.places + 2 if way == "wide decimal" else column.places
    whole = len(str(int(max(abs(column.low), abs(column.high)))))
    return pa.decimal128(min(38, whole + places), places)


def types_for(column: Column, values: Sequence[Any]) -> list[pa.DataType]:
    """Every type of Arrow that holds these values of a column, and that says what they are."""
    match column.of:
        case Kind.TEXT:
            texts = [pa.string(), pa.large_string(), pa.string_view()]
            return [*texts, *(pa.dictionary(pa.int32(), text) for text in texts[:2])]
        case Kind.TRUTH:
            return [pa.bool_()]
        case Kind.DATE:
            # a pandas that holds objects cannot say a midnight before 1677, nor Arrow one after 2262 in ns
            return [pa.date32(), pa.date64()]
    known = [value for value in values if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(0))
    digits = len(str(int(max(-low, high))))
    found = [
        pa.decimal128(precision, places)
        for precision in (18, 19, 38)
        for places in range(column.places, column.places + 9, 2)
        if digits + places <= precision
    ]
    found += [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
    if all(value == int(value) for value in known):
        for bits in (8, 16, 32, 64):
            if -(2 ** (bits - 1)) <= low and high < 2 ** (bits - 1):
                found.append(getattr(pa, f"int{bits}")())
            if low >= 0 and high < 2**bits:
                found.append(getattr(pa, f"uint{bits}")())
    if column.floats:
        found.append(pa.float64())
    if column.floats and column.places <= 2:
        found.append(pa.float32())
    return found


def laid(table: pa.Table, layout: str) -> pa.Table:
    """The same table, as it may lie in memory."""
    match layout:
        case "chunked":
            half = table.num_rows // 2
            return pa.concat_tables([table.slice(0, half), table.slice(half), table.slice(0, 0)])
        case "sliced":
            return pa.concat_tables([table, table]).combine_chunks().slice(table.num_rows)
    return table


LAYOUTS = ("plain", "chunked", "sliced")


def _array(values: list[Any], dtype: pa.DataType) -> Any:
    if pa.types.is_dictionary(dtype):
        return _array(values, dtype.value_type).dictionary_encode()
    known = next((value for value in values if value is not None), None)
    if isinstance(known, (Decimal, int)) and not isinstance(known, bool):
        if pa.types.is_integer(dtype):
            values = [None if v is None else int(v) for v in values]
        elif pa.types.is_floating(dtype):
            values = [None if v is None else float(v) for v in values]
        elif pa.types.is_string(dtype) or pa.types.is_large_string(dtype):
            values = [None if v is None else format(v, "f") for v in values]
    return pa.array(values, dtype)


def rows(frame: Any, name: str) -> list[Any]:
    """A column of a frame of any engine, in the order of ``row``, as values of Python."""
    return read(frame, name)[name]


def read(frame: Any, *names: str) -> dict[str, list[Any]]:
    """Columns of a frame, as :func:`rows`, by one query: each runs the frame's whole plan again."""
    if type(frame).__module__.startswith("pandas"):
        ordered = frame.sort_values("row")
        columns = {name: map(_plain, ordered[name].tolist()) for name in names}
        return {
            name: [None if value is None or value != value else value for value in values]  # noqa: PLR0124
            for name, values in columns.items()
        }
    if isinstance(frame, pa.Table):  # of the others some types cannot be sorted along, such as a string_view
        frame = frame.select(dict.fromkeys(("row", *names)))
    collected: Any = nw.from_native(frame).sort("row").lazy().collect("pyarrow").to_native()
    return {name: collected.column(name).to_pylist() for name in names}


def _plain(value: Any) -> Any:
    """pandas.NA as None: it can be asked nothing."""
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def comparable(value: Any) -> Any:
    """A value as the evaluators have it."""
    if isinstance(value, float):
        raise AssertionError(f"{value} is a float")
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    return value


def judged_alike(criteria: Sequence[Criterion], records: Sequence[Record], frame: Any) -> None:
    """The frame's outcomes are those of its rows."""
    found = read(ms.judge(criteria, frame), *(criterion.code for criterion in criteria))
    for criterion in criteria:
        assert found[criterion.code] == [expected(criterion, record) for record in records], criterion


def computed_alike(nodes: dict[str, ms.Expression], records: Sequence[Record], frame: Any) -> None:
    """The frame's values are those of its rows."""
    result = read(ms.compute(frame, **nodes), *nodes)
    for name, expression in nodes.items():
        found = [comparable(value) for value in result[name]]
        assert found == [worth(expression.node, record) for record in records], expression


def fits(bits: int, *all_of: Criterion | ms.Expression) -> bool:
    """Whether the integers of all of them are that narrow."""
    return all(criterion_bits(one) <= bits for one in all_of)
