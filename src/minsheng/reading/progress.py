"""Reading progress: registers in files, frames and records as one Progress."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from minsheng.asking import asked
from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.domain.intake import Intake, SheetTaken
from minsheng.domain.own_units import in_own_units
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Aside
from minsheng.errors import DataError, Problem, Problems
from minsheng.logs import logged
from minsheng.reading.asks import Asks
from minsheng.reading.decided import DECISIONS, Decisions
from minsheng.reading.learned import Learned, write_down
from minsheng.reading.sources import files_in, no_tables, not_read, sheets_of
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.columns import Told
from minsheng.reading.tables.finding import has_figures
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.registers import Seen, clashes
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.sheets import read_sheets
from minsheng.reading.tables.words import Role
from minsheng.steps import Watcher, steps, watchable


@asked
@watchable
@logged("reading", "read progress", "source", lambda found: {"records": len(found.records)})
@in_own_units
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
    learn: bool = False,
    progress: Watcher | None = None,
) -> Progress:
    """Read what was reported, from the tables that offices keep.

    The header is looked for in the first rows; its columns are known by their usual names. A
    blank, ``/``, ``—`` and ``-`` are no figures and make no record, ``0`` is one. Words where a
    figure belongs are a record with text. A line that cannot be read is set aside with the
    reason (``Progress.aside``), never dropped and never taken for 0.

    What was decided about files of such names stands in 对照.toml in their folder, or above it where
    the folder is named by a month; it is used, and said in ``Progress.intake``. What is given here goes
    before it.

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
            would not be read, all at once. Files of a folder that are no tables (说明.docx, a sheet of
            words without a figure) are told in ``Progress.notes``, and are no reason to refuse.
        learn: write what is given here for these files into 对照.toml, and what is still open as comments.
        progress: called for each file of a folder, with what is done, how much, and how much there is.

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
    told = {name: Told(Role(role)) for name, role in (columns or {}).items()}
    asks = Asks(programme, given, told, aliases or {}, sheet, strict)
    files = files_in(source)
    if files is not None:
        return _read_files(files, Path(str(source)), asks, learn=learn)
    if learn:
        raise ValueError(f"read_progress(): learn writes {DECISIONS} beside a file or in a folder: give one")
    seen = Seen()
    found = asks.read(sheets_of(source), seen)
    Problems(seen.lacks(told)).refuse()
    return found


def together(read: Sequence[Progress]) -> Progress:
    """What was read of several sources as one register; what two of them say of the same thing is told."""
    whole = sum(read[1:], read[0])
    notes = dict.fromkeys((*whole.notes, *clashes(one.records for one in read)))
    return attrs.evolve(whole, notes=tuple(notes))


def _read_files(files: Mapping[str, Path], top: Path, asks: Asks, *, learn: bool) -> Progress:
    """Files as one register; of many, one that cannot be read is set aside whole."""
    many = top not in files.values()
    read, problems, intake, aside = list[Progress](), Problems(), Intake(), list[str]()
    aside += (name for name in no_tables(top) if Path(name).name != DECISIONS)
    decisions, learned, seen = Decisions(asks.programme), list[Learned](), Seen()
    for name, path in steps(files.items(), "读表"):
        folder = top if many else top.parent
        kept = decisions.of(path, folder)
        mine, this, before, sheets = asks.with_decisions(kept), Seen(), len(problems), tuple[Sheet, ...]()
        with problems.at():
            sheets = read_sheets(path, name)
            read.append(mine.read(sheets, this))
        if many and len(problems) > before and not this.tables and _only_words(path, sheets):
            aside.append(path.relative_to(top).as_posix())
            del problems[before:]
        if this.tables:
            seen.add(this)
            decisions.note(kept, this.met)
        if learn:
            new = tuple(asks.new(kept, this, sheets))
            learned.append(
                Learned(path, folder, new, tuple(this.columns), mine.names, tuple(problems[before:]))
            )
        if len(problems) > before:
            why = "；".join(f"{problem.met}；{problem.todo}" for problem in problems[before:][:3])
            intake += Intake(sheets=(SheetTaken(name, why=why),))
    if not read and not problems:
        problems.add(top.name, "没有一个文件里有表格", "请核对文件夹")
    missing = seen.lacks(asks.told)
    problems += [*missing, *decisions.unmet()]
    kept_as = write_down(learned)
    if problems and (asks.strict or not read or (missing and not many)):
        raise DataError([*problems, *(Problem("", said, "改好、去掉行首的 # 后再读") for said in kept_as)])
    records = tuple(record for one in read for record in one.records)
    repeated = clashes(one.records for one in read)
    unread = (Aside(p.where, "", f"{p.met}；{p.todo}" if p.todo else p.met) for p in problems)
    return Progress(
        records,
        tuple(dict.fromkeys(change for one in read for change in one.changes)),
        (*(line for one in read for line in one.aside), *unread),
        (
            *dict.fromkeys((*(note for one in read for note in one.notes), *repeated)),
            *not_read(aside),
            *kept_as,
        ),
        sum((one.intake for one in read), intake),
    )


def _only_words(path: Path, sheets: tuple[Sheet, ...]) -> bool:
    """Whether there is something in them, and no figure; what only calls itself a workbook is broken."""
    sound = path.suffix.lower() == ".csv" or all(sheet.name for sheet in sheets)
    return sound and any(sheet.rows for sheet in sheets) and not any(map(has_figures, sheets))
