"""Family A on the real notice, with one thing changed at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

import minsheng as ms
from minsheng.domain.allocation import Additivity

from .judged import judge


def said_of(subject: str, result: ms.rules.RuleResult) -> list[ms.Finding | ms.Held | ms.Unknown]:
    """What a rule said of one indicator."""
    return [outcome for outcome in result.outcomes if outcome.subject == subject]


def with_shares(programme: ms.Programme, indicator: str, **shares: Any) -> ms.Programme:
    """The programme with other shares for some areas in one row."""
    return programme.with_row(programme.allocation[indicator].replace(**shares))


def with_indicator(programme: ms.Programme, id: str, **changes: Any) -> ms.Programme:
    """The programme with something changed in one indicator (not its text: the row has that too)."""
    projects = []
    for project in programme.projects:
        indicators = (attrs.evolve(i, **changes) if i.id == id else i for i in project.indicators)
        projects.append(attrs.evolve(project, indicators=tuple(indicators)))
    return attrs.evolve(programme, projects=tuple(projects))


def without_row(programme: ms.Programme, indicator: str) -> ms.Programme:
    """The programme with one row missing from the allocation table."""
    rows = tuple(row for row in programme.allocation if row.indicator != indicator)
    return attrs.evolve(programme, allocation=attrs.evolve(programme.allocation, rows=rows))


# --- A101: 各地任务数与市本级任务数之和等于总目标 ----------------------------------------


def test_a101_finds_a_share_that_is_short(yueyang: ms.Programme) -> None:
    result = judge("A101", with_shares(yueyang, "high-schools", 平江县=1))
    (found,) = result.findings
    assert found.message == "各地之和比总目标少 1 所"
    assert found.working == ("平江县 1 + 岳阳县 1 + 华容县 1 + 湘阴县 1 + 临湘市 1 + 汨罗市 1 = 6 所 ≠ 7 所")
    assert found.subject == "high-schools"
    assert found.severity is ms.Severity.ERROR
    assert len(result.held) == 40


def test_a101_finds_one_person_short_of_5_9_ten_thousand(yueyang: ms.Programme) -> None:
    (found,) = judge("A101", with_shares(yueyang, "jobs", 平江县=5899)).findings
    assert found.message == "各地之和比总目标少 1 人"
    assert found.working.endswith(" = 58999 人 ÷ 10000 = 5.8999 万人 ≠ 5.9 万人")


def test_a101_finds_a_share_too_many(yueyang: ms.Programme) -> None:
    (found,) = judge("A101", with_shares(yueyang, "tieshan-canals", 平江县="0.1")).findings
    assert found.message == "各地之和比总目标多 0.1 公里"
    assert found.working == "平江县 0.1 + 岳阳县 8.7 + 临湘市 3 + 汨罗市 1.5 = 13.3 公里 ≠ 13.2 公里"


def test_a101_finds_the_sum_without_the_citys_own_share(yueyang: ms.Programme) -> None:
    (found,) = judge("A101", with_shares(yueyang, "online-services", 市本级=None)).findings
    assert (found.subject, found.message) == ("online-services", "各地之和比总目标少 250 项")


def test_a101_finds_a_row_without_any_share(yueyang: ms.Programme) -> None:
    (found,) = judge("A101", with_shares(yueyang, "highway-safety", 平江县=None)).findings
    assert found.working == "无 = 0 公里 ≠ 41 公里"


def test_a101_passes_a_sum_in_the_targets_own_unit(yueyang: ms.Programme) -> None:
    (held,) = said_of("maternal-child-centres", judge("A101", yueyang))
    assert held == ms.Held(
        "完成3个县级妇幼保健机构标准化建设",
        "岳阳县 1 + 湘阴县 1 + 岳阳楼区 1 = 3 个",
        "maternal-child-centres",
        "A101",
    )


def test_a101_passes_a_sum_in_another_size_of_the_unit(yueyang: ms.Programme) -> None:
    (held,) = said_of("jobs", judge("A101", yueyang))
    assert isinstance(held, ms.Held)
    assert held.working.endswith(" + 南湖新区 1200 = 59000 人 ÷ 10000 = 5.9 万人")


def test_a101_passes_a_what_if_that_moves_a_share(yueyang: ms.Programme) -> None:
    moved = with_shares(yueyang, "high-schools", 平江县=1, 君山区=1)
    assert judge("A101", moved).status == "held"


def test_a101_passes_more_than_the_target_only_where_more_than_it_is_asked_for(
    yueyang: ms.Programme,
) -> None:
    more = with_shares(yueyang, "users", 平江县="43.25")
    (held,) = said_of("users", judge("A101", more))
    assert isinstance(held, ms.Held)
    assert held.working.endswith(" = 230.01 万人；230.01 万人 > 230 万人")
    at_least = with_indicator(more, "users", target=ms.Bound.parse(">= 230 万人"))
    assert [f.message for f in judge("A101", at_least).findings] == ["各地之和比总目标多 0.01 万人"]


def test_some_division_of_more_than_230_satisfies_a101_and_a102_together(yueyang: ms.Programme) -> None:
    row = yueyang.allocation["users"]
    found_by_both = []
    for more in ("43.23", "43.24", "43.25"):  # short of the target, just equal, above it
        changed = yueyang.with_row(row.replace(平江县=more))
        findings = [*judge("A101", changed).findings, *judge("A102", changed).findings]
        found_by_both.append(any(f.subject == "users" for f in findings))
    assert not all(found_by_both)


# --- A102: “突破”“超过”的目标，任务数要超过它 -------------------------------------------


def test_a102_finds_shares_that_make_exactly_what_must_be_exceeded(yueyang: ms.Programme) -> None:
    (found,) = [f for f in judge("A102", yueyang).findings if f.subject == "users"]
    assert found.where == "用户数突破230万"
    assert found.message == "各地都完成任务，也只是正好，没有超过 230 万人"
    assert found.working.endswith(" + 城陵矶新港区 1.41 = 230.00 万人；230.00 万人 = 230 万人")
    assert found.severity is ms.Severity.WARNING


def test_a102_finds_shares_that_make_less(yueyang: ms.Programme) -> None:
    (found,) = [
        f
        for f in judge("A102", with_shares(yueyang, "users", 平江县="43.23")).findings
        if f.subject == "users"
    ]
    assert found.message == "各地之和没有超过 230 万人"
    assert found.working.endswith("；229.99 万人 < 230 万人")


def test_a102_finds_areas_that_each_stand_just_at_the_target(yueyang: ms.Programme) -> None:
    more = with_shares(yueyang, "e-licences", 平江县=81, 岳阳县=90)
    (found,) = [f for f in judge("A102", more).findings if f.subject == "e-licences"]
    assert found.message == "7 个地区的任务数正好是 80 类，没有超过它"
    assert found.working == "华容县、湘阴县、临湘市、汨罗市、岳阳楼区、云溪区、君山区"


def test_a102_passes_when_every_figure_exceeds_its_target(yueyang: ms.Programme) -> None:
    each = dict.fromkeys([name for name, _ in yueyang.allocation["e-licences"].present], 81)
    more = with_shares(with_shares(yueyang, "users", 平江县="43.25"), "e-licences", **each)
    result = judge("A102", more)
    assert result.status == "held"
    assert [h.subject for h in result.held] == ["users"]
    assert result.held[0].working.endswith(" = 230.01 万人；230.01 万人 > 230 万人")


def test_a102_passes_over_targets_of_at_least(yueyang: ms.Programme) -> None:
    at_least = with_indicator(yueyang, "users", target=ms.Bound.parse(">= 230 万人"))
    assert said_of("users", judge("A102", at_least)) == []


# --- A103: 每个指标都分解到地方，或写明为什么不分解 --------------------------------------


def test_a103_finds_an_indicator_without_row_and_without_reason(yueyang: ms.Programme) -> None:
    (found,) = judge("A103", without_row(yueyang, "elevators")).findings
    assert found.where == "支持既有住宅加装电梯300台"
    assert found.message == "没有分解，也没有写明原因"
    assert found.subject == "elevators"


def test_a103_finds_a_row_beside_a_reason_for_having_none(yueyang: ms.Programme) -> None:
    (found,) = judge("A103", with_indicator(yueyang, "jobs", undivided="只列全市数")).findings
    assert (found.message, found.working) == ("已经分解，又写了不分解的原因", "只列全市数")
    assert found.subject == "jobs"


def test_a103_finds_a_row_in_which_no_area_has_a_share(yueyang: ms.Programme) -> None:
    (found,) = judge("A103", with_shares(yueyang, "highway-safety", 平江县=None)).findings
    assert (found.subject, found.message) == ("highway-safety", "有一行，但没有一个地区有任务数")


def test_a103_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("A103", yueyang)
    assert result.status == "held"
    assert [h.subject for h in result.held] == ["one-stop-services", "startup-training", "sponge-city", ""]
    assert (result.held[-1].where, result.held[-1].working) == ("42 个指标", "分解到地方")
    assert result.held[0].working == "原表只列全市数，没有分解到地方"


# --- A104: 各地都要达到的目标不能相加，每一地的数都要达到 --------------------------------


def test_a104_finds_the_citys_10_kinds_of_licence(yueyang: ms.Programme) -> None:
    (found,) = judge("A104", yueyang).findings
    assert found.message == "不能相加；有 1 处不合“超过 80 类”"
    assert found.working == "市本级 10 类 < 80 类（相加是 730 类，与 80 类 不是一回事）"
    assert found.subject == "e-licences"
    assert found.severity is ms.Severity.WARNING


def test_a104_finds_every_area_below_the_target(yueyang: ms.Programme) -> None:
    (found,) = judge("A104", with_shares(yueyang, "e-licences", 平江县=79)).findings
    assert found.message == "不能相加；有 2 处不合“超过 80 类”"
    assert found.working.startswith("平江县 79 类 < 80 类；市本级 10 类 < 80 类")


def test_a104_passes_when_every_area_reaches_the_target(yueyang: ms.Programme) -> None:
    result = judge("A104", with_shares(yueyang, "e-licences", 市本级=80))
    assert result.status == "held"
    assert [(h.subject, h.working) for h in result.held] == [("e-licences", "10 处都合于 80 类，不相加")]


def test_a104_leaves_it_to_a101_where_shares_are_read_as_parts(yueyang: ms.Programme) -> None:
    added = ms.reread(yueyang, {"e-licences-additivity": "sum"})
    assert judge("A104", added).outcomes == ()
    (held,) = said_of("e-licences", judge("A101", added))
    assert isinstance(held, ms.Held)
    assert held.working.endswith(" + 市本级 10 = 730 类；730 类 > 80 类")  # more than 80 is asked for


# --- A105: “其中”的数不大于总数 ----------------------------------------------------------


def test_a105_finds_a_part_larger_than_the_whole(yueyang: ms.Programme) -> None:
    changed = with_indicator(yueyang, "startup-training", target=ms.Bound.parse(">= 31000 人次"))
    (found,) = judge("A105", changed).findings
    assert found.where == "其中创业培训9500人次"
    assert found.message == "比总数大"
    assert found.working == "31000 人次 ÷ 10000 = 3.1 万人次 > 3 万人次"
    assert found.subject == "startup-training"


def test_a105_does_not_know_where_part_and_whole_count_different_things(yueyang: ms.Programme) -> None:
    changed = with_indicator(yueyang, "startup-training", target=ms.Bound.parse(">= 9500 人"))
    result = judge("A105", changed)
    assert result.status == "unknown"
    (unknown,) = result.unknown
    assert unknown.subject == "startup-training"
    assert unknown.why.endswith("的单位不同，不能比较")


def test_a105_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("A105", yueyang)
    assert result.status == "held"
    assert [(h.subject, h.working) for h in result.held] == [
        ("one-stop-services", "350 项 ≤ 700 项"),
        ("startup-training", "9500 人次 ÷ 10000 = 0.95 万人次 ≤ 3 万人次"),
    ]


def test_a105_passes_a_part_as_large_as_the_whole(yueyang: ms.Programme) -> None:
    whole = with_indicator(yueyang, "startup-training", target=ms.Bound.parse(">= 3 万人次"))
    assert judge("A105", whole).status == "held"


# --- A106: 有任务数的指标都有目标，单位与目标的相合 ---------------------------------------


def test_shares_in_ge_of_a_target_in_hu_are_refused(yueyang: ms.Programme) -> None:
    with pytest.raises(ValueError, match="'个': the target of indicator 'household-toilets' is 34310 户"):
        with_indicator(yueyang, "household-toilets", target=ms.Bound.parse(">= 34310 户"))


def test_a106_finds_shares_of_no_target(yueyang: ms.Programme) -> None:
    (found,) = judge("A106", with_indicator(yueyang, "elevators", target=None)).findings
    assert (found.subject, found.message) == ("elevators", "有任务数，没有目标")


def test_a106_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("A106", yueyang)
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [("42 行任务数", "与各自的目标单位相合")]


# --- A107: 按个计数的任务数是整数 --------------------------------------------------------


def test_a107_finds_half_a_household(yueyang: ms.Programme) -> None:
    halves = with_shares(yueyang, "barrier-free-homes", 平江县="199.5", 岳阳县="120.5")
    (found,) = judge("A107", halves).findings
    assert found.where == "完成1000户困难残疾人家庭无障碍改造"
    assert found.message == "任务数不是整数"
    assert found.working == "平江县 199.5 户、岳阳县 120.5 户"
    assert found.subject == "barrier-free-homes"


def test_a107_finds_half_a_visit_behind_ten_thousands(yueyang: ms.Programme) -> None:
    (found,) = judge("A107", with_shares(yueyang, "medical-assistance", 平江县="6.35005")).findings
    assert found.working == "平江县 6.35005 万人次"


def test_a107_passes_parts_of_ten_thousand_that_are_whole_and_parts_of_sizes(
    yueyang: ms.Programme,
) -> None:
    result = judge("A107", yueyang)  # 6.35 万人次 is 63500; 8.7 公里 and 6.27 万亩 need not be whole
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [("289 个任务数", "都是整数")]
    assert judge("A107", with_shares(yueyang, "barrier-free-homes", 平江县="200.0")).status == "held"


def test_a107_judges_every_number_that_a_row_may_hold(yueyang: ms.Programme) -> None:
    assert judge("A107", with_shares(yueyang, "jobs", 平江县=10**30)).status == "held"


# --- A108: 任务数是正数，没有任务的写“/” ----------------------------------------------


def test_a108_finds_a_negative_share_that_hides_in_a_sum(yueyang: ms.Programme) -> None:
    hidden = with_shares(yueyang, "barrier-free-homes", 平江县=325, 岳阳县=-5)
    (found,) = judge("A108", hidden).findings
    assert found.message == "任务数不是正数"
    assert found.working == "岳阳县 -5 户"
    assert found.subject == "barrier-free-homes"
    assert judge("A101", hidden).status == "held"  # which is why the sum alone is not enough


def test_a108_finds_a_share_of_zero(yueyang: ms.Programme) -> None:
    (found,) = judge("A108", with_shares(yueyang, "markets", 湘阴县=0, 市本级="0.0")).findings
    assert found.working == "湘阴县 0 家、市本级 0.0 家"


def test_a108_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("A108", yueyang)
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [("348 个任务数", "都是正数")]


# --- A109: 指标的文字与录入的目标一致 ----------------------------------------------------


def test_a109_finds_more_than_encoded_as_at_least(yueyang: ms.Programme) -> None:
    changed = with_indicator(yueyang, "users", target=ms.Bound.parse(">= 230 万人"))
    (found,) = judge("A109", changed).findings
    assert found.message == "文字与录入不一致"
    assert found.working == "原文“230万”是“突破、超过”一类（>），录入是 >= 230 万人"
    assert found.subject == "users"


def test_a109_finds_a_figure_the_text_does_not_have(yueyang: ms.Programme) -> None:
    changed = with_indicator(yueyang, "high-schools", target=ms.Bound.parse(">= 8 所"))
    (found,) = judge("A109", changed).findings
    assert found.working == "原文的数（7所）里没有录入的 8 所"


def test_a109_finds_a_unit_the_text_does_not_have(yueyang: ms.Programme) -> None:
    changed = with_indicator(yueyang, "startup-training", target=ms.Bound.parse(">= 9500 人"))
    (found,) = judge("A109", changed).findings
    assert found.working == "原文的数（9500人次）里没有录入的 9500 人"


def test_a109_finds_an_indicator_without_any_target(yueyang: ms.Programme) -> None:
    (found,) = judge("A109", with_indicator(yueyang, "farmland", target=None)).findings
    assert (found.subject, found.message) == ("farmland", "没有录入目标")


def test_a109_does_not_know_of_a_promise_without_any_figure(yueyang: ms.Programme) -> None:
    """县(市)二甲医院全覆盖: neither the text nor a column gives a figure."""
    changed = with_indicator(yueyang, "no1-middle-school", target=None)
    result = judge("A109", changed)
    assert [(u.subject, u.why) for u in result.unknown] == [
        ("no1-middle-school", "文字里没有数，也没有录入目标")
    ]
    assert (result.status, result.findings) == ("unknown", ())


def test_a109_does_not_know_whose_a_figure_of_the_text_is_where_the_target_is_not_there(
    yueyang: ms.Programme,
) -> None:
    """34310个 in the name, another figure in the column of targets: the province's, perhaps."""
    changed = with_indicator(yueyang, "household-toilets", target=ms.Bound.parse(">= 27000 个"), implied=True)
    result = judge("A109", changed)
    assert [u.why for u in result.unknown] == [
        "原文的数（34310个）里没有录入的 27000 个；目标另列，文字里的数不知是谁的"
    ]
    assert (result.status, result.findings) == ("unknown", ())


