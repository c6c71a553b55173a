"""Family A: the division of targets over areas, and agreement of words and figures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.domain.allocation import Additivity
from minsheng.domain.amount import Amount, add_exactly, plain_text
from minsheng.domain.bound import Bound, in_unit
from minsheng.domain.indicator import Indicator
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.wording import contradiction, find_mentions
from minsheng.domain.written import cut
from minsheng.rules.families import slips
from minsheng.rules.families.divided import divided
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import Rule, rule


@rule("A101", basis="附件2")
def shares_make_up_the_target(programme: Programme) -> Iterator[Said]:
    """各地任务数与市本级任务数之和等于总目标

    Adds up the shares of each additive target; and where an area has a share as well as areas that
    lie in it, theirs, which must come to its own. Why: what is assigned to no area is done by no
    area. Example found: shares of 58999人 in all for a target of 5.9万人; 平江县 8个, its towns 3 and 4.
    """
    parents = {area.name: area.parent for area in programme.areas}
    for indicator, target, row in divided(programme, Additivity.SUM):
        yield _made_up(indicator, target, row.total, row.working(), "各地之和比总目标")
        for name, share in row.present:
            inner = [(one, part) for one, part in row.present if parents.get(one) == name]
            if inner:
                own = Bound(target.relation, Amount(share, row.unit))
                made = Amount(add_exactly(*(part for _, part in inner)), row.unit)
                written = " + ".join(f"{one} {plain_text(part)}" for one, part in inner)
                than = f"{name}所辖各地之和比{name}的任务数"
                yield _made_up(indicator, own, made, f"{name}：{written} = {made}", than)


def _made_up(indicator: Indicator, target: Bound, total: Amount, working: str, than: str) -> Said:
    """Whether a sum is what was asked for."""
    working += in_unit(total, target.amount.unit).removeprefix(str(total))
    # for a target of "more than", a larger sum is right
    more_is_asked = target.relation is Relation.ABOVE and total > target.amount
    if total == target.amount or more_is_asked:
        own = f"；{target.working(total)}" if more_is_asked else ""
        return Held(indicator.text, working + own, indicator.id)
    by = total.exact - target.amount.exact
    more = "多" if by > 0 else "少"
    gap = f"{cut(abs(by) / total.unit.factor)} {total.unit}"
    return Finding(indicator.text, f"{than}{more} {gap}", f"{working} ≠ {target.amount}", indicator.id)


@rule("A102", basis="附件2", severity="warning")
def more_than_is_more_than(programme: Programme) -> Iterator[Said]:
    """“突破”“超过”的目标，任务数要超过它

    A target of more than 230 is not met by shares of exactly 230 in all: every area can do its share
    and the city still miss its target. For targets of each area, every share is compared.
    Example found: 用户数突破230万 with shares of 230.00万人.
    """
    for indicator, target, row in divided(programme, Additivity.SUM):
        if target.relation in (Relation.ABOVE, Relation.BELOW):
            working = f"{row.working()}；{target.working(row.total)}"
            if target.holds(row.total):
                yield Held(indicator.text, working, indicator.id)
            else:
                said = f"各地都完成任务，也只是正好，没有{target.relation.words} {target.amount}"
                if row.total != target.amount:
                    said = f"各地之和没有{target.relation.words} {target.amount}"
                yield Finding(indicator.text, said, working, indicator.id)
    for indicator, target, row in divided(programme, Additivity.EACH):
        if target.relation in (Relation.ABOVE, Relation.BELOW):
            exactly = [name for name, share in row.present if Amount(share, row.unit) == target.amount]
            if exactly:
                said = f"{len(exactly)} 个地区的任务数正好是 {target.amount}，没有{target.relation.words}它"
                yield Finding(indicator.text, said, "、".join(exactly), indicator.id)


@rule("A103", basis="附件2")
def every_indicator_is_divided_or_says_why(programme: Programme) -> Iterator[Said]:
    """每个指标都分解到地方，或写明为什么不分解

    Example found: an indicator with no row in the allocation table and no reason.
    """
    divided = 0
    for indicator in programme.indicators:
        if indicator.id in programme.allocation:
            if indicator.undivided:
                yield Finding(
                    indicator.text, "已经分解，又写了不分解的原因", indicator.undivided, indicator.id
                )
            elif not programme.allocation[indicator.id].present:
                yield Finding(indicator.text, "有一行，但没有一个地区有任务数", subject=indicator.id)
            else:
                divided += 1
        elif why := indicator.undivided or (indicator.worded and f"目标是文字：{indicator.worded}"):
            yield Held(indicator.text, why, indicator.id)
        else:
            yield Finding(indicator.text, "没有分解，也没有写明原因", subject=indicator.id)
    if divided:
        yield Held(f"{divided} 个指标", "分解到地方")


@rule("A104", basis="附件2", severity="warning")
def each_area_reaches_the_target_itself(programme: Programme) -> Iterator[Said]:
    """各地都要达到的目标不能相加，每一地的数都要达到

    For targets that every area must reach, the shares are not added up; each is compared with the
    target ("more than" is left to A102). Example found: 80类 in nine areas and 10类 for the city:
    10 neither reaches 80 nor can be added to it.
    """
    for indicator, target, row in divided(programme, Additivity.EACH):
        below = []
        for name, share in row.present:
            amount = Amount(share, row.unit)
            if not target.holds(amount) and amount != target.amount:
                below.append(f"{name} {target.working(amount)}")
        if below:
            said = f"不能相加；有 {len(below)} 处不合“{target.in_words}”"
            not_added = f"（相加是 {row.total}，与 {target.amount} 不是一回事）"
            yield Finding(indicator.text, said, "；".join(below) + not_added, indicator.id)
        else:
            yield Held(indicator.text, f"{len(row.present)} 处都合于 {target.amount}，不相加", indicator.id)


@rule("A105", basis="附件2")
def parts_are_within_the_whole(programme: Programme) -> Iterator[Said]:
    """“其中”的数不大于总数

    Compares the targets and, if both are divided, the shares of every area. An area without a share
    of the whole cannot have one of the part. Example found: 其中创业培训 31000人次 of 3万人次.
    """
    for part in programme.indicators:
        if part.part_of is None or part.target is None:
            continue
        whole = programme.indicator(part.part_of)
        if whole.target is None:
            yield Unknown(part.text, f"“{whole.text}”没有目标，不能比较", part.id)
            continue
        if not whole.target.amount.unit.measures_same_as(part.target.amount.unit):
            yield Unknown(part.text, f"与“{whole.text}”的单位不同，不能比较", part.id)
            continue
        working = Bound(Relation.AT_MOST, whole.target.amount).working(part.target.amount)
        larger = _larger_parts(programme, part, whole)
        if part.target.amount > whole.target.amount:
            yield Finding(part.text, "比总数大", working, part.id)
        elif larger:
            yield Finding(part.text, f"有 {len(larger)} 处的任务数比总数的大", "；".join(larger), part.id)
        else:
            yield Held(part.text, working, part.id)


def _larger_parts(programme: Programme, part: Indicator, whole: Indicator) -> list[str]:
    """The areas whose share of a part is larger than that of the whole, if both are divided."""
    allocation = programme.allocation
    if part.additivity is Additivity.EACH or whole.additivity is Additivity.EACH:
        return []
    if part.id not in allocation or whole.id not in allocation:
        return []
    ours, theirs = allocation[part.id], allocation[whole.id]
    all_ = dict(theirs.present)
    pairs = [(name, Amount(s, ours.unit), Amount(all_.get(name, 0), theirs.unit)) for name, s in ours.present]
    return [f"{name} {Bound(Relation.AT_MOST, m).working(share)}" for name, share, m in pairs if share > m]


@rule("A106", basis="附件2")
def rows_are_of_targets(programme: Programme) -> Iterator[Said]:
    """有任务数的指标都有目标，单位与目标的相合

    A row whose unit does not compare with the target's is refused earlier, when the programme is
    loaded. Example found: shares of an indicator without a target.
    """
    fitting = 0
    for row in programme.allocation:
        if programme.indicator(row.indicator).target is None:
            yield Finding(row.text, "有任务数，没有目标", subject=row.indicator)
        else:
            fitting += 1
    if fitting:
        yield Held(f"{fitting} 行任务数", "与各自的目标单位相合")


@rule("A107", basis="附件2")
def counted_things_are_whole(programme: Programme) -> Iterator[Said]:
    """按个计数的任务数是整数

    People, households and things are counted in whole numbers; 6.35万人次 is 63500. Lengths, areas,
    volumes and money need not be whole. Example found: 2.5户.
    """
    whole = 0
    for row in programme.allocation:
        if not row.unit.counted:
            continue
        parts = [
            f"{name} {plain_text(share)} {row.unit}"
            for name, share in row.present
            if (Fraction(share) * row.unit.factor).denominator != 1
        ]
        if parts:
            yield Finding(row.text, "任务数不是整数", "、".join(parts), row.indicator)
        else:
            whole += len(row.present)
    if whole:
        yield Held(f"{whole} 个任务数", "都是整数")


@rule("A108", basis="附件2")
def no_share_is_zero_or_less(programme: Programme) -> Iterator[Said]:
    """任务数是正数，没有任务的写“/”

    ``0`` and ``/`` mean different things, and a task of 0 is not a task. A negative share can hide in
    a correct sum. Example found: 岳阳县 -5户.
    """
    positive = 0
    for row in programme.allocation:
        wrong = [f"{name} {plain_text(share)} {row.unit}" for name, share in row.present if share <= 0]
        if wrong:
            yield Finding(row.text, "任务数不是正数", "、".join(wrong), row.indicator)
        else:
            positive += len(row.present)
    if positive:
        yield Held(f"{positive} 个任务数", "都是正数")


@rule("A109", basis="附件2")
def words_and_figures_agree(programme: Programme) -> Iterator[Said]:
    """指标的文字与录入的目标一致

    Reads the figures in each indicator's text (2.1万 is 21000) and the words beside them (不低于
    is at least, 突破 is more than), and compares them with the encoded target. If the target is
    declared not to be in the text (``implied``) but the text has figures in its unit, the result is
    unknown: they may be the province's. Example found: 突破230万 encoded as >= 230万人.
    """
    agreeing = 0
    for indicator in programme.indicators:
        bounds = [indicator.target] if indicator.target else [tier.target for tier in indicator.tiers]
        if indicator.worded:
            if indicator.implied or normalise(indicator.worded) in normalise(indicator.text):
                agreeing += 1
            else:
                yield Finding(indicator.text, "文字里没有录入的目标", indicator.worded, indicator.id)
        elif not bounds and find_mentions(indicator.text):
            yield Finding(indicator.text, "没有录入目标", subject=indicator.id)
        elif not bounds:
            yield Unknown(indicator.text, "文字里没有数，也没有录入目标", indicator.id)
        for bound in bounds:
            if indicator.implied and not _counts(indicator, bound):
                one = bound.amount.value == 1 and bound.amount.unit.counted
                said = "原文没有写数，就是一件" if one else "原文没有写数，目标另列"
                yield Held(indicator.text, f"{said}：{bound}", indicator.id)
            elif (against := contradiction(indicator.text, bound)) and indicator.implied:
                yield Unknown(indicator.text, f"{against}；目标另列，文字里的数不知是谁的", indicator.id)
            elif against:
                yield Finding(indicator.text, "文字与录入不一致", against, indicator.id)
            else:
                agreeing += 1
    if agreeing:
        yield Held(f"{agreeing} 个目标", "与文字一致")


def _counts(indicator: Indicator, bound: Bound) -> bool:
    """Whether the text has a figure in the target's unit."""
    mentioned = (mention.unit for mention in find_mentions(indicator.text))
    return any(u is not None and u.measures_same_as(bound.amount.unit) for u in mentioned)


@rule("A110", basis="原件", severity="note")
def the_print_needs_no_correction(programme: Programme) -> Iterator[Said]:
    """原件印刷无须更正

    Shows every erratum that concerns a figure or its place, as printed and as corrected; spelling
    mistakes are left out. Why: someone who compares the data with the paper must not have to guess.
    Example found: a unit printed as a bare 万.
    """
    for erratum in programme.errata:
        if not erratum.only_spelling:
            said = f"印作“{erratum.printed}”，读作“{erratum.reads}”"
            yield Finding(erratum.source.where, said, erratum.reason, erratum.id)


RULES: tuple[Rule, ...] = (
    shares_make_up_the_target,
    more_than_is_more_than,
    every_indicator_is_divided_or_says_why,
    each_area_reaches_the_target_itself,
    parts_are_within_the_whole,
    rows_are_of_targets,
    counted_things_are_whole,
    no_share_is_zero_or_less,
    words_and_figures_agree,
    the_print_needs_no_correction,
    *slips.RULES,
)
