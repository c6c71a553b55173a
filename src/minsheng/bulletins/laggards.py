"""Projects that are behind: by project and lead agency, only who is behind is named."""

from __future__ import annotations

from collections.abc import Iterator

from minsheng.bulletins.facts import Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import Situation, amount, area, name, points, rate
from minsheng.domain.project import Project
from minsheng.measuring.standing import Standing
from minsheng.measuring.targets import short_of


def laggards(now: Situation) -> BulletinSection:
    """A paragraph for each project with something behind, in the whole city or in an area."""
    paragraphs = [one for project in now.programme.projects if (one := _of_project(now, project))]
    if not paragraphs:
        unknown = any(part.behind is None for part in (*now.city, *now.areas))
        said = "已有数据的项目没有落后的。" if unknown else "各项目均达到序时进度。"
        paragraphs = [Paragraph((sentence(said),))]
    return BulletinSection("进展落后的项目", tuple(paragraphs))


def _of_project(now: Situation, project: Project) -> Paragraph | None:
    said = [one for item in project.items for one in _of_task(now, item.id)]
    if not said:
        return None
    behind = {part.item for part in (*now.city, *now.areas) if part.project == project.number and part.behind}
    led = dict.fromkeys(agency for item in behind for agency in now.agencies.get(item, ()))
    agencies: Words = ()
    if led:
        listed = joined([Fact(agency, "牵头单位") for agency in led])
        agencies = ("（牵头单位：", listed, "）")
    number = Fact(str(project.number), "项目")
    heading = sentence("第", number, "项　", Fact(project.title, "项目"), agencies)
    return Paragraph(tuple(said), heading)


def _of_task(now: Situation, item: str) -> Iterator[Sentence]:
    [whole] = [part for part in now.city if part.item == item]
    late = [part for part in now.areas if part.item == item and part.behind]
    if whole.behind:
        yield sentence(name(whole), "，全市", _how_far(whole), "。")
    if late:
        names = joined([(area(part, "落后的地区"), "（", _shortly(part), "）") for part in late])
        yield sentence(*(() if whole.behind else (name(whole), "，")), "进展落后的有", names, "。")


def _how_far(part: Standing) -> Words:
    """What was done, its rate and its distance; for limits and standards what they should be."""
    if part.worded:
        return ("没有做到", Fact(part.worded, "目标"))
    assert part.actual is not None  # noqa: S101  # what is behind has a figure and a target
    assert part.target is not None  # noqa: S101  # likewise
    if part.rate is None or part.gap is None or not part.counts or part.gap >= 0:
        return (amount(part, part.actual), "，", Fact(short_of(part.target, part.text), "目标"))
    return (
        "完成", amount(part, part.actual), "，完成率", rate(part),
        "，落后序时进度", points(part, part.gap, "落后百分点"), "个百分点",
    )  # fmt: skip


def _shortly(part: Standing) -> Words:
    if part.worded:
        return ("没有完成",)
    assert part.actual is not None  # noqa: S101  # what is behind has a figure
    if part.rate is None or not part.counts:
        return (amount(part, part.actual),)
    # 80类 where more than 80类 are asked for are 100 %, and behind
    return _how_far(part) if part.gap is not None and part.gap >= 0 else (rate(part),)
