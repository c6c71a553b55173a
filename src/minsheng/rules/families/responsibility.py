"""Family R: who is responsible for what, and whether the two annexes agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minsheng.domain.numerals import normalise
from minsheng.domain.programme import Programme
from minsheng.domain.project import Project, Task
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.rule import rule


def _name(project: Project) -> str:
    return f"第{project.number}项 {project.title}"


@rule("R101", basis="正文第一部分；附件1")
def somebody_answers_for_every_project(programme: Programme) -> Iterator[Said]:
    """每个项目都有牵头领导、牵头单位、责任人和责任单位

    Checks every assignment, and that every project has one. Why: a task that nobody is responsible
    for is not done. If a column is empty in all assignments, the source does not print it and the
    result is unknown. Example found: an assignment whose 责任人 is empty.
    """
    unprinted = [
        what
        for field, what in _COLUMNS.items()
        if programme.assignments and not any(getattr(a, field) for a in programme.assignments)
    ]
    if unprinted:
        yield Unknown("全部项目", f"责任分工没有印{'、'.join(unprinted)}")
    complete = 0
    for project in programme.projects:
        missing = [] if project.assignments else ["责任分工"]
        for assignment in project.assignments:
            for field, what in _COLUMNS.items():
                value = getattr(assignment, field)
                names = (value,) if isinstance(value, str) else value
                if what not in unprinted and (not names or not all(name.strip() for name in names)):
                    missing.append(what)
        complete += not missing
        if missing:
            said = f"没有{'、'.join(dict.fromkeys(missing))}"
            yield Finding(_name(project), said, subject=f"project-{project.number}")
    if complete:
        yield Held(f"{complete} 个项目", f"责任分工的{'其余各栏' if unprinted else '四栏'}俱全")


_COLUMNS = {
    "lead_official": "牵头领导",
    "lead_agency": "牵头单位",
    "responsible_person": "责任人",
    "responsible_agencies": "责任单位",
}


@rule("R102", basis="附件1、附件2")
def every_indicator_has_one_assignment(programme: Programme) -> Iterator[Said]:
    """每个指标和标准恰由一条责任分工承担

    Counts the assignments that cover each indicator and standard, including those of 其中. Why: with
    two assignments, two agencies wait for each other; with none, nobody reports. Example found: an
    indicator listed by two assignments of one project.
    """
    once = 0
    for project in programme.projects:
        covers = Counter(id for a in project.assignments for id in dict.fromkeys(a.covers))
        for assignment in project.assignments:
            for id, times in Counter(assignment.covers).items():
                if times > 1:
                    said = f"一条责任分工里列了 {times} 次：{id}"
                    yield Finding(_name(project), said, subject=id)
        for item in project.items:
            once += covers[item.id] == 1
            if covers[item.id] != 1:
                said = f"由 {covers[item.id]} 条责任分工承担" if covers[item.id] else "没有责任分工承担"
                yield Finding(item.text, said, subject=item.id)
        own = {item.id for item in project.items}
        for id in covers:
            if id not in own:
                yield Finding(_name(project), f"责任分工承担了别的项目的指标 {id}", subject=id)
    if once:
        yield Held(f"{once} 个指标和标准", "各由一条责任分工承担")


@rule("R103", basis="附件1、附件2的注")
def numbers_run_on_and_levels_match(programme: Programme) -> Iterator[Said]:
    """项目序号从1连续，级别与附注一致

    The footnote of both annexes says which numbers are provincial and which the city's. Why: a
    missing number is a missing project. Without a footnote, the levels remain unknown. Example
    found: project 11 encoded as provincial.
    """
    numbers = [project.number for project in programme.projects]
    expected = list(range(1, len(numbers) + 1))
    if numbers != expected:
        listed = "、".join(map(str, numbers))
        yield Finding("项目序号", "不是从1起连续", working=f"序号：{listed}")
    elif numbers:
        yield Held("项目序号", f"1 至 {numbers[-1]} 连续")
    if not programme.levels:
        yield Unknown("项目级别", "附注没有说明级别")
        return
    for project in programme.projects:
        declared = [r for r in programme.levels if r.first <= project.number <= r.last]
        if len(declared) != 1:
            said = "附注没有说明级别" if not declared else "附注里有不止一个级别"
            yield Finding(_name(project), said, subject=f"project-{project.number}")
        elif declared[0].level != project.level:
            said = f"录为{project.level.label}，附注是{declared[0].level.label}"
            yield Finding(_name(project), said, subject=f"project-{project.number}")
    for declared_range in programme.levels:
        count = sum(project.level == declared_range.level for project in programme.projects)
        label = f"{declared_range.level.label}项目"
        span = f"第{declared_range.first}—{declared_range.last}项"
        if count == declared_range.last - declared_range.first + 1:
            yield Held(label, f"{span}，{count} 件")
        else:
            yield Finding(label, f"附注是{span}，实有 {count} 件")


@rule("R104", basis="附件1、附件2", severity="warning")
def projects_are_named_alike(programme: Programme) -> Iterator[Said]:
    """项目名称在两个附件里一致

    Compares the titles in the assignment table and the allocation table, ignoring spaces and the
    width of characters. A project without a title in the latter is left to R106. Why: bulletins,
    plans and systems look projects up by name. Example found:
    建设“湘易办”超级服务端 against “湘易办”超级服务端用户突破230万.
    """
    alike = 0
    for project in programme.projects:
        other = project.allocation_title
        if other is None:
            continue
        if normalise(project.title) == normalise(other):
            alike += 1
        else:
            working = f"附件1：{project.title}\n附件2：{other}"
            yield Finding(
                f"第{project.number}项", "两个附件里的名称不同", working, f"project-{project.number}"
            )
    if alike:
        yield Held(f"{alike} 个项目", "两个附件里的名称相同")


@rule("R105", basis="附件1、附件2", severity="note")
def tasks_are_worded_alike(programme: Programme) -> Iterator[Said]:
    """分工任务的文字在两个附件里一致

    Compares each sub-task of the assignment table with the indicator it covers, or with the common
    heading of several. Titles are left to R104. Example found: “两项补贴” against “两项”补贴.
    """
    alike = 0
    for project in programme.projects:
        for assignment in project.assignments:
            for task in assignment.tasks:
                other = _wording(project, task)
                if other is None or task.text == project.title:
                    continue
                if normalise(task.text) == normalise(other):
                    alike += 1
                else:
                    where, working = (
                        f"第{project.number}项 {task.text}",
                        f"附件1：{task.text}\n附件2：{other}",
                    )
                    yield Finding(where, "两个附件里的文字不同", working, f"project-{project.number}")
    if alike:
        yield Held(f"{alike} 项分工任务", "两个附件里的文字相同")


def _wording(project: Project, task: Task) -> str | None:
    """The task's text in annex 2: the indicator's text, or the heading of several indicators."""
    ids = [covered.id for covered in task.covers]
    parts = {i.id for i in project.indicators if i.part_of is not None}
    items = [item for item in project.items if item.id in ids and item.id not in parts]
    headings = {item.heading for item in items}
    if len(items) > 1 or headings != {""}:
        return headings.pop() or None if len(headings) == 1 else None
    return items[0].text if items else None


@rule("R106", basis="附件1、附件2")
def annexes_agree_in_figures(programme: Programme) -> Iterator[Said]:
    """两个附件的任务数和单位一致

    Compares the figure of each task in the assignment table with the indicator's target. Why: 户 and
    个, 人 and 人次 count different things; a report can meet one and miss the other.
    Example found: 34310户 in annex 1, 34310个 in annex 2.
    """
    equal = 0
    for project in programme.projects:
        targets = {i.id: i for i in project.indicators if i.target is not None}
        for assignment in project.assignments:
            for covered in (c for task in assignment.tasks for c in task.covers):
                indicator = targets.get(covered.id)
                if covered.amount is None or indicator is None or indicator.target is None:
                    continue
                asked = indicator.target.amount
                working = f"附件1 {covered.amount}，附件2 {asked}"
                if covered.amount == asked:
                    equal += 1
                else:
                    same = covered.amount.unit.measures_same_as(asked.unit)
                    said = f"附件1与指标的{'任务数' if same else '单位'}不同"
                    yield Finding(indicator.text, said, working, indicator.id)
    if equal:
        yield Held(f"{equal} 个任务数", "两个附件的数和单位相同")


@rule("R107", basis="附件1", severity="note")
def agencies_are_listed_once(programme: Programme) -> Iterator[Said]:
    """责任单位不重复，也不再列牵头单位

    Checks the agencies of each assignment. Example found: 市财政局 twice in one list.
    """
    clean = 0
    for project in programme.projects:
        for assignment in project.assignments:
            agencies = assignment.responsible_agencies
            twice = [name for name, count in Counter(agencies).items() if count > 1]
            if assignment.lead_agency in agencies:
                twice.append(f"{assignment.lead_agency}（牵头单位）")
            clean += not twice
            if twice:
                said = f"责任单位里重复：{'、'.join(twice)}"
                yield Finding(_name(project), said, subject=f"project-{project.number}")
    if clean:
        yield Held(f"{clean} 条责任分工", "责任单位各列一次")


RULES = (
    somebody_answers_for_every_project,
    every_indicator_has_one_assignment,
    numbers_run_on_and_levels_match,
    projects_are_named_alike,
    tasks_are_worded_alike,
    annexes_agree_in_figures,
    agencies_are_listed_once,
)
