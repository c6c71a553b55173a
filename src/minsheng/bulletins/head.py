"""The head and the foot of a bulletin: its title, number, addressees, opening, office and date."""

from __future__ import annotations

import datetime

import attrs

from minsheng.bulletins.document import Bulletin, BulletinKind
from minsheng.bulletins.facts import Blank, Fact, sentence
from minsheng.bulletins.sections import BulletinSection, in_chinese
from minsheng.bulletins.situation import Situation
from minsheng.domain.period import Period, PeriodKind
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.table import Table

#: how a title names what it is
_NAMES = {
    BulletinKind.TEN_DAYS: "进展情况的简报",
    BulletinKind.MONTH: "进展情况的通报",
    BulletinKind.QUARTER: "进展情况的总结",
    BulletinKind.NOTICE: "完成情况的公示",
    BulletinKind.YEAR: "验收考核情况的通报",
}


@attrs.frozen
class Head:
    """What the office gives for a document's head and foot; what it does not is a blank."""

    number: str = ""
    office: str = ""
    issued: datetime.date | None = None


def headed(
    now: Situation,
    kind: BulletinKind,
    sections: tuple[BulletinSection, ...],
    tables: tuple[Table, ...],
    head: Head,
    *,
    ranking: Ranking | None,
) -> Bulletin:
    """The sections and annexes with their head and foot."""
    programme, what = now.programme, _NAMES[kind].partition("的")
    opening = sentence(
        (
            "根据《",
            Fact(programme.document.title, "文件"),
            "》（",
            Fact(programme.document.number, "文号"),
            "）要求，",
        )
        if programme.document.number
        else (),
        ("现将截至", now.day(now.on), "的", Fact(programme.city, "城市")),
        f"重点民生实事项目{what[0]}{'公示' if what[2] == '公示' else '通报'}如下：",
    )
    return Bulletin(
        kind,
        now.period,
        sentence("关于", _about(now.period, kind), "重点民生实事项目", _NAMES[kind]),
        sentence(Fact(head.number, "发文字号") if head.number else Blank("发文字号")),
        sentence(_addressees(now, kind)),
        opening,
        sections,
        tables,
        sentence(Fact(head.office, "落款") if head.office else Blank("落款单位")),
        sentence(now.day(head.issued) if head.issued else Blank("成文日期")),
        now,
        ranking,
    )


def _about(period: Period, kind: BulletinKind) -> Fact:
    """The period as a title names it: 2023年6月份, 2023年第二季度."""
    if kind is BulletinKind.QUARTER:
        text = f"{period.year}年第{in_chinese(period.last.month // 3)}季度"
    else:
        text = f"{period}份" if period.kind is PeriodKind.MONTH else str(period)
    return Fact(text, "期间", exact=str(period))


def _addressees(now: Situation, kind: BulletinKind) -> Fact | Blank:
    if kind is BulletinKind.NOTICE or not now.programme.document.addressees:
        return Blank("主送机关")
    return Fact(now.programme.document.addressees, "主送机关")
