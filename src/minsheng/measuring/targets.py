"""The target in force on a day: the programme's, or what has replaced it."""

from __future__ import annotations

import datetime

from minsheng.domain.allocation import Additivity, Row
from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Measure
from minsheng.domain.standards import Standard
from minsheng.domain.target import TargetLevel
from minsheng.errors import UnknownName


def of_programme(programme: Programme, progress: Progress) -> Progress:
    """Check that every figure and changed target belongs to the programme; returns the progress.

    Raises:
        UnknownName: an item or area that is not in the programme; the figure would count nowhere.
    """
    items = [item.id for project in programme.projects for item in project.items]
    areas = [None, CITY, *(area.name for area in programme.areas)]
    said = {(one.indicator, one.area): "changes" for one in progress.changes}
    said |= {(one.indicator, one.area): "records" for one in progress.records}
    for (item, area), of in said.items():  # not which of them: they are in an order of their own
        if item not in items:
            raise UnknownName("indicator or standard", item, items, path=("progress", of))
        if area not in areas:
            raise UnknownName("area", area, areas[1:], path=("progress", of))
    return progress


def target_of(
    programme: Programme,
    progress: Progress,
    item: Indicator | Standard,
    area: str | None,
    on: datetime.date,
    *,
    level: TargetLevel = TargetLevel.CITY,
    measure: Measure = Measure.COUNT,
) -> Bound | None:
    """The target on a day; None if there is none or it has not been issued.

    The latest change in effect replaces the programme's target; two contradictory changes of the
    same day cancel each other. Targets of another level come only from changes.
    """
    begun = progress.changes_of(item.id, area, on, level=level)
    if begun:
        latest = [change for change in begun if change.since == begun[-1].since]
        return latest[0].target if len({change.target for change in latest}) == 1 else None
    if level is not TargetLevel.CITY:
        return None
    if measure is Measure.BASIS and isinstance(item, Indicator):
        # the allocation has no shares of the other quantity: an area's part is unknown
        return item.basis if area is None or item.additivity is Additivity.EACH else None
    return original_target(programme, item, area, on)


def original_target(
    programme: Programme, item: Indicator | Standard, area: str | None, on: datetime.date
) -> Bound | None:
    """The programme's own target."""
    if isinstance(item, Standard):
        return _of_standard(programme, item, area, on)
    if area is None or item.additivity is Additivity.EACH:
        return item.target if area is None or share_of(programme, item, area) is not None else None
    share = share_of(programme, item, area)
    # 突破230万 divides into shares of 230.00: a share is what must be reached, not what must be passed
    relation = item.target.relation if item.target else Relation.AT_LEAST
    relation = {Relation.ABOVE: Relation.AT_LEAST, Relation.BELOW: Relation.AT_MOST}.get(relation, relation)
    return None if share is None else Bound(relation, share)


def _row_of(programme: Programme, item: Indicator) -> Row | None:
    return next((row for row in programme.allocation.rows if row.indicator == item.id), None)


def share_of(programme: Programme, item: Indicator, area: str) -> Amount | None:
    """An area's share in the allocation; None if it has none or there is no such row."""
    row = _row_of(programme, item)
    if row is None:
        return None
    share = row.city_share if area == CITY else row.shares.get(area)
    return None if share is None else Amount(share, row.unit)


def _of_standard(
    programme: Programme, standard: Standard, area: str | None, on: datetime.date
) -> Bound | None:
    if area is not None and area != CITY:
        tier = standard.tier(programme.area(area), on)
        return tier.target if tier else None
    begun = [tier for tier in standard.tiers if tier.effective <= on]
    latest = {tier.target for tier in begun if tier.effective == max(t.effective for t in begun)}
    return latest.pop() if len(latest) == 1 else None  # the city has a target only if all areas have the same


def areas_with_share(programme: Programme, item: Indicator) -> tuple[str, ...]:
    """The areas with a share of an indicator, 市本级 last; none that lies in another of them."""
    row = _row_of(programme, item)
    return () if row is None else tuple(name for name, _ in row.added)


def lead_agencies(programme: Programme) -> dict[str, tuple[str, ...]]:
    """The lead agencies responsible for each item, by its id."""
    answer: dict[str, tuple[str, ...]] = {}
    for assignment in programme.assignments:
        for item in assignment.covers:
            answer[item] = (*answer.get(item, ()), assignment.lead_agency)
    return answer


def short_of(target: Bound | None, text: str) -> str:
    """What a figure falls short of, in words: 未突破230万人, 未达到不低于80%.

    >>> short_of(Bound.parse("> 80 类"), "种类超过80类"), short_of(Bound.parse(">= 80 %"), "覆盖率")
    ('未超过80类', '未达到不低于80%')
    """
    if target is None:
        return ""
    words = target.in_words.replace(" ", "")
    if target.relation is not Relation.ABOVE:
        return f"未达到{words}"
    return f"未{words.replace('超过', '突破', 1) if '突破' in text else words}"
