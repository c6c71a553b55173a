"""Projects, and who is responsible for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.asking import built
from minsheng.domain.amount import Amount
from minsheng.domain.indicator import Indicator
from minsheng.domain.source import Citation
from minsheng.domain.standards import Standard
from minsheng.labels import Labelled
from minsheng.table import Tabled, heads


class Level(Labelled):
    """Whose project it is."""

    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"
    NATIONAL = "national", "国家级"
    COUNTY = "county", "县级"
    DISTRICT = "district", "区级"
    TOWN = "town", "镇级"
    VILLAGE = "village", "村级"


@built
@attrs.frozen
class Covered:
    """An indicator or standard that a task covers, with the task's own figure for it.

    Args:
        id: the indicator's or standard's id.
        amount: the figure in the assignment table, in its own unit; None if it has none.
    """

    id: str
    amount: Amount | None = None


@built
@attrs.frozen
class Task:
    """A sub-task of the assignment table: its text there, and what it covers."""

    text: str
    covers: tuple[Covered, ...]


@built
@attrs.frozen
class Assignment:
    """Who is responsible for a project, or for some of its tasks.

    Args:
        lead_official: 牵头领导.
        lead_agency: 牵头单位.
        responsible_person: 责任人.
        responsible_agencies: 责任单位, in the printed order.
        open_ended: whether the list of agencies ends in 等.
        local_governments: whether 相关县市区政府（管委会） are responsible too.
        tasks: what it covers.
        source: where it is printed.
        deadline: 完成时限 as printed, 2023年11月底前; empty if there is none.
    """

    lead_official: str
    lead_agency: str
    responsible_person: str
    responsible_agencies: tuple[str, ...]
    tasks: tuple[Task, ...]
    open_ended: bool = False
    local_governments: bool = False
    source: Citation | None = None
    deadline: str = ""

    @property
    def covers(self) -> tuple[str, ...]:
        """The ids of the indicators and standards it covers."""
        return tuple(covered.id for task in self.tasks for covered in task.covers)

    @property
    def agencies_as_printed(self) -> str:
        """The cell 责任单位 as printed."""
        listed = "、".join(self.responsible_agencies) + ("等" if self.open_ended else "")
        return listed + ("，相关县市区政府（管委会）" if self.local_governments else "")


@built
@attrs.frozen(repr=False)
class Project(Tabled):
    """One livelihood project.

    Args:
        number: its number, the same in both annexes.
        level: provincial or of the city.
        title: its title in the assignment table (annex 1).
        allocation_title: its title in the allocation table (annex 2); None if it has none there.
        assignments: who is responsible for it.
        indicators: what is counted.
        standards: the standards it sets.
        note: a note for readers.

    >>> from minsheng import load
    >>> project = load("yueyang-2023").project(4)
    >>> [a.lead_agency for a in project.assignments]
    ['市卫健委', '市妇联']
    """

    number: int
    level: Level = attrs.field(converter=Level)
    title: str
    allocation_title: str | None = None
    assignments: tuple[Assignment, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    standards: tuple[Standard, ...] = ()
    note: str = ""

    @property
    def items(self) -> tuple[Indicator | Standard, ...]:
        """The indicators, then the standards."""
        return (*self.indicators, *self.standards)

    @property
    def summary(self) -> str:
        """Number, title and level, and the numbers of indicators and standards."""
        counts = ((self.indicators, "个指标"), (self.standards, "个标准"))
        said = "，".join(f"{len(what)} {word}" for what, word in counts if what) or "没有指标"
        return f"第{self.number}项 {self.title}（{self.level.label}）：{said}"

    _HEADS = heads(id="编号", text="指标", whom="对象", target="目标", agency="牵头单位")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for item in self.items:
            agencies = (a.lead_agency for a in self.assignments if item.id in a.covers)
            own = {"project": self.number, "agency": "、".join(dict.fromkeys(agencies))}
            yield from (own | line for line in item._lines())
