"""Checks the arguments of public functions and classes against their annotations.

An argument is converted where it can mean only one thing; otherwise the error names the function,
the argument, what was given and what to give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum
from functools import wraps
from importlib import import_module
from inspect import Parameter, signature
from types import FunctionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from attrs import Attribute, Converter
from attrs import fields as fields_of

from minsheng.errors import DataError, Problem, UnknownName
from minsheng.wanted import Want, quoted, several, want

Function = TypeVar("Function", bound=Callable[..., Any])
Made = TypeVar("Made")
#: the message of attrs' own validators of size
SIZE = re.compile(r"'(\w+)' must be (<=|>=|<|>) (\S+): (.+)", re.DOTALL)


def asked(function: Function) -> Function:
    """Decorator: check and convert a function's arguments before it runs.

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
    made: list[_Arguments] = []
    make = _Arguments  # a local name, because `call` gets the globals of the function's own module

    def call(*args: Any, **named: Any) -> Any:
        if not made:  # at the first call: annotations may name what is defined later
            made.append(make(function))
        return function(*map(made[0].positional, range(len(args)), args), **made[0].by_name(named))

    # a function of the decorated one's module, so that doctest finds its examples
    there = FunctionType(call.__code__, function.__globals__, function.__name__, None, call.__closure__)
    return wraps(function)(there)  # type: ignore[return-value]  # same signature as the function it wraps


class _Arguments:
    """What each parameter of a function asks for."""

    def __init__(self, function: Callable[..., Any]) -> None:
        hints, self._where = get_type_hints(function), f"{function.__qualname__}()"
        self._wants: dict[str, Want | None] = {}
        self._order: list[str] = []
        self._args = self._kwargs = ""
        for name, parameter in signature(function).parameters.items():
            self._wants[name] = want(hints[name]) if name in hints else None
            if parameter.kind is Parameter.VAR_POSITIONAL:
                self._args = name
            elif parameter.kind is Parameter.VAR_KEYWORD:
                self._kwargs = name
            elif parameter.kind is not Parameter.KEYWORD_ONLY:
                self._order.append(name)

    def positional(self, index: int, value: Any) -> Any:
        name = self._order[index] if index < len(self._order) else self._args
        return self._checked(name, name, value)

    def by_name(self, named: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._checked(name, name if name in self._wants else self._kwargs, value)
            for name, value in named.items()
        }

    def _checked(self, argument: str, parameter: str, value: Any) -> Any:
        wanted = self._wants.get(parameter)  # None for self, and for what the function itself will refuse
        if wanted is None or type(value) in wanted.types:
            return value
        return wanted.checked(value, f"{self._where}: {argument}")


