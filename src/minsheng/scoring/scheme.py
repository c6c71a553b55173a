"""Scheme: a regulation of scoring, whole: its parts, who is ranked, how it is rounded, its grades."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import add_exactly
from minsheng.domain.plain import digest
from minsheng.errors import UnknownName
from minsheng.scoring.bands import Grade
from minsheng.scoring.choices import Absent, Force, Level, Ranked, Role, Zones
from minsheng.scoring.events import PerEvent
from minsheng.scoring.items import Item, Section, Veto, full_points, walk
from minsheng.scoring.ranks import Ties
from minsheng.scoring.values import certain, number


@built
@attrs.frozen
class Scheme:
    """A regulation of scoring, whole.

    Args:
        name: a short name, ``hunan-2005``.
        title: its title.
        source: where it is published, or by whom it is quoted.
        total: the full points.
        items, sections: its parts.
        ranked: who is ranked.
        zones: what becomes of zones.
        ties: how equal totals are counted.
        rounding: where points are rounded, half up; nowhere else.
        places: to how many places.
        order: in what order the forces act in each section; vetoes are last, whatever it says.
        cap, floor: the most and the least total.
        vetoes: what zeroes or forces.
        grades: ranges of the total, with their names.
        sequence: the ids of its parts in the order of the text; items, then sections, without.
        no_task: what becomes of items for which no target was set.
        no_figure: what becomes of items of which nothing was reported.
        note: what the text leaves open, and how it is read here.
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
    rounding: tuple[Level, ...] = ()
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

    @property
    def root(self) -> Section:
        """The whole as one section."""
        return Section(
            "total", "总分", self.total, "", self.items, self.sections, cap=self.cap, floor=self.floor,
            sequence=self.sequence,
        )  # fmt: skip

    @property
    def every_item(self) -> tuple[Item, ...]:
        """All items, in the order of the text."""
        return tuple(part for part in walk(self.root) if isinstance(part, Item))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of events it counts."""
        counted = (item.form.event for item in self.every_item if isinstance(item.form, PerEvent))
        return tuple(dict.fromkeys((*counted, *(veto.event for veto in self.vetoes if veto.event))))

    @asked
    def part(self, id: str) -> Item | Section:
        """The item or section of that id.

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

        It has no grades: they are of the whole. So a veto that only forces a grade is gone too, and
        one of the total that an event brings about.

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
        """A SHA-256 of the scheme: what was scored by can be shown years later."""
        return digest((self, tuple(type(item.form).__name__ for item in self.every_item)))

    @asked
    def score(
        self, frame: Any, *, by: str | Sequence[str] | None = None, parts: bool = False
    ) -> Any:  # a frame of any engine, the same back
        """A frame with the columns ``points``, where there are grades ``grade``, and ``place``.

        Args:
            frame: a row for each of those who are scored, with the columns of :meth:`needs`; of
                any engine, as for :func:`minsheng.compute`.
            by: the columns of those who are ranked with each other, such as province and period;
                ``()`` for all rows together. Places are counted within them: the total's, as a
                column ``place``, and those that items go by, where the frame has them not.
                Without, nobody is ranked, and the columns of places must be there.
            parts: a column for each item too, named by its id.

        The scheme is made ready once: what it costs to begin is not paid for a second frame.

        Raises:
            RuleError: an item about ``*`` whose indicators are not known yet; a total that is not
                rounded and need not end; a mean of many indicators that are not rounded one by
                one, whose integers grow past 128 bits. Records are scored all the same.
            DataError: as for :func:`minsheng.compute`.
        """
        from minsheng.scoring.frames import score_frame

        return score_frame(self, frame, by=by, parts=parts)

    def needs(self) -> tuple[str, ...]:
        """The names of the columns it is scored by, but for the places, which are found.

        Where it sets some of those who are ranked a target of their own, a column of the item's,
        ``id_set``, holds it on frames; records by name have it of the scheme.
        """
        from minsheng.scoring.inputs import OTHERS
        from minsheng.scoring.whole import facts_of

        codes = tuple(f"_{one.value}" for one in OTHERS)
        return tuple(one.name for one in facts_of(self) if not one.name.endswith(codes))


def order_in(scheme: Scheme, section: Section) -> tuple[Force, ...]:
    """In what order the forces act in a section; one that only adds or takes off has limits of its own."""
    if section.role is Role.POINTS:
        return scheme.order
    return (*(force for force in scheme.order if force is not Force.CAP), Force.CAP)


def _only(section: Section, ids: frozenset[str]) -> Section:
    items = tuple(item for item in section.items if item.id in ids)
    sections = []
    for inner in section.sections:
        kept = inner if inner.id in ids else _only(inner, ids)
        if kept.parts:
            full = add_exactly(*map(full_points, kept.parts))
            sections.append(kept if inner.id in ids else attrs.evolve(kept, weight=full, out_of=None))
    return attrs.evolve(section, items=items, sections=tuple(sections))
