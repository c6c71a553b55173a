"""Family S: standards, and whether the areas' adopted standards comply."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.area import Area, AreaKind
from minsheng.domain.bound import Bound, in_unit
from minsheng.domain.expression.build import column, compared
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.standards import AdoptedStandard, Standard
from minsheng.domain.units import Unit, to_unit
from minsheng.domain.wording import contradiction
from minsheng.errors import RuleError, UnitError
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule

Adopted = tuple[AdoptedStandard, ...]


def _day(programme: Programme, on: datetime.date | None) -> datetime.date:
    """The given day; default: the last day of the programme's year."""
    return on or datetime.date(programme.year, 12, 31)


@rule("S101", basis="附件2第7项")
def standards_rise(programme: Programme) -> Iterator[Said]:
    """新标准高于所替代的原标准

    Compares each tier with the standard it replaces. Example found: a target of 590元/月 that replaces
    600元/月.
    """
    for standard in programme.standards:
        for tier in standard.tiers:
            if tier.baseline is None:
                continue
            old, new = tier.baseline.amount, tier.target.amount
            if not old.unit.measures_same_as(new.unit):
                yield Unknown(standard.text, f"原标准 {old} 与新标准 {new} 单位不同", standard.id)
                continue
            working = Bound(Relation.ABOVE, old).working(new)
            who = f"{standard.text}（{tier.scope}）" if tier.scope else standard.text
            if new > old:
                yield Held(who, working, standard.id)
            else:
                yield Finding(who, "不高于原标准", working, standard.id)


@rule("S102", basis="附件2第7项")
def one_tier_for_every_area(programme: Programme) -> Iterator[Said]:
    """每个地区每一天至多适用一档标准，且都有一档适用

    Two tiers for one area from the same day contradict each other; for an area without a tier,
    other rules remain unknown. Example found: zones covered neither by 县市 nor by 区.
    """
    for standard in programme.standards:
        tiers = {area.name: [t for t in standard.tiers if t.is_for(area)] for area in programme.areas}
        none = [name for name, listed in tiers.items() if not listed]
        twice = [name for name, listed in tiers.items() if len({t.effective for t in listed}) < len(listed)]
        if none:
            yield Finding(standard.text, "没有标准适用的地区", "、".join(none), standard.id)
        if twice:
            yield Finding(standard.text, "同一天有两档适用的地区", "、".join(twice), standard.id)
        if not none and not twice:
            yield Held(standard.text, f"{len(tiers)} 个地区各有一档", standard.id)


@rule("S103", basis="附件2第7项")
def words_and_standards_agree(programme: Programme) -> Iterator[Said]:
    """标准的文字与录入的数一致

    Compares each tier's target with the text of its scope (or of the standard), and the baseline
    with the standard's text. Example found: 不低于 encoded as "exactly".
    """
    for standard in programme.standards:
        for tier in standard.tiers:
            against = contradiction(_per(tier.scope or standard.text, tier.target), tier.target)
            if tier.baseline is not None and not against:
                replaced = Bound(Relation.AT_LEAST, tier.baseline.amount)
                bound = tier.baseline if "从不低于" in standard.text else replaced
                against = contradiction(_per(standard.text, bound), bound)
            if against:
                yield Finding(standard.text, "文字与录入不一致", against, standard.id)
            else:
                yield Held(standard.text, f"{tier.scope or standard.text}：{tier.target}", standard.id)


def _per(text: str, bound: Bound) -> str:
    """The text, with 元/月 as 元/月·人 if that is how the bound reads it."""
    unit = bound.amount.unit.text
    return text.replace(unit.removesuffix("·人"), unit) if unit not in text else text


@asked
def adequate(
    standard: Standard,
    unit: Unit | str,
    *,
    paid: str = "amount",
    area_kind: str = "area_kind",
    on: str = "on",
    places: int = 2,
) -> Criterion:
    """The criterion that payments comply with a standard, for an area or for rows of payments.

    Args:
        standard: the standard.
        unit: the unit of the payments; monthly payments compare exactly with a yearly standard.
        paid, area_kind, on: the names of the columns; kinds of areas as codes or labels.
        places: the decimal places of the payments.

    Raises:
        UnitError: the unit measures something other than the standard.
        RuleError: the tiers have different relations, or apply to areas by name.

    >>> from datetime import date
    >>> from minsheng import load
    >>> c = adequate(load("yueyang-2023").standard("subsistence-rural"), "元/月")
    >>> verdict = c.judge({"amount": "640", "area_kind": "district", "on": date(2023, 6, 1)})
    >>> verdict.explain().partition("（")[0]
    '640 元/月 × 12 = 7680 元/年 < 7800 元/年'
    """
    relations = {tier.target.relation for tier in standard.tiers}
    if len(relations) > 1:
        raise RuleError(f"the tiers of {standard.id!r} ask in different ways: {', '.join(sorted(relations))}")
    floor = standard.floor(area_kind=column(area_kind, choices=AreaKind), on=column(on))
    [relation] = relations
    held = compared(relation, column(paid, to_unit(unit), places=places), floor)
    basis = standard.source.where if standard.source else ""
    return Criterion("S201", held, title=f"{standard.text}：执行的标准符合规定标准", basis=basis)


