"""Marks, events and answers from CSV files: what a scheme needs and no register of progress has."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from minsheng.domain.amount import to_decimal
from minsheng.errors import DataError, MinshengError, Problem
from minsheng.loading.files import Sheet, read_csv
from minsheng.scoring.events import Event, Mark
from minsheng.scoring.survey import Answers

Made = TypeVar("Made")
_MARKS = ("对象", "项", "数")
_EVENTS = ("对象", "事项", "日期", "次数")
_ANSWERS = ("对象", "项", "满意", "基本满意", "不满意", "全体")


def read_marks(file: str | Path) -> tuple[Mark, ...]:
    """Marks from a CSV file with the columns 对象, 项, 数.

    Raises:
        DataError: the file cannot be read, or a cell of it; all at once.
    """
    return _read(file, _MARKS, 3, lambda cells: Mark(cells["对象"], cells["项"], to_decimal(cells["数"])))


def read_events(file: str | Path) -> tuple[Event, ...]:
    """Events from a CSV file with the columns 对象, 事项, and 日期 and 次数 if there are any.

    A file with a header alone says that nothing happened.

    Raises:
        DataError: the file cannot be read, or a cell of it; all at once.
    """
    return _read(
        file,
        _EVENTS,
        2,
        lambda cells: Event(cells["对象"], cells["事项"], _day(cells["日期"]), _whole(cells["次数"] or "1")),
    )


def read_answers(file: str | Path) -> tuple[Answers, ...]:
    """Answers from a CSV file with the columns 对象, 项, 满意, and 基本满意, 不满意, 全体 if there are any.

    Raises:
        DataError: the file cannot be read, or a cell of it; all at once.
    """

    def made(cells: dict[str, str]) -> Answers:
        counts = [_whole(cells[name]) if cells[name] else 0 for name in ("满意", "基本满意", "不满意")]
        members = _whole(cells["全体"]) if cells["全体"] else None
        return Answers(cells["对象"], cells["项"], counts[0], counts[1], counts[2], members)

    return _read(file, _ANSWERS, 3, made)


def _read(
    file: str | Path, known: tuple[str, ...], needed: int, make: Callable[[dict[str, str]], Made]
) -> tuple[Made, ...]:
    """A value of each row; every problem with its line."""
    problems: list[Problem] = []
    sheet = read_csv(Path(file), problems)
    _header(sheet, known, needed, problems)
    found: list[Made] = []
    for line, row in sheet.rows if not problems else ():
        cells = dict.fromkeys(known, "") | dict(zip(sheet.columns, row, strict=True))
        try:
            empty = [name for name in known[:2] if not cells[name]]
            if empty:
                raise DataError([Problem("", f"“{'、'.join(empty)}”空着", "请补上，或删去这一行")])
            found.append(make(cells))
        except MinshengError as error:
            wrong = error.problems if isinstance(error, DataError) else (Problem("", str(error)),)
            problems += [Problem(f"{sheet.name} 第{line}行", one.met, one.todo) for one in wrong]
    if problems:
        raise DataError(problems)
    return tuple(found)


def _header(sheet: Sheet, known: tuple[str, ...], needed: int, problems: list[Problem]) -> None:
    if not sheet.columns:
        return
    for name in known[:needed]:
        if name not in sheet.columns:
            problems.append(Problem(f"{sheet.name} 第1行", f"缺少“{name}”列", f"表头写 {'、'.join(known)}"))
    for name in sheet.columns:
        if name not in known:
            problems.append(
                Problem(f"{sheet.name} 第1行", f"不认识的列“{name}”", f"可用的：{'、'.join(known)}")
            )


def _whole(cell: str) -> int:
    number = to_decimal(cell)
    if number != int(number) or number < 0:
        raise DataError([Problem("", f"“{cell}”不是个数", "应是 0、1、2 这样的整数")])
    return int(number)


def _day(cell: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(cell) if cell else None
    except ValueError:
        raise DataError([Problem("", f"“{cell}”不是日期", "请写成 2023-06-30")]) from None
