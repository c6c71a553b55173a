"""Errata and readings: changes to the plain data, by path, before it becomes values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minsheng.domain.parts import MOST_CHANGES
from minsheng.errors import Problems, UnknownName

#: what an element of a list may be named by, in a path
_NAMES = ("id", "number", "indicator", "name")
#: the lists whose elements are named by the id of an indicator or standard
_OF_IDS = ("indicators", "standards", "covers", "rows")


def holder(plain: Any, path: str) -> tuple[Any, str | int] | None:
    """The dict or list that holds the value at a path, and its key there.

    An element of a list is named by its id, number, indicator or name; one without by its
    place, from 1.
    """
    steps = path.split(".")
    for step in steps[:-1]:
        key = _key(plain, step)
        if key is None:
            return None
        plain = plain[key]
    key = _key(plain, steps[-1], new=True)
    return None if key is None else (plain, key)


def _key(plain: Any, step: str, *, new: bool = False) -> str | int | None:
    if isinstance(plain, dict):
        return step if step in plain or new else None
    if isinstance(plain, list):
        names = [next((str(item[name]) for name in _NAMES if name in item), None) for item in dicts(plain)]
        if any(name is not None for name in names):
            return names.index(step) if step in names else None
        if step.isdecimal() and 1 <= int(step) <= len(plain):
            return int(step) - 1
    return None


def rename(plain: dict[str, Any], ids: Mapping[str, str]) -> None:
    """Give indicators and standards other ids, wherever they are named: there is one place to change them."""
    for project in dicts(plain.get("projects")):
        items = [*dicts(project.get("indicators")), *dicts(project.get("standards"))]
        tasks = (t for one in dicts(project.get("assignments")) for t in dicts(one.get("tasks")))
        for table in (*items, *(covered for task in tasks for covered in dicts(task.get("covers")))):
            _rename(table, ("id", "part_of"), ids)
    allocation = plain.get("allocation")
    for row in dicts(allocation.get("rows")) if isinstance(allocation, dict) else ():
        _rename(row, ("indicator",), ids)
    options = (o for reading in dicts(plain.get("readings")) for o in dicts(reading.get("options")))
    for table in (*dicts(plain.get("errata")), *(c for o in options for c in dicts(o.get("changes")))):
        if isinstance(table.get("path"), str):
            table["path"] = renamed(table["path"], ids)


def _rename(table: dict[str, Any], keys: tuple[str, ...], ids: Mapping[str, str]) -> None:
    table.update({k: ids[table[k]] for k in keys if isinstance(table.get(k), str) and table[k] in ids})


def renamed(path: str, ids: Mapping[str, str]) -> str:
    """A path with the other ids of what it leads through.

    >>> renamed("projects.2.indicators.a.target", {"a": "jobs", "target": "x"})
    'projects.2.indicators.jobs.target'
    """
    steps = path.split(".")
    named = zip(["", *steps], steps, strict=False)
    return ".".join(ids.get(step, step) if of in _OF_IDS else step for of, step in named)


def apply_errata(plain: dict[str, Any], problems: Problems) -> None:
    """Put what we read in the place of what is printed; the print must stand there."""
    for erratum in dicts(plain.get("errata"))[:MOST_CHANGES]:
        path = erratum.get("path")
        if not isinstance(path, str) or not path:
            continue
        found = holder(plain, path)
        printed = found[0].get(found[1]) if found and isinstance(found[0], dict) else None
        if found is None or printed != erratum.get("printed"):
            met = f"勘误 {erratum.get('id')} 要改的 {path} 不是原文“{erratum.get('printed')}”"
            problems.add((), met, f"那里是：{printed!r}")
        else:
            found[0][found[1]] = erratum.get("reads")


def apply_readings(
    plain: dict[str, Any], wanted: Mapping[str, str], problems: Problems, *, all: bool
) -> None:
    """Make the changes of the chosen options; of ``all`` readings, or the wanted ones only.

    Raises:
        UnknownName: a wanted reading or option that there is not.
    """
    listed = dicts(plain.get("readings"))[:MOST_CHANGES]
    readings = {str(reading.get("id")): reading for reading in listed}
    for id, option in wanted.items():
        if id not in readings:
            raise UnknownName("reading", id, readings)
        known = [str(o.get("id")) for o in dicts(readings[id].get("options"))]
        if option not in known:
            raise UnknownName("option", option, known)
        readings[id]["chosen"] = option
    for id, reading in readings.items():
        chosen = {str(o.get("id")): o for o in dicts(reading.get("options"))}.get(str(reading.get("chosen")))
        if chosen is not None and (all or id in wanted):
            _apply(plain, id, chosen, problems)


def _apply(plain: Any, id: str, option: dict[str, Any], problems: Problems) -> None:
    for change in dicts(option.get("changes"))[:MOST_CHANGES]:
        found = holder(plain, str(change.get("path")))
        if found is None:
            problems.add((), f"读法 {id} 要改的 {change.get('path')} 不存在")
            continue
        value = change.get("value")
        if value == "" and isinstance(found[0], dict):  # an empty text is none at all, as in the tables
            found[0].pop(found[1], None)
            continue
        found[0][found[1]] = list(value) if isinstance(value, (list, tuple)) else value


def dicts(items: Any) -> list[dict[str, Any]]:
    """The tables of a list of tables; what else stands there is reported when structured."""
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
