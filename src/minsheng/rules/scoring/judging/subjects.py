"""Builds the records to score from a programme and its progress."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.units import Unit, to_unit
from minsheng.errors import Problems, UnitError, UnknownName
from minsheng.measuring.programme import standing_of
from minsheng.measuring.standing import Standing
from minsheng.measuring.standings import total
from minsheng.rules.scoring.forms.events import Event, Mark, PerEvent, runs
from minsheng.rules.scoring.forms.survey import Answers
from minsheng.rules.scoring.judging.scope import areas_of, covered_by, names_of
from minsheng.rules.scoring.regulation.items import EVERY, Item, Section, walk
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.choices import Ranked
from minsheng.rules.scoring.terms.inputs import Input


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


def bind(scheme: Scheme, programme: Programme) -> Scheme:
    """Bind a scheme to a programme: expand ``*`` to its indicators and fill in directions.

    ``*`` covers every indicator whose completion is a share, not those compared by difference or in words.

    Raises:
        DataError: indicators that the programme does not have, or whose unit does not fit; all at
            once.

    >>> from minsheng import load
    >>> from minsheng.rules.scoring.forms.basic import Proportional
    >>> all_of_it = Item("work", "完成", Proportional(), 100, indicators=("*",))
    >>> bound = bind(Scheme("x", "某办法", "", items=(all_of_it,)), load("yueyang-2023"))
    >>> len(bound.every_item[0].indicators)
    45
    """
    problems = Problems()
    bound = _bound(scheme.root, programme, scheme.name, problems)
    names = names_of(scheme.ranked, programme)
    for item in scheme.every_item:
        for target in item.targets:
            if target.area not in names:
                met = UnknownName("排名对象", target.area, names).in_chinese
                problems.add(f"{scheme.name}，{item.id}", met, "请核对 targets")
    problems.refuse()
    return attrs.evolve(scheme, items=bound.items, sections=bound.sections)


def _bound(section: Section, programme: Programme, name: str, problems: Problems) -> Section:
    items = tuple(_bound_item(item, programme, f"{name}，{item.id}", problems) for item in section.items)
    sections = tuple(_bound(inner, programme, name, problems) for inner in section.sections)
    return attrs.evolve(section, items=items, sections=sections)


def _bound_item(item: Item, programme: Programme, where: str, problems: Problems) -> Item:
    ids = item.indicators
    if EVERY in ids:
        ids = tuple(
            one.id for one in programme.indicators if one.rate is not Rate.DIFFERENCE and not one.worded
        )
    lower, beyond = list(item.lower), list(item.beyond)
    for id in ids:
        try:
            found = next(one for one in programme.project_of(id).items if one.id == id)
        except UnknownName as error:
            problems.add(where, error.in_chinese, "请核对 indicators")
            continue
        if isinstance(found, Indicator) and found.worded:
            met = f"指标 {id} 的目标是文字“{found.worded}”，没有完成率"
            problems.add(where, met, "请去掉，或另设一项，由人打分")
            continue
        bounds = [tier.target for tier in found.tiers]
        if isinstance(found, Indicator) and found.target is not None:
            bounds = [found.target]
        if any(bound.relation in (Relation.AT_MOST, Relation.BELOW) for bound in bounds):
            lower.append(id)
        if any(bound.relation in (Relation.ABOVE, Relation.BELOW) for bound in bounds):
            beyond.append(id)
        if isinstance(found, Indicator) and found.rate is Rate.PHYSICAL:
            bounds = []  # reported as a share, whatever the unit of the target
            if item.unit is not None and item.unit != to_unit("%"):
                met = f"指标 {id} 报的是形象进度，这一项的单位却是“{item.unit}”"
                problems.add(where, met, '去掉 unit，或写 unit = "%"')
        for bound in bounds:
            if item.unit is not None and not bound.amount.unit.measures_same_as(item.unit):
                met = f"这一项的单位是“{item.unit}”，指标 {id} 的目标是 {bound.amount}"
                problems.add(where, met, "两个单位不能相比，请核对")
    return attrs.evolve(
        item, indicators=ids, lower=tuple(dict.fromkeys(lower)), beyond=tuple(dict.fromkeys(beyond))
    )


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
    ids = list(dict.fromkeys(id for item in items for id in item.indicators))
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
    return attrs.evolve(subject, values={**subject.values, **own}) if own else subject


def targets_for(scheme: Scheme, name: str) -> dict[str, Fraction]:
    """The targets that the regulation itself sets for a subject, by column."""
    return {
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
    values |= {mark.column: Fraction(mark.value) for mark in marks if mark.area == subject.name}
    for one in answers:
        if one.area == subject.name:
            values |= {name: None if n is None else Fraction(n) for name, n in one.columns().items()}
    kinds = [(item.id, item.form) for item in scheme.every_item if isinstance(item.form, PerEvent)]
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
        counted = [one for one in mine if one.kind == kind and _in_time(one, on)]
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


def _in_time(event: Event, on: datetime.date | None) -> bool:
    return event.on is None or on is None or (event.on <= on and event.on.year == on.year)
