"""A scheme on one record: every part's points, and how each came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

import attrs

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.evaluate import Worth, rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.expression.nodes import Column
from minsheng.scoring.choices import Combine, Level, Role
from minsheng.scoring.gains import Found, Gains, with_gains
from minsheng.scoring.grades import grade
from minsheng.scoring.inputs import Input, Inputs
from minsheng.scoring.items import Item
from minsheng.scoring.meanings import Known, Meanings
from minsheng.scoring.parts import Part
from minsheng.scoring.points import condition
from minsheng.scoring.prepared import ReadyItem, ReadySection, ready_section
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.sound import refuse_unsound
from minsheng.scoring.values import Values, holds, meant, said, worth
from minsheng.scoring.whole import columns_of, facts_of, order_of, ranked_items


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
        return facts_of(self.scheme)

    @cached_property
    def orders(self) -> tuple[tuple[Item, Expression, bool], ...]:
        """The items that go by the others, each with what it is ranked by and whether the least is first."""
        scheme = self.scheme
        return tuple((item, *order_of(scheme, item)) for ready in ranked_items(scheme) for item in ready)

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
        """What the vetoes do, and their conditions, by what they are about."""
        found: dict[str, list[tuple[str, Expression]]] = {}
        for veto in self.scheme.vetoes:
            found.setdefault(veto.scope, []).append((veto.said, condition(self.scheme, veto)))
        return found

    @cached_property
    def root(self) -> ReadySection:
        """The whole, made ready."""
        return ready_section(self.scheme, self.scheme.root)

    @cached_property
    def _grade(self) -> Expression | None:
        return grade(self.scheme, column("total", places=9))

    def __attrs_post_init__(self) -> None:
        refuse_unsound(self.scheme)
        _ = self.columns, self.root

    # --- one record ---------------------------------------------------------------------

    def judge(self, values: Values, *, explain: bool = False) -> Part:
        """The points of a record as a tree.

        Args:
            values: exact values by column; a column that is not there is missing.
            explain: whether workings and gains are written.
        """
        known = self.complete(values)
        found = Found(known, explain)
        part, _ = self._judged(self.root, found)
        if not found.nexts or part.points is None:
            return part
        return with_gains(part, Gains(self.scheme, self.root, self.grade, found, part.points).texts())

    def grade(self, values: Values, points: Fraction) -> str:
        """The grade of a total; empty where there is none, or it is not known."""
        if self._grade is None:
            return ""
        return str(meant(self._grade, self.complete({**values, "total": points})) or "")

    def _judged(self, part: ReadyItem | ReadySection, found: Found) -> tuple[Part, bool | None]:
        present = True if part.present is None else None
        if isinstance(part, ReadyItem):
            if part.present is not None:
                present = holds(part.present, found.values)
            return self._item(part, found, present), present
        section, inner = part.section, found.values.but()
        parts = []
        for one in part.parts:
            judged, there = self._judged(one, found)
            parts.append(judged)
            inner[judged.id], inner[f"{judged.id}?"] = judged.points, there
        if part.present is not None:
            present = holds(part.present, inner)
        points: Fraction | None = None
        if present is not False:
            points = worth(part.stages[-1].points, inner)
            if points is not None:
                parts += _acted(part, inner, points - _sum(parts))
        found.inners[section.id], found.points[section.id] = inner, points
        return Part(
            section.id, section.title, section.clause, Fraction(section.weight), points, present is False,
            parts=tuple(parts), note=section.note,
        ), present  # fmt: skip

    def _item(self, part: ReadyItem, found: Found, present: bool | None) -> Part:
        item, values = part.item, found.values
        out = present is False
        points = None if out else worth(part.points, values)
        parts: tuple[Part, ...] = ()
        # a veto decides also where the item's own points are not known
        known = points is not None and worth(part.raw, values) is not None
        if points is not None and known and part.several and item.combine is Combine.MEAN:
            parts = tuple(self._tasks(part, found, points))
        working = ""
        if found.explain and points is not None:
            working = self._working(part, values)
            if not parts and item.role is not Role.DEDUCTION:
                found.next(part, points)
        return Part(
            item.id, item.title, item.clause, part.weight, points, out, working, "", parts, item.note,
        )  # fmt: skip

    def _working(self, part: ReadyItem, values: Known) -> str:
        item, raw = part.item, worth(part.raw, values)
        asked = [task for task in part.tasks if holds(task.counts, values)] if part.several else []
        if part.several and raw is None:
            text = f"{len(asked)} 个指标，有的没有数" if asked else "没有任务"
        elif part.several and item.combine is Combine.LEAST:
            earned = [(task, worth(task.points, values)) for task in asked]
            which = [task.title(values) for task, points in earned if points == raw]
            more = f"等 {len(which)} 个" if len(which) > 3 else ""
            text = f"{len(asked)} 个指标中最低的 {said(raw)} 分：{'、'.join(which[:3])}{more}"
        elif part.several and len(asked) == 1 and holds(asked[0].has_task, values):
            text = f"1 个指标，{part.tasks[0].inputs.verb} {said(raw)} 分"
        elif part.several:
            text = f"{len(asked)} 个指标得分的平均 {said(raw)} 分"
        elif not holds(part.tasks[0].has_task, values) and part.tasks[0].inputs.task:
            text = f"没有任务，得 {said(raw)} 分"
        elif raw is not None and not item.form.on_others and _without_figure(part.tasks[0].inputs, values):
            text = f"没有数，得 {said(raw)} 分"
        else:
            text = part.tasks[0].write(values)
        if raw is not None and Level.ITEM in self.scheme.rounding and not part.several:
            text += _rounded(raw, self.scheme.places)
        vetoed = [said_so for said_so, brought in self._vetoes.get(item.id, ()) if holds(brought, values)]
        return "；".join([text, *vetoed])

    def _tasks(self, part: ReadyItem, found: Found, points: Fraction) -> Iterator[Part]:
        """Each indicator's part in the mean, and what acted on it."""
        item, values, deducted = part.item, found.values, part.tasks[0].inputs.deducted
        asked = [task for task in part.tasks if holds(task.counts, values)]
        total = Fraction(0)
        for task in asked:
            earned = worth(task.points, values)
            assert earned is not None  # noqa: S101  # else the mean would not be known
            share = (-1 if deducted else 1) * earned / len(asked)
            total += share
            working = ""
            if found.explain:
                working = "没有数" if _without_figure(task.inputs, values) else task.write(values)
                if not holds(task.has_task, values):
                    working = f"没有任务，得 {said(earned)} 分"
                elif Level.TASK in self.scheme.rounding:
                    plain = worth(task.plain, values)
                    working += "" if plain is None else _rounded(plain, self.scheme.places)
                working += f"，÷ {len(asked)}" if len(asked) > 1 else ""
                if not deducted:
                    found.next(part, earned, task, divided=len(asked))
            weight = Fraction(item.weight) / len(asked) if item.role is Role.POINTS else None
            yield Part(task.inputs.stem, task.title(values), "", weight, share, False, working)
        if total != points:
            yield Part("", "四舍五入、折算或否决", points=points - total)


