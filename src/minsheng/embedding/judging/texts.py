"""Tables of text: CSV files of any length, in any encoding offices use; workbooks."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.area import is_of_some, is_sum
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.domain.printed import CellKind, read_cell
from minsheng.embedding.judging.rows import BATCH, Batch, Record
from minsheng.errors import DataError, Problem, Problems
from minsheng.reading.encodings import encoding_of
from minsheng.reading.files import opened
from minsheng.reading.tables.cells import day_in
from minsheng.reading.tables.form import SEARCHED, body, flawed_sheet, heading_row
from minsheng.reading.tables.found import NOTES
from minsheng.reading.tables.sheet import MOST_COLUMNS, Sheet
from minsheng.reading.tables.sheets import delimiter_of, refuse_page, unguarded
from minsheng.visible import hidden, named, without_unseen

#: how much of a file is looked at for its headings
_HEAD = 64 * 1024
#: what the first cell of a total or a note may be; nearly no other is
_MAY_BE_ODD = re.compile(r"^\s*$|计|总|平均|^[(（]?[注备说填制审联单负数附]").search
_TRUTHS = {"是": True, "否": False, "true": True, "false": False, "TRUE": True, "FALSE": False}


@attrs.frozen
class _Unsure:
    """A cell that shows nothing reliable.

    Args:
        text: what it shows all the same.
        why: what is wrong with it.
    """

    text: str
    why: str

    def __str__(self) -> str:
        return self.text or self.why  # an empty cell in what is written would be missing, and not wrong


class _Texts:
    """What a table of text cells has in common."""

    sheet: Sheet
    #: whether any row so far has characters that nobody sees
    _unseen = False

    def __init__(self, sheet: Sheet, wanted: Collection[Column]) -> None:
        self.name, self.sheet = sheet.file, sheet
        self.heading = heading_row(sheet, {one.name: one for one in wanted}.get)
        heads = sheet.rows[self.heading] if sheet.rows else ()
        self.columns = [without_unseen(head).strip() for head in heads]

    def place(self, line: int, at: int | None = None) -> str:
        where = self.sheet.place(line - 1, at)
        return where if at is None else f"{where}“{self.columns[at]}”"

    def raw(self, column: Column, value: Any) -> Any:
        """A cell as the column's reader takes it: as offices write numbers, days, truths; ``-`` is none."""
        if type(value) is _Unsure:
            raise DataError.at("", value.why)
        if type(value) is not str:
            return value
        if found := named(hidden(value)):
            raise DataError.at("", f"有看不见的字符 {found}", "请删去")
        if column.of is Kind.TEXT:
            return value
        if not value[:1].isalnum() and read_cell(value).kind is CellKind.MARK:
            return None
        if column.of is Kind.DATE:
            return day_in(value)
        if column.of is not Kind.NUMBER:
            return _TRUTHS.get(value, value)
        read = read_cell(value)
        if read.kind is not CellKind.NUMBER or read.relation is not None or read.value is None:
            return value  # which the reader refuses, in its words
        return Amount(read.value, read.unit) if read.unit else read.value

    def taken(self, names: Sequence[str]) -> Callable[[Sequence[Any]], Record]:
        at = [self.columns.index(name) for name in names]
        pick = itemgetter(*at) if len(at) > 1 else lambda row: (row[at[0]],) if at else ()

        def record(row: Sequence[Any]) -> Record:
            cells: Any = pick(row)
            if self._unseen and not "".join(cells).isprintable():
                cells = map(without_unseen, cells)
            bare = [cell.strip() or None if type(cell) is str else cell for cell in cells]
            return dict(zip(names, bare, strict=True))

        return record

    def _why_odd(self, row: Sequence[str]) -> str:
        """Why a row is no record: a total, a note below the table; empty if it is one."""
        first = next((cell.strip() for cell in row if cell and not cell.isspace()), "")
        if not _MAY_BE_ODD(first):
            return ""
        if re.search("计|总|平均", first) and (is_sum(first) or is_of_some(first)):
            return f"“{first}”是合计或平均，不是一条记录，请删去这一行"
        if NOTES.match(first) and not any(cell.strip() for cell in row[1:]):
            return "是表下的注，不是一条记录，请删去这一行"
        return ""


