"""Items, sections and vetoes: the lines of a regulation, each with its clause, as frozen data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import SLUG, built
from minsheng.domain.amount import Amount
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.units import Unit
from minsheng.rules.scoring.forms.basic import Form
from minsheng.rules.scoring.regulation.who import Factor, Size
from minsheng.rules.scoring.terms.choices import (
    Absent,
    Combine,
    GoesBy,
    Others,
    Periods,
    Role,
    Takes,
    Together,
)
from minsheng.rules.scoring.terms.worth import ZERO, certain, number, said

#: how titles of events begin that say themselves that something happened
_TOLD = ("发生", "出现", "被", "受", "有", "未", "没", "不", "连续", "获")
#: stands for all indicators of the scored programme
EVERY = "*"


@built
@attrs.frozen
class AreaTarget:
    """A target that the regulation itself sets for one subject.

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
        title: its title, in Chinese.
        form: how facts become points.
        weight: its full points; 0 for what is counted by events.
        clause: the clause.
        indicators: the ids of its indicators, ``*`` for all; none for marks, answers and events.
        unit: the unit of target and actual, if steps are amounts.
        places: the most decimal places of a figure.
        most: the greatest possible figure.
        lower: the indicators for which less is better.
        beyond: the indicators whose target must be exceeded, not just reached.
        goes_by: the number used for ranks, classes, lines and limits: the completion in per cent,
            the figure itself (which needs no target), or its excess over the target.
        combine: how several indicators, or the periods, are combined.
        periods: the periods that are scored each by itself, then combined; their columns are those
            of the indicator or item with ``-1``, ``-2`` … ; None: the year as a whole.
        role: whether it gives points, a deduction or a bonus.
        no_task: how it is scored without a target; default: as the scheme says.
        no_figure: how it is scored if nothing was reported; default: as the scheme says.
        to_year_end: whether figures are extrapolated to the end of the year by months.
        takes: what its mark is taken from, of the register of acceptance; None: marks are given.
        target: a target that the regulation itself sets for everybody; in this item it replaces
            the programme's.
        targets: such targets for single subjects, by name; the others have ``target`` or the
            programme's.
        against: what of all who are compared takes the place of the target: the mean, the median or
            the best of their figures.
        only: the classes of those that have the item; default: everybody.
        sized: the tasks that the item is for, by their size; default: all.
        factors: what points are multiplied by, for whom.
        less_pays: why less work may give more points, if the regulation says so.
        exceeds: why listed points may be more than the full points, if the regulation says so.
        note: what the regulation leaves open, and how it is read here.
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
    takes: Takes | None = attrs.field(default=None, converter=attrs.converters.optional(Takes))
    periods: Periods | None = attrs.field(default=None, converter=attrs.converters.optional(Periods))
    against: Others | None = attrs.field(default=None, converter=attrs.converters.optional(Others))
    only: tuple[str, ...] = ()
    sized: Size | None = None
    factors: tuple[Factor, ...] = ()
    less_pays: str = ""
    exceeds: str = ""
    note: str = ""

    @property
    def whole_weight(self) -> Decimal:
        """The full points of one period; without periods, or unless they are added up, its own."""
        if self.periods is None or self.combine is not Combine.SUM:
            return self.weight
        return shared_out(self.weight, self.periods.many)


def shared_out(weight: Decimal, many: int) -> Decimal:
    """An equal share of full points; all of them if it does not end, which is refused."""
    share = exact_decimal(Fraction(weight) / many)
    return weight if share is None else share


@built
@attrs.frozen
class Section:
    """A part of a regulation: items, and sections in it.

    Args:
        id: a stable slug.
        title: its title.
        weight: its full points in the whole.
        clause: the clause.
        items, sections: its parts.
        combine: whether its parts are added up, or only the least or the most counts; or, of the events
            of one matter, only the highest.
        out_of: what its parts add up to, if not its weight: 100 points that count as 40.
        cap, floor: the most and the least points, before scaling to its weight.
        coefficient: what each further project adds: points × (1 + coefficient × (n − 1)).
        coefficient_cap: the greatest factor.
        verified: whether to multiply its points by verified ÷ reported, if that is below 1.
        best_as: what the best of all who are compared gets; the others in proportion.
        only: the classes of those that have the section; default: everybody.
        factors: what points are multiplied by, for whom.
        sequence: the ids of its parts in the order of the regulation; default: items, then sections.
        note: what the regulation leaves open.
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
    best_as: Decimal | None = attrs.field(default=None, converter=number)
    only: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    note: str = ""

    @property
    def role(self) -> Role:
        """The role that its parts share; a bonus if it both adds and deducts."""
        roles = {part.role for part in self.parts} or {Role.POINTS}
        if Role.POINTS in roles:
            return Role.POINTS
        return roles.pop() if len(roles) == 1 else Role.BONUS

    @property
    def parts(self) -> tuple[Item | Section, ...]:
        """Its items and sections, in the order of the regulation."""
        at = {id: number for number, id in enumerate(self.sequence)}
        parts: tuple[Item | Section, ...] = (*self.items, *self.sections)
        return tuple(sorted(parts, key=lambda part: at.get(part.id, len(at)))) if at else parts


@built
@attrs.frozen
class Veto:
    """Something that limits points, usually to zero, or the grade.

    Args:
        id: a stable slug.
        title: its title.
        scope: ``total``, the id of a section or item, or ``grade`` for the grade alone.
        event: the kind of event that triggers it; or:
        item: the id of the item that triggers it.
        below: triggered if the item's value (completion in per cent, or mark) is below this;
            default: if its target is not reached.
        count: how many events it takes.
        to: the most points that are left.
        times: what points are multiplied by instead.
        grade: the best grade that is still possible.
        raises: whether ``grade`` is the worst that is possible instead: an event that raises it.
        steps: by how many grades it raises the grade instead, or lowers it (-1).
        clause: the clause.
        note: what the regulation leaves open.
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
    times: Decimal | None = attrs.field(default=None, converter=number)
    raises: bool = False
    steps: int = 0

    @property
    def limits(self) -> str:
        """The best grade that it leaves; empty if it leaves all."""
        return "" if self.raises else self.grade

    @property
    def on_grade(self) -> str:
        """Its effect on the grade; empty for none."""
        if self.steps:
            return f"等次{'上调' if self.steps > 0 else '下调'} {abs(self.steps)} 等"
        return self.grade and f"等次{'最低' if self.raises else '最高'}评为{self.grade}"

    @property
    def cause(self) -> str:
        """Why it acts, in words."""
        return f"因{'发生' if self.event and not self.title.startswith(_TOLD) else ''}{self.title}"

    @property
    def effect(self) -> str:
        """Its effect on points."""
        if self.times is not None:
            return f"乘以 {said(self.times)}"
        return f"最多 {said(self.to)} 分" if self.to else "一票否决"

    @property
    def said(self) -> str:
        """Title and effect in words."""
        return f"{self.title}：{self.effect}"


def walk(part: Item | Section) -> Iterator[Item | Section]:
    """A part and everything in it."""
    yield part
    if isinstance(part, Section):
        for inner in part.parts:
            yield from walk(inner)


def full_points(part: Item | Section) -> Decimal:
    """What a part adds to the full points of its section; 0 for deductions and bonuses."""
    return part.weight if part.role is Role.POINTS else ZERO
