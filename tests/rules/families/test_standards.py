"""Family S: the notice's standards, and what areas have adopted against them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import attrs

import minsheng as ms

RURAL = "农村低保标准从不低于4600元/年提高到不低于5000元/年"
URBAN = "城市低保标准从不低于600元/月提高到不低于650元/月"
ZONES = "屈原管理区、岳阳经开区、南湖新区、城陵矶新港区"


def figures(working: str) -> str:
    """A working without the source of the limit, which follows it in brackets."""
    comparison, bracket, source = working.partition("（")
    assert bracket
    assert "岳办函〔2023〕27号附件2第7项" in source
    return comparison


def judge(
    code: str,
    programme: ms.Programme,
    *adopted: ms.AdoptedStandard,
    on: datetime.date | None = None,
) -> ms.rules.RuleResult:
    """What one standard rule says of a programme and of what its areas have adopted."""
    rules = ms.select(ms.STANDARD_RULES, code)
    return ms.check(programme, adopted=adopted, on=on, rules=rules)[code]


def pays(
    area: str, amount: str, standard: str = "subsistence-rural", *, since: str = "2023-01-01"
) -> ms.AdoptedStandard:
    """An area's own standard."""
    day = datetime.date.fromisoformat(since)
    return ms.AdoptedStandard(area, standard, ms.Amount.parse(amount), day)


def with_tiers(
    programme: ms.Programme, id: str, change: Callable[[ms.domain.Tier], ms.domain.Tier]
) -> ms.Programme:
    """The programme with every tier of one standard put through ``change``."""
    projects = []
    for project in programme.projects:
        standards = (
            attrs.evolve(s, tiers=tuple(change(t) for t in s.tiers)) if s.id == id else s
            for s in project.standards
        )
        projects.append(attrs.evolve(project, standards=tuple(standards)))
    return attrs.evolve(programme, projects=tuple(projects))


def with_target(programme: ms.Programme, id: str, target: str) -> ms.Programme:
    """The programme with another target in every tier of one standard."""
    return with_tiers(programme, id, lambda tier: attrs.evolve(tier, target=ms.Bound.parse(target)))


# --- S101: 新标准高于所替代的原标准 ------------------------------------------------------


def test_s101_finds_a_new_standard_below_the_old_one(yueyang: ms.Programme) -> None:
    (found,) = judge("S101", with_target(yueyang, "subsistence-urban", ">= 590 元/月")).findings
    assert found.where == f"{URBAN}（标准不低于650元/月）"
    assert found.message == "不高于原标准"
    assert found.working == "590 元/月 < 600 元/月"
    assert found.subject == "subsistence-urban"


def test_s101_finds_a_standard_that_does_not_move(yueyang: ms.Programme) -> None:
    (found,) = judge("S101", with_target(yueyang, "subsistence-urban", ">= 7200 元/年")).findings
    assert found.working == "7200 元/年 ÷ 12 = 600 元/月 = 600 元/月"


def test_s101_does_not_know_where_old_and_new_measure_different_things(yueyang: ms.Programme) -> None:
    result = judge("S101", with_target(yueyang, "subsistence-urban", ">= 650 元/月·人"))
    assert result.status == "unknown"
    assert [(u.subject, u.why) for u in result.unknown] == [
        ("subsistence-urban", "原标准 600 元/月 与新标准 650 元/月·人 单位不同")
    ]


def test_s101_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("S101", yueyang)
    assert result.status == "held"
    assert [h.working for h in result.held] == [
        "650 元/月 > 600 元/月",
        "5000 元/年 > 4600 元/年",
        "7800 元/年 > 4600 元/年",
        "80 元/月·人 > 75 元/月·人",
        "80 元/月·人 > 75 元/月·人",
        "1100 元/月 > 950 元/月",
        "1500 元/月 > 1350 元/月",
    ]


