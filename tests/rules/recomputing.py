"""A small evaluator: what a node of a trace must be worth, given its parts alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

from minsheng.rules import Trace, TraceKind

#: the roles of what is added up in a score
SUMMED = ("points", "deduction", "bonus")


def recomputed(trace: Trace) -> Any:
    """What a node must be worth, given its parts alone."""
    worths: list[Any] = [part.value for part in trace.parts]
    roles = {part.role: part for part in trace.parts}
    match trace.kind:
        case TraceKind.CRITERION:
            when, held = roles.get("when"), roles.get("requirement")
            if when is not None and when.value is not True:
                assert held is None, "what does not apply is not judged"
                return "not_applicable" if when.value is False else "unknown"
            assert held is not None
            return {True: "met", False: "unmet", None: "unknown"}[held.value]  # type: ignore[index]  # a truth value
        case TraceKind.ALL | TraceKind.ANY:
            deciding = trace.kind is TraceKind.ANY
            if deciding in worths:
                return deciding
            return None if None in worths else not deciding
        case TraceKind.CHOICE:
            then, otherwise = roles.get("then"), roles.get("otherwise")
            assert (then is None) or worths[0] is True
            assert (otherwise is None) or worths[0] is False
            chosen = then or otherwise
            return None if chosen is None else chosen.value
        case TraceKind.IS_MISSING:
            return worths[0] is None
        case TraceKind.SCORE | TraceKind.SECTION | TraceKind.ITEM:
            return sum((part.value or 0 for part in trace.parts if part.role in SUMMED), Fraction(0))
        case TraceKind.INDICATOR:
            share = roles.get("share")
            return worths[0] if share is None else worths[0] * share.value
        case TraceKind.ADJUSTMENT:
            return roles["after"].value - roles["before"].value  # type: ignore[operator]  # likewise
        case TraceKind.VETO:
            return worths[0]
    if any(worth is None for worth in worths):
        return None
    return _COMPUTED[trace.kind](*worths)


def half_up(number: Fraction, places: Fraction) -> Fraction:
    scale = 10**places
    size = floor(abs(number) * scale + Fraction(1, 2)) / Fraction(scale)
    return -size if number < 0 else size


_COMPUTED: dict[TraceKind, Callable[..., Any]] = {
    TraceKind.ADD: lambda a, b: a + b,
    TraceKind.SUBTRACT: lambda a, b: a - b,
    TraceKind.MULTIPLY: lambda a, b, by=1: a * b * by,
    TraceKind.DIVIDE: lambda a, b, by=1: a / b * by if b else None,
    TraceKind.ABOVE: lambda a, b: a > b,
    TraceKind.AT_LEAST: lambda a, b: a >= b,
    TraceKind.EXACTLY: lambda a, b: a == b,
    TraceKind.AT_MOST: lambda a, b: a <= b,
    TraceKind.BELOW: lambda a, b: a < b,
    TraceKind.NOT: lambda a: not a,
    TraceKind.LEAST: lambda *worths: min(worths),
    TraceKind.MOST: lambda *worths: max(worths),
    TraceKind.FLOOR: lambda a, places: floor(a * 10**places) / Fraction(10**places),
    TraceKind.CEIL: lambda a, places: ceil(a * 10**places) / Fraction(10**places),
    TraceKind.HALF_UP: half_up,
    TraceKind.YEAR: lambda day: Fraction(day.year),
    TraceKind.MONTH: lambda day: Fraction(day.month),
    TraceKind.TEN_DAYS: lambda day: Fraction(min((day.day + 9) // 10, 3)),
}
