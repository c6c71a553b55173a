"""Notices that list their projects in sentences: who is responsible, and targets that are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.reading.notices.proposed import proposed

HEAD = """东陵市人民政府办公室

东政办发〔2024〕12号

东陵市人民政府办公室关于印发2024年民生实事项目的通知

各县（市、区）人民政府：

一、提高思想认识，压实工作责任。各责任单位要于2024年3月底前制定方案，每月25日前报送进展。

东陵市人民政府办公室

2024年2月20日

附件

2024年东陵市民生实事项目

"""
LIST = """一、促进就业创业（2项）

1.促进重点群体稳定就业，全年城镇新增就业不低于4.3万人，城镇调查失业率控制在5.5%以内。（牵头单位：市人社局；责任单位：市财政局、市教育局，各县市区政府）

2.开展技能提升行动。2024年12月底前开展补贴性培训3万人次，其中企业职工1.2万人次、农民工8000人次；新增高技能人才突破5000人。（市人社局牵头，市工信局、市农业农村局配合）

二、提升医疗养老（2项）

3.城乡居民医保财政补助标准从640元/年提高到670元/年。（牵头单位：市医保局）

4.建设“15分钟便民生活圈”20个，为65岁以上老人体检20万人次。（责任单位：市商务局、市卫健委等）
"""


def read(text: str, folder: Path) -> ms.Draft:
    (folder / "通知.txt").write_text(text, "utf-8")
    return ms.read_notice(folder / "通知.txt", name="dongling-2024")


def test_a_list_in_prose(tmp_path: Path) -> None:
    draft = read(HEAD + LIST, tmp_path)
    assert {q.id for q in draft.open} == {"level", *(f"proposed-{n}" for n in range(1, 5))}
    answers = {question.id: question.options[0].id for question in draft.open} | {"level": "city"}
    programme = draft.answered(answers).programme()
    assert [project.title for project in programme.projects] == [
        "促进重点群体稳定就业",
        "开展技能提升行动",
        "城乡居民医保财政补助标准从640元/年提高到670元/年",
        "建设“15分钟便民生活圈”20个",
    ]
    assert [(i.text[:9], str(i.target), bool(i.part_of)) for i in programme.indicators] == [
        ("全年城镇新增就业不", ">= 4.3 万人", False),
        ("城镇调查失业率控制", "<= 5.5 %", False),
        ("2024年12月底", ">= 3 万人次", False),
        ("其中企业职工1.2", ">= 1.2 万人次", True),
        ("其中企业职工1.2", ">= 8000 人次", True),
        ("新增高技能人才突破", "> 5000 人", False),
        ("城乡居民医保财政补", "= 670 元/年", False),
        ("建设“15分钟便民", ">= 20 个", False),
        ("为65岁以上老人体", ">= 20 万人次", False),
    ]
    read_of = [
        (a.lead_agency, a.responsible_agencies, a.open_ended, a.local_governments)
        for a in programme.assignments
    ]
    assert read_of == [
        ("市人社局", ("市财政局", "市教育局"), False, True),
        ("市人社局", ("市工信局", "市农业农村局"), False, False),
        ("市医保局", (), False, False),
        ("市商务局", ("市卫健委",), True, False),
    ]
    assert "lead-4" in {question.id for question in draft.questions}


def test_what_is_read_of_sentences_can_be_declined(tmp_path: Path) -> None:
    draft = read(HEAD + LIST, tmp_path)
    answers = {question.id: question.options[-1].id for question in draft.open} | {"level": "city"}
    ms.write_folder(draft.answered(answers), tmp_path / "own")
    programme = ms.load(tmp_path / "own")
    assert {indicator.target for indicator in programme.indicators} == {None}


def test_a_list_beside_a_breakdown_gives_those_who_are_responsible(tmp_path: Path) -> None:
    table = (
        "附件2\n\n项目\t指标\t单位\t甲县\t乙区\n促进重点群体稳定就业\t城镇新增就业4.3万人\t人\t20000\t23000\n"
    )
    draft = read(HEAD + LIST + "\n" + table, tmp_path)
    project = draft.plain["projects"][0]
    assert [i["target"] for i in project["indicators"]] == [">= 4.3 万人"]
    assert project["assignments"][0]["lead_agency"] == "市人社局"
    assert project["assignments"][0]["tasks"][0]["covers"][0]["id"] == "urban-jobs"
    assert any("5.5%" in question.question for question in draft.questions)


@pytest.mark.parametrize(
    "title", ["第一件实事：改造老旧小区60个", "（一）改造老旧小区60个", "一、改造老旧小区60个"]
)
def test_lists_begin_in_several_ways(tmp_path: Path, title: str) -> None:
    draft = read(f"{HEAD}{title}。\n牵头单位：市住建局\n责任单位：市财政局\n", tmp_path)
    [project] = draft.plain["projects"]
    assert (project["number"], project["title"]) == (1, "改造老旧小区60个")
    assert [a["lead_agency"] for a in project["assignments"]] == ["市住建局"]


def test_instructions_in_numbers_are_no_projects(tmp_path: Path) -> None:
    with pytest.raises(ms.DataError, match="没有读懂一张表"):
        read(HEAD + "二、完成任务100件。\n\n三、考核办法。完成率达到90%。\n", tmp_path)


NAMES = st.text("甲乙丙丁戊己", min_size=1, max_size=5)


@given(
    st.lists(
        st.tuples(NAMES, st.integers(1, 99999), st.sampled_from(["个", "户", "张", "公里", "万亩", "人次"])),
        min_size=1,
    )
)
def test_every_figure_with_a_unit_is_proposed_once(items: list[tuple[str, int, str]]) -> None:
    text = "，".join(f"{name}{figure}{unit}" for name, figure, unit in items)
    made, question = proposed(1, [text], "第1项")
    assert [one["target"] for one in made] == [f">= {figure} {unit}" for _, figure, unit in items]
    assert question is not None
    assert question.open
    assert len(question.options[0].changes) == len(items)
