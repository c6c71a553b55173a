"""What regulations say that is not the plainest case: each with what it gives, and what is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest

import minsheng as ms
from minsheng import Ranking, score, score_records
from minsheng.frames import scheme_columns, score_frame
from minsheng.rules.scoring.checking.checks import faults
from minsheng.rules.scoring.formulas.bounds import bounds
from minsheng.scoring import (
    AllOrNothing,
    Answers,
    Banded,
    Class,
    Ends,
    Event,
    Form,
    Given,
    Grade,
    Item,
    Mark,
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
    Vote,
    Watched,
)

PLACES = RankTable((10, 8, 6), -1)
DAY = datetime.date(2023, 12, 31)


def of(*items: Item | Section, **more: Any) -> Scheme:
    """A scheme of these parts, worth what they add up to."""
    own = tuple(part for part in items if isinstance(part, Item))
    sections = tuple(part for part in items if isinstance(part, Section))
    weights = [part.weight for part in items if isinstance(part, Section) or part.role.value == "points"]
    made: dict[str, Any] = {"total": sum(weights, Decimal(0)), "rounding": (RoundAt.TOTAL,)} | more
    return Scheme("x", "某办法", "某文", items=own, sections=sections, **made)


def deaths(form: Form, **more: Any) -> Scheme:
    """Of which fewer are better: accidents against a limit."""
    return of(Item("safe", "安全", form, 10, indicators=("deaths",), lower=("deaths",), **more))


def rows(name: str, target: object, *figures: object) -> dict[str, dict[str, Any]]:
    return {
        f"县{n}": {f"{name}_target": target, f"{name}_actual": figure} for n, figure in enumerate(figures, 1)
    }


def points(ranking: Ranking) -> dict[str, str]:
    return {one.name: one.text for one in ranking}


def said(scheme: Scheme) -> list[str]:
    """What is wrong with a scheme."""
    return [met for _, met, _ in faults(scheme)]


# --- less is better, and nothing at all is best --------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        RankPoints(PLACES),
        Banded((Class("好", low=100, points=10), Class("差", high=100, points=0))),
        Piecewise((Point(50, 0), Point(100, 10))),
        AllOrNothing(),
        Proportional(),
    ],
)
def test_no_accident_at_all_is_never_worse_than_one(form: Form) -> None:
    """0 of at most 5 has no rate of completion, and is the best there can be."""
    found = score_records(deaths(form), rows("deaths", 5, 0, 1, 9))
    assert [one.points for one in found] == sorted((one.points for one in found), reverse=True)
    assert found["县1"].points == 10
    assert found["县3"].points < 10
    assert not found.unscored
    frame = pl.DataFrame([{"name": name, **row} for name, row in rows("deaths", 5, 0, 1, 9).items()])
    scored = score_frame(deaths(form), frame, within=())
    assert {row["name"]: Fraction(row["points"]) for row in scored.iter_rows(named=True)} == {
        one.name: one.points for one in found
    }


def test_a_limit_on_accidents_is_kept_by_none_at_all() -> None:
    """A veto below 100 per cent of a limit of which less is better."""
    work = Item("work", "办实事", Given(), 100)
    safe = Item("safe", "安全", AllOrNothing(), 10, indicators=("deaths",), lower=("deaths",))
    veto = Veto("unsafe", "事故超标", item="safe", below=100)
    scheme = of(work, safe, vetoes=(veto,))
    records = {name: {"work_mark": 90, **row} for name, row in rows("deaths", 5, 0, 6).items()}
    assert points(score_records(scheme, records)) == {"县1": "100", "县2": "0"}


# --- by the figure itself, and by what is beyond the target --------------------------------


def test_figures_are_ranked_where_the_text_says_figures_and_need_no_target() -> None:
    """ "完成实绩最高": 400 of 800 comes before 90 of 60."""
    work = Item("work", "完成实绩", RankPoints(PLACES), 10, indicators=("jobs",), goes_by="actual")
    records = {"甲": {"jobs_actual": 400, "jobs_target": 800}, "乙": {"jobs_actual": 90}}
    assert points(score_records(of(work), records)) == {"甲": "10", "乙": "8"}
    fewest = attrs.evolve(work, lower=("jobs",))
    assert points(score_records(of(fewest), records)) == {"乙": "10", "甲": "8"}
    worst = Item(
        "last", "倒数第一扣2分", RankPoints(RankTable((2, 0)), lowest=True), role="deduction",
        indicators=("jobs",), goes_by="actual",
    )  # fmt: skip
    assert not said(of(Item("m", "管理", Given(), 10), worst))
    found = score_records(of(worst, total=0), records)
    assert points(found) == {"甲": "0", "乙": "-2"}
    assert "完成 400，2 个中倒数第 2 名，扣 0 分" in found.explain("甲")


def test_a_line_over_what_is_beyond_the_level_goes_on() -> None:
    """Each point above the province's mean 3 more, each below it 2 less, without end."""
    line = Piecewise((Point(-10, 40), Point(0, 60), Point(10, 90)), Ends.ON)
    rate = Item(
        "growth",
        "增速",
        line,
        60,
        indicators=("gdp",),
        unit=ms.Amount(1, "%").unit,
        goes_by="excess",
        exceeds="原文不封顶",
    )
    scheme = of(rate)
    assert not said(scheme)
    assert bounds(scheme) == (None, None)
    assert points(score_records(scheme, rows("gdp", 8, 8, 13, 28, "6.5", -12))) == {
        "县3": "120", "县2": "75", "县1": "60", "县4": "57", "县5": "20",
    }  # fmt: skip
    assert "超出" not in score_records(scheme, rows("gdp", 8, 13)).explain("县1")


