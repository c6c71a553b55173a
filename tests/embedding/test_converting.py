"""Attrs classes of one's own that hold this library's values, through cattrs."""

from __future__ import annotations

import datetime
from decimal import Decimal

import attrs
import cattrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.embedding import converter
from minsheng.testing import amounts
from tests.embedding.examples import MADE, example


@attrs.frozen
class Payment:
    paid: ms.Amount
    month: ms.Period
    on: datetime.date
    rate: Decimal
    floor: ms.Bound | None = None
    areas: tuple[ms.Area, ...] = ()
    rule: ms.Criterion | None = None


OWN = converter()
RULE = ms.Criterion("X201", ms.column("paid", "元/月", places=2) >= ms.Amount(650, "元/月"))


@given(
    amounts(),
    st.dates(datetime.date(1990, 1, 1)),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)
def test_what_is_written_is_read_back(paid: ms.Amount, on: datetime.date, rate: Decimal) -> None:
    areas = tuple(ms.load("yueyang-2023").areas[:2])
    whole = Payment(paid, ms.Period.month(2023, 6), on, rate, ms.Bound.parse(">= 650 元/月"), areas, RULE)
    assert OWN.structure(OWN.unstructure(whole), Payment) == whole


@pytest.mark.parametrize("name", [name for name in MADE if name != "criteria"])  # which have no class
def test_documents_stand_in_ones_own_classes(name: str) -> None:
    value = example(name)
    plain = OWN.unstructure(value)
    assert plain == ms.embedding.to_data(value)
    assert OWN.structure(plain, type(value)) == value


@pytest.mark.parametrize(("change", "said"), [
    ({"paid": 640}, "$.paid：“640”"), ({"paid": "640 钱"}, "$.paid：“640 钱”"),
    ({"on": "2023-02-30"}, "$.on：“2023-02-30”"), ({"rate": 0.5}, "$.rate：float 不是数据"),
    ({"rate": True}, "$.rate：“true”"), ({"month": "六月"}, "$.month：“六月”"), ({"more": 1}, "more"),
    ({"rule": {"format": "x"}}, "$.rule：format：没有“x”这种格式"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_path(change: dict[str, object], said: str) -> None:
    plain = {"paid": "640 元/月", "month": "2023年6月", "on": "2023-06-30", "rate": "0.5"}
    assert OWN.structure(plain, Payment).rate == Decimal("0.5")
    with pytest.raises(cattrs.BaseValidationError) as caught:
        OWN.structure(plain | change, Payment)
    told = cattrs.transform_error(caught.value, format_exception=lambda error, _: str(error))
    where, what = said.split("：", maxsplit=1) if "：" in said else (said, said)
    assert any(where in one and what in one for one in told)


@attrs.frozen
class Plain:
    count: int = 0
    urgent: bool = False
    name: str = ""
    parts: tuple[int, ...] = ()
    names: list[str] = attrs.field(factory=list)
    payment: Payment | None = None
    either: ms.Amount | str | None = None


@pytest.mark.parametrize("wrong", [
    {"count": 1.7}, {"count": True}, {"count": "1"}, {"urgent": "false"}, {"urgent": 1}, {"name": None},
    {"name": 3}, {"parts": "123"}, {"parts": [1.5]}, {"names": "甲乙"}, {"names": [1]}, {"names": {"甲": 1}},
    {"payment": []}, {"payment": "x"}, {"either": 3}, [], "x", None,
])  # fmt: skip
def test_nothing_is_made_of_something_else(wrong: object) -> None:
    with pytest.raises((cattrs.BaseValidationError, ms.DataError)):
        OWN.structure(wrong, Plain)


def test_what_is_meant_is_read() -> None:
    for value in (ms.Amount.parse("3 户"), "3 户", None):
        plain = Plain(3, True, "甲", (1, 2), ["乙"], None, value)
        assert OWN.structure(OWN.unstructure(plain), Plain) == plain
