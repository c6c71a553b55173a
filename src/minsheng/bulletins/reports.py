"""What was reported, verified and found: missing and late reports, differences, findings to be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from minsheng.bulletins.facts import Blank, Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import Situation, amount, area, quoted_name
from minsheng.domain.area import WHOLE_CITY
from minsheng.measuring.programme import standings
from minsheng.reading.decided import DECISIONS
from minsheng.rules.families.reporting import Completeness
from minsheng.rules.finding import Finding
from minsheng.rules.report import Report
from minsheng.visible import quoted

#: a finding is quoted up to this length; all of it stands in the report
_MOST_QUOTED = 200
#: how many areas are named of what was found for one reason
_MOST_NAMED = 20


def reported(completeness: Sequence[Completeness], now: Situation) -> BulletinSection:
    """Who has not reported the period, who reported late, and how many lines could not be read."""
    said, period = list[Sentence](), now.period
    for words, kept in (
        ("未报的有", {one.key: [i for p, i in one.missing if p == period] for one in completeness}),
        ("迟报的有", {one.key: [i for p, i, _ in one.late if p == period] for one in completeness}),
    ):
        named = [
            (
                Fact("全市性指标" if key == WHOLE_CITY else key, words[:2], area=key),
                Fact(str(len(items)), words[:2]),
                "项",
            )
            for key, items in kept.items()
            if items
        ]
        if named:
            said.append(sentence(Fact(str(period), "期间"), words, joined(named), "。"))
    if completeness and not said:
        said = [sentence(Fact(str(period), "期间"), "应报的数都已报送。")]
    said += _unread(now)
    return BulletinSection("报送情况", (Paragraph(tuple(said)),))


def _unread(now: Situation) -> Iterator[Sentence]:
    """Which files have tables or rows that could not be read: who sent them may be named as silent."""
    progress = now.progress
    tables = Counter(_file(one.sheet) for one in progress.intake.left_out if "隐藏" not in one.why)
    rows = Counter(_file(one.source) for one in progress.aside if not one.source.startswith(DECISIONS))
    listed: list[Words] = [
        (Fact(file, "表"), "（", Fact(str(count), "没有读出"), what, "）")
        for what, found in (("张表", tables), ("行", rows - tables))
        for file, count in found.items()
        if what == "张表" or file not in tables
    ]
    if listed:
        about = "报来的表有没有读出、未计入本期数字的，所涉地区可能列在未报之中，请先核对："
        yield sentence(about, joined(listed), "。")


def _file(where: str) -> str:
    """The file of a place in it."""
    return where.partition(" ")[0]


def verified(now: Situation) -> BulletinSection | None:
    """Where the verified figure differs from the reported one; None if nothing was verified."""
    if not any(record.verified for record in now.progress.records):
        return None
    areas = (None, *dict.fromkeys(part.area for part in now.areas))
    checked = standings(now.programme, now.progress, on=now.on, areas=areas, verified=True)
    claimed = {(part.item, part.area): part for part in (*now.city, *now.areas)}
    both = [
        (claim, part)
        for part in checked
        if part.actual is not None and (claim := claimed[part.item, part.area]).actual is not None
    ]
    if not both:
        return None
    differ = [
        (
            area(claim), quoted_name(claim), "上报", amount(claim, claim.actual, "上报数"),
            "，核实", amount(part, part.actual, "核实数"),
        )
        for claim, part in both
        if claim.actual is not None and part.actual is not None and claim.actual != part.actual
    ]  # fmt: skip
    counted = ("已核实", Fact(str(len(both)), "核实数"), "个数，")
    said = [sentence(counted, "与上报数一致。")]
    if differ:
        said = [
            sentence(counted, "与上报数不一致的", Fact(str(len(differ)), "不一致数"), "个。"),
            sentence(joined(differ, "；"), "。"),
        ]
    return BulletinSection("核实情况", (Paragraph(tuple(said)),))


def found(report: Report, *, told: Collection[str] = ()) -> BulletinSection | None:
    """What the rules found, each with the rule's code; None if they found nothing.

    What one rule found of one thing in several areas is one paragraph.

    Args:
        report: the report.
        told: the rules whose findings other sections tell already.
    """
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for one in report.findings:
        if one.code not in told:
            thing = one.where.partition(" ")[2] or one.where
            alike.setdefault((one.code, one.message, thing), []).append(one)
    paragraphs = tuple(
        Paragraph((
            sentence(
                _where(thing, listed), "：",
                Fact(
                    quoted(message, _MOST_QUOTED), "发现", listed[0].subject,
                    exact=listed[0].working, rule=code,
                ),
                "（", Fact(code, "规则", rule=code), "）。",
            ),
        ))
        for (code, message, thing), listed in alike.items()
    )  # fmt: skip
    return BulletinSection("需要核对整改的问题", paragraphs) if paragraphs else None


def found_by_kind(report: Report, *, told: Collection[str] = ()) -> BulletinSection | None:
    """The same, a sentence for each kind: how many, and where; an annex has every place."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for one in report.findings:
        if one.code not in told:
            alike.setdefault((one.code, one.message), []).append(one)
    paragraphs = tuple(
        Paragraph((sentence(_kind(code, message, listed)),)) for (code, message), listed in alike.items()
    )
    if paragraphs:
        paragraphs = (*paragraphs, Paragraph((sentence("逐处见附件。"),)))
    return BulletinSection("需要核对整改的问题", paragraphs) if paragraphs else None


