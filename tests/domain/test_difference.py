"""The exact difference between two programmes, and what an office says of one held against another."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minsheng as ms
from minsheng.cli import main
from minsheng.domain import compare_programmes, programme_diff
from minsheng.testing import programmes
from tests.reading.notices.test_notice import ANSWERS, NOTICE


def test_nothing_changed(yueyang: ms.Programme) -> None:
    assert not programme_diff(yueyang, yueyang)


def test_changes_are_told_by_path_and_in_chinese(yueyang: ms.Programme) -> None:
    project = yueyang.project(3)
    jobs = attrs.evolve(project.indicators[0], target=ms.Bound.parse(">= 6 万人"))
    assignment = attrs.evolve(
        project.assignments[0], open_ended=False, responsible_agencies=("市财政局", "市教体局")
    )
    project = attrs.evolve(project, indicators=(jobs, *project.indicators[1:]), assignments=(assignment,))
    projects = tuple(project if old.number == 3 else old for old in yueyang.projects)
    changed = attrs.evolve(yueyang, projects=projects, errata=yueyang.errata[1:])
    changed = changed.with_row(changed.allocation["skills-training"].replace(市本级=None))
    found = programme_diff(yueyang, changed)
    assert [(c.path, c.where, c.old, c.new) for c in found] == [
        (
            "projects.3.assignments.1.responsible_agencies",
            "第3项 责任分工 1 责任单位",
            "市财政局",
            "市财政局、市教体局",
        ),
        ("projects.3.assignments.1.open_ended", "第3项 责任分工 1 名单有“等”", "是", "否"),
        ("projects.3.indicators.jobs.target", "第3项 城镇新增就业5.9万人 目标", ">= 5.9 万人", ">= 6 万人"),
        (
            "allocation.rows.skills-training.city_share",
            "任务数 开展补贴性职业技能培训3万人次，其中创业培训9500人次 市本级",
            "9025",
            "/",
        ),
        ("errata.users-unit", "勘误 users-unit", "users-unit", ""),
    ]
    assert len(found.table()) == len(found.to_records()) == 5
    assert "有 5 处不同" in str(found)


def test_two_readings_differ_where_the_reading_says(yueyang: ms.Programme) -> None:
    other = ms.reread(yueyang, {"drinking-water-areas": "one-to-the-left"})
    paths = [change.path for change in programme_diff(yueyang, other)]
    reading = yueyang.reading("drinking-water-areas")
    option = next(option for option in reading.options if option.id == "one-to-the-left")
    assert set(paths) == {change.path for change in option.changes} | {f"readings.{reading.id}.chosen"}


@settings(max_examples=25)
@given(programmes(), programmes())
def test_no_difference_is_equality(one: ms.Programme, other: ms.Programme) -> None:
    """Two programmes differ where they are not equal, and the other way round what was is what is."""
    there, back = programme_diff(one, other), programme_diff(other, one)
    assert bool(there) == (one != other)
    assert {(c.path, c.old, c.new) for c in there} == {(c.path, c.new, c.old) for c in back}


@settings(max_examples=25)
@given(programmes(), st.data())
def test_one_changed_cell_is_one_change(programme: ms.Programme, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(programme.allocation.rows))
    name, share = data.draw(st.sampled_from(row.present))
    [change] = programme_diff(programme, programme.with_row(row.replace(**{name: share + 1})))
    assert change.where == f"任务数 {row.text} {name}"


# --- compared -----------------------------------------------------------------------------


def read(folder: Path, text: str, name: str) -> ms.Programme:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(text, "utf-8")
    return ms.read_notice(folder / f"{name}.txt", name=name, city="某市", year=int(name[-4:])).programme()


OLD = """\
附件1

序号\t项目名称\t牵头领导\t牵头单位\t责任人\t责任单位
1\t住房改造\t张三\t市住建局\t李四\t市财政局
2\t扩大就业\t张三\t市人社局\t王五\t市财政局
3\t提高低保标准\t张三\t市民政局\t赵六\t市财政局

注：1—3项为市级重点民生实事

附件2

