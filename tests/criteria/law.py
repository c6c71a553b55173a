"""What the laws are held against: the plain evaluation, and frames made of records."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw
import pyarrow as pa

import minsheng as ms
from minsheng.criteria.criterion import Criterion
from minsheng.criteria.read import read_record
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.nodes import Column, columns
from minsheng.testing.values import criterion_bits

Record = dict[str, Any]
#: puts an Arrow table into an engine
Put = Callable[[pa.Table], Any]

#: how the columns of a kind may be typed in a frame; numbers also by their places and range
WAYS = ("decimal", "wide decimal", "integer", "text", "float")


def needed(*of: Criterion | ms.Expression) -> tuple[Column, ...]:
    """The columns of several criteria or expressions, each once."""
    listed = (one.columns() if isinstance(one, Criterion) else columns(one.node) for one in of)
    return tuple({column.name: column for found in listed for column in found}.values())


def worth(node: Node, record: Record) -> Worth:
    """What a node is worth on a record by the plain evaluation, by fractions."""
    return evaluate(node, read_record(columns(node), record))


def expected(criterion: Criterion, record: Record) -> str:
    """What a criterion's outcome on a record must be, by the plain evaluation alone."""
    if criterion.when is not None:
        applies = worth(criterion.when, record)
        if applies is not True:
            return "not_applicable" if applies is False else "unknown"
    held = worth(criterion.requirement, record)
    return "unknown" if held is None else "met" if held else "unmet"


def arrow(fields: Iterable[Column], records: Sequence[Record], ways: dict[str, str]) -> pa.Table:
    """The records as an Arrow table, its columns typed in the ways named, and numbered in ``row``."""
    arrays = {"row": pa.array(range(len(records)), pa.int64())}
    for column in fields:
        values = [record[column.name] for record in records]
        arrays[column.name] = _array(column, values, ways.get(column.name, ""))
    return pa.table(arrays)


def _array(column: Column, values: list[Any], way: str) -> Any:
    if column.of is Kind.TEXT:
        return pa.array(values, pa.string())
    if column.of is Kind.TRUTH:
        return pa.array(values, pa.bool_())
    if column.of is Kind.DATE:
        return pa.array(values, pa.date32())
    if way == "large" or (way == "integer" and column.places == 0):
        return pa.array([None if v is None else int(v) for v in values], pa.int64())
    if way == "text":
        return pa.array([None if v is None else format(v, "f") for v in values], pa.string())
    if way == "float" and column.floats:
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    places = column.places + 2 if way == "wide decimal" else column.places
    return pa.array(values, pa.decimal128(12 + places, places))


def rows(frame: Any, name: str) -> list[Any]:
    """A column of a frame of any engine, in the order of ``row``, as values of Python."""
    if type(frame).__module__.startswith("pandas"):
        ordered = frame.sort_values("row")[name].tolist()
        return [None if value is None or value != value else value for value in map(_plain, ordered)]  # noqa: PLR0124
    collected: Any = nw.from_native(frame).sort("row").lazy().collect("pyarrow").to_native()
    found: list[Any] = collected.column(name).to_pylist()
    return found


def _plain(value: Any) -> Any:
    """pandas.NA as None: it can be asked nothing."""
    return None if type(value).__name__ in ("NAType", "NaTType") else value


def comparable(value: Any) -> Any:
    """A value as the plain evaluation has it."""
    if isinstance(value, float):
        raise AssertionError(f"{value} is a float")
    if isinstance(value, (Decimal, int)) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, datetime.datetime):
        return value.date()
    return value


def judged_alike(criteria: Sequence[Criterion], records: Sequence[Record], frame: Any) -> None:
    """The frame's outcomes are those of its rows."""
    result = ms.judge(criteria, frame)
    for criterion in criteria:
        assert rows(result, criterion.code) == [expected(criterion, record) for record in records], criterion


def computed_alike(nodes: dict[str, ms.Expression], records: Sequence[Record], frame: Any) -> None:
    """The frame's values are those of its rows."""
    result = ms.compute(frame, **nodes)
    for name, expression in nodes.items():
        found = [comparable(value) for value in rows(result, name)]
        assert found == [worth(expression.node, record) for record in records], expression


def fits(bits: int, *all_of: Criterion | ms.Expression) -> bool:
    """Whether the integers of all of them are that narrow."""
    return all(criterion_bits(one) <= bits for one in all_of)
