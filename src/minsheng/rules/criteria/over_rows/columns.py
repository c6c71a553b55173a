"""Columns that group and order rows: checks that they exist and are usable on each engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import attrs
import narwhals as nw

from minsheng.errors import DataError, Problems, RuleError
from minsheng.rules.criteria.frames.arrow import arrow_of
from minsheng.rules.criteria.frames.rows import refuse_unwritable

#: engines whose names are case-insensitive
_FOLDED = ("duckdb", "pyspark", "ibis", "sqlframe")
#: how many groups with an ambiguous order are shown
_SHOWN = 5


@attrs.frozen
class Lasting:
    """A column whose streaks are counted, in which groups and order, and the name of the result."""

    column: str
    within: tuple[str, ...]
    order: tuple[str, ...]
    name: str

    def __attrs_post_init__(self) -> None:
        if self.name in self.used:
            raise RuleError(f"the new column cannot be named {self.name!r}: it is made of that one")

    @property
    def used(self) -> tuple[str, ...]:
        """The columns it uses."""
        return tuple(dict.fromkeys((self.column, *self.within, *self.order)))


def names_of(given: str | Sequence[str]) -> tuple[str, ...]:
    """Names; a single one may be given as text."""
    names = (given,) if isinstance(given, str) else tuple(given)
    if not names or len(set(names)) < len(names):
        raise RuleError(f"columns are named once each, and one at least: {names}")
    return names


def schema_of(data: Any, used: Sequence[str], new: Iterable[str]) -> dict[str, Any]:
    """The columns with their types; checks that those used exist and the engine can distinguish them."""
    new = list(new)
    refuse_unwritable(new)
    schema = dict(data.collect_schema())
    engine = data.implementation.name.lower()
    listed = "、".join([*schema][:20])
    problems = Problems()
    for name in dict.fromkeys(used):
        if name not in schema:
            problems.add(f"{engine} 表", f"没有“{name}”列", f"有：{listed}")
    if any(name in engine for name in _FOLDED):
        folded = [name.casefold() for name in {*schema, *new}]
        for name in dict.fromkeys([*used, *new]):
            if folded.count(name.casefold()) > 1:
                problems.add(f"{engine} 表", f"有几列只是大小写不同：{name}", "这个引擎不分大小写，请改名")
    problems.refuse()
    return schema


def refuse_kinds(
    data: Any, schema: Mapping[str, Any], used: Sequence[str], order: Sequence[str] = ()
) -> None:
    """Floats do not compare safely, and engines sort texts differently."""
    engine = data.implementation.name.lower()
    problems = Problems()
    for name in dict.fromkeys(used):
        dtype = schema[name]
        # polars has a type for a column that is missing on every row, narwhals does not
        void = dtype == nw.Unknown and engine == "polars"
        if dtype.is_float() or dtype.is_nested():
            met, todo = f"是 {dtype}，不能比较是否相等", "请换成文字、整数或 Decimal"
        elif name in order and not (void or dtype.is_numeric() or dtype.is_temporal()):
            met, todo = f"是 {dtype}，不能用来排先后", "请换成日期或序号"
        else:
            continue
        problems.add(f"{engine} 表“{name}”列", met, todo)
    problems.refuse()


def refuse_disorder(engine: str, lost: nw.DataFrame[Any], asked: Lasting) -> NoReturn:
    """Raises with the first groups in which the order of rows is ambiguous."""
    groups = lost.select(*asked.within).unique(maintain_order=True)
    places = "、".join(asked.order)
    problems = Problems()
    for group in groups.head(_SHOWN).rows(named=True):
        where = f"{engine} 表 " + "、".join(f"{key}={value}" for key, value in group.items())
        problems.add(where, f"“{places}”有空缺或重复，分不出先后", "每组每期请只留一行")
    if len(groups) > _SHOWN:
        problems.add(f"{engine} 表", f"共有 {len(groups)} 组分不出先后，以上是前 {_SHOWN} 组")
    raise DataError(problems)


def in_arrow(frame: Any, names: Sequence[str]) -> Any:
    """A frame whose columns can be grouped: pandas through Arrow, other frames unchanged.

    In Arrow, categories become text, and a column that is missing everywhere becomes a number.
    """
    data = nw.from_native(frame)
    if not (data.implementation.is_pandas_like() or data.implementation.is_pyarrow()):
        return data
    table = arrow_of(frame, list(names))
    void = [field.name for field in table.schema if str(field.type) == "null"]
    return nw.from_native(table).with_columns(*[nw.col(name).cast(nw.Int64()) for name in void])


def in_pandas(counted: Any) -> Any:
    """An Arrow frame or series in pandas, with integers that can be missing."""
    import pandas as pd
    import pyarrow as pa

    def whole(kind: Any) -> Any:
        return pd.Int64Dtype() if pa.types.is_integer(kind) else None

    return nw.to_native(counted).to_pandas(types_mapper=whole)
