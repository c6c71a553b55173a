"""An invented year's end of yueyang-2023: what was reported, verified, accepted and inspected.

None of it is real. It is made by arithmetic from the programme, so that anybody can see that it is.
"""

from __future__ import annotations

import datetime
from functools import cache

import attrs

import minsheng as ms
from minsheng.domain import Acceptance, Acceptances, AcceptanceStandard, Inspection, Sample
from minsheng.domain.area import CITY
from minsheng.measuring.acceptance import tasks
from minsheng.measuring.targets import lead_agencies, target_of

P = ms.load("yueyang-2023")
END = datetime.date(2023, 12, 31)
#: a task that is short when the county looks, mended, and accepted; one that fails and is not mended
MENDED, FAILED = ("household-toilets", "平江县"), ("elevators", "岳阳楼区")
DAY = datetime.date(2024, 1, 31)
UNTIL = {"county": datetime.date(2023, 12, 25), "review": END, "appraisal": datetime.date(2024, 1, 25)}


#: what is enough to try single rules on, in a sixth of the time
FEW = (1, 7, 14, 18)


@cache
def smaller() -> tuple[ms.Programme, Acceptances, ms.Progress]:
    """The programme with a few of its projects, and what was said of them."""
    projects = tuple(one for one in P.projects if one.number in FEW)
    ids = {item.id for project in projects for item in project.items}
    rows = tuple(row for row in P.allocation if row.indicator in ids)
    small = attrs.evolve(P, projects=projects, allocation=attrs.evolve(P.allocation, rows=rows))
    whole, of = invented_acceptance(), {*ids, *FEW}
    register = Acceptances(
        tuple(one for one in whole.acceptances if one.indicator in ids),
        tuple(one for one in whole.inspections if one.indicator in ids),
        tuple(one for one in whole.standards if one.of in of),
    )
    return small, register, ms.Progress(tuple(r for r in invented_progress().records if r.indicator in ids))


def day(month: int, number: int) -> datetime.date:
    """A day of 2023, or of January 2024."""
    return datetime.date(2024 if month == 1 else 2023, month, number)


@cache
def invented_progress() -> ms.Progress:
    """Every share done, but for the task that fails; one in five verified a little below."""
    records = []
    for number, (_, item, area) in enumerate(tasks(P, END)):
        target = target_of(P, ms.Progress(), item, area, END)
        if target is None:
            continue
        done = target.amount if (item.id, area) != FAILED else target.amount - ms.Amount(8, "台")
        year = ms.Period.of_year(2023)
        records.append(ms.Record(item.id, year, done, area, by=area or "市实事办", on=day(12, 5)))
        if number % 5 == 0 and area not in (None, CITY):
            records.append(attrs.evolve(records[-1], verified=True, on=day(12, 12), by="市统计局"))
    return ms.Progress(tuple(records))


@cache
def invented_acceptance() -> Acceptances:
    """All 13 areas, 市本级 and every lead agency, the office at last; documents, samples and standards."""
    leads, done = lead_agencies(P), invented_progress()
    made: list[Acceptance] = []
    for _, item, area in tasks(P, END):
        figure = done.figure(item.id, area, on=END).value
        papers, key = ("验收表", "影像资料"), (item.id, area)
        for step in (step for step in P.acceptance if step.is_for(area)):
            by = {
                "county": area or "",
                "review": next(iter(leads.get(item.id, ("",)))),
                "appraisal": "市实事办",
            }
            on = {"county": day(12, 8), "review": day(12, 26), "appraisal": day(1, 15)}[step.id]
            one = Acceptance(item.id, step.id, "合格", area, figure, on=on, by=by[step.id], documents=papers)
            if key == MENDED and step.id == "county":
                one = attrs.evolve(one, result="整改后合格", mend="化粪池盖板缺损 12 处", mend_by=day(12, 20))
                made.append(attrs.evolve(one, mended=day(12, 18)))
            if key == FAILED:
                one = attrs.evolve(one, result="不合格", mend="8 台没有检验合格", mend_by=UNTIL[step.id])
            made.append(one)
    looked = Inspection(
        "household-toilets",
        ms.Amount(240, "个"),
        ms.Amount(236, "个"),
        "平江县",
        240,
        day(12, 8),
        "平江县",
        "county",
    )
    roads = Inspection(
        "rural-roads-upgrading" if "rural-roads-upgrading" in {i.id for i in P.indicators} else "rural-roads",
        ms.Amount("12.5", "公里"), ms.Amount("12.5", "公里"), "平江县", 3, day(12, 9), "平江县", "county",
    )  # fmt: skip
    return Acceptances(tuple(made), (looked, roads), invented_standards())


@cache
def invented_standards() -> tuple[AcceptanceStandard, ...]:
    """One for each project, made by the office with all its lead agencies."""
    made = []
    for project in P.projects:
        agencies = tuple(dict.fromkeys(one.lead_agency for one in project.assignments))
        made.append(
            AcceptanceStandard(
                project.number, "数量、质量、资料", ("验收表",), None, None, "市实事办", agencies, day(11, 10)
            )
        )
    toilets = AcceptanceStandard(
        "household-toilets", "建成、能用、有人管", ("验收表", "影像资料"),
        Sample(100, "1", "每乡镇随机抽取"), "95", "市实事办", ("市乡村振兴局",), day(11, 10),
    )  # fmt: skip
    return (*made, toilets)
