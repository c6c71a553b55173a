"""What is made ready for one frame serves the next, of other types, other columns and other engines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import minsheng as ms
from minsheng.rules.criteria.frames.frame import judge_frame
from minsheng.rules.criteria.frames.plan import Prepared

PAID = ms.column("paid", "元/月", places=2, high=10_000)
AMOUNTS = [Decimal(649), Decimal(650), None, Decimal(9999)]
SAID = ["unmet", "met", "unknown", "met"]


def floor() -> ms.Criterion:
    return ms.Criterion("X201", ms.Amount(650, "元/月") <= PAID)


def polars_frames() -> list[Any]:
    """The same amounts in as many types as there are, more than are kept."""
    types: list[Any] = [pl.Int16, pl.Int32, pl.Int64, pl.UInt16, pl.UInt32, pl.UInt64, pl.String]
    types += [pl.Decimal(10, scale) for scale in range(4)]
    frames = [
        pl.DataFrame({"paid": pl.Series(AMOUNTS, dtype=pl.Decimal(10, 2)).cast(dtype)})
        if dtype != pl.String
        else pl.DataFrame({"paid": [None if one is None else str(one) for one in AMOUNTS]})
        for dtype in types
    ]
    more = frames[-1].with_columns(pl.lit("甲县").alias("__ms_area"))  # a name such as ours
    return [*frames, frames[-1].lazy(), more, *frames]


def outcomes(frame: Any) -> list[str]:
    data = nw.from_native(frame)
    eager = data.collect() if isinstance(data, nw.LazyFrame) else data
    found: list[str] = eager["X201"].to_list()
    return found


def test_one_criterion_judges_frames_of_all_types_in_turn() -> None:
    criterion = floor()
    for frame in polars_frames():
        assert outcomes(criterion.judge(frame)) == SAID, frame


def test_and_of_all_engines_in_turn() -> None:
    criterion = floor()
    table = pa.table({"paid": pa.array(AMOUNTS, pa.decimal128(10, 2))})
    for _ in range(2):
        for frame in (
            table,
            pl.DataFrame(table),
            pd.DataFrame({"paid": AMOUNTS}),
            pl.LazyFrame({"paid": [1]}),
        ):
            first = outcomes(criterion.judge(frame))
            assert first == (SAID if len(first) > 1 else ["unmet"]), type(frame)


def test_a_wrong_value_after_a_right_one_is_found() -> None:
    criterion = floor()
    right = pl.DataFrame({"paid": [Decimal("650.00")]})
    assert outcomes(criterion.judge(right)) == ["met"]
    with pytest.raises(ms.DataError, match=r"第1行“paid”列"):
        criterion.judge(pl.DataFrame({"paid": [Decimal("10650.00")]}, schema=right.schema))
    assert outcomes(criterion.judge(right)) == ["met"]


def test_no_more_is_kept_than_is_of_use() -> None:
    prepared = Prepared([("X201", floor().requirement, None)], {})
    for frame in polars_frames():
        judge_frame(prepared, frame)
    assert len(prepared._plans) == 8


def test_asking_the_same_again_makes_nothing_ready_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is equal but written with other places is not the same."""
    made: list[object] = []
    ready = Prepared.__init__

    def counted(self: Prepared, *args: Any, **options: Any) -> None:
        made.append(self)
        ready(self, *args, **options)

    monkeypatch.setattr(Prepared, "__init__", counted)
    frame = pl.DataFrame({"n": [1, 2]})
    one, other = (ms.column("n") * Decimal(text) for text in ("1.0", "1.000"))
    assert one.node == other.node
    scales = [ms.compute(frame, x=of)["x"].dtype for of in (one, other, one, other)]
    assert scales[:2] == scales[2:]
    assert len(made) == 2
