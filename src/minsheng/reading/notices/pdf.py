"""PDF files as documents: tables by their rules, the text outside as paragraphs. Scans are refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from minsheng.errors import DataError
from minsheng.reading.notices.document import Document, Paragraph, annex_of
from minsheng.reading.notices.inflated import look_through_pdf
from minsheng.reading.notices.ruled import Glyph, Rule, Table, lines_of, tables_of, text_of
from minsheng.reading.tables.sheet import MOST_CELLS, Sheet, cleaned
from minsheng.steps import told

if TYPE_CHECKING:
    from pdfminer.layout import LTComponent

MOST_PAGES = 500
_MOST_GLYPHS, _MOST_RULES, _MOST_RULES_OF_PAGE, _MOST_FIGURES = 2_000_000, 100_000, 3_000, 20_000
#: fewer characters than these beside a picture are a number or a stamp
_FEW = 20
_THIN = 3.0
_AS_WORD = "请用 Word 或 WPS 打开，另存为 docx，并核对表格"
_SCAN = "请用文字识别软件转成 Word 文档（docx），逐格核对后再读；或向发文单位要 Word 版"
#: the number of a page, printed at its foot
_FOLIO = re.compile(r"[-—–·]*\s*(?:第\s*)?\d{1,3}\s*(?:页)?\s*[-—–·]*")


@attrs.define
class _Page:
    """What is printed on a page."""

    width: float
    height: float
    glyphs: list[Glyph] = attrs.field(factory=list)
    level: list[Rule] = attrs.field(factory=list)
    upright: list[Rule] = attrs.field(factory=list)
    pictures: float = 0
    turned: int = 0


def pdf_document(data: bytes, name: str) -> Document:
    """Read a ``.pdf`` that has text.

    Raises:
        DataError: it is a scan, has a password, is damaged or too large, or pdfminer is not installed.
    """
    look_through_pdf(data, name)
    pages = list[_Page]()
    for page in _pages(data, name):
        pages.append(page)
        told("读 PDF 的页", len(pages), None)
    told("读 PDF 的页", len(pages), len(pages))
    if not any(page.glyphs for page in pages):
        raise DataError.at(name, "没有文字，是扫描的图片，或是空的", _SCAN)
    reader = _Reader(name, pages)
    for number, page in enumerate(pages, 1):
        reader.page(number, page)
    reader.paragraphs()
    return Document(name, tuple(reader.blocks))


class _Reader:
    """What is carried from page to page: lines of a paragraph, and the table that may go on."""

    def __init__(self, name: str, pages: Sequence[_Page]) -> None:
        self.name, self.blocks = name, list[Paragraph | Sheet]()
        self._lines: list[tuple[str, str, bool, bool]] = []
        self._last: Table | None = None
        self._cells = 0
        self._sides: dict[float, tuple[float, float]] = {}
        for page in pages:
            left, right = self._sides.get(page.width, (page.width, 0.0))
            lefts, rights = [g.left for g in page.glyphs], [g.right for g in page.glyphs]
            self._sides[page.width] = min([left, *lefts]), max([right, *rights])

    def page(self, number: int, page: _Page) -> None:
        where = f"{self.name} 第{number}页"
        if page.pictures > page.width * page.height / 2 and len(page.glyphs) < _FEW:
            raise DataError.at(where, "没有文字，是扫描的图片", _SCAN)
        if page.turned * 2 > len(page.glyphs):
            raise DataError.at(where, "文字是横倒的", _AS_WORD)
        tables, rest = tables_of(page.level, page.upright, page.glyphs)
        outside = [line for line in lines_of(rest) if not _is_folio(line, page)]
        for nth, table in enumerate(tables, 1):
            above = [line for line in outside if line[0].middle < table.ys[0]]
            outside = outside[len(above) :]
            self._text(above, page, where)
            self.paragraphs()
            if nth > 1:
                self._last = None
            self._table(table, where, f"第{number}页第{nth}张表")
        self._text(outside, page, where)

    def _text(self, lines: Sequence[list[Glyph]], page: _Page, where: str) -> None:
        left, right = self._sides[page.width]
        for line in lines:
            size = line[0].bottom - line[0].top
            flush, text = line[0].left < left + size, text_of(line)
            full = line[-1].right > right - 2 * size and line[0].left < left + 3 * size
            self._lines.append((text, where, flush and not annex_of(text), full))
            self._last = None

    def paragraphs(self) -> None:
        """End the paragraph: a line that is full goes on at the left margin of the next."""
        text, place, open_ = "", "", False
        for line, where, flush, full in [*self._lines, ("", "", False, False)]:
            if open_ and flush:
                text += line
            else:
                if text:
                    self.blocks.append(Paragraph(text, place))
                text, place = line, where
            open_ = full
        self._lines = []

    def _table(self, table: Table, where: str, title: str) -> None:
        self._cells += len(table.rows) * len(table.rows[0])
        if self._cells > MOST_CELLS:
            raise DataError.at(where, f"表格太大：至多读 {MOST_CELLS} 格", "请检查是否放错了文件")
        if self._last is not None and _goes_on(self._last, table):
            table = _one(self._last, table)
            self.blocks.pop()
        self._last = table
        self.blocks.append(cleaned(Sheet(self.name, title, table.rows, table.merged, table.flaws)))


def _goes_on(above: Table, below: Table) -> bool:
    """Whether a table goes on on the next page without its headings: they have the same columns."""
    same = len(above.xs) == len(below.xs) and all(
        abs(a - b) < 2 * _THIN for a, b in zip(above.xs, below.xs, strict=True)
    )
    return same and above.rows[0] != below.rows[0]


def _one(above: Table, below: Table) -> Table:
    """Both parts as one table; a label that is printed in the second part of its cell is a flaw."""
    n = len(above.rows)
    merged = (*above.merged, *((r + n, c, bottom + n, right) for r, c, bottom, right in below.merged))
    flaws = [*above.flaws, *((r + n, c, why) for r, c, why in below.flaws)]
    for c, text in enumerate(above.rows[-1][:2]):
        if not text and below.rows[0][c] and n > 1:
            flaws.append((n - 1, c, f"这一格空着，下一页接着是“{below.rows[0][c][:20]}”，看不出是不是同一格"))
    return Table(above.xs, (*above.ys, *below.ys[1:]), above.rows + below.rows, merged, tuple(flaws))


def _is_folio(line: list[Glyph], page: _Page) -> bool:
    at = line[0].middle / page.height
    return (at < 0.1 or at > 0.88) and _FOLIO.fullmatch(text_of(line)) is not None


def _pages(data: bytes, name: str) -> Iterator[_Page]:
    try:
        from pdfminer.converter import PDFLayoutAnalyzer
        from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTLine, LTPage, LTRect
        from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
        from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser
    except ImportError:
        todo = "请安装：pip install 'minsheng[pdf]'；或用 Word 打开，另存为 docx"
        raise DataError.at(name, "读 PDF 要用 pdfminer.six，这里没有安装", todo) from None

    class Printed(PDFLayoutAnalyzer):
        """Collects what is printed, and stops at what no notice has."""

        def __init__(self, resources: PDFResourceManager) -> None:
            super().__init__(resources)
            self.glyphs = self.rules = self.figures = 0
            self.unseen = False
            self.page: LTPage | None = None

        def render_string(self, textstate: Any, *args: Any, **kwargs: Any) -> None:
            self.unseen = textstate.render in (3, 7)  # text behind a scan is not what is printed
            super().render_string(textstate, *args, **kwargs)

        def render_char(self, *args: Any, **kwargs: Any) -> float:
            self.glyphs += 1
            if self.glyphs > _MOST_GLYPHS:
                raise DataError.at(name, f"文字太多：至多读 {_MOST_GLYPHS} 个字", "请检查是否放错了文件")
            kept = len(self.cur_item)
            advance = super().render_char(*args, **kwargs)
            if self.unseen and len(self.cur_item) > kept:
                self.cur_item._objs.pop()
            return advance

        def paint_path(self, *args: Any, **kwargs: Any) -> None:
            self.rules += 1
            if self.rules > _MOST_RULES:
                raise DataError.at(name, f"线条太多：至多读 {_MOST_RULES} 条", _AS_WORD)
            super().paint_path(*args, **kwargs)

        def begin_figure(self, *args: Any, **kwargs: Any) -> None:
            self.figures += 1
            if self.figures > _MOST_FIGURES or len(self._stack) > 20:
                raise DataError.at(name, "图形太多，或套得太深", _AS_WORD)
            super().begin_figure(*args, **kwargs)

        def receive_layout(self, ltpage: LTPage) -> None:
            self.page = ltpage

    def put(page: _Page, item: LTComponent) -> None:
        if isinstance(item, LTFigure):
            for inner in item:
                put(page, inner)
        elif isinstance(item, LTChar):
            _glyph(page, item, name)
        elif isinstance(item, LTImage):
            page.pictures += item.width * item.height
        elif isinstance(item, LTLine | LTRect | LTCurve):
            _rules(page, item, boxed=isinstance(item, LTRect))

    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        resources = PDFResourceManager()
        device = Printed(resources)
        interpreter = PDFPageInterpreter(resources, device)
        for number, found in enumerate(PDFPage.create_pages(document), 1):
            if number > MOST_PAGES:
                raise DataError.at(name, f"超过 {MOST_PAGES} 页", "请只留通知和附件的各页")
            interpreter.process_page(found)
            if device.page is None:
                continue
            page = _Page(device.page.width, device.page.height)
            for item in device.page:
                put(page, item)
            if len(page.level) + len(page.upright) > _MOST_RULES_OF_PAGE:
                raise DataError.at(f"{name} 第{number}页", "线条太多，看不出表格", _AS_WORD)
            yield page
    except DataError:
        raise
    except PDFPasswordIncorrect:
        raise DataError.at(name, "文件加了密码", "请去掉密码后另存再读") from None
    except Exception as error:  # a damaged file makes the parser fail in any way
        met = f"不是完好的 PDF 文件（{type(error).__name__}）"
        raise DataError.at(name, met, _AS_WORD) from None


def _glyph(page: _Page, item: Any, name: str) -> None:
    text = item.get_text()
    if not text.strip():
        return
    if text.startswith("(cid:") or "\ufffd" in text or any("\ue000" <= c <= "\uf8ff" for c in text):
        raise DataError.at(name, "有的字只有字形，没有编码，读出来会是乱码", _AS_WORD)
    top, bottom = page.height - item.y1, page.height - item.y0
    if 0 <= (item.x0 + item.x1) / 2 <= page.width and 0 <= (top + bottom) / 2 <= page.height:
        page.turned += not item.upright
        page.glyphs.append(Glyph(text, item.x0, item.x1, top, bottom))


def _rules(page: _Page, item: Any, *, boxed: bool) -> None:
    """The rules of a line or a box; of a filled area without a border there are none."""
    left, right, top, bottom = item.x0, item.x1, page.height - item.y1, page.height - item.y0
    wide, high = right - left > _THIN, bottom - top > _THIN
    if wide and high:
        if boxed and item.stroke:
            page.level += (Rule(top, left, right), Rule(bottom, left, right))
            page.upright += (Rule(left, top, bottom), Rule(right, top, bottom))
    elif wide:
        page.level.append(Rule((top + bottom) / 2, left, right))
    elif high:
        page.upright.append(Rule((left + right) / 2, top, bottom))
