"""The expressions of a scheme's sections, and of its total.

A section's expression is built over its parts' points, so that on a record each part is computed
once and shown, and on a frame the whole is one formula. Both are the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from minsheng.domain.amount import add_exactly, plain_text
from minsheng.domain.expression.build import Expression, least
from minsheng.domain.expression.choosing import when
from minsheng.scoring.bounds import part_bounds
from minsheng.scoring.choices import Force, Level, Role, Together
from minsheng.scoring.inputs import Input, Inputs
from minsheng.scoring.items import Item, Section
from minsheng.scoring.points import after, is_present, item_points
from minsheng.scoring.scheme import Scheme, order_in
from minsheng.scoring.values import ZERO, constant, of_those_there, summed, where

_ONE = Decimal(1)
#: what rounding is called among what acts on a section
ROUNDED = "四舍五入"


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
    """The points of a section after something has acted on them.

    Args:
        label: what acted; empty where the points of parts were added, which are shown themselves.
        points: what they come to.
        role: of which parts the points were added in this stage; None where something acted on them.
    """

    label: str
    points: Expression
    role: Role | None = None


def stages(scheme: Scheme, section: Section, entries: Iterable[Entry]) -> tuple[Stage, ...]:
    """What becomes of a section's points, step by step; the last is what it gives.

    The parts' own points come first, and what acts on them after, in the order of the scheme. A
    deduction or a bonus is its own part and makes no stage.
    """
    listed = tuple(entries)
    plain = [one for one in listed if one.role is Role.POINTS]
    running = _together(scheme, section, plain)
    label = "" if section.combine is Together.SUM else section.combine.label
    found = [Stage(label, running, Role.POINTS)]
    if section.combine is Together.SUM and any(one.present is not None for one in plain):
        whole = add_exactly(*(one.weight for one in plain))
        counted = summed(
            [
                where(one.present, one.weight, ZERO) if one.present is not None else constant(one.weight)
                for one in plain
            ]
        )
        running = running * whole / counted
        found.append(Stage("缺项折算", running))
    for force in order_in(scheme, section):
        if force is Force.CAP:
            if section.cap is not None or section.floor is not None:
                running = running.clip(section.floor, section.cap)
                found.append(Stage("封顶保底", running))
        else:
            role = Role.DEDUCTION if force is Force.DEDUCTION else Role.BONUS
            added = [one for one in listed if one.role is role]
            if added:
                running = running + _together(scheme, section, added)
                found.append(Stage(label, running, role))
    if section.out_of is not None:
        running = running * section.weight / section.out_of
        found.append(Stage(f"按 {plain_text(section.weight)}/{plain_text(section.out_of)} 折算", running))
    own = Inputs(section.id)
    if section.coefficient is not None:
        factor = (own.column(Input.NUMBER) - 1) * section.coefficient + 1
        if section.coefficient_cap is not None:
            factor = least(factor, section.coefficient_cap)
        running = running * factor
        found.append(Stage("项目数系数", running))
    if section.verified:
        reported, verified = own.column(Input.REPORTED), own.column(Input.VERIFIED)
        running = running * where(verified < reported, verified / reported, _ONE)
        found.append(Stage("核实数÷上报数", running))
    level = Level.TOTAL if section.id == "total" else Level.SECTION
    if level in scheme.rounding:
        running = running.half_up(scheme.places)
        found.append(Stage(ROUNDED, running))
    for veto in scheme.vetoes:
        if veto.scope == section.id:
            running = after(scheme, veto, running)
            found.append(Stage(veto.said, running))
    return tuple(found)


def _together(scheme: Scheme, section: Section, parts: list[Entry]) -> Expression:
    """What parts of one role make: of deductions the most is the one that takes off most."""
    if section.combine is Together.SUM or not parts:
        return summed([_counted(one) for one in parts])
    role = parts[0].role
    lowest = (section.combine is Together.LEAST) != (role is Role.DEDUCTION)
    ends = [part_bounds(scheme, part)[1 if lowest else 0] for part in section.parts if part.role is role]
    return of_those_there([(one.present, one.points) for one in parts], ends, lowest=lowest)


def _counted(entry: Entry) -> Expression:
    return entry.points if entry.present is None else where(entry.present, entry.points, ZERO)


def entry_of(scheme: Scheme, part: Item | Section) -> Entry:
    """A part as its section sees it, as one formula."""
    if isinstance(part, Item):
        return Entry(part.weight, part.role, item_points(scheme, part), is_present(scheme, part))
    entries = [entry_of(scheme, inner) for inner in part.parts]
    return Entry(part.weight, part.role, stages(scheme, part, entries)[-1].points, any_present(entries))


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


def points_of(scheme: Scheme, part: Item | Section) -> Expression:
    """The points of a part as one formula over the scheme's columns; none where it is left out.

    What is left out has no points that a veto could leave.
    """
    found = entry_of(scheme, part)
    return found.points if found.present is None else when(found.present).then(found.points).otherwise(None)
