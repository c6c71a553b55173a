"""Dividing one target: what goes in, what comes out, what cannot be met, and the working."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng import allocate
from minsheng.dividing import Division, Method, TieBreak
from minsheng.dividing.methods import Request, signpost
from minsheng.dividing.working import find_divisor
from tests.dividing.strategies import DIVISORS, METHODS, requests

FOUR = {"甲县": 47, "乙县": 16, "丙区": 15, "丁区": 22}


def problems(total: str, weights: Mapping[str, object], **options: object) -> list[str]:
    with pytest.raises(ms.DataError) as caught:
        allocate(total, weights, **options)  # type: ignore[arg-type]
    return [str(problem) for problem in caught.value.problems]


# --- what comes out --------------------------------------------------------------------


@given(
    requests(min_weight=0),
    METHODS,
    st.sampled_from(("1", "0.01", "0.5", "3", "1E+2")),
    st.none() | st.integers(0, 50),
)
def test_shares_are_whole_steps_and_sum_to_the_total(
    request: Request, method: Method, step: str, city: int | None
) -> None:
    """In any decimal step, with floors, caps and a share of the city's own."""
    size = Decimal(step)
    names = [f"区{i}" for i in range(len(request.weights))]
    kept = None if city is None else Decimal(city)
    division = allocate(
        ms.Amount(size * request.steps + (kept or 0), "万亩"),
        dict(zip(names, request.weights, strict=True)),
        step=size,
        floors={name: size * low for name, low in zip(names, request.low, strict=True)},
        caps={name: size * high for name, high in zip(names, request.high, strict=True)},
        city_share=kept,
        method=method,
        ties="order",
    )
    assert division.total == ms.Amount(size * request.steps + (kept or 0), "万亩")
    assert division.row.city_share == kept
    for share, low, high in zip(division.row.cells, request.low, request.high, strict=True):
        assert share is not None
        assert Fraction(share) / Fraction(size) % 1 == 0
        assert size * low <= share <= size * high


def test_a_real_row_divided_by_the_number_of_users(yueyang: ms.Programme) -> None:
    users = yueyang.allocation["users"].shares
    division = allocate("41.30 万亩", users, areas=yueyang.allocation.areas, indicator="farmland")
    assert division.row.indicator == "farmland"
    assert division.row.total == ms.Amount("41.3", "万亩")
    assert yueyang.allocation.replace(division.row)["farmland"] == division.row


def test_the_step_is_by_default_the_last_place_written() -> None:
    steps = {"41.3 万亩": "0.1", "41.30 万亩": "0.01", "59000 人": "1", "5.9 万人": "0.1"}
    for total, step in steps.items():
        assert allocate(total, FOUR).asked.step.size == Decimal(step)


def test_no_weight_is_no_share_and_weight_nothing_is_a_share_of_nothing() -> None:
    division = allocate("10 户", {"甲": 3, "乙": None, "丙": 0}, areas=("丁", "丙", "乙", "甲"))
    assert division.shares == {"丁": None, "丙": 0, "乙": None, "甲": 10}
    assert division.quotas == {"丁": None, "丙": 0, "乙": None, "甲": 10}


def test_weights_may_be_amounts_in_different_units_fractions_or_text() -> None:
    plain = allocate("100 户", {"甲": 10000, "乙": 20000}, ties="order").shares
    assert allocate("100 户", {"甲": ms.Amount(1, "万人"), "乙": ms.Amount(20000, "人")}).shares == plain
    assert allocate("100 户", {"甲": Fraction(1, 3), "乙": Fraction(2, 3)}).shares == plain
    assert allocate("100 户", {"甲": "１，０００", "乙": "2000"}).shares == plain


def test_floors_are_taken_up_to_whole_steps_and_caps_down() -> None:
    division = allocate(
        "10 户", {"甲": 1, "乙": 9}, floors={"甲": "1.2"}, caps={"乙": ms.Amount("8.9", "户")}
    )
    assert division.shares == {"甲": 2, "乙": 8}


def test_the_order_of_the_weights_is_not_the_order_of_the_row() -> None:
    one = allocate("10 个", FOUR)
    other = allocate("10 个", dict(reversed(FOUR.items())), areas=tuple(FOUR))
    assert one.row == other.row


def test_a_division_is_a_value() -> None:
    division = allocate("10 个", FOUR)
    assert pickle.loads(pickle.dumps(division)) == division
    assert hash(division) == hash(allocate("10 个", FOUR))


# --- ties ------------------------------------------------------------------------------


def test_a_tie_is_refused_and_the_tied_are_named() -> None:
    said = problems("10 个", {"甲": 1, "乙": 1, "丙": 1})
    assert said == [
        (
            "并列：甲、乙、丙对最后 1 份的理由相同，只够给其中 1 个；请用 ties 定一条规则："
            "order，给列在前面的；weight，给权重大的"
        )
    ]


