"""Family U: whether what was built is kept, visited and used (建管用一体化)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from minsheng.domain.amount import Amount
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.upkeep import Use, Work, Works
from minsheng.measuring.upkeep import amount_of
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule


def _completed(works: Works, on: datetime.date) -> Iterator[tuple[str, Work]]:
    """The works completed by a day, each with where it is."""
    for work in works:
        if work.use(on) is not Use.NOT_BUILT:
            yield f"{work.area or WHOLE_CITY} {work.name}（{work.year}年）", work


@rule("U101", basis="建管用一体化")
def works_are_kept_by_somebody(works: Works, on: datetime.date) -> Iterator[Said]:
    """建成的工程有管护单位

    Example found: a public toilet that was handed over to nobody.
    """
    for where, work in _completed(works, on):
        if work.keeper:
            yield Held(where, work.keeper, work.item)
        else:
            yield Finding(where, "没有管护单位", subject=work.item)


@rule("U102", basis="建管用一体化")
def works_are_visited_when_due(works: Works, on: datetime.date) -> Iterator[Said]:
    """工程按期巡查

    Counts from the latest visit, before the first one from the first day of use. Where no interval is
    laid down, it is not known. Example found: every 6 months, last visited 9 months ago.
    """
    for where, work in _completed(works, on):
        if work.every is None:
            yield Unknown(where, "没有写巡查周期，不知该多久巡查一次", work.item)
            continue
        due = work.visit_due(on)
        if due is None:
            yield Unknown(where, "没有写建成、投用或巡查的日期", work.item)
            continue
        last = max((day for day in work.visits if day <= on), default=None)
        working = f"{'还没有巡查过' if last is None else f'上次 {last}'}，每 {work.every} 个月，至迟 {due}"
        if due < on:
            yield Finding(where, f"应巡查的日子过了 {(on - due).days} 天", working, work.item)
        else:
            yield Held(where, working, work.item)


@rule("U103", basis="建管用一体化")
def works_are_in_use(works: Works, on: datetime.date) -> Iterator[Said]:
    """建成的工程在用

    Example found: a kindergarten completed in November 2023 that has not opened by June 2024.
    """
    for where, work in _completed(works, on):
        use = work.use(on)
        if use is Use.IN_USE:
            yield Held(where, f"{work.used} 起在用", work.item)
            continue
        since = work.completed if use is Use.NEVER else work.out
        days = "" if since is None else f"，{since} 起 {(on - since).days} 天"
        yield Finding(where, f"{use.label}{days}", work.why, work.item)


@rule("U104", basis="质量保修", severity="warning")
def works_out_of_use_are_mended_under_warranty(works: Works, on: datetime.date) -> Iterator[Said]:
    """质保期内停用的工程由施工单位保修

    What stands idle while the builder's warranty runs is to be mended at the builder's cost, and
    before the warranty ends. Example found: out of use since March, warranty until August.
    """
    for where, work in _completed(works, on):
        if work.use(on) is not Use.OUT or work.out is None:
            continue
        if work.warranty is None:
            yield Unknown(where, "停用，没有写质保期至哪一天", work.item)
        elif work.out <= work.warranty:
            left = (work.warranty - on).days
            when = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
            working = f"{work.out} 停用，质保期至 {work.warranty}，{when}"
            yield Finding(where, "在质保期内停用，应要求保修", working, work.item)
        else:
            yield Held(where, f"{work.out} 停用，质保期已于 {work.warranty} 满", work.item)


@rule("U105", basis="建管用一体化", severity="warning")
def what_was_reported_is_registered(programme: Programme, works: Works, progress: Progress) -> Iterator[Said]:
    """报完成的都登记在册

    Compares, for indicators of which works are registered, the year's last figure with the works
    completed by then. Example found: 26 schools reported, 24 registered.
    """
    end = Period.of_year(programme.year).last
    own = [work for _, work in _completed(works, end) if work.year == programme.year]
    for item, area in dict.fromkeys((work.item, work.area) for work in own):
        where = f"{area or WHOLE_CITY} {next((i.text for i in programme.indicators if i.id == item), item)}"
        reported = progress.figure(item, area, on=end).value
        if reported is None:
            yield Unknown(where, "没有报完成数", item)
            continue
        registered = Amount(0, reported.unit)
        try:
            for work in own:
                if (work.item, work.area) == (item, area):
                    registered += amount_of(work, reported.unit)
        except ValueError:
            yield Unknown(where, f"登记的工程没有写以“{reported.unit}”计的数量", item)
            continue
        said = f"报 {reported}，登记 {registered}"
        if registered == reported:
            yield Held(where, said, item)
        else:
            few = "少" if registered < reported else "多"
            yield Finding(where, f"登记数{few}于上报数", said, item)


RULES = (
    works_are_kept_by_somebody,
    works_are_visited_when_due,
    works_are_in_use,
    works_out_of_use_are_mended_under_warranty,
    what_was_reported_is_registered,
)
