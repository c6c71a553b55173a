"""The parts of a programme with their paths, whether it is a value or the plain data of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

Path = tuple[str | int, ...]
#: how many errata or readings there may be, and changes in an option
MOST_CHANGES = 200


@attrs.frozen
class Fault:
    """What does not fit: where, what is wrong with it; the same in Chinese, and what to do."""

    path: Path
    said: str
    met: str
    todo: str = ""


def part(thing: Any, name: str) -> Any:
    """What a value, or a table of plain data, has under a name; None where there is nothing."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def is_name(value: Any) -> bool:
    """Whether a value can be a name or a number of something; lists and tables are told when structured."""
    return value is None or isinstance(value, (str, int))


def listed(thing: Any, name: str) -> list[Any] | tuple[Any, ...]:
    """What stands in a list; nothing where there is none."""
    found = part(thing, name)
    return found if isinstance(found, (list, tuple)) else ()


def each(thing: Any, name: str, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The parts of a list, each with its path; what is neither value nor table is told when structured."""
    for at, one in enumerate(listed(thing, name)):
        if isinstance(one, dict) or attrs.has(type(one)):
            yield (*path, name, at), one


def inner(outer: Iterable[tuple[Path, Any]], name: str) -> Iterator[tuple[Path, Any]]:
    """The parts of a list that each of several has."""
    for path, one in outer:
        yield from each(one, name, path)


def named(things: Iterable[tuple[Path, Any]], key: str) -> dict[Any, Any]:
    """Things by their name."""
    return {part(one, key): one for _, one in things if is_name(part(one, key))}


def once(what: str, key: str, things: Iterable[tuple[Path, Any]]) -> Iterator[Fault]:
    """Names that another has already."""
    seen: set[object] = set()
    for path, one in things:
        name = part(one, key)
        if is_name(name) and name in seen:
            yield Fault((*path, key), "there is one already", f"{what}“{name}”出现了不止一次")
        seen |= {name} if is_name(name) else set()


def few(thing: Any, name: str, path: Path, what: str) -> Iterator[Fault]:
    """That there are no more than any document has: each looks for its place in the data."""
    if (count := len(listed(thing, name))) > MOST_CHANGES:
        said, met = (
            f"there are {count}, at most {MOST_CHANGES}",
            f"有 {count} 个{what}，至多 {MOST_CHANGES} 个",
        )
        yield Fault((*path, name), said, met)
