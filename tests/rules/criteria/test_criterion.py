"""Criteria as offices mean them: one case each, written out."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any, NamedTuple

import attrs
import pytest

import minsheng as ms
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.nodes import Constant
from minsheng.rules.criteria.criterion import Criterion

from . import law

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
duckdb = pytest.importorskip("duckdb")

paid_column = ms.column("paid", "元/月", places=2)
kind_column = ms.column("area_kind", kind="text")
month_column = ms.column("month", kind="date")
JUNE = datetime.date(2023, 6, 1)


@attrs.frozen
class Payment:
    """What a household was paid."""

    paid: Decimal | str | None
    area_kind: str | None = "district"
    month: datetime.date | None = JUNE


@pytest.fixture(scope="module")
def floor(yueyang: ms.Programme) -> Criterion:
    """The rural floor of 2023 as a criterion about payments."""
    least = yueyang.standard("subsistence-rural").floor(area_kind=kind_column, on=month_column)
    return Criterion("X201", paid_column >= least, title="低保不低于标准", basis="岳政办发〔2023〕1号")


# --- the floor ---------------------------------------------------------------------------


def test_a_district_pays_7800_a_year(floor: Criterion) -> None:
    """640 a month is 7680 a year, which is less than 7800; 650 is 7800 itself."""
    assert floor.judge(Payment("640")).outcome is ms.Outcome.UNMET
    assert floor.judge(Payment("649.99")).outcome is ms.Outcome.UNMET
    assert floor.judge(Payment("650")).outcome is ms.Outcome.MET
    assert floor.judge(Payment(Decimal("650.01"))).outcome is ms.Outcome.MET


def test_the_working_is_in_the_unit_of_the_limit(floor: Criterion) -> None:
    """It names both figures, the conversion, and where the limit is written."""
    working = floor.judge(Payment("640")).explain()
    assert working.startswith("640 元/月 × 12 = 7680 元/年 < 7800 元/年（")
    assert "2023-01-01 起" in working


def test_before_the_first_day_it_is_unknown(floor: Criterion) -> None:
    """What held before the standard is not known: the nearest is never taken instead."""
    eve = datetime.date(2022, 12, 31)
    assert floor.judge(Payment("640", month=eve)).outcome is ms.Outcome.UNKNOWN
    assert floor.judge(Payment("640", month=datetime.date(2023, 1, 1))).outcome is ms.Outcome.UNMET


def test_what_is_missing_is_unknown(floor: Criterion) -> None:
    """Any missing fact; and its working says which."""
    for payment in (Payment(None), Payment("640", None), Payment("640", month=None)):
        assert floor.judge(payment).outcome is ms.Outcome.UNKNOWN
    assert floor.judge(Payment(None)).explain().endswith("paid 缺失")


def test_an_area_of_no_known_kind_is_unknown(floor: Criterion) -> None:
    assert floor.judge(Payment("640", "moon")).outcome is ms.Outcome.UNKNOWN


def test_a_frame_is_judged_alike(floor: Criterion) -> None:
    """And a row of it is explained as the record is."""
    frame = pl.DataFrame(
        {"paid": [Decimal("640"), Decimal("650"), None], "area_kind": ["district"] * 3, "month": [JUNE] * 3}
    )
    assert floor.judge(frame)["X201"].to_list() == ["unmet", "met", "unknown"]
    assert floor.explain(frame, 0) == floor.judge(Payment("640")).explain()
    assert floor.explain(frame, 2).endswith("paid 缺失")


# --- to whom it applies ------------------------------------------------------------------


URBAN = Criterion("X202", paid_column >= ms.Amount(650, "元/月"), when=kind_column == "district")


@pytest.mark.parametrize(
    ("paid", "kind", "outcome"),
    [
        ("650", "district", "met"),
        ("649", "district", "unmet"),
        ("1", "county", "not_applicable"),
        (None, "county", "not_applicable"),
        (None, "district", "unknown"),
        ("650", None, "unknown"),
        ("1", None, "unknown"),
    ],
)
def test_what_it_is_not_about_is_not_judged(paid: str | None, kind: str | None, outcome: str) -> None:
    """Not applicable where it is not about the record, whatever is missing; unknown where that is unknown."""
    assert URBAN.judge(Payment(paid, kind)).outcome.value == outcome


def test_the_working_says_that_it_does_not_apply() -> None:
    assert URBAN.explain(Payment("1", "county")) == "不适用：area_kind “county” ≠ “district”"
    assert URBAN.explain(Payment("1", None)).startswith("不知是否适用：")


# --- what is refused when it is written --------------------------------------------------


def test_units_that_do_not_go_together() -> None:
    """The node and both units are named."""
    with pytest.raises(ms.UnitError, match=r"paid >= 3 户.*paid is in 元/月, 3 户 is in 户"):
        paid_column.__ge__(ms.Amount(3, "户"))
    with pytest.raises(ms.UnitError, match=r"元/月.*no unit"):
        paid_column + 1
    with pytest.raises(ms.UnitError):
        ms.least(paid_column, ms.Amount(1, "户"))
    with pytest.raises(ms.UnitError):
        ms.when(kind_column == "a").then(paid_column).otherwise(ms.Amount(1, "户"))


def test_text_is_not_compared_with_money() -> None:
    with pytest.raises(ms.RuleError, match=r"compares paid \(number\) with 元 \(text\)"):
        paid_column.__eq__("元")
    with pytest.raises(ms.RuleError, match="has no order"):
        kind_column.__lt__("b")
    with pytest.raises(ms.RuleError, match="needs a number"):
        kind_column + 1
    with pytest.raises(ms.RuleError, match="needs a truth"):
        kind_column & True
    with pytest.raises(ms.RuleError, match="needs a date"):
        paid_column.year()


def test_a_float_is_not_exact() -> None:
    with pytest.raises(TypeError, match="float is not exact"):
        paid_column / 0.1  # type: ignore[operator]


def test_division_by_a_zero_that_is_written() -> None:
    with pytest.raises(ms.RuleError, match="divides by zero"):
        paid_column / 0


def test_an_expression_has_no_truth() -> None:
    """`and`, `or`, `not` and chains would silently ask for it."""
    with pytest.raises(TypeError, match=r"& \| ~"):
        bool(paid_column >= ms.Amount(1, "元/月"))
    with pytest.raises(TypeError, match="two comparisons"):
        assert ms.Amount(1, "元/月") <= paid_column <= ms.Amount(2, "元/月")  # pyright: ignore[reportGeneralTypeIssues]  # the misuse under test


def test_a_column_has_one_reading() -> None:
    """In one criterion, and in those judged together."""
    yearly = ms.column("paid", "元/年", places=2) >= ms.Amount(1, "元/年")
    monthly = paid_column >= ms.Amount(1, "元/月")
    with pytest.raises(ms.RuleError, match="two units: 元/年 and 元/月"):
        Criterion("X101", yearly & monthly)
    with pytest.raises(ms.RuleError, match="two ways"):
        ms.judge([Criterion("X101", yearly), Criterion("X102", monthly)], pl.DataFrame({"paid": [1]}))


def test_a_column_of_no_known_kind() -> None:
    """Of which nothing tells what it holds."""
    with pytest.raises(ms.RuleError, match="nothing tells its kind"):
        ms.column("x").is_missing()
    with pytest.raises(ms.RuleError, match="of no known kind"):
        ms.column("x").__eq__(ms.column("y"))


@pytest.mark.parametrize("code", ["x101", "X1", "X1011", "", "XXXXX101", "X101\n"])
def test_a_code_is_letters_and_three_digits(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        Criterion(code, kind_column == "a")


def test_a_requirement_is_true_or_false() -> None:
    with pytest.raises(ms.RuleError, match="must be true or false"):
        Criterion("X101", paid_column)
    with pytest.raises(ms.RuleError, match="when must be true or false"):
        Criterion("X101", kind_column == "a", when=paid_column)


@pytest.mark.parametrize(
    "declare",
    [
        lambda: ms.column(""),
        lambda: ms.column("x", places=-1),
        lambda: ms.column("x", places=10),
        lambda: ms.column("x", low=2, high=1),
        lambda: ms.column("x", "元", kind="text"),
        lambda: ms.column("x", choices=["a"], kind="date"),
    ],
)
def test_a_column_that_cannot_be(declare: Callable[[], Expression]) -> None:
    with pytest.raises(ms.RuleError):
        declare()


def test_too_deep_and_too_large() -> None:
    """A tree that no person wrote is refused, not walked until something breaks."""

    def deep() -> Expression:
        return reduce(add, [paid_column] * 200)

    def wide() -> Expression:
        start = kind_column.is_in([str(number) for number in range(20)])
        return reduce(lambda whole, _: ms.when(whole).then(whole).otherwise(whole), range(20), start)

    with pytest.raises(ms.RuleError, match="100 deep"):
        deep()
    with pytest.raises(ms.RuleError, match="50000 nodes"):
        wide()
    with pytest.raises(ms.RuleError, match="at least one"):
        kind_column.is_in([])


# --- numbers -----------------------------------------------------------------------------

number_column = ms.column("n", places=3, low=-1000, high=1000)


def value(expression: Expression, **record: Any) -> Any:
    """What an expression comes to on one record, asked of a frame."""
    frame = pa.Table.from_pylist([record])
    return ms.compute(frame, value=expression).column("value").to_pylist()[0]


@pytest.mark.parametrize(
    ("number", "half_up", "floor", "ceil"),
    [
        ("0.005", "0.01", "0.00", "0.01"),
        ("-0.005", "-0.01", "-0.01", "0.00"),
        ("0.004", "0.00", "0.00", "0.01"),
        ("-0.004", "0.00", "-0.01", "0.00"),
        ("2.675", "2.68", "2.67", "2.68"),
        ("-2.675", "-2.68", "-2.68", "-2.67"),
        ("1.010", "1.01", "1.01", "1.01"),
        ("0", "0", "0", "0"),
    ],
)
def test_rounding(number: str, half_up: str, floor: str, ceil: str) -> None:
    """Ties go away from zero, on either side of it (四舍五入)."""
    record = {"n": Decimal(number).quantize(Decimal("0.001"))}
    assert value(number_column.half_up(2), **record) == Decimal(half_up)
    assert value(number_column.floor(2), **record) == Decimal(floor)
    assert value(number_column.ceil(2), **record) == Decimal(ceil)
    for name, wanted in (("half_up", half_up), ("floor", floor), ("ceil", ceil)):
        assert (
            Criterion("X101", getattr(number_column, name)(2) == Decimal(wanted)).judge(record).outcome
            is ms.Outcome.MET
        )


def test_a_quotient_by_zero_is_missing() -> None:
    """It is neither above nor below anything, on a record and in a frame."""
    a, b = ms.column("a", low=-9, high=9), ms.column("b", low=-9, high=9)
    rule = Criterion("X101", (a / b >= 1) | (a / b < 1))
    assert rule.judge({"a": 1, "b": 0}).outcome is ms.Outcome.UNKNOWN
    assert rule.judge({"a": 1, "b": -1}).outcome is ms.Outcome.MET
    frame = pl.DataFrame({"a": [1, 0, 1], "b": [0, 0, 2]})
    assert rule.judge(frame)["X101"].to_list() == ["unknown", "unknown", "met"]
    assert Criterion("X102", (a / b).is_missing()).judge(frame)["X102"].to_list() == ["met", "met", "unmet"]


def test_quotients_by_one_divisor_keep_its_missing() -> None:
    """What two sides share may be left out of a comparison, but not that it is missing."""
    a, b, c = (ms.column(name, places=1, low=-100, high=100) for name in "abc")
    for requirement in (a / b >= c / b, a / b == a / b, ms.least(a / b, c / b) <= a / b):
        rule = Criterion("X101", requirement)
        record = {"a": Decimal(1), "b": Decimal(0), "c": Decimal(2)}
        assert rule.judge(record).outcome is ms.Outcome.UNKNOWN
        assert rule.judge(pl.DataFrame([record]))["X101"].to_list() == ["unknown"]


def test_the_least_of_what_is_partly_missing_is_missing() -> None:
    """Unlike SQL's LEAST and GREATEST, which would take a missing payment for none."""
    a, b = ms.column("a", low=-9, high=9), ms.column("b", low=-9, high=9)
    frame = pl.DataFrame({"a": [1, 1, None], "b": [2, None, None]}, schema={"a": pl.Int64, "b": pl.Int64})
    result = ms.compute(frame, least=ms.least(a, b), most=ms.most(a, b), clipped=a.clip(0, b))
    assert result["least"].to_list() == [1, None, None]
    assert result["most"].to_list() == [2, None, None]
    assert result["clipped"].to_list() == [1, None, None]


