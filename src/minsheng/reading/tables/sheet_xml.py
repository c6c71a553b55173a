"""The cells and lines in a sheet's XML, found by their tags, which is faster than reading all of it.

No pattern runs past the next ``<``: else tags that never end take time that grows with their number
squared.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

import attrs

from minsheng.errors import DataError
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Flaw

#: a cell as every usual program writes it: with its place, and no further right or down than this
_USUAL = re.compile(rb'<c r="([A-Z]{1,2})[1-9]\d{0,4}"(?: s="\d+")?(?: t="[a-zA-Z]+")?/?>')
_USUAL_ROWS = 99_999
_STARTS = re.compile(rb"<(?:[^\s<>/:]+:)?(?:row|c)(?=[\s/>])")
_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(row|c)(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
_LINES = re.compile(rb"<(?:[^\s<>/:]+:)?(row|col)(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
_STYLED = re.compile(rb'<c r="([A-Z]{1,2})(\d{1,5})" s="(\d+)"')
_STYLE = re.compile(rb"(?:^|\s)s\s*=\s*[\"'](\d+)[\"']")
_REF = re.compile(rb"(?:^|[\s\"'])r\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_WITHOUT_RESULT = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*"
    rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(<(?:\w+:)?v>|<is>)?"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt=\"e\"[^<>]*)>")
_PLACE = re.compile(rb"(?:^|\s)r=\"([A-Z]{1,3})(\d{1,7})\"")


@attrs.frozen
class SheetXml:
    """A sheet that was looked through.

    Args:
        name: the name on its tab.
        xml: all of it.
        usual: every cell is written as usual programs write it.
    """

    name: str = ""
    xml: bytes = b""
    usual: bool = True


def is_usual(xml: bytes, name: str) -> bool:
    """Whether all cells are written as usual; and none may claim to stand too far out for a parser."""
    odd = (b"!" in xml and b"<!" in xml) or xml.find(b"<?", 5) >= 0  # one byte is found faster than two
    if odd or b"\0" in xml or xml.startswith((b"\xff", b"\xfe")):
        raise DataError.at(name, "含有表格文件里不该有的内容（注释或指令）", "请在 Excel 中打开并另存为 xlsx")
    usual = _USUAL.findall(xml)
    # outside of the data there may be <cols>, <cfRule> and the like; inside they would be cells gone wrong
    around = xml[: xml.find(b"<sheetData")] + xml[xml.rfind(b"</sheetData>") :]
    cells = xml.count(b"<c") - around.count(b"<co") - around.count(b"<cf")
    columns = max(map(_column, set(usual)), default=0)
    rows, is_usual = _USUAL_ROWS, len(usual) == cells and b":c" not in xml
    if not is_usual or columns * rows > MOST_CELLS:
        rows, columns = _claimed(xml, name)
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        met = f"单元格到了第{rows}行、第{columns}列"
        todo = f"至多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列、{MOST_CELLS} 格；请删去空行空列后另存"
        raise DataError.at(name, met, todo)
    return is_usual


def _claimed(xml: bytes, name: str) -> tuple[int, int]:
    """The same for sheets written in an unusual way."""
    rows = columns = 0
    if len(_STARTS.findall(xml)) != len(_TAG.findall(xml)):
        raise DataError.at(name, "单元格写得不对", "请在 Excel 中打开并另存为 xlsx")
    for tag, attributes in _TAG.findall(xml):
        letters, number = _reference(attributes)
        if len(letters) > 3 or len(number) > 10 or (b"&" in attributes and tag == b"c"):
            raise DataError.at(name, "单元格的位置写得不对", "请在 Excel 中打开并另存为 xlsx")
    for row, column, _ in _cells(xml):
        rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _cells(xml: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each cell's row, column, and attributes, counted from 1; one without a place follows the last."""
    row = column = 0
    for tag, attributes in _TAG.findall(xml):
        letters, number = _reference(attributes)
        if tag == b"row":
            row, column = max(row + 1, int(number or 0)), 0
        else:
            column = _column(letters.upper()) if letters else column + 1
            row = max(row, int(number or 1))
            yield row, column, attributes


def _reference(attributes: bytes) -> tuple[bytes, bytes]:
    references = _REF.findall(attributes)
    return references[-1] if references else (b"", b"")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def flaws_of(xml: bytes) -> tuple[Flaw, ...]:
    """The cells of a sheet that show nothing reliable: errors, formulas without a result."""
    found: list[Flaw] = []

    def add(attributes: bytes, why: str) -> None:
        if place := _PLACE.search(attributes):
            found.append((int(place[2]) - 1, _column(place[1]) - 1, why))

    if b't="e"' in xml:
        for attributes in _ERROR.findall(xml):
            add(attributes, "公式出错（如 #DIV/0!、#REF!）")
    if b"<f" in xml or b":worksheet" in xml[:1000]:
        for attributes, formula, result in _WITHOUT_RESULT.findall(xml):
            if not result:
                add(attributes, "公式没有存下结果，请在 Excel 中打开、重算并保存")
            elif re.search(rb"\[\d+\]", formula):
                add(attributes, "数取自别的工作簿，可能已经过时，请粘贴为数值")
    return tuple(found)


def styled_cells(looked: SheetXml, wanted: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of the cells that have one of these styles."""
    styles = {b"%d" % style: style for style in wanted}
    if styles and looked.usual:
        columns = {letters: _column(letters) - 1 for letters in set(_USUAL.findall(looked.xml))}
        for letters, row, style in _STYLED.findall(looked.xml):
            if style in styles:
                yield int(row) - 1, columns[letters], styles[style]
    elif styles:
        for row, column, attributes in _cells(looked.xml):
            style = _STYLE.search(attributes)
            if style and style[1] in styles:
                yield row - 1, column - 1, styles[style[1]]


def hidden_lines(xml: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and the columns that are hidden."""
    rows, columns = set[int](), set[int]()
    if b"hidden" in xml:
        row = 0
        for tag, attributes in _LINES.findall(xml):
            hidden = value_of(b"hidden", attributes) in ("1", "true")
            if tag == b"row":
                row = _whole(value_of(b"r", attributes)) or row + 1
                rows |= {row - 1} if hidden else set()
            elif hidden:
                first, last = (_whole(value_of(end, attributes)) for end in (b"min", b"max"))
                columns |= {*range(max(first, 1) - 1, min(last, MOST_COLUMNS))}
    return frozenset(rows), frozenset(columns)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def value_of(attribute: bytes, tag: bytes) -> str:
    """The value of an attribute in a tag; empty where there is none."""
    found = re.search(rb"\s" + attribute + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""
