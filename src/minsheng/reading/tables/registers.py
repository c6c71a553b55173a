"""The tables of a file as one Progress: what was read of each, and why another was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.intake import ColumnTaken, Intake, SheetTaken
from minsheng.domain.period import Period
from minsheng.domain.progress import Progress
from minsheng.domain.record import Aside, Record
from minsheng.domain.target import TargetChange
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.advice import advice, not_there, unread
from minsheng.reading.tables.columns import Told
from minsheng.reading.tables.extras import ASIDE, CHANGES, check_whole, read_aside, read_changes
from minsheng.reading.tables.finding import has_figures, over_figures
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.lines import Lines
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register, read_registers
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.whose import GIVEN
from minsheng.reading.tables.words import FIGURES, Role


@attrs.define
class Seen:
    """What was seen of tables, whether they could be read or not.

    Args:
        columns: all of their columns.
        met: those that were told of and are there, as they are looked up.
        tables: whether there was one at all.
        placed: whether one of them is of the area that was given.
    """

    columns: list[ColumnTaken] = attrs.field(factory=list)
    met: set[str] = attrs.field(factory=set)
    tables: bool = False
    placed: bool = False

    def add(self, other: Seen) -> None:
        """Note what was seen of another file."""
        self.columns += other.columns
        self.met |= other.met
        self.tables = True

    def lacks(self, told: Mapping[str, Told]) -> list[Problem]:
        """That columns were told of that are in none of the tables."""
        return not_there((name for name in told if self.tables and tidy(name) not in self.met), self.columns)


def read_tables(
    sheets: tuple[Sheet, ...],
    names: Names,
    given: Given,
    told: Mapping[str, Told] | None = None,
    *,
    strict: bool = False,
    seen: Seen | None = None,
) -> Progress:
    """The registers of a file's sheets; a table that cannot be read keeps no other from being read.

    Args:
        sheets: the sheets.
        names: what names mean.
        given: what holds where a table does not say.
        told: what columns hold, where that is known better.
        strict: whether all of it must be read.
        seen: where to note what was seen.

    Raises:
        DataError: none of it can be read; or ``strict``, and something cannot.
    """
    taken, problems = _Taken(names, given, told, Seen() if seen is None else seen), Problems()
    for sheet in sheets:
        with problems.at():
            if sheet.hidden and len(sheets) > 1:
                taken.leave(sheet, "是隐藏的工作表；要读请用 sheet=（命令行 --sheet）指明")
            else:
                taken.take(sheet.in_full())
    if problems:
        raise DataError([*problems, *taken.unread])
    return taken.progress(sheets[0].file if sheets else "", strict=strict)


@attrs.define
class _Taken:
    """What was taken from the sheets of a file so far."""

    names: Names
    given: Given
    told: Mapping[str, Told] | None
    seen: Seen
    read: list[Lines] = attrs.field(factory=list)
    unread: Problems = attrs.field(factory=Problems)
    changes: list[TargetChange] = attrs.field(factory=list)
    aside: list[Aside] = attrs.field(factory=list)
    notes: list[str] = attrs.field(factory=list)
    sheets: list[SheetTaken] = attrs.field(factory=list)

    def leave(self, sheet: Sheet, why: str) -> None:
        """A sheet, or a table of it, is not read."""
        self.sheets.append(SheetTaken(sheet.where, why=why))

    def take(self, sheet: Sheet) -> None:
        """The tables of one sheet.

        Raises:
            DataError: it is only a part of what was written, or has cells nobody can rely on.
        """
        header = sheet.rows[0] if sheet.rows else ()
        self.notes += sheet.notes
        if header[: len(CHANGES)] == CHANGES:
            self.changes += read_changes(sheet, self.names)
            return
        if header[: len(ASIDE)] == ASIDE:
            self.aside += read_aside(sheet)
            return
        registers = read_registers(sheet, self.names, self.told, home=self.given.area)
        for register in registers:
            self.notes += check_whole(register)
            self.seen.columns += register.taken
            self.seen.met |= register.met
            self.seen.tables = True
            self.seen.placed |= not register.refused and register.around.whose.said == GIVEN
            if problems := [*register.refused] or [*_lacking(register, self.given, self.names)]:
                self.unread += problems
                self.leave(sheet, "；".join(str(attrs.evolve(problem, where="")) for problem in problems))
            else:
                self.read.append(Lines(register, self.names, self.given, tuple(registers)))
        if not registers and not has_figures(sheet):
            self.leave(sheet, "没有表格")
        elif not registers:
            heads = over_figures(sheet)
            self.seen.columns += (
                ColumnTaken(sheet.where, "", head, why="没有认出表头", figures=True, key=head)
                for head in heads
            )
            todo = "表头要有“指标”和“完成数”这样的列"
            todo += f"；列名特别的，{advice([(heads[0], Role.ACTUAL.label)])}" if heads else ""
            self.unread.add(sheet.where, "没有认出表头", todo)
            self.leave(sheet, f"没有认出表头；{todo}")

    def progress(self, file: str, *, strict: bool) -> Progress:
        """All of it, with the lines read.

        Raises:
            DataError: nothing could be read; or ``strict``, and something could not.
        """
        if not self.read and not self.changes and not self.aside:
            empty = Problem(
                file, "没有认出表头" if self.sheets else "是空的，没有表头", "要有“指标”和“完成数”这样的列"
            )
            raise DataError(self.unread or [empty])
        for lines in self.read:
            lines.read()
            where, said = lines.register.sheet.where, "，".join(lines.evidence.whence)
            self.notes += lines.evidence.notes
            self.sheets.append(SheetTaken(where, lines.count, len(lines.aside), about=said))
        columns = (column for lines in self.read for column in lines.register.taken)
        intake = Intake(tuple(columns), tuple(self.sheets))
        problems = [*self.unread, *(problem for lines in self.read for problem in lines.problems)]
        records = tuple(record for lines in self.read for record in lines.records)
        if strict:
            problems += unread(intake.unread)
        if problems and (strict or not records):
            raise DataError(problems)
        self.aside += (Aside(p.where, "", str(attrs.evolve(p, where=""))) for p in self.unread)
        self.aside += (line for lines in self.read for line in lines.aside)
        read = (lines.records for lines in self.read if not lines.register.own)
        notes = dict.fromkeys((*self.notes, *clashes((record,) for part in read for record in part)))
        return Progress(records, tuple(self.changes), tuple(self.aside), tuple(notes), intake)


def clashes(parts: Iterable[tuple[Record, ...]]) -> Iterator[str]:
    """Figures that two parts give of the same thing, each with both places; those alike once."""
    first, told = dict[tuple[object, ...], tuple[Record, int]](), set[tuple[object, ...]]()
    for number, part in enumerate(parts):
        for record in part:
            same = (
                attrs.evolve(record, period=Period.day(record.period.last)) if record.cumulative else record
            )
            key = (*same._key, record.on)  # what was done by the same day, however that is said
            (other, of), again = first.setdefault(key, (record, number)), (*key, record.value, record.text)
            if of != number and again not in told:
                told.add(again)
                what = f"{record.indicator} {record.area or WHOLE_CITY} {record.period}"
                one, two = (str(r.value or r.text) for r in (other, record))
                said = f"都是 {one}" if one == two else f"一处是 {one}，一处是 {two}"
                yield f"{what} 有两处：{other.source}，{record.source}；{said}"


def _lacking(register: Register, given: Given, names: Names) -> Iterator[Problem]:
    """What neither a column nor the title nor the caller says of all lines, or two of them otherwise."""
    place, around = register.sheet.place(register.first - 1), register.around
    columns = register.at(Role.PERIOD) or register.at(Role.UNTIL)
    if given.period and around.period and not columns and given.period.last != around.period.last:
        met = f"标题、表名或文件名写的是 {around.period}，period= 给的是 {given.period}"
        yield Problem(place, met, "请去掉 period=，或核对")
    if not (given.period or around.period or columns or register.dated):
        todo = "请加一列“期间”，或在表的标题里写明，或用 period='2023年6月'（命令行 --period）给出"
        yield Problem(place, "没有写明是哪个期间的数", todo)
    first = (given.period or around.period or Period.of_year(2000)).first
    if around.on is not None and around.on < first:
        yield Problem(place, f"填报日期 {around.on} 在期间以前，期间从 {first} 起", "请核对填报日期和期间")
    told = names.item(given.indicator).id if given.indicator else ""
    if told and around.items and told not in {item.id for item in around.items}:
        met = f"标题说的是 {'、'.join(item.id for item in around.items)}，indicator= 给的是 {given.indicator}"
        yield Problem(place, met, "请核对，或去掉 indicator=")
    named = register.at(Role.INDICATOR) or given.indicator or len(around.items) == 1
    if not named and not all(column.item for column in register.columns if column.role in FIGURES):
        met = (
            f"标题里有几个指标：{'、'.join(item.id for item in around.items)}"
            if around.items
            else "没有写明是哪个指标的数"
        )
        yield Problem(
            place, met, "请加一列“指标”，或在表的标题里写明，或用 indicator=（命令行 --indicator）给出"
        )
