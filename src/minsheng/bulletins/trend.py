"""How the months of a quarter went: how many tasks were done, on schedule and behind at each month's end."""

from __future__ import annotations

from minsheng.bulletins.facts import joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import Situation, done
from minsheng.domain.period import PeriodKind


def trend(now: Situation) -> BulletinSection:
    """A sentence for the end of each month of the period."""
    said = []
    for month in now.period.split(PeriodKind.MONTH):
        parts = now.at(month.last).parts
        counts = (
            ("完成全年任务", [part for part in parts if done(part)]),
            ("达到进度要求", [part for part in parts if part.behind is False and not done(part)]),
            ("落后", [part for part in parts if part.behind]),
            ("无法判断", [part for part in parts if part.behind is None]),
        )
        listed = joined([(what, now.count(len(found), what, found), "项") for what, found in counts], "，")
        said.append(sentence("截至", now.day(month.last), "，", listed, "。"))
    return BulletinSection("各月进展", (Paragraph(tuple(said)),))
