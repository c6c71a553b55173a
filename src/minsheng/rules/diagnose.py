"""Finds doubtful points in a set of criteria before any record is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import OneOf
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.forms import IsMissing
from minsheng.domain.expression.nodes import Column, Comparison
from minsheng.domain.expression.notation import notation
from minsheng.errors import RuleError
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.finding import Finding, Severity

#: each diagnosis with its code
CODES = {
    "D101": "决策表有没有列到的情形，其值为缺失",
    "D102": "决策表有永远用不到的行",
    "D103": "两条规则用一个编号",
    "D104": "一个字段在几条规则里单位或说明不同",
    "D105": "比较按取值范围总是成立，或总是不成立",
    "D106": "缺失的值可以使结果未知",
}


@asked
def diagnose(criteria: Iterable[Criterion]) -> tuple[Finding, ...]:
    """Find doubtful points in some criteria, each with a code.

    Overlapping lines of a table and comparisons of incompatible units are errors when they are made;
    what is found here may be intended. Codes: D101 a gap in a table, D102 a line that never
    applies, D103 two criteria with the same code, D104 a column declared in two ways, D105 a
    comparison decided by the declared ranges, D106 columns that make the outcome unknown if missing.

    >>> from minsheng import Criterion, column
    >>> share = column("share", "%", places=2, low=0, high=100)
    >>> from minsheng import Amount
    >>> [f.code for f in diagnose([Criterion("X201", share <= Amount(120, "%"))])]
    ['D105', 'D106']
    """
    listed = tuple(criteria)
    found: list[Finding] = []
    for code, count in Counter((c.code, c.effective, c.published) for c in listed).items():
        if count > 1:
            found.append(_finding("D103", code[0], f"有 {count} 条", Severity.ERROR))
    found += _columns(listed)
    for criterion in listed:
        nodes = [n for root in (criterion.requirement, criterion.when) if root for n in _walk(root)]
        for node in dict.fromkeys(nodes):
            if isinstance(node, Lookup):
                found += _table(criterion, node)
            if isinstance(node, Comparison):
                found += _decided(criterion, node)
        found += _missing(criterion)
    return tuple(dict.fromkeys(found))


def _finding(code: str, subject: str, said: str, severity: Severity, working: str = "") -> Finding:
    return Finding(subject, f"{CODES[code]}：{said}", working, subject, code, severity)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _columns(criteria: tuple[Criterion, ...]) -> Iterator[Finding]:
    seen: dict[str, tuple[str, Column]] = {}
    for criterion in criteria:
        for column in criterion.columns():
            code, other = seen.setdefault(column.name, (criterion.code, column))
            if other != column:
                units = f"{code}：{other.unit or '无单位'}；{criterion.code}：{column.unit or '无单位'}"
                yield _finding("D104", criterion.code, column.name, Severity.ERROR, units)


def _table(criterion: Criterion, node: Lookup) -> Iterator[Finding]:
    gaps = node.table.gaps()
    if gaps:
        said = f"《{node.table.title}》有 {len(gaps)} 种"
        yield _finding("D101", criterion.code, said, Severity.NOTE, "；".join(gaps[:8]))
    choices = [key.choices if isinstance(key, Column) else () for key in node.keys]
    for number, line in enumerate(node.table.lines, 1):
        for name, allowed, cell in zip(node.table.keys, choices, line.cells, strict=True):
            values = cell.values if isinstance(cell, OneOf) else ()
            if allowed and not set(values) & set(allowed):
                said = f"《{node.table.title}》第 {number} 行，{name} 不会是 {'、'.join(map(str, values))}"
                yield _finding("D102", criterion.code, said, Severity.WARNING)


def _decided(criterion: Criterion, node: Comparison) -> Iterator[Finding]:
    if node.left.kind is not Kind.NUMBER:
        return
    try:
        step = Lowering().truth(node)
    except RuleError:
        return
    left, right = step.steps
    always = {
        "lt": left.high < right.low,
        "le": left.high <= right.low,
        "gt": left.low > right.high,
        "ge": left.low >= right.high,
        "eq": left.low == left.high == right.low == right.high,
    }[step.name]
    never = {
        "lt": left.low >= right.high,
        "le": left.low > right.high,
        "gt": left.high <= right.low,
        "ge": left.high < right.low,
        "eq": left.high < right.low or right.high < left.low,
    }[step.name]
    if always or never:
        said = f"{notation(node)} {'总是成立' if always else '总是不成立'}"
        yield _finding("D105", criterion.code, said, Severity.WARNING)


def _missing(criterion: Criterion) -> Iterator[Finding]:
    """The columns for which no ``is_missing`` is asked, so that a missing value leaves it unknown."""
    asked = {
        column.name
        for root in (criterion.requirement, criterion.when)
        if root is not None
        for node in _walk(root)
        if isinstance(node, IsMissing)
        for column in _walk(node)
        if isinstance(column, Column)
    }
    names = [column.name for column in criterion.columns() if column.name not in asked]
    if names:
        yield _finding("D106", criterion.code, "、".join(names), Severity.NOTE)
