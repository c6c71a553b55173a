"""Records as fractions, as laws reckon with them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def exactly(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record, each number of it as a fraction."""
    return {
        name: value if value is None or isinstance(value, str) else Fraction(value)
        for name, value in record.items()
    }
