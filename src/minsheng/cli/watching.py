"""A bar for long work, where a person watches; nothing where the output goes to a file or another program."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager

from minsheng.steps import Item, watched

#: shorter work is over before a bar is drawn
_FEW = 4


def watching() -> AbstractContextManager[None]:
    """Shows the steps of long work on the terminal, if rich (extra ``cli``) is there."""
    return watched(_bar)


def _bar(items: Collection[Item], what: str) -> Iterable[Item]:
    if len(items) < _FEW:
        return items
    try:
        from rich.console import Console
        from rich.progress import track
    except ImportError:
        return items
    return track(items, description=what, console=Console(stderr=True), transient=True)
