"""Scheme: a complete scoring regulation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import add_exactly, plain_text
from minsheng.domain.plain import digest
from minsheng.errors import RuleError, UnknownName
from minsheng.plain.canonical import Format
from minsheng.rules.scoring.forms.catalogue import SCHEMES
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.ranks import RankPoints, Ties
from minsheng.rules.scoring.regulation.items import Item, Section, Veto, full_points, walk
from minsheng.rules.scoring.terms.bands import Grade
from minsheng.rules.scoring.terms.choices import Absent, Force, GoesBy, Ranked, Role, RoundAt, Zones
from minsheng.rules.scoring.terms.worth import certain, number
from minsheng.table import Tabled, heads


@built
@attrs.frozen(repr=False)
class Scheme(Tabled):
    """A complete scoring regulation.

    Args:
        name: a short name, ``hunan-2005``.
        title: its title.
        source: where it is published or quoted.
        total: the full points.
        items, sections: its parts.
        ranked: who is ranked.
        zones: how zones are ranked.
        ties: how equal totals are ranked.
        rounding: where points are rounded, half up; nowhere else.
        places: to how many places.
        order: the order in which forces act in each section; vetoes always come last.
        cap, floor: the most and the least total.
        vetoes: limits on points and grades.
        grades: named ranges of the total.
        sequence: the ids of its parts in the order of the regulation; default: items, then sections.
        no_task: how items without a target are scored.
        no_figure: how items are scored if nothing was reported.
        note: what the regulation leaves open, and how it is read here.
    """

    name: str
    title: str
    source: str
    total: Decimal = attrs.field(default=Decimal(100), converter=certain)
    items: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()
    ranked: Ranked = attrs.field(default=Ranked.AREAS, converter=Ranked)
    zones: Zones = attrs.field(default=Zones.TOGETHER, converter=Zones)
    ties: Ties = attrs.field(default=Ties.SKIP, converter=Ties)
    rounding: tuple[RoundAt, ...] = ()
    places: int = attrs.field(
        default=2,
        validator=[attrs.validators.instance_of(int), attrs.validators.ge(0), attrs.validators.le(9)],
    )
    order: tuple[Force, ...] = (Force.DEDUCTION, Force.BONUS, Force.CAP)
    cap: Decimal | None = attrs.field(default=None, converter=number)
    floor: Decimal | None = attrs.field(default=None, converter=number)
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()
    no_task: Absent = attrs.field(default=Absent.NOT_SCORED, converter=Absent)
    no_figure: Absent = attrs.field(default=Absent.NOT_SCORED, converter=Absent)
    sequence: tuple[str, ...] = ()
    note: str = ""

    _FORMAT = Format("scheme")

    @property
    def summary(self) -> str:
        """Title, full points and number of items."""
        return f"{self.title}：{plain_text(self.total)} 分，{len(self.every_item)} 项"

    _HEADS = heads(id="编号", title="内容", weight="满分", clause="条款", role="作用")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for part in walk(self.root):
            if part.id != "total":
                yield {name: getattr(part, name) for name in (*self._HEADS, "note")}

    @cached_property
    def root(self) -> Section:
        """The whole as one section."""
        return Section(
            "total", "总分", self.total, "", self.items, self.sections, cap=self.cap, floor=self.floor,
            sequence=self.sequence,
        )  # fmt: skip

    @cached_property
    def every_item(self) -> tuple[Item, ...]:
        """All items, in the order of the regulation."""
        return tuple(part for part in walk(self.root) if isinstance(part, Item))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of events it counts."""
        counted = (item.form.event for item in self.every_item if isinstance(item.form, PerEvent))
        return tuple(dict.fromkeys((*counted, *(veto.event for veto in self.vetoes if veto.event))))

    @asked
    def part(self, id: str) -> Item | Section:
        """The item or section with an id.

        Raises:
            UnknownName: there is none; the nearest is suggested.
        """
        parts = tuple(walk(self.root))
        for part in parts:
            if part.id == id:
                return part
        raise UnknownName("item or section", id, (part.id for part in parts))

    @asked
    def only(self, *ids: str) -> Scheme:
        """A what-if: the scheme with only these items and sections, and the vetoes about them.

        It has no grades, which are for the whole, nor vetoes that only limit the grade, or limit the
        total after an event.

        Raises:
            UnknownName: no such item or section.
        """
        for id in ids:
            self.part(id)
        kept = _only(self.root, frozenset(ids))
        left = {part.id for part in walk(kept)}
        vetoes = tuple(
            veto
            for veto in self.vetoes
            if veto.scope in left - {"total"} or (veto.item in left and veto.scope == "total")
        )
        total = add_exactly(*map(full_points, kept.parts))
        return attrs.evolve(
            self, items=kept.items, sections=kept.sections, total=total, vetoes=vetoes, grades=()
        )

    def digest(self) -> str:
        """A SHA-256 of the scheme, to prove years later which one was used."""
        return digest(self, SCHEMES)


def order_in(scheme: Scheme, section: Section) -> tuple[Force, ...]:
    """The order of forces in a section; one that only adds or deducts applies its limits last."""
    if section.role is Role.POINTS:
        return scheme.order
    return (*(force for force in scheme.order if force is not Force.CAP), Force.CAP)


def absent_task(scheme: Scheme, item: Item) -> Absent:
    """How an item without a target is scored."""
    return item.no_task or scheme.no_task


def absent_figure(scheme: Scheme, item: Item) -> Absent:
    """How an item without a figure is scored."""
    return item.no_figure or scheme.no_figure


def goes_without_target(item: Item) -> bool:
    """Whether its figures count by themselves, so that everybody has it, even without a target."""
    return item.goes_by is GoesBy.ACTUAL and not item.form.on_tasks


def ranked_items(scheme: Scheme) -> tuple[tuple[Item, ...], ...]:
    """Items that depend on the others, in rounds: ranking a section comes after the items in it."""
    left = [item for item in scheme.every_item if item.form.on_others]
    rounds = []
    while left:
        ready = tuple(item for item in left if not _waits(scheme, item, left))
        if not ready:  # a cycle, which checks refuse
            raise RuleError(f"items are ranked by each other's points: {', '.join(one.id for one in left)}")
        rounds.append(ready)
        left = [item for item in left if item not in ready]
    return tuple(rounds)


def _waits(scheme: Scheme, item: Item, left: list[Item]) -> bool:
    of = item.form.of if isinstance(item.form, RankPoints) else ""
    return bool(of) and any(part in left for part in walk(scheme.part(of)))


def _only(section: Section, ids: frozenset[str]) -> Section:
    items = tuple(item for item in section.items if item.id in ids)
    sections = []
    for inner in section.sections:
        kept = inner if inner.id in ids else _only(inner, ids)
        if kept.parts:
            full = add_exactly(*map(full_points, kept.parts))
            sections.append(kept if inner.id in ids else attrs.evolve(kept, weight=full, out_of=None))
    return attrs.evolve(section, items=items, sections=tuple(sections))