def test_a_missing_condition_chooses_no_side() -> None:
    """And neither does a condition that is false where there is no other side."""
    n = ms.column("n", low=0, high=9)
    light = ms.when(n >= 5).then("绿").when(n >= 3).then("黄").otherwise("红")
    frame = pl.DataFrame({"n": [5, 4, 1, None]})
    assert ms.compute(frame, light=light)["light"].to_list() == ["绿", "黄", "红", None]
    some = ms.when(n >= 5).then("绿").otherwise(None)
    assert ms.compute(frame, light=some)["light"].to_list() == ["绿", None, None, None]


def test_false_decides_and_and_true_decides_or() -> None:
    """Whatever is missing beside them."""
    a, b = ms.column("a", kind="truth"), ms.column("b", kind="truth")
    truths: list[bool | None] = [True, False, None]
    for one in truths:
        for other in truths:
            record = {"a": one, "b": other}
            both = Criterion("X101", a & b).judge(record).outcome.value
            either = Criterion("X101", a | b).judge(record).outcome.value
            assert both == (
                "unmet" if False in (one, other) else "unknown" if None in (one, other) else "met"
            )
            assert either == (
                "met" if True in (one, other) else "unknown" if None in (one, other) else "unmet"
            )


def test_a_quotient_without_end_is_no_column() -> None:
    """It can be judged, exactly; to be shown it must be rounded."""
    third = ms.column("n", low=0, high=9) / 3
    frame = pl.DataFrame({"n": [1]})
    with pytest.raises(ms.RuleError, match="round it"):
        ms.compute(frame, third=third)
    assert ms.compute(frame, third=third.half_up(2))["third"].to_list() == [Decimal("0.33")]
    assert Criterion("X101", third * 3 == 1).judge(frame)["X101"].to_list() == ["met"]


