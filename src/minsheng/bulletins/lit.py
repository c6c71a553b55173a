"""Lights: how many of each colour, where they are, and what several in a row lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from minsheng.bulletins.facts import Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import Situation, area, by_task, quoted_name
from minsheng.measuring.bands import Light
from minsheng.measuring.standing import Standing


def lit(now: Situation) -> BulletinSection:
    """The lights of the whole city, then of each area."""
    said = [*_of_city(now), *_of_areas(now), *_actions(now)]
    return BulletinSection("亮灯情况", (Paragraph(tuple(said)),))


def _of_city(now: Situation) -> Iterator[Sentence]:
    phrases: list[Words] = []
    for light in Light:
        found = [part for part in now.city if part.light is light]
        if found:
            names: Words = ("：", joined(map(quoted_name, found))) if light is not Light.GREEN else ()
            phrases.append((light.label, now.count(len(found), light.label, found), "项", names))
    dark = [part for part in now.city if part.light is None]
    if dark:
        why = "缺少数据，或单位不同" if now.policy is not None and now.policy.unit else "缺少数据"
        phrases.append((f"不亮灯（{why}）", now.count(len(dark), "不亮灯", dark), "项"))
    yield sentence("全市", joined(phrases, "；"), "。")


def _of_areas(now: Situation) -> Iterator[Sentence]:
    for light in (Light.BLACK, Light.RED, Light.ORANGE, Light.YELLOW, Light.BLUE):
        by_area: dict[str, list[Standing]] = {}
        for part in now.areas:
            if part.light is light:
                by_area.setdefault(part.area or "", []).append(part)
        if by_area:
            named = joined([
                (area(parts[0], light.label), now.count(len(parts), light.label, parts), "项")
                for parts in sorted(by_area.values(), key=len, reverse=True)
            ])  # fmt: skip
            yield sentence("各地亮", light.label, "的有：", named, "。")


def _actions(now: Situation) -> Iterator[Sentence]:
    acted: dict[tuple[str, int, str], list[Standing]] = {}
    for part in (*now.city, *now.areas):
        if part.action and part.light is not None:
            acted.setdefault((part.light.label, part.streak, part.action), []).append(part)
    for (label, streak, action), parts in acted.items():
        times = ("连续", Fact(str(streak), "连续期数"), "期", label)
        yield sentence(by_task(parts, label), times, "，按办法", Fact(action, "措施"), "。")


def lights_by_area(parts: Sequence[Standing], given: tuple[Light, ...]) -> tuple[tuple[str, ...], ...]:
    """A row for each area: how many of its tasks have each light, and how many have none."""
    rows: dict[str, list[int]] = {}
    lights = [*given, None]
    for part in parts:
        rows.setdefault(part.area or "全市", [0] * len(lights))[lights.index(part.light)] += 1
    return tuple((named, *map(str, counts)) for named, counts in rows.items())