def test_what_an_item_goes_by_must_be_of_use_to_it() -> None:
    assert said(deaths(Proportional(), goes_by="actual")) == ["这种形式按目标和完成数算，goes_by 用不上"]
    assert said(deaths(Relative())) == ["越少越好的指标，完成数为 0 时完成率没有最高值"]
    assert said(of(Item("m", "管理", Given(), 10, goes_by="actual"))) == ["没有指标，goes_by 用不上"]
    falling = Banded((Class("多", low=5, points=0), Class("少", high=5, points=10)))
    assert not said(deaths(falling, goes_by="actual"))  # fewer deaths, more points
    assert said(deaths(falling)) == ["做得少反而得分多：[5, ∞) 多"]


# --- among the others ----------------------------------------------------------------------


def test_from_the_worst_to_the_best() -> None:
    """功效系数: everybody has 60 per cent, the rest from the worst to the best."""
    work = Item("work", "增速", Relative("worst", "0.6"), 100)
    found = score_records(of(work), {"甲": {"work_mark": 12}, "乙": {"work_mark": 7}, "丙": {"work_mark": 2}})
    assert points(found) == {"甲": "100", "乙": "80", "丙": "60"}
    assert "评分 7，最好的 12，最差的 2，60 + （7 − 2）÷（12 − 2） × 40 = 80 分" in found.explain("乙")
    alike = score_records(of(work), {"甲": {"work_mark": 5}, "乙": {"work_mark": 5}})
    assert points(alike) == {"甲": "100", "乙": "100"}


def test_the_best_may_be_the_least_and_may_be_nothing() -> None:
    days = deaths(Relative(), goes_by="actual")
    assert points(score_records(days, rows("deaths", 5, 2, 4, 8))) == {"县1": "10", "县2": "5", "县3": "2.5"}
    assert points(score_records(days, rows("deaths", 5, 0, 4))) == {"县1": "10", "县2": "0"}


def test_a_best_below_zero_leaves_no_proportion() -> None:
    work = of(Item("work", "增速", Relative(), 60))
    found = score_records(work, {"甲": {"work_mark": -3}, "乙": {"work_mark": -6}})
    assert points(found) == {"甲": "0", "乙": "0"}


def test_a_best_that_is_not_the_best_gives_no_points() -> None:
    """A table that brings the best of all must be about those who are in it."""
    scheme = of(Item("work", "增速", Relative(), 10), Item("line", "增幅", Relative("worst"), 10))
    brought = {"work_mark": 5, "work_best": 4, "line_mark": 5, "line_best": 9, "line_worst": 6}
    found = score_records(scheme, {"甲": brought})
    assert [one.reasons for one in found.unscored] == [
        ("增速：评分 5，最好的 4，对不上", "增幅：评分 5，最好的 9，最差的 6，对不上")
    ]
    assert score_frame(scheme, pl.DataFrame([brought]))["points"].to_list() == [None]