def test_a109_finds_a_tier_the_text_does_not_have(yueyang: ms.Programme) -> None:
    first, second = yueyang.indicator("sponge-city").tiers
    tiers = (attrs.evolve(first, target=ms.Bound.parse(">= 45 %")), second)
    (found,) = judge("A109", with_indicator(yueyang, "sponge-city", tiers=tiers)).findings
    assert found.subject == "sponge-city"
    assert found.working.endswith("里没有录入的 45 %")


def test_a109_passes_the_notice_and_names_what_it_only_implies(yueyang: ms.Programme) -> None:
    result = judge("A109", yueyang)
    assert result.status == "held"
    assert [(h.subject, h.working) for h in result.held] == [
        ("no1-middle-school", "原文没有写数，就是一件：>= 1 所"),
        ("tieshan-security", "原文没有写数，就是一件：>= 1 项"),
        ("tieshan-spillway", "原文没有写数，就是一件：>= 1 项"),
        ("", "与文字一致"),
    ]
    assert result.held[-1].where == "43 个目标"


# --- A110: 原件印刷无须更正 --------------------------------------------------------------


def test_a110_finds_a_unit_printed_as_a_bare_wan(yueyang: ms.Programme) -> None:
    (found,) = [f for f in judge("A110", yueyang).findings if f.subject == "users-unit"]
    assert found.where == "附件2第2项第3行"
    assert found.message == "印作“万”，读作“万人”"
    assert found.working == "单位栏只有数量级，没有单位；用户以人计"
    assert found.severity is ms.Severity.NOTE


