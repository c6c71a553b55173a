"""The tables at the end of a bulletin: behind, on schedule, lights by area, the ranking."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from minsheng.bulletins.lit import lights_by_area
from minsheng.bulletins.situation import Situation
from minsheng.domain.area import CITY
from minsheng.measuring.standing import BEHIND, Standing, annex, rate_cell
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.terms.choices import Ranked
from minsheng.table import Table

#: a column of such cells only is left out
_EMPTY = ("", "–")


def annexes(now: Situation, ranking: Ranking | None, by: str = "") -> Iterator[Table]:
    """Each that has rows: behind, on schedule, unknown, the areas' rates and lights, the ranking."""
    day = f"{by}截至{now.day(now.on)}"
    behind = (*(part for part in now.city if now.behind(part)), *(part for part in now.areas if part.behind))
    listed = (
        ("落后的项目", tuple(sorted(map(now.told, behind), key=lambda part: part.project))),
        ("达到进度的项目", tuple(now.told(part) for part in now.city if now.behind(part) is False)),
        ("缺少数据的项目", tuple(part for part in now.city if now.behind(part) is None)),
    )
    yield from (_table(now, parts, f"{words}（{day}）") for words, parts in listed if parts)
    if now.areas.parts:
        yield _matrix(now, f"各地完成率（%，{day}）")
    if now.policy is not None and now.areas.parts:
        columns = ("地区", *(light.label for light in now.policy.lights), "不亮灯")
        title = f"各地亮灯项数（{day}）"
        yield Table(
            columns, lights_by_area(now.areas.parts, now.policy.lights), title=title, numeric=columns[1:]
        )
    if ranking is not None:
        who = "县市区" if ranking.scheme.ranked is Ranked.AREAS else ranking.scheme.ranked.label
        yield attrs.evolve(ranking.table(), title=f"各{who}考核得分和名次")


def _matrix(now: Situation, title: str) -> Table:
    """A row for each task, a column for each area: its rate, shaded by its light or if it is behind."""
    reporting = {part.area for part in now.areas}
    areas = [area for area in (*(area.name for area in now.programme.areas), CITY) if area in reporting]
    by_task: dict[str, dict[str | None, Standing]] = {}
    for part in now.areas:
        by_task.setdefault(part.item, {})[part.area] = part
    rows, shades = [], []
    for of_area in by_task.values():
        first = next(iter(of_area.values()))
        parts = [of_area.get(area) for area in areas]
        rows.append((str(first.project), first.text, *map(rate_cell, parts)))
        shades.append((None, None, *map(_shade, parts)))
    columns = ("序号", "指标", *areas)
    return Table(columns, tuple(rows), title=title, numeric=(columns[0], *columns[2:]), shades=tuple(shades))


def _shade(part: Standing | None) -> int | str | None:
    if part is None:
        return None
    return part.light.value if part.light else BEHIND if part.behind else None


def every_task(now: Situation) -> Iterator[Table]:
    """All tasks of the whole city in one table, for a public notice."""
    day = f"截至{now.day(now.on)}"
    yield _table(now, now.city.parts, f"{now.programme.year}年重点民生实事项目完成情况（{day}）")


def _table(now: Situation, parts: tuple[Standing, ...], title: str) -> Table:
    whole = annex(parts, title, 2, lights=now.policy is not None)
    kept = [at for at in range(len(whole.columns)) if any(row[at] not in _EMPTY for row in whole.rows)]
    return Table(
        tuple(whole.columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in whole.rows),
        title=title,
        numeric=tuple(whole.columns[at] for at in kept if whole.columns[at] in whole.numeric),
        shades=tuple(tuple(row[at] for at in kept) for row in whole.shades),
    )
