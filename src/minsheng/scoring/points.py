"""The expressions of a scheme: of an item, of a section, of the total, of the grade.

A section's expression is built over its parts' points, so that on a record each part is computed
once and shown, and on a frame the whole is one formula. Both are the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from minsheng.domain.expression.build import Expression, column, least
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.nodes import All, Column, columns
from minsheng.errors import RuleError
from minsheng.scoring.bands import Range, name_of
from minsheng.scoring.choices import Absent, Combine, Force, Level, Role
from minsheng.scoring.forms import ZERO
from minsheng.scoring.inputs import Input, Inputs, constant, summed, where
from minsheng.scoring.items import EVERY, Item, Section, Veto
from minsheng.scoring.scheme import Scheme

_ONE, _MUCH = Decimal(1), Decimal(10**6)


def inputs_of(item: Item) -> tuple[Inputs, ...]:
    """What an item is given: the columns of each of its indicators, or its own.

    Raises:
        RuleError: its indicators are those of a programme that is not known yet.
    """
    if EVERY in item.indicators:
        raise RuleError(f"item {item.id!r} is about all indicators: bind the scheme to a programme first")
    if not item.indicators:
        return (Inputs(item.id, item.unit, item.places, item.most, item=item.id),)
    return tuple(
        Inputs(
            id, item.unit, item.places, item.most, True, id in item.lower, id in item.beyond,
            item.to_year_end, item.id,
        )
        for id in item.indicators
    )  # fmt: skip


def absent_task(scheme: Scheme, item: Item) -> Absent:
    """What becomes of an item without a target."""
    return item.no_task or scheme.no_task


def absent_figure(scheme: Scheme, item: Item) -> Absent:
    """What becomes of an item without a figure."""
    return item.no_figure or scheme.no_figure


def task_points(scheme: Scheme, item: Item, inputs: Inputs) -> Expression:
    """The points of one of an item's indicators, as if it were the only one."""
    points = item.form.points(item.weight, inputs)
    absent = absent_figure(scheme, item)
    if absent in (Absent.ZERO, Absent.FULL):
        missing = inputs.column(Input.ACTUAL).is_missing() if inputs.task else points.is_missing()
        points = where(missing, item.weight if absent is Absent.FULL else ZERO, points)
    return points.half_up(scheme.places) if Level.TASK in scheme.rounding else points


def value_of(item: Item) -> Expression:
    """The number an item is ranked by, or held against a veto's limit: per cent done, or the mark."""
    given = inputs_of(item)
    if len(given) == 1:
        return given[0].value
    parts = [where(one.has_task, one.value, ZERO) for one in given]
    return summed(parts) / summed([where(one.has_task, _ONE, ZERO) for one in given])


def has_task(item: Item) -> Expression | None:
    """Whether any of an item's indicators has a target; None where it is about none."""
    given = inputs_of(item)
    if not given[0].task:
        return None
    asked = given[0].has_task
    for one in given[1:]:
        asked = asked | one.has_task
    return asked


def raw_points(scheme: Scheme, item: Item) -> Expression:
    """The points of an item, before sign, rounding and vetoes."""
    given, asked = inputs_of(item), has_task(item)
    if len(given) == 1 or item.form.on_others:
        points = task_points(
            scheme, item, given[0] if len(given) == 1 else attrs.evolve(given[0], task=False)
        )
    elif item.combine is Combine.MEAN:
        parts = [where(one.has_task, task_points(scheme, item, one), ZERO) for one in given]
        points = summed(parts) / summed([where(one.has_task, _ONE, ZERO) for one in given])
    else:
        points = least(*(where(one.has_task, task_points(scheme, item, one), _MUCH) for one in given))
    absent = absent_task(scheme, item)
    if asked is None:
        return points
    if absent in (Absent.FULL, Absent.ZERO):
        return where(asked, points, item.weight if absent is Absent.FULL else ZERO)
    return when(asked).then(points).otherwise(None)


def item_points(scheme: Scheme, item: Item) -> Expression:
    """The points of an item as they enter its section: a deduction is negative."""
    points = raw_points(scheme, item)
    if item.role is Role.DEDUCTION:
        points = points * -1
    if Level.ITEM in scheme.rounding:
        points = points.half_up(scheme.places)
    return vetoed(scheme, item.id, points)


def is_present(scheme: Scheme, item: Item) -> Expression | None:
    """Whether an item counts; None where it always does."""
    asked = has_task(item)
    if asked is not None and absent_task(scheme, item) is Absent.LEFT_OUT:
        if absent_figure(scheme, item) is Absent.LEFT_OUT:
            return ~raw_points(scheme, item).is_missing()
        return asked
    if absent_figure(scheme, item) is Absent.LEFT_OUT:
        return ~raw_points(scheme, item).is_missing()
    return None


# --- sections --------------------------------------------------------------------------


@attrs.frozen(eq=False)
class Entry:
    """A part as its section sees it.

    Args:
        weight: its full points.
        role: how it enters.
        points: its points.
        present: whether it counts; None where it always does.
    """

    weight: Decimal
    role: Role
    points: Expression
    present: Expression | None = None


@attrs.frozen(eq=False)
class Stage:
    """The points of a section after something has acted on them."""

    label: str
    points: Expression