# --- width -------------------------------------------------------------------------------

wide_a, wide_b = ms.column("a", places=2), ms.column("b", places=2)
WIDE = Criterion("X301", wide_a * wide_b >= 10**19)
LARGE = {"a": [10**10, 10**9, -(10**10)], "b": [10**10, 10**10, 10**10]}


def test_integers_past_64_bits_are_exact_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polars and DuckDB have 128 bits, Arrow and pandas borrow polars or refuse; none wraps around."""
    wanted = ["met", "met", "unmet"]
    records = [dict(zip(LARGE, row, strict=True)) for row in zip(*LARGE.values(), strict=True)]
    assert [WIDE.judge(record).outcome.value for record in records] == wanted
    assert WIDE.judge(pl.DataFrame(LARGE))["X301"].to_list() == wanted
    assert WIDE.judge(pl.LazyFrame(LARGE)).collect()["X301"].to_list() == wanted
    with duckdb.connect() as connection:
        judged = WIDE.judge(connection.from_arrow(pa.table(LARGE)))
        assert [row[-1] for row in judged.fetchall()] == wanted
    more = {"row": [0, 1, 2], **LARGE, "area": ["甲", "乙", "丙"]}
    wrong = {**more, "a": [1, 10**18, 1]}
    for put in (pa.Table.from_pydict, pd.DataFrame):
        frame = put(more)
        judged = WIDE.judge(frame)
        assert type(judged) is type(frame)
        assert law.rows(judged, "X301") == wanted
        assert law.rows(judged, "area") == more["area"]
        with pytest.raises(ms.DataError, match=r"(pandas|pyarrow) 表第2行“a”列"):
            WIDE.judge(put(wrong))
    monkeypatch.setitem(sys.modules, "polars", None)
    for frame in (pa.table(LARGE), pd.DataFrame(LARGE)):
        with pytest.raises(ms.RuleError, match=r"64 bits that \w+ has: install polars"):
            WIDE.judge(frame)


def test_past_128_bits_it_is_refused() -> None:
    with pytest.raises(ms.RuleError, match="128 bits"):
        Criterion("X101", wide_a * wide_b * wide_a * wide_b >= 1).judge(pl.DataFrame(LARGE))


def test_a_computed_column_does_not_wrap() -> None:
    """Written as a decimal a number has more digits than as a fraction; they too must fit."""
    wide = ms.column("w", low=0, high=10**18)
    frame = pl.DataFrame({"w": [9 * 10**17]})
    assert ms.compute(frame, v=wide / 8)["v"].to_list() == [Decimal(1125 * 10**14)]


HUGE = pa.table({"n": pa.array([1, 9 * 10**18, -9 * 10**18, None], pa.int64())})
COUNTED = Criterion("X302", ms.column("n", places=2) * 12 >= 1)


@pytest.mark.parametrize(
    "put", [lambda t: t, pl.from_arrow, lambda t: t.to_pandas(types_mapper=pd.ArrowDtype)]
)
def test_values_out_of_range_raise(put: Callable[[Any], Any]) -> None:
    """In memory: an error with the rows, before anything can wrap."""
    with pytest.raises(ms.DataError) as caught:
        COUNTED.judge(put(HUGE))
    assert [problem.where.partition("表")[2] for problem in caught.value.problems] == [
        "第2行“n”列", "第3行“n”列",
    ]  # fmt: skip


def test_values_out_of_range_are_invalid_where_it_is_lazy() -> None:
    """They never wrap into a verdict."""
    wanted = ["met", "invalid", "invalid", "unknown"]
    assert COUNTED.judge(pl.from_arrow(HUGE).lazy()).collect()["X302"].to_list() == wanted
    with duckdb.connect() as connection:
        assert [row[-1] for row in COUNTED.judge(connection.from_arrow(HUGE)).fetchall()] == wanted


@pytest.mark.parametrize(
    ("low", "places", "inside", "outside"),
    [("0.5", 0, "1", "0"), ("-0.5", 0, "0", "-1"), ("0.25", 1, "0.3", "0.2"), ("-0.25", 1, "-0.2", "-0.3")],
)
def test_a_range_may_begin_between_two_values(low: str, places: int, inside: str, outside: str) -> None:
    """Also on a record, which has a fast way."""
    rule = Criterion("X101", ms.column("n", places=places, low=low, high=9) <= 9)
    assert rule.judge({"n": Decimal(inside)}).outcome is ms.Outcome.MET
    assert rule.judge(pl.DataFrame({"n": [Decimal(inside)]}))["X101"].to_list() == ["met"]
    with pytest.raises(ms.DataError, match="不在"):
        rule.judge({"n": Decimal(outside)})
    with pytest.raises(ms.DataError, match="不在"):
        rule.judge(pl.DataFrame({"n": [Decimal(outside)]}))


# --- data --------------------------------------------------------------------------------


def test_a_float_is_refused_unless_it_is_asked_for() -> None:
    """0.1 + 0.2 is not 0.3 there; with floats=True it stands for the decimal it is nearest to."""
    n = ms.column("n", places=1)
    strict = Criterion("X101", n == Decimal("0.3"))
    for data in (
        {"n": 0.3},
        pl.DataFrame({"n": [0.3]}),
        pl.LazyFrame({"n": [0.3]}),
        pd.DataFrame({"n": [0.3]}),
    ):
        with pytest.raises(ms.DataError, match="floats=True"):
            strict.judge(data)
    loose = Criterion("X101", ms.column("n", places=1, floats=True) == Decimal("0.3"))
    assert loose.judge({"n": 0.1 + 0.2}).outcome is ms.Outcome.MET
    frame = pl.LazyFrame({"n": [0.1 + 0.2, 0.4, 0.35, float("nan"), float("inf"), None]})
    wanted = ["met", "unmet", "invalid", "unknown", "invalid", "unknown"]
    assert loose.judge(frame).collect()["X101"].to_list() == wanted
    for wrong in (0.35, float("inf")):
        with pytest.raises(ms.DataError):
            loose.judge({"n": wrong})
        with pytest.raises(ms.DataError, match="第2行"):
            loose.judge(pl.DataFrame({"n": [0.3, wrong]}))


def test_too_many_places() -> None:
    """An error with its row where the frame is in memory, `invalid` in that row where it is lazy."""
    frame = pl.DataFrame({"paid": [Decimal("650.000"), Decimal("650.001"), None]})
    rule = Criterion("X101", paid_column >= ms.Amount(650, "元/月"))
    with pytest.raises(ms.DataError, match=r"第2行“paid”列：“650.001”超过 2 位小数"):
        rule.judge(frame)
    assert rule.judge(frame.lazy()).collect()["X101"].to_list() == ["met", "invalid", "unknown"]
    with pytest.raises(ms.DataError, match="超过 2 位小数"):
        rule.judge({"paid": "650.001"})


def test_only_the_first_rows_are_shown() -> None:
    """And how many there are."""
    with pytest.raises(ms.DataError) as caught:
        Criterion("X101", ms.column("n", high=1) >= 0).judge(pl.DataFrame({"n": [2] * 100}))
    assert len(caught.value.problems) < 10
    assert "100 行" in str(caught.value)


def test_all_columns_that_are_not_there_are_named(floor: Criterion) -> None:
    for data in (pl.DataFrame({"paid": [Decimal(1)]}), {"paid": 1}, pl.LazyFrame({"paid": [Decimal(1)]})):
        with pytest.raises(ms.DataError) as caught:
            floor.judge(data)
        assert len(caught.value.problems) == 2
        assert "area_kind" in str(caught.value)
        assert "month" in str(caught.value)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (month_column == JUNE, ["2023-06-01"]),
        (kind_column == "a", [1]),
        (ms.column("area_kind", places=0) > 1, [True]),
        (ms.column("area_kind", places=0) > 1, [JUNE]),
        (ms.column("area_kind", kind="truth"), [1]),
        (ms.column("area_kind", kind="truth"), ["true"]),
        (ms.column("month", kind="date") == JUNE, [20230601]),
    ],
)
def test_a_column_of_another_kind(column: Expression, values: list[Any]) -> None:
    """Is refused before any row is looked at, lazy or not."""
    rule = Criterion("X101", column)
    frame = pl.DataFrame({rule.columns()[0].name: values})
    for data in (frame, frame.lazy()):
        with pytest.raises(ms.DataError, match=f"“{rule.columns()[0].name}”列.*不是"):
            rule.judge(data)


def test_a_moment_is_no_day() -> None:
    """Midnight is how some engines say a day; any other moment is wrong."""
    rule = Criterion("X101", month_column == JUNE)
    midnight, noon = datetime.datetime(2023, 6, 1), datetime.datetime(2023, 6, 1, 12)  # noqa: DTZ001
    assert rule.judge({"month": midnight}).outcome is ms.Outcome.MET
    assert rule.judge(pd.DataFrame({"month": [midnight, None]}))["X101"].tolist() == ["met", "unknown"]
    assert rule.judge(pl.LazyFrame({"month": [midnight, noon]})).collect()["X101"].to_list() == [
        "met",
        "invalid",
    ]
    with pytest.raises(ms.DataError, match="时刻"):
        rule.judge({"month": noon})


def test_another_choice_than_those_declared() -> None:
    rule = Criterion("X101", ms.column("c", choices=["甲", "乙"]) == "甲")
    frame = pl.DataFrame({"c": ["甲", "乙", None, "丙"]})
    assert rule.judge(frame.lazy()).collect()["X101"].to_list() == ["met", "unmet", "unknown", "invalid"]
    for data in (frame, {"c": "丙"}):
        with pytest.raises(ms.DataError, match="甲、乙"):
            rule.judge(data)


@pytest.mark.parametrize(
    "empty",
    [pd.DataFrame({"c": [None, None]}), pl.DataFrame({"c": [None, None]}), pa.table({"c": pa.nulls(2)})],
    ids=["pandas", "polars", "pyarrow"],
)
@pytest.mark.parametrize("kind", ["text", "date", "truth", "number"])
def test_a_column_of_nothing_is_missing(empty: Any, kind: str) -> None:
    """Its type says nothing where no row says anything: unknown, not an error."""
    column = ms.column("c", kind=kind)
    truth = column if kind == "truth" else column == {"text": "a", "date": JUNE, "number": 1}[kind]
    result = ms.judge([Criterion("X101", truth), Criterion("X102", truth.is_missing())], empty)
    judged = pl.DataFrame(result) if not isinstance(result, pd.DataFrame) else pl.from_pandas(result)
    assert judged["X101"].to_list() == ["unknown"] * 2
    assert judged["X102"].to_list() == ["met"] * 2


def test_names_that_differ_only_in_case() -> None:
    """DuckDB takes one for the other: a frame that holds both, given or asked for, is refused."""
    rule = Criterion("X101", ms.column("a", places=0) >= 1)
    with duckdb.connect() as connection:
        with pytest.raises(ms.DataError, match="没有“a”列"):
            rule.judge(connection.sql("select 1 as A"))
        with pytest.raises(ms.DataError, match="大小写"):
            rule.judge(connection.from_arrow(pa.table({"a": [1], "x101": [0]})))


def test_without_columns_there_is_still_a_verdict() -> None:
    """A rule that a table of constants decides alone."""
    always = Criterion("X101", Expression(Constant(value=True)))
    assert always.judge({}).outcome is ms.Outcome.MET
    for frame in (pl.DataFrame({"row": [1, 2]}), pd.DataFrame({"row": [1, 2]})):
        assert list(always.judge(frame)["X101"]) == ["met", "met"]


class Row(NamedTuple):
    """A record that can be asked by place as well."""

    paid: Decimal
    area_kind: str


class Fields(dict[str, Any]):
    """A mapping with attributes of its own."""

    paid = Decimal(0)
    area_kind = "county"


def test_what_can_be_asked_in_two_ways() -> None:
    """A mapping is asked by key, whatever else it has; what is none by attribute, though it has []."""
    assert URBAN.judge(Row(Decimal(650), "district")).outcome is ms.Outcome.MET
    assert URBAN.explain(Row(Decimal(650), "district")) == "650 元/月 ≥ 650 元/月"
    fields = Fields(paid=Decimal(649), area_kind="district")
    assert URBAN.judge(fields).outcome is ms.Outcome.UNMET
    assert URBAN.explain(fields) == "649 元/月 < 650 元/月"


class Sloppy:
    """An object that looks its fields up, and answers with a KeyError what it has not."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__["fields"] = fields

    def __getattr__(self, name: str) -> Any:
        return self.fields[name]


