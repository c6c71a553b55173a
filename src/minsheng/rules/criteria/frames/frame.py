"""Criteria on dataframes and databases, through narwhals.

Every number is read as an integer in units of its last place; everything after that is integer
arithmetic, so that every engine gives the same verdicts as for one record. A lazy frame stays lazy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from minsheng.errors import DataError, Problems, WidthError
from minsheng.rules.criteria.compiling.steps import too_wide
from minsheng.rules.criteria.frames.arrow import arrow_of, beside
from minsheng.rules.criteria.frames.dialect import dialect_of
from minsheng.rules.criteria.frames.plan import Plan, Prepared, Setting
from minsheng.rules.criteria.frames.rows import opened, refuse_unwritable, unused
from minsheng.rules.criteria.records.read import SHOWN, and_more, read_value

_WIDE = ("polars", "duckdb")


def judge_frame(prepared: Prepared, frame: Any) -> Any:
    """The frame with a column for each outcome and each expression, all computed in one pass.

    Common parts are computed once. Numbers are exact decimals.

    Raises:
        DataError: a column is missing or of the wrong kind; on frames in memory also values out of
            range or with too many places, with the first rows.
        RuleError: integers wider than the engine has.
    """
    _refuse_twins(frame)
    native = opened(frame, "judge(): frame")
    pandas = native.implementation.is_pandas_like()
    said = native.implementation.name.lower()
    _refuse_columns(
        prepared, said, native.columns if isinstance(native, nw.DataFrame) else [*native.collect_schema()]
    )
    # a column may be wider than any step: one that turned out to decide nothing is read all the same
    lent = pandas or (native.implementation.is_pyarrow() and not (prepared.fits(64) and prepared.reads(64)))
    if lent and (done := _by_polars(prepared, frame, said)) is not None:
        return done
    return _Run(frame, prepared, said).frame()


def _refuse_twins(frame: Any) -> None:
    """Raises where two columns have one name, of which an engine would take the first; polars has none."""
    if type(frame).__module__.startswith("polars"):
        return
    given = getattr(frame, "column_names", None)
    listed = getattr(frame, "columns", ()) if given is None else given
    names = [] if callable(listed) else [*map(str, listed)]  # of what is no frame it may be anything
    twins = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else ()
    if twins:
        raise DataError.at("表", f"有不止一列叫：{'、'.join(sorted(twins))}", "请改名，使每一列的名字都不同")


def _refuse_columns(prepared: Prepared, said: str, present: list[Any]) -> None:
    """Raises if a column needed is missing, or the engine cannot distinguish it from another."""
    needed, made = [column.name for column in prepared.needed], prepared.names
    listed = "、".join(map(str, present[:20]))
    problems = Problems()
    for name in needed:
        if name not in present:
            problems.add(f"{said} 表", f"没有“{name}”列", f"有：{listed}")
    for code in prepared.codes:
        if code in present:
            problems.add(f"{said} 表", f"已经有“{code}”列", "请改名，或用 prefix= 给新的列加前缀")
    if said == "duckdb" and "*" in present:
        problems.add("duckdb 表", "有一列叫“*”", "这个引擎把 * 当作所有的列，请改名")
    if said in ("duckdb", "pyspark") or said.startswith("ibis"):
        folded = [name.casefold() for name in {*present, *made}]
        for name in (*needed, *made):
            if folded.count(name.casefold()) > 1:
                problems.add(f"{said} 表", f"有几列只是大小写不同：{name}", "这个引擎不分大小写，请改名")
    problems.refuse()


def _by_polars(prepared: Prepared, frame: Any, said: str) -> Any:
    """Use polars, for its speed and its 128 bits; None if it is not installed."""
    try:
        import polars as pl
    except ImportError:
        return None
    done = _Run(pl.DataFrame(arrow_of(frame, prepared.needed)), prepared, said).frame()
    new = nw.from_native(done.select(*prepared.names).to_arrow())
    # polars exports text as large_string
    return beside(
        frame, new.with_columns(nw.selectors.string().cast(nw.String())).to_native(), prepared.names
    )


class _Run:
    """One pass over one frame."""

    def __init__(self, frame: Any, prepared: Prepared, said: str) -> None:
        self.original, self.prepared = frame, prepared
        self.needed = prepared.needed
        native = nw.from_native(frame)
        self.engine = native.implementation.name.lower()
        #: whether what is made is put beside the frame, of which only what is needed is read
        self.beside = native.implementation.is_pandas_like() or native.implementation.is_pyarrow()
        if self.beside:
            # Arrow is the exact door: pandas' own types lose missing values and decimals
            native = nw.from_native(arrow_of(frame, self.needed))
        #: whose frame it is said to be
        self.said = said
        self.eager = isinstance(native, nw.DataFrame)
        refuse_unwritable(prepared.names)
        self.prefix = unused([*native.collect_schema(), *prepared.names])
        self.dialect = dialect_of(self.engine)
        # polars optimises a lazy frame as a whole, but not an eager one
        self.data = native.lazy().to_native() if self.engine == "polars" else native

    def frame(self) -> Any:
        schema = self.data.collect_schema()
        setting = self._setting(schema)
        try:
            plan = self.prepared.plan(setting, self.dialect)
        except WidthError:
            lent = "install polars, which has 128, or " if self.beside else ""
            raise too_wide(setting.bits, self.said, lent) from None
        staged = self.data
        if plan.first:
            staged = nw.from_native(self.dialect.with_columns(staged.to_native(), plan.first))
        staged = staged.with_columns(*plan.read) if plan.read else staged
        if self.engine in ("duckdb", "pyspark"):
            staged = staged.to_native()
        for number, stage in enumerate(plan.stages):
            if plan.large:
                staged = self.dialect.settled(staged, f"{self.prefix}s{number}")
            staged = self.dialect.with_columns(staged, stage)
        kept = [name for name in schema if name not in self.prepared.names]
        if self.beside:  # one of them tells how many rows there are, where nothing is made of any
            kept = kept[:1]
        done = self.dialect.select(staged, [*kept, *plan.signs], plan.said)
        if setting.counts:
            done = done.collect()
        if plan.signs:
            suspect = self._lost(done, plan) if setting.counts else done[setting.bad].any()
            if suspect:
                self._refuse_rows(setting)
            done = self.dialect.select(done, [*kept, *plan.said], {})
        if self.beside:
            return beside(self.original, done.to_native(), self.prepared.names)
        return nw.to_native(done, pass_through=True)

    def _setting(self, schema: Mapping[str, Any]) -> Setting:
        types = [
            None if self._is_void(one.name, schema[one.name]) else schema[one.name] for one in self.needed
        ]
        bits = 128 if self.engine in _WIDE else 64
        return Setting(self.engine, self.said, bits, tuple(types), self.prefix, self.eager)

    def _lost(self, done: Any, plan: Plan) -> bool:
        """Whether reading turned values into missing ones, which means that they are wrong."""
        return any(
            done[name].null_count() != self.original[column.name].null_count()
            for column, name in plan.readings.names.items()
            if name in plan.signs
        )

    def _is_void(self, name: str, dtype: Any) -> bool:
        """Whether a column has the null type, because it is missing on every row."""
        if self.engine == "polars":
            return str(dtype) == "Null"
        if dtype != nw.Unknown:
            return False
        native: Any = self.data.to_native()
        if self.engine == "duckdb":
            kind = native.types[native.columns.index(name)]
        elif self.beside:
            kind = native.schema.field(name).type
        else:
            fields: Any = native.schema() if callable(native.schema) else native.schema
            field = fields[name]
            kind = getattr(field, "dataType", field)
        return str(kind) in ("null", '"NULL"', "NullType()")

    # --- wrong values -------------------------------------------------------------------

    def _refuse_rows(self, setting: Setting) -> None:
        """Raises for the first wrong rows, with the same messages as for one record."""
        readings = self.prepared.readings(setting, self.dialect, told=True)
        staged = self.data.with_columns(readings.wrong.alias(setting.bad))
        rows: nw.DataFrame[Any] = nw.from_native(staged.collect()) if self.engine == "polars" else staged
        count = int(rows[setting.bad].sum())
        if not count:
            return  # NaN is missing, not wrong
        index = f"{self.prefix}row"
        first = rows.with_row_index(index).filter(nw.col(setting.bad)).head(SHOWN)
        names = [column.name for column in self.needed]
        problems = Problems()
        for row in first.select(index, *names).rows(named=True):
            known = len(problems)
            place = f"{self.said} 表第{int(row[index]) + 1}行"
            for column in self.needed:
                with problems.at(f"{place}“{column.name}”列"):
                    read_value(column, row[column.name])
            if len(problems) == known:  # reading one record is more lenient
                problems.add(place, "有的值不是普通写法", "数请只用数字和小数点，日期请不带时刻")
        if count > SHOWN:
            and_more(self.said, count, problems)
        raise DataError(problems)
