"""The indicators that are divided over the areas, with their targets and rows."""

from __future__ import annotations

from collections.abc import Iterator

from minsheng.domain.allocation import Additivity, Row
from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator
from minsheng.domain.programme import Programme


def divided(programme: Programme, additivity: Additivity) -> Iterator[tuple[Indicator, Bound, Row]]:
    """The divided indicators of one additivity, with target and row."""
    rows = {row.indicator: row for row in programme.allocation}
    for indicator in programme.indicators:
        row = rows.get(indicator.id)
        if row is not None and indicator.target is not None and indicator.additivity is additivity:
            yield indicator, indicator.target, row
