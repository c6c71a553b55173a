"""The year's end in one report and one document; everything of the year is invented."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import attrs
import docx
import pytest

import minsheng as ms
from minsheng.bulletins import YearEnd, year_end
from minsheng.cli import main
from minsheng.domain import Acceptance, Acceptances, Works
from minsheng.scoring import Answers, Event, Needed, RewardList, RewardPolicy, rewarded, satisfaction
from tests.invented_acceptance import smaller
from tests.measuring.test_upkeep import toilet

Capture = pytest.CaptureFixture[str]
day = datetime.date
DAY = day(2024, 1, 31)
ITEM = ms.scoring.Item("work", "工作", ms.scoring.Given(), 100)
SCHEME = ms.scoring.Scheme("x", "某市考核办法", "", items=(ITEM,), total=100)
LISTS = RewardPolicy("某市激励约束办法", (
    RewardList("best", "通报表扬", first=2, excluded_by=("安全事故",), marks=("2", "1")),
    RewardList("talk", "约谈", needs=(Needed("月通报末位", 2),)),
))  # fmt: skip


@cache
def ranking() -> ms.Ranking:
    areas = ms.load("yueyang-2023").areas
    return ms.score_records(SCHEME, {area.name: {"work_mark": 90 - at} for at, area in enumerate(areas)})


@cache
def whole() -> YearEnd:
    p, register, done = smaller()
    works = Works(
        (
            toilet("东街"),
            toilet("西街", used=None),
            toilet("南街", area="云溪区", out=day(2024, 1, 3), keeper=""),
        )
    )
    survey = satisfaction(
        (
            Answers("平江县", "入户", 90, 5, 5),
            Answers("云溪区", "入户", 46, 1, 3),
            Answers("君山区", "入户", 30, 5, 15),
        )
    )
    lists = rewarded(
        ranking(), LISTS, events=[Event("岳阳县", "安全事故"), Event("君山区", "月通报末位", count=2)]
    )
    return year_end(
        p, done, acceptance=register, ranking=ranking(), rewards=lists, survey=survey, works=works,
        notes=("另有两项待省里复核。",), on=DAY, office="市实事办",
    )  # fmt: skip


def section(heading: str, of: YearEnd | None = None) -> str:
    [found] = [one for one in (of or whole()).bulletin.sections if one.heading == heading]
    return "\n".join(one.text for one in found.sentences)


def test_every_part_has_its_section_in_the_order_of_the_chain() -> None:
    made = whole().bulletin
    assert [one.heading for one in made.sections] == [
        "总体进展", "进展落后的项目", "核实情况", "验收情况", "各地排名", "激励约束", "群众满意度",
        "建管用情况", "需要核对整改的问题", "其他情况", "下一步工作",
    ]  # fmt: skip
    assert made.title.text == "关于2023年重点民生实事项目验收考核情况的通报"
    assert made.kind is ms.bulletins.BulletinKind.YEAR
    assert "现将截至2023年12月31日的岳阳市重点民生实事项目验收考核情况通报如下" in made.opening.text


def test_acceptance_says_each_step_and_what_is_not_mended() -> None:
    said = section("验收情况")
    p, register, done = smaller()
    listed = ms.measuring.acceptance_standings(p, register, progress=done, on=DAY)
    for step in p.acceptance:
        own = [one for one in listed if one.step.id == step.id]
        if own:
            decided = sum(one.decision is not None for one in own)
            assert f"{step.actor}{step.action}：应验收{len(own)}项次，已验收{decided}项次" in said
    assert "8 台没有检验合格，逾期37天" in said


def test_who_has_not_accepted_is_named() -> None:
    p, register, done = smaller()
    kept = tuple(one for one in register.acceptances if (one.area, one.step) != ("平江县", "county"))
    without = attrs.evolve(register, acceptances=kept)
    told = section("验收情况", year_end(p, done, acceptance=without, on=DAY))
    [named] = [line for line in told.splitlines() if line.startswith("尚未验收的：")]
    assert named.startswith("尚未验收的：平江县")
    assert "岳阳县" not in named


def test_rewards_name_who_and_why_and_who_is_left_out() -> None:
    said = section("激励约束")
    assert "列入：平江县（第1名，加2分）。" in said
    assert "名次符合但不予列入：岳阳县（第2名，有安全事故1次）。" in said
    assert "列入：君山区（月通报末位2次）。" in said


def test_satisfaction_says_what_cannot_be_told_apart() -> None:
    said = section("群众满意度")
    assert "分不出高低的：平江县与云溪区" in said
    assert "君山区满意率70.00%" in said


def test_upkeep_names_what_stands_idle() -> None:
    said = section("建管用情况")
    assert "2023年建成3处，在用1处（33.33%）。" in said
    assert "建成未用的：平江县西街。" in said
    assert "停用的：云溪区南街。" in said


def test_every_finding_of_the_document_is_one_of_the_report() -> None:
    """And what other sections tell, or what is about the notice itself, is not repeated."""
    found = whole().report.findings
    codes = {fact.rule for fact in whole().bulletin.facts if fact.rule}
    assert codes <= {one.code for one in found}
    assert not codes & {"P101", "P103", "V101", "V108", "U101", "U103"}
    assert not {code for code in codes if code[0] in "RA"}
    assert {one.code for one in found} & {"V108", "U103"}  # which the report has all the same


def test_what_is_found_is_a_sentence_for_each_kind_and_each_place_stands_in_the_annex() -> None:
    """One area that accepted nothing is one sentence, without a rule's code; the last annex has all."""
    p, register, done = smaller()
    kept = tuple(one for one in register.acceptances if one.step != "county")
    made = year_end(p, done, acceptance=attrs.evolve(register, acceptances=kept), on=DAY)
    said = section("需要核对整改的问题", made)
    lines = [one for one in made.report.findings if one.code == "V103"]
    own = sum(one.where.startswith("平江县 ") for one in lines)
    assert f"有{len(lines)}项没有评估验收就汇总审核，涉及" in said
    assert f"平江县{own}项" in said
    assert not re.search("[A-Z][0-9]{3}", said)
    listed = made.bulletin.annexes[-1].rows
    assert {(one.where, one.message, one.working) for one in lines} <= {*listed}


