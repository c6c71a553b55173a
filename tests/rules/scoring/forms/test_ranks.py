"""Points by rank against a table counted out by hand, and their ends."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng import score_records
from minsheng.rules.scoring.forms.basic import Fault
from minsheng.scoring import Inputs, Item, RankPoints, RankTable, Scheme, Ties, Top

HALVES = st.integers(-6, 10).map(lambda n: Decimal(n) / 2)
ENDS = st.none() | st.integers(-3, 6).map(Decimal)


def tables(*, few: bool = False) -> st.SearchStrategy[RankTable]:
    return st.builds(
        RankTable,
        st.lists(HALVES, min_size=1, max_size=4).map(tuple),
        st.integers(-4, 0).map(lambda n: Decimal(n) / 2),
        st.integers(1, 4) if few else st.none(),
        st.booleans(),
    )


def other_tables() -> st.SearchStrategy[RankTable]:
    """With even steps to the last, or by the share of those who are ranked."""
    first = st.lists(HALVES, min_size=1, max_size=3).map(tuple)
    top = st.tuples(HALVES, HALVES, HALVES).map(
        lambda found: (Top("0.3", found[0]), Top("0.6", found[1]), Top(1, found[2]))
    )
    return st.builds(RankTable, first, share=st.booleans(), last=HALVES) | st.builds(RankTable, top=top)


FORMS = st.builds(
    RankPoints, tables() | other_tables(), st.none() | tables(few=True), st.sampled_from(("0", "0.5", "1")),
    st.sampled_from(Ties), st.booleans(), ENDS, ENDS,
).filter(lambda form: not any(form.faults(Decimal(1))))  # fmt: skip


def by_hand(form: RankPoints, weight: Fraction, marks: list[int], own: int) -> Fraction:
    """The points of a mark among others, place by place."""
    table = form.table
    if form.few is not None and form.few.up_to is not None and len(marks) <= form.few.up_to:
        table = form.few
    unit = weight if table.share else Fraction(1)

    def of_place(place: int) -> Fraction:
        if table.top:
            return next(Fraction(one.points) for one in table.top if place <= one.share * len(marks)) * unit
        first = [Fraction(one) for one in table.first]
        beyond = max(place - len(first), 0)
        if table.last is not None and beyond:
            even = (Fraction(table.last) - first[-1]) / (len(marks) - len(first))
            return (first[-1] + beyond * even) * unit
        return (first[min(place, len(first)) - 1] + beyond * Fraction(table.step)) * unit

    better = [mark for mark in marks if (mark < own if form.lowest else mark > own)]
    place, tied = len(better) + 1, marks.count(own)
    match form.ties:
        case Ties.DENSE:
            earned = of_place(len(set(better)) + 1)
        case Ties.AVERAGE:
            earned = sum((of_place(place + n) for n in range(tied)), Fraction(0)) / tied
        case _:
            earned = of_place(place)
    earned += Fraction(form.base) * weight
    anybody = max(marks.count(mark) for mark in marks)
    if (form.ties is Ties.VOID and tied > 1) or (form.ties is Ties.CANCEL and anybody > 1):
        earned = Fraction(0)
    earned = earned if form.floor is None else max(earned, Fraction(form.floor))
    return earned if form.cap is None else min(earned, Fraction(form.cap))


@given(FORMS, st.sampled_from((1, 4)), st.lists(st.integers(0, 4), min_size=1, max_size=7))
def test_points_by_rank_are_those_counted_out_by_hand(
    form: RankPoints, weight: int, marks: list[int]
) -> None:
    """And they lie between the ends that the form says of itself; one who is alone is first."""
    scheme = Scheme("x", "名次", "例", Decimal(weight), (Item("rank", "名次", form, weight, exceeds="例"),))
    ranking = score_records(scheme, {f"{n}": {"rank_mark": mark} for n, mark in enumerate(marks)})
    low, high = form.bounds(Decimal(weight))
    for n, mark in enumerate(marks):
        points = ranking[f"{n}"].points
        assert points == by_hand(form, Fraction(weight), marks, mark)
        assert low is None or low <= points
        assert high is None or points <= high


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        (RankPoints(RankTable((3, 2, 1))), (1, 3)),
        (RankPoints(RankTable((3, 2, 1), -1)), (None, 3)),
        (RankPoints(RankTable((3, 2, 1)), RankTable((4, 0), up_to=5)), (0, 4)),
        (RankPoints(RankTable((3, 2, 1)), RankTable((2, 2), -1, up_to=5)), (None, 3)),
        (RankPoints(RankTable((3, 2, 1)), base=1), (11, 13)),
        (RankPoints(RankTable(("0.3", "0.1"), share=True)), (1, 3)),
        (RankPoints(RankTable((3, 2, 1)), ties="void"), (0, 3)),
        (RankPoints(RankTable((-1, -2)), ties="void"), (-2, 0)),
        (RankPoints(RankTable((-1, -2), -1), ties="void"), (None, 0)),
        (RankPoints(RankTable((3, 2, 1), -1), floor=-2), (-2, 3)),
        (RankPoints(RankTable((3, 2, 1)), floor=2), (2, 3)),
        (RankPoints(RankTable((3, 2, 1)), floor=4), (4, 4)),
        (RankPoints(RankTable((3, 2, 1)), cap=2), (1, 2)),
        (RankPoints(RankTable((3, 2, 1)), cap=0), (0, 0)),
        (RankPoints(RankTable((3, 2, 1), -1), cap=2), (None, 2)),
    ],
)
def test_the_least_and_the_most_that_a_place_can_give(form: RankPoints, ends: tuple[object, object]) -> None:
    assert form.bounds(Decimal(10)) == ends


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (RankPoints(RankTable(())), [("table", "没有一个名次的分", "写成 first = [3, 1.5, 0]")]),
        (
            RankPoints(RankTable((3,)), RankTable((), up_to=2)),
            [("few", "没有一个名次的分", "写成 first = [3, 1.5, 0]")],
        ),
        (
            RankPoints(RankTable((3,)), RankTable((2,))),
            [("few", "没有写明参加排名的几个以下用它", "加上 up_to = 5")],
        ),
        (
            RankPoints(RankTable((3,)), RankTable((2,), up_to=0)),
            [("few", "没有写明参加排名的几个以下用它", "加上 up_to = 5")],
        ),
        (
            RankPoints(RankTable((3,), up_to=9)),
            [("table", "名次表总要用到，up_to 用不上", "另一张表写在 few 里")],
        ),
        (
            RankPoints(RankTable((3,)), floor=3, cap=2),
            [("floor", "保底 3 分高于封顶 2 分", "请核对")],
        ),
        (RankPoints(RankTable((2,))), []),
        (RankPoints(RankTable((2,)), base="0.5"), []),
        (RankPoints(RankTable((3,)), floor=2, cap=3), []),
        (RankPoints(RankTable((3,)), floor=3, cap=3), []),
        (RankPoints(RankTable((3,)), RankTable((1,), up_to=1)), []),
    ],
)
def test_what_is_wrong_with_a_table_of_places(form: RankPoints, said: list[Fault]) -> None:
    assert [*form.faults(Decimal(3)), *form.idle(Decimal(3))] == said


@pytest.mark.parametrize(
    ("form", "falls", "rises"),
    [
        (RankPoints(RankTable((3, 2, 1), -1)), "", "名次靠前分多"),
        (RankPoints(RankTable((3,), -1)), "", "名次靠前分多"),
        (RankPoints(RankTable((1, 2))), "名次靠后反而分多", ""),
        (RankPoints(RankTable((3, 2)), RankTable((0, 1), up_to=3)), "名次靠后反而分多", "名次靠前分多"),
        (RankPoints(RankTable((2, 2))), "", ""),
        (RankPoints(RankTable((3, 2)), lowest=True), "名次靠前分多", ""),
        (RankPoints(RankTable((-2, 0)), lowest=True), "", "名次靠后反而分多"),
    ],
)
def test_whether_a_better_place_gives_more(form: RankPoints, falls: str, rises: str) -> None:
    assert (form.falls(Decimal(3)), form.rises(Decimal(3))) == (falls, rises)


def test_no_figure_of_ones_own_lifts_a_place() -> None:
    form = RankPoints(RankTable((3,)))
    assert list(form.goals(Decimal(3), Inputs("rank"))({})) == []
    assert (form.on_others, form.on_value, form.of_weight, form.on_tasks) == (True, True, False, False)
    assert RankPoints(RankTable((3,)), RankTable((1,), up_to=2, share=True)).of_weight