@rule("S201", basis="附件2第7项")
def adopted_standards_keep_to_the_floor(
    programme: Programme, adopted: Adopted, on: datetime.date | None = None
) -> Iterator[Said]:
    """各地执行的标准符合规定标准

    Compares what each area pays on the day with the tier for its kind, exactly and across units.
    Default for the day: the last of the programme's year. Example found: a district that pays
    640元/月 where the standard is 7800元/年.
    """
    day = _day(programme, on)
    nothing = True
    for area, standard, own in _in_force(programme, adopted, day):
        if own is None:
            continue
        nothing = False
        where = f"{area.name} {standard.text}"
        try:
            criterion = adequate(standard, own.amount.unit)
        except UnitError:
            unit = standard.tiers[0].target.amount.unit
            said = f"执行 {own.amount}，规定以“{unit}”计，单位不同，不能比较"
            yield Unknown(where, said, area.name)
            continue
        verdict = criterion.judge({"amount": own.amount, "area_kind": area.kind.value, "on": day})
        match verdict.outcome:
            case Outcome.MET:
                yield Held(where, verdict.explain(), area.name)
            case Outcome.UNMET:
                tier = standard.tier(area, day)
                asked = f"“{tier.target.in_words}”" if tier else "规定标准"
                yield Finding(where, f"执行的标准不符合{asked}", verdict.explain(), area.name)
            case _:
                yield Unknown(where, f"{day} 没有适用的规定标准", area.name)
    if nothing:
        yield Unknown("全部地区", f"{day} 没有一个地区报了执行的标准")


@rule("S202", basis="附件2第7项", severity="note")
def every_area_has_adopted_every_standard(
    programme: Programme, adopted: Adopted, on: datetime.date | None = None
) -> Iterator[Said]:
    """每个地区都报了每项标准

    Without a report, a standard is neither met nor unmet. Example found: 城陵矶新港区 without a rural
    standard.
    """
    day = _day(programme, on)
    missing: dict[str, list[str]] = {}
    for area, standard, own in _in_force(programme, adopted, day):
        if own is None:
            missing.setdefault(standard.id, []).append(area.name)
    for standard in programme.standards:
        areas = missing.get(standard.id)
        if areas:
            yield Finding(standard.text, f"{len(areas)} 个地区没有报", "、".join(areas), standard.id)
        else:
            yield Held(standard.text, f"{len(programme.areas)} 个地区都报了", standard.id)


@rule("S203", basis="附件2第7项")
def month_and_year_say_the_same(programme: Programme, adopted: Adopted) -> Iterator[Said]:
    """同一标准同一天起只有一个数，按月、按年一致（年 = 月 × 12）

    If an area reports a standard more than once from the same day, for instance by month and by
    year, the figures must agree: 7728 = 644 × 12. Example found: 644元/月 beside 7700元/年.
    """
    groups: dict[tuple[str, str, datetime.date], list[Amount]] = {}
    for own in adopted:
        groups.setdefault((own.area, own.standard, own.effective), []).append(own.amount)
    for (area, id, _), amounts in groups.items():
        where = f"{area} {programme.standard(id).text}"
        first, *others = sorted(amounts, key=lambda amount: -amount.unit.factor)
        for other in others:
            if not first.unit.measures_same_as(other.unit):
                yield Unknown(where, f"{first} 与 {other} 单位不同，不能比较", area)
            elif first == other:
                yield Held(where, f"{in_unit(first, other.unit)}，报 {other}", area)
            else:
                working = f"{in_unit(first, other.unit)} ≠ {other}"
                yield Finding(where, "同一天起有两个不同的数", working, area)


@rule("S204", basis="附件2第7项", severity="warning")
def adopted_standards_do_not_fall(programme: Programme, adopted: Adopted) -> Iterator[Said]:
    """各地执行的标准不低于自己原来的标准

    Follows each area's standards by date. Example found: 660元/月 from January, 650元/月 from July.
    """
    series: dict[tuple[str, str], list[AdoptedStandard]] = {}
    for own in sorted(adopted, key=lambda own: own.effective):
        series.setdefault((own.area, own.standard), []).append(own)
    for (area, id), steps in series.items():
        for before, after in pairwise(steps):
            if before.effective == after.effective:
                continue  # left to S203
            where = f"{area} {programme.standard(id).text}"
            if not before.amount.unit.measures_same_as(after.amount.unit):
                said = f"{before.amount} 与 {after.amount} 单位不同，不能比较"
                yield Unknown(where, said, area)
                continue
            floor = Bound(Relation.AT_LEAST, before.amount)
            if floor.holds(after.amount):
                yield Held(where, floor.working(after.amount), area)
            else:
                said = f"{after.effective} 起低于 {before.effective} 起的标准"
                yield Finding(where, said, floor.working(after.amount), area)


def _in_force(
    programme: Programme, adopted: Adopted, day: datetime.date
) -> Iterator[tuple[Area, Standard, AdoptedStandard | None]]:
    """What each area has adopted for each standard by a day; None if nothing."""
    latest: dict[tuple[str, str], AdoptedStandard] = {}
    for own in adopted:
        key = (own.area, own.standard)
        if own.effective <= day and (key not in latest or latest[key].effective <= own.effective):
            latest[key] = own
    for standard in programme.standards:
        for area in programme.areas:
            yield area, standard, latest.get((area.name, standard.id))


RULES = (
    standards_rise,
    one_tier_for_every_area,
    words_and_standards_agree,
    adopted_standards_keep_to_the_floor,
    every_area_has_adopted_every_standard,
    month_and_year_say_the_same,
    adopted_standards_do_not_fall,
)
