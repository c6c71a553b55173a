"""Lights: what green, yellow and red mean, as data; and what several in a row lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import to_decimal
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.interval import Interval, tiling_faults
from minsheng.domain.numerals import shifted
from minsheng.domain.procedure import Cadence
from minsheng.errors import Problem, Problems
from minsheng.labels import Labelled
from minsheng.plain.canonical import Format
from minsheng.table import Tabled, heads


class Light(Labelled):
    """A task's progress against its schedule, at a glance."""

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"


class Against(Labelled):
    """The value that the bands divide."""

    SHARE = "share", "完成率占序时进度的百分比"
    POINTS = "points", "完成率减序时进度的百分点"


@built
@attrs.frozen
class Band(Interval):
    """A range of values and its light.

    Args:
        light: the light.
        low, high: the ends, in per cent or percentage points; None: no limit.
        low_closed, high_closed: whether the end belongs to the range.
        label: the regulation's name for it (重点跟踪, 黄牌).

    >>> str(Band("yellow", 80, 100))
    '[80, 100) 黄灯'
    """

    light: Light = attrs.field(converter=Light)
    low: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    high: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    low_closed: bool = True
    high_closed: bool = False
    label: str = ""

    def __str__(self) -> str:
        return f"{self.ends} {self.label or self.light.label}"


def streaks_of(values: Iterable[object]) -> tuple[int | None, ...]:
    """How many times in a row each value has occurred, itself included.

    A missing value has no streak and ends the previous one: red, missing, red is not known to be
    red three times.

    >>> streaks_of(["red", "red", "green", None, "green"])
    (1, 2, 1, None, 1)
    """
    found: list[int | None] = []
    before: object = None
    for value in values:
        last = found[-1] if found and value == before else None
        found.append(None if value is None else (last or 0) + 1)
        before = value
    return tuple(found)


@built
@attrs.frozen
class Streak:
    """The consequence of a number of consecutive periods with the same light.

    >>> str(Streak("red", 2, "约谈"))
    '连续2期红灯：约谈'
    """

    light: Light = attrs.field(converter=Light)
    count: int = attrs.field(validator=attrs.validators.ge(1))
    action: str

    def __str__(self) -> str:
        return f"连续{self.count}期{self.light.label}：{self.action}"


def _tiled(policy: LightPolicy, _: object, bands: tuple[Band, ...]) -> None:
    Problems(Problem(policy.name, text, todo) for text, todo in tiling_faults(bands)).refuse()


