"""The programme of 2023, fact by fact, as the notice has it."""

from __future__ import annotations

import csv
import datetime
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest

import minsheng as ms

#: the targets, written here a second time from the text of annex 2
TARGETS: dict[str, int | Fraction] = {
    "high-schools": 7, "online-services": 700, "users": 2300000, "jobs": 59000, "skills-training": 30000,
    "maternal-child-centres": 3, "cancer-screening": 93215, "outpatient-settlement": 79,
    "chronic-disease-settlement": 10, "township-insurance-services": 131, "village-insurance-services": 1844,
    "nursing-beds": 370, "home-adaptation": 2822, "child-rehabilitation": 1410, "barrier-free-homes": 1000,
    "old-communities": 220, "meter-renovation": 15000, "rural-roads": 549000, "road-safety": 514000,
    "highway-safety": 41000, "grid-110kv": 350000000, "grid-10kv": 347360000, "base-stations": 550,
    "fibre-ports": 34000, "water-storage": 4540000, "irrigation": 120000000, "drinking-water-sources": 25,
    "medical-assistance": 270000, "newborn-screening": 21000, "elevators": 300, "no1-middle-school": 1,
    "township-schools": 26, "reservoir-reinforcement": 128, "reservoir-management": 288,
    "tieshan-canals": 13200, "tieshan-security": 1, "tieshan-spillway": 1, "household-toilets": 34310,
    "public-toilets": 24, "markets": 6, "farmland": Fraction(826000000, 3),
}  # fmt: skip


def test_nothing_is_left_out(yueyang: ms.Programme) -> None:
    wholes = [i for i in yueyang.indicators if i.part_of is None]
    assert len(yueyang.projects) == 20
    assert len(yueyang.assignments) == 26
    assert len(yueyang.areas) == 13
    assert len(yueyang.allocation) == 42
    assert len(wholes) + len(yueyang.standards) == 49
    assert [p.level.label for p in yueyang.projects] == ["省级"] * 10 + ["市级"] * 10


@pytest.mark.parametrize("id", TARGETS)
def test_every_row_adds_up_to_its_target(yueyang: ms.Programme, id: str) -> None:
    """Re-derived from the bytes of the CSV, by the plainest arithmetic, in the base unit."""
    text = (files("minsheng") / "data" / "yueyang-2023" / "allocation.csv").read_text("utf-8")
    raw = next(row for row in csv.DictReader(text.splitlines()) if row["indicator"] == id)
    shares = [Decimal(raw[c]) for c in raw if c not in ("indicator", "unit") and raw[c] not in ("/", "")]
    assert sum(map(Fraction, shares)) * yueyang.allocation[id].unit.factor == TARGETS[id]
    target = yueyang.indicator(id).target
    assert target is not None
    assert yueyang.allocation[id].total == target.amount


def test_only_two_sums_need_the_citys_own_share(yueyang: ms.Programme) -> None:
    with_city = {row.indicator: row.city_share for row in yueyang.allocation if row.city_share is not None}
    assert with_city == {"online-services": 250, "e-licences": 10, "skills-training": 9025}


def test_one_row_must_not_be_added_up(yueyang: ms.Programme) -> None:
    each = [i.id for i in yueyang.indicators if i.additivity is ms.domain.Additivity.EACH]
    assert each == ["e-licences"]
    assert yueyang.allocation["e-licences"].total == ms.Amount(730, "类")


def test_the_six_standards(yueyang: ms.Programme) -> None:
    assert {
        s.id: [(str(t.baseline), str(t.target), "".join(k.label for k in t.area_kinds)) for t in s.tiers]
        for s in yueyang.standards
    } == {
        "subsistence-urban": [(">= 600 元/月", ">= 650 元/月", "县县级市区管委会")],
        "subsistence-rural": [
            (">= 4600 元/年", ">= 5000 元/年", "县县级市"),
            (">= 4600 元/年", ">= 7800 元/年", "区管委会"),
        ],
        "disability-living-allowance": [(">= 75 元/月·人", ">= 80 元/月·人", "县县级市区管委会")],
        "disability-care-allowance": [(">= 75 元/月·人", ">= 80 元/月·人", "县县级市区管委会")],
        "orphan-scattered": [("= 950 元/月", "= 1100 元/月", "县县级市区管委会")],
        "orphan-institutional": [("= 1350 元/月", "= 1500 元/月", "县县级市区管委会")],
    }


