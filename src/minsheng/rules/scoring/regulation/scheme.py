"""Scheme: a complete scoring regulation."""

from __future__ import annotations

import datetime
from collections.abc import (
    Iterable,  # noqa: F401  # the annotation of a converter is read here
    Iterator,
)
from decimal import Decimal
from functools import cached_property
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import add_exactly, plain_text
from minsheng.domain.plain import digest
from minsheng.errors import UnknownName
from minsheng.plain.canonical import Format
from minsheng.rules.scoring.forms.catalogue import SCHEMES
from minsheng.rules.scoring.forms.events import PerEvent
from minsheng.rules.scoring.forms.ranks import Ties
from minsheng.rules.scoring.regulation.items import EVERY, Item, Section, Veto, full_points, walk
from minsheng.rules.scoring.regulation.who import AreaClass, Merged, OwnIndicator, Rounding, roundings
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
        rounding: where points are rounded; nowhere else. A level alone is rounded half up to
            ``places``; a :class:`Rounding` says to how many, or that digits are left off.
        places: to how many places.
        order: the order in which forces act in each section; vetoes always come last.
        cap, floor: the most and the least total.
        vetoes: limits on points and grades.
        grades: named ranges of the total.
        sequence: the ids of its parts in the order of the regulation; default: items, then sections.
        no_task: how items without a target are scored.
        no_figure: how items are scored if nothing was reported.
        note: what the regulation leaves open, and how it is read here.
        best_as: what the best total becomes; the others in proportion.
        ties_by: the items or sections that break ties of totals, by their points; the first first.
        year_from: the month that the year begins with: 12 if December counts for the next year.
        classes: the classes of those who are scored, for which parts differ.
        by_class: whether each class is ranked by itself, with its own limits on grades.
        merged: areas that are ranked as one.
        indicators: indicators of the scheme's own, which no programme has.
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
    rounding: tuple[Rounding, ...] = attrs.field(default=(), converter=roundings)
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
    best_as: Decimal | None = attrs.field(default=None, converter=number)
    ties_by: tuple[str, ...] = ()
    year_from: int = attrs.field(default=1, validator=[attrs.validators.ge(1), attrs.validators.le(12)])
    classes: tuple[AreaClass, ...] = ()
    merged: tuple[Merged, ...] = ()
    indicators: tuple[OwnIndicator, ...] = ()
    by_class: bool = False

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
            sequence=self.sequence, best_as=self.best_as,
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


def rounding_at(scheme: Scheme, level: RoundAt) -> Rounding | None:
    """How points are rounded at a level, with its places; None if they are not."""
    found = next((one for one in scheme.rounding if one.at is level), None)
    return found if found is None or found.places is not None else attrs.evolve(found, places=scheme.places)


def year_of(scheme: Scheme, day: datetime.date) -> int:
    """The year that a day counts for, which is named by its last month."""
    return day.year + (scheme.year_from > 1 and day.month >= scheme.year_from)


def year_span(scheme: Scheme, year: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that count for a year."""
    month = scheme.year_from
    first = datetime.date(year - (month > 1), month, 1)
    return first, first.replace(year=first.year + 1) - datetime.timedelta(days=1)


def class_of(scheme: Scheme, name: str) -> str | None:
    """The class of an area; None if the scheme does not say."""
    return next((one.name for one in scheme.classes if name in one.areas), None)


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


def with_names(scheme: Scheme) -> Scheme:
    """The scheme with made-up indicators instead of ``*``, for checks without a programme."""

    def named(section: Section) -> Section:
        items = tuple(
            attrs.evolve(item, indicators=(f"{item.id}-1", f"{item.id}-2"))
            if EVERY in item.indicators
            else item
            for item in section.items
        )
        return attrs.evolve(section, items=items, sections=tuple(map(named, section.sections)))

    root = named(scheme.root)
    return attrs.evolve(scheme, items=root.items, sections=root.sections)


def _only(section: Section, ids: frozenset[str]) -> Section:
    items = tuple(item for item in section.items if item.id in ids)
    sections = []
    for inner in section.sections:
        kept = inner if inner.id in ids else _only(inner, ids)
        if kept.parts:
            full = add_exactly(*map(full_points, kept.parts))
            sections.append(kept if inner.id in ids else attrs.evolve(kept, weight=full, out_of=None))
    return attrs.evolve(section, items=items, sections=tuple(sections))
