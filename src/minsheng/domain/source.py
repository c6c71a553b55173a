"""The sources of figures, corrections of the print, and readings of ambiguous text."""

from __future__ import annotations

import datetime

import attrs

from minsheng.asking import built


@built
@attrs.frozen
class Document:
    """The document that a programme comes from.

    Args:
        title: its title.
        number: its number (岳办函〔2023〕27号); empty if it has none.
        issuers: who issued it, in the order of the signatures.
        issued: when; None if unknown.
        addressees: to whom, as printed.
        basis: the documents it cites as its basis.
        annexes: the titles of its annexes, in order.

    >>> Document("关于做好民生实事的通知", "某办函〔2023〕1号").number
    '某办函〔2023〕1号'
    """

    title: str
    number: str = ""
    issuers: tuple[str, ...] = ()
    issued: datetime.date | None = None
    addressees: str = ""
    basis: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


@built
@attrs.frozen
class Citation:
    """A place in a document: its number, then the clause or the annex and row.

    >>> print(Citation("岳办函〔2023〕27号", "附件2第7项第1行"))
    岳办函〔2023〕27号附件2第7项第1行
    """

    document: str
    where: str

    def __str__(self) -> str:
        return self.document + self.where


@built
@attrs.frozen
class Erratum:
    """A correction of the print.

    Args:
        id: a short name.
        source: where in the print.
        printed: what is printed.
        reads: what it should read.
        reason: why.
        path: where in the data the correction is made, such as ``allocation.users.unit``;
            empty if the data has no such field (a table cell too many).
        only_spelling: whether figures and their places are untouched (a doubled character).
    """

    id: str
    source: Citation
    printed: str
    reads: str
    reason: str
    path: str = ""
    only_spelling: bool = False


Scalar = str | int | bool | None


@built
@attrs.frozen
class Change:
    """One value that an option sets in the data.

    Args:
        path: where, as the data format names it: ``projects.7.standards.low.tiers.1.target``.
        value: the value, as the data format writes it; several as a tuple.
    """

    path: str
    value: Scalar | tuple[str, ...]


@built
@attrs.frozen
class Option:
    """One way to read an ambiguous text, and what it changes."""

    id: str
    text: str
    changes: tuple[Change, ...] = ()


@built
@attrs.frozen
class Reading:
    """An ambiguity of the text, the ways to read it, and the one chosen.

    Args:
        id: a short name, used to switch it.
        source: where in the print.
        question: what is unclear.
        options: the alternatives; all set the same paths, so that one can replace another.
        chosen: the id of the option in force.
        reason: why this one.

    >>> from minsheng import load
    >>> reading = load("yueyang-2023").reading("zones-as-districts")
    >>> reading.chosen, [option.id for option in reading.options]
    ('included', ['included', 'excluded', 'as-counties'])
    """

    id: str
    source: Citation
    question: str
    options: tuple[Option, ...]
    chosen: str
    reason: str = ""

    @property
    def option(self) -> Option:
        """The option in force."""
        return next(option for option in self.options if option.id == self.chosen)