def test_a_tie_by_order_goes_by_the_columns() -> None:
    weights = {"甲": 1, "乙": 1, "丙": 1}
    division = allocate("10 个", weights, ties=TieBreak.ORDER, areas=("丙", "乙", "甲"))
    assert division.shares == {"丙": 4, "乙": 3, "甲": 3}
    assert division.tied == ("丙", "乙", "甲")
    assert "丙、乙、甲对最后的份数理由相同：列在前面的先得" in division.explain()


def test_a_tie_by_weight_goes_to_the_larger_and_never_to_one_of_equals() -> None:
    assert allocate("4 个", {"小": 1, "大": 3, "中": 0}, ties="weight", method="webster").shares["大"] == 3
    division = allocate("2 个", {"小": 1, "大": 3}, ties="weight")  # 0.5 and 1.5
    assert division.shares == {"小": 0, "大": 2}
    assert len(problems("10 个", {"甲": 1, "乙": 1, "丙": 1}, ties="weight")) == 1


# --- what cannot be met ----------------------------------------------------------------


def test_floors_above_the_total() -> None:
    assert problems("10 户", {"甲": 1, "乙": 2}, floors={"甲": 7, "乙": 4}) == [
        "下限：各地下限之和 甲 7 + 乙 4 = 11，大于可分的 10 户；请降低下限，或增加总数"
    ]


def test_caps_below_the_total() -> None:
    assert problems("10 户", {"甲": 1, "乙": 2, "丙": 0}, caps=4, floors={"丙": 1}) == [
        (
            "上限：各地至多可得 甲 4 + 乙 4 + 丙 1 = 9，小于要分的 10 户；"
            "请提高上限，或减少总数（权重为 0 的只得下限）"
        )
    ]


def test_a_total_that_is_not_so_many_steps() -> None:
    assert problems("41.3 万亩", FOUR, step="0.25", city_share="0.2") == [
        "总数：41.3 万亩，减去市本级 0.2 后是 41.1，不是 0.25 的整数倍；请改步长，或改总数"
    ]


def test_weights_all_nothing() -> None:
    assert problems("10 户", {"甲": 0, "乙": None}) == [
        "权重：权重全为 0，10 户 分不出去；至少一个地区的权重要大于 0"
    ]
    assert allocate("3 户", {"甲": 0, "乙": 0}, floors={"甲": 3}).shares == {"甲": 3, "乙": 0}


def test_everything_wrong_is_said_at_once() -> None:
    said = problems(
        "10 户",
        {"甲": -1, "乙": 2, "丙": None},
        floors={"乙": -3, "丙": 2},
        caps={"甲": -1},
        city_share=12,
    )
    assert [line.partition("：")[0] for line in said] == ["甲的权重", "总数", "甲", "乙", "丙"]


def test_a_floor_above_its_cap() -> None:
    said = problems("10 户", {"甲": 1, "乙": 2}, floors={"甲": "2.5"}, caps={"甲": "2.9"})
    assert said == ["甲：下限 3 大于上限 2；请降低下限，或提高上限（都按整步长取）"]


def test_a_step_of_nothing() -> None:
    assert problems("10 户", FOUR, step=0) == ["步长：步长是 0；步长要大于 0"]


def test_misuse() -> None:
    with pytest.raises(TypeError, match="a float is not exact"):
        allocate("10 户", {"甲": 0.5})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="total is an Amount or text, not 10"):
        allocate(10, FOUR)  # type: ignore[arg-type]
    with pytest.raises(ms.UnknownName, match="no area '甲'; did you mean '甲县'"):
        allocate("10 户", FOUR, floors={"甲": 1})
    with pytest.raises(ms.UnitError, match="权重的单位不同"):
        allocate("10 户", {"甲": ms.Amount(1, "人"), "乙": ms.Amount(1, "户")})
    with pytest.raises(ms.UnitError, match="有的带单位，有的不带"):
        allocate("10 户", {"甲": ms.Amount(1, "人"), "乙": 1})
    with pytest.raises(ValueError, match="an area stands twice"):
        allocate("10 户", {"甲": 1}, areas=("甲", "甲"))
    with pytest.raises(ValueError, match=r"method is one of 'hamilton', .*, not 'hamiltonian'"):
        allocate("10 户", FOUR, method="hamiltonian")


# --- the working -----------------------------------------------------------------------


def test_the_working_of_a_divisor_method() -> None:
    assert allocate("10 个", FOUR, method="jefferson").explain().splitlines() == [
        "10 个按权重分给 4 个地区，步长 1 个，洪德法",
        "除数 7.9：权重 ÷ 除数，舍去小数",
        "甲县：47 ÷ 7.9 = 5.949367… → 5 个",
        "乙县：16 ÷ 7.9 = 2.025316… → 2 个",
        "丙区：15 ÷ 7.9 = 1.898734… → 1 个",
        "丁区：22 ÷ 7.9 = 2.784810… → 2 个",
        "甲县 5 + 乙县 2 + 丙区 1 + 丁区 2 = 10 个",
    ]


def test_the_working_says_who_is_held() -> None:
    said = allocate("41.3 万亩", FOUR, step="0.01", floors={"乙县": 8}, caps={"甲县": 10}).explain()
    assert "甲县：上限 → 1000 份 = 10.00 万亩" in said
    said = allocate("10 个", FOUR, floors={"乙县": 4}, caps={"甲县": 3}, method="webster").explain()
    assert "，到上限 → 3 个" in said
    assert "，取下限 → 4 个" in said


