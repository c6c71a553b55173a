"""How the months of a quarter went: how many tasks were done, on schedule and behind at each month's end."""

from __future__ import annotations

from minsheng.bulletins.facts import joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import Situation, sorted_out
from minsheng.domain.period import PeriodKind

_STATES = ("完成全年任务", "达到进度要求", "落后", "无法判断")


def trend(now: Situation) -> BulletinSection:
    """A sentence for the end of each month of the period."""
    said = []
    for month in now.period.split(PeriodKind.MONTH):
        found = zip(_STATES, sorted_out(now.at(month.last)), strict=True)
        listed = joined([(what, now.count(len(parts), what, parts), "项") for what, parts in found], "，")
        said.append(sentence("截至", now.day(month.last), "，", listed, "。"))
    return BulletinSection("各月进展", (Paragraph(tuple(said)),))
