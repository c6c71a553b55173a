"""Tables in Word files: as wide as the page, heads repeated, rows never broken, lights in colour."""

from __future__ import annotations

from typing import Any

from minsheng.layout import LIGHTS, width
from minsheng.table import Table
from minsheng.writing.word_xml import borders, child, fonts

HEI, FANG = "黑体", "仿宋_GB2312"
#: the letters' size, in points, and the least that a wide table makes of it
_SMALL, _SMALLEST = 10.5, 7.0
#: what a half character and the space beside it take, in points
_HALF, _BESIDE = 6.8, 10
#: the least that a column of words and a heading are pressed to, in half characters
_PRESSED, _HEAD = 24, 6


def add_table(document: Any, table: Table, space: float) -> None:
    """Add a table as wide as the page, or less: heads repeated, rows never broken, lights in colour.

    Args:
    document: of python-docx.
    table: the table.
    space: how wide the page's text is, in points.
    """
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    sizes = _sizes(table, space)
    letters = min(_SMALL, max(_SMALLEST, _SMALL * space / least(table)))
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    borders(made._element)
    for column, size in zip(made._element.tblGrid, sizes, strict=True):
        column.w = Pt(size)
    shades = table.shades or ((None,) * len(table.columns),) * len(table.rows)
    left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    head, *rows = made._element.tr_lst
    for row in (head, *rows):
        child(row.get_or_add_trPr(), "cantSplit")
    child(head.trPr, "tblHeader")
    for cell, text, size in zip(head.tc_lst, table.columns, sizes, strict=True):
        line = _cell(made, cell, size, 0)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        fonts((run := line.add_run(text)).font, run._element, HEI, letters)
    for row, texts, shaded in zip(rows, table.rows, shades, strict=True):
        listed = zip(row.tc_lst, table.columns, texts, sizes, shaded, strict=True)
        for cell, column, text, size, shade in listed:
            line = _cell(made, cell, size, shade)
            line.alignment = right if column in table.numeric else left
            fonts((run := line.add_run(text)).font, run._element, FANG, letters)
            if width(text) <= _PRESSED:
                child(cell.tcPr, "noWrap")


def least(table: Table) -> float:
    """The least width in which only long words break, in points."""
    return sum(_least(table))


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
        child(properties, "shd", val="clear", color="auto", fill=colour)
    child(properties, "vAlign", val="center")
    line = Paragraph(cell.p_lst[0], table)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    child(line._element.get_or_add_pPr(), "snapToGrid", val="0")
    return line
