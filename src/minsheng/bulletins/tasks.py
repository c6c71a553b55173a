"""The tasks of a page, each on a card with its line, its agencies and who is behind; laggards first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.bulletins.matrix import mark
from minsheng.bulletins.situation import Situation
from minsheng.charts.courses import HIGH, WIDE, courses, panel
from minsheng.charts.drawing import svg
from minsheng.domain.written import percent, signed
from minsheng.measuring.standing import Standing
from minsheng.measuring.targets import short_of
from minsheng.table import escaped

_GROUPS = ((True, "落后"), (None, "无法判断"), (False, "达到进度"))
_KEY = '<p class="soft">实线和圆点：各月末的完成率；虚线：序时进度；竖线：本期。</p>'


def cards(now: Situation) -> str:
    """Three groups: behind, unknown, on schedule; in each the farthest behind first."""
    lines = {
        one.standing.item: svg(WIDE, HIGH, panel(one), f"{one.standing.text}：各月完成率与序时进度")
        for one in courses(now.programme, now.progress, now.on, now.schedule)
        if one.done
    }
    by_task: dict[str, list[Standing]] = {}
    for part in now.areas:
        by_task.setdefault(part.item, []).append(part)
    found = list[str]()
    for behind, words in _GROUPS:
        parts = sorted((part for part in now.city if now.behind(part) is behind), key=_urgency)
        if parts:
            listed = "".join(
                f"<li>{''.join(_card(now, part, by_task.get(part.item, []), lines.get(part.item, '')))}</li>"
                for part in parts
            )
            head, key = f"<h2>{words}（{len(parts)}项）</h2>", "" if found or not lines else _KEY
            found.append(f'<section>{head}{key}<ul class="cards">{listed}</ul></section>')
    return "".join(found)


def _urgency(part: Standing) -> tuple[bool, Fraction, int]:
    return part.gap is not None, part.gap or Fraction(0), part.project


def _card(now: Situation, part: Standing, areas: list[Standing], drawn: str) -> Iterator[str]:
    yield f"<h3>{part.project}　{escaped(part.text)}</h3>"
    ways = (False, True) if part.light is not None else (False,)
    for sign, word, colour in (mark(now, part, lights=lights) for lights in ways):
        yield f'<span class="tag {colour}">{sign} {word}</span> '
    yield f"{escaped(_how_far(now.told(part)))}{drawn}"
    if agencies := now.agencies.get(part.item):
        yield f"<p>牵头单位：{escaped('、'.join(agencies))}</p>"
    if late := [one for one in areas if one.behind]:
        named = "、".join(f"{one.area}{_shortly(one)}" for one in late)
        yield f"<p>落后的有 {len(late)} 个：{escaped(named)}</p>"
    if unknown := [one for one in areas if one.behind is None]:
        yield f"<p>没有数的有 {len(unknown)} 个：{escaped('、'.join(str(one.area) for one in unknown))}</p>"


def _how_far(part: Standing) -> str:
    """What was done, its rate and its distance from the schedule; or why that is not known."""
    if part.why or part.actual is None:
        return part.why or (part.stage.label if part.stage else "没有数")
    if part.rate is None or part.gap is None or not part.counts:
        return str(part.actual)
    short = f"，{short_of(part.target, part.text)}" if part.behind and part.gap >= 0 else ""
    return f"{part.actual}，{percent(part.rate)}，比序时进度 {signed(part.gap * 100)} 个百分点{short}"


def _shortly(part: Standing) -> str:
    return f"（{percent(part.rate)}）" if part.rate is not None and part.counts else ""