def test_an_object_may_find_its_attributes_as_it_likes() -> None:
    assert URBAN.judge(Sloppy(paid=650, area_kind="district")).outcome is ms.Outcome.MET
    assert URBAN.explain(Sloppy(paid=649, area_kind="district")) == "649 元/月 < 650 元/月"


def test_a_column_named_as_a_frame_has_it() -> None:
    """A frame is never taken for an object, though it has an attribute of the column's name."""
    for name, make in (("height", pl.DataFrame), ("size", pd.DataFrame), ("num_rows", pa.table)):
        judged = Criterion("X101", ms.column(name, places=0) >= 2).judge(make({name: [1, 2, 3]}))
        assert list(pl.DataFrame(judged)["X101"]) == ["unmet", "met", "met"]


# --- frames ------------------------------------------------------------------------------


def test_several_in_one_pass() -> None:
    """A column for each, after the frame's own, in their order; the prefix comes before the code."""
    more = Criterion("X203", paid_column >= ms.Amount(600, "元/月"))
    frame = pl.DataFrame({"paid": [Decimal(640)], "area_kind": ["district"]})
    result = ms.judge([more, URBAN], frame, prefix="核对_")
    assert result.columns == ["paid", "area_kind", "核对_X203", "核对_X202"]
    assert result.row(0)[2:] == ("met", "unmet")
    with pytest.raises(ms.RuleError, match="one code"):
        ms.judge([more, more], frame)


