"""Files as documents: Word, PDF, saved pages, workbooks, text; the others are refused with what to do."""

from __future__ import annotations

from minsheng.errors import DataError
from minsheng.reading.encodings import decoded_text
from minsheng.reading.files import File, read_bytes
from minsheng.reading.notices.document import Document, Paragraph, annex_of
from minsheng.reading.notices.pdf import pdf_document
from minsheng.reading.notices.web import looks_like_web, web_document
from minsheng.reading.notices.word import word_document
from minsheng.reading.tables.sheet import MOST_CELLS, MOST_COLUMNS, Sheet, cleaned
from minsheng.reading.tables.sheets import read_sheets

MOST_BYTES = 64 * 1024 * 1024
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_AS_WORD = "请在 Word 或 WPS 中打开，另存为 docx"
_SCAN = "请用文字识别软件转成 Word 文档（docx），逐格核对后再读"
#: what is refused by the first bytes, or by what is packed in it
_REFUSED = (
    ((b"{\\rtf",), "RTF 文件不能读", _AS_WORD),
    ((b"\xff\xd8\xff", b"\x89PNG", b"BM", b"GIF8", b"II*\0", b"MM\0*"), "这是图片", _SCAN),
    (
        (b"MIME-Version", b"From:"),
        "这种网页（mht）不能读",
        "请在浏览器中另存为 html，或复制到 Word 里存为 docx",
    ),
)
_PACKED = ((b"OFD.xml", "OFD 版式文件不能读", "请用版式阅读软件导出为 docx；或导出为 PDF，并核对表格"),)


def read_document(file: File) -> Document:
    """Read a notice from a Word file, a PDF with text, a saved page, a workbook or a text file.

    What the file is, its content says.

    Raises:
        DataError: the file is of another kind, damaged or too large, with what to do.
    """
    data, name = read_bytes(file, MOST_BYTES), file.name
    kind = name.rpartition(".")[2].lower()
    if not data.strip(b" \r\n"):
        raise DataError.at(name, "文件是空的", "请检查是否放错了文件")
    if data.startswith(_ZIP) and (b"word/document.xml" in data or kind == "docx"):
        return word_document(data, name)
    if b"%PDF-" in data[:1024]:
        return pdf_document(data, name)
    if kind in ("html", "htm") or looks_like_web(data):
        return web_document(data, name)
    if data.startswith(_OLE) and kind == "docx":
        raise DataError.at(name, "文件加了密码，或者其实是 doc", f"{_AS_WORD}，不加密码")
    is_book = data.startswith(_ZIP) and b"xl/workbook" in data
    is_book = is_book or (data.startswith(_OLE) and "Workbook".encode("utf-16-le") in data)
    if is_book or kind in ("xlsx", "xls", "et", "csv"):
        return Document(name, tuple(s for s in read_sheets(data, name) if not s.hidden))
    for starts, met, todo in _REFUSED:
        if data.startswith(starts):
            raise DataError.at(name, met, todo)
    for part, met, todo in _PACKED:
        if data.startswith(_ZIP) and part in data:
            raise DataError.at(name, met, todo)
    if kind in ("doc", "wps", "pdf", "docx") or data.startswith((_OLE, _ZIP)):
        raise DataError.at(name, "这种文件不能读", _AS_WORD)
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
