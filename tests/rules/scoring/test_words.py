"""Each word of the format on the sentence of a regulation that it stands for: records and frames alike."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

import minsheng as ms

HEAD = 'name = "words"\ntitle = "某办法（编的）"\nsource = "编的"\n'
Records = dict[str, dict[str, Any]]


def loaded(folder: Path, text: str) -> ms.scoring.Scheme:
    file = folder / "scheme.toml"
    file.write_text(HEAD + text, "utf-8")
    return ms.load_scheme(file)


def scored(folder: Path, text: str, records: Records) -> tuple[ms.Ranking, dict[str, str]]:
    """The ranking of records, and their points; a frame with the same figures has the same."""
    scheme = loaded(folder, text)
    ranking = ms.score_records(scheme, records)
    columns = ms.frames.scheme_columns(scheme)
    listed = [*ranking.scores]
    whole = [{"name": one.name, **{k: v for k, v in one.facts if k in columns}} for one in listed]
    known = [
        {k: Decimal(v.numerator) / v.denominator if isinstance(v, Fraction) else v for k, v in row.items()}
        for row in whole
    ]
    rounded = scheme if scheme.rounding else attrs.evolve(scheme, rounding=("item", "total"))  # for columns
    frame = ms.frames.score_frame(rounded, pl.DataFrame(known, infer_schema_length=None), within=())
    by_name = {row["name"]: row for row in frame.iter_rows(named=True)}
    for one in listed:
        row = by_name[one.name]
        assert (Fraction(row["points"]), row["rank"], row.get("grade") or "") == (
            one.points,
            one.rank,
            one.grade,
        )
        assert "None" not in ranking.explain(one.name)
    return ranking, {one.name: one.text for one in listed}


def item(
    extra: str, form: str = "proportional", *, weight: int = 100, id: str = "work", of: bool = True
) -> str:
    indicators = f'indicators = ["{id}"]\n' if of else ""
    return (
        f'[[items]]\nid = "{id}"\ntitle = "某项"\nform = "{form}"\nweight = {weight}\n{indicators}{extra}\n'
    )


def done(**figures: tuple[Any, Any]) -> Records:
    return {
        name: {"work_target": target, "work_actual": actual} for name, (target, actual) in figures.items()
    }


def marks(id: str = "work", **given: Any) -> Records:
    return {name: {f"{id}_mark": mark} for name, mark in given.items()}


# --- periods -------------------------------------------------------------------------------


MONTHS = {f"work-{n}_mark": 90 for n in range(1, 12)}


@pytest.mark.parametrize(
    ("combine", "weight", "wanted"),
    [
        ("mean", 100, "90"),
        ("sum", 1200, "990"),
        ("last", 100, "60"),
        ("most", 100, "96"),
        ("least", 100, "60"),
    ],
)
def test_the_year_s_score_is_made_of_its_months(
    tmp_path: Path, combine: str, weight: int, wanted: str
) -> None:
    """全年得分为各月得分的平均（之和、最后一个月的）; the year begins in December."""
    text = f'total = {weight}\nyear_from = {12 if combine == "last" else 1}\nrounding = ["total"]\n' + item(
        f'periods = "month"\ncombine = "{combine}"\nno_figure = "left-out"', "given", weight=weight, of=False
    )
    record = MONTHS | {
        "work-11_mark": 60,
        "work-1_mark": 96,
        "work-10_mark": 114 if combine in ("mean", "sum") else 90,
    }
    if combine == "mean":
        record["work-10_mark"] = 99
        record["work-11_mark"] = 75
    if combine == "sum":
        record |= {"work-10_mark": 90, "work-1_mark": 90, "work-11_mark": 90}
    ranking, points = scored(tmp_path, text, {"甲县": record})
    assert points == {"甲县": wanted}
    assert "期" in ranking.explain("甲县") or combine in ("mean", "sum")


def test_ranks_of_each_month_are_averaged(tmp_path: Path) -> None:
    """每月按位次计分，第一名满分，每降一名减满分的5%，全年取十二个月的平均。"""
    table = (
        'table = { first = [1], step = "-0.05", share = true }\nperiods = "quarter"\nno_figure = "left-out"'
    )
    records = {
        "甲区": {"work-1_mark": 9, "work-2_mark": 8},
        "乙区": {"work-1_mark": 8, "work-2_mark": 9},
        "丙区": {"work-1_mark": 7, "work-2_mark": 7},
    }
    _, points = scored(tmp_path, item(table, "rank", of=False), records)
    assert points == {"甲区": "97.5", "乙区": "97.5", "丙区": "90"}


# --- classes, coefficients -----------------------------------------------------------------

CLASSES = '[[classes]]\nname = "一类"\nareas = ["甲县"]\n[[classes]]\nname = "二类"\nareas = ["乙县"]\n'


def test_weights_differ_by_class(tmp_path: Path) -> None:
    """一类县任务60分、满意度40分，二类县各50分。"""

    def part(name: str, work: int) -> str:
        own = item("", weight=work, id="work").replace("[[items]]", "[[sections.sections.items]]")
        other = item("", "given", weight=100 - work, id=f"pleased-{work}", of=False)
        inside = f'id = "c{work}"\ntitle = "{name}"\nweight = 100\nonly = ["{name}"]\n'
        own = own.replace('id = "work"\n', f'id = "work-{work}"\n', 1)
        return (
            f"[[sections.sections]]\n{inside}{own}{other.replace('[[items]]', '[[sections.sections.items]]')}"
        )

    text = '[[sections]]\nid = "all"\ntitle = "合计"\nweight = 100\ncombine = "most"\n'
    text += part("一类", 60) + part("二类", 50) + CLASSES
    records = {
        "甲县": {"work_target": 10, "work_actual": 5, "pleased-60_mark": 40},
        "乙县": {"work_target": 10, "work_actual": 5, "pleased-50_mark": 50},
    }
    ranking, points = scored(tmp_path, text, records)
    assert points == {"甲县": "70", "乙县": "75"}
    assert "不是这一类的，没有这一项" in ranking.explain("甲县") or "不计" in ranking.explain("甲县")


@pytest.mark.parametrize(
    ("factors", "wanted"),
    [
        ('[{ who = "一类", times = "1.1" }, { who = "二类", times = 1 }]', {"甲县": "55", "乙县": "50"}),
        ('[{ who = "甲县", times = "1.2" }, { who = "其余", times = 1 }]', {"甲县": "60", "乙县": "50"}),
        ('[{ high = 20, times = 1 }, { low = 20, times = "1.4" }]', {"甲县": "50", "乙县": "70"}),
    ],
)
def test_points_are_multiplied_by_a_coefficient(tmp_path: Path, factors: str, wanted: dict[str, str]) -> None:
    """难度系数：一类县1.1；某县1.2；任务20公里以上的1.4。"""
    named = CLASSES if "类" in factors else ""
    _, points = scored(tmp_path, item(f"factors = {factors}") + named, done(甲县=(10, 5), 乙县=(20, 10)))
    assert points == wanted


def test_a_step_is_worth_more_where_the_task_is_larger(tmp_path: Path) -> None:
    """招商80分：任务5000万元以上的每超1%加0.6分，3000万元以上的加0.2分，其余的加0.1分，最多加16分；没完成的按比例。"""
    pieces = ""
    for at, (size, each) in enumerate(
        (("low = 5000", "0.6"), ("low = 3000, high = 5000", "0.2"), ("high = 3000", "0.1"))
    ):
        pieces += (
            f'[[sections.items]]\nid = "size{at}"\ntitle = "招商"\nform = "step"\nweight = 80\n'
            f'indicators = ["work"]\nunit = "万元"\nsized = {{ {size} }}\n'
            f'over = {{ size = "1 %", of = "target", points = "{each}", cap = 16 }}\n'
            'under = { size = "1 %", of = "target", points = "0.8", part = "share" }\n'
        )
    text = f'total = 80\n[[sections]]\nid = "all"\ntitle = "招商"\nweight = 80\ncombine = "most"\n{pieces}'
    found = done(甲县=(5000, 5500), 乙县=(3000, 3300), 丙县=(1000, 1100), 丁县=(1000, 500))
    assert scored(tmp_path, text, found)[1] == {"甲县": "86", "乙县": "82", "丙县": "81", "丁县": "40"}


TOP = "{ share = 0.4, points = 100 }, { share = 0.8, points = 90 }, { share = 1, points = 70 }"

# --- the others ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("against", "wanted"),
    [
        ("mean", {"甲县": "100", "乙县": "100", "丙县": "0"}),
        ("median", {"甲县": "100", "乙县": "100", "丙县": "0"}),
        ("best", {"甲县": "100", "乙县": "0", "丙县": "0"}),
    ],
)
def test_the_target_is_what_the_others_did(tmp_path: Path, against: str, wanted: dict[str, str]) -> None:
    """达到全市平均水平（中位数、最好水平）的得满分。"""
    text = item(f'against = "{against}"', "all-or-nothing")
    records = {name: {"work_actual": figure} for name, figure in {"甲县": 9, "乙县": 6, "丙县": 3}.items()}
    assert scored(tmp_path, text, records)[1] == wanted


def test_above_the_mean_of_all_in_steps(tmp_path: Path) -> None:
    """以全市平均增速为基准，每高1个百分点加1分，每低1个百分点减1分。"""
    text = item(
        'unit = "%"\nagainst = "mean"\nrole = "bonus"\nbase = 0\nover = { size = "1 %", points = 1 }\n'
        'under = { size = "1 %", points = 1 }',
        "step",
        weight=0,
    ) + item("", "given", weight=100, id="base", of=False)
    records = {n: {"work_actual": f, "base_mark": 90} for n, f in {"甲县": 9, "乙县": 6, "丙县": 3}.items()}
    ranking, points = scored(tmp_path, text, records)
    assert points == {"甲县": "93", "乙县": "90", "丙县": "87"}
    assert "全体的平均 6 %" in ranking.explain("甲县")


def test_who_has_no_task_gets_the_average(tmp_path: Path) -> None:
    """没有任务的，得其他县（市、区）这一项的平均分。"""
    found = done(甲县=(10, 10), 乙县=(10, 8), 丙县=(None, None))
    ranking, points = scored(tmp_path, item('no_task = "average"'), found)
    assert points == {"甲县": "100", "乙县": "80", "丙县": "90"}
    assert "没有任务，得其他各家的平均分 90 分" in ranking.explain("丙县")


def test_the_best_total_is_a_hundred(tmp_path: Path) -> None:
    """得分最高的折算为100分，其他的按比例折算。"""
    text = 'best_as = 100\nrounding = ["total"]\n' + item("", "given", of=False)
    ranking, points = scored(tmp_path, text, marks(甲县=80, 乙县=60))
    assert points == {"甲县": "100", "乙县": "75"}
    assert "以最高的为 100 折算：+15 分" in ranking.explain("乙县")


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("{ first = [100], last = 60 }", "100 90 80 70 60"),
        ("{ first = [100, 95], last = 80 }", "100 95 90 85 80"),
        (f"{{ top = [{TOP}] }}", "100 100 90 90 70"),
    ],
)
def test_points_by_rank_to_the_last(tmp_path: Path, table: str, wanted: str) -> None:
    """第一名100分，末位60分，中间等差递减；前40%得100分，40%—80%得90分，其余70分。"""
    found = marks(甲县=9, 乙县=8, 丙县=7, 丁县=6, 戊县=5)
    points = scored(tmp_path, item(f"table = {table}", "rank", of=False), found)[1]
    assert " ".join(points[name] for name in found) == wanted


def test_a_tie_cancels_the_item(tmp_path: Path) -> None:
    """得分不得并列，有并列的取消这一项。"""
    text = item('table = { first = [100, 90, 80] }\nties = "cancel"', "rank", of=False)
    ranking, points = scored(tmp_path, text, marks(甲县=9, 乙县=8, 丙县=8))
    assert set(points.values()) == {"0"}
    assert "有并列的，谁也不得分" in ranking.explain("甲县")
    assert scored(tmp_path, text, marks(甲县=9, 乙县=8, 丙县=7))[1]["丙县"] == "80"


def test_ties_are_broken_by_satisfaction(tmp_path: Path) -> None:
    """总分相同的，满意度高的排在前面；再相同的，看任务完成。"""
    text = 'ties_by = ["pleased", "work"]\n' + item("", "given", weight=60, of=False)
    text += item("", "given", weight=40, id="pleased", of=False)
    records = {
        "甲县": {"work_mark": 50, "pleased_mark": 30}, "乙县": {"work_mark": 45, "pleased_mark": 35},
        "丙县": {"work_mark": 45, "pleased_mark": 35}, "丁县": {"work_mark": 60, "pleased_mark": 40},
    }  # fmt: skip
    ranking, _ = scored(tmp_path, text, records)
    assert [(one.rank, one.name) for one in ranking] == [(1, "丁县"), (2, "乙县"), (2, "丙县"), (4, "甲县")]


# --- words, lines, factors, grades -----------------------------------------------------------


def test_levels_in_words(tmp_path: Path) -> None:
    """好的得满分，较好的80%，一般的60%，差的不得分。"""
    levels = (
        'levels = [{ name = "好", share = 1 }, { name = "较好", share = 0.8 }, { name = "差", share = 0 }]'
    )
    records = {"甲县": {"work_level": "好"}, "乙县": {"work_level": "较好"}, "丙县": {"work_level": "差"}}
    ranking, points = scored(tmp_path, item(levels, "levels", of=False), records)
    assert points == {"甲县": "100", "乙县": "80", "丙县": "0"}
    assert "评为“较好”，100 × 80% = 80 分" in ranking.explain("乙县")
    with pytest.raises(ms.DataError, match="“还行”"):
        ms.score_records(ranking.scheme, {"甲县": {"work_level": "还行"}})


def test_satisfaction_in_four_steps(tmp_path: Path) -> None:
    """非常满意按1、满意按0.8、基本满意按0.6、不满意按0计。"""
    levels = ", ".join(
        f'{{ name = "{name}", share = {share} }}'
        for name, share in (("非常满意", 1), ("满意", 0.8), ("基本满意", 0.6), ("不满意", 0))
    )
    record = {"work_votes1": 50, "work_votes2": 30, "work_votes3": 10, "work_votes4": 10, "work_asked": 100}
    text = 'rounding = ["total"]\n' + item(f"levels = [{levels}]", "survey", of=False)
    assert scored(tmp_path, text, {"甲县": record})[1] == {"甲县": "80"}


def test_a_line_may_jump(tmp_path: Path) -> None:
    """完成60%以下的不得分；60%得60分，到100%得100分，中间按比例。"""
    corners = "corners = [{ at = 60, points = 0 }, { at = 60, points = 60 }, { at = 100, points = 100 }]"
    found = done(甲县=(100, 59), 乙县=(100, 60), 丙县=(100, 80), 丁县=(100, 120))
    points = scored(tmp_path, item(corners, "piecewise"), found)[1]
    assert points == {"甲县": "0", "乙县": "60", "丙县": "80", "丁县": "100"}


def test_a_factor_where_the_target_is_missed(tmp_path: Path) -> None:
    """没有完成目标的，总分乘以0.8。"""
    text = item("", weight=50) + item("", "given", weight=50, id="other", of=False)
    text += '[[vetoes]]\nid = "missed"\ntitle = "没有完成目标"\nitem = "work"\ntimes = "0.8"\n'
    records = {"甲县": {"work_target": 10, "work_actual": 5, "other_mark": 50}}
    records["乙县"] = {"work_target": 10, "work_actual": 10, "other_mark": 50}
    ranking, points = scored(tmp_path, text, records)
    assert points == {"甲县": "60", "乙县": "100"}
    assert "没有完成目标：乘以 0.8" in ranking.explain("甲县")


GRADES = """
grades = [{ name = "优秀", low = 90 }, { name = "良好", low = 80, high = 90 }, { name = "合格", high = 80 }]
"""


@pytest.mark.parametrize(
    ("veto", "wanted"),
    [
        ('grade = "优秀"\nraises = true', ("优秀", "优秀")),
        ("steps = 1", ("良好", "优秀")),
        ("steps = -1", ("合格", "合格")),
        ('grade = "合格"', ("合格", "合格")),
    ],
)
def test_an_event_moves_the_grade(tmp_path: Path, veto: str, wanted: tuple[str, str]) -> None:
    """受国家表彰的定为优秀；受省表彰的上调一等；受通报的下调一等。"""
    text = GRADES + item("", "given", of=False)
    text += f'[[vetoes]]\nid = "event"\ntitle = "表彰"\nevent = "表彰"\nscope = "grade"\n{veto}\n'
    records = marks(甲县=70, 乙县=85)
    for record in records.values():
        record["event_count"] = 1
    ranking, _ = scored(tmp_path, text, records)
    assert (ranking["甲县"].grade, ranking["乙县"].grade) == wanted


def test_decimals_by_level_and_digits_left_off(tmp_path: Path) -> None:
    """各项保留四位小数，总分保留一位小数、多余的舍去。"""
    text = 'rounding = [{ at = "item", places = 4 }, { at = "total", places = 1, digits = "down" }]\n'
    ranking, points = scored(tmp_path, text + item(""), done(甲县=(3, 2), 乙县=(1000, 899)))
    assert points == {"甲县": "66.6", "乙县": "89.9"}
    assert "四舍五入为 66.6667 分" in ranking.explain("甲县")
    assert "舍去" in ranking.explain("甲县")


def test_the_highest_honour_and_the_heaviest_criticism_alone_count(tmp_path: Path) -> None:
    """同一事项受多次表彰的，按最高的计；受多次批评的，按最重的扣：composes, without a word of its own."""
    text = item("", "given", of=False)
    for role, each in (("bonus", (5, 3)), ("deduction", (4, 2))):
        text += f'[[sections]]\nid = "{role}s"\ntitle = "{role}"\nweight = 0\ncombine = "most"\n'
        for level, points in zip("ab", each, strict=True):
            text += f'[[sections.items]]\nid = "{role}-{level}"\ntitle = "{level}"\nform = "per-event"\n'
            text += f'role = "{role}"\nevent = "{role}{level}"\neach = {points}\ncap = {points}\n'
    record = {
        "work_mark": 90,
        "bonus-a_count": 1,
        "bonus-b_count": 2,
        "deduction-a_count": 0,
        "deduction-b_count": 3,
    }
    assert scored(tmp_path, text, {"甲县": record})[1] == {"甲县": "93"}


LEVEL = "corners = [{ at = 60, points = 9 }, { at = 60, points = 9 }, { at = 70, points = 100 }]"
DOWN = "corners = [{ at = 60, points = 100 }, { at = 60, points = 9 }]"


def merged(name: str, *areas: str) -> str:
    """Areas that are ranked as one."""
    return f'[[merged]]\nname = "{name}"\nareas = {[*areas]!r}\n'


def test_who_is_part_of_another_has_no_record_of_its_own(tmp_path: Path) -> None:
    """Nobody is ranked twice, and nothing is added up unasked."""
    scheme = loaded(tmp_path, item("") + merged("市区", "甲区", "乙区"))
    records = dict(done(丙县=(10, 10), 市区=(10, 5), 甲区=(10, 5)))
    with pytest.raises(ms.DataError, match="甲区：办法里并入市区，不单独排名；只写市区一条"):
        ms.score_records(scheme, records)
    del records["甲区"]
    assert [one.name for one in ms.score_records(scheme, records)] == ["丙县", "市区"]


@pytest.mark.parametrize(
    ("limits", "wanted"),
    [
        ([(0, 1), (3, 1)], "0"), ([(3, 1), (0, 1)], "0"), ([(3, 1), (0, 0)], "3"), ([(0, 0), (3, 0)], "100"),
        ([(3, 1), (0, None)], None), ([(0, None), (3, 1)], None), ([(3, None), (0, 1)], "0"),
        ([(0, 1), (0, None)], "0"), ([(0, None), (3, 0)], None),
    ],
)  # fmt: skip
def test_of_several_limits_the_lowest_decides(
    tmp_path: Path, limits: list[tuple[int, int | None]], wanted: str | None
) -> None:
    """In any order; one of which nothing is known matters only if it is lower than what is triggered."""
    text = item("") + "".join(
        f'[[vetoes]]\nid = "v{n}"\ntitle = "v{n}"\nevent = "e{n}"\nto = {to}\n'
        for n, (to, _) in enumerate(limits)
    )
    record: dict[str, Any] = {
        "work_target": 10,
        "work_actual": 10,
        **{f"v{n}_count": count for n, (_, count) in enumerate(limits)},
    }
    found = [one.text for one in ms.score_records(loaded(tmp_path, text), {"甲县": record})]
    assert found == ([] if wanted is None else [wanted])


HONOURS = """
[[sections]]
id = "honours"
title = "表彰"
combine = "per-matter"
[[sections.items]]
id = "state"
title = "国家表彰"
form = "per-event"
role = "bonus"
event = "国家表彰"
each = 5
[[sections.items]]
id = "province"
title = "省表彰"
form = "per-event"
role = "bonus"
event = "省表彰"
each = 3
"""


MARKED = item("", "given", id="w2", of=False).replace("items", "sections.items")


def test_of_one_matter_the_highest_honour_counts(tmp_path: Path) -> None:
    """Once, whatever the order; other matters, and honours of which it is not said, are added up."""
    scheme = loaded(tmp_path, item("", "given", of=False) + HONOURS)
    (tmp_path / "e.csv").write_text(
        "地区,事项,日期,次数,所涉工作\n"
        "平江县,省表彰,2023-05-01,2,厕所\n平江县,国家表彰,2023-06-01,1,厕所\n平江县,国家表彰,2023-07-01,1,厕所\n"
        "平江县,省表彰,2023-08-01,1,公路\n平江县,省表彰,2023-09-01,2,\n岳阳县,省表彰,2023-05-01,3,厕所\n",
        "utf-8",
    )  # fmt: skip
    events = ms.read_events(tmp_path / "e.csv")
    marks = [ms.scoring.Mark(name, "work", 80) for name in ("平江县", "岳阳县")]
    found = ms.score(ms.load("yueyang-2023"), scheme, marks=marks, events=events)
    assert {one.name: one.text for one in found} == {"平江县": "94", "岳阳县": "83"}
    plain = loaded(tmp_path, item("", "given", of=False) + HONOURS.replace('combine = "per-matter"', ""))
    with pytest.raises(ms.DataError, match="办法里“省表彰”不按事计"):
        ms.score(ms.load("yueyang-2023"), plain, marks=marks, events=events)


# --- options without effect, and other mistakes ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (item('only = ["一类"]'), "没有“一类”这一类"),
        (item("") + CLASSES, "classes 用不上"),
        (item('combine = "sum"'), "这一项不分期"),
        (item('periods = "month"\ncombine = "last"', "given", of=False), "没有数的期却不是不计"),
        (item('periods = "month"\ncombine = "sum"', "given", of=False), "分到 12 期除不尽"),
        (item('against = "mean"\ngoes_by = "actual"\nbands = [{ points = 100 }]', "bands"), "不看目标"),
        (item('against = "mean"\ntarget = "5 公里"\nunit = "公里"'), "只写一种"),
        (item("sized = {}"), "没有写多大的任务"),
        (item("factors = [{ low = 5, times = 2 }]"), "低于 5 的没有说"),
        (item('factors = [{ who = "甲县", times = 1 }]'), "系数都是 1"),
        (item('no_figure = "average"'), "不能得平均分"),
        ("year_from = 12\n" + item(""), "year_from 用不上"),
        ('ties_by = ["other"]\n' + item(""), "没有“other”这一项"),
        (item("table = { first = [9], step = -1, last = 3 }", "rank", weight=9, of=False), "只写一个"),
        (item("table = { top = [{ share = 0.3, points = 100 }] }", "rank", of=False), "没有到全体"),
        (item('levels = [{ name = "好", share = 1 }]', "levels", of=False), "没有几档可以选"),
        ('rounding = ["total", { at = "total", places = 1 }]\n' + item(""), "有一层写了两次"),
        ("best_as = 0\n" + item(""), "应是正数"),
        (item("") + '[[indicators]]\nid = "gdp"\ntitle = "总值"\n', "没有一项看“总值”"),
        (item("") + HONOURS + MARKED, "不是按次计的"),
        (item("") + merged("市区", "甲县"), "没有几个地区可以合并"),
        (item("") + merged("市区", "甲县", "乙县") + merged("城区", "乙县", "丙区"), "又并入城区"),
        (item("") + merged("市区", "甲县", "乙县") + merged("市区", "丙区", "丁区"), "不能作合并后的名称"),
        (item(LEVEL, "piecewise"), "写了两次，分一样"),
        (item(DOWN, "piecewise"), "做得少反而得分多：60 处"),
    ],
)  # fmt: skip
def test_what_has_no_effect_or_no_meaning_is_told(tmp_path: Path, text: str, met: str) -> None:
    with pytest.raises(ms.DataError, match=met):
        loaded(tmp_path, text)