def test_s101_passes_over_a_tier_that_replaces_nothing(yueyang: ms.Programme) -> None:
    new = with_tiers(yueyang, "subsistence-urban", lambda tier: attrs.evolve(tier, baseline=None))
    assert "subsistence-urban" not in [h.subject for h in judge("S101", new).held]


# --- S102: 每个地区每一天至多适用一档标准，且都有一档适用 --------------------------------


def test_s102_finds_zones_that_neither_counties_nor_districts_cover(yueyang: ms.Programme) -> None:
    result = judge("S102", ms.reread(yueyang, {"zones-as-districts": "excluded"}))
    (found,) = result.findings
    assert "subsistence-rural" not in {held.subject for held in result.held}
    assert (found.where, found.message) == (RURAL, "没有标准适用的地区")
    assert found.working == ZONES
    assert found.subject == "subsistence-rural"


def test_s102_finds_a_county_with_two_tiers_from_one_day(yueyang: ms.Programme) -> None:
    both = with_tiers(yueyang, "subsistence-rural", lambda t: attrs.evolve(t, areas=("平江县",)))
    result = judge("S102", both)
    (found,) = result.findings
    assert "subsistence-rural" not in {held.subject for held in result.held}
    assert (found.message, found.working) == ("同一天有两档适用的地区", "平江县")
    assert found.subject == "subsistence-rural"


def test_s102_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("S102", yueyang)
    assert result.status == "held"
    assert [(h.subject, h.working) for h in result.held] == [
        (standard.id, "13 个地区各有一档") for standard in yueyang.standards
    ]


def test_s102_passes_a_tier_that_follows_another_later_in_the_year(yueyang: ms.Programme) -> None:
    (urban,) = yueyang.standard("subsistence-urban").tiers
    later = attrs.evolve(urban, effective=datetime.date(2023, 7, 1))
    project = yueyang.project(7)
    standards = tuple(
        attrs.evolve(s, tiers=(urban, later)) if s.id == "subsistence-urban" else s for s in project.standards
    )
    projects = (attrs.evolve(p, standards=standards) if p.number == 7 else p for p in yueyang.projects)
    assert judge("S102", attrs.evolve(yueyang, projects=tuple(projects))).status == "held"


# --- S103: 标准的文字与录入的数一致 ------------------------------------------------------


def test_s103_finds_not_below_encoded_as_exactly(yueyang: ms.Programme) -> None:
    (found,) = judge("S103", with_target(yueyang, "subsistence-urban", "= 650 元/月")).findings
    assert (found.where, found.message) == (URBAN, "文字与录入不一致")
    assert found.working == "原文“650元/月”是“不低于、完成”一类（>=），录入是 = 650 元/月"
    assert found.subject == "subsistence-urban"


def test_s103_finds_a_figure_the_words_do_not_have(yueyang: ms.Programme) -> None:
    (found,) = judge("S103", with_target(yueyang, "orphan-scattered", "= 1200 元/月")).findings
    assert found.working == "原文的数（1100元/月）里没有录入的 1200 元/月"
    assert found.subject == "orphan-scattered"


def test_s103_finds_a_baseline_the_words_do_not_have(yueyang: ms.Programme) -> None:
    other = ms.Bound.parse("= 900 元/月")
    changed = with_tiers(yueyang, "orphan-scattered", lambda t: attrs.evolve(t, baseline=other))
    (found,) = judge("S103", changed).findings
    assert found.working == "原文的数（950元/月、1100元/月）里没有录入的 900 元/月"


def test_s103_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("S103", yueyang)
    assert result.status == "held"
    assert [h.working for h in result.held] == [
        "标准不低于650元/月：>= 650 元/月",
        "各县市标准不低于5000元/年：>= 5000 元/年",
        "各区标准不低于7800元/年：>= 7800 元/年",
        "标准不低于80元/月·人：>= 80 元/月·人",
        "标准不低于80元/月·人：>= 80 元/月·人",
        "标准1100元/月：= 1100 元/月",
        "标准1500元/月：= 1500 元/月",
    ]


