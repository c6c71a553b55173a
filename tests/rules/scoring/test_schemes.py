"""The regulations that come with the library, each on worked cases."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
import pytest

import minsheng as ms
from minsheng import Ranking, load_scheme, score, score_records
from minsheng.domain.sampling import wilson
from minsheng.frames import score_frame
from minsheng.rules.scoring.checking.checks import faults
from minsheng.rules.scoring.judging.binding import bind
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import walk
from minsheng.scoring import Answers, Event, Item, Mark, Proportional, Scheme, Veto, scheme_names
from tests.reading.registers import case, programme

DAY = datetime.date(2023, 12, 31)


def points(ranking: Ranking) -> dict[str, str]:
    return {one.name: str(one.points) for one in ranking}


def marked(name: str, **marks: Any) -> Fraction:
    """The total of one area with these columns, by a scheme that comes with the library."""
    columns = {key.replace("__", "-"): value for key, value in marks.items()}
    return score_records(load_scheme(name), {"甲县": columns})["甲县"].points


@pytest.mark.parametrize("name", scheme_names())
def test_every_scheme_is_sound_and_cites(name: str) -> None:
    scheme = load_scheme(name)
    assert not list(faults(scheme))
    assert scheme.name == name
    assert scheme.source
    assert scheme.note or any(part.note for part in walk(scheme.root) if isinstance(part, Item))


# --- Hunan, Chizhou: by what was promised -------------------------------------------------


def two_targets(jobs: str, roads: str) -> ms.Progress:
    period = ms.Period.month(2023, 12)
    figures = (("jobs", jobs), ("roads", roads))
    return ms.Progress(tuple(ms.Record(id, period, ms.Amount.parse(value)) for id, value in figures))


TWO = programme({"jobs": ("城镇新增就业", ">= 5 万人"), "roads": ("农村公路", ">= 600 公里")})


@pytest.mark.parametrize(
    ("jobs", "roads", "hunan", "chizhou"),
    [
        ("5万人", "600公里", ("达标", 100), 100),
        (
            "9万人",
            "599公里",
            ("不达标", 0),
            Fraction("99.92"),
        ),  # 99.8333 is 99.83; (100 + 99.83) / 2 is 99.915
        ("4万人", "450公里", ("不达标", 0), Fraction("77.5")),
        ("0万人", "600公里", ("不达标", 0), 50),
    ],
)
def test_hunan_fails_the_whole_and_chizhou_counts_the_share(
    jobs: str, roads: str, hunan: tuple[str, int], chizhou: Fraction | int
) -> None:
    for name, wanted in (("hunan-2005", hunan[1]), ("chizhou-2004", chizhou)):
        scheme = attrs.evolve(load_scheme(name), ranked="projects")
        [found] = score(TWO, scheme, progress=two_targets(jobs, roads), on=DAY)
        assert found.points == wanted
        if name == "hunan-2005":
            assert found.grade == hunan[0]


# --- Quzhou: steps ------------------------------------------------------------------------

MET = {
    "near-term-plans_actual": 98, "central-village-plans_actual": 90, "kept-village-plans_actual": 85,
    "plan-funds_actual": 100, "sewage-plants_actual": 6, "green-space_actual": 16, "rural-water_actual": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "actual", "wanted"),
    [
        ("near-term-plans", "98", 5),
        ("near-term-plans", "99.5", 6),  # half a step does not count
        ("near-term-plans", "100", 7),
        ("near-term-plans", "95.5", 3),
        ("near-term-plans", "90", 0),
        ("central-village-plans", "92", 6),
        ("central-village-plans", "100", 10),  # no more than the basic points again
        ("kept-village-plans", "100", 8),
        ("kept-village-plans", "89.9", 5),
        ("plan-funds", "125", 6),
        ("plan-funds", "85", 4),
        ("plan-funds", "300", 10),
        ("sewage", "6", 10),
        ("sewage", "5", 0),
        ("green-space", "14.4", 9),  # a tenth of 16 short
        ("green-space", "15", 10),
        ("green-space", "18.5", 14),
        ("green-space", "22", 20),
        ("rural-water", "1.84", 3),  # two times 4 % of 2 short
        ("rural-water", "2.25", 6),
        ("rural-water", "0", 0),
    ],
)
def test_quzhou_by_steps_for_jiangshan(item: str, actual: str, wanted: int) -> None:
    column = {"sewage": "sewage-plants"}.get(item, item) + "_actual"
    found = score_records(load_scheme("quzhou-village-towns"), {"江山市": {**MET, column: actual}})
    part = found["江山市"].part.find(item)
    assert part is not None
    assert part.points == wanted


def test_quzhous_targets_are_those_of_the_table() -> None:
    rows = {row["考核指标"]: row for row in case("quzhou_target_matrix_with_rules.csv")}
    scheme = load_scheme("quzhou-village-towns")
    seen = 0
    for item in scheme.every_item:
        row = next((row for name, row in rows.items() if name.startswith(item.title)), None)
        if row is None:
            continue
        assert item.weight == int(row["基本分"])
        for target in item.targets:
            printed = row[target.area].rstrip("%")
            if item.id != "near-term-plans":  # there the table prints where, and the name how much
                assert str(target.amount.value) == printed
                seen += 1
    assert seen == 30
    assert sum(int(row["基本分"]) for row in rows.values() if row["基本分"]) == scheme.total


def test_quzhous_kaihua_has_another_task_for_sewage() -> None:
    done = {**MET, "green-space_actual": 5, "rural-water_actual": "0.5", "sewage-load_actual": 60}
    ranking = score_records(load_scheme("quzhou-village-towns"), {"开化县": done})
    assert points(ranking) == {"开化县": "45"}
    assert "污水处理设施座数：没有任务或没有数，不计" in ranking.explain("开化县")


# --- composites -----------------------------------------------------------------------------


def test_taizhou_deducts_for_criticism_and_for_being_last_twice() -> None:
    full = {"work_mark": 66, "inspection_mark": 28, "criticised_count": 2, "slow__and__last_count": 1}
    assert marked("taizhou-2011", **full) == 66 + 28 - 2 * 5 - 10
    assert marked("taizhou-2011", **full | {"slow__and__last_count": 9}) == 0


def test_anhui_and_luan_weigh_marks_out_of_a_hundred() -> None:
    assert marked("anhui-2008", overall_mark=90, single_mark=80, survey_mark=70) == 45 + 32 + 7
    assert marked("luan-2007", inspection_mark="87.5", survey_mark="92.3") == 70 + Fraction("18.46")


def test_fuzhou_deducts_by_who_criticised() -> None:
    scheme = attrs.evolve(load_scheme("fuzhou-2010"), ranked="projects")
    who = "1 民生实事"
    marks = (Mark(who, "organisation", "18"), Mark(who, "public", "95"))
    events = (Event(who, "省级通报批评"), Event(who, "市级通报批评", count=3))
    [found] = score(TWO, scheme, progress=two_targets("4万人", "600公里"), on=DAY, marks=marks, events=events)
    assert found.points == 18 + 19 + 54 - 2 - 3  # of 60: the mean of 48 and 60


def jiaojiang(departments: dict[str, str], **more: Any) -> Ranking:
    records = {
        name: {
            "department-score_mark": mark, "satisfaction_mark": 4, "commended_count": 0,
            "last-in-bulletin_count": 0, "last-running_count": 0, "last-running_run2": 0,
            "last-running_run3": 0, "last-running_further3": 0, "media_mark": 0,
            "district-done_mark": 1, "district_number": 1,
        } | more.get(name, {})
        for name, mark in departments.items()
    }  # fmt: skip
    return score_records(load_scheme("jiaojiang-2018"), records)


def by_rank(ranking: Ranking) -> dict[str, str]:
    """What each has for its place."""
    found = {score.name: score.part.find("city-rank") for score in ranking}
    return {name: part.text for name, part in found.items() if part is not None}


def test_jiaojiangs_places_go_by_all_four_with_ties_and_with_few() -> None:
    """The sum of department, satisfaction, deductions and commendations is ranked: 1, 2, 2, 4, 5, 6."""
    marks = {"甲": "65", "乙": "63", "丙": "63.2", "丁": "60", "戊": "50.25", "己": "50"}
    more = {"丙": {"last-in-bulletin_count": 1}, "己": {"commended_count": 2}}  # 63.2 − 0.2; 50 + 0.5
    many = jiaojiang(marks, **more)
    assert by_rank(many) == {"甲": "3", "乙": "1.5", "丙": "1.5", "丁": "-0.5", "己": "-1", "戊": "-1.5"}
    few = jiaojiang({name: marks[name] for name in "甲乙丁戊"})
    assert by_rank(few) == {"甲": "3", "乙": "0", "丁": "-1", "戊": "-2"}


def test_jiaojiangs_place_in_the_city_may_be_brought() -> None:
    found = jiaojiang({"甲": "65"}, 甲={"city-rank_rank": 4, "city-rank_of": 9})
    assert by_rank(found) == {"甲": "-0.5"}
    assert "9 个中第 4 名，得 -0.5 分" in found.explain("甲")


def test_jiaojiangs_coefficient_streaks_and_media() -> None:
    ranking = jiaojiang(
        {"甲": "65", "乙": "60"},
        甲={"district_number": 3, "media_mark": 20},
        乙={
            "last-in-bulletin_count": 5, "last-running_count": 5, "last-running_run2": 1,
            "last-running_run3": 1, "last-running_further3": 2, "media_mark": 5,
        },
    )  # fmt: skip
    assert ranking["甲"].points == 65 + 4 + 3 + Fraction("0.3") + Fraction("1.4")
    # five times 0.2; two in a row 0.8, three 1.2, two more 0.4 each; a quarter of the reports, half up
    assert ranking["乙"].points == 60 + 4 - 1 - Fraction("2.8") + 0 + Fraction("0.08") + 1
    assert "项目数系数：+0.4 分" in ranking.explain("甲")
    assert "月通报末位 5 次，连续2次 1 回 × 0.8，连续3次 1 回 × 1.2，再连续 2 次 × 0.4，共 2.8 分" in (
        ranking.explain("乙")
    )


def test_lanzhous_third_class_vetoes_and_november_is_extrapolated() -> None:
    figures = {"class-one": (100, 110), "class-two": (50, 60), "class-three": (12, 11)}
    record = {f"{id}_target": target for id, (target, _) in figures.items()} | {"month": 11}
    record |= {f"{id}_actual": actual for id, (_, actual) in figures.items()}
    scheme = load_scheme("lanzhou-2012")
    # 110 × 12 / 11 = 120: 48 + 40 + 20
    assert points(score_records(scheme, {"甲县": record})) == {"甲县": "108"}
    late = {**record, "class-three_actual": "10.9"}
    assert points(score_records(scheme, {"甲县": late})) == {"甲县": "0"}
    assert "一票否决的指标没有完成：一票否决" in score_records(scheme, {"甲县": late}).explain("甲县")


@pytest.mark.parametrize(
    ("jobs", "management", "events", "wanted"),
    [
        ("5万人", 35, (), ("95", "优秀")),
        ("5万人", "34.99", (), ("94.99", "良好")),
        ("5万人", 25, (), ("85", "良好")),
        ("5万人", "24.99", (), ("84.99", "合格")),
        ("5万人", 0, (), ("60", "合格")),
        ("4.5万人", 40, (), ("97", "优秀")),
        ("3.95万人", 40, (), ("93.7", "不合格")),  # (79 + 100) / 2 is less than 90 % done
        ("5万人", 40, ("挪用资金",), ("100", "不合格")),
        ("5万人", 40, ("组织管理一票否决",), ("60", "合格")),  # one section is void, not the total
    ],
)
def test_zhaoqings_grades(
    jobs: str, management: Any, events: tuple[str, ...], wanted: tuple[str, str]
) -> None:
    who = "1 民生实事"
    scheme = attrs.evolve(load_scheme("zhaoqing"), ranked="projects")
    marks = [
        Mark(who, "management-score", management),
        Mark(who, "completion_verified", 50),
        Mark(who, "completion_reported", 50),
    ]
    happened = [Event(who, kind) for kind in events]
    [found] = score(TWO, scheme, progress=two_targets(jobs, "600公里"), on=DAY, marks=marks, events=happened)
    assert (found.points, found.grade) == (Fraction(wanted[0]), wanted[1])


def test_zhaoqing_scales_by_what_checkers_found() -> None:
    who = "1 民生实事"
    scheme = attrs.evolve(load_scheme("zhaoqing"), ranked="projects")
    marks = [
        Mark(who, "management-score", 40),
        Mark(who, "completion_verified", 173),
        Mark(who, "completion_reported", 238),
    ]
    [found] = score(TWO, scheme, progress=two_targets("5万人", "600公里"), on=DAY, marks=marks, events=())
    assert found.points == Fraction("83.61")  # 60 × 173 / 238 = 43.613…


# --- satisfaction ---------------------------------------------------------------------------


def test_zhenhais_published_grades() -> None:
    """All are 满意 for any membership that those present allow, up to twice the fewest votes."""
    rows = [row for row in case("zhenhai_2021_satisfaction_votes.csv") if "镇海" in row["city"]]
    assert len(rows) == 8
    for members in range(29, 35):
        records = {
            row["project"]: {
                "vote_satisfied": int(row["satisfied"]),
                "vote_basically": int(row["basically_satisfied"] or 0),
                "vote_members": members,
            }
            for row in rows
        }  # fmt: skip
        ranking = score_records(load_scheme("zhenhai-2022"), records)
        assert {one.name: one.grade for one in ranking} == {
            row["project"]: row["published_grade"] for row in rows
        }
    unknown = score_records(load_scheme("zhenhai-2022"), {"甲": {"vote_satisfied": 17, "vote_basically": 11}})
    assert unknown.unscored[0].reasons == ("满意度票决：没有全体人数",)


@pytest.mark.parametrize(
    ("satisfied", "basically", "grade"),
    [(17, 0, "满意"), (16, 2, "基本满意"), (16, 1, "不满意"), (0, 17, "不满意"), (0, 18, "基本满意")],
)
def test_what_exactly_half_means_in_zhenhai(satisfied: int, basically: int, grade: str) -> None:
    record = {"vote_satisfied": satisfied, "vote_basically": basically, "vote_members": 34}
    assert score_records(load_scheme("zhenhai-2022"), {"甲": record})["甲"].grade == grade


def test_zhenhais_survey_needs_three_hundred_households() -> None:
    who = "1 民生实事"
    scheme = load_scheme("zhenhai-2013")

    def asked(public: int) -> tuple[Answers, ...]:
        return (
            Answers(who, "public", public - 30, 10, 20), Answers(who, "officials", 45, 3, 2),
            Answers(who, "network", 80, 0, 20),
        )  # fmt: skip

    [found] = score(TWO, scheme, on=DAY, survey=asked(300))
    assert found.points == 56 + Fraction("28.8") + 8
    assert wilson(270, 300) == (ms.Amount("86.08", "%").value, ms.Amount("92.91", "%").value)
    few = score(TWO, scheme, on=DAY, survey=asked(299))
    assert len(few) == 0
    assert few.unscored[0].reasons == ("群众满意度：只访问了 299 户，少于规定的 300 户",)


# --- published rankings ------------------------------------------------------------------------


def test_luans_ties_are_three_three_five() -> None:
    rows = case("luan_monthly_rankings.csv")
    scheme = load_scheme("luan-2007")
    for as_of in sorted({row["as_of"] for row in rows}):
        published = {row["region"]: int(row["published_rank"]) for row in rows if row["as_of"] == as_of}
        # no points were published: any that fall with the place, and are equal where places are
        records = {
            name: {"inspection_mark": 100 - place, "survey_mark": 90} for name, place in published.items()
        }
        ranking = score_records(scheme, records)
        assert {one.name: one.rank for one in ranking} == published
    first = [row for row in rows if row["as_of"] == "2017-07-31"]
    assert sorted(int(row["published_rank"]) for row in first) == [1, 2, 3, 3, 5, 6, 7, 8]


@pytest.mark.parametrize("indicator", ["开工小区数", "完成投资额"])
def test_hunans_two_rankings_of_fourteen_cities(indicator: str) -> None:
    rows = [
        r
        for r in case("hunan_2021_oldestates_aug.csv")
        if r["indicator"] == indicator and r["region"] != "全省"
    ]
    rate = Item("rate", indicator, Proportional(uncapped=True), 100, indicators=("estates",))
    scheme = Scheme("rate", "完成率排名", "湖南省2021年8月", items=(rate,))
    records = {r["region"]: {"estates_target": r["target"], "estates_actual": r["actual"]} for r in rows}
    ranking = score_records(scheme, records)
    printed = {r["region"]: Fraction(r["published_rate"].rstrip("%")) for r in rows}
    assert len(ranking) == 14
    for one in ranking:
        assert one.rank == 1 + sum(rate > printed[one.name] for rate in printed.values())
        assert abs(one.points - printed[one.name]) <= Fraction(1, 200)


# --- a whole programme ----------------------------------------------------------------------------


def invented(programme: ms.Programme, *, without: str = "") -> ms.Progress:
    """Clearly invented: the areas have done 60, 63, 66 … per cent of every share they have."""
    records = []
    period = ms.Period.to_date(datetime.date(2023, 9, 30))
    for row in programme.allocation.rows:
        for n, (name, share) in enumerate(row.shares.items()):
            if share is not None and name != without:
                done = ms.Amount(share * (60 + 3 * n), row.unit)
                records.append(
                    ms.Record(row.indicator, period, ms.Amount(done.value.scaleb(-2), row.unit), name)
                )
    return ms.Progress(tuple(records))


def test_all_thirteen_areas_of_2023(yueyang: ms.Programme) -> None:
    ranking = score(yueyang, load_scheme("chizhou-2004"), progress=invented(yueyang))
    assert [one.name for one in ranking] == [area.name for area in reversed(yueyang.areas)]
    assert [str(one.points) for one in ranking][:2] == ["96", "93"]
    assert len(ranking) == 13
    last = yueyang.areas[0].name
    text = ranking.explain(last)
    assert text.startswith(f"{last}：60 分，第 13 名（池州市2004年")
    assert "可多得" in text


def test_zones_apart_merged_or_left_out(yueyang: ms.Programme) -> None:
    scheme, progress = load_scheme("chizhou-2004"), invented(yueyang)
    apart = score(yueyang, attrs.evolve(scheme, zones="apart"), progress=progress)
    assert {one.group for one in apart} == {"县市区", "园区"}
    assert sorted(one.rank for one in apart if one.group == "园区") == [1, 2, 3, 4]
    out = score(yueyang, attrs.evolve(scheme, zones="out"), progress=progress)
    assert len(out) == 9
    merged = score(yueyang, attrs.evolve(scheme, zones="merged"), progress=progress)
    named = {one.name for one in merged.scores} | {one.name for one in merged.unscored}
    assert named == {*(one.name for one in out), "市本级"}


def test_who_has_not_reported_is_not_scored(yueyang: ms.Programme) -> None:
    ranking = score(yueyang, load_scheme("chizhou-2004"), progress=invented(yueyang, without="平江县"))
    assert [one.name for one in ranking.unscored] == ["平江县"]
    assert all("没有报" in reason for reason in ranking.unscored[0].reasons)
    assert ranking.to_records()[-1]["points"] is None
    assert "不评分" in str(ranking)


def test_a_what_if_says_who_moves(yueyang: ms.Programme) -> None:
    scheme, progress = load_scheme("fuzhou-2010"), invented(yueyang)
    names = [area.name for area in yueyang.areas]
    marks = [
        Mark(name, item, 20 if item == "organisation" else 90)
        for name in names
        for item in ("organisation", "public")
    ]
    without = score(yueyang, scheme, progress=progress, marks=marks, events=())
    first = yueyang.areas[-1].name
    blamed = score(
        yueyang, scheme, progress=progress, marks=marks, events=[Event(first, "省级通报批评", count=4)]
    )
    moved = {row["地区"]: row for row in without.compare(blamed).to_records()}
    assert moved[first]["因为"] == "被省级通报批评 -8.00"
    assert (moved[first]["原名次"], moved[first]["现名次"], moved[first]["变动"]) == ("1", "5", "降4位")
    assert {row["因为"] for name, row in moved.items() if name != first} == {"自己没有变"}
    unknown = score(yueyang, scheme, progress=progress, marks=marks)
    assert len(unknown) == 0
    assert "没有给出“省级通报批评”的次数" in unknown.unscored[0].reasons[0]


def test_names_nobody_has_are_refused(yueyang: ms.Programme) -> None:
    with pytest.raises(ms.DataError) as caught:
        score(
            yueyang, load_scheme("fuzhou-2010"), progress=invented(yueyang),
            marks=[Mark("平江", "public", 1), Mark("平江县", "publik", 1)], events=[Event("平江县", "表扬")],
        )  # fmt: skip
    assert len(caught.value.problems) == 3
    with pytest.raises(ms.DataError, match="没有指标或标准“class-one”"):
        bind(load_scheme("lanzhou-2012"), yueyang)


@pytest.mark.parametrize("name", scheme_names())
def test_every_scheme_scores_a_frame_as_it_scores_records(name: str) -> None:
    scheme = load_scheme(name)
    if any("*" in item.indicators for item in scheme.every_item):
        scheme = bind(scheme, TWO)
    judge = Judge(scheme)
    rows = []
    for n in range(1, 9):
        # numbers without a pattern, small where a column holds no large ones
        row: dict[str, int | None] = {
            c.name: 1 + (n * 7 + at * 11) % (min(12, int(c.high)) if c.high <= 10_000 else 120)
            for at, c in enumerate(judge.formulas.columns)
        }
        rows.append(row if n < 8 else {**row, judge.formulas.columns[0].name: None})
    types = {column.name: pl.Int64 for column in judge.formulas.columns}
    for row, got in zip(
        rows, score_frame(scheme, pl.DataFrame(rows, schema=types)).iter_rows(named=True), strict=True
    ):
        values = {column: None if value is None else Fraction(value) for column, value in row.items()}
        points = judge.judge(values).points
        assert points == (None if got["points"] is None else Fraction(got["points"]))
        if points is not None and scheme.grades:
            assert judge.grade(values, points) == got["grade"]


def test_a_veto_decides_also_where_an_indicator_has_no_figure() -> None:
    """What was not reported is not known, but nothing is left of it: 0, and no part made up."""
    work = Item("work", "办实事", Proportional(), 100, indicators=("roads", "jobs"))
    veto = Veto("theft", "挪用资金", scope="work", event="挪用资金")
    scheme = Scheme("x", "某办法", "", items=(work,), vetoes=(veto,))
    record = {"roads_target": 8, "jobs_target": 5, "jobs_actual": 5}
    ranking = score_records(
        scheme, {"甲县": record | {"theft_count": 1}, "乙县": record | {"theft_count": 0}}
    )
    assert [(one.name, one.points) for one in ranking] == [("甲县", Fraction(0))]
    assert [one.name for one in ranking.unscored] == ["乙县"]
    assert "2 个指标，有的没有数；挪用资金：一票否决" in ranking.explain("甲县")
