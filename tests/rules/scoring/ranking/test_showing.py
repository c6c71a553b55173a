"""What a ranking says of itself: why somebody has no points, what acted, who moved, and what is handed on."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng import Ranking, load_scheme, score, score_records
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.others import with_ranks
from minsheng.rules.scoring.judging.reasons import lacks
from minsheng.rules.scoring.judging.subjects import Subject
from minsheng.scoring import (
    Absent,
    AllOrNothing,
    Event,
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
    RoundAt,
    Scheme,
    Section,
    Veto,
)
from minsheng.testing.schemes import facts, schemes
from tests.laws.exact import exactly
from tests.reading.registers import case, programme

DAY = datetime.date(2023, 12, 31)
TWO = programme({"jobs": ("城镇新增就业", ">= 5 万人"), "roads": ("农村公路", ">= 600 公里")})
WHO = "1 民生实事"


def scheme(*parts: Item | Section, **more: Any) -> Scheme:
    items = tuple(part for part in parts if isinstance(part, Item))
    sections = tuple(part for part in parts if isinstance(part, Section))
    return Scheme("x", "某办法", "例", items=items, sections=sections, **more)


def why(scheme: Scheme, record: dict[str, Any]) -> tuple[str, ...]:
    """Why a county of this record is not scored."""
    ranking = score_records(scheme, {"甲县": record})
    assert len(ranking) == 0
    return ranking.unscored[0].reasons


ROADS = Item("roads", "公路", Proportional(), 60, indicators=("roads",))
MARK = Item("care", "管护", Given(), 40)
THEFT = Veto("theft", "挪用资金", "total", "挪用资金")
GRADES = (Grade("优秀", low=90), Grade("合格", low=60, high=90), Grade("不合格", high=60))
CAUGHT = Veto("caught", "弄虚作假", "grade", "弄虚作假", grade="不合格")


# --- why there are no points ------------------------------------------------------------------


def test_what_a_section_needs_of_its_own_is_named() -> None:
    jiaojiang = {
        "satisfaction_mark": 4, "department-score_mark": 60, "media_mark": 0, "commended_count": 0,
        "last-in-bulletin_count": 0, "last-running_count": 0, "last-running_run2": 0,
        "last-running_run3": 0, "last-running_further3": 0, "district-done_mark": 1,
    }  # fmt: skip
    assert why(load_scheme("jiaojiang-2018"), jiaojiang) == ("区级完成度：没有项目数",)
    zhaoqing = attrs.evolve(load_scheme("zhaoqing"), ranked="projects")
    period = ms.Period.month(2023, 12)
    done = ms.Progress(
        (
            ms.Record("jobs", period, ms.Amount(5, "万人")),
            ms.Record("roads", period, ms.Amount(600, "公里")),
        )
    )
    marks = [Mark(WHO, "management-score", 40)]
    found = score(TWO, zhaoqing, progress=done, on=DAY, marks=marks, events=())
    assert found.unscored[0].reasons == ("完成情况：没有核实数、没有上报数",)


def test_everything_is_named_in_one_go() -> None:
    part = Section("work", "工作", 100, items=(ROADS, MARK), coefficient=Decimal("0.2"))
    whole = scheme(part, vetoes=(THEFT,))
    assert why(whole, {"roads_target": 8}) == (
        "工作：没有项目数",
        "公路：没有完成数",
        "管护：没有评分",
        "挪用资金：没有次数",
    )


def test_a_section_of_its_items_title_is_named_once() -> None:
    item = Item("score", "部门评分", Given(), 100)
    part = Section("part", "部门评分", 100, items=(item,), coefficient=Decimal("0.2"))
    assert why(scheme(part), {}) == ("部门评分：没有项目数、没有评分",)


def test_the_month_is_asked_for_once() -> None:
    ids = ("class-one", "class-two", "class-three")
    record = {f"{id}_{what}": 50 for id in ids for what in ("target", "actual")}
    lanzhou = load_scheme("lanzhou-2012")
    assert why(lanzhou, record) == ("没有月份，不能推算全年",)
    assert len(score_records(lanzhou, {"甲县": record | {"month": 11}})) == 1


def test_a_veto_that_is_not_decided_is_the_reason() -> None:
    done = {"roads_target": 8, "roads_actual": 8, "care_mark": 40}
    assert why(scheme(ROADS, MARK, vetoes=(THEFT,)), done) == ("挪用资金：没有次数",)
    late = Veto("late", "公路没有完成", "total", item="roads")
    nothing = attrs.evolve(ROADS, no_figure=Absent.ZERO)  # the item has 0, and still nobody knows
    without = scheme(nothing, MARK, vetoes=(late,))
    assert why(without, {"roads_target": 8, "care_mark": 40}) == ("公路没有完成：公路没有完成数",)
    assert why(scheme(ROADS, MARK, vetoes=(late,)), {"roads_target": 8, "care_mark": 40}) == (
        "公路：没有完成数",
    )


def test_what_a_veto_has_decided_is_not_asked_for() -> None:
    part = Section("work", "工作", 60, items=(attrs.evolve(MARK, id="work-mark", weight=60),))
    whole = scheme(part, MARK, vetoes=(attrs.evolve(THEFT, scope="work"),))
    assert why(whole, {"theft_count": 1}) == ("管护：没有评分",)


def test_a_target_of_zero_is_said_where_it_is_zero_and_nowhere_else() -> None:
    line = attrs.evolve(ROADS, form=Piecewise((Point(0, 0), Point(100, 100))), weight=100)
    assert why(scheme(line), {"roads_target": 0, "roads_actual": 0}) == ("公路：目标为 0，没有完成率",)
    assert why(scheme(line), {"roads_target": 8}) == ("公路：没有完成数",)
    beyond = attrs.evolve(ROADS, beyond=("roads",), weight=100)  # whether it is reached is all that counts
    found = score_records(scheme(beyond), {"甲": {"roads_target": 0, "roads_actual": 0}})
    assert [one.points for one in found] == [0]


def test_no_mark_is_no_mark_and_not_a_missing_place() -> None:
    rank = Item("rank", "满意度", RankPoints(RankTable((3, 1))), 100)
    assert why(scheme(rank), {}) == ("满意度：没有评分",)
    assert why(scheme(rank), {"rank_mark": None}) == ("满意度：没有评分",)
    tied = attrs.evolve(rank, form=RankPoints(RankTable((3, 1)), ties="average"))
    assert why(scheme(tied), {"rank_rank": 2}) == ("满意度：没有并列数",)


def test_who_is_ranked_by_a_section_lacks_what_the_section_lacks() -> None:
    part = Section("work", "工作", 60, items=(ROADS,))
    rank = Item("rank", "名次", RankPoints(RankTable((40, 20)), of="work"), 40)
    assert why(scheme(part, rank), {"roads_target": 8}) == ("公路：没有完成数",)
    out = attrs.evolve(part, items=(attrs.evolve(ROADS, no_task=Absent.LEFT_OUT),))
    assert why(scheme(out, rank, MARK), {"care_mark": 9}) == ("名次：工作没有得分，没有名次",)


def test_no_answers_are_said_once() -> None:
    assert why(load_scheme("zhenhai-2013"), {}) == (
        "群众满意度：没有调查结果",
        "干部满意度：没有调查结果",
        "网络满意度：没有调查结果",
    )
    assert why(load_scheme("zhenhai-2022"), {}) == ("满意度票决：没有表决结果、没有全体人数",)


def test_an_item_without_any_task_says_so_once() -> None:
    both = attrs.evolve(ROADS, title="办实事", indicators=("roads", "jobs"), weight=100)
    assert why(scheme(both), {}) == ("办实事：没有任务",)
    record = {"roads_target": 8, "roads_text": "农村公路"}
    assert why(scheme(both), record) == ("办实事 农村公路：没有完成数",)
    assert why(scheme(both), record | {"jobs_target": 5}) == (
        "办实事 农村公路：没有完成数",
        "办实事 jobs：没有完成数",
    )


def test_nothing_left_to_count_is_said() -> None:
    none = attrs.evolve(ROADS, no_task=Absent.LEFT_OUT, weight=100)
    assert why(scheme(none), {}) == ("所有的项都没有任务或没有数",)


@settings(max_examples=60)  # each compiles a scheme
@given(schemes().flatmap(lambda one: st.tuples(st.just(one), facts(one), facts(one, missing=False))))
def test_whoever_gives_what_is_named_is_scored(
    drawn: tuple[Scheme, dict[str, Any], dict[str, Any]],
) -> None:
    """Once what is named as missing is given, nothing else turns out to be missing."""
    whole, record, full = drawn
    judge = Judge(whole)

    def missing(values: dict[str, Any]) -> tuple[str, ...]:
        exact = exactly(values)
        [subject] = with_ranks(judge, [Subject("甲县", "", exact)])
        part = judge.judge(subject.values)
        if part.points is not None:
            return ()
        found = lacks(judge, part, subject)
        assert found
        assert all(one.why for one in found)
        return tuple(name for one in found for name in one.columns)

    # an empty column of what all have says that it is given, though it is not: it is left out
    of_all = {name for order in judge.formulas.orders for name in order.names.values()}
    record = {name: value for name, value in record.items() if value is not None or name not in of_all}
    named = missing(record)
    assert all(record.get(name) is None for name in named)
    assert missing(record | {name: full[name] for name in named}) == ()


def test_the_table_names_two_and_the_explanation_all(yueyang: ms.Programme) -> None:
    ranking = score(yueyang, load_scheme("hunan-2005"))
    [first, *_] = ranking.table().to_records()
    assert first["说明"] == (
        "各项指标达标 启动7所县域普通高中“徐…：没有报；各项指标达标 上线服务事项700项，其…：没有报等 35 处"
    )
    lines = ranking.explain(str(first["地区"])).splitlines()
    assert len(lines) == 1 + 35
    assert (
        lines[1]
        == "  各项指标达标 启动7所县域普通高中“徐特立项目”建设，满足生源增长需要，改善办学条件：没有报"
    )


def test_nothing_is_promised_where_the_total_would_not_be_known() -> None:
    """A veto decides although a part is not known; lifted, it would leave the total unknown."""
    late = Veto("late", "公路没有完成", "total", item="roads", below=Decimal(80))
    section = Section("more", "其他", 40, items=(MARK,))
    for parts in ((ROADS, MARK), (ROADS, section)):
        made = scheme(*parts, vetoes=(late,), grades=GRADES)
        record = {"roads_target": 50, "roads_actual": 0}
        told = score_records(made, {"甲县": record, "乙县": record | {"care_mark": 35}})
        assert [one.text for one in told] == ["0", "0"]
        assert "再完成" not in told.explain("甲县")
        assert "再完成" in told.explain("乙县")


# --- what acted -------------------------------------------------------------------------------


def graded(*vetoes: Veto, **record: Any) -> Ranking:
    part = Section("care-part", "管护", 40, items=(MARK,))
    done = {"roads_target": 8, "roads_actual": 8, "care_mark": 35}
    return score_records(scheme(ROADS, part, vetoes=vetoes, grades=GRADES), {"甲县": done | record}, on=DAY)


@pytest.mark.parametrize(
    ("veto", "record", "grade", "remark"),
    [
        (THEFT, {"theft_count": 1}, "不合格", "挪用资金：一票否决"),
        (attrs.evolve(THEFT, scope="care-part"), {"theft_count": 1}, "合格", "挪用资金：管护一票否决"),
        (attrs.evolve(THEFT, scope="roads"), {"theft_count": 1}, "不合格", "挪用资金：公路一票否决"),
        (
            attrs.evolve(THEFT, title="管护一票否决", scope="care-part"),
            {"theft_count": 1},
            "合格",
            "管护一票否决",
        ),
        (CAUGHT, {"caught_count": 1}, "不合格", "因发生弄虚作假，等次最高评为不合格"),
        (CAUGHT, {}, "", "等次未定：弄虚作假没有数"),
        (CAUGHT, {"caught_count": 0}, "优秀", ""),
        (CAUGHT, {"caught_count": 1, "roads_actual": 0}, "不合格", ""),  # by its points alone
    ],
)
def test_the_table_says_which_veto_acted(veto: Veto, record: dict[str, int], grade: str, remark: str) -> None:
    [row] = graded(veto, **record).table().to_records()
    assert (row["等次"], row["说明"]) == (grade, remark)


def test_a_forced_grade_is_explained() -> None:
    [*_, last] = graded(CAUGHT, caught_count=1).explain("甲县").splitlines()
    assert last == "  等次：按分数是优秀；因发生弄虚作假，等次最高评为不合格"
    [*_, last] = graded(CAUGHT).explain("甲县").splitlines()
    assert last == "  等次未定：弄虚作假没有数"
    assert "因发生弄虚作假，等次最高评为不合格" in graded(CAUGHT, caught_count=1)._repr_html_()
    assert "等次" not in graded(CAUGHT, caught_count=0).explain("甲县")


def test_a_grade_forced_by_an_item_is_explained_with_its_figure() -> None:
    low = Veto("low", "公路不到90%", "grade", item="roads", below=90, grade="不合格")
    few = Veto("few", "管护不到36分", "grade", item="care", below=36, grade="合格")
    ranking = graded(low, few, roads_target=8, roads_actual=7)
    [*_, last] = ranking.explain("甲县").splitlines()
    assert last == (
        "  等次：按分数是合格；因公路不到90%（87.5%），等次最高评为不合格；"
        "因管护不到36分（35），等次最高评为合格"
    )
    [row] = ranking.table().to_records()
    assert row["说明"] == "因公路不到90%，等次最高评为不合格；因管护不到36分，等次最高评为合格"


def test_zhaoqings_misused_funds_are_explained() -> None:
    zhaoqing = attrs.evolve(load_scheme("zhaoqing"), ranked="projects")
    period = ms.Period.month(2023, 12)
    figures = (("jobs", "5万人"), ("roads", "600公里"))
    done = ms.Progress(tuple(ms.Record(id, period, ms.Amount.parse(value)) for id, value in figures))
    marks = [
        Mark(WHO, "management-score", "38.5"),
        Mark(WHO, "completion_verified", 9),
        Mark(WHO, "completion_reported", 9),
    ]
    ranking = score(TWO, zhaoqing, progress=done, on=DAY, marks=marks, events=[Event(WHO, "挪用资金")])
    text = ranking.explain(WHO)
    assert text.startswith(f"{WHO}：98.5 分，第 1 名，不合格")
    assert text.endswith("\n  等次：按分数是优秀；因发生挪用资金，等次最高评为不合格")


def test_zhaoqings_average_of_rates_has_no_cap_and_the_note_says_so() -> None:
    zhaoqing = load_scheme("zhaoqing")
    assert "40%、一项150%平均是95%" in zhaoqing.note
    two = attrs.evolve(zhaoqing.sections[0].items[0], indicators=("jobs", "roads"))
    completion = attrs.evolve(zhaoqing.sections[0], items=(two,))
    record = {
        "jobs_target": 100, "jobs_actual": 40, "roads_target": 100, "roads_actual": 150,
        "management-score_mark": 40, "completion_verified": 1, "completion_reported": 1,
        "management-void_count": 0, "misused_count": 0,
    }  # fmt: skip
    bound = attrs.evolve(zhaoqing, sections=(completion, zhaoqing.sections[1]))
    assert score_records(bound, {"甲县": record})["甲县"].grade == "合格"  # 42 + 40, and no veto
    late = score_records(bound, {"甲县": record | {"roads_actual": 139}})
    assert late["甲县"].grade == "不合格"
    assert late.explain("甲县").endswith("按分数是合格；因完成率不到90%（平均 89.5%），等次最高评为不合格")


def test_the_day_does_not_follow_a_bracket_with_a_bracket() -> None:
    record = {"甲县": {"roads_target": 8, "roads_actual": 8, "care_mark": 40}}
    plain = scheme(ROADS, MARK)
    assert score_records(plain, record, on=DAY).table().title == "某办法（2023-12-31）"
    named = attrs.evolve(plain, title="考核（按完成率计分）")
    assert score_records(named, record, on=DAY).table().title == "考核（按完成率计分），2023-12-31"


def test_a_part_is_its_own_even_where_an_indicator_has_its_id() -> None:
    """The first item is about an indicator that is called as the second item is."""
    first = Item("work", "办实事", AllOrNothing(), 60, indicators=("care", "roads"))
    record = {"care_target": 1, "care_actual": 1, "roads_target": 1, "roads_actual": 0, "care_mark": 25}
    ranking = score_records(scheme(first, MARK), {"甲县": record})
    [row] = ranking.table().to_records()
    assert (row["办实事"], row["管护"]) == ("30.00", "25.00")
    assert ranking.to_records(parts=True)[0]["care"] == "25"


def test_taizhous_columns_are_named_by_what_they_are() -> None:
    record = {"work_mark": 66, "inspection_mark": 28, "criticised_count": 1, "slow-and-last_count": 0}
    table = score_records(load_scheme("taizhou-2011"), {"甲县": record}).table()
    assert table.columns[3:-1] == ("组织、实施、完成、效果", "检查和调查", "通报批评", "连续垫底")


def test_quzhous_kaihua_is_explained_without_noise_of_the_model() -> None:
    done = {
        "near-term-plans_actual": 98, "central-village-plans_actual": 90, "kept-village-plans_actual": 85,
        "plan-funds_actual": 100, "green-space_actual": 5, "rural-water_actual": "0.5",
        "sewage-load_actual": 60,
    }  # fmt: skip
    text = score_records(load_scheme("quzhou-village-towns"), {"开化县": done}).explain("开化县")
    assert "折算" not in text
    lines = text.splitlines()
    at = lines.index("  建设镇级污水处理设施（第5行）：10 分中得 10 分")
    plants, load = lines[at + 1 : at + 3]
    assert plants.endswith("没有任务或没有数，不计")
    assert "达标得 10 分" in load


def test_quzhous_eighth_row_is_told_as_far_as_it_is_printed() -> None:
    [*_, eighth] = case("quzhou_target_matrix_with_rules.csv")
    assert (eighth["考核指标"], eighth["基本分"], eighth["评分标准"]) == ("廉租住房保障(户)", "", "")
    note = load_scheme("quzhou-village-towns").note
    for area, numbers in (("龙游县", (175, 85, 90)), ("江山市", (200, 100)), ("常山县", (175,))):
        [told] = [part for part in note.partition("印出的目标只有：")[2].split("，") if part.startswith(area)]
        for number in numbers:
            assert str(number) in eighth[area]
            assert f"{number}户" in told
    assert 85 + 90 == 175


# --- who moved --------------------------------------------------------------------------------


def moves(before: Ranking, after: Ranking) -> dict[str, str]:
    [row] = before.compare(after).to_records()
    return {name: str(cell) for name, cell in row.items()}


def test_a_grade_that_changes_is_seen() -> None:
    before, after = graded(care_mark=25), graded(care_mark=35)
    row = moves(before, after)
    assert (row["原等次"], row["现等次"], row["得分变化"], row["因为"]) == (
        "合格",
        "优秀",
        "+10.00",
        "管护 +10.00",
    )


def test_a_grade_that_is_forced_or_set_free_is_the_reason() -> None:
    free, forced = graded(CAUGHT, caught_count=0), graded(CAUGHT, caught_count=1)
    assert moves(free, forced)["因为"] == "因发生弄虚作假，等次最高评为不合格"
    assert moves(forced, free)["因为"] == "不再因发生弄虚作假，等次最高评为不合格"
    assert moves(free, free)["因为"] == "自己没有变"


def test_without_grades_there_are_no_columns_for_them() -> None:
    record = {"甲县": {"roads_target": 8, "roads_actual": 8, "care_mark": 40}}
    ranking = score_records(scheme(ROADS, MARK), record)
    assert ranking.compare(ranking).columns == ("地区", "原名次", "现名次", "变动", "得分变化", "因为")


def test_places_of_different_groups_are_not_compared() -> None:
    whole, record = scheme(ROADS, MARK), {"roads_target": 8, "roads_actual": 8}
    records = {
        name: record | {"care_mark": mark} for name, mark in (("甲县", 40), ("乙县", 30), ("开发区", 20))
    }
    together = score_records(whole, records)
    apart = score_records(whole, records, groups={"甲县": "县市区", "乙县": "县市区", "开发区": "园区"})
    named = {row["地区"]: row for row in together.compare(apart).to_records()}
    assert (named["开发区"]["原名次"], named["开发区"]["现名次"]) == ("3", "1")
    assert named["开发区"]["变动"] == "组别变了（全体→园区）"
    again = {row["地区"]: row["变动"] for row in apart.compare(apart).to_records()}
    assert set(again.values()) == {"不变"}


def test_parts_of_one_title_are_told_apart() -> None:
    items = tuple(Item(id, "评分", Given(), 50) for id in ("first", "second"))
    whole = scheme(*items)
    before = score_records(whole, {"甲县": {"first_mark": 50, "second_mark": 40}})
    after = score_records(whole, {"甲县": {"first_mark": 45, "second_mark": 45}})
    row = moves(before, after)
    assert row["得分变化"] == "0"
    assert row["因为"] == "评分（first） -5.00；评分（second） +5.00"


def test_what_acted_is_told_by_its_section() -> None:
    sections = tuple(
        Section(id, title, 50, items=(Item(f"{id}-mark", f"{title}评分", Given(), 50),))
        for id, title in (("work", "工作"), ("care", "管护"))
    )
    whole = attrs.evolve(scheme(*sections), rounding=(RoundAt.SECTION,), places=0)
    before = score_records(whole, {"甲县": {"work-mark_mark": "40.4", "care-mark_mark": 30}})
    after = score_records(whole, {"甲县": {"work-mark_mark": "40.4", "care-mark_mark": "30.4"}})
    # what is rounded off in one section is not what is rounded off in the other
    assert moves(before, attrs.evolve(after, scheme=attrs.evolve(whole, places=1)))["因为"] == (
        "管护评分 +0.4；四舍五入（管护） -0.4"
    )


# --- what is handed on ------------------------------------------------------------------------


def test_a_ranking_shows_itself() -> None:
    items = (Item("a", "甲<项>", Given(), 60), Item("blame", "批评", PerEvent("批评", 5), role="deduction"))
    scheme = Scheme("x", "展示", "例", Decimal(60), items)
    records = {"甲县": {"a_mark": 50, "blame_count": 1}, "乙<区>": {"a_mark": 40, "blame_count": 0}, "丙": {}}
    ranking = score_records(scheme, records, on=datetime.date(2023, 6, 30))
    page = ranking._repr_html_()
    assert "甲&lt;项&gt;" in page
    assert "<区>" not in page
    assert "script" not in page
    assert "扣 5.00" in page
    assert [row["得分"] for row in ranking.table().to_records()] == ["45.00", "40.00", "不评分"]
    assert ranking.explain("丙") == "丙：不评分\n  甲<项>：没有评分\n  批评：没有次数"
    frame = ranking.to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["points"].to_list() == ["45", "40", None]
    with pytest.raises(ms.UnknownName):
        ranking.explain("丁")


def test_points_are_text_that_people_read() -> None:
    thirds = attrs.evolve(ROADS, weight=100)
    records = {"甲县": {"roads_target": 3, "roads_actual": 2}, "乙区": {"roads_target": 5, "roads_actual": 4}}
    ranking = score_records(scheme(thirds), records)
    assert {one.name: one.text for one in ranking} == {"甲县": "66.666666…", "乙区": "80"}
    assert ranking["甲县"].part.text == "66.666666…"
    assert {row["name"]: row["points"] for row in ranking.to_records()} == {"甲县": "200/3", "乙区": "80"}


def test_records_carry_the_points_of_items() -> None:
    blame = Item("blame", "批评", PerEvent("批评", "0.5"), role="deduction")
    out = attrs.evolve(ROADS, no_task=Absent.LEFT_OUT)
    records = {"甲县": {"care_mark": 38, "blame_count": 3}, "丙区": {}}
    ranking = score_records(scheme(out, Section("part", "管护", 40, items=(MARK,)), blame), records)
    first, last = ranking.to_records(parts=True)
    assert [*first] == ["name", "group", "rank", "points", "grade", "why", "roads", "blame", "care"]
    assert (first["points"], first["roads"], first["blame"], first["care"]) == ("93.5", None, "-1.5", "38")
    assert (last["points"], last["care"], last["why"]) == (None, None, "批评：没有次数；管护：没有评分")
    frame = ranking.to_frame(parts=True)
    assert frame["care"].to_list() == ["38", None]
    assert frame.schema["roads"] == pl.String  # a column without a value has its type all the same
    assert ranking.to_frame().columns == [*first][:6]


def test_an_item_may_not_be_called_as_a_column_of_the_records() -> None:
    ranking = score_records(scheme(attrs.evolve(MARK, id="rank", weight=100)), {"甲县": {"rank_mark": 9}})
    assert ranking.to_records()[0]["rank"] == 1
    with pytest.raises(ms.RuleError, match="item 'rank'"):
        ranking.to_records(parts=True)