def test_a110_passes_a_print_with_nothing_but_spelling_to_correct(yueyang: ms.Programme) -> None:
    spelling = tuple(erratum for erratum in yueyang.errata if erratum.only_spelling)
    assert len(spelling) == 3
    assert judge("A110", attrs.evolve(yueyang, errata=spelling)).status == "held"


# --- A105, where part and whole are both divided ------------------------------------------


def with_the_part_divided(programme: ms.Programme, **shares: int) -> ms.Programme:
    """The programme with 其中创业培训 divided as well, over the areas named."""
    part = with_indicator(programme, "startup-training", undivided="")
    indicator = part.indicator("startup-training")
    areas = part.allocation.areas
    cells = tuple(shares.get(name) for name in areas)
    row = ms.Row(indicator.id, "人次", areas, cells, project=3, text=indicator.text, source=indicator.source)
    allocation = attrs.evolve(part.allocation, rows=(*part.allocation.rows, row))
    return attrs.evolve(part, allocation=allocation)


def test_a105_finds_an_area_with_more_of_the_part_than_of_the_whole(yueyang: ms.Programme) -> None:
    changed = with_the_part_divided(yueyang, 平江县=2000, 云溪区=741, 城陵矶新港区=51)
    (found,) = judge("A105", changed).findings
    assert found.message == "有 2 处的任务数比总数的大"
    assert found.working == "云溪区 741 人次 > 740 人次；城陵矶新港区 51 人次 > 50 人次"
    assert found.subject == "startup-training"


