"""The law of SQL text: a database that runs it says of each row what the record says.

The databases run the text as another system would: it is given to them as it is.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING, Any, cast

import attrs
import pyarrow as pa
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.rules.criteria.compiling.exact import whole_range
from minsheng.rules.scoring.frames import _prepared
from minsheng.testing import criteria, expressions, records
from tests.frames import library
from tests.rules.criteria import law

from .conftest import into_ibis
from .test_criteria_law import drawn

if TYPE_CHECKING:
    from ibis.backends.postgres import Backend as IbisPostgres
    from pyspark.sql import SparkSession


@frozen
class Database:
    """A database: its dialect, ``run`` for a statement, and ``put`` for a table, which gives its name."""

    dialect: Any
    run: Callable[[str], list[tuple[Any, ...]]]
    put: Callable[[pa.Table], str]

    def made(self, *columns: str, rows: str) -> str:
        """A new table of these columns and rows, as SQL writes them; its name."""
        name = f"t_{uuid.uuid4().hex}"
        self.run(f'CREATE TABLE {name} ("row" INT, {", ".join(columns)})')
        self.run(f"INSERT INTO {name} VALUES {rows}")
        return name

    def outcomes(self, criterion: ms.Criterion, table: str) -> list[str]:
        """The outcomes of the rows, in their order."""
        text = criterion.sql(self.dialect, table, keep=["row"])
        return [outcome for _, outcome in sorted(self.run(text))]


@pytest.fixture(params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Each database that the law runs on."""
    if request.param == "duckdb":
        with library("duckdb").connect() as connection:

            def put(table: pa.Table) -> str:
                name = f"t_{uuid.uuid4().hex}"
                connection.register("given", table)
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
                return name

            yield Database("duckdb", lambda text: connection.execute(text).fetchall(), put)
        return
    server: IbisPostgres = request.getfixturevalue("postgres")

    def run(text: str) -> list[tuple[Any, ...]]:
        with server.con.cursor() as cursor:
            cursor.execute(text.encode())
            return cursor.fetchall() if cursor.description else []

    yield Database("postgres", run, lambda table: into_ibis(server)(table).get_name())
    server.con.rollback()


def agrees(
    database: Database, judging: Sequence[ms.Criterion], computing: dict[str, ms.Expression],
    rows: list[law.Record], arrow: pa.Table,
) -> None:  # fmt: skip
    """Each outcome and each value in the database is that of the row as a record."""
    text = ms.frames.sql(
        judging, database.dialect, database.put(arrow), keep=["row"], **cast("Any", computing)
    )
    found = sorted(database.run(text), key=lambda row: row[0])
    columns = [[*column] for column in zip(*found, strict=True)][1:] if found else []
    for criterion, outcomes in zip(judging, columns, strict=False):
        assert outcomes == [law.expected(criterion, row) for row in rows], criterion
    for expression, values in zip(computing.values(), columns[len(judging) :], strict=True):
        assert [law.comparable(v) for v in values] == [law.worth(expression.node, row) for row in rows], (
            expression
        )


@cache
def many() -> tuple[tuple[ms.Criterion, ...], dict[str, ms.Expression], list[law.Record], pa.Table]:
    """Seven criteria and five expressions over eighty records at the limits, the same ones each time."""
    judging = tuple(
        attrs.evolve(criterion, code=f"X{100 + number}")
        for number, criterion in enumerate(drawn(criteria(codes=["X100"]), 7, lambda one: len(str(one)) > 20))
    )
    computing = {}
    for kind in Kind:
        of_kind = drawn(
            expressions(kind=kind, max_depth=2),
            2 if kind is Kind.NUMBER else 1,
            lambda one: len(str(one)) > 20,
        )
        for number, one in enumerate(of_kind):
            computing[f"{kind.value}{number}"] = one.half_up(2) if kind is Kind.NUMBER else one
    about = records((*judging, *computing.values()), min_size=5, max_size=5)
    rows = [row for some in drawn(about, 16) for row in some]
    fields = law.needed(*judging, *computing.values())
    ways = dict(
        zip((column.name for column in fields), cycle(("decimal", "text", "wide decimal")), strict=False)
    )
    return judging, computing, rows, law.arrow(fields, rows, ways)


def test_a_table_is_judged_as_its_rows_are(database: Database) -> None:
    """Many criteria and expressions in one text, over columns of several types."""
    agrees(database, *many())


@settings(max_examples=10)
@given(data=st.data())
def test_any_criterion_is_judged_alike(data: st.DataObject) -> None:
    """Criteria one by one, of any shape, in DuckDB, which needs no server."""
    one = data.draw(criteria())
    rows = data.draw(records([one], min_size=3, max_size=6))
    arrow = law.arrow(law.needed(one), rows, {})
    with library("duckdb").connect() as connection:
        connection.register("t", arrow)
        itself = Database("duckdb", lambda text: connection.execute(text).fetchall(), lambda _: "t")
        agrees(itself, [one], {}, rows, arrow)


