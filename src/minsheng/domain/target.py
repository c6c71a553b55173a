"""Targets other than the programme's original ones: changed in mid-year, or set at another level."""

from __future__ import annotations

import datetime

import attrs

from minsheng.asking import built
from minsheng.domain.bound import Bound
from minsheng.labels import Labelled


class TargetLevel(Labelled):
    """Whose target it is; one figure may be compared with several."""

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
    """A target that differs from the programme's original one from a day on.

    Args:
        indicator: the indicator's id.
        target: the target from then on; None if not yet issued (未下达).
        since: the first day it applies; None: from the beginning.
        area: the area; None: the whole city.
        level: who set it; the city's replaces the programme's, the others apply in addition.
        approval: who approved it; None if nobody did, which is a finding.
        source: where it is written.
    """

    indicator: str
    target: Bound | None
    since: datetime.date | None = None
    area: str | None = None
    level: TargetLevel = attrs.field(default=TargetLevel.CITY, converter=TargetLevel)
    approval: Approval | None = None
    source: str = ""
