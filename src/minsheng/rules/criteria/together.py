"""Several criteria and expressions over a frame in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minsheng.asking import asked
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.build import Expression
from minsheng.errors import RuleError
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.record_schema import schema_of_records
from minsheng.rules.criteria.sql import Dialects, heading_of, select_text

if TYPE_CHECKING:
    from minsheng.rules.criteria.frames.plan import Prepared


@asked
def judge(criteria: Iterable[Criterion], frame: Any, *, prefix: str = "", **expressions: Expression) -> Any:
    """Judge a dataframe by several criteria in one pass, with a column of outcomes for each.

    Common parts are computed once, and preparation is reused for the next frame.

    Args:
        criteria: the criteria; their codes name the columns.
        frame: a frame of any engine, as for :meth:`Criterion.judge`.
        prefix: put before the codes.
        expressions: columns to compute in the same pass, as :func:`compute` does.

    Raises:
        DataError: see :meth:`Criterion.judge`.
        RuleError: two criteria have the same code, or use a column in two ways.
    """
    from minsheng.rules.criteria.frames.frame import judge_frame

    return judge_frame(_prepared(_wanted(tuple(criteria), prefix, expressions)), frame)


def _wanted(listed: tuple[Criterion, ...], prefix: str, expressions: dict[str, Expression]) -> _Wanted:
    codes = [criterion.code for criterion in listed]
    if len(set(codes)) < len(codes):
        raise RuleError(f"two criteria have one code: {', '.join(sorted(codes))}")
    judged = tuple((one.code, one.requirement, one.when) for one in listed)
    return _Wanted(judged, {name: expression.node for name, expression in expressions.items()}, prefix)


@asked
def compute(frame: Any, **expressions: Expression) -> Any:
    """Add a column for each expression to a dataframe: exact decimals, text, dates or truth values.

    Raises:
        DataError: as for :func:`judge`.
        RuleError: a quotient that may not be a finite decimal: round it first.
    """
    return judge((), frame, prefix="", **expressions)


@asked
def sql(
    criteria: Iterable[Criterion],
    dialect: Dialects,
    table: str | Sequence[str],
    *,
    keep: Sequence[str] | None = None,
    prefix: str = "",
    **expressions: Expression,
) -> str:
    """One SELECT text that judges a table in a database, and that the database runs without this library.

    It gives the columns that :func:`minsheng.judge` adds to a lazy frame, for the same rows the same
    values: exact, ``invalid`` for a row with a value other than declared. It reads each column
    whatever its type: numbers from whole numbers, decimals and text. A value of another type is
    ``invalid``, if the database does not refuse the query because of it.

    Args:
        criteria: the criteria; their codes name the columns. May be empty.
        dialect: for PostgreSQL (also KingbaseES and openGauss), DuckDB or Spark SQL.
        table: the table; ``"schema.table"`` is taken apart at the dot, ``("schema", "table")`` is
            taken as it is. All names are quoted, so upper and lower case matter in PostgreSQL.
        keep: the columns of the table to select; default: all.
        prefix: put before the codes.
        expressions: columns to compute, as :func:`minsheng.compute` does.

    Raises:
        ValueError: a name that the database cannot hold (63 bytes in PostgreSQL), or that it would
            take for another.
        RuleError: as for :func:`minsheng.compute`; wider integers than the database has.
        ModuleNotFoundError: the extra ``sql`` is not installed.

    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> floor = Criterion("X201", paid >= Amount(650, "元/月"), title="低保标准")
    >>> text = sql([floor], "postgres", "payments", keep=["id"])
    >>> print(text[text.rindex("SELECT") :])
    SELECT
      "id",
      CASE
        WHEN "__ms_invalid"
        THEN 'invalid'
        WHEN "__ms_read_paid" >= 65000
        THEN 'met'
        WHEN (
          "__ms_read_paid" >= 65000
        ) IS NULL
        THEN 'unknown'
        ELSE 'unmet'
      END AS "X201"
    FROM "__ms_stage_1"
    """
    listed = tuple(criteria)
    if not listed and not expressions:
        raise ValueError("sql(): give criteria, or columns to compute")
    return select_text(
        _prepared(_wanted(listed, prefix, expressions)), dialect, table, keep, heading_of(*listed)
    )


@asked
def record_schema(criteria: Iterable[Criterion]) -> dict[str, Any]:
    """The JSON Schema of a record that several criteria need; of one, ``criterion.record_schema()``.

    Numbers are whole, or text: ``"640.50"``; days are ``"2023-06-30"``; null is missing. Columns that no
    criterion needs may be there. The texts that comparisons and tables know are examples, because others
    are legal, too. What no schema can say is left to the criteria: the range of a number that is text.

    Raises:
        RuleError: they declare a column in two ways.

    >>> import minsheng as ms
    >>> paid = ms.column("paid", "元/月", places=2, low=0, high=10_000)
    >>> floor = ms.Criterion("P201", paid >= ms.Amount(650, "元/月"), when=ms.column("kind") == "区")
    >>> schema = record_schema([floor])
    >>> schema["required"], schema["properties"]["kind"]["examples"]
    (['paid', 'kind'], ['区'])
    """
    listed = tuple(criteria)
    return schema_of_records(nodes_of(listed), "、".join(dict.fromkeys(one.code for one in listed)))


def nodes_of(criteria: Iterable[Criterion]) -> list[Node]:
    """The expressions of criteria: what they require, and of which records."""
    return [node for one in criteria for node in (one.requirement, one.when) if node is not None]


class _Wanted:
    """A cache key: equal only if the nodes are identical, because equal nodes may have other places."""

    def __init__(
        self, judged: tuple[tuple[str, Node, Node | None], ...], nodes: dict[str, Node], prefix: str
    ) -> None:
        self.all = judged, nodes, prefix  # kept alive, so that no other node gets one of their ids
        by_id = tuple((code, id(required), id(when)) for code, required, when in judged)
        self.key = by_id, tuple((name, id(node)) for name, node in nodes.items()), prefix

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wanted) and self.key == other.key


@lru_cache(maxsize=32)
def _prepared(wanted: _Wanted) -> Prepared:
    from minsheng.rules.criteria.frames.plan import Prepared

    return Prepared(*wanted.all)