def stages(scheme: Scheme, section: Section, entries: Iterable[Entry]) -> tuple[Stage, ...]:
    """What becomes of a section's points, step by step; the last is what it gives.

    The parts' own points come first, and what acts on them after, in the order of the scheme. A
    deduction or a bonus is its own part and makes no stage.
    """
    listed = tuple(entries)
    plain = [one for one in listed if one.role is Role.POINTS]
    running = summed([_counted(one) for one in plain])
    found = [Stage("", running)]
    if any(one.present is not None for one in plain):
        whole = sum((one.weight for one in plain), ZERO)
        counted = summed(
            [
                where(one.present, one.weight, ZERO) if one.present is not None else constant(one.weight)
                for one in plain
            ]
        )
        running = running * whole / counted
        found.append(Stage("缺项折算", running))
    for force in scheme.order:
        if force is Force.CAP:
            if section.cap is not None or section.floor is not None:
                running = running.clip(section.floor, section.cap)
                found.append(Stage("封顶保底", running))
        else:
            role = Role.DEDUCTION if force is Force.DEDUCTION else Role.BONUS
            added = [_counted(one) for one in listed if one.role is role]
            if added:
                running = running + summed(added)
                found.append(Stage("", running))
    if section.out_of is not None:
        running = running * section.weight / section.out_of
        found.append(Stage(f"按 {section.weight}/{section.out_of} 折算", running))
    own = Inputs(section.id)
    if section.coefficient is not None:
        more = own.column(Input.NUMBER) - 1
        running = running * (more * section.coefficient + 1)
        found.append(Stage("项目数系数", running))
    if section.verified:
        reported, verified = own.column(Input.REPORTED), own.column(Input.VERIFIED)
        running = running * where(verified < reported, verified / reported, _ONE)
        found.append(Stage("核实数÷上报数", running))
    level = Level.TOTAL if section.id == "total" else Level.SECTION
    if level in scheme.rounding:
        running = running.half_up(scheme.places)
        found.append(Stage("四舍五入", running))
    for veto in scheme.vetoes:
        if veto.scope == section.id:
            running = where(condition(scheme, veto), veto.to, running)
            found.append(Stage(f"{veto.title}：一票否决", running))
    return tuple(found)


def _counted(entry: Entry) -> Expression:
    return entry.points if entry.present is None else where(entry.present, entry.points, ZERO)


def _entry(scheme: Scheme, part: Item | Section) -> Entry:
    if isinstance(part, Item):
        return Entry(part.weight, part.role, item_points(scheme, part), is_present(scheme, part))
    entries = [_entry(scheme, inner) for inner in part.parts]
    return Entry(part.weight, Role.POINTS, stages(scheme, part, entries)[-1].points, any_present(entries))


def any_present(entries: Iterable[Entry]) -> Expression | None:
    """Whether a section counts: it does not where all of its parts are left out."""
    found: Expression | None = None
    for entry in entries:
        if entry.role is not Role.POINTS:
            continue
        if entry.present is None:
            return None
        found = entry.present if found is None else found | entry.present
    return found


def total(scheme: Scheme) -> Expression:
    """The total points as one formula over the scheme's columns."""
    return _entry(scheme, scheme.root).points


# --- vetoes and grades -----------------------------------------------------------------


def condition(scheme: Scheme, veto: Veto) -> Expression:
    """Whether a veto is brought about."""
    if veto.event:
        return Inputs(veto.id).column(Input.COUNT) >= veto.count
    item = scheme.part(veto.item)
    assert isinstance(item, Item)  # noqa: S101  # checked when the scheme was
    given, asked = inputs_of(item), has_task(item)
    if veto.below is not None:
        missed = value_of(item) < veto.below
        return missed if asked is None else asked & missed
    found: Expression | None = None
    for one in given:
        missed = one.has_task & ~one.met
        found = missed if found is None else found | missed
    assert found is not None  # noqa: S101  # there is one at least
    return found


def vetoed(scheme: Scheme, scope: str, points: Expression) -> Expression:
    """Points with the vetoes of a scope applied."""
    for veto in scheme.vetoes:
        if veto.scope == scope:
            points = where(condition(scheme, veto), veto.to, points)
    return points


def grade(scheme: Scheme, points: Expression) -> Expression | None:
    """The grade of a total, none better than a veto lets it be; None where there are no grades."""
    named = name_of(scheme.grades, points)
    if named is None:
        return None
    order = [band.name for band in sorted(scheme.grades, key=Range.start)]
    forcing = sorted((v for v in scheme.vetoes if v.grade), key=lambda v: order.index(v.grade), reverse=True)
    for veto in forcing:  # the worst is asked last, so it decides first
        allowed = sorted(scheme.grades, key=Range.start)[: order.index(veto.grade) + 1]
        lower = name_of(allowed, points)
        assert lower is not None  # noqa: S101  # it is among them
        named = when(condition(scheme, veto)).then(lower).otherwise(named)
    return named


def columns_of(scheme: Scheme) -> tuple[Column, ...]:
    """The columns a scheme is scored by.

    Raises:
        RuleError: two items take one column in two ways.
    """
    points = total(scheme)
    asked = [~points.is_missing()]
    named = grade(scheme, column("total", places=9))
    if named is not None:
        asked.append(~named.is_missing())
    node = All(tuple(one.node for one in asked))
    return tuple(one for one in columns(node) if one.name != "total")