def test_places_by_the_points_of_a_section() -> None:
    """ "总分前三名加 0.5、0.3、0.1 分": the others none."""
    main = Section(
        "main", "各项", 100, items=(Item("a", "甲项", Given(), 60), Item("b", "乙项", Given(), 40))
    )
    table = RankTable(("0.5", "0.3", "0.1", "0"))
    top = Item("top", "名次加分", RankPoints(table, of="main"), role="bonus")
    scheme = of(top, main)
    assert not said(scheme)
    records = {f"县{n}": {"a_mark": 60 - n, "b_mark": 40} for n in range(6)}
    assert points(score_records(scheme, records)) == {
        "县0": "100.5", "县1": "99.3", "县2": "98.1", "县3": "97", "县4": "96", "县5": "95",
    }  # fmt: skip
    frame = pl.DataFrame([*records.values()])
    assert score_frame(scheme, frame, within=())["points"].to_list()[:2] == [
        Decimal("100.50"),
        Decimal("99.30"),
    ]
    inside = attrs.evolve(main, items=(*main.items, top))
    assert said(of(inside)) == ["这一项在“各项”里面，不能按它的得分排"]
    assert said(of(attrs.evolve(top, form=RankPoints(table, of="mian")), main)) == ["没有“mian”这一部分"]
    one = Section("one", "一", 10, items=(Item("c", "丙项", Given(), 10), attrs.evolve(top, id="t1")))
    two = Section("two", "二", 10, items=(
        Item("d", "丁项", Given(), 10), Item("t2", "名次", RankPoints(table, of="one"), role="bonus"),
    ))  # fmt: skip
    ring = of(
        attrs.evolve(one, items=(one.items[0], attrs.evolve(top, id="t1", form=RankPoints(table, of="two")))),
        two,
    )
    assert said(ring) == ["几项按彼此所在部分的得分排名，成了一个圈"]


def test_places_may_earn_shares_of_the_full_points() -> None:
    """ "第一名得满分，第二名得95%，以后每名减10%"."""
    table = RankTable((1, "0.95"), "-0.1", share=True)
    scheme = of(Item("work", "办实事", RankPoints(table), 20))
    assert not said(scheme)
    found = score_records(scheme, {f"县{n}": {"work_mark": 90 - n} for n in range(4)})
    assert points(found) == {"县0": "20", "县1": "19", "县2": "17", "县3": "15"}


def test_places_that_are_brought_are_all_there_are() -> None:
    """Where a table has the city's places, none is made up for those it leaves out."""
    scheme = of(Item("work", "办实事", RankPoints(PLACES), 10))
    records: dict[str, dict[str, int | None]] = {
        "甲": {"work_rank": 2},
        "乙": {"work_rank": None, "work_mark": 99},
    }
    found = score_records(scheme, records)
    assert points(found) == {"甲": "8"}
    assert "第 2 名，得 8 分" in found.explain("甲")
    assert [one.name for one in found.unscored] == ["乙"]


@pytest.mark.parametrize("kind", ["records", "polars", "lazy", "pandas", "pyarrow", "csv"])
@pytest.mark.parametrize(
    ("form", "column", "label"),
    [(RankPoints(PLACES), "work_rank", "位次"), (Relative(), "work_best", "最好的值")],
)
def test_a_column_of_places_that_is_there_but_empty_is_taken_as_it_is(
    form: Form, column: str, label: str, kind: str, tmp_path: Path
) -> None:
    """The same on records, in tables and on frames of any kind; and it is said what to do."""
    made = of(Item("work", "办实事", form, 10))
    marks = {"甲": 90, "乙": 80}
    if kind in ("records", "csv"):
        found = score_records(made, {name: {"work_mark": mark, column: None} for name, mark in marks.items()})
        if kind == "csv":
            file, scheme = tmp_path / "表.csv", tmp_path / "办法.toml"
            file.write_text(f"地区,work_mark,{column}\n甲,90,\n乙,80,\n", encoding="utf-8")
            form_of = 'form = "rank"\ntable = { first = [10, 8, 6], step = -1 }\nfloor = 0'
            form_of = form_of if isinstance(form, RankPoints) else 'form = "relative"'
            scheme.write_text(
                'name = "x"\ntitle = "某办法"\nsource = "某文"\ntotal = 10\nrounding = ["total"]\n'
                f'[[items]]\nid = "work"\ntitle = "办实事"\nweight = 10\n{form_of}\n',
                encoding="utf-8",
            )
            found = ms.score_table(file, scheme)
        assert [one.name for one in found.unscored] == ["甲", "乙"]
        assert found.unscored[0].reasons == (f"办实事：没有{label}（要由程序排的，去掉“{column}”列）",)
        return
    frame = pl.DataFrame({"work_mark": list(marks.values()), column: pl.Series([None, None], dtype=pl.Int64)})
    put: dict[str, Callable[[], Any]] = {
        "polars": lambda: frame,
        "lazy": frame.lazy,
        "pandas": lambda: frame.to_pandas().astype("Int64"),
        "pyarrow": frame.to_arrow,
    }
    scored = nw.from_native(ms.frames.score_frame(made, put[kind](), within=())).lazy().collect()
    assert scored["points"].is_null().all()


# --- counting from the full points down, and up to them ------------------------------------