def test_both_reported_and_accepted_figures_are_counted() -> None:
    """What was reported as done and not accepted is done by the one, and not by the other."""
    p, register, done = smaller()
    said = section("总体进展", year_end(p, done, acceptance=register, on=DAY))
    assert "，按上报数，已完成全年任务" in said
    assert "按验收认定数，已完成全年任务" in said
    nothing = section("总体进展", year_end(p, done, acceptance=Acceptances(), on=DAY))
    assert "按验收认定数，没有认定数、无法判断" in nothing
    assert "按时间计" not in said
    assert "按上报数" not in section("总体进展", year_end(p, done))


def test_what_every_area_must_reach_is_judged_by_the_areas() -> None:
    """Nobody reports 80类 of the whole city: it is behind if an area is, and not without data."""
    p = ms.load("yueyang-2023")
    [row] = [row for row in p.allocation if row.indicator == "e-licences"]
    areas = [name for name, share in row.shares.items() if share is not None]
    year = ms.Period.of_year(2023)
    records = [ms.Record("e-licences", year, ms.Amount(81, "类"), area) for area in (*areas, "市本级")]
    assert "已完成全年任务1项" in section("总体进展", year_end(p, ms.Progress(tuple(records))))
    records[0] = attrs.evolve(records[0], value=ms.Amount(80, "类"))
    assert "落后1项" in section("总体进展", year_end(p, ms.Progress(tuple(records))))
    assert "，未超过80类" in section("进展落后的项目", year_end(p, ms.Progress(tuple(records))))
    some = year_end(p, ms.Progress(tuple(records[1:3])))
    assert "缺少数据、无法判断51项" in section("总体进展", some)


def test_a_figure_that_only_reaches_what_is_to_be_exceeded_is_said_to_fall_short() -> None:
    """80类 of 超过80类 are 100 %, and behind."""
    p = ms.load("yueyang-2023")
    done = ms.Record("e-licences", ms.Period.of_year(2023), ms.Amount(80, "类"), "平江县")
    assert "平江县（80类，未超过80类）" in section("进展落后的项目", year_end(p, ms.Progress((done,))))


def test_what_is_not_given_has_no_section() -> None:
    p, _, done = smaller()
    plain = year_end(p, done)
    assert not {"验收情况", "各地排名", "激励约束", "群众满意度", "建管用情况"} & {
        s.heading for s in plain.bulletin.sections
    }
    assert plain.on == day(2023, 12, 31)
    assert {one.rule.family for one in plain.report.results if one.skipped} >= {"V", "U"}


def test_nothing_is_accepted_without_acceptances() -> None:
    p, _, done = smaller()
    told = section("验收情况", year_end(p, done, acceptance=Acceptances()))
    assert "尚未开展" in told
    assert "尚未验收的" not in told