def test_what_is_lazy_stays_lazy() -> None:
    """Nothing runs until it is asked for: a lazy frame that could not run is judged all the same."""
    frame = pl.DataFrame({"paid": [Decimal(640)], "area_kind": ["district"]})
    assert isinstance(URBAN.judge(frame.lazy()), pl.LazyFrame)
    broken = frame.lazy().map_batches(lambda _: 1 / 0, schema=dict(frame.schema))
    assert isinstance(URBAN.judge(broken), pl.LazyFrame)
    assert isinstance(URBAN.judge(frame), pl.DataFrame)
    assert isinstance(URBAN.judge(frame.to_arrow()), pa.Table)
    assert isinstance(URBAN.judge(frame.to_pandas()), pd.DataFrame)
    with duckdb.connect() as connection:
        assert isinstance(URBAN.judge(connection.from_arrow(frame.to_arrow())), duckdb.DuckDBPyRelation)


def test_the_frame_given_is_not_changed() -> None:
    """Nor is its index, or a column that is called as ours are."""
    frame = pd.DataFrame({"n": [1, 2]}, index=[5, 5])
    rule = Criterion("X101", ms.column("n") >= 2)
    result = rule.judge(frame)
    assert list(frame) == ["n"]
    assert list(result.index) == [5, 5]
    assert result["n"].dtype == frame["n"].dtype
    own = pl.DataFrame({"n": [1], "__ms_0": ["mine"]})
    assert rule.judge(own).row(0, named=True) == {"n": 1, "__ms_0": "mine", "X101": "unmet"}


