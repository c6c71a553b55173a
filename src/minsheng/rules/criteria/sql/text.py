"""One SELECT for criteria and expressions: the table is read, steps are computed, outcomes are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial, reduce
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.generator import Generator

from minsheng.domain.amount import plain_text
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.errors import WidthError
from minsheng.rules.criteria.compiling.steps import shared
from minsheng.rules.criteria.frames.emit import Emitter
from minsheng.rules.criteria.frames.plan import Prepared, guarded
from minsheng.rules.criteria.frames.results import shown
from minsheng.rules.criteria.frames.rows import unused
from minsheng.rules.criteria.sql.dialects import DIALECTS, without_idle_brackets
from minsheng.rules.criteria.sql.names import parts_of, refuse_names, refuse_texts
from minsheng.rules.criteria.sql.reading import read


def query_text(
    prepared: Prepared,
    dialect: str,
    table: str | Sequence[str],
    keep: Sequence[str] | None,
    heading: Iterable[tuple[str, str]],
) -> str:
    """The text of one SELECT; the arguments are those of :func:`minsheng.rules.criteria.sql.select_text`.

    Raises:
        ValueError: a name or a text that the database cannot hold, or would take for another.
        WidthError: wider integers than the database has.
    """
    found = without_idle_brackets(Select(prepared, dialect, parts_of(table), keep).query())
    # sqlglot keeps a comment from ending early, and from opening another
    found.args["with_"].comments = [
        " ".join(f"{title} (sha256 {digest})".split()) for title, digest in heading
    ]
    return _writer(dialect)(dialect=dialect, pretty=True).generate(found)


@cache
def _writer(dialect: str) -> type[Generator]:
    """A generator class of our own.

    sqlglot fixes how a class writes at its first use, and ibis changes the classes as it is imported:
    had we written with theirs before, ibis would afterwards write what the database does not know.
    """
    return type("Generator", (Dialect.get_or_raise(dialect).generator_class,), {})


class Select:
    """The parts of one SELECT: a query that reads the table, queries for steps, and the last one."""

    def __init__(
        self, prepared: Prepared, dialect: str, table: tuple[str, ...], keep: Sequence[str] | None
    ) -> None:
        self.sql = sql = DIALECTS[dialect]()
        self.prepared, self.table, self.keep = prepared, table, keep
        needed = [column.name for column in prepared.needed]
        refuse_names(sql, table, needed, keep, prepared.names)
        self.prefix = unused([*table, *needed, *(keep or ()), *prepared.names])
        try:
            self.results = prepared.results(sql.width)
        except WidthError as error:
            raise WidthError(f"{dialect}: {error}") from None
        used = shared(*(result.step for result in self.results.values()))
        refuse_texts(str(step.args[0]) for step in used if step.name == "text")
        refuse_texts(choice for column in prepared.needed for choice in column.choices)
        #: whether a wrong value has to be told from a missing one
        self.tells = bool(needed) and any(step.name in ("missing", "pick") for step in used)
        self.row, self.bad = f"{self.prefix}row", f"{self.prefix}invalid"
        long = sql.longest and any(
            len(f"{self.prefix}given_{name}".encode()) > sql.longest for name in needed
        )
        known = [str(number) for number in range(len(needed))] if long else needed
        #: our own columns for those of the table: the value as it is read, and whether there was any
        self.read = {c: f"{self.prefix}read_{name}" for c, name in zip(prepared.needed, known, strict=True)}
        self.given = {c: f"{self.prefix}given_{name}" for c, name in zip(prepared.needed, known, strict=True)}

    def query(self) -> Any:
        sql = self.sql
        columns = {column: sql.column(name) for column, name in self.read.items()}
        steps = [result.step for result in self.results.values()]
        emitter = Emitter(steps, columns, sql, prefix=f"{self.prefix}step_")
        stages = [dict(stage) for stage in emitter.stages]
        if self.tells:
            wrong = [
                sql.operated("and", sql.column(self.given[one]), sql.is_missing(value))
                for one, value in columns.items()
            ]
            stages = stages or [{}]
            stages[0] = {self.bad: reduce(partial(sql.operated, "or"), wrong)} | stages[0]
        said = {}
        for name, result in self.results.items():
            value = emitter.emitted[result.step]
            if result.step.kind is Kind.NUMBER:
                value = shown(result, value, emitter.bits[result.step], sql)
            said[name] = guarded(result, value, sql, self.bad) if self.tells else value
        read = sql.fenced(exp.select(*self._carried(), *self._read()).from_(self._source(), copy=False))
        made = [read, *(exp.select(exp.Star(), *_named(stage)) for stage in stages)]
        names = [f"{self.prefix}read", *(f"{self.prefix}stage_{n}" for n in range(1, len(made)))]
        whole = exp.select(*self._kept(), *_named(said)).from_(_table(names[-1]))
        for number, (name, query) in enumerate(zip(names, made, strict=True)):
            one = query if query is read else sql.fenced(query.from_(_table(names[number - 1])))
            whole = whole.with_(exp.to_identifier(name, quoted=True), as_=one, copy=False)
        return whole

    # --- the table ------------------------------------------------------------------------

    def _source(self) -> Any:
        alias = None if self.keep is not None else exp.TableAlias(this=_name(f"{self.prefix}table"))
        parts = dict(zip(("this", "db", "catalog"), map(_name, reversed(self.table)), strict=False))
        return exp.Table(**parts, alias=alias)

    def _carried(self) -> list[Any]:
        """What is kept of the table, on its way to the last query."""
        if self.keep is None:
            return _named({self.row: self.sql.row(f"{self.prefix}table")})
        return [self.sql.column(name) for name in self.keep] or _named({self.row: exp.Literal.number(1)})

    def _kept(self) -> list[Any]:
        if self.keep is None:
            return [self.sql.every(self.row)]
        return [self.sql.column(name) for name in self.keep]

    def _read(self) -> list[Any]:
        found = []
        for column in self.prepared.needed:
            reading = read(column, self.sql)
            made = _named({self.read[column]: reading.value})
            made[0].add_comments([_said(column)])
            found += made + (_named({self.given[column]: reading.given}) if self.tells else [])
        return found


def _said(column: Column) -> str:
    """What a column must hold, as a comment."""
    about = f"{column.name}: {column.of}"
    if column.of is not Kind.NUMBER:
        return about
    unit = "" if column.unit is None else f" in {column.unit.text}"
    ends = f"{plain_text(column.low)} to {plain_text(column.high)}"
    return f"{about}{unit}, {ends}, at most {column.places} decimal places"


def _name(text: str) -> Any:
    return exp.to_identifier(text, quoted=True)


def _table(name: str) -> Any:
    return exp.Table(this=_name(name))


def _named(columns: Mapping[str, Any]) -> list[Any]:
    return [exp.alias_(value, name, quoted=True) for name, value in columns.items()]
