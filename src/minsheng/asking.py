"""A function's arguments: taken where they can mean only one thing, or else refused in one sentence.

One habit for all that is public: the annotations say what is wanted, and a refusal names the
function, the argument, what was given and what to give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import wraps
from inspect import Parameter, signature
from types import FunctionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from attrs import Attribute, Converter
from attrs import fields as fields_of

from minsheng.errors import DataError, Problem, UnknownName
from minsheng.wanted import Unfit, Want, quoted, several, want

Function = TypeVar("Function", bound=Callable[..., Any])
Made = TypeVar("Made")
#: how attrs' own validators of size say it
SIZE = re.compile(r"'(\w+)' must be (<=|>=|<|>) (\S+): (.+)", re.DOTALL)


def asked(function: Function) -> Function:
    """A function whose arguments are held against its annotations before it runs.

    >>> from datetime import date
    >>> @asked
    ... def due(on: date, times: int = 1) -> date:
    ...     return on
    >>> due("2023-06-30")
    datetime.date(2023, 6, 30)
    >>> due("the last of June")
    Traceback (most recent call last):
    ...
    ValueError: due(): on is a date, not 'the last of June': give '2023-06-30', say
    """
    prepared: list[_Arguments] = []
    ready = _Arguments  # by this name, as the function's globals are another module's

    def call(*args: Any, **named: Any) -> Any:
        if not prepared:  # at the first call: annotations may name what is defined later
            prepared.append(ready(function))
        return function(*map(prepared[0].placed, range(len(args)), args), **prepared[0].named(named))

    # a function of the module it stands in, so that the examples in its docstring are found and run
    there = FunctionType(call.__code__, function.__globals__, function.__name__, None, call.__closure__)
    return wraps(function)(there)  # type: ignore[return-value]  # as wide as the function it stands for


class _Arguments:
    """What a function's arguments are held against: those of a place, those of a name, all others."""

    def __init__(self, function: Callable[..., Any]) -> None:
        hints, self._where = get_type_hints(function), f"{function.__qualname__}()"
        self._wants: dict[str, Want | None] = {}
        self._places: list[str] = []
        self._rest = self._others = ""
        for name, parameter in signature(function).parameters.items():
            self._wants[name] = want(hints[name]) if name in hints else None
            if parameter.kind is Parameter.VAR_POSITIONAL:
                self._rest = name
            elif parameter.kind is Parameter.VAR_KEYWORD:
                self._others = name
            elif parameter.kind is not Parameter.KEYWORD_ONLY:
                self._places.append(name)

    def placed(self, place: int, value: Any) -> Any:
        """An argument given by its place."""
        name = self._places[place] if place < len(self._places) else self._rest
        return self._take(name, name, value)

    def named(self, named: dict[str, Any]) -> dict[str, Any]:
        """The arguments given by name."""
        others = self._others
        return {
            name: self._take(name, name if name in self._wants else others, value)
            for name, value in named.items()
        }

    def _take(self, said: str, name: str, value: Any) -> Any:
        wanted = self._wants.get(name)  # None for self, and for what the function itself will refuse
        if wanted is None or type(value) in wanted.types:
            return value
        try:
            return wanted.made(value)
        except Unfit as refusal:
            raise refusal.said(f"{self._where}: {said}") from None


def built(cls: type[Made]) -> type[Made]:
    """An attrs class whose values are held against its annotations when one is built by hand.

    A field with a converter takes what its converter takes; its refusal, and that of a validator,
    are given the names of the class and of the argument.

    >>> import attrs
    >>> @built
    ... @attrs.frozen
    ... class Due:
    ...     times: int
    ...     levels: tuple[str, ...] = ()
    >>> Due("3", ["市级"])
    Due(times=3, levels=('市级',))
    >>> Due(3, "市级")
    Traceback (most recent call last):
    ...
    TypeError: Due(): levels is a list, each text, not '市级' alone: give it in a list, [it]
    """
    make: Callable[..., None] = cls.__init__
    prepared: list[_Fields] = []

    @wraps(make)
    def init(self: Made, *args: Any, **named: Any) -> None:
        if type(self) is not cls:  # a class made of this one asks for itself
            make(self, *args, **named)
            return
        if not prepared:
            prepared.append(_Fields(cls))
        fields = prepared[0]
        taken = [fields.take(name, value) for name, value in zip(fields.names, args, strict=False)]
        named = {name: fields.take(name, value) for name, value in named.items()}
        try:
            make(self, *taken, *args[len(taken) :], **named)
        except (TypeError, ValueError) as error:
            fields.explain(error, dict(zip(fields.names, taken, strict=False)) | named)
            raise

    setattr(cls, "__init__", init)  # noqa: B010  # type checkers take no method in place of another
    return cls


