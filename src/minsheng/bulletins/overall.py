"""The first section of a bulletin: how much is done, on schedule, behind and unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from minsheng.bulletins.facts import Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import STATES, Situation, name, share
from minsheng.domain.written import percent
from minsheng.measuring.standing import Standing


def overall(now: Situation, accepted: Situation | None = None) -> BulletinSection:
    """How many projects and tasks there are, and how far they are.

    Args:
        now: by reported figures.
        accepted: by accepted ones; None where nothing says what was accepted.
    """
    paragraphs = [Paragraph(tuple(_tasks(now, accepted))), Paragraph(tuple(_projects(now)))]
    return BulletinSection("总体进展", tuple(one for one in paragraphs if one.sentences))


def _tasks(now: Situation, accepted: Situation | None) -> Iterator[Sentence]:
    parts = now.city.parts
    indicators = [part for part in parts if now.is_indicator(part.item)]
    standards = len(parts) - len(indicators)
    kinds = ["项指标", *(("和", now.count(standards, "标准数"), "项标准") if standards else ())]
    projects = now.count(len(now.programme.projects), "项目数")
    yield sentence(
        "全市", projects, "个项目，共", now.count(len(indicators), "指标数", indicators), kinds, "。"
    )
    by = "" if accepted is None else "按上报数，"
    yield sentence("截至", now.day(now.on), "，", by, joined(_states(now, STATES), "，"), "。")
    if accepted is not None:
        states = (*STATES[:3], "没有认定数、无法判断")
        yield sentence("按验收认定数，", joined(_states(accepted, states), "，"), "。")
    started = _only(parts, lambda part: part.counts and part.actual is not None and bool(part.actual.value))
    idle = _only(parts, lambda part: part.counts and part.actual is not None and not part.actual.value)
    if started:
        yield sentence("已启动", now.count(len(started), "已启动", started), "项。")
    if idle:
        names = joined([name(part) for part in idle])
        yield sentence("完成数为零的有", now.count(len(idle), "完成数为零", idle), "项：", names, "。")
    due = {part.schedule for part in parts if part.counts}
    if len(due) == 1 and due != {1}:
        [one] = due
        yield sentence("按时间计，应完成全年任务的", Fact(percent(one), "序时进度", exact=str(one)), "。")


def _states(now: Situation, states: Sequence[str]) -> list[Words]:
    parts = now.city.parts
    return [
        (what, now.count(len(found), what, found), "项（占", share(len(found), len(parts), "占比"), "）")
        for what, found in zip(states, now.sorted_out(), strict=True)
        if found
    ]


def _projects(now: Situation) -> Iterator[Sentence]:
    """Counted by project: one is behind if any of its tasks is."""
    found: dict[str, list[int]] = {"good": [], "behind": [], "unknown": []}
    for project in now.programme.projects:
        parts = [part for part in now.city.parts if part.project == project.number]
        states = {now.behind(part) for part in parts}
        if parts:
            state = "behind" if True in states else "unknown" if None in states else "good"
            found[state].append(project.number)
    phrases = [
        (
            now.count(len(numbers), what),
            words,
            "（第",
            joined([Fact(str(n), "项目") for n in numbers]),
            "项）",
        )
        for what, words, numbers in (
            ("没有落后指标的项目数", "个各项指标均达到序时进度", found["good"]),
            ("有落后指标的项目数", "个有指标落后", found["behind"]),
            ("无法判断的项目数", "个缺少数据、无法判断", found["unknown"]),
        )
        if numbers
    ]
    if phrases:
        yield sentence("按项目看，", joined(phrases, "，"), "。")


def _only(parts: Sequence[Standing], holds: Callable[[Standing], bool]) -> list[Standing]:
    return [part for part in parts if holds(part)]
