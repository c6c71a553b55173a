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

#: a cell as every usual program writes it: with its place, and then what follows; every digit is a 0
_CELL = b'<c r="'
_USUAL = re.compile(rb'([A-Z]{1,2})(0{1,7})"(?: s="0+")?(?: t="[a-zA-Z]+")?/?>')
_ALIKE = bytes.maketrans(b"123456789", b"000000000")
#: so many bytes are looked at together
_PIECE = 1 << 20
_STARTS = re.compile(rb"<(?:[^\s<>/:]+:)?(?:row|c)(?=[\s/>])")
_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(row|c)(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
_LINES = re.compile(rb"<(?:[^\s<>/:]+:)?(row|col)(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
_STYLED = re.compile(rb'<c r="([A-Z]{1,2})([1-9]\d{0,6})" s="(\d+)"')
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
        xml: all of it.
        looks: what is in it, each look of a cell once, with every digit a 0: far less to search.
        usual: every cell is written as usual programs write it.
        name: the name on its tab.
    """

    xml: bytes = b""
    looks: bytes = b""
    usual: bool = True
    name: str = ""


def look_at(xml: bytes, name: str) -> SheetXml:
    """A sheet looked through.

    Args:
        xml: all of it.
        name: how to call the file.

    Raises:
        DataError: it has what no sheet has, or a cell claims to stand too far out for a parser.
    """
    begin, end = max(xml.find(b"<sheetData"), 0), xml.rfind(b"</sheetData>")
    before, cells = _looks(xml[begin : end if end >= 0 else None])
    around = xml[:begin], xml[end:] if end >= 0 else b""
    looks = b"".join((around[0], before, *(part for cell in cells for part in (_CELL, cell)), around[1]))
    if b"<!" in looks or looks.find(b"<?", 5) >= 0 or b"\0" in xml or xml.startswith((b"\xff", b"\xfe")):
        raise DataError.at(name, "含有表格文件里不该有的内容（注释或指令）", "请在 Excel 中打开并另存为 xlsx")
    met = [met for cell in cells if (met := _USUAL.match(cell))]
    # outside of the data there may be <cols>, <cfRule> and the like; inside they would be cells gone wrong
    others = sum(part.count(b"<co") + part.count(b"<cf") for part in around)
    usual = len(met) == len(cells) == looks.count(b"<c") - others and b":c" not in looks
    if usual:
        columns = max((_column(one[1]) for one in met), default=0)
        digits = max((len(one[2]) for one in met), default=0)
        rows = 10**digits - 1
        if rows > MOST_ROWS or rows * columns > MOST_CELLS:
            rows = max(map(int, re.findall(rb'<c r="[A-Z]+(\d{%d})"' % digits, xml)))
    else:
        rows, columns = _claimed(xml, name)
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        why = f"单元格到了第{rows}行、第{columns}列"
        todo = f"至多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列、{MOST_CELLS} 格；请删去空行空列后另存"
        raise DataError.at(name, why, todo)
    return SheetXml(xml, looks, usual)


def _looks(xml: bytes) -> tuple[bytes, set[bytes]]:
    """What stands before the first cell, and how cells with what follows them look, digits apart."""
    at, found = xml.find(_CELL), set[bytes]()
    before = xml[:at] if at >= 0 else xml
    while at >= 0:
        end = xml.find(_CELL, at + _PIECE)
        found.update(xml[at : end if end >= 0 else None].translate(_ALIKE).split(_CELL)[1:])
        at = end
    return before, found


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


def flaws_of(looked: SheetXml) -> tuple[Flaw, ...]:
    """The cells of a sheet that show nothing reliable: errors, formulas without a result."""
    xml = looked.xml
    found: list[Flaw] = []

    def add(attributes: bytes, why: str) -> None:
        if place := _PLACE.search(attributes):
            found.append((int(place[2]) - 1, _column(place[1]) - 1, why))

    if b't="e"' in looked.looks:
        for attributes in _ERROR.findall(xml):
            add(attributes, "公式出错（如 #DIV/0!、#REF!）")
    if b"<f" in looked.looks or b":worksheet" in xml[:1000]:
        for attributes, formula, result in _WITHOUT_RESULT.findall(xml):
            if not result:
                add(attributes, "公式没有存下结果，请在 Excel 中打开、重算并保存")
            elif re.search(rb"\[\d+\]", formula):
                add(attributes, "数取自别的工作簿，可能已经过时，请粘贴为数值")
    return tuple(found)


def styled_cells(looked: SheetXml, wanted: Collection[int]) -> Iterator[tuple[int, int, int, None]]:
    """Row, column and style of the cells that have one of these styles; their numbers are the parser's."""
    styles = {b"%d" % style: style for style in wanted}
    if styles and looked.usual:
        found = _STYLED.findall(looked.xml)
        columns = {letters: _column(letters) - 1 for letters in {letters for letters, _, _ in found}}
        for letters, row, style in found:
            if style in styles:
                yield int(row) - 1, columns[letters], styles[style], None
    elif styles:
        for row, column, attributes in _cells(looked.xml):
            style = _STYLE.search(attributes)
            if style and style[1] in styles:
                yield row - 1, column - 1, styles[style[1]], None


def hidden_lines(looked: SheetXml) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and the columns that are hidden."""
    rows, columns = set[int](), set[int]()
    if b"hidden" in looked.looks:
        row = 0
        for tag, attributes in _LINES.findall(looked.xml):
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
