"""Workbooks that may be hostile: looked through before any parser builds a grid of them.

A reader of workbooks takes the cells' own word for where they stand: one cell that claims the
last row and the last column makes it ask for more memory than there is, and the whole process
ends. So the parts of the file are unpacked here, bounded and looked at, and packed anew: what
the parser then sees is what was looked at, not a second directory or a longer stream.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import attrs

from minsheng.errors import DataError
from minsheng.reading.tables.sheet import MOST_SHEETS
from minsheng.reading.tables.sheet_xml import SheetXml, look_at, value_of
from minsheng.reading.tables.styles import counts_from_1904, format_codes, with_raised_marked

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
#: how many texts there are to be: the parser makes room for as many as are announced
_ANNOUNCED = re.compile(rb"<(?:[^\s<>/:]+:)?sst(?=[\s/>])((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")


@attrs.frozen
class Looked:
    """A workbook that was looked through.

    Args:
        data: the workbook, packed anew.
        sheets: those that its tabs name.
        formats: the number format of each style, empty where there is none.
        since_1904: days are counted from 1904, not from 1900.
    """

    data: bytes
    sheets: tuple[SheetXml, ...]
    formats: tuple[str, ...]
    since_1904: bool


def look_through(data: bytes, name: str) -> Looked:
    """Look through a workbook before a parser does.

    Raises:
        DataError: it is no workbook, is too large in any way, or claims cells too far out.
    """
    parts = unpacked(data, name)
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
    looked = {part: look_at(xml, name) for part, xml in sheets.items()}
    for part, xml in parts.items():
        of = looked[part].looks if part in sheets else xml if b"sst" in xml else b""
        if b"superscript" in of:
            parts[part] = with_raised_marked(xml, name)
            if part in sheets:
                looked[part] = attrs.evolve(looked[part], xml=parts[part])
    styles = [part for part in parts if part not in sheets and b"cellXfs" in parts[part]]
    if len(styles) > 1:
        raise DataError.at(name, "有几份样式", "请在 Excel 中打开并另存为 xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for part, content in parts.items():
            if part not in styles:  # without them the parser gives numbers, and takes none for a date
                packed.writestr(zipfile.ZipInfo(part), content)
    return Looked(
        out.getvalue(),
        _named(parts, looked, name),
        format_codes(parts[styles[0]], name) if styles else (),
        any(
            counts_from_1904(xml, name)
            for part, xml in parts.items()
            if part.lower().endswith("workbook.xml")
        ),
    )


def _named(parts: dict[str, bytes], looked: dict[str, SheetXml], name: str) -> tuple[SheetXml, ...]:
    """Each sheet by the name on its tab; one that stands for several would be read as often."""
    book = b"".join(xml for part, xml in parts.items() if part.lower().endswith("workbook.xml"))
    links = b"".join(xml for part, xml in parts.items() if part.lower().endswith("workbook.xml.rels"))
    targets = {
        value_of(b"Id", tag): value_of(b"Target", tag)
        for tag in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*", links)
    }
    named, seen = [], set[str]()
    tabs = re.findall(rb"<(?:\w+:)?sheet\b[^>]*", book)
    if len(tabs) > MOST_SHEETS:
        raise DataError.at(name, f"有 {len(tabs)} 张表，至多读 {MOST_SHEETS} 张", "请拆成几个文件")
    for tag in tabs:
        target = targets.get(value_of(rb"\w+:id", tag), "")
        part = next(
            (part for part in looked if target and part.endswith(target.rpartition("worksheets/")[2])), None
        )
        if part in seen:
            raise DataError.at(name, "几张工作表是同一份内容", "请在 Excel 中打开并另存为 xlsx")
        if part is not None:
            seen.add(part)
            named.append(attrs.evolve(looked[part], name=value_of(b"name", tag)))
    return tuple(named)


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels"))


def unpacked(data: bytes, name: str, kind: str = "xlsx") -> dict[str, bytes]:
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
                    raise DataError.at(name, met, f"请打开后另存为 {kind}")
            parts = {}
            for part, info in wanted.items():
                with packed.open(info) as stream:
                    parts[part] = stream.read(info.file_size + 1)
            return parts
    except _BROKEN as error:
        if isinstance(error, DataError):
            raise
        raise DataError.at(name, f"不是完好的 {kind} 文件（{error}）", f"请打开后另存为 {kind}") from None


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
