"""The share of its target that each area has done, task by task."""

from __future__ import annotations

from minsheng.asking import asked
from minsheng.charts.chart import Chart
from minsheng.charts.drawing import box, words
from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.layout import BLUE, LIGHTS, opacity
from minsheng.measuring.standing import Standing, rate_cell
from minsheng.measuring.standings import Standings
from minsheng.table import Table

_LABEL, _WIDE, _HIGH = 230, 62, 22


@asked
def share_heat(standings: Standings) -> Chart:
    """Draw the share of its target that each area has done: a row for each task, a column for each area.

    The more is done, the darker; with a light policy the cells have the colours of the lights.
    ``/`` is no share, – no figure.

    Args:
        standings: from :func:`minsheng.standings`, of several areas.

    Raises:
        ValueError: there are none.

    >>> from minsheng import load, read_progress, standings
    >>> p = load("yueyang-2019")
    >>> november = standings(p, read_progress("yueyang-2019", p), on="2019-11-30")
    >>> share_heat(november).table().rows[17]
    ('新增15万户直播卫星用户', '61.4')
    """
    if not standings.parts:
        raise ValueError("standings are empty: there is nothing to draw")
    there = {part.area or WHOLE_CITY for part in standings}
    named = (area.name for area in standings.programme.areas)
    areas = [area for area in (WHOLE_CITY, *named, CITY) if area in there]
    tasks: dict[str, dict[str, Standing]] = {}
    for part in standings:
        tasks.setdefault(part.item, {})[part.area or WHOLE_CITY] = part
    drawn = [
        words(_LABEL + at * _WIDE + _WIDE // 2, 14, area, size=11, anchor="middle", room=_WIDE)
        for at, area in enumerate(areas)
    ]
    rows = []
    for line, of in enumerate(tasks.values(), 1):
        one = next(iter(of.values()))
        drawn.append(words(8, line * _HIGH + 15, f"{one.project} {one.text}", size=11, room=_LABEL - 16))
        drawn += [_cell(_LABEL + at * _WIDE, line * _HIGH, of.get(area)) for at, area in enumerate(areas)]
        rows.append((one.text, *(rate_cell(of.get(area)) for area in areas)))
    title = f"{standings.programme.city}{standings.on.year}年各地完成率（%，截至{standings.on}）"
    figures = Table(("指标", *areas), tuple(rows), title=title, numeric=tuple(areas))
    return Chart(
        title, _LABEL + len(areas) * _WIDE + 8, (len(tasks) + 1) * _HIGH + 8, "".join(drawn), figures
    )


def _cell(x: int, y: int, part: Standing | None) -> str:
    said, ground, colour = rate_cell(part), "", ""
    tip = "" if part is None else part.summary
    if part is not None and part.light is not None:
        back, colour = LIGHTS[part.light.value]
        ground = box(x, y, _WIDE - 2, _HIGH - 2, back, tip=tip)
        said = f"{part.light.label[0]} {said}"
    elif part is not None and part.rate is not None and part.counts:
        shade = max(0, min(100, (part.rate * 100).__floor__()))
        ground = box(
            x, y, _WIDE - 2, _HIGH - 2, "rgb({},{},{})".format(*BLUE), opacity=opacity(shade), tip=tip
        )
    return ground + words(x + _WIDE // 2 - 1, y + 15, said, size=11, anchor="middle", fill=colour)
