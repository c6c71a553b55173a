"""The bulletin as a value: its head, sections and annexes; and as text, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.bulletins.facts import Blank, Fact, Sentence
from minsheng.bulletins.page import page
from minsheng.bulletins.sections import BulletinSection, in_chinese
from minsheng.bulletins.situation import Situation
from minsheng.domain.period import Period
from minsheng.labels import Labelled
from minsheng.plain.canonical import Format
from minsheng.plain.keyed import KEPT
from minsheng.reading.files import write_whole
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.table import Table, Tabled, heads
from minsheng.writing.letter import Letter, Line, Look
from minsheng.writing.word import write_letter


class BulletinKind(Labelled):
    """The kinds of bulletin that a programme office issues."""

    TEN_DAYS = "ten-days", "旬简报"
    MONTH = "month", "月通报"
    QUARTER = "quarter", "季总结"
    NOTICE = "notice", "公示"
    YEAR = "year", "年终通报"


@built
@attrs.frozen(repr=False)
class Bulletin(Tabled):
    """A bulletin: what is sent, sentence by sentence, each with the facts it was made from.

    Its table and its records list those facts; ``print`` shows the text.

    Args:
        kind: the kind.
        period: the period it is about.
        title: the title.
        number: the document's number.
        addressees: to whom.
        opening: the sentence before the sections.
        sections: the sections, in order.
        annexes: the tables at the end, in order.
        office: who issues it.
        issued: when.
        situation: the figures it was made from.
        ranking: the ranking it reports; None without one.
    """

    kind: BulletinKind = attrs.field(converter=BulletinKind)
    period: Period
    title: Sentence
    number: Sentence
    addressees: Sentence
    opening: Sentence
    sections: tuple[BulletinSection, ...]
    annexes: tuple[Table, ...]
    office: Sentence
    issued: Sentence
    situation: Situation = attrs.field(eq=False)
    ranking: Ranking | None = attrs.field(default=None, eq=False, metadata=KEPT)

    _FORMAT = Format("bulletin")

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence from the title to the date."""
        said = (sentence for section in self.sections for sentence in section.sentences)
        head = (self.title, self.number, self.addressees, self.opening)
        return (*head, *said, self.office, self.issued)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact in it, in order."""
        return tuple(fact for sentence in self.sentences for fact in sentence.facts)

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What has to be filled in by hand before it is sent."""
        return tuple(blank for sentence in self.sentences for blank in sentence.blanks)

    @property
    def summary(self) -> str:
        """The title, and how much is left to be filled in."""
        blanks = f"，{len(self.blanks)} 处待填" if self.blanks else ""
        annexes = f"，附件 {len(self.annexes)} 张" if self.annexes else ""
        return f"{self.title.text}：{len(self.sections)} 个部分{annexes}{blanks}"

    _HEADS = heads(sentence="句子", **Sentence._HEADS)

    def _lines(self) -> Iterator[dict[str, Any]]:
        for sentence in self.sentences:
            yield from ({"sentence": sentence.text} | line for line in sentence._lines())

    @asked
    def explain(self, words: str) -> str:
        """Where the sentences that contain some words come from, fact by fact.

        Raises:
            ValueError: no sentence contains them.
        """
        found = [sentence for sentence in self.sentences if words and words in sentence.text]
        if not found:
            raise ValueError(f"no sentence contains {words!r:.60}: give words that stand in one")
        return "\n\n".join(f"{sentence.text}\n{sentence.table()}" for sentence in found)

    # --- as a document ------------------------------------------------------------------

    def letter(self) -> Letter:
        """As a document to be laid out: its lines in order, then its annexes."""
        lines = [
            Line(self.number.text, Look.NUMBER),
            Line(self.title.text.replace("项目", "项目\n", 1), Look.TITLE),
            Line(f"{self.addressees.text}：", Look.ADDRESSEES),
            Line(self.opening.text),
        ]
        for at, section in enumerate(self.sections, 1):
            lines.append(Line(f"{in_chinese(at)}、{section.heading}", Look.HEADING))
            headed = 0
            for paragraph in section.paragraphs:
                if paragraph.heading is not None:
                    headed += 1
                    lines.append(Line(f"（{in_chinese(headed)}）{paragraph.heading.text}", Look.SUBHEADING))
                if paragraph.sentences:
                    lines.append(Line(paragraph.text))
        names = [table.title for table in self.annexes]
        for at, named in enumerate(names, 1):
            number = "" if len(names) == 1 else f"{at}."
            lines.append(Line(f"{'附件：' if at == 1 else '　　　'}{number}{named}", Look.ANNEXES))
        lines += [Line(self.office.text, Look.SIGNATURE), Line(self.issued.text, Look.SIGNATURE)]
        return Letter(tuple(lines), self.annexes)

    def to_text(self) -> str:
        """As plain text, with its annexes."""
        return self.letter().to_text()

    def __str__(self) -> str:
        return self.to_text()

    def to_markdown(self) -> str:
        """As Markdown, with its annexes."""
        return self.letter().to_markdown()

    def _html(self, fold: str) -> str:
        return self.letter().to_html()

    @asked
    def to_docx(
        self, path: str | Path, *, template: str | Path | None = None, overwrite: bool = False
    ) -> None:
        """Write it as a Word document in the layout of GB/T 9704-2012.

        A4, margins of 37, 35, 28 and 26 mm, 22 lines of 28 characters, title in 2号小标宋, text in
        3号仿宋, page numbers outside, wide annexes across. Fonts are named, none is shipped.

        Args:
            path: the file, ``.docx``.
            template: the office's own document: its head, foot, page and styles are kept, and the
                text comes where 〔正文〕 stands in it, or at its end.
            overwrite: whether an existing file may be replaced.

        Raises:
            ValueError: another kind of file, or one that is there already.
            DataError: python-docx is not installed, the template cannot be read, or the file cannot
                be written.
        """
        write_letter(self.letter(), Path(path), template=template, overwrite=overwrite)

    @asked
    def to_page(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write the page a leader opens: one HTML file that needs no network and runs no script.

        What is done, on schedule, behind and unknown; every task in every area by its light; the
        ranking; each task's line against its schedule, laggards first; and the text, with where
        each figure comes from. It fits a phone, and prints on A4.

        Args:
            path: the file, ending in ``.html``.
            overwrite: whether a file that is there already may be replaced.

        Raises:
            ValueError: another kind of file, or one that is there already.
            DataError: the file cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".html":
            raise ValueError(f"a page is written to .html, not {path.name!r:.60}")
        if path.exists() and not overwrite:
            raise ValueError(f"{path.name!r:.60} is there already: give overwrite=True to replace it")
        whole = page(self.title.text, self.sections, self.situation, self.ranking, self.annexes)
        write_whole(path, whole.encode())
