"""What a folder need not say twice: defaults for all projects, a project's level, what a task covers."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import attrs

from minsheng.domain.bound import Bound
from minsheng.domain.indicator import Indicator
from minsheng.domain.project import Assignment, Project
from minsheng.domain.standards import Standard, Tier
from minsheng.domain.wording import bare_text
from minsheng.errors import MinshengError, Problems
from minsheng.reading.paths import dicts

#: the tables that may have defaults, and the tables within each
WITHIN: dict[str, tuple[str, ...]] = {
    "projects": ("assignments", "indicators", "standards"),
    "assignments": (),
    "indicators": ("tiers",),
    "standards": ("tiers",),
    "tiers": (),
}
_CLASSES: dict[str, type[attrs.AttrsInstance]] = {
    "projects": Project, "assignments": Assignment, "indicators": Indicator,
    "standards": Standard, "tiers": Tier,
}  # fmt: skip
_NAMED = re.compile(r"\{(\w+)\}")
#: what a default may come to, written out: it is repeated for every table
_LONGEST = 1000


def inherit(projects: list[Any], defaults: Any, problems: Problems) -> None:
    """Give each table the keys that it does not have and ``[defaults]`` has; ``""`` keeps it without.

    Of a text, ``{number}`` is the value of that key in the table itself, or in the nearest around it
    that has one; without one there is no default.
    """
    wanted: dict[str, dict[str, Any]] = {}
    for kind, values in defaults.items() if isinstance(defaults, dict) else [("", defaults)]:
        if kind not in _CLASSES or not isinstance(values, dict):
            met = f"不认识的“{kind}”" if kind else "不是一组表"
            problems.add(("defaults", kind), met, f"可用的：{'、'.join(f'[defaults.{k}]' for k in _CLASSES)}")
            continue
        fields = {field.name for field in attrs.fields(_CLASSES[kind])} - {"id", "number", *WITHIN[kind]}
        for key in sorted(values.keys() - fields):
            met = f"不认识的键“{key}”"
            problems.add(("defaults", kind, key), met, f"可用的键：{'、'.join(sorted(fields))}")
        for key in sorted(key for key, value in values.items() if len(str(value)) > _LONGEST):
            problems.add(("defaults", kind, key), f"超过 {_LONGEST} 个字")
            fields -= {key}
        wanted[kind] = {key: value for key, value in values.items() if key in fields}
    used: set[tuple[str, str]] = set()
    for project in dicts(projects):
        _inherit(project, "projects", wanted, (), used)
    for kind, values in wanted.items():
        for key in sorted(key for key in values if (kind, key) not in used):
            problems.add(("defaults", kind, key), "没有一处用到", "请删去，或核对写得对不对")


def _inherit(
    table: dict[str, Any],
    kind: str,
    wanted: dict[str, dict[str, Any]],
    around: tuple[dict[str, Any], ...],
    used: set[tuple[str, str]],
) -> None:
    tables = (table, *around)
    for key, value in wanted.get(kind, {}).items():
        if table.get(key) == "":
            del table[key]
        elif key not in table and (made := filled(value, tables)) is not None:
            table[key] = made
        else:
            continue
        used.add((kind, key))
    for inner in WITHIN[kind]:
        for one in dicts(table.get(inner)):
            _inherit(one, inner, wanted, tables, used)


def filled(value: Any, tables: tuple[dict[str, Any], ...]) -> Any:
    """A default with the values of the keys that it names; None where one of them is nowhere."""
    if not isinstance(value, str):
        return deepcopy(value)
    found = {key: next((t[key] for t in tables if key in t), None) for key in _NAMED.findall(value)}
    if None in found.values():
        return None
    if alone := _NAMED.fullmatch(value):
        return found[alone[1]]
    texts = {key: str(one) for key, one in found.items()}
    short = sum(len(texts[key]) for key in _NAMED.findall(value)) <= _LONGEST
    return _NAMED.sub(lambda m: texts[m[1]], value) if short else None


def level_of(project: dict[str, Any], levels: Any) -> None:
    """A project without a level has that of the one range of numbers that it is in."""
    number = project.get("number")
    found = [
        one.get("level")
        for one in dicts(levels)
        if all(type(n) is int for n in (number, one.get("first"), one.get("last")))
        and one["first"] <= number <= one["last"]
    ]
    if "level" not in project and len(found) == 1:
        project["level"] = found[0]


def tasks_of(project: dict[str, Any]) -> None:
    """What tasks do not say of themselves: what they cover, and of a lone assignment the tasks as well."""
    items = [*dicts(project.get("indicators")), *dicts(project.get("standards"))]
    assignments = dicts(project.get("assignments"))
    covers = Covers(items)
    for assignment in assignments:
        if "tasks" not in assignment and len(assignments) == 1:
            texts = (str(i.get("heading") or i.get("text")) for i in items if not i.get("part_of"))
            assignment["tasks"] = [*dict.fromkeys(texts)]
        if isinstance(assignment.get("tasks"), list):
            assignment["tasks"] = [_task(task, covers) for task in assignment["tasks"]]


def _task(task: Any, covers: Covers) -> Any:
    task = {"text": task} if isinstance(task, str) else task
    if isinstance(task, dict) and "covers" not in task:
        found = covers.of(str(task.get("text")))
        return task | ({"covers": found} if found else {})
    return task


class Covers:
    """What a task covers by its text: the item of the same text with its parts and figures, else the group.

    Texts are the same but for brackets, quotes, points and spaces. Each is found once, by the first
    task that has it.

    >>> jobs = {"id": "jobs", "text": "新增就业(城镇)5万人", "target": ">= 5 万人"}
    >>> Covers([jobs]).of("新增就业（城镇）5万人"), Covers([jobs]).of("新增就业")
    ([{'id': 'jobs', 'amount': '5 万人'}], [])
    """

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self._of: dict[str, list[dict[str, Any]]] = {}
        for one in items:
            if heading := bare_text(str(one.get("heading") or "")):
                self._of.setdefault(heading, []).append({"id": one.get("id")})
        whole: dict[str, list[dict[str, Any]]] = {}
        for one in items:
            part_of = str(one.get("part_of") or "")
            if part_of in whole:
                whole[part_of].append(_covered(one))
            elif not part_of:
                whole[str(one.get("id"))] = self._of[bare_text(str(one.get("text")))] = [_covered(one)]

    def of(self, text: str) -> list[dict[str, Any]]:
        """What the task of this text covers; nothing where no item and no group has it."""
        return self._of.pop(bare_text(text), [])


def _covered(item: dict[str, Any]) -> dict[str, Any]:
    """An item with its figure, where that stands in its text."""
    target = item.get("target")
    if isinstance(target, str) and not item.get("implied"):
        try:
            return {"id": item.get("id"), "amount": str(Bound.parse(target).amount)}
        except MinshengError:
            pass  # said when it is structured
    return {"id": item.get("id")}