def test_a105_finds_a_part_in_an_area_that_has_none_of_the_whole(yueyang: ms.Programme) -> None:
    whole = with_shares(yueyang, "skills-training", 云溪区=None)
    (found,) = judge("A105", with_the_part_divided(whole, 云溪区=1)).findings
    assert found.working == "云溪区 1 人次 > 0 人次"


def test_a105_passes_parts_up_to_the_whole_of_each_area(yueyang: ms.Programme) -> None:
    assert judge("A105", with_the_part_divided(yueyang, 平江县=2000, 云溪区=740)).status == "held"


# --- A111: 没有一行整行错了一格 ------------------------------------------------------------


def shifted(programme: ms.Programme, indicator: str) -> ms.Programme:
    """The programme with one row moved to the right by a column."""
    row = programme.allocation[indicator]
    cells = (None, *row.cells)
    return programme.with_row(attrs.evolve(row, cells=cells[:-1], city_share=cells[-1]))


def test_a111_finds_a_row_that_slipped_to_the_right(yueyang: ms.Programme) -> None:
    slipped = shifted(yueyang, "jobs")
    (found,) = judge("A111", slipped).findings
    assert found.message == "像是整行错了一格：左移一格，与其余各行更相合"
    assert found.working == "与其余各行的大小次序相合 53，移回后 995，至多 1735"
    assert found.subject == "jobs"
    assert found.severity is ms.Severity.NOTE
    assert judge("A101", slipped).status == "held"  # the hole fell off at the end, and the sum stayed


