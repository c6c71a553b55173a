"""Assertions for tests of your own rules and of a city's own data folder."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict, Unpack

from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.standards import AdoptedStandard
from minsheng.errors import DataError
from minsheng.reading.programme import load
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.check import check, select
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.families.limits import Limits
from minsheng.rules.finding import Finding, Said, Severity, Unknown
from minsheng.rules.report import Report, RuleResult
from minsheng.rules.rule import Rule


class _Given(TypedDict, total=False):
    """What :func:`minsheng.check` is given besides a programme and rules."""

    adopted: Iterable[AdoptedStandard] | None
    on: datetime.date | None
    records: Iterable[object] | None
    progress: Progress | None
    limits: Limits | None


def assert_finds(
    rule: Rule | Criterion | str,
    programme: Programme,
    *,
    subject: str | None = None,
    times: int | None = None,
    **given: Unpack[_Given],
) -> tuple[Finding, ...]:
    """Fail if a rule does not find what it should.

    Args:
        rule: the rule, or the code of a standard one.
        programme: the programme to check.
        subject: count only findings about this subject: an indicator's id, an area's name.
        times: how many findings there must be; default: at least one.
        given: ``adopted``, ``on``, ``records``, ``progress``, ``limits``, as for
            :func:`minsheng.check`.

    Returns:
        The findings, for further assertions.

    Raises:
        AssertionError: nothing found, or a wrong number; shows what the rule said.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> short = p.with_row(p.allocation["jobs"].replace(平江县=5899))
    >>> [found] = assert_finds("A101", short, subject="jobs", times=1)
    >>> found.message
    '各地之和比总目标少 1 人'
    """
    result = _judged(rule, programme, given)
    found = tuple(f for f in result.findings if subject in (None, f.subject))
    if not found if times is None else len(found) != times:
        wanted = "至少 1 处" if times is None else f"{times} 处"
        about = f"（{subject}）" if subject else ""
        raise AssertionError(
            _message(result, f"应发现 {wanted}{about}，实际 {len(found)} 处", result.outcomes)
        )
    return found


def assert_passes(
    rule: Rule | Criterion | str,
    programme: Programme,
    *,
    subject: str | None = None,
    **given: Unpack[_Given],
) -> None:
    """Fail if a rule finds something, cannot judge something, or is skipped.

    The arguments are those of :func:`assert_finds`.

    Raises:
        AssertionError: shows what was found or remained unknown.

    >>> from minsheng import load
    >>> assert_passes("A101", load("yueyang-2023"))
    """
    result = _judged(rule, programme, given)
    wrong = [
        outcome
        for outcome in result.outcomes
        if isinstance(outcome, (Finding, Unknown)) and subject in (None, outcome.subject)
    ]
    if wrong:
        raise AssertionError(_message(result, f"应全部成立，有 {len(wrong)} 处不是", wrong))


def new_findings(before: Report, after: Report) -> tuple[Finding, ...]:
    """Findings of ``after`` whose code and subject have no finding in ``before``.

    A finding whose wording alone changed, such as a sum, is not new.

    >>> from minsheng import check, load
    >>> p = load("yueyang-2023")
    >>> short = p.with_row(p.allocation["jobs"].replace(平江县=5899))
    >>> [(f.code, f.subject) for f in new_findings(check(p), check(short))]
    [('A101', 'jobs')]
    """
    known = {(f.code, f.subject) for f in before.findings}
    return tuple(f for f in after.findings if (f.code, f.subject) not in known)


def assert_valid_folder(
    folder: str | Path,
    *,
    allowed: Iterable[str | tuple[str, str]] = (),
    readings: Mapping[str, str] | None = None,
    rules: Iterable[Rule] = STANDARD_RULES,
) -> Programme:
    """Fail if a data folder cannot be read, or a rule finds an error in it.

    For a city that keeps its own folder and tests every change to it. Findings of severity
    ``warning`` and ``note`` do not count. Progress and adopted standards are not checked.

    Args:
        folder: the folder, or the name of a programme that comes with the library.
        allowed: known errors: codes, ``"R106"``, or codes and subjects, ``("R106",
            "household-toilets")``. Fails too if one of them is no longer found.
        readings: how to read ambiguous places, as for :func:`minsheng.load`.
        rules: the rules to check; default: the standard ones.

    Returns:
        The programme, for further assertions.

    Raises:
        AssertionError: lists every problem, every error, every allowance that is not needed.

    >>> programme = assert_valid_folder("yueyang-2023", allowed=["R106"])
    >>> assert_valid_folder("yueyang-2023", allowed=[("R106", "newborn-screening"), "A101"])
    Traceback (most recent call last):
    ...
    AssertionError: yueyang-2023：
    R106 【发现】改新建农村户用厕所34310个：附件1与指标的单位不同
         附件1 34310 户，附件2 34310 个
    A101：没有这样的发现，可以从 allowed 里删去
    """
    try:
        programme = load(folder, readings=readings)
    except DataError as error:
        raise AssertionError(f"{folder}：{error}") from None
    known = tuple((one, None) if isinstance(one, str) else one for one in allowed)
    errors = [f for f in check(programme, rules=rules).findings if f.severity is Severity.ERROR]
    lines: list[str] = []
    for found in errors:
        if not any(code == found.code and subject in (None, found.subject) for code, subject in known):
            lines += [f"{found.code} {found.written[0]}", *found.written[1:]]
    for code, subject in known:
        if not any(code == found.code and subject in (None, found.subject) for found in errors):
            about = f"{code} {subject}" if subject else code
            lines.append(f"{about}：没有这样的发现，可以从 allowed 里删去")
    if lines:
        raise AssertionError("\n".join([f"{folder}：", *lines]))
    return programme


def _judged(rule: Rule | Criterion | str, programme: Programme, given: _Given) -> RuleResult:
    rules = select(STANDARD_RULES, rule) if isinstance(rule, str) else (rule,)
    if len(rules) != 1:
        raise ValueError(f"one rule is needed, and {rule!r} is a family of {len(rules)}")
    report = check(programme, rules=rules, **given)
    [result] = report.results
    if result.skipped:
        raise AssertionError(f"{result.rule.code} {result.rule.title}：跳过，{result.skipped}")
    return result


def _message(result: RuleResult, what: str, outcomes: Iterable[Said]) -> str:
    lines = [line for outcome in outcomes for line in outcome.written]
    return "\n".join([f"{result.rule.code} {result.rule.title}：{what}", *lines])
