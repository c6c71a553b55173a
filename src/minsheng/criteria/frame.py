"""Criteria on dataframes and databases, by way of narwhals.

Every number is read as a whole number of its last place, and all that follows is integer
arithmetic, so the verdicts are those of one record, on every engine. What was lazy stays lazy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
import narwhals as nw

from minsheng.criteria.emit import Emitter
from minsheng.criteria.exact import Lowering
from minsheng.criteria.outcome import Outcome, outcome
from minsheng.criteria.read import read_value
from minsheng.criteria.reading import Reader
from minsheng.criteria.steps import Op, Ratio, shared
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.nodes import Column, columns
from minsheng.errors import DataError, Problem, RuleError

_WIDE = ("polars", "duckdb")
_PREFIX = "__ms_"
#: how many bad rows are shown
_SHOWN = 5


#: what of a criterion is needed here: its code, requirement and condition
Judged = tuple[str, Node, Node | None]


def is_frame(value: object) -> bool:
    """Whether a value is a dataframe, a relation or a table of any engine known."""
    return nw.from_native(value, pass_through=True) is not value


def judge_frame(criteria: Sequence[Judged], frame: Any, prefix: str = "") -> Any:
    """The frame with a column of outcomes for each criterion, named by its code.

    Several criteria are judged in one pass and share what they have in common.

    Raises:
        DataError: a column that is not there or is of the wrong kind; on frames that are in
            memory also every value out of range or with too many places, the first rows of each.
        RuleError: integers wider than the engine has.
    """
    lowering = Lowering()
    results = {
        f"{prefix}{code}": Result(outcome(lowering, requirement, when))
        for code, requirement, when in criteria
    }
    needed = _needed([node for _, *nodes in criteria for node in nodes if node is not None])
    return _Run(frame, needed, results).frame()


def row_of(frame: Any, row: int, names: list[str]) -> dict[str, Any]:
    """One row of a frame as a record: the columns wanted, as many as there are."""
    data = nw.from_native(frame, eager_only=True)
    present = [name for name in names if name in data.columns]
    record: dict[str, Any] = data.select(*present)[row : row + 1].rows(named=True)[0]
    return record


def compute_frame(frame: Any, expressions: Mapping[str, Node]) -> Any:
    """The frame with a column for each expression: decimals of the places it has, text, dates."""
    lowering = Lowering()
    results: dict[str, Result] = {}
    for name, node in expressions.items():
        number = node.kind is Kind.NUMBER
        results[name] = _scaled(lowering, lowering.number(node)) if number else Result(lowering.value(node))
    return _Run(frame, _needed(list(expressions.values())), results).frame()


def _needed(nodes: list[Node]) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    for node in nodes:
        for column in columns(node):
            if found.setdefault(column.name, column) != column:
                raise RuleError(f"column {column.name!r} is declared in two ways by these criteria")
            if column.of is None:
                raise RuleError(f"nothing tells what column {column.name!r} holds: give kind=")
    return tuple(found.values())


@attrs.frozen
class Result:
    """A step wanted as a column; a number as a decimal of ``places``."""

    step: Op
    places: int = 0


class _Run:
    """One pass over one frame."""

    def __init__(self, frame: Any, needed: tuple[Column, ...], results: Mapping[str, Result]) -> None:
        self.original, self.needed, self.results = frame, needed, results
        self.pandas = False
        native = nw.from_native(frame)
        self.engine = native.implementation.name.lower()
        if native.implementation.is_pandas_like():
            # Arrow is the exact door: pandas' own types lose missing values and decimals
            self.pandas = True
            native = nw.from_native(_to_arrow(frame, [column.name for column in needed]))
        self.eager = isinstance(native, nw.DataFrame)
        taken = [*native.collect_schema(), *results]
        self.prefix = _PREFIX
        while any(name.casefold().startswith(self.prefix) for name in taken):
            self.prefix = f"_{self.prefix}"
        self.bad = f"{self.prefix}bad"
        # a lazy polars frame is optimised as a whole, an eager one is not
        self.data = native.lazy() if self.engine == "polars" else native

    def frame(self) -> Any:
        schema = self.data.collect_schema()
        self._refuse_columns(list(schema))
        self._refuse_wide()
        staged, columns, can_be_wrong = self._read(schema)
        roots = [result.step for result in self.results.values()]
        emitter = Emitter(roots, columns, self.engine, wide=self.wide, prefix=f"{self.prefix}t")
        done = staged
        for stage in emitter.stages:
            done = done.with_columns(*stage)
        checked = can_be_wrong and self.eager  # a lazy frame cannot refuse rows: it says so on each
        said = {name: self._output(emitter.emitted[r.step], r) for name, r in self.results.items()}
        if can_be_wrong and not checked:
            said = {name: self._guarded(self.results[name], value) for name, value in said.items()}
        kept = [] if self.pandas else [name for name in schema if name not in self.results]
        done = done.with_columns(*[value.alias(name) for name, value in said.items()])
        done = done.select(*kept, *self.results, *([self.bad] if checked else []))
        if self.eager and isinstance(done, nw.LazyFrame):
            done = done.collect()
        if checked:
            if done[self.bad].any():
                raise DataError(self._wrong_rows(staged))
            done = done.drop(self.bad)
        return self._back(done) if self.pandas else done.to_native()

    def _read(self, schema: Mapping[str, Any]) -> tuple[Any, dict[Column, nw.Expr], bool]:
        """The frame with a column for each that is not taken as it is, and whether rows can be wrong."""
        data, unscaled = self.data, {}
        if self.engine == "polars":
            decimals = [c.name for c in self.needed if isinstance(schema[c.name], nw.Decimal)]
            data = nw.from_native(_with_unscaled(data.to_native(), decimals, self.prefix))
            unscaled = {name: nw.col(f"{self.prefix}u{name}") for name in decimals}
        digits = 18 if self.data.implementation.is_pyarrow() else 38
        reader = Reader(self.engine, wide=self.wide, digits=digits, unscaled=unscaled)
        readings = {
            column: reader.absent(column)
            if self._is_void(column.name, schema[column.name])
            else reader.read(column, schema[column.name])
            for column in self.needed
        }
        names = {column: f"{self.prefix}{number}" for number, column in enumerate(self.needed)}
        if not readings:
            return data, {}, False
        read = [reading.value.alias(names[column]) for column, reading in readings.items()]
        wrong = [reading.wrong for reading in readings.values() if reading.wrong is not None]
        if wrong:
            any_wrong = nw.any_horizontal(*wrong, ignore_nulls=True).fill_null(value=False)
            read.append(any_wrong.alias(self.bad))
        staged = data.with_columns(*read)
        return staged, {column: nw.col(name) for column, name in names.items()}, bool(wrong)

    def _is_void(self, name: str, dtype: Any) -> bool:
        """Whether a column has the type of nothing, as one has that is missing on every row."""
        if dtype != nw.Unknown:
            return False
        native = self.data.to_native()
        if self.engine == "polars":
            return str(native.collect_schema()[name]) == "Null"
        return self.eager and str(native.schema.field(name).type) == "null"

    def _back(self, result: Any) -> Any:
        """The columns of outcomes beside the pandas frame's own."""
        import pandas as pd
        import pyarrow as pa

        table = result.to_native()
        whole = {pa.int64(): pd.Int64Dtype()}.get  # its own whole numbers cannot be missing
        new = {n: table.column(n).to_pandas(types_mapper=whole).array for n in table.column_names}
        return self.original.assign(**new)

    # --- what can be wrong --------------------------------------------------------------

    def _refuse_columns(self, present: list[str]) -> None:
        problems = [
            Problem(f"{self.engine} 表", f"没有“{column.name}”列", f"有：{'、'.join(present[:20])}")
            for column in self.needed
            if column.name not in present
        ]
        if self.engine in ("duckdb", "pyspark") or self.engine.startswith("ibis"):
            folded = [name.casefold() for name in {*present, *self.results}]
            for name in (*[column.name for column in self.needed], *self.results):
                if folded.count(name.casefold()) > 1:
                    met = f"有几列只是大小写不同：{name}"
                    problems.append(Problem(f"{self.engine} 表", met, "这个引擎不分大小写，请改名"))
        if problems:
            raise DataError(problems)

    def _refuse_wide(self) -> None:
        roots = [result.step for result in self.results.values()]
        self.wide = any(step.kind is Kind.NUMBER and step.bits != 64 for step in shared(*roots))
        if self.wide and self.engine not in _WIDE:
            raise RuleError(
                f"an integer of this expression may need more than the 64 bits that {self.engine} has:"
                " declare narrower ranges with low= and high=, or fewer places"
            )

    def _wrong_rows(self, staged: Any) -> list[Problem]:
        """What is wrong with the first bad rows, said as it is for one record."""
        rows: nw.DataFrame[Any] = staged.lazy().collect() if self.engine == "polars" else staged
        index = f"{self.prefix}row"
        first = rows.with_row_index(index).filter(nw.col(self.bad)).head(_SHOWN)
        names = [column.name for column in self.needed]
        problems: list[Problem] = []
        for row in first.select(index, *names).rows(named=True):
            known = len(problems)
            place = f"{self.engine} 表第{int(row[index]) + 1}行"
            for column in self.needed:
                try:
                    read_value(column, row[column.name])
                except DataError as error:
                    where = f"{place}“{column.name}”列"
                    problems += [Problem(where, problem.met, problem.todo) for problem in error.problems]
            if len(problems) == known:  # one record is read more leniently
                problems.append(Problem(place, "有的数不是普通写法", "表里的数请只用数字和小数点"))
        count = int(rows[self.bad].sum())
        if count > _SHOWN:
            problems.append(Problem(f"{self.engine} 表", f"共有 {count} 行数据有误，以上是前 {_SHOWN} 行"))
        return problems

    # --- results ------------------------------------------------------------------------

    def _output(self, value: nw.Expr, result: Result) -> nw.Expr:
        """What is computed as users are given it: whole numbers of the last place as decimals."""
        if not result.places:
            return value
        digits = 38 if result.step.bits != 64 else 19
        decimal = nw.lit(Decimal(1).scaleb(-result.places)) * value.cast(nw.Decimal(digits, 0))
        return decimal.cast(nw.Decimal(38, result.places))  # ibis misjudges the type of a product

    def _guarded(self, result: Result, value: nw.Expr) -> nw.Expr:
        """On rows with a wrong value an outcome says so, and what is no outcome is missing."""
        if result.step.name == "pick":
            return nw.when(nw.col(self.bad)).then(nw.lit(Outcome.INVALID.value)).otherwise(value)
        return nw.when(~nw.col(self.bad)).then(value)


def _with_unscaled(frame: Any, names: list[str], prefix: str) -> Any:
    """A lazy polars frame with the whole number inside each decimal, which costs it nothing to show."""
    import polars as pl

    return frame.with_columns(pl.col(name).to_physical().alias(f"{prefix}u{name}") for name in names)


def _scaled(lowering: Lowering, ratio: Ratio) -> Result:
    """A number as whole numbers of its last place; a quotient that never ends is refused."""
    below = ratio.static
    for places in range(19):
        if below is not None and 10**places % below == 0:
            return Result(lowering.mul(ratio.above, lowering.whole(10**places // below)), places)
    raise RuleError("a column of quotients has no end of decimal places: round it, .half_up(2) say")


def _to_arrow(frame: Any, names: list[str]) -> Any:
    import pyarrow as pa

    present = [name for name in names if name in frame.columns]
    if not present:  # a table of no columns would have no rows
        return pa.table({f"{_PREFIX}row": pa.nulls(len(frame))})
    try:
        return pa.Table.from_pandas(frame[present], preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DataError([Problem("pandas 表", f"不能精确读入：{error}")]) from None