@given(requests(min_weight=0), DIVISORS)
def test_the_divisor_shown_gives_the_shares_shown(request: Request, method: Method) -> None:
    """Weight ÷ divisor, rounded as the method says and held to the bounds, is the share."""
    division = by_steps(request, method)
    counts = tuple(int(share or 0) for share in division.row.cells)
    divisor = find_divisor(division.asked, method, counts)
    if divisor is None or (method is Method.HUNTINGTON_HILL and division.tied):
        return
    power, times = (2 if method is Method.HUNTINGTON_HILL else 1), (2 if method is Method.WEBSTER else 1)
    for weight, k, low, high in zip(request.weights, counts, request.low, request.high, strict=True):
        quotient = (times * weight / divisor) ** power
        assert k in (high, 0) or quotient <= signpost(method, k) or not weight
        assert k == low or quotient >= signpost(method, k - 1)


@given(requests(min_weight=0), METHODS)
def test_the_awards_lead_from_the_floors_to_the_shares(request: Request, method: Method) -> None:
    """Each step beyond the floors once, the highest claims first."""
    division = by_steps(request, method)
    awards = list(division.awards())
    assert [award.number for award in awards] == list(range(1, len(awards) + 1))
    claims = [award.claim for award in awards if award.claim is not None]
    assert all(a >= b for a, b in pairwise(claims))
    if method is not Method.HAMILTON:
        for name, share, low in zip(division.row.areas, division.row.cells, request.low, strict=True):
            assert share == low + sum(award.area == name for award in awards)


def by_steps(request: Request, method: Method) -> Division:
    names = [f"区{i}" for i in range(len(request.weights))]
    return allocate(
        ms.Amount(request.steps, "户"),
        dict(zip(names, request.weights, strict=True)),
        floors=dict(zip(names, request.low, strict=True)),
        caps=dict(zip(names, request.high, strict=True)),
        method=method,
        ties="order",
    )


def test_the_table_has_weights_quotas_and_shares() -> None:
    division = allocate("10 个", {"甲县": "1.5", "乙县": 2, "丙区": None}, city_share=3)
    assert str(division) == division.table().to_text()
    assert division.table().rows == (
        ("甲县", "1.5", "3", "3"),
        ("乙县", "2", "4", "4"),
        ("丙区", "/", "/", "/"),
        ("市本级", "/", "/", "3"),
    )
    assert "<table" in division._repr_html_()


@pytest.mark.parametrize(
    ("method", "total", "line"),
    [
        ("huntington-hill", "9 个", "甲县：47 ÷ 11 = 4.272727…（分界 4.472135…） → 4 个"),
        ("adams", "9 个", "甲县：47 ÷ 15.1 = 3.112582… → 4 个"),
        ("adams", "2 个", "份数少于地区数，权重大的各得一份"),
        ("adams", "0 个", "各取上下限，没有别的可分"),
        ("hamilton", "100 个", "应得 = 权重 × 100 ÷ 100，正好都是整数"),
        ("hamilton", "0 个", "戊区：权重为 0，只得下限 → 0 个"),
    ],
)
def test_the_working_in_every_case(method: str, total: str, line: str) -> None:
    explained = allocate(total, {**FOUR, "戊区": 0}, method=method).explain()
    assert line in explained.splitlines()


def test_the_divisor_at_a_tie_is_the_only_one() -> None:
    explained = allocate("3 个", {"甲": 40, "乙": 40}, method="webster", ties="order").explain()
    assert "除数 80/3：权重 ÷ 除数，四舍五入" in explained
    explained = allocate("3 个", {"甲": 40, "乙": 40}, method="jefferson", ties="order").explain()
    assert explained.splitlines()[1:4] == [
        "除数 20：权重 ÷ 除数，舍去小数",
        "甲：40 ÷ 20 = 2 → 2 个",
        "乙：40 ÷ 20 = 2 → 1 个",
    ]
    explained = allocate("3 个", {"甲": 40, "乙": 40}, method="huntington-hill", ties="order").explain()
    assert "除数 28.284271247461…" in explained


def test_the_working_shows_weights_as_they_were_given() -> None:
    given = allocate("10 户", {"甲": "43.24", "乙": "25.6"}).explain()
    assert "应得 = 权重 × 10 ÷ 68.84" in given
    assert "甲：43.24 × 10 ÷ 68.84 = 6.281231… → 6 户" in given
    amounts = {"甲": ms.Amount("43.24", "万人"), "乙": ms.Amount("25.6", "万人")}
    assert allocate("10 户", amounts).explain() == given
    halves = allocate("10 户", {"甲": Fraction(1, 3), "乙": Fraction(1, 2)}).explain()
    assert "甲：2 × 10 ÷ 5 = 4 → 4 户" in halves
    divided = allocate("10 户", {"甲": "0.4324", "乙": "0.256"}, method="webster").explain()
    assert "除数 0.07：权重 ÷ 除数，四舍五入" in divided
