"""Turns steps into an engine's expressions, and steps used several times into columns."""

from __future__ import annotations

from typing import Any

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.rules.criteria.compiling.steps import Op, shared
from minsheng.rules.criteria.frames.dialect import Dialect

#: steps that cost nothing to repeat
_LEAVES = ("column", "int", "none", "text", "date", "truth")


class Emitter:
    """Emits the steps for one frame.

    Steps used several times are staged: computed once, as a column that later stages read. Engines
    share less than one would expect, and eager ones nothing.

    Args:
        roots: the steps of the results.
        columns: the expression for each column.
        dialect: builds the engine's expressions.
        prefix: the prefix of staged columns' names.
    """

    def __init__(self, roots: list[Op], columns: dict[Column, Any], dialect: Dialect, *, prefix: str) -> None:
        self.columns, self.dialect = columns, dialect
        self.emitted: dict[Op, Any] = {}
        #: the width with which each number is emitted, at least what its range needs
        self.bits: dict[Op, int] = {}
        self.nulls: dict[Op, tuple[frozenset[Op], frozenset[Op]]] = {}
        #: the columns to compute first, then those that need them, and so on
        self.stages: list[dict[str, Any]] = []
        stage_of: dict[Op, int] = {}
        for step, uses in shared(*roots).items():
            stage = max((stage_of[inner] for inner in step.steps), default=0)
            self.emitted[step] = self._emit(step)
            if uses > 1 and not self._cheap(step):
                name = f"{prefix}{len(stage_of)}"
                if stage == len(self.stages):
                    self.stages.append({})
                self.stages[stage][name] = self.emitted[step]
                self.emitted[step] = dialect.column(name)
                stage += 1
            stage_of[step] = stage

    def _cheap(self, step: Op) -> bool:
        """Whether repeating a step costs less than keeping it in a column."""
        if step.name in _LEAVES:
            return True
        of_leaves = all(inner.name in _LEAVES for inner in step.steps)
        if step.name == "missing" or self.dialect.computes_both_sides:
            return of_leaves and step.name == "missing"
        return of_leaves and all(inner.kind is not Kind.TEXT for inner in step.steps)

    def _emit(self, step: Op) -> Any:  # one case for each step
        numbers = [inner for inner in step.steps if inner.kind is Kind.NUMBER and inner.name != "none"]
        own = step.bits if step.kind is Kind.NUMBER else 0
        # compute in the width of the widest number, including the result: an engine would compute in
        # the width of its arguments, and wrap
        bits = self.bits[step] = max([own, *(self.bits[inner] for inner in numbers)])
        args = [
            self._widened(inner, bits) if inner in numbers else self.emitted[inner] for inner in step.steps
        ]
        match step.name:
            case "column":
                return self.columns[step.args[0]]  # type: ignore[index]  # a column's argument is a column
            case "int":
                return self.dialect.whole(step.low, bits)
            case "text":
                return self.dialect.constant(str(step.args[0]))
            case "date":
                return self.dialect.date(step.args[0])
            case "truth":
                return self.dialect.constant(bool(step.args[0]))
            case "none":
                return self.dialect.constant(None)
            case "div":
                dividend = step.steps[0]
                most = max(abs(dividend.low), dividend.high)
                return self.dialect.divided(args[0], args[1], most, bits)
            case "eq" if step.steps[0].kind is Kind.TEXT:
                return self.dialect.same_text(args[0], args[1])
            case "add" | "mul" | "lt" | "le" | "gt" | "ge" | "eq" | "and" | "or" | "not":
                return self.dialect.operated(step.name, *args)
            case "missing":
                return self.dialect.is_missing(args[0])
            case "pick":
                return self.dialect.choose((args[0], args[1]), otherwise=args[2])
            case "case":
                return self._case(step, *args)
            case "year" | "month" | "day":
                return self.dialect.part(args[0], step.name)
        raise TypeError(f"no way to emit {step.name}")

    def _widened(self, step: Op, bits: int) -> Any:
        """A number of at least this width; a constant is written with it."""
        if self.bits[step] >= bits:
            return self.emitted[step]
        if step.name == "int":
            return self.dialect.whole(step.low, bits)
        return self.dialect.integer(self.emitted[step], bits)

    def _case(self, step: Op, condition: Any, then: Any, other: Any) -> Any:
        """A choice that is missing if its condition is; an engine alone would take the other side."""
        test, first, side = step.steps
        if side.name == "none":
            return self.dialect.choose((condition, then))
        if self._known(test)[1] <= self._known(side)[0]:
            return self.dialect.choose((condition, then), otherwise=other)
        if self._known(test)[1] <= self._known(first)[0]:
            return self.dialect.choose((self.dialect.operated("not", condition), other), otherwise=then)
        return self.dialect.choose((condition, then), (self.dialect.operated("not", condition), other))

    # --- what is missing when -----------------------------------------------------------

    def _known(self, step: Op) -> tuple[frozenset[Op], frozenset[Op]]:
        """Steps whose absence makes a step missing, and steps of which one is missing if it is.

        Only steps that can be missing by themselves: columns, choices.
        """
        if step not in self.nulls:
            self.nulls[step] = self._learn(step)
        return self.nulls[step]

    def _learn(self, step: Op) -> tuple[frozenset[Op], frozenset[Op]]:
        own, nothing = frozenset([step]), frozenset[Op]()
        if step.name in ("int", "text", "date", "truth", "missing"):
            return nothing, nothing
        if step.name in ("column", "none", "pick"):
            return own, own
        known = [self._known(inner) for inner in step.steps]
        can = frozenset[Op]().union(*(can for _, can in known))
        if step.name in ("and", "or"):
            return frozenset.intersection(*(sure for sure, _ in known)), can
        if step.name == "case":
            sides = [self._known(inner)[0] for inner in step.steps[1:] if inner.name != "none"]
            sure = own | known[0][0] | (frozenset.intersection(*sides) if sides else nothing)
            return sure, can if can <= sure else own
        return nothing.union(*(sure for sure, _ in known)), can
