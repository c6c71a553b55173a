"""The forms of points by the names that files call them."""

from __future__ import annotations

from types import MappingProxyType

from minsheng.scoring.curves import Banded, Piecewise
from minsheng.scoring.events import PerEvent
from minsheng.scoring.forms import AllOrNothing, Form, Given, Proportional, Watched
from minsheng.scoring.ranks import RankPoints
from minsheng.scoring.relative import Relative
from minsheng.scoring.steps import Step
from minsheng.scoring.survey import Survey, Vote

#: what ``form = "…"`` may say
FORMS: MappingProxyType[str, type[Form]] = MappingProxyType({
    "all-or-nothing": AllOrNothing,
    "proportional": Proportional,
    "step": Step,
    "piecewise": Piecewise,
    "bands": Banded,
    "given": Given,
    "rank": RankPoints,
    "relative": Relative,
    "per-event": PerEvent,
    "survey": Survey,
    "vote": Vote,
    "watched": Watched,
})  # fmt: skip
