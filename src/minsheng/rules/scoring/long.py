"""Scores long frames, as warehouses keep them: a row for each area, indicator and period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.errors import DataError, RuleError
from minsheng.rules.criteria.over_rows.columns import names_of
from minsheng.rules.criteria.over_rows.spread import later, only, spread
from minsheng.rules.scoring.classed import names_classes
from minsheng.rules.scoring.frames import scheme_columns, score_wide, unread_targets
from minsheng.rules.scoring.judging.passed_over import made_columns
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.columns import CLASS, Input


@asked
def score_long(
    scheme: Scheme,
    frame: Any,
    *,
    each: str | Sequence[str],
    indicator: str = "indicator",
    within: str | Sequence[str] | None = None,
    parts: bool = False,
) -> Any:  # a frame of any engine, the same back
    """One row per scored subject, with ``points``, ``grade`` and ``rank``, from long records.

    The same as pivoting the records and calling :func:`score_frame`.

    Args:
        scheme: the scheme, about named indicators.
        frame: a row for each subject and indicator, or item with a mark; of any engine. Its
            figures are in columns named like the endings of :func:`scheme_columns`: ``target``,
            ``actual``, ``mark``, ``count``.
        each: the columns that identify a subject, such as province, area and period; the result
            has them. If the scheme extrapolates to the end of the year, ``month`` must be one.
        indicator: the column with the id of the indicator or item.
        within: which of ``each`` to rank within, as for :func:`score_frame`.
        parts: add a column for each item, named by its id.

    A subject without a row for an indicator has no figure for it.

    Raises:
        DataError: two rows for one subject and indicator; an unknown indicator; a row without a
            subject; a target that the scheme itself sets; all at once. A lazy polars frame raises
            when it is collected; DuckDB, ibis and PySpark are not run here, so a subject with such
            a row gets no points and no rank. Also as :func:`score_frame`.
        RuleError: as for :func:`score_frame`; ``within`` is not among ``each``.

    >>> import polars as pl
    >>> from minsheng import load_scheme
    >>> frame = pl.DataFrame({
    ...     "area": ["甲县", "甲县", "乙区", "乙区"],
    ...     "indicator": ["inspection", "survey", "inspection", "survey"],
    ...     "mark": ["91", "88.5", "95", "97"],
    ... })
    >>> score_long(load_scheme("luan-2007"), frame, each="area", within=()).rows()
    [('甲县', Decimal('90.50'), 2), ('乙区', Decimal('95.40'), 1)]
    """
    whose = names_of(each)
    groups = None if within is None else (within,) if isinstance(within, str) else tuple(within)
    if strange := [name for name in groups or () if name not in whose]:
        raise RuleError(
            f"within names columns of those who are scored, and {strange[0]!r} is not among each={whose}"
        )

    def run(rows: Any) -> Any:
        return _scored(scheme, rows, whose, indicator, within=groups, parts=parts)

    lazy = later(frame, run)
    return run(frame) if lazy is None else lazy


def _scored(
    scheme: Scheme,
    frame: Any,
    whose: tuple[str, ...],
    indicator: str,
    *,
    within: tuple[str, ...] | None,
    parts: bool,
) -> Any:
    columns: dict[str, dict[str, str]] = {}
    for name in scheme_columns(scheme):
        id, _, code = name.rpartition("_")
        if id and name not in whose:
            columns.setdefault(id, {})[name] = code
        elif name not in whose and not (name == CLASS and names_classes(scheme, whose)):
            raise RuleError(f"this scheme needs {name!r} of each of those who are scored: name it in each=")
    empty = dict.fromkeys(unread_targets(scheme, columns), Input.TARGET.value)
    wide, wrong = spread(frame, whose, indicator, columns, empty)
    try:
        scored = score_wide(scheme, wide, within=within, parts=parts, wrong=wrong)
    except DataError as error:
        raise DataError(
            attrs.evolve(one, where=f"每个一行排开以后，{one.where}") for one in error.problems
        ) from None
    made = [*made_columns(scheme, parts=parts), *([] if within is None else ["rank"])]
    return only(scored, [*whose, *made], frame)
