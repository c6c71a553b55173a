"""Family V, continued: the standards of acceptance, and whether acceptance keeps to them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

from minsheng.domain.acceptance import AcceptanceResult, AcceptanceStandard
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.programme import Programme
from minsheng.domain.written import percent
from minsheng.measuring.acceptance import AcceptanceStanding, AcceptanceStandings, last_day
from minsheng.measuring.targets import lead_agencies
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule


@rule("V112", basis="验收考核", severity="warning")
def every_project_has_its_standard_of_acceptance(
    programme: Programme, acceptance: Acceptances, on: datetime.date | None = None
) -> Iterator[Said]:
    """每个项目都有验收标准，由规定的单位事先制定

    Compares who made each standard with the step in which standards are made, and when with the first
    acceptance by it. Example found: a project whose standard was made without its lead agency.
    """
    known = acceptance.as_known(last_day(programme, acceptance, on))
    if not known.standards:
        yield Unknown("验收标准", "没有给出验收标准")
        return
    making = next((step for step in programme.acceptance if step.covers is None), None)
    leads = lead_agencies(programme)
    first: dict[str, datetime.date] = {}
    for one in known.acceptances:
        if one.on is not None:
            first[one.indicator] = min(one.on, first.get(one.indicator, one.on))
    for project in programme.projects:
        where = f"第{project.number}项 {project.title}"
        found = {item.id: known.standard_for(item.id, project.number) for item in project.items}
        missing = [item.text for item in project.items if found[item.id] is None]
        wrong = [f"没有验收标准：{'；'.join(missing)}"] if missing else []
        for id, standard in found.items():
            if standard is None:
                continue
            if making is not None and making.actor not in standard.made_by:
                wrong.append(f"由{standard.made_by or '没有写明的单位'}制定，该由{making.actor}制定")
            lacking = [who for who in leads.get(id, ()) if who not in standard.together_with]
            if making is not None and "牵头单位" in making.together_with and lacking:
                wrong.append(f"没有会同{'、'.join(lacking)}")
            if standard.on is not None and id in first and first[id] < standard.on:
                wrong.append(f"{first[id]} 已经验收，{standard.on} 才制定标准")
        if wrong:
            yield Finding(where, dict.fromkeys(wrong).popitem()[0], "；".join(dict.fromkeys(wrong)), where)
        elif project.items:
            yield Held(where, f"{len(project.items)} 项有验收标准", where)


@rule("V113", basis="验收考核", severity="warning")
def acceptance_keeps_to_its_standard(
    acceptance: Acceptances, acceptance_standings: AcceptanceStandings
) -> Iterator[Said]:
    """按验收标准验收：资料齐全，抽查够数，达到合格线

    Adds up the documents and samples of all steps of a task. Example found: passed, although 173 of 238
    were found and the pass mark is 95%.
    """
    known = acceptance.as_known(acceptance_standings.day)
    done: dict[tuple[str, str | None], list[AcceptanceStanding]] = {}
    for one in acceptance_standings:
        if len(one.decisions) == 1:
            done.setdefault((one.item.id, one.area), []).append(one)
    for (id, area), steps in done.items():
        one, standard = steps[-1], known.standard_for(id, steps[0].project.number)
        if standard is None:
            continue
        wrong = list(_against(known, standard, steps))
        where = f"{area or WHOLE_CITY} {one.item.text}"
        if wrong:
            yield Finding(where, "没有按验收标准验收", "；".join(wrong), id)
        else:
            yield Held(where, "资料齐全，抽查合乎标准", id)


def _against(
    known: Acceptances, standard: AcceptanceStandard, steps: list[AcceptanceStanding]
) -> Iterator[str]:
    """What of a standard was not kept to."""
    one, decisions = steps[-1], [d for step in steps for d in step.decisions]
    seen = [document for decision in decisions for document in decision.documents]
    lacking = [wanted for wanted in standard.documents if not any(wanted in has for has in seen)]
    if lacking:
        yield f"缺资料：{'、'.join(lacking)}"
    samples = known.samples.get((one.item.id, one.area), ())
    if standard.sample is not None:
        whole = one.accepted or (one.target.amount if one.target else None)
        wanted = standard.sample.size(whole.exact if whole is not None else Fraction(standard.sample.least))
        looked = sum(sample.sampled or 0 for sample in samples)
        if looked < wanted:
            yield f"抽查 {looked}，应不少于 {wanted}"
    shares = [sample.share for sample in samples if sample.share is not None]
    if standard.pass_mark is not None and shares:
        found = sum((s.found.exact for s in samples), Fraction(0))
        reported = sum((s.reported.exact for s in samples), Fraction(0))
        if found * 100 < reported * Fraction(standard.pass_mark):
            share = percent(found / reported)
            if decisions[-1].result is AcceptanceResult.PASSED:
                yield f"抽查属实 {share}，合格线 {standard.pass_mark}%，却合格"


RULES = (every_project_has_its_standard_of_acceptance, acceptance_keeps_to_its_standard)
