"""Criteria on dataframes and databases, by way of narwhals.

Every number is read as a whole number of its last place, and all that follows is integer
arithmetic, so the verdicts are those of one record, on every engine. What was lazy stays lazy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from minsheng.criteria.dialect import dialect_of
from minsheng.criteria.plan import Plan, Prepared, Setting
from minsheng.criteria.read import read_value
from minsheng.criteria.rows import PREFIX, unused
from minsheng.errors import DataError, Problem, RuleError

_WIDE = ("polars", "duckdb")
#: how many bad rows are shown
_SHOWN = 5


def is_frame(value: object) -> bool:
    """Whether a value is a dataframe, a relation or a table of any engine known."""
    return nw.from_native(value, pass_through=True) is not value


def judge_frame(prepared: Prepared, frame: Any) -> Any:
    """The frame with a column for each outcome and each expression, all computed in one pass.

    What they have in common is computed once. Numbers are decimals of the places they have.

    Raises:
        DataError: a column that is not there or is of the wrong kind; on frames that are in
            memory also every value out of range or with too many places, the first rows of each.
        RuleError: integers wider than the engine has.
    """
    native = nw.from_native(frame)
    lent = prepared.wide and (native.implementation.is_pandas_like() or native.implementation.is_pyarrow())
    return _by_polars(prepared, frame) if lent else _Run(frame, prepared).frame()


def _by_polars(prepared: Prepared, frame: Any) -> Any:
    """Where integers have 64 bits only, polars lends its 128, if it is installed."""
    native = nw.from_native(frame)
    engine = native.implementation.name.lower()
    try:
        import polars as pl
    except ImportError:
        raise _too_wide(engine, "install polars, which has 128, or ") from None
    names = [column.name for column in prepared.needed]
    table = to_arrow(frame, names) if native.implementation.is_pandas_like() else frame
    done = _Run(pl.DataFrame(table), prepared, said=engine).frame()
    new = nw.from_native(done.select(*prepared.results).to_arrow())
    # the text of polars is of a longer kind
    result = new.with_columns(nw.selectors.string().cast(nw.String())).to_native()
    if native.implementation.is_pandas_like():
        return _beside(frame, result, prepared)
    for name in result.column_names:
        if name in frame.column_names:
            frame = frame.drop_columns([name])
        frame = frame.append_column(name, result.column(name))
    return frame


def row_of(frame: Any, row: int, names: list[str]) -> dict[str, Any]:
    """One row of a frame as a record: the columns wanted, as many as there are."""
    data = nw.from_native(frame, eager_only=True)
    present = [name for name in names if name in data.columns]
    record: dict[str, Any] = data.select(*present)[row : row + 1].rows(named=True)[0]
    return record


class _Run:
    """One pass over one frame."""

    def __init__(self, frame: Any, prepared: Prepared, *, said: str = "") -> None:
        self.original, self.prepared = frame, prepared
        self.needed, self.results = prepared.needed, prepared.results
        self.pandas = False
        native = nw.from_native(frame)
        self.engine = native.implementation.name.lower()
        if native.implementation.is_pandas_like():
            # Arrow is the exact door: pandas' own types lose missing values and decimals
            self.pandas = True
            native = nw.from_native(to_arrow(frame, [column.name for column in self.needed]))
        #: whose frame it is said to be
        self.said = said or self.engine
        self.eager = isinstance(native, nw.DataFrame)
        self.prefix = unused([*native.collect_schema(), *self.results])
        self.dialect = dialect_of(self.engine)
        # a lazy polars frame is optimised as a whole, an eager one is not
        self.data = native.lazy().to_native() if self.engine == "polars" else native

    def frame(self) -> Any:
        schema = self.data.collect_schema()
        self._refuse_columns(list(schema))
        self._refuse_wide()
        setting = self._setting(schema)
        plan = self.prepared.plan(setting, self.dialect)
        staged = self.data.with_columns(*plan.read) if plan.read else self.data
        if self.engine in ("duckdb", "pyspark"):
            staged = staged.to_native()
        for stage in plan.stages:
            staged = self.dialect.with_columns(staged, stage)
        kept = [name for name in schema if name not in self.results]
        done = self.dialect.select(staged, [*kept, *plan.signs], plan.said)
        if setting.counts:
            done = done.collect()
        if plan.signs:
            suspect = self._lost(done, plan) if setting.counts else done[setting.bad].any()
            if suspect:
                self._refuse_rows(setting)
            done = done[[*kept, *plan.said]]
        if self.pandas:
            return _beside(self.original, done.to_native(), self.prepared)
        return nw.to_native(done, pass_through=True)

    def _setting(self, schema: Mapping[str, Any]) -> Setting:
        types = [
            None if self._is_void(one.name, schema[one.name]) else schema[one.name] for one in self.needed
        ]
        digits = 18 if self.engine == "pyarrow" or self.pandas else 38
        return Setting(self.engine, tuple(types), self.prefix, self.eager, digits)

    def _lost(self, done: Any, plan: Plan) -> bool:
        """Whether reading has made values missing."""
        return any(
            done[name].null_count() != self.original[column.name].null_count()
            for column, name in plan.readings.names.items()
            if name in plan.signs
        )

    def _is_void(self, name: str, dtype: Any) -> bool:
        """Whether a column has the type of nothing, as one has that is missing on every row."""
        if self.engine == "polars":
            return str(dtype) == "Null"
        if dtype != nw.Unknown:
            return False
        native = self.data.to_native()
        return self.eager and str(native.schema.field(name).type) == "null"

    # --- what can be wrong --------------------------------------------------------------

    def _refuse_columns(self, present: list[str]) -> None:
        problems = [
            Problem(f"{self.said} 表", f"没有“{column.name}”列", f"有：{'、'.join(present[:20])}")
            for column in self.needed
            if column.name not in present
        ]
        if self.engine in ("duckdb", "pyspark") or self.engine.startswith("ibis"):
            folded = [name.casefold() for name in {*present, *self.results}]
            for name in (*[column.name for column in self.needed], *self.results):
                if folded.count(name.casefold()) > 1:
                    met = f"有几列只是大小写不同：{name}"
                    problems.append(Problem(f"{self.said} 表", met, "这个引擎不分大小写，请改名"))
        if problems:
            raise DataError(problems)

    def _refuse_wide(self) -> None:
        if self.prepared.wide and self.engine not in _WIDE:
            raise _too_wide(self.engine)

    def _refuse_rows(self, setting: Setting) -> None:
        """Raises for the first bad rows, said as it is for one record."""
        readings = self.prepared.readings(setting, self.dialect, told=True)
        staged = self.data.with_columns(readings.wrong.alias(setting.bad))
        rows: nw.DataFrame[Any] = nw.from_native(staged.collect()) if self.engine == "polars" else staged
        count = int(rows[setting.bad].sum())
        if not count:
            return  # a float that is no number is missing and not wrong
        index = f"{self.prefix}row"
        first = rows.with_row_index(index).filter(nw.col(setting.bad)).head(_SHOWN)
        names = [column.name for column in self.needed]
        problems: list[Problem] = []
        for row in first.select(index, *names).rows(named=True):
            known = len(problems)
            place = f"{self.said} 表第{int(row[index]) + 1}行"
            for column in self.needed:
                try:
                    read_value(column, row[column.name])
                except DataError as error:
                    where = f"{place}“{column.name}”列"
                    problems += [Problem(where, problem.met, problem.todo) for problem in error.problems]
            if len(problems) == known:  # one record is read more leniently
                problems.append(Problem(place, "有的数不是普通写法", "表里的数请只用数字和小数点"))
        if count > _SHOWN:
            problems.append(Problem(f"{self.said} 表", f"共有 {count} 行数据有误，以上是前 {_SHOWN} 行"))
        raise DataError(problems)


def _beside(frame: Any, table: Any, prepared: Prepared) -> Any:
    """The new columns of an Arrow table beside a pandas frame's own."""
    import pandas as pd
    import pyarrow as pa

    whole = {pa.int64(): pd.Int64Dtype()}.get  # its own whole numbers cannot be missing
    new = {n: table.column(n).to_pandas(types_mapper=whole).array for n in prepared.results}
    return frame.assign(**new)


def _too_wide(engine: str, todo: str = "") -> RuleError:
    return RuleError(
        f"an integer of this expression may need more than the 64 bits that {engine} has:"
        f" {todo}declare narrower ranges with low= and high=, or fewer places"
    )


def to_arrow(frame: Any, names: list[str]) -> Any:
    import pyarrow as pa

    present = [name for name in names if name in frame.columns]
    if not present:  # a table of no columns would have no rows
        return pa.table({f"{PREFIX}row": pa.nulls(len(frame))})
    try:
        return pa.Table.from_pandas(frame[present], preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DataError([Problem("pandas 表", f"不能精确读入：{error}")]) from None
