"""What must fit together across a programme's files: ids once each, and no id without its thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from minsheng.errors import Problem
from minsheng.loading.paths import dicts, is_name

Path = tuple[str | int, ...]


def check_names(plain: dict[str, Any], problems: list[Problem], place: Callable[[Path], str]) -> None:
    """Names that stand twice, and names that name nothing."""
    areas = [(("areas", i, "name"), a.get("name")) for i, a in enumerate(dicts(plain.get("areas")))]
    numbers = [
        (("projects", i, "number"), p.get("number")) for i, p in enumerate(dicts(plain.get("projects")))
    ]
    ids = list(_ids(plain))
    for what, named in (("地区", areas), ("项目序号", numbers), ("id", ids)):
        _once(what, named, problems, place)
    for what in ("errata", "readings"):
        listed = [item.get("id") for item in dicts(plain.get(what))]
        _once("id", [((what, index, "id"), id) for index, id in enumerate(listed)], problems, place)

    known = {id for _, id in ids if is_name(id)}
    for path, id in _references(plain):
        if is_name(id) and id not in known:
            problems.append(Problem(place(path), f"没有 id 为“{id}”的指标或标准", "请核对拼写"))
    names = {name for _, name in areas if is_name(name)}
    for path, name in _area_references(plain):
        if is_name(name) and name not in names:
            problems.append(Problem(place(path), f"不认识的地区“{name}”"))


def _once(
    what: str, named: Sequence[tuple[Path, object]], problems: list[Problem], place: Callable[[Path], str]
) -> None:
    seen: set[object] = set()
    for path, name in named:
        if is_name(name) and name in seen:
            problems.append(Problem(place(path), f"{what}“{name}”出现了不止一次"))
        seen |= {name} if is_name(name) else set()


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
