"""Criteria on dataframes and databases. The only module that imports narwhals.

Every number is read as a whole number of its last place, and all that follows is integer
arithmetic, so the verdicts are those of one record, on every engine. What was lazy stays lazy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

import attrs
import narwhals as nw

from minsheng.criteria.exact import Lowering, Op, Ratio, shared
from minsheng.criteria.outcome import Outcome, outcome
from minsheng.criteria.read import FLOAT_TOLERANCE, read_value
from minsheng.domain.expression.nodes import Column, Kind, Node, columns
from minsheng.errors import DataError, Problem, RuleError

_WIDE = ("polars", "duckdb")
#: divide by way of a double, which is exact only below 2**53
_DIVIDE_IN_DOUBLE = ("ibis", "pyspark", "sqlframe", "spark")
_PREFIX = "__ms_"
_BAD = f"{_PREFIX}bad"
#: how many bad rows are shown
_SHOWN = 5


class Judging(Protocol):
    """What of a criterion is needed here."""

    @property
    def code(self) -> str: ...
    @property
    def requirement(self) -> Node: ...
    @property
    def when(self) -> Node | None: ...
    def lowered(self, lowering: Lowering) -> tuple[Op, Op | None]:
        """Its requirement and condition as steps."""


def is_frame(value: object) -> bool:
    """Whether a value is a dataframe, a relation or a table of any engine known."""
    return nw.from_native(value, pass_through=True) is not value


def judge_frame(criteria: Sequence[Judging], frame: Any, prefix: str = "") -> Any:
    """The frame with a column of outcomes for each criterion, named by its code.

    Several criteria are judged in one pass and share what they have in common.

    Raises:
        DataError: a column that is not there or is of the wrong kind; on frames that are in
            memory also every value out of range or with too many places, the first rows of each.
        RuleError: integers wider than the engine has.
    """
    lowering = Lowering()
    results = {f"{prefix}{c.code}": outcome(lowering, *c.lowered(lowering)) for c in criteria}
    needed = _needed([node for c in criteria for node in (c.requirement, c.when) if node is not None])
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
    results: dict[str, Op | Ratio] = {}
    for name, node in expressions.items():
        results[name] = lowering.number(node) if node.kind is Kind.NUMBER else lowering.value(node)
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
class _Reading:
    """How a column is read: its value, and what is wrong with a row's, where anything can be."""

    value: nw.Expr
    wrong: nw.Expr | None = None


