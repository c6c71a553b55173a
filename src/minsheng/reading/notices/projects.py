"""The projects of a notice: what is counted in one table, who is responsible in the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from minsheng.domain.printed import BARE
from minsheng.domain.source import Change, Option
from minsheng.reading.notices.assignments import Responsible
from minsheng.reading.notices.breakdown import Breakdown, Line, by_project
from minsheng.reading.notices.covers import covers_of
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.proposed import proposed
from minsheng.reading.notices.standards import Standards
from minsheng.reading.notices.targets import Targets


def projects_of(
    breakdown: Breakdown,
    responsible: Sequence[Responsible],
    *,
    levels: Sequence[dict[str, Any]],
    targets: Targets,
    standards: Standards,
    questions: list[Question],
) -> list[dict[str, Any]]:
    """The projects of both tables, by number."""
    lines = dict(by_project(breakdown.lines))
    if not responsible:
        said = "没有读到责任分解表，也没有逐项写明责任单位"
        questions.append(Question("responsible", "全文", "", said, reads="没有责任单位，请补"))
    known = {one.number: one for one in responsible}
    projects = []
    numbers = sorted({*lines, *known})
    level = _levels(numbers, levels, questions)
    for number in numbers:
        mine, one = lines.get(number, []), known.get(number)
        titles = {line.title for line in mine}
        printed = titles.pop() if len(titles) == 1 else ""
        project: dict[str, Any] = {
            "number": number,
            "level": level[number],
            "title": one.title if one else printed or mine[0].text,
        }
        if printed:
            project["allocation_title"] = printed
        if one is not None and printed not in ("", one.title):
            where, reads = f"第{number}项", f"附件2的名称另记为“{printed}”"
            said = "两张表里的项目名称不同"
            questions.append(Question(f"title-{number}", where, one.title, said, reads=reads))
        if responsible and lines and (one is None or not mine):
            where, said = f"第{number}项", f"只在{'责任' if one else '指标'}分解表里有"
            questions.append(Question(f"project-{number}", where, project["title"], said, reads="照有的录入"))
        items = _items(mine, targets, standards)
        own = [*items["indicators"], *items["standards"]]
        if one is not None and own:
            project["assignments"] = _assignments(one, own, questions)
        elif one is not None:
            items["indicators"], project["assignments"] = _from_words(one, questions)
        projects.append(project | {key: listed for key, listed in items.items() if listed})
    return projects


def _items(lines: Sequence[Line], targets: Targets, standards: Standards) -> dict[str, list[dict[str, Any]]]:
    items: dict[str, list[dict[str, Any]]] = {"indicators": [], "standards": []}
    for line in lines:
        if line.lies[0].shares is not None:
            items["indicators"] += targets.of(line)
        elif (made := standards.of(line)) is not None:
            items[made[0]] += made[1]
    return items


def _from_words(
    one: Responsible, questions: list[Question]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Indicators and assignments where no table breaks the project down: what its texts say, and is asked."""
    tasks = [task for assigned in one.assigned for task in assigned.tasks] or [one.text or one.title]
    indicators, question = proposed(one.number, tasks, one.where or f"第{one.number}项")
    if question is not None:
        questions.append(question)
    alone = len(one.assigned) == 1
    assignments = []
    for assigned in one.assigned:
        mine = [i for i in indicators if alone or any(i["text"] in task for task in assigned.tasks)]
        listed: list[dict[str, Any]] = [{"text": task, "covers": []} for task in assigned.tasks]
        listed[0]["covers"] = [{"id": indicator["id"]} for indicator in mine]
        assignments.append(assigned.plain | {"tasks": listed})
    return indicators, assignments


def _levels(
    numbers: Sequence[int], levels: Sequence[dict[str, Any]], questions: list[Question]
) -> dict[int, str]:
    """The level of each project, by the notes; asked once where there is no note at all."""
    found = {
        number: [one["level"] for one in levels if one["first"] <= number <= one["last"]]
        for number in numbers
    }
    unsure = [number for number in numbers if len(found[number]) != 1]
    for together in [unsure] if not levels and unsure else [[number] for number in unsure]:
        options = tuple(
            Option(level, text, tuple(Change(f"projects.{number}.level", level) for number in together))
            for level, text in (("provincial", "省级"), ("city", "市级"), ("county", "县级"))
        )
        what = f"第{together[0]}项" if together[1:] == [] else "各项"
        said = f"{what}是哪一级的项目，注里没有写明"
        name = f"level-{together[0]}" if levels else "level"
        questions.append(Question(name, what, "注", said, options))
    return {number: (found[number] or ["city"])[0] for number in numbers}


def with_amounts(questions: Sequence[Question], projects: Sequence[dict[str, Any]]) -> list[Question]:
    """Where a unit is asked for, the task's figure in the other table is in that unit too."""
    amounts: dict[str, list[tuple[str, str]]] = {}
    for project in projects:
        for n, assigned in enumerate(project.get("assignments", ()), 1):
            for m, task in enumerate(assigned["tasks"], 1):
                path = f"projects.{project['number']}.assignments.{n}.tasks.{m}.covers"
                for one in task["covers"]:
                    if "amount" in one:
                        amounts.setdefault(one["id"], []).append(
                            (f"{path}.{one['id']}.amount", one["amount"])
                        )
    return [attrs.evolve(q, options=tuple(_with_amount(o, amounts) for o in q.options)) for q in questions]


def _with_amount(option: Option, amounts: dict[str, list[tuple[str, str]]]) -> Option:
    units = [c for c in option.changes if c.path.startswith("allocation.rows.") and c.path.endswith(".unit")]
    changes = tuple(
        Change(path, f"{amount.partition(' ')[0]} {unit.value}")
        for unit in units
        for path, amount in amounts.get(unit.path.split(".")[2], ())
        if amount[amount.find(" ") + 1 :][:1] in BARE
    )
    return attrs.evolve(option, changes=(*option.changes, *changes))


def _assignments(
    one: Responsible, items: Sequence[dict[str, Any]], questions: list[Question]
) -> list[dict[str, Any]]:
    made = []
    alone = sum(len(assigned.tasks) for assigned in one.assigned) == 1
    for n, assigned in enumerate(one.assigned, 1):
        tasks = []
        for m, task in enumerate(assigned.tasks, 1):
            name, source = f"{one.number}-{n}-{m}", assigned.plain["source"]
            tasks.append(
                {"text": task, "covers": covers_of(task, alone, items, source, name, questions=questions)}
            )
        made.append(assigned.plain | {"tasks": tasks})
    covered = {covers["id"] for assigned in made for task in assigned["tasks"] for covers in task["covers"]}
    if idle := [item["text"] for item in items if item["id"] not in covered]:
        where, said = f"第{one.number}项", "责任分解表里没有一项任务说到"
        questions.append(Question(f"idle-{one.number}", where, "；".join(idle), said, reads="没有责任单位"))
    return made
