"""Points for what happens, and for what comes in a row: counted out by hand; ends and faults."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.rules.scoring.forms.basic import Fault
from minsheng.rules.scoring.forms.events import runs
from minsheng.rules.scoring.terms.worth import worth
from minsheng.scoring import Event, Inputs, Mark, PerEvent, Running, Start
from tests.rules.scoring.forms.written import written

LAST = Inputs("last")


@given(st.lists(st.dates(datetime.date(2022, 10, 1), datetime.date(2023, 4, 30)), max_size=8))
def test_rows_of_months(days: list[datetime.date]) -> None:
    """Month by month: a row ends where a month has none; the day, and how many a month has, do not count."""
    months = [(2022, month) for month in (10, 11, 12)] + [(2023, month) for month in (1, 2, 3, 4)]
    had = [any((day.year, day.month) == month for day in days) for month in months]
    rows = "".join("x" if one else " " for one in had).split()
    assert runs(days) == [len(row) for row in rows]


ROWS = st.sampled_from(
    ((), (Running(2, "0.8"),), (Running(2, "0.8"), Running(3, "1.2")), (Running(2, 1), Running(4, 2, "0.5")))
)
FORMS = st.builds(
    PerEvent, st.just("末位"), st.sampled_from(("0", "0.2", "1")), ROWS, st.booleans(),
    st.none() | st.integers(1, 4).map(Decimal), st.sampled_from(Start),
)  # fmt: skip


@given(FORMS, st.sampled_from((0, 3)), st.lists(st.integers(1, 6), max_size=3))
def test_points_for_rows_are_those_counted_out_by_hand(form: PerEvent, weight: int, rows: list[int]) -> None:
    """One event each month of the rows; a row counts at each level it reaches, or at the highest."""
    values: dict[str, Fraction] = {"last_count": Fraction(sum(rows))}
    counted = Fraction(form.each) * sum(rows)
    for one in form.running:
        values[f"last_run{one.times}"] = Fraction(sum(row >= one.times for row in rows))
        beyond = sum(max(row - one.times, 0) for row in rows)
        if one.further:
            values[f"last_further{one.times}"] = Fraction(beyond)
            counted += beyond * Fraction(one.further)
    for row in rows:
        reached = [one.points for one in form.running if row >= one.times]
        counted += sum(map(Fraction, reached[-1:] if form.highest else reached), Fraction(0))
    limit = Decimal(weight) if form.cap is None and weight else form.cap
    left = counted if limit is None else min(counted, Fraction(limit))
    points = worth(form.points(Decimal(weight), LAST), values)
    assert points == (weight - left if form.start is Start.FULL else left)
    low, high = form.bounds(Decimal(weight))
    if not list(form.faults(Decimal(weight))):
        assert points is not None
        assert low is None or low <= points
        assert high is None or points <= high
    said = written(form, Decimal(weight), LAST, values)
    assert f"共 {plain(counted)} 分" in said
    assert ("最多" in said) == (limit is not None and counted > limit)
    assert ("分中还有" in said) == (form.start is Start.FULL)


def plain(value: Fraction) -> str:
    """As a number is printed here: at most one place."""
    return format(Decimal(value.numerator) / value.denominator, "f")


@pytest.mark.parametrize(
    ("form", "weight", "ends"),
    [
        (PerEvent("末位", 1), 0, (0, None)),
        (PerEvent("末位", 1), 5, (0, 5)),
        (PerEvent("末位", 1, cap=3), 0, (0, 3)),
        (PerEvent("末位", -1), 0, (None, 0)),
        (PerEvent("末位", 0), 0, (0, 0)),
        (PerEvent("末位", 0, (Running(2, 1),)), 0, (0, None)),
        (PerEvent("末位", 1, (Running(2, -1),)), 0, (None, None)),
        (PerEvent("末位", 1, start="full"), 5, (0, 5)),
    ],
)
def test_the_least_and_the_most_that_events_can_give(
    form: PerEvent, weight: int, ends: tuple[object, object]
) -> None:
    assert form.bounds(Decimal(weight)) == ends


@pytest.mark.parametrize(
    ("form", "weight", "said"),
    [
        (
            PerEvent("末位", 1, (Running(3, 1), Running(2, 1))),
            0,
            [("running", "连续次数没有从小到大", "请按次数从小到大写，各写一次")],
        ),
        (
            PerEvent("末位", 1, (Running(2, 1), Running(2, 2))),
            0,
            [("running", "连续次数没有从小到大", "请按次数从小到大写，各写一次")],
        ),
        (PerEvent("末位", -1), 0, [("each", "每次的分数是负数", '写正数；扣分写 role = "deduction"')]),
        (
            PerEvent("末位", 1, (Running(2, -1),)),
            0,
            [("each", "每次的分数是负数", '写正数；扣分写 role = "deduction"')],
        ),
        (PerEvent("末位", 1, cap=0), 0, [("cap", "限额是 0 分", "应是正数")]),
        (PerEvent("末位", 1, cap=-2), 0, [("cap", "限额是 -2 分", "应是正数")]),
        (PerEvent("末位", 1, start="full"), 0, [("start", "从满分起减，却没有写满分", "写明 weight")]),
        (
            PerEvent("末位", 1, cap=3),
            5,
            [("cap", "满分 5 分就是限额，cap 又写了 3 分", "去掉 cap")],
        ),
        (PerEvent("末位", 1, (Running(2, 1, 1), Running(3, 1, 1))), 0,
            [("running", "只有最后一级可以写 further", "请核对")]),
        (PerEvent("末位", 1, (Running(2, 1), Running(3, 1, 1))), 0, []),
        (PerEvent("末位", 0), 0, [("each", "每次 0 分，用不上", "写明每次的分")]),
        (PerEvent("末位", 0, (Running(2, 1),)), 0, []),
        (PerEvent("末位", 1, start="full"), 5, []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_points_for_events(form: PerEvent, weight: int, said: list[Fault]) -> None:
    assert [*form.faults(Decimal(weight)), *form.idle(Decimal(weight))] == said


def test_a_row_is_of_two_at_least_and_an_event_happens_once_at_least() -> None:
    for make in (lambda: Running(1, 1), lambda: Event("甲县", "末位", count=0)):
        with pytest.raises(ValueError, match=">="):
            make()
    assert (Running(2, 1).times, Event("甲县", "末位", count=1).count) == (2, 1)


def test_how_marks_and_events_are_said() -> None:
    assert str(Event("甲县", "末位", datetime.date(2023, 6, 1))) == "甲县，末位 2023-06-01"
    assert str(Event("甲县", "末位")) == "甲县，末位"
    mark, verified = Mark("甲县", "survey", "9.20"), Mark("甲县", "work_verified", 3)
    assert (str(mark), mark.column) == ("甲县，survey 9.20", "survey_mark")
    assert verified.column == "work_verified"
    with pytest.raises(TypeError, match="float"):
        Mark("甲县", "survey", 9.2)  # type: ignore[arg-type]  # the misuse under test