def test_a_frame_without_rows() -> None:
    frame = pl.DataFrame(schema={"paid": pl.Decimal(12, 2), "area_kind": pl.String})
    assert URBAN.judge(frame).shape == (0, 3)
    assert URBAN.judge(frame.to_pandas()).shape == (0, 3)
    assert URBAN.judge(frame.to_arrow()).shape == (0, 3)


def test_whole_numbers_stay_whole_in_pandas() -> None:
    """A missing one does not make floats of the others."""
    n = ms.column("n", low=-(10**18), high=10**18)
    frame = pd.DataFrame({"n": pd.Series([2**53, None], dtype="Int64")})
    first, second = ms.compute(frame, v=n + 1)["v"].tolist()
    assert first == 2**53 + 1
    assert not isinstance(first, float)
    assert second is None or second is pd.NA


# --- text --------------------------------------------------------------------------------

TENTHS = Criterion("X401", ms.column("n", places=1) >= 12)


@pytest.mark.parametrize("text", ["12", "12.0", "12.00", "12.000000", "+12.5", "0012"])
def test_a_number_as_text(text: str) -> None:
    """Is read on a record and in a frame alike; noughts too many are no places too many."""
    assert TENTHS.judge({"n": text}).outcome is ms.Outcome.MET
    assert TENTHS.judge(pl.DataFrame({"n": [text]}))["X401"].to_list() == ["met"]
    assert TENTHS.judge(pl.LazyFrame({"n": [text]})).collect()["X401"].to_list() == ["met"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "12.",
        ".5",
        "1e2",
        "--1",
        "12.55",
        "nan",
        "9" * 23,
        "１２",
        "1,234",
        " 12 ",
        "12\n",
        "二十",
        "1万",
    ],
)
def test_text_that_is_no_plain_number(text: str) -> None:
    """Is wrong everywhere: criteria read data, not print, so a record takes no more than a frame does."""
    with pytest.raises(ms.DataError):
        TENTHS.judge({"n": text})
    with pytest.raises(ms.DataError, match="第1行“n”列"):
        TENTHS.judge(pl.DataFrame({"n": [text]}))
    assert TENTHS.judge(pl.LazyFrame({"n": [text]})).collect()["X401"].to_list() == ["invalid"]
    with duckdb.connect() as connection:
        judged = TENTHS.judge(connection.from_arrow(pa.table({"n": [text]})))
        assert [row[-1] for row in judged.fetchall()] == ["invalid"]


