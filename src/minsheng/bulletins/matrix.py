"""The matrix of a page: tasks down, the city and its areas across, a light in each cell."""

from __future__ import annotations

from minsheng.bulletins.situation import Situation
from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.domain.written import to_places
from minsheng.measuring.bands import Light
from minsheng.measuring.standing import Standing
from minsheng.table import escaped

#: a sign for each colour, which tells it apart in print and without seeing colours; and the class of its cell
_SIGNS = {
    Light.GREEN: ("●", "g"),
    Light.YELLOW: ("▲", "y"),
    Light.RED: ("■", "r"),
    Light.BLUE: ("◆", "b"),
    Light.ORANGE: ("▶", "o"),
    Light.BLACK: ("✖", "k"),
}
#: areas side by side on a sheet of A4; with more than _MANY the words alone are printed
_MOST, _MANY = 40, 16


def matrix(now: Situation) -> str:
    """The matrix with its key; many areas stand in several tables, so that each fits on a sheet."""
    by_task: dict[str, dict[str | None, Standing]] = {part.item: {None: part} for part in now.city}
    for part in now.areas:
        by_task[part.item][part.area] = part
    reporting = {part.area for part in now.areas}
    areas = [area for area in (*(area.name for area in now.programme.areas), CITY) if area in reporting]
    tables = [
        _table(now, by_task, [None, *areas[at : at + _MOST]]) for at in range(0, max(len(areas), 1), _MOST)
    ]
    key = "✓ 达到进度、▼ 落后"
    if now.policy is not None:
        key = "、".join(f"{_SIGNS[light][0]} {light.label}" for light in now.policy.lights)
    said = f"{key}、？ 没有数；/ 没有任务。数字是完成率（%）。"
    title = "各地亮灯" if now.policy else "各地进展"
    return (
        f"<section><h2>{title if areas else title.replace('各地', '各项')}</h2>"
        f'<p class="soft">{said}</p>{"".join(tables)}</section>'
    )


def _table(now: Situation, by_task: dict[str, dict[str | None, Standing]], areas: list[str | None]) -> str:
    named = "".join(f'<th scope="col">{escaped(area or WHOLE_CITY)}</th>' for area in areas)
    rows = []
    for of in by_task.values():
        city = of[None]
        cells = [_cell(now, of.get(area)) for area in areas]
        if len(of) == 1 and len(areas) > 1:  # not reported by area
            cells[1:] = [f'<td class="none" colspan="{len(areas) - 1}">没有分地区的数</td>']
        head = f'<th scope="row">{city.project}　{escaped(city.text)}</th>'
        rows.append(f"<tr>{head}{''.join(cells)}</tr>")
    many = " many" if len(areas) > _MANY else ""
    return (
        f'<div class="box" tabindex="0"><table class="matrix{many}"><thead><tr><th scope="col">指标</th>'
        f"{named}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(now: Situation, part: Standing | None) -> str:
    """A sign and a word, then the rate."""
    if part is None:
        return '<td class="none">/</td>'
    sign, word, colour = mark(now, part, lights=now.policy is not None)
    rate = (
        f' <span class="rate">{to_places(part.rate * 100, 1)}</span>'
        if part.rate is not None and part.counts
        else ""
    )
    return f'<td class="{colour}"><i>{sign}</i> {word}{rate}</td>'


def mark(now: Situation, part: Standing, *, lights: bool) -> tuple[str, str, str]:
    """How a task stands: its sign, its word and the class of its colour."""
    if lights and part.light is not None:
        sign, colour = _SIGNS[part.light]
        return sign, part.light.label, colour
    behind = now.behind(part)
    if behind is None:
        return "？", "没有数" if part.actual is None else "未知", "none"
    if lights:
        return "–", "不亮灯", "none"
    return ("▼", "落后", "r") if behind else ("✓", "达到", "g")
