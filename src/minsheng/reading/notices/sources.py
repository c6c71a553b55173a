"""Files as documents: Word files, workbooks, text; anything else is refused with what to do."""

from __future__ import annotations

from minsheng.errors import DataError
from minsheng.reading.files import File, read_bytes
from minsheng.reading.notices.document import Document, Paragraph, annex_of
from minsheng.reading.notices.word import word_document
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, Sheet, cleaned
from minsheng.reading.tables.sheets import decoded_text, read_sheets

MOST_BYTES = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(file: File) -> Document:
    """Read a notice from a Word file (``.docx``), a text file (``.txt``, ``.tsv``) or a workbook.

    Raises:
        DataError: the file is of another kind, damaged or too large, with what to do.
    """
    data, name = read_bytes(file, MOST_BYTES), file.name
    kind = name.rpartition(".")[2].lower()
    if kind == "docx" or (data.startswith(b"PK\x03\x04") and b"word/document.xml" in data):
        return word_document(data, name)
    if kind in ("xlsx", "xls", "et", "csv"):
        return Document(name, read_sheets(data, name))
    if data.startswith(b"%PDF"):
        raise DataError.at(
            name,
            "PDF 还不能读",
            "请用 Word 打开，另存为 docx，并核对表格；或把文字和表格复制到 .txt（格以制表符分开）",
        )
    if kind in ("doc", "wps") or data.startswith((_OLE, b"PK\x03\x04")):
        todo = "请在 Word 或 WPS 中打开，另存为 docx"
        raise DataError.at(name, "这种文件不能读", todo)
    return text_document(decoded_text(data, name), name)


def text_document(text: str, name: str) -> Document:
    """A text in which lines with tabs are rows of tables; a blank line ends a table, or its page.

    >>> text = "附件2\\n\\n序号\\t任务\\n1\\t就业\\n\\n序号\\t任务\\n2\\t住房\\n"
    >>> [getattr(block, "name", "") for block in text_document(text, "通知.txt").blocks]
    ['', '附件2第1页', '附件2第2页']
    """
    blocks: list[Paragraph | Sheet] = []
    rows: list[tuple[str, ...]] = []
    annex, page = "", 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if "\t" in line:
            rows.append(tuple(cell.strip() for cell in line.split("\t")))
            continue
        if rows:
            page += 1
            blocks.append(_table(rows, name, f"{annex}第{page}页" if annex else f"第{page}张表"))
            rows = []
        if line.strip():
            blocks.append(Paragraph(line.strip(), f"{name} 第{number}行"))
            if named := annex_of(line):
                annex, page = named, 0
    return Document(name, tuple(blocks))


def _table(rows: list[tuple[str, ...]], name: str, title: str) -> Sheet:
    width = max(map(len, rows))
    if width > MOST_COLUMNS or width * len(rows) > MOST_CELLS:
        met = f"{title}太大：至多读 {MOST_COLUMNS} 列、{MOST_CELLS} 格"
        raise DataError.at(name, met, "请检查是否放错了文件")
    return cleaned(Sheet(name, title, tuple(row + ("",) * (width - len(row)) for row in rows)))
