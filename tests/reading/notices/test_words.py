"""Words that say more than one thing: agencies in one cell, standards in one line, levels in one note."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it brings no types

import minsheng as ms

AREAS = ("甲山县", "乙水县", "丙城市", "丁江区", "东陵经开区")
HEAD = """东政办发〔2024〕12号

东陵市人民政府办公室关于做好2024年重点民生实事工作的通知

各县市区人民政府：

东陵市人民政府办公室
2024年3月18日
"""
COLUMNS = "序号\t项目名称\t牵头领导\t牵头单位\t责任人\t责任单位\n"


def read(folder: Path, text: str) -> ms.Draft:
    (folder / "通知.txt").write_text(text, "utf-8")
    return ms.read_notice(folder / "通知.txt", name="dongling-2024", city="东陵市", year=2024)


def programme(draft: ms.Draft, **answers: str) -> ms.Programme:
    first = {question.id: question.options[0].id for question in draft.open}
    return draft.answered(first | answers).programme()


def tables(*rows: tuple[str, str, str, str], note: str = "注：1—9项为市级重点民生实事") -> str:
    """Both tables, with an official, a leading agency, a person and agencies of each project."""
    who = "".join(f"{n}\t修公厕{n}座\t" + "\t".join(row) + "\n" for n, row in enumerate(rows, 1))
    shares = "".join(f"{n}\t修公厕{n}座\t座\t{n}\t/\t/\t/\t/\n" for n in range(1, len(rows) + 1))
    heads = "序号\t项目\t单位\t" + "\t".join(AREAS) + "\n"
    return f"{HEAD}\n附件1\n\n{COLUMNS}{who}\n{note}\n\n附件2\n\n{heads}{shares}"


@pytest.mark.parametrize(
    ("cell", "agencies", "open_ended", "governments"),
    [
        ("市财政局等部门，甲山县、乙水县政府", ("市财政局", "甲山县政府", "乙水县政府"), True, False),
        ("各县市区政府，市财政局等有关单位", ("市财政局",), True, True),
        ("市发改委市财政局,市水利局", ("市发改委", "市财政局", "市水利局"), False, False),
        ("市财政局，县区政府（甲山县除外）", ("市财政局", "县区政府（甲山县除外）"), False, False),
        ("市人社局 市财政局", ("市人社局", "市财政局"), False, False),
    ],
)  # fmt: skip
def test_several_agencies_in_a_cell(
    tmp_path: Path, cell: str, agencies: tuple[str, ...], open_ended: bool, governments: bool
) -> None:
    draft = read(tmp_path, tables(("张三丰", "市住建局", "李四光", cell)))
    one = programme(draft).projects[0].assignments[0]
    read_as = (one.responsible_agencies, one.open_ended, one.local_governments)
    assert read_as == (agencies, open_ended, governments)
    assert any(q.id.startswith(("agencies", "spaces")) for q in draft.questions)


@pytest.mark.parametrize(
    ("cell", "lead", "agencies"),
    [
        ("市住建局等", "市住建局", ("市财政局",)),
        ("市城管局（市住建局配合）", "市城管局", ("市住建局", "市财政局")),
        ("市教育局 市住建局", "市教育局、市住建局", ("市财政局",)),
    ],
)
def test_who_leads_is_asked_where_the_cell_says_more(
    tmp_path: Path, cell: str, lead: str, agencies: tuple[str, ...]
) -> None:
    draft = read(tmp_path, tables(("张三丰", cell, "李四光", "市财政局")))
    one = programme(draft).projects[0].assignments[0]
    assert (one.lead_agency, one.responsible_agencies) == (lead, agencies)
    assert any(q.id.startswith("lead") for q in draft.questions)


def test_the_same_as_above_and_two_people(tmp_path: Path) -> None:
    rows = (("张三丰 王小波", "市住建局", "李四光", "市财政局"), ("同上", "同上", "〃", "〃"))
    draft = read(tmp_path, tables(*rows))
    first, second = (project.assignments[0] for project in programme(draft).projects)
    assert first.lead_official == second.lead_official == "张三丰、王小波"
    assert second.responsible_agencies == ("市财政局",)
    assert sum(q.id.startswith("ditto") for q in draft.questions) == 4


@pytest.mark.parametrize(
    ("note", "levels", "asked"),
    [
        ("注：1—2项为省级重点民生实事，不含第2项", ["省级", None, None], {"level-2", "level-3"}),
        ("注：1、3项为省级重点民生实事，其余为市级重点民生实事", ["省级", "市级", "省级"], set()),
        ("注：第1项和第2项均为市级，第3项是省级", ["市级", "市级", "省级"], set()),
    ],
)
def test_levels_as_a_note_says(tmp_path: Path, note: str, levels: list[str | None], asked: set[str]) -> None:
    draft = read(tmp_path, tables(*[("张三丰", "市住建局", "李四光", "市财政局")] * 3, note=note))
    assert {q.id for q in draft.open if q.id.startswith("level")} == asked
    made = programme(draft).projects
    assert all(want in (None, one.level.label) for want, one in zip(levels, made, strict=True))


LIST = """
一、省级重点民生实事（1项）
1.新建学校3所。（牵头单位：市教育局；责任单位：市财政局）
二、市级重点民生实事（1项）
2.改造小区60个。（牵头单位：市住建局；责任单位：市财政局）{more}
东陵市人民政府办公室
2024年3月1日
联系人：张三，电话：0730-8888888
"""


@pytest.mark.parametrize("more", ["", "新增车位80个。"])
def test_levels_by_headings_and_a_list_that_the_signature_ends(tmp_path: Path, more: str) -> None:
    draft = read(tmp_path, HEAD + LIST.replace("{more}", more))
    made = programme(draft).projects
    assert [one.level.label for one in made] == ["省级", "市级"]
    assert [one.assignments[0].responsible_agencies for one in made] == [("市财政局",)] * 2
    assert not any("8888" in task.text or "办公室" in task.text for task in made[1].assignments[0].tasks)


def standards(folder: Path, words: str, unit: str = "元/年") -> ms.Draft:
    heads = "序号\t项目\t指标任务\t单位\t" + "\t".join(AREAS) + "\n"
    rows = f"1\t低保\t低保标准\t{unit}\t{words}\t\t\t\t\n2\t公厕\t新建公厕\t座\t1\t1\t1\t1\t1\n"
    return read(folder, f"{HEAD}\n附件2\n\n{heads}{rows}")


def tiers(made: ms.Programme) -> list[tuple[str, str, set[str]]]:
    """Each tier: its standard, its target, and the areas it holds for."""
    return [
        (one.text, str(tier.target), {area.name for area in made.areas if tier.is_for(area)})
        for one in made.projects[0].standards
        for tier in one.tiers
    ]


def test_two_kinds_of_areas_in_one_clause(tmp_path: Path) -> None:
    made = programme(
        standards(tmp_path, "各县市不低于6600元/年、各区不低于7800元/年"), **{"zones-1-1": "included"}
    )
    assert tiers(made) == [
        ("低保标准", ">= 6600 元/年", {*AREAS[:3]}),
        ("低保标准", ">= 7800 元/年", {*AREAS[3:]}),
    ]


def test_words_in_brackets_stay_with_whom_they_are_for(tmp_path: Path) -> None:
    draft = standards(tmp_path, "各县市不低于6600元/年，城区（含经开区）不低于7800元/年")
    question = next(q for q in draft.open if q.id == "whom-1-1-2")
    assert "区、管委会" in [option.text for option in question.options]


def test_areas_by_name_and_the_others(tmp_path: Path) -> None:
    draft = standards(tmp_path, "甲山县、乙水县不低于6600元/年，其他县市区不低于7800元/年")
    made = programme(draft, **{"whom-1-1-2": "rest"})
    assert [names for _, _, names in tiers(made)] == [{*AREAS[:2]}, {*AREAS[2:]}]


def test_the_standard_before_and_two_dates(tmp_path: Path) -> None:
    raised = programme(standards(tmp_path, "由6000元/年提高到6600元/年")).projects[0].standards[0].tiers[0]
    assert (str(raised.target), str(raised.baseline)) == ("= 6600 元/年", "= 6000 元/年")
    draft = standards(tmp_path, "不低于550元/月，6月底前达到600元/月", "元/月")
    days = [str(tier.effective) for tier in programme(draft).projects[0].standards[0].tiers]
    assert days == ["2024-01-01", "2024-06-30"]
    assert any(q.id == "from-1-1-2" for q in draft.questions)


def test_two_kinds_of_people_are_two_standards(tmp_path: Path) -> None:
    made = programme(standards(tmp_path, "散居1150元/月、集中供养1600元/月", "元/月"))
    assert tiers(made) == [
        ("低保标准（散居）", "= 1150 元/月", {*AREAS}),
        ("低保标准（集中供养）", "= 1600 元/月", {*AREAS}),
    ]


def test_what_was_not_read_is_listed(tmp_path: Path) -> None:
    asks = "\n一、每月5日前报送上月进展，每季末报送小结。\n\n二、年底由市实事办核查验收。\n"
    text = tables(("张三丰", "市住建局", "李四光", "市财政局")).replace(
        "各县市区人民政府：", f"各县市区：\n{asks}"
    )
    draft = read(tmp_path, text + "\n注：甲山县含经开区1座。\n2.表中“*”为跨年项目。\n")
    listed = {q.id: q.met for q in draft.questions if q.reads.startswith("没有录入")}
    assert "每月5日前" in listed["reporting"]
    assert "核查验收" in listed["acceptance"]
    assert [met for id, met in listed.items() if id.startswith("note")] == [
        "注：甲山县含经开区1座。",
        "2.表中“*”为跨年项目。",
    ]


def test_a_note_is_no_title_of_an_annex(tmp_path: Path) -> None:
    draft = read(tmp_path, tables(("张三丰", "市住建局", "李四光", "市财政局")))
    assert programme(draft).document.annexes == ()


def test_a_second_document_of_another_year_is_said(tmp_path: Path) -> None:
    first, second = tables(("张三丰", "市住建局", "李四光", "市财政局")).split("\n附件2")
    (tmp_path / "一.txt").write_text(first, "utf-8")
    (tmp_path / "二.txt").write_text(f"关于印发2023年民生实事任务分解表的通知\n\n附件2{second}", "utf-8")
    draft = ms.read_notice(tmp_path / "一.txt", tmp_path / "二.txt", name="x-2024", city="东陵市", year=2024)
    assert any(q.id == "year-2" and "2023年" in q.question for q in draft.questions)


def test_a_hidden_row_is_said(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "附件2.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "项目", "单位", *AREAS])
        sheet.write_row(1, 0, [1, "新建公厕", "座", 1, 1, 1, 1, 1])
        sheet.write_row(2, 0, [2, "修路", "公里", 1, 1, 1, 1, 1])
        sheet.set_row(2, options={"hidden": True})
    draft = ms.read_notice(tmp_path / "附件2.xlsx", name="x-2024", city="东陵市", year=2024)
    assert ["修路" in q.met for q in draft.questions if q.id.startswith("hidden")] == [True]