def test_a111_finds_the_last_area_in_the_citys_own_column(yueyang: ms.Programme) -> None:
    """The row of users has a share everywhere; what falls out of the last area stands at 市本级."""
    slipped = shifted(yueyang, "users")
    assert [f.subject for f in judge("A111", slipped).findings] == ["users"]
    assert slipped.allocation["users"].total == yueyang.allocation["users"].total


def test_a111_finds_a_row_that_slipped_to_the_left(yueyang: ms.Programme) -> None:
    """Where the first area has nothing, nothing is lost there either."""
    rows = tuple(attrs.evolve(row, cells=(None, *row.cells[1:])) for row in yueyang.allocation)
    programme = attrs.evolve(yueyang, allocation=attrs.evolve(yueyang.allocation, rows=rows))
    row = programme.allocation["irrigation"]
    slipped = programme.with_row(attrs.evolve(row, cells=(*row.cells[1:], None)))
    (found,) = judge("A111", slipped).findings
    assert found.message == "像是整行错了一格：右移一格，与其余各行更相合"
    assert found.working == "与其余各行的大小次序相合 89，移回后 967，至多 1734"


def test_a111_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("A111", yueyang)
    assert [(h.where, h.working) for h in result.held] == [("42 行任务数", "都不像错了一格")]
    assert result.status == "held"


