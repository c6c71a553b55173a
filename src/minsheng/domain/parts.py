"""Access to the parts of a programme with their paths, whether it is a value or plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

Path = tuple[str | int, ...]
#: how many errata or readings there may be, and changes in an option
MOST_CHANGES = 200


@attrs.frozen
class Fault:
    """An inconsistency: where, what is wrong (``said`` in English, ``met`` in Chinese), what to do."""

    path: Path
    said: str
    met: str
    todo: str = ""


def part(thing: Any, name: str) -> Any:
    """An attribute of a value or an entry of a dict; None if there is none."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def is_name(value: Any) -> bool:
    """Whether a value can be a name or number; anything else is reported when it is structured."""
    return value is None or isinstance(value, (str, int))


def listed(thing: Any, name: str) -> list[Any] | tuple[Any, ...]:
    """A list in a part; empty if there is none."""
    found = part(thing, name)
    return found if isinstance(found, (list, tuple)) else ()


def each(thing: Any, name: str, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The elements of a list with their paths; other than values and dicts are reported when structured."""
    for at, one in enumerate(listed(thing, name)):
        if isinstance(one, dict) or attrs.has(type(one)):
            yield (*path, name, at), one


def inner(outer: Iterable[tuple[Path, Any]], name: str) -> Iterator[tuple[Path, Any]]:
    """The elements of the list of this name in each of several parts."""
    for path, one in outer:
        yield from each(one, name, path)


def named(things: Iterable[tuple[Path, Any]], key: str) -> dict[Any, Any]:
    """Parts by their name."""
    return {part(one, key): one for _, one in things if is_name(part(one, key))}


def once(what: str, key: str, things: Iterable[tuple[Path, Any]]) -> Iterator[Fault]:
    """A fault for every name that occurred before."""
    seen: set[object] = set()
    for path, one in things:
        name = part(one, key)
        if is_name(name) and name in seen:
            yield Fault((*path, key), "there is one already", f"{what}“{name}”出现了不止一次")
        seen |= {name} if is_name(name) else set()


def few(thing: Any, name: str, path: Path, what: str) -> Iterator[Fault]:
    """A fault if there are more than in any real document: each takes a search through the data."""
    if (count := len(listed(thing, name))) > MOST_CHANGES:
        said = f"there are {count}, at most {MOST_CHANGES}"
        yield Fault((*path, name), said, f"有 {count} 个{what}，至多 {MOST_CHANGES} 个")
