"""Calls a user's function that divides a total, and reads its answer.

The total and the weights are given by position, in this order; ``step``, ``floors`` and ``caps`` by
name, and only if the function has parameters of these names.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
from minsheng.domain.written import exactly

#: any function that divides a total
Allocate = Callable[..., Any]
#: the parameters that are given by name
BY_NAME = ("step", "floors", "caps")


@attrs.frozen
class Asked:
    """A total to divide.

    Args:
        total: the total.
        weights: the areas with their weights, in order.
        step: every share is a multiple of this.
        floors, caps: the minimum and maximum of each area; empty where there are none.
    """

    total: Decimal
    weights: tuple[tuple[str, Decimal], ...]
    step: Decimal = Decimal(1)
    floors: tuple[Decimal, ...] = ()
    caps: tuple[Decimal, ...] = ()

    @property
    def areas(self) -> tuple[str, ...]:
        """The names of the areas."""
        return tuple(name for name, _ in self.weights)


@attrs.frozen
class Answer:
    """What a function answered.

    Args:
        asked: the request.
        given: each area with its share, as returned; empty if there is no answer.
        error: what is wrong with the answer, in Chinese; empty if it can be read.
        refused: whether the function declined, with one of the allowed exceptions.
    """

    asked: Asked
    given: tuple[tuple[str, object], ...] = ()
    error: str = ""
    refused: bool = False

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The shares in the order of the areas; a missing one counts as 0."""
        given = dict(self.given)
        return tuple(read_share(given.get(name)) or Fraction(0) for name in self.asked.areas)

    @property
    def readable(self) -> bool:
        """Whether there are shares."""
        return not self.error and not self.refused

    def __str__(self) -> str:
        """Request and answer in Chinese.

        >>> asked = Asked(Decimal(3), (("甲县", Decimal(2)), ("乙县", Decimal(1))))
        >>> print(Answer(asked, (("甲县", 2), ("乙县", 1))))
        分 3：甲县（权重 2）得 2，乙县（权重 1）得 1
        """
        asked, given = self.asked, dict(self.given)
        step = "" if asked.step == 1 else f"，步长 {plain_text(asked.step)}"
        parts = []
        for place, (name, weight) in enumerate(asked.weights):
            bounds = [
                f"{word} {plain_text(listed[place])}"
                for word, listed in (("下限", asked.floors), ("上限", asked.caps))
                if listed
            ]
            got = f"得 {exactly(given[name])}" if name in given else ""
            parts.append(f"{name}（{'，'.join([f'权重 {plain_text(weight)}', *bounds])}）{got}")
        return f"分 {plain_text(asked.total)}{step}：{'，'.join(parts)}"


def read_share(value: object) -> Fraction | None:
    """A share as a fraction; None if not a number. A float counts as it is printed."""
    if value is None:
        return Fraction(0)
    if isinstance(value, bool):
        return None
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, (Decimal, Real)):
        try:
            return Fraction(str(value))
        except ValueError:  # not finite
            return None
    return None


class Caller:
    """Calls a function with the arguments that it takes.

    Args:
        function: the function.
        refuses: exceptions with which it may decline, for instance at a tie.

    Raises:
        TypeError: the function needs an argument that it will not get.
    """

    def __init__(self, function: Allocate, refuses: tuple[type[Exception], ...] = ()) -> None:
        if not callable(function):
            raise TypeError(f"a function is needed, not {function!r}")
        self.function, self.refuses = function, refuses
        self.takes = _takes(function)

    @property
    def name(self) -> str:
        """The function's name."""
        return str(getattr(self.function, "__qualname__", None) or repr(self.function))

    def __call__(self, asked: Asked) -> Answer:
        given: dict[str, Any] = {}
        if "step" in self.takes:
            given["step"] = asked.step
        for name, bounds in (("floors", asked.floors), ("caps", asked.caps)):
            if name in self.takes:
                given[name] = dict(zip(asked.areas, bounds, strict=True)) if bounds else {}
        total = asked.total if "step" in self.takes else int(asked.total)
        try:
            returned = self.function(total, dict(asked.weights), **given)
        except self.refuses:
            return Answer(asked, refused=True)
        except Exception as error:  # whichever it is, the function has not divided what can be divided
            return Answer(asked, error=f"出错：{type(error).__name__}: {error}")
        return _read(asked, returned)


def _takes(function: Allocate) -> frozenset[str]:
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # a built-in without a signature
        return frozenset()
    by_name = {p.name for p in parameters if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)}
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    any_number = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    if len(places) < 2 and not any_number:
        raise TypeError("it must take the total and the weights: allocate(total, weights)")
    for p in [*places[2:], *(p for p in parameters if p.kind is p.KEYWORD_ONLY)]:
        if p.default is p.empty and (p.name not in BY_NAME or p.kind is p.POSITIONAL_ONLY):
            raise TypeError(
                f"it needs {p.name!r}, which is none of {', '.join(BY_NAME)}: wrap it in a function"
            )
    return frozenset(name for name in BY_NAME if name in by_name - {p.name for p in places[:2]})


def _read(asked: Asked, returned: object) -> Answer:
    shares = returned if isinstance(returned, Mapping) else getattr(returned, "shares", None)
    if not isinstance(shares, Mapping):
        return Answer(asked, error=f"返回的不是各地的任务数，而是 {type(returned).__name__}")
    given = tuple((str(name), value) for name, value in shares.items())
    strange = "、".join(name for name, _ in given if name not in asked.areas)
    missing = "、".join(name for name, weight in asked.weights if weight and name not in shares)
    odd = "、".join(f"{name} {value!r}" for name, value in given if read_share(value) is None)
    wrong = ((strange, "多出"), (missing, "缺少"), (odd, "不是数："))
    return Answer(asked, given, "；".join(f"{word}{listed}" for listed, word in wrong if listed))