def test_s103_passes_the_reading_that_every_amount_is_per_person(yueyang: ms.Programme) -> None:
    per_person = ms.reread(yueyang, {"subsistence-per-person": "per-person"})
    assert judge("S103", per_person).status == "held"


# --- S201: 各地执行的标准符合规定标准 ----------------------------------------------------


def test_s201_finds_a_district_that_pays_640_a_month_against_7800_a_year(yueyang: ms.Programme) -> None:
    (found,) = judge("S201", yueyang, pays("君山区", "640元/月")).findings
    assert found.where == f"君山区 {RURAL}"
    assert found.message == "执行的标准不符合“不低于 7800 元/年”"
    assert figures(found.working) == "640 元/月 × 12 = 7680 元/年 < 7800 元/年"
    assert found.subject == "君山区"
    assert found.severity is ms.Severity.ERROR


def test_s201_finds_a_fixed_amount_that_is_paid_too_high(yueyang: ms.Programme) -> None:
    own = pays("平江县", "1200元/月", "orphan-scattered")
    (found,) = judge("S201", yueyang, own).findings
    assert found.message == "执行的标准不符合“等于 1100 元/月”"
    assert figures(found.working) == "1200 元/月 > 1100 元/月"
    floor = ms.reread(yueyang, {"orphan-amounts": "floor"})
    assert judge("S201", floor, own).status == "held"


def test_s201_finds_a_zone_only_where_it_is_read_as_a_district(yueyang: ms.Programme) -> None:
    own = pays("南湖新区", "5200元/年")
    assert judge("S201", yueyang, own).status == "found"
    as_counties = ms.reread(yueyang, {"zones-as-districts": "as-counties"})
    assert [figures(h.working) for h in judge("S201", as_counties, own).held] == ["5200 元/年 ≥ 5000 元/年"]


def test_s201_does_not_know_where_no_tier_covers_the_zone(yueyang: ms.Programme) -> None:
    excluded = ms.reread(yueyang, {"zones-as-districts": "excluded"})
    result = judge("S201", excluded, pays("南湖新区", "5200元/年"))
    assert result.status == "unknown"
    assert [(u.where, u.subject, u.why) for u in result.unknown] == [
        (f"南湖新区 {RURAL}", "南湖新区", "2023-12-31 没有适用的规定标准")
    ]


def test_s201_does_not_know_before_the_standard_begins(yueyang: ms.Programme) -> None:
    from_notice = ms.reread(yueyang, {"standards-effective": "notice-date"})
    own = pays("君山区", "640元/月")
    result = judge("S201", from_notice, own, on=datetime.date(2023, 4, 26))
    assert [u.why for u in result.unknown] == ["2023-04-26 没有适用的规定标准"]
    assert judge("S201", from_notice, own, on=datetime.date(2023, 4, 27)).status == "found"


def test_s201_does_not_know_where_the_units_measure_different_things(yueyang: ms.Programme) -> None:
    result = judge("S201", yueyang, pays("君山区", "650元/月·人"))
    assert [u.why for u in result.unknown] == ["执行 650 元/月·人，规定以“元/年”计，单位不同，不能比较"]


def test_s201_does_not_hold_where_nobody_has_reported_yet(yueyang: ms.Programme) -> None:
    later = pays("君山区", "650元/月", since="2023-07-01")
    for result in (judge("S201", yueyang), judge("S201", yueyang, later, on=datetime.date(2023, 6, 30))):
        assert result.status == "unknown"
        assert [u.where for u in result.unknown] == ["全部地区"]


