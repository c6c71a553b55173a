"""A bar for long work, where a person watches; nothing where the output goes to a file or another program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from minsheng.steps import watched

#: shorter work is over before a bar is drawn
_FEW = 4


@contextmanager
def watching() -> Iterator[None]:
    """Shows the steps of long work on the terminal, if rich (extra ``cli``) is there."""
    try:
        from rich.console import Console
        from rich.progress import Progress, TaskID
    except ImportError:
        yield
        return
    tasks: dict[str, TaskID] = {}
    bars = Progress(console=Console(stderr=True), transient=True)

    def show(what: str, done: int, of: int | None) -> None:
        if of is not None and of < _FEW:
            return
        if what not in tasks:
            bars.start()
            tasks[what] = bars.add_task(what, total=of)
        bars.update(tasks[what], completed=done, total=of)
        if done == of:
            bars.remove_task(tasks.pop(what))
            if not tasks:
                bars.stop()

    try:
        with watched(show):
            yield
    finally:
        bars.stop()