# --- names and lists ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["from", "class", "None", "ｆｏｏ", "a b", "a'b\"c\\", "__import__('os')", "发放", "k0"]
)
def test_a_name_is_only_a_name(name: str) -> None:
    """Whatever it looks like, it is never read as code."""
    rule = Criterion("X101", ms.column(name, places=0) >= 1)

    class Record:
        pass

    record = Record()
    setattr(record, name, 1)
    assert rule.judge(record).outcome is ms.Outcome.MET
    assert rule.judge({name: 0}).outcome is ms.Outcome.UNMET
    assert rule.judge(pl.DataFrame({name: [1]}))["X101"].to_list() == ["met"]


@pytest.mark.parametrize("count", [3, 300, 2000])
def test_one_of_many(count: int) -> None:
    """A list of every village is still one condition."""
    rule = Criterion("X101", kind_column.is_in([f"村{number}" for number in range(count)]))
    records: list[dict[str, str | None]] = [
        {"area_kind": kind} for kind in (f"村{count - 1}", "村0", "市", None)
    ]
    wanted = ["met", "met", "unmet", "unknown"]
    assert [rule.judge(record).outcome.value for record in records] == wanted
    table = pa.Table.from_pylist(records)
    assert rule.judge(table).column("X101").to_pylist() == wanted
    assert rule.judge(pl.from_arrow(table))["X101"].to_list() == wanted
    with duckdb.connect() as connection:
        assert [row[-1] for row in rule.judge(connection.from_arrow(table)).fetchall()] == wanted