def built(cls: type[Made]) -> type[Made]:
    """Decorator: check and convert the arguments of an attrs class when it is called.

    A field with a converter takes what its converter takes. Errors of converters and validators
    get the names of the class and the argument.

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
    found: list[_Fields] = []

    @wraps(make)
    def init(self: Made, *args: Any, **named: Any) -> None:
        if type(self) is not cls:  # a subclass checks for itself
            make(self, *args, **named)
            return
        if not found:
            found.append(_Fields(cls))
        fields = found[0]
        kinds = tuple(map(type, args))
        checked: Sequence[Any] = args
        if kinds not in fields.plain:
            checked = [fields.checked(name, value) for name, value in zip(fields.names, args, strict=False)]
            fields.learn(kinds)
        named = {name: fields.checked(name, value) for name, value in named.items()}
        try:
            make(self, *checked, *args[len(checked) :], **named)
        except (TypeError, ValueError) as error:
            fields.explain(error, dict(zip(fields.names, checked, strict=False)) | named)
            raise

    setattr(cls, "__init__", init)  # noqa: B010  # type checkers take no method in place of another
    return modelled(cls)


def _core_schema(cls: type, _: Any, __: Any) -> Any:
    return import_module("minsheng.embedding.pydantic").core_schema(cls)


def _json_schema(cls: type, _: Any, handler: Any) -> Any:
    return import_module("minsheng.embedding.pydantic").schema_of(cls, handler)


def modelled(cls: type[Made]) -> type[Made]:
    """Decorator: gives a class what pydantic asks it for; nothing is loaded before it does.

    What answers is imported by name, because it stands far above.
    """
    for name, hook in (
        ("__get_pydantic_core_schema__", _core_schema),
        ("__get_pydantic_json_schema__", _json_schema),
    ):
        setattr(cls, name, classmethod(hook))
    return cls


class _Fields:
    """What each field of a class asks for."""

    def __init__(self, cls: type) -> None:
        hints = hints_of(cls)
        self._where = f"{cls.__name__}()"
        fields = [field for field in fields_of(cls) if field.init]
        self.names = [field.alias for field in fields if not field.kw_only]
        #: the types of arguments that were found to be as asked for, by which equal ones are known
        self.plain: set[tuple[type, ...]] = set()
        self._converters = {field.alias: field.converter for field in fields}
        self._wants = {
            field.alias: want(hints[field.name])
            for field in fields
            if field.converter is None or _is_enum(hints[field.name])
        }
        for field in fields:
            if field.alias not in self._wants and get_origin(hints[field.name]) is tuple:
                # here only that it is a list; the converter checks its elements
                self._wants[field.alias] = several(Any, ordered=True, words=want(hints[field.name]).words)

    def checked(self, name: str, value: Any) -> Any:
        wanted = self._wants.get(name)
        if wanted is None or type(value) in wanted.types:
            return value
        return wanted.checked(value, f"{self._where}: {name}")

    def learn(self, kinds: tuple[type, ...]) -> None:
        """Note that arguments of these types need no closer look, if that is so."""
        wants = (self._wants.get(name) for name in self.names)
        if all(wanted is None or kind in wanted.types for wanted, kind in zip(wants, kinds, strict=False)):
            self.plain.add(kinds)

    def explain(self, error: Exception, given: dict[str, Any]) -> None:
        """Raise the error again with the names of the class and the argument, if it lacks them."""
        name, why = _refused_field(error)
        if why:
            raise type(error)(f"{self._where}: {name} is {quoted(given.get(name))}: {why}") from None
        for name, value in given.items():
            converter, where = self._converters.get(name), f"{self._where}: {name}"
            if not callable(converter) or isinstance(converter, Converter):  # the latter names it itself
                continue
            try:
                converter(value)
            except DataError as again:
                raise DataError([Problem(where, one.met, one.todo) for one in again.problems]) from None
            except UnknownName:
                continue
            except (TypeError, ValueError) as again:
                raise type(again)(f"{where}: {again}") from None


def _refused_field(error: Exception) -> tuple[str, str]:
    """The field that a validator refused, and why; empty for any other error."""
    if len(error.args) > 1 and isinstance(error.args[1], Attribute):
        return str(error.args[1].alias), error.args[0]
    size = SIZE.fullmatch(str(error))
    return (size[1], f"give {size[2]} {size[3]}") if size else ("", "")


def matching(pattern: str, words: str) -> Callable[[Any, Any, Any], None]:
    """A validator: the field is None or text of this pattern, which the error gives in words."""
    fits = re.compile(pattern).fullmatch

    def validator(_: Any, attribute: Any, value: Any) -> None:
        if value is not None and not fits(value):
            raise ValueError(f"give {words}", attribute, pattern, value)

    validator.pattern = pattern  # type: ignore[attr-defined]  # for the schema of the field
    return validator


#: validators of a rule's code and of an id
CODE = matching(r"[A-Z]{1,4}[0-9]{3}", "one to four capital letters and three digits, such as 'X101'")
SLUG = matching(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters, digits and hyphens, such as 'rural-roads'")


def hints_of(cls: type) -> dict[str, Any]:
    """The annotations of a class; a name imported only for type checkers becomes ``Any``."""
    absent: dict[str, Any] = {}
    while True:
        try:
            return get_type_hints(cls, localns=absent)
        except NameError as error:
            if error.name is None or error.name in absent:
                raise
            absent[error.name] = Any


def _is_enum(annotation: Any) -> bool:
    """Whether an annotation is an enumeration, or one or None."""
    parts = [one for one in get_args(annotation) or (annotation,) if one is not type(None)]
    return all(isinstance(one, type) and issubclass(one, Enum) for one in parts)
