"""What is asked and what is answered: the bodies of requests and answers as attrs classes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NewType

import attrs

from minsheng.embedding.service.bench import Bench
from minsheng.rules.criteria.compiling.outcome import Outcome

#: one record: its values by column
Record = NewType("Record", dict[str, Any])
#: a trace as the plain data of its format
TraceDocument = NewType("TraceDocument", dict[str, Any])
#: many, each still to be looked at
Records = NewType("Records", list[Any])


@attrs.frozen
class Judge:
    """A record to be judged, or many.

    Args:
        criteria: their name, or they themselves.
        record: a value for each column that the criteria need; give this or records.
        records: many records; what is wrong with one stops no other.
        on: the day that is judged: of each code the version in force on it.
    """

    criteria: Bench
    record: Record | None = None
    records: Records | None = None
    on: datetime.date | None = None


@attrs.frozen
class Explain:
    """A record to be judged, with the working.

    Args:
        criteria: their name, or they themselves.
        record: a value for each column that the criteria need.
        on: the day that is judged: of each code the version in force on it.
    """

    criteria: Bench
    record: Record
    on: datetime.date | None = None


@attrs.frozen
class Told:
    """A problem.

    Args:
        where: its place in the request: the keys as they were sent, lists counted from 0.
        met: what was found there.
        todo: what to do about it.
    """

    where: str
    met: str
    todo: str = ""


@attrs.frozen
class ProblemDocument:
    """Why a request was refused (RFC 9457).

    Args:
        type: always ``about:blank``: the status says it.
        title: the words of the status.
        status: the status of the answer.
        problems: everything that is wrong.
    """

    type: str
    title: str
    status: int
    problems: tuple[Told, ...]


@attrs.frozen
class Judged:
    """The outcome of each criterion.

    Args:
        outcomes: by code: met, unmet, unknown or not_applicable.
        unused: columns of the record that no criterion needs.
    """

    outcomes: Mapping[str, Outcome]
    unused: tuple[str, ...]


@attrs.frozen
class Row:
    """The outcomes of one of many records.

    Args:
        row: which of them, counted from 0.
        outcomes: by code; invalid where the record has a value other than its column declares.
        problems: why an outcome is invalid.
    """

    row: int
    outcomes: Mapping[str, Outcome]
    problems: tuple[Told, ...]


@attrs.frozen
class Rows:
    """The outcomes of many records.

    Args:
        rows: those of each, in their order.
        counts: by code, how many records have each outcome.
        unused: columns of the records that no criterion needs.
    """

    rows: tuple[Row, ...]
    counts: Mapping[str, Mapping[str, int]]
    unused: tuple[str, ...]


@attrs.frozen
class Explained:
    """One criterion's outcome with its working.

    Args:
        code: the criterion's code.
        title: what must hold, in Chinese.
        basis: the clause it is based on.
        outcome: met, unmet, unknown or not_applicable.
        working: how that comes about, in Chinese.
        values: the values judged, by column; numbers and dates as text, null if missing.
        trace: the same as a document: each value, the values it was made from, units and sources.
    """

    code: str
    title: str
    basis: str
    outcome: Outcome
    working: str
    values: Mapping[str, str | bool | None]
    trace: TraceDocument


@attrs.frozen
class Explanations:
    """The outcome and working of each criterion.

    Args:
        verdicts: one of each criterion.
        unused: columns of the record that no criterion needs.
    """

    verdicts: tuple[Explained, ...]
    unused: tuple[str, ...]
