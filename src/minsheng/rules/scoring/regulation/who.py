"""Who a part of a regulation is for: classes of areas, coefficients, what a scheme calls its own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from operator import and_

import attrs

from minsheng.asking import SLUG, built
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.interval import Interval
from minsheng.rules.scoring.terms.choices import Digits, RoundAt
from minsheng.rules.scoring.terms.worth import certain, number, said

#: stands for everybody who is not named
REST = "其余"


@built
@attrs.frozen
class AreaClass:
    """A class of those who are scored (一类县), for which points, weights or coefficients differ.

    Args:
        name: its name.
        areas: who is in it; none if records say so themselves, in the column ``class``.
    """

    name: str
    areas: tuple[str, ...] = ()


@built
@attrs.frozen
class Merged:
    """Several areas that are ranked as one, their targets and figures added up.

    >>> Merged("市区", ("甲区", "乙区")).name
    '市区'
    """

    name: str
    areas: tuple[str, ...]


@built
@attrs.frozen
class OwnIndicator:
    """An indicator of the scheme itself, which no programme has.

    Args:
        id: a stable slug; columns are named by it.
        title: its title.
        unit: the unit to show; figures are in it.
    """

    id: str = attrs.field(validator=SLUG)
    title: str
    unit: str = ""


@built
@attrs.frozen
class Size(Interval):
    """A range of sizes of a task, in the unit of the item.

    >>> str(Size(3000, 5000))
    '[3000, 5000)'
    """

    low: Decimal | None = attrs.field(default=None, converter=number)
    high: Decimal | None = attrs.field(default=None, converter=number)
    low_closed: bool = True
    high_closed: bool = False

    def __str__(self) -> str:
        return self.ends


def in_size(size: Size, value: Expression) -> Expression:
    """Whether a size of a task is in a range."""
    asked = [] if size.low is None else [compared(size.entry, value, size.low)]
    if size.high is not None:
        asked.append(value <= size.high if size.high_closed else value < size.high)
    return reduce(and_, asked)


@built
@attrs.frozen
class Factor(Size):
    """A coefficient of points, for somebody or for a size of the task.

    Args:
        times: what points are multiplied by.
        who: an area, a class, or ``其余`` for all others; empty: by the size of the task.
        low, high, low_closed, high_closed: the range of the target.

    >>> str(Factor(times="1.2", who="一类县")), str(Factor(low=5000, times="1.1"))
    ('一类县 1.2', '[5000, ∞) 1.1')
    """

    times: Decimal = attrs.field(default=Decimal(1), converter=certain, kw_only=True)
    who: str = attrs.field(default="", kw_only=True)

    def __str__(self) -> str:
        return f"{self.who or self.ends} {said(self.times)}"


def factor_of(factors: Iterable[Factor], name: str, own_class: str | None) -> Decimal | None:
    """The coefficient of a subject by its name, its class, or as one of the rest; None if it has none."""
    known = {one.who: one.times for one in factors}
    return next((known[who] for who in (name, own_class, REST) if who in known), None)


@built
@attrs.frozen
class Rounding:
    """Where points are rounded, and how.

    Args:
        at: the level.
        places: to how many places; None: as the scheme says.
        digits: half up, or the digits that are too many left off.
    """

    at: RoundAt = attrs.field(converter=RoundAt)
    places: int | None = attrs.field(
        default=None,
        validator=attrs.validators.optional([attrs.validators.ge(0), attrs.validators.le(9)]),
    )
    digits: Digits = attrs.field(default=Digits.HALF_UP, converter=Digits)


def roundings(listed: Iterable[Rounding | RoundAt | str]) -> tuple[Rounding, ...]:
    """Levels of rounding, each written out; a level alone is one as the scheme says."""
    return tuple(one if isinstance(one, Rounding) else Rounding(one) for one in listed)
