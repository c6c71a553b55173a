"""Judges files and tables of any length by criteria, row by row, with bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from minsheng.asking import asked
from minsheng.domain.expression.nodes import Column, needed
from minsheng.embedding.judging.judged import CriterionCount, JudgedRows
from minsheng.embedding.judging.parquet import ParquetRows
from minsheng.embedding.judging.postgres import PostgresRows
from minsheng.embedding.judging.rows import Batch, Rows
from minsheng.embedding.judging.texts import CsvRows, SheetRows
from minsheng.embedding.judging.written import ENDS, out
from minsheng.errors import DataError, Problem, Problems, RuleError, UnknownName
from minsheng.logs import logged
from minsheng.reading.files import opened
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.outcome import Outcome, outcome
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.records.read import read_value
from minsheng.rules.criteria.records.record import compiled
from minsheng.rules.criteria.together import nodes_of
from minsheng.steps import Watcher, told, watchable

#: how many wrong values are listed, and how many rows that do not meet a criterion
_LISTED, _EXAMPLES = 50, 3
#: the column that says what is wrong with a row
WRONG = "有误"


def _counts(judged: JudgedRows) -> dict[str, int]:
    return {"rows": judged.rows, "criteria": len(judged.counts), "rows invalid": judged.wrong_rows}


@asked
@watchable
@logged("embedding", "judged", "file", _counts)
def judge_file(
    criteria: Iterable[Criterion],
    file: str | Path,
    *,
    to: str | Path | None = None,
    overwrite: bool = False,
    progress: Watcher | None = None,
) -> JudgedRows:
    """Judge every row of a CSV, Excel or Parquet file, however long it is.

    The headings are the columns' names, below a title if there is one. Cells of CSV and Excel are read as
    offices write them (``1,234.50``, 是, 2023年6月30日; an empty cell is missing); Parquet by its types.
    A row with a wrong value is ``invalid`` for the criteria that need that value; totals, notes and
    rows with too few or too many cells for all of them. None is dropped.

    Args:
        criteria: the criteria, each with a code of its own.
        file: what it is, its content says. CSV and Parquet are read batch by batch.
        to: write all rows, with a column of outcomes for each criterion and one that says what is wrong
            (有误), to a .csv, .jsonl, .parquet or .xlsx file. It is written as a whole, or not at all.
        overwrite: whether a file that is there may be replaced.
        progress: called with what is done, how far it is and how much there is.

    Raises:
        DataError: a file cannot be read or written; columns are missing; a column's type can hold no
            value that is asked for.
        RuleError: two criteria have one code, or declare a column in two ways.
    """
    by, source = _Judge(tuple(criteria)), Path(file)
    target = _target(to, overwrite=overwrite)
    with opened(source, source.name) as stream:
        start = stream.read(8)
    if target is not None and target.exists() and target.samefile(source):
        raise DataError.at(target.name, "是要读的文件本身", "请写到另一个文件")
    rows: Rows
    if start.startswith(b"PAR1"):
        kept = target is not None
        shown = kept and target is not None and target.suffix.lower() != ".parquet"
        rows = ParquetRows(source, by.needed, whole=kept, shown=shown)
    elif start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        rows = SheetRows(source, by.needed)
    else:
        rows = CsvRows(source, by.needed)
    return by.judged(rows, target)


@asked
@watchable
@logged("embedding", "judged", "table", _counts)
def judge_postgres(
    criteria: Iterable[Criterion],
    url: str,
    table: str,
    *,
    to: str | Path | None = None,
    overwrite: bool = False,
    progress: Watcher | None = None,
) -> JudgedRows:
    """Judge every row of a table or view of PostgreSQL, in a transaction that cannot write.

    Args:
        criteria: as for :func:`judge_file`.
        url: how to connect, as ``postgresql://user@host/database``. It is never shown or logged.
        table: ``table`` or ``schema.table``, spelled as in the database; quoted as in SQL if a name
            has a dot or a quote in it: ``'民政."发放.2023"'``.
        to, overwrite, progress: as for :func:`judge_file`.

    Raises:
        DataError: as for :func:`judge_file`; the server does not answer, or has no such table.
    """
    by, target = _Judge(tuple(criteria)), _target(to, overwrite=overwrite)
    return by.judged(PostgresRows(url, table, by.needed, whole=target is not None), target)


def _target(to: str | Path | None, *, overwrite: bool) -> Path | None:
    """Where to write, refused before anything is read."""
    if to is None:
        if overwrite:
            raise ValueError("overwrite= is for a file that is written: give to=")
        return None
    path = Path(to)
    if path.suffix.lower() not in ENDS:
        raise DataError.at(path.name or str(to), "写不了这样的文件", f"请写成 {'、'.join(ENDS)}")
    if path.exists() and not overwrite:
        raise DataError.at(path.name, "已经有这个文件了", "要换掉它，请加 --force（overwrite=True）")
    return path


class _Judge:
    """Criteria prepared together: each value of a row is read once."""

    def __init__(self, criteria: tuple[Criterion, ...]) -> None:
        if not criteria:
            raise ValueError("criteria is empty: give at least one, or nothing is judged")
        self.criteria = criteria
        codes = Counter(one.code for one in criteria)
        if twice := [code for code, times in codes.items() if times > 1]:
            raise RuleError(
                f"two criteria have one code: {', '.join(twice)}: give those rules.in_force on a day"
            )
        self.needed: tuple[Column, ...] = needed(nodes_of(criteria))
        self.names = [column.name for column in self.needed]
        self._own = [frozenset(column.name for column in one.columns()) for one in criteria]

    def judged(self, rows: Rows, target: Path | None) -> JudgedRows:
        """All rows of a table, written to a file if there is one."""
        self._refuse(rows)
        run = _Run(self, rows)
        added = [*(one.code for one in self.criteria), WRONG]
        with out(target, rows, self.needed, added) as write:
            told("核对", 0, rows.size)
            done = 0
            for batch in rows.batches():
                write(batch, run.batch(batch))
                done = batch.done
                told("核对", done, rows.size)
        if rows.size and done != rows.size:
            told("核对", rows.size, rows.size)
        return run.result()

    def _refuse(self, rows: Rows) -> None:
        """Raises where a column needed is missing or there twice."""
        columns, problems = [*rows.columns], Problems()
        for name in self.names:
            if name not in columns:
                problems.add(rows.name, UnknownName("列", name, filter(None, columns)).in_chinese)
            elif columns.count(name) > 1:
                problems.add(rows.name, f"有不止一列叫“{name}”", "只留一列，或改名")
        problems.refuse()

    def carefully(self, rows: Rows, record: dict[str, Any]) -> tuple[list[Outcome], dict[str, Problems]]:
        """The outcomes of a record that is not plain, and what is wrong with it by column."""
        values: dict[str, Any] = {}
        wrong: dict[str, Problems] = {}
        for column in self.needed:
            problems = Problems()
            with problems.at("-"):
                values[column.name] = read_value(column, rows.raw(column, record[column.name]))
            if problems:
                wrong[column.name] = problems
        outcomes = [
            criterion._outcome(values) if own.isdisjoint(wrong) else Outcome.INVALID
            for criterion, own in zip(self.criteria, self._own, strict=True)
        ]
        return outcomes, wrong


class _Run:
    """One pass over one table."""

    def __init__(self, by: _Judge, rows: Rows) -> None:
        self.by, self.rows = by, rows
        self.counts = [Counter[str]() for _ in by.criteria]
        self.examples: list[list[str]] = [[] for _ in by.criteria]
        self.wrong: list[Problem] = []
        self.seen = self.wrong_rows = 0
        lowering = Lowering()
        results = tuple(outcome(lowering, one.requirement, one.when) for one in by.criteria)
        self._record = rows.taken(by.names)
        self._fast = compiled(results, by.needed, self._slow, by_key=True)
        self._met: dict[str, Problems] = {}

    def _slow(self, record: dict[str, Any], _: object) -> tuple[Any, ...]:
        outcomes, self._met = self.by.carefully(self.rows, record)
        return (None, *outcomes, ())

    def batch(self, batch: Batch) -> Sequence[Sequence[str | None]]:
        """Judge a batch: the outcomes by criterion, and what is wrong with each row."""
        record, fast, odd = self._record, self._fast, batch.odd
        nothing = (None, *(Outcome.INVALID for _ in self.by.criteria), ())
        judged: list[tuple[Any, ...]] = []
        wrong: list[str | None] = [None] * len(batch.rows)
        for at, row in enumerate(batch.rows):
            if at in odd:
                judged.append(nothing)
                self._note(Problem(self.rows.place(batch.lines[at]), odd[at]))
                wrong[at] = odd[at]
                continue
            judged.append(fast(record(row)))
            if self._met:
                wrong[at] = self._told(batch.lines[at])
                self._met = {}
        self.seen += len(batch.rows)
        self.wrong_rows += len(wrong) - wrong.count(None)
        columns = [[one[place] for one in judged] for place in range(1, len(self.by.criteria) + 1)]
        for n, outcomes in enumerate(columns):
            self.counts[n].update(outcomes)
            if (lack := _EXAMPLES - len(self.examples[n])) and Outcome.UNMET in outcomes:
                self.examples[n] += islice(self._unmet(self.by.criteria[n], batch, outcomes), lack)
        return [*columns, wrong]

    def _unmet(self, criterion: Criterion, batch: Batch, outcomes: Sequence[str]) -> Iterator[str]:
        """The rows of a batch that do not meet a criterion, each with its place and working."""
        needed = criterion.columns()
        for line, row, found in zip(batch.lines, batch.rows, outcomes, strict=True):
            if found is Outcome.UNMET:
                record = self._record(row)
                values = {one.name: self.rows.raw(one, record[one.name]) for one in needed}
                yield f"{self.rows.place(line)}：{criterion.explain(values)}"

    def _note(self, problem: Problem) -> None:
        if len(self.wrong) < _LISTED:
            self.wrong.append(problem)

    def _told(self, line: int) -> str:
        """What is wrong with a row, which is also listed with its place."""
        said = []
        for name, problems in self._met.items():
            place = self.rows.place(line, list(self.rows.columns).index(name))
            for problem in problems:
                self._note(Problem(place, problem.met, problem.todo))
                said.append(str(Problem(f"“{name}”", problem.met, problem.todo)))
        return "；".join(said)

    def result(self) -> JudgedRows:
        """What it came to."""
        counts = tuple(
            CriterionCount(criterion, **{one.value: counts[one] for one in Outcome}, examples=tuple(examples))
            for criterion, counts, examples in zip(self.by.criteria, self.counts, self.examples, strict=True)
        )
        used = frozenset(self.by.names)
        not_used = tuple(name for name in self.rows.columns if name not in used)
        return JudgedRows(self.rows.name, self.seen, counts, self.wrong_rows, tuple(self.wrong), not_used)
