"""A sheet may hold several tables, with paragraphs between: each table by itself, each heading once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs

from minsheng.reading.notices.document import Document, Paragraph, unmerged
from minsheng.reading.tables.sheet import Sheet

#: rows above a heading that may belong to it: the head of a group of columns
_ABOVE = 2


def divided(document: Document, is_heading: Callable[[Sequence[str]], bool]) -> Document:
    """The document with each table apart: a new one begins where a row of headings comes again.

    Args:
        document: the document.
        is_heading: whether a row names the columns of a table.
    """
    blocks: list[Paragraph | Sheet] = []
    for block in document.blocks:
        blocks += _parts(block, is_heading) if isinstance(block, Sheet) else (block,)
    return attrs.evolve(document, blocks=tuple(blocks))


def _parts(sheet: Sheet, is_heading: Callable[[Sequence[str]], bool]) -> Iterator[Paragraph | Sheet]:
    rows = unmerged(sheet)
    tops: list[int] = []
    heads = [is_heading(row) for row in rows]
    headings = [r for r, head in enumerate(heads) if head and not (r and heads[r - 1])]
    for r in headings:
        top = r
        while top > max(0, r - _ABOVE) and _several(rows[top - 1]) and top - 1 not in headings:
            top -= 1
        tops.append(top)
    if not tops:
        yield sheet
        return
    yield from _texts(sheet, rows, 0, tops[0])
    for top, end in zip(tops, [*tops[1:], len(rows)], strict=True):
        last = end
        while last > top + 1 and _outside(rows[last - 1]):
            last -= 1
        yield _cut(sheet, top, last)
        yield from _texts(sheet, rows, last, end)


def _several(row: Sequence[str]) -> bool:
    """Whether a row has more than one text: it is no paragraph."""
    return sum(map(bool, row)) > 1


def _outside(row: Sequence[str]) -> bool:
    """Whether a row below a table is a paragraph: a task that goes on stands further to the right."""
    return not _several(row) and (bool(row[0]) or not any(row)) and not row[0].isdecimal()


def _texts(sheet: Sheet, rows: Sequence[Sequence[str]], start: int, end: int) -> Iterator[Paragraph | Sheet]:
    """What stands between tables: paragraphs; rows with several texts are a table that nobody knows."""
    r = start
    while r < end:
        if _several(rows[r]):
            first = r
            while r < end and any(rows[r]):
                r += 1
            yield _cut(sheet, first, r)
            continue
        if text := next(filter(None, rows[r]), ""):
            yield Paragraph(text, sheet.place(r))
        r += 1


def _cut(sheet: Sheet, start: int, end: int) -> Sheet:
    """Some rows of a sheet as a sheet."""
    merged = (
        (max(top, start) - start, left, min(bottom, end - 1) - start, right)
        for top, left, bottom, right in sheet.merged
        if top < end and bottom >= start
    )
    flaws = ((r - start, c, why) for r, c, why in sheet.flaws if start <= r < end)
    return attrs.evolve(
        sheet, rows=sheet.rows[start:end], merged=tuple(merged), flaws=tuple(flaws), held={}, notes=()
    )
