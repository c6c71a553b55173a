"""How benchmarks measure: what is compared in turn, A B A B, so that a busy machine slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def in_turn(rounds: int, *functions: Callable[[], object]) -> list[list[float]]:
    """The times of each, in seconds, after one warm-up; of a single round, without."""
    taken: list[list[float]] = [[] for _ in functions]
    for number in range(1 if rounds == 1 else rounds + 1):
        for function, times in zip(functions, taken, strict=True):
            start = time.perf_counter()
            function()
            if number or rounds == 1:
                times.append(time.perf_counter() - start)
    return taken


def medians(rounds: int, *functions: Callable[[], object]) -> list[float]:
    """The median of each, in milliseconds, measured in turn."""
    return [statistics.median(times) * 1000 for times in in_turn(rounds, *functions)]


def compare(name: str, rounds: int, ours: Callable[[], object], by_hand: Callable[[], object]) -> None:
    """Prints both medians, the ratio of the medians, and the median of the pairs' ratios."""
    mine, theirs = in_turn(rounds, ours, by_hand)
    a, b = statistics.median(mine), statistics.median(theirs)
    pairs = statistics.median(x / y for x, y in zip(mine, theirs, strict=True))
    print(
        f"  {name:34} ours {a * 1e3:9.1f} ms   by hand {b * 1e3:9.1f} ms   {a / b:5.2f}   pairs {pairs:5.2f}",
        flush=True,
    )
