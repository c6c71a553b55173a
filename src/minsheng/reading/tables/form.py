"""Tables of declared columns: the one sheet of a file, its headings below a title, its numbers and days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import attrs

from minsheng.domain.area import is_of_some, is_sum, is_whole
from minsheng.domain.units import known_unit
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.tables.cells import day_in
from minsheng.reading.tables.found import NOTES
from minsheng.reading.tables.headings import says, tidy, unit_behind
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.sheets import read_sheets
from minsheng.reading.tables.words import BRACKETED, NAMED, Role

Key = TypeVar("Key")

#: among how many rows the headings are looked for
SEARCHED = 20


def one_sheet(file: str | Path) -> Sheet:
    """The one sheet of a file that holds anything and is not hidden.

    Raises:
        DataError: the file cannot be read, or is empty; several sheets hold something; a cell
            shows nothing reliable.
    """
    sheet = flawed_sheet(file)
    Problems(Problem(sheet.place(row, column), why) for row, column, why in sheet.flaws).refuse()
    return sheet


def flawed_sheet(file: str | Path) -> Sheet:
    """The same with cells that show nothing reliable, for who tells of each where it is needed.

    Raises:
        DataError: the file cannot be read, or is empty; several sheets hold something.
    """
    name = Path(file).name
    sheets = [sheet for sheet in read_sheets(Path(file)) if any(map(any, sheet.rows))]
    sheets = [sheet for sheet in sheets if not sheet.hidden] or sheets
    if not sheets:
        raise DataError.at(name, "空文件，没有表头")
    if len(sheets) > 1:
        names = "、".join(f"“{sheet.name}”" for sheet in sheets)
        raise DataError.at(name, f"有 {len(sheets)} 张表：{names}", "只留一张，或另存为几个文件")
    [sheet] = sheets
    return sheet.in_full()


def heading_row(sheet: Sheet, known: Callable[[str], object]) -> int:
    """The row of the headings: the first with two that are known, below a title; else the first.

    Args:
        sheet: the sheet.
        known: what a heading stands for; nothing where that is not known.

    >>> rows = (("2023年评分", "", ""), ("地区", "项", "数"), ("甲县", "public", "92"))
    >>> heading_row(Sheet("分.csv", "", rows), {"地区": 1, "项": 2, "数": 3}.get)
    1
    """
    rows = enumerate(sheet.rows[:SEARCHED])
    return next((n for n, row in rows if len({cell for cell in map(str.strip, row) if known(cell)}) > 1), 0)


@attrs.frozen
class Field:
    """A column that a table of declared columns may have.

    Args:
        name: what it is called in messages.
        others: what else offices call it, besides.
        roles: what headings say, by the vocabulary of all tables, that stand for it too.
        needed: whether it must be there.
        above: whether it may stand above the table instead, said of all of it: 验收单位：平江县.
        counted: whether its heading may count in large units: 户数（万户）.
    """

    name: str
    others: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    needed: bool = False
    above: bool = False
    counted: bool = False


@attrs.frozen
class Line:
    """A line of such a table.

    Args:
        where: the line.
        cells: what it has of each field; empty where there is nothing, or no such column.
        places: where each of them stands.
        days: the days under a format that shows less or otherwise.
        units: the unit in each heading.
    """

    where: str
    cells: Mapping[str, str]
    places: Mapping[str, str]
    days: Mapping[str, datetime.date]
    units: Mapping[str, str]

    def text(self, name: str) -> str:
        """What stands in a field that must not be empty.

        Raises:
            DataError: it is.
        """
        if not self.cells[name]:
            raise DataError.at("", f"“{name}”空着", "请补上，或删去这一行")
        return self.cells[name]

    def day(self, name: str) -> datetime.date:
        """The day in a field, however it is written or shown.

        Raises:
            DataError: it is none; or only its month is shown, and the day may not be meant.
        """
        return day_in(self.cells[name], self.days.get(name))


def read_form(
    file: str | Path, fields: tuple[Field, ...], problems: Problems, *, unread: list[str] | None = None
) -> Iterator[Line]:
    """The lines of a table of declared columns, below a title; none where its headings have problems.

    Notes below the table, and columns such as 序号 and 备注, are passed over.

    Args:
        file: the file.
        fields: the columns.
        problems: gets what is wrong.
        unread: gets the columns of which nothing is known, and lines of totals are passed over; without
            it, they are problems.

    Raises:
        DataError: the file cannot be read.
    """
    yield from read_lines(one_sheet(file), fields, problems, unread=unread)


def read_lines(
    sheet: Sheet, fields: tuple[Field, ...], problems: Problems, *, unread: list[str] | None = None
) -> Iterator[Line]:
    """The same of a sheet."""
    heading, before = heading_row(sheet, partial(known_as, fields=fields)), len(problems)
    said = dict(_above(sheet, heading, fields))
    asked = tuple(f for f in fields if not (f.needed and f.name in said))
    columns = _columns(sheet, heading, asked, problems, unread)
    if len(problems) > before:
        return
    heads = sheet.rows[heading]
    units = {name: unit_behind(heads[index]) for name, index in columns.items()}
    blank = dict.fromkeys((field.name for field in fields), "")
    for row, cells in body(sheet, heading):
        first = next(filter(None, cells))
        if NOTES.match(first) and (first[-1] in ":：" or [*filter(None, cells)] == [cells[0]]):
            continue  # 注：…, or who filled it in
        if unread is not None and (is_sum(first) or is_of_some(first)):
            continue  # 合计, in whatever column comes first
        values = {name: sheet.cell(row, index).value for name, index in columns.items()}
        yield Line(
            sheet.place(row),
            blank | said | {name: cells[index] for name, index in columns.items() if cells[index]},
            {name: f"{sheet.place(row)}“{heads[index].strip()}”列" for name, index in columns.items()},
            {name: value for name, value in values.items() if isinstance(value, datetime.date)},
            units,
        )


def _is_plain(inside: str, *, large: bool) -> bool:
    """Whether what stands in brackets in a heading leaves its numbers as they are: （票）, （%）.

    Args:
        inside: what stands there.
        large: whether they may be counted by the ten thousand: （万户）.
    """
    unit = known_unit(inside)
    if unit is not None:
        return unit.factor == 1 or inside == "%" or (large and unit.counted)
    return not re.search("[十百千万亿](?!分制)|占|率|其中|扣", inside)


def _above(sheet: Sheet, heading: int, fields: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """What stands above a table and is said of all of it: behind a label in its cell, or in the next."""
    for row in sheet.rows[:heading]:
        cells = [cell.strip() for cell in row]
        for at, cell in enumerate(cells):
            label, colon, text = cell.replace("：", ":").partition(":")
            name = known_as(label, tuple(field for field in fields if field.above)) if colon else ""
            if name and (text.strip() or any(cells[at + 1 : at + 2])):
                yield name, text.strip() or cells[at + 1]


def known_as(head: str, fields: tuple[Field, ...]) -> str:
    """The field that a heading stands for; empty where none does, and for a label (验收单位：)."""
    if head.rstrip().endswith((":", "：")):
        return ""
    spelled = (tidy(head), BRACKETED.sub("", tidy(head)))  # 满意（票）
    for field in fields:
        if any(plain in map(tidy, (field.name, *field.others)) for plain in spelled):
            return field.name
    role = next(iter(says(head).roles), None)
    return next((field.name for field in fields if role in field.roles), "")


def _columns(
    sheet: Sheet, heading: int, fields: tuple[Field, ...], problems: Problems, unread: list[str] | None
) -> dict[str, int]:
    """Where each field stands."""
    where, listed = sheet.place(heading), "、".join(field.name for field in fields)
    heads = [cell.strip() for cell in sheet.rows[heading]]
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        name = known_as(head, fields)
        if name in found:
            twice = "、".join(dict.fromkeys((heads[found[name]], head)))
            problems.add(where, f"“{name}”有两列：{twice}", f"只留一列；另一列若是别的，表头改成{listed}中的")
        elif name:
            found[name] = at
            large = any(field.counted for field in fields if field.name == name)
            fits = partial(_is_plain, large=large)
            bracketed = (inside for inside in BRACKETED.findall(tidy(head)) if not fits(inside))
            if odd := "扣分" if "扣" in head else next(bracketed, ""):
                met = f"表头“{head}”里的“{odd}”不是这里要的数"
                problems.add(where, met, "请换成个数或得分，并改表头")
        elif says(head).roles[:1] in ((Role.NOTE,), (Role.SOURCE,)) or NAMED.get(tidy(head)) == (Role.ASIDE,):
            continue  # for its readers: 备注, 序号
        elif head or any(row[at].strip() for row in sheet.rows[heading:]):
            met = f"不认识的列“{head}”" if head else f"第{at + 1}列没有表头"
            if unread is None or not head:
                problems.add(where, met, f"可用的列：{listed}；别的请删去")
            else:
                unread.append(f"{where}：{met}，没有读")
    for field in fields:
        if field.needed and field.name not in found:
            problems.add(where, f"缺少“{field.name}”列", f"一件事写一行，表头写 {listed}")
    return found


def subject_in(name: str) -> str:
    """Who or what a line is about.

    Raises:
        DataError: it is nobody: the total of all, or the mean of some.
    """
    if is_whole(name) or is_of_some(name):
        raise DataError.at("", f"“{name}”是合计或平均，不是排名对象", "请删去这一行")
    if "、" in name:
        raise DataError.at("", f"“{name}”是几个对象", "请每个写一行")
    return name


def refuse_twice(seen: dict[Key, str], key: Key, where: str, what: str, todo: str = "只留一行") -> None:
    """Note that something stands on a line.

    Raises:
        DataError: it stands on an earlier line already.
    """
    before = seen.setdefault(key, where)
    if before != where:
        raise DataError.at("", f"{what}在{before.rpartition(' ')[2]}已经有了", todo)


def body(sheet: Sheet, heading: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows below the headings that hold anything, each with its number from 0."""
    for number, cells in enumerate(sheet.rows[heading + 1 :], heading + 1):
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield number, stripped
