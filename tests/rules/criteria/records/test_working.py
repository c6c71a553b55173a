"""The law: a prepared working says of every record what is written plainly, node by node."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import Anything, Line, OneOf, Span
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.records.read import read_record
from minsheng.rules.criteria.records.record import compiled
from minsheng.testing import criteria, records, tables
from tests.tries import tries

from .plain_working import explained
from .test_record_law import as_object

JULY = datetime.date(2023, 7, 1)
paid_column = ms.column("paid", "元/月", places=2)
kind_column = ms.column("area_kind", kind="text")
month_column = ms.column("month", kind="date")


@tries(60)
@given(st.data())
def test_a_working_says_what_is_written_plainly(data: st.DataObject) -> None:
    """Of a dict, another mapping, an object; with and without missing values."""
    criterion = data.draw(criteria(bits=128))
    for record in data.draw(records(criterion, min_size=1, max_size=5)):
        wanted = explained(criterion, record)
        assert criterion.judge(record).explain() == wanted
        assert criterion.explain(MappingProxyType(record)) == wanted
        assert criterion.explain(as_object(record)) == wanted


@st.composite
def limits(draw: st.DrawFn, names: str) -> Expression:
    """A limit looked up in a table whose lines each say where they are written."""
    unit = draw(st.sampled_from(("元/月", "元/年")))
    table = draw(tables(unit=unit, max_lines=8))
    sourced = [attrs.evolve(line, source=f"{names}第{n}号") for n, line in enumerate(table.lines, 1)]
    keys = tuple(
        ms.column(f"{names}{index}", kind=table.key_kind(index) or "text").node
        for index in range(len(table.keys))
    )
    return Expression(Lookup(attrs.evolve(table, lines=tuple(sourced)), keys))


@tries(60)
@given(st.data())
def test_a_limit_names_the_line_it_is_written_in(data: st.DataObject) -> None:
    """Looked up, or chosen between two tables and nothing, in one unit or another."""
    first, second = data.draw(limits("甲")), data.draw(limits("乙"))
    chosen = ms.when(kind_column == "区").then(first)
    limit = data.draw(
        st.sampled_from(
            (
                first,
                chosen.otherwise(second),
                chosen.otherwise(None),
                chosen.when(month_column >= JULY).then(ms.Amount(7800, "元/年")).otherwise(second),
            )
        )
    )
    criterion = Criterion("X101", data.draw(st.sampled_from((paid_column >= limit, limit < paid_column))))
    kinds = st.sampled_from(("区", "县", None))
    for record in data.draw(records(criterion, min_size=1, max_size=8)):
        if "area_kind" in record:
            record["area_kind"] = data.draw(kinds)
        assert criterion.explain(record) == explained(criterion, record)


@tries(60)
@given(st.data())
def test_records_are_read_the_quick_way(data: st.DataObject) -> None:
    """Where nothing is missing, without the careful reading, and alike."""

    def slow(record: Any, raws: tuple[Any, ...] | None) -> tuple[Any, ...]:
        raise AssertionError(f"{record} was read the careful way")

    fields = data.draw(criteria()).columns()
    numbers = [
        ms.column(f"n{places}", places=places) >= 0 for places in data.draw(st.sets(st.integers(0, 9)))
    ]
    fields += tuple(column for n in numbers for column in Criterion("X102", n).columns())
    of = [Expression(column) for column in fields]
    for record in data.draw(records(of, missing=False, min_size=1, max_size=5)):
        wanted = [
            value * 10**column.places if isinstance(value, Fraction) else value
            for column, value in zip(fields, read_record(fields, record).values(), strict=True)
        ]
        for by_key, one in ((True, record), (False, as_object(record))):
            _, read = compiled((), fields, slow, by_key=by_key)(one)
            assert [*read] == wanted


def test_a_verdict_keeps_the_values_it_judged() -> None:
    """A dict that is changed afterwards changes neither the outcome nor its working."""
    criterion = Criterion("X101", paid_column >= ms.Amount(7800, "元/年"))
    record: dict[str, Any] = {"paid": "640"}
    verdict = criterion.judge(record)
    record["paid"] = "660"
    assert (verdict.outcome, verdict.explain()) == ("unmet", "640 元/月 × 12 = 7680 元/年 < 7800 元/年")
    assert verdict.values == {"paid": Fraction(640)}
    assert "640" in repr(verdict)


class Counting(dict[str, Any]):
    """A record that counts how often each of its values is asked for."""

    def __init__(self, **values: Any) -> None:
        super().__init__(values)
        self.asked: Counter[str] = Counter()

    def __getitem__(self, name: str) -> Any:
        self.asked[name] += 1
        return super().__getitem__(name)


@pytest.mark.parametrize("paid", [Decimal(640), 640, "640", None, ms.Amount(640, "元/月"), Fraction(640)])
def test_a_record_is_read_once_to_be_judged_and_explained(paid: Any) -> None:
    """However its values are written, and whatever is missing."""
    criterion = Criterion("X101", (paid_column >= ms.Amount(7800, "元/年")) & (kind_column == "县"))
    record = Counting(paid=paid, area_kind="县")
    criterion.judge(record).explain()
    assert record.asked == {"paid": 1, "area_kind": 1}


# --- cases -------------------------------------------------------------------------------

URBAN = DecisionTable(
    "城市低保标准",
    ("on",),
    (Line((Span(None, JULY),), Decimal(600), "旧文件"), Line((Span(JULY, None),), Decimal(650), "新文件")),
    ms.Unit.parse("元/月"),
)
RURAL = DecisionTable(
    "农村低保标准", ("on",), (Line((Anything(),), Decimal(5000), "农村文件"),), ms.Unit.parse("元/年")
)


def test_a_limit_chosen_by_a_condition_says_where_it_is_written() -> None:
    """The line of the table taken, in the unit of the limit; a written amount has no line."""
    urban, rural = ms.rules.look_up(URBAN, on=month_column), ms.rules.look_up(RURAL, on=month_column)
    limit = ms.when(kind_column == "城").then(urban).when(kind_column == "乡").then(rural)
    criterion = Criterion("X101", paid_column >= limit.otherwise(ms.Amount(100, "元/月")))
    record = {"paid": Decimal(640), "area_kind": "城", "month": JULY}
    assert criterion.explain(record) == "640 元/月 < 650 元/月（新文件）"
    assert criterion.explain({**record, "month": datetime.date(2023, 6, 30)}) == (
        "640 元/月 ≥ 600 元/月（旧文件）"
    )
    assert criterion.explain({**record, "area_kind": "乡"}) == "640 元/月 ≥ 416.666666… 元/月（农村文件）"
    assert criterion.explain({**record, "area_kind": "镇"}) == "640 元/月 ≥ 100 元/月"
    assert criterion.explain({**record, "area_kind": None}).endswith("：area_kind 缺失")


def test_a_missing_key_fits_no_range_though_all_say_one_thing() -> None:
    """A range is of values that are there, as for ``line_for``."""
    lines = (Line((Span(None, JULY),), Decimal(600), "旧"), Line((Span(JULY, None),), Decimal(600), "新"))
    same = DecisionTable("标准", ("on",), lines, ms.Unit.parse("元/月"))
    criterion = Criterion("X101", paid_column >= ms.rules.look_up(same, on=month_column))
    assert criterion.explain({"paid": 640, "month": JULY}) == "640 元/月 ≥ 600 元/月（新）"
    assert criterion.explain({"paid": 640, "month": None}).endswith("：month 缺失")


def test_what_no_line_fits_has_no_value() -> None:
    """And the columns are all there, which is said."""
    table = DecisionTable("标准", ("kind",), (Line((OneOf(("区",)),), Decimal(600)),), ms.Unit.parse("元/月"))
    criterion = Criterion("X101", paid_column >= ms.rules.look_up(table, kind=kind_column))
    assert criterion.explain({"paid": 640, "area_kind": "县"}).endswith(
        "：没有值，《标准》里没有这样一行：kind＝“县”"
    )
    assert criterion.explain({"paid": 640, "area_kind": "区"}) == "640 元/月 ≥ 600 元/月"


def test_why_there_is_no_value_is_said() -> None:
    """A divisor of zero, or a case that nothing is written for; not both of what it may have been."""
    people = ms.column("people", "人", low=0, high=9)
    each = Criterion("X101", paid_column / people >= ms.Amount(650, "元/月·人"))
    assert each.explain({"paid": 640, "people": 0}).endswith("：没有值，除数为 0：people")
    limit = ms.when(kind_column == "区").then(ms.Amount(650, "元/月")).otherwise(None)
    some = Criterion("X101", paid_column >= limit)
    said = some.explain({"paid": 640, "area_kind": "县"})
    assert said.endswith("：没有值，area_kind = “区” 不成立时是什么，没有写")


def test_a_missing_key_fits_a_line_that_takes_anything() -> None:
    """Lines do not overlap: whatever the missing key is, no other line has these other keys."""
    lines = (
        Line((OneOf(("区",)), OneOf(("甲",))), Decimal(600)),
        Line((Anything(), OneOf(("乙",))), Decimal(500)),
    )
    table = DecisionTable("标准", ("kind", "group"), lines, ms.Unit.parse("元/月"))
    criterion = Criterion(
        "X101", paid_column >= ms.rules.look_up(table, kind=kind_column, group=ms.column("group"))
    )
    assert criterion.explain({"paid": 640, "area_kind": "县", "group": "乙"}) == "640 元/月 ≥ 500 元/月"
    assert criterion.explain({"paid": 640, "area_kind": None, "group": "乙"}) == "640 元/月 ≥ 500 元/月"
    assert criterion.explain({"paid": 640, "area_kind": None, "group": "甲"}).endswith("：area_kind 缺失")


# --- rows of frames ----------------------------------------------------------------------


@pytest.mark.parametrize("row", [3, 10**6])
def test_a_row_that_is_not_there(row: int) -> None:
    """Is named, with how many there are."""
    pl, pd, pa = (pytest.importorskip(name) for name in ("polars", "pandas", "pyarrow"))
    criterion = Criterion("X101", paid_column >= ms.Amount(650, "元/月"))
    for make in (pl.DataFrame, pd.DataFrame, pa.table):
        frame = make({"paid": [Decimal(640), Decimal(650), None]})
        assert criterion.explain(frame, 1) == "650 元/月 ≥ 650 元/月"
        with pytest.raises(IndexError, match=f"no row {row}: the frame has 3"):
            criterion.explain(frame, row)


def test_rows_of_what_is_not_in_memory() -> None:
    """Have no numbers; neither has a record rows."""
    pl, duckdb = (pytest.importorskip(name) for name in ("polars", "duckdb"))
    criterion = Criterion("X101", paid_column >= ms.Amount(650, "元/月"))
    with pytest.raises(TypeError, match="rows of a polars LazyFrame have no numbers"):
        criterion.explain(pl.LazyFrame({"paid": [Decimal(640)]}), 0)
    with (
        duckdb.connect() as connection,
        pytest.raises(TypeError, match="DuckDBPyRelation have no numbers"),
    ):
        criterion.explain(connection.sql("select 640 as paid"), 0)
    for record in ({"paid": 640}, [{"paid": 640}]):
        with pytest.raises(TypeError, match=f"not of {type(record).__name__}"):
            criterion.explain(record, 0)
    for row in (-1, True, "0"):
        with pytest.raises(TypeError, match="whole number from 0"):
            criterion.explain(pl.DataFrame({"paid": [Decimal(640)]}), row)  # type: ignore[arg-type]  # the misuse under test
