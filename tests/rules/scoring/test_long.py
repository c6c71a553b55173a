"""Long records, a row for each indicator: scored as the same spread, and as records, on every engine."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.rules.scoring.frames import scheme_columns, score_frame
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.long import score_long
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.testing.schemes import facts, schemes
from tests.frames import every_engine
from tests.rules.criteria import law
from tests.tries import tries

Record = Mapping[str, Any]


def own_columns(scheme: Scheme) -> dict[str, Column]:
    """The columns of a scheme that are no places, by name."""
    return {one.name: one for one in Judge(scheme).formulas.facts if one.name in scheme_columns(scheme)}


def held(column: Column) -> pa.DataType:
    """How a column of a wide table is held."""
    return pa.string() if column.of is Kind.TEXT else typed(column.places)


def typed(places: int) -> pa.DataType:
    return pa.decimal128(20, places) if places else pa.int64()


def in_rows(scheme: Scheme, records: Sequence[Record], groups: list[str], seed: int) -> pa.Table:
    """The records as a row for each of those who are scored and each id, in no order, without empty rows."""
    own = own_columns(scheme)
    alone = [name for name in own if "_" not in name]
    ids = list(dict.fromkeys(name.rpartition("_")[0] for name in own if name not in alone))
    codes = list(dict.fromkeys(name.rpartition("_")[2] for name in own if name not in alone))
    places = {
        code: max(one.places for name, one in own.items() if name.rpartition("_")[2] == code)
        for code in codes
    }
    rows = []
    for n, (record, group) in enumerate(zip(records, groups, strict=True)):
        for at, id in enumerate(ids):
            figures = {code: record.get(f"{id}_{code}") for code in codes if f"{id}_{code}" in own}
            if at == 0 or any(one is not None for one in figures.values()):
                own_row = {"row": str(n), "group": group, "indicator": id} | {k: record[k] for k in alone}
                rows.append(own_row | dict.fromkeys(codes) | figures)
    random.Random(seed).shuffle(rows)  # noqa: S311  # nothing is secret
    texts = {name: pa.string() for name in ("row", "group", "indicator")}
    types = (
        texts
        | {name: held(own[name]) for name in alone}
        | {code: pa.string() if code == "level" else typed(places[code]) for code in codes}
    )
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in types.items()})


@every_engine
@tries(12)  # each compiles a scheme
@given(st.data())
def test_long_is_wide_is_records(put: law.Put, data: st.DataObject) -> None:
    """The same points, grades and places, whichever way the records lie."""
    scheme = data.draw(schemes())
    own = own_columns(scheme)
    records = [
        {name: value for name, value in record.items() if name in own}
        for record in data.draw(st.lists(facts(scheme), min_size=1, max_size=4))
    ]
    for record in records:  # a month says whose row it is, and must be there
        record.update({name: record[name] or 6 for name in own if "_" not in name})
    groups = data.draw(st.lists(st.sampled_from("甲乙"), min_size=len(records), max_size=len(records)))
    each = ["row", "group", *(name for name in own if "_" not in name)]
    frame = put(in_rows(scheme, records, groups, data.draw(st.integers(0, 9))))
    found = score_long(scheme, frame, each=each, within="group")
    assert type(found) is type(frame)
    columns = ["points", "rank", *(["grade"] if scheme.grades else [])]
    ours = {
        row: values
        for row, *values in zip(*(law.rows(found, name) for name in ("row", *columns)), strict=True)
    }
    spread = pa.table(
        {name: pa.array([record[name] for record in records], held(own[name])) for name in own}
        | {"group": groups, "row": [str(n) for n in range(len(records))]}
    )
    wide = score_frame(scheme, pl.DataFrame(spread), within="group")
    assert ours == {row: list(values) for row, *values in wide.select("row", *columns).rows()}
    named = {str(n): record for n, record in enumerate(records)}
    ranking = ms.score_records(scheme, named, groups=dict(zip(named, groups, strict=True)))
    for one in ranking:
        assert (Fraction(ours[one.name][0]), ours[one.name][1]) == (one.points, one.rank)
    assert all(ours[one.name][:2] == [None, None] for one in ranking.unscored)


LUAN = ms.load_scheme("luan-2007")
ROWS = {
    "area": ["甲县", "甲县", "乙区", "乙区"],
    "indicator": ["inspection", "survey", "inspection", "survey"],
    "mark": ["91", "88.5", "95", "97"],
}
#: what is wrong with rows, and what is said of it
WRONG: dict[str, tuple[Record, str]] = {
    "twice": ({"area": "甲县", "indicator": "survey", "mark": "88.5"}, "area=甲县：“survey”有几行"),
    "unknown": ({"area": "甲县", "indicator": "surveys", "mark": "1"}, "surveys"),
    "nobody's": ({"area": None, "indicator": "survey", "mark": "1"}, "第5行：“area”空着"),
    "of nothing": ({"area": "甲县", "indicator": None, "mark": "1"}, "第5行：“indicator”空着"),
}


def places(found: Any) -> dict[Any, tuple[Any, Any]]:
    """Points and place of each."""
    data = nw.from_native(found)
    rows = data.collect() if isinstance(data, nw.LazyFrame) else data
    return {area: (points, place) for area, points, place in rows.select("area", "points", "rank").rows()}


def with_row(row: Record) -> pa.Table:
    return pa.table({name: pa.array([*values, row[name]], pa.string()) for name, values in ROWS.items()})


@every_engine
@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_row_is_refused_or_leaves_no_points(put: law.Put, case: str) -> None:
    """A frame whose rows can be looked at is refused; elsewhere whoever has the row is not scored."""
    row, said = WRONG[case]
    frame = put(with_row(row))
    if isinstance(frame, pl.LazyFrame) or not isinstance(nw.from_native(frame), nw.LazyFrame):
        with pytest.raises(ms.DataError, match=said):
            places(score_long(LUAN, frame, each="area", within=()))
        return
    found = places(score_long(LUAN, frame, each="area", within=()))
    known = {"甲县": (Decimal("90.50"), 2), "乙区": (Decimal("95.40"), 1)}
    assert found == known | {row["area"]: (None, None)}


def test_wrong_rows_of_a_lazy_frame_are_refused_when_it_is_run() -> None:
    frame = pl.DataFrame(with_row(WRONG["twice"][0])).lazy()
    found = score_long(LUAN, frame, each="area", within=())
    assert isinstance(found, pl.LazyFrame)
    with pytest.raises(ms.DataError, match="“survey”有几行"):
        found.collect()


def test_what_cannot_be_scored_is_said_before() -> None:
    """A column that is not there, a group that is none of theirs, figures that are floats."""
    frame = pl.DataFrame(ROWS)
    with pytest.raises(ms.DataError, match="没有“mark”列"):
        score_long(LUAN, frame.drop("mark"), each="area")
    with pytest.raises(ms.DataError, match="没有“指标”列"):
        score_long(LUAN, frame, each="area", indicator="指标")
    with pytest.raises(ms.RuleError, match="'province' is not among each"):
        score_long(LUAN, frame, each="area", within="province")
    with pytest.raises(ms.DataError, match="每个一行排开以后"):
        score_long(LUAN, frame.with_columns(mark=pl.lit("九十")), each="area")
    with pytest.raises(ms.DataError, match="已经有“points”列"):
        score_long(LUAN, frame.rename({"area": "points"}), each="points")
    with pytest.raises(TypeError, match="frame is a frame of polars"):
        score_long(LUAN, [{"area": "甲县"}], each="area")


def test_a_target_that_the_scheme_sets_is_not_brought() -> None:
    """As on a wide frame: it would be passed over, and whoever wrote it would not know."""
    roads = ms.scoring.Item(
        "work",
        "公路",
        ms.scoring.Proportional(),
        100,
        indicators=("roads",),
        target=ms.Amount(8, "公里"),
        unit=ms.Amount(1, "公里").unit,
    )
    scheme = ms.scoring.Scheme("x", "某办法", "", items=(roads,))
    rows = {"area": ["甲县"], "indicator": ["roads"], "target": [None], "actual": [4]}
    frame = pl.DataFrame(rows, schema_overrides={"target": pl.Int64})
    assert score_long(scheme, frame, each="area")["points"].to_list() == [50]
    with pytest.raises(ms.DataError, match="目标是办法定的"):
        score_long(scheme, frame.with_columns(target=pl.lit(9)), each="area")
