"""Every option of every form, section, veto and rounding: what it does, and where it would do nothing.

The tables here are the list. An option that would do nothing is an error when the scheme is loaded:
whoever wrote it thinks that it does something.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
import pytest

import minsheng as ms
from minsheng import score_records
from minsheng.frames import scheme_columns, score_frame
from minsheng.rules.scoring.checking.checks import faults
from minsheng.rules.scoring.ranking.bars import bars
from minsheng.rules.scoring.ranking.show import signed
from minsheng.scoring import (
    Absent,
    AllOrNothing,
    AreaTarget,
    Banded,
    Class,
    Combine,
    Force,
    Form,
    Given,
    GoesBy,
    Grade,
    Item,
    PerEvent,
    Proportional,
    Ranked,
    RankPoints,
    RankTable,
    Relative,
    Role,
    RoundAt,
    Scheme,
    Section,
    Side,
    Step,
    StepOf,
    Ties,
    Together,
    Veto,
    Watched,
    Zones,
)
from tests.rules.scoring.test_choices import of, points, said

PERCENT = ms.Amount(1, "%").unit
KM = ms.Amount(1, "公里").unit


def task(id: str, weight: Any = 10, form: Form | None = None, *ids: str, **more: Any) -> Item:
    return Item(id, id, form or Proportional(), weight, indicators=ids or (id,), **more)


def mark(id: str, role: Role = Role.POINTS, weight: Any = 10) -> Item:
    return Item(id, id, Given(), weight, role=role)


def both(scheme: Scheme, record: Mapping[str, Any], **more: Any) -> str | None:
    """The points of one record, which a frame of it has too; None where it is not scored."""
    ranking = score_records(scheme, {"甲": record})
    found = ranking.scores[0].points if ranking.scores else None
    needed = {name: record.get(name) for name in scheme_columns(scheme)}
    columns = {name: [None if value is None else Decimal(value)] for name, value in needed.items()}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Decimal(20, 4)))
    (scored,) = score_frame(scheme, frame, within=(), **more)["points"].to_list()
    assert (None if scored is None else Fraction(scored)) == found
    return None if scored is None else str(Fraction(scored))


# --- targets -------------------------------------------------------------------------------


def test_two_items_on_one_indicator_have_targets_of_their_own() -> None:
    """90 % for 60 points and 98 % for 40 more: 95 earns 60, in whatever order they stand."""
    low, high = (
        task(name, weight, AllOrNothing(), "rate", unit=PERCENT, target=ms.Amount(asked, "%"))
        for name, weight, asked in (("low", 60, 90), ("high", 40, 98))
    )
    for items in ((low, high), (high, low)):
        assert both(of(*items), {"rate_actual": 95}) == "60"
        assert both(of(*items), {"rate_actual": 98}) == "100"


def test_an_item_with_a_target_and_one_without_share_none() -> None:
    """The one goes by the regulation, the other by what was asked of the area."""
    own = task("own", 60, AllOrNothing(), "rate", unit=PERCENT, target=ms.Amount(90, "%"))
    others = task("others", 40, AllOrNothing(), "rate", unit=PERCENT)
    for items in ((own, others), (others, own)):
        assert both(of(*items), {"rate_actual": 95, "rate_target": 98}) == "60"
        assert both(of(*items), {"rate_actual": 80, "rate_target": 70}) == "40"


def test_an_areas_own_target_is_a_column_of_the_item() -> None:
    """Two items that set one area different targets; the others keep what was asked of them."""
    first, second = (
        task(name, 50, AllOrNothing(), "km", unit=KM, targets=(AreaTarget("甲", ms.Amount(asked, "公里")),))
        for name, asked in (("first", 6), ("second", 9))
    )
    scheme = of(first, second)
    records = {name: {"km_actual": 7, "km_target": 7} for name in ("甲", "乙")}
    assert points(score_records(scheme, records)) == {"甲": "50", "乙": "100"}
    assert {"first_set", "second_set"} <= {*scheme_columns(scheme)}
    frame = pl.DataFrame(
        {"km_actual": [7, 7], "km_target": [7, 7], "first_set": [6, None], "second_set": [9, None]}
    )
    assert score_frame(scheme, frame)["points"].to_list() == [50, 100]


# --- sections ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combine", "role", "wanted"),
    [
        (Together.MOST, Role.BONUS, "85"),  # 就高不重复: the greatest bonus alone
        (Together.LEAST, Role.BONUS, "83"),
        (Together.SUM, Role.BONUS, "88"),
        (Together.MOST, Role.DEDUCTION, "75"),  # the deduction that takes off most
        (Together.LEAST, Role.DEDUCTION, "77"),
        (Together.SUM, Role.DEDUCTION, "72"),
    ],
)
def test_the_most_of_bonuses_and_of_deductions(combine: Together, role: Role, wanted: str) -> None:
    extra = Section("extra", "加减", 0, items=(mark("a", role), mark("b", role)), combine=combine)
    work = Section("work", "工作", 100, items=(mark("base", weight=100),))
    scheme = of(work, extra, no_figure=Absent.NOT_SCORED)
    assert both(scheme, {"base_mark": 80, "a_mark": 5, "b_mark": 3}) == wanted
    (score,) = score_records(scheme, {"甲": {"base_mark": 80, "a_mark": 5, "b_mark": 3}}).scores
    assert sum((part.points or 0 for part in score.part.parts), Fraction(0)) == score.points


@pytest.mark.parametrize("combine", [Together.MOST, Together.LEAST])
def test_the_most_of_what_is_there(combine: Together) -> None:
    """A bonus that is left out is not the least; where all are, nothing is added."""
    extra = Section("extra", "加分", 0, items=(mark("a", Role.BONUS), mark("b", Role.BONUS)), combine=combine)
    scheme = of(
        Section("work", "工作", 100, items=(mark("base", weight=100),)), extra, no_figure=Absent.LEFT_OUT
    )
    assert both(scheme, {"base_mark": 80, "a_mark": 5}) == "85"
    assert both(scheme, {"base_mark": 80}) == "80"


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ((Force.BONUS, Force.CAP, Force.DEDUCTION), "96"),
        ((Force.DEDUCTION, Force.BONUS, Force.CAP), "100"),
        ((Force.CAP, Force.DEDUCTION, Force.BONUS), "100"),
        ((Force.DEDUCTION, Force.CAP, Force.BONUS), "100"),
        ((Force.CAP, Force.BONUS, Force.DEDUCTION), "100"),
        ((Force.BONUS, Force.DEDUCTION, Force.CAP), "100"),
    ],
)
def test_the_order_is_that_of_sections_that_only_add_or_take_off(
    order: tuple[Force, ...], wanted: str
) -> None:
    """99 + 5 is cut to 100 before 4 is taken off, though both are sections with limits of their own."""
    up = Section("up", "加分", 0, items=(mark("plus", Role.BONUS),), cap=5)
    down = Section("down", "扣分", 0, items=(mark("minus", Role.DEDUCTION),), floor=-4)
    scheme = of(
        Section("work", "工作", 100, items=(mark("base", weight=100),)), up, down, order=order, cap=100
    )
    assert both(scheme, {"base_mark": 99, "plus_mark": 9, "minus_mark": 9}) == wanted


def test_what_adds_and_takes_off_may_stand_anywhere_but_around_a_cap() -> None:
    mixed = Section("mixed", "加减分", 0, items=(mark("plus", Role.BONUS), mark("minus", Role.DEDUCTION)))
    work = Section("work", "工作", 100, items=(mark("base", weight=100),))
    record = {"base_mark": 99, "plus_mark": 9, "minus_mark": 4}
    assert both(of(work, mixed, cap=100), record) == "100"
    between = of(work, mixed, cap=100, order=(Force.BONUS, Force.CAP, Force.DEDUCTION))
    assert said(between) == ["加减分又加又减，而封顶保底在加分和扣分之间"]


def test_with_everything_left_out_a_veto_scores_nobody() -> None:
    scheme = of(
        task("a"), task("b"), vetoes=(Veto("v", "事故", event="事故"),), no_task=Absent.LEFT_OUT,
        no_figure=Absent.LEFT_OUT,
    )  # fmt: skip
    assert both(scheme, {"v_count": 1}) is None
    assert both(scheme, {"v_count": 0, "a_target": 10, "a_actual": 5}) == "10"
    assert both(scheme, {"v_count": 1, "a_target": 10, "a_actual": 5}) == "0"


# --- forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "actual", "wanted"),
    [
        (Step(Side("10 公里", -5, cap=30), floor=0), 300, "0"),  # floor on both sides
        (Step(Side("10 公里", -5, cap=30), floor=-50), 300, "-20"),  # and the cap of what is taken off
        (Step(Side("10 公里", -5), floor=-1000), 300, "-90"),
        (Step(Side("10 公里", 5, cap=30)), 300, "40"),
        (Step(None, Side("10 公里", -5, cap=30)), 50, "35"),  # missing it adds, up to its cap
        (Step(None, Side("10 公里", -5, cap=12)), 50, "22"),
        (Step(None, Side("10 公里", 5)), 50, "0"),
        (Step(None, Side("10 公里", 5, cap=3)), 50, "7"),
        (Step(None, Side("10 公里", 5), floor=4), 50, "4"),
        (Step(Side("10 %", 1, StepOf.TARGET, cap_share="0.5")), 300, "15"),
    ],
)
def test_limits_hold_on_both_sides_of_the_target(form: Step, actual: int, wanted: str) -> None:
    """The target is 100, the full points 10."""
    scheme = of(task("km", 10, form, unit=KM, less_pays="原文如此"))
    record = {"km_target": 100, "km_actual": actual}
    assert both(scheme, record) == wanted
    low, high = form.bounds(Decimal(10))
    assert (low is None or low <= Decimal(wanted)) and (high is None or Decimal(wanted) <= high)  # noqa: PT018  # one range


@pytest.mark.parametrize(
    ("no_task", "no_figure", "record", "wanted"),
    [
        # one of two without a task
        (Absent.ZERO, Absent.NOT_SCORED, {"a_target": 10, "a_actual": 10}, "5"),
        (Absent.FULL, Absent.NOT_SCORED, {"a_target": 10, "a_actual": 0}, "5"),
        (Absent.LEFT_OUT, Absent.NOT_SCORED, {"a_target": 10, "a_actual": 5}, "5"),
        (Absent.NOT_SCORED, Absent.NOT_SCORED, {"a_target": 10, "a_actual": 5}, "5"),
        # one of two without a figure
        (Absent.NOT_SCORED, Absent.ZERO, {"a_target": 10, "a_actual": 10, "b_target": 10}, "5"),
        (Absent.NOT_SCORED, Absent.FULL, {"a_target": 10, "a_actual": 0, "b_target": 10}, "5"),
        (Absent.NOT_SCORED, Absent.LEFT_OUT, {"a_target": 10, "a_actual": 4, "b_target": 10}, "4"),
        (Absent.NOT_SCORED, Absent.NOT_SCORED, {"a_target": 10, "a_actual": 5, "b_target": 10}, None),
        # neither has a task
        (Absent.ZERO, Absent.LEFT_OUT, {}, "0"),
        (Absent.FULL, Absent.LEFT_OUT, {}, "10"),
        (Absent.NOT_SCORED, Absent.LEFT_OUT, {}, None),
        # neither has a figure
        (Absent.ZERO, Absent.ZERO, {"a_target": 10, "b_target": 10}, "0"),
        (Absent.ZERO, Absent.LEFT_OUT, {"a_target": 10}, "0"),  # the one without a task is there
    ],
)  # fmt: skip
@pytest.mark.parametrize("combine", [Combine.MEAN, Combine.LEAST])
def test_what_is_absent_is_absent_indicator_by_indicator(
    combine: Combine, no_task: Absent, no_figure: Absent, record: dict[str, int], wanted: str | None
) -> None:
    item = task("work", 10, Proportional(), "a", "b", combine=combine, no_task=no_task, no_figure=no_figure)
    if combine is Combine.LEAST and wanted == "5" and no_figure is not Absent.FULL:
        has = {no_task, no_figure} & {Absent.ZERO}
        wanted = "0" if has or no_task is Absent.FULL else wanted
    if combine is Combine.LEAST and no_figure is Absent.FULL:
        wanted = "0"
    assert both(of(item), record) == wanted


@pytest.mark.parametrize(
    ("form", "actual", "wanted"),
    [
        (Proportional("1.2"), 5, "10"),
        (Proportional("1.2"), -5, "0"),
        (Proportional(), -5, "0"),
        (Proportional(uncapped=True), 0, "10"),
        (Step(Side(ms.Amount(10, "%"), 1, "target"), base="0.5"), 5, "5"),
        (Step(under=Side(ms.Amount(10, "%"), 1, "target")), -5, "0"),
        (Step(under=Side(ms.Amount(10, "%"), 1, "target"), floor=2), -5, "2"),
        (Banded((Class("", None, 80, points=1), Class("", 80, points=10))), 5, None),
    ],
)
@pytest.mark.parametrize("no_figure", [Absent.LEFT_OUT, Absent.ZERO, Absent.NOT_SCORED])
def test_of_a_target_of_nothing_it_counts_whether_it_is_reached(
    form: Form, actual: int, wanted: str | None, no_figure: Absent
) -> None:
    """A figure that was reported is never dropped as one that was not, and nothing is scaled up for it."""
    given = Item("mark", "评分", Given(), Decimal(5))
    scheme = of(task("km", 10, form, no_figure=no_figure), given)
    record = {"km_target": 0, "km_actual": actual, "mark_mark": 3}
    assert both(scheme, record) == (None if wanted is None else str(int(wanted) + 3))
    ranking = score_records(scheme, {"甲": record})
    assert ("目标为 0" in ranking.explain("甲")) == (wanted is None or "档" in ranking.explain("甲"))


def test_the_small_table_is_for_few_who_have_the_task() -> None:
    """Four have the task and one has not reported: it is not the table of three."""
    form = RankPoints(RankTable(("4", "3", "2", "1")), RankTable(("10", "5", "0"), up_to=3))
    scheme = of(task("a", 0, form, role=Role.BONUS), mark("base", weight=100))
    records: dict[str, dict[str, Any]] = {
        name: {"base_mark": 0, "a_target": 10, "a_actual": n} for name, n in (("甲", 9), ("乙", 8), ("丙", 7))
    }
    records["丁"] = {"base_mark": 0, "a_target": 10}
    ranking = score_records(scheme, records)
    assert points(ranking) == {"甲": "4", "乙": "3", "丙": "2"}
    assert "4 个中第 1 名（另有 1 个没有数，位次还会变）" in ranking.explain("甲")
    frame = pl.DataFrame([{"n": name, "a_actual": None, **record} for name, record in records.items()])
    assert score_frame(scheme, frame, within=())["points"].to_list() == [4, 3, 2, None]
    del records["丁"]
    assert points(score_records(scheme, records)) == {"甲": "10", "乙": "5", "丙": "0"}


@pytest.mark.parametrize(("no_figure", "wanted"), [(Absent.NOT_SCORED, "4"), (Absent.LEFT_OUT, "10")])
def test_a_mark_that_has_not_come_yet_is_waited_for(no_figure: Absent, wanted: str) -> None:
    """Of marks too the small table is for few who are ranked; who is left out is not."""
    form = RankPoints(RankTable(("4", "3", "2", "1")), RankTable(("10", "5", "0"), up_to=3))
    rank = Item("a", "a", form, role=Role.BONUS, no_figure=no_figure)
    scheme = of(rank, mark("base", weight=100))
    records: dict[str, dict[str, Any]] = {
        name: {"base_mark": 0, "a_mark": n} for name, n in (("甲", 9), ("乙", 8), ("丙", 7), ("丁", None))
    }
    ranking = score_records(scheme, records)
    assert ranking["甲"].text == wanted
    waiting = no_figure is Absent.NOT_SCORED
    assert ("4 个中第 1 名（另有 1 个没有数，位次还会变）" in ranking.explain("甲")) is waiting
    assert ("a另有 1 个没有数" in str(ranking)) is waiting
    (first, *_) = score_frame(scheme, pl.DataFrame([*records.values()]), within=())["points"].to_list()
    assert first == Decimal(wanted)


def test_a_best_that_may_still_change_is_said() -> None:
    scheme = of(Item("a", "报道", Relative(), 10))
    ranking = score_records(scheme, {"甲": {"a_mark": 4}, "乙": {"a_mark": 2}, "丙": {}})
    assert "最好的 4（另有 1 个没有数，还会变）" in ranking.explain("乙")


def test_a_veto_of_what_is_left_out_leaves_no_points_in_its_column() -> None:
    scheme = of(
        task("a"), mark("base"), no_figure=Absent.LEFT_OUT, rounding=(RoundAt.ITEM, RoundAt.TOTAL),
        vetoes=(Veto("v", "否决", "a", event="事故"),),
    )  # fmt: skip
    frame = pl.DataFrame({"a_target": [1, 1], "a_actual": [None, 1], "base_mark": [5, 5], "v_count": [1, 1]})
    scored = score_frame(scheme, frame, parts=True)
    assert scored.select("points", "a", "base").rows() == [(10, None, 5), (5, 0, 5)]


@pytest.mark.parametrize("combine", [Together.MOST, Together.LEAST])
def test_points_may_be_as_many_as_they_like_where_some_are_left_out(combine: Together) -> None:
    """No number stands for what is not there, however large the points are."""
    huge = Decimal(10) ** 9
    items = tuple(Item(id, id, Proportional(uncapped=True), huge, indicators=(id,)) for id in "ab")
    both_of = Section("s", "s", huge, items=items, combine=combine)
    scheme = of(both_of, no_figure=Absent.LEFT_OUT)
    record = {"a_target": 1, "a_actual": 5, "b_target": 1}
    (score,) = score_records(scheme, {"甲": record}).scores
    assert score.points == 5 * huge


def test_a_target_that_the_scheme_sets_is_not_overridden() -> None:
    own = (AreaTarget("甲", ms.Amount(6, "公里")),)
    scheme = of(task("roads", 10, AllOrNothing(), unit=KM, targets=own))
    with pytest.raises(ms.DataError, match="办法给甲定的目标是 6"):
        score_records(scheme, {"甲": {"roads_set": 9, "roads_actual": 7}})
    assert points(score_records(scheme, {"甲": {"roads_set": 6, "roads_actual": 7}})) == {"甲": "10"}
    fixed = of(task("roads", 10, AllOrNothing(), unit=KM, target=ms.Amount(6, "公里")))
    with pytest.raises(ms.DataError, match="用不到这一列"):
        score_records(fixed, {"甲": {"roads_target": 9, "roads_actual": 7}})
    with pytest.raises(ms.DataError, match="用不到这一列"):
        score_frame(fixed, pl.DataFrame({"roads_target": [9], "roads_actual": [7]}))


def test_a_schemes_own_targets_meet_the_programme(yueyang: ms.Programme) -> None:
    """It counts where the programme asks for nothing, or something else; a name nobody has is refused."""
    item = task("r", 10, AllOrNothing(), "rural-roads", unit=KM, target=ms.Amount(5, "公里"))
    scheme = of(item)
    none = next(a.name for a in yueyang.areas if yueyang.allocation["rural-roads"].shares.get(a.name) is None)
    some = next(name for name, n in yueyang.allocation["rural-roads"].shares.items() if n is not None)
    period = ms.Period.month(2023, 12)
    progress = ms.Progress(
        tuple(ms.Record("rural-roads", period, ms.Amount(5, "公里"), name) for name in (none, some))
    )
    assert points(ms.score(yueyang, scheme, progress=progress)) == {none: "10", some: "10"}
    named = attrs.evolve(item, target=None, targets=(AreaTarget("平江", ms.Amount(5, "公里")),))
    with pytest.raises(ms.DataError, match="没有排名对象“平江”，最接近的是“平江县”"):
        ms.score(yueyang, of(named), progress=progress)


def test_a_change_that_rounds_to_nothing_is_shown_as_it_is() -> None:
    assert [signed(Fraction(n, 1000)) for n in (1, -4, 5, 0)] == ["+0.001", "-0.004", "+0.01", "+0.00"]


def test_what_rounding_leaves_is_not_said_to_be_taken_off() -> None:
    """1/3 of each of three, rounded at the end: a residue of thousandths is no deduction."""
    scheme = of(*(task(id, Decimal("33.3")) for id in "abc"))
    record = {f"{id}_{what}": n for id in "abc" for what, n in (("target", 3), ("actual", 1))}
    page = bars(score_records(scheme, {"甲": {**record, "a_actual": 2, "a_target": 7}}))
    assert "扣 0.00" not in page
    assert "扣" in bars(
        score_records(
            of(mark("base"), mark("less", Role.DEDUCTION)), {"甲": {"base_mark": 9, "less_mark": 1}}
        )
    )


# --- what would do nothing --------------------------------------------------------------------

FLAT = RankTable(("10", "5"))
IDLE: dict[str, tuple[Scheme, str]] = {
    "combine of one indicator": (of(task("a", combine=Combine.LEAST)), "combine 用不上"),
    "combine of no indicator": (of(Item("a", "a", Given(), 10, combine=Combine.LEAST)), "combine 用不上"),
    "combine of places": (
        of(task("a", 10, RankPoints(FLAT), "x", "y", combine=Combine.LEAST)), "combine 用不上",
    ),
    "no_task without indicators": (of(Item("a", "a", Given(), 10, no_task=Absent.ZERO)), "no_task 用不上"),
    "no_task where all have one": (
        of(task("a", unit=PERCENT, target=ms.Amount(9, "%"), no_task=Absent.ZERO)), "no_task 用不上",
    ),
    "unit of a mark": (of(Item("a", "a", Given(), 10, unit=PERCENT)), "unit 用不上"),
    "target of a mark": (of(Item("a", "a", Given(), 10, target=ms.Amount(9, "%"))), "target 用不上"),
    "beyond of a rank": (of(task("a", 10, RankPoints(FLAT), beyond=("a",))), "beyond 用不上"),
    "cap of what is uncapped": (of(task("a", 10, Proportional("1.2", uncapped=True))), "不封顶，又写了封顶"),
    "base without full points": (
        of(task("a", 0, RankPoints(FLAT, base="0.5"), role=Role.BONUS), mark("b")), "base 用不上",
    ),
    "most of one part": (
        of(Section("s", "s", 10, items=(mark("a"),), combine=Together.MOST)), "combine 用不上",
    ),
    "limit of no coefficient": (
        of(Section("s", "s", 10, items=(mark("a"),), coefficient_cap="1.2")), "coefficient_cap 用不上",
    ),
    "limit that is no limit": (
        of(Section("s", "s", 10, items=(mark("a"),), coefficient="0.1", coefficient_cap=1)), "系数最多 1",
    ),
    "coefficient of nothing": (of(Section("s", "s", 10, items=(mark("a"),), coefficient=0)), "系数是 0"),
    "veto below of an event": (
        of(mark("a"), vetoes=(Veto("v", "v", event="事故", below=60),)), "below 用不上",
    ),
    "veto count of an item": (
        of(mark("a"), vetoes=(Veto("v", "v", item="a", below=5, count=2),)), "count 用不上",
    ),
    "veto that limits nothing": (of(mark("a"), vetoes=(Veto("v", "v", event="事故", to=10),)), "什么也不限"),
    "zones among agencies": (of(mark("a"), ranked=Ranked.AGENCIES, zones=Zones.OUT), "zones 用不上"),
    "rounding twice": (of(mark("a"), rounding=(RoundAt.TOTAL, RoundAt.TOTAL)), "有一层写了两次"),
    "rounding of no task": (of(mark("a"), rounding=(RoundAt.TASK,)), "没有可以四舍五入的“每个指标”"),
    "rounding of no section": (of(mark("a"), rounding=(RoundAt.SECTION,)), "没有可以四舍五入的“每一部分”"),
    "a step of no points": (of(task("a", 10, Step(Side("1 公里", 0)), unit=KM)), "每档 0 分"),
    "a step of no size": (of(task("a", 10, Step(Side("0 公里", 1)), unit=KM)), "一档应是正数"),
    "a negative step": (of(task("a", 10, Step(Side("-1 公里", 1)), unit=KM)), "一档应是正数"),
    "a cap of nothing": (of(task("a", 10, Step(Side("1 公里", 1, cap=0)), unit=KM)), "封顶 0 分"),
    "a negative cap": (of(task("a", 10, Step(Side("1 公里", 1, cap=-1)), unit=KM)), "封顶 -1 分"),
    "events up to nothing": (
        of(mark("a"), Item("e", "e", PerEvent("事故", 1, cap=-3), role=Role.DEDUCTION)), "限额是 -3 分",
    ),
    "no places": (of(task("a", 10, RankPoints(RankTable(())))), "没有一个名次的分"),
    "a table for all with a limit": (
        of(task("a", 10, RankPoints(RankTable(("10",), up_to=3)))), "up_to 用不上",
    ),
    "a small table without one": (of(task("a", 10, RankPoints(FLAT, FLAT))), "几个以下用它"),
    "a small table of none": (
        of(task("a", 10, RankPoints(FLAT, RankTable(("10",), up_to=0)))), "几个以下用它",
    ),
    "a floor above the cap": (of(task("a", 10, RankPoints(FLAT, floor=9, cap=8))), "保底 9 分高于封顶 8 分"),
    "by of a mark": (of(Item("a", "a", Given(), 10, goes_by=GoesBy.ACTUAL)), "goes_by 用不上"),
    "points of what is watched": (of(Item("a", "a", Watched(), 10)), "只看不计分的"),
    "ties of totals that share": (of(mark("a"), ties=Ties.AVERAGE), "总分的并列不能是"),
    "a limit of the lowest grade": (of(mark("a"), grades=(Grade("合格", first=3),)), "最低的一等，不能限额"),
}  # fmt: skip


@pytest.mark.parametrize("what", [*IDLE])
def test_an_option_that_would_do_nothing_is_refused(what: str) -> None:
    scheme, wanted = IDLE[what]
    found = [f"{met}；{todo}" for _, met, todo in faults(scheme)]
    assert any(wanted in one for one in found), found


def test_a_scheme_too_wide_for_an_engine_says_what_to_narrow() -> None:
    wide = task("a", 10, Proportional(), *(f"x{n}" for n in range(40)), most=Decimal(10) ** 18, places=9)
    frame = pl.DataFrame({name: [Decimal(1)] for name in scheme_columns(of(wide))})
    with pytest.raises(ms.RuleError, match=r"most = 1000000000000000000，places = 9"):
        score_frame(of(wide), frame)