def test_full_points_less_so_many_for_each_event() -> None:
    """ "满分40，每1个扣5，扣完为止"."""
    petitions = Item("petitions", "信访", PerEvent("越级上访", 5, start="full"), 40)
    scheme = of(petitions)
    assert not said(scheme)
    assert bounds(scheme) == (Fraction(0), Fraction(40))
    found = score_records(scheme, {f"县{n}": {"petitions_count": n} for n in (0, 3, 9)})
    assert points(found) == {"县0": "40", "县3": "25", "县9": "0"}
    assert "越级上访 9 次 × 5，共 45 分，最多 40 分，40 分中还有 0 分" in found.explain("县9")


def test_so_many_for_each_event_up_to_the_full_points() -> None:
    """ "每次1分，最多6分", within the hundred."""
    found = score_records(of(Item("news", "信息", PerEvent("采用", 1), 6)), {"甲": {"news_count": 8}})
    assert points(found) == {"甲": "6"}
    assert "采用 8 次 × 1，共 8 分，最多 6 分" in found.explain("甲")


def test_events_say_whether_they_add_or_take() -> None:
    base = Item("a", "管理", Given(), 10)
    assert said(of(base, Item("e", "被通报批评", PerEvent("通报批评", 2)))) == ["满分是 0 分，这一项得不到分"]
    wrong = Item("e", "被通报批评", PerEvent("通报批评", -2), role="deduction")
    assert said(of(Item("a", "管理", Given(), 10), wrong)) == ["每次的分数是负数"]
    early = PerEvent("末位", 1, (Running(2, 1, 1), Running(3, 2)))
    assert said(of(Item("a", "管理", Given(), 10), Item("e", "末位", early, role="deduction"))) == [
        "只有最后一级可以写 further"
    ]


# --- parts together ------------------------------------------------------------------------


def test_the_lower_of_two_counts() -> None:
    """ "评分结果为两类得分中较低分值"."""
    both = tuple(Item(id, title, Given(), 100) for id, title in (("air", "空气"), ("work", "重点任务")))
    scheme = of(Section("air-law", "大气", 100, items=both, combine="least"))
    assert not said(scheme)
    found = score_records(scheme, {"甲": {"air_mark": 88, "work_mark": 74}})
    assert points(found) == {"甲": "74"}
    assert "只计最低的一部分：-88 分" in found.explain("甲")
    most = of(Section("air-law", "大气", 100, items=both, combine="most"))
    assert points(score_records(most, {"甲": {"air_mark": 88, "work_mark": 74}})) == {"甲": "88"}
    uneven = (both[0], attrs.evolve(both[1], weight=Decimal(50)))
    assert said(of(Section("air-law", "大气", 100, items=uneven, combine="least"))) == [
        "重点任务满分 50 分，大气的满分是 100 分"
    ]


def test_one_target_for_everybody() -> None:
    rate = Item("rate", "办结率", Proportional(), 10, indicators=("rate",), unit=ms.Amount(1, "%").unit,
                target=ms.Amount(98, "%"))  # fmt: skip
    assert not said(of(rate))
    assert points(score_records(of(rate), {"甲": {"rate_actual": 98}, "乙": {"rate_actual": 49}})) == {
        "甲": "10", "乙": "5",
    }  # fmt: skip
    assert scheme_columns(of(rate)) == ("rate_actual",)
    for frame in (pl.DataFrame({"rate_actual": [98, 49]}), pl.LazyFrame({"rate_actual": [98, 49]})):
        scored = score_frame(of(rate), frame)
        assert type(scored) is type(frame)
        assert scored.lazy().collect().rows() == [(98, 10), (49, 5)]
    own = pl.DataFrame({"rate_actual": [98, 49], "rate_target": [None, 49]})
    with pytest.raises(ms.DataError, match="目标是办法定的 98 %，用不到这一列"):
        score_frame(of(rate), own)
    with pytest.raises(ms.DataError, match="目标是办法定的 98 %，用不到这一列"):
        score_records(of(rate), {"甲": {"rate_actual": 98, "rate_target": 49}})
    assert said(of(attrs.evolve(rate, target=ms.Amount(98, "户")))) == [
        "各地的目标是 98 户，这一项的单位是“%”"
    ]


# --- steps ---------------------------------------------------------------------------------


