"""Family R on the real notice, with one thing changed at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

import minsheng as ms

from .judged import judge


def with_project(programme: ms.Programme, number: int, **changes: Any) -> ms.Programme:
    """The programme with something changed in one project."""
    projects = (attrs.evolve(p, **changes) if p.number == number else p for p in programme.projects)
    return attrs.evolve(programme, projects=tuple(projects))


def with_assignment(programme: ms.Programme, number: int, **changes: Any) -> ms.Programme:
    """The programme with something changed in the first assignment of one project."""
    first, *others = programme.project(number).assignments
    return with_project(programme, number, assignments=(attrs.evolve(first, **changes), *others))


def with_tasks(programme: ms.Programme, change: Callable[[ms.domain.Task], ms.domain.Task]) -> ms.Programme:
    """The programme with every task of the assignment table put through ``change``."""
    projects = []
    for project in programme.projects:
        assignments = (
            attrs.evolve(a, tasks=tuple(change(task) for task in a.tasks)) for a in project.assignments
        )
        projects.append(attrs.evolve(project, assignments=tuple(assignments)))
    return attrs.evolve(programme, projects=tuple(projects))


def with_figure(programme: ms.Programme, id: str, figure: str) -> ms.Programme:
    """The programme with another figure for one indicator in the assignment table."""

    def change(task: ms.domain.Task) -> ms.domain.Task:
        covers = (attrs.evolve(c, amount=ms.Amount.parse(figure)) if c.id == id else c for c in task.covers)
        return attrs.evolve(task, covers=tuple(covers))

    return with_tasks(programme, change)


# --- R101: 每个项目都有牵头领导、牵头单位、责任人和责任单位 ------------------------------


def test_r101_finds_an_assignment_without_its_person(yueyang: ms.Programme) -> None:
    result = judge("R101", with_assignment(yueyang, 3, responsible_person=""))
    (found,) = result.findings
    assert found.where == "第3项 促进高质量充分就业"
    assert found.message == "没有责任人"
    assert found.subject == "project-3"
    assert [held.where for held in result.held] == ["19 个项目"]


def test_r101_finds_all_that_is_missing_in_one_finding(yueyang: ms.Programme) -> None:
    changed = with_assignment(yueyang, 20, lead_official="", lead_agency="", responsible_agencies=())
    assert [f.message for f in judge("R101", changed).findings] == ["没有牵头领导、牵头单位、责任单位"]


def test_r101_finds_an_agency_without_a_name(yueyang: ms.Programme) -> None:
    changed = with_assignment(yueyang, 20, responsible_agencies=("市财政局", ""))
    assert [f.message for f in judge("R101", changed).findings] == ["没有责任单位"]


def test_r101_finds_a_project_nobody_is_assigned_to(yueyang: ms.Programme) -> None:
    (found,) = judge("R101", with_project(yueyang, 14, assignments=())).findings
    assert (found.subject, found.message) == ("project-14", "没有责任分工")


def test_r101_does_not_know_of_a_column_that_is_not_printed(yueyang: ms.Programme) -> None:
    """Where no assignment names a person, the source has no such column; the rest is still judged."""
    without = tuple(
        attrs.evolve(p, assignments=tuple(attrs.evolve(a, responsible_person="") for a in p.assignments))
        for p in yueyang.projects
    )
    result = judge("R101", attrs.evolve(yueyang, projects=without))
    assert [(u.where, u.why) for u in result.unknown] == [("全部项目", "责任分工没有印责任人")]
    assert [(h.where, h.working) for h in result.held] == [("20 个项目", "责任分工的其余各栏俱全")]
    assert (result.status, result.findings) == ("unknown", ())


def test_r101_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("R101", yueyang)
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [("20 个项目", "责任分工的四栏俱全")]


# --- R102: 每个指标和标准恰由一条责任分工承担 --------------------------------------------


def test_r102_finds_an_indicator_that_two_assignments_both_list(yueyang: ms.Programme) -> None:
    first, second = yueyang.project(9).assignments
    both = attrs.evolve(second, tasks=(*second.tasks, *first.tasks))
    (found,) = judge("R102", with_project(yueyang, 9, assignments=(first, both))).findings
    assert found.where == "开工改造220个城镇老旧小区"
    assert found.message == "由 2 条责任分工承担"
    assert found.subject == "old-communities"


def test_r102_finds_what_no_assignment_covers(yueyang: ms.Programme) -> None:
    first, _ = yueyang.project(4).assignments
    (found,) = judge("R102", with_project(yueyang, 4, assignments=(first,))).findings
    assert (found.subject, found.message) == ("cancer-screening", "没有责任分工承担")


def test_r102_finds_a_standard_that_no_assignment_covers(yueyang: ms.Programme) -> None:
    changed = with_assignment(yueyang, 7, tasks=yueyang.project(7).assignments[0].tasks[1:])
    found = judge("R102", changed).findings
    assert [f.subject for f in found] == ["subsistence-urban", "subsistence-rural"]


def test_r102_finds_an_assignment_that_covers_another_projects_indicator(yueyang: ms.Programme) -> None:
    tasks = (
        *yueyang.project(20).assignments[0].tasks,
        ms.domain.Task("农贸市场", (ms.domain.Covered("markets"),)),
    )
    (found,) = judge("R102", with_assignment(yueyang, 20, tasks=tasks)).findings
    assert (found.where, found.subject) == ("第20项 建成高标准农田41.3万亩", "markets")
    assert found.message == "责任分工承担了别的项目的指标 markets"


def test_r102_passes_the_notice_with_its_parts_and_standards(yueyang: ms.Programme) -> None:
    result = judge("R102", yueyang)
    assert result.status == "held"
    # 43 indicators, 2 其中, 6 standards
    assert [h.where for h in result.held] == ["51 个指标和标准"]


def test_r102_finds_one_assignment_that_lists_an_indicator_in_two_tasks(yueyang: ms.Programme) -> None:
    tasks = yueyang.project(20).assignments[0].tasks
    changed = with_assignment(yueyang, 20, tasks=(*tasks, ms.domain.Task("高标准农田", tasks[0].covers)))
    (found,) = judge("R102", changed).findings
    assert found.where == "第20项 建成高标准农田41.3万亩"
    assert found.message == "一条责任分工里列了 2 次：farmland"
    assert found.subject == "farmland"


# --- R103: 项目序号从1连续，级别与附注一致 -----------------------------------------------


def test_r103_finds_project_11_held_as_provincial(yueyang: ms.Programme) -> None:
    result = judge("R103", with_project(yueyang, 11, level="provincial"))
    found, *levels = result.findings
    assert found.where == "第11项 实施海绵城市项目建设"
    assert found.message == "录为省级，附注是市级"
    assert found.subject == "project-11"
    assert [(f.where, f.message) for f in levels] == [
        ("省级项目", "附注是第1—10项，实有 11 件"),
        ("市级项目", "附注是第11—20项，实有 9 件"),
    ]
    assert [h.where for h in result.held] == ["项目序号"]


def test_r103_finds_a_number_left_out(yueyang: ms.Programme) -> None:
    without_11 = tuple(p for p in yueyang.projects if p.number != 11)
    found, level = judge("R103", attrs.evolve(yueyang, projects=without_11)).findings
    assert (level.where, level.message) == ("市级项目", "附注是第11—20项，实有 9 件")
    assert (found.where, found.message) == ("项目序号", "不是从1起连续")
    assert found.working == "序号：1、2、3、4、5、6、7、8、9、10、12、13、14、15、16、17、18、19、20"


def test_r103_finds_a_project_the_footnote_does_not_name(yueyang: ms.Programme) -> None:
    provincial, city = yueyang.levels
    shorter = attrs.evolve(yueyang, levels=(provincial, attrs.evolve(city, last=19)))
    found, level = judge("R103", shorter).findings
    assert (level.where, level.message) == ("市级项目", "附注是第11—19项，实有 10 件")
    assert (found.subject, found.message) == ("project-20", "附注没有说明级别")


def test_r103_finds_a_project_the_footnote_names_twice(yueyang: ms.Programme) -> None:
    provincial, city = yueyang.levels
    longer = attrs.evolve(yueyang, levels=(attrs.evolve(provincial, last=11), city))
    found, level = judge("R103", longer).findings
    assert (level.where, level.message) == ("省级项目", "附注是第1—11项，实有 10 件")
    assert (found.subject, found.message) == ("project-11", "附注里有不止一个级别")


def test_r103_does_not_know_the_levels_without_a_footnote(yueyang: ms.Programme) -> None:
    result = judge("R103", attrs.evolve(yueyang, levels=()))
    assert [(u.where, u.why) for u in result.unknown] == [("项目级别", "附注没有说明级别")]
    assert (result.status, [h.where for h in result.held]) == ("unknown", ["项目序号"])


def test_r103_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("R103", yueyang)
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [
        ("项目序号", "1 至 20 连续"),
        ("省级项目", "第1—10项，10 件"),
        ("市级项目", "第11—20项，10 件"),
    ]


def test_r103_finds_the_last_project_left_out(yueyang: ms.Programme) -> None:
    rows = tuple(row for row in yueyang.allocation if row.project != 20)
    nineteen = attrs.evolve(
        yueyang, projects=yueyang.projects[:-1], allocation=attrs.evolve(yueyang.allocation, rows=rows)
    )
    result = judge("R103", nineteen)
    assert [(f.where, f.message) for f in result.findings] == [("市级项目", "附注是第11—20项，实有 9 件")]
    assert result.held[0].working == "1 至 19 连续"  # which alone would not show it


# --- R104: 项目名称在两个附件里一致 ------------------------------------------------------


def test_r104_finds_a_title_with_another_figure(yueyang: ms.Programme) -> None:
    changed = with_project(yueyang, 20, allocation_title="建成高标准农田40万亩")
    found = next(f for f in judge("R104", changed).findings if f.subject == "project-20")
    assert (found.where, found.message) == ("第20项", "两个附件里的名称不同")
    assert found.working == "附件1：建成高标准农田41.3万亩\n附件2：建成高标准农田40万亩"
    assert found.severity is ms.Severity.WARNING


def test_r104_passes_titles_that_differ_in_spaces_and_width_only(yueyang: ms.Programme) -> None:
    alike = with_project(yueyang, 20, allocation_title="建成高标准农田　４１．３ 万亩")
    for number in (1, 2, 13):
        alike = with_project(alike, number, allocation_title=yueyang.project(number).title)
    result = judge("R104", alike)
    assert result.status == "held"
    assert [h.where for h in result.held] == ["17 个项目"]  # three are printed without a title


# --- R105: 分工任务的文字在两个附件里一致 -------------------------------------------------


def test_r105_finds_a_task_worded_otherwise_than_its_indicator(yueyang: ms.Programme) -> None:
    def reword(task: ms.domain.Task) -> ms.domain.Task:
        return attrs.evolve(task, text=task.text.replace("护理型床位", "护理床位"))

    found = next(f for f in judge("R105", with_tasks(yueyang, reword)).findings if "床位" in f.where)
    assert found.where == "第6项 养老机构新增370张护理床位"
    assert found.message == "两个附件里的文字不同"
    assert found.working == "附件1：养老机构新增370张护理床位\n附件2：养老机构新增370张护理型床位"
    assert found.subject == "project-6"


def test_r105_finds_a_task_worded_otherwise_than_the_heading_of_its_standards(
    yueyang: ms.Programme,
) -> None:
    workings = [f.working for f in judge("R105", yueyang).findings]
    assert "附件1：提高残疾人“两项补贴”标准\n附件2：提高残疾人“两项”补贴标准" in workings


def test_r105_passes_when_annex_1_uses_the_headings_of_annex_2(yueyang: ms.Programme) -> None:
    headings = {
        "提高残疾人“两项补贴”标准": "提高残疾人“两项”补贴标准",
        "提高孤儿和事实无人抚养儿童基本生活最低保障标准": "提高孤儿和事实无人抚养儿童基本生活保障标准",
    }
    alike = with_tasks(yueyang, lambda task: attrs.evolve(task, text=headings.get(task.text, task.text)))
    result = judge("R105", alike)
    assert result.status == "held"
    assert [h.where for h in result.held] == ["25 项分工任务"]


# --- R106: 两个附件的任务数和单位一致 -----------------------------------------------------


def test_r106_finds_another_figure_in_annex_1(yueyang: ms.Programme) -> None:
    changed = with_figure(yueyang, "jobs", "5.8万人")
    found = next(f for f in judge("R106", changed).findings if f.subject == "jobs")
    assert found.where == "城镇新增就业5.9万人"
    assert found.message == "附件1与指标的任务数不同"
    assert found.working == "附件1 5.8 万人，附件2 5.9 万人"


def test_r106_finds_another_unit_in_annex_1(yueyang: ms.Programme) -> None:
    changed = with_figure(yueyang, "elevators", "300 户")
    found = next(f for f in judge("R106", changed).findings if f.subject == "elevators")
    assert found.message == "附件1与指标的单位不同"
    assert found.working == "附件1 300 户，附件2 300 台"


def test_r106_passes_the_same_figure_written_in_another_size(yueyang: ms.Programme) -> None:
    alike = with_figure(yueyang, "jobs", "59000 人")
    alike = with_figure(alike, "newborn-screening", "21000 人次")
    alike = with_figure(alike, "household-toilets", "34310 个")
    result = judge("R106", alike)
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [("30 个任务数", "两个附件的数和单位相同")]


# --- R107: 责任单位不重复，也不再列牵头单位 ----------------------------------------------


def test_r107_finds_an_agency_listed_twice(yueyang: ms.Programme) -> None:
    changed = with_assignment(yueyang, 3, responsible_agencies=("市财政局", "市教体局", "市财政局"))
    result = judge("R107", changed)
    (found,) = result.findings
    assert found.where == "第3项 促进高质量充分就业"
    assert found.message == "责任单位里重复：市财政局"
    assert found.subject == "project-3"
    assert [h.where for h in result.held] == ["25 条责任分工"]


def test_r107_finds_the_lead_agency_among_the_others(yueyang: ms.Programme) -> None:
    changed = with_assignment(yueyang, 3, responsible_agencies=("市财政局", "市人社局"))
    assert [f.message for f in judge("R107", changed).findings] == ["责任单位里重复：市人社局（牵头单位）"]


def test_r107_passes_the_notice(yueyang: ms.Programme) -> None:
    result = judge("R107", yueyang)
    assert result.status == "held"
    assert [(h.where, h.working) for h in result.held] == [("26 条责任分工", "责任单位各列一次")]
