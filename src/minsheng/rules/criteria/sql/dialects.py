"""Says steps in SQL, by sqlglot's expressions: for PostgreSQL, DuckDB and Spark."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from sqlglot import exp

from minsheng.domain.amount import plain_text
from minsheng.domain.numerals import shifted
from minsheng.rules.criteria.frames.dialect import Dialect

#: the types of columns that are read, by what they hold
EXACT, WORDY, BINARY, TEXT, DATE, TRUTH = "exact", "wordy", "binary", "text", "date", "truth"


_OPERATIONS = {
    "add": exp.Add, "sub": exp.Sub, "mul": exp.Mul, "div": exp.IntDiv, "and": exp.And, "or": exp.Or,
    "lt": exp.LT, "le": exp.LTE, "gt": exp.GT, "ge": exp.GTE, "eq": exp.EQ, "ne": exp.NEQ,
}  # fmt: skip


class Sql(Dialect):
    """Builds sqlglot's expressions, which are trees: no text of a query is ever put together.

    Constants are written without a type where a column beside them gives it.
    """

    #: sqlglot's name of the dialect
    name = ""
    #: how many bits its integers have
    width = 128
    #: how long a name may be, in bytes; 0: as long as you like
    longest = 0
    #: whether two names that differ only in case are one
    folds = True
    #: whether NaN may stand in an exact number, where it means that there is none
    nans = False
    #: the names of the types of columns, by what they hold; EXACT numbers are compared as they are,
    #: others by their text (WORDY); patterns, except in PostgreSQL
    types: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self) -> None:
        super().__init__(exp, self.name)
        self.computes_both_sides = False

    def column(self, name: str) -> Any:
        return exp.column(name, quoted=True)

    def constant(self, value: object) -> Any:
        if value is None:
            return exp.Null()
        return exp.Boolean(this=value) if isinstance(value, bool) else exp.Literal.string(value)

    def whole(self, value: int, bits: int) -> Any:
        number = exp.Literal.number(value)
        return number if bits == 64 else self.integer(number, bits)

    def date(self, value: object) -> Any:
        return exp.cast(self.constant(str(value)), "DATE")

    def is_missing(self, value: Any) -> Any:
        return exp.Is(this=exp.paren(value, copy=False), expression=exp.Null())

    def choose(self, *cases: tuple[Any, Any], otherwise: Any = None) -> Any:
        """Nested choices on the other side are continued, so that they read from top to bottom."""
        ifs = [exp.If(this=condition, true=value) for condition, value in cases]
        if isinstance(otherwise, exp.Case):
            ifs += otherwise.args["ifs"]
            otherwise = otherwise.args.get("default")
        chosen = exp.Case(ifs=ifs, default=otherwise)
        values = [one.args["true"] for one in ifs] + ([] if otherwise is None else [otherwise])
        if any(map(_is_number, values)) and all(
            _is_number(one) or isinstance(one, exp.Null) for one in values
        ):
            return self.integer(chosen)  # of constants alone an engine would make 32 bits
        return chosen

    def part(self, value: Any, which: str) -> Any:
        return self.integer(exp.Extract(this=exp.var(which), expression=value))

    def integer(self, value: Any, bits: int = 64) -> Any:
        return exp.cast(value, "BIGINT" if bits == 64 else self.wide)

    #: the type of wide integers
    wide = "INT128"

    def operated(self, name: str, *values: Any) -> Any:
        # sqlglot's own operators leave out brackets where one side is of the same kind: a - (b - c)
        sides = [exp.paren(value, copy=False) for value in values]
        if name == "not":
            return exp.Not(this=sides[0])
        return _OPERATIONS[name](this=sides[0], expression=sides[1])

    def same_text(self, one: Any, other: Any) -> Any:
        return self.operated("eq", one, other)

    def divided(self, above: Any, below: Any, most: int, bits: int) -> Any:
        return self.operated("div", above, below)

    def scaled(self, value: Any, places: int, most: int) -> Any:
        unit = exp.cast(
            exp.Literal.number(plain_text(shifted(Decimal(1), -places))), decimal(places + 1, places)
        )
        digits = 19 if most < 2**63 else 38
        return exp.cast(self.operated("mul", exp.cast(value, decimal(digits, 0)), unit), decimal(38, places))

    # --- columns of the table -------------------------------------------------------------

    def is_one_of(self, raw: Any, held: str) -> Any:
        """Whether a column has one of the types that hold this."""
        pattern = f"^({'|'.join(self.types[held])})$"
        return exp.RegexpLike(this=exp.Typeof(this=raw), expression=self.constant(pattern))

    def text(self, raw: Any) -> Any:
        """A column as text that is compared letter by letter."""
        return exp.cast(raw, "TEXT")

    def matches(self, text: Any, pattern: str) -> Any:
        """Whether a text is one of a number."""
        return exp.RegexpLike(this=text, expression=self.constant(f"^{pattern}$"))

    def number(self, raw: Any, digits: int, places: int) -> Any:
        """A column of numbers as a decimal that is large enough for its range, or missing."""
        return exp.TryCast(this=raw, to=decimal(digits, places), safe=True)

    def has_no_more(self, raw: Any, number: Any, places: int) -> Any:
        """Whether a column has no more decimal places than the number made of it."""
        return self.operated("eq", number, raw)

    def row(self, source: str) -> Any:
        """All columns of the table as one value."""
        return self.column(source)

    def every(self, row: str) -> Any:
        """The columns again that were made one value."""
        return exp.Column(this=exp.Star(), table=exp.to_identifier(row, quoted=True))

    def fenced(self, query: Any) -> Any:
        """A query whose columns are computed once, where the engine would compute them at each use."""
        return query


class Postgres(Sql):
    """PostgreSQL, and what speaks it."""

    name, folds, longest, nans, wide = "postgres", False, 63, True, "DECIMAL"
    types: ClassVar = {
        EXACT: ("smallint", "integer", "bigint", "numeric"),
        WORDY: ("text", "varchar", "bpchar"),
        BINARY: ("real", "double precision"),
        TEXT: ("text", "varchar", "bpchar"),
        DATE: ("date", "timestamp"),
        TRUTH: ("boolean",),
    }

    def divided(self, above: Any, below: Any, most: int, bits: int) -> Any:
        if bits == 64:  # of integers / has no fraction
            sides = (exp.paren(value, copy=False) for value in (above, below))
            return exp.Div(this=next(sides), expression=next(sides), typed=True, safe=False)
        return super().divided(above, below, most, bits)

    def is_one_of(self, raw: Any, held: str) -> Any:
        one = exp.DataType.build("REGTYPE", dialect="postgres")
        kinds = [exp.cast(self.constant(name), one) for name in self.types[held]]
        return exp.In(this=exp.func("PG_TYPEOF", raw), expressions=kinds)

    def text(self, raw: Any) -> Any:
        return exp.Collate(this=exp.cast(raw, "TEXT"), expression=exp.column("C", quoted=True))

    def number(self, raw: Any, digits: int, places: int) -> Any:
        return exp.cast(raw, "DECIMAL")

    def has_no_more(self, raw: Any, number: Any, places: int) -> Any:
        return self.operated("eq", exp.Trunc(this=number, decimals=exp.Literal.number(places)), number)

    def every(self, row: str) -> Any:
        return exp.Dot(this=exp.paren(self.column(row)), expression=exp.Star())

    def fenced(self, query: Any) -> Any:
        return query.offset(0)


class DuckDB(Sql):
    """DuckDB."""

    name = "duckdb"
    types: ClassVar = {
        EXACT: ("U?(TINY|SMALL|BIG)INT", "U?INTEGER", "DECIMAL[(](1[0-8]|[1-9]),.*"),
        WORDY: ("VARCHAR", "U?HUGEINT", "DECIMAL[(](19|2.|3.),.*"),
        BINARY: ("FLOAT", "DOUBLE"),
        TEXT: ("VARCHAR", "ENUM[(].*"),
        DATE: ("DATE", "TIMESTAMP(_S|_MS)?"),
        TRUTH: ("BOOLEAN",),
    }

    def text(self, raw: Any) -> Any:
        return exp.Collate(this=exp.cast(raw, "TEXT"), expression=exp.var("C"))


class Spark(Sql):
    """Spark SQL."""

    name, width = "spark", 64
    types: ClassVar = {
        EXACT: ("tinyint", "smallint", "int", "bigint", "decimal[(](1[0-8]|[1-9]),.*", "decimal[(]38,18[)]"),
        WORDY: ("string", "decimal[(](19|2.|3.),.*"),
        BINARY: ("float", "double"),
        TEXT: ("string",),
        DATE: ("date", "timestamp_ntz"),
        TRUTH: ("boolean",),
    }

    def constant(self, value: object) -> Any:
        if isinstance(value, str) and "${" in value:  # Spark would put a setting there
            pieces = [exp.Literal.string(piece) for piece in value.replace("${", "$\0{").split("\0")]
            return exp.Concat(expressions=pieces, safe=False, coalesce=False)
        return super().constant(value)

    def matches(self, text: Any, pattern: str) -> Any:
        # Java's $ also matches before a final line end
        strange = exp.RegexpLike(this=text, expression=self.constant("[^0-9.+-]"))
        return self.operated("and", super().matches(text, pattern), self.operated("not", strange))

    def row(self, source: str) -> Any:
        return exp.Anonymous(this="STRUCT", expressions=[self.every(source)])


def decimal(digits: int, places: int) -> Any:
    """The type of decimals of so many digits."""
    return exp.DataType.build(f"DECIMAL({digits}, {places})")


#: how strongly operators bind, the weakest first
_BINDING = (
    (exp.Or,), (exp.And,), (exp.Not,),
    (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In, exp.Between, exp.RegexpLike),
    (exp.Add, exp.Sub), (exp.Mul, exp.Div, exp.IntDiv), (exp.Column, exp.Literal, exp.Neg, exp.Func),
)  # fmt: skip
#: operators of which several in a row mean the same however they are bracketed
_IN_A_ROW = (exp.Or, exp.And, exp.Add, exp.Mul)


def without_idle_brackets(tree: Any) -> Any:
    """The tree without brackets that change nothing, so that it can be read."""
    tree = tree.copy()
    for bracket in [*tree.find_all(exp.Paren)]:
        outer, inner = bracket.parent, bracket.this
        inside, outside = _binding(inner), _binding(outer)
        first = bracket.arg_key == "this" or isinstance(outer, exp.Connector)
        same = isinstance(outer, _IN_A_ROW) and type(outer) is type(inner) and first
        clearer = isinstance(outer, exp.Or) and isinstance(inner, exp.And)
        if (
            isinstance(outer, (exp.If, exp.Alias, exp.Cast))
            or same
            or (inside > outside >= 0 and not clearer)
        ):
            bracket.replace(inner)
    return tree


def _binding(node: Any) -> int:
    kinds = (number for number, kinds in enumerate(_BINDING) if type(node) in kinds)
    if isinstance(node, exp.Func) and not isinstance(node, exp.Connector | exp.RegexpLike | exp.Collate):
        return len(_BINDING) - 1
    return next(kinds, -1)


def _is_number(value: Any) -> bool:
    return (isinstance(value, exp.Literal) and not value.is_string) or isinstance(value, exp.Neg)


#: the dialects that are offered, which are those that the tests run
DIALECTS: dict[str, type[Sql]] = {one.name: one for one in (Postgres, DuckDB, Spark)}
