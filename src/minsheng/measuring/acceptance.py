"""Acceptance held against the programme: what is owed in each step, what was decided, what counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptance import Acceptance, Inspection
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator, Rate
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.printed import Relation
from minsheng.domain.procedure import AcceptanceStep, Covers
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.project import Project
from minsheng.domain.record import Measure
from minsheng.domain.standards import Standard
from minsheng.errors import UnknownName
from minsheng.listed import Listed
from minsheng.measuring.programme import figure_of
from minsheng.measuring.targets import areas_with_share, lead_agencies, of_programme, target_of
from minsheng.table import Tabled, heads

Item = Indicator | Standard
NOT_YET = "没有验收"


def chain(programme: Programme) -> tuple[AcceptanceStep, ...]:
    """The steps in which something is accepted, in their order."""
    return tuple(step for step in programme.acceptance if step.covers is not None)


def in_programme(programme: Programme, acceptance: Acceptances) -> Acceptances:
    """Check that all of a register belongs to the programme; returns it.

    Raises:
        UnknownName: an item, area, project or step that is not in the programme.
    """
    items = [item.id for project in programme.projects for item in project.items]
    areas, steps = [CITY, *(area.name for area in programme.areas)], [one.id for one in chain(programme)]
    listed: list[Acceptance | Inspection] = [*acceptance.acceptances, *acceptance.inspections]
    for one in listed:
        if one.indicator not in items:
            raise UnknownName("indicator or standard", one.indicator, items)
        if one.area is not None and one.area not in areas:
            raise UnknownName("area", one.area, areas)
        if one.step not in steps and (one.step or isinstance(one, Acceptance)):
            raise UnknownName("step of acceptance", one.step, steps)
    for standard in acceptance.standards:
        known = [project.number for project in programme.projects] if type(standard.of) is int else items
        if standard.of not in known:
            raise UnknownName("project or indicator", standard.of, known)
    return acceptance


def tasks(programme: Programme, on: datetime.date) -> Iterator[tuple[Project, Item, str | None]]:
    """What is accepted: of each area and 市本级 its shares and standards; undivided, of the whole city."""
    for project in programme.projects:
        for item in project.items:
            areas: Sequence[str | None] = ()
            if isinstance(item, Indicator):
                areas = areas_with_share(programme, item) or (None,)
            else:
                areas = [area.name for area in programme.areas if item.tier(area, on)]
            yield from ((project, item, area) for area in areas)


@attrs.frozen(repr=False, eq=False)
class AcceptanceStanding(Tabled):
    """One task in one step of the chain: what is owed, and what was decided.

    Args:
        project: the project.
        item: the indicator or standard.
        area: the area, 市本级, or None for the whole city.
        step: the step.
        bodies: who is to accept it.
        decisions: what stands; several contradict each other, and none of them counts.
        whole: what was decided of the whole city instead, if nothing was of the area.
        target, reported, verified: the task, and its figures; None if unknown.
        before: the same task in the step before; None in its first.
        versions: all that was ever decided of it, the latest last.
    """

    project: Project
    item: Item
    area: str | None
    step: AcceptanceStep
    bodies: tuple[str, ...]
    decisions: tuple[Acceptance, ...] = ()
    whole: Acceptance | None = None
    target: Bound | None = None
    reported: Amount | None = None
    verified: Amount | None = None
    before: AcceptanceStanding | None = None
    versions: tuple[Acceptance, ...] = ()

    @property
    def first(self) -> datetime.date | None:
        """When it was first decided of, whatever was corrected since."""
        return min((one.on for one in self.versions if one.on), default=None)

    @property
    def decision(self) -> Acceptance | None:
        """The one decision that counts, of the area or of the whole city; None if there is none."""
        return self.decisions[0] if len(self.decisions) == 1 else None if self.decisions else self.whole

    @property
    def accepted(self) -> Amount | None:
        """The figure accepted in this step."""
        return self.decisions[0].figure if len(self.decisions) == 1 else None

    @property
    def lower(self) -> bool:
        """Whether less is better, so that acceptance never lowers the figure."""
        return self.target is not None and self.target.relation in (Relation.AT_MOST, Relation.BELOW)

    @property
    def where(self) -> str:
        """Which task, and which step, in words."""
        return f"{self.area or WHOLE_CITY} {self.item.text}（{self.step.action}）"

    @property
    def summary(self) -> str:
        """The task, the step, and what was decided."""
        return f"{self.where}：{self.said}"

    @property
    def said(self) -> str:
        """What was decided, in words."""
        if len(self.decisions) > 1:
            return "结论互相矛盾"
        if self.decision is None:
            return NOT_YET
        figure = f"，认定 {self.accepted}" if self.accepted else ""
        return f"{self.decision.on or ''} {self.decision.result.label}{figure}".strip()

    _HEADS = heads(
        number="项目", text="指标", area="地区", step_name="步骤", body="该由谁验收", said="结论",
        unit="单位", reported="上报数", verified="核实数", accepted="认定数",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        one, figures = self.decision, (self.reported, self.verified, self.accepted)
        unit = next(
            (amount.unit for amount in (self.target and self.target.amount, *figures) if amount), None
        )

        def number(amount: Amount | None) -> Decimal | None:
            same = unit is not None and amount is not None and amount.unit.measures_same_as(unit)
            return exact_decimal(amount.exact / unit.factor) if same and amount and unit else None

        yield {
            "number": self.project.number, "indicator": self.item.id, "text": self.item.text,
            "area": self.area or WHOLE_CITY, "step": self.step.id, "step_name": self.step.action,
            "body": "、".join(self.bodies), "said": self.said, "unit": "" if unit is None else unit.text,
            "target": number(self.target.amount if self.target else None),
            "reported": number(self.reported), "verified": number(self.verified),
            "previous": number(self.before.accepted if self.before else None),
            "accepted": number(self.accepted),
            "result": one and one.result.value, "by": one and one.by, "on": one and one.on,
            "previous_on": self.before and self.before.first,
            "mend_by": one and one.mend_by, "mended": one and one.mended,
        }  # fmt: skip


@attrs.frozen(repr=False, eq=False)
class AcceptanceStandings(Listed[AcceptanceStanding]):
    """Every task in every step of the chain; its records are what :func:`acceptance_criteria` judges.

    Args:
        standings: the tasks, step by step.
        day: what was decided until then.
    """

    standings: tuple[AcceptanceStanding, ...]
    day: datetime.date

    _EACH = "standings"

    @property
    def summary(self) -> str:
        """How many tasks are to be accepted in all steps, and how many are."""
        done = sum(one.decision is not None for one in self)
        return f"应验收 {len(self)} 处，已验收 {done} 处"

    _HEADS = AcceptanceStanding._HEADS


@asked
def acceptance_standings(
    programme: Programme,
    acceptance: Acceptances,
    *,
    progress: Progress | None = None,
    on: datetime.date | None = None,
) -> AcceptanceStandings:
    """Every task in every step of the programme's chain, with what was decided and reported.

    Args:
        programme: what was promised, and its chain.
        acceptance: what was decided; what was decided later than ``on`` is left out.
        progress: what was reported and verified; default: nothing.
        on: the day; default: the last of the programme's year, or of the register if that is later.

    Raises:
        UnknownName: an item, area or step that is not in the programme.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> done = Acceptance("elevators", "county", "合格", "平江县", Amount(42, "台"), on="2023-12-08")
    >>> found = acceptance_standings(p, Acceptances((done,)))
    >>> found.summary, next(one.said for one in found if one.decision)
    ('应验收 1281 处，已验收 1 处', '2023-12-08 合格，认定 42 台')
    """
    day = last_day(programme, acceptance, on)
    return AcceptanceStandings(tuple(_standings(programme, acceptance, progress or Progress(), day)), day)


def _standings(
    programme: Programme, acceptance: Acceptances, progress: Progress, day: datetime.date
) -> Iterator[AcceptanceStanding]:
    known = in_programme(programme, acceptance).as_known(day)
    register = of_programme(programme, progress)
    end = min(day, datetime.date(programme.year, 12, 31))
    leads, steps = lead_agencies(programme), chain(programme)
    for project, item, area in tasks(programme, end):
        target = target_of(programme, register, item, area, end)
        reported, verified = (
            _figure(programme, register, item, area, on=end, verified=v) for v in (False, True)
        )
        before: AcceptanceStanding | None = None
        for step in steps:
            if step.covers is Covers.AREA and area in (None, CITY):
                continue
            key, whole = (item.id, area, step.id), None
            decisions = known.by_key.get(key, ())
            if not decisions and area is not None and step.covers is not Covers.AREA:
                whole = known.decision(item.id, step=step.id)
                key = key if whole is None else whole.key
            bodies: tuple[str, ...] = (step.actor,)
            if step.covers is not Covers.ALL:
                bodies = (area or "",) if step.covers is Covers.AREA else leads.get(item.id, ())
            before = AcceptanceStanding(
                project, item, area, step, bodies, decisions, whole, target, reported, verified, before,
                known.versions.get(key, ()),
            )  # fmt: skip
            yield before


def last_day(programme: Programme, acceptance: Acceptances, on: datetime.date | None) -> datetime.date:
    """The day; default: the last of the programme's year, or of the register if that is later."""
    return on or max(datetime.date(programme.year, 12, 31), acceptance.last_day or datetime.date.min)


def measure_of(item: Item) -> Measure:
    rate = item.rate if isinstance(item, Indicator) else Rate.DIFFERENCE
    return {Rate.PHYSICAL: Measure.PHYSICAL, Rate.BASIS: Measure.BASIS}.get(rate, Measure.COUNT)


def _figure(
    programme: Programme, progress: Progress, item: Item, area: str | None, *,
    on: datetime.date, verified: bool,
) -> Amount | None:  # fmt: skip
    if item.id not in progress.by_item:
        return None
    return figure_of(
        programme, progress, item, area, on=on, measure=measure_of(item), verified=verified
    ).value
