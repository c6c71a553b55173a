"""Values and types at the edge of what engines hold: as a record says, or refused in words of ours."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.rules.criteria.criterion import Criterion
from tests.frames import LOCAL
from tests.rules.criteria import law

from .conftest import Engine

DAY, MIDNIGHT = datetime.date(2023, 6, 30), datetime.datetime.fromisoformat("2023-06-30T00:00:00")


def said(criterion: Criterion, value: object) -> str:
    """What the record says."""
    try:
        return str(criterion.judge({"x": value}).outcome.value)
    except ms.DataError:
        return "invalid"


def alike(engine: Engine, criterion: Criterion, array: Any) -> None:
    """Each row's outcome is its record's; what is in memory refuses, by column and row, what is invalid."""
    wanted = [said(criterion, value) for value in array.to_pylist()]
    table = pa.table({"row": pa.array(range(len(array)), pa.int64()), "x": array})
    if engine.name in LOCAL and engine.name != "polars-lazy" and "invalid" in wanted:
        for row, one in enumerate(wanted):
            single = engine.put(table.slice(row, 1))
            if one == "invalid":
                with pytest.raises(ms.DataError, match="表第1行“x”列：“"):
                    criterion.judge(single)
            else:
                assert law.rows(criterion.judge(single), "X101") == [one]
    else:
        assert law.rows(criterion.judge(engine.put(table)), "X101") == wanted


# --- texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [20, 40, 400])
def test_zeros_after_the_point_and_before_the_first_digit(engine: Engine, many: int) -> None:
    """1.000… is 1, however many; Arrow takes what has hundreds of places for 0."""
    texts = [f"1.{'0' * many}", f"1.50{'0' * many}", "100", f"100.{'0' * many}", f"{'0' * many}7.5", None]
    criterion = Criterion("X101", ms.column("x", places=5) >= 1)
    alike(engine, criterion, pa.array(texts))
    with_one = ms.compute(
        engine.put(pa.table({"row": range(len(texts)), "x": texts})), n=ms.column("x", places=5)
    )
    assert law.rows(with_one, "n") == [1, Decimal("1.5"), 100, 100, Decimal("7.5"), None]


@pytest.mark.parametrize(
    ("places", "high", "text"),
    [(8, 10**10, "99999999999"), (2, 9 * 10**16, "99999999999999999"), (0, 10**18, "-9999999999999999999")],
)
def test_a_text_just_beyond_the_range(engine: Engine, places: int, high: int, text: str) -> None:
    """It has the digits of what is in range and does not fit in 64 bits: one cell, not the whole query."""
    criterion = Criterion("X101", ms.column("x", places=places, low=-high, high=high) >= 1)
    alike(engine, criterion, pa.array([text, "1", None]))


# --- numbers that a type does not reach ----------------------------------------------------------


@pytest.mark.parametrize("ends", [(1000, 5000), (-5000, -1000), (10, 10**10), (-(10**10), -10)])
@pytest.mark.parametrize(
    "kind",
    [
        pa.decimal128(5, 2),
        pa.decimal128(38, 38),
        pa.decimal128(9, 9),
        pa.decimal128(3, 0),
        pa.uint8(),
        pa.int8(),
    ],
    ids=str,
)
def test_a_range_beyond_that_of_the_type(engine: Engine, kind: Any, ends: tuple[int, int]) -> None:
    """No value can be in range: each row is invalid, and no constant is made that the type cannot hold."""
    if engine.name in ("ibis-postgres", "pyspark") and pa.types.is_uint8(kind):
        pytest.skip("it has no unsigned integers")
    values = [0, 5, None] if not (pa.types.is_decimal(kind) and kind.scale > 5) else [0, Decimal("0.5"), None]
    criterion = Criterion("X101", ms.column("x", places=2, low=ends[0], high=ends[1]) >= 0)
    alike(engine, criterion, pa.array(values, kind))


def test_a_range_beyond_64_bits_of_unsigned(engine: Engine) -> None:
    """All that is below zero is no constant of unsigned integers."""
    if engine.name in ("ibis-postgres", "pyspark"):
        pytest.skip("it has no unsigned integers")
    alike(
        engine, Criterion("X101", ms.column("x", high=-1) <= 0), pa.array([5, 2**64 - 1, None], pa.uint64())
    )


@given(
    low=st.sampled_from([-(10**21), -(2**53) - 10, -(2**53) + 1, 0, 2**53 - 2, 2**53 + 10, 10**20]),
    value=st.sampled_from([2.0**53 - 2, 2.0**53 - 1, 2.0**53, 2.0**53 + 2, 1e20, 0.0]),
    negative=st.booleans(),
)
@pytest.mark.parametrize("name", ["polars", "polars-lazy", "pyarrow", "pandas-arrow"])
def test_floats_at_the_end_of_what_they_tell_apart(name: str, low: int, value: float, negative: bool) -> None:
    """A float beyond 2⁵³ is refused as on a record, also where all that is declared lies there."""
    column = ms.column("x", low=low, high=10**21, floats=True)
    value = -value if negative else value
    alike(Engine(name, LOCAL[name]), Criterion("X101", column >= 0), pa.array([value]))


# --- types of Arrow ------------------------------------------------------------------------------

TO_ARROW = ["pyarrow", "pandas-arrow"]


@pytest.mark.parametrize("name", TO_ARROW)
@pytest.mark.parametrize(
    ("array", "wanted"),
    [
        (pa.array([Decimal(100), None], pa.decimal128(5, -2)), ["met", "unknown"]),
        (pa.RunEndEncodedArray.from_arrays([2, 3], [1, None]), ["met", "met", "unknown"]),
        (pa.RunEndEncodedArray.from_arrays([1, 2], pa.array(["2.5", None])), ["met", "unknown"]),
        (
            pa.RunEndEncodedArray.from_arrays([1], pa.array([Decimal("1.00")], pa.decimal256(50, 2))),
            ["met"],
        ),
    ],
)
def test_odd_types_of_arrow_are_read(name: str, array: Any, wanted: list[str]) -> None:
    """A decimal of negative scale is a whole number; runs are what they stand for."""
    criterion = Criterion("X101", ms.column("x", places=2) >= 1)
    try:
        frame = LOCAL[name](pa.table({"row": pa.array(range(len(array)), pa.int64()), "x": array}))
    except NotImplementedError:
        pytest.skip("pandas has no such type")
    assert law.rows(criterion.judge(frame), "X101") == wanted


@pytest.mark.parametrize("name", TO_ARROW)
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(
    "kind",
    [
        pa.month_day_nano_interval(), pa.binary(), pa.binary_view(), pa.binary(3), pa.duration("s"),
        pa.time64("us"), pa.list_(pa.int8()), pa.list_view(pa.int8()), pa.struct([("a", pa.int8())]),
        pa.map_(pa.string(), pa.int8()), pa.uuid(), pa.json_(), pa.bool8(), pa.opaque(pa.int8(), "a", "b"),
        pa.dense_union([pa.field("a", pa.int8())]),
    ],
    ids=str,
)  # fmt: skip
def test_types_that_hold_no_value_of_ours_are_refused(name: str, kind: Any, wide: bool) -> None:
    """By column, in our words, also where polars lends its integers and does not know the type."""
    x = ms.column("x", places=2, high=10**17 if wide else 10**6)
    criteria = [Criterion("X101", x * x >= 1 if wide else x >= 1)]
    for column in (ms.column("x", kind="text"), ms.column("x", kind="date"), ms.column("x", kind="truth")):
        criteria.append(Criterion("X101", column.is_missing()))
    try:
        frame = LOCAL[name](pa.table({"x": pa.nulls(2, kind)}))
    except NotImplementedError:
        pytest.skip("pandas has no such type")
    for criterion in criteria:
        with pytest.raises(ms.DataError, match=rf"^{name.partition('-')[0]} 表“x”列：是 "):
            criterion.judge(frame)


@pytest.mark.parametrize("kind", ["number", "text", "date", "truth"])
def test_a_column_of_the_type_of_nothing(engine: Engine, kind: Any) -> None:
    """Missing on every row is unknown, whatever was declared."""
    x = ms.column("x", kind=kind)
    limits: dict[str, Any] = {"number": 1, "text": "a", "date": DAY}
    requirement = x if kind == "truth" else x == limits[kind]
    if engine.name == "duckdb":
        frame = engine.put(pa.table({"row": [0]})).project("*, NULL AS x")
    elif engine.name.startswith("ibis"):
        import ibis

        frame = engine.put(pa.table({"row": [0]})).mutate(x=ibis.null())
    elif engine.name == "pyspark":
        from pyspark.sql import functions

        frame = engine.put(pa.table({"row": [0]})).withColumn("x", functions.lit(None))
    else:
        frame = engine.put(pa.table({"row": [0], "x": pa.nulls(1)}))
    assert law.rows(Criterion("X101", requirement).judge(frame), "X101") == ["unknown"]


# --- pandas --------------------------------------------------------------------------------------

ODD: dict[str, list[Any]] = {
    "number": [
        Decimal("1.5"), 7, "12", "12.50", "x", Decimal("Infinity"), Decimal("sNaN"), Decimal("NaN"), None,
        Fraction(5, 2), Fraction(1, 3), True, 1.5,
        ms.Amount(1, "元"), ms.Amount(1, "万元"), ms.Amount(1, "公里"),
        float("nan"), Decimal("9999999999999999.999"), 10**40, Decimal("1E-30"), [1], DAY, b"1",
    ],
    "text": ["a", "b", None, 1, True, b"a", DAY, 1.5, float("nan")],
    "date": [
        DAY, MIDNIGHT, MIDNIGHT.replace(hour=1), MIDNIGHT.replace(tzinfo=datetime.UTC), None, 20230630, True,
        1.5, datetime.date(1, 1, 1), datetime.date(9999, 12, 31),
    ],
    "truth": [True, False, None, 1, "true", 0.0],
}  # fmt: skip
DECLARED = {
    "number": ms.column("x", "元", places=3) >= ms.Amount(2, "元"),
    "text": ms.column("x", kind="text") == "a",
    "date": ms.column("x", kind="date") >= DAY,
    "truth": ms.column("x", kind="truth"),
}


@given(data=st.data(), kind=st.sampled_from([*ODD]))
def test_objects_of_pandas_are_read_as_records_are(data: st.DataObject, kind: str) -> None:
    """Whatever stands beside what: each is what it is alone, or is refused by its row."""
    pandas = pytest.importorskip("pandas")
    criterion = Criterion("X101", DECLARED[kind])
    values = data.draw(st.lists(st.sampled_from(ODD[kind]), min_size=2, max_size=5))
    if len({type(value) for value in values if value is not None}) < 2:
        return  # alike, they have a type, which is refused as such
    frame = pandas.DataFrame({"x": pandas.Series(values, dtype=object)})
    wanted = [said(criterion, value) for value in values]
    try:
        assert [*criterion.judge(frame)["X101"]] == wanted
    except ms.DataError as error:
        found = {problem.where for problem in error.problems}
        assert found == {f"pandas 表第{row}行“x”列" for row, one in enumerate(wanted, 1) if one == "invalid"}
        assert found


def test_problems_of_pandas_are_said_at_once_and_as_its_own() -> None:
    """Of all columns, by row, with how many more there are; never as polars', which lends its integers."""
    pandas = pytest.importorskip("pandas")
    x, y = ms.column("x", places=2), ms.column("y", places=2)
    both = Criterion("X101", x >= y)
    frame = pandas.DataFrame({"x": [Decimal(1)] + ["?"] * 7, "y": [Decimal("Infinity"), *range(7)]})
    with pytest.raises(ms.DataError) as caught:
        both.judge(frame)
    assert [str(problem) for problem in caught.value.problems] == [
        *(f"pandas 表第{row}行“x”列：“?”不是数，请写成 640 或 640.5 这样" for row in range(2, 7)),
        "pandas 表：共有 7 行数据有误，以上是前 5 行",
        "pandas 表第1行“y”列：“Infinity”不是数",
    ]
    for odd, met in (
        (pandas.DataFrame({"x": [1.5], "y": [1]}), "pandas 表“x”列：是浮点数，不精确"),
        (pandas.DataFrame({"x": [True], "y": [1]}), "pandas 表“x”列：是 Boolean，不是数"),
        (pandas.DataFrame({"z": [1], "y": [1]}), "pandas 表：没有“x”列；有：z、y"),
        (pandas.DataFrame(), "pandas 表：没有“x”列"),
        (pandas.DataFrame({("x", "a"): [1], ("y", "a"): [2]}), "pandas 表：没有“x”列；有：('x', 'a')"),
        (pandas.DataFrame({"x": [10**20], "y": [1]}), "pandas 表第1行“x”列：“1000"),
    ):
        with pytest.raises(ms.DataError) as caught:
            both.judge(odd)
        assert str(caught.value.problems[0]).startswith(met)


