"""A working register: every figure with its share of the target and its light, and read back unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.area import CITY, whole_of
from minsheng.domain.own_units import in_own_units
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Record
from minsheng.domain.schedule import Schedule
from minsheng.domain.written import percent
from minsheng.errors import DataError
from minsheng.measuring.lights import LightPolicy
from minsheng.measuring.programme import standing_of
from minsheng.measuring.standing import in_unit
from minsheng.reading.files import is_there
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.extras import aside_table, changes_table, counted
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.registers import read_tables
from minsheng.reading.tables.sheet import sheet_of
from minsheng.reading.tables.words import COMPUTED
from minsheng.table import Table
from minsheng.writing.tables import write_tables

#: what is reckoned from a line; nobody reads it back
_TASK, _RATE, _DUE, _LIGHT = COMPUTED
#: what people work with; 数值, by which such a table is known, before 累计, which could be figures in another
#: that is cut there. The rest stands to the right of what is printed
_WORKED_WITH = (
    "项目", "名称", "地区", "期间", "单位", _TASK, "数值", "文字", _RATE, _DUE, _LIGHT, "累计", "核实",
    "口径", "报送单位", "报送日期",
)  # fmt: skip
_KEPT = ("来源", "目标", "指标")


@asked
@in_own_units
def write_register(
    progress: Progress,
    programme: Programme,
    path: str | Path,
    *,
    policy: LightPolicy | None = None,
    schedule: Schedule = Schedule.BY_MONTHS,
    per_project: bool = False,
    overwrite: bool = False,
) -> None:
    """Write a register to work with, so that :func:`read_progress` returns an equal one.

    Beside each cumulative figure that stands uncorrected are the task, its share done, the share that was
    due, and its light; reading knows these as computed and leaves them. An ``.xlsx`` file has numbers
    as numbers, lights in colour that follow their words, filters, frozen headings, and prints on A4;
    changed targets and lines set aside have a sheet each. A ``.csv`` file holds records only. The last
    column has the number of lines, so that truncated files are refused. Notes from reading are not written.

    Args:
        progress: what was reported.
        programme: the programme.
        path: where to write it.
        policy: how lights are given; default: no lights.
        schedule: for indicators without their own.
        per_project: whether each project has a sheet of its own.
        overwrite: whether a file that is there already is replaced.

    Raises:
        ValueError: something that would not be read back unchanged (an indicator that the programme
            does not have; in a CSV file, changed targets or lines set aside); sheets in a CSV file; or as for
            :func:`write_table`.
        DataError: the file is there already; or as for :func:`write_table`.

    >>> import tempfile
    >>> from minsheng import Amount, Period, Record, load, read_progress
    >>> p = load("yueyang-2023")
    >>> done = Progress((Record("jobs", Period.parse("2023年6月"), Amount("3.1", "万人")),))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_register(done, p, f"{folder}/台账.xlsx")
    ...     read_progress(f"{folder}/台账.xlsx", p) == done
    True
    """
    path = Path(path)
    if path.suffix.lower() == ".csv":
        if progress.changes or progress.aside:
            raise ValueError(
                "a CSV file holds records only, no changed targets or lines set aside: write .xlsx"
            )
        if per_project:
            raise ValueError("a CSV file has no sheets: write .xlsx, or leave per_project=False")
    _check(progress, programme, [*_tables(progress, programme, {}, per_project=per_project)])
    computed = dict(_computed(progress, programme, policy, schedule))
    tables = [*_tables(progress, programme, computed, per_project=per_project, lights=policy is not None)]
    if is_there(path) and not overwrite:
        raise DataError.at(path.name, "已有这个文件", "要换掉它，请用 overwrite=True（命令行是 --force）")
    write_tables(tables, path, register=True)


def _computed(
    progress: Progress, programme: Programme, policy: LightPolicy | None, schedule: Schedule
) -> Iterator[tuple[Record, dict[str, str]]]:
    """For each record that is its day's figure: its rate, the share due and its light."""
    for record in progress.records:
        if not record.cumulative or record.period.year != programme.year:
            continue
        found = standing_of(
            programme, progress, record.indicator, record.area, on=record.period.last, policy=policy,
            schedule=schedule, verified=record.verified,
        )  # fmt: skip
        if found.figure.records == (record,) and found.actual is not None:
            task, light = "", found.light.label if found.light else ""
            if found.target is not None:
                words = (
                    "" if found.target.relation is Relation.AT_LEAST else f"{found.target.relation.words} "
                )
                task = words + in_unit(found.target.amount, found.actual.unit)
            rate = "" if found.rate is None else percent(found.rate)
            yield record, {_TASK: task, _RATE: rate, _DUE: percent(found.schedule), _LIGHT: light}


def _tables(
    progress: Progress,
    programme: Programme,
    computed: dict[Record, dict[str, str]],
    *,
    per_project: bool,
    lights: bool = False,
) -> Iterator[Table]:
    """The register's sheets, then changed targets and lines set aside."""
    items = {item.id: (item.text, project) for project in programme.projects for item in project.items}
    order: dict[str | None, int] = {
        key: number for number, key in enumerate((*items, *(a.name for a in programme.areas), CITY))
    }
    shown, whole = progress.table(), whole_of(programme.city)
    every = f"{programme.city}{programme.year}年重点民生实事台账"
    listed: dict[str, list[tuple[str, ...]]] = {} if per_project and progress.records else {every: []}
    left_out = {"项目" if per_project else "", "" if lights else _LIGHT}
    columns = tuple(column for column in (*_WORKED_WITH, *_KEPT) if column not in left_out)
    lines = zip(progress.records, shown.rows, strict=True)
    for record, cells in sorted(
        lines, key=lambda n: (order.get(n[0].indicator, 0), order.get(n[0].area, -1))
    ):
        text, project = items.get(record.indicator, ("", None))
        title = f"{project.number}. {project.title}" if project else every
        line = dict(zip(shown.columns, cells, strict=True)) | {"项目": title, "名称": text}
        line |= computed.get(record, {}) | ({"地区": whole} if record.area is None else {})
        sheet = title if per_project else every
        listed.setdefault(sheet, []).append(tuple(line.get(column, "") for column in columns))
    for title, rows in listed.items():
        yield counted(Table(columns, tuple(rows), title=title, numeric=("数值", _TASK, _RATE, _DUE)))
    if progress.changes:
        yield changes_table(progress.changes)
    if progress.aside:
        yield aside_table(progress.aside)


def _check(progress: Progress, programme: Programme, tables: Sequence[Table]) -> None:
    """Refuse, before writing, anything that would not be read back unchanged."""
    sheets = tuple(sheet_of(table.title, table.columns, table.rows) for table in tables)
    try:
        back = read_tables(sheets, Names(programme), Given(), strict=True)
    except DataError as error:
        raise ValueError(f"this register would not be read back: {error.problems[0]}") from None
    lost = [record for record in progress.records if record not in back.records]
    if lost or back != progress:
        raise ValueError(f"this would not be read back as it is: {lost[0] if lost else progress.changes!r}")
