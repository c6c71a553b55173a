"""What came of judging a table: how many rows met each criterion, and what could not be judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.asking import built
from minsheng.errors import Problem
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.criterion import Criterion
from minsheng.table import Tabled, heads


@built
@attrs.frozen
class CriterionCount:
    """How many rows came to which outcome of one criterion.

    Args:
        criterion: the criterion.
        met, unmet, unknown, not_applicable, invalid: how many rows.
        examples: the first rows that do not meet it, each with its place and working.
    """

    criterion: Criterion
    met: int = 0
    unmet: int = 0
    unknown: int = 0
    not_applicable: int = 0
    invalid: int = 0
    examples: tuple[str, ...] = ()


@built
@attrs.frozen(repr=False)
class JudgedRows(Tabled):
    """A table that was judged row by row.

    Args:
        name: the table's name.
        rows: how many rows were judged; every one is counted once for each criterion.
        counts: what they came to, by criterion.
        wrong_rows: how many rows have a wrong value, or are no records.
        wrong: what is wrong with the first of them, with line and column.
        not_used: the columns that no criterion needs.
    """

    name: str
    rows: int
    counts: tuple[CriterionCount, ...]
    wrong_rows: int = 0
    wrong: tuple[Problem, ...] = ()
    not_used: tuple[str, ...] = ()

    _HEADS = heads(
        code="编号", title="要求",
        **{one.value: one.label for one in Outcome},
    )  # fmt: skip

    @property
    def ok(self) -> bool:
        """Whether there are rows, and every one of them met each criterion that applies to it."""
        return self.rows > 0 and not any(one.unmet or one.unknown or one.invalid for one in self.counts)

    @property
    def summary(self) -> str:
        """How many rows and criteria, and what is not met."""
        unmet, unknown = (sum(getattr(one, name) for one in self.counts) for name in ("unmet", "unknown"))
        counts = f"{self.name}：{self.rows} 行，{len(self.counts)} 条规则"
        if self.ok:
            return f"{counts}；都符合或不适用"
        wrong = f"；数据有误 {self.wrong_rows} 行" if self.wrong_rows else ""
        return f"{counts}；不符合 {unmet} 处，未知 {unknown} 处{wrong}"

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.counts:
            counts = {which.value: getattr(one, which.value) for which in Outcome}
            yield {"code": one.criterion.code, "title": one.criterion.title, **counts}

    def explain(self) -> str:
        """The counts; the first rows that do not meet each criterion; what is wrong; what did not apply."""
        lines = [str(self)]
        for one in self.counts:
            if one.unmet:
                more = f"（前 {len(one.examples)} 处）" if one.unmet > len(one.examples) else ""
                lines += ["", f"{one.criterion.code} 不符合 {one.unmet} 处{more}："]
                lines += (f"  {said}" for said in one.examples)
        if self.wrong:
            more = f"（前 {len(self.wrong)} 处）" if self.wrong_rows > len(self.wrong) else ""
            lines += [
                "",
                f"数据有误 {self.wrong_rows} 行{more}：",
                *(f"  {problem}" for problem in self.wrong),
            ]
        if never := [
            one.criterion.code for one in self.counts if self.rows and one.not_applicable == self.rows
        ]:
            lines += ["", f"没有一行适用：{'、'.join(never)}"]
        if self.not_used:
            lines += ["", f"没有用到的列：{'、'.join(name or '（没有表头）' for name in self.not_used)}"]
        return "\n".join(lines)
