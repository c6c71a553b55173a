"""Published tables as they are printed, for checking the figures that stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from minsheng.asking import asked
from minsheng.domain.area import is_of_some, is_whole
from minsheng.domain.intake import Intake, SheetTaken
from minsheng.domain.numerals import normalise
from minsheng.domain.own_units import OwnUnit, in_own_units
from minsheng.domain.programme import Programme
from minsheng.domain.units import fit
from minsheng.errors import DataError, Problem, Problems
from minsheng.published.printed import SO_FAR, Breakdown, Printed, breakdowns, carried
from minsheng.reading.asks import asks_of
from minsheng.reading.sources import sheets_of
from minsheng.reading.tables.advice import not_there
from minsheng.reading.tables.columns import Column, Told
from minsheng.reading.tables.extras import check_whole
from minsheng.reading.tables.headings import tidy, unit_behind
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.register import Register, read_registers
from minsheng.reading.tables.words import ALONG, GROUPED, JUDGED, KEYS, Role
from minsheng.visible import hidden

#: what each cell of a printed line is taken from; of several, the first that is there
_CELLS = {
    "target": (Role.TARGET,),
    "actual": (Role.ACTUAL, Role.VALUE, Role.VERIFIED, Role.MONEY, Role.IN_PERIOD, Role.STATUS),
    "rate": (Role.RATE,),
    "share": (Role.SHARE,),
    "rank": (Role.RANK,),
    "grade": (Role.GRADE,),
    "points": (Role.POINTS,),
}
_ALL_POINTS = re.compile("总|合计|综合|最终|最后")
_MEASURED = ("target", "actual")
_STARTED = re.compile("新?开工|动工|竣工|完工")
#: a breakdown in one cell: 元坝镇280 白果乡15
_PLACE = r"[\u4e00-\u9fff]{1,9}?(?:[县区市镇乡村]|街道)"
_PART = re.compile(rf"({_PLACE}):?(\d[\d.]*)")
_BREAKDOWN = re.compile(rf"(?:{_PLACE}:?\d[\d.]*(?:[个亩户人座台所]|公里)?[,;、]?){{2,}}")
_LEVEL = re.compile("(?<=[国省市县区])[定级控]$")
#: what a line is of, and what is said of it
_NAMES = (
    *KEYS, Role.UNIT, Role.NOTE, Role.SOURCE, Role.PERIOD, Role.UNTIL, Role.BY, Role.ON,
)  # fmt: skip
_BROKEN = (Role.TARGET, Role.NOTE, Role.STATUS, Role.ACTUAL)


@attrs.frozen
class PrintedTable:
    """The lines of a published table, and what was read of it.

    Args:
        lines: its lines.
        intake: the columns that were read and those that were not.
    """

    lines: tuple[Printed, ...]
    intake: Intake = attrs.field(default=Intake(), eq=False)

    def __iter__(self) -> Iterator[Printed]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, index: int) -> Printed:
        return self.lines[index]


@asked
@in_own_units
def read_published(
    source: object,
    programme: Programme | None = None,
    *,
    columns: Mapping[str, Role | str] | None = None,
    units: Sequence[OwnUnit] = (),
) -> PrintedTable:
    """The lines of a published table, each cell as it is printed, for :func:`check_published`.

    A group of target, figure and rate is a line of its own. What 对照.toml beside a file says counts.

    Args:
        source: what :func:`read_progress` takes: a file, a frame, a list of dicts, a table.
        programme: gives indicators that are named by their id their text.
        columns: what columns hold, by their headings or letters, where these do not tell.
        units: unit words that are not known, besides the programme's own.

    Raises:
        DataError: the file cannot be read, or is a part of one; or no header is found in it.

    >>> from minsheng import check_published
    >>> row = {"指标": "新增通自来水", "目标": "4.52万人", "完成数": 5.52, "完成率": "122.0%"}
    >>> print(check_published(read_published([row])).checks[0].agreement.label)
    在所印数字精度之内
    """
    fit(tuple(units))
    tables = dict[tuple[object, ...], list[Printed]]()
    told = {name: Told(Role(role)) for name, role in (columns or {}).items()}
    asks = asks_of(source, programme, told)
    names, sheets, intake, found = asks.names, asks.chosen(sheets_of(source)), Intake(), set[str]()
    for sheet in sheets:
        if sheet.hidden and len(sheets) > 1:
            intake += Intake(sheets=(SheetTaken(sheet.where, why="是隐藏的工作表"),))
            continue
        registers = read_registers(sheet, names, asks.told, printed=True)
        Problems(problem for register in registers for problem in register.refused).refuse()
        flaws = [(r, c, why) for r, c, why in sheet.flaws if registers and any(hidden(sheet.rows[r][c]))]
        Problems(Problem(sheet.place(r, c), why) for r, c, why in flaws).refuse()
        for register in registers:
            found |= register.met
            check_whole(register)
            said = "，".join(filter(None, (*register.around.whence, register.found.hidden_said())))
            own, named = _lines(register, names), register.at(Role.INDICATOR) and register.at(Role.AREA)
            tables.setdefault(_table(register), []).extend(carried(own) if named else own)
            taken = SheetTaken(sheet.where, sum(1 for _ in register.lines()), about=said)
            intake += Intake(register.taken, (taken,))
    if not any(tables.values()):
        first = "、".join(filter(None, sheets[0].rows[0])) if sheets and sheets[0].rows else "（空）"
        met = f"没有认出表头；第一行是：{first}"
        raise DataError.at(sheets[0].file if sheets else "", met, "表头要有“指标”和“完成数”")
    Problems(not_there((name for name in told if tidy(name) not in found), intake.columns)).refuse()
    return PrintedTable(tuple(_apart(tables)), intake)


def _table(register: Register) -> tuple[object, ...]:
    """What tells one table of a file from another: headings that stand there once more tell nothing."""
    found = register.found
    return found.sheet.name, found.above, tuple(head.header for head in found.heads)


def _apart(tables: Mapping[tuple[object, ...], list[Printed]]) -> Iterator[Printed]:
    """The lines of all tables; those of several are never added up or ranked together."""
    sheets = [str(sheet) for sheet, *_ in tables]
    for number, ((sheet, above, _), lines) in enumerate(tables.items(), 1):
        title = next(iter(above), "") if isinstance(above, tuple) else ""
        table = str(sheet) if sheets.count(str(sheet)) == 1 else f"{sheet}{title or f'第{number}张表'}"
        for line in lines:
            group = "；".join(filter(None, (table, line.group)))
            yield line if len(tables) == 1 else attrs.evolve(line, group=group)


def _lines(register: Register, names: Names) -> Iterator[Printed]:
    """Each line of a table, once for each group of its columns."""
    texts: dict[str, str] = {}
    if names.programme is not None:
        texts = {item.id: item.text for project in names.programme.projects for item in project.items}
    groups = _groups(register.columns)
    named, units = register.at(Role.INDICATOR), register.around.units
    about = "；".join((*register.found.above, *register.found.notes()))
    title = texts.get(register.around.items[0].id, "") if len(register.around.items) == 1 else ""
    for row, cells in register.lines():

        def cell(*roles: Role, cells: tuple[str, ...] = cells) -> str:
            found = (cells[column.index] for role in roles if (column := register.at(role)) is not None)
            return next((text for text in found if text), "")

        may = (c for c in register.columns if c.role in _BROKEN)
        written = [c for c in may if _BREAKDOWN.fullmatch(normalise(cells[c.index]))]
        broken = (*breakdowns(_cells_along(register, cells)), *_in_one_cell(register, cells, written))
        for number, (said, group) in enumerate(groups):
            first = next(iter(group.values()))
            if first in written and len(group) == 1:
                continue  # it is told of the cell that it breaks down
            taken = {
                field: next(
                    ((c, text) for r in roles if (c := group.get(r)) and (text := cells[c.index])), None
                )
                for field, roles in _CELLS.items()
            }
            name = first.item or (cells[named.index] if named is not None else title)
            own = {c.unit for c, _ in (found for found in taken.values() if found) if c.unit not in ("", "%")}
            around = cell(Role.UNIT) or unit_behind(name) or (units[0] if len(units) == 1 else "")
            bare = any(found and not found[0].unit for field in _MEASURED if (found := taken[field]))
            first_own = next((f[0].unit for field in _MEASURED if (f := taken[field]) and f[0].unit), "")
            unit = around if around and (bare or not own) else first_own or next(iter(own), around)
            # a cell whose heading has another unit than the line is written with it
            fields = {
                field: f"{found[1]}{found[0].unit}"
                if found and found[0].unit not in ("", "%", unit) and found[1].strip()[-1:].isdigit()
                else (found[1] if found else "")
                for field, found in taken.items()
            }
            period = cell(Role.PERIOD, Role.UNTIL)
            if not name and register.at(Role.AREA) is None:
                name, period = period, ""  # months, one below the other
            apart = "；".join(filter(None, (period, said)))
            area = first.area or cell(Role.AREA) or register.around.home or ""
            if is_whole(name) or name == SO_FAR or (is_of_some(name) and not area):
                name, area = "", area or name
            physical = cell(Role.PHYSICAL)
            note = "；".join(filter(None, (cell(Role.NOTE), physical and f"形象进度 {physical}")))
            yield Printed(
                texts.get(name, name), area, unit, group=apart, note=note,
                source=cell(Role.SOURCE) or register.sheet.place(row), **fields,
                breakdowns=() if number else broken, row=_row(register, cells, first), about=about,
            )  # fmt: skip


def _row(register: Register, cells: tuple[str, ...], of: Column) -> tuple[tuple[str, str], ...]:
    """A whole row, each cell with its heading and its unit; where areas stand across, what is of one."""
    others = {
        column.index
        for column in register.columns
        if column.role in _NAMES or (column.across and column.area != of.area)
    }
    return tuple(
        (head.header, f"{text}{head.says.unit}" if text[-1:].isdigit() else text)
        for head in register.found.heads
        for text in (cells[head.index].strip(),)
        if head.header and head.index not in others
    )


def _in_one_cell(register: Register, cells: tuple[str, ...], written: list[Column]) -> Iterator[Breakdown]:
    """A whole breakdown in one cell, of the one target that stands in its line."""
    targets = [c for c in register.columns if c.role is Role.TARGET and c not in written]
    if len(written) == len(targets) == 1:
        [target] = targets
        parts = _PART.findall(normalise(cells[written[0].index]))
        yield Breakdown(target.header, cells[target.index], tuple((place, number) for place, number in parts))


def _cells_along(register: Register, cells: tuple[str, ...]) -> Iterator[tuple[str, str, bool]]:
    """The cells of a line, each with its heading and whether parts may be of it; none where groups stand
    across."""
    if any(column.across for column in register.columns):
        return
    roles = {column.index: column.role for column in register.columns}
    for head in register.found.heads:
        role, text = roles.get(head.index), cells[head.index].strip()
        unit = head.says.unit if text[-1:].isdigit() else ""
        if role in GROUPED or is_whole(head.header):
            yield head.header, f"{text}{unit}", role in (Role.TARGET, *_CELLS["actual"])


def _lent(key: tuple[object, ...], found: Mapping[tuple[object, ...], list[Column]]) -> list[Column]:
    """The one figure that several targets and rates are about, where a group has none of its own."""
    kinds = {column.role for column in found[key]}
    plain = [c for c in found.get((*key[:-1], ""), ()) if c.role in _CELLS["actual"]]
    lacks = {Role.TARGET, Role.RATE} <= kinds and kinds.isdisjoint(_CELLS["actual"])
    return plain if key[-1] and lacks and len(plain) == 1 else []


def _joined(key: tuple[object, ...], found: Mapping[tuple[object, ...], list[Column]]) -> list[Column]:
    """The rate that names no matter, of the one target and figure that there are."""
    rest = found.get((*key[:-1], ""), [])
    alone = len(found) == 2 and key[-1] != "" and {column.role for column in rest} == {Role.RATE}
    return rest if alone and Role.RATE not in {column.role for column in found[key]} else []


def _groups(columns: tuple[Column, ...]) -> list[tuple[str, dict[Role, Column]]]:
    """The columns that belong together: a target, a figure, a rate; what else is called by its heading."""
    found: dict[tuple[object, ...], list[Column]] = {}
    for column in columns:
        if column.role in GROUPED and column.role not in ALONG:
            *of, subject = column.group  # 省定目标 and 占省目标% are of one matter
            found.setdefault((*of, _LEVEL.sub("", str(subject))), []).append(column)
    along = {column.role: column for column in columns if column.role in ALONG}
    if along and not found:
        return [("", along)]
    wide = any(column.across for column in columns)
    beside = {Role.PHYSICAL, *((Role.POINTS, Role.RANK, Role.GRADE) if wide else ())}
    groups: list[tuple[str, dict[Role, Column]]] = []
    lent = any(_lent(key, found) for key in found)
    for key, own in found.items():
        listed = [*own, *_lent(key, found), *_joined(key, found)]
        if any(_joined(other, found) == own for other in found if other != key):
            continue
        if lent and not key[-1] and {column.role for column in own} <= {*_CELLS["actual"]}:
            continue  # it stands with the targets that it is held against
        if all(column.role in beside for column in listed) and not key[0]:
            continue
        rate = next((column.index for column in listed if column.role is Role.RATE), None)
        figures = [c for c in listed if c.role in _CELLS["actual"]]
        # the rate is of the figure that stands before it, as near as may be
        figures.sort(
            key=lambda c: (c.role is Role.IN_PERIOD, rate is not None and (c.index > rate, rate - c.index))
        )
        first = figures[:1]
        group = {c.role: c for c in (*reversed(listed), *first) if c not in figures or c in first}
        if _STARTED.fullmatch(str(key[-1])) and Role.TARGET not in group:
            group |= {c.role: c for c in found.get((*key[:-1], ""), ()) if c.role is Role.TARGET}
        scores = [c for c in listed if c.role is Role.POINTS]
        if scores:
            group[Role.POINTS] = next((c for c in scores if _ALL_POINTS.search(c.header)), scores[-1])
        if not (group.keys() == {Role.TARGET} and any(_STARTED.fullmatch(str(other[-1])) for other in found)):
            groups.append((str(key[-1]), group))
        more = [
            c for c in listed if c.role in JUDGED and c.role is not Role.POINTS and c is not group[c.role]
        ]
        groups += [(column.header, {column.role: column}) for column in (*figures[1:], *more)]
    return groups
