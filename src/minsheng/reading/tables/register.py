"""Finding the register in a sheet: which rows are its header, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from minsheng.domain.area import CITY
from minsheng.domain.printed import CellKind, read_cell
from minsheng.errors import DataError, Problems
from minsheng.reading.tables.headers import (
    FIGURES,
    OWN_ROLES,
    OWN_SIGNS,
    ROLES,
    SINGLE,
    Role,
    role_of,
    tidy,
)
from minsheng.reading.tables.sheet import Sheet, letters
from minsheng.visible import hidden

#: names for the whole city (or province) instead of one area
WHOLE = ("全市", "全省", "全县", "全区", "合计", "总计", "全市合计", "全省合计")
#: the key that stands for every column named by an area, where columns are told
AREAS = "各地"
_SEARCHED = 20
_TALLEST = 4

_NOTES = re.compile(
    r"^(注|备注|说明|填表说明|填报人|填表人|制表|制表人|审核人|联系人|单位负责人|数据来源|附注)[:：\d]"
)
_NUMBERED = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|\d{1,2}|\(\d{1,2}\)|[①-⑳]|[A-Z]")
_TASKS, _DONE = re.compile("任务|目标|计划"), re.compile("完成|进展|进度|落实|办理")


@attrs.frozen
class Column:
    """One column of a register.

    Args:
        index: its number, from 0.
        header: its headers, joined from top to bottom.
        role: what it holds.
        area: the area its figures are of, where areas go across; None for the whole city.
        across: whether it is named by an area or by the whole city.
        unit: the unit in its header.
    """

    index: int
    header: str
    role: Role
    area: str | None = None
    across: bool = False
    unit: str = ""


@attrs.frozen
class Register:
    """A register found in a sheet.

    Args:
        sheet: the sheet.
        columns: its columns, those that are of use.
        first: the first row below the header, from 0.
        title: what stands above the header.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    first: int
    title: str = ""

    def at(self, role: Role) -> Column | None:
        """The column of a role that only one has."""
        return next((column for column in self.columns if column.role is role and not column.across), None)

    @property
    def own(self) -> bool:
        """Whether it is a table that the library wrote."""
        return self.at(Role.VALUE) is not None

    def place(self, row: int, column: Column) -> str:
        """Where a cell stands: file, sheet, row, column and the column's name."""
        return f"{self.sheet.place(row, column.index)}“{column.header}”"

    def lines(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows that may hold figures, each with its number from 0: no blanks, no notes."""
        whole_rows = {
            row for top, left, bottom, right in self.sheet.merged for row in range(top, bottom + 1)
            if right > left and all(left <= column.index <= right for column in self.columns)
        }  # fmt: skip
        for number, cells in enumerate(self.sheet.rows[self.first :], self.first):
            if number in whole_rows:
                continue
            begins = next((cell for cell in cells if cell and not cell.isspace()), None)
            if begins is None or _NOTES.match(begins.strip()):
                continue
            if number == self.first and _numbers_only(cells):
                continue
            yield number, cells


def _numbers_only(cells: tuple[str, ...]) -> bool:
    """Whether a row is the columns' numbers, as they stand below some headers: 甲 乙 1 2 3."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 2 and all(map(_NUMBERED.fullmatch, filled))


def find_register(
    sheet: Sheet, areas: tuple[str, ...], columns: Mapping[str, Role | str] | None = None
) -> Register | None:
    """The register in a sheet, or None where no row looks like its header.

    Args:
        sheet: the sheet.
        areas: the names of the areas, which may head columns.
        columns: what columns hold, by their headers, where the names do not say.

    Raises:
        DataError: two columns that could be the same thing; columns of areas that do not say
            whether they are targets or figures; a column that was told and is not there;
            characters in the header that are not seen.
    """
    told = {tidy(name): Role(role) for name, role in (columns or {}).items()}
    best: tuple[int, int, int] | None = None
    for top in range(min(_SEARCHED, len(sheet.rows))):
        if len({c.header for c in _columns(sheet, top, 1, areas, told)}) < 2:
            continue  # a title
        height = 1
        while height < _TALLEST and _goes_on(sheet, top, height, areas, told):
            height += 1
        found = _columns(sheet, top, height, areas, told)
        score = len({(c.role, c.area) for c in found})
        named = {c.role for c in found} & {Role.INDICATOR, Role.PROJECT}
        if named and (best is None or score > best[0]):
            best = score, top, height
    _, top, height = best or (0, _SEARCHED, 0)
    for row, column, why in sheet.flaws:  # what cannot be seen could make of a header another one
        if row < top + height and any(hidden(sheet.rows[row][column])):
            raise DataError.at(sheet.place(row, column), why)
    if best is None:
        return None
    found = _columns(sheet, top, height, areas, told)
    title = " ".join(dict.fromkeys(cell for row in sheet.rows[:top] for cell in row if cell.strip()))
    settled = _settled(found, sheet, top + height, title, areas)
    missing = [name for name in told if name != AREAS and name not in {tidy(c.header) for c in found}]
    if missing:
        met = f"没有指明的列：{'、'.join(missing)}"
        raise DataError.at(sheet.place(top + height - 1), met, f"有：{'、'.join(c.header for c in found)}")
    return Register(sheet, settled, top + height, title)


def _goes_on(sheet: Sheet, top: int, height: int, areas: tuple[str, ...], told: dict[str, Role]) -> bool:
    """Whether one more row belongs to the header: names of columns, and nothing new below 指标."""
    if top + height >= len(sheet.rows):
        return False
    above, row = sheet.rows[top + height - 1], [cell.strip() for cell in sheet.rows[top + height]]
    if any(read_cell(cell).kind is CellKind.NUMBER for cell in row if cell):
        return False
    alone = _columns(sheet, top + height, 1, areas, told)
    keys = [
        column.index
        for column in _columns(sheet, top, height, areas, told)
        if column.role in (Role.INDICATOR, Role.PROJECT, Role.AREA) and not column.across
    ]
    if not keys:
        return any(column.role in (Role.INDICATOR, Role.PROJECT) for column in alone)
    if any(row[index] and row[index] != above[index].strip() for index in keys):
        return False
    return bool(alone) or any(row[index] for index in keys)


def _columns(
    sheet: Sheet, top: int, height: int, areas: tuple[str, ...], told: dict[str, Role]
) -> list[Column]:
    rows = sheet.rows[top : top + height]
    headers = []
    for index in range(len(rows[0])):
        stacked: list[str] = []
        for number, row in enumerate(rows):
            cell = row[index].strip()
            if not cell and number < height - 1 and rows[height - 1][index].strip() and not sheet.merged:
                # without merged cells, as in CSV, an upper header stands over its first column only
                cell = next((row[i].strip() for i in range(index, -1, -1) if row[i].strip()), "")
            if cell and cell not in stacked:
                stacked.append(cell)
        headers.append(tuple(stacked))
    own = any(tidy(parts[-1]) in OWN_SIGNS for parts in headers if parts)
    names = OWN_ROLES if own else ROLES
    found = []
    for index, parts in enumerate(headers):
        header = "".join(parts)
        area = next((part for part in map(tidy, parts) if part in (*areas, CITY, *WHOLE)), None)
        role, unit = role_of(tuple(part for part in parts if tidy(part) != area), names)
        role = told.get(tidy(header)) or (told.get(AREAS) if area else None) or role
        if area is not None:
            name = None if area in WHOLE else area
            found.append(Column(index, header, role or Role.STATUS, name, True, unit))
        elif role is not None:
            found.append(Column(index, header, role, unit=unit))
    return found


def _settled(
    found: list[Column], sheet: Sheet, first: int, title: str, areas: tuple[str, ...]
) -> tuple[Column, ...]:
    """The columns with each role sure, or every doubt as a problem."""
    problems = Problems()
    roles = {column.role for column in found if not column.across}
    if Role.INDICATOR not in roles:
        found = [_with(c, Role.INDICATOR) if c.role is Role.PROJECT else c for c in found]
    if Role.AREA not in roles and (unit := next((c for c in found if c.role is Role.UNIT), None)):
        # 单位 is also an office: where areas stand below it, it is the areas' column
        cells = {row[unit.index].strip() for row in sheet.rows[first : first + 50]} - {""}
        if cells and cells <= {*areas, CITY, *WHOLE}:
            found = [_with(c, Role.AREA) if c is unit else c for c in found]
    if not roles & {Role.ACTUAL, Role.VALUE, Role.IN_PERIOD, Role.VERIFIED}:
        found = [_with(c, Role.ACTUAL) if c.role is Role.STATUS and not c.across else c for c in found]
    untold = [c for c in found if c.across and c.role in (Role.STATUS, Role.UNIT)]
    if untold:
        role = _by_title(title, untold)
        if role is None:
            met = f"看不出“{untold[0].header}”等列里是任务数还是完成数"
            todo = f"请用 columns={{'{AREAS}': 'actual'}} 指明（任务数写 'target'）"
            problems.add(sheet.place(first - 1, untold[0].index), met, todo)
        found = [_with(c, role or Role.ACTUAL) if c in untold else c for c in found]
    for role in SINGLE:
        same = [c for c in found if c.role is role and not c.across]
        if len(same) > 1:
            listed = "、".join(f"“{c.header}”（{letters(c.index)}列）" for c in same)
            todo = f"请用 columns= 指明哪一列，其余写 '{Role.ASIDE.value}'"
            problems.add(sheet.place(first - 1), f"有几列都可能是“{role.label}”：{listed}", todo)
    if not any(c.role in (*FIGURES, Role.STATUS) for c in found):
        listed = "、".join(c.header for c in found)
        met = f"没有认出完成数在哪一列；认出的有：{listed}"
        problems.add(sheet.place(first - 1), met, "请用 columns={'列名': 'actual'} 指明")
    problems.refuse()
    return tuple(c for c in found if c.role is not Role.ASIDE)


def _with(column: Column, role: Role) -> Column:
    return attrs.evolve(column, role=role)


def _by_title(title: str, columns: list[Column]) -> Role | None:
    """What columns of areas hold, by what stands above them; a word for both says nothing."""
    above = title + "".join(column.header for column in columns)
    tasks, done = bool(_TASKS.search(above)), bool(_DONE.search(above))
    if done and not re.search("任务分解|任务数|目标分解", above):
        return Role.ACTUAL
    return Role.TARGET if tasks and not done else None
