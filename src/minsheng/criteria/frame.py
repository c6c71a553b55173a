"""Criteria on dataframes and databases, by way of narwhals.

Every number is read as a whole number of its last place, and all that follows is integer
arithmetic, so the verdicts are those of one record, on every engine. What was lazy stays lazy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

import attrs
import narwhals as nw

from minsheng.criteria.dialect import dialect_of
from minsheng.criteria.emit import Emitter
from minsheng.criteria.exact import Lowering
from minsheng.criteria.outcome import Outcome, outcome
from minsheng.criteria.ratio import Ratio
from minsheng.criteria.read import read_value
from minsheng.criteria.reading import Reader
from minsheng.criteria.steps import Op, shared
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


def judge_frame(
    criteria: Sequence[Judged], expressions: Mapping[str, Node], frame: Any, prefix: str = ""
) -> Any:
    """The frame with a column of outcomes for each criterion, named by its code, and one for each expression.

    All are computed in one pass and share what they have in common. Numbers are decimals of the
    places they have.

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
    for name, node in expressions.items():
        if name in results:
            raise RuleError(f"two columns are to be named {name!r}")
        number = node.kind is Kind.NUMBER
        results[name] = (
            as_decimal(lowering, lowering.number(node)) if number else Result(lowering.value(node))
        )
    nodes = [node for _, *nodes in criteria for node in nodes if node is not None]
    return _Run(frame, _needed([*nodes, *expressions.values()]), results).frame()


