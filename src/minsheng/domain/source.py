"""Where a figure comes from, where we depart from the print, and how we read it."""

from __future__ import annotations

import datetime

import attrs

from minsheng.asking import built


@built
@attrs.frozen
class Document:
    """A document a programme rests on.

    Args:
        title: its title.
        number: its number (岳办函〔2023〕27号); empty where it has none.
        issuers: who issued it, in the order of the signatures.
        issued: when, or None where it is not known.
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
    place: str

    def __str__(self) -> str:
        return self.document + self.place


@built
@attrs.frozen
class Erratum:
    """A departure from the print: what stands there, what we read, and why.

    Args:
        id: a short name.
        source: where in the print.
        printed: what is printed.
        reads: what we read instead.
        reason: why.
        path: where in the data the correction is made, such as ``allocation.users.unit``;
            empty where the data holds no such field (a table cell too many).
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
    """One value that an option puts into the data.

    Args:
        path: where, in the names of the data format: ``projects.7.standards.low.tiers.1.target``.
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
        question: what is not clear.
        options: the alternatives; each sets the same paths, so one replaces another.
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
