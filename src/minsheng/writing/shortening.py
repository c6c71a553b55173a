"""A programme's projects without what a folder need not say twice; loading fills it in again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from minsheng.reading.defaults import WITHIN, filled, level_of, tasks_of

#: what may be a default, by kind of table, and what it is where it is not there; a text that names
#: another key is tried too
_MAY: dict[str, dict[str, tuple[Any, str]]] = {
    "projects": {"allocation_title": ("", "{title}")},
    "assignments": {
        "open_ended": (False, ""),
        "local_governments": (False, ""),
        "source": ("", "附件1第{number}项"),
        "deadline": ("", ""),
    },
    "indicators": {"undivided": ("", "")},
    "standards": {},
    "tiers": {"area_kinds": ([], ""), "effective": ("", ""), "source": ("", "{source}")},
}
Tables = tuple[dict[str, Any], ...]


def shortened(projects: list[dict[str, Any]], levels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The content of ``projects.toml``: defaults, and the projects without what these and texts tell.

    Args:
        projects: the projects as plain data, without what is empty.
        levels: the levels, which tell a project's by its number.

    >>> tiers = [{"target": f">= {n} 元", "effective": "2024-01-01"} for n in (1, 2)]
    >>> project = {"number": 1, "title": "低保", "standards": [{"id": "aid", "tiers": tiers}]}
    >>> shortened([project], ())["defaults"]
    {'tiers': {'effective': '2024-01-01'}}
    """
    short = deepcopy(projects)
    pairs: dict[str, list[tuple[Tables, dict[str, Any]]]] = {kind: [] for kind in WITHIN}
    for whole, own in zip(projects, short, strict=True):
        for (kind, tables), (_, (one, *_)) in zip(_tables(whole), _tables(own), strict=True):
            pairs[kind].append((tables, one))
        _shorten_tasks(own)
        told = {"number": own["number"]}
        level_of(told, levels)
        if told.get("level") == own.get("level"):
            own.pop("level", None)
    defaults: dict[str, dict[str, Any]] = {}
    for kind, keys in _MAY.items():
        for key, (none, naming) in keys.items():
            values = [tables[0].get(key, none) for tables, _ in pairs[kind]]
            value = _default(values, none, naming, [tables for tables, _ in pairs[kind]])
            if value == none:
                continue
            defaults.setdefault(kind, {})[key] = value
            for tables, one in pairs[kind]:
                if key not in one and filled(value, tables) is not None:
                    one[key] = none
                elif one.get(key) == filled(value, tables):
                    one.pop(key, None)
    return {"defaults": defaults, "projects": short}


def _tables(
    table: dict[str, Any], kind: str = "projects", around: Tables = ()
) -> Iterator[tuple[str, Tables]]:
    """Each table with those around it, from the inside."""
    tables = (table, *around)
    yield kind, tables
    for inner in WITHIN[kind]:
        for one in table.get(inner, ()):
            yield from _tables(one, inner, tables)


def _default(values: list[Any], none: Any, naming: str, tables: list[Tables]) -> Any:
    """What most tables have, if that is more than have nothing; else nothing."""
    common = [json.loads(text) for text, _ in Counter(map(json.dumps, values)).most_common(1)]
    best, most = none, max(1, values.count(none))
    for one in (*common, *filter(None, [naming])):
        count = sum(filled(one, at) == value for value, at in zip(values, tables, strict=True))
        if one != none and count > most:
            best, most = one, count
    return best


def _shorten_tasks(project: dict[str, Any]) -> None:
    """Write tasks as their texts where these tell what they cover, and none where the items tell them."""
    assignments = project.get("assignments", [])
    if len(assignments) == 1:
        told = _told(project, [None])
        if told == [assignments[0]["tasks"]]:
            del assignments[0]["tasks"]
            return
    tasks = [[*assigned["tasks"]] for assigned in assignments]
    short = [[task["text"] for task in listed] for listed in tasks]
    while wrong := [
        (n, m)
        for n, listed in enumerate(_told(project, short))
        for m, task in enumerate(listed)
        if task != tasks[n][m]
    ]:
        for n, m in wrong:
            short[n][m] = tasks[n][m]
    for assigned, listed in zip(assignments, short, strict=True):
        assigned["tasks"] = listed


def _told(project: dict[str, Any], tasks: Sequence[list[Any] | None]) -> list[list[Any]]:
    """The tasks of each assignment as they are loaded, if these are written."""
    tried = {**project, "assignments": [{} if one is None else {"tasks": one} for one in tasks]}
    tasks_of(tried)
    return [assigned["tasks"] for assigned in tried["assignments"]]
