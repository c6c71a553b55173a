"""How a programme is reported on and accepted: the notice's second part, as data."""

from __future__ import annotations

import attrs

from minsheng.domain.project import Level
from minsheng.domain.source import Citation
from minsheng.labels import Labelled


class Cadence(Labelled):
    """How often a report is due."""

    TEN_DAYS = "ten-days", "旬"
    MONTH = "month", "月"
    QUARTER = "quarter", "季"


@attrs.frozen
class ReportingDuty:
    """A report that is due again and again: 旬简报, 月通报, 季总结."""

    name: str
    every: Cadence = attrs.field(converter=Cadence)
    source: Citation | None = None


@attrs.frozen
class AcceptanceStep:
    """A step in the chain of acceptance and appraisal.

    Args:
        actor: who does it.
        action: what is done.
        scope: to what.
        when: when; empty where the document does not say.
        together_with: with whom.
        source: where it is printed.
    """

    actor: str
    action: str
    scope: str
    when: str = ""
    together_with: str = ""
    source: Citation | None = None


@attrs.frozen
class LevelRange:
    """Which project numbers are of which level, as the annexes' footnote declares."""

    level: Level = attrs.field(converter=Level)
    first: int
    last: int
    source: Citation | None = None
