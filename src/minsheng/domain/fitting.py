"""Consistency of a programme: unique names, no reference to something missing, compatible readings.

The same checks run on values and on the plain data read from files, so that what cannot be loaded cannot
be built either. Each fault is worded in English for programmers and in Chinese for authors of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from minsheng.domain.area import AreaKind
from minsheng.domain.bound import Bound
from minsheng.domain.parts import Fault, Path, each, few, inner, is_name, listed, named, once, part
from minsheng.domain.units import Unit
from minsheng.errors import MinshengError, UnknownName

#: how a question ends that nobody has answered
OPEN = "：待答"

Parsed = TypeVar("Parsed", Bound, Unit)


def faults(programme: Any) -> Iterator[Fault]:
    """All inconsistencies of a programme, or of the plain data of one."""
    areas, projects = [*each(programme, "areas")], [*each(programme, "projects")]
    indicators = [*inner(projects, "indicators")]
    items = [*indicators, *inner(projects, "standards")]
    for what, key, things in (("地区", "name", areas), ("项目序号", "number", projects), ("id", "id", items)):
        yield from once(what, key, things)
    changes = (("errata", "勘误"), ("readings", "读法"))
    if too_many := [fault for name, what in changes for fault in few(programme, name, (), what)]:
        yield from too_many
        return  # checking each of them takes a search through the data
    for name, _ in changes:
        yield from once("id", "id", each(programme, name))
    known = named(indicators, "id")
    for path, one in indicators:
        id = part(one, "part_of")
        if is_name(id) and id is not None and id not in known:
            said = str(UnknownName("indicator", id, known))
            yield Fault((*path, "part_of"), said, f"没有 id 为“{id}”的指标", "请核对拼写")
    yield from _of_parents(areas)
    known = named(items, "id")
    for path, one in inner(inner(inner(projects, "assignments"), "tasks"), "covers"):
        id = part(one, "id")
        if is_name(id) and id is not None and id not in known:
            said = str(UnknownName("indicator or standard", id, known))
            yield Fault((*path, "id"), said, f"没有 id 为“{id}”的指标或标准", "请核对拼写")
    known = named(areas, "name")
    for path, tier in inner(items, "tiers"):
        for at, name in enumerate(listed(tier, "areas")):
            if is_name(name) and name not in known:
                said = str(UnknownName("area", name, known))
                yield Fault((*path, "areas", at), said, f"不认识的地区“{name}”")
    yield from _of_rows(programme, projects, [area for _, area in areas])
    yield from _of_steps([*each(programme, "acceptance")])
    yield from _of_readings(programme)


def _of_steps(steps: list[tuple[Path, Any]]) -> Iterator[Fault]:
    yield from once("验收步骤的 id ", "id", (one for one in steps if part(one[1], "id")))
    for path, step in steps:
        if part(step, "covers") and not part(step, "id"):
            todo = '请写 id = "county" 这样的编号，验收表按它说明是哪一步'
            yield Fault((*path, "covers"), "a step that accepts needs an id", "验收的步骤没有 id", todo)


def _of_parents(areas: Iterable[tuple[Path, Any]]) -> Iterator[Fault]:
    """An area lies in one of the others, whose kind stands further up; so there is no circle."""
    areas = [*areas]
    known = named(areas, "name")
    for path, area in areas:
        name, at = part(area, "parent"), (*path, "parent")
        if not name or not isinstance(name, str):
            continue
        if name not in known:
            unknown = UnknownName("area", name, known)
            yield Fault(at, str(unknown), unknown.in_chinese, "上级也要是这张表里的一个地区")
            continue
        try:
            own, above = AreaKind(part(area, "kind")), AreaKind(part(known[name], "kind"))
        except ValueError:
            continue  # reported when it is structured
        if above.level >= own.level:
            said = f"{part(area, 'name')!r} is a {own.value}, which does not lie in a {above.value}"
            yield Fault(at, said, f"上级“{name}”是{above.label}，这里是{own.label}，不在它之上", "请核对")


def _of_rows(programme: Any, projects: Iterable[tuple[Path, Any]], areas: list[Any]) -> Iterator[Fault]:
    allocation, names = part(programme, "allocation"), [part(area, "name") for area in areas]
    parents = tuple(part(area, "parent") or "" for area in areas)
    if [*listed(allocation, "areas")] != names:
        said, met = f"the programme's areas are {', '.join(map(str, names))}", "与 areas 里的地区不一样"
        yield Fault(("allocation", "areas"), said, met, "地区和次序都要一样")
    projects = [one for _, one in projects]
    known = {id: (one, of) for of in projects for id, one in named(each(of, "indicators"), "id").items()}
    seen: set[object] = set()
    for path, row in each(allocation, "rows", ("allocation",)):
        id, at = part(row, "indicator"), (*path, "indicator")
        if not is_name(id):
            continue
        if id in seen:
            yield Fault(at, "it has a row already", f"指标 {id} 已经有一行")
        seen.add(id)
        if id not in known:
            unknown = UnknownName("indicator", id, known)
            todo = "请核对拼写，或先在 projects.toml 里写这个指标"
            yield Fault(at, str(unknown), unknown.in_chinese, todo)
            continue
        indicator, project = known[id]
        if not isinstance(row, dict):  # in a file only the indicator has them
            yield from _row_repeats(path, row, project, indicator, parents if any(parents) else ())
        if part(indicator, "worded"):
            said = f"the target of indicator {id!r} is words, which are not divided"
            yield Fault(
                at, said, f"指标 {id} 的目标是文字，不能分解任务数", '各地都要达到的写 additivity = "each"'
            )
        unit, target = _parsed(Unit, part(row, "unit")), _parsed(Bound, part(indicator, "target"))
        if unit is not None and target is not None and not unit.measures_same_as(target.amount.unit):
            said = f"the target of indicator {id!r} is {target.amount}, which does not compare with it"
            met = f"这一行的单位是“{unit}”，指标 {id} 的目标是 {target.amount}"
            yield Fault((*path, "unit"), said, met, "两个单位不能相比，请核对")


def _row_repeats(
    path: Path, row: Any, project: Any, indicator: Any, parents: tuple[str, ...]
) -> Iterator[Fault]:
    """A row repeats what its indicator and its areas say of themselves, so that it can be shown alone."""
    own = {"project": project.number, "text": indicator.text}
    own |= {"additivity": indicator.additivity, "source": indicator.source, "parents": parents}
    other = {name: value for name, value in own.items() if getattr(row, name) != value}
    if other:
        give = ", ".join(
            f"{k}={v!r}" if type(v) in (int, str, tuple) else f"{k}='{v}'" for k, v in other.items()
        )
        said = f"its indicator {indicator.id!r} has another; give the row {give}"
        yield Fault((*path, next(iter(other))), said, "")


def _parsed(kind: type[Parsed], value: Any) -> Parsed | None:
    try:
        return kind.parse(value) if isinstance(value, str) else value if isinstance(value, kind) else None
    except MinshengError:
        return None  # reported when it is structured


def _of_readings(programme: Any) -> Iterator[Fault]:
    owner: dict[str, object] = {}
    for path, reading in each(programme, "readings"):
        id, chosen, options = part(reading, "id"), part(reading, "chosen"), [*each(reading, "options", path)]
        yield from once("id", "id", options)
        for option_path, option in options:
            yield from few(option, "changes", option_path, "改动")
        changed = [
            sorted(str(part(one, "path")) for _, one in each(option, "changes")) for _, option in options
        ]
        if any(paths != changed[0] for paths in changed):
            met, todo = f"读法 {id} 的各种选择改动的位置不同", "每种选择都要写出全部位置，才能互相替换"
            yield Fault((*path, "options"), "each option must change the same paths", met, todo)
        for place in changed[0] if changed else ():
            if owner.setdefault(place, id) != id:
                met = f"读法 {owner[place]} 与 {id} 都改动 {place}"
                yield Fault(
                    (*path, "options"), f"{owner[place]!r} changes {place} too", met, "请合为一个读法"
                )
        ids = [str(part(option, "id")) for _, option in options]
        if chosen == "":
            met = f"{part(reading, 'question')}（{id}）{OPEN}"
            yield Fault((*path, "chosen"), "no option is chosen", met, f"选一种：{'、'.join(ids)}")
        elif str(chosen) not in ids:
            met, todo = f"读法 {id} 选的“{chosen}”不在其中", f"可选：{'、'.join(ids)}"
            yield Fault((*path, "chosen"), str(UnknownName("option", chosen, ids)), met, todo)