def test_an_adjustment_that_adds_and_takes_has_no_floor_of_its_own() -> None:
    """ "每高于（低于）全市水平 0.1 个百分点，加（扣）0.1 分"."""
    side = Side(ms.Amount("0.1", "个百分点"), "0.1")
    growth = Item("growth", "增速", Step(side, side, base=0), role="bonus", indicators=("gdp",),
                  unit=ms.Amount(1, "%").unit)  # fmt: skip
    scheme = of(Item("a", "管理", Given(), 10), growth)
    assert not said(scheme)
    records = {name: {"a_mark": 10, **row} for name, row in rows("gdp", 8, "8.5", 8, "7.2").items()}
    assert points(score_records(scheme, records)) == {"县1": "10.5", "县2": "10", "县3": "9.2"}
    capped = attrs.evolve(growth, form=Step(side, attrs.evolve(side, cap=Decimal("0.5")), base=0))
    assert points(score_records(of(Item("a", "管理", Given(), 10), capped), records))["县3"] == "9.5"
    assert bounds(of(Item("a", "管理", Given(), 10), capped)) == (Fraction(-1, 2), None)


def test_a_step_needs_a_unit_that_fits() -> None:
    roads = Item("roads", "公路", Step(under=Side(ms.Amount(5, "公里"), 1)), 10, indicators=("roads",))
    assert said(of(roads)) == ["每档 5 公里，这一项没有写单位"]
    share = attrs.evolve(roads, form=Step(under=Side(ms.Amount(5, "%"), 1)), unit=ms.Amount(1, "公里").unit)
    [(_, met, todo)] = faults(of(share))
    assert met == "每档 5 %，这一项的单位是“公里”"
    assert 'of = "target"' in todo


def test_less_than_the_limit_is_said_so() -> None:
    rate = deaths(Step(under=Side(ms.Amount(10, "%"), 1, "target")), unit=ms.Amount(1, "件").unit)
    found = score_records(rate, rows("deaths", 10, 12))
    assert "比目标高 2 件，每档是目标的 10 %，计 2 档，10 − 2 × 1 = 8 分" in found.explain("县1")


# --- deductions ----------------------------------------------------------------------------


def test_a_deduction_may_fall_as_more_is_done_and_not_rise() -> None:
    """ "完成率低于80%扣3分，低于90%扣1分"."""
    bands = (Class(high=80, points=3), Class(low=80, high=90, points=1), Class(low=90, points=0))
    late = Item("late", "进度", Banded(bands), role="deduction", indicators=("roads",))
    base = Item("a", "管理", Given(), 10)
    assert not said(of(base, late))
    records = {name: {"a_mark": 10, **row} for name, row in rows("roads", 100, 79, 80, 95).items()}
    assert points(score_records(of(base, late), records)) == {"县3": "10", "县2": "9", "县1": "7"}
    rising = attrs.evolve(late, form=Banded((Class(high=80, points=1), Class(low=80, points=3))))
    assert said(of(base, rising)) == ["做得少反而扣分少：[80, ∞)"]


# --- what would be silently wrong ----------------------------------------------------------


def test_a_mark_beyond_the_full_mark_is_refused() -> None:
    """180 for 18.0 is a slip, not full points."""
    scheme = of(Item("management", "组织管理", Given(), 20), Item("check", "督查", Given(out_of=100), 80))
    with pytest.raises(ms.DataError) as caught:
        score_records(scheme, {"甲": {"management_mark": 180, "check_mark": -1}})
    assert [problem.met for problem in caught.value.problems] == [
        "“180”不在 0 到 20 之间", "“-1”不在 0 到 100 之间",
    ]  # fmt: skip


def test_a_column_that_is_nearly_one_of_the_schemes_is_refused() -> None:
    scheme = of(Item("roads", "公路", Proportional(), 10, indicators=("rural-roads",)), no_task="left-out")
    met = "“rural_roads_target”列：没有评分项或指标“rural_roads”，最接近的是“rural-roads”"
    with pytest.raises(ms.DataError, match=met):
        score_records(scheme, {"甲": {"rural_roads_target": 10, "rural-roads_actual": 5}})


def test_marks_given_twice_and_events_of_another_year_are_refused() -> None:
    p = ms.load("yueyang-2023")
    scheme = of(
        Item("management", "组织管理", Given(), 20),
        Item("blame", "通报", PerEvent("通报批评", 2), role="deduction"),
    )
    marks = [Mark("平江县", "management", 18), Mark("平江县", "management", 10)]
    events = [Event("平江县", "通报批评", datetime.date(2022, 6, 30))]
    with pytest.raises(ms.DataError) as caught:
        score(p, scheme, on=datetime.date(2023, 12, 31), marks=marks, events=events)
    assert [str(problem) for problem in caught.value.problems] == [
        "平江县，management 10：前面已经给过一次；只留一个",
        "平江县，通报批评 2022-06-30：不在 2023 年；请只给当年的，或核对日期",
    ]


