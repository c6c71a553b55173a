"""What counts after acceptance: progress with accepted figures in place of reported ones."""

from __future__ import annotations

import datetime

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptance import AcceptanceResult
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.indicator import Indicator
from minsheng.domain.period import Period
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import OF_ACCEPTANCE, Record
from minsheng.measuring.acceptance import NOT_YET, Item, chain, in_programme, measure_of
from minsheng.measuring.days import figures_until
from minsheng.measuring.programme import figure_of
from minsheng.measuring.targets import of_programme, target_of


@asked
def accepted(
    programme: Programme, progress: Progress, acceptance: Acceptances, *, on: datetime.date
) -> Progress:
    """The register of progress with what was accepted in place of what was reported.

    Of each task counts the worst of what was reported and what any step of the chain accepted, so that
    acceptance never raises a figure. What nobody has accepted, or two decisions contradict each other
    about, is text, and never 0; nor is what was reported.

    Args:
        programme: what was promised.
        progress: what was reported; its targets stay.
        acceptance: what was decided; see :meth:`Acceptances.as_known` for what was known by a day.
        on: the day that the figures are of; of a later year they are those of the programme's last day.

    >>> from minsheng import Amount, load, standing
    >>> from minsheng.domain import Acceptance
    >>> said = Progress((Record("elevators", Period.parse("2023年"), Amount(42, "台"), "平江县"),))
    >>> one = Acceptance("elevators", "county", "不合格", "平江县", Amount(40, "台"), on="2023-12-08")
    >>> p, day = load("yueyang-2023"), datetime.date(2023, 12, 31)
    >>> counts = accepted(p, said, Acceptances((one,)), on=day)
    >>> str(standing(p, counts, "elevators", "平江县", on=day).actual)
    '40 台'
    """
    in_programme(programme, acceptance)
    on = figures_until(programme, on)
    register = of_programme(programme, progress)
    items = [item for project in programme.projects for item in project.items]
    decided = {(one.indicator, one.area) for one in acceptance.acceptances}
    records = list[Record]()
    for item in items:
        areas = {*register.by_item.get(item.id, {}), *(area for id, area in decided if id == item.id)}
        split = any(area is not None for area in areas)
        for area in sorted(areas, key=str):
            if area is None and split and (item.id, None) not in decided:
                continue  # the city's figure is the sum of what was accepted of its areas
            records.append(_counted(programme, register, acceptance, item, area, on=on))
    return attrs.evolve(register, records=tuple(records))


def _counted(
    programme: Programme, progress: Progress, acceptance: Acceptances, item: Item, area: str | None, *,
    on: datetime.date,
) -> Record:  # fmt: skip
    """What counts of one task, as a record of the year up to a day."""
    steps = [step for step in chain(programme) if step.is_for(area)]
    standing = [acceptance.by_key.get((item.id, area, step.id), ()) for step in steps]
    decisions = [one for listed in standing for one in listed]
    reported = figure_of(programme, progress, item, area, on=on, measure=measure_of(item))
    amounts = [amount for amount in (*(one.figure for one in decisions), reported.value) if amount]
    text = ""
    if any(len(listed) > 1 for listed in standing):
        text = "验收结论互相矛盾"
    elif not decisions:
        text = NOT_YET
    elif isinstance(item, Indicator) and item.worded:
        failed = any(one.result is AcceptanceResult.FAILED and one.mended is None for one in decisions)
        text = "推进中（验收不合格）" if failed else next((r.text for r in reported.records), "没有报")
    elif any(one.figure is None for one in decisions):
        text = "验收没有写认定数"
    elif any(not amount.unit.measures_same_as(amounts[0].unit) for amount in amounts):
        text = "认定数与上报数单位不同"
    value = None
    if not text:
        target = target_of(programme, progress, item, area, on)
        lower = target is not None and target.relation in (Relation.AT_MOST, Relation.BELOW)
        value = max(amounts) if lower else min(amounts)
    by = "、".join(dict.fromkeys(filter(None, (one.by for one in decisions))))
    return Record(
        item.id, Period.to_date(on), value, area, text, measure=measure_of(item), by=by,
        on=max((one.known for one in decisions if one.known), default=None), source=OF_ACCEPTANCE,
    )  # fmt: skip
