"""The tables of a notice by what they are; what is not understood is listed, and left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minsheng.reading.notices.assignments import columns_of
from minsheng.reading.notices.document import Document, annex_of, unmerged
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.pages import Page, names_areas, page_of
from minsheng.reading.tables.sheet import Sheet


def is_heading(row: Sequence[str]) -> bool:
    """Whether a row names the columns of a table of a notice: areas, or who is responsible."""
    return names_areas(row) or columns_of([row]) is not None


class Tables:
    """The tables of a document, by what they are; what is not understood is a question."""

    def __init__(self, document: Document) -> None:
        self.pages: list[Page] = []
        self.responsible: list[Sheet] = []
        self.questions: list[Question] = []
        self.annex_of_pages, self.annex_of_responsible = "附件2", "附件1"
        annex = ""
        for block in document.blocks:
            if not isinstance(block, Sheet):
                annex = annex_of(block.text) or annex
                continue
            if block.name.startswith("附件"):
                annex = re.match(r"附件\d*", block.name)[0]  # type: ignore[index]  # it starts so
            rows = unmerged(block)
            for r, c, why in block.flaws:
                name = f"cell-{len(self.questions) + 1}"
                self.questions.append(
                    Question(name, block.place(r, c), block.rows[r][c], why, reads="照所见的录入")
                )
            if page := page_of(block):
                self.pages.append(page)
                self.annex_of_pages = annex or self.annex_of_pages
            elif columns_of(rows):
                self.responsible.append(block)
                self.annex_of_responsible = annex or self.annex_of_responsible
            else:
                first = " | ".join(filter(None, next(filter(any, rows), ())))
                said = "这张表没有读懂，不在草稿里"
                number = len(self.questions) + 1
                self.questions.append(
                    Question(f"table-{number}", block.place(0), first, said, reads="没有录入，请补")
                )
