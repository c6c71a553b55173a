"""Standards: amounts to be met, by kind of area and date."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.asking import SLUG, asked, built
from minsheng.domain.amount import Amount
from minsheng.domain.area import WHOLE_CITY, Area, AreaKind
from minsheng.domain.bound import Bound
from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.cells import Line, OneOf, Span
from minsheng.domain.expression.choosing import look_up
from minsheng.domain.expression.decision import DecisionTable
from minsheng.domain.source import Citation
from minsheng.errors import RuleError
from minsheng.table import Tabled, heads


@built
@attrs.frozen
class Tier:
    """A target for some areas from a date on.

    Args:
        target: the target.
        effective: the first day it applies.
        area_kinds: the kinds of area it applies to.
        areas: the names of further areas it applies to.
        city: whether it applies to the city as a whole.
        scope: whom it applies to, in the words of the print.
        baseline: the standard it replaces, if printed; its effective date is not known.
        source: where it is printed.
    """

    target: Bound
    effective: datetime.date
    area_kinds: tuple[AreaKind, ...] = ()
    areas: tuple[str, ...] = ()
    city: bool = False
    scope: str = ""
    baseline: Bound | None = None
    source: Citation | None = None

    @asked
    def is_for(self, area: Area) -> bool:
        """Whether it applies to this area."""
        return area.kind in self.area_kinds or area.name in self.areas

    @property
    def whom(self) -> str:
        """Whom it applies to: kinds of area and names, or the words of the print."""
        named = (*(kind.label for kind in self.area_kinds), *self.areas, *([WHOLE_CITY] if self.city else ()))
        return "、".join(named) or self.scope


@built
@attrs.frozen(repr=False)
class Standard(Tabled):
    """A standard such as a subsistence allowance floor: what must be paid, at least or exactly.

    Args:
        id: a stable slug.
        text: the verbatim text.
        tiers: the targets by area and date.
        heading: the group heading above it.
        source: where it is printed.
        note: a note for readers.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> rural = p.standard("subsistence-rural")
    >>> print(rural.tier(p.area("岳阳楼区"), datetime.date(2023, 6, 1)).target)
    >= 7800 元/年
    >>> rural.tier(p.area("岳阳楼区"), datetime.date(2022, 6, 1)) is None
    True
    """

    id: str = attrs.field(validator=SLUG)
    text: str
    tiers: tuple[Tier, ...]
    heading: str = ""
    source: Citation | None = None
    note: str = ""

    @property
    def summary(self) -> str:
        """The text and the number of tiers."""
        return f"{self.id} {self.text}（{len(self.tiers)} 档）"

    _HEADS = heads(whom="对象", target="标准", effective="执行日期", baseline="原标准", source="出处")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for tier in self.tiers:
            said = {"id": self.id, "text": self.text, "whom": tier.whom, "target": tier.target}
            dated = {"effective": tier.effective, "baseline": tier.baseline}
            yield said | dated | {"source": tier.source or self.source, "note": self.note}

    @asked
    def tier(self, area: Area, on: datetime.date) -> Tier | None:
        """The tier in force for an area on a day.

        None if unknown: the day is before the first tier for that area, or no tier applies to it.
        The nearest tier is never taken instead.
        """
        held = [t for t in self.tiers if t.is_for(area) and t.effective <= on]
        return max(held, key=lambda t: t.effective, default=None)

    @asked
    def floor(self, *, area_kind: Expression | AreaKind | str, on: Expression | datetime.date) -> Expression:
        """The amount of the standard by kind of area and date, as an expression for criteria.

        Args:
            area_kind: a column of codes or labels, or one of them: ``district`` or 区.
            on: a column or a date; before the first tier the result is missing.

        Raises:
            RuleError: the standard has a tier for areas by name, or no tiers.

        >>> from minsheng import column, load
        >>> rural = load("yueyang-2023").standard("subsistence-rural")
        >>> floor = rural.floor(area_kind=column("area_kind"), on=column("month"))
        >>> print(column("paid", "元/月", places=2) >= floor)
        paid ≥ 《农村低保标准从不低于4600元/年提高到不低于5000元/年》（area_kind＝area_kind，on＝month）
        """
        return look_up(self.decision_table, area_kind=area_kind, on=on)

    @property
    def decision_table(self) -> DecisionTable:
        """The tiers as a table by ``area_kind`` and date (``on``).

        Raises:
            RuleError: the standard has a tier for areas by name, or no tiers.
        """
        if any(tier.areas or tier.city for tier in self.tiers) or not self.tiers:
            how = "tiers for areas by name: a kind does not tell them" if self.tiers else "no tiers"
            raise RuleError(f"standard {self.id!r} has {how}")
        unit = self.tiers[0].target.amount.unit
        lines = []
        for kind in AreaKind:
            mine = sorted((t for t in self.tiers if kind in t.area_kinds), key=lambda t: t.effective)
            ends = [*(t.effective for t in mine[1:]), None][: len(mine)]
            for tier, end in zip(mine, ends, strict=True):
                where = tier.source or self.source
                source = f"{tier.scope or self.text}，{tier.effective} 起" + (f"，{where}" if where else "")
                cells = (OneOf((kind,)), Span(tier.effective, end))
                lines.append(Line(cells, tier.target.amount.to(unit).value, source))
        return DecisionTable(self.text, ("area_kind", "on"), tuple(lines), unit)


@built
@attrs.frozen
class AdoptedStandard:
    """The standard that an area itself has adopted.

    Args:
        area: the area's name.
        standard: the standard's id.
        amount: what it pays.
        effective: the first day it applies.
        source: the area's own document.

    >>> AdoptedStandard("君山区", "subsistence-rural", Amount(650, "元/月"), datetime.date(2023, 1, 1)).amount
    Amount('650 元/月')
    """

    area: str
    standard: str
    amount: Amount
    effective: datetime.date
    source: str = ""