def test_votes_that_cannot_be_are_no_result() -> None:
    scheme = of(Item("vote", "票决", Vote(), 2))
    votes = {"甲": (0, 0, 0), "乙": (40, 2, 34), "丙": (17, 0, 34)}
    found = score_records(
        scheme,
        {
            name: {"vote_satisfied": yes, "vote_basically": some, "vote_members": members}
            for name, (yes, some, members) in votes.items()
        },
    )
    assert points(found) == {"丙": "2"}
    assert "满意 17 票，达到半数（正好一半算达到），得 2 分" in found.explain("丙")
    with pytest.raises(ValueError, match=r"Answers\(\): satisfied is -3: give >= 0"):
        Answers("甲", "vote", satisfied=-3)
    with pytest.raises(ValueError, match=r"Event\(\): count is -2: give >= 1"):
        Event("甲", "通报批评", count=-2)


def test_what_a_veto_leaves_is_never_more_than_there_was() -> None:
    work = Item("work", "办实事", Given(), 100)
    scheme = of(work, vetoes=(Veto("fraud", "弄虚作假", event="弄虚作假", to=59),))
    records = {"甲": {"work_mark": 96, "fraud_count": 1}, "乙": {"work_mark": 0, "fraud_count": 2}}
    assert points(score_records(scheme, records)) == {"甲": "59", "乙": "0"}


def test_totals_that_cannot_be_are_found_before_anybody_is_scored() -> None:
    base = Item("a", "管理", Given(), 10)
    assert said(of(base, cap=5)) == ["封顶 5 分，总分 10 分得不到"]
    assert said(of(base, floor=50)) == ["保底 50 分，总分只有 10 分"]
    assert said(of(Item("r", "名次", RankPoints(PLACES), 20))) == ["最多 10 分，满分 20 分得不到"]
    rate = Item(
        "r", "比率", Proportional(), 10, indicators=("r",), unit=ms.Amount(1, "%").unit, to_year_end=True
    )
    assert said(of(rate)) == ["比率和越少越好的数，不能按月数推算全年"]
    two = Item("b", "另一项", Proportional(), 10, indicators=("r",), places=0)
    assert "小数位数（places）在这里是 0" in said(of(attrs.evolve(rate, to_year_end=False), two))[1]


# --- what the next step does to the total --------------------------------------------------


def homes(**more: Any) -> Item:
    return Item(
        "homes", "改厕", Proportional(), 100, indicators=("homes",), unit=ms.Amount(1, "户").unit, **more
    )


@pytest.mark.parametrize(
    ("scheme", "wanted"),
    [
        (of(homes()), "再完成 10 户可多得 10 分"),
        (
            of(Section("part", "部分", 40, items=(homes(),), out_of=100)),
            "再完成 10 户，本项多得 10 分，总分多 4 分",
        ),
        (
            of(homes(), Item("more", "加分", PerEvent("表彰", 5), role="bonus"), cap=100),
            "再完成 10 户，本项多得 10 分，总分多 5 分",
        ),
        (
            of(homes(), vetoes=(Veto("fraud", "弄虚作假", event="弄虚作假"),)),
            "再完成 10 户，本项多得 10 分，总分不变",
        ),
        (
            of(homes(), vetoes=(Veto("missed", "没有完成", item="homes"),)),
            "再完成 10 户，本项多得 10 分，总分多 100 分",
        ),
        (
            of(homes(), grades=(Grade("合格", low=95), Grade("不合格", high=95))),
            "再完成 10 户可多得 10 分，等次由不合格变为合格",
        ),
    ],
)
def test_the_next_step_is_told_by_what_it_does_to_the_total(scheme: Scheme, wanted: str) -> None:
    record = {"homes_target": 100, "homes_actual": 90, "more_count": 1, "fraud_count": 1}
    needed = {name: value for name, value in record.items() if name in scheme_columns(scheme)}
    assert wanted in score_records(scheme, {"甲": needed}).explain("甲")


# --- grades that only some may have ----------------------------------------------------------


def graded(*marks: int, first: int | None = None, share: str | None = None) -> tuple[Ranking, list[str]]:
    """A ranking by marks, and the grades of a frame of the same."""
    grades = (
        Grade("优秀", low=90, first=first, share=share),
        Grade("良好", low=75, high=90),
        Grade("合格", high=75),
    )
    scheme = of(Item("work", "办实事", Given(), 100), grades=grades)
    assert not said(scheme)
    ranking = score_records(scheme, {f"县{n}": {"work_mark": mark} for n, mark in enumerate(marks)})
    frame = pl.DataFrame({"name": [f"县{n}" for n in range(len(marks))], "work_mark": marks})
    with pytest.raises(ms.RuleError, match="within="):
        score_frame(scheme, frame)
    scored = score_frame(scheme, frame, within=())
    assert {*scored.columns} == {"name", "work_mark", "points", "grade", "rank"}
    return ranking, scored["grade"].to_list()


