"""Rows: what every kind of table gives to be judged, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import attrs

from minsheng.domain.expression.nodes import Column

#: so many rows are in memory at a time
BATCH = 5_000
#: what a row holds of the columns needed, by name
Record = dict[str, Any]


@attrs.frozen
class Batch:
    """Some rows.

    Args:
        lines: where each stands, as people count.
        rows: their values, of every column of the table.
        done: how much of the table was read with it.
        odd: rows that are no records, by their index here, and why.
        arrow: the same rows as an Arrow batch, if that is what they are.
    """

    lines: Sequence[int]
    rows: Sequence[Sequence[Any]]
    done: int
    odd: Mapping[int, str] = attrs.field(factory=dict)
    arrow: Any = None


class AsTheyAre:
    """What tables of typed values have in common: a value is the record's as it is."""

    columns: Sequence[str]

    def taken(self, names: Sequence[str]) -> Callable[[Sequence[Any]], Record]:
        at = [self.columns.index(name) for name in names]
        return lambda row: {name: row[one] for name, one in zip(names, at, strict=True)}

    def raw(self, column: Column, value: Any) -> Any:
        return value


class Rows(Protocol):
    """A table to be judged."""

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns."""
        ...

    @property
    def size(self) -> int | None:
        """How much there is of it, in whatever ``Batch.done`` counts; None if nobody knows."""
        ...

    def batches(self) -> Iterator[Batch]:
        """All of it, from the beginning."""
        ...

    def place(self, line: int, at: int | None = None) -> str:
        """How messages call a row, or a value in it."""
        ...

    def taken(self, names: Sequence[str]) -> Callable[[Sequence[Any]], Record]:
        """What makes a row the record that is judged."""
        ...

    def raw(self, column: Column, value: Any) -> Any:
        """A value of such a record as a criterion's own reader takes it.

        Raises:
            DataError: it is no such value.
        """
        ...