def test_s201_judges_by_what_is_in_force_on_the_day(yueyang: ms.Programme) -> None:
    raised = (pays("君山区", "660元/月", since="2023-07-01"), pays("君山区", "640元/月"))
    before = judge("S201", yueyang, *raised, on=datetime.date(2023, 6, 30))
    after = judge("S201", yueyang, *raised, on=datetime.date(2023, 7, 1))
    assert [figures(f.working) for f in before.findings] == ["640 元/月 × 12 = 7680 元/年 < 7800 元/年"]
    assert [figures(h.working) for h in after.held] == ["660 元/月 × 12 = 7920 元/年 ≥ 7800 元/年"]
    assert judge("S201", yueyang, *raised).status == "held"  # on the last day of the year


def test_s201_passes_a_district_that_pays_650_a_month(yueyang: ms.Programme) -> None:
    result = judge("S201", yueyang, pays("君山区", "650元/月"), pays("平江县", "5000元/年"))
    assert result.status == "held"
    assert [(h.subject, figures(h.working)) for h in result.held] == [
        ("平江县", "5000 元/年 ≥ 5000 元/年"),
        ("君山区", "650 元/月 × 12 = 7800 元/年 ≥ 7800 元/年"),
    ]


# --- S202: 每个地区都报了每项标准 --------------------------------------------------------


def test_s202_finds_the_areas_that_have_not_reported(yueyang: ms.Programme) -> None:
    names = [area.name for area in yueyang.areas]
    reported = [pays(name, "650元/月", "subsistence-urban") for name in names]
    reported += [pays(name, "7800元/年") for name in names if name != "城陵矶新港区"]
    result = judge("S202", yueyang, *reported)
    assert [(h.subject, h.working) for h in result.held] == [("subsistence-urban", "13 个地区都报了")]
    rural = result.findings[0]
    assert (rural.where, rural.message, rural.working) == (RURAL, "1 个地区没有报", "城陵矶新港区")
    assert rural.subject == "subsistence-rural"
    assert rural.severity is ms.Severity.NOTE
    assert [f.message for f in result.findings[1:]] == ["13 个地区没有报"] * 4


def test_s202_finds_an_area_whose_standard_is_not_yet_in_force(yueyang: ms.Programme) -> None:
    own = pays("君山区", "7800元/年", since="2023-07-01")
    (rural,) = [
        f
        for f in judge("S202", yueyang, own, on=datetime.date(2023, 6, 30)).findings
        if f.subject == "subsistence-rural"
    ]
    assert "君山区" in rural.working.split("、")


def test_s202_passes_when_every_area_has_reported_every_standard(yueyang: ms.Programme) -> None:
    reported = [
        ms.AdoptedStandard(area.name, standard.id, standard.tiers[0].target.amount, datetime.date(2023, 1, 1))
        for area in yueyang.areas
        for standard in yueyang.standards
    ]
    result = judge("S202", yueyang, *reported)
    assert result.status == "held"
    assert [h.working for h in result.held] == ["13 个地区都报了"] * 6


# --- S203: 同一标准按月、按年的数一致 ----------------------------------------------------


def test_s203_finds_a_year_that_is_not_twelve_months(yueyang: ms.Programme) -> None:
    (found,) = judge("S203", yueyang, pays("岳阳楼区", "644元/月"), pays("岳阳楼区", "7700元/年")).findings
    assert found.where == f"岳阳楼区 {RURAL}"
    assert found.message == "同一天起有两个不同的数"
    assert found.working == "644 元/月 × 12 = 7728 元/年 ≠ 7700 元/年"
    assert found.subject == "岳阳楼区"


def test_s203_passes_7728_beside_644(yueyang: ms.Programme) -> None:
    result = judge("S203", yueyang, pays("岳阳楼区", "7728元/年"), pays("岳阳楼区", "644元/月"))
    assert result.status == "held"
    assert [h.working for h in result.held] == ["644 元/月 × 12 = 7728 元/年，报 7728 元/年"]


