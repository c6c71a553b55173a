"""What must fit together across a programme's files: ids once each, and no id without its thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from minsheng.errors import Problem
from minsheng.loading.paths import dicts

Path = tuple[str | int, ...]


def check_names(plain: dict[str, Any], problems: list[Problem], place: Callable[[Path], str]) -> None:
    """Names that stand twice, and names that name nothing."""
    areas = [(("areas", i, "name"), a.get("name")) for i, a in enumerate(dicts(plain.get("areas")))]
    numbers = [
        (("projects", i, "number"), p.get("number")) for i, p in enumerate(dicts(plain.get("projects")))
    ]
    ids = list(_ids(plain))
    for what, named in (("地区", areas), ("项目序号", numbers), ("id", ids)):
        seen: set[object] = set()
        for path, name in named:
            if name in seen:
                problems.append(Problem(place(path), f"{what}“{name}”出现了不止一次"))
            seen.add(name)
    for what in ("errata", "readings"):
        listed = [item.get("id") for item in dicts(plain.get(what))]
        for index, id in enumerate(listed):
            if id in listed[:index]:
                problems.append(Problem(place((what, index, "id")), f"id“{id}”出现了不止一次"))

    known = {id for _, id in ids}
    for path, id in _references(plain):
        if id not in known:
            problems.append(Problem(place(path), f"没有 id 为“{id}”的指标或标准", "请核对拼写"))
    names = {name for _, name in areas}
    for path, name in _area_references(plain):
        if name not in names:
            problems.append(Problem(place(path), f"不认识的地区“{name}”"))


def _projects(plain: dict[str, Any], part: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for i, project in enumerate(dicts(plain.get("projects"))):
        for j, item in enumerate(dicts(project.get(part))):
            yield ("projects", i, part, j), item


def _ids(plain: dict[str, Any]) -> Iterator[tuple[Path, object]]:
    for part in ("indicators", "standards"):
        for path, item in _projects(plain, part):
            yield (*path, "id"), item.get("id")


def _references(plain: dict[str, Any]) -> Iterator[tuple[Path, object]]:
    for path, indicator in _projects(plain, "indicators"):
        if indicator.get("part_of") is not None:
            yield (*path, "part_of"), indicator["part_of"]
    for path, assignment in _projects(plain, "assignments"):
        for t, task in enumerate(dicts(assignment.get("tasks"))):
            for c, covered in enumerate(dicts(task.get("covers"))):
                yield (*path, "tasks", t, "covers", c, "id"), covered.get("id")


def _area_references(plain: dict[str, Any]) -> Iterator[tuple[Path, object]]:
    for part in ("indicators", "standards"):
        for path, item in _projects(plain, part):
            for t, tier in enumerate(dicts(item.get("tiers"))):
                listed = tier.get("areas")
                for name in listed if isinstance(listed, list) else ():
                    yield (*path, "tiers", t, "areas"), name
