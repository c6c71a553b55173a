"""What a scheme takes from the register of acceptance: marks, counts, and verified over reported."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.acceptance import AcceptanceResult, Inspection
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import Problems
from minsheng.measuring.acceptance import AcceptanceStanding, acceptance_standings
from minsheng.measuring.defects import Mending, mending
from minsheng.measuring.gaps import found_share, gap_of
from minsheng.rules.scoring.forms.events import Event, PerEvent
from minsheng.rules.scoring.judging.scope import scopes
from minsheng.rules.scoring.judging.subjects import Subject
from minsheng.rules.scoring.regulation.items import Section, walk
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.choices import Takes
from minsheng.rules.scoring.terms.columns import Input

FAILED, MENDED_LATE, ACCEPTED_LATE = "验收不合格", "整改逾期", "验收逾期"
#: the kinds of events that the register itself tells
KINDS = (FAILED, MENDED_LATE, ACCEPTED_LATE)
_WHY = {
    Takes.GAP: "没有一项既有上报数又有认定数",
    Takes.FOUND: "没有抽查，或按量计的抽查单位不同，不能相加",
    Takes.MENDED: "没有到期的整改",
    Takes.LATE: "没有整改",
}


def takes_anything(scheme: Scheme) -> bool:
    """Whether a scheme takes anything from the register of acceptance by itself."""
    forms = {getattr(item.form, "event", "") for item in scheme.every_item}
    kinds = forms | {veto.event for veto in scheme.vetoes}
    scaled = any(isinstance(part, Section) and part.verified for part in walk(scheme.root))
    return scaled or bool(kinds & {*KINDS}) or any(item.takes for item in scheme.every_item)


@attrs.frozen(eq=False)
class Facts:
    """What the register says of everybody who is ranked."""

    scheme: Scheme
    standings: Mapping[str, Sequence[AcceptanceStanding]]
    mendings: Mapping[str, Sequence[Mending]]
    samples: Mapping[str, Sequence[Inspection]]

    def filled(self, subject: Subject) -> Subject:
        """A subject with what its items and sections take; marks that are given go before it."""
        values, reasons = dict(subject.values), dict(subject.reasons)
        for item in self.scheme.every_item:
            if item.takes is not None:
                column, value = f"{item.id}_{Input.MARK.value}", self._taken(item.takes, subject.name)
                values[column] = value
                if value is None:
                    reasons[column] = _WHY[item.takes]
        share = found_share(self.samples[subject.name])
        for part in walk(self.scheme.root):
            if isinstance(part, Section) and part.verified:
                verified, reported = (f"{part.id}_{one.value}" for one in (Input.VERIFIED, Input.REPORTED))
                reasons[verified] = _WHY[Takes.FOUND]
                values |= {verified: share, reported: Fraction(1)} if share is not None else {}
        return attrs.evolve(subject, values=values, reasons=reasons)

    def _taken(self, takes: Takes, name: str) -> Fraction | None:
        if takes is Takes.GAP:
            last = {(one.item.id, one.area): one for one in self.standings[name] if one.accepted is not None}
            gaps = [gap_of(one) for one in last.values()]
            mean = _mean([gap for gap in gaps if gap is not None])
            return None if mean is None else mean * 100
        if takes is Takes.FOUND:
            share = found_share(self.samples[name])
            return None if share is None else share * 100
        if takes is Takes.MENDED:
            due = [one for one in self.mendings[name] if one.done or one.days]
            return Fraction(100 * sum(not one.days for one in due), len(due)) if due else None
        return Fraction(sum(one.days for one in self.mendings[name]))

    def events(self, name: str) -> dict[str, list[Event]]:
        """What happened to one, by kind; a kind that the register cannot tell is not there."""
        failed = [
            one for one in self.standings[name] for d in one.decisions if d.result is AcceptanceResult.FAILED
        ]
        found = {FAILED: len(failed), MENDED_LATE: sum(one.days > 0 for one in self.mendings[name])}
        if any(one.step.due for listed in self.standings.values() for one in listed):
            found[ACCEPTED_LATE] = sum(
                one.first > one.step.due
                for one in self.standings[name]
                if one.step.due is not None and one.first is not None
            )
        return {kind: [Event(name, kind, count=count)] if count else [] for kind, count in found.items()}


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def without_facts(scheme: Scheme, subject: Subject) -> Subject:
    """A subject whose marks would be taken from a register of acceptance that was not given."""
    lacking = {f"{item.id}_{Input.MARK.value}" for item in scheme.every_item if item.takes is not None}
    return attrs.evolve(subject, reasons={**dict.fromkeys(lacking, "没有给出验收登记"), **subject.reasons})


def refuse_twice(scheme: Scheme, events: Sequence[Event]) -> None:
    """That no event is given that the register tells, and none of those is counted month by month.

    Raises:
        DataError: there is; all at once.
    """
    problems = Problems()
    for kind in dict.fromkeys(one.kind for one in events if one.kind in KINDS):
        problems.add(kind, "由验收登记算出", "请从事件表里删去")
    for item in scheme.every_item:
        if isinstance(item.form, PerEvent) and item.form.event in KINDS and item.form.running:
            problems.add(f"{scheme.name}，{item.id}", f"“{item.form.event}”不按月连续计", "去掉 running")
    problems.refuse()


def facts_of(
    scheme: Scheme,
    programme: Programme,
    progress: Progress,
    acceptance: Acceptances,
    on: datetime.date | None,
) -> Facts:
    """What the register says, as known on a day.

    Args:
        scheme: a scheme bound to the programme.
        programme, progress: what was promised, and reported.
        acceptance: the register.
        on: the day; None: the last of the year, or of the register if that is later.
    """
    whole = scopes(scheme, programme)
    known = acceptance if on is None else acceptance.as_known(on)
    standings = acceptance_standings(programme, acceptance, progress=progress, on=on)
    mendings = mending(programme, acceptance, on=on)
    return Facts(
        scheme,
        {name: [one for one in standings if (one.item.id, one.area) in own] for name, own in whole.items()},
        {
            name: [one for one in mendings if (one.acceptance.indicator, one.acceptance.area) in own]
            for name, own in whole.items()
        },
        {
            name: [one for one in known.inspections if (one.indicator, one.area) in own]
            for name, own in whole.items()
        },
    )
