"""Documents as Word files, in the layout of GB/T 9704-2012 or on the office's own template."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from minsheng.errors import DataError
from minsheng.layout import LIGHTS, width
from minsheng.reading.files import read_bytes, write_whole
from minsheng.reading.tables.workbook import unpacked
from minsheng.table import Table
from minsheng.writing.letter import Letter, Line, Look

#: where the text comes in a template
PLACE = "〔正文〕"
#: A4 and its margins (top, bottom, left, right), in millimetres; 22 lines in 225 mm, 28 characters in 156
_PAGE, _MARGINS = (210, 297), (37, 35, 28, 26)
_PITCH, _NARROWER = 28.95, -0.25  # points; a character of 16 points, set closer by so much
_SONG, _HEI, _KAI, _FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
#: of each look: font, size in points, where the line stands, and the style a template may have for it
_LOOKS: dict[Look, tuple[str, float, str, str]] = {
    Look.TITLE: (_SONG, 22, "center", "Title"),
    Look.NUMBER: (_FANG, 16, "center", "Normal"),
    Look.ADDRESSEES: (_FANG, 16, "both", "Normal"),
    Look.HEADING: (_HEI, 16, "both", "Heading 1"),
    Look.SUBHEADING: (_KAI, 16, "both", "Heading 2"),
    Look.TEXT: (_FANG, 16, "both", "Normal"),
    Look.ANNEXES: (_FANG, 16, "left", "Normal"),
    Look.SIGNATURE: (_FANG, 16, "right", "Normal"),
}
#: looks that begin two characters in; those with an outline level; those that stay with what follows
_INDENTED = {Look.HEADING, Look.SUBHEADING, Look.TEXT, Look.ANNEXES}
_KEPT = {Look.TITLE, Look.HEADING, Look.SUBHEADING, Look.ANNEXES, Look.SIGNATURE}
_LEVELS = {Look.TITLE: 0, Look.HEADING: 1, Look.SUBHEADING: 2}
#: of annexes: the letters' size; what a half character and the space beside it take, in points; and the
#: least that a column of words and a heading are pressed to, in half characters
_SMALL, _HALF, _BESIDE, _PRESSED, _HEAD = 10.5, 6.8, 10, 24, 6
_SMALLEST = 7.0
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
        page = _Page(docx.Document(io.BytesIO(_checked(Path(template)))), own=True)
    page.write(letter)
    out = io.BytesIO()
    page.document.save(out)
    write_whole(path, _timeless(out.getvalue()))


def _checked(template: Path) -> bytes:
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
        _fonts(normal.font, normal.element, _FANG, 16)  # the page's grid is reckoned from it
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        _turn(section, across=False)
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
                _fonts(run.font, run._element, "宋体", 14)
                if part is None:
                    _field(run._element, "PAGE")

    def _style(self, look: Look) -> Any:
        """The style of a look: the template's if it has one, else our own."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        font, size, side, usual = _LOOKS[look]
        name, styles = f"民生{look.label}", self.document.styles
        names = [style.name for style in styles if style.type == WD_STYLE_TYPE.PARAGRAPH]
        if name in names or (self._own and usual in names):
            return styles[name if name in names else usual]
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"] if "Normal" in names else None
        _fonts(style.font, style.element, font, size)
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_PITCH)
        form.space_before = form.space_after = Pt(0)
        form.alignment = {"left": 0, "center": 1, "right": 2, "both": 3}[side]
        form.keep_with_next, form.widow_control = look in _KEPT, True
        _child(style.element.get_or_add_rPr(), "spacing", val=round(_NARROWER * 20))
        if look in _INDENTED:
            _indent(style.element, characters=2)
        if look in _LEVELS:
            _child(style.element.get_or_add_pPr(), "outlineLvl", val=_LEVELS[look])
        return style

    # --- what is written ----------------------------------------------------------------

    def write(self, letter: Letter) -> None:
        """The lines where the template wants them or at its end, then each annex on a page of its own."""
        for line in letter.lines:
            self._line(line)
        if self._before is not None:
            self._before._element.getparent().remove(self._before._element)
        for number, table in letter.headed():
            self._annex(number, table)

    def _line(self, line: Line) -> None:
        style = self._styles[line.look]
        if self._before is not None:
            self._before.insert_paragraph_before(line.text, style)
        else:
            self.document.add_paragraph(line.text, style)

    def _annex(self, number: str, table: Table) -> None:
        from docx.enum.section import WD_SECTION

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        across = sum(_least(table)) > _space(across=False)
        _turn(section, across=across)
        heading = self.document.add_paragraph(number, self._styles[Look.HEADING])
        _indent(heading._element, characters=0)
        self.document.add_paragraph(table.title, self._styles[Look.TITLE])
        space = _space(across=across)
        letters = min(_SMALL, max(_SMALLEST, _SMALL * space / sum(_least(table))))
        self._table(table, _sizes(table, space), letters)

    def _table(self, table: Table, sizes: list[float], letters: float) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        made = self.document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _borders(made._element)
        for column, size in zip(made._element.tblGrid, sizes, strict=True):
            column.w = Pt(size)
        shades = table.shades or ((None,) * len(table.columns),) * len(table.rows)
        left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
        head, *rows = made._element.tr_lst
        for row in (head, *rows):
            _child(row.get_or_add_trPr(), "cantSplit")
        _child(head.trPr, "tblHeader")
        for cell, text, size in zip(head.tc_lst, table.columns, sizes, strict=True):
            line = _cell(made, cell, size, 0)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _fonts((run := line.add_run(text)).font, run._element, _HEI, letters)
        for row, texts, shaded in zip(rows, table.rows, shades, strict=True):
            listed = zip(row.tc_lst, table.columns, texts, sizes, shaded, strict=True)
            for cell, column, text, size, shade in listed:
                line = _cell(made, cell, size, shade)
                line.alignment = right if column in table.numeric else left
                _fonts((run := line.add_run(text)).font, run._element, _FANG, letters)
                if width(text) <= _PRESSED:
                    _child(cell.tcPr, "noWrap")


