"""Documents as Word files, in the layout of GB/T 9704-2012 or on the office's own template."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from minsheng.errors import DataError
from minsheng.reading.files import read_bytes, write_whole
from minsheng.reading.tables.workbook import unpacked
from minsheng.table import Table
from minsheng.writing.letter import Letter, Line, Look
from minsheng.writing.word_tables import FANG, HEI, add_table, least
from minsheng.writing.word_xml import child, field, fonts, indent

#: where the text comes in a template
PLACE = "〔正文〕"
#: A4 and its margins (top, bottom, left, right), in millimetres; 22 lines in 225 mm, 28 characters in 156
_PAGE, _MARGINS = (210, 297), (37, 35, 28, 26)
#: the pitch of lines, and by how much characters of 16 points are set closer, in twentieths of a point
_PITCH, _CLOSER = 579, -5
_SONG, _KAI = "方正小标宋简体", "楷体_GB2312"
#: of each look: font, size in points, where the line stands, and the style a template may have for it
_LOOKS: dict[Look, tuple[str, float, str, str]] = {
    Look.TITLE: (_SONG, 22, "center", "Title"),
    Look.NUMBER: (FANG, 16, "center", "Normal"),
    Look.ADDRESSEES: (FANG, 16, "both", "Normal"),
    Look.HEADING: (HEI, 16, "both", "Heading 1"),
    Look.SUBHEADING: (_KAI, 16, "both", "Heading 2"),
    Look.TEXT: (FANG, 16, "both", "Normal"),
    Look.ANNEXES: (FANG, 16, "left", "Normal"),
    Look.SIGNATURE: (FANG, 16, "right", "Normal"),
}
#: looks that begin two characters in; those with an outline level; those that stay with what follows
_INDENTED = {Look.HEADING, Look.SUBHEADING, Look.TEXT, Look.ANNEXES}
_KEPT = {Look.TITLE, Look.HEADING, Look.SUBHEADING, Look.SIGNATURE}
_LEVELS = {Look.TITLE: 0, Look.HEADING: 1, Look.SUBHEADING: 2}
#: an archive's earliest time
_BEFORE_ZIP = (1980, 1, 1, 0, 0, 0)


def write_letter(
    letter: Letter, path: Path, *, template: str | Path | None = None, overwrite: bool = False
) -> None:
    """Write a document as a Word file, whole or not at all; equal documents give equal bytes.

    Raises:
        ValueError: another kind of file, or one that is there already and may not be replaced.
        DataError: python-docx is not installed, the template cannot be read, or nothing be written.
    """
    if path.suffix.lower() != ".docx":
        raise ValueError(f"a bulletin is written to .docx, not {path.name!r:.60}")
    if path.exists() and not overwrite:
        raise ValueError(f"{path.name!r:.60} is there already: give overwrite=True to replace it")
    try:
        import docx
    except ImportError:
        todo = "请安装：pip install 'minsheng[word]'；或用 to_markdown()、to_html()"
        raise DataError.at(path.name, "写 Word 文件要用 python-docx，这里没有安装", todo) from None
    if template is None:
        page = _Page(docx.Document(), own=False)
    else:
        page = _Page(docx.Document(io.BytesIO(template_bytes(Path(template)))), own=True)
    page.write(letter)
    out = io.BytesIO()
    page.document.save(out)
    write_whole(path, _timeless(out.getvalue()))


def template_bytes(template: Path) -> bytes:
    """The bytes of a template, once it is known to be a Word file of a sensible size."""
    data = read_bytes(template)
    if "word/document.xml" not in unpacked(data, template.name, "docx"):
        raise DataError.at(template.name, "里面没有 Word 文档", "请在 Word 中打开后另存为 docx")
    return data


def _timeless(data: bytes) -> bytes:
    """The same archive without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _BEFORE_ZIP), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Page:
    """A Word document that is being written.

    Args:
        document: of python-docx.
        own: whether it is the office's own template, whose page and styles stay.
    """

    def __init__(self, document: Any, *, own: bool) -> None:
        self.document = document
        self._own = own
        if not own:
            self._lay_out()
        self._styles = {look: self._style(look) for look in Look}
        self._before = None
        for paragraph in document.paragraphs:
            if PLACE in paragraph.text:
                self._before = paragraph
                break

    # --- the page and its styles --------------------------------------------------------

    def _lay_out(self) -> None:
        """A4, its margins, 22 lines of 28 characters, and page numbers on the outer side."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        normal = self.document.styles["Normal"]
        fonts(normal.font, normal.element, FANG, 16)  # the page's grid is reckoned from it
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        _page(section, across=False)
        feet = (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        )
        for foot, side in feet:
            foot.is_linked_to_previous = False
            line = foot.paragraphs[0]
            line.alignment = side
            for part in ("— ", None, " —"):
                run = line.add_run(part or "")
                fonts(run.font, run._element, "宋体", 14)
                if part is None:
                    field(run._element, "PAGE")

    def _style(self, look: Look) -> Any:
        """The style of a look: the template's if it has one, else our own."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt, Twips

        font, size, side, usual = _LOOKS[look]
        name, styles = f"民生{look.label}", self.document.styles
        names = [style.name for style in styles if style.type == WD_STYLE_TYPE.PARAGRAPH]
        if name in names or (self._own and usual in names):
            return styles[name if name in names else usual]
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"] if "Normal" in names else None
        fonts(style.font, style.element, font, size)
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Twips(_PITCH)
        form.space_before = form.space_after = Pt(0)
        form.alignment = {"left": 0, "center": 1, "right": 2, "both": 3}[side]
        form.keep_with_next, form.widow_control = look in _KEPT, True
        child(style.element.get_or_add_rPr(), "spacing", val=_CLOSER)
        if look in _INDENTED:
            indent(style.element, characters=2)
        if look in _LEVELS:
            child(style.element.get_or_add_pPr(), "outlineLvl", val=_LEVELS[look])
        return style

    # --- what is written ----------------------------------------------------------------

    def write(self, letter: Letter) -> None:
        """The lines where the template wants them or at its end, then each annex on a page of its own."""
        for line, then in zip(letter.lines, (*letter.lines[1:], None), strict=True):
            paragraph = self._line(line)
            if then is not None and then.look is Look.SIGNATURE:
                # a signature never stands on a page alone; a long list of annexes need not move with it
                paragraph.paragraph_format.keep_with_next = True
        if self._before is not None:
            self._before._element.getparent().remove(self._before._element)
        for number, table in letter.headed():
            self._annex(number, table)

    def _line(self, line: Line) -> Any:
        style = self._styles[line.look]
        if self._before is not None:
            return self._before.insert_paragraph_before(line.text, style)
        return self.document.add_paragraph(line.text, style)

    def _annex(self, number: str, table: Table) -> None:
        """A table on pages of its own, across if it is too wide to be upright."""
        from docx.enum.section import WD_SECTION

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._turn(section, across=False)
        if least(table) > _space(section):
            self._turn(section, across=True)
        heading = self.document.add_paragraph(number, self._styles[Look.HEADING])
        indent(heading._element, characters=0)
        self.document.add_paragraph(table.title, self._styles[Look.TITLE])
        add_table(self.document, table, _space(section))

    def _turn(self, section: Any, *, across: bool) -> None:
        """Set a section's page upright or across; of a template its own page."""
        from docx.enum.section import WD_ORIENT

        if not self._own:
            _page(section, across=across)
        elif across == (section.orientation == WD_ORIENT.PORTRAIT):
            section.page_width, section.page_height = section.page_height, section.page_width
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT


def _space(section: Any) -> float:
    """How wide the text of a page is, in points."""
    points: float = (section.page_width - section.left_margin - section.right_margin) / 12700
    return points


def _page(section: Any, *, across: bool) -> None:
    """A4 with the margins of the standard; across, the binding edge is on top."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    wide, high = map(Mm, reversed(_PAGE) if across else _PAGE)
    top, bottom, left, right = map(Mm, _MARGINS)
    if across:
        top, bottom, left, right = left, right, bottom, top
    section.page_width, section.page_height = wide, high
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(28 if not across else 18)
    element = section._sectPr
    for old in element.findall(qn("w:docGrid")):
        element.remove(old)
    if not across:
        child(element, "docGrid", type="lines", linePitch=_PITCH)