def test_s203_passes_over_figures_of_different_days_and_areas(yueyang: ms.Programme) -> None:
    result = judge(
        "S203",
        yueyang,
        pays("岳阳楼区", "644元/月"),
        pays("岳阳楼区", "7700元/年", since="2023-07-01"),
        pays("君山区", "7700元/年"),
    )
    assert result.outcomes == ()


def test_s203_finds_two_figures_of_one_unit_from_one_day(yueyang: ms.Programme) -> None:
    twice = judge("S203", yueyang, pays("君山区", "640元/月"), pays("君山区", "700元/月"))
    assert [f.working for f in twice.findings] == ["640 元/月 ≠ 700 元/月"]


def test_s203_finds_the_second_of_two_yearly_figures_beside_a_monthly_one(yueyang: ms.Programme) -> None:
    month, year, other = pays("君山区", "644元/月"), pays("君山区", "7728元/年"), pays("君山区", "7900元/年")
    result = judge("S203", yueyang, year, other, month)
    assert [h.working for h in result.held] == ["644 元/月 × 12 = 7728 元/年，报 7728 元/年"]
    assert [f.working for f in result.findings] == ["644 元/月 × 12 = 7728 元/年 ≠ 7900 元/年"]


def test_s203_does_not_know_where_one_is_per_person(yueyang: ms.Programme) -> None:
    result = judge("S203", yueyang, pays("君山区", "650元/月"), pays("君山区", "650元/月·人"))
    assert result.status == "unknown"
    assert [u.why for u in result.unknown] == ["650 元/月 与 650 元/月·人 单位不同，不能比较"]


# --- S204: 各地执行的标准不低于自己原来的标准 --------------------------------------------


def test_s204_finds_a_standard_that_falls_in_july(yueyang: ms.Programme) -> None:
    fallen = (pays("君山区", "650元/月", since="2023-07-01"), pays("君山区", "660元/月"))
    (found,) = judge("S204", yueyang, *fallen).findings
    assert found.where == f"君山区 {RURAL}"
    assert found.message == "2023-07-01 起低于 2023-01-01 起的标准"
    assert found.working == "650 元/月 < 660 元/月"
    assert found.subject == "君山区"
    assert found.severity is ms.Severity.WARNING


def test_s204_finds_a_fall_across_units(yueyang: ms.Programme) -> None:
    fallen = (pays("君山区", "660元/月"), pays("君山区", "7900元/年", since="2023-07-01"))
    (found,) = judge("S204", yueyang, *fallen).findings
    assert found.working == "7900 元/年 ÷ 12 < 660 元/月"  # 658.33… never ends, so it is not written


def test_s204_passes_a_standard_that_rises_or_stays(yueyang: ms.Programme) -> None:
    steps = (
        pays("君山区", "640元/月", since="2022-01-01"),
        pays("君山区", "650元/月"),
        pays("君山区", "7800元/年", since="2023-07-01"),
        pays("平江县", "5000元/年"),
    )
    result = judge("S204", yueyang, *steps)
    assert result.status == "held"
    assert [h.working for h in result.held] == [
        "650 元/月 ≥ 640 元/月",
        "7800 元/年 ÷ 12 = 650 元/月 ≥ 650 元/月",
    ]


def test_s204_passes_over_two_figures_of_one_day_which_are_for_s203(yueyang: ms.Programme) -> None:
    one_day = (pays("君山区", "660元/月"), pays("君山区", "650元/月"))
    assert judge("S204", yueyang, *one_day).outcomes == ()
    assert judge("S203", yueyang, *one_day).status == "found"


def test_s204_does_not_hold_what_it_cannot_compare(yueyang: ms.Programme) -> None:
    steps = (pays("君山区", "660元/月"), pays("君山区", "600元/月·人", since="2023-07-01"))
    result = judge("S204", yueyang, *steps)
    assert result.status == "unknown"
    assert [u.why for u in result.unknown] == ["660 元/月 与 600 元/月·人 单位不同，不能比较"]
