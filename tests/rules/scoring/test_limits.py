"""What a scheme may yield at its ends: beyond full points, after vetoes, with ties, over the year's end."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import minsheng as ms
from minsheng.rules.scoring.judging.binding import bind
from minsheng.rules.scoring.judging.judge import Judge

from .test_words import item, loaded, marks, scored

CURVES = {
    "bands": 'bands = [{ name = "好", low = 90, points = 40 }, { name = "差", high = 90, points = 0 }]',
    "piecewise": "corners = [{ at = 60, points = 0 }, { at = 100, points = 40 }]",
    "rank": "table = { first = [40, 30], step = -5 }",
}
QUARTERS = 'periods = "quarter"\ncombine = "sum"\n'


@pytest.mark.parametrize("form", CURVES)
def test_points_beyond_the_full_ones_need_a_reason(form: str, tmp_path: Path) -> None:
    """每项满分30分，各档却有40分的，读的时候就说；一期的满分是全年的一份。"""
    listed = CURVES[form]
    assert loaded(tmp_path, "total = 40\n" + item(listed, form, weight=40, of=False))
    for weight, more in ((30, ""), (40, QUARTERS)):
        head = f"total = {weight}\n"
        with pytest.raises(ms.DataError, match="各档的分最多有 40 分"):
            loaded(tmp_path, head + item(listed + "\n" + more, form, weight=weight, of=False))
        reason = 'exceeds = "原文如此"\n'
        assert loaded(tmp_path, head + item(f"{listed}\n{more}{reason}", form, weight=weight, of=False))
    with pytest.raises(ms.DataError, match="exceeds 用不上"):
        loaded(tmp_path, "total = 40\n" + item(listed + '\nexceeds = "x"', form, weight=40, of=False))


def test_a_mark_of_one_period_is_out_of_the_share_of_that_period(tmp_path: Path) -> None:
    """四个季度之和为100分的，一个季度最多25分；百分制打分的写明 out_of。"""
    quarters = {f"work-{n}_mark": mark for n, mark in enumerate((90, 80, 70, 60), 1)}
    with pytest.raises(ms.DataError, match="不在 0 到 25 之间"):
        scored(tmp_path, item(QUARTERS, "given", of=False), {"甲县": quarters})
    _, points = scored(tmp_path, item(QUARTERS + "out_of = 100", "given", of=False), {"甲县": quarters})
    assert points == {"甲县": "75"}


BLAME = """
[[items]]
id = "blame"
title = "通报"
form = "per-event"
role = "deduction"
event = "通报"
each = 5
"""
VETO = '[[vetoes]]\nid = "fraud"\ntitle = "弄虚作假"\nevent = "弄虚作假"\nscope = "total"\n'


@pytest.mark.parametrize(
    ("effect", "wanted"),
    [
        ("", {"甲县": "0", "乙县": "100", "丙县": "50"}),
        ('times = "0.5"', {"甲县": "75", "乙县": "100", "丙县": "50"}),
        ("to = 60", {"甲县": "60", "乙县": "100", "丙县": "50"}),
    ],
)
def test_the_best_of_all_is_the_best_after_vetoes(
    effect: str, wanted: dict[str, str], tmp_path: Path
) -> None:
    """得分最高的折算为100分：被一票否决的不是最高的。"""
    text = 'best_as = 100\nrounding = ["total"]\n' + item("", "given", of=False) + VETO + effect
    given = marks(甲县=90, 乙县=60, 丙县=30)
    records = {name: {**one, "fraud_count": int(name == "甲县")} for name, one in given.items()}
    assert scored(tmp_path, text, records)[1] == wanted


def test_even_steps_to_the_last_need_ranks_that_reach_the_last(tmp_path: Path) -> None:
    for table in (
        "first = [100], last = 60",
        "top = [{ share = 0.3, points = 100 }, { share = 1, points = 0 }]",
    ):
        text = item(f'table = {{ {table} }}\nties = "dense"', "rank", of=False)
        with pytest.raises(ms.DataError, match="并列不占位"):
            loaded(tmp_path, text)
        assert loaded(tmp_path, text.replace("dense", "skip"))


def test_a_factor_never_raises_what_is_below_nothing(tmp_path: Path) -> None:
    """没有完成目标的乘以0.8：−8 分不能变成 −6.4 分。"""
    text = item("", "given", of=False) + BLAME + VETO + 'times = "0.8"\n'
    with pytest.raises(ms.DataError, match=r"负分乘以 0\.8 反而多了"):
        loaded(tmp_path, text)
    assert loaded(tmp_path, "floor = 0\n" + text)
    assert loaded(tmp_path, text.replace('"total"', '"blame"'))  # half of a deduction is less of it


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (None, "90"),
        (datetime.date(2023, 12, 31), "90"),
        (datetime.date(2023, 11, 30), "90"),
        (datetime.date(2022, 12, 31), "95"),
    ],
)
def test_december_counts_for_the_next_year(on: datetime.date | None, wanted: str, tmp_path: Path) -> None:
    """12月计入下一年：2023年度数到2023年11月的事项，从2022年12月起。"""
    scheme = loaded(tmp_path, "year_from = 12\n" + item("", "given", of=False) + BLAME)
    p = ms.load("yueyang-2023")
    given = [ms.scoring.Mark("平江县", "work", 100)]
    days = [datetime.date(2022, 12, 5), datetime.date(2023, 11, 30)]
    events = [ms.scoring.Event("平江县", "通报", day) for day in days]
    found = ms.score(p, scheme, marks=given, events=events, on=on)
    assert found["平江县"].points == Fraction(wanted)
    with pytest.raises(ms.DataError, match="不在 2023 年"):
        ms.score(p, scheme, marks=given, events=[event_on(datetime.date(2023, 12, 5))], on=on)


def event_on(day: datetime.date) -> ms.scoring.Event:
    return ms.scoring.Event("平江县", "通报", day)


def test_figures_of_the_december_before_are_none_yet(tmp_path: Path) -> None:
    scheme = loaded(
        tmp_path, 'year_from = 12\nno_figure = "zero"\n' + item("").replace('["work"]', '["jobs"]') + VETO
    )
    found = ms.score(ms.load("yueyang-2023"), scheme, events=[], on=datetime.date(2022, 12, 31))
    assert found["平江县"].points == 0


def _frame(engine: str, rows: dict[str, list[str | None]]) -> Any:
    return pd.DataFrame(rows) if engine == "pandas" else pl.DataFrame(rows)


@pytest.mark.parametrize("engine", ["polars", "pandas"])
def test_a_frame_is_of_the_classes_that_the_scheme_names(engine: str, tmp_path: Path) -> None:
    """甲县是一类：表里写成二类的不评，没有写的照办法。"""
    one, two = (
        f'[[items]]\nid = "{id}"\ntitle = "{id}"\nform = "given"\nweight = 100\nout_of = {of}\n'
        f'only = ["{of_class}"]\n'
        for id, of, of_class in (("first", 100, "一类"), ("second", 200, "二类"))
    )
    classes = '[[classes]]\nname = "一类"\nareas = ["甲县"]\n[[classes]]\nname = "二类"\nareas = ["乙县"]\n'
    part = '[[sections]]\nid = "p"\ntitle = "p"\nweight = 100\ncombine = "most"\n'
    text = f'total = 100\nrounding = ["total"]\n{classes}{part}'
    scheme = loaded(tmp_path, text + (one + two).replace("[[items]]", "[[sections.items]]"))
    rows: dict[str, list[str | None]] = {
        "地区": ["甲县", "乙县"], "first_mark": ["80", None], "second_mark": [None, "80"]
    }  # fmt: skip
    for own in (None, ["一类", "二类"], ["一类", None]):
        frame = _frame(engine, rows if own is None else {"class": [*own], **rows})
        found = ms.frames.score_frame(scheme, frame, within=())
        assert [str(one) for one in found["points"]] == ["80.00", "40.00"]
        assert [*found.columns] == [*frame.columns, "points", "rank"]
        assert own is None or [one if isinstance(one, str) else None for one in found["class"]] == own
    with pytest.raises(ms.DataError, match="表第1行：“class”列与办法里 classes 的 areas 不一样"):
        ms.frames.score_frame(scheme, _frame(engine, {"class": ["二类", "二类"], **rows}))
    if engine == "polars":
        late = ms.frames.score_frame(scheme, pl.LazyFrame({"class": ["二类", "二类"], **rows})).collect()
        assert late["points"].to_list() == [None, Decimal("40.00")]


def test_a_scheme_may_ask_for_every_indicator_in_several_items(tmp_path: Path) -> None:
    """一类县、二类县……各一项，都看全部指标，没有报数的不计：读得成的办法，评得了分。"""
    more = 'no_figure = "left-out"'
    text = "total = 600\n" + "".join(
        item(more, id=f"work-{n}").replace(f'["work-{n}"]', '["*"]') for n in range(6)
    )
    judge = Judge(bind(loaded(tmp_path, text), ms.load("yueyang-2023")))
    assert judge.formulas.root.points.node.size > 10_000


def test_what_acts_on_a_grade_is_said_in_words(tmp_path: Path) -> None:
    """优秀不超过30%；发生较大以上安全事故的，等次最高评为合格；扣分只计最重的一项。"""
    grades = (
        '[[grades]]\nname = "优秀"\nlow = 80\nshare = 0.3\n[[grades]]\nname = "良好"\nlow = 50\nhigh = 80\n'
        '[[grades]]\nname = "合格"\nhigh = 50\n'
    )
    accident = VETO.replace("fraud", "accident").replace('title = "弄虚作假"', 'title = "较大以上安全事故"')
    accident = accident.replace('"total"', '"grade"\ngrade = "合格"')
    heaviest = '[[sections]]\nid = "less"\ntitle = "扣分"\ncombine = "most"\n' + "".join(
        BLAME.replace("[[items]]", "[[sections.items]]").replace('"blame"', f'"blame{n}"') for n in (1, 2)
    )
    text = item("", "given", of=False) + heaviest + accident + grades
    given = marks(甲县=100, 乙县=99, 丙县=95, 丁县=95)
    events = {"blame1_count": 1, "blame2_count": 2}
    records = {
        name: {**one, **(events if name == "甲县" else {"blame1_count": 0, "blame2_count": 0}),
               "accident_count": int(name == "乙县")}
        for name, one in given.items()
    }  # fmt: skip
    ranking = ms.score_records(loaded(tmp_path, text), records)
    assert "因发生较大以上安全事故，等次最高评为合格" in ranking.explain("乙县")
    assert "优秀名额已满（限 30%，按评了分的 4 家算），列为良好" in ranking.explain("丙县")
    assert "只计扣得最重的一项：+5 分" in ranking.explain("甲县")
    assert ranking.summary.endswith("优秀限 30%，按评了分的 4 家算")


def test_marks_and_answers_name_an_item_by_its_title(tmp_path: Path) -> None:
    scheme = loaded(tmp_path, item(QUARTERS, "given", of=False))
    p = ms.load("yueyang-2023")
    given = [ms.scoring.Mark("平江县", f"某项-{n}", 20) for n in range(1, 5)]
    assert ms.score(p, scheme, marks=given)["平江县"].points == 80
    both = [*given, ms.scoring.Mark("平江县", "work-1", 20)]
    with pytest.raises(ms.DataError, match="前面已经给过一次"):
        ms.score(p, scheme, marks=both)
    two = loaded(
        tmp_path, "total = 200\n" + item("", "given", of=False) + item("", "given", of=False, id="more")
    )
    with pytest.raises(ms.DataError, match="有 2 项叫“某项”：work、more"):
        ms.score(p, two, marks=[ms.scoring.Mark("平江县", "某项", 20)])


def test_each_class_is_ranked_by_itself_with_its_own_limit_of_grades(tmp_path: Path) -> None:
    """一类县、二类县分别排名，优秀各不超过50%。"""
    classes = (
        '[[classes]]\nname = "一类"\nareas = ["平江县", "岳阳县"]\n'
        '[[classes]]\nname = "二类"\nareas = ["华容县", "湘阴县"]\n'
    )
    grades = '[[grades]]\nname = "优秀"\nlow = 50\nshare = 0.5\n[[grades]]\nname = "合格"\nhigh = 50\n'
    scheme = loaded(tmp_path, "by_class = true\n" + classes + item("", "given", of=False) + grades)
    of: dict[str, Any] = {"平江县": 100, "岳阳县": 90, "华容县": 80, "湘阴县": 70}
    given = [ms.scoring.Mark(name, "work", mark) for name, mark in of.items()]
    wanted = {"平江县": ("一类", 1, "优秀"), "岳阳县": ("一类", 2, "合格")}
    wanted |= {"华容县": ("二类", 1, "优秀"), "湘阴县": ("二类", 2, "合格")}
    by_programme = ms.score(ms.load("yueyang-2023"), scheme, marks=given)
    for found in (by_programme, ms.score_records(scheme, marks(**of))):
        assert {one.name: (one.group, one.rank, one.grade) for one in found} == wanted
        assert "一类优秀限 50%，按评了分的 2 家算" in found.summary
    with pytest.raises(ms.DataError, match="by_class 用不上"):
        loaded(tmp_path, "by_class = true\n" + item("", "given", of=False))


def test_a_trial_reaches_items_of_every_class_and_grades_after_deductions(tmp_path: Path) -> None:
    """各类各有自己的项，扣分由人打：样本也到得了优秀。"""
    own = "".join(
        f'[[sections.items]]\nid = "of{n}"\ntitle = "任务（{name}）"\n'
        f'form = "given"\nweight = 100\nonly = ["{name}"]\n'
        for n, name in enumerate(("一类", "二类", "三类"))
    )
    classes = "".join(f'[[classes]]\nname = "{name}"\n' for name in ("一类", "二类", "三类"))
    less = item('role = "deduction"', "given", weight=20, of=False, id="less")
    grades = '[[grades]]\nname = "优秀"\nlow = 90\nshare = 0.3\n[[grades]]\nname = "合格"\nhigh = 90\n'
    part = '[[sections]]\nid = "p"\ntitle = "p"\nweight = 100\ncombine = "most"\n'
    trial = ms.scoring.try_scheme(loaded(tmp_path, "floor = 0\n" + classes + part + own + less + grades))
    assert trial.odd == ()
    shown = {row["编号"]: row["满分"] for row in trial.table().to_records()}
    assert shown["of1"] == "100"


def test_a_cap_may_say_what_is_the_most_anyway(tmp_path: Path) -> None:
    """加分5分，总分封顶105分：原文怎样说就怎样写。"""
    bonus = item('role = "bonus"', "given", weight=5, of=False, id="more")
    assert loaded(tmp_path, "cap = 105\n" + item("", "given", of=False) + bonus)
    with pytest.raises(ms.DataError, match="封顶 106 分，最多也只有 105 分"):
        loaded(tmp_path, "cap = 106\n" + item("", "given", of=False) + bonus)
