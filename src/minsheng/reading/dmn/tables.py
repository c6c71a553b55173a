"""Decision tables of DMN as expressions, checked for gaps and overlaps."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from minsheng.domain.expression.cases import combinations
from minsheng.domain.expression.cells import Line
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.errors import DataError, Problems, RuleError
from minsheng.reading.dmn.hits import chosen, guarded, or_default
from minsheng.reading.dmn.ours import MOST_LINES, Keys, as_ours, lines_of
from minsheng.reading.dmn.rules import Rule, Table, in_order, rank
from minsheng.reading.dmn.values import Value


@attrs.frozen
class Worked:
    """What one output of a table, or a formula, came to.

    Args:
        node: its value; None for one that is always null.
        table: it as one of our tables, where it is one.
        gaps: the cases that no rule fits, in Chinese; None if that is not known.
    """

    node: Value
    table: DecisionTable | None = None
    gaps: tuple[str, ...] | None = ()


def work(table: Table, where: str, problems: Problems) -> tuple[Worked, ...]:
    """Each output of a table as an expression; what is wrong with it is added to the problems."""
    before = len(problems)
    with problems.at(where):
        order = in_order(table)
        keys, lines = lines_of(table)
        cases = None if lines is None else _looked_at(table, order, tuple(name for name, _ in keys), lines)
        for numbers, met in cases.wrong.items() if cases else ():
            rules = "、".join(map(str, numbers))
            problems.add(f"{where} 规则{rules}", met, "请改条件，使它们不同时成立，或改命中策略")
        if len(problems) > before:
            return ()
        plain = lines if cases is not None and not cases.meet and table.aggregation != "COUNT" else None
        worked = []
        for index, output in enumerate(table.outputs):
            found = None if plain is None else _ours(table, index, keys, plain)
            try:
                value = chosen(table, order, index, checked=cases is not None) if found is None else None
                node = guarded(table, value if found is None else or_default(found, output))
            except RuleError as error:
                raise DataError.at("", f"不成立：{error}", "太大的请拆成几张表") from None
            gaps = None if cases is None else tuple(cases.gaps)
            worked.append(Worked(node, None if found is None else found.table, gaps))
        return tuple(worked)
    return ()


def _ours(table: Table, index: int, keys: Keys, lines: list[Line]) -> Lookup | None:
    """The table as one of ours, if it means the same and is not too large."""
    try:
        found = as_ours(table, index, keys, lines)
        return found if found is None or found.expanded else None
    except RuleError:  # choices may do, or say what is wrong
        return None


def _looked_at(table: Table, order: tuple[Rule, ...], keys: tuple[str, ...], lines: list[Line]) -> _Cases:
    """The cases of a table.

    Raises:
        DataError: there are too many.
    """
    if len(lines) > MOST_LINES:
        raise DataError.at("", f"拆成了 {MOST_LINES} 行以上", "请拆成几张表")
    found = _Cases(table, order)
    try:
        found.gaps += combinations(table.title, keys, tuple(lines), found.is_gap)
    except RuleError as error:
        raise DataError.at("", f"情形太多，查不了空缺和重叠：{error}", "请拆成几张表") from None
    return found


class _Cases:
    """Looks at every case: which no rule fits, and which more fit than may."""

    def __init__(self, table: Table, order: tuple[Rule, ...]) -> None:
        self.table = table
        self.order = {rule.number: rule for rule in order}
        self.wrong: dict[tuple[int, ...], str] = {}
        self.gaps: list[str] = []
        #: whether several rules can fit
        self.meet = False

    def is_gap(self, lines: tuple[Line, ...]) -> bool:
        numbers = {int(line.value) for line in lines}  # type: ignore[arg-type]  # of rules
        if not numbers:
            return True
        if len(numbers) > 1 and 0 not in numbers:  # 0 is a value that the input may not have
            self.meet = True
            self._look([rule for number, rule in self.order.items() if number in numbers])
        return False

    def _look(self, rules: list[Rule]) -> None:
        policy = self.table.policy
        if policy == "UNIQUE":
            self._wrong(rules, "能同时成立，而命中策略是 UNIQUE")
        elif policy == "ANY" and any(rule.outputs != rules[0].outputs for rule in rules):
            self._wrong(rules, "能同时成立而输出不同，而命中策略是 ANY")
        elif policy == "PRIORITY":
            first = [rule for rule in rules if rank(self.table, rule) == rank(self.table, rules[0])]
            if any(rule.outputs != first[0].outputs for rule in first):
                self._wrong(first, "能同时成立，优先次序相同而输出不同")

    def _wrong(self, rules: Sequence[Rule], met: str) -> None:
        if len(self.wrong) < 50:
            self.wrong.setdefault(tuple(sorted(rule.number for rule in rules)), met)
