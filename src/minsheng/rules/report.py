"""Report: the results of a set of rules for a programme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.errors import UnknownName
from minsheng.plain.canonical import Format
from minsheng.rules.finding import Finding, Held, Said, Status, Unknown
from minsheng.rules.rule import Rule
from minsheng.table import Table, Tabled, escaped, heads


@attrs.frozen(repr=False)
class RuleResult(Tabled):
    """The result of one rule.

    Args:
        rule: the rule.
        outcomes: what it yielded, in order.
        skipped: why it was not run; empty if it was.
    """

    rule: Rule
    outcomes: tuple[Said, ...] = ()
    skipped: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What it found."""
        return tuple(o for o in self.outcomes if isinstance(o, Finding))

    @property
    def held(self) -> tuple[Held, ...]:
        """What held, with the working."""
        return tuple(o for o in self.outcomes if isinstance(o, Held))

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What it could not judge."""
        return tuple(o for o in self.outcomes if isinstance(o, Unknown))

    @property
    def status(self) -> str:
        """``found``, ``unknown`` (something could not be judged), ``held`` or ``skipped``."""
        if self.skipped:
            return "skipped"
        return "found" if self.findings else "unknown" if self.unknown else "held"

    @property
    def summary(self) -> str:
        """One line: 成立（41 处）."""
        if self.skipped:
            return self.skipped
        counts = (("发现", self.findings), ("未知", self.unknown), ("成立", self.held))
        said = [f"{what} {len(items)} 处" for what, items in counts if items]
        return "，".join(said) or "没有发现"

    _HEADS = heads(outcome="结果", where="事项", message="说明", working="算式")

    def _lines(self) -> Iterator[dict[str, Any]]:
        rule = self.rule
        own = {"code": rule.code, "title": rule.title, "basis": rule.basis, "severity": rule.severity}
        keys = ("outcome", "where", "subject", "message", "working")
        if self.skipped:
            yield own | dict.fromkeys(keys, "") | {"outcome": Status.SKIPPED, "message": self.skipped}
        for said in self.outcomes:
            yield from (own | {key: line[key] for key in keys} for line in said._lines())

    @property
    def _title(self) -> str:
        return f"{self.rule.code} {self.rule.title}：{self.summary}"


@attrs.frozen(repr=False)
class Report(Tabled):
    """The results of a set of rules for a programme: for every rule held, found, or why skipped.

    Args:
        title: what was checked.
        digests: the inputs as ``(name, SHA-256)`` pairs.
        results: one for each rule, in the rules' order.

    Its records, one for each outcome and each skipped rule, have the keys ``code, title, basis,
    severity, outcome, where, subject, message, working``; ``outcome`` is ``found``, ``held``,
    ``unknown`` or ``skipped``.

    >>> from minsheng import check, load
    >>> report = check(load("yueyang-2023"))
    >>> report.ok, report["A101"].status, len(report["A101"].held)
    (False, 'held', 41)
    """

    title: str
    digests: tuple[tuple[str, str], ...]
    results: tuple[RuleResult, ...]

    _FORMAT = Format("report")

    @asked
    def __getitem__(self, code: str) -> RuleResult:
        for result in self.results:
            if result.rule.code == code:
                return result
        raise UnknownName("rule", code, (r.rule.code for r in self.results))

    @property
    def ok(self) -> bool:
        """Whether every rule that was run held, and at least one was."""
        judged = [result.status for result in self.results if not result.skipped]
        return bool(judged) and all(status == "held" for status in judged)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in the rules' order."""
        return tuple(f for result in self.results for f in result.findings)

    @property
    def summary(self) -> str:
        """One line: how many rules held, found something, or were skipped."""
        counts = ((status, sum(r.status == status for r in self.results)) for status in Status)
        said = [f"{status.label} {count} 条" for status, count in counts if count]
        return f"规则 {len(self.results)} 条：{'，'.join(said)}；共发现 {len(self.findings)} 处"

    @property
    def _in_order(self) -> list[RuleResult]:
        """The results by status: found, unknown, held, skipped."""
        ranks = list(Status)
        return sorted(self.results, key=lambda result: ranks.index(Status(result.status)))

    def table(self) -> Table:
        """A row for each rule; those that found something first."""
        rows = [
            (r.rule.code, r.rule.title, r.rule.severity.label, Status(r.status).label, r.summary)
            for r in self._in_order
        ]
        columns = ("规则", "要求", "性质", "结果", "说明")
        return Table(columns, tuple(rows), title=self._title)

    @property
    def _title(self) -> str:
        return f"{self.title}　{self.summary}"

    @asked
    def explain(self, about: str) -> str:
        """Everything about a rule (by code) or a subject (an indicator, an area), findings first.

        Raises:
            UnknownName: the report has nothing about it.

        >>> from minsheng import check, load
        >>> print(check(load("yueyang-2023")).explain("household-toilets"))  # doctest: +ELLIPSIS
        R106 【发现】改新建农村户用厕所34310个：附件1与指标的单位不同
             附件1 34310 户，附件2 34310 个
        ...
        """
        lines: list[str] = []
        said: list[tuple[Said, str]] = []
        for result in self.results if about else ():
            if result.rule.code == about:
                basis = f"（依据：{result.rule.basis}）" if result.rule.basis else ""
                lines.append(f"{result.rule.code} {result.rule.title}{basis}：{result.summary}")
                said += [(outcome, "") for outcome in result.outcomes]
            else:
                said += [(o, f"{result.rule.code} ") for o in result.outcomes if o.subject == about]
        for outcome, prefix in sorted(said, key=lambda pair: _RANKS[type(pair[0])]):
            first, *rest = outcome.written
            lines += [f"{prefix}{first}", *rest]
        if not lines:
            known = [r.rule.code for r in self.results]
            known += dict.fromkeys(o.subject for r in self.results for o in r.outcomes if o.subject)
            raise UnknownName("rule or subject in this report", about, known)
        return "\n".join(lines)

    @asked
    def to_text(self, *, all: bool = False) -> str:
        """The report as text: findings with their working, then a line for every other rule.

        Args:
            all: whether to include the working of everything that held.
        """
        return "\n".join([self.title, self.summary, *self._text_lines(all)])

    def _text_lines(self, all: bool) -> Iterator[str]:
        before = ""
        for result in self._in_order:
            shown = [o for o in _ordered(result) if all or not isinstance(o, Held)]
            if shown or result.status != before:
                yield ""
            before = "" if shown else result.status
            yield f"【{Status(result.status).label}】{result.rule.code} {result.rule.title}：{result.summary}"
            for outcome in shown:
                yield from (f"    {line}" for line in outcome.written)

    def to_markdown(self) -> str:
        """The table of rules, then the findings, as Markdown for a bulletin."""
        found = Table(
            ("规则", "性质", "事项", "发现", "算式"),
            tuple((f.code, f.severity.label, f.where, f.message, f.working) for f in self.findings),
        )
        return f"{self.table().to_markdown()}\n\n{found.to_markdown()}"

    def _lines(self) -> Iterator[dict[str, Any]]:
        return (line for result in self.results for line in result._lines())

    def _html(self, fold: str) -> str:
        """Rule by rule, findings first and unfolded, the rest folded."""
        colours = {"found": "#d9534f", "unknown": "#c98a1b", "held": "#2e9e5b", "skipped": "#808080"}
        parts = [f"<div><p><b>{escaped(self.title)}</b><br>{escaped(self.summary)}</p>"]
        for result in self._in_order:
            parts.append(
                f"<details{' open' if result.findings or result.unknown else ''}><summary>"
                f'<span style="color:{colours[result.status]}">【{Status(result.status).label}】</span>'
                f"{escaped(f'{result.rule.code} {result.rule.title}：{result.summary}')}</summary><ul>"
            )
            for outcome in _ordered(result):
                first, *rest = outcome.written
                working = "".join(f"<br><code>{escaped(line.strip())}</code>" for line in rest)
                parts.append(f"<li>{escaped(first)}{working}</li>")
            parts.append("</ul></details>")
        return "".join(parts) + "</div>"

    def __str__(self) -> str:
        return self.to_text()


#: the order of outcomes
_RANKS: dict[type[Said], int] = {Finding: 0, Unknown: 1, Held: 2}


def _ordered(result: RuleResult) -> list[Said]:
    return sorted(result.outcomes, key=lambda outcome: _RANKS[type(outcome)])