def row_of(frame: Any, row: int, names: list[str]) -> dict[str, Any]:
    """One row of a frame as a record: the columns wanted, as many as there are."""
    data = nw.from_native(frame, eager_only=True)
    present = [name for name in names if name in data.columns]
    record: dict[str, Any] = data.select(*present)[row : row + 1].rows(named=True)[0]
    return record


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
            native = nw.from_native(to_arrow(frame, [column.name for column in needed]))
        self.eager = isinstance(native, nw.DataFrame)
        taken = [*native.collect_schema(), *results]
        self.prefix = _PREFIX
        while any(name.casefold().startswith(self.prefix) for name in taken):
            self.prefix = f"_{self.prefix}"
        self.bad = f"{self.prefix}bad"
        self.dialect = dialect_of(self.engine)
        # a lazy polars frame is optimised as a whole, an eager one is not
        self.data = native.lazy().to_native() if self.engine == "polars" else native

    def frame(self) -> Any:
        schema = self.data.collect_schema()
        self._refuse_columns(list(schema))
        self._refuse_wide()
        steps = shared(*[result.step for result in self.results.values()])
        # a lazy frame cannot refuse rows: a wrong value makes an outcome say so, and is missing elsewhere
        told = self.eager or any(step.name in ("missing", "pick") for step in steps)
        # an eager polars frame tells by its count of missing values, which costs nothing to keep
        counted = self.eager and self.engine == "polars"
        staged, columns, can_be_wrong = self._read(schema, told=told and not counted)
        said, done = self._emit(staged, columns)
        if can_be_wrong and told and not self.eager:
            said = {name: self._guarded(self.results[name], value) for name, value in said.items()}
        kept = [name for name in schema if name not in self.results]
        signs = [] if not (can_be_wrong and self.eager) else [*columns.values()] if counted else [self.bad]
        signs = [name for name in signs if name not in kept]
        done = self.dialect.select(done, [*kept, *signs], said)
        if counted:
            done = done.collect()
        if signs:
            suspect = self._lost(done, columns) if counted else done[self.bad].any()
            if suspect:
                self._refuse_rows(schema)
            done = done[[name for name in [*kept, *said] if name not in signs]]
        return self._back(done) if self.pandas else nw.to_native(done, pass_through=True)

    def _lost(self, done: Any, columns: Mapping[Column, str]) -> bool:
        """Whether reading has made values missing, of columns of polars."""
        read = [(column.name, name) for column, name in columns.items() if name != column.name]
        return any(done[name].null_count() != self.original[column].null_count() for column, name in read)

    def _emit(self, staged: Any, columns: dict[Column, str]) -> tuple[dict[str, Any], Any]:
        """What is said of each result, and the frame with the columns it needs."""
        emitter = Emitter(
            [result.step for result in self.results.values()],
            {column: self.dialect.column(name) for column, name in columns.items()},
            self.dialect,
            wide=self.wide,
            prefix=f"{self.prefix}t",
        )
        if self.engine in ("duckdb", "pyspark"):
            staged = staged.to_native()
        for stage in emitter.stages:
            staged = self.dialect.with_columns(staged, stage)
        said = {}
        for name, result in self.results.items():
            said[name] = emitter.emitted[result.step]
            if result.places:
                most = max(abs(result.step.low), abs(result.step.high))
                said[name] = self.dialect.scaled(said[name], result.places, most)
        return said, staged

    def _read(self, schema: Mapping[str, Any], *, told: bool) -> tuple[Any, dict[Column, str], bool]:
        """The frame with a column for each that is needed, and whether rows can be wrong."""
        data, unscaled, words = self.data, {}, self.dialect.words
        if self.engine == "polars":
            decimals = [c.name for c in self.needed if isinstance(schema[c.name], words.Decimal)]
            # the whole number inside a decimal costs polars nothing to show
            unscaled = {name: words.col(name).to_physical() for name in decimals}
        digits = 18 if self.engine == "pyarrow" or self.pandas else 38
        reader = Reader(words, self.engine, nulls=not told, wide=self.wide, digits=digits, unscaled=unscaled)
        readings = {
            column: reader.absent(column)
            if self._is_void(column.name, schema[column.name])
            else reader.read(column, schema[column.name])
            for column in self.needed
        }
        names = {
            column: column.name if reading.value is None else f"{self.prefix}{number}"
            for number, (column, reading) in enumerate(readings.items())
        }
        read = [r.value.alias(names[column]) for column, r in readings.items() if r.value is not None]
        wrong = [reading.wrong for reading in readings.values() if reading.wrong is not None]
        if wrong and told:  # where it is not known whether a value is wrong, it is missing
            read.append(reduce(or_, wrong).alias(self.bad))
        return data.with_columns(*read) if read else data, names, bool(wrong)

    def _is_void(self, name: str, dtype: Any) -> bool:
        """Whether a column has the type of nothing, as one has that is missing on every row."""
        if self.engine == "polars":
            return str(dtype) == "Null"
        if dtype != nw.Unknown:
            return False
        native = self.data.to_native()
        return self.eager and str(native.schema.field(name).type) == "null"

    def _back(self, result: Any) -> Any:
        """The columns of outcomes beside the pandas frame's own."""
        import pandas as pd
        import pyarrow as pa

        table = result.to_native()
        whole = {pa.int64(): pd.Int64Dtype()}.get  # its own whole numbers cannot be missing
        new = {n: table.column(n).to_pandas(types_mapper=whole).array for n in self.results}
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

    def _refuse_rows(self, schema: Mapping[str, Any]) -> None:
        """Raises for the first bad rows, said as it is for one record."""
        staged, _, _ = self._read(schema, told=True)
        rows: nw.DataFrame[Any] = nw.from_native(staged.collect()) if self.engine == "polars" else staged
        count = int(rows[self.bad].sum())
        if not count:
            return  # a float that is no number is missing and not wrong
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
        if count > _SHOWN:
            problems.append(Problem(f"{self.engine} 表", f"共有 {count} 行数据有误，以上是前 {_SHOWN} 行"))
        raise DataError(problems)

    # --- results ------------------------------------------------------------------------

    def _guarded(self, result: Result, value: Any) -> Any:
        """On rows with a wrong value an outcome says so, and what is no outcome is missing."""
        bad = self.dialect.column(self.bad)
        if result.step.name == "pick":
            invalid = self.dialect.constant(Outcome.INVALID.value)
            return self.dialect.choose((bad, invalid), otherwise=value)
        return self.dialect.choose((bad, self.dialect.constant(None)), otherwise=value)


def as_decimal(lowering: Lowering, ratio: Ratio) -> Result:
    """A number as whole numbers of its last place; a quotient that never ends is refused."""
    below = ratio.static
    for places in range(19):
        if below is not None and 10**places % below == 0:
            return Result(lowering.mul(ratio.above, lowering.whole(10**places // below)), places)
    raise RuleError("a column of quotients has no end of decimal places: round it, .half_up(2) say")


def to_arrow(frame: Any, names: list[str]) -> Any:
    import pyarrow as pa

    present = [name for name in names if name in frame.columns]
    if not present:  # a table of no columns would have no rows
        return pa.table({f"{_PREFIX}row": pa.nulls(len(frame))})
    try:
        return pa.Table.from_pandas(frame[present], preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DataError([Problem("pandas 表", f"不能精确读入：{error}")]) from None
