"""Programme: all livelihood projects of a city for one year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import attrs

from minsheng.asking import asked, built
from minsheng.domain.allocation import Allocation, Row
from minsheng.domain.area import Area
from minsheng.domain.fitting import faults
from minsheng.domain.indicator import Indicator
from minsheng.domain.own_units import OwnUnit
from minsheng.domain.parts import part
from minsheng.domain.plain import digest
from minsheng.domain.procedure import AcceptanceStep, LevelRange, ReportingDuty
from minsheng.domain.project import Assignment, Project
from minsheng.domain.source import Document, Erratum, Reading
from minsheng.domain.standards import Standard
from minsheng.domain.units import Unit
from minsheng.errors import UnknownName
from minsheng.plain.canonical import Format
from minsheng.strict import dotted
from minsheng.table import Tabled, heads
from minsheng.wanted import quoted

Named = TypeVar("Named")


def _find(what: str, key: str, wanted: object, items: Iterable[Named]) -> Named:
    listed = tuple(items)
    for item in listed:
        if getattr(item, key) == wanted:
            return item
    printed = [item for item in listed if getattr(item, "text", None) == wanted]
    if len(printed) == 1:  # an indicator or standard may be named by its text
        return printed[0]
    raise UnknownName(what, wanted, (getattr(item, key) for item in listed))


@built
@attrs.frozen(repr=False)
class Programme(Tabled):
    """A city's livelihood projects of one year: what was promised, by whom, for whom.

    Args:
        name: a short name, ``yueyang-2023``.
        city: the city.
        year: the year.
        document: the notice it comes from.
        areas: the areas, in the order of the allocation's columns.
        projects: the projects, by number.
        allocation: how the indicators are divided.
        levels: which project numbers are provincial, which the city's.
        reporting: the regular reports.
        acceptance: the steps of acceptance and appraisal, in order.
        errata: every correction of the print.
        readings: every ambiguity, with the reading chosen.
        units: the unit words of its own.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> len(p.projects), p.project(20).title, p.indicator("farmland").target
    (20, '建成高标准农田41.3万亩', Bound('>= 41.3 万亩'))
    >>> p.area("平江")
    Traceback (most recent call last):
    ...
    minsheng.errors.UnknownName: no area '平江'; did you mean '平江县'?
    """

    name: str
    city: str
    year: int = attrs.field(validator=[attrs.validators.ge(1900), attrs.validators.le(2999)])
    document: Document
    areas: tuple[Area, ...]
    projects: tuple[Project, ...]
    allocation: Allocation
    levels: tuple[LevelRange, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    acceptance: tuple[AcceptanceStep, ...] = ()
    errata: tuple[Erratum, ...] = ()
    readings: tuple[Reading, ...] = ()
    units: tuple[OwnUnit, ...] = ()

    _FORMAT = Format("programme")

    def __attrs_post_init__(self) -> None:
        for one in faults(self):
            value: Any = self
            for step in one.path:
                value = value[step] if isinstance(step, int) else part(value, step)
            value = value.text if isinstance(value, Unit) else value
            what = f" is {quoted(value)}" if isinstance(value, (str, int)) else ""
            raise ValueError(f"Programme(): {dotted(one.path, 0)}{what}: {one.said}")

    # --- finding ------------------------------------------------------------------------

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in the order of the annex; the 其中 ones after their whole."""
        return tuple(i for project in self.projects for i in project.indicators)

    @property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard, in the order of the annex."""
        return tuple(s for project in self.projects for s in project.standards)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Every assignment, in the order of the annex."""
        return tuple(a for project in self.projects for a in project.assignments)

    @asked
    def area(self, name: str) -> Area:
        """The area of that name.

        Raises:
            UnknownName: there is none; the nearest is suggested. Likewise in the next four.
        """
        return _find("area", "name", name, self.areas)

    @asked
    def project(self, number: int) -> Project:
        """The project of that number."""
        return _find("project", "number", number, self.projects)

    @asked
    def indicator(self, id: str) -> Indicator:
        """The indicator with that id or that printed text; standards likewise."""
        return _find("indicator", "id", id, self.indicators)

    @asked
    def standard(self, id: str) -> Standard:
        """The standard of that id."""
        return _find("standard", "id", id, self.standards)

    @asked
    def reading(self, id: str) -> Reading:
        """The reading of that id."""
        return _find("reading", "id", id, self.readings)

    @asked
    def project_of(self, id: str) -> Project:
        """The project that an indicator or a standard belongs to."""
        items = {item.id: (item, project) for project in self.projects for item in project.items}
        found = _find("indicator or standard", "id", id, [item for item, _ in items.values()])
        return items[found.id][1]

    # --- what-ifs -----------------------------------------------------------------------

    @asked
    def with_row(self, row: Row) -> Programme:
        """The same programme with this row in place of the one with the same indicator."""
        return attrs.evolve(self, allocation=self.allocation.replace(row))

    # --- identity -----------------------------------------------------------------------

    def digest(self) -> str:
        """The SHA-256 of the canonical form of its document: equal digests mean equal programmes.

        A report carries it, so that years later one can show what was checked.
        """
        return digest(self)

    # --- showing ------------------------------------------------------------------------

    @property
    def summary(self) -> str:
        """The city, the year, and the numbers of projects, indicators and standards."""
        counts = ((self.projects, "项"), (self.indicators, "个指标"), (self.standards, "个标准"))
        said = "，".join(f"{len(what)} {word}" for what, word in counts if what)
        return f"{self.city}{self.year}年重点民生实事：{said}"

    _HEADS = heads(number="序号", level="级别", title="项目名称", agency="牵头单位", items="指标数")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.projects:
            agencies = "、".join(dict.fromkeys(a.lead_agency for a in one.assignments))
            own = {"number": one.number, "level": one.level, "title": one.title}
            yield own | {"agency": agencies, "items": len(one.items)}