@pytest.mark.parametrize(("given", "said"), [
    ({"on": day(2023, 12, 30)}, "looked at on its last day"),
    ({"rewards": rewarded(ranking(), LISTS, events=())}, "rewards are of another ranking"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(given: dict[str, object], said: str) -> None:
    p, _, done = smaller()
    with pytest.raises(ValueError, match=said):
        year_end(p, done, **given)  # type: ignore[arg-type]  # each of its own kind


def test_a_year_without_figures_and_the_wrong_function() -> None:
    p, register, done = smaller()
    with pytest.raises(ms.DataError, match="2023年一个数也没有"):
        year_end(p, ms.Progress(), acceptance=register)
    with pytest.raises(ValueError, match=r"call minsheng\.bulletins\.year_end"):
        ms.bulletin(p, done, "2023年12月", kind=ms.bulletins.BulletinKind.YEAR)


def test_as_word_and_as_a_page(tmp_path: Path) -> None:
    made = whole().bulletin
    made.to_docx(tmp_path / "年终.docx")
    made.to_page(tmp_path / "年终.html")
    paragraphs = docx.Document(str(tmp_path / "年终.docx")).paragraphs
    listed = [one for one in paragraphs if one.style is not None and one.style.name == "民生附件说明"]
    kept = [one.paragraph_format.keep_with_next for one in listed]
    assert len(kept) > 2
    assert kept == [*[None] * (len(kept) - 1), True]  # with the signature, on whatever page
    text = (tmp_path / "年终.html").read_text("utf-8")
    assert "验收考核情况的通报" in text
    for heading in ("验收情况", "激励约束", "群众满意度", "建管用情况"):
        assert f"<h2>{heading}</h2>" in text
    assert text.count("化粪池盖板缺损") == 1  # the register of mending
    assert str(made).index("〔　　　〕") < str(made).index("关于2023年")  # the number above the title


# --- the command -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an office has at the year's end, as files."""
    folder = tmp_path_factory.mktemp("年终")
    p = ms.load("yueyang-2023")
    done = ms.Record("public-toilets", ms.Period.of_year(2023), ms.Amount(3, "座"), area="平江县")
    seen = Acceptance(
        "public-toilets",
        "county",
        "合格",
        "平江县",
        ms.Amount(3, "座"),
        on=datetime.date(2023, 12, 8),
        by="平江县",
    )
    ms.writing.write_register(ms.Progress((done,)), p, folder / "台账.xlsx")
    ms.write_table(Acceptances((seen,)).table(), folder / "验收.csv")
    work = "名称,指标,地区,年度,建成日期,投用日期\n西街公厕,public-toilets,平江县,2023,2023-11-01,\n"
    (folder / "工程.csv").write_text(work, "utf-8")
    (folder / "答卷.csv").write_text("地区,项,满意,不满意\n平江县,入户,90,10\n", "utf-8")
    return folder


def run(files: Path, *options: str) -> int:
    given = [str(files / one) if "." in one and not one.startswith("-") else one for one in options]
    return main(["year-end", "yueyang-2023", "--progress", str(files / "台账.xlsx"), *given])


def test_from_files_to_a_document(files: Path, capsys: Capture) -> None:
    options = (
        "--acceptance",
        "验收.csv",
        "--works",
        "工程.csv",
        "--survey",
        "答卷.csv",
        "--on",
        "2024-01-31",
    )
    assert run(files, *options, "--out", "通报.docx", "--page", "通报.html") == 1
    out = capsys.readouterr().out
    assert "写好了" in out
    assert "待填：落款单位" in out
    assert "【发现】U103 建成的工程在用" in out
    assert (files / "通报.docx").stat().st_size > 10_000
    assert run(files, *options) == 1
    out = capsys.readouterr().out
    assert "建成未用的：平江县西街公厕。" in out
    assert "满意率90.00%" in out


SCHEME_FILE = """\
name = "moushi"
title = "某市考核办法"
source = "编的"
total = 100

[[items]]
id = "homes"
title = "入户调查"
form = "survey"
weight = 60

[[items]]
id = "vote"
title = "表决"
form = "vote"
weight = 40
"""


def test_one_file_of_answers_serves_the_scheme_and_the_section(files: Path, capsys: Capture) -> None:
    """The scheme takes the items it asks for; the section tells of surveys, and of no vote."""
    (files / "办法.toml").write_text(SCHEME_FILE, "utf-8")
    head, areas = "地区,项,满意,不满意,全体\n", [area.name for area in ms.load("yueyang-2023").areas]
    rows = [f"{area},homes,90,10,\n{area},vote,30,4,34\n" for area in areas]
    (files / "答.csv").write_text(head + "".join(rows), "utf-8")
    assert run(files, "--scheme", "办法.toml", "--survey", "答.csv") == 1
    out = capsys.readouterr().out
    assert "访问1300户，满意率90.00%" in out
    assert "第一名平江县、" in out
    (files / "另.csv").write_text(head + "平江县,phone,90,10,\n平江县,homes,90,10,\n", "utf-8")
    assert run(files, "--survey", "另.csv", "--item", "phone") == 1
    for options, said in (
        (["--survey", "另.csv"], "答卷里有几项调查：phone、homes；请用 --item"),
        (["--survey", "答卷.csv", "--scheme", "办法.toml"], "里的项是入户，评分办法要的是homes、vote"),
        (["--survey", "工程.csv"], "缺少“满意”列"),
        (["--survey", "另.csv", "--households", "另.csv"], "这是答卷的表，这里要户数的表"),
    ):
        assert run(files, *options) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(("options", "said"), [
    (["--accepted"], "--accepted 要和 --scheme 一起用"),
    (["--rewards", "激励.toml"], "--rewards 要和 --scheme 一起用"),
    (["--households", "户数.csv"], "--households 要和 --survey 一起用"),
    (["--template", "模板.docx"], "--template 要和 --out 一起用"),
    (["--out", "通报.pdf"], "写不了"),
    (["--on", "年底"], "不是日期"),
    (["--on", "2023-06-30"], "年终看的是"),
    (["--works", "没有.csv"], "没有这个文件"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(options: list[str], said: str, files: Path, capsys: Capture) -> None:
    assert run(files, *options) == 2
    assert said in capsys.readouterr().err


REWARDS_FILE = """\
title = "某办法"

[[lists]]
id = "best"
title = "通报表扬"
first = 3
excluded_by = ["安全事故"]
"""
LATE_FILE = """\
name = "moushi"
title = "某市考核办法"
source = "编的"
total = 100

[[items]]
id = "late"
title = "整改"
form = "bands"
weight = 100
takes = "late"
no_figure = "full"
less_pays = "越少越好"
bands = [{ high = 30, points = 100 }, { low = 30, points = 20 }]

[[items]]
id = "circulars"
title = "通报"
form = "per-event"
role = "deduction"
event = "通报批评"
each = 1
"""


def test_the_ranking_sees_acceptance_and_the_lists_what_only_they_go_by(files: Path, capsys: Capture) -> None:
    late = Acceptance(
        "public-toilets", "county", "不合格", "平江县", ms.Amount(2, "座"), datetime.date(2023, 12, 8),
        "平江县", "没有通水", datetime.date(2023, 12, 20),
    )  # fmt: skip
    ms.write_table(Acceptances((late,)), files / "逾期.csv")
    (files / "激励.toml").write_text(REWARDS_FILE, "utf-8")
    (files / "逾期.toml").write_text(LATE_FILE, "utf-8")
    (files / "事.csv").write_text("对象,事项,日期\n平江县,安全事故,2023-05-01\n", "utf-8")
    options = ["--acceptance", "逾期.csv", "--scheme", "逾期.toml", "--rewards", "激励.toml"]
    assert run(files, *options, "--events", "事.csv", "--on", "2024-01-31") == 1
    out = capsys.readouterr().out
    assert "逾期42天" in out
    assert "第十三名平江县（20.00分）" in out  # 20 of 100 where the others have 100
    (files / "名.csv").write_text("对象,事项,日期\n平江,安全事故,2023-05-01\n", "utf-8")
    assert run(files, *options, "--events", "事.csv", "--happened", "事.csv") == 2
    assert "没有事项“安全事故”" in capsys.readouterr().err
    assert run(files, *options, "--happened", "名.csv") == 2
    assert "没有排名对象“平江”" in capsys.readouterr().err


def test_a_survey_of_nobody_is_refused(files: Path, capsys: Capture) -> None:
    (files / "谁.csv").write_text("地区,项,满意,不满意\n平江,入户,90,10\n", "utf-8")
    assert run(files, "--survey", "谁.csv") == 2
    assert "没有地区“平江”，最接近的是“平江县”" in capsys.readouterr().err


def test_all_that_is_wrong_is_told_at_once(files: Path, capsys: Capture) -> None:
    (files / "别.csv").write_text("项目,数\nx,3\n", "utf-8")
    bad = str(files / "别.csv")
    options = ["--acceptance", bad, "--works", bad, "--issued", "x", "--on", "3024-01-01"]
    assert main(["year-end", "yueyang-2023", *options, "--template", "没有.docx", "--out", "甲.docx"]) == 2
    said = capsys.readouterr().err
    for one in (
        "没有自带的完成数",
        "认不出是哪一种表",
        "缺少“投用日期”列",
        "“x”不是日期",
        "没有这个文件",
        "也不在次年",
    ):
        assert one in said
    assert main(["year-end", "yueyang-2023", "--progress", bad]) == 2
    assert "先用 minsheng progress 加 --learn，写 --columns" in capsys.readouterr().err
