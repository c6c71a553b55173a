"""Places by exact values: counted one by one, as records, printed tables and frames have them."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.ranked import ranked

#: few values, so that many are shared
VALUES = st.lists(st.integers(-2, 3), min_size=1, max_size=8)


@given(VALUES, st.booleans())
def test_a_place_says_how_many_are_better(values: list[int], lowest: bool) -> None:
    """One more than those who are better; dense, one more than their values; the first is first."""
    found = ranked((Fraction(value) for value in values), lowest=lowest)
    assert list(found) == sorted(set(values), reverse=not lowest)
    for value, at in found.items():
        better = [other for other in values if (other < value if lowest else other > value)]
        assert (at.skip, at.dense, at.tied) == (
            len(better) + 1,
            len(set(better)) + 1,
            values.count(int(value)),
        )
        assert (at.counted(dense=False), at.counted(dense=True)) == (at.skip, at.dense)


@given(VALUES, st.booleans())
def test_frames_and_printed_tables_have_the_same_places(values: list[int], lowest: bool) -> None:
    """By windows, by hand, and as a table prints them: one definition."""
    at = [ranked(values, lowest=lowest)[value] for value in values]
    for data in (pl.DataFrame({"n": values}), pa.table({"n": pa.array(values, pa.int64())})):
        for ties, places in (("skip", [r.skip for r in at]), ("dense", [r.dense for r in at])):
            found = ms.frames.ranks(data, "n", ties=ties, lowest=lowest)["rank"]  # type: ignore[arg-type]  # the two there are
            assert [*found.to_pylist()] == places if isinstance(data, pa.Table) else found.to_list() == places
    lines = [
        ms.published.Printed(area=f"第{n}个", actual=str(value + 3), rank=str(r.skip))
        for n, (value, r) in enumerate(zip(values, at, strict=True))
    ]
    report = ms.published.check_ranks(lines, ranked_by="actual", lowest=lowest)
    assert report.ok