def _space(*, across: bool) -> float:
    """How wide the text of a page is, in points."""
    top, bottom, left, right = _MARGINS
    millimetres = _PAGE[1] - top - bottom if across else _PAGE[0] - left - right
    return millimetres * 72 / 25.4


def _wanted(table: Table) -> list[float]:
    """The width of each column in points, if no cell is to break."""
    heads = [min(width(head), max(_HEAD, -(-width(head) // 4) * 2)) for head in table.columns]  # in two lines
    longest = [max(map(width, cells), default=0) for cells in zip(*table.rows, strict=True)]
    return [max(pair) * _HALF + _BESIDE for pair in zip(heads, longest or heads, strict=True)]


def _least(table: Table) -> list[float]:
    """The least width of each column: long words may break, numbers and short words do not."""
    return [min(wide, _PRESSED * _HALF + _BESIDE) for wide in _wanted(table)]


def _sizes(table: Table, space: float) -> list[float]:
    """The widths that fill a page: what is left beside the least goes to the columns that want more."""
    wanted, sizes = _wanted(table), _least(table)
    more = [want - least for want, least in zip(wanted, sizes, strict=True)]
    left = space - sum(sizes)
    if left < 0:
        return [size * space / sum(sizes) for size in sizes]
    if sum(more) > left:
        return [size + left * extra / sum(more) for size, extra in zip(sizes, more, strict=True)]
    return [size + extra for size, extra in zip(sizes, more, strict=True)]


def _cell(table: Any, cell: Any, size: float, shade: int | str | None) -> Any:
    """Prepare a cell: its width and shade, and a line that does not keep to the page's grid, returned."""
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph

    cell.width = Pt(size)
    properties = cell.get_or_add_tcPr()
    if shade is not None:
        colour = LIGHTS[shade][0].lstrip("#") if isinstance(shade, str) else "E7E6E6"
        _child(properties, "shd", val="clear", color="auto", fill=colour)
    _child(properties, "vAlign", val="center")
    line = Paragraph(cell.p_lst[0], table)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    _child(line._element.get_or_add_pPr(), "snapToGrid", val="0")
    return line


def _turn(section: Any, *, across: bool) -> None:
    """Set a section's page: A4 upright, or across with the binding edge on top."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Mm

    wide, high = map(Mm, reversed(_PAGE) if across else _PAGE)
    top, bottom, left, right = map(Mm, _MARGINS)
    if across:
        top, bottom, left, right = left, right, bottom, top
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = wide, high
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.footer_distance = Mm(28 if not across else 18)
    element = section._sectPr
    for old in element.findall(qn("w:docGrid")):
        element.remove(old)
    if not across:
        _child(element, "docGrid", type="lines", linePitch=round(_PITCH * 20))


# --- the XML that python-docx has no name for ------------------------------------------------


#: what must come after an element, where the standard orders them and python-docx does not
_AFTER = {
    "snapToGrid": ("spacing", "ind", "jc", "outlineLvl", "rPr"),
    "spacing": ("kern", "position", "sz", "szCs", "highlight", "u", "lang"),
    "shd": ("noWrap", "tcMar", "vAlign"),
    "noWrap": ("tcMar", "vAlign"),
    "tblBorders": ("shd", "tblLayout", "tblCellMar", "tblLook"),
    "tblCellMar": ("tblLook",),
}


def _child(parent: Any, tag: str, **values: object) -> Any:
    """Add an element where the standard wants it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    after = [qn(f"w:{one}") for one in _AFTER.get(tag, ())]
    at = next((at for at, one in enumerate(parent) if one.tag in after), len(parent))
    parent.insert(at, made)
    return made


def _fonts(font: Any, element: Any, name: str, size: float) -> None:
    """The same font for Chinese and for other letters, and its size."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    font.name, font.size = name, Pt(size)
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("eastAsia", "hAnsi", "ascii", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    if isinstance(font.color.rgb, type(None)):
        from docx.shared import RGBColor

        font.color.rgb = RGBColor(0, 0, 0)


def _indent(style: Any, *, characters: int) -> None:
    from docx.oxml.ns import qn

    """Begin so many characters in."""
    form = style.get_or_add_pPr().get_or_add_ind()
    form.set(qn("w:firstLineChars"), str(100 * characters))
    form.set(qn("w:firstLine"), str(320 * characters))


def _field(run: Any, instruction: str) -> None:
    """A field that Word reckons: the page's number."""
    _child(run, "fldChar", fldCharType="begin")
    _child(run, "instrText").text = instruction
    _child(run, "fldChar", fldCharType="end")


def _borders(table: Any) -> None:
    borders = _child(table.tblPr, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _child(borders, side, val="single", sz="4", space="0", color="000000")
    margins = _child(table.tblPr, "tblCellMar")
    for side in ("left", "right"):
        _child(margins, side, w=70, type="dxa")