@pytest.mark.parametrize(
    ("marks", "limit", "wanted"),
    [
        ((99, 98, 97, 96, 80, 60), {"first": 3}, "优优优良良合"),
        ((99, 98, 96, 96, 80, 60), {"first": 3}, "优优优优良合"),  # both are third
        ((99, 98, 97, 96, 80, 60), {"share": "0.3"}, "优良良良良合"),  # of six at most 1.8
        ((99, 98, 97, 96, 95, 94, 93, 92, 91, 90), {"share": "0.3"}, "优优优良良良良良良良"),
        ((99, 98, 98, 96, 80, 60), {"share": "0.4"}, "优良良良良合"),  # two in second place are too many
        ((89, 88, 60, 60, 60, 60), {"share": "0.4"}, "良良合合合合"),
    ],
)
def test_a_grade_may_be_limited(marks: tuple[int, ...], limit: dict[str, Any], wanted: str) -> None:
    """ "优秀只给前三名"，"优秀不超过30%": who comes later has the next grade; a frame says the same."""
    names = {"优": "优秀", "良": "良好", "合": "合格"}
    ranking, frame = graded(*marks, **limit)
    grades = {one.name: one.grade for one in ranking}
    assert [grades[f"县{n}"] for n in range(len(marks))] == [names[letter] for letter in wanted] == frame


def test_a_limited_grade_is_explained() -> None:
    ranking, _ = graded(99, 98, 97, 96, first=3)
    assert "等次：按分数是优秀；优秀名额已满（限前 3 名），列为良好" in ranking.explain("县3")
    assert "优秀名额已满（限前 3 名），列为良好" in str(ranking)
    lowest = of(
        Item("work", "办实事", Given(), 100), grades=(Grade("优秀", low=90), Grade("合格", high=90, first=3))
    )
    assert said(lowest) == ["合格是最低的一等，不能限额"]
    both = (Grade("优秀", low=90, first=1, share=2), Grade("合格", high=90))
    assert said(of(Item("work", "办实事", Given(), 100), grades=both)) == ["优秀既限名次又限比例", "比例是 2"]


# --- what a second reader of regulations stumbled over ----------------------------------------


def test_a_deduction_by_steps_takes_off() -> None:
    """ "没完成的，每少5%扣2分，最多扣10分"."""
    form = Step(under=Side(ms.Amount(5, "%"), 2, "target", cap=10))
    late = Item("late", "未完成扣分", form, role="deduction", indicators=("roads",))
    scheme = of(Item("a", "管理", Given(), 100), late)
    assert not said(scheme)
    records = {name: {"a_mark": 90, **row} for name, row in rows("roads", 100, 100, 89, 20).items()}
    assert points(score_records(scheme, records)) == {"县1": "90", "县2": "86", "县3": "80"}
    assert bounds(scheme) == (Fraction(-10), Fraction(100))
    frame = pl.DataFrame([*records.values()])
    assert score_frame(scheme, frame)["points"].to_list() == [90, 86, 80]
    wrong = attrs.evolve(late, form=Step(over=Side(ms.Amount(5, "%"), -2, "target")))
    assert said(of(Item("a", "管理", Given(), 100), wrong)) == ["做得少反而得分多：超过目标反而扣分"]


def test_what_gives_its_full_points_must_have_some() -> None:
    """A bonus or a deduction that people give, or in proportion, needs to say how much it is at most."""
    base = Item("a", "管理", Given(), 100)
    for form in (Given(out_of=5), AllOrNothing(), Proportional(), Vote()):
        more = Item("more", "加分", form, role="bonus", indicators=("x",) if form.on_tasks else ())
        assert said(of(base, more)) == ["满分是 0 分，这一项得不到分"]
        assert not said(of(base, attrs.evolve(more, weight=Decimal(5))))
    found = score_records(of(base, Item("less", "扣分", Given(out_of=5), 5, role="deduction")), {
        "甲": {"a_mark": 90, "less_mark": 3},
    })  # fmt: skip
    assert points(found) == {"甲": "87"}
    assert "评分 3，3 ÷ 5 × 5 = 3 分" in found.explain("甲")


