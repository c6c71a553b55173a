"""Rows, allocations, standards and programmes as values."""

from __future__ import annotations

import datetime
from decimal import Decimal

import attrs
import pytest

import minsheng as ms

ROW = ms.Row("jobs", "人", ("甲县", "乙区", "丙区"), (120, None, "80.0"), city_share=50)


def test_a_row_adds_up_with_its_working() -> None:
    assert ROW.total == ms.Amount(250, "人")
    assert ROW.working() == "甲县 120 + 丙区 80.0 + 市本级 50 = 250.0 人"
    assert ROW.shares == {"甲县": Decimal(120), "乙区": None, "丙区": Decimal(80)}


def test_absence_is_not_zero() -> None:
    assert ROW.replace(乙区=0) != ROW
    assert ROW.present == (("甲县", Decimal(120)), ("丙区", Decimal(80)), ("市本级", Decimal(50)))
    assert ms.Row("x", "户", ("甲县",), (None,)).working() == "无 = 0 户"


def test_a_what_if_leaves_the_row_alone() -> None:
    assert ROW.replace(甲县="70", 市本级=None).total == ms.Amount(150, "人")
    assert ROW.total == ms.Amount(250, "人")
    with pytest.raises(ms.UnknownName, match="did you mean '甲县'"):
        ROW.replace(甲=3)


def test_a_row_has_a_cell_for_each_area() -> None:
    with pytest.raises(ValueError, match="2 areas but 1 cells"):
        ms.Row("x", "户", ("甲县", "乙县"), (1,))


def test_an_allocation_has_one_header() -> None:
    with pytest.raises(ValueError, match="not divided over"):
        ms.Allocation(("甲县",), (ROW,))


def test_an_allocation_is_looked_up_by_indicator(yueyang: ms.Programme) -> None:
    allocation = yueyang.allocation
    assert allocation["farmland"].unit == ms.Unit.parse("万亩")
    assert "farmland" in allocation
    assert "subsistence-rural" not in allocation
    assert len(allocation) == len(list(allocation)) == 42
    with pytest.raises(ms.UnknownName, match="did you mean 'farmland'"):
        allocation["farmlands"]
    changed = allocation.replace(allocation["farmland"].replace(平江县="7"))
    assert changed["farmland"].total != allocation["farmland"].total
    assert changed["jobs"] == allocation["jobs"]


def test_records_for_dataframes(yueyang: ms.Programme) -> None:
    records = yueyang.allocation.to_records()
    assert len(records) == 42 * 14
    assert list(records[0]) == ["indicator", "project", "text", "unit", "area", "share"]
    assert [r["area"] for r in records[:14]] == [*(a.name for a in yueyang.areas), "市本级"]
    assert all(r["share"] is None or isinstance(r["share"], Decimal) for r in records)
    assert sum(r["share"] for r in records if r["indicator"] == "skills-training") == 30000


def test_the_allocation_as_a_heat_table(yueyang: ms.Programme) -> None:
    html = yueyang.allocation._repr_html_()
    assert html.count("<tr>") == 43
    assert "background:rgba(" in html
    assert "color:rgba(128,128,128,.8)" in html  # the holes
    assert "color:inherit" in html  # readable in dark and light


def test_names_that_are_not_there(yueyang: ms.Programme) -> None:
    for look_up, wrong, near in (
        (yueyang.area, "平江", "平江县"),
        (yueyang.indicator, "job", "jobs"),
        (yueyang.standard, "subsistence-rurl", "subsistence-rural"),
        (yueyang.reading, "zones", "zones-as-districts"),
        (yueyang.project_of, "farmlnd", "farmland"),
    ):
        with pytest.raises(ms.UnknownName, match=near):
            look_up(wrong)
    with pytest.raises(ms.UnknownName, match="no project 21; there are: 1, 2"):
        yueyang.project(21)
    assert yueyang.project_of("orphan-scattered").number == 7


def test_a_standard_before_its_first_tier_is_unknown(yueyang: ms.Programme) -> None:
    rural, pingjiang = yueyang.standard("subsistence-rural"), yueyang.area("平江县")
    assert rural.tier(pingjiang, datetime.date(2022, 12, 31)) is None
    tier = rural.tier(pingjiang, datetime.date(2023, 1, 1))
    assert tier is not None
    assert tier.target == ms.Bound.parse(">= 5000 元/年")


