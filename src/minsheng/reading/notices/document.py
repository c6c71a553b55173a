"""A notice as paragraphs and tables, whatever kind of file it came in."""

from __future__ import annotations

import re

import attrs

from minsheng.reading.tables.sheet import Sheet

#: spaces that printing put beside figures and within names
_PRINTED_SPACE = re.compile(r"(?<![A-Za-z0-9])[ \u3000]+|[ \u3000]+(?![A-Za-z0-9])")


_FIGURES = re.compile(r"[\d.,%]+(?:\s*\n\s*[\d.,%]+)+")
_ANNEX = re.compile(r"(附件\d+)(?:[:：].*)?|附件")


def annex_of(text: str) -> str:
    """The annex that a paragraph heads; empty if it heads none.

    >>> annex_of("附件 2"), annex_of("附件1：责任分解表"), annex_of("附件：1.责任分解表")
    ('附件2', '附件1', '')
    """
    found = _ANNEX.fullmatch(tidy(text))
    return (found[1] or "附件") if found else ""


@attrs.frozen
class Paragraph:
    """A paragraph of running text.

    Args:
        text: the text, without blanks at its ends.
        where: where it stands, in Chinese.
    """

    text: str
    where: str


@attrs.frozen
class Document:
    """A notice: paragraphs and tables in their order. A page of a table is a table of its own.

    Args:
        name: the file's name.
        blocks: the paragraphs and the tables.
    """

    name: str
    blocks: tuple[Paragraph | Sheet, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs only."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


def tidy(text: str) -> str:
    """A text without the spaces and line ends of printing. Figures below each other stay apart.

    >>> tidy("完成 3 个"), tidy("陈 平"), tidy("VR 3D"), tidy("12\\n8")
    ('完成3个', '陈平', 'VR 3D', '12\\n8')
    """
    text = text.strip()
    if not _FIGURES.fullmatch(text):  # two figures, or one that a narrow column broke: nobody can say
        text = text.replace("\n", "")
    return _PRINTED_SPACE.sub("", text)


def unmerged(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The cells' texts, where of merged cells only the first has it, as in a text without spans."""
    rows = [[*row] for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                if (r, c) != (top, left):
                    rows[r][c] = ""
    return tuple(tuple(map(tidy, row)) for row in rows)
