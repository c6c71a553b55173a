"""Shapes of values that are held against themselves when they have been read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from minsheng.errors import Path
from minsheng.plain.keyed import Keyed
from minsheng.plain.shape import Reading, Shapes

#: where, what was met, and what to do
Contradiction = tuple[Path, str, str]


class Checked(Keyed):
    """A value with fields that is refused where it contradicts itself."""

    def __init__(
        self, language: Shapes, kind: type, contradictions: Callable[[Any], Iterator[Contradiction]]
    ) -> None:
        super().__init__(language, kind)
        self._contradictions = contradictions

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        before, value = len(reading.problems), super().read(plain, at, reading)
        if len(reading.problems) == before:
            for path, met, todo in self._contradictions(value):
                reading.wrong((*at, *path), met, todo)
        return value
