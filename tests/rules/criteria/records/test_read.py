"""Reading a column of many records, beside reading one value carefully."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.expression.nodes import Column
from minsheng.rules.criteria.records.read import read_value, reader

NUMBERS = st.one_of(
    st.integers(-200, 200),
    st.decimals(-200, 200, places=3),
    st.decimals(allow_nan=True),
    st.fractions(-200, 200, max_denominator=16),
    st.floats(-200, 200),
    st.booleans(),
    st.none(),
    st.from_regex(r"[+-]?0{0,50}[0-9]{1,4}(\.[0-9]{0,45})?", fullmatch=True),
    st.sampled_from(["", " 1", "1_0", "１", "1e2", "NaN", "1/2", "一", Decimal("1E+2"), 10**50]),
)


def outcome(read: Any, *given: object) -> Worth | str:
    """What is read, or what is refused."""
    try:
        found: Worth = read(*given)
    except ms.DataError as error:
        return str(error)
    return found


@given(raw=NUMBERS, places=st.integers(0, 3), floats=st.booleans())
def test_many_records_are_read_as_one_is(raw: object, places: int, floats: bool) -> None:
    """The same number, or the same refusal, whatever it is written as."""
    node = ms.column("x", places=places, low=Decimal("-99.5"), high=100, floats=floats).node
    assert isinstance(node, Column)
    found = outcome(reader(node), raw)
    careful = outcome(read_value, node, raw)
    assert (found, type(found)) == (careful, type(careful))
