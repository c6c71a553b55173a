"""Long work in steps, of which a watcher is told: the command line on a terminal, or a callback."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Function = TypeVar("Function", bound=Callable[..., Any])


class Watcher(Protocol):
    """What ``progress=`` takes: is told how far long work is."""

    def __call__(self, what: str, done: int, of: int | None, /) -> None:
        """Called before the first step, with 0 done, and after each.

        Args:
            what: what is done, in a few Chinese words.
            done: how much of it is done.
            of: how much there is; None if that is not known. The last call has ``done`` equal to it.
        """
        ...


_WATCHING: ContextVar[Watcher | None] = ContextVar("who watches long work", default=None)


def told(what: str, done: int, of: int | None) -> None:
    """Tell the watcher, if there is one, how far this is."""
    watcher = _WATCHING.get()
    if watcher is not None:
        watcher(what, done, of)


def steps(items: Collection[Item], what: str) -> Iterator[Item]:
    """The items, one by one; the watcher is told of each.

    >>> with watched(print):
    ...     list(steps(["平江县.xlsx", "岳阳县.xlsx"], "读表"))
    读表 0 2
    读表 1 2
    读表 2 2
    ['平江县.xlsx', '岳阳县.xlsx']
    """
    told(what, 0, len(items))
    for done, item in enumerate(items, 1):
        yield item
        told(what, done, len(items))


def watched(watcher: Watcher) -> AbstractContextManager[None]:
    """Within it, long work of this thread is told to a watcher, whatever is called.

    >>> import minsheng as ms
    >>> with ms.embedding.watched(lambda what, done, of: None):
    ...     ranking = ms.score_files("yueyang-2019", "chizhou-2004")
    """
    if not callable(watcher):
        raise TypeError(
            f"watched(): watcher is called with (what, done, of): give print, not {watcher!r:.60}"
        )
    return _watched(watcher)


@contextmanager
def _watched(watcher: Watcher) -> Iterator[None]:
    token = _WATCHING.set(watcher)
    try:
        yield
    finally:
        _WATCHING.reset(token)


def watchable(function: Function) -> Function:
    """Decorator: what is given as the function's ``progress=`` watches it."""

    @wraps(function)
    def call(*args: Any, **named: Any) -> Any:
        watcher = named.get("progress")
        if watcher is None:
            return function(*args, **named)
        with watched(watcher):
            return function(*args, **named)

    return call  # type: ignore[return-value]  # same signature as the function it wraps