@built
@attrs.frozen(repr=False)
class LightPolicy(Tabled):
    """How lights are given: bands, streaks, and the light of a task that has caught up.

    Args:
        name: a short name.
        bands: the bands; together they contain every number exactly once.
        against: whether the bands divide completion ÷ schedule, or completion − schedule in
            percentage points (negative if behind).
        quota: None: the year's task so far; otherwise each month's own task.
        streaks: what several equal lights in a row lead to.
        made_good: the light of a task that was red before and would be green now; None: green.
        source: the regulation.
        note: what the text leaves open and how it is read here.

    Raises:
        DataError: bands with gaps or overlaps; lists all of them.

    >>> policy = LightPolicy("示例", (Band("green", 100), Band("yellow", 80, 100), Band("red", high=80)))
    >>> [policy.light(Fraction(*rate), Fraction(3, 4)).label for rate in ((3, 4), (3, 5), (1, 2))]
    ['绿灯', '黄灯', '红灯']
    >>> LightPolicy("有缺口", (Band("green", 0), Band("red", high=-30)), against="points")
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: 有缺口：-30 与 0 之间没有说；原文没有说的，请在文件里写明按哪一段
    """

    name: str
    bands: tuple[Band, ...] = attrs.field(validator=_tiled)
    against: Against = attrs.field(default=Against.SHARE, converter=Against)
    quota: Cadence | None = attrs.field(default=None, converter=attrs.converters.optional(Cadence))
    streaks: tuple[Streak, ...] = ()
    made_good: Light | None = attrs.field(default=None, converter=attrs.converters.optional(Light))
    source: str = ""
    note: str = ""

    _FORMAT = Format("lights")

    @property
    def summary(self) -> str:
        """The name, and the value that the bands divide."""
        return f"{self.name}：按{self.against.label}"

    _HEADS = heads(light="灯", when="范围", said="叫法或后果")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for band in self.bands:
            yield {"light": band.light, "when": band.ends, "said": band.label or band.light.label}
        for streak in self.streaks:
            yield {"light": streak.light, "when": f"连续{streak.count}期", "said": streak.action}

    @asked
    def band(self, rate: Fraction, schedule: Fraction) -> Band:
        """The band of a completion rate given the share due, both as fractions of 1.

        If nothing is due yet, the ratio is undefined and the best band is returned.
        """
        if self.against is Against.POINTS:
            value = (rate - schedule) * 100
        elif schedule:
            value = rate / schedule * 100
        else:
            return self.best
        return next(band for band in self.bands if band.holds(value))

    @property
    def best(self) -> Band:
        """The highest band."""
        return next(band for band in self.bands if band.high is None)

    @asked
    def light(self, rate: Fraction, schedule: Fraction) -> Light:
        """The light of a completion rate given the share due, both as fractions of 1."""
        return self.band(rate, schedule).light

    @asked
    def said(self, rate: Fraction, schedule: Fraction, before: Iterable[Light | None]) -> Light:
        """The light, given the earlier ones of the year: after a red, green may become ``made_good``."""
        light = self.light(rate, schedule)
        made_good = light is Light.GREEN and Light.RED in before
        return self.made_good if made_good and self.made_good is not None else light

    @asked
    def action(self, lights: Sequence[Light | None]) -> tuple[int, str]:
        """How many times in a row the last light has occurred, and what that leads to.

        >>> policy = LightPolicy("示例", (Band("green", 0), Band("red", high=0)), "points", streaks=(
        ...     Streak("red", 2, "约谈"), Streak("red", 3, "全市通报批评")))
        >>> policy.action([Light.RED, Light.GREEN, Light.RED, Light.RED])
        (2, '约谈')
        """
        if not lights or lights[-1] is None:
            return 0, ""
        count = streaks_of(lights)[-1] or 0
        due = [streak for streak in self.streaks if streak.light is lights[-1] and streak.count <= count]
        return count, max(due, key=lambda streak: streak.count).action if due else ""

    @asked
    def expression(self, rate: Expression, schedule: Expression) -> Expression:
        """The light as a text expression, for criteria and frames; ignores earlier periods.

        Args:
            rate: the completion rate as a fraction of 1.
            schedule: the share due as a fraction of 1.

        >>> from minsheng import column
        >>> policy = LightPolicy("示例", (Band("green", 100), Band("red", high=100)))
        >>> print(policy.expression(column("rate", places=4), column("elapsed", places=4)))
        如果 elapsed = 0 则“green”，否则如果 rate ≥ elapsed 则“green”，否则“red”
        """
        points = self.against is Against.POINTS
        value = rate - schedule if points else rate
        ordered = sorted(self.bands, key=Band.start, reverse=True)
        lowest = next(band for band in self.bands if band.low is None)
        said: Expression | str = lowest.light.value
        for band in reversed([band for band in ordered if band.low is not None]):
            assert band.low is not None  # noqa: S101  # the lowest is left out
            share = shifted(band.low, -2)
            limit = share if points else schedule * share if share != 1 else schedule
            said = when(compared(band.entry, value, limit)).then(band.light.value).otherwise(said)
        if not points:
            said = when(schedule == 0).then(self.best.light.value).otherwise(said)
        assert isinstance(said, Expression)  # noqa: S101  # there are at least two bands, or the first case
        return said
