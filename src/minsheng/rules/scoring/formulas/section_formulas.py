"""The formulas of a section, and of the total, from those of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_

import attrs

from minsheng.domain.amount import add_exactly, plain_text
from minsheng.domain.expression.build import Expression, least
from minsheng.domain.expression.choosing import when
from minsheng.rules.scoring.formulas.bounds import part_bounds
from minsheng.rules.scoring.formulas.item_formulas import ItemFormulas, rounded_at
from minsheng.rules.scoring.formulas.vetoes import Conditions, after
from minsheng.rules.scoring.formulas.who_formulas import applies, factor
from minsheng.rules.scoring.regulation.items import Item, Section
from minsheng.rules.scoring.regulation.scheme import Scheme, order_in, rounding_at
from minsheng.rules.scoring.terms.choices import Force, Role, RoundAt, Together
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import ZERO, constant, of_those_there, summed, where

_ONE = Decimal(1)


@attrs.frozen(eq=False)
class Stage:
    """The points of a section after something has acted on them.

    Args:
        label: what acted; empty if parts were added, since they are shown themselves.
        points: the result.
        role: the role of the parts that were added in this stage; None if something else acted.
        of_best: whether the best of all acted; what was before it is compared.
    """

    label: str
    points: Expression
    role: Role | None = None
    of_best: bool = False


@attrs.frozen(eq=False, slots=False)
class SectionFormulas:
    """The formulas of a section, each built once.

    Args:
        scheme: the scheme.
        own: the section.
        conditions: whether each veto of the scheme is triggered.
    """

    scheme: Scheme
    own: Section
    conditions: Conditions

    @cached_property
    def weight(self) -> Fraction:
        """Its full points."""
        return Fraction(self.own.weight)

    @cached_property
    def parts(self) -> tuple[ItemFormulas | SectionFormulas, ...]:
        """The formulas of its parts."""
        return tuple(
            (ItemFormulas if isinstance(part, Item) else SectionFormulas)(self.scheme, part, self.conditions)  # type: ignore[arg-type]  # each of its own kind
            for part in self.own.parts
        )

    @cached_property
    def present(self) -> Expression | None:
        """Whether it counts: not if all its parts are left out; None if it always does."""
        own = applies(self.scheme, self.own, None)
        return own if self._there is None else self._there if own is None else own & self._there

    @cached_property
    def _there(self) -> Expression | None:
        """Whether any of its parts counts, for those that have it."""
        asked = [part.present for part in self.parts if part.own.role is Role.POINTS]
        known = [one for one in asked if one is not None]
        return reduce(or_, known) if known and len(known) == len(asked) else None

    @property
    def before_best(self) -> Expression:
        """What is compared with the best of all: what vetoes leave, so that the best is one who counts."""
        at = next(number for number, stage in enumerate(self.stages) if stage.of_best)
        return after(self.scheme, self.own, self.conditions, self.stages[at - 1].points)

    @property
    def points(self) -> Expression:
        """Its points."""
        return self.stages[-1].points

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Its points, stage by stage; the last are its points.

        First the parts' own points, then what acts on them, in the order of the scheme.
        """
        return tuple(self._stages())

    def _stages(self) -> Iterator[Stage]:
        scheme, section = self.scheme, self.own
        plain = [one for one in self.parts if one.own.role is Role.POINTS]
        running = self._together(plain)
        yield Stage(_which(section.combine, Role.POINTS), running, Role.POINTS)
        if section.combine.adds and any(one.present is not None for one in plain):
            whole = add_exactly(*(one.own.weight for one in plain))
            running = running * whole / summed([_counted(one, constant(one.own.weight)) for one in plain])
            yield Stage("缺项折算", running)
        for force in order_in(scheme, section):
            if force is Force.CAP:
                if section.cap is not None or section.floor is not None:
                    running = running.clip(section.floor, section.cap)
                    yield Stage("封顶保底", running)
            else:
                role = Role.DEDUCTION if force is Force.DEDUCTION else Role.BONUS
                added = [one for one in self.parts if one.own.role is role]
                if added:
                    running = running + self._together(added)
                    yield Stage(_which(section.combine, role), running, role)
        if section.best_as is not None:
            best = Inputs(section.id, places=9).column(Input.BEST)
            running = when(best > 0).then(running * section.best_as / best).otherwise(None)
            yield Stage(f"以最高的为 {plain_text(section.best_as)} 折算", running, of_best=True)
        if section.out_of is not None:
            running = running * section.weight / section.out_of
            yield Stage(f"按 {plain_text(section.weight)}/{plain_text(section.out_of)} 折算", running)
        own = Inputs(section.id)
        if section.coefficient is not None:
            times = (own.column(Input.NUMBER) - 1) * section.coefficient + 1
            if section.coefficient_cap is not None:
                times = least(times, section.coefficient_cap)
            running = running * times
            yield Stage("项目数系数", running)
        own_factor = factor(scheme, section, None)
        if own_factor is not None:
            running = running * own_factor
            yield Stage("系数", running)
        if section.verified:
            reported, verified = own.column(Input.REPORTED), own.column(Input.VERIFIED)
            running = running * where(verified < reported, verified / reported, _ONE)
            yield Stage("核实数÷上报数", running)
        level = RoundAt.TOTAL if section.id == "total" else RoundAt.SECTION
        how = rounding_at(scheme, level)
        if how is not None:
            running = rounded_at(scheme, level, running)
            yield Stage(how.digits.label, running)
        of_it = [veto for veto in self.conditions if veto.scope == section.id]
        for at, veto in enumerate(of_it, 1):
            so_far = {one: self.conditions[one] for one in of_it[:at]}
            yield Stage(veto.said, after(scheme, section, so_far, running))

    def _together(self, parts: Sequence[ItemFormulas | SectionFormulas]) -> Expression:
        """The points of parts of one role combined; the most of deductions is the largest deduction."""
        combine = self.own.combine
        if combine.adds or not parts:
            return summed([_counted(one, one.points) for one in parts])
        role = parts[0].own.role
        lowest = (combine is Together.LEAST) != (role is Role.DEDUCTION)
        ends = [part_bounds(self.scheme, one.own)[1 if lowest else 0] for one in parts]
        return of_those_there([(one.present, one.points) for one in parts], ends, lowest=lowest)


def _which(combine: Together, role: Role) -> str:
    """Which parts of a role count, in words; empty if all of them do.

    >>> _which(Together.MOST, Role.DEDUCTION)
    '只计扣得最重的一项'
    """
    if combine.adds or role is Role.POINTS:
        return "" if combine.adds else combine.label
    ends = ("最重" if role is Role.DEDUCTION else "最多") if combine is Together.MOST else "最少"
    return f"只计{role.label[0]}得{ends}的一项"


def _counted(part: ItemFormulas | SectionFormulas, number: Expression) -> Expression:
    """A part's number, or 0 if the part does not count."""
    return number if part.present is None else where(part.present, number, ZERO)
