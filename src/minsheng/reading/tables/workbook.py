"""Workbooks that may be hostile: looked through before any parser builds a grid of them.

A reader of workbooks takes the cells' own word for where they stand: one cell that claims the
last row and the last column makes it ask for more memory than there is, and the whole process
ends. So the parts of the file are unpacked here, bounded and looked at, and packed anew: what
the parser then sees is what was looked at, not a second directory or a longer stream.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

import attrs

from minsheng.errors import DataError
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, Flaw

MOST_UNPACKED = 256 * 1024 * 1024
#: how many times smaller than its contents a large part may be; spreadsheets are some 10 to 50
MOST_RATIO = 250
_SMALL = 4 * 1024 * 1024
#: all texts of the cells together, each counted as often as it stands there
MOST_TEXT = 512 * 1024 * 1024

#: parts that hold no cells: pictures, macros, and what other workbooks said
_NOT_NEEDED = ("media/", "drawings/", "externallinks/", "printersettings/", "theme/", "embeddings/")
_FOREIGN = {
    "word/document.xml": "这是 Word 文档",
    "ppt/presentation.xml": "这是演示文稿",
    "xl/workbook.bin": "这是二进制工作簿（xlsb）",
    "content.xml": "这是 ODF 文档（ods）",
}
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)

#: a cell as every usual program writes it: with its place, and no further right or down than this
_USUAL = re.compile(rb'<c r="([A-Z]{1,2})[1-9]\d{0,4}"(?: s="\d+")?(?: t="[a-zA-Z]+")?/?>')
_USUAL_ROWS = 99_999
# no pattern runs past the next "<", which stands in no attribute: else tags that never end take time
# that grows with their number squared
_STARTS = re.compile(rb"<(?:[^\s<>/:]+:)?(?:row|c)(?=[\s/>])")
_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(row|c)(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
#: how many texts there are to be: the parser makes room for as many as are announced
_ANNOUNCED = re.compile(rb"<(?:[^\s<>/:]+:)?sst(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
_REF = re.compile(rb"(?:^|[\s\"'])r\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_WITHOUT_RESULT = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*"
    rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(<(?:\w+:)?v>|<is>)?"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt=\"e\"[^<>]*)>")
_PLACE = re.compile(rb"(?:^|\s)r=\"([A-Z]{1,3})(\d{1,7})\"")


@attrs.frozen
class Looked:
    """A workbook that was looked through.

    Args:
        data: the workbook, packed anew.
        sheets: the XML of each sheet, by its name; only to find flaws in.
        percent: the styles that show a number as a share of a hundred.
    """

    data: bytes
    sheets: tuple[tuple[str, bytes], ...]
    percent: frozenset[bytes]


def look_through(data: bytes, name: str) -> Looked:
    """Look through a workbook before a parser does.

    Raises:
        DataError: it is no workbook, is too large in any way, or claims cells too far out.
    """
    parts = _unpacked(data, name)
    for part, what in _FOREIGN.items():
        if part in parts:
            raise DataError.at(name, what, "请另存为 Excel 工作簿（xlsx）或 CSV 再读")
    if not any(part.lower().endswith("workbook.xml") for part in parts):
        raise DataError.at(name, "压缩包里没有工作簿", "请另存为 Excel 工作簿（xlsx）")
    # by what is in them: what a part is called is for the file to say, and it may say anything
    sheets = {part: xml for part, xml in parts.items() if b"sheetData" in xml}
    strings = b"".join(xml for xml in parts.values() if b"sst" in xml)
    for part, xml in parts.items():
        if part in sheets:
            continue  # they are looked at more closely below
        head = xml[:200]
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in head or head.startswith((b"\xff", b"\xfe")):
            raise DataError.at(name, "含有表格文件里不该有的定义或编码", "请在 Excel 中打开并另存为 xlsx")
    _check_text(strings, sheets, name)
    for xml in sheets.values():
        _check_extent(xml, name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for part, content in parts.items():
            packed.writestr(zipfile.ZipInfo(part), content)
    return Looked(out.getvalue(), _named(parts, sheets, name), _percent_styles(parts))


def _named(parts: dict[str, bytes], sheets: dict[str, bytes], name: str) -> tuple[tuple[str, bytes], ...]:
    """Each sheet's XML by the name on its tab; one that stands for several would be read as often."""
    book = b"".join(xml for part, xml in parts.items() if part.lower().endswith("workbook.xml"))
    links = b"".join(xml for part, xml in parts.items() if part.lower().endswith("workbook.xml.rels"))
    targets = {
        _value(b"Id", tag): _value(b"Target", tag)
        for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*", links)
    }
    named, seen = [], set[str]()
    tabs = re.findall(rb"<(?:\w+:)?sheet\b[^>]*", book)
    if len(tabs) > MOST_SHEETS:
        raise DataError.at(name, f"有 {len(tabs)} 张表，至多读 {MOST_SHEETS} 张", "请拆成几个文件")
    for tag in tabs:
        target = targets.get(_value(rb"\w+:id", tag), "")
        part = next(
            (part for part in sheets if target and part.endswith(target.rpartition("worksheets/")[2])), None
        )
        if part in seen:
            raise DataError.at(name, "几张工作表是同一份内容", "请在 Excel 中打开并另存为 xlsx")
        if part is not None:
            seen.add(part)
            named.append((_value(b"name", tag), sheets[part]))
    return tuple(named)


