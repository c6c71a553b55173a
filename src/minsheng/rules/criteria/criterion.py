"""Criterion: a requirement on one record, judged exactly, whether the record is in memory or a database."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from minsheng.asking import CODE, asked, built
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.nodes import Column
from minsheng.domain.expression.notation import notation
from minsheng.errors import RuleError
from minsheng.plain.canonical import Format
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.outcome import Outcome, outcome
from minsheng.rules.criteria.record_schema import schema_of_records
from minsheng.rules.criteria.records.judging import Tracing
from minsheng.rules.criteria.records.read import is_frame, keyed, raw_values, read_values
from minsheng.rules.criteria.records.record import compiled
from minsheng.rules.criteria.records.trace import Trace
from minsheng.rules.criteria.sql import Dialects, heading_of, select_text
from minsheng.table import Tabled, heads
from minsheng.wanted import quoted

if TYPE_CHECKING:  # only dataframes need it, and it imports narwhals
    from minsheng.rules.criteria.frames.plan import Prepared


class _Judged(NamedTuple):
    criterion: Criterion
    outcome: Outcome
    #: the values read, in the order of the criterion's columns; numbers in units of their last place
    read: tuple[Any, ...]


class Verdict(Tabled, _Judged):
    """A criterion's outcome on one record, with the values judged, from which the working is written.

    Changing the record afterwards changes neither.

    >>> from minsheng import Amount, Criterion, column
    >>> paid = column("paid", "元/月", places=2)
    >>> floor = Criterion("X201", paid >= Amount(7800, "元/年"), title="低保标准")
    >>> verdict = floor.judge({"paid": "640"})
    >>> verdict.outcome, verdict.explain()
    (<Outcome.UNMET: 'unmet'>, '640 元/月 × 12 = 7680 元/年 < 7800 元/年')
    >>> verdict
    <Verdict X201 不符合：640 元/月 × 12 = 7680 元/年 < 7800 元/年>
    """

    __slots__, _FORMAT = (), Format("verdict")
    _HEADS = heads(code="编号", title="要求", outcome="结果", working="算式")

    @property
    def values(self) -> dict[str, Worth]:
        """The values judged, by column; numbers as fractions, None if missing."""
        return {
            column.name: Fraction(value, 10**column.places) if type(value) is int else value
            for column, value in zip(self.criterion.columns(), self.read, strict=True)
        }

    @property
    def ok(self) -> bool:
        """Whether the requirement is met; False also if it is unknown or does not apply."""
        return self.outcome is Outcome.MET

    def __bool__(self) -> bool:
        raise TypeError("a verdict is more than true or false: ask for .ok or .outcome")

    def explain(self) -> str:
        """The working: the figures compared in one unit, and the source of the limit."""
        return self.criterion._tracing.explain(self.read)

    def trace(self) -> Trace:
        """Everything the outcome was made from, as a tree; the working is its sentence."""
        return self.criterion._tracing.trace(self.read)

    @property
    def summary(self) -> str:
        """Code, outcome and working."""
        return f"{self.criterion.code} {self.outcome.label}：{self.explain()}"

    def _lines(self) -> Iterator[dict[str, Any]]:
        own = {"code": self.criterion.code, "title": self.criterion.title, "outcome": self.outcome}
        yield own | {"working": self.explain()}


_made = tuple.__new__  # calling the class instead would take a third of the time of a verdict


def _node(value: Expression | Node) -> Node:
    return value.node if isinstance(value, Expression) else value


@built
@attrs.frozen(repr=False)
class Criterion(Tabled):
    """A rule about one record: what is required, of which records, on what basis.

    Args:
        code: permanent, like a rule's: letters for the family, three digits.
        requirement: what must hold.
        when: which records it applies to; default: all.
        title: what must hold, in Chinese.
        basis: the clause it is based on.
        severity: how much an unmet one matters: ``error``, ``warning`` or ``note``.
        effective: the first day this version applies; default: always.
        published: when this version was published.

    Raises:
        RuleError: the requirement is not a truth value, a column's kind is unknown, or a column is
            used with two units.

    >>> from minsheng import Amount, column
    >>> paid, kind = column("paid", "元/月·人", places=2), column("area_kind")
    >>> c = Criterion("X202", paid >= Amount(650, "元/月·人"), when=kind == "district", title="低保标准")
    >>> pairs = ((650, "district"), (649, "district"), (1, "county"), (None, "district"))
    >>> [c.judge({"paid": p, "area_kind": k}).outcome.value for p, k in pairs]
    ['met', 'unmet', 'not_applicable', 'unknown']
    """

    code: str = attrs.field(validator=CODE)
    requirement: Node = attrs.field(converter=_node)
    when: Node | None = attrs.field(default=None, converter=attrs.converters.optional(_node))
    title: str = ""
    basis: str = ""
    severity: str = attrs.field(default="error", validator=attrs.validators.in_(("error", "warning", "note")))
    effective: datetime.date | None = None
    published: datetime.date | None = None

    _FORMAT = Format("criterion")

    def __attrs_post_init__(self) -> None:
        for what, node in (("requirement", self.requirement), ("when", self.when)):
            if node is None and what == "when":
                continue
            if not isinstance(node, Node) or node.kind is not Kind.TRUTH:
                raise RuleError(f"criterion {self.code}: {what} must be true or false: {node}")
        for column in self.columns():
            if column.of is None:
                what = f"nothing tells what column {column.name!r} holds: give kind="
                raise RuleError(f"criterion {self.code}: {what}")

    def columns(self) -> tuple[Column, ...]:
        """The columns it needs, with their units and places."""
        return self._tracing.columns

    def record_schema(self) -> dict[str, Any]:
        """The JSON Schema of a record it needs; of several criteria, ``ms.rules.record_schema``."""
        return schema_of_records([self.requirement, self.when], self.code)

    def judge(self, record: Any, *, prefix: str = "") -> Any:
        """Judge one record, or every row of a dataframe.

        Args:
            record: a mapping, or an object with attributes; or a frame of polars, pandas,
                pyarrow, DuckDB, ibis or PySpark. A lazy frame stays lazy.
            prefix: put before the column's name.

        Returns:
            A :class:`Verdict`, or the same kind of frame with a column of outcomes named by the
            code: ``met``, ``unmet``, ``unknown``, ``not_applicable``, and on lazy frames
            ``invalid`` for rows with a value other than declared; other frames raise for those.

        Raises:
            DataError: a missing column, or a value other than its column declares; all of them at
                once, with engine, column and the first rows.
        """
        if type(prefix) is not str or (prefix and not is_frame(record)):
            raise TypeError(f"prefix= is for a frame's columns, not {quoted(prefix)} for {quoted(record)}")
        # fast tests first: asking whether it is a Mapping takes several times as long
        if type(record) is dict:
            return _made(Verdict, self._by_key(record))
        try:
            plain = not hasattr(record, "__getitem__")
        except Exception:  # an object's __getattr__ may raise anything
            plain = False
        if not plain:
            if keyed(record):
                return _made(Verdict, self._by_key(record))
            if is_frame(record):
                return self._frame(record, prefix)
        return _made(Verdict, self._by_attribute(record))

    def explain(self, record: Any, row: int | None = None) -> str:
        """The working for one record, or for a row (from 0) of a frame in memory.

        Raises:
            DataError: as for :meth:`judge`.
            TypeError: a frame without a row, a row without a frame in memory, or an invalid row number.
            IndexError: the frame has no such row.
        """
        return self._verdict(record, row, "explain").explain()

    def trace(self, record: Any, row: int | None = None) -> Trace:
        """The trace of one record's outcome, or of a row's (from 0) of a frame in memory.

        Raises:
            DataError, TypeError, IndexError: as for :meth:`explain`.
        """
        return self._verdict(record, row, "trace").trace()

    def _verdict(self, record: Any, row: int | None, asked: str) -> Verdict:
        of = record
        if row is not None:
            from minsheng.rules.criteria.frames.rows import row_of

            of = row_of(record, row, [column.name for column in self.columns()], asked)
        by_key = type(of) is dict or keyed(of)
        if not by_key and is_frame(of):
            from minsheng.rules.criteria.frames.rows import opened

            opened(of, f"{asked}(): what is no record")
            raise TypeError(f"{asked}() of a frame is of one of its rows: {asked}(frame, 0), counted from 0")
        return _made(Verdict, (self._by_key if by_key else self._by_attribute)(of))

    @asked
    def sql(
        self,
        dialect: Dialects,
        table: str | Sequence[str],
        *,
        keep: Sequence[str] | None = None,
        prefix: str = "",
    ) -> str:
        """One SELECT that a database runs without this library: see :func:`minsheng.frames.sql`."""
        return select_text(self._ready(prefix), dialect, table, keep, heading_of(self))

    _HEADS = heads(code="编号", title="标题", requirement="要求", when="凡", basis="依据", severity="性质")

    def _lines(self) -> Iterator[dict[str, Any]]:
        own = {name: getattr(self, name) for name in (*self._HEADS, "effective", "published")}
        when = "" if self.when is None else notation(self.when)
        yield own | {"requirement": notation(self.requirement), "when": when}

    @property
    def summary(self) -> str:
        """Code, title, and the requirement with its condition."""
        return str(self)

    def __str__(self) -> str:
        applies = "" if self.when is None else f"凡 {notation(self.when)}："
        return f"{self.code} {self.title}：{applies}{notation(self.requirement)}"

    def _frame(self, frame: Any, prefix: str) -> Any:
        from minsheng.rules.criteria.frames.frame import judge_frame

        return judge_frame(self._ready(prefix) if prefix else self._prepared, frame)

    @cached_property
    def _prepared(self) -> Prepared:
        return self._ready("")

    def _ready(self, prefix: str) -> Prepared:
        from minsheng.rules.criteria.frames.plan import Prepared

        return Prepared([(self.code, self.requirement, self.when)], {}, prefix)

    # --- one record ---------------------------------------------------------------------

    @cached_property
    def _tracing(self) -> Tracing:
        title = f"{self.code} {self.title}".rstrip()
        return Tracing(self.requirement, self.when, title, self.basis)

    def _carefully(self, record: Any, raws: tuple[Any, ...] | None) -> tuple[Any, ...]:
        """A verdict's parts in the general way, for records that the fast way does not handle."""
        found = read_values(self.columns(), raw_values(self.columns(), record) if raws is None else raws)
        read = [
            int(value * 10**column.places) if isinstance(value, Fraction) else value
            for column, value in zip(self.columns(), found.values(), strict=True)
        ]
        return self, self._outcome(found), tuple(read)

    def _outcome(self, values: dict[str, Worth]) -> Outcome:
        applies = True if self.when is None else evaluate(self.when, values)
        if applies is not True:
            return Outcome.NOT_APPLICABLE if applies is False else Outcome.UNKNOWN
        held = evaluate(self.requirement, values)
        return Outcome.UNKNOWN if held is None else Outcome.MET if held else Outcome.UNMET

    @cached_property
    def _by_key(self) -> Callable[[Any], tuple[Any, ...]]:
        return self._fast(by_key=True)

    @cached_property
    def _by_attribute(self) -> Callable[[Any], tuple[Any, ...]]:
        return self._fast(by_key=False)

    def _fast(self, *, by_key: bool) -> Callable[[Any], tuple[Any, ...]]:
        lowering = Lowering()
        result = outcome(lowering, self.requirement, self.when)
        return compiled((result,), self.columns(), self._carefully, by_key=by_key, first=self)
