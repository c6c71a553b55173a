"""Standards: amounts that must be kept to, by kind of area, from a date on."""

from __future__ import annotations

import datetime

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.area import Area, AreaKind
from minsheng.domain.bound import Bound
from minsheng.domain.source import Citation


@attrs.frozen
class Tier:
    """What is asked of which areas, from a date on.

    Args:
        target: the bound to keep to.
        effective: the first day it holds.
        area_kinds: the kinds of area it is for.
        areas: areas it is for by name, whatever their kind.
        city: whether it is for the city as a whole.
        scope: whom it is for, in the words of the print.
        baseline: what it replaces, where the print says so; from when that held is not known.
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

    def is_for(self, area: Area) -> bool:
        """Whether it is for this area."""
        return area.kind in self.area_kinds or area.name in self.areas


@attrs.frozen
class Standard:
    """A standard such as a subsistence allowance floor: what must be paid at least, or exactly.

    Args:
        id: a stable slug.
        text: the verbatim text.
        tiers: what is asked of whom from when.
        heading: the group heading it stands under.
        source: where it is printed.
        note: what a reader should know of it.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> rural = p.standard("subsistence-rural")
    >>> print(rural.tier(p.area("岳阳楼区"), datetime.date(2023, 6, 1)).target)
    >= 7800 元/年
    >>> rural.tier(p.area("岳阳楼区"), datetime.date(2022, 6, 1)) is None
    True
    """

    id: str = attrs.field(validator=attrs.validators.matches_re(r"[a-z0-9]+(-[a-z0-9]+)*"))
    text: str
    tiers: tuple[Tier, ...]
    heading: str = ""
    source: Citation | None = None
    note: str = ""

    def tier(self, area: Area, on: datetime.date) -> Tier | None:
        """The tier in force for an area on a day.

        None where it is unknown: the day is before the first tier for that area, or no tier
        is for it. The nearest is never taken instead.
        """
        held = [t for t in self.tiers if t.is_for(area) and t.effective <= on]
        return max(held, key=lambda t: t.effective, default=None)


@attrs.frozen
class AdoptedStandard:
    """What an area itself has set as its standard.

    Args:
        area: the area's name.
        standard: the standard's id.
        amount: what it pays.
        effective: the first day it holds.
        source: the area's own document.

    >>> AdoptedStandard("君山区", "subsistence-rural", Amount(650, "元/月"), datetime.date(2023, 1, 1)).amount
    Amount('650 元/月')
    """

    area: str
    standard: str
    amount: Amount
    effective: datetime.date
    source: str = ""