def test_the_districts_rural_floor_is_the_urban_one(yueyang: ms.Programme) -> None:
    rural = yueyang.standard("subsistence-rural").tiers[1].target.amount
    assert rural == yueyang.standard("subsistence-urban").tiers[0].target.amount


def test_sponge_city_has_two_tiers(yueyang: ms.Programme) -> None:
    sponge = yueyang.indicator("sponge-city")
    assert sponge.target is None
    assert [(str(t.target), t.city, t.effective) for t in sponge.tiers] == [
        (">= 40 %", True, datetime.date(2023, 12, 31)),
        (">= 20 %", False, datetime.date(2023, 12, 31)),
    ]
    assert sponge.undivided


def test_parts_of_a_whole(yueyang: ms.Programme) -> None:
    parts = {i.id: (i.part_of, str(i.target)) for i in yueyang.indicators if i.part_of}
    assert parts == {
        "one-stop-services": ("online-services", ">= 350 项"),
        "startup-training": ("skills-training", ">= 9500 人次"),
    }


def test_who_answers_for_rural_construction(yueyang: ms.Programme) -> None:
    said = [(a.lead_official, a.lead_agency, a.responsible_person) for a in yueyang.project(10).assignments]
    assert said == [
        ("李美云", "市交通运输局", "卢志平"),
        ("陈阁辉", "国网岳阳供电公司", "顾苏"),
        ("陈阁辉", "市通管办", "杨栩"),
        ("陈阁辉", "市水利局", "何晖"),
        ("李美云", "市生态环境局", "蒋卉"),
    ]
    assert yueyang.project(10).assignments[3].covers == ("water-storage", "irrigation")


def test_agencies_stand_in_their_order(yueyang: ms.Programme) -> None:
    assignment = yueyang.project(11).assignments[0]
    assert assignment.agencies_as_printed == (
        "市发改委、市财政局、市自然资源和规划局、市水利局、市生态环境局、市城投集团、市城运集团、"
        "市洞庭新城公司、市三峡水环境公司等，相关县市区政府（管委会）"
    )
    assert all(a.open_ended and a.local_governments for a in yueyang.assignments)


def test_the_second_part_of_the_notice(yueyang: ms.Programme) -> None:
    assert [(d.name, d.every.value) for d in yueyang.reporting] == [
        ("旬简报", "ten-days"),
        ("月通报", "month"),
        ("季总结", "quarter"),
    ]
    assert [(s.actor, s.action) for s in yueyang.acceptance] == [
        ("市实事办", "制定项目验收标准"),
        ("各县市区", "评估验收"),
        ("市直牵头单位", "汇总审核"),
        ("市实事办", "考核评定"),
    ]


def test_areas_without_a_code_have_none(yueyang: ms.Programme) -> None:
    assert [a.name for a in yueyang.areas if a.code is None] == [
        "屈原管理区",
        "岳阳经开区",
        "南湖新区",
        "城陵矶新港区",
    ]
    assert yueyang.area("岳阳楼区").code == "430602"


def test_every_figure_cites_annex_and_row(yueyang: ms.Programme) -> None:
    items = [i for p in yueyang.projects for i in p.items]
    places = [item.source.where for item in items if item.source]
    assert len(places) == len(items)
    assert all(place.startswith("附件2第") for place in places)
    wholes = [i.source for i in yueyang.indicators if i.part_of is None]
    assert len(set(wholes)) == len(wholes)
    assert all(row.source == yueyang.indicator(row.indicator).source for row in yueyang.allocation)
    assert str(yueyang.indicator("jobs").source) == "岳办函〔2023〕27号附件2第3项第1行"
    assert all(a.source and a.source.where.startswith("附件1第") for a in yueyang.assignments)


def test_departures_from_the_print_are_declared(yueyang: ms.Programme) -> None:
    errata = {e.id: (e.printed, e.reads) for e in yueyang.errata}
    assert errata["users-unit"] == ("万", "万人")
    assert str(yueyang.allocation["users"].unit) == "万人"
    assert len(errata) == 7
