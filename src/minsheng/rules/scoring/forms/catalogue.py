"""The forms of points by their names in files."""

from __future__ import annotations

from types import MappingProxyType

from minsheng.domain.plain import DOMAIN
from minsheng.rules.scoring.forms.basic import AllOrNothing, Form, Given, Proportional, Watched
from minsheng.rules.scoring.forms.curves import Banded, Piecewise
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.levels import Levels
from minsheng.rules.scoring.forms.ranks import RankPoints
from minsheng.rules.scoring.forms.relative import Relative
from minsheng.rules.scoring.forms.survey import Survey, Vote
from minsheng.rules.scoring.forms.whole_steps import Step

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
    "levels": Levels,
    "survey": Survey,
    "vote": Vote,
    "watched": Watched,
})  # fmt: skip
#: schemes as plain data: a form with its name under ``form``
SCHEMES = DOMAIN.plus(tagged={Form: ("Form", "form", FORMS)})