def test_a111_passes_over_tables_too_small_to_have_a_pattern(yueyang: ms.Programme) -> None:
    slipped = shifted(yueyang, "jobs")
    few = [row for row in slipped.allocation if row.indicator in ("jobs", "users", "elevators", "farmland")]
    small = attrs.evolve(slipped, allocation=attrs.evolve(slipped.allocation, rows=tuple(few)))
    assert judge("A111", small).outcomes == ()


@pytest.mark.parametrize("odd", [(), (0,), (0, 5)])
def test_a_row_of_equal_shares_has_no_order_to_slip(yueyang: ms.Programme, odd: tuple[int, ...]) -> None:
    """4.3 in the first eight areas: moved by one column it would agree better, and means nothing."""
    row = yueyang.allocation["users"]
    many = len(row.cells)
    for first in range(many - 7):
        values = [Decimal("4.4") if n in odd else Decimal("4.3") for n in range(8)]
        cells = (*[None] * first, *values, *[None] * (many - 8 - first))
        changed = attrs.evolve(row, cells=cells, city_share=None)
        rows = tuple(changed if one.indicator == "users" else one for one in yueyang.allocation)
        programme = attrs.evolve(yueyang, allocation=attrs.evolve(yueyang.allocation, rows=rows))
        assert not judge("A111", programme).findings


# --- A112: 各地都要达到的数，没有一地与众不同 ----------------------------------------------


def test_a112_finds_the_one_area_that_has_another_number(yueyang: ms.Programme) -> None:
    (found,) = judge("A112", with_shares(yueyang, "e-licences", 平江县=8)).findings
    assert (found.message, found.working) == ("只有平江县是 8 类", "其余 8 处都是 80")
    assert (found.subject, found.severity) == ("e-licences", ms.Severity.NOTE)


def test_a112_says_how_many_it_looked_at(yueyang: ms.Programme) -> None:
    (held,) = judge("A112", yueyang).held
    assert (held.where, held.working) == ("集成可应用的电子证照种类超过80类", "9 处里没有一处独自不同")
    assert held.subject == "e-licences"


