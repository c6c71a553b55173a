"""Records as fractions, as laws reckon with them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def exactly(record: Mapping[str, Any]) -> dict[str, Fraction | None]:
    """The record, each number of it as a fraction."""
    return {name: None if value is None else Fraction(value) for name, value in record.items()}
