"""Marks, events and answers from tables: what a scheme needs and no register of progress has."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from minsheng.asking import asked
from minsheng.domain.area import is_of_some, is_whole
from minsheng.errors import DataError, Problems
from minsheng.reading.answers import ITEM, WHO, answers_in
from minsheng.reading.tables.cells import counted_in, number_in, whole_in
from minsheng.reading.tables.form import (
    Field,
    Line,
    heading_row,
    known_as,
    one_sheet,
    read_lines,
    refuse_twice,
    subject_in,
)
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import Role
from minsheng.rules.scoring.forms.events import Event, Mark
from minsheng.rules.scoring.forms.survey import Answers

Made = TypeVar("Made", Mark, Event, Answers)
#: values of a file, each with where it stands
Placed = tuple[tuple[Made, str], ...]

_DATES = ("时间", "发生日期", "发生时间", "通报日期", "通报时间")
_MARKS = (WHO, ITEM, Field("数", ("分",), (Role.POINTS, Role.RATE), needed=True))
_EVENTS = (
    WHO,
    Field("事项", ("事由", "事件", "通报事项"), needed=True),
    Field("日期", _DATES, (Role.ON,)),
    Field("次数"),
    Field("所涉工作", ("所涉事项", "涉及工作", "涉及事项", "同一事项")),
)
_HOUSEHOLDS = (
    Field("地区", ("单位", "区域"), (Role.AREA,), needed=True),
    Field(
        "户数",
        ("总户数", "人数", "人口", "人口数", "总人口", "常住人口", "家庭户数", "对象数"),
        needed=True,
        counted=True,
    ),
)
#: what a table of answers has, whatever else it has
_ANSWERS = (WHO, Field("满意", ("满意数", "满意票"), needed=True))
#: the tables of this module by what they hold
_TABLES = {"打分": _MARKS, "事项": _EVENTS, "答卷": _ANSWERS, "户数": _HOUSEHOLDS}


def _sheet(file: str | Path, kind: str) -> Sheet:
    """The sheet of a table of one kind; one of another kind is told from it by its columns.

    Raises:
        DataError: the file cannot be read, or is of another kind.
    """
    sheet = one_sheet(file)

    def lacks(kind: str) -> bool:
        fields = _TABLES[kind]
        heading = heading_row(sheet, partial(known_as, fields=fields))
        there = {known_as(head, fields) for head in sheet.rows[heading]}
        return any(field.needed and field.name not in there for field in fields)

    other = next((one for one in _TABLES if one != kind and not lacks(one)), "")
    if other and lacks(kind):
        wanted = "、".join(field.name for field in _TABLES[kind] if field.needed)
        raise DataError.at(Path(file).name, f"这是{other}的表，这里要{kind}的表", f"要有的列：{wanted}")
    return sheet


@asked
def read_marks(file: str | Path) -> tuple[Mark, ...]:
    """Marks from a table with the columns 对象 (or 地区, 单位, 项目), 项, 数.

    For an item that is judged in words, the word stands in place of the number: 好, 较好.

    Args:
        file: CSV, XLSX or XLS.

    Raises:
        DataError: the file cannot be read, or a cell of it, or something is marked twice; all at once.
    """
    return tuple(one for one, _ in placed_marks(file))


@asked
def read_events(file: str | Path) -> tuple[Event, ...]:
    """Events from a table with the columns 对象 (or 地区, 单位, 项目), 事项; also 日期, 次数, 所涉工作.

    A file with a header alone says that nothing happened. The same on two lines happened twice.

    Raises:
        DataError: the file cannot be read, or a cell of it; all at once.
    """
    return tuple(one for one, _ in placed_events(file))


@asked
def read_answers(file: str | Path) -> tuple[Answers, ...]:
    """Answers of surveys and votes, from a table with a row for each area or for each who was asked.

    A row for each 对象 (or 地区, 单位, 项目) has a column for each answer: 满意, 基本满意, 不满意, or 很满意
    to 很不满意, 好 to 差, as numbers, or in per cent of 受访. Also, if there are any: 项, which survey it
    is (else what stands over the answers, or the file's name); 弃权 (未表态, 未投票), who were there and
    said nothing; 到会 (受访, 样本), who were there or asked, of whom those that no column counts said
    nothing; and 全体 (应到), all members. A total below must be the sum; rates are passed over.

    A row for each who was asked, as survey tools export them, has a column that says where, and one for
    each question, which becomes the 项. Other questions are passed over, and so is who was not asked.

    Raises:
        DataError: the file cannot be read, or a cell of it; numbers that do not go together; one
            answered for twice; all at once.
    """
    return tuple(one for one, _ in placed_answers(file))


@asked
def read_households(file: str | Path) -> dict[str, int]:
    """How many households or people each area has, by which a survey is laid out and weighted.

    From a table with the columns 地区 and 户数 (or 人数); a total below must be the sum.

    Raises:
        DataError: the file cannot be read, or a cell of it, or an area stands twice, or a total that is
            no sum; all at once.
    """
    problems, found, first, totals = Problems(), dict[str, int](), dict[str, str](), dict[str, int]()
    for line in read_lines(_sheet(file, "户数"), _HOUSEHOLDS, problems):
        with problems.at(line.where):
            area, number = line.text("地区"), counted_in(line.text("户数"), line.units["户数"])
            if is_whole(area) and not is_of_some(area):
                totals[line.where] = number
                continue
            refuse_twice(first, subject_in(area), line.where, f"“{area}”")
            found[area] = number
    for where, number in totals.items():
        if number != sum(found.values()):
            problems.add(where, f"合计 {number}，各行相加是 {sum(found.values())}", "请核对")
    problems.refuse()
    return found


def placed_marks(file: str | Path) -> Placed[Mark]:
    """As :func:`read_marks`, each with where it stands."""

    def made(line: Line, who: str) -> Mark:
        share, text = line.units["数"] == "%", line.text("数")
        try:
            return Mark(who, line.text("项"), number_in(text, share=share))
        except DataError:
            if not text.isalpha():  # 好, 较好: scoring knows which words there are
                raise
            return Mark(who, line.text("项"), level=text)

    return _read(file, "打分", made, lambda mark: (mark.area, mark.column))


def placed_events(file: str | Path) -> Placed[Event]:
    """As :func:`read_events`, each with where it stands."""

    def made(line: Line, who: str) -> Event:
        day = line.day("日期") if line.cells["日期"] else None
        return Event(
            who, line.text("事项"), day, whole_in(line.cells["次数"] or "1", 1), line.cells["所涉工作"]
        )

    return _read(file, "事项", made, None)


def placed_answers(file: str | Path) -> Placed[Answers]:
    """As :func:`read_answers`, each with where it stands."""
    problems = Problems()
    found = answers_in(_sheet(file, "答卷"), problems)
    problems.refuse()
    return tuple(found)


def _read(
    file: str | Path,
    kind: str,
    make: Callable[[Line, str], Made],
    about: Callable[[Made], tuple[str, str]] | None,
) -> Placed[Made]:
    """A value of each line; every problem with its line.

    Args:
        file: the file.
        kind: which of the tables it is.
        make: the value of a line about somebody.
        about: what a value is of, where there can be only one of it.
    """
    problems, found = Problems(), list[tuple[Made, str]]()
    first: dict[tuple[str, str], str] = {}
    for line in read_lines(_sheet(file, kind), _TABLES[kind], problems):
        with problems.at(line.where):
            value = make(line, subject_in(line.text("对象")))
            if about is not None:
                who, item = line.cells["对象"], line.cells["项"]
                refuse_twice(first, about(value), line.where, f"{who}的“{item}”")
            found.append((value, line.where))
    problems.refuse()
    return tuple(found)
