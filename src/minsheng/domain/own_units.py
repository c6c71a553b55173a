"""Unit words that a programme declares of its own, and where they are known.

They are known while its files, its registers and its tables are read, by what is called then, and by
every unit that was read so. Nothing else knows them: two programmes may mean different things by one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, TypeVar

import attrs

from minsheng.asking import built
from minsheng.wanted import quoted

Made = TypeVar("Made")
Function = TypeVar("Function", bound=Callable[..., Any])
#: a word of a unit: Chinese or Latin letters, so that no number, sign or bar is among them
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,12}")


@built
@attrs.frozen
class OwnUnit:
    """A unit word that a programme declares.

    Args:
        text: the word, of Chinese or Latin letters.
        of: a word for a unit that is known; empty: it counts things of its own kind, as 户 does.
        times: how many of that unit one of these is.

    Raises:
        ValueError: no word; ``times`` without ``of``, or not positive.

    >>> import minsheng as ms
    >>> words = (ms.domain.OwnUnit("网格"), ms.domain.OwnUnit("工日", of="小时", times=Decimal(8)))
    >>> ms.Unit.parse("万网格", units=words).text
    '万网格'
    """

    text: str
    of: str = ""
    times: Decimal = Decimal(1)

    def __attrs_post_init__(self) -> None:
        if not _WORD.fullmatch(self.text) or self.text[:1] in "万亿千百":
            raise ValueError(
                f"text is a word of letters that does not begin with a number, not {self.text!r:.40}"
            )
        if not self.times > 0 or (self.times != 1 and not self.of):
            raise ValueError(f"times is positive, and only with of=: {self.text!r:.40} has {self.times}")


_KNOWN: ContextVar[tuple[OwnUnit, ...]] = ContextVar("own unit words", default=())


def own_units() -> tuple[OwnUnit, ...]:
    """The words that are known here."""
    return _KNOWN.get()


def listed(units: Sequence[OwnUnit] | None) -> tuple[OwnUnit, ...]:
    """The words given, or those that are known here.

    Raises:
        TypeError: something else is given.
    """
    own = _KNOWN.get() if units is None else tuple(units) if isinstance(units, Sequence) else (units,)
    if not all(isinstance(one, OwnUnit) for one in own):
        raise TypeError(f"units is a list of OwnUnit, such as programme.units, not {quoted(units)}")
    return own


@contextmanager
def knowing(units: Sequence[OwnUnit]) -> Iterator[None]:
    """Within it these words are known, to this thread and to nothing else.

    >>> with knowing((OwnUnit("网格"),)):
    ...     [one.text for one in own_units()]
    ['网格']
    """
    token = _KNOWN.set(tuple(units))
    try:
        yield
    finally:
        _KNOWN.reset(token)


def cached(size: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """``lru_cache`` for what is read with unit words: what other words made of it is not given."""

    def decorated(function: Callable[..., Made]) -> Callable[..., Made]:
        @lru_cache(maxsize=size)
        def by_words(_: tuple[OwnUnit, ...], *args: object, **named: object) -> Made:
            return function(*args, **named)

        @wraps(function)
        def call(*args: object, **named: object) -> Made:
            return by_words(_KNOWN.get(), *args, **named)

        return call

    return decorated


def in_own_units(function: Function) -> Function:
    """Decorator: while the function runs, it knows the units of its arguments ``programme`` and ``units``."""
    asked_for = signature(function)

    @wraps(function)
    def call(*args: Any, **named: Any) -> Any:
        given = asked_for.bind(*args, **named).arguments
        programme, units = given.get("programme"), tuple(given.get("units") or ())
        with knowing((*(programme.units if programme is not None else ()), *units)):
            return function(*args, **named)

    return call  # type: ignore[return-value]  # same signature as the function it wraps
