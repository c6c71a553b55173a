"""What else than figures a register holds: changed targets and lines set aside, on sheets of their own;
and how many lines it was written with, so that a part of it is not taken for the whole.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TypeVar

from minsheng.domain.bound import Bound
from minsheng.domain.record import Aside
from minsheng.domain.target import Approval, TargetChange, TargetLevel
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register
from minsheng.reading.tables.sheet import Sheet
from minsheng.table import Table

CHANGES = ("指标", "地区", "新目标", "起始日期", "级别", "批准", "批准日期", "理由", "来源")
ASIDE = ("未读入的行", "内容", "原因")

#: how the last column of a written register is headed; below stand the numbers of its lines
_COUNTED = re.compile(r"共(\d{1,6})行")

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
    problems = Problems(Problem(sheet.place(row, column), why) for row, column, why in sheet.flaws)
    for row, cells in enumerate(sheet.rows[1:], 1):
        before = len(problems)

        def read(
            index: int, how: Callable[[str], Value], row: int = row, cells: tuple[str, ...] = cells
        ) -> Value | None:
            if not cells[index]:
                return None
            where = f"{sheet.place(row, index)}“{CHANGES[index]}”"
            try:
                with problems.at(where):
                    return how(cells[index])
            except ValueError as error:
                problems.add(where, str(error))
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
    problems.refuse()
    return tuple(changes)


def aside_table(aside: tuple[Aside, ...]) -> Table:
    """The lines set aside as a table that :func:`read_aside` reads back."""
    return Table(ASIDE, tuple((line.source, line.cells, line.why) for line in aside), title="未读入")


def read_aside(sheet: Sheet) -> tuple[Aside, ...]:
    """The lines set aside of such a sheet."""
    return tuple(Aside(*cells[:3]) for cells in sheet.rows[1:])


def counted(table: Table) -> Table:
    """A register with a last column that says how many lines it has, and which each is.

    >>> print(counted(Table(("指标",), (("jobs",), ("roads",)))))
    指标   共2行
    ────────────
    jobs   1
    roads  2
    """
    rows = tuple((*row, str(number)) for number, row in enumerate(table.rows, 1))
    return Table((*table.columns, f"共{len(rows)}行"), rows, table.title, table.numeric)


def check_whole(register: Register) -> tuple[str, ...]:
    """What was added by hand to a register that the library wrote; nothing of others.

    Raises:
        DataError: lines that it was written with are not there.
    """
    place = register.sheet.place(register.first - 1)
    heads = [_COUNTED.fullmatch(cell.strip()) for cell in register.sheet.rows[register.first - 1]]
    at, count = next(((n, int(head[1])) for n, head in enumerate(heads) if head), (None, 0))
    if at is None and not register.own:
        return ()
    lines = [cells for _, cells in register.lines()]
    lines += [register.sheet.rows[row] for row in register.found.hidden()]
    if at is None and not lines:
        raise DataError.at(place, "只有表头，没有一行记录", "文件可能不完整，请用完整的文件")
    if at is None:
        return ()
    there = {cells[at].strip() for cells in lines}
    missing = [number for number in range(1, count + 1) if str(number) not in there]
    if missing:
        which = "、".join(map(str, missing[:5])) + ("等" if missing[5:] else "")
        met = f"写入时有 {count} 行，现在少了 {len(missing)} 行（第 {which} 行）"
        todo = f"文件可能不完整，请用完整的文件；若是有意删去的，请把“共{count}行”这一列也删去"
        raise DataError.at(place, met, todo)
    added = len(lines) - count
    return (
        (f"{register.sheet.file}：写入时有 {count} 行，另有 {added} 行是后来加的，也读了",) if added else ()
    )
