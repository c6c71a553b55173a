"""Scores one record: the points of every part, and how they came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.evaluate import Worth, rounded
from minsheng.domain.expression.forms import Way
from minsheng.rules.criteria.records.worths import Known
from minsheng.rules.scoring.checking.sound import refuse_unsound
from minsheng.rules.scoring.formulas.grades import grade
from minsheng.rules.scoring.formulas.item_formulas import ItemFormulas, TaskFormulas
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas
from minsheng.rules.scoring.formulas.section_formulas import SectionFormulas
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.next_step import gain, next_step
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_task, rounding_at
from minsheng.rules.scoring.terms.choices import Absent, Combine, Digits, Role, RoundAt
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import Values, holds, meant, said, worth

_NOTHING = Fraction(0)


@attrs.frozen(eq=False)
class Judge:
    """A scheme prepared for scoring many records.

    Args:
        scheme: the scheme, bound to indicators.

    Raises:
        RuleError: an item about ``*``, or a column declared in two ways.
    """

    scheme: Scheme

    def __attrs_post_init__(self) -> None:
        refuse_unsound(self.scheme)
        _ = self._nothing

    @cached_property
    def formulas(self) -> Formulas:
        """The formulas of the scheme."""
        return Formulas(self.scheme)

    @cached_property
    def _nothing(self) -> dict[str, Worth]:
        return {one.name: None for one in self.formulas.facts}

    @cached_property
    def grading(self) -> tuple[Expression | None, dict[str, Expression]]:
        """The grade given the vetoes as columns, and for each column whether its veto is triggered."""
        conditions = self.formulas.conditions
        names = {veto: f"veto{n}" for n, veto in enumerate(conditions) if veto.grade or veto.steps}
        asked = {veto: column(name, kind="truth") for veto, name in names.items()}
        named = grade(self.scheme, column("total", places=9), asked)
        return named, {name: conditions[veto] for veto, name in names.items()}

    def known(self, values: Values) -> Known:
        """A record that has every column, if only as missing."""
        return values if type(values) is Known else Known({**self._nothing, **values}, self.formulas.compiled)

    # --- one record ---------------------------------------------------------------------

    def judge(self, values: Values, *, explain: bool = False, gains: bool = True) -> Part:
        """The points of a record as a tree.

        Args:
            values: exact values by column; an absent column is missing.
            explain: whether to write workings and gains.
            gains: without them, only the workings.
        """
        return _Judged(self, self.known(values), explain, explain and gains).section(self.formulas.root)

    def grade(self, values: Values, points: Fraction) -> str:
        """The grade of a total; empty if there is none, or it is unknown."""
        named, asked = self.grading
        if named is None:
            return ""
        known = self.known(values)
        triggered = {name: meant(condition, known) for name, condition in asked.items()}
        return str(meant(named, {"total": points, **triggered}) or "")


@attrs.frozen(eq=False)
class _Judged:
    """One record being scored."""

    by: Judge
    values: Known
    explain: bool
    gains: bool

    def section(self, part: SectionFormulas) -> Part:
        """The points of a section and everything in it."""
        own, parts = part.own, [self._part(one) for one in part.parts]
        there = True if part.present is None else holds(part.present, self.values)
        out, points = there is False, worth(part.points, self.values) if there else None
        if points is not None:
            parts += [Part("", label, points=by) for label, by, _ in acted(part, parts, points, self.values)]
        return Part(
            own.id, own.title, own.clause, part.weight, points, out,
            parts=tuple(parts), note=own.note,
        )  # fmt: skip

    def _part(self, part: ItemFormulas | SectionFormulas) -> Part:
        return self._item(part) if isinstance(part, ItemFormulas) else self.section(part)

    def _item(self, part: ItemFormulas) -> Part:
        item, values = part.own, self.values
        there = True if part.present is None else holds(part.present, values)
        out, points = there is False, worth(part.points, values) if there else None
        parts: tuple[Part, ...] = ()
        working = more = ""
        if out and part.applies is not None and holds(part.applies, values) is False:
            working = "不是这一类的，没有这一项"
        # a veto decides even if the item's own points are unknown
        added = item.combine in (Combine.MEAN, Combine.SUM)
        mean = part.several and added and worth(part.raw, values) is not None
        mean = mean and any(holds(task.counts, values) for task in part.tasks)
        if points is not None and mean:
            parts = tuple(self._tasks(part, points))
        if points is not None and self.explain:
            working = self._working(part)
            if not parts and item.role is not Role.DEDUCTION:
                more = self._gain(part, self._next_task(part), part.points)
        return Part(
            item.id, item.title, item.clause, part.weight, points, out, working, more, parts, item.note,
        )  # fmt: skip

    def _tasks(self, part: ItemFormulas, points: Fraction) -> Iterator[Part]:
        """Each indicator's part in the mean, and what acted on it."""
        values, deducted = self.values, part.tasks[0].inputs.deducted
        asked = [task for task in part.tasks if holds(task.counts, values)]
        of = len(asked) if part.own.combine is Combine.MEAN else 1
        if part.own.periods is not None and part.own.combine is Combine.SUM and part.weight is not None:
            weight: Fraction | None = Fraction(part.own.whole_weight)
        else:
            weight = None if part.weight is None or not asked else part.weight / len(asked)
        total = _NOTHING
        for task in asked:
            earned = worth(task.points, values)
            assert earned is not None  # noqa: S101  # else the mean would be unknown
            share = (-1 if deducted else 1) * earned / of
            total += share
            working = more = ""
            if self.explain:
                working = self._of_task(task, earned) + (f"，÷ {of}" if of > 1 else "")
                more = "" if deducted else self._gain(part, task, task.points)
            yield Part(task.inputs.stem, task.title(values), "", weight, share, False, working, more)
        if total != points:
            acted = "系数、四舍五入、折算或否决" if part.factor is not None else "四舍五入、折算或否决"
            yield Part("", acted, points=points - total)

    # --- in words -----------------------------------------------------------------------

    def _working(self, part: ItemFormulas) -> str:
        item, values, raw = part.own, self.values, worth(part.raw, self.values)
        task = part.tasks[0]
        asked = [one for one in part.tasks if holds(one.counts, values)] if part.several else []
        what = "个指标" if item.periods is None else "期"
        if part.several and raw is None:
            text = f"{len(asked)} {what}，有的没有数" if asked else "没有任务"
        elif part.asked is not None and not holds(part.asked, values) and self._averaged(item):
            text = f"没有任务，得其他各家的平均分 {said(raw)} 分"
        elif part.several and item.combine not in (Combine.MEAN, Combine.SUM):
            which = [one.title(values) for one in asked if worth(one.points, values) == raw]
            more = f"等 {len(which)} 个" if len(which) > 3 else ""
            how = {Combine.LEAST: "中最低的", Combine.MOST: "中最高的"}.get(item.combine, "，按最后一期的")
            if item.combine is Combine.LAST and which:
                which = [next(one for one in reversed(part.in_order) if one in asked).title(values)]
            text = f"{len(asked)} {what}{how} {said(raw)} 分：{'、'.join(which[:3])}{more}"
        elif part.several and len(asked) == 1 and holds(asked[0].inputs.has_task, values):
            text = f"1 {what}，{task.inputs.verb} {said(raw)} 分"
        elif part.several:
            how = "平均" if item.combine is Combine.MEAN else "合计"
            text = f"{len(asked)} {what}得分的{how} {said(raw)} 分"
        elif task.inputs.task and not holds(task.inputs.has_task, values):
            text = f"没有任务，得 {said(raw)} 分"
        elif raw is not None and not item.form.on_others and self._without_figure(task.inputs):
            text = f"没有数，得 {said(raw)} 分"
        else:
            text = task.write(values, worth(task.plain, values))
        times = None if part.factor is None else worth(part.factor, values)
        if times is not None and times != 1 and raw is not None:
            raw *= times
            text += f"，× 系数 {said(times)} = {said(raw)} 分"
        if not part.several:
            text += self._rounded(RoundAt.ITEM, raw)
        vetoed = [
            veto.said
            for veto, brought in part.conditions.items()
            if veto.scope == item.id and holds(brought, values)
        ]
        return "；".join([text, *vetoed])

    def _of_task(self, task: TaskFormulas, earned: Fraction) -> str:
        """How the points of one of several indicators came about."""
        plain = worth(task.plain, self.values)
        if not holds(task.inputs.has_task, self.values):
            return f"没有任务，得 {said(earned)} 分"
        text = "没有数" if self._without_figure(task.inputs) else task.write(self.values, plain)
        return text + self._rounded(RoundAt.TASK, plain)

    def _averaged(self, item: Item) -> bool:
        return absent_task(self.by.scheme, item) is Absent.AVERAGE

    def _without_figure(self, inputs: Inputs) -> bool:
        """Whether there is no figure, or no mark."""
        return self.values[inputs.done] is None and (inputs.task or inputs.done in self.values)

    def _rounded(self, level: RoundAt, points: Fraction | None) -> str:
        """The result of rounding at a level, if it changed anything."""
        how = rounding_at(self.by.scheme, level)
        if how is None or points is None or 10 ** (how.places or 0) % points.denominator == 0:
            return ""
        way = Way.HALF_UP if how.digits is Digits.HALF_UP else Way.CEIL if points < 0 else Way.FLOOR
        name = "四舍五入为" if way is Way.HALF_UP else "舍去尾数为"
        return f"，{name} {said(rounded(points, way, how.places or 0))} 分"

    def _next_task(self, part: ItemFormulas) -> TaskFormulas | None:
        """The indicator to raise next; if the least counts, the only one that holds the item back."""
        if not part.several:
            return part.tasks[0]
        raw = worth(part.raw, self.values)
        asked = [one for one in part.tasks if holds(one.counts, self.values)]
        held = [one for one in asked if worth(one.points, self.values) == raw]
        return held[0] if len(held) == 1 and part.own.combine is Combine.LEAST else None

    def _gain(self, part: ItemFormulas, task: TaskFormulas | None, points: Expression) -> str:
        """What a task's next step gives, with ranks unchanged."""
        root, values = self.by.formulas.root, self.values
        total = worth(root.points, values) if self.gains else None
        step = None if task is None or total is None else next_step(task, points, values)
        if step is None or total is None:
            return ""
        need, changed = step
        after = worth(root.points, changed)
        more = _difference(worth(part.points, changed), worth(part.points, values))
        text = gain(need, more, _difference(after, total), self.by.scheme.places)
        grades = self.by.scheme.grades
        if not text or after is None or any(band.limited for band in grades):  # that depends on the others
            return text
        now, then = self.by.grade(values, total), self.by.grade(changed, after)
        return f"{text}，等次由{now}变为{then}" if now != then and then else text


def acted(
    part: SectionFormulas, parts: Sequence[Part], points: Fraction, values: Known
) -> Iterator[tuple[str, Fraction, Fraction]]:
    """What acted on a section's points and changed them: its name, by how much, and what it left.

    Args:
        part: the formulas of the section.
        parts: the points of its parts.
        points: its points.
        values: the record.
    """
    if not any(stage.label for stage in part.stages):
        return  # they were only added up
    left = points - _sum(parts)
    before: Fraction | None = _NOTHING
    for stage in part.stages:
        after = worth(stage.points, values)
        if stage.label and before is not None and after is not None:
            # if only the least part counts, what is added is not their sum
            shown = _sum(one for of, one in zip(part.parts, parts, strict=True) if of.own.role is stage.role)
            if after - before != shown:
                left -= after - before - shown
                yield stage.label, after - before - shown, after
        before = after
    if left:  # a veto decides even if a part is unknown
        yield part.stages[-1].label, left, points


def _difference(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def _sum(parts: Iterable[Part]) -> Fraction:
    return sum((part.points or _NOTHING for part in parts), _NOTHING)
