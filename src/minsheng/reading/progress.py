"""Reading progress: registers in files, frames and records as one Progress."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs

from minsheng.asking import asked
from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.domain.intake import Intake, SheetTaken
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Aside, Record
from minsheng.domain.target import TargetChange
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.sources import files_in, sheets_of
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.columns import AREAS
from minsheng.reading.tables.extras import ASIDE, CHANGES, check_whole, read_aside, read_changes
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.lines import Lines
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register, read_registers
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.sheets import read_sheets
from minsheng.reading.tables.words import FIGURES, Role


@asked
def read_progress(
    source: object,
    programme: Programme,
    *,
    period: Period | str | None = None,
    on: datetime.date | None = None,
    by: str = "",
    area: str | None = None,
    indicator: str | None = None,
    cumulative: bool = True,
    verified: bool = False,
    columns: Mapping[str, Role | str] | None = None,
    aliases: Mapping[str, str] | None = None,
    sheet: str | None = None,
    strict: bool = False,
) -> Progress:
    """Read what was reported, from the tables that offices keep.

    The header is looked for in the first rows; its columns are known by their usual names. A
    blank, ``/``, ``—`` and ``-`` are no figures and make no record, ``0`` is one. Words where a
    figure belongs are a record with text. A line that cannot be read is set aside with the
    reason (``Progress.aside``), never dropped and never taken for 0.

    Args:
        source: a file (.csv, .xlsx, .xls), a folder of them, the bytes of one, the name of a
            programme that comes with the library, a dataframe or a query of any engine, a list of dicts, or a
            :class:`Table`.
        programme: the programme the figures are of.
        period: what the figures cover, where neither a column nor the title says so.
        on: the day they were reported, where no column says so.
        by: who reported them, where no column says so.
        area: the area they are of, where no column says so; 全市 for the whole city.
        indicator: the id or the text of the indicator they are of, where no column says so.
        cumulative: whether they count from the first of January, where no column says so.
        verified: whether they were verified, where no column says so.
        columns: what columns hold, by their headings or their letters, where these do not tell:
            ``{"完成数": "actual", "F": "aside"}``. ``各地`` stands for all columns named by areas.
        aliases: other names of indicators and areas: the name in the table, then the id or the area.
        sheet: the sheet to read; by default every one with a register in it.
        strict: raise for every line that would be set aside and every column with figures that
            would not be read, all at once.

    Raises:
        DataError: the file cannot be read; it has no register, or an ambiguous one; nothing in
            it could be read; or ``strict``, and a line could not be.
        UnknownName: an alias of an id that is not there, or an area that is not.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> rows = [{"指标": "jobs", "县市区": "平江县", "完成数": "3100人"},
    ...         {"指标": "jobs", "县市区": "岳阳", "完成数": 2900}]
    >>> progress = read_progress(rows, p, period="2023年6月")
    >>> progress.records[0].value, progress.aside[0].why
    (Amount('3100 人'), '没有地区“岳阳”，最接近的是“岳阳县”')
    """
    if area is not None and area not in (CITY, WHOLE_CITY):
        programme.area(area)
    names = Names(programme, aliases or {})
    when = Period.parse(period, programme.year) if isinstance(period, str) else period
    if indicator is not None:
        names.item(indicator)
    given = Given(when, on, by, cumulative, verified, area, indicator or "")
    folder = files_in(source)
    if folder is not None:
        return _read_folder(folder, names, given, columns=columns, sheet=sheet, strict=strict)
    return read_tables(_named(sheets_of(source), sheet), names, given, columns=columns, strict=strict)


def _named(sheets: tuple[Sheet, ...], sheet: str | None) -> tuple[Sheet, ...]:
    """The sheet of a name; without one, all of them."""
    if sheet is not None:
        listed = "、".join(s.name for s in sheets)
        sheets = tuple(s for s in sheets if s.name == sheet)
        if not sheets:
            raise DataError.at("", f"没有工作表“{sheet}”", f"有：{listed}")
    return sheets


def _read_folder(
    files: Mapping[str, Path],
    names: Names,
    given: Given,
    *,
    columns: Mapping[str, Role | str] | None,
    sheet: str | None,
    strict: bool,
) -> Progress:
    """Many files as one register; a file that cannot be read is set aside whole."""
    read, problems, intake = list[Progress](), Problems(), Intake()
    given = attrs.evolve(given, many=True)
    for name, path in files.items():
        before = len(problems)
        with problems.at():
            sheets = _named(read_sheets(path, name), sheet)
            read.append(read_tables(sheets, names, given, columns=columns, strict=strict))
        if len(problems) > before:
            why = "；".join(f"{problem.met}；{problem.todo}" for problem in problems[before:][:3])
            intake += Intake(sheets=(SheetTaken(name, why=why),))
    taken = [column for one in read for column in one.intake.columns]
    for name in columns or {}:
        if name != AREAS and not any(tidy(name) in (tidy(c.header), c.column.lower()) for c in taken):
            problems.add("", f"没有一个文件有指明的列“{name}”", "请核对列名")
    if problems and (strict or not read):
        raise DataError(problems)
    records = tuple(record for one in read for record in one.records)
    unread = (Aside(p.where, "", f"{p.met}；{p.todo}" if p.todo else p.met) for p in problems)
    return Progress(
        records,
        tuple(dict.fromkeys(change for one in read for change in one.changes)),
        (*(line for one in read for line in one.aside), *unread),
        tuple(
            dict.fromkeys(
                (*(note for one in read for note in one.notes), *_clashes(one.records for one in read))
            )
        ),
        sum((one.intake for one in read), intake),
    )


def _clashes(parts: Iterable[tuple[Record, ...]]) -> Iterator[str]:
    """Figures that two parts give of the same thing, each with both places; those alike once."""
    first, told = dict[tuple[object, ...], tuple[Record, int]](), set[tuple[object, ...]]()
    for number, part in enumerate(parts):
        for record in part:
            key = (*record._key, record.on)
            (other, of), again = first.setdefault(key, (record, number)), (*key, record.value, record.text)
            if of != number and again not in told:
                told.add(again)
                what = f"{record.indicator} {record.area or WHOLE_CITY} {record.period}"
                one, two = (str(r.value or r.text) for r in (other, record))
                said = f"都是 {one}" if one == two else f"一处是 {one}，一处是 {two}"
                yield f"{what} 有两处：{other.source}，{record.source}；{said}"


def read_tables(
    sheets: tuple[Sheet, ...],
    names: Names,
    given: Given,
    *,
    columns: Mapping[str, Role | str] | None = None,
    strict: bool = False,
) -> Progress:
    """The same of sheets that are read already."""
    read: list[Lines] = []
    refused, unfound = Problems(), Problems()
    changes: list[TargetChange] = []
    aside: list[Aside] = []
    notes: list[str] = []
    taken: list[SheetTaken] = []
    for sheet in (sheet.in_full() for sheet in sheets):
        where = sheet.where
        with refused.at():
            header = sheet.rows[0] if sheet.rows else ()
            notes += sheet.notes
            if header[: len(CHANGES)] == CHANGES:
                changes += read_changes(sheet, names)
                continue
            if header[: len(ASIDE)] == ASIDE:
                aside += read_aside(sheet)
                continue
            if sheet.hidden and len(sheets) > 1:
                taken.append(SheetTaken(where, why="是隐藏的工作表；要读请用 sheet= 指明"))
                continue
            registers = read_registers(sheet, names, columns, home=given.area, many=given.many)
            for register in registers:
                notes += check_whole(register)
                _check_given(register, given)
                read.append(Lines(register, names, given, tuple(registers)))
            if not registers and any(map(any, sheet.rows)):
                todo = "表头要有“指标”和“完成数”这样的列；列名特别的请用 columns= 指明"
                unfound.add(where, "没有认出表头", todo)
                taken.append(SheetTaken(where, why="没有认出表头"))
    if refused:
        raise DataError([*refused, *unfound])
    if not read and not changes and not aside:
        raise DataError(unfound or [Problem(sheets[0].file if sheets else "", "是空的，没有表头")])
    for lines in read:
        lines.read()
        where = lines.register.sheet.where
        notes += lines.evidence.notes
        said = "，".join(lines.evidence.whence)
        taken.append(SheetTaken(where, lines.count, len(lines.aside), about=said))
    intake = Intake(tuple(column for lines in read for column in lines.register.taken), tuple(taken))
    problems = [*unfound, *(problem for lines in read for problem in lines.problems)]
    records = tuple(record for lines in read for record in lines.records)
    if strict:
        todo = f"请用 columns= 指明，不用的写 '{Role.ASIDE.value}'"
        unread = (
            Problem(f"{c.sheet}{c.column}列“{c.header}”", f"没有读：{c.why}", todo) for c in intake.unread
        )
        problems += unread
    if problems and (strict or not records):
        raise DataError(problems)
    aside += (Aside(problem.where, "", f"{problem.met}；{problem.todo}") for problem in unfound)
    aside += (line for lines in read for line in lines.aside)
    notes += _clashes((record,) for lines in read if not lines.register.own for record in lines.records)
    return Progress(records, tuple(changes), tuple(aside), tuple(dict.fromkeys(notes)), intake)


def _check_given(register: Register, given: Given) -> None:
    """That of every line it is known what it is of, and when.

    Raises:
        DataError: neither a column nor the title nor the caller says so, or two of them say otherwise.
    """
    place, around = register.sheet.place(register.first - 1), register.around
    columns = register.at(Role.PERIOD) or register.at(Role.UNTIL)
    if given.period and around.period and not columns and given.period.last != around.period.last:
        met = f"标题、表名或文件名写的是 {around.period}，period= 给的是 {given.period}"
        raise DataError.at(place, met, "请去掉 period=，或核对")
    if not (given.period or around.period or columns or register.dated):
        todo = "请加一列“期间”，或在表的标题里写明，或用 period='2023年6月' 给出"
        raise DataError.at(place, "没有写明是哪个期间的数", todo)
    named = register.at(Role.INDICATOR) or given.indicator or len(around.items) == 1
    if not named and not all(column.item for column in register.columns if column.role in FIGURES):
        met = (
            f"标题里有几个指标：{'、'.join(item.id for item in around.items)}"
            if around.items
            else "没有写明是哪个指标的数"
        )
        raise DataError.at(place, met, "请加一列“指标”，或在表的标题里写明，或用 indicator= 给出")
