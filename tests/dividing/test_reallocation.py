"""A change in mid-year: as little disturbance as there can be, and nobody below what is done."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.dividing import reallocate

APPROVAL = ms.domain.Citation("某办〔2023〕9号", "第二条")
ROW = ms.Row("x", "户", ("甲县", "乙县", "丙区", "丁区"), (100, 60, 40, None), city_share=20)


def problem(*args: object, **options: object) -> str:
    with pytest.raises(ms.DataError) as caught:
        reallocate(ROW, *args, approval=APPROVAL, **options)  # type: ignore[arg-type]
    return str(caught.value)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 8)), min_size=1, max_size=4),
    st.integers(0, 12),
    st.data(),
)
def test_nothing_less_disturbing_keeps_what_is_done(
    drawn: list[tuple[int, int]], spare: int, data: st.DataObject
) -> None:
    """Against every other division of the new total: none has a smaller total variation."""
    shares, done = [share for share, _ in drawn], [reached for _, reached in drawn]
    areas = tuple(f"区{i}" for i in range(len(drawn)))
    row = ms.Row("x", "户", areas, tuple(shares))
    total = sum(done) + (spare if any(shares) else max(0, sum(shares) - sum(done)))
    if not any(shares) and total > sum(map(max, zip(shares, done, strict=True))):
        return  # nobody has a share that a rise could be in proportion to
    moved = reallocate(
        row,
        ms.Amount(total, "户"),
        done=dict(zip(areas, done, strict=True)),
        approval=APPROVAL,
        ties="order",
        method=data.draw(st.sampled_from(("hamilton", "webster", "dhondt"))),
    )
    after = [int(cell or 0) for cell in moved.row.cells]
    assert sum(after) == total
    assert all(x >= d for x, d in zip(after, done, strict=True))
    least = min(
        sum(abs(x - s) for x, s in zip(other, shares, strict=True))
        for other in product(*(range(d, total + 1) for d in done))
        if sum(other) == total
    )
    assert moved.variation == ms.Amount(least, "户")
    assert moved.before == row


def test_a_rise_is_in_proportion_to_the_shares() -> None:
    moved = reallocate(ROW, "320 户", approval=APPROVAL)
    assert dict(moved.changes) == {"甲县": 50, "乙县": 30, "丙区": 20}
    assert moved.row.city_share == 20
    assert moved.row.shares["丁区"] is None


def test_a_cut_stops_at_what_is_done() -> None:
    moved = reallocate(ROW, "120 户", done={"乙县": 59, "丁区": 3}, approval=APPROVAL)
    assert moved.row.shares == {"甲县": 29, "乙县": 59, "丙区": 12, "丁区": None}
    assert "乙县 60 − 1 = 59 户（已完成 59）" in moved.explain()


def test_who_has_done_more_is_raised_to_it_and_the_others_make_up_for_it() -> None:
    moved = reallocate(ROW, "220 户", done={"丙区": 54}, approval=APPROVAL, ties="weight")
    assert moved.row.shares == {"甲县": 91, "乙县": 55, "丙区": 54, "丁区": None}
    assert moved.variation == ms.Amount(28, "户")


def test_changes_that_the_approval_sets_itself() -> None:
    moved = reallocate(ROW, changes={"甲县": 80, "市本级": 10, "丁区": 5}, approval=APPROVAL)
    assert moved.row.shares == {"甲县": 80, "乙县": 75, "丙区": 50, "丁区": 5}
    assert moved.row.city_share == 10
    assert moved.row.total == ROW.total
    both = reallocate(ROW, "200 户", changes={"甲县": 80}, approval=APPROVAL)
    assert both.row.shares == {"甲县": 80, "乙县": 60, "丙区": 40, "丁区": None}


def test_the_approval_is_kept() -> None:
    moved = reallocate(ROW, "320 户", done={"甲县": 3}, approval=APPROVAL)
    assert moved.approval == moved.row.source == APPROVAL
    table = moved.table()
    assert table.title == "220 户 调整为 320 户（某办〔2023〕9号第二条），共变动 100 户"
    assert table.rows[0] == ("甲县", "100", "3", "+50", "150")
    assert table.rows[-1] == ("市本级", "20", "/", "", "20")
    assert [row[0] for row in table.rows] == ["甲县", "乙县", "丙区", "市本级"]
    assert moved.explain().startswith("220 户 调整为 320 户（某办〔2023〕9号第二条），共变动 100 户")
    assert "<table" in moved._repr_html_()
    assert str(moved) == table.to_text()


def test_a_real_row_in_hundredths(yueyang: ms.Programme) -> None:
    row = yueyang.allocation["farmland"]
    moved = reallocate(row, "43 万亩", step="0.01", approval=APPROVAL)
    assert moved.row.total == ms.Amount(43, "万亩")
    assert moved.variation == ms.Amount("1.70", "万亩")


def test_less_than_is_done() -> None:
    assert problem("100 户", done={"甲县": 70, "丙区": 20}) == (
        "总数：留给各地的只有 80 户，已完成 甲县 70 + 丙区 20 = 90；不能低于已完成的（按整步长取）"
    )
    assert problem(changes={"甲县": 5}, done={"甲县": 6}) == "甲县：改为 5，已完成 6；不能低于已完成的"
    assert problem(changes={"甲县": -1}) == "甲县：改为 -1；任务数不能小于 0"


def test_nobody_to_take_the_change() -> None:
    said = problem("300 户", changes={"甲县": 100, "乙县": 60, "丙区": 40})
    assert said == "总数：没有地区可以承担 80 户；请在 changes 里写明给谁"


def test_a_change_that_is_not_so_many_steps() -> None:
    assert problem("223 户", step=2) == "总数：要变动 3，不是 2 的整数倍；请改步长"


def test_a_row_that_does_not_add_up(yueyang: ms.Programme) -> None:
    with pytest.raises(ms.DataError, match="这一行各自达到，不相加"):
        reallocate(yueyang.allocation["e-licences"], "900 类", approval=APPROVAL)


def test_misuse() -> None:
    with pytest.raises(ValueError, match="needs a new total or changes"):
        reallocate(ROW, approval=APPROVAL)
    with pytest.raises(TypeError, match="approval is a Citation, not"):
        reallocate(ROW, "300 户", approval="某办〔2023〕9号")  # type: ignore[arg-type]
    with pytest.raises(ms.UnknownName):
        reallocate(ROW, "300 户", done={"戊区": Decimal(1)}, approval=APPROVAL)