@pytest.mark.parametrize("name", ["zhenhai-2022", "anhui-2008"])
def test_a_scheme_is_scored_as_on_frames(database: Database, name: str) -> None:
    """Points, those of each item and the grade of forty rows are those that frames have."""
    scheme = ms.load_scheme(name)
    prepared = _prepared(scheme, True)
    fields = tuple(
        {one.name: one for ready in prepared for one in ready.needed if one.name != "points"}.values()
    )
    random = Random(2022)  # noqa: S311  # nothing secret

    def any_of(column: Column) -> Any:
        if column.of is not Kind.NUMBER:
            return random.choice((True, False, None) if column.of is Kind.TRUTH else (*column.choices, None))
        low, high = whole_range(column)
        return random.choice(
            (None, *[Decimal(random.randint(low, high)).scaleb(-column.places) for _ in range(9)])
        )

    rows = [{column.name: any_of(column) for column in fields} for _ in range(40)]
    arrow = law.arrow(fields, rows, {})
    text = ms.frames.scheme_sql(scheme, database.dialect, database.put(arrow), keep=["row"], parts=True)
    found = sorted(database.run(text), key=lambda row: row[0])
    scored = ms.frames.score_frame(scheme, library("polars").from_arrow(arrow), parts=True)
    made = [one for one in scored.columns if one not in arrow.column_names]
    order = ["points", *(item.id for item in scheme.every_item), *(["grade"] if scheme.grades else [])]
    assert sorted(order) == sorted(made)
    assert [tuple(row[1:]) for row in found] == scored.select(order).rows()


# --- columns of any type ---------------------------------------------------------------------

#: a column of each kind that a criterion asks for
KINDS = {
    "number": ms.column("x", places=2, low=-100, high=1000) >= 12,
    "float": ms.column("x", places=2, low=-100, high=1000, floats=True) >= 12,
    "date": ms.column("x", kind="date") >= datetime.date(2023, 1, 1),
    "text": ms.column("x", kind="text") == "甲",
    "choice": ms.column("x", kind="text", choices=("甲", "乙")) == "甲",
    "truth": ms.column("x", kind="truth") == True,  # noqa: E712  # an expression
}
#: types of columns and values of them, on both databases and on one of them; every one has NULL besides
TYPES = {
    "SMALLINT": "12, 11, 1000, 1001, -100, -101",
    "BIGINT": "12, 9223372036854775807, -9223372036854775808",
    "DECIMAL(6,2)": "11.99, 12, 1000, 1000.01, -100",
    "DECIMAL(12,4)": "11.9999, 12.0001, 12.01, 12.0100",
    "DECIMAL(38,30)": "12, 12.000000000000000000000000000001, 1000.5",
    "DECIMAL(38,0)": "12, 10000000000000000000000000000000000000",
    "TEXT": "'12', '+12.50', '-012.000', '12.005', '', 'x', 'NaN', '1e2', ' 12', '12.', '１２', '甲', '丙'",
    "VARCHAR(9)": "'甲', '甲 ', '12'",
    "REAL": "12, 11.5, 12.34, 'NaN'",
    "DOUBLE PRECISION": "12, 11.99, 12.345, 1e308, 'NaN', 'Infinity', -1e-300, 1000.0000001",
    "BOOLEAN": "TRUE, FALSE",
    "DATE": "'2023-01-01', '2022-12-31', '0001-01-01', '9999-12-31'",
    "TIMESTAMP": "'2023-01-01', '2023-01-01 00:00:00.000001', '2022-12-31 23:59:59', '1500-01-01'",
}
OWN = {
    "duckdb": {
        "UTINYINT": "12, 200", "HUGEINT": "12, 100000000000000000000000000000",
        "ENUM('甲', '丙', '12')": "'甲', '丙'", "TIMESTAMP_S": "'2023-01-01'",
    },
    "postgres": {"NUMERIC": "12, 12.005, 1e300, 'NaN', 'Infinity', '-Infinity'", "REAL": "'Infinity'"},
}  # fmt: skip
#: what the database cannot even read so, and refuses
REFUSED = "cannot cast type"


