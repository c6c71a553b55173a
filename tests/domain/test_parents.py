"""Areas that lie in another: two levels, which are never added to each other."""

from __future__ import annotations

import tempfile
from pathlib import Path

import attrs
import pytest
from hypothesis import given

import minsheng as ms
from minsheng.domain.area import Area, lies_in
from minsheng.testing import programmes

PROGRAMME = """\
name = "moushi-2024"
city = "某市"
year = 2024
[document]
title = "通知"
number = "某办函〔2024〕1号"
"""
PROJECTS = """\
[[projects]]
number = 1
level = "city"
title = "建设村卫生室"
[[projects.assignments]]
lead_official = "张某"
lead_agency = "市卫健委"
responsible_person = "李某"
responsible_agencies = []
tasks = [{ text = "建设村卫生室10个", covers = [{ id = "clinics", amount = "10 个" }] }]
[[projects.indicators]]
id = "clinics"
text = "建设村卫生室10个"
target = ">= 10 个"
"""
AREAS = """\
名称,类别,上级
甲县,县,
乙县,县,
甲县城关镇,镇,甲县
长寿镇,镇,甲县
乙县城关镇,镇,乙县
"""
ALLOCATION = "指标,甲县,乙县,甲县城关镇,长寿镇,乙县城关镇,合计\nclinics,6,4,4,2,4,10\n"
JUNE = ms.Period.parse("2024年6月").last


def folder(tmp_path: Path, areas: str = AREAS, allocation: str = ALLOCATION) -> Path:
    texts = {"programme.toml": PROGRAMME, "projects.toml": PROJECTS, "areas.csv": areas}
    for name, text in (texts | {"allocation.csv": allocation}).items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def nested(tmp_path: Path) -> ms.Programme:
    return ms.load(folder(tmp_path))


def read(programme: ms.Programme, text: str, name: str) -> ms.Progress:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / name
        file.write_text(text, "utf-8")
        return ms.read_progress(file, programme)


# --- files and values ---------------------------------------------------------------------


def test_a_town_is_not_added_to_its_county(nested: ms.Programme, tmp_path: Path) -> None:
    row = nested.allocation["clinics"]
    assert row.working() == "甲县 6 + 乙县 4 = 10 个"
    assert row.shares["长寿镇"] == 2
    assert nested.area("长寿镇").parent == "甲县"
    assert ms.load(ms_json(nested, tmp_path)) == nested


def ms_json(programme: ms.Programme, folder: Path) -> Path:
    path = folder / "p.json"
    path.write_text(ms.dump(programme), "utf-8")
    return path


def test_a_town_whose_county_has_no_share_is_added(tmp_path: Path) -> None:
    p = ms.load(folder(tmp_path, allocation=ALLOCATION.replace("6,4,4,2", "6,/,4,2")))
    assert p.allocation["clinics"].working() == "甲县 6 + 乙县城关镇 4 = 10 个"


@given(programmes())
def test_no_share_is_added_beside_one_that_it_lies_in(programme: ms.Programme) -> None:
    """Of the shares that make up a total none lies in another, and each other one lies in one of them."""
    parents = {area.name: area.parent for area in programme.areas}
    for row in programme.allocation:
        added = dict(row.added)
        for name, _ in row.present:
            assert (name in added) != bool(added.keys() & {*lies_in(name, parents)})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("长寿镇,镇,丙县", "上级也要是这张表里的一个地区"),
        ("长寿镇,镇,长寿镇", "不在它之上"),
        ("长寿镇,镇,乙县城关镇", "不在它之上"),
        ("长寿镇,县,甲县", "不在它之上"),
    ],
)
def test_an_area_lies_in_one_further_up(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ms.DataError) as caught:
        ms.load(folder(tmp_path, AREAS.replace("长寿镇,镇,甲县", line)))
    problem = caught.value.problems[0]
    assert said in str(problem)
    assert problem.where.startswith("areas.csv 第5行")


def test_a_row_made_by_hand_says_what_its_areas_lie_in(nested: ms.Programme) -> None:
    bare = attrs.evolve(nested.allocation["clinics"], parents=())
    with pytest.raises(ValueError, match=r"give the row parents=\('', '', '甲县', '甲县', '乙县'\)"):
        nested.with_row(bare)


def test_a_printed_sum_is_that_of_one_level(tmp_path: Path) -> None:
    with pytest.raises(ms.DataError, match="写的是 20，各地之和是 10"):
        ms.load(folder(tmp_path, allocation=ALLOCATION.replace("4,10\n", "4,20\n")))


# --- rules, standings, scores -------------------------------------------------------------


