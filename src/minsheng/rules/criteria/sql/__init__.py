"""Writes criteria as SQL text that a database runs without this library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from minsheng.domain.plain import digest

if TYPE_CHECKING:  # frames import narwhals
    from minsheng.rules.criteria.frames.plan import Prepared

#: the dialects that are offered, which are those that the tests run
Dialects = Literal["postgres", "duckdb", "spark"]


def heading_of(*criteria: Any) -> Iterator[tuple[str, str]]:
    """Code, title and digest of criteria; asked for when their texts are known to be sound."""
    return ((f"{one.code} {one.title}", digest(one)) for one in criteria)


def select_text(
    prepared: Prepared,
    dialect: Dialects,
    table: str | Sequence[str],
    keep: Sequence[str] | None,
    heading: Iterable[tuple[str, str]],
) -> str:
    """The text of one SELECT.

    Args:
        prepared: the criteria and expressions.
        table: its name; text is taken apart at its dots.
        keep: the columns of the table to select; default: all.
        heading: what was prepared, for the comment above: titles, each with a digest.

    Raises:
        ModuleNotFoundError: the extra ``sql`` is not installed.
    """
    try:
        from minsheng.rules.criteria.sql.text import query_text
    except ModuleNotFoundError as error:
        error.add_note("SQL text needs the extra sql: pip install 'minsheng[sql]'")
        raise
    return query_text(prepared, dialect, table, keep, heading)
