"""Checking a programme with a set of rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.own_units import in_own_units
from minsheng.domain.plain import digest
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.standards import AdoptedStandard
from minsheng.domain.upkeep import Works
from minsheng.errors import RuleError, UnknownName
from minsheng.logs import logged
from minsheng.measuring.acceptance import acceptance_standings, in_programme
from minsheng.measuring.days import figures_until
from minsheng.measuring.targets import of_programme
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.families.limits import Limits
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.report import Report, RuleResult
from minsheng.rules.rule import INPUTS, MADE_OF, Rule, rule_of


@asked
@logged("rules", "checked", "programme", lambda found: {"findings": len(found.findings)})
@in_own_units
def check(
    programme: Programme,
    *,
    adopted: Iterable[AdoptedStandard] | None = None,
    on: datetime.date | None = None,
    records: Iterable[Any] | None = None,
    progress: Progress | None = None,
    acceptance: Acceptances | None = None,
    limits: Limits | None = None,
    works: Works | None = None,
    rules: Iterable[Rule | Criterion] = STANDARD_RULES,
) -> Report:
    """Check a programme with a set of rules.

    Args:
        programme: the programme to check.
        adopted: the standards that the areas have adopted; without them, rules that need them are
            skipped, not passed.
        on: the day; default for rules that need one: the last day of the programme's year, or the
            last one reported on. It may be one of the next year, with ``works`` any later one: what is
            not of acceptance or upkeep then looks back to the year's last day.
        records: the records for criteria among the rules: mappings or objects. For a dataframe
            use :func:`minsheng.judge`.
        progress: what was reported; without it, the rules of family P are skipped.
        acceptance: what was accepted and inspected; without it, the rules of family V are skipped.
        limits: what the office tolerates, for families P and V.
        works: the register of works, of this year and others; without it, or without a day, the rules of
            family U are skipped.
        rules: any collection of rules and criteria, including your own; default: the standard ones.

    Raises:
        RuleError: two rules have the same code, or a rule yields something other than outcomes.
        UnknownName: an adopted standard or a figure of an area or item that is not in the programme.
        DataError: a day before the programme's year, where figures are given; or too long after it.

    >>> from minsheng import load
    >>> report = check(load("yueyang-2023"))
    >>> print(report.summary)
    规则 61 条：发现 6 条，成立 17 条，跳过 38 条；共发现 14 处
    """
    chosen = tuple(rule_of(one) if isinstance(one, Criterion) else one for one in rules)
    codes: set[str] = set()
    for one in chosen:
        if one.code in codes:
            raise RuleError(f"two rules have the code {one.code}")
        codes.add(one.code)
    digests = [("programme", programme.digest())]
    inputs: dict[str, Any] = {
        "programme": programme,
        "on": on,
        "adopted": None,
        "limits": limits,
        "works": works,
    }
    inputs["progress"] = None if progress is None else of_programme(programme, progress)
    inputs["acceptance"] = None if acceptance is None else in_programme(programme, acceptance)
    inputs["records"] = None if records is None else tuple(records)
    if records is not None and not any("records" in one.takes for one in chosen):
        raise ValueError("records= is given, but none of the rules judges records: put criteria among rules=")
    if adopted is not None:
        inputs["adopted"] = tuple(adopted)
        for number, own in enumerate(inputs["adopted"]):
            for key, find in (("area", programme.area), ("standard", programme.standard)):
                try:
                    find(getattr(own, key))
                except UnknownName as error:
                    error.path = ("adopted", number, key)
                    raise
        digests.append(("adopted", digest(inputs["adopted"])))
    if progress is not None:
        digests.append(("progress", digest(progress)))
    if acceptance is not None:
        digests.append(("acceptance", digest(acceptance)))
    if limits is not None:
        digests.append(("limits", limits.digest()))
    if works is not None:
        digests.append(("works", digest(works)))
    # acceptance and upkeep go on into the next year, when nothing more of the programme is done
    looking_back = inputs
    if on is not None and (progress is not None or acceptance is not None):
        until = figures_until(programme, on, later=1 if works is None else None)
        looking_back = {**inputs, "on": until}
    accepting = {"acceptance", "acceptance_standings"}
    of_the_year = [one.takes for one in chosen if "progress" in one.takes and not accepting & {*one.takes}]
    inputs["acceptance_standings"] = None
    if acceptance is not None and any("acceptance_standings" in one.takes for one in chosen):
        inputs["acceptance_standings"] = acceptance_standings(programme, acceptance, progress=progress, on=on)
    results = tuple(_run(one, looking_back if one.takes in of_the_year else inputs) for one in chosen)
    document = programme.document
    title = f"{programme.city}{programme.year}年重点民生实事（{document.number or document.title}）"
    return Report(title, tuple(digests), results)


def _run(rule: Rule, inputs: dict[str, Any]) -> RuleResult:
    missing = [name for name in rule.needs if inputs[name] is None]
    if missing:
        named = dict.fromkeys(f"{INPUTS[name]}（{MADE_OF.get(name, name)}）" for name in missing)
        return RuleResult(rule, skipped=f"没有给出{'、'.join(named)}")
    given = {name: inputs[name] for name in rule.takes if inputs[name] is not None}
    try:
        said = rule(**given)
        said = () if said is None else tuple(said)  # a function without yield returns None
    except Exception as error:
        error.add_note(f"while running rule {rule.code} {rule.title}")
        raise
    return RuleResult(rule, tuple(_attributed(rule, outcome) for outcome in said))


def _attributed(rule: Rule, outcome: Said) -> Said:
    if isinstance(outcome, Finding):
        return attrs.evolve(outcome, code=rule.code, severity=rule.severity)
    if isinstance(outcome, (Held, Unknown)):
        return attrs.evolve(outcome, code=rule.code)
    raise RuleError(f"rule {rule.code} yields Finding, Held or Unknown, not {outcome!r}")


@asked
def select(rules: Iterable[Rule], *wanted: str) -> tuple[Rule, ...]:
    """Select rules by family or code, in their original order.

    Raises:
        UnknownName: no rule of that family or code.

    >>> [rule.code for rule in select(STANDARD_RULES, "A101", "S")][:3]
    ['A101', 'S101', 'S102']
    """
    listed = tuple(rules)
    known = {rule.code for rule in listed} | {rule.family for rule in listed}
    for name in wanted:
        if name not in known:
            raise UnknownName("rule or family", name, sorted(known))
    return tuple(rule for rule in listed if rule.code in wanted or rule.family in wanted)
