"""Steps above and below a target: counted out by hand, their ends, faults, and the next one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.rules.scoring.forms.basic import Fault
from minsheng.rules.scoring.terms.worth import worth
from minsheng.scoring import Inputs, PartStep, Side, Step, StepOf
from tests.rules.scoring.forms.written import written

ROADS = Inputs("roads", unit=ms.Amount(1, "公里").unit, task=True)
HALVES = st.integers(-6, 10).map(lambda n: Decimal(n) / 2)
CAPS = st.none() | st.integers(1, 8).map(Decimal)


@st.composite
def sides(draw: st.DrawFn, *parts: PartStep) -> Side:
    of = draw(st.sampled_from(StepOf))
    size = draw(st.sampled_from(("10 %", "30 %") if of is StepOf.TARGET else ("1 公里", "1500 米", "3 公里")))
    share = draw(st.none() | st.sampled_from((Decimal("0.2"), Decimal(1))))
    return Side(
        ms.Amount.parse(size),
        draw(HALVES.filter(bool)),
        of,
        draw(st.sampled_from(parts or tuple(PartStep))),
        draw(CAPS),
        share,
    )


def sound(form: Step) -> bool:
    return not list(form.faults(Decimal(10)))


FORMS = st.builds(
    Step, st.none() | sides(), st.none() | sides(), st.sampled_from(("0", "0.8", "1")), st.none() | HALVES
).filter(sound)


def by_hand(form: Step, weight: int, target: Fraction, actual: Fraction, *, lower: bool) -> Fraction:
    """The points, by adding and taking step after step."""
    beyond = target - actual if lower else actual - target
    side, sign = (form.over, 1) if beyond >= 0 else (form.under, -1)
    reached = Fraction(form.base) * weight
    least = Fraction(form.floor) if form.floor is not None else Fraction(0) if reached > 0 else None
    if side is None:
        earned = reached if beyond >= 0 else Fraction(0) if form.floor is None else Fraction(form.floor)
    else:
        share = Fraction(side.size.value) / 100 * target
        many = abs(beyond) / (share if side.of is StepOf.TARGET else side.size.exact / 1000)
        if side.part is not PartStep.SHARE:
            many = Fraction(floor(many) if side.part is PartStep.NONE else ceil(many))
        limits = [side.cap, None if side.cap_share is None else side.cap_share * weight]
        limit = min((Fraction(one) for one in limits if one is not None), default=None)
        moved = many * abs(Fraction(side.points))
        moved = moved if limit is None else min(moved, limit)
        earned = reached + (moved if (side.points > 0) == (sign > 0) else -moved)
    return earned if least is None or (side is None and beyond >= 0) else max(earned, least)


@given(FORMS, st.booleans(), st.integers(1, 6), st.integers(0, 40))
def test_steps_are_those_counted_out_by_hand(form: Step, lower: bool, target: int, quarters: int) -> None:
    """And the points lie between the ends that the form says of itself."""
    inputs, actual = attrs.evolve(ROADS, lower=lower), Fraction(quarters, 4)
    values = {"roads_target": Fraction(target), "roads_actual": actual}
    points = worth(form.points(Decimal(10), inputs), values)
    assert points == by_hand(form, 10, Fraction(target), actual, lower=lower)
    low, high = form.bounds(Decimal(10))
    assert points is not None
    assert low is None or low <= points
    assert high is None or points <= high


def whole(*parts: PartStep) -> st.SearchStrategy[Side | None]:
    return st.none() | sides(*parts).filter(lambda side: side.points > 0)


def endless(side: Side | None) -> Side | None:
    return None if side is None else attrs.evolve(side, cap=None, cap_share=None)


RISING = st.builds(
    Step, whole(PartStep.NONE), whole(PartStep.NONE, PartStep.WHOLE).map(endless),
    st.sampled_from(("0", "0.8", "1")), st.none() | HALVES,
).filter(sound)  # fmt: skip


@given(RISING, st.booleans(), st.integers(1, 6), st.integers(0, 40))
def test_the_next_step_is_the_nearest_figure_that_earns_more(
    form: Step, lower: bool, target: int, quarters: int
) -> None:
    """Of the figures named, the nearest that earns more: no quarter of a kilometre nearer does."""
    inputs, actual, way = attrs.evolve(ROADS, lower=lower), Fraction(quarters, 4), -1 if lower else 1
    expression = form.points(Decimal(10), inputs)

    def points(figure: Fraction) -> Fraction:
        found = worth(expression, {"roads_target": Fraction(target), "roads_actual": figure})
        assert found is not None
        return found

    values = {"roads_target": Fraction(target), "roads_actual": actual}
    named = list(form.goals(Decimal(10), inputs)(values))
    # where a step ends just beyond a figure, it is the figure, and the next one is tried too
    near = [one for goal in named for one in (goal, goal + way * Fraction(1, 10**6))]
    more = [one for one in near if (one - actual) * way > 0 and points(one) > points(actual)]
    reach = abs(more[0] - actual) if more else Fraction(15)
    grid = (actual + way * Fraction(n, 100) for n in range(1, int(reach * 100) + 1))
    assert all(points(one) <= points(actual) for one in grid if abs(one - actual) < reach)


KM = ms.Amount(1, "公里")
BARE = ("form", "没有写一档多大、几分", "写 over、under，或改用 all-or-nothing")


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        (Step(), (0, 10)),
        (Step(Side(KM, 1)), (0, None)),
        (Step(Side(KM, 1, cap=3)), (0, 13)),
        (Step(Side(KM, 1, cap=3, cap_share="0.1")), (0, 11)),
        (Step(Side(KM, 1, cap_share="0.4")), (0, 14)),
        (Step(None, Side(KM, 1)), (0, 10)),
        (Step(None, Side(KM, 1, cap=3)), (7, 10)),
        (Step(None, Side(KM, 1), floor=4), (4, 10)),
        (Step(None, Side(KM, 1), floor=-4), (-4, 10)),
        (Step(None, Side(KM, -1, cap=3)), (10, 13)),
        (Step(Side(KM, -1, cap=3), Side(KM, 1, cap=4)), (6, 10)),
        (Step(Side(KM, -1), Side(KM, 1), floor=1), (1, 10)),
        (Step(Side(KM, 1), Side(KM, 1), base=0), (None, None)),
        (Step(Side(KM, 1, cap=5), Side(KM, 1, cap=6), base=0), (-6, 5)),
        (Step(Side(KM, 1, cap=5), base="0.8"), (0, 13)),
        (Step(Side(KM, 0), Side(KM, 0)), (10, 10)),
        (Step(floor=12), (12, 12)),
    ],
)
def test_the_least_and_the_most_that_steps_can_give(form: Step, ends: tuple[object, object]) -> None:
    assert form.bounds(Decimal(10)) == ends


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Step(Side(ms.Amount(0, "公里"), 1)), [("over", "一档是 0 公里", "一档应是正数")]),
        (Step(None, Side(ms.Amount(-1, "公里"), 1)), [("under", "一档是 -1 公里", "一档应是正数")]),
        (
            Step(Side(KM, 1, "target")),
            [("over", "按目标的比例，一档却是 1 公里", "写成 10 % 这样，或去掉 of")],
        ),
        (Step(Side(ms.Amount(1, "%"), 1, "target")), []),
        (Step(None, Side(KM, 0)), [("under", "每档 0 分，用不上", "写明每档的分，或去掉这一边")]),
        (Step(Side(KM, 1, cap=0)), [("over", "封顶 0 分", "封顶应是正数")]),
        (Step(None, Side(KM, 1, cap=-1)), [("under", "封顶 -1 分", "封顶应是正数")]),
        (Step(None, Side(KM, 1, cap_share="-0.1")), [("under", "封顶 -1 分", "封顶应是正数")]),
        (Step(base="-0.8"), [("base", "达到目标得满分的 -0.8", "应不小于 0"), BARE]),
        (
            Step(Side(KM, 1, cap=1, cap_share="0.2")),
            [("over", "cap 和 cap_share 都写了，只有小的那个起作用", "只写一个")],
        ),
        (Step(Side(KM, 1, cap=2), base="0.8"), []),
        (Step(None, Side(KM, 1), floor=10), []),
        (Step(floor=11), [("floor", "保底 11 分，达到目标只有 10 分", "请核对"), BARE]),
    ],
)
def test_what_is_wrong_with_steps(form: Step, said: list[Fault]) -> None:
    assert [*form.faults(Decimal(10)), *form.idle(Decimal(10))] == said


def test_whether_more_is_better() -> None:
    assert Step(Side(KM, -1), Side(KM, -1)).falls(Decimal(10)) == "超过目标反而扣分、没有完成反而加分"
    assert Step(Side(KM, "0.5"), Side(KM, "0.5")).falls(Decimal(10)) == ""
    assert Step(None, Side(KM, -1)).falls(Decimal(10)) == "没有完成反而加分"
    least: list[object] = [Step().least(Decimal(weight)) for weight in ("0.5", "0", "-1")]
    assert least == [0, None, None]
    assert Step(Side(KM, -1)).falls(Decimal(10)) == "超过目标反而扣分"
    signs = [form.signed(Decimal(weight)) for form, weight in ((Step(), 0), (Step(base=0), 10), (Step(), 10))]
    assert signs == [True, True, False]
    form = Step()
    assert [form.of_weight, form.on_tasks, form.on_value, form.on_others] == [False, True, False, False]


def test_steps_are_written_out() -> None:
    """How far, how large a step is, how many there are, from what on, and what limits them."""
    form = Step(Side(KM, 2, cap=5), Side(ms.Amount(25, "%"), "1.5", "target", cap=4), base="0.8", floor=5)
    gift = Step(Side(KM, -1), Side(KM, -1))
    plain = Step(base=0)

    def said(form: Step, actual: int, *, lower: bool = False) -> str:
        values = {"roads_target": Fraction(8), "roads_actual": Fraction(actual)}
        text = written(form, Decimal(10), attrs.evolve(ROADS, lower=lower), values)
        start = f"完成 {actual} 公里，目标 8 公里，"
        assert text.startswith(start)
        return text.removeprefix(start)

    assert said(form, 8) == "达到目标得 8 分"
    assert said(form, 10) == "超出 2 公里，每档 1 公里，计 2 档，8 + 2 × 2 = 12 分"
    assert said(form, 11) == "超出 3 公里，每档 1 公里，计 3 档，8 + 3 × 2，封顶 5 = 13 分"
    assert said(form, 6) == "少 2 公里，每档是目标的 25 %，计 1 档，8 − 1 × 1.5 = 6.5 分"
    assert said(form, 4) == "少 4 公里，每档是目标的 25 %，计 2 档，8 − 2 × 1.5 = 5 分"
    assert (
        said(form, 2) == "少 6 公里，每档是目标的 25 %，计 3 档，8 − 3 × 1.5，封顶 4，保底或扣完为止 = 5 分"
    )
    assert said(form, 6, lower=True) == "比目标低 2 公里，每档 1 公里，计 2 档，8 + 2 × 2 = 12 分"
    assert said(form, 10, lower=True) == "比目标高 2 公里，每档是目标的 25 %，计 1 档，8 − 1 × 1.5 = 6.5 分"
    assert said(gift, 10) == "超出 2 公里，每档 1 公里，计 2 档，10 − 2 × 1 = 8 分"
    assert said(gift, 7) == "少 1 公里，每档 1 公里，计 1 档，10 + 1 × 1 = 11 分"
    assert said(gift, 19) == "超出 11 公里，每档 1 公里，计 11 档，10 − 11 × 1，保底或扣完为止 = 0 分"
    assert [said(plain, actual) for actual in (7, 9)] == ["未完成得 0 分", "达到目标得 0 分"]
    assert said(Step(floor=3), 7) == "未完成得 3 分"


def test_a_step_of_a_point_is_one_of_a_per_cent() -> None:
    """Of figures in per cent; of others it stays what it is, and does not go with them."""
    rate = Inputs("rate", unit=ms.Amount(1, "%").unit, task=True)
    values = {"rate_target": Fraction(90), "rate_actual": Fraction(93)}
    for size in ("1.5 个百分点", "1.5 %"):
        form = Step(Side(ms.Amount.parse(size), 2), Side(ms.Amount.parse(size), 1))
        assert worth(form.points(Decimal(10), rate), values) == 14
        goals = form.goals(Decimal(10), rate)
        assert list(goals(values)) == [Fraction("94.5")]
        assert [*goals({**values, "rate_actual": Fraction(88)})] == [
            Fraction("88.5"),
            90,
            90,
            Fraction("91.5"),
        ]
    with pytest.raises(ms.UnitError):
        Step(Side(ms.Amount(1, "个百分点"), 2)).points(Decimal(10), ROADS)