class _Fields:
    """What the fields of a class are held against."""

    def __init__(self, cls: type) -> None:
        hints = _hints(cls)
        self._where = f"{cls.__name__}()"
        fields = [field for field in fields_of(cls) if field.init]
        self.names = [field.alias for field in fields if not field.kw_only]
        self._converters = {field.alias: field.converter for field in fields}
        self._wants = {
            field.alias: want(hints[field.name])
            for field in fields
            if field.converter is None or _codes_only(hints[field.name])
        }
        for field in fields:
            if field.alias not in self._wants and get_origin(hints[field.name]) is tuple:
                # that it is a list; what each in it is, the converter says
                self._wants[field.alias] = several(Any, ordered=True, words=want(hints[field.name]).words)

    def take(self, name: str, value: Any) -> Any:
        wanted = self._wants.get(name)
        if wanted is None or type(value) in wanted.types:
            return value
        try:
            return wanted.made(value)
        except Unfit as refusal:
            raise refusal.said(f"{self._where}: {name}") from None

    def explain(self, error: Exception, given: dict[str, Any]) -> None:
        """Raise the same with the names of the class and the argument, where it has not been given them."""
        name, why = told(error)
        if why:
            raise type(error)(f"{self._where}: {name} is {quoted(given.get(name))}: {why}") from None
        for name, value in given.items():
            converter, where = self._converters.get(name), f"{self._where}: {name}"
            if not callable(converter) or isinstance(converter, Converter):  # which names what it refuses
                continue
            try:
                converter(value)
            except DataError as again:
                raise DataError([Problem(where, one.met, one.todo) for one in again.problems]) from None
            except UnknownName:
                continue
            except (TypeError, ValueError) as again:
                raise type(again)(f"{where}: {again}") from None


def told(error: Exception) -> tuple[str, str]:
    """The field that a validator refuses, and why; empty for what else is raised."""
    if len(error.args) > 1 and isinstance(error.args[1], Attribute):
        return str(error.args[1].alias), error.args[0]
    size = SIZE.fullmatch(str(error))
    return (size[1], f"give {size[2]} {size[3]}") if size else ("", "")


def shaped(pattern: str, words: str) -> Callable[[Any, Any, Any], None]:
    """A validator: the field holds text of a pattern, said in words, or None."""
    fits = re.compile(pattern).fullmatch

    def validator(_: Any, attribute: Any, value: Any) -> None:
        if value is not None and not fits(value):
            raise ValueError(f"give {words}", attribute, pattern, value)

    return validator


#: what a rule's code is, and an id
CODE = shaped(r"[A-Z]{1,4}[0-9]{3}", "one to four capital letters and three digits, such as 'X101'")
SLUG = shaped(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters, digits and hyphens, such as 'rural-roads'")


def _hints(cls: type) -> dict[str, Any]:
    """The annotations of a class; what is imported for type checkers alone asks for nothing."""
    absent: dict[str, Any] = {}
    while True:
        try:
            return get_type_hints(cls, localns=absent)
        except NameError as error:
            if error.name is None or error.name in absent:
                raise
            absent[error.name] = Any


def _codes_only(annotation: Any) -> bool:
    """Whether an annotation asks for one of a closed list, perhaps or none."""
    parts = [one for one in get_args(annotation) or (annotation,) if one is not type(None)]
    return all(isinstance(one, type) and issubclass(one, Enum) for one in parts)
