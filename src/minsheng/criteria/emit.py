"""Steps as expressions of an engine, those used several times as columns of their own."""

from __future__ import annotations

from typing import Any

from minsheng.criteria.dialect import Dialect
from minsheng.criteria.steps import Op, shared
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column

#: cost nothing to say again
_LEAVES = ("column", "int", "none", "text", "date", "truth")


class Emitter:
    """Emits the steps of one frame.

    Steps used several times are staged: computed once, as a column which later stages read.
    Engines share less than one would think, and eager ones nothing.

    Args:
        roots: the steps wanted in the end.
        columns: what stands for each column.
        dialect: how the engine is spoken to.
        wide: whether integers have 128 bits.
        prefix: what the names of staged columns begin with.
    """

    def __init__(
        self, roots: list[Op], columns: dict[Column, Any], dialect: Dialect, *, wide: bool, prefix: str
    ) -> None:
        self.columns, self.wide, self.dialect = columns, wide, dialect
        self.emitted: dict[Op, Any] = {}
        self.uncast: dict[Op, Any] = {}
        self.nulls: dict[Op, tuple[frozenset[Op], frozenset[Op]]] = {}
        #: the columns to be computed first, then those that need them, and so on
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
                self.uncast.pop(step, None)
                stage += 1
            stage_of[step] = stage

    def _cheap(self, step: Op) -> bool:
        """Whether to say it again costs less than to keep it."""
        if step.name in _LEAVES:
            return True
        of_leaves = all(inner.name in _LEAVES for inner in step.steps)
        if step.name == "missing" or self.dialect.computes_both_sides:
            return of_leaves and step.name == "missing"
        return of_leaves and all(inner.kind is not Kind.TEXT for inner in step.steps)

    def _emit(self, step: Op) -> Any:  # one case for each step
        args = [self.emitted[inner] for inner in step.steps]
        match step.name:
            case "column":
                return self.columns[step.args[0]]  # type: ignore[index]  # a column's argument is a column
            case "int":
                return self.dialect.constant(step.low)
            case "text":
                return self.dialect.constant(str(step.args[0]))
            case "date":
                return self.dialect.date(step.args[0])
            case "truth":
                return self.dialect.constant(bool(step.args[0]))
            case "none":
                return self.dialect.constant(None)
            case "add":
                return args[0] + args[1]
            case "mul":
                return args[0] * args[1]
            case "div":
                dividend = step.steps[0]
                return self.dialect.divided(args[0], args[1], max(abs(dividend.low), dividend.high))
            case "lt":
                return args[0] < args[1]
            case "le":
                return args[0] <= args[1]
            case "gt":
                return args[0] > args[1]
            case "ge":
                return args[0] >= args[1]
            case "eq":
                return args[0] == args[1]
            case "and":
                return args[0] & args[1]
            case "or":
                return args[0] | args[1]
            case "not":
                return ~args[0]
            case "missing":
                return self.dialect.is_missing(args[0])
            case "pick":
                return self.dialect.choose((args[0], args[1]), otherwise=args[2])
            case "case":
                return self._case(step)
            case "year" | "month" | "day":
                return self.dialect.part(args[0], step.name)
        raise TypeError(f"no way to emit {step.name}")

    def _case(self, step: Op) -> Any:
        """Missing where the condition is, though an engine takes the other side there.

        Literals are narrow on some engines, so a number among them is cast, once, on the outside.
        """
        test, first, side = step.steps
        condition = self.emitted[test]
        then, other = (self.uncast.get(inner, self.emitted[inner]) for inner in (first, side))
        if side.name == "none":
            chosen = self.dialect.choose((condition, then))
        elif self._known(test)[1] <= self._known(side)[0]:
            chosen = self.dialect.choose((condition, then), otherwise=other)
        elif self._known(test)[1] <= self._known(first)[0]:
            chosen = self.dialect.choose((~condition, other), otherwise=then)
        else:
            chosen = self.dialect.choose((condition, then), (~condition, other))
        literal = any(inner.name == "int" or inner in self.uncast for inner in (first, side))
        if step.kind is not Kind.NUMBER or not literal or self.wide:
            return chosen
        self.uncast[step] = chosen
        return self.dialect.integer(chosen)

    # --- what is missing when -----------------------------------------------------------

    def _known(self, step: Op) -> tuple[frozenset[Op], frozenset[Op]]:
        """The steps each of which, being missing, makes a step missing; and those of which one must be."""
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
            return own | frozenset.intersection(*(sure for sure, _ in known)), can
        if step.name == "case":
            sides = [self._known(inner)[0] for inner in step.steps[1:] if inner.name != "none"]
            sure = own | known[0][0] | (frozenset.intersection(*sides) if sides else nothing)
            return sure, can if can <= sure else own
        return own.union(*(sure for sure, _ in known)), can
