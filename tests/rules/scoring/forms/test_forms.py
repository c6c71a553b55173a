"""Forms of points, one by one: where texts differ, and what each choice gives."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng import score_records
from minsheng.rules.scoring.forms.events import runs
from minsheng.rules.scoring.formulas.bounds import bounds
from minsheng.rules.scoring.terms.worth import worth
from minsheng.scoring import (
    Absent,
    AllOrNothing,
    Banded,
    Class,
    Event,
    Force,
    Form,
    Given,
    Inputs,
    Item,
    PerEvent,
    Piecewise,
    Point,
    Proportional,
    RankPoints,
    RankTable,
    Relative,
    RoundAt,
    Running,
    Scheme,
    Section,
    Side,
    Step,
    Veto,
    Watched,
)
from tests.rules.scoring.forms.written import written

ROADS = Inputs("roads", task=True)


def earned(form: Form, target: str, actual: str, inputs: Inputs = ROADS, weight: int = 10) -> Fraction | None:
    values = {"roads_target": Fraction(target), "roads_actual": Fraction(actual)}
    return worth(form.points(Decimal(weight), inputs), values)


@pytest.mark.parametrize(("part", "wanted"), [("none", 8), ("share", Fraction("7.5")), ("whole", 7)])
def test_what_a_part_of_a_step_counts_for(part: str, wanted: Fraction) -> None:
    form = Step(under=Side(ms.Amount(10, "%"), 1, "target", part))
    assert earned(form, "100", "75") == wanted


def test_reaching_the_target_may_earn_a_share_only() -> None:
    form = Step(
        Side(ms.Amount(5, "%"), 1, "target", cap_share="0.2"),
        Side(ms.Amount(5, "%"), 1, "target"),
        base="0.8",
    )
    assert [earned(form, "100", actual) for actual in ("100", "104", "110", "200", "90")] == [8, 8, 10, 10, 6]


def test_less_is_better() -> None:
    lower = attrs.evolve(ROADS, lower=True)
    assert earned(AllOrNothing(), "4.3", "4.17", lower) == 10
    assert earned(Proportional(), "4", "5", lower) == 8
    assert earned(Proportional(), "4", "0", lower) == 10
    assert earned(Step(under=Side(ms.Amount(10, "%"), 1, "target")), "10", "12.5", lower) == 8


@given(
    st.sampled_from((1, "1.2", 2)), st.booleans(), st.booleans(), st.integers(0, 5), st.integers(-3, 12),
)  # fmt: skip
def test_points_in_proportion_to_the_completion(
    cap: Any, uncapped: bool, lower: bool, target: int, actual: int
) -> None:
    """Never below nothing, up to the cap.

    Of a target of nothing only full points or none can be told; where less is better, nothing done is
    better than every completion.
    """
    form, inputs = Proportional(cap, uncapped), attrs.evolve(ROADS, lower=lower)
    above, below = (target, actual) if lower else (actual, target)
    best = lower and actual <= 0
    top: Fraction | None = None if uncapped else Fraction(form.cap) * 10
    earned_: Fraction | None
    if target == 0:
        earned_ = Fraction(10 if (actual <= 0 if lower else actual >= 0) else 0)
    elif best:
        earned_ = top
    else:
        earned_ = max(Fraction(above, below) * 10, Fraction(0))
        earned_ = earned_ if top is None else min(earned_, top)
    assert earned(form, str(target), str(actual), inputs) == earned_
    low, high = form.bounds(Decimal(10))
    assert low == 0
    assert high == (None if uncapped else 10 * form.cap)
    values = {"roads_target": Fraction(target), "roads_actual": Fraction(actual)}
    said = written(form, Decimal(10), inputs, values)
    plain = Fraction(above, below) * 10 if below and not best else None
    assert said.startswith(f"完成 {actual}，目标 {target}，")
    assert ("封顶" in said) == (plain is not None and earned_ is not None and earned_ < plain)
    assert ("保底" in said) == (plain is not None and earned_ is not None and earned_ > plain)
    assert ("×" in said) == (plain is not None)


@pytest.mark.parametrize(
    ("form", "weight", "said"),
    [
        (Watched(), 5, [("weight", "只看不计分的，写了 5 分", "去掉 weight")]),
        (Watched(), 0, []),
        (AllOrNothing(), 5, []),
        (
            Proportional("0.9"),
            5,
            [("cap", "封顶 0.9 倍，完成任务也得不到满分", "封顶倍数至少是 1；不封顶写 uncapped = true")],
        ),
        (Proportional("0.9", uncapped=True), 5, []),
        (Proportional(1), 5, []),
        (Given(0), 5, [("out_of", "评分的满分是 0", "应是正数")]),
        (Given(-5), 5, [("out_of", "评分的满分是 -5", "应是正数")]),
        (Given(1), 5, []),
        (Given(), 5, []),
    ],
)
def test_what_is_wrong_with_simple_forms(form: Form, weight: int, said: list[object]) -> None:
    assert list(form.faults(Decimal(weight))) == said


@pytest.mark.parametrize(
    ("form", "bounds", "marks", "needs"),
    [
        (Form(), (0, 10), None, (True, False, False, False)),
        (Watched(), (0, 0), None, (False, False, True, False)),
        (AllOrNothing(), (0, 10), None, (True, True, False, False)),
        (Proportional("1.5"), (0, 15), None, (True, True, False, False)),
        (Given(), (0, 10), (0, 10), (True, False, False, False)),
        (Given(100), (0, 10), (0, 100), (True, False, False, False)),
    ],
)
def test_what_simple_forms_say_of_themselves(
    form: Form, bounds: object, marks: object, needs: tuple[bool, bool, bool, bool]
) -> None:
    ten = Decimal(10)
    assert (form.bounds(ten), form.marks(ten)) == (bounds, marks)
    assert (form.of_weight, form.on_tasks, form.on_value, form.on_others) == needs
    assert (form.falls(ten), form.signed(ten)) == ("", False)
    assert form.rises(ten) == ("" if isinstance(form, Watched) else "完成得越多分越多")
    below_zero: tuple[object, object] = Form().bounds(Decimal(-3))
    assert below_zero == (-3, 0)


def test_what_simple_forms_write() -> None:
    done = {"roads_target": Fraction(8), "roads_actual": Fraction(8)}
    less = {"roads_target": Fraction(8), "roads_actual": Fraction(6)}
    ten, taken = Decimal(10), attrs.evolve(ROADS, deducted=True)
    marked = {"roads_mark": Fraction(92)}
    assert written(AllOrNothing(), ten, ROADS, done) == "完成 8，目标 8，达标得 10 分"
    assert written(AllOrNothing(), ten, ROADS, less) == "完成 6，目标 8，未达标得 0 分"
    nothing = {"roads_target": Fraction(0), "roads_actual": Fraction(0)}
    assert written(Proportional(), ten, ROADS, nothing) == "完成 0，目标 0，得 10 分"
    assert written(Proportional(), ten, ROADS, less) == "完成 6，目标 8，10 × 75% = 7.5 分"
    more = {"roads_target": Fraction(8), "roads_actual": Fraction(10)}
    assert written(Proportional(), ten, ROADS, more) == "完成 10，目标 8，10 × 125% = 12.5，封顶 10 分"
    back = {"roads_target": Fraction(8), "roads_actual": Fraction(-2)}
    assert written(Proportional(), ten, ROADS, back) == "完成 -2，目标 8，10 × -25% = -2.5，保底 0 分"
    assert written(Watched(), ten, Inputs("roads"), marked) == "评分 92，不计分"
    assert written(Given(), ten, Inputs("roads"), marked) == "评分 92，得 92 分"
    assert written(Given(), ten, attrs.evolve(taken, task=False), marked) == "评分 92，扣 92 分"
    assert written(Given(100), ten, Inputs("roads"), marked) == "评分 92，92 ÷ 100 × 10 = 9.2 分"
    assert Form().working(ten, ROADS)(less, None) == "完成 6，目标 8"
    assert [list(form.goals(ten, ROADS)(less)) for form in (Form(), AllOrNothing(), Watched())] == [
        [8],
        [8],
        [],
    ]
    with pytest.raises(NotImplementedError):
        Form().points(ten, ROADS)


def test_passing_is_more_than_reaching() -> None:
    assert earned(AllOrNothing(), "230", "230", attrs.evolve(ROADS, beyond=True)) == 0
    assert earned(AllOrNothing(), "230", "230.01", attrs.evolve(ROADS, beyond=True)) == 10


def test_lines_and_classes() -> None:
    line = Piecewise((Point(60, 0), Point(80, 6), Point(100, 10)))
    assert [earned(line, "100", a) for a in ("50", "70", "80", "90", "130")] == [0, 3, 6, 8, 10]
    three = Banded(
        (
            Class("超额", low=100, low_closed=False, points=12),
            Class("完成", 100, 100, high_closed=True, points=10),
            Class("没有完成", high=100, points=0),
        )
    )
    assert [earned(three, "3", a) for a in ("2.99", "3", "3.01")] == [0, 10, 12]


def ranked(form: Form, *marks: int) -> list[Fraction]:
    scheme = Scheme("x", "名次", "例", Decimal(10), (Item("rank", "名次", form, 10),))
    found = score_records(scheme, {f"{n}": {"rank_mark": mark} for n, mark in enumerate(marks)})
    return [found[f"{n}"].points for n in range(len(marks))]


@pytest.mark.parametrize(
    ("ties", "wanted"),
    [
        ("skip", ["3", "1.5", "1.5", "-0.5", "-1"]),
        ("dense", ["3", "1.5", "1.5", "0", "-0.5"]),
        ("average", ["3", "0.75", "0.75", "-0.5", "-1"]),
        ("void", ["3", "0", "0", "-0.5", "-1"]),
    ],
)
def test_ties(ties: str, wanted: list[str]) -> None:
    form = RankPoints(RankTable((3, "1.5", 0), "-0.5"), ties=ties)
    assert ranked(form, 95, 90, 90, 80, 70) == [Fraction(one) for one in wanted]


def test_averaged_ties_give_the_points_of_all_their_places() -> None:
    form = RankPoints(RankTable((5, 3, 2), -1), ties="average")
    assert ranked(form, 1, 1, 1, 1, 1) == [Fraction(5 + 3 + 2 + 1 + 0, 5)] * 5


def test_the_least_may_be_first() -> None:
    assert ranked(RankPoints(RankTable((3, 2, 1)), lowest=True), 5, 1, 9) == [2, 3, 1]
    assert ranked(Relative(), 20, 5, 0) == [10, Fraction("2.5"), 0]


def test_rows_of_events() -> None:
    days = [datetime.date(2023, month, 28) for month in (1, 2, 3, 5, 6, 12)]
    assert runs(days) == [3, 2, 1]
    form = PerEvent("末位", "0.2", (Running(2, "0.8"), Running(3, "1.2")))
    values = {"e_count": Fraction(6), "e_run2": Fraction(2), "e_run3": Fraction(1)}
    assert worth(form.points(Decimal(0), Inputs("e")), values) == Fraction("1.2") + Fraction(
        "1.6"
    ) + Fraction("1.2")
    highest = attrs.evolve(form, highest=True)
    assert worth(highest.points(Decimal(0), Inputs("e")), values) == Fraction("1.2") + Fraction(
        "0.8"
    ) + Fraction("1.2")
    assert worth(attrs.evolve(form, cap=2).points(Decimal(0), Inputs("e")), values) == 2
    assert Event("甲县", "末位").count == 1


# --- sections -------------------------------------------------------------------------------


def forces(*order: str) -> Fraction:
    items = (
        Item("work", "工作", Given(), 100),
        Item("blame", "批评", PerEvent("批评", 5), role="deduction"),
        Item("praise", "表彰", PerEvent("表彰", 10), role="bonus"),
    )
    scheme = Scheme("x", "次序", "例", items=items, cap=100, order=tuple(Force(one) for one in order))
    record = {"work_mark": 98, "blame_count": 1, "praise_count": 1}
    ranking = score_records(scheme, {"甲": record})
    leaves = ranking.part("甲").leaves
    assert sum((leaf.points or Fraction(0) for leaf in leaves), Fraction(0)) == ranking["甲"].points
    return ranking["甲"].points


def test_the_order_of_forces_is_the_schemes() -> None:
    assert forces("deduction", "bonus", "cap") == 100
    assert forces("bonus", "cap", "deduction") == 95
    assert forces("cap", "deduction", "bonus") == 103


def test_a_section_of_a_hundred_may_count_forty_and_lie_deep() -> None:
    deep = Section("deep", "单项", 60, items=(Item("a", "甲项", Given(), 60),))
    section = Section(
        "part", "部分", 40, out_of=100, items=(Item("b", "乙项", Given(), 40),), sections=(deep,)
    )
    scheme = Scheme("x", "多层", "例", Decimal(40), sections=(section,))
    ranking = score_records(scheme, {"甲": {"a_mark": 45, "b_mark": 40}})
    assert ranking["甲"].points == 34
    assert "按 40/100 折算：-51 分" in ranking.explain("甲")


def absent(no_task: Absent, no_figure: Absent = Absent.NOT_SCORED, **record: object) -> object:
    items = (
        Item(
            "roads", "公路", Proportional(), 40, indicators=("roads",), no_task=no_task, no_figure=no_figure
        ),
        Item("jobs", "就业", Proportional(), 60, indicators=("jobs",)),
    )
    full = {"jobs_target": 10, "jobs_actual": 9, **record}
    ranking = score_records(Scheme("x", "缺项", "例", items=items), {"甲": full})
    return ranking["甲"].points if len(ranking) else ranking.unscored[0].reasons


def test_absence_is_what_the_scheme_says_and_never_zero_by_itself() -> None:
    assert absent(Absent.NOT_SCORED) == ("公路：没有任务",)
    assert absent(Absent.ZERO) == 54
    assert absent(Absent.FULL) == 94
    assert absent(Absent.LEFT_OUT) == 90
    assert absent(Absent.FULL, roads_target=5) == ("公路：没有完成数",)
    assert absent(Absent.FULL, Absent.ZERO, roads_target=5) == 54


def test_a_veto_of_a_section_leaves_the_rest() -> None:
    inner = Section(
        "part",
        "部分",
        50,
        items=(Item("a", "甲项", Given(), 50), Item("p", "加分", PerEvent("表彰", 9), role="bonus")),
    )
    veto = Veto("v", "弄虚作假", "part", "弄虚作假")
    scheme = Scheme(
        "x", "否决", "例", items=(Item("b", "乙项", Given(), 50),), sections=(inner,), vetoes=(veto,)
    )
    ranking = score_records(scheme, {"甲": {"a_mark": 50, "b_mark": 40, "p_count": 3, "v_count": 1}})
    assert ranking["甲"].points == 40
    assert "弄虚作假：一票否决：-77 分" in ranking.explain("甲")


def test_rounding_is_half_up_where_the_scheme_says_and_nowhere_else() -> None:
    items = tuple(Item(f"i{n}", "项", Given(out_of=8), 1) for n in range(2))
    record = {"i0_mark": 1, "i1_mark": 1}
    for levels, wanted in (
        ((), "0.25"),
        ((RoundAt.TOTAL,), "0.3"),
        ((RoundAt.ITEM,), "0.2"),
        ((RoundAt.ITEM, RoundAt.TOTAL), "0.2"),
    ):
        scheme = Scheme("x", "舍入", "例", Decimal(2), items, rounding=levels, places=1)
        assert score_records(scheme, {"甲": record})["甲"].points == Fraction(wanted)


def test_bounds_tell_before_anybody_is_scored() -> None:
    items = (
        Item(
            "roads",
            "公路",
            Step(Side(ms.Amount(1, "公里"), 2, cap=5)),
            40,
            indicators=("roads",),
            unit=ms.Amount(1, "公里").unit,
        ),
        Item("jobs", "就业", Proportional(cap="1.2"), 60, indicators=("jobs",)),
    )
    assert bounds(Scheme("x", "界限", "例", items=items)) == (Fraction(0), Fraction(45 + 72))


# --- gains -------------------------------------------------------------------------------------


def test_what_the_next_step_would_give() -> None:
    form = Step(Side(ms.Amount(10, "户"), "0.5", cap=2), Side(ms.Amount(10, "户"), "0.5"))
    item = Item("homes", "改厕", form, 10, indicators=("homes",), unit=ms.Amount(1, "户").unit)
    scheme = Scheme("x", "差一步", "例", Decimal(10), (item,))
    for actual, said in (
        ("88", "再完成 3 户可多得 0.5 分"),
        ("98", "再完成 12 户可多得 0.5 分"),
        ("140", None),
    ):
        told = score_records(scheme, {"甲": {"homes_target": 100, "homes_actual": actual}}).explain("甲")
        assert (said in told) if said else ("可多得" not in told)
