"""The expressions of a scheme's sections, of its total and its grade; and what they need to know.

A section's expression is built over its parts' points, so that on a record each part is computed
once and shown, and on a frame the whole is one formula. Both are the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from minsheng.domain.expression.build import Expression, column, least, most
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.nodes import All, Column, columns
from minsheng.errors import RuleError
from minsheng.scoring.bands import Range, name_of
from minsheng.scoring.choices import Force, Level, Role, Together
from minsheng.scoring.inputs import Input, Inputs
from minsheng.scoring.items import Item, Section, walk
from minsheng.scoring.points import MUCH, after, condition, inputs_of, is_present, item_points, value_of
from minsheng.scoring.ranks import RankPoints
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.values import ZERO, constant, summed, where

_ONE = Decimal(1)


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
    running = _together(section.combine, plain)
    found = [Stage("" if section.combine is Together.SUM else section.combine.label, running)]
    if section.combine is Together.SUM and any(one.present is not None for one in plain):
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
            running = after(scheme, veto, running)
            found.append(Stage(f"{veto.title}：一票否决", running))
    return tuple(found)


def _together(combine: Together, plain: list[Entry]) -> Expression:
    if combine is Together.SUM or not plain:
        return summed([_counted(one) for one in plain])
    out = MUCH if combine is Together.LEAST else -MUCH
    parts = [one.points if one.present is None else where(one.present, one.points, out) for one in plain]
    return least(*parts) if combine is Together.LEAST else most(*parts)


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


# --- grades ----------------------------------------------------------------------------


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


# --- what is to be known of the others ---------------------------------------------------


def order_of(scheme: Scheme, item: Item) -> tuple[Expression, bool]:
    """What an item is ranked by, and whether the least of it is first."""
    lowest = False
    if isinstance(item.form, RankPoints):
        lowest = item.form.lowest
        if item.form.of:
            return _entry(scheme, scheme.part(item.form.of)).points, lowest
    given = inputs_of(item)
    if len(given) == 1:
        order, least = given[0].order
        return order, least != lowest
    return value_of(item), given[0].reversed != lowest


def ranked_items(scheme: Scheme) -> tuple[tuple[Item, ...], ...]:
    """The items that go by places, in rounds: one that ranks a section's points comes after those in it."""
    left = [item for item in scheme.every_item if item.form.on_others]
    rounds = []
    while left:
        ready = tuple(item for item in left if not _waits(scheme, item, left))
        if not ready:  # a ring, which checks refuse
            raise RuleError(f"items are ranked by each other's points: {', '.join(one.id for one in left)}")
        rounds.append(ready)
        left = [item for item in left if item not in ready]
    return tuple(rounds)


def _waits(scheme: Scheme, item: Item, left: list[Item]) -> bool:
    of = item.form.of if isinstance(item.form, RankPoints) else ""
    return bool(of) and any(part in left for part in walk(scheme.part(of)))


def facts_of(scheme: Scheme) -> tuple[Column, ...]:
    """The columns a scheme is scored by, and those that places are found by."""
    ranked = [order_of(scheme, item)[0].node for item in scheme.every_item if item.form.on_others]
    found = {one.name: one for node in ranked for one in columns(node)}
    return tuple((found | {one.name: one for one in columns_of(scheme)}).values())
