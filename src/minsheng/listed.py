"""Listed, the base of every result that lists others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Generic, TypeVar

from minsheng.table import Tabled

One = TypeVar("One")


class Listed(Tabled, Generic[One]):
    """Base of results that list others: going through it gives them, and their lines are its lines.

    A subclass says in ``_EACH`` which of its fields holds them.

    >>> from minsheng import load
    >>> rows = load("yueyang-2023").allocation
    >>> len(rows), next(iter(rows)) == rows.rows[0]
    (42, True)
    """

    __slots__ = ()
    _EACH: ClassVar[str]

    def __iter__(self) -> Iterator[One]:
        listed: tuple[One, ...] = getattr(self, self._EACH)
        return iter(listed)

    def __len__(self) -> int:
        return len(getattr(self, self._EACH))

    def _lines(self) -> Iterator[dict[str, Any]]:
        return (line for one in getattr(self, self._EACH) for line in one._lines())
