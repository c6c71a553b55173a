"""Writes criteria as SQL text that a database runs without this library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # frames import narwhals
    from minsheng.rules.criteria.frames.plan import Prepared

#: the dialects that are offered, which are those that the tests run
Dialects = Literal["postgres", "duckdb", "spark"]


def select_text(
    prepared: Prepared,
    dialect: Dialects,
    table: str | Sequence[str],
    keep: Sequence[str] | None,
    criteria: Sequence[Any],
) -> str:
    """The text of one SELECT.

    Args:
        prepared: the criteria and expressions.
        table: its name; text is taken apart at its dots.
        keep: the columns of the table to select; default: all.
        criteria: those prepared, for the comment above.

    Raises:
        ModuleNotFoundError: the extra ``sql`` is not installed.
    """
    try:
        from minsheng.rules.criteria.sql.text import query_text
    except ModuleNotFoundError as error:
        error.add_note("SQL text needs the extra sql: pip install 'minsheng[sql]'")
        raise
    return query_text(prepared, dialect, table, keep, criteria)