def test_one_of_several_is_of_one_column() -> None:
    """Equalities on two columns, or with something else, are not taken together."""
    other = ms.column("other", kind="text")
    either = (kind_column == "甲") | (kind_column == "乙")
    more = either | (other == "甲") | (paid_column < 0 * paid_column)
    for requirement in (either | (other == "甲"), (other == "甲") | either, more):
        rule = Criterion("X101", requirement)
        for kind, of, wanted in (
            ("丙", "甲", "met"),
            ("乙", "丙", "met"),
            ("丙", "乙", "unmet"),
            ("甲", "乙", "met"),
        ):
            assert rule.judge({"area_kind": kind, "other": of, "paid": 0}).outcome.value == wanted


def test_the_working_of_dates_says_how_they_stand() -> None:
    """Which is before which, not only that they differ."""
    on = {"month": JUNE}
    assert (
        Criterion("X101", month_column >= datetime.date(2023, 7, 1))
        .explain(on)
        .endswith("2023-06-01 < 2023-07-01")
    )
    assert (
        Criterion("X101", month_column < datetime.date(2023, 6, 1))
        .explain(on)
        .endswith("2023-06-01 = 2023-06-01")
    )
    assert (
        Criterion("X101", month_column == datetime.date(2023, 7, 1))
        .explain(on)
        .endswith("2023-06-01 ≠ 2023-07-01")
    )


def test_nothing_over_nothing_is_missing_among_several_too() -> None:
    """0 / y is missing where y is 0 or missing, and so is the least or the most of it and another."""
    x, y = ms.column("x", places=2), ms.column("y", places=2, low=0, high=100)
    several = (
        ms.most(0 / y, x),
        ms.most(x, 0 / y),
        ms.least(0 / y, 0),
        (0 / y).clip(0, 5),
        ms.most(0 / y, 0),
    )
    for one in several:
        criterion = Criterion("X101", one >= -(10**9))
        outcomes = [criterion.judge({"x": 1, "y": value}).outcome.value for value in (0, None, 3)]
        assert outcomes == ["unknown", "unknown", "met"], one


def test_a_column_of_the_frame_is_not_written_over_by_a_code() -> None:
    """It was lost without a word; one that is asked for by name may replace another."""
    import polars as pl

    enough = Criterion("Y101", ms.column("paid") >= 650)
    frame = pl.DataFrame({"paid": [640], "Y101": ["mine"]})
    for one in (frame, frame.lazy(), frame.to_arrow(), frame.to_pandas()):
        with pytest.raises(ms.DataError, match="已经有“Y101”列；请改名，或用 prefix="):
            enough.judge(one)
    assert enough.judge(frame, prefix="new_")["Y101", "new_Y101"].rows() == [("mine", "unmet")]
    assert ms.compute(frame, paid=ms.column("paid") + 1)["paid"].to_list() == [641]


def test_a_frame_is_explained_by_its_row() -> None:
    import polars as pl

    enough = Criterion("Y101", ms.column("paid") >= 650)
    with pytest.raises(TypeError, match=r"explain\(\) of a frame .* explain\(frame, 0\)"):
        enough.explain(pl.DataFrame({"paid": [640]}))


def test_what_is_said_of_a_float_can_be_done() -> None:
    """A scheme has no ``floats=``; text and Decimal do anywhere."""
    with pytest.raises(ms.DataError, match=r"请给 Decimal 或文字：“98\.5”"):
        Criterion("Y101", ms.column("paid", places=1) >= 650).judge({"paid": 98.5})