def _without_figure(inputs: Inputs, values: Values) -> bool:
    """Whether there is no figure, or no mark."""
    return values[f"{inputs.stem}_{(Input.ACTUAL if inputs.task else Input.MARK).value}"] is None and (
        inputs.task or f"{inputs.stem}_{Input.MARK.value}" in values
    )


def _rounded(points: Fraction, places: int) -> str:
    """What rounding made of points, where it made anything of them."""
    after = rounded(points, Way.HALF_UP, places)
    return "" if after == points else f"，四舍五入为 {said(after)} 分"


def _sum(parts: Iterable[Part]) -> Fraction:
    return sum((part.points or Fraction(0) for part in parts), Fraction(0))


def _acted(part: ReadySection, values: Values, left: Fraction) -> Iterator[Part]:
    """What acted on a section's points, where it changed them; ``left`` is what all of it comes to."""
    staged = part.stages
    before: Fraction | None = Fraction(0)
    for stage in staged:
        after = worth(stage.points, values)
        if stage.label and before is not None and after is not None:
            # where the least of the parts counts, it is not their sum that is added
            shown = _sum_of(part, stage.role, values)
            if after - before != shown:
                left -= after - before - shown
                yield Part("", stage.label, points=after - before - shown)
        before = after
    if left:  # a veto decides also where a part is not known
        yield Part("", staged[-1].label, points=left)


def _sum_of(section: ReadySection, role: Role | None, values: Values) -> Fraction:
    """What the parts of a role come to that are shown by themselves."""
    points = [values[id] for id, own in section.roles.items() if own is role]
    return sum((one for one in points if isinstance(one, Fraction)), Fraction(0))
