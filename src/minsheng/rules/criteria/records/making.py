"""Makes the nodes of traces, quickly: a function for each node of an expression, for many records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import attrs

from minsheng.rules.criteria.records.kinds import TraceKind
from minsheng.rules.criteria.records.trace import Trace
from minsheng.rules.criteria.records.worths import ratio

#: the worth of a node, and its trace, on a record
Value = Callable[["Run"], Any]
Build = Callable[["Run"], Trace]

_new, _put = object.__new__, object.__setattr__
_BLANK = {field.name: field.default for field in attrs.fields(Trace)}


class Run:
    """One record being traced.

    Args:
        read: the values of its columns; whole numbers are in units of their last place.
        results: what the nodes are worth, in groups that were computed together.
        full: whether everything is traced, or only what a sentence shows.
    """

    __slots__ = ("full", "made", "read", "results")

    def __init__(self, read: tuple[Any, ...], results: tuple[tuple[Any, ...], ...], *, full: bool) -> None:
        self.read, self.results, self.full = read, results, full
        #: traces of nodes that stand in several places
        self.made: dict[object, Trace] = {}


def traced(fields: dict[str, Any]) -> Trace:
    """A trace with these fields, unchecked: checking takes longer than all the rest."""
    made = _new(Trace)
    _put(made, "__dict__", fields)
    return made


def blank(kind: TraceKind, text: str, role: str = "", **fields: Any) -> dict[str, Any]:
    """The fields of a trace; the others are empty."""
    return {**_BLANK, "kind": kind, "text": text, "role": role, **fields}


def lacking(parts: Iterable[Trace]) -> tuple[str, ...]:
    """The columns for lack of which some of these are unknown."""
    return tuple(dict.fromkeys(name for part in parts if part.value is None for name in part.missing))


def made_from(
    own: dict[str, Any],
    value: Value,
    parts_of: Callable[[Run], tuple[Trace, ...]],
    why: str | None = None,
    *,
    shows: bool = True,
) -> Build:
    """A function that makes a trace: its value, its parts, and why it is unknown.

    Args:
        own: its other fields.
        value, parts_of: give these.
        why: why it is unknown although its parts are known.
        shows: whether sentences show its parts.
    """

    def build(run: Run) -> Trace:
        fields = own.copy()
        fields["value"] = worth = value(run)
        if shows or run.full or worth is None:
            fields["parts"] = parts = parts_of(run)
            if worth is None:
                fields["missing"] = lacking(parts)
                if why is not None and all(part.value is not None for part in parts):
                    fields["note"] = why
        made = _new(Trace)  # as `traced`, without a call
        _put(made, "__dict__", fields)
        return made

    return build


def reading(at: int, over: int, under: int, factor: Fraction | None) -> Value:
    """A function that gives the value of a column, or a multiple of it."""

    def read(run: Run) -> Any:
        found = run.read[at]
        if type(found) is int:
            return ratio(found * over, under)
        return found if factor is None or found is None else found * factor

    return read


def column(own: dict[str, Any], name: str, value: Value) -> Build:
    """A function that traces a column."""

    def build(run: Run) -> Trace:
        fields = own.copy()
        fields["value"] = worth = value(run)
        if worth is None:
            fields["missing"] = (name,)
        made = _new(Trace)
        _put(made, "__dict__", fields)
        return made

    return build


def fixed(text: str, role: str, value: Fraction) -> Build:
    """A constant that an operation has besides its parts."""
    constant = traced(blank(TraceKind.CONSTANT, text, role, value=value))
    return lambda _: constant


def once(build: Build, key: object) -> Build:
    """A function that makes one trace for each record, however often it is asked."""

    def only(run: Run) -> Trace:
        found = run.made.get(key)
        if found is None:
            found = run.made[key] = build(run)
        return found

    return only
