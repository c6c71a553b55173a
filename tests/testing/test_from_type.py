"""``st.from_type`` knows every value that the library asks for or hands out."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

import minsheng as ms


@pytest.mark.parametrize(
    "kind",
    [
        ms.Unit, ms.Amount, ms.Bound, ms.Area, ms.Period, ms.Programme, ms.Row, ms.Allocation, ms.Progress,
        ms.Expression, ms.Criterion, ms.Standard, ms.domain.Schedule,
    ],
)  # fmt: skip
def test_from_type(kind: type) -> None:
    once = settings(max_examples=10, phases=(Phase.generate,), database=None)
    assert isinstance(find(st.from_type(kind), lambda _: True, settings=once), kind)