def test_a_moment_a_nanosecond_after_midnight_is_no_date() -> None:
    """It is a moment on the record and on the frame."""
    pandas = pytest.importorskip("pandas")
    criterion = Criterion("X101", ms.column("d", kind="date") >= DAY)
    moment = pandas.Timestamp(DAY) + pandas.Timedelta(1, "ns")
    with pytest.raises(ms.DataError, match="是时刻，不是日期"):
        criterion.judge({"d": moment})
    with pytest.raises(ms.DataError, match="日期请不带时刻"):
        criterion.judge(pandas.DataFrame({"d": [moment]}))
    assert criterion.judge({"d": pandas.Timestamp(DAY)}).outcome == "met"


def test_a_row_of_pandas_is_a_record_by_its_labels() -> None:
    """Also where an attribute of the row itself has the name of a column."""
    pandas = pytest.importorskip("pandas")
    size = Criterion("X101", ms.column("size") >= 7)
    frame = pandas.DataFrame({"size": [9, 2], "name": ["a", "b"]})
    assert [size.judge(row).outcome.value for _, row in frame.iterrows()] == ["met", "unmet"]
    assert size.explain(frame.iloc[0]).startswith("9 ")
    with pytest.raises(ms.DataError, match="记录里没有这一栏"):
        size.judge(frame[["name"]].iloc[0])
    assert [size.judge(row).outcome.value for row in frame.itertuples()] == ["met", "unmet"]


