"""Marks, events and answers from tables: what a scheme needs and no register of progress has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from minsheng.asking import asked
from minsheng.errors import DataError, Problems
from minsheng.reading.tables.form import body, day_in, heading_row, number_in, one_sheet, whole_in
from minsheng.reading.tables.sheet import Sheet
from minsheng.rules.scoring.forms.events import Event, Mark
from minsheng.rules.scoring.forms.survey import Answers

Made = TypeVar("Made", Mark, Event, Answers)
#: a cell by the column it stands in, under the first of the column's names
Cells = Mapping[str, str]
#: values of a file, each with where it stands
Placed = tuple[tuple[Made, str], ...]

#: the columns of each kind of file: the name they are read by, and what else offices call them
_NAMES = ("地区", "单位", "项目", "牵头单位")
_MARKS = {"对象": _NAMES, "项": ("评分项",), "数": ("分", "得分", "评分")}
_EVENTS = {"对象": _NAMES, "事项": (), "日期": ("时间",), "次数": ()}
_ANSWERS: dict[str, tuple[str, ...]] = {
    "对象": _NAMES,
    "项": ("评分项",),
    "满意": ("满意数", "满意票"),
    "基本满意": ("基本满意数", "基本满意票"),
    "不满意": ("不满意数", "不满意票"),
    "弃权": ("弃权数", "弃权票", "未表态", "不表态", "未投票", "未评价"),
    "到会": ("到会人数", "实到", "实到人数", "受访", "受访数", "受访人数", "访问", "访问数", "样本数"),
    "全体": ("全体人数", "全体组成人员", "应到", "应到人数"),
}


@asked
def read_marks(file: str | Path) -> tuple[Mark, ...]:
    """Marks from a table with the columns 对象 (or 地区, 单位, 项目), 项, 数.

    Args:
        file: CSV, XLSX or XLS.

    Raises:
        DataError: the file cannot be read, or a cell of it, or something is marked twice; all at once.
    """
    return tuple(one for one, _ in placed_marks(file))


@asked
def read_events(file: str | Path) -> tuple[Event, ...]:
    """Events from a table with the columns 对象 (or 地区, 单位, 项目), 事项; also 日期, 次数.

    A file with a header alone says that nothing happened. The same on two lines happened twice.

    Raises:
        DataError: the file cannot be read, or a cell of it; all at once.
    """
    return tuple(one for one, _ in placed_events(file))


@asked
def read_answers(file: str | Path) -> tuple[Answers, ...]:
    """Answers of surveys and votes, from a table with the columns 对象 (or 地区, 单位, 项目), 项, 满意.

    Also, if there are any: 基本满意, 不满意; 弃权 (未表态, 未投票), who were there and said nothing;
    到会 (受访, 实到), who were there or asked, of whom those that no column counts said nothing; and
    全体 (应到), all members.

    Raises:
        DataError: the file cannot be read, or a cell of it; numbers that do not go together; one
            answered for twice; all at once.
    """
    return tuple(one for one, _ in placed_answers(file))


def placed_marks(file: str | Path) -> Placed[Mark]:
    """As :func:`read_marks`, each with where it stands."""

    def made(cells: Cells) -> Mark:
        return Mark(cells["对象"], cells["项"], number_in(_there(cells, "数")))

    return _read(file, _MARKS, 3, made, lambda mark: (mark.area, mark.column))


def placed_events(file: str | Path) -> Placed[Event]:
    """As :func:`read_events`, each with where it stands."""

    def made(cells: Cells) -> Event:
        return Event(
            cells["对象"],
            cells["事项"],
            day_in(cells["日期"]) if cells["日期"] else None,
            whole_in(cells["次数"] or "1", 1),
        )

    return _read(file, _EVENTS, 2, made, None)


def placed_answers(file: str | Path) -> Placed[Answers]:
    """As :func:`read_answers`, each with where it stands."""
    return _read(file, _ANSWERS, 3, _answers, lambda answers: (answers.area, answers.item))


def _answers(cells: Cells) -> Answers:
    _there(cells, "满意")
    pleased, basically, not_, silent = (
        whole_in(cells[name] or "0") for name in ("满意", "基本满意", "不满意", "弃权")
    )
    counted = pleased + basically + not_ + silent
    there = whole_in(cells["到会"]) if cells["到会"] else counted
    members = whole_in(cells["全体"]) if cells["全体"] else None
    if there < counted or (there > counted and cells["弃权"]):
        met = f"满意、不满意等各栏合计 {counted}，到会或受访是 {there}"
        raise DataError.at("", met, "请核对；没有表态的写在“弃权”栏，或者不写这一栏")
    if members is not None and members < there:
        raise DataError.at("", f"到会 {there} 人，比全体 {members} 人还多", "请核对")
    return Answers(cells["对象"], cells["项"], pleased, basically, not_, members, silent + there - counted)


def _read(
    file: str | Path,
    known: Mapping[str, tuple[str, ...]],
    needed: int,
    make: Callable[[Cells], Made],
    about: Callable[[Made], tuple[str, str]] | None,
) -> Placed[Made]:
    """A value of each row; every problem with its line.

    Args:
        known: the columns; the first ``needed`` must be there.
        about: what a value is of, where there can be only one of it.
    """
    problems = Problems()
    sheet = one_sheet(file)
    heading = heading_row(sheet, {*known, *(other for others in known.values() for other in others)})
    columns = _columns(sheet, heading, known, needed, problems)
    found: list[tuple[Made, str]] = []
    first: dict[tuple[str, str], int] = {}
    for at, row in body(sheet, heading) if not problems else ():
        cells = dict.fromkeys(known, "") | {name: row[n] for name, n in columns.items()}
        with problems.at(sheet.place(at)):
            empty = [name for name in list(known)[:2] if not cells[name]]
            if empty:
                raise DataError.at("", f"“{'、'.join(empty)}”空着", "请补上，或删去这一行")
            value = make(cells)
            before = first.setdefault(about(value), at) if about is not None else at
            if before != at:
                met = f"{cells['对象']}的“{cells['项']}”在第{before + 1}行已经有了"
                raise DataError.at("", met, "只留一行")
            found.append((value, sheet.place(at)))
    problems.refuse()
    return tuple(found)


def _columns(
    sheet: Sheet, heading: int, known: Mapping[str, tuple[str, ...]], needed: int, problems: Problems
) -> dict[str, int]:
    """Where each column stands, by the name it is read by."""
    where, shown = sheet.place(heading), "、".join(known)
    heads = [cell.strip() for cell in sheet.rows[heading]]
    meant = {name: first for first, names in known.items() for name in (first, *names)}
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        name = meant.get(head)
        if name in found:
            twice = "、".join(dict.fromkeys((heads[found[name]], head)))
            problems.add(where, f"“{name}”有两列：{twice}", "只留一列")
        elif name is not None:
            found[name] = at
        elif head or any(row[at].strip() for row in sheet.rows[heading:]):
            met = f"不认识的列“{head}”" if head else f"第{at + 1}列没有表头"
            problems.add(where, met, f"可用的：{shown}")
    for name in list(known)[:needed]:
        if name not in found:
            problems.add(where, f"缺少“{name}”列", f"表头写 {shown}")
    return found


def _there(cells: Cells, name: str) -> str:
    if not cells[name]:
        raise DataError.at("", f"“{name}”空着", "请补上，或删去这一行")
    return cells[name]
