"""Intake: what was read of a table and what was not, column by column, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.table import Tabled, heads


@attrs.frozen
class ColumnTaken:
    """What became of one column.

    Args:
        sheet: the file and the sheet.
        column: its letter, as a spreadsheet names it; its row where headings go down.
        header: its headings, from top to bottom.
        role: what it was read as; empty where it was not read.
        unit: the unit in its heading or its caption.
        why: how that is known, or why it was not read.
        figures: whether there are figures in it that nobody read.
        may: what it could be, where it was not read because more than one reading remains.
        key: what tells it in ``columns=``: its heading, its letter where another has the same heading, or
            the word for all of its kind (各地, 各指标, 各月).
    """

    sheet: str
    column: str
    header: str
    role: str = ""
    unit: str = ""
    why: str = ""
    figures: bool = False
    may: tuple[str, ...] = ()
    key: str = ""

    @property
    def read(self) -> bool:
        """Whether it was read."""
        return bool(self.role)


@attrs.frozen
class SheetTaken:
    """What became of one sheet.

    Args:
        sheet: the file and the sheet.
        lines: how many lines were read.
        aside: how many were set aside.
        why: why the whole sheet was left out; empty where it was read.
        about: what title, caption and names say of all of it: 期间 2023年6月, 地区 平江县.
    """

    sheet: str
    lines: int = 0
    aside: int = 0
    why: str = ""
    about: str = ""


@attrs.frozen(repr=False)
class Intake(Tabled):
    """What was read of a file and what was not, to be looked over in a minute.

    Args:
        columns: every column that has a heading, read or not.
        sheets: every sheet, read or left out.

    >>> column = ColumnTaken("6月.xlsx", "C", "完成数", "累计完成数", "户")
    >>> Intake((column,), (SheetTaken("6月.xlsx", 12),)).summary
    '读了 1 张表、12 行、1 列'
    """

    columns: tuple[ColumnTaken, ...] = ()
    sheets: tuple[SheetTaken, ...] = ()

    _HEADS = heads(sheet="表", column="列", header="表头", role="读作", unit="单位", why="说明")

    def __add__(self, other: Intake) -> Intake:
        """Of both; what stands in both stands once."""
        there = {*self.sheets}
        return Intake(
            tuple(dict.fromkeys((*self.columns, *other.columns))),
            (*self.sheets, *(one for one in other.sheets if one not in there)),
        )

    @property
    def unread(self) -> tuple[ColumnTaken, ...]:
        """The columns with figures that nobody read."""
        return tuple(column for column in self.columns if column.figures)

    @property
    def left_out(self) -> tuple[SheetTaken, ...]:
        """The sheets that were left out."""
        return tuple(sheet for sheet in self.sheets if sheet.why)

    @property
    def summary(self) -> str:
        """How much was read, and how much was not."""
        read, lines = [sheet for sheet in self.sheets if not sheet.why], sum(s.lines for s in self.sheets)
        counts = (
            (len(self.unread), "列有数而没有读"),
            (sum(sheet.aside for sheet in self.sheets), "行未计入"),
            (len(self.left_out), "张表没有读"),
        )
        said = f"读了 {len(read)} 张表、{lines} 行、{sum(c.read for c in self.columns)} 列"
        return "；".join([said, *(f"{count} {what}" for count, what in counts if count)])

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.sheets:
            said = one.why or one.about
            if said:
                role = "没有读" if one.why else "全表"
                yield {"sheet": one.sheet, "column": "", "header": "", "role": role, "unit": "", "why": said}
        for column in self.columns:
            line = {key: getattr(column, key) for key in self._HEADS}
            yield line | {"role": column.role or "没有读"}