class _Run:
    """One pass over one frame."""

    def __init__(self, frame: Any, needed: tuple[Column, ...], results: Mapping[str, Op | Ratio]) -> None:
        self.original, self.needed, self.results = frame, needed, results
        self.pandas = None
        native = nw.from_native(frame)
        if native.implementation.is_pandas_like():
            # Arrow is the exact door: pandas' own types lose missing values and decimals
            self.pandas = native
            native = nw.from_native(_to_arrow(frame, [column.name for column in needed]))
        self.data = native
        self.engine = self.data.implementation.name.lower()
        self.emitted: dict[Op, nw.Expr] = {}
        self.nulls: dict[Op, tuple[frozenset[str], frozenset[str] | None]] = {}

    def frame(self) -> Any:
        schema = self.data.collect_schema()
        self._refuse_missing_columns(list(schema))
        self._refuse_wide()
        readings = {column: self._reading(column, schema[column.name]) for column in self.needed}
        names = {column: f"{_PREFIX}{i}" for i, column in enumerate(self.needed)}
        staged = self.data.with_columns(
            *[reading.value.alias(names[column]) for column, reading in readings.items()]
        )
        wrong = [r.wrong for r in readings.values() if r.wrong is not None]
        if wrong:
            any_wrong = nw.any_horizontal(*wrong, ignore_nulls=True)
            staged = staged.with_columns(any_wrong.fill_null(value=False).alias(_BAD))
            if isinstance(staged, nw.DataFrame):
                if staged[_BAD].any():
                    raise DataError(self._wrong_rows(staged))
                wrong = []  # none is; a lazy frame cannot know, and says so row by row
        self.columns = {column: nw.col(name) for column, name in names.items()}
        done = staged.with_columns(
            *[self._output(result, guarded=bool(wrong)).alias(name) for name, result in self.results.items()]
        )
        kept = [name for name in schema if name not in self.results]
        result = done.select(*kept, *self.results) if self.pandas is None else done.select(*self.results)
        return result.to_native() if self.pandas is None else self._back(result)

    def _back(self, result: Any) -> Any:
        """The columns of outcomes beside the pandas frame's own."""
        table = result.to_native()
        new = {name: table.column(name).to_pandas().to_numpy() for name in table.column_names}
        return self.original.assign(**new)

    # --- what can be wrong --------------------------------------------------------------

    def _refuse_missing_columns(self, present: list[str]) -> None:
        problems = [
            Problem(f"{self.engine} 表", f"没有“{column.name}”列", f"有：{'、'.join(present[:20])}")
            for column in self.needed
            if column.name not in present
        ]
        folded = [name.casefold() for name in present]
        if self.engine in ("duckdb", "pyspark") or self.engine.startswith("ibis"):
            for column in self.needed:
                if folded.count(column.name.casefold()) > 1:
                    met = f"有几列只是大小写不同：{column.name}"
                    problems.append(Problem(f"{self.engine} 表", met, "这个引擎不分大小写，请改名"))
        if problems:
            raise DataError(problems)

    def _refuse_wide(self) -> None:
        roots = [
            step
            for result in self.results.values()
            for step in ((result.above, result.below) if isinstance(result, Ratio) else (result,))
        ]
        self.wide = any(step.kind is Kind.NUMBER and step.bits != 64 for step in shared(*roots))
        if self.wide and self.engine not in _WIDE:
            raise RuleError(
                f"an integer of this expression may need more than the 64 bits that {self.engine} has:"
                " declare narrower ranges with low= and high=, or fewer places"
            )

    def _wrong_rows(self, rows: nw.DataFrame[Any]) -> list[Problem]:
        """What is wrong with the first bad rows, said as it is for one record."""
        index = f"{_PREFIX}row"
        first = rows.with_row_index(index).filter(nw.col(_BAD)).head(_SHOWN)
        names = [column.name for column in self.needed]
        problems: list[Problem] = []
        for row in first.select(index, *names).rows(named=True):
            for column in self.needed:
                where = f"{self.engine} 表第{int(row[index]) + 1}行“{column.name}”列"
                try:
                    read_value(column, row[column.name])
                except DataError as error:
                    problems += [Problem(where, problem.met, problem.todo) for problem in error.problems]
        count = int(rows[_BAD].sum())
        if count > _SHOWN:
            problems.append(Problem(f"{self.engine} 表", f"共有 {count} 行数据有误，以上是前 {_SHOWN} 行"))
        return problems

    # --- reading ------------------------------------------------------------------------

    def _reading(self, column: Column, dtype: Any) -> _Reading:
        raw = nw.col(column.name)
        match column.of:
            case Kind.NUMBER:
                return self._number(column, raw, dtype)
            case Kind.TEXT:
                if dtype not in (nw.String, nw.Categorical, nw.Enum):
                    raise self._wrong_kind(column, dtype, "文字")
                value = raw if dtype == nw.String else raw.cast(nw.String)
                return _Reading(value, ~value.is_in(list(column.choices)) if column.choices else None)
            case Kind.DATE:
                if isinstance(dtype, nw.Datetime) and dtype.time_zone is None:
                    day = raw.cast(nw.Date)  # a midnight is how pandas says a date
                    return _Reading(day, day.cast(dtype) != raw)
                if dtype != nw.Date:
                    raise self._wrong_kind(column, dtype, "日期（不带时刻）")
                return _Reading(raw)
            case _:
                if dtype != nw.Boolean:
                    raise self._wrong_kind(column, dtype, "真假值")
                return _Reading(raw)

    def _wrong_kind(self, column: Column, dtype: Any, wanted: str) -> DataError:
        return DataError([Problem(f"{self.engine} 表“{column.name}”列", f"是 {dtype}，不是{wanted}")])

    def _number(self, column: Column, raw: nw.Expr, dtype: Any) -> _Reading:
        scale = 10**column.places
        low, high = int(column.low * scale), int(column.high * scale)
        integer = nw.Int128 if self.wide else nw.Int64
        if dtype.is_integer():
            value = raw.cast(nw.Int64)
            inside = value.is_between(int(column.low), int(column.high))
            return _Reading((value * scale).cast(integer), ~inside)
        if isinstance(dtype, nw.Decimal):
            return self._decimal(column, raw, dtype, integer)
        if dtype.is_float():
            if not column.floats:
                raise DataError([Problem(
                    f"{self.engine} 表“{column.name}”列", "是浮点数，不精确",
                    "请换成 Decimal；确认它代表几位小数后，也可用 floats=True 说明",
                )])  # fmt: skip
            finite = nw.when(~raw.is_nan()).then(raw)
            scaled = finite * float(scale)
            inside = scaled.is_between(float(low) - 0.5, float(high) + 0.5)
            nearest = nw.when(inside).then(scaled).round()
            off = (nearest - scaled).abs() > float(FLOAT_TOLERANCE)
            return _Reading(nearest.cast(nw.Int64).cast(integer), (~inside) | off)
        if dtype == nw.String:
            decimals = rf"(\.[0-9]{{1,{column.places}}})?" if column.places else ""
            fits = raw.str.contains(rf"^[+-]?[0-9]{{1,18}}{decimals}$")
            text = nw.when(fits).then(raw)
            value = (text.cast(nw.Decimal(38, column.places)) * scale).cast(nw.Int64)
            return _Reading(value.cast(integer), (~fits) | ~value.is_between(low, high))
        raise self._wrong_kind(column, dtype, "数")

    def _decimal(self, column: Column, raw: nw.Expr, dtype: Any, integer: Any) -> _Reading:
        scale = 10**column.places
        low, high = int(column.low * scale), int(column.high * scale)
        places = max(dtype.scale, column.places)
        value = (raw * 10**places).cast(nw.Int64)
        wrong = None
        if dtype.scale > column.places:
            step = 10 ** (dtype.scale - column.places)
            whole = value // step
            wrong, value = whole * step != value, whole
        most = 10 ** (dtype.precision - dtype.scale) * scale
        if not (low <= -most and most <= high):
            outside = ~value.is_between(low, high)
            wrong = outside if wrong is None else wrong | outside
        return _Reading(value.cast(integer), wrong)

    # --- emitting -----------------------------------------------------------------------

    def _output(self, result: Op | Ratio, *, guarded: bool) -> nw.Expr:
        if isinstance(result, Op):
            value = self.emit(result)
            if guarded and result.name == "pick":  # an outcome: on bad rows it says so
                return nw.when(nw.col(_BAD)).then(nw.lit(Outcome.INVALID.value)).otherwise(value)
            return nw.when(~nw.col(_BAD)).then(value) if guarded else value
        places = _places(result)
        scaled = self.emit(result.above) * (10**places // result.static)
        value = nw.lit(Decimal(1).scaleb(-places)) * scaled.cast(nw.Decimal(19, 0)) if places else scaled
        return nw.when(~nw.col(_BAD)).then(value) if guarded else value

    def emit(self, step: Op) -> nw.Expr:
        """A step as an expression of narwhals; each step once."""
        if step not in self.emitted:
            self.emitted[step] = self._emit(step)
        return self.emitted[step]

    def _emit(self, step: Op) -> nw.Expr:  # one case for each step
        args = [self.emit(inner) for inner in step.steps]
        match step.name:
            case "column":
                return self.columns[step.args[0]]  # type: ignore[index]  # a column's argument is a column
            case "int":
                return nw.lit(step.low)
            case "text":
                return nw.lit(str(step.args[0]))
            case "date":
                return nw.lit(step.args[0], dtype=nw.Date)  # type: ignore[arg-type]  # a date's argument is a date
            case "truth":
                return nw.lit(bool(step.args[0]))
            case "none":
                return nw.lit(None)
            case "add":
                return args[0] + args[1]
            case "mul":
                return args[0] * args[1]
            case "div":
                return self._divided(step, *args)
            case "lt":
                return args[0] < args[1]
            case "le":
                return args[0] <= args[1]
            case "gt":
                return args[0] > args[1]
            case "ge":
                return args[0] >= args[1]
            case "eq":
                return args[0] == args[1]
            case "and":
                return args[0] & args[1]
            case "or":
                return args[0] | args[1]
            case "not":
                return ~args[0]
            case "missing":
                return args[0].is_null()
            case "pick":
                return nw.when(args[0]).then(args[1]).otherwise(args[2])
            case "case":
                return self._case(step, *args)
            case "year":
                return args[0].dt.year().cast(nw.Int64)
            case "month":
                return args[0].dt.month().cast(nw.Int64)
            case "day":
                return args[0].dt.day().cast(nw.Int64)
        raise TypeError(f"no way to emit {step.name}")

    def _divided(self, step: Op, above: nw.Expr, below: nw.Expr) -> nw.Expr:
        quotient = above // below
        dividend = step.steps[0]
        in_double = any(name in self.engine for name in _DIVIDE_IN_DOUBLE)
        if in_double and max(abs(dividend.low), dividend.high) >= 2**53:
            quotient = quotient + (above - quotient * below) // below
        return quotient.cast(nw.Int64) if in_double else quotient

    def _case(self, step: Op, condition: nw.Expr, then: nw.Expr, other: nw.Expr) -> nw.Expr:
        """Missing where the condition is, though an engine takes the other side there."""
        test, _, side = step.steps
        chosen: nw.Expr
        if side.name == "none":
            chosen = nw.when(condition).then(then)
        elif self._is_null_with(side, self._null_from(test)):
            chosen = nw.when(condition).then(then).otherwise(other)
        else:
            chosen = nw.when(condition).then(then).when(~condition).then(other)
        literal = step.kind is Kind.NUMBER and any(s.name == "int" for s in step.steps[1:])
        return chosen.cast(nw.Int64) if literal and not self.wide else chosen

    # --- what is missing when -----------------------------------------------------------

    def _null_from(self, step: Op) -> frozenset[str] | None:
        """The columns whose absence alone can make a step missing; None where more can."""
        return self._known(step)[1]

    def _is_null_with(self, step: Op, names: frozenset[str] | None) -> bool:
        """Whether a step is missing whenever one of some columns is."""
        if names is None:
            return False
        if step.name == "none":
            return True
        return names <= self._known(step)[0]

    def _known(self, step: Op) -> tuple[frozenset[str], frozenset[str] | None]:
        """The columns that make a step missing for sure, and all that can make it missing."""
        if step not in self.nulls:
            self.nulls[step] = self._learn(step)
        return self.nulls[step]

    def _learn(self, step: Op) -> tuple[frozenset[str], frozenset[str] | None]:
        nothing: frozenset[str] = frozenset()
        if step.name == "column":
            assert isinstance(step.args[0], Column)  # noqa: S101  # a column's argument is a column
            own = frozenset([step.args[0].name])
            return own, own
        if step.name == "none":
            return nothing, None
        if step.name in ("missing", "pick"):
            return nothing, nothing if step.name == "missing" else None
        known = [self._known(inner) for inner in step.steps]
        can: frozenset[str] | None = nothing
        for _, source in known:
            can = None if can is None or source is None else can | source
        if step.name in ("and", "or"):
            return frozenset.intersection(*(sure for sure, _ in known)), can
        if step.name == "case":
            sides = [s for s, (sure, _) in zip(step.steps[1:], known[1:], strict=True) if s.name != "none"]
            both = frozenset.intersection(*(self._known(s)[0] for s in sides)) if sides else nothing
            return known[0][0] | both, can
        return frozenset().union(*(sure for sure, _ in known)), can


def _places(ratio: Ratio) -> int:
    """How many decimal places a number has; a quotient that never ends is refused."""
    below = ratio.static
    for places in range(19):
        if below is not None and 10**places % below == 0:
            return places
    raise RuleError("a column of quotients has no end of decimal places: round it, .half_up(2) say")


def _to_arrow(frame: Any, names: list[str]) -> Any:
    import pyarrow as pa

    present = [name for name in names if name in frame.columns]
    try:
        return pa.Table.from_pandas(frame[present], preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DataError([Problem("pandas 表", f"不能精确读入：{error}")]) from None
