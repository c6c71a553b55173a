"""Integers past 32, 64 and 128 bits, decimals wider than declared, and the oddities of engines' types.

On each engine a frame says what its rows say, or is refused in words of ours; on those with integers
of 128 bits, and on those that polars lends them, nothing here is refused but what 38 digits cannot hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

import minsheng as ms
from minsheng.domain.expression.evaluate import evaluate
from minsheng.domain.expression.nodes import columns
from minsheng.errors import MinshengError
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.records.read import read_record
from tests.rules.criteria import law

from .conftest import Engine

Rows = Mapping[str, list[Any]]
#: have no integers of 128 bits, and borrow none
NARROW = ("ibis-duckdb", "ibis-postgres", "pyspark")


def numbered(rows: Rows) -> pa.Table:
    many = len(next(iter(rows.values())))
    return pa.table({"row": pa.array(range(many), pa.int64()), **rows})


def worths(expression: ms.Expression, rows: Rows) -> list[Any]:
    names = [*rows]
    records = [dict(zip(names, values, strict=True)) for values in zip(*rows.values(), strict=True)]
    return [evaluate(expression.node, read_record(columns(expression.node), one)) for one in records]


def agrees(engine: Engine, rows: Rows, *, narrow: bool = False, **named: ms.Expression) -> None:
    """The frame's values are the records'; a narrow engine may refuse instead, where that is said."""
    frame = engine.put(numbered(rows))
    if narrow and engine.name in NARROW:
        with pytest.raises(ms.RuleError, match="more than the 64 bits that"):
            ms.compute(frame, **named)
        return
    result = law.read(ms.compute(frame, **named), *named)
    for name, expression in named.items():
        found = [law.comparable(value) for value in result[name]]
        assert found == worths(expression, rows), name


def outcomes(engine: Engine, table: pa.Table, *criteria: Criterion) -> list[list[str]]:
    result = ms.judge(criteria, engine.put(table))
    return [*law.read(result, *(one.code for one in criteria)).values()]


# --- widths ----------------------------------------------------------------------------

A, B = (ms.column(name, places=0, low=0, high=10) for name in "ab")
C = ms.column("c", places=0, low=0, high=10**15)
LEVEL, INVEST = ms.column("level", kind="text"), ms.column("invest", "元", places=2, high=10**12)


def chosen(condition: ms.Expression, then: int) -> ms.Expression:
    return ms.when(condition).then(then).otherwise(1)


def test_a_product_of_choices_of_constants_does_not_wrap(engine: Engine) -> None:
    """170000 × 330000 is past 32 bits although each is not, and times 10¹⁵ past 64."""
    choices = chosen(A > 0, 170_000) * chosen(B > 0, 330_000)
    rows = {"a": [1, 0, 1], "b": [1, 1, 0], "c": [1, 3, 10**15]}
    agrees(engine, rows, x=choices)
    agrees(engine, rows, narrow=True, x=choices * C)


def test_what_else_is_judged_in_a_pass_changes_nothing(engine: Engine) -> None:
    """A limit of 5 亿元 stays what it is beside a criterion that needs 128 bits."""
    limit = ms.when(LEVEL == "市级").then(ms.Amount(50000, "万元")).otherwise(ms.Amount(10000, "万元"))
    alone = Criterion("X101", limit <= INVEST)
    wide = ms.column("wide", places=4, high=10**14)
    beside = Criterion("X102", wide * wide >= wide)
    table = numbered(
        {"level": ["市级", "县级"], "invest": [300_000_000] * 2, "wide": [Decimal("2.0000")] * 2}
    )
    assert outcomes(engine, table, alone) == [["unmet", "met"]]
    if engine.name in NARROW:
        with pytest.raises(ms.RuleError, match="more than the 64 bits that"):
            outcomes(engine, table, alone, beside)
    else:
        assert outcomes(engine, table, alone, beside) == [["unmet", "met"], ["met", "met"]]


@pytest.mark.parametrize(("places", "high"), [(9, 10**10), (4, 10**15), (2, 10**17), (0, 10**19)])
def test_a_column_is_widened_before_it_is_multiplied(engine: Engine, places: int, high: int) -> None:
    """Whole numbers of the last place may need 128 bits where the numbers themselves need 64."""
    x = ms.column("x", places=places, high=high)
    agrees(
        engine, {"x": [high - 1, 1, None]} if high < 2**63 else {"x": [2**63 - 1, 1, None]}, narrow=True, x=x
    )


def test_a_part_of_a_date_is_as_wide_as_what_is_made_of_it(engine: Engine) -> None:
    """2023 × 5 × 10¹⁵ is past 64 bits."""
    rows = {"d": [datetime.date(2023, 1, 31), None]}
    agrees(engine, rows, narrow=True, x=ms.column("d", kind="date").year() * 5 * 10**15)
    agrees(engine, rows, x=ms.column("d", kind="date").month() * 10**8 * 10**9)


def test_what_no_decimal_holds_is_refused(engine: Engine) -> None:
    """The product of two numbers of 10¹⁷ with two places each has up to 38 digits, and then one more."""
    x, y = (ms.column(name, places=2, high=10**17) for name in "xy")
    frame = engine.put(numbered({"x": [Decimal(10**17)], "y": [Decimal(10**17)]}))
    with pytest.raises(ms.RuleError, match="may need more than"):
        ms.compute(frame, x=x * y)


def test_a_sum_of_rates_is_rounded_exactly(engine: Engine) -> None:
    """The common denominator of five has sixty digits: more than any engine's integers, and not needed.

    Where there are 64 bits three are enough to be too many, and a query of five takes a minute to write.
    """
    many = 3 if engine.name in NARROW else 5
    done, asked = (
        [ms.column(f"{what}{n}", places=4, low=0, high=10**8) for n in range(many)]
        for what in ("done", "asked")
    )
    total: ms.Expression = done[0] / asked[0] * 20
    for one, of in zip(done[1:], asked[1:], strict=True):
        total = total + one / of * 20
    # 1/3 + 2/3 and 1/6 + 1/3 + 1/2: sums that end although no part does
    tops = [[1, 2, 0, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 0, 0], [2, 2, 1, 1, 10**8]]
    bottoms = [
        [3, 3, 7, 9, 11],
        [6, 3, 2, 5, 5],
        [7, 11, 13, 17, 99_999_999],
        [4000, 3, 1, 1, 1],
        [3, 3, 3, 3, 10**8],
    ]
    rows = {f"done{n}": [Decimal(top[n]) for top in tops] for n in range(many)}
    rows |= {f"asked{n}": [Decimal(bottom[n]) for bottom in bottoms] for n in range(many)}
    agrees(engine, rows, up=total.half_up(2))
    if engine.name in NARROW:
        return
    agrees(
        engine, rows, down=total.floor(2), lifted=(total - 50).half_up(2), most=ms.least(total, 20).ceil(1)
    )
    limit, below = Criterion("X101", total >= 20), Criterion("X102", total - 100 < -80)
    assert outcomes(engine, numbered(rows), limit, below) == [
        ["met", "met", "unmet", "unmet", "met"],
        ["unmet", "unmet", "met", "met", "unmet"],
    ]


# --- decimals, floats, texts ---------------------------------------------------------------

PAID = ms.column("paid", "元", places=2)
ENOUGH = Criterion("X201", ms.Amount(1300, "元") <= PAID)


@pytest.mark.parametrize(("precision", "scale"), [(38, 18), (38, 30), (18, 12), (38, 3)])
def test_a_decimal_wider_than_declared_is_read_exactly(engine: Engine, precision: int, scale: int) -> None:
    """1300.00 is 1300.00 in whatever decimal it comes; a tenth of a cent is still too much."""
    kind = pa.decimal128(precision, scale)
    values = [Decimal("1300.00"), Decimal("1299.99"), Decimal("-0.01"), None]
    table = numbered({"paid": pa.array(values, kind)})
    assert outcomes(engine, table, ENOUGH) == [["met", "unmet", "unmet", "unknown"]]
    finer = numbered({"paid": pa.array([Decimal("1300.00"), Decimal("1300.001")], kind)})
    try:
        assert outcomes(engine, finer, ENOUGH) == [["met", "invalid"]]
    except ms.DataError as error:
        assert "第2行“paid”列" in str(error)  # noqa: PT017  # what is lazy says so in the row
        assert "超过 2 位小数" in str(error)  # noqa: PT017


@pytest.mark.parametrize("kind", [pa.decimal128(38, 0), pa.decimal128(19, 0), pa.decimal128(21, 2)], ids=str)
def test_nineteen_digits_and_bounds_between_whole_numbers(engine: Engine, kind: Any) -> None:
    """A bound has more places than the type; a value has as many digits as 64 bits hold."""
    between = ms.column("x", places=1, low=Decimal("0.5"), high=Decimal("10.5"))
    large = ms.column("x", places=0, low=0, high=9_223_372_036_854_775_807)
    agrees(engine, {"x": pa.array([Decimal(1), Decimal(10), None], kind).to_pylist()}, x=between)
    table = numbered({"x": pa.array([Decimal(1), Decimal(9_223_372_036_854_775_807), None], kind)})
    assert law.rows(ms.compute(engine.put(table), x=large), "x") == [1, 2**63 - 1, None]
    table = numbered({"x": pa.array([Decimal(1), Decimal(10)], kind)})
    assert outcomes(engine, table, Criterion("X101", between > 1)) == [["unmet", "met"]]


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]
)
def test_a_whole_number_of_any_type(engine: Engine, kind: Any) -> None:
    """Ranges within, around and beside that of the type."""
    if engine.name in ("ibis-postgres", "pyspark") and str(kind).startswith("u"):
        pytest.skip("it has no unsigned integers")
    table = numbered({"x": pa.array([0, 5, 127, None], kind)})
    within = ms.column("x", places=0, low=5, high=100)
    around = ms.column("x", places=3, low=-(10**12), high=10**12)
    beside = ms.column("x", places=0, low=1000, high=10**15)
    for column, wanted in (
        (within, ["invalid", "met", "invalid", "unknown"]),
        (around, ["unmet", "met", "met", "unknown"]),
        (beside, ["invalid", "invalid", "invalid", "unknown"]),
    ):
        try:
            assert outcomes(engine, table, Criterion("X101", column >= 5)) == [wanted]
        except ms.DataError:
            assert "invalid" in wanted  # a frame in memory refuses such rows


def test_floats_are_read_as_records_read_them(engine: Engine) -> None:
    """Narrow floats as the doubles they are, large ones with no rounding of their product by ten."""
    kind: Any
    for kind, places, values in (
        (pa.float32(), 2, [100000.0078125, 1.5, None]),
        (pa.float64(), 2, [0.1 + 0.2, 1.005, 10.0**12 + 0.05, 10.0**12 + 0.056]),
        (pa.float64(), 3, [10.0**12 + 0.123, 123456789.1234, 5.8999999999999995]),
    ):
        column = ms.column("x", places=places, floats=True, high=10**13)
        array = pa.array(values, kind)
        wanted = []
        for value in array.to_pylist():
            try:
                wanted.append(read_record(columns(column.node), {"x": value})["x"])
            except ms.DataError:
                wanted.append("invalid")
        whole = engine.put(numbered({"x": array}))
        if type(whole).__name__ in ("DataFrame", "Table") and engine.name not in ("pyspark", *NARROW):
            for row, one in enumerate(wanted):  # what is in memory is refused for one wrong row
                try:
                    (found,) = law.rows(
                        ms.compute(engine.put(numbered({"x": array.slice(row, 1)})), x=column), "x"
                    )
                    assert one != "invalid"
                    assert law.comparable(found) == one, values[row]
                except ms.DataError:
                    assert one == "invalid", values[row]
        else:
            found = [law.comparable(value) for value in law.rows(ms.compute(whole, x=column), "x")]
            assert found == [None if one == "invalid" else one for one in wanted]


# --- names, and types that engines have beside the usual ones ----------------------------------


@pytest.mark.parametrize("name", ["^x$", "*", "a.b", "`", '"', "金额（元）"])
def test_a_name_is_no_pattern(engine: Engine, name: str) -> None:
    """The column of that name is taken, and all others are given back as they are."""
    table = numbered({name: [1, 2], "x": [3, 3]})
    criterion = Criterion("X101", ms.column(name, places=0) >= 2)
    try:
        result = ms.judge([criterion], engine.put(table))
    except MinshengError:
        assert name == "*"  # which is all columns, to SQL
        return
    wanted = {"X101": ["unmet", "met"], "x": [3, 3], name: [1, 2]}
    assert law.read(result, *wanted) == wanted


ODD = {
    "string_view": pa.array(["a", "b", None], pa.string_view()),
    "large_string": pa.array(["a", "b", None], pa.large_string()),
    "dictionary": pa.array(["a", "b", None]).dictionary_encode(),
    "decimal256": pa.array([Decimal("1300.00"), Decimal("1299.99"), None], pa.decimal256(50, 18)),
    "decimal64": pa.array([Decimal("1300.00"), Decimal("1299.99"), None]).cast(pa.decimal64(18, 4)),
    "halffloat": pa.array([1300.0, 1.5, None], pa.float32()).cast(pa.float16()),
    "uint64": pa.array([2**64 - 1, 5, None], pa.uint64()),
    "null": pa.nulls(3),
}


@pytest.mark.parametrize("odd", [*ODD])
def test_the_odd_types_of_arrow(odd: str) -> None:
    """As the record says."""
    table = pa.table({"x": pa.chunked_array([ODD[odd].slice(0, 1), ODD[odd].slice(1)])})
    text = odd in ("string_view", "large_string", "dictionary")
    column = ms.column("x", kind="text") if text else ms.column("x", places=2, high=10**20, floats=True)
    criterion = Criterion("X101", column == "a" if text else column >= 1300)
    wanted = [criterion.judge({"x": value}).outcome.value for value in table["x"].to_pylist()]
    assert criterion.judge(table)["X101"].to_pylist() == wanted
    assert criterion.judge(table).schema.field("x").type == table.schema.field("x").type


def test_two_columns_of_one_name_are_refused() -> None:
    """An engine would take the first."""
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    criterion = Criterion("X101", ms.column("a", places=0) >= 2)
    with duckdb.connect() as connection:
        for frame in (
            pa.table([pa.array([1]), pa.array([2])], names=["a", "a"]),
            pandas.DataFrame([[1, 2]], columns=["a", "a"]),
            connection.sql("select 1 as a, 2 as a"),
        ):
            with pytest.raises(ms.DataError, match="有不止一列叫：a"):
                criterion.judge(frame)


def test_a_collation_does_not_make_texts_equal() -> None:
    """'A' is not 'a', though the column is declared NOCASE; nor is it one of the choices."""
    duckdb = pytest.importorskip("duckdb")
    free, bound = ms.column("t", kind="text"), ms.column("t", kind="text", choices=("a", "b"))
    with duckdb.connect() as connection:
        frame = connection.sql("select 'A' collate nocase as t union all select 'a'").order("t")
        for column, wanted in ((free, {"A": "unmet", "a": "met"}), (bound, {"A": "invalid", "a": "met"})):
            judged = Criterion("X101", column == "a").judge(frame)
            assert dict(judged.fetchall()) == wanted


def test_a_number_of_pandas_or_numpy_is_a_number() -> None:
    """What frames hand out one by one is read as the plain value it stands for."""
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    criterion = Criterion("X101", ms.column("x", places=2, floats=True) >= 2)
    for value, wanted in (
        (numpy.int64(3), "met"),
        (numpy.uint8(1), "unmet"),
        (numpy.float32(2.5), "met"),
        (pandas.NA, "unknown"),
        (pandas.NaT, "unknown"),
        (numpy.float64("nan"), "unknown"),
        (Decimal("NaN"), "unknown"),
    ):
        assert criterion.judge({"x": value}).outcome == wanted, value
    for value in (Decimal("sNaN"), Decimal("Infinity"), float("inf"), numpy.array([1, 2]), numpy.bool_(True)):
        with pytest.raises(ms.DataError):
            criterion.judge({"x": value})
    assert Fraction(1) == read_record(columns(ms.column("x", places=0).node), {"x": numpy.int8(1)})["x"]
