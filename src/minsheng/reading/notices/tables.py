"""The tables of a notice by what they are; what is not understood is listed, and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minsheng.domain.area import is_of_some
from minsheng.domain.printed import CellKind, read_cell
from minsheng.reading.notices.assignments import Responsible, columns_of, read_assignments
from minsheng.reading.notices.document import Document, annex_of, unmerged
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.layouts import Above, is_subheading, regular
from minsheng.reading.notices.pages import Page, names_areas, page_of
from minsheng.reading.notices.titles import Titles
from minsheng.reading.tables.headings import says
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.words import Role

_HEADS = (Role.AREA, Role.INDICATOR, Role.PROJECT, Role.UNIT, Role.TARGET)
#: a table of what was done, not of what is to be done
_DONE = re.compile("完成情况|进展情况|完成进度|排名|得分|满意度测评")
#: what may stand over all areas together
_OVER_AREAS = (Role.INDICATOR, Role.TARGET, Role.AREA)
_LONGEST_HEADING = 15


def is_heading(row: Sequence[str]) -> bool:
    """Whether a row names the columns of a table of a notice: areas, tasks, or who is responsible.

    >>> is_heading(("县市区", "任务数（个）")), is_heading(("1", "城镇新增就业", "5.9万人"))
    (True, False)
    """
    if names_areas(row) or columns_of([row]) is not None:
        return True
    texts = [text for text in row if text]
    heads = sum(says(text).roles[:1] in [(role,) for role in _HEADS] for text in texts)
    return heads > 1 and all(len(text) < _LONGEST_HEADING for text in texts)


class Tables:
    """The tables of a document.

    Args:
        document: the document, each table by itself.
        listed: the projects that the text lists.
    """

    def __init__(self, document: Document, listed: list[Responsible]) -> None:
        self.pages: list[Page] = []
        self.questions: list[Question] = []
        self.annex_of_pages, self.annex_of_responsible = "附件2", "附件1"
        found = [*_with_above(document)]
        pages: list[Sheet] = []
        for sheet, _, annex in found:
            for r, c, why in sheet.flaws:
                name, met = f"cell-{len(self.questions) + 1}", sheet.rows[r][c]
                self.questions.append(Question(name, sheet.place(r, c), met, why, reads="照所见的录入"))
            if columns_of(unmerged(sheet)) and _regular_page(sheet) is None:
                pages.append(sheet)
                self.annex_of_responsible = annex or self.annex_of_responsible
        self.responsible, doubts = read_assignments(pages, self.annex_of_responsible)
        self.responsible = self.responsible or listed
        self.questions += doubts
        titles = Titles((one.number, _texts_of(one)) for one in self.responsible)
        for sheet, above, annex in found:
            if sheet not in pages:
                self._breakdown(sheet, Above.of(above), annex, titles, " ".join(above[-2:]))

    def _breakdown(self, sheet: Sheet, above: Above, annex: str, titles: Titles, titled: str) -> None:
        done = _DONE.search(titled)
        page = None if done else _regular_page(sheet)
        if page is None and not done:
            where = f"{annex or '附件2'}第{len(self.pages) + 1}页"
            made = regular(sheet, above, titles, where)
            page = page_of(made[0]) if made else None
            if made and page:
                self.questions += made[1]
        if page is not None:
            self.pages.append(page)
            self.annex_of_pages = annex or self.annex_of_pages
            return
        first = " | ".join(filter(None, next(filter(any, unmerged(sheet)), ())))
        said = "这张表没有读懂，不在草稿里"
        name = f"table-{len(self.questions) + 1}"
        self.questions.append(Question(name, sheet.place(0), first, said, reads="没有录入，请补"))


def _with_above(document: Document) -> Iterator[tuple[Sheet, list[str], str]]:
    """Each table with the paragraphs between it and the one before, and its annex."""
    annex, above = "", list[str]()
    for block in document.blocks:
        if isinstance(block, Sheet):
            if block.name.startswith("附件"):
                annex = re.match(r"附件\d*", block.name)[0]  # type: ignore[index]  # it starts so
            yield block, above, annex
            above = []
        elif named := annex_of(block.text):
            annex, above = named, []
        else:
            above = [*above, block.text]


def _texts_of(one: Responsible) -> list[str]:
    return [one.title, *(task for assigned in one.assigned for task in assigned.tasks)]


def _regular_page(sheet: Sheet) -> Page | None:
    """The page of a breakdown that is regular already: it has numbers, and areas follow the unit."""
    page = page_of(sheet)
    if page is None or not any(row[0].isdecimal() for row in page.rows[page.first :]):
        return None
    if page.first < len(page.rows) and is_subheading(page.rows[page.first]):
        return None
    if any(is_of_some(cell) for row in page.rows[: page.first] for cell in row):
        return None  # sums of some areas stand between
    between = range(page.unit + 1, min(page.areas.values()))
    heads = [row[c] for row in page.rows[: page.first] for c in between if row[c]]
    below = [row[c] for row in page.rows[page.first :] for c in between if row[c]]
    if heads and below and all(read_cell(cell).kind is CellKind.NUMBER for cell in below):
        return None  # the target of each row
    return page if all(says(head).roles[:1] in [(role,) for role in _OVER_AREAS] for head in heads) else None
