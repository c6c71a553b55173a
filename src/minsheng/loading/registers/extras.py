"""What else than figures a register holds, on sheets of their own: changed targets, lines set aside."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from minsheng.domain.bound import Bound
from minsheng.domain.progress import Aside
from minsheng.domain.target import Approval, TargetChange, TargetLevel
from minsheng.errors import DataError, MinshengError, Problem
from minsheng.loading.registers.naming import Names
from minsheng.loading.registers.sheet import Sheet
from minsheng.table import Table

CHANGES = ("指标", "地区", "新目标", "起始日期", "级别", "批准", "批准日期", "理由", "来源")
ASIDE = ("未读入的行", "内容", "原因")

Value = TypeVar("Value")


def changes_table(changes: tuple[TargetChange, ...]) -> Table:
    """The changed targets as a table that :func:`read_changes` reads back."""
    rows = []
    for change in changes:
        approval = change.approval or Approval("")
        rows.append(
            (
                change.indicator, change.area or "", str(change.target or ""), str(change.since or ""),
                change.level.label, approval.who, str(approval.when or ""), approval.why, change.source,
            )
        )  # fmt: skip
    return Table(CHANGES, tuple(rows), title="目标调整")


def read_changes(sheet: Sheet, names: Names) -> tuple[TargetChange, ...]:
    """The changed targets of such a sheet.

    Raises:
        DataError: every cell that cannot be read.
    """
    changes: list[TargetChange] = []
    problems: list[Problem] = []
    for row, cells in enumerate(sheet.rows[1:], 1):
        before = len(problems)

        def read(
            index: int, how: Callable[[str], Value], row: int = row, cells: tuple[str, ...] = cells
        ) -> Value | None:
            if not cells[index]:
                return None
            try:
                return how(cells[index])
            except (MinshengError, ValueError) as error:
                said = error.problems[0].met if isinstance(error, DataError) else str(error)
                problems.append(Problem(f"{sheet.place(row, index)}“{CHANGES[index]}”", said))
                return None

        item = read(0, names.item)
        area = read(1, names.area)
        target = read(2, Bound.parse)
        since, when = read(3, datetime.date.fromisoformat), read(6, datetime.date.fromisoformat)
        level = read(4, TargetLevel) or TargetLevel.CITY
        approved = any(cells[5:8])
        approval = Approval(cells[5], when, cells[7]) if approved else None
        if item is not None and len(problems) == before:
            changes.append(TargetChange(item.id, target, since, area, level, approval, cells[8]))
    if problems:
        raise DataError(problems)
    return tuple(changes)


def aside_table(aside: tuple[Aside, ...]) -> Table:
    """The lines set aside as a table that :func:`read_aside` reads back."""
    return Table(ASIDE, tuple((line.source, line.cells, line.why) for line in aside), title="未读入")


def read_aside(sheet: Sheet) -> tuple[Aside, ...]:
    """The lines set aside of such a sheet."""
    return tuple(Aside(*cells[:3]) for cells in sheet.rows[1:])
