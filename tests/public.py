"""Every public name: those at the top, and those of the namespaces."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

import minsheng as ms

NAMESPACES: list[ModuleType] = [ms, *(import_module(f"minsheng.{name}") for name in ms._NAMESPACES)]
PUBLIC: list[tuple[ModuleType, str]] = [(space, name) for space in NAMESPACES for name in space.__all__]


def public(name: str) -> Any:
    """What stands under a name, wherever it is public."""
    return next(getattr(space, one) for space, one in PUBLIC if one == name)
