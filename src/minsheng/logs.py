"""Logging: what was done, of what, how much and how long it took; silent unless a program asks for it.

The loggers are those of the standard library: ``minsheng``, and below it one for each room. At INFO
nothing personal is told: names of files, counts and durations.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import signature
from pathlib import PurePath
from typing import Any, TypeVar

from minsheng.visible import quoted

Function = TypeVar("Function", bound=Callable[..., Any])
#: how many of a result, by what they are called
Counts = Callable[[Any], Mapping[str, int]]
#: how much of a name is told
_MOST = 80

logging.getLogger("minsheng").addHandler(logging.NullHandler())


def logged(
    room: str, done: str, of: str = "", counts: Counts = lambda _: {}
) -> Callable[[Function], Function]:
    """Decorator: tells at INFO that the function was called, by the logger ``minsheng.ROOM``.

    Args:
        room: the room.
        done: what it does.
        of: the argument that names what it is done to: a file is told by its name, a programme by its own.
        counts: what is counted in the result.

    >>> @logged("reading", "read lines", of="file", counts=lambda lines: {"lines": len(lines)})
    ... def read(file: str) -> list[str]:
    ...     return ["甲县", "乙县"]
    >>> read("发放.csv")
    ['甲县', '乙县']
    """
    logger = logging.getLogger(f"minsheng.{room}")

    def decorated(function: Function) -> Function:
        @wraps(function)
        def call(*args: Any, **named: Any) -> Any:
            if not logger.isEnabledFor(logging.INFO):
                return function(*args, **named)
            given = signature(function).bind(*args, **named).arguments.get(of)
            start = time.perf_counter()
            try:
                found = function(*args, **named)
            except Exception as error:
                many = len(getattr(error, "problems", "1"))
                logger.info("%s%s: %s, %d problems", done, _name(given), type(error).__name__, many)
                raise
            told = "".join(f", {number} {what}" for what, number in counts(found).items())
            logger.info("%s%s: %.3f s%s", done, _name(given), time.perf_counter() - start, told)
            return found

        return call  # type: ignore[return-value]  # same signature as the function it wraps

    return decorated


def _name(given: object) -> str:
    """A file's name without its folder, a programme's own; of anything else its type."""
    if isinstance(given, tuple):
        given = given[0] if given else None
    if given is None:
        return ""
    if isinstance(given, (str, PurePath)):
        return f" {quoted(PurePath(given).name, _MOST)}"
    name = getattr(given, "name", None)
    return f" {quoted(name if isinstance(name, str) else type(given).__name__, _MOST)}"