def _kind(code: str, message: str, listed: list[Finding]) -> Words:
    """All that is found for one reason."""
    one = listed[0]
    what = Fact(quoted(message, _MOST_QUOTED), "发现", one.subject, exact=one.working, rule=code)
    if len(listed) == 1:
        return (_where(one.where, listed), "：", what, "。")
    areas = Counter(one.where.partition(" ")[0] for one in listed).most_common()
    each: list[Words] = [
        (Fact(quoted(area, _MOST_QUOTED), "事项", area=area), (Fact(str(n), "项数"), "项") if n > 1 else ())
        for area, n in areas[:_MOST_NAMED]
    ]
    more = f"等{len(areas)}处" if len(areas) > _MOST_NAMED else ""
    return ("有", Fact(str(len(listed)), "项数"), "项", what, "，涉及", joined(each), more, "。")


def _where(thing: str, listed: list[Finding]) -> Words:
    """Where something was found: the areas, then the thing."""
    if len(listed) == 1:
        one = listed[0]
        return Fact(quoted(one.where, _MOST_QUOTED), "事项", one.subject, rule=one.code)
    areas = [
        Fact(
            quoted(one.where.partition(" ")[0], _MOST_QUOTED),
            "事项",
            one.subject,
            exact=one.where,
            rule=one.code,
        )
        for one in listed
    ]
    return (
        joined(areas),
        " ",
        Fact(quoted(thing, _MOST_QUOTED), "事项", listed[0].subject, rule=listed[0].code),
    )


def remarks(notes: Sequence[str]) -> BulletinSection:
    """What the office adds in its own words."""
    return BulletinSection("其他情况", tuple(Paragraph((sentence(Fact(note, "备注")),)) for note in notes))


def next_steps() -> BulletinSection:
    """What is to be done next, which no data says."""
    return BulletinSection("下一步工作", (Paragraph((sentence(Blank("下一步工作")),)),))


def objections(until: str, contact: str) -> BulletinSection:
    """How long a notice is published and where to object."""
    said = [
        sentence(
            "公示时间为",
            Fact(until, "公示期") if until else Blank("公示的起止日期"),
            "。公示期内如有异议，请以书面或电话方式向",
            Fact(contact, "受理") if contact else Blank("受理的单位、地址和电话"),
            "反映；反映情况应当真实，以单位名义的加盖公章，以个人名义的署真实姓名。",
        )
    ]
    return BulletinSection("异议受理", (Paragraph(tuple(said)),))
