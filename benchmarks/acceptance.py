"""What the rules of acceptance cost on 5,000 decisions, beside the plainest hand-written equivalent.

Run it: ``python benchmarks/acceptance.py``. Both judge the same register, of the notice of 2023 with four
times its areas, by six rules of family V, in the same run and in turn; before anything is measured, both
must find the same number of things. All of family V is measured too. Never run as a test.
"""

from __future__ import annotations

import datetime

import attrs
from timing import compare, medians

import minsheng as ms
from minsheng.domain import Acceptance, Acceptances
from minsheng.measuring.acceptance import chain, tasks
from minsheng.measuring.targets import lead_agencies, target_of

SIX = ms.select(ms.STANDARD_RULES, "V101", "V103", "V104", "V105", "V108", "V109")
TIMES = 4
END, DAY = datetime.date(2023, 12, 31), datetime.date(2024, 1, 31)
DAYS = {"county": datetime.date(2023, 12, 8), "review": datetime.date(2023, 12, 20), "appraisal": END}


def larger() -> ms.Programme:
    """The notice with four times its areas."""
    p = ms.load("yueyang-2023")
    areas = [attrs.evolve(a, name=f"{a.name}{n or ''}", code=None) for n in range(TIMES) for a in p.areas]
    names = tuple(area.name for area in areas)
    rows = tuple(
        attrs.evolve(row, areas=names, cells=row.cells * TIMES, parents=()) for row in p.allocation.rows
    )
    return attrs.evolve(p, areas=tuple(areas), allocation=ms.Allocation(names, rows))


P = larger()
LEADS, STEPS = lead_agencies(P), chain(P)
TASKS = [(item, area) for _, item, area in tasks(P, END)]
TARGETS = {(item.id, area): target_of(P, ms.Progress(), item, area, END) for item, area in TASKS}


def registers() -> tuple[Acceptances, ms.Progress]:
    """A decision of nearly every task in every step; some less, some early, some to be mended."""
    decided, reported = list[Acceptance](), list[ms.Record]()
    for n, (item, area) in enumerate(TASKS):
        target = TARGETS[item.id, area]
        figure = None if target is None else target.amount
        if figure is not None:
            reported.append(ms.Record(item.id, ms.Period.of_year(2023), figure, area))
        for k, step in enumerate(s for s in STEPS if s.is_for(area)):
            if (n + k) % 29 == 0:
                continue
            on = DAYS[step.id] - datetime.timedelta(days=20 * ((n + k) % 31 == 0))
            by = area or "" if step.id == "county" else LEADS.get(item.id, ("",))[0] if k < 2 else step.actor
            one = Acceptance(item.id, step.id, "passed", area, figure, on, by)
            if n % 17 == 0:
                until = on + datetime.timedelta(days=10)
                one = attrs.evolve(one, result="failed", mend="补齐", mend_by=until)
            decided.append(one)
    return Acceptances(tuple(decided)), ms.Progress(tuple(reported))


REGISTER, DONE = registers()


def ours() -> int:
    """How many things the six rules find."""
    return len(ms.check(P, acceptance=REGISTER, progress=DONE, on=DAY, rules=SIX).findings)


def by_hand() -> int:
    """The same, with dicts and loops."""
    latest = {one.key: one for one in REGISTER.acceptances}
    said = {(record.indicator, record.area): record.value for record in DONE.records}
    found, missing = 0, set()
    for item, area in TASKS:
        before: Acceptance | None = None
        met = False
        steps = [s for s in STEPS if s.is_for(area)]
        for k, step in enumerate(steps):
            one = latest.get((item.id, area, step.id))
            if one is None:
                body = area if step.id == "county" else LEADS.get(item.id, ("",))[0]
                missing.add((step.id, body if step.id != "appraisal" else step.actor))
            else:
                met = True
                previous = before
                if k:
                    if previous is None:
                        found += 1
                    elif previous.result == "failed" and previous.mended is None:
                        found += one.result != "failed"
                    elif one.on is not None and previous.on is not None and one.on < previous.on:
                        found += 1
                reported = said.get((item.id, area))
                if one.figure is not None and reported is not None:
                    found += one.figure > reported
                if previous is not None and one.figure is not None and previous.figure is not None:
                    found += one.figure > previous.figure
                if one.result == "failed" and one.mended is None and one.mend_by is not None:
                    found += one.mend_by < DAY
            before = one
        reported, target = said.get((item.id, area)), TARGETS[item.id, area]
        if reported is not None and target is not None and target.holds(reported):
            found += not met
    return found + len(missing)


if __name__ == "__main__":
    assert ours() == by_hand(), (ours(), by_hand())
    print(f"{len(REGISTER.acceptances)} decisions, {len(TASKS)} tasks, {ours()} findings")
    compare("six rules of family V", 5, ours, by_hand)
    rules = ms.select(ms.STANDARD_RULES, "V")

    def whole_family() -> object:
        return ms.check(P, acceptance=REGISTER, progress=DONE, on=DAY, rules=rules)

    [whole] = medians(5, whole_family)
    print(f"  all of family V: {whole:.0f} ms")
