"""Several criteria and expressions over a frame in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minsheng.asking import asked
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.build import Expression
from minsheng.errors import RuleError
from minsheng.rules.criteria.criterion import Criterion

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

    listed = tuple(criteria)
    codes = [criterion.code for criterion in listed]
    if len(set(codes)) < len(codes):
        raise RuleError(f"two criteria have one code: {', '.join(sorted(codes))}")
    judged = tuple((one.code, one.requirement, one.when) for one in listed)
    nodes = {name: expression.node for name, expression in expressions.items()}
    return judge_frame(_prepared(_Wanted(judged, nodes, prefix)), frame)


@asked
def compute(frame: Any, **expressions: Expression) -> Any:
    """Add a column for each expression to a dataframe: exact decimals, text, dates or truth values.

    Raises:
        DataError: as for :func:`judge`.
        RuleError: a quotient that may not be a finite decimal: round it first.
    """
    return judge((), frame, prefix="", **expressions)


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