class SheetRows(_Texts):
    """The one sheet of a workbook that holds anything."""

    def __init__(self, file: Path, wanted: Collection[Column]) -> None:
        super().__init__(flawed_sheet(file), wanted)
        self.size: int | None = len(self.sheet.rows)
        names, heads = {one.name for one in wanted}, dict(enumerate(self.columns))
        lacking = not names <= {*self.columns}  # it may be the one whose heading shows nothing
        unsure = self.sheet.unsure.items()
        Problems(
            Problem(self.sheet.place(row, at), why)
            for (row, at), why in unsure
            if row == self.heading and (lacking or heads.get(at) in names)
        ).refuse()
        self._unsure = {
            (row, at): why for (row, at), why in unsure if row > self.heading and heads.get(at) in names
        }
        days = {one.name for one in wanted if one.of is Kind.DATE}
        self._days = {at for at, name in enumerate(self.columns) if name in days}

    def batches(self) -> Iterator[Batch]:
        filled = dict(body(self.sheet, self.heading))
        for row, _ in self._unsure:  # perhaps all that a row has, and below all others
            filled.setdefault(row, ("",) * len(self.columns))
        listed = sorted(filled.items())
        for start in range(0, len(listed), BATCH):
            some = listed[start : start + BATCH]
            odd = {at: why for at, (_, cells) in enumerate(some) if (why := self._why_odd(cells))}
            rows = [[self._cell(row, at, text) for at, text in enumerate(cells)] for row, cells in some]
            yield Batch([row + 1 for row, _ in some], rows, some[-1][0] + 1, odd)

    def _cell(self, row: int, at: int, text: str) -> Any:
        """What a cell shows, or the day that it holds."""
        if (row, at) in self._unsure:
            return _Unsure(text, self._unsure[row, at])
        held = self.sheet.cell(row, at).value if text and at in self._days else None
        try:
            return day_in(text, held) if isinstance(held, datetime.date) else text
        except DataError:  # told when it is judged
            return text


class CsvRows(_Texts):
    """A CSV file, which is never in memory as a whole."""

    def __init__(self, file: Path, wanted: Collection[Column]) -> None:
        self._file = file
        with opened(file, file.name) as stream:
            self._encoding = encoding_of(stream, file.name)
            self.size: int | None = stream.tell()
            with self._text(stream) as text:
                head = text.read(_HEAD)
        refuse_page(head, file.name)
        self._delimiter = delimiter_of(head)
        rows, reader = list[tuple[str, ...]](), self._reader(io.StringIO(head, newline=""))
        with suppress(csv.Error):  # told with its line when it is read
            rows += (tuple(map(unguarded, row)) for row in islice(reader, SEARCHED))
        super().__init__(Sheet(file.name, "", tuple(rows)), wanted)
        if len(self.columns) > MOST_COLUMNS:
            raise DataError.at(
                file.name, f"有 {len(self.columns)} 列，至多读 {MOST_COLUMNS} 列", "请删去不用的列"
            )
        while self.columns and not self.columns[-1]:  # commas after the last column
            self.columns.pop()

    @contextmanager
    def _text(self, stream: IO[bytes]) -> Iterator[io.TextIOWrapper]:
        stream.seek(0)
        text = io.TextIOWrapper(stream, self._encoding, newline="")
        yield text
        text.detach()  # or it would close the stream, each in its own way

    def _reader(self, text: io.TextIOBase) -> Any:
        return csv.reader(text, delimiter=self._delimiter, strict=True)

    def batches(self) -> Iterator[Batch]:
        with opened(self._file, self.name) as stream, self._text(stream) as text:
            reader = self._reader(text)
            try:
                for _ in range(self.heading + 1):
                    next(reader, None)
                while (some := self._some(reader))[0]:
                    yield Batch(some[0], some[1], stream.tell(), some[2])
            except csv.Error as error:
                where = f"{self.name} 第{reader.line_num}行"
                todo = "请检查引号，或在 Excel 中另存为“CSV UTF-8”"
                raise DataError.at(where, f"不是合格的 CSV：{error}", todo) from None

    def _some(self, reader: Any) -> tuple[list[int], list[list[str]], dict[int, str]]:
        """The next rows that hold anything, with their lines; which are no records, and why."""
        lines, rows, odd = list[int](), list[list[str]](), dict[int, str]()
        width, before = len(self.columns), reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            together = "".join(cells)
            if not together or together.isspace():
                continue
            self._unseen = self._unseen or not together.isprintable()
            row = [*map(unguarded, cells)] if "'" in together else cells
            if len(row) != width:
                if over := [cell for cell in row[width:] if cell.strip()]:
                    met = f"有 {len(row)} 格，表头有 {width} 列，多出“{'”“'.join(over)}”"
                    odd[len(rows)] = f"{met}；数里的逗号（1,234）会把一格分成两格，请加引号或去掉"
                elif len(row) < width:
                    odd[len(rows)] = f"只有 {len(row)} 格，表头有 {width} 列；请补上逗号"
                row = [*row[:width], *("",) * (width - len(row))]
            if _MAY_BE_ODD(row[0]) and (why := self._why_odd(row)):
                odd.setdefault(len(rows), why)
            lines.append(line)
            rows.append(row)
            if len(rows) == BATCH:
                break
        return lines, rows, odd