# --- what is no frame ----------------------------------------------------------------------------


def no_frames() -> list[tuple[Callable[[], Any], str]]:
    duckdb, polars, pandas = map(pytest.importorskip, ("duckdb", "polars", "pandas"))
    table = pa.table({"x": [1]})
    return [
        (lambda: polars.Series("x", [1]), "a Series: give its to_frame()"),
        (lambda: polars.col("x"), "an Expr"),
        (lambda: pandas.Series([1], name="x"), "a Series: give its to_frame()"),
        (lambda: pandas.DataFrame({"x": [1]}).groupby("x"), "a DataFrameGroupBy"),
        (lambda: table.to_batches()[0], "a RecordBatch: give pyarrow.Table.from_batches([it])"),
        (table.to_reader, "a RecordBatchReader: give its read_all()"),
        (lambda: table["x"], "a ChunkedArray"),
        (duckdb.connect, "a DuckDBPyConnection: give its table(name) or sql(query)"),
    ]


@pytest.mark.parametrize("number", range(8))
def test_what_is_no_frame_is_refused_with_what_to_give(number: int) -> None:
    """In one sentence, wherever a frame or a record is asked for."""
    make, what = no_frames()[number]
    criterion = Criterion("X101", ms.column("x", places=2) >= 0)
    for ask in (
        lambda: criterion.judge(make()),
        lambda: criterion.explain(make()),
        lambda: ms.judge([criterion], make()),
        lambda: ms.compute(make(), y=ms.column("x", places=2)),
    ):
        with pytest.raises(TypeError) as caught:
            ask()
        assert f"not {what}" in str(caught.value)
