"""How a programme is reported on and accepted: the notice's second part, as data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import attrs

from minsheng.asking import asked, built
from minsheng.domain.area import CITY
from minsheng.domain.calendar import Deadline, WorkingDays
from minsheng.domain.period import Period
from minsheng.domain.project import Level
from minsheng.domain.source import Citation
from minsheng.labels import Labelled


class Cadence(Labelled):
    """How often a report is due."""

    TEN_DAYS = "ten-days", "旬"
    MONTH = "month", "月"
    QUARTER = "quarter", "季"


@built
@attrs.frozen
class ReportingDuty:
    """A report that is due again and again: 旬简报, 月通报, 季总结.

    Args:
        name: its name.
        every: how often.
        source: where it is printed.
        due: when the report on a period is due; None if the document does not say.
    """

    name: str
    every: Cadence = attrs.field(converter=Cadence)
    source: Citation | None = None
    due: Deadline | None = None


@asked
def due_dates(
    duty: ReportingDuty, year: int, calendar: WorkingDays
) -> Iterator[tuple[Period, datetime.date]]:
    """The periods of a year that must be reported on, each with the day the report is due.

    Raises:
        ValueError: the duty has no deadline.
        DataError: the calendar does not know a year. The last report is due in the next year; the
            ones before it are yielded first.

    >>> from minsheng.domain.calendar import Weekdays
    >>> briefs = ReportingDuty("旬简报", "ten-days", due=Deadline(working_days=3))
    >>> days = list(due_dates(briefs, 2023, Weekdays()))
    >>> len(days), str(days[0][0]), str(days[0][1])
    (36, '2023年1月上旬', '2023-01-13')
    """
    if duty.due is None:
        raise ValueError(f"no deadline is known for {duty.name}: give it one with due=Deadline(...)")
    for period in Period.of_year(year).split(duty.every.value):
        yield period, duty.due.due(period, calendar)


class Covers(Labelled):
    """Who accepts what in a step: everybody its own, or one body all of it."""

    AREA = "area", "各地"
    AGENCY = "agency", "各牵头单位"
    ALL = "all", "全部"


@built
@attrs.frozen
class AcceptanceStep:
    """A step in the chain of acceptance and appraisal; the chain is the steps in their order.

    Args:
        actor: who does it.
        action: what is done.
        scope: to what.
        when: when; empty if the document does not say.
        together_with: with whom.
        source: where it is printed.
        id: its slug, by which acceptances name it; needed if it accepts anything.
        covers: who accepts what: each area what lies in it, each lead agency the tasks it leads, or
            one body all of them; None if nothing is accepted in it (制定项目验收标准).
        due: the last day to do it; None if the document does not say.
    """

    actor: str
    action: str
    scope: str
    when: str = ""
    together_with: str = ""
    source: Citation | None = None
    id: str = ""
    covers: Covers | None = attrs.field(default=None, converter=attrs.converters.optional(Covers))
    due: datetime.date | None = None

    @asked
    def is_for(self, area: str | None) -> bool:
        """Whether the tasks of an area, 市本级 or the whole city (None) are accepted in this step.

        >>> step = AcceptanceStep("各县市区", "评估验收", "本辖区", id="county", covers="area")
        >>> step.is_for("平江县"), step.is_for("市本级"), step.is_for(None)
        (True, False, False)
        """
        return self.covers is not None and (self.covers is not Covers.AREA or area not in (None, CITY))


@built
@attrs.frozen
class LevelRange:
    """Which project numbers are of which level, as the annexes' footnote declares."""

    level: Level = attrs.field(converter=Level)
    first: int
    last: int
    source: Citation | None = None
