"""Long work in steps, which the command line shows on a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Watcher(Protocol):
    """Is handed the items of long work, and hands them on one by one."""

    def __call__(self, items: Collection[Item], what: str) -> Iterable[Item]:
        """The same items.

        Args:
            items: what is worked on, one after the other.
            what: what is done, in a few words for a person.
        """
        ...


_WATCHING: ContextVar[Watcher | None] = ContextVar("who watches long work", default=None)


def steps(items: Collection[Item], what: str) -> Iterator[Item]:
    """The items, one by one, through the watcher if there is one.

    >>> list(steps(["平江县.xlsx", "岳阳县.xlsx"], "读表"))
    ['平江县.xlsx', '岳阳县.xlsx']
    """
    watcher = _WATCHING.get()
    return iter(items if watcher is None else watcher(items, what))


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Within it, long work of this thread is shown to a watcher."""
    token = _WATCHING.set(watcher)
    try:
        yield
    finally:
        _WATCHING.reset(token)