def test_the_towns_of_a_county_make_up_its_share(tmp_path: Path) -> None:
    p = ms.load(folder(tmp_path, allocation=ALLOCATION.replace("4,2,4,10", "3,2,4,10")))
    [finding] = ms.check(p)["A101"].findings
    assert finding.message == "甲县所辖各地之和比甲县的任务数少 1 个"
    assert finding.working == "甲县：甲县城关镇 3 + 长寿镇 2 = 5 个 ≠ 6 个"


def test_the_city_has_done_what_its_counties_have(nested: ms.Programme) -> None:
    done = (("甲县", 5), ("乙县", 2), ("长寿镇", 1))
    text = "指标,地区,期间,完成数\n" + "".join(f"clinics,{name},2024年6月,{n}个\n" for name, n in done)
    progress = read(nested, text, "各县.csv")
    whole = ms.standing(nested, progress, "clinics", on=JUNE)
    assert whole.actual == ms.Amount(7, "个")
    both = ms.standings(nested, progress, on=JUNE, areas=(None, "甲县", "长寿镇", "乙县"))
    [tally] = both.roll_up("indicator")
    assert tally.total is not None
    assert tally.total.target == ms.Amount(10, "个")
    assert ms.total(both) == ms.total([whole]) == tally.total  # the city, and none of its areas once more
    named = {one.area: one for one in both}
    county = ms.total([named["甲县"], named["乙县"]])
    assert ms.total(one for one in both if one.area) == county
    assert county.parts == 2
    assert [t.key for t in both.roll_up("group")] == ["县市区", "甲县所辖"]


def test_a_town_is_ranked_beside_its_neighbours(nested: ms.Programme) -> None:
    text = "指标,地区,期间,完成数\n" + "".join(
        f"clinics,{name},2024年6月,{done}个\n"
        for name, done in (("甲县", 3), ("乙县", 4), ("甲县城关镇", 1), ("长寿镇", 2), ("乙县城关镇", 4))
    )
    scheme = ms.scoring.Scheme(
        "x",
        "某办法",
        "",
        items=(ms.scoring.Item("w", "完成", ms.scoring.Proportional(), 100, indicators=("clinics",)),),
    )
    ranking = ms.score(nested, scheme, progress=read(nested, text, "各县.csv"), on=JUNE)
    ranks = {one.name: (one.group, one.rank) for one in ranking}
    assert ranks == {
        "甲县": ("", 2), "乙县": ("", 1), "甲县城关镇": ("甲县所辖", 2), "长寿镇": ("甲县所辖", 1),
        "乙县城关镇": ("乙县所辖", 1),
    }  # fmt: skip


def test_two_levels_are_not_reallocated_at_once(nested: ms.Programme) -> None:
    approval = ms.domain.Citation("某办〔2024〕9号", "第二条")
    with pytest.raises(ms.DataError, match="请一级一级地调整"):
        ms.dividing.reallocate(nested.allocation["clinics"], new_total="12 个", approval=approval)


# --- reading ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("甲县城关镇", "甲县城关镇"),
        ("某市甲县城关镇", "甲县城关镇"),
        ("甲县长寿镇", "长寿镇"),
        ("长寿镇人民政府", "长寿镇"),
        ("乙县长寿镇", None),
        ("城关镇", None),
    ],
)
def test_names_are_read_with_what_they_lie_in(nested: ms.Programme, name: str, meant: str | None) -> None:
    progress = read(
        nested,
        f"指标,地区,期间,完成数\nclinics,{name},2024年6月,1个\nclinics,乙县,2024年6月,1个\n",
        "各镇.csv",
    )
    assert [one.area for one in progress.records] == ["乙县"] if meant is None else [meant, "乙县"]
    assert len(progress.aside) == (meant is None)
    if name == "城关镇":
        assert "“城关镇”有几个：甲县城关镇、乙县城关镇" in progress.aside[0].why


@pytest.mark.parametrize("total", ["合计", "全县", "甲县"])
def test_the_total_of_a_countys_table_is_the_countys(nested: ms.Programme, total: str) -> None:
    table = f"甲县建设村卫生室10个完成情况,\n乡镇,完成数\n城关镇,1\n长寿镇,2\n{total},3\n"
    progress = read(nested, table, "甲县2024年6月.csv")
    assert {one.area: str(one.value) for one in progress.records} == {
        "甲县城关镇": "1 个", "长寿镇": "2 个", "甲县": "3 个",
    }  # fmt: skip


def test_the_figures_of_a_town_are_no_contradiction_of_its_county(nested: ms.Programme) -> None:
    progress = read(nested, "指标,完成数\nclinics,1个\n", "甲县长寿镇2024年6月.csv")
    assert [one.area for one in progress.records] == ["长寿镇"]


def test_an_area_that_lies_in_none_is_written_as_before() -> None:
    p = ms.load("yueyang-2023")
    assert '"parent' not in ms.dump(p)
    assert Area("甲镇", "镇", parent="甲县").parent == "甲县"
