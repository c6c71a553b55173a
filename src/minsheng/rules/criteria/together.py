"""Several criteria and expressions over a frame in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minsheng.asking import asked
from minsheng.domain.expression.build import Expression
from minsheng.errors import RuleError
from minsheng.rules.criteria.criterion import Criterion


@asked
def judge(criteria: Iterable[Criterion], frame: Any, *, prefix: str = "", **expressions: Expression) -> Any:
    """A frame judged by several criteria in one pass: a column of outcomes for each.

    What they have in common is computed once.

    Args:
        criteria: the criteria; their codes name the columns.
        frame: a frame of any engine, as for :meth:`Criterion.judge`.
        prefix: put before the codes.
        expressions: columns to compute in the same pass, as :func:`compute` does.

    Raises:
        DataError: see :meth:`Criterion.judge`.
        RuleError: two criteria of one code, or that take one column in two ways.
    """
    from minsheng.rules.criteria.frames.frame import judge_frame
    from minsheng.rules.criteria.frames.plan import Prepared

    listed = tuple(criteria)
    codes = [criterion.code for criterion in listed]
    if len(set(codes)) < len(codes):
        raise RuleError(f"two criteria have one code: {', '.join(sorted(codes))}")
    nodes = {name: expression.node for name, expression in expressions.items()}
    return judge_frame(Prepared([(c.code, c.requirement, c.when) for c in listed], nodes, prefix), frame)


@asked
def compute(frame: Any, **expressions: Expression) -> Any:
    """A frame with a column for each expression, exact: decimals, text, dates or truth values.

    Raises:
        DataError: as for :func:`judge`.
        RuleError: a quotient whose decimals need not end: round it first.
    """
    return judge((), frame, prefix="", **expressions)
