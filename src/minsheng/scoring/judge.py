"""A scheme on one record: every part's points, and how each came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

import attrs

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.nodes import Column, columns
from minsheng.scoring.choices import Combine, Level, Role
from minsheng.scoring.gains import gain_of
from minsheng.scoring.inputs import Goals, Input, Inputs, Values, Written, holds, meant, said, worth
from minsheng.scoring.items import Item, Section
from minsheng.scoring.meanings import Known, Meanings
from minsheng.scoring.parts import Part
from minsheng.scoring.points import (
    Entry,
    Stage,
    any_present,
    columns_of,
    condition,
    grade,
    inputs_of,
    is_present,
    item_points,
    raw_points,
    stages,
    task_points,
    value_of,
)
from minsheng.scoring.scheme import Scheme


@attrs.frozen(eq=False)
class _Task:
    """One thing that an item measures, with its expressions."""

    item: Item
    inputs: Inputs
    points: Expression

    @cached_property
    def target(self) -> Expression:
        return self.inputs.target

    @cached_property
    def has_task(self) -> Expression:
        return self.inputs.has_task

    @cached_property
    def write(self) -> Written:
        return self.item.form.working(self.item.weight, self.inputs)

    @cached_property
    def goals(self) -> Goals:
        return self.item.form.goals(self.item.weight, self.inputs)

    def title(self, values: Values) -> str:
        return str(values.get(f"{self.inputs.stem}_{Input.TEXT.value}") or self.inputs.stem)


@attrs.frozen(eq=False)
class _Item:
    """An item with its expressions; ``several`` where its indicators are scored one by one."""

    item: Item
    points: Expression
    raw: Expression
    present: Expression | None
    tasks: tuple[_Task, ...]
    several: bool

    @cached_property
    def weight(self) -> Fraction | None:
        return Fraction(self.item.weight) if self.item.role is Role.POINTS else None


@attrs.frozen(eq=False)
class _Section:
    """A section with its parts, and its stages over their points."""

    section: Section
    parts: tuple[_Item | _Section, ...]
    stages: tuple[Stage, ...]
    present: Expression | None


@attrs.frozen(eq=False, slots=False)
class Judge:
    """A scheme made ready to score many records.

    Args:
        scheme: the scheme, about indicators that are known.

    Raises:
        RuleError: an item about ``*``, or a column taken in two ways.
    """

    scheme: Scheme

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns it needs."""
        return columns_of(self.scheme)

    @cached_property
    def facts(self) -> tuple[Column, ...]:
        """Those columns, and those that places are found by."""
        ranked = [value_of(item).node for item in self.scheme.every_item if item.form.on_others]
        found = {one.name: one for node in ranked for one in columns(node)}
        return tuple((found | {one.name: one for one in self.columns}).values())

    @cached_property
    def _nothing(self) -> dict[str, Worth]:
        return {one.name: None for one in self.facts}

    def complete(self, values: Values) -> Known:
        """A record in which every column is there, if only as missing."""
        return Known({**self._nothing, **values}, self._meanings)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings()

    @cached_property
    def _vetoes(self) -> dict[str, list[tuple[str, Expression]]]:
        """The titles and conditions of the vetoes, by what they are about."""
        found: dict[str, list[tuple[str, Expression]]] = {}
        for veto in self.scheme.vetoes:
            found.setdefault(veto.scope, []).append((veto.title, condition(self.scheme, veto)))
        return found

    @cached_property
    def _root(self) -> _Section:
        return self._section(self.scheme.root)

    @cached_property
    def _grade(self) -> Expression | None:
        return grade(self.scheme, column("total", places=9))

    def __attrs_post_init__(self) -> None:
        _ = self.columns, self._root

    def _prepared(self, part: Item | Section) -> _Item | _Section:
        if isinstance(part, Section):
            return self._section(part)
        scheme = self.scheme
        several = len(part.indicators) > 1 and not part.form.on_others
        given = inputs_of(part) if several else inputs_of(part)[:1]
        tasks = tuple(_Task(part, one, task_points(scheme, part, one)) for one in given)
        points, raw = item_points(scheme, part), raw_points(scheme, part)
        return _Item(part, points, raw, is_present(scheme, part), tasks, several)

    def _section(self, section: Section) -> _Section:
        parts = tuple(self._prepared(part) for part in section.parts)
        entries = []
        for part in parts:
            own = part.item if isinstance(part, _Item) else part.section
            role = own.role if isinstance(own, Item) else Role.POINTS
            present = None if part.present is None else column(f"{own.id}?", kind="truth")
            entries.append(Entry(own.weight, role, column(own.id, places=9), present))
        return _Section(section, parts, stages(self.scheme, section, entries), any_present(entries))

    # --- one record ---------------------------------------------------------------------

    def judge(self, values: Values, *, explain: bool = False) -> Part:
        """The points of a record as a tree.

        Args:
            values: exact values by column; a column that is not there is missing.
            explain: whether workings and gains are written.
        """
        part, _ = self._judged(self._root, self.complete(values), explain)
        return part

    def grade(self, values: Values, points: Fraction) -> str:
        """The grade of a total; empty where there is none, or it is not known."""
        if self._grade is None:
            return ""
        return str(meant(self._grade, self.complete({**values, "total": points})) or "")

    def _judged(self, part: _Item | _Section, values: Known, explain: bool) -> tuple[Part, bool | None]:
        present = True if part.present is None else None
        if isinstance(part, _Item):
            if part.present is not None:
                present = holds(part.present, values)
            return self._item(part, values, present, explain), present
        section, inner = part.section, values.but()
        found = []
        for one in part.parts:
            judged, there = self._judged(one, values, explain)
            found.append(judged)
            inner[judged.id], inner[f"{judged.id}?"] = judged.points, there
        if part.present is not None:
            present = holds(part.present, inner)
        points: Fraction | None = None
        if present is not False:
            points = worth(part.stages[-1].points, inner)
            if points is not None:
                found += _acted(part.stages, inner, points - _sum(found))
        return Part(
            section.id, section.title, section.clause, Fraction(section.weight), points, present is False,
            parts=tuple(found), note=section.note,
        ), present  # fmt: skip

    def _item(self, part: _Item, values: Known, present: bool | None, explain: bool) -> Part:
        item = part.item
        out = present is False
        points = None if out else worth(part.points, values)
        parts: tuple[Part, ...] = ()
        # a veto decides also where the item's own points are not known
        known = points is not None and worth(part.raw, values) is not None
        if points is not None and known and part.several and item.combine is Combine.MEAN:
            parts = tuple(self._tasks(part, values, points, explain))
        working = gain = ""
        if explain and points is not None:
            working = self._working(part, values)
            [first, *_] = part.tasks
            if not part.several and first.inputs.task and item.role is not Role.DEDUCTION:
                gain = gain_of(first.inputs, first.goals, part.points, points, values)
        return Part(
            item.id, item.title, item.clause, part.weight, points, out, working, gain, parts, item.note,
        )  # fmt: skip

    def _working(self, part: _Item, values: Known) -> str:
        item, raw = part.item, worth(part.raw, values)
        asked = [task for task in part.tasks if holds(task.has_task, values)] if part.several else []
        if part.several and raw is None:
            text = f"{len(asked)} 个指标，有的没有数" if asked else "没有任务"
        elif part.several and item.combine is Combine.LEAST:
            earned = [(task, worth(task.points, values)) for task in asked]
            which = [task.title(values) for task, points in earned if points == raw]
            more = f"等 {len(which)} 个" if len(which) > 3 else ""
            text = f"{len(asked)} 个指标中最低的 {said(raw)} 分：{'、'.join(which[:3])}{more}"
        elif part.several:
            text = f"{len(asked)} 个指标得分的平均 {said(raw)} 分"
        elif part.tasks[0].inputs.task and worth(part.tasks[0].target, values) is None:
            text = f"没有任务，得 {said(raw)} 分"
        else:
            text = part.tasks[0].write(values)
        vetoed = [title for title, brought in self._vetoes.get(item.id, ()) if holds(brought, values)]
        return f"{text}；{'、'.join(vetoed)}：一票否决" if vetoed else text

    def _tasks(self, part: _Item, values: Known, points: Fraction, explain: bool) -> Iterator[Part]:
        """Each indicator's part in the mean, and what acted on it."""
        item, deducted = part.item, part.item.role is Role.DEDUCTION
        asked = [task for task in part.tasks if holds(task.has_task, values)]
        total = Fraction(0)
        for task in asked:
            earned = worth(task.points, values)
            assert earned is not None  # noqa: S101  # else the mean would not be known
            share = (-1 if deducted else 1) * earned / len(asked)
            total += share
            working = gain = ""
            if explain:
                working = task.write(values)
                working += f"，四舍五入为 {said(earned)} 分" if Level.TASK in self.scheme.rounding else ""
                working += f"，÷ {len(asked)}" if len(asked) > 1 else ""
                if not deducted:
                    gain = gain_of(task.inputs, task.goals, task.points, earned, values, divided=len(asked))
            weight = Fraction(item.weight) / len(asked) if item.role is Role.POINTS else None
            yield Part(task.inputs.stem, task.title(values), "", weight, share, False, working, gain)
        if total != points:
            yield Part("", "四舍五入、折算或否决", points=points - total)


def _sum(parts: Iterable[Part]) -> Fraction:
    return sum((part.points or Fraction(0) for part in parts), Fraction(0))


def _acted(staged: tuple[Stage, ...], values: Values, left: Fraction) -> Iterator[Part]:
    """What acted on a section's points, where it changed them; ``left`` is what all of it comes to."""
    before = worth(staged[0].points, values)
    for stage in staged[1:]:
        after = worth(stage.points, values)
        if stage.label and before is not None and after is not None and after != before:
            left -= after - before
            yield Part("", stage.label, points=after - before)
        before = after
    if left:  # a veto decides also where a part is not known
        yield Part("", staged[-1].label, points=left)
