"""The XML of Word files that python-docx has no name for."""

from __future__ import annotations

from typing import Any

#: what must come after an element, where the standard orders them and python-docx does not
_AFTER = {
    "snapToGrid": ("spacing", "ind", "jc", "outlineLvl", "rPr"),
    "spacing": ("kern", "position", "sz", "szCs", "highlight", "u", "lang"),
    "shd": ("noWrap", "tcMar", "vAlign"),
    "noWrap": ("tcMar", "vAlign"),
    "tblBorders": ("shd", "tblLayout", "tblCellMar", "tblLook"),
    "tblCellMar": ("tblLook",),
}


def child(parent: Any, tag: str, **values: object) -> Any:
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


def fonts(font: Any, element: Any, name: str, size: float) -> None:
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


def indent(style: Any, *, characters: int) -> None:
    from docx.oxml.ns import qn

    """Begin so many characters in."""
    form = style.get_or_add_pPr().get_or_add_ind()
    form.set(qn("w:firstLineChars"), str(100 * characters))
    form.set(qn("w:firstLine"), str(320 * characters))


def field(run: Any, instruction: str) -> None:
    """A field that Word reckons: the page's number."""
    child(run, "fldChar", fldCharType="begin")
    child(run, "instrText").text = instruction
    child(run, "fldChar", fldCharType="end")


def borders(table: Any) -> None:
    borders = child(table.tblPr, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        child(borders, side, val="single", sz="4", space="0", color="000000")
    margins = child(table.tblPr, "tblCellMar")
    for side in ("left", "right"):
        child(margins, side, w=70, type="dxa")
