"""The answers: what the library says of the values of a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minsheng.domain.expression.evaluate import Worth
from minsheng.embedding.documents import to_data
from minsheng.embedding.service.bench import Bench
from minsheng.embedding.service.bodies import (
    Explain,
    Explained,
    Explanations,
    Judge,
    Judged,
    Row,
    Rows,
    Told,
    TraceDocument,
)
from minsheng.embedding.service.problems import Refused, place
from minsheng.embedding.service.shapes import flat
from minsheng.errors import DataError, Path, Problem
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.criterion import Criterion, Verdict


def judged(asked: Judge) -> Judged | Rows:
    """Each record's outcomes."""
    bench, criteria = asked.criteria, asked.criteria.on(asked.on)
    if (asked.record is None) == (asked.records is None):
        raise Refused.at(422, place(()), "record 和 records 应给一样，也只给一样")
    if asked.record is not None:
        verdicts = _verdicts(criteria, asked.record)
        return Judged({one.criterion.code: one.outcome for one in verdicts}, unused(bench, asked.record))
    rows: list[Row] = []
    counts: dict[str, dict[str, int]] = {one.code: {} for one in criteria}
    extra: dict[str, None] = {}
    for number, record in enumerate(asked.records or ()):
        row = _row(criteria, number, record)
        rows.append(row)
        for code, outcome in row.outcomes.items():
            counts[code][outcome.value] = counts[code].get(outcome.value, 0) + 1
        if isinstance(record, dict):
            extra |= dict.fromkeys(record.keys() - bench.columns)
    return Rows(tuple(rows), counts, tuple(sorted(extra)))


def _row(criteria: tuple[Criterion, ...], number: int, record: Any) -> Row:
    """One record of many: what is wrong with it is told with it."""
    at = ("records", number)
    try:
        plain = flat(record, at)
    except DataError as error:
        return Row(
            number,
            dict.fromkeys((one.code for one in criteria), Outcome.INVALID),
            _told(error.problems),
        )
    outcomes: dict[str, Outcome] = {}
    wrong: dict[Problem, None] = {}
    for one in criteria:
        try:
            outcomes[one.code] = one.judge(plain).outcome
        except DataError as error:
            outcomes[one.code] = Outcome.INVALID
            wrong |= dict.fromkeys(error.problems)
    return Row(number, outcomes, _told(_within(at, wrong)))


def explained(asked: Explain) -> Explanations:
    """Each criterion's outcome on a record with its working."""
    bench = asked.criteria
    verdicts = _verdicts(bench.on(asked.on), asked.record)
    return Explanations(tuple(_explained(one) for one in verdicts), unused(bench, asked.record))


def _explained(verdict: Verdict) -> Explained:
    one = verdict.criterion
    values = {name: _text(value) for name, value in verdict.values.items()}
    trace = TraceDocument(to_data(verdict.trace()))
    return Explained(one.code, one.title, one.basis, verdict.outcome, verdict.explain(), values, trace)


def _text(worth: Worth) -> str | bool | None:
    return worth if worth is None or isinstance(worth, (str, bool)) else str(worth)


def _verdicts(criteria: tuple[Criterion, ...], record: dict[str, Any]) -> list[Verdict]:
    """A single record's verdicts.

    Raises:
        Refused: the record lacks a column or has a value other than declared, for any of the criteria.
    """
    verdicts: list[Verdict] = []
    wrong: dict[Problem, None] = {}
    for one in criteria:
        try:
            verdicts.append(one.judge(record))
        except DataError as error:
            wrong |= dict.fromkeys(error.problems)
    if wrong:
        raise Refused(422, _within(("record",), wrong))
    return verdicts


def unused(bench: Bench, record: dict[str, Any]) -> tuple[str, ...]:
    """The columns of a record that nothing looks at: a misspelt one is among them."""
    return tuple(sorted(record.keys() - bench.columns))


def _within(at: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Problems of columns, with their places in the body."""
    return [Problem(place((*at, one.where.strip("“”"))), one.met, one.todo) for one in problems]


def _told(problems: Iterable[Problem]) -> tuple[Told, ...]:
    return tuple([Told(one.where, one.met, one.todo) for one in problems])
