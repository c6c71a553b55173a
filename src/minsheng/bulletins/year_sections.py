"""Sections that only the year's end has: acceptance, rewards, satisfaction, upkeep."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from minsheng.bulletins.facts import Fact, Sentence, Words, joined, sentence
from minsheng.bulletins.sections import BulletinSection, Paragraph
from minsheng.bulletins.situation import share
from minsheng.domain.acceptance import AcceptanceResult, Inspection
from minsheng.domain.amount import plain_text
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.sampling import in_words
from minsheng.domain.upkeep import Use, Works
from minsheng.domain.written import exactly, percent
from minsheng.measuring.acceptance import AcceptanceStanding, AcceptanceStandings
from minsheng.measuring.defects import Mending, Mendings, MendingState
from minsheng.measuring.gaps import AcceptanceGaps
from minsheng.measuring.upkeep import in_use
from minsheng.rules.scoring.rewards import Rewarded, Rewards
from minsheng.rules.scoring.satisfaction import AreaSatisfaction, Satisfaction

#: how many are named one by one in a sentence; the rest stand in the annex
_MOST_NAMED = 20


def _count(number: int, what: str, area: str = "") -> Fact:
    return Fact(str(number), what, area=area)


def _named(phrases: Sequence[Words], what: str, unit: str, *, between: str = "、", more: str = "等") -> Words:
    """The first of several, and how many there are where they are too many to be named."""
    rest: Words = (more, _count(len(phrases), what), unit) if len(phrases) > _MOST_NAMED else ()
    return (joined(phrases[:_MOST_NAMED], between), rest)


def accepted(
    standings: AcceptanceStandings, gaps: AcceptanceGaps, register: Mendings, looked: Sequence[Inspection]
) -> BulletinSection:
    """Each step of the chain, how far accepted figures and samples are off, and what is to be mended."""
    said = (_steps(standings), (*_gaps(gaps), *_samples(gaps, looked, standings)), _mending(register))
    paragraphs = [Paragraph(tuple(sentences)) for sentences in said]
    return BulletinSection("验收情况", tuple(one for one in paragraphs if one.sentences))


def _steps(standings: AcceptanceStandings) -> Iterator[Sentence]:
    by_step: dict[str, list[AcceptanceStanding]] = {}
    for one in standings:
        by_step.setdefault(one.step.id, []).append(one)
    for listed in by_step.values():
        step, decided = listed[0].step, [one.decision for one in listed if one.decision is not None]
        results = Counter(one.result for one in decided)
        counts = [
            (result.label, _count(results[result], result.label), "项次")
            for result in AcceptanceResult
            if results[result]
        ]
        said: Words = ("，", joined(counts, "，")) if counts else ()
        so_far: Words = ("已验收", _count(len(decided), "已验收"), "项次", said) if decided else "尚未开展"
        yield sentence(
            Fact(step.actor, "谁验收"), Fact(step.action, "验收步骤"),
            "：应验收", _count(len(listed), "应验收"), "项次，", so_far, "。",
        )  # fmt: skip
        without: Counter[str] = Counter()
        for one in listed:
            if one.decision is None and decided:
                without.update(one.bodies or (one.area or WHOLE_CITY,))
        if without:
            named: list[Words] = [
                (Fact(body, "没有验收的", area=body), _count(number, "没有验收", body), "项次")
                for body, number in without.most_common()
            ]
            yield sentence("尚未验收的：", _named(named, "没有验收的", "个"), "。")


def _gaps(gaps: AcceptanceGaps) -> Iterator[Sentence]:
    less = [one for one in gaps if one.less]
    if less:
        named = [
            (
                Fact(one.key, "地区", area=one.key), _count(one.tasks, "有认定数", one.key), "项中",
                _count(one.less, "认定数少于上报数", one.key), "项（全部平均少",
                _share(one.mean, "平均少", one.key), "）",
            )
            for one in less
        ]  # fmt: skip
        yield sentence("认定数少于上报数的：", joined(named), "。")


def _samples(
    gaps: AcceptanceGaps, looked: Sequence[Inspection], standings: AcceptanceStandings
) -> Iterator[Sentence]:
    """What was counted, added up and by area; what is measured, or found more than reported, one by one."""
    counted = [one for one in gaps if one.sampled]
    if counted:
        found, sampled = sum(one.found for one in counted), sum(one.sampled for one in counted)
        [first, *more] = dict.fromkeys(one.reported.unit.text for one in looked if one.counts is not None)
        unit: Words = (
            Fact(first, "单位"),
            ("（", joined([Fact(u, "单位") for u in more]), "同计）") if more else (),
        )
        yield sentence(
            "抽查", _count(sampled, "抽查数"), unit, "，属实", _count(found, "属实数"), first, "（属实率",
            share(found, sampled, "属实率"), "）。",
        )  # fmt: skip
        short = [one for one in counted if one.found < one.sampled]
        if short:
            shares: list[Words] = [
                (
                    Fact(one.key, "地区", area=one.key),
                    "（属实率",
                    share(one.found, one.sampled, "属实率"),
                    "）",
                )
                for one in short
            ]
            yield sentence("属实率低于", Fact("100%", "全部属实"), "的：", joined(shares), "。")
    texts = {one.item.id: one.item.text for one in standings}
    measured: list[Words] = [
        (
            Fact(one.area or WHOLE_CITY, "地区", one.indicator),
            Fact(texts.get(one.indicator, one.indicator), "指标"),
            "上报", Fact(str(one.reported).replace(" ", ""), "上报数", one.indicator),
            "，查实", Fact(str(one.found).replace(" ", ""), "查实数", one.indicator),
        )
        for one in looked
        if one.counts is None
    ]  # fmt: skip
    if measured:
        yield sentence("按量计、不算属实率的抽查：", joined(measured, "；"), "。")


def _share(value: Fraction | None, what: str, area: str) -> Fact:
    return Fact(percent(value), what, area=area, exact="" if value is None else f"{exactly(value * 100)}%")


def _mending(found: Mendings) -> Iterator[Sentence]:
    if not len(found):
        return
    states = Counter(one.state for one in found)
    counts = [
        (state.label, _count(states[state], state.label), "项") for state in MendingState if states[state]
    ]
    yield sentence("需要整改的", _count(len(found), "整改"), "项，其中", joined(counts, "，"), "。")
    failed = [one for one in found if one.acceptance.result is AcceptanceResult.FAILED and not one.done]
    if failed:
        listed = _named([*map(_failed, failed)], "不合格未整改", "项", between="；", more="；共")
        yield sentence("验收不合格、尚未整改的：", listed, "。")
    overdue = [one for one in found if one.state is MendingState.OVERDUE]
    if overdue:
        late = _named([*map(_late, overdue)], "逾期未整改", "项", between="；", more="；共")
        yield sentence("逾期未整改的：", late, "。")


def _failed(one: Mending) -> Words:
    """What failed, who is to mend it, and by when."""
    of = one.acceptance
    until: Words = ("，期限", Fact(str(of.mend_by), "整改期限")) if of.mend_by else "，没有写期限"
    who: Words = ("，由", Fact(of.area, "整改单位", of.indicator, of.area), "负责整改") if of.area else ()
    return (Fact(one.where, "不合格", of.indicator, of.area or ""), who, until)


def _late(one: Mending) -> Words:
    where = Fact(one.where, "整改", one.acceptance.indicator, one.acceptance.area or "")
    what = (
        Fact(one.acceptance.mend, "整改内容", one.acceptance.indicator)
        if one.acceptance.mend
        else "没有写整改什么"
    )
    return (where, "，", what, "，逾期", _count(one.days, "逾期天数"), "天")


def named_by(rewards: Rewards) -> BulletinSection:
    """Whom each list names, and whom it leaves out, with the reasons."""
    title = Fact(rewards.policy.title, "办法", exact=rewards.policy.source)
    said = [Paragraph((sentence("按《", title, "》，名单如下。"),))]
    for of in rewards.policy.lists:
        own = [one for one in rewards if one.list == of.id]
        named, left = ([one for one in own if one.named is on] for on in (True, False))
        rule = Fact(of.rule.replace(" ", ""), "列入的条件", exact=of.basis)
        sentences = [sentence("条件：", rule, "。")]
        who = ("列入：", joined(map(_rewarded, named), "；"), "。") if named else ("列入：无。",)
        sentences.append(sentence(*who))
        if left:
            sentences.append(sentence("名次符合但不予列入：", joined(map(_rewarded, left), "；"), "。"))
        said.append(Paragraph(tuple(sentences), sentence(Fact(of.title, "名单"))))
    return BulletinSection("激励约束", tuple(said))


def _rewarded(one: Rewarded) -> Words:
    who = Fact(one.score.name, "名单", area=one.score.name, exact=one.reason)
    marks: Words = ("，加", Fact(str(one.marks), "加分", area=one.score.name), "分") if one.marks else ()
    return (who, "（", Fact(one.reason.replace(" ", ""), "理由"), marks, "）")


def satisfied(survey: Satisfaction) -> BulletinSection:
    """The share satisfied of the whole and of each area, and which neighbours cannot be told apart."""
    whole = survey.whole
    said = [sentence("访问", _count(whole.asked, "访问"), "户，", _satisfied(whole), "。")]
    counts: list[Words] = [
        (Fact(word, "答案"), () if worth == 1 else ("按", Fact(plain_text(worth), "计多少"), "个计"))
        for word, worth in survey.worth
        if worth
    ]
    if counts:
        said.append(sentence("算作满意的：", joined(counts), "。"))
    known = [one for one in survey if one.share is not None]
    if known:
        named = [(Fact(one.area, "地区", area=one.area), _satisfied(one)) for one in known]
        said.append(sentence("各地从高到低：", joined(named, "；"), "。"))
    alike = [
        (Fact(one.area, "地区"), "与", Fact(other.area, "地区"))
        for one, other in pairwise(known)
        if survey.differ(one.area, other.area) is False
    ]
    if alike:
        said.append(sentence("相差在误差以内、分不出高低的：", joined(alike), "。"))
    silent = [Fact(one.area, "没有访问") for one in survey if one.share is None]
    if silent:
        said.append(sentence("没有访问的：", joined(silent), "。"))
    return BulletinSection("群众满意度", (Paragraph(tuple(said)),))


def _satisfied(one: AreaSatisfaction) -> Words:
    if one.share is None:
        return "有的地区没有访问，满意率不知道"
    off = Fact(in_words(one.low, one.high, one.z).replace(" ", ""), "区间", area=one.area)
    return ("满意率", _share(one.share, "满意率", one.area), "（", off, "）")


def kept(works: Works, on: datetime.date) -> BulletinSection:
    """What is in use of what was built in each year, and what stands idle or is kept by nobody."""
    said = [
        sentence(
            Fact(one.key, "年度"), "建成", _count(one.built, "建成"), "处，在用", _count(one.used, "在用"),
            "处（", share(one.used, one.built, "在用率"), "）。",
        )
        for one in in_use(works, on=on)
    ]  # fmt: skip
    completed = [work for work in works if work.use(on) is not Use.NOT_BUILT]
    for words, listed in (
        ("建成未用的：", [work for work in completed if work.use(on) is Use.NEVER]),
        ("停用的：", [work for work in completed if work.use(on) is Use.OUT]),
        ("没有管护单位的：", [work for work in completed if not work.keeper]),
    ):
        if listed:
            names: list[Words] = [
                (
                    # 临湘市5号高标准农田 says where it lies
                    ()
                    if work.name.startswith(work.area or WHOLE_CITY)
                    else Fact(work.area or WHOLE_CITY, "地区", work.item),
                    Fact(work.name, "工程", work.item, sources=(work.source,) if work.source else ()),
                )
                for work in listed
            ]
            said.append(sentence(words, _named(names, words[:-1], "处"), "。"))
    return BulletinSection("建管用情况", (Paragraph(tuple(said or [sentence("没有建成的工程。")])),))