def test_a112_passes_areas_that_are_alike_and_areas_of_several_numbers(yueyang: ms.Programme) -> None:
    assert judge("A112", yueyang).status == "held"  # the city's own 10 is no area's
    several = with_shares(yueyang, "e-licences", 平江县=90, 岳阳县=90)
    assert judge("A112", several).status == "held"


# --- A113: 任务数没有比目标大得离奇 --------------------------------------------------------


def test_a113_finds_a_misplaced_point_where_more_is_asked_for(yueyang: ms.Programme) -> None:
    misplaced = with_shares(yueyang, "users", 平江县="432.4")
    (found,) = judge("A113", misplaced).findings
    assert found.message == "各地之和比总目标多出一成以上"
    assert found.working.endswith(" = 619.16 万人；619.16 万人，目标 > 230 万人")
    assert (found.subject, found.severity) == ("users", ms.Severity.WARNING)
    assert judge("A101", misplaced).status == "held"  # more than the target is asked for


def test_a113_finds_a_share_of_ten_times_what_each_must_reach(yueyang: ms.Programme) -> None:
    (found,) = judge("A113", with_shares(yueyang, "e-licences", 平江县=800)).findings
    assert (found.message, found.working) == ("有 1 处是目标 80 类 的十倍以上", "平江县 800 类")


def test_a113_says_what_it_looked_at(yueyang: ms.Programme) -> None:
    users, licences = judge("A113", yueyang).held
    assert (users.where, users.working) == ("用户数突破230万", "230.00 万人，目标 > 230 万人")
    assert (licences.where, licences.working) == (
        "集成可应用的电子证照种类超过80类", "10 处都不到 80 类 的十倍",
    )  # fmt: skip
    assert (users.subject, licences.subject) == ("users", "e-licences")


def test_a113_leaves_alone_what_must_not_be_passed_and_targets_of_nothing(yueyang: ms.Programme) -> None:
    """Ten times a limit is another rule's; ten times nothing is nothing."""
    many = with_shares(yueyang, "e-licences", 平江县=800)
    for target in ("<= 80 类", "< 80 类", "= 80 类", ">= 0 类", "> -1 类"):
        changed = with_indicator(many, "e-licences", target=ms.Bound.parse(target))
        assert said_of("e-licences", judge("A113", changed)) == [], target
    at_least = with_indicator(many, "e-licences", target=ms.Bound.parse(">= 80 类"))
    assert len(judge("A113", at_least).findings) == 1
    schools = at_least.project(at_least.allocation["high-schools"].project)
    each = tuple(
        attrs.evolve(one, additivity=Additivity.EACH, target=ms.Bound.parse("<= 2 所"))
        if one.id == "high-schools"
        else one
        for one in schools.indicators
    )
    both = attrs.evolve(
        at_least,
        projects=tuple(
            attrs.evolve(one, indicators=each) if one is schools else one for one in at_least.projects
        ),
        allocation=attrs.evolve(
            at_least.allocation,
            rows=tuple(
                attrs.evolve(row, additivity=Additivity.EACH) if row.indicator == "high-schools" else row
                for row in at_least.allocation
            ),
        ),
    )
    assert [f.subject for f in judge("A113", both).findings] == ["e-licences"]  # it comes after the schools


def test_a113_passes_a_tenth_more_and_less_than_ten_times(yueyang: ms.Programme) -> None:
    assert judge("A113", yueyang).status == "held"
    tenth = with_shares(yueyang, "users", 平江县="66.24")  # 253 of more than 230
    assert judge("A113", tenth).status == "held"
    assert judge("A113", with_shares(yueyang, "e-licences", 平江县=799)).status == "held"
    more = with_shares(yueyang, "users", 平江县="66.25")
    assert [f.subject for f in judge("A113", more).findings] == ["users"]


def test_a_gap_of_more_digits_than_an_amount_may_have_is_said() -> None:
    """The most that a share can be, and a target with decimals."""
    p = ms.load("yueyang-2023")
    row = p.allocation["farmland"]
    large = attrs.evolve(row, city_share=Decimal("9" * 40), cells=(None,) * len(row.cells))
    rows = tuple(large if one is row else one for one in p.allocation.rows)
    report = ms.check(attrs.evolve(p, allocation=attrs.evolve(p.allocation, rows=rows)))
    [found] = [one for one in report["A101"].findings if one.where == row.text]
    assert found.message.endswith("9957.7 万亩")
