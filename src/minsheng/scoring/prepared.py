"""A scheme's parts made ready for records: each with its expressions, and with what they depend on."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

import attrs

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.nodes import columns
from minsheng.scoring.choices import Level, Role, Together
from minsheng.scoring.inputs import Input, Inputs
from minsheng.scoring.items import Item, Section
from minsheng.scoring.points import (
    counts,
    finished,
    indicator_points,
    inputs_of,
    is_present,
    item_points,
    raw_points,
    task_points,
)
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.sections import ROUNDED, Entry, Stage, any_present, stages
from minsheng.scoring.values import Goals, Values, Written

#: the column of an item's own points
OWN = "own?"


@attrs.frozen(eq=False)
class Task:
    """One thing that an item measures, with its expressions."""

    item: Item
    inputs: Inputs
    points: Expression
    #: whether it counts among several
    counts: Expression

    @cached_property
    def target(self) -> Expression:
        return self.inputs.target

    @cached_property
    def has_task(self) -> Expression:
        return self.inputs.has_task

    @cached_property
    def plain(self) -> Expression:
        """Its points before they are rounded."""
        return self.item.form.points(self.item.weight, self.inputs)

    @cached_property
    def write(self) -> Written:
        return self.item.form.working(self.item.weight, self.inputs)

    @cached_property
    def goals(self) -> Goals:
        return self.item.form.goals(self.item.weight, self.inputs)

    def title(self, values: Values) -> str:
        return str(values.get(f"{self.inputs.stem}_{Input.TEXT.value}") or self.inputs.stem)


@attrs.frozen(eq=False)
class ReadyItem:
    """An item with its expressions; ``several`` where its indicators are scored one by one."""

    item: Item
    points: Expression
    raw: Expression
    present: Expression | None
    tasks: tuple[Task, ...]
    several: bool
    #: its points over its own, unfinished ones, as the column ``own?``
    finish: Expression

    @cached_property
    def weight(self) -> Fraction | None:
        return Fraction(self.item.weight) if self.item.role is Role.POINTS else None

    @cached_property
    def needs(self) -> frozenset[str]:
        """The columns its points depend on."""
        return _names([self.points] if self.present is None else [self.points, self.present])


@attrs.frozen(eq=False)
class ReadySection:
    """A section with its parts, and its stages over their points."""

    section: Section
    parts: tuple[ReadyItem | ReadySection, ...]
    stages: tuple[Stage, ...]
    present: Expression | None
    #: its points over what its parts add up to by role, as the columns ``points?`` and so on; None
    #: where more than their sums matters
    tail: Expression | None
    #: whether they are just the sum of its parts' points
    plain: bool

    @cached_property
    def roles(self) -> dict[str, Role]:
        """How each of its parts enters, by id."""
        return {part.id: part.role for part in self.section.parts}

    @cached_property
    def needs(self) -> frozenset[str]:
        """The columns its points depend on, those of its parts too."""
        return _names([self.stages[-1].points]).union(*(part.needs for part in self.parts))


def _names(expressions: Iterable[Expression]) -> frozenset[str]:
    return frozenset(one.name for expression in expressions for one in columns(expression.node))


def ready_item(scheme: Scheme, item: Item) -> ReadyItem:
    """An item made ready."""
    several = len(item.indicators) > 1 and not item.form.on_others
    given = inputs_of(item) if several else inputs_of(item)[:1]
    earned = indicator_points if several else task_points
    tasks = tuple(Task(item, one, earned(scheme, item, one), counts(scheme, item, one)) for one in given)
    points, raw = item_points(scheme, item), raw_points(scheme, item)
    finish = finished(scheme, item, column(OWN, places=9))
    return ReadyItem(item, points, raw, is_present(scheme, item), tasks, several, finish)


def ready_section(scheme: Scheme, section: Section) -> ReadySection:
    """A section made ready, with all in it; its stages are over the points of its parts, by their ids."""
    parts = [
        ready_item(scheme, part) if isinstance(part, Item) else ready_section(scheme, part)
        for part in section.parts
    ]
    entries = []
    for own, part in zip(section.parts, parts, strict=True):
        present = None if part.present is None else column(f"{own.id}?", kind="truth")
        entries.append(Entry(own.weight, own.role, column(own.id, places=9), present))
    staged, tail = stages(scheme, section, entries), None
    roles = [one.role for one in entries]
    if section.combine is Together.SUM and all(one.present is None for one in entries):
        sums = [Entry(section.weight, role, column(of_role(role), places=9)) for role in dict.fromkeys(roles)]
        tail = stages(scheme, section, sums)[-1].points
    # points that are rounded already are not changed by rounding their sum
    silent = {"", ROUNDED} if Level.ITEM in scheme.rounding and not section.sections else {""}
    plain = tail is not None and {stage.label for stage in staged} <= silent
    return ReadySection(section, tuple(parts), staged, any_present(entries), tail, plain)


def of_role(role: Role) -> str:
    """The column of what the parts of a role add up to."""
    return f"{role.value}?"
