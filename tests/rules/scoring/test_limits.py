"""What a scheme may yield at its ends: beyond full points, after vetoes, with ties, over the year's end."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest

import minsheng as ms

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