def test_a_coefficient_may_have_a_limit() -> None:
    """ "每多一个加0.1，最多乘1.5"."""
    work = Section("work", "办实事", 100, items=(Item("a", "完成", Given(), 100),), coefficient="0.1",
                   coefficient_cap="1.5")  # fmt: skip
    found = score_records(of(work), {f"县{n}": {"a_mark": 50, "work_number": n} for n in (1, 4, 9)})
    assert points(found) == {"县9": "75", "县4": "65", "县1": "50"}


def test_a_figure_may_only_be_watched() -> None:
    """ "空气质量不降反升的计0分": a veto looks at a figure that gives no points."""
    air = Item("air", "重点任务", Given(), 100)
    trend = Item("trend", "PM2.5", Watched(), indicators=("pm",), lower=("pm",))
    scheme = of(trend, air, vetoes=(Veto("worse", "不降反升", "air", item="trend"),))
    assert not said(scheme)
    records = {name: {"air_mark": 80, **row} for name, row in rows("pm", 40, 38, 40, 41).items()}
    found = score_records(scheme, records)
    assert points(found) == {"县1": "80", "县2": "80", "县3": "0"}
    assert "PM2.5" not in str(found)
    assert "完成 38，目标 40，不计分" in found.explain("县1")
    assert said(of(air, attrs.evolve(trend, weight=Decimal(5)))) == ["只看不计分的，写了 5 分"]


def test_a_veto_says_what_it_leaves_and_is_told_where_nothing_was_left() -> None:
    work, blame = Item("work", "办实事", Given(), 100), PerEvent("通报批评", 30)
    scheme = of(
        Item("gdp", "GDP增速", Watched(), indicators=("gdp",)), work,
        Item("blame", "通报批评", blame, role="deduction"),
        vetoes=(Veto("slow", "增速未达标", item="gdp", to=90), Veto("fraud", "弄虚作假", event="弄虚作假")),
    )  # fmt: skip
    base = {"gdp_target": 8, "blame_count": 0, "fraud_count": 0, "work_mark": 95, "gdp_actual": 9}
    guilty = {**base, "work_mark": 50, "blame_count": 2, "fraud_count": 1}
    found = score_records(scheme, {"甲": base, "乙": {**base, "gdp_actual": 7}, "丙": guilty})
    assert points(found) == {"甲": "95", "乙": "90", "丙": "-10"}
    assert "增速未达标：最多 90 分：-5 分" in found.explain("乙")
    assert "弄虚作假：一票否决；合计本来就不高于 0 分" in found.explain("丙")


def test_intervals_are_said_in_words() -> None:
    bands = Banded(
        (Class("未完成", high=80), Class("基本完成", low=80, high=100, points=5), Class(low=100, points=10))
    )
    scheme = of(Item("roads", "公路", bands, 10, indicators=("roads",)))
    found = score_records(scheme, rows("roads", 100, 79, 80, 100))
    assert "79%（不到80）未完成，得 0 分" in found.explain("县1")
    assert "80%（80以上不到100）基本完成，得 5 分" in found.explain("县2")
    assert "100%（100以上），得 10 分" in found.explain("县3")


# --- measures of one's own -------------------------------------------------------------------


def test_a_measure_is_a_plain_function_and_exact() -> None:
    """Thirds that no decimal holds are ranked, and tied, as fractions; who has none is not scored."""
    p = ms.load("yueyang-2023")
    scheme = of(Item("work", "每万人", RankPoints(PLACES), 10))

    def thirds(programme: ms.Programme, _: ms.Progress, on: datetime.date) -> dict[str, Fraction | None]:
        assert (programme, on) == (p, DAY)
        third = Fraction(1, 3)
        return {"平江县": third, "岳阳县": third, "华容县": Fraction("0.3333"), "湘阴县": None}

    found = score(p, scheme, on=DAY, measures={"work": thirds})
    assert points(found) == {"平江县": "10", "岳阳县": "10", "华容县": "6"}
    assert len(found.unscored) == 10


def test_what_a_measure_may_not_give() -> None:
    p = ms.load("yueyang-2023")
    scheme = of(Item("work", "工作", Given(), 10))
    with pytest.raises(ms.DataError) as caught:
        score(p, scheme, on=DAY, measures={
            "work": lambda *_: {"平江": 3, "岳阳县": 11}, "wrok": lambda *_: {},
        })  # fmt: skip
    assert [str(problem) for problem in caught.value.problems] == [
        "平江，work：没有排名对象“平江”，最接近的是“平江县”",
        "岳阳县，work：“11”不在 0 到 10 之间",
        "wrok：没有评分项“wrok”，最接近的是“work”",
    ]
    floats: Any = lambda *_: {"平江县": 0.5}  # noqa: E731
    with pytest.raises(TypeError, match="gives floats"):
        score(p, scheme, on=DAY, measures={"work": floats})
