"""How benchmarks measure: in turn, A B A B, so that a busy machine slows both; memory, each way alone."""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


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


def peaks(
    areas: int,
    ways: Iterable[str],
    write: Callable[[str, int], None],
    alone: Callable[[str, str, Any], None],
) -> None:
    """Prints the peak memory of each way in a process of its own, data and results included.

    A process begins with the peak of the one that starts it, so this one must not have grown yet.

    Args:
        areas: how many areas to make records of.
        ways: the ways by name.
        write: writes the records to a file.
        alone: does it one way from the file, and puts its memory before and at most into a queue.
    """
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "records.arrow")
        writer = spawn.Process(target=write, args=(path, areas))
        writer.start()
        writer.join()
        for way in ways:
            answer = spawn.Queue()
            child = spawn.Process(target=alone, args=(way, path, answer))
            child.start()
            before, most = answer.get()
            child.join()
            print(f"  {way:8} peak {most:5.2f} GiB; {before:5.2f} GiB with nothing but the data read")
