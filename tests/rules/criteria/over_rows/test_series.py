"""What needs more than one row, on frames: streaks and totals are those of plain Python, on every engine."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.measuring.lights import streaks_of
from minsheng.rules.criteria.over_rows.series import streaks, totals
from tests.frames import every_engine, in_memory, lazy
from tests.rules.criteria import law
from tests.tries import tries

from . import series_law

duckdb = pytest.importorskip("duckdb")
polars = pytest.importorskip("polars")


# --- streaks -----------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["红", "黄", None]), max_size=12))
def test_a_streak_is_a_run_counted_back(values: list[str | None]) -> None:
    """As many values before it as are the same, one after another, and itself."""
    for end, streak in enumerate(streaks_of(values)):
        if values[end] is None:
            assert streak is None
            continue
        assert streak is not None
        first = end + 1 - streak
        assert set(values[first : end + 1]) == {values[end]}
        assert first == 0 or values[first - 1] != values[end]


@every_engine
@tries(30)
@given(rows=series_law.lights())
def test_a_frame_has_the_streaks_of_its_groups(put: law.Put, rows: list[law.Record]) -> None:
    """Whatever the order of the rows, and with missing lights and missing areas among them."""
    found = streaks(put(series_law.table(rows)), "light", within=["area", "item"], order="period")
    assert law.rows(found, "streak") == series_law.streaks(rows, ["area", "item"], ["period"])


@every_engine
@tries(15)
@given(rows=series_law.lights())
def test_truth_lasts_as_text_does_and_order_may_be_several_columns(
    put: law.Put, rows: list[law.Record]
) -> None:
    """A truth value, by one key, in the order of month and ten-day period."""
    frame = put(series_law.table(rows, unique="area"))
    found = streaks(frame, "late", within="area", order=["month", "day"], name="lasted")
    rows = series_law.unique(rows, "area")
    assert law.rows(found, "lasted") == series_law.streaks(rows, ["area"], ["month", "day"], "late")


@every_engine
def test_the_rest_of_the_frame_is_as_it_was(put: law.Put) -> None:
    """A frame of the same engine comes back, with its columns, and one more or one replaced."""
    rows = [
        {"area": "甲", "item": 1, "period": p, "light": "红", "late": True, "month": None, "day": None}
        for p in (3, 1, 2)
    ]
    frame = put(series_law.table(rows))
    once = streaks(frame, "light", within="area", order="period")
    assert type(once) is type(frame)
    assert nw.from_native(once).collect_schema().names() == [
        "row", "area", "item", "period", "light", "late", "month", "day", "streak",
    ]  # fmt: skip
    again = streaks(once, "late", within="area", order="period")
    wanted = {"streak": [3, 1, 2], "light": ["红"] * 3, "period": [3, 1, 2]}
    assert law.read(again, *wanted) == wanted


DISORDER = pa.table(
    {
        "row": [0, 1, 2, 3, 4, 5],
        "area": ["甲", "甲", "乙", "乙", "丙", None],
        "period": [1, 1, 1, None, 1, 1],
        "light": [None, "红", "红", "红", "红", "红"],
    }
)


@in_memory
def test_rows_without_a_place_are_refused(put: law.Put) -> None:
    """A period that stands twice or is missing: nothing tells which row comes first."""
    with pytest.raises(ms.DataError) as error:
        streaks(put(DISORDER), "light", within="area", order="period")
    problems = {str(problem).partition(" 表 ")[2] for problem in error.value.problems}
    said = "“period”有空缺或重复，分不出先后；每组每期请只留一行"
    assert problems == {f"area=甲：{said}", f"area=乙：{said}"}


@lazy
def test_streaks_without_an_order_are_missing_where_nothing_can_be_raised(put: law.Put) -> None:
    """The other groups are counted as ever."""
    found = streaks(put(DISORDER), "light", within="area", order="period")
    assert law.rows(found, "streak") == [None, None, None, None, 1, 1]


@every_engine
def test_columns_that_cannot_serve(put: law.Put) -> None:
    """All of them are named at once: floats are not equal safely, texts sort by the engine's rules."""
    frame = put(pa.table({"area": [1.5], "light": ["红"], "period": ["2023-01"]}))
    with pytest.raises(ms.DataError) as error:
        streaks(frame, "light", within="area", order="period")
    assert [problem.where.partition(" 表")[2] for problem in error.value.problems] == [
        "“area”列",
        "“period”列",
    ]
    with pytest.raises(ms.DataError, match="没有“county”列") as error:
        streaks(frame, "灯", within="county", order="period")
    assert len(error.value.problems) == 2


def test_names_that_differ_in_case_only_are_refused_where_the_engine_sees_one() -> None:
    """The new column would be another name for one that is there."""
    table = pa.table({"light": ["红"], "t": [2], "area": ["甲"], "period": [1]})
    with duckdb.connect() as connection:
        frame = connection.from_arrow(table)
        with pytest.raises(ms.DataError, match="大小写"):
            streaks(frame, "light", within="area", order="period", name="T")
        with pytest.raises(ms.DataError, match="大小写"):
            totals(frame, within="area", T=ms.column("t", low=0), t=ms.column("t", low=0))
    lasting = streaks(table, "light", within="area", order="period", name="T")
    assert [lasting.column(name).to_pylist() for name in ("t", "T")] == [[2], [1]]


def test_names_are_given_once_and_not_taken() -> None:
    frame = polars.DataFrame({"light": ["红"], "area": ["甲"], "period": [1]})
    with pytest.raises(ms.RuleError, match="one at least"):
        streaks(frame, "light", within=[], order="period")
    with pytest.raises(ms.RuleError, match="cannot be named 'light'"):
        streaks(frame, "light", within="area", order="period", name="light")


