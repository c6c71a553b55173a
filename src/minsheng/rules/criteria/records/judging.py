"""Traces verdicts: a requirement, and the condition that says which records it applies to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import attrs

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Column, columns
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.records.kinds import TraceKind
from minsheng.rules.criteria.records.making import Build, Run, blank, lacking, traced
from minsheng.rules.criteria.records.trace import Trace
from minsheng.rules.criteria.records.tracing import Tracer


@attrs.frozen(eq=False)
class Tracing:
    """Traces verdicts on many records.

    Args:
        required: the condition that must hold.
        when: the records it applies to; for others, ``when`` is traced instead.
        title: what is required.
        source: where it is written.

    Records are given as the values of :attr:`columns`, whole numbers in units of their last place.

    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> tracing = Tracing((paid >= Amount(7800, "元/年")).node)
    >>> tracing.explain((64000,)), tracing.explain((None,))
    ('640 元/月 × 12 = 7680 元/年 < 7800 元/年', 'paid ≥ 7800 元/年：paid 缺失')
    """

    required: Node
    when: Node | None = None
    title: str = ""
    source: str = ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of both, in order of occurrence."""
        return columns(self.required if self.when is None else Choice(self.when, self.required, None))

    def trace(self, read: tuple[Any, ...]) -> Trace:
        """Everything that the verdict on a record was made from."""
        return self._verdict(Run(read, (self._tracer.compute(read),), full=True))

    def explain(self, read: tuple[Any, ...]) -> str:
        """The sentence, from a trace of only what it shows."""
        return self._verdict(Run(read, (self._tracer.compute(read),), full=False)).explain()

    def explain_any(self, values: Mapping[str, Worth]) -> str:
        """The sentence for exact values that may be beyond what their columns declare."""
        return self._verdict(self._tracer.run(values, quick=False, full=False)).explain()

    @cached_property
    def _tracer(self) -> Tracer:
        roots = (self.required,) if self.when is None else (self.when, self.required)
        return Tracer(roots, self.columns)

    @cached_property
    def _builds(self) -> tuple[Build | None, Build]:
        build = self._tracer.build
        return None if self.when is None else build(self.when, "when"), build(self.required, "requirement")

    def _verdict(self, run: Run) -> Trace:
        when, required = self._builds
        fields = self._blank.copy()
        if when is None:
            parts: tuple[Trace, ...] = (required(run),)
            outcome = _OUTCOMES[parts[0].value]  # type: ignore[index]  # a truth value
        else:
            applies = when(run)
            held = required(run) if applies.value is True else None
            parts = (applies,) if held is None else (applies, held)
            outcome = Outcome.NOT_APPLICABLE if applies.value is False else Outcome.UNKNOWN
            if held is not None:
                outcome = _OUTCOMES[held.value]  # type: ignore[index]  # likewise
        fields["value"], fields["parts"], fields["note"] = outcome.value, parts, outcome.label
        if outcome is Outcome.UNKNOWN:
            fields["missing"] = lacking(parts)
        return traced(fields)

    @cached_property
    def _blank(self) -> dict[str, Any]:
        return blank(TraceKind.CRITERION, self.title, source=self.source)


_OUTCOMES = {True: Outcome.MET, False: Outcome.UNMET, None: Outcome.UNKNOWN}
