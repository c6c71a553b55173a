"""Shapes: how a value is written as plain data, read back, and described by a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import attrs

from minsheng.errors import DataError, MinshengError, Path, Problems, UnknownName
from minsheng.strict import dotted

#: how a problem begins that may only be the consequence of another
UNFIT = "不合要求："


class Definitions:
    """The named parts of a schema; each is described once, however often it is referred to.

    Args:
        types: whether it is for a generator of types, and not for a validator.
    """

    def __init__(self, *, types: bool = False) -> None:
        self.types = types
        self.named: dict[str, dict[str, Any]] = {}
        self._of: dict[str, object] = {}

    def ref(self, name: str, of: object, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A reference to a part, which is made when it is first referred to."""
        if self._of.setdefault(name, of) != of:
            raise TypeError(f"two parts of a schema have one name: {name}")
        if name not in self.named:
            self.named[name] = {}  # for parts that refer to themselves
            self.named[name] = make()
        return {"$ref": f"#/$defs/{name}"}


@attrs.frozen
class Reading:
    """One reading of plain data: everything that is wrong with it, and what it says of itself.

    Args:
        problems: what is wrong is added here.
        document: the number of the document that a bare citation cites.
    """

    problems: Problems
    document: str = ""

    def wrong(self, at: Path, met: str, todo: str = "") -> None:
        """Add a problem at a path, which its place says too, but for lines of files."""
        where = self.problems.place(at)
        said = not at or where.endswith((dotted(at), dotted(at, 0)))
        self.problems.add(where if said else f"{where}，{dotted(at)}", met, todo, at)

    def unlike(self, at: Path, value: Any, expected: str, todo: str = "") -> None:
        """Add the problem that a value is not what is expected."""
        self.wrong(at, f"“{shown(value)[:80]}”不是{expected}", todo)

    def refused(self, at: Path, error: Exception) -> None:
        """Add what a value's own class says against it."""
        if isinstance(error, DataError):
            for problem in error.problems:
                self.wrong(at, problem.met, problem.todo)
        elif isinstance(error, UnknownName):
            self.wrong(at, error.in_chinese)
        elif isinstance(error, TypeError) and isinstance(error, MinshengError):
            self.wrong(at, f"不成立：{error}")
        else:
            self.wrong(at, str(error) if isinstance(error, MinshengError) else f"{UNFIT}{error}")


def shown(value: Any) -> str:
    """Plain data as it is written in a file, not as Python would say it.

    >>> shown({"a": [True, "县"]})
    '{ a = [true, 县] }'
    """
    if isinstance(value, list):
        return f"[{', '.join(shown(one) for one in value[:20])}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {shown(one)}' for key, one in [*value.items()][:20])} }}"
    return str(value).lower() if isinstance(value, bool) else str(value)


class Shape(Protocol):
    """How values of one type are written, read and described.

    ``json`` is the type of what is written, ``tag`` what it is called where that does not tell it from
    others. What is read has passed every check of its class, or ``reading`` has the problems.
    """

    @property
    def json(self) -> str: ...

    @property
    def tag(self) -> str: ...

    def write(self, value: Any, /) -> Any:
        """The value as plain data."""
        ...

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        """The value of plain data; after a problem, anything."""
        ...

    def schema(self, within: Definitions) -> dict[str, Any]:
        """The JSON Schema of what is written."""
        ...


class Shapes(Protocol):
    """What knows the shape of each type; ``whole`` if fields with their default are written, too."""

    @property
    def whole(self) -> bool: ...

    def shape(self, annotation: Any) -> Shape:
        """The shape of a type."""
        ...


def described(kind: type) -> tuple[str, dict[str, str]]:
    """What a class's docstring says of it, and of each of its fields.

    >>> class Range:
    ...     '''A range.
    ...
    ...     Args:
    ...         low, high: its ends.
    ...     '''
    >>> described(Range)
    ('A range.', {'low': 'its ends.', 'high': 'its ends.'})
    """
    text, _, rest = (kind.__doc__ or "").partition("Args:")
    fields: dict[str, str] = {}
    names: Iterable[str] = ()
    margin = 0
    for line in rest.splitlines()[1:]:
        inside = len(line) - len(line.lstrip())
        margin = margin or inside
        if inside < margin or not line.strip():
            break
        head, colon, said = line.strip().partition(": ")
        if inside == margin and colon:
            names = head.split(", ")
            fields |= dict.fromkeys(names, said)
        else:
            fields |= {name: f"{fields[name]} {line.strip()}" for name in names}
    return " ".join(text.strip().partition("\n\n")[0].split()), fields
