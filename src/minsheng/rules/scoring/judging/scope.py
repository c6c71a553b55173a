"""Who may be ranked, and which tasks are whose."""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.domain.area import CITY, AreaKind
from minsheng.domain.programme import Programme
from minsheng.domain.project import Project
from minsheng.measuring.standings import area_groups
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.choices import Ranked, Zones


def names_of(ranked: Ranked, programme: Programme) -> list[str]:
    """The names of all who may be ranked."""
    if ranked is Ranked.PROJECTS:
        return [named(project) for project in programme.projects]
    if ranked is Ranked.AGENCIES:
        return [assignment.lead_agency for assignment in programme.assignments]
    return [*(area.name for area in programme.areas), CITY]


def named(project: Project) -> str:
    return f"{project.number} {project.title}"


def areas_of(scheme: Scheme, programme: Programme) -> list[tuple[str, str, list[str]]]:
    """Name, group and areas of each subject."""
    one_of = {name for one in scheme.merged for name in one.areas}
    zones = [area.name for area in programme.areas if area.kind is AreaKind.ZONE and not area.parent]
    apart = scheme.zones is Zones.APART
    groups = {CITY: "县市区" if apart else ""} | {
        # what lies in another area is ranked beside its neighbours only
        name: group if apart or programme.area(name).parent else ""
        for name, group in area_groups(programme).items()
    }
    listed = [
        (area.name, groups[area.name], [area.name])
        for area in programme.areas
        if (scheme.zones in (Zones.TOGETHER, Zones.APART) or area.name not in zones)
        and area.name not in one_of
    ]
    city = [*(zone for zone in zones if zone not in one_of), CITY] if scheme.zones is Zones.MERGED else [CITY]
    for one in scheme.merged:
        found = {groups[name] for name in one.areas}  # it is a zone only if all of it is
        own = [inner for name in one.areas for inner in (city if name == CITY else [name])]
        listed.append((one.name, found.pop() if len(found) == 1 else "县市区", own))
    return [*listed, (CITY, "", city)] if scheme.zones is Zones.MERGED and CITY not in one_of else listed


class Scope:
    """Which tasks are of one who is ranked: some indicators, in some areas; None is all of them."""

    def __init__(self, items: Iterable[str] | None, areas: Iterable[str] | None) -> None:
        self._items, self._areas = items if items is None else {*items}, areas if areas is None else {*areas}

    def __contains__(self, task: tuple[str, str | None]) -> bool:
        item, area = task
        return (self._items is None or item in self._items) and (self._areas is None or area in self._areas)


def scopes(scheme: Scheme, programme: Programme) -> dict[str, Scope]:
    """The tasks of everybody who is ranked, by name."""
    if scheme.ranked is Ranked.AREAS:
        return {name: Scope(None, areas) for name, _, areas in areas_of(scheme, programme)}
    return {name: Scope(items, None) for name, items in covered_by(scheme, programme).items()}


def covered_by(scheme: Scheme, programme: Programme) -> dict[str, list[str]]:
    """The items of every agency or project."""
    if scheme.ranked is not Ranked.AGENCIES:
        return {named(project): [item.id for item in project.items] for project in programme.projects}
    own: dict[str, list[str]] = {}
    for assignment in programme.assignments:
        own.setdefault(assignment.lead_agency, []).extend(assignment.covers)
    return own