def of_record(criterion: ms.Criterion, value: object, kind: str, type_: str) -> str:
    """What is to be said of a value: what the record says, or that it is invalid."""
    if (isinstance(value, float) and kind != "float") or (
        isinstance(value, Decimal) and kind not in ("number", "float")
    ):  # a NaN or not
        return "invalid"
    try:
        return str(criterion.judge({"x": value}).outcome.value)
    except ms.DataError:
        return "invalid"


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_may_have_any_type(database: Database, kind: str) -> None:
    """A database judges what it gives to Python as a record; other types are refused or invalid."""
    rule = ms.Criterion("X101", KINDS[kind])
    for type_, values in (TYPES | OWN[database.dialect]).items():
        rows = ", ".join(f"({n}, {value})" for n, value in enumerate([*values.split(", "), "NULL"]))
        name = database.made(f"x {type_}", rows=rows)
        wanted = [
            of_record(rule, value, kind, type_) for _, value in sorted(database.run(f"SELECT * FROM {name}"))
        ]
        try:
            found = database.outcomes(rule, name)
        except Exception as error:
            assert REFUSED in str(error), (type_, error)  # noqa: PT017  # what it says depends on the database
            database.run("ROLLBACK") if database.dialect == "postgres" else None
            assert set(wanted) <= {"invalid", "unknown"}
        else:
            assert found == wanted, type_


def test_dates_beyond_python_are_invalid(database: Database) -> None:
    """The years that steps compute with are 1 to 9999."""
    rule = ms.Criterion("X101", ms.column("x", kind="date").year() >= 2023)
    rows = "(0, 'infinity'), (1, '-infinity'), (2, '10000-01-01'), (3, '0001-01-01 (BC)'), (4, '9999-12-31')"
    if database.dialect == "postgres":
        rows = rows.replace("(BC)", "BC")
    for type_ in ("DATE", "TIMESTAMP"):
        name = database.made(f"x {type_}", rows=rows)
        assert database.outcomes(rule, name) == [*["invalid"] * 4, "met"]


def test_texts_are_compared_letter_by_letter(database: Database) -> None:
    """Whatever the collation of a column, 'a' is not 'A'."""
    if database.dialect == "postgres":
        database.run(
            "CREATE COLLATION IF NOT EXISTS careless"
            " (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
        )
    collation = "NOCASE" if database.dialect == "duckdb" else "careless"
    name = database.made(f"x TEXT COLLATE {collation}", rows="(0, 'a'), (1, 'A'), (2, 'á'), (3, NULL)")
    same = ms.Criterion("X101", ms.column("x", kind="text") == "a")
    assert database.outcomes(same, name) == ["met", "unmet", "unmet", "unknown"]
    chosen = ms.Criterion("X101", ms.column("x", kind="text", choices=("a", "á")) == "a")
    assert database.outcomes(chosen, name) == ["met", "invalid", "unmet", "unknown"]


# --- hostile texts and names -----------------------------------------------------------------

HOSTILE = (
    "'", "''", '"', "`", "\\", "\\'", "--", "/* */", "*/", "; DROP TABLE t", "%s", "%(a)s", "$1", "${x}", "?",
    ":x", "a\nb", "a\n\n  b", "\t", "中文", "😀", "select", "E'\\n'", "{", "\u3000",
    "", " ", "null", "NULL", "x' OR '1'='1",
)  # fmt: skip


def test_texts_are_what_they_are(database: Database) -> None:
    """Constants and choices that would end a text, a comment or a statement, if text were put together."""
    rows: list[law.Record] = [{"x": text} for text in HOSTILE] + [{"x": None}]
    x, y = ms.column("x", kind="text"), ms.column("x", kind="text", choices=HOSTILE[:-1])
    name = database.put(law.arrow(law.needed(x), rows, {}))
    one = {f"n{number}": x == text for number, text in enumerate(HOSTILE)}
    text = ms.frames.sql((), database.dialect, name, keep=["row"], **cast("Any", one))
    for number, *values in database.run(text):
        assert values == (
            [None] * len(HOSTILE) if number == len(HOSTILE) else [n == number for n in range(len(HOSTILE))]
        )
    chosen = ms.Criterion("X101", ~y.is_missing())
    assert database.outcomes(chosen, name) == [*["met"] * (len(HOSTILE) - 1), "invalid", "unmet"]


NAMES = (
    'a"b', "a`b", "a.b", "a'b", "a;b--", "/*", "*/", "select", "user", "完成数（万人）", "*", "^x$", "%s",
    "a b", "1", "row_number", "Großartig", "__ms_read_x", "x", "__ms_row", "😀", "$1", "字" * 21, "null",
    "true", "current_date",
)  # fmt: skip