def test_dates_and_categories() -> None:
    """A date puts rows in order; a category is a text."""
    pandas = pytest.importorskip("pandas")
    days = [datetime.date(2023, 1, day) for day in (20, 10, 31)]
    frame = pandas.DataFrame({"县": ["甲"] * 3, "日": days, "灯": ["红", "红", "绿"]}, index=[7, 8, 9])
    frame = frame.astype({"县": "category", "灯": "category"})
    found = streaks(frame, "灯", within="县", order="日")
    assert found["streak"].tolist() == [2, 1, 1]
    assert found.index.tolist() == [7, 8, 9]
    assert str(found["streak"].dtype) == "Int64"
    lazily = streaks(polars.DataFrame(frame).lazy(), "灯", within="县", order="日").collect()
    assert lazily["streak"].to_list() == [2, 1, 1]


@every_engine
def test_no_rows(put: law.Put) -> None:
    """Of none there is no streak and no total, and no error."""
    frame = put(series_law.table([]))
    assert law.rows(streaks(frame, "light", within="area", order="period"), "streak") == []
    none = totals(frame, within="area", sum=ms.column("item", low=0))
    assert series_law.found(none, ["area"], ["sum"]) == {}


# --- totals ------------------------------------------------------------------------------


@every_engine
@pytest.mark.parametrize("missing", ["keep", "skip"])
@tries(25)
@given(rows=series_law.figures(), data=st.data())
def test_totals_are_the_sums_of_python(
    put: law.Put, missing: Any, rows: list[law.Record], data: st.DataObject
) -> None:
    """Exactly, by group, whatever is missing and however the numbers are typed."""
    ways = {"done": data.draw(st.sampled_from(law.WAYS)), "people": data.draw(st.sampled_from(law.WAYS))}
    frame = put(series_law.figures_table(rows, ways))
    result = totals(frame, within=["area", "item"], missing=missing, **series_law.SUMMED)
    wanted = series_law.totals(rows, ["area", "item"], missing)
    assert series_law.found(result, ["area", "item"], [*series_law.SUMMED]) == wanted


@every_engine
def test_no_sum_wraps(put: law.Put) -> None:
    """A thousand numbers at the end of 64 bits, of which two are too much for 64."""
    rows = 1000
    most = 2**63 - 1
    frame = put(pa.table({"row": range(rows), "area": ["甲"] * rows, "n": [most] * rows}))
    result = totals(frame, within="area", n=ms.column("n", low=-most, high=most))
    assert series_law.found(result, ["area"], ["n"]) == {("甲",): (Decimal(most) * rows, rows)}


@every_engine
def test_numbers_that_need_more_than_64_bits_are_refused(put: law.Put) -> None:
    """Of those no number of rows is safe on every engine."""
    frame = put(pa.table({"area": ["甲"], "a": [1]}))
    a = ms.column("a", places=9)
    with pytest.raises(ms.RuleError, match="more than 64 bits"):
        totals(frame, within="area", square=a * a)


WRONG = pa.table({"row": [0, 1, 2, 3], "area": ["甲", "甲", "乙", "乙"], "n": [1, 2000, 5, None]})


@in_memory
def test_a_wrong_value_is_refused(put: law.Put) -> None:
    with pytest.raises(ms.DataError, match="2000"):
        totals(put(WRONG), within="area", missing="skip", n=ms.column("n", low=0, high=1000))


@lazy
def test_a_wrong_value_is_never_skipped(put: law.Put) -> None:
    """It is not missing: where nothing can be raised, the sum of its group is."""
    n = ms.column("n", low=0, high=1000)
    skipped = totals(put(WRONG), within="area", missing="skip", n=n, double=n * 2)
    wanted = {("甲",): (None, None, 2), ("乙",): (Decimal(5), Decimal(10), 2)}
    assert series_law.found(skipped, ["area"], ["n", "double"]) == wanted
    kept = totals(put(WRONG), within="area", n=n)
    assert series_law.found(kept, ["area"], ["n"]) == {("甲",): (None, 2), ("乙",): (None, 2)}


def test_what_has_no_total() -> None:
    frame = polars.DataFrame({"area": ["甲"], "n": [1]})
    n = ms.column("n", low=0, high=9)
    with pytest.raises(ms.RuleError, match="only numbers have a total"):
        totals(frame, within="area", some=n > 1)
    with pytest.raises(ms.RuleError, match="round it"):
        totals(frame, within="area", third=n / 3)
    with pytest.raises(ms.RuleError, match="give kind="):
        totals(frame, within="area", some=ms.column("n"))
    for name in ("area", "rows"):
        with pytest.raises(ms.RuleError, match=f"named '{name}'"):
            totals(frame, within="area", missing="keep", **{name: n})
    with pytest.raises(ValueError, match="'keep', 'skip'"):
        totals(frame, within="area", missing="drop", n=n)  # type: ignore[arg-type]


@every_engine
@tries(10)
@given(rows=series_law.figures())
def test_totals_of_totals(put: law.Put, rows: list[law.Record]) -> None:
    """Summed by area and item and then by area, it is what is summed by area at once."""
    done = {"done": ms.column("done", places=2, low=-(10**14), high=10**14)}
    frame = put(series_law.figures_table(rows, {}))
    first = totals(frame, within=["area", "item"], missing="keep", **done)
    twice = series_law.found(totals(first, within="area", missing="keep", **done), ["area"], ["done"])
    once = series_law.found(totals(frame, within="area", missing="keep", **done), ["area"], ["done"])
    assert {key: sums[0] for key, sums in twice.items()} == {key: sums[0] for key, sums in once.items()}
