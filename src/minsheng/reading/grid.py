"""The two tables of a folder, areas and allocation: CSV in any encoding of offices, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set

import attrs

from minsheng.errors import Problems
from minsheng.reading.encodings import decoded_text
from minsheng.reading.files import File, read_bytes
from minsheng.visible import hidden, named

#: columns and cells of a table that belongs to a programme
MOST_COLUMNS, MOST_CELLS = 512, 1_000_000
_ENDS = (".csv", ".xlsx", ".xls", ".et")
#: in so many first lines is the heading looked for
_FIRST = 10


@attrs.frozen
class Grid:
    """A table: its columns and its rows, each with its line number; no columns if unread."""

    name: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def place(self, index: int, column: str) -> str:
        """Where a cell of a row stands; in Chinese."""
        line = self.rows[index][0] if index < len(self.rows) else 1
        return f"{self.name} 第{line}行" + (f"“{column}”列" if column in self.columns else "")


def read_grid(folder: File, stem: str, words: Mapping[str, str], problems: Problems) -> Grid:
    """The table of this name, whichever kind of file it is; its columns by their English names.

    Rows of the wrong length are problems and left out: a cell less would move the others.

    Args:
        folder: where it is.
        stem: the file's name without its end.
        words: the English name of a column by its Chinese heading.
        problems: what is wrong is added here.
    """
    there = [stem + end for end in _ENDS if (folder / (stem + end)).is_file()]
    name = there[0] if there else f"{stem}.csv"
    if there[1:]:
        problems.add("、".join(there), "是同一张表的几个文件", "请只留一个")
        return Grid(name)
    known = {*words, *words.values()}
    lines: list[tuple[int, tuple[str, ...]]] = []
    with problems.at():
        data = read_bytes(folder / name)
        if name.endswith(".csv") and not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            lines = [*_lines_of(decoded_text(data, name), name, known, problems)]
        else:
            lines = [*_rows_of(data, name, problems)]
        if not lines and not problems:
            problems.add(name, "空文件，没有表头")
    if not lines:
        return Grid(name)
    lines = _from_heading(lines, known, name, problems)
    columns = [words.get(cell, cell) for cell in lines[0][1]]
    while columns and not columns[-1]:  # a line of commas after the last column
        columns.pop()
    for column in sorted(column for column, times in Counter(columns).items() if times > 1):
        problems.add(f"{name} 第{lines[0][0]}行", f"列名“{column}”出现了不止一次")
    kept = []
    width = len(columns)
    for line, cells in lines[1:]:
        more = len(cells) - width
        if more >= 0 and not any(cells[width:]):
            kept.append((line, cells[:width]))
        else:
            met = f"有 {len(cells)} 格，表头有 {width} 格，{'多' if more > 0 else '少'}了 {abs(more)} 格"
            problems.add(f"{name} 第{line}行", met, "没有任务数的地方请写“/”")
    return Grid(name, tuple(columns), tuple(kept))


def _from_heading(
    lines: list[tuple[int, tuple[str, ...]]], known: Set[str], name: str, problems: Problems
) -> list[tuple[int, tuple[str, ...]]]:
    """The lines without the titles above the heading: rows of one cell; a unit there is a problem."""
    head = next((n for n, (_, cells) in enumerate(lines) if not known.isdisjoint(cells)), 0)
    above = [(line, "".join(cells)) for line, cells in lines[:head] if len({*cells} - {""}) == 1]
    if len(above) < head:
        return lines
    for line, text in above:
        if re.search("单位.?[:：]", text):
            problems.add(f"{name} 第{line}行", f"表头上面写着“{text}”", "请写在“单位”列里，删去这一行")
    return lines[head:]


def _delimiter(text: str, known: Set[str]) -> str:
    """What parts the cells: the sign that shows most of the headings that are known."""
    heads = text[:MOST_CELLS].splitlines()[:_FIRST]
    return max(
        ",\t;",
        key=lambda mark: max(len({c.strip(' "') for c in h.split(mark)} & known) for h in heads or [""]),
    )


def _lines_of(
    text: str, name: str, known: Set[str], problems: Problems
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines of a CSV file that are not blank, with their numbers; none where it is damaged."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, known), strict=True)
    lines: list[tuple[int, tuple[str, ...]]] = []
    count = 0
    try:
        for record in reader:
            cells = tuple(cell.strip() for cell in record)
            count += len(cells)
            if any(cells):
                lines.append((reader.line_num, cells))
            if count > MOST_CELLS or len(cells) > MOST_COLUMNS:
                met = f"第{reader.line_num}行起太大：至多读 {MOST_COLUMNS} 列、{MOST_CELLS} 格"
                problems.add(name, met, "请检查是否放错了文件")
                return
            for found in (named(hidden(cell)) for cell in cells if not cell.isprintable()):
                if found:
                    problems.add(f"{name} 第{reader.line_num}行", f"有看不见的字符 {found}", "请删去")
    except csv.Error as error:
        problems.add(f"{name} 第{reader.line_num}行", f"不是合格的 CSV：{error}")
        return
    yield from lines


def _rows_of(data: bytes, name: str, problems: Problems) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of the one sheet of a workbook, with every digit that its cells hold."""
    from minsheng.reading.tables.sheets import read_sheets  # when needed: most folders have no workbook

    sheets = [s for s in read_sheets(data, name) if not s.hidden and any(map(any, s.rows))]
    if len(sheets) > 1:
        problems.add(name, f"有几张表：{'、'.join(sheet.name for sheet in sheets)}", "请只留一张")
        return
    for sheet in sheets:
        for r, c, why in sheet.flaws:
            problems.add(sheet.place(r, c), why)
        for number, row in enumerate(sheet.in_full().rows, 1):
            if any(row):
                yield number, tuple(cell.strip() for cell in row)