def test_any_name_is_quoted(database: Database) -> None:
    """Columns, schemas and tables with quotes, dots, comments, keywords and 汉字, up to 63 bytes."""
    table, schema = "t'a\"b.c; --字", f"s.\"'{uuid.uuid4().hex}"
    columns = {name: ms.column(name, places=1) for name in NAMES}

    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    database.run(f"CREATE SCHEMA {quoted(schema)}")
    where = f"{quoted(schema)}.{quoted(table)}"
    listed = ", ".join(f"{quoted(name)} DECIMAL(9,1)" for name in NAMES)
    database.run(f'CREATE TABLE {where} ("row" INT, {listed})')
    database.run(f"INSERT INTO {where} VALUES (0, {', '.join(f'{n}.5' for n in range(len(NAMES)))})")
    twice = {f"{name[:18]}\u00b2": column * 2 for name, column in columns.items()}
    text = ms.frames.sql((), database.dialect, (schema, table), keep=NAMES, **cast("Any", twice))
    ((*values,),) = database.run(text)
    once = [Decimal(f"{n}.5") for n in range(len(NAMES))]
    assert values == [*once, *(value * 2 for value in once)]
    every = ms.frames.sql((), database.dialect, (schema, table), new=columns["x"] * 2)
    ((*values,),) = database.run(every)
    assert values == [0, *once, once[NAMES.index("x")] * 2]


def test_a_title_cannot_end_its_comment(database: Database) -> None:
    """Neither a title nor a unit or a name in a comment comes to be run, nor opens a comment of its own."""
    for title in ("*/ DROP TABLE t; /*", "/* /* /*", "*/*/*/", "/*/", "a\n*/ x", "--\n", "/*+ x */", "${x}"):
        rule = ms.Criterion("X101", ms.column("*/ x /*", places=0) >= 1, title=title)
        name = database.made('"*/ x /*" INT', rows="(0, 1), (1, 0)")
        assert database.outcomes(rule, name) == ["met", "unmet"]


def test_letters_of_two_cases(database: Database) -> None:
    """PostgreSQL tells them apart; DuckDB does not, and is not asked to."""
    rule = ms.Criterion("X101", ms.column("Paid", places=0) > ms.column("paid", places=0))
    if database.dialect == "duckdb":
        with pytest.raises(ValueError, match="for one name"):
            rule.sql("duckdb", "t")
    else:
        name = database.made('"Paid" INT', '"paid" INT', rows="(0, 2, 1), (1, 1, 2)")
        assert database.outcomes(rule, name) == ["met", "unmet"]


# --- Spark -----------------------------------------------------------------------------------


def test_spark_runs_the_text(spark: SparkSession) -> None:
    """Limits met and missed, rounding, dates, texts, wrong values and hostile constants in one query."""
    paid, day = ms.column("paid", "元/月", places=2, low=0), ms.column("day", kind="date")
    kind = ms.column("kind", kind="text", choices=("县", "区", "a'\\${x}"))
    floor = ms.when(kind == "县").then(ms.Amount(650, "元/月")).otherwise(ms.Amount("700.5", "元/月"))
    judging = [
        ms.Criterion("X101", paid * 12 >= floor * 12, when=day >= datetime.date(2023, 1, 1), title="${x} */"),
        ms.Criterion("X102", kind == "a'\\${x}"),
    ]
    third = (ms.column("more", places=2, low=-1000) / 7).half_up(2)
    computing = {"third": third, "月": day.month(), "day²": day, "which": kind}
    values = [Decimal("650"), Decimal("649.99"), Decimal("700.50"), Decimal("700.49"), Decimal("0.07"), None]
    days = [datetime.date(2023, 1, 1), datetime.date(2022, 12, 31), None]
    rows: list[law.Record] = [
        {"paid": p, "more": p, "day": d, "kind": k}
        for p in values for d in days for k in ("县", "区", "a'\\${x}", None)
    ]  # fmt: skip
    arrow = law.arrow(
        law.needed(*judging, *computing.values()), rows, {"paid": pa.decimal128(38, 18), "more": "text"}
    )
    spark.createDataFrame(arrow).createOrReplaceTempView("`表``格`")
    text = ms.frames.sql(judging, "spark", "表`格", keep=["row"], **cast("Any", computing))
    found = {row[0]: [*map(law.comparable, row[1:])] for row in spark.sql(text).collect()}
    for number, row in enumerate(rows):
        worth = [law.worth(one.node, row) for one in computing.values()]
        assert found[number] == [*(law.expected(one, row) for one in judging), *worth], row
    rule = ms.Criterion("X103", ms.column("x", places=1, low=-9, high=99, floats=True) >= 12)
    literals = {
        "'12', '12.05', '+12.00', '12\\n', 'x', ''": "met invalid met invalid invalid invalid",
        "12D, 12.3D, 12.34D, double('NaN'), 1e300D": "met met invalid unknown invalid",
    }
    for given_, outcomes in literals.items():
        values_ = ", ".join(f"({n}, {one})" for n, one in enumerate(given_.split(", ")))
        spark.sql(f"SELECT * FROM VALUES {values_} AS t(row, x)").createOrReplaceTempView("values")
        found_ = [row[-1] for row in spark.sql(rule.sql("spark", "values")).orderBy("row").collect()]
        assert found_ == outcomes.split(), given_
