"""Traces scores: sections, items and indicators, and below them the formulas they were computed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.nodes import Column, columns
from minsheng.domain.units import Unit
from minsheng.rules.criteria.records.kinds import TraceKind
from minsheng.rules.criteria.records.making import Run, blank, fixed, traced
from minsheng.rules.criteria.records.trace import Trace
from minsheng.rules.criteria.records.tracing import Tracer
from minsheng.rules.criteria.records.worths import Known
from minsheng.rules.scoring.formulas.item_formulas import ItemFormulas
from minsheng.rules.scoring.formulas.section_formulas import SectionFormulas
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.judge import Judge, acted
from minsheng.rules.scoring.regulation.items import Veto
from minsheng.rules.scoring.terms.choices import Combine, Role
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.worth import holds, said, worth

_LABELS = {what.value: what.label for what in Input} | {"month": "月份"}
_POINTS = Unit.parse("分")
#: longer formulas are told by what they do
_LONGEST = 40


@attrs.frozen(eq=False)
class ScoreTracing:
    """Traces the scores of many records by a scheme.

    Args:
        judge: the prepared scheme.
    """

    judge: Judge

    def trace(
        self, name: str, facts: Mapping[str, Worth], grade: str = "", rank: int = 0, note: str = ""
    ) -> Trace:
        """Everything that a record's score was made from.

        Args:
            name: who was scored.
            facts: the record.
            grade, rank: as found among the others; empty and 0 for none.
            note: what else there is to say of the rank.
        """
        judge = self.judge
        known = judge.known(facts)
        whole = judge.judge(known, explain=True, gains=False)
        record = _Record(self, self._tracer.run(known), known)
        parts = [*record.inside(judge.formulas.root, whole)]
        parts += [record.veto(*pair) for pair in judge.formulas.conditions.items()]
        if judge.grading[0] is not None:
            parts.append(self._grade(known, whole.points, grade))
        if rank:
            parts.append(_node(TraceKind.RANK, "名次", "rank", value=Fraction(rank), note=note))
        scheme = judge.scheme
        return _node(
            TraceKind.SCORE, name, value=whole.points, unit=_POINTS, parts=tuple(parts), source=scheme.title
        )

    @cached_property
    def _tracer(self) -> Tracer:
        """Traces every formula of the scheme; what was computed for the points is not computed again."""
        formulas = self.judge.formulas
        roots = [one.node for one in formulas.conditions.values()]
        notes: dict[int, str] = {}
        for part in formulas.parts.values():
            roots += [] if part.present is None else [part.present.node]
            if isinstance(part, ItemFormulas):
                roots += [part.points.node, *(task.points.node for task in part.tasks)]
                tasks = [task.inputs for task in part.tasks if task.inputs.task and task.inputs.fixed != 0]
                notes |= {id(inputs.rate.node): "完成率" for inputs in tasks}
                notes |= {
                    id(inputs.value.node): "完成率（%）" for inputs in tasks if inputs.goes_by == "rate"
                }
        for node in _below(roots):
            if isinstance(node, Column):
                notes[id(node)] = _LABELS.get(node.name.rpartition("_")[2].rstrip("0123456789"), "")
        return Tracer(roots, formulas.facts, notes, formulas.compiled, longest=_LONGEST)

    def _grade(self, known: Known, points: Fraction | None, grade: str) -> Trace:
        """The grade by the points and vetoes, as the regulation has it, and what the ranks made of it."""
        named, asked = self.judge.grading
        assert named is not None  # noqa: S101  # asked before
        values = {"total": points} | {name: holds(one, known) for name, one in asked.items()}
        tracer = self._grading
        by_points = tracer.build(named.node, "by_points")(tracer.run(values))
        note = ""
        if grade and grade != by_points.value:
            note = f"按分数和否决是{by_points.value}，名次超出了限额"
        return _node(
            TraceKind.GRADE, "等次", "grade", value=grade or by_points.value, parts=(by_points,), note=note
        )

    @cached_property
    def _grading(self) -> Tracer:
        named, _ = self.judge.grading
        assert named is not None  # noqa: S101  # asked before
        found = columns(named.node)
        return Tracer([named.node], found, {id(one): "总分" for one in found if one.name == "total"})

    def formula(self, node: Node, role: str, run: Run) -> Trace:
        """The trace of a formula."""
        return self._tracer.build(node, role)(run)


@attrs.frozen(eq=False)
class _Record:
    """One record being traced."""

    by: ScoreTracing
    run: Run
    known: Known

    def inside(self, part: SectionFormulas, judged: Part) -> Iterator[Trace]:
        """The parts of a section, and what acted on their sum."""
        own = judged.parts[: len(part.parts)]
        for inner, one in zip(part.parts, own, strict=True):
            yield self._section(inner, one) if isinstance(inner, SectionFormulas) else self._item(inner, one)
        if judged.points is not None:
            for label, by, after in acted(part, own, judged.points, self.known):
                yield _adjustment(label, by, after)

    def _section(self, part: SectionFormulas, judged: Part) -> Trace:
        inside = () if judged.left_out else self.inside(part, judged)
        parts = (*self._left_out(part, judged), *inside)
        return self._part(TraceKind.SECTION, part.own.role, judged, parts)

    def _item(self, part: ItemFormulas, judged: Part) -> Trace:
        if judged.left_out:
            parts: tuple[Trace, ...] = (*self._left_out(part, judged),)
        elif judged.parts:
            parts = (*self._indicators(part, judged),)
        elif (
            part.own.combine in (Combine.LEAST, Combine.MOST)
            and sum(holds(task.counts, self.known) is True for task in part.tasks if part.several) > 1
            and judged.points is not None
            and worth(part.raw, self.known) is not None
        ):
            parts = (*self._lowest(part, judged.points),)
        else:
            parts = (self.by.formula(part.points.node, "points", self.run),)
        idle = judged.points is None and part.asked is not None and holds(part.asked, self.known) is False
        return self._part(
            TraceKind.ITEM, part.own.role, judged, parts, "没有任务" if idle else judged.working
        )

    def _part(
        self, kind: TraceKind, role: Role, judged: Part, parts: tuple[Trace, ...], note: str = ""
    ) -> Trace:
        note = f"{judged.working or '没有任务或没有数'}，不计" if judged.left_out else note
        missing = () if judged.points is not None or judged.left_out else _missing(parts)
        return _node(
            kind, judged.title, role.value, value=judged.points, unit=_POINTS, parts=parts,
            source=judged.clause, missing=missing, note=note,
        )  # fmt: skip

    def _left_out(self, part: ItemFormulas | SectionFormulas, judged: Part) -> Iterator[Trace]:
        """The condition by which a part is left out."""
        if judged.left_out and part.present is not None:
            yield self.by.formula(part.present.node, "present", self.run)

    def _indicators(self, part: ItemFormulas, judged: Part) -> Iterator[Trace]:
        """Each indicator's share in the mean, and what acted on it."""
        asked = [task for task in part.tasks if holds(task.counts, self.known)]
        sign = -1 if part.own.role is Role.DEDUCTION and not part.own.form.signed(part.own.weight) else 1
        of = len(asked) if part.own.combine is Combine.MEAN else 1
        of_all = fixed("平均或合计，并按加分或扣分", "share", Fraction(sign, of))(self.run)
        after = Fraction(0)
        for task, one in zip(asked, judged.parts, strict=False):
            after += one.points or 0
            yield _node(
                TraceKind.INDICATOR, one.title, "points", value=one.points, unit=_POINTS, note=one.working,
                parts=(self.by.formula(task.points.node, "formula", self.run), of_all),
            )  # fmt: skip
        for one in judged.parts[len(asked) :]:
            by = one.points or Fraction(0)
            yield _adjustment(one.title, by, after + by)

    def _lowest(self, part: ItemFormulas, points: Fraction) -> Iterator[Trace]:
        """The indicator that counts among all that were asked for, and what acted on its points."""
        asked = [task for task in part.tasks if holds(task.counts, self.known)]
        each = tuple(
            _node(
                TraceKind.INDICATOR, task.title(self.known), "part", value=one.value, unit=_POINTS,
                parts=(one,),
            )
            for task in asked
            for one in (self.by.formula(task.points.node, "formula", self.run),)
        )  # fmt: skip
        found, label = worth(part.raw, self.known) or Fraction(0), part.own.combine.label
        kind = TraceKind.LEAST if part.own.combine is Combine.LEAST else TraceKind.MOST
        yield _node(kind, label, "points", value=found, unit=_POINTS, parts=each)
        if found != points:
            yield _adjustment("系数、扣分、四舍五入或否决", points - found, points)

    def veto(self, veto: Veto, brought: Any) -> Trace:
        """A veto: whether it was triggered, and by what."""
        condition = self.by.formula(brought.node, "condition", self.run)
        effects = ("" if veto.scope == "grade" else veto.effect, veto.on_grade)
        return _node(
            TraceKind.VETO, veto.title, "veto", value=condition.value, parts=(condition,),
            missing=condition.missing, source=veto.clause, note="，".join(filter(None, effects)),
        )  # fmt: skip


def _adjustment(label: str, by: Fraction, after: Fraction) -> Trace:
    """What acted on points, with the points before and after it."""
    before = _node(TraceKind.CONSTANT, said(after - by), "before", value=after - by, unit=_POINTS)
    left = _node(TraceKind.CONSTANT, said(after), "after", value=after, unit=_POINTS)
    return _node(
        TraceKind.ADJUSTMENT, label, "points", value=by, unit=_POINTS, parts=(before, left),
        note=f"由 {said(after - by)} 分到 {said(after)} 分",
    )  # fmt: skip


def _node(kind: TraceKind, text: str, role: str = "", **fields: Any) -> Trace:
    return traced(blank(kind, text, role, **fields))


def _missing(parts: tuple[Trace, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts for name in part.missing))


def _below(roots: list[Node]) -> Iterator[Node]:
    """Every node of some formulas, once."""
    seen: set[int] = set()
    left = [*roots]
    while left:
        node = left.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            left += node.children
