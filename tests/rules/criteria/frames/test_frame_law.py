"""The law: a frame is judged as its rows are, by every engine, missing values and limits included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing import criteria, expressions, records
from tests.frames import every_engine, on
from tests.rules.criteria import law
from tests.tries import tries

#: the kinds of areas that the notice of 2023 has
FLOORS = (ms.AreaKind.COUNTY, ms.AreaKind.COUNTY_LEVEL_CITY, ms.AreaKind.DISTRICT, ms.AreaKind.ZONE)


@every_engine
@tries(5)
@given(data=st.data())
def test_labels_are_names_of_the_same_values(put: law.Put, data: st.DataObject) -> None:
    """A table that says 区 is judged as one that says ``district``, on records and by every engine."""
    paid, kind, month = ms.column("paid", "元/月", places=2), ms.column("area_kind"), ms.column("month")
    standard = ms.load("yueyang-2023").standard("subsistence-rural")
    floor = standard.floor(area_kind=kind, on=month)
    district = kind == ms.AreaKind.DISTRICT
    listed = ms.column("kind", choices=ms.AreaKind)
    judged = (
        Criterion("X201", paid >= floor),
        Criterion("X202", paid >= floor, when=district | kind.is_in([ms.AreaKind.ZONE, ms.AreaKind.COUNTY])),
        Criterion("X203", paid >= floor, when=listed != ms.AreaKind.COUNTY_LEVEL_CITY),
    )
    kinds = st.none() | st.sampled_from(ms.AreaKind)
    cases = st.tuples(kinds, st.sampled_from(("416.66", "416.67", "650", "649.99")).map(Decimal))
    rows = [
        {
            "paid": paid,
            "area_kind": kind and kind.value,
            "kind": kind and kind.value,
            "month": date(2023, 6, 1),
        }
        for kind, paid in data.draw(st.lists(cases, min_size=1, max_size=8))
    ]
    said = [
        {**row, **{name: row[name] and ms.AreaKind(row[name]).label for name in ("area_kind", "kind")}}
        for row in rows
    ]
    for criterion in judged:
        by_label = [criterion.judge(row).outcome for row in said]
        assert by_label == [criterion.judge(row).outcome for row in rows]
        known = [verdict.value != "unknown" for verdict in by_label]
        # the notice has floors for few; X202 is about no others, so that nothing of those is unknown
        told = {one.value for one in (ms.AreaKind if criterion.code == "X202" else FLOORS)}
        assert known == [row["kind"] in told for row in rows]
    law.judged_alike(judged, rows, put(law.arrow(law.needed(*judged), said, {})))


@every_engine
@tries(10)
@given(st.data())
def test_a_frame_is_judged_as_its_rows_are(put: law.Put, data: st.DataObject) -> None:
    """Every outcome in the frame is that of the plain evaluation of the row, by fractions."""
    both = data.draw(criteria(codes=["X101"])), data.draw(criteria(codes=["X102"]))
    law.judged_alike(both, *_framed(put, data, both))


@every_engine
@tries(10)
@given(st.data())
def test_a_frame_is_computed_as_its_rows_are(put: law.Put, data: st.DataObject) -> None:
    """Every value in the frame is what the plain evaluation of the row comes to, by fractions."""
    places = data.draw(st.integers(0, 3))
    number = expressions(kind="number").map(lambda e: e.half_up(places)).filter(lambda e: law.fits(128, e))
    wanted = {
        "number": data.draw(number),
        "text": data.draw(expressions(kind="text", max_depth=2)),
        "date": data.draw(expressions(kind="date", max_depth=2)),
        "truth": data.draw(expressions()),
    }
    law.computed_alike(wanted, *_framed(put, data, tuple(wanted.values())))


@every_engine
@tries(5)
@given(st.data())
def test_what_else_is_judged_changes_nothing(put: law.Put, data: st.DataObject) -> None:
    """A criterion has one outcome alone, beside others in the pass, and in another order."""
    many = [data.draw(criteria(codes=[f"X{101 + number}"])) for number in range(3)]
    drawn, frame = _framed(put, data, many)
    together = ms.judge(many, frame)
    turned = ms.judge(many[::-1], frame)
    for criterion in many:
        alone = law.rows(ms.judge([criterion], frame), criterion.code)
        assert alone == law.rows(together, criterion.code) == law.rows(turned, criterion.code)
        assert alone == [law.expected(criterion, record) for record in drawn]


@on("polars", "polars-lazy", "duckdb", "pyarrow", "pandas-arrow")
@tries(8)
@given(data=st.data())
def test_wide_integers_are_exact(put: law.Put, data: st.DataObject) -> None:
    """Where integers need 128 bits an engine that has them is exact, or borrows polars; none wraps."""
    a, b = ms.column("a", places=4), ms.column("b", places=2)
    product = a * b * data.draw(st.integers(1, 9))
    wide = Criterion("X101", data.draw(st.sampled_from((product, product / 7, (a / b).half_up(1)))) >= 10**4)
    drawn = data.draw(records(wide, min_size=1, max_size=10))
    frame = put(law.arrow(law.needed(wide), drawn, {}))
    law.judged_alike((wide,), drawn, frame)


def _framed(
    put: law.Put, data: st.DataObject, about: Sequence[Criterion | ms.Expression]
) -> tuple[list[law.Record], Any]:
    """Records at the limits of what is asked, or none, and a frame of them, of types and layouts drawn."""
    fields = law.needed(*about)
    drawn = data.draw(records(about, max_size=25))
    for name in (
        data.draw(st.sets(st.sampled_from([one.name for one in fields]), max_size=2)) if fields else ()
    ):
        drawn = [{**record, name: None} for record in drawn]  # missing on every row
    types = {
        one.name: data.draw(st.sampled_from(law.types_for(one, [record[one.name] for record in drawn])))
        for one in fields
    }
    for dtype in types.values():
        event(f"type: {dtype}")
    return drawn, put(law.laid(law.arrow(fields, drawn, types), data.draw(st.sampled_from(law.LAYOUTS))))
