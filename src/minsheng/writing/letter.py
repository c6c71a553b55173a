"""A document of lines and annexed tables: as text, Markdown and HTML; as Word, see ``word.py``."""

from __future__ import annotations

import html
from collections.abc import Iterator

import attrs

from minsheng.labels import Labelled
from minsheng.table import Table, escaped


class Look(Labelled):
    """How a line of a document is set."""

    TITLE = "title", "标题"
    NUMBER = "number", "发文字号"
    ADDRESSEES = "addressees", "主送机关"
    HEADING = "heading", "一级标题"
    SUBHEADING = "subheading", "二级标题"
    TEXT = "text", "正文"
    ANNEXES = "annexes", "附件说明"
    SIGNATURE = "signature", "落款"


@attrs.frozen
class Line:
    """A line of a document, which may be as long as a paragraph.

    A line break in its text is where a page breaks it, if it is too long for one line of the page.
    """

    text: str
    look: Look = Look.TEXT

    @property
    def plain(self) -> str:
        """The text without its breaks."""
        return self.text.replace("\n", "")


_MARKDOWN = {Look.TITLE: "# ", Look.HEADING: "## ", Look.SUBHEADING: "### "}
_HTML = {Look.TITLE: "h1", Look.HEADING: "h2", Look.SUBHEADING: "h3"}
#: what would be read as the beginning of something else than a paragraph, or as marks within it
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]#|~$"})


@attrs.frozen
class Letter:
    """A document: its lines, then its annexes, each a table under its title.

    Args:
        lines: the lines, from the title to the signature.
        annexes: the tables.

    >>> print(Letter((Line("关于进展的通报", Look.TITLE), Line("一、总体进展", Look.HEADING))).to_markdown())
    # 关于进展的通报
    <BLANKLINE>
    ## 一、总体进展
    """

    lines: tuple[Line, ...]
    annexes: tuple[Table, ...] = ()

    def headed(self) -> Iterator[tuple[str, Table]]:
        """The annexes, each with its number: 附件, or 附件1, 附件2 …."""
        for at, table in enumerate(self.annexes, 1):
            yield "附件" if len(self.annexes) == 1 else f"附件{at}", table

    def to_text(self) -> str:
        """As plain text."""
        annexes = (f"{number}\n\n{table.to_text()}" for number, table in self.headed())
        return "\n\n".join(["\n".join(line.plain for line in self.lines), *annexes])

    def to_markdown(self) -> str:
        """As Markdown; marks within texts are escaped."""
        lines = [
            _MARKDOWN.get(line.look, "") + html.escape(line.plain, quote=False).translate(_MARKS)
            for line in self.lines
        ]
        annexes = (text for number, table in self.headed() for text in (f"## {number}", table.to_markdown()))
        return "\n\n".join([*lines, *annexes])

    def to_html(self) -> str:
        """As HTML without a style sheet or a script."""
        parts = []
        for line in self.lines:
            tag = _HTML.get(line.look, "p")
            side = {Look.TITLE: "center", Look.NUMBER: "center", Look.SIGNATURE: "right"}.get(line.look)
            style = f' style="text-align:{side}"' if side else ""
            parts.append(f"<{tag}{style}>{escaped(line.text)}</{tag}>")
        parts += (f"<h2>{number}</h2>{table.to_html()}" for number, table in self.headed())
        return f"<article>{''.join(parts)}</article>"
