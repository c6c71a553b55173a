"""Items, sections and vetoes: the lines of a regulation, each with its clause; data, and frozen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from minsheng.asking import SLUG, built
from minsheng.domain.amount import Amount
from minsheng.domain.units import Unit
from minsheng.rules.scoring.forms.basic import Form
from minsheng.rules.scoring.terms.choices import Absent, Combine, GoesBy, Role, Together
from minsheng.rules.scoring.terms.worth import ZERO, certain, number, said

#: all indicators of the programme that is scored
EVERY = "*"


@built
@attrs.frozen
class AreaTarget:
    """A target that the regulation itself sets for one of those who are ranked.

    >>> str(AreaTarget("甲县", Amount(6, "座")).amount)
    '6 座'
    """

    area: str
    amount: Amount


@built
@attrs.frozen
class Item:
    """One line of a regulation that gives points.

    Args:
        id: a stable slug; columns are named by it.
        title: what it is, in Chinese.
        form: how facts become points.
        weight: its full points; 0 for what is counted by events.
        clause: the clause.
        indicators: the ids of the indicators it is about, ``*`` for all; none where people give
            marks, answers or events.
        unit: the unit of target and actual, where steps are amounts.
        places: how many decimal places figures have at most.
        most: how great a figure may be.
        lower: those of the indicators of which less is better.
        beyond: those whose target must be passed, and reaching it is not enough.
        goes_by: the number that ranks, classes, lines and limits go by: the completion in per cent, the
            figure itself (then no target is needed), or what it is beyond the target.
        combine: what several indicators make.
        role: whether it gives points, or a deduction or a bonus.
        no_task: what becomes of it where no target was set; as the scheme says without.
        no_figure: what becomes of it where nothing was reported; as the scheme says without.
        to_year_end: whether figures are extrapolated to the year's end by months.
        target: the target that the regulation itself sets for everybody; it alone counts here, whatever
            a programme or another item asks of the same indicator.
        targets: the same for some of those who are ranked, by name; of the others the target counts,
            or the programme's.
        less_pays: why less work may give more points, where the text has it so.
        note: what the text leaves open, and how it is read here.
    """

    id: str = attrs.field(validator=SLUG)
    title: str
    form: Form
    weight: Decimal = attrs.field(default=ZERO, converter=certain)
    clause: str = ""
    indicators: tuple[str, ...] = ()
    unit: Unit | None = None
    places: int = attrs.field(
        default=4,
        validator=[attrs.validators.instance_of(int), attrs.validators.ge(0), attrs.validators.le(9)],
    )
    most: Decimal = attrs.field(
        default=Decimal(10**8), converter=certain, validator=attrs.validators.gt(ZERO)
    )
    lower: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    goes_by: GoesBy = attrs.field(default=GoesBy.RATE, converter=GoesBy)
    combine: Combine = attrs.field(default=Combine.MEAN, converter=Combine)
    role: Role = attrs.field(default=Role.POINTS, converter=Role)
    no_task: Absent | None = attrs.field(default=None, converter=attrs.converters.optional(Absent))
    no_figure: Absent | None = attrs.field(default=None, converter=attrs.converters.optional(Absent))
    to_year_end: bool = False
    target: Amount | None = None
    targets: tuple[AreaTarget, ...] = ()
    less_pays: str = ""
    note: str = ""


@built
@attrs.frozen
class Section:
    """A part of a regulation: items, and sections in it.

    Args:
        id: a stable slug.
        title: what it is.
        weight: what it counts for in the whole.
        clause: the clause.
        items, sections: its parts.
        combine: whether its parts are added up, or the least or the most of them counts.
        out_of: what its parts add up to, where that is not its weight: 100 points that count 40.
        cap, floor: the most and the least points, before it is scaled to its weight.
        coefficient: what each further project adds: points × (1 + coefficient × (n − 1)).
        coefficient_cap: what the points are multiplied by at most.
        verified: whether its points are multiplied by verified ÷ reported, where that is below 1.
        sequence: the ids of its parts in the order of the text; items, then sections, without.
        note: what the text leaves open.
    """

    id: str = attrs.field(validator=SLUG)
    title: str
    weight: Decimal = attrs.field(default=ZERO, converter=certain)
    clause: str = ""
    items: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()
    combine: Together = attrs.field(default=Together.SUM, converter=Together)
    out_of: Decimal | None = attrs.field(default=None, converter=number)
    cap: Decimal | None = attrs.field(default=None, converter=number)
    floor: Decimal | None = attrs.field(default=None, converter=number)
    coefficient: Decimal | None = attrs.field(default=None, converter=number)
    coefficient_cap: Decimal | None = attrs.field(default=None, converter=number)
    verified: bool = False
    sequence: tuple[str, ...] = ()
    note: str = ""

    @property
    def role(self) -> Role:
        """How it enters the whole: as what all of its parts are; what adds and takes off is a bonus."""
        roles = {part.role for part in self.parts} or {Role.POINTS}
        if Role.POINTS in roles:
            return Role.POINTS
        return roles.pop() if len(roles) == 1 else Role.BONUS

    @property
    def parts(self) -> tuple[Item | Section, ...]:
        """Its items and its sections, in the order of the text."""
        at = {id: number for number, id in enumerate(self.sequence)}
        parts: tuple[Item | Section, ...] = (*self.items, *self.sections)
        return tuple(sorted(parts, key=lambda part: at.get(part.id, len(at)))) if at else parts


@built
@attrs.frozen
class Veto:
    """What sets a part of the points to zero, or forces a grade, whatever else there is.

    Args:
        id: a stable slug.
        title: what it is.
        scope: ``total``, the id of a section or an item, or ``grade`` for the grade alone.
        event: a kind of event that brings it about; or:
        item: the id of an item that does, where its value (completion in per cent, or mark) is
        below: below this; without, where its target is not reached.
        count: how many events it takes.
        to: the points that are left at most.
        grade: the best grade that may still be given.
        clause: the clause.
        note: what the text leaves open.
    """

    id: str = attrs.field(validator=SLUG)
    title: str
    scope: str = "total"
    event: str = ""
    item: str = ""
    below: Decimal | None = attrs.field(default=None, converter=number)
    count: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    to: Decimal = attrs.field(default=ZERO, converter=certain)
    grade: str = ""
    clause: str = ""
    note: str = ""

    @property
    def effect(self) -> str:
        """What it does to points."""
        return f"最多 {said(self.to)} 分" if self.to else "一票否决"

    @property
    def said(self) -> str:
        """It in words."""
        return f"{self.title}：{self.effect}"


def walk(part: Item | Section) -> Iterator[Item | Section]:
    """A part and everything in it."""
    yield part
    if isinstance(part, Section):
        for inner in part.parts:
            yield from walk(inner)


def full_points(part: Item | Section) -> Decimal:
    """What a part adds to the full points of its section: deductions and bonuses nothing."""
    return part.weight if part.role is Role.POINTS else ZERO
