"""A language: which shape each type has. They follow from annotations; a few types have one of their own."""

from __future__ import annotations

import datetime
import types
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import attrs

from minsheng.asking import hints_of
from minsheng.errors import Path, Problems
from minsheng.plain.keyed import Keyed, Tagged, refused
from minsheng.plain.leaves import DAY, TEXT, TRUTH, WHOLE, Code
from minsheng.plain.parts import Either, Fixed, Marked, Named, Optional, Several
from minsheng.plain.shape import Definitions, Reading, Shape

T = TypeVar("T")

#: makes the shape of a type, given the language that asks for it
Making = Callable[["Language"], Shape]
_PLAIN: dict[Any, Shape] = {str: TEXT, int: WHOLE, bool: TRUTH, datetime.date: DAY}


class Language:
    """How values are written as plain data, read back and described.

    Args:
        own: the shapes of types that have one of their own, or what makes them.
        tagged: the classes among which a key tells, by their base or union: a name for schemas, the key,
            and the classes by what the key says.
        whole: whether fields are written that have their default, too.
    """

    def __init__(
        self,
        own: Mapping[Any, Shape | Making],
        tagged: Mapping[Any, tuple[str, str, Mapping[str, type]]],
        *,
        whole: bool = False,
    ) -> None:
        self._own, self._tagged, self.whole = dict(own), dict(tagged), whole
        self._shapes: dict[Any, Shape] = {}

    def plus(
        self,
        own: Mapping[Any, Shape | Making] = types.MappingProxyType({}),
        tagged: Mapping[Any, tuple[str, str, Mapping[str, type]]] = types.MappingProxyType({}),
        *,
        whole: bool = False,
    ) -> Language:
        """The language with more types of its own, or one that also writes what has its default."""
        return Language({**self._own, **own}, {**self._tagged, **tagged}, whole=whole or self.whole)

    def shape(self, annotation: Any) -> Shape:
        """The shape of a type; made once."""
        found = self._shapes.get(annotation)
        if found is None:
            found = self._shapes[annotation] = self._made(annotation)
        return found

    def _made(self, annotation: Any) -> Shape:
        if annotation in self._own:
            own = self._own[annotation]
            return cast("Making", own)(self) if callable(own) else own
        if annotation in self._tagged:
            return Tagged(self, *self._tagged[annotation])
        if annotation in _PLAIN:
            return _PLAIN[annotation]
        origin, parts = get_origin(annotation), get_args(annotation)
        if origin in (types.UnionType, Union):
            return self._either(parts)
        if origin is tuple:
            if parts[1:] == (...,):
                return Several(self.shape(parts[0]))
            return Fixed(tuple(map(self.shape, parts)))
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return Named(self.shape(parts[1]))
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return Code(annotation)
        if isinstance(annotation, type) and attrs.has(annotation):
            return Keyed(self, annotation)
        raise TypeError(f"there is no plain form of {annotation!r}: give its language one")

    def _either(self, parts: tuple[Any, ...]) -> Shape:
        some = tuple(part for part in parts if part is not type(None))
        if len(some) < len(parts):
            return Optional(self.shape(some[0] if len(some) == 1 else Union[some]))  # noqa: UP007  # of a tuple
        classes = [
            part for part in some if isinstance(part, type) and attrs.has(part) and part not in self._own
        ]
        if 1 < len(classes) < len(some):  # a key tells these, JSON the others
            together: Any = Union[tuple(classes)]  # noqa: UP007  # of a tuple
            some = (*(part for part in some if part not in classes), together)
        kinds = tuple((_classes(part), self.shape(part)) for part in some)
        told = {shape.json for _, shape in kinds}
        return Either(kinds) if len(told) == len(kinds) else Marked(kinds)

    # --- using it ----------------------------------------------------------------------

    def write(self, value: Any) -> Any:
        """A value as plain data; of several, a list."""
        if type(value) is tuple:
            return [self.write(one) for one in value]
        return None if value is None else self.shape(type(value)).write(value)

    def read(
        self, plain: Any, kind: type[T], problems: Problems, *, document: str = "", at: Path = ()
    ) -> T | None:
        """The value, or None with every problem in the list.

        Args:
            plain: the data.
            kind: its type.
            problems: what is wrong is added here.
            document: the number of the document that a bare citation cites.
            at: the path of ``plain`` itself, where it is a part.
        """
        before = len(problems)
        try:
            found: T = self.shape(kind).read(plain, at, Reading(problems, document))
        except RecursionError:
            problems.add(at, "嵌套得太深")
            return None
        return None if len(problems) > before else found

    def read_fields(
        self, plain: dict[str, Any], kind: type[attrs.AttrsInstance], problems: Problems, *,
        document: str = "", at: Path = (),
    ) -> dict[str, Any]:  # fmt: skip
        """The fields that are there and can be read, each by itself; the problems of the others.

        It makes no value, so that what can be read is not lost with what cannot.
        """
        read: dict[str, Any] = {}
        hints = hints_of(kind)
        for field in attrs.fields(kind):
            if field.name not in plain:
                continue
            before, inner = len(problems), (*at, field.name)
            value = self.read(plain[field.name], hints[field.name], problems, document=document, at=inner)
            try:
                if len(problems) == before and field.validator is not None:
                    field.validator(None, field, value)
            except (TypeError, ValueError) as error:
                refused(at, error, Reading(problems, document))
            if len(problems) == before:
                read[field.name] = value
        return read

    def schema(self, kind: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The schema of a type, and of the parts that it refers to."""
        within = Definitions()
        return self.shape(kind).schema(within), within.named


def _classes(part: Any) -> tuple[type, ...]:
    """The classes of the values of one part of a union."""
    origin = get_origin(part)
    return get_args(part) if origin in (types.UnionType, Union) else (origin or part,)
