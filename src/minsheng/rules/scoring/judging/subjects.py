"""Builds the records to score from a programme and its progress."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.indicator import Rate
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.units import Unit
from minsheng.errors import UnitError
from minsheng.measuring.programme import standing_of
from minsheng.measuring.standing import Standing
from minsheng.measuring.standings import total
from minsheng.rules.scoring.forms.events import Event, Mark, PerEvent, highest_of_each, runs
from minsheng.rules.scoring.forms.survey import Answers
from minsheng.rules.scoring.formulas.who_formulas import by_class, named
from minsheng.rules.scoring.judging.scope import areas_of, covered_by
from minsheng.rules.scoring.regulation.items import Section, walk
from minsheng.rules.scoring.regulation.scheme import Scheme, class_of, year_of
from minsheng.rules.scoring.regulation.who import factor_of
from minsheng.rules.scoring.terms.choices import Ranked, Together
from minsheng.rules.scoring.terms.columns import CLASS, Input


@attrs.frozen(eq=False)
class Subject:
    """A subject to rank, and its record.

    Args:
        name: the area, agency or project.
        group: the group it is ranked in.
        values: exact values by column of the scheme.
        reasons: why a value is unknown, by column.
    """

    name: str
    group: str
    values: Mapping[str, Worth]
    reasons: Mapping[str, str] = attrs.field(factory=dict)


def subjects(
    scheme: Scheme,
    programme: Programme,
    progress: Progress,
    on: datetime.date,
    *,
    verified: bool = False,
) -> list[Subject]:
    """The subjects to rank, each with targets and figures for the scheme's indicators.

    Args:
        scheme: a scheme bound to the programme.
        programme, progress, on, verified: as for :func:`minsheng.standing`.
    """
    items = [item for item in scheme.every_item if item.indicators]
    own = [one.id for one in scheme.indicators]
    ids = list(dict.fromkeys(id for item in items for id in item.indicators if id not in own))
    units = {id: item.unit for item in items for id in item.indicators if item.unit is not None}

    def at(id: str, area: str | None) -> Standing:
        return standing_of(programme, progress, id, area, on=on, verified=verified)

    def subject(name: str, group: str, found: Iterable[tuple[str, list[Standing]]]) -> Subject:
        values: dict[str, Worth] = {"month": Fraction(on.month)}
        reasons: dict[str, str] = {}
        for id, parts in found:
            _fill(values, reasons, id, parts, units.get(id))
        return Subject(name, group, values, reasons)

    if scheme.ranked is Ranked.AREAS:
        return [
            subject(name, group, [(id, [at(id, area) for area in areas]) for id in ids])
            for name, group, areas in areas_of(scheme, programme)
        ]
    return [
        subject(name, "", [(id, [at(id, None)]) for id in ids if id in covered])
        for name, covered in covered_by(scheme, programme).items()
    ]


def _fill(
    values: dict[str, Worth], reasons: dict[str, str], id: str, parts: list[Standing], unit: Unit | None
) -> None:
    """Fill in target and actual of an indicator in one unit, added up over several areas."""
    target, actual = f"{id}_{Input.TARGET.value}", f"{id}_{Input.ACTUAL.value}"
    values[target] = values[actual] = None
    values[f"{id}_{Input.TEXT.value}"] = parts[0].text
    asked = [part for part in parts if part.target is not None]
    if not asked:
        reasons[target], amount = "没有任务", parts[0].actual if len(parts) == 1 else None
        # an item may set a target of its own, or need none
        if amount is not None and (unit is None or amount.unit.measures_same_as(unit)):
            values[actual] = amount.exact / (unit or amount.unit).factor
        return
    if len(parts) > 1:
        try:
            whole = total(asked)
        except (UnitError, ValueError):
            reasons[target] = "不能相加，没有合并的任务"
            return
        amounts = whole.target, whole.actual
        why = "、".join(f"{part.area}{part.why}" for part in asked if part.why)
    else:
        [one] = asked
        assert one.target is not None  # noqa: S101  # asked
        amounts, why = (one.target.amount, None if one.why else one.actual), one.why
        if one.rate_is is Rate.PHYSICAL:
            values[target], reasons[actual] = Fraction(100), f"没有报形象进度{why and f'（{why}）'}"
            values[actual] = None if one.rate is None else one.rate * 100
            values[f"{id}_{Input.UNIT.value}"] = "%"
            return
    of = unit or amounts[0].unit
    values[target] = amounts[0].exact / of.factor
    values[f"{id}_{Input.UNIT.value}"] = of.text
    if amounts[1] is not None and amounts[1].unit.measures_same_as(of):
        values[actual] = amounts[1].exact / of.factor
    else:
        reasons[actual] = why or "没有报"


def with_targets(scheme: Scheme, subject: Subject) -> Subject:
    """A subject with the targets that the regulation itself sets for it, in columns of their items."""
    own = targets_for(scheme, subject.name)
    for one in scheme.indicators:
        own |= {f"{one.id}_{Input.TEXT.value}": one.title, f"{one.id}_{Input.UNIT.value}": one.unit}
    told = subject.values.get(CLASS)
    for part in walk(scheme.root):
        times = factor_of(part.factors, subject.name, own.get(CLASS, told))  # type: ignore[arg-type]  # a text
        if named(part.factors) and times is not None and not by_class(scheme, part.factors):
            own[f"{part.id}_{Input.FACTOR.value}"] = Fraction(times)
    return attrs.evolve(subject, values={**subject.values, **own}) if own else subject


def targets_for(scheme: Scheme, name: str) -> dict[str, Worth]:
    """The targets and the class that the regulation itself sets for a subject, by column."""
    own_class = class_of(scheme, name)
    classed: dict[str, Worth] = {} if own_class is None else {CLASS: own_class}
    return classed | {
        f"{item.id}_{Input.SET.value}": target.amount.exact / item.unit.factor
        for item in scheme.every_item
        for target in item.targets
        if target.area == name and item.unit is not None
    }


# --- what no register has --------------------------------------------------------------


def given(
    scheme: Scheme,
    subject: Subject,
    *,
    on: datetime.date | None,
    marks: Iterable[Mark] = (),
    events: Iterable[Event] | None = None,
    answers: Iterable[Answers] = (),
    projects: Mapping[str, int] | None = None,
    told: Mapping[str, Sequence[Event]] | None = None,
) -> Subject:
    """A subject with marks, counts and answers added.

    Without a register of events counts are unknown; with one, whatever is not in it did not happen.
    ``told`` is what another register tells of some kinds.
    """
    values, reasons = dict(subject.values), dict(subject.reasons)
    for mark in marks:
        if mark.area == subject.name:
            values[mark.column] = mark.level if mark.value is None else Fraction(mark.value)
    forms = {item.id: item.form for item in scheme.every_item}
    for one in answers:
        if one.area == subject.name:
            filled = one.columns(forms.get(one.item))
            values |= {name: None if n is None else Fraction(n) for name, n in filled.items()}
    kinds = [(item.id, item.form) for item in scheme.every_item if isinstance(item.form, PerEvent)]
    beside = {
        item.id: [
            other.form for other in part.items if other.role is item.role and isinstance(other.form, PerEvent)
        ]
        for part in walk(scheme.root)
        if isinstance(part, Section) and part.combine is Together.PER_MATTER
        for item in part.items
    }
    happened = None if events is None else [one for one in events if one.area == subject.name]
    for id, kind in (
        *((id, form.event) for id, form in kinds),
        *((veto.id, veto.event) for veto in scheme.vetoes if veto.event),
    ):
        name = f"{id}_{Input.COUNT.value}"
        mine = happened if told is None or kind not in told else told[kind]
        if mine is None:
            reasons.setdefault(name, f"没有给出“{kind}”的次数")
            continue
        in_time = [one for one in mine if _in_time(scheme, one, on)]
        if id in beside:
            in_time = highest_of_each(beside[id], in_time)
        counted = [one for one in in_time if one.kind == kind]
        values.setdefault(name, Fraction(sum(one.count for one in counted)))
        days = [one.on for one in counted if one.on is not None]
        for _, form in (pair for pair in kinds if pair[0] == id):
            lengths = runs(days)
            for row in form.running:
                many = sum(length >= row.times for length in lengths)
                further = sum(max(length - row.times, 0) for length in lengths)
                values.setdefault(f"{id}_{Input.RUN.value}{row.times}", Fraction(many))
                values.setdefault(f"{id}_{Input.FURTHER.value}{row.times}", Fraction(further))
    if projects is not None:
        for part in walk(scheme.root):
            if isinstance(part, Section) and part.coefficient is not None and subject.name in projects:
                values.setdefault(f"{part.id}_{Input.NUMBER.value}", Fraction(projects[subject.name]))
    return attrs.evolve(subject, values=values, reasons=reasons)


def _in_time(scheme: Scheme, event: Event, on: datetime.date | None) -> bool:
    if event.on is None or on is None:
        return True
    return event.on <= on and year_of(scheme, event.on) == year_of(scheme, on)
