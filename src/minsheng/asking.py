"""A function's arguments: taken where they can mean only one thing, or else refused in one sentence.

One habit for all that is public: the annotations say what is wanted, and a refusal names the
function, the argument, what was given and what to give.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from types import FunctionType
from typing import Any, TypeVar, get_type_hints

from minsheng.wanted import Unfit, Want, want

Function = TypeVar("Function", bound=Callable[..., Any])


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