def test_the_latest_tier_in_force_holds() -> None:
    county = ms.Area("甲县", ms.AreaKind.COUNTY)
    tiers = tuple(
        ms.domain.Tier(ms.Bound.parse(f">= {value} 元/月"), datetime.date(year, 7, 1), (ms.AreaKind.COUNTY,))
        for year, value in ((2024, 700), (2023, 650))
    )
    standard = ms.Standard("floor", "低保标准", tiers)
    held = [standard.tier(county, datetime.date(y, 12, 31)) for y in (2022, 2023, 2024)]
    assert [t and str(t.target.amount) for t in held] == [None, "650 元/月", "700 元/月"]
    assert standard.tier(ms.Area("乙区", ms.AreaKind.DISTRICT), datetime.date(2024, 12, 31)) is None


def test_which_way_is_better() -> None:
    of = {r: ms.Indicator("x", "x", ms.Bound(r, ms.Amount(1, "户"))).direction for r in ms.domain.Relation}
    assert [d.value if d else None for d in of.values()] == ["higher", "higher", "equal", "lower", "lower"]
    assert ms.Indicator("x", "x").direction is None


@pytest.mark.parametrize("id", ["", "Jobs", "新增就业", "a--b", "a b"])
def test_ids_are_slugs(id: str) -> None:
    with pytest.raises(
        ValueError, match=r"Indicator\(\): id is '.*': give lower-case letters, digits and hyphens, such as"
    ):
        ms.Indicator(id, "x")


def test_a_programme_holds_together(yueyang: ms.Programme) -> None:
    with pytest.raises(ValueError, match=r"allocation.rows\[\d+\].indicator is '[a-z-]+': no indicator '"):
        attrs.evolve(yueyang, projects=yueyang.projects[:-1])
    with pytest.raises(ValueError, match=r"Programme\(\): allocation.areas: the programme's areas are"):
        attrs.evolve(yueyang, areas=yueyang.areas[:-1])


def test_everything_is_frozen_and_hashable(yueyang: ms.Programme) -> None:
    assert hash(yueyang) == hash(ms.load("yueyang-2023"))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        yueyang.year = 2024  # type: ignore[misc]  # the misuse under test


def test_the_programme_at_a_glance(yueyang: ms.Programme) -> None:
    table = yueyang.table()
    assert len(table) == 20
    assert table.rows[3][3] == "市卫健委、市妇联"
    assert "建成高标准农田41.3万亩" in yueyang._repr_html_()


def test_the_digest_follows_the_content(yueyang: ms.Programme) -> None:
    row = yueyang.allocation["farmland"]
    other = yueyang.with_row(row.replace(平江县="6.28"))
    assert other.digest() != yueyang.digest() == ms.load("yueyang-2023").digest()
    assert len(yueyang.digest()) == 64


def test_shares_that_do_not_add_up_are_not_written_as_a_sum(yueyang: ms.Programme) -> None:
    row = yueyang.allocation["e-licences"]
    assert row.working().endswith("君山区 80、市本级 10（类，各自达到，不相加）")
    totals = {r[1]: r[-1] for r in yueyang.allocation.table().rows}
    assert totals[row.text] == "不相加"
    assert totals["城镇新增就业5.9万人"] == "59000"


def test_whether_shares_add_up_is_the_indicators_word(yueyang: ms.Programme) -> None:
    row = attrs.evolve(yueyang.allocation["e-licences"], additivity="sum")
    said = r"additivity is 'sum': its indicator 'e-licences' has another; give the row additivity='each'"
    with pytest.raises(ValueError, match=said):
        yueyang.with_row(row)


@pytest.mark.parametrize("kind", [*ms.AreaKind])
def test_areas_of_every_kind_are_known_by_code_and_by_name(kind: ms.AreaKind) -> None:
    assert ms.Area("某地", kind.value).kind is ms.Area("某地", kind.label).kind is kind


@pytest.mark.parametrize(
    ("word", "label"), [("经开区", "管委会"), ("园区", "管委会"), ("自治区", "省"), ("民族乡", "乡")]
)
def test_kinds_of_another_word(word: str, label: str) -> None:
    assert ms.AreaKind(word).label == label
