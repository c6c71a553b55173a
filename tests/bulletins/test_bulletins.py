"""Bulletins: every number has its origin, only who is behind is named, nothing is said that is not known."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.bulletins.facts import joined, sentence
from minsheng.bulletins.sections import in_chinese
from minsheng.domain.written import percent
from minsheng.testing import progresses
from tests.bulletins.invented import LIGHTS, P, invented
from tests.tries import tries

NOVEMBER = ms.load("yueyang-2019")
REPORTED = ms.read_progress("yueyang-2019", NOVEMBER)
JUNE, MAY = invented(6), invented(5)


def said(bulletin: ms.bulletins.Bulletin, heading: str) -> str:
    """The text of the section under a heading."""
    [section] = [one for one in bulletin.sections if one.heading == heading]
    return "".join(one.text for one in section.sentences)


def headings(bulletin: ms.bulletins.Bulletin) -> list[str]:
    return [section.heading for section in bulletin.sections]


# --- laws ---------------------------------------------------------------------------------------

ITEMS = ("jobs", "rural-roads", "subsistence-rural", "toilets-public", "farmland")
SOME = [item.id for project in P.projects for item in project.items][:12]
months = st.integers(1, 12).map(lambda month: ms.Period.month(2023, month))
registers = progresses(indicators=SOME, areas=(None, "市本级", *(area.name for area in P.areas[:4])))


@tries(10)
@given(registers, months, st.sampled_from((None, LIGHTS)))
def test_every_number_is_a_fact_and_only_who_is_behind_is_named(
    progress: ms.Progress, period: ms.Period, lights: ms.measuring.LightPolicy | None
) -> None:
    """No digit stands in a sentence but in its facts; who is named as behind is, and all who are are."""
    found = ms.standings(P, progress, on=period.last, areas=areas(), policy=lights)
    if not any(part.figure.records for part in found):
        with pytest.raises(ms.DataError, match="一个数也没有"):
            ms.bulletin(P, progress, period, lights=lights)
        return
    bulletin = ms.bulletin(P, progress, period, lights=lights)
    for one in bulletin.sentences:
        rest = "".join(str(part) for part in one.parts if not isinstance(part, ms.bulletins.Fact))
        assert not re.search(r"\d", rest)
    late = {(part.item, part.area or "") for part in found if part.behind}
    [section] = [one for one in bulletin.sections if one.heading == "进展落后的项目"]
    facts = [fact for one in section.sentences for fact in one.facts]
    named = {(fact.item, fact.area) for fact in facts if fact.what in ("落后的地区", "落后百分点")}
    assert named <= late
    assert {area for _, area in late if area} == {fact.area for fact in facts if fact.what == "落后的地区"}
    for fact in facts:
        if fact.what == "完成率":
            assert fact.text == percent(Fraction(fact.exact.removesuffix("%")) / 100)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(("甲", "1", "－", "２", "①", "三")), max_size=5).map("".join))
def test_a_digit_outside_the_facts_is_refused(words: str) -> None:
    if any(map(str.isdigit, words)):
        with pytest.raises(ValueError, match="a number in a sentence is a Fact"):
            ms.bulletins.Sentence((words,))
    else:
        assert ms.bulletins.Sentence((words,)).text == words


@given(st.integers(1, 99))
def test_numbers_in_chinese_are_read_back(number: int) -> None:
    assert ms.Period.parse(f"前{in_chinese(number)}个月", 2023).last.month == number if number <= 12 else True
    assert len(in_chinese(number)) <= 3


def test_phrases_are_joined_by_marks_between_them() -> None:
    words = joined([["甲", ("县",)], ms.bulletins.Fact("3", "数"), ms.bulletins.Blank("日期")], "，")
    assert sentence(words, "。").text == "甲县，3，〔　　　〕。"


# --- what is said -------------------------------------------------------------------------------


def test_november_2019_says_what_its_table_says() -> None:
    bulletin = ms.bulletin(NOVEMBER, REPORTED, "2019年11月", lights=LIGHTS)
    assert headings(bulletin) == ["总体进展", "进展落后的项目", "亮灯情况", "下一步工作"]
    whole = said(bulletin, "总体进展")
    assert "已完成全年任务12项（占60.00%），达到进度要求4项（占20.00%），落后2项（占10.00%）" in whole
    assert "2个有指标落后（第8、11项）" in whole
    late = said(bulletin, "进展落后的项目")
    assert "全市完成127258户，完成率88.20%，落后序时进度3.47个百分点。" in late
    assert "牵头单位：文化旅游广电局" in late
    assert "60座台站" not in late  # a text is no figure: unknown, not behind
    assert said(bulletin, "亮灯情况").startswith("全市绿灯17项；红灯1项：“新增15万户直播卫星用户”")
    assert [table.title.partition("（")[0] for table in bulletin.annexes] == [
        "落后的项目", "达到进度的项目", "缺少数据的项目",
    ]  # fmt: skip
    assert {blank.what for blank in bulletin.blanks} == {
        "发文字号", "主送机关", "下一步工作", "落款单位", "成文日期",
    }  # fmt: skip


def test_a_sentence_is_explained_by_its_facts() -> None:
    bulletin = ms.bulletin(NOVEMBER, REPORTED, "2019年11月")
    explained = bulletin.explain("127258户")
    assert "household-toilets" in explained
    with pytest.raises(ValueError, match="no sentence contains '没有说'"):
        bulletin.explain("没有说")


def test_who_is_silent_is_said_to_be_silent_and_never_behind() -> None:
    bulletin = ms.bulletin(P, invented(6, silent=("临湘市",)), "2023年6月")
    assert "临湘市" not in said(bulletin, "进展落后的项目")
    assert re.search(r"2023年6月未报的有.*临湘市\d+项", said(bulletin, "报送情况"))


def test_what_has_changed_since_the_last_one() -> None:
    before = ms.bulletin(P, MAY, "2023年5月", lights=LIGHTS)
    after = ms.bulletin(P, JUNE, "2023年6月", lights=LIGHTS, previous=before)
    changed = said(after, "与上期相比")
    then = {
        (s.item, s.area): s.behind for s in ms.standings(P, MAY, on=datetime.date(2023, 5, 31), areas=areas())
    }
    now = {
        (s.item, s.area): s.behind
        for s in ms.standings(P, JUNE, on=datetime.date(2023, 6, 30), areas=areas())
    }
    caught = {key for key, behind in now.items() if behind is False and then.get(key) is True}
    facts = [f for s in after.sections for one in s.sentences for f in one.facts if f.what == "赶上的地区"]
    assert {(fact.item, fact.area or None) for fact in facts} == caught
    assert "由红灯转为绿灯的有" in changed
    assert "更正" not in changed


def areas() -> tuple[str | None, ...]:
    return (None, *(area.name for area in P.areas), "市本级")


def test_a_correction_is_said_once() -> None:
    """What the bulletin of May had wrong is corrected in that of June, and not again in that of July."""
    wrong = attrs.evolve(MAY, records=tuple(
        attrs.evolve(r, value=ms.Amount(100, "人"))
        if (r.indicator, r.area, r.period.last.month) == ("jobs", "平江县", 5) else r
        for r in MAY.records
    ))  # fmt: skip
    may = ms.bulletin(P, wrong, "2023年5月")
    june = ms.bulletin(P, JUNE, "2023年6月", previous=may)
    july = ms.bulletin(P, invented(7), "2023年7月", previous=june)
    assert (
        "更正：平江县“城镇新增就业5.9万人”截至2023年5月31日的完成数，上期为100人，现更正为" in june.to_text()
    )
    assert "更正" not in july.to_text()


def test_ties_share_a_place() -> None:
    item = ms.scoring.Item("x", "就业", ms.scoring.Proportional(), 100, indicators=("x",))
    scheme = ms.scoring.Scheme(
        "t", "某评分办法", "", items=(item,), total=100, rounding=(ms.scoring.RoundAt.TOTAL,)
    )
    done = {"平江县": 90, "岳阳县": 80, "华容县": 80, "湘阴县": 70}
    ranking = ms.score_records(scheme, {a: {"x_target": 100, "x_actual": n} for a, n in done.items()})
    text = said(ms.bulletin(P, JUNE, "2023年6月", ranking=ranking), "各地排名")
    assert "第一名平江县（90.00分）；第二名岳阳县、华容县（并列，80.00分）；第四名湘阴县（70.00分）。" in text


def test_each_kind_has_its_own_parts() -> None:
    brief = ms.bulletin(P, invented(5), ms.Period.ten_days(2023, 6, 2))
    assert brief.kind is ms.bulletins.BulletinKind.TEN_DAYS
    quarter = ms.bulletin(P, JUNE, "2023年二季度")
    assert quarter.title.text == "关于2023年第二季度重点民生实事项目进展情况的总结"
    assert "截至2023年5月31日" in said(quarter, "各月进展")
    notice = ms.bulletin(
        NOVEMBER,
        REPORTED,
        "2019年1—11月",
        kind=ms.bulletins.BulletinKind.NOTICE,
        objections_until="2019年12月2日至8日",
    )
    assert notice.title.text.endswith("完成情况的公示")
    assert "公示时间为2019年12月2日至8日" in said(notice, "异议受理")
    assert "进展落后的项目" not in headings(notice)
    assert len(notice.annexes) == 1


def test_what_was_verified_and_what_was_found() -> None:
    record = next(
        r for r in JUNE.records if (r.indicator, r.area, r.period.last.month) == ("jobs", "平江县", 6)
    )
    checked = attrs.evolve(record, value=ms.Amount(1, "人"), verified=True)
    progress = attrs.evolve(JUNE, records=(*JUNE.records, checked))
    report = ms.check(
        P, progress=progress, rules=ms.select(ms.STANDARD_RULES, "P"), on=datetime.date(2023, 6, 30)
    )
    bulletin = ms.bulletin(P, progress, "2023年6月", report=report, notes=("以上为虚构",))
    assert "与上报数不一致的1个。平江县“城镇新增就业5.9万人”上报" in said(bulletin, "核实情况")
    codes = {fact.rule for fact in bulletin.facts if fact.rule}
    assert codes == {finding.code for finding in report.findings}
    assert said(bulletin, "其他情况") == "以上为虚构"


# --- refusals -----------------------------------------------------------------------------------


def test_nothing_to_report_is_refused() -> None:
    with pytest.raises(ms.DataError, match="一个数也没有"):
        ms.bulletin(P, ms.Progress(), "2023年6月")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"period": "2023年1—5月"}, "neither ten days, a month nor a quarter"),
        ({"kind": "quarter"}, "kind is 'quarter', but 2023年6月 is of the kind 'month'"),
        ({"contact": "市实事办"}, "are for a public notice"),
        ({"previous": ms.bulletin(P, JUNE, "2023年6月")}, "of an earlier day"),
        ({"previous": ms.bulletin(NOVEMBER, REPORTED, "2019年11月")}, "of the same programme"),
        ({"period": "2022年6月"}, "2022-06-30 不在 2023 年"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        ms.bulletin(P, JUNE, **({"period": "2023年6月"} | given))  # type: ignore[arg-type]  # wrong on purpose
