"""Long work beside the event loop: a few threads, a short queue, and an end to waiting."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, TypeVar

from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.problems import Refused

Made = TypeVar("Made")


class Jobs:
    """Runs functions in threads of its own, at most so many at one time.

    A thread cannot be stopped. So a job that takes too long keeps its thread until it ends, others are
    refused meanwhile rather than queued without end, and no thread keeps the process from stopping.

    >>> asyncio.run(Jobs(Limits()).run(lambda: 6 * 7))
    42
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._queue: SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Future[Any], Callable[[], Any]]]
        self._queue = SimpleQueue()
        self._open = 0
        self._threads = 0

    async def run(self, work: Callable[[], Made]) -> Made:
        """What the function returns.

        Raises:
            Refused: too many are waiting already, or it takes too long.
        """
        if self._open >= self._limits.jobs + self._limits.waiting:
            raise _busy("正在做的事太多")
        if self._threads < min(self._limits.jobs, self._open + 1):
            self._threads += 1
            threading.Thread(target=self._work, name="minsheng-job", daemon=True).start()
        loop = asyncio.get_running_loop()
        made: asyncio.Future[Made] = loop.create_future()
        self._open += 1
        # with the unit words that the asking thread knows, which another does not inherit
        self._queue.put((loop, made, partial(copy_context().run, work)))
        try:
            return await asyncio.wait_for(asyncio.shield(made), self._limits.work_seconds)
        except TimeoutError:
            made.cancel()  # one that still waits is not begun any more
            raise _busy(f"{self._limits.work_seconds} 秒内没有算完") from None

    def _work(self) -> None:
        while True:
            loop, made, work = self._queue.get()
            error: BaseException | None = None
            result = None
            if not made.cancelled():
                try:
                    result = work()
                except BaseException as raised:  # handed to the thread that asked
                    error = raised
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._told, made, result, error)

    def _told(self, made: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
        self._open -= 1
        if made.done():
            return
        if error is None:
            made.set_result(result)
        else:
            made.set_exception(error)


def _busy(met: str) -> Refused:
    return Refused.at(503, "服务", met, "请稍后再试，或者少送一些", [("retry-after", "5")])
