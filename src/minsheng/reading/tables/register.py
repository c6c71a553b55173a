"""A register: a table of a sheet with its columns settled, and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from minsheng.domain.area import is_of_some, is_whole
from minsheng.domain.intake import ColumnTaken
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.tables.advice import check_figures
from minsheng.reading.tables.columns import Column, Columns, Told
from minsheng.reading.tables.context import Around, around
from minsheng.reading.tables.finding import find_tables
from minsheng.reading.tables.found import Found
from minsheng.reading.tables.headings import tidy
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.whose import whose
from minsheng.reading.tables.words import FIGURES, Role
from minsheng.visible import hidden


@attrs.frozen
class Register:
    """A table found in a sheet, with its columns settled.

    Args:
        found: where it stands.
        columns: those that are of use.
        taken: all of its columns, read or not.
        around: what is said of all of it.
        finer: the column of places smaller than its areas, if there is one.
        met: the columns that were told of and are there, as they are looked up.
        refused: why it cannot be read as a register, where it cannot.
    """

    found: Found
    columns: tuple[Column, ...]
    taken: tuple[ColumnTaken, ...]
    around: Around
    finer: int | None = None
    met: frozenset[str] = frozenset()
    refused: tuple[Problem, ...] = ()

    @property
    def sheet(self) -> Sheet:
        return self.found.sheet

    @property
    def first(self) -> int:
        """The first row of its body, from 0."""
        return self.found.first

    @property
    def own(self) -> bool:
        """Whether it is a table that the library wrote."""
        return self.found.own

    @property
    def dated(self) -> bool:
        """Whether the headings of all figures say what they cover."""
        return all(column.period for column in self.columns if column.role in FIGURES)

    def at(self, role: Role) -> Column | None:
        """The column of a role that only one has."""
        return next((c for c in self.columns if c.role is role and not c.across and not c.item), None)

    def place(self, row: int, column: Column) -> str:
        """Where a cell stands: file, sheet, row, column and the column's name."""
        return f"{self.sheet.place(row, column.index)}“{column.header}”"

    def lines(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows that may hold figures, each with its number from 0.

        Of 合计 under 序号, beside a blank, the area is 合计.
        """
        area, named = self.at(Role.AREA), self.at(Role.INDICATOR)
        if area is None or self.own:
            yield from self.found.lines()
            return
        at = area.index
        before = [index for index in range(at) if named is None or index != named.index]
        for row, cells in self.found.lines():
            sums = [cells[i] for i in before if is_whole(cells[i]) or is_of_some(cells[i])]
            total = sums and not cells[at].strip()
            yield row, (*cells[:at], sums[0], *cells[at + 1 :]) if total else cells

    def beyond(self) -> dict[int, int]:
        """Rows of a CSV file with more cells than headings, each with the first such column."""
        if self.sheet.name or not self.found.heads:
            return {}
        last = self.found.last
        rows = {
            number: next(index for index in range(last + 1, len(cells)) if cells[index].strip())
            for number, cells in self.lines()
            if "".join(cells[last + 1 :]).strip()
        }
        every = sum(1 for _ in self.lines())
        split = any(
            len(self.sheet.rows[row][i - 1]) <= 3 and self.sheet.rows[row][i][:3].isdigit()
            for row, i in rows.items()
        )
        return {} if rows and len(rows) == every > 1 and not split else rows


def title_of(register: Register) -> str:
    """The indicators that its title names, as one key."""
    return "、".join(item.id for item in register.around.items)


def read_registers(
    sheet: Sheet,
    names: Names,
    told: Mapping[str, Told] | None = None,
    *,
    home: str | None = None,
    printed: bool = False,
) -> list[Register]:
    """The tables of a sheet, one below the other; those that cannot be read are among them, refused.

    Args:
        sheet: the sheet.
        names: what names mean.
        told: what columns hold, by their headings or letters, where that is known better.
        home: the one area that all of it is of, where that is known better.
        printed: whether it is to be checked as it is printed; else it must have a column of figures.

    Raises:
        DataError: characters in the headings that are not seen.
    """
    registers = []
    roles = {tidy(name): told for name, told in (told or {}).items()}
    for found in find_tables(sheet, names, {name: told.role for name, told in roles.items()}):
        for row, column, why in found.sheet.flaws:  # what cannot be seen could make of a heading another one
            if row < found.first and any(hidden(found.sheet.rows[row][column])):
                raise DataError.at(found.sheet.place(row, column), why)
        said, problems = Around(whose=whose((), names, home)), Problems()
        if not found.own:
            with problems.at(found.sheet.place(0)):
                said = around(found.above, sheet.file, sheet.name, names, home)
        columns = Columns(found, names, said, roles, printed)
        with problems.at():
            if not printed:
                check_figures(columns.taken, found.sheet.place(found.first - 1))
        registers.append(
            Register(
                found,
                columns.read,
                columns.taken,
                columns.around,
                columns.finer,
                columns.met,
                tuple(problems),
            )
        )
    return registers
