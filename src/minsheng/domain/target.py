"""Targets that are not the ones the programme began with: changed in mid-year, or of another level."""

from __future__ import annotations

import datetime

import attrs

from minsheng.asking import built
from minsheng.domain.bound import Bound
from minsheng.labels import Labelled


class TargetLevel(Labelled):
    """Whose target it is; one actual figure may be held against several."""

    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"
    OWN = "own", "本级"


@built
@attrs.frozen
class Approval:
    """Who approved a change, when, and why.

    >>> Approval("市政府常务会议", datetime.date(2019, 6, 3), "省里增加任务").who
    '市政府常务会议'
    """

    who: str
    when: datetime.date | None = None
    why: str = ""


@built
@attrs.frozen
class TargetChange:
    """A target as it stands from a day on, where it is not the one the programme began with.

    Args:
        indicator: the indicator's id.
        target: the target from then on; None where it has not been issued (未下达).
        since: the first day it holds; None for from the beginning.
        area: whose target, None for the whole city's.
        level: whose demand it is; the city's replaces the programme's, the others stand beside.
        approval: who approved it; None where nobody did, which is a finding.
        source: where it is written.
    """

    indicator: str
    target: Bound | None
    since: datetime.date | None = None
    area: str | None = None
    level: TargetLevel = attrs.field(default=TargetLevel.CITY, converter=TargetLevel)
    approval: Approval | None = None
    source: str = ""