def _value(attribute: bytes, tag: bytes) -> str:
    found = re.search(rb"\s" + attribute + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""


def _percent_styles(parts: dict[str, bytes]) -> frozenset[bytes]:
    """The styles whose number format has a percent sign: 0.72 is shown as 72%."""
    styles = b"".join(xml for part, xml in parts.items() if part.lower().endswith("styles.xml"))
    formats = {"9", "10"}
    for tag in re.findall(rb"<(?:\w+:)?numFmt\b[^>]*", styles):
        if "%" in _value(b"formatCode", tag):
            formats.add(_value(b"numFmtId", tag))
    used = re.split(rb"</?(?:\w+:)?cellXfs\b", styles, maxsplit=2)
    tags = re.findall(rb"<(?:\w+:)?xf\b[^>]*", used[1]) if len(used) == 3 else []
    return frozenset(b"%d" % n for n, tag in enumerate(tags) if _value(b"numFmtId", tag) in formats)


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels"))


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The parts with XML in them, each as long as the directory says and no longer."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            wanted = {
                info.filename: info
                for info in packed.infolist()
                if (_is_xml(info.filename) or info.filename in _FOREIGN)
                and not any(word in info.filename.lower() for word in _NOT_NEEDED)
            }
            total = sum(info.file_size for info in wanted.values())
            if total > MOST_UNPACKED:
                limit = MOST_UNPACKED // 1024 // 1024
                met = f"解压后有 {total // 1024 // 1024} MB，至多读 {limit} MB"
                raise DataError.at(name, met, "请检查文件，或拆成几个")
            for info in wanted.values():
                if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
                    met = f"其中 {info.filename} 压缩了 {MOST_RATIO} 倍以上，像是压缩炸弹"
                    raise DataError.at(name, met, "请在 Excel 中打开并另存为 xlsx")
            parts = {}
            for part, info in wanted.items():
                with packed.open(info) as stream:
                    parts[part] = stream.read(info.file_size + 1)
            return parts
    except _BROKEN as error:
        if isinstance(error, DataError):
            raise
        raise DataError.at(
            name, f"不是完好的 xlsx 文件（{error}）", "请在 Excel 中打开并另存为 xlsx"
        ) from None


def _check_text(strings: bytes, sheets: dict[str, bytes], name: str) -> None:
    """One long text that a million cells share is a bomb too."""
    tags = _ANNOUNCED.findall(strings)
    if b"<!" in strings or len(tags) > 1 or any(re.search(rb"\d{8}|&", tag) for tag in tags):
        raise DataError.at(name, "共用的文字写得不对", "请在 Excel 中打开并另存为 xlsx")
    if len(strings) * sum(xml.count(b"<") for xml in sheets.values()) <= MOST_TEXT:
        return
    lengths = [len(item) for item in re.split(rb"</(?:\w+:)?si\s*>", strings)]
    longest = max(lengths)
    for xml in sheets.values():
        if xml.count(b"<") * longest // 3 <= MOST_TEXT:  # a cell with a text has three tags
            continue
        used = [int(n) for n in re.findall(rb"<(?:\w+:)?v>(\d{1,9})</", xml)]
        if sum(lengths[n] if n < len(lengths) else 0 for n in used) > MOST_TEXT:
            raise DataError.at(name, "单元格里的文字合起来太长", "请检查文件，或拆成几个")


def _check_extent(xml: bytes, name: str) -> None:
    """How far out a sheet's cells claim to stand, as a parser would take them; roughly, where that does."""
    odd = (b"!" in xml and b"<!" in xml) or xml.find(b"<?", 5) >= 0  # one byte is found faster than two
    if odd or b"\0" in xml or xml.startswith((b"\xff", b"\xfe")):
        raise DataError.at(name, "含有表格文件里不该有的内容（注释或指令）", "请在 Excel 中打开并另存为 xlsx")
    usual = _USUAL.findall(xml)
    # outside of the data there may be <cols>, <cfRule> and the like; inside they would be cells gone wrong
    around = xml[: xml.find(b"<sheetData")] + xml[xml.rfind(b"</sheetData>") :]
    cells = xml.count(b"<c") - around.count(b"<co") - around.count(b"<cf")
    columns = max(map(_column, set(usual)), default=0)
    rows = _USUAL_ROWS
    if len(usual) != cells or b":c" in xml or columns * rows > MOST_CELLS:
        rows, columns = _claimed(xml, name)
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        met = f"单元格到了第{rows}行、第{columns}列"
        todo = f"至多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列、{MOST_CELLS} 格；请删去空行空列后另存"
        raise DataError.at(name, met, todo)


def _claimed(xml: bytes, name: str) -> tuple[int, int]:
    """The same for sheets written in an unusual way: cells without a place follow the one before."""
    row = column = rows = columns = 0
    if len(_STARTS.findall(xml)) != len(_TAG.findall(xml)):
        raise DataError.at(name, "单元格写得不对", "请在 Excel 中打开并另存为 xlsx")
    for tag, attributes in _TAG.findall(xml):
        references = _REF.findall(attributes)
        letters, number = references[-1] if references else (b"", b"")
        if len(letters) > 3 or len(number) > 10 or (b"&" in attributes and tag == b"c"):
            raise DataError.at(name, "单元格的位置写得不对", "请在 Excel 中打开并另存为 xlsx")
        if tag == b"row":
            row, column = max(row + 1, int(number or 0)), 0
        else:
            column = _column(letters.upper()) if letters else column + 1
            row = max(row, int(number or 1))
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns


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


def percent_cells(xml: bytes, percent: frozenset[bytes]) -> frozenset[tuple[int, int]]:
    """The cells of a sheet whose number is shown as a share of a hundred."""
    if not percent:
        return frozenset()
    return frozenset(
        (int(row) - 1, _column(letters) - 1)
        for letters, row, style in re.findall(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})" s="(\d+)"', xml)
        if style in percent
    )
