"""The bands of a light policy: ranges of a value, each with its light, and second conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.amount import to_decimal
from minsheng.domain.interval import Interval
from minsheng.labels import Labelled


class Light(Labelled):
    """A task's progress against its schedule, at a glance.

    Most regulations have the first three; what the others mean is for the regulation to say.
    """

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"
    BLUE = "blue", "蓝灯"
    ORANGE = "orange", "橙灯"
    BLACK = "black", "黑灯"

    @property
    def usual(self) -> bool:
        """Whether it is one of the three that most regulations have."""
        return self in {Light.GREEN, Light.YELLOW, Light.RED}


class Against(Labelled):
    """The value that the bands divide.

    ``SHARE`` and ``POINTS`` go by the completion rate, the others by the figure itself, in the
    policy's unit.
    """

    SHARE = "share", "完成率占序时进度的百分比"
    POINTS = "points", "完成率减序时进度的百分点"
    FIGURE = "figure", "完成数"
    TARGET = "target", "完成数减目标数"
    CITY = "city", "完成数减全市数"


#: those that go by the completion rate
BY_RATE = frozenset({Against.SHARE, Against.POINTS})
#: what each is calculated from
TAKES = {
    Against.SHARE: ("rate", "schedule"),
    Against.POINTS: ("rate", "schedule"),
    Against.FIGURE: ("actual",),
    Against.TARGET: ("actual", "target"),
    Against.CITY: ("actual", "city"),
}


@built
@attrs.frozen
class Also(Interval):
    """A second condition of a band: another value lies in a range too.

    Args:
        against: the value.
        low, high: the ends; None: no limit.
        low_closed, high_closed: whether the end belongs to the range.

    >>> str(Also("city", 0))
    '完成数减全市数 [0, ∞)'
    """

    against: Against = attrs.field(converter=Against)
    low: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    high: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    low_closed: bool = True
    high_closed: bool = False

    def __str__(self) -> str:
        return f"{self.against.label} {self.ends}"


@built
@attrs.frozen
class Band(Interval):
    """A range of values and its light.

    Args:
        light: the light.
        low, high: the ends, in per cent or percentage points; None: no limit.
        low_closed, high_closed: whether the end belongs to the range.
        label: the regulation's name for it (重点跟踪, 黄牌).
        also: what else must hold for this light, all of it.
        otherwise: the light if not all of it does.

    >>> str(Band("yellow", 80, 100))
    '[80, 100) 黄灯'
    """

    light: Light = attrs.field(converter=Light)
    low: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    high: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    low_closed: bool = True
    high_closed: bool = False
    label: str = ""
    also: tuple[Also, ...] = ()
    otherwise: Light | None = attrs.field(default=None, converter=attrs.converters.optional(Light))

    def __str__(self) -> str:
        return f"{self.ends} {self.label or self.light.label}"


def second_faults(bands: Iterable[Band], against: Against) -> Iterator[tuple[str, str]]:
    """What is wrong with the second conditions of bands, each with what to do about it."""
    for band in bands:
        if band.also and band.otherwise is None:
            yield f"{band} 还有条件（also），没有写达不到时是什么灯", "请写 otherwise"
        if band.otherwise is not None and not band.also:
            yield f"{band} 写了 otherwise，没有别的条件（also），用不上", "请删去，或写上条件"
        if band.also and band.otherwise is band.light:
            yield f"{band} 的 otherwise 与 light 一样，条件（also）不起作用", "请核对"
        seen = {against}
        for one in band.also:
            if one.against in seen:
                yield f"{band} 对“{one.against.label}”说了两次", "一个值只写一处：写在各段里，或一个条件里"
            seen.add(one.against)
            if one.low is None and one.high is None:
                yield f"{band} 的条件“{one}”什么数都符合", "请写 low 或 high"
            elif one.low is not None and one.high is not None:
                both = one.low_closed and one.high_closed
                if one.low > one.high or (one.low == one.high and not both):
                    yield f"{band} 的条件“{one}”没有数能符合", "请核对上下限"


def within(ends: Interval, against: Against, given: Mapping[str, Fraction | None]) -> bool | None:
    """Whether a value lies in a range; None if unknown.

    If nothing is due yet, the share of it is above all numbers.
    """
    first, *others = (given[name] for name in TAKES[against])
    second = others[0] if others else Fraction(0)
    if against is Against.SHARE and second == 0:
        return ends.high is None
    if first is None or second is None:
        return None
    if against is Against.SHARE:
        return ends.holds(first / second * 100)
    return ends.holds((first - second) * (100 if against is Against.POINTS else 1))