序号\t项目\t\t单位\t甲县\t乙区\t丙县\t备注
1\t住房改造\t改造老旧小区60个\t个\t10\t20\t30\t
\t\t修缮敬老院10所\t所\t2\t3\t5\t
2\t扩大就业\t城镇新增就业5万人\t人\t10000\t20000\t20000\t
3\t提高低保标准\t城市低保标准不低于650元/月\t元/月\t标准不低于650元/月\t\t\t
"""
NEW = (
    OLD.replace("改造老旧小区60个\t个\t10\t20\t30", "改造老旧小区70个\t个\t10\t25\t35")
    .replace("修缮敬老院10所", "维护养老院10所")
    .replace("5万人\t人\t10000", "4.5万人\t人\t5000")
    .replace("650元/月", "700元/月")
    .replace("市人社局\t王五\t市财政局", "市人社局\t钱七\t市财政局、市教体局")
    .replace("3项为", "4项为")
    .replace("\n\n注", "\n4\t建设公园\t张三\t市城管局\t周八\t市财政局\n\n注")
    + "4\t建设公园\t建设公园6个\t个\t1\t2\t3\t\n"
)


@pytest.fixture
def years(tmp_path: Path) -> tuple[ms.Programme, ms.Programme]:
    return read(tmp_path, OLD, "moushi-2023"), read(tmp_path, NEW, "moushi-2024")


def test_next_years_notice_is_told_in_the_words_of_an_office(
    years: tuple[ms.Programme, ms.Programme],
) -> None:
    found = [(d.kind, d.where, d.old, d.new, d.note) for d in compare_programmes(*years)]
    assert found == [
        ("目标提高", "第1项 改造老旧小区60个", "不低于 60 个", "不低于 70 个", "+10 个，+16.67%"),
        ("任务数", "第1项 改造老旧小区60个", "60 个", "70 个", "乙区 20→25，+5；丙县 30→35，+5"),
        ("取消指标", "第1项", "修缮敬老院10所", "", ""),
        ("责任人", "第2项 扩大就业", "王五", "钱七", ""),
        ("责任单位", "第2项 扩大就业", "市财政局", "市财政局、市教体局", "增加 市教体局"),
        ("目标降低", "第2项 城镇新增就业5万人", "不低于 5 万人", "不低于 4.5 万人", "-0.5 万人，-10.00%"),
        ("任务数", "第2项 城镇新增就业5万人", "50000 人", "45000 人", "甲县 10000→5000，-5000"),
        (
            "标准提高", "第3项 城市低保标准不低于650元/月 县、区",
            "不低于 650 元/月", "不低于 700 元/月", "+50 元/月，+7.69%",
        ),
        ("新增指标", "第1项", "", "维护养老院10所", ""),
        ("新增项目", "第4项", "", "建设公园", ""),
        (
            "可能是同一项", "project-1-2 与 elderly-care", "修缮敬老院10所", "维护养老院10所",
            "3 个地区的任务数相同；若是，请用 same（--same project-1-2=elderly-care）",
        ),
    ]  # fmt: skip


def test_what_was_renamed_is_taken_only_if_said(years: tuple[ms.Programme, ms.Programme]) -> None:
    found = compare_programmes(*years, same={"project-1-2": "elderly-care"})
    kinds = [d.kind for d in found]
    assert not {"可能是同一项", "取消指标", "新增指标"} & {*kinds}
    assert [d.note for d in found if d.kind == "改了文字"] == ["project-1-2 → elderly-care"]
    for same in ({"project-9-9": "elderly-care"}, {"project-1-2": "x"}):
        with pytest.raises(ms.UnknownName):
            compare_programmes(*years, same=same)


def test_the_draft_held_against_the_careful_copy(yueyang: ms.Programme) -> None:
    """They have other ids; texts, targets, standards, shares and agencies are the same."""
    draft = ms.read_notice(NOTICE, name="yueyang-2023").answered(ANSWERS).programme()
    assert not compare_programmes(yueyang, draft)
    assert not compare_programmes(draft, yueyang)


@settings(max_examples=25)
@given(programmes(), st.data())
def test_a_programme_differs_from_itself_only_where_it_was_changed(
    programme: ms.Programme, data: st.DataObject
) -> None:
    assert not compare_programmes(programme, programme)
    row = data.draw(st.sampled_from(programme.allocation.rows))
    name, share = data.draw(st.sampled_from(row.present))
    [change] = compare_programmes(programme, programme.with_row(row.replace(**{name: share + 1})))
    assert change.kind == "任务数"
    assert change.note.startswith(f"{name} ")
    assert change.note.endswith("，+1")


def test_the_command_line(
    tmp_path: Path, years: tuple[ms.Programme, ms.Programme], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, programme in zip(("old", "new"), years, strict=True):
        ms.write_folder(programme, tmp_path / name)
    command = ["compare", str(tmp_path / "old"), str(tmp_path / "new")]
    assert main(command) == 1
    said = capsys.readouterr().out
    assert "某市2024年（moushi-2024） 与 某市2023年（moushi-2023） 相比：目标提高 1 处" in said
    assert "目标提高 第1项 改造老旧小区60个：不低于 60 个 → 不低于 70 个（+10 个，+16.67%）" in said
    assert main([*command, "--same", "project-1-2=elderly-care", "--format", "csv"]) == 1
    assert "可能是同一项" not in capsys.readouterr().out
    assert main(["compare", "yueyang-2023", "yueyang-2023"]) == 0
    assert "没有不同" in capsys.readouterr().out
    assert main([*command, "--same", "x=y"]) == 2
