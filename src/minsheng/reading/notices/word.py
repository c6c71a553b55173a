"""Word files as documents: paragraphs, and tables with the spans of their cells. Nothing in them is run."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

import attrs

from minsheng.errors import DataError, Problems
from minsheng.reading.notices.document import Document, Paragraph
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, Merged, Sheet, cleaned
from minsheng.reading.tables.workbook import unpacked

_PART = "word/document.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
#: the same content once more, for old programs
_TWICE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_MOST_DEEP = 200


def word_document(data: bytes, name: str) -> Document:
    """Read a ``.docx``.

    Raises:
        DataError: it is damaged, too large, or has numbers that are not in its text.
    """
    xml = unpacked(data, name, "docx").get(_PART)
    if xml is None:
        raise DataError.at(name, "里面没有 Word 文档", "请在 Word 中打开后另存为 docx")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise DataError.at(name, "含有文档里不该有的定义", "请在 Word 中打开后另存为 docx")
    reader = _Reader(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise DataError.at(
            name, f"不是完好的 docx 文件（{error}）", "请在 Word 中打开后另存为 docx"
        ) from None
    reader.problems.refuse()
    return Document(name, tuple(reader.blocks))


@attrs.define
class _Cell:
    """A cell while it is read: its lines, its width, and whether it goes on with the one above."""

    lines: list[str] = attrs.field(factory=list)
    across: int = 1
    below: bool = False


class _Reader:
    """What the parser's events build. Of a table within a cell, the text is the cell's."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Paragraph | Sheet] = []
        self.problems = Problems()
        self._deep = self._skipped = self._tables = self._numbered = 0
        self._texts: list[list[str]] = []
        self._in_text = False
        self._rows: list[list[_Cell]] = []
        self._cells = self._count = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self._deep += 1
        if self._deep > _MOST_DEEP:
            raise DataError.at(self.name, "内容套得太深", "请检查是否放错了文件")
        if self._skipped or tag == _TWICE:
            self._skipped += 1
            return
        match tag.removeprefix(_W):
            case "p":
                self._texts.append([])
                self._numbered = 0
            case "t":
                self._in_text = True
            case "tab" | "br" | "cr" if self._texts:
                self._texts[-1].append(" ")
            case "numPr":
                self._numbered = 1
            case "tbl":
                self._tables += 1
                if self._tables == 1:
                    self._rows = []
            case "tr" if self._tables == 1:
                self._rows.append([])
            case "gridBefore" if self._tables == 1:
                self._rows[-1].append(_Cell(across=self._width(given)))
            case "tc" if self._tables == 1:
                self._rows[-1].append(_Cell())
            case "gridSpan" if self._tables == 1:
                self._rows[-1][-1].across = self._width(given)
            case "vMerge" if self._tables == 1:
                self._rows[-1][-1].below = given.get(f"{_W}val", "continue") != "restart"

    def _width(self, given: Mapping[str, str]) -> int:
        value = given.get(f"{_W}val", "")
        if not (value.isascii() and value.isdecimal() and 0 < len(value) < 4 and int(value) <= MOST_COLUMNS):
            raise DataError.at(self.name, f"表格的一格横跨 {value or '几'} 列", f"至多读 {MOST_COLUMNS} 列")
        return int(value) or 1

    def characters(self, text: str) -> None:
        if self._in_text and not self._skipped and self._texts:
            self._texts[-1].append(text)

    def end(self, tag: str) -> None:
        self._deep -= 1
        if self._skipped:
            self._skipped -= 1
            return
        match tag.removeprefix(_W):
            case "t":
                self._in_text = False
            case "p" if self._texts:
                self._paragraph("".join(self._texts.pop()).strip())
            case "tbl":
                self._tables -= 1
                if not self._tables:
                    self._table()

    def _paragraph(self, text: str) -> None:
        if self._tables:
            if self._rows and self._rows[-1]:
                self._rows[-1][-1].lines.append(text)
            if self._numbered and not text:
                where = f"{self.name} 第{self._count + 1}张表第{len(self._rows)}行"
                self.problems.add(where, "序号是自动编号，不在文字里", "请在 Word 中把自动编号转为文字")
        elif text:
            self.blocks.append(Paragraph(text, f"{self.name} 第{len(self.blocks) + 1}段"))
        self._numbered = 0

    def _table(self) -> None:
        self._count += 1
        title = f"第{self._count}张表"
        width = max((sum(cell.across for cell in row) for row in self._rows), default=0)
        self._cells += width * len(self._rows)
        if width > MOST_COLUMNS or self._cells > MOST_CELLS:
            met = f"{title}太大：至多读 {MOST_COLUMNS} 列、{MOST_CELLS} 格"
            raise DataError.at(self.name, met, "请检查是否放错了文件")
        rows: list[tuple[str, ...]] = []
        spans: dict[tuple[int, int], int] = {}  # where a cell begins, with its last row, by column and width
        open_: dict[tuple[int, int], int] = {}
        for r, row in enumerate(self._rows):
            texts: list[str] = []
            here: dict[tuple[int, int], int] = {}
            for cell in row:
                at = (len(texts), cell.across)
                top = open_.get(at, r) if cell.below else r
                here[at] = top
                text = "\n".join(filter(None, cell.lines)) if top == r else rows[top][at[0]]
                texts += [text] * cell.across
                spans[top, at[0]] = r
            open_ = here
            rows.append((*texts, *("" for _ in range(width - len(texts)))))
        merged = self._merged(spans)
        if rows:
            self.blocks.append(cleaned(Sheet(self.name, title, tuple(rows), merged)))

    def _merged(self, spans: dict[tuple[int, int], int]) -> tuple[Merged, ...]:
        found: list[Merged] = []
        for r, row in enumerate(self._rows):
            left = 0
            for cell in row:
                bottom = spans.get((r, left), -1)
                if bottom > r or (bottom == r and cell.across > 1):
                    found.append((r, left, bottom, left + cell.across - 1))
                left += cell.across
        return tuple(found)
