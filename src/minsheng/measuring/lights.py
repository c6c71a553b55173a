"""Lights: what green, yellow and red mean, as data; and what several in a row lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import and_
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.interval import Interval, tiling_faults
from minsheng.domain.numerals import shifted
from minsheng.domain.printed import Relation
from minsheng.domain.procedure import Cadence
from minsheng.domain.units import Unit, to_unit
from minsheng.errors import Problem, Problems
from minsheng.measuring.bands import BY_RATE, TAKES, Against, Also, Band, Light, second_faults, within
from minsheng.plain.canonical import Format
from minsheng.table import Tabled, heads


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


def _sound(policy: LightPolicy, _: object, bands: tuple[Band, ...]) -> None:
    faults = (*tiling_faults(bands), *second_faults(bands, policy.against), *_unit_faults(policy))
    Problems(Problem(policy.name, text, todo) for text, todo in faults).refuse()


def _unit_faults(policy: LightPolicy) -> Iterator[tuple[str, str]]:
    """Whether figures have a unit, and whether a unit or a quota has an effect."""
    if policy.needs - BY_RATE and policy.unit is None:
        yield "按完成数亮灯，没有写单位", '请写 unit，如 unit = "%"'
    if policy.unit is not None and not policy.needs - BY_RATE:
        yield "写了单位（unit），却不按完成数亮灯，用不上", "请删去"
    if policy.quota is not None and not policy.needs & BY_RATE:
        yield "写了 quota，却不按完成率亮灯，用不上", "请删去"


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
        unit: the unit of figures, if bands or second conditions go by them; tasks in units that do
            not convert to it have no light.
        source: the regulation.
        note: what the text leaves open and how it is read here.

    Raises:
        DataError: bands with gaps or overlaps, and what has no effect; lists all of it.

    >>> policy = LightPolicy("示例", (Band("green", 100), Band("yellow", 80, 100), Band("red", high=80)))
    >>> [policy.light(Fraction(*rate), Fraction(3, 4)).label for rate in ((3, 4), (3, 5), (1, 2))]
    ['绿灯', '黄灯', '红灯']
    >>> LightPolicy("有缺口", (Band("green", 0), Band("red", high=-30)), against="points")
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: 有缺口：-30 与 0 之间没有说；原文没有说的，请在文件里写明按哪一段
    """

    name: str
    bands: tuple[Band, ...] = attrs.field(validator=_sound)
    against: Against = attrs.field(default=Against.SHARE, converter=Against)
    quota: Cadence | None = attrs.field(default=None, converter=attrs.converters.optional(Cadence))
    streaks: tuple[Streak, ...] = ()
    made_good: Light | None = attrs.field(default=None, converter=attrs.converters.optional(Light))
    source: str = ""
    note: str = ""
    unit: Unit | None = attrs.field(default=None, converter=attrs.converters.optional(to_unit))

    _FORMAT = Format("lights")

    @property
    def needs(self) -> frozenset[Against]:
        """The values that its lights depend on."""
        return frozenset({self.against, *(one.against for band in self.bands for one in band.also)})

    @property
    def lights(self) -> tuple[Light, ...]:
        """The usual three, and what others it gives."""
        given = {self.made_good, *(one for band in self.bands for one in (band.light, band.otherwise))}
        return tuple(light for light in Light if light.usual or light in given)

    @property
    def summary(self) -> str:
        """The name, and the value that the bands divide."""
        return f"{self.name}：按{self.against.label}"

    _HEADS = heads(light="灯", when="范围", said="叫法或后果")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for band in self.bands:
            yield {"light": band.light, "when": band.ends, "said": band.label or band.light.label}
            if band.otherwise is not None:
                unless = "，或".join(f"{one.against.label}不在 {one.ends}" for one in band.also)
                said = band.otherwise.label
                yield {"light": band.otherwise, "when": f"{band.ends}，而{unless}", "said": said}
        for streak in self.streaks:
            yield {"light": streak.light, "when": f"连续{streak.count}期", "said": streak.action}

    @asked
    def band(
        self, rate: Fraction | None = None, schedule: Fraction | None = None, *,
        actual: Fraction | None = None, target: Fraction | None = None, city: Fraction | None = None,
    ) -> Band | None:  # fmt: skip
        """The band of a task; None if the value that the bands divide is unknown.

        If nothing is due yet, the share of the schedule is undefined and the best band is returned.

        Args:
            rate: the completion rate as a fraction of 1.
            schedule: the share due as a fraction of 1.
            actual, target, city: the figure, its target and the whole city's figure, in the policy's
                unit.
        """
        given = {"rate": rate, "schedule": schedule, "actual": actual, "target": target, "city": city}
        return next((band for band in self.bands if within(band, self.against, given)), None)

    @property
    def best(self) -> Band:
        """The highest band."""
        return next(band for band in self.bands if band.high is None)

    @asked
    def light(
        self, rate: Fraction | None = None, schedule: Fraction | None = None, *,
        actual: Fraction | None = None, target: Fraction | None = None, city: Fraction | None = None,
    ) -> Light | None:  # fmt: skip
        """The light of a task; None if a value that decides is unknown. The arguments are those of ``band``.

        >>> policy = LightPolicy("示例", (
        ...     Band("green", 0, also=(Also("city", 0),), otherwise="yellow"), Band("red", high=0)),
        ...     "figure", unit="%")
        >>> [policy.light(actual=Fraction(growth), city=Fraction(4)).label for growth in (5, 3, -1)]
        ['绿灯', '黄灯', '红灯']
        """
        found = self.band(rate, schedule, actual=actual, target=target, city=city)
        if found is None or found.otherwise is None:
            return None if found is None else found.light
        given = {"rate": rate, "schedule": schedule, "actual": actual, "target": target, "city": city}
        held = [within(one, one.against, given) for one in found.also]
        if False in held:
            return found.otherwise
        return None if None in held else found.light

    @asked
    def said(
        self, rate: Fraction | None, schedule: Fraction | None, before: Iterable[Light | None], *,
        actual: Fraction | None = None, target: Fraction | None = None, city: Fraction | None = None,
    ) -> Light | None:  # fmt: skip
        """The light, given the earlier ones of the year: after a red, green may become ``made_good``."""
        light = self.light(rate, schedule, actual=actual, target=target, city=city)
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
    def expression(
        self, rate: Expression | None = None, schedule: Expression | None = None, *,
        actual: Expression | None = None, target: Expression | None = None, city: Expression | None = None,
    ) -> Expression:  # fmt: skip
        """The light as a text expression, for criteria and frames; ignores earlier periods.

        Args:
            rate: the completion rate as a fraction of 1.
            schedule: the share due as a fraction of 1.
            actual, target, city: the figure, its target and the whole city's figure, with a unit.

        Raises:
            TypeError: one that the policy depends on is not given.

        >>> from minsheng import column
        >>> policy = LightPolicy("示例", (Band("green", 100), Band("red", high=100)))
        >>> print(policy.expression(column("rate", places=4), column("elapsed", places=4)))
        如果 elapsed = 0 则“green”，否则如果 rate ≥ elapsed 则“green”，否则“red”
        """
        of = {"rate": rate, "schedule": schedule, "actual": actual, "target": target, "city": city}
        given = {name: value for name, value in of.items() if value is not None}
        wanted = dict.fromkeys(
            name for against in Against if against in self.needs for name in TAKES[against]
        )
        if lacking := [name for name in wanted if name not in given]:
            raise TypeError(f"{self.name} goes by {', '.join(lacking)} too: give {'=, '.join(lacking)}=")
        if idle := [name for name in given if name not in wanted]:
            raise TypeError(f"{self.name} does not go by {', '.join(idle)}: leave it out")
        ordered = sorted(self.bands, key=Band.start)
        said = self._lit(ordered[0], given)
        for band in ordered[1:]:
            said = when(self._reached(band, self.against, given)).then(self._lit(band, given)).otherwise(said)
        if self.against is Against.SHARE:
            said = when(given["schedule"] == 0).then(self._lit(self.best, given)).otherwise(said)
        assert isinstance(said, Expression)  # noqa: S101  # there are at least two bands, or the first case
        return said

    def _lit(self, band: Band, given: dict[str, Expression]) -> Expression | str:
        """The light of a band, by its second conditions."""
        if band.otherwise is None:
            return band.light.value
        held = [self._holds(one, given) for one in band.also]
        return when(reduce(and_, held)).then(band.light.value).otherwise(band.otherwise.value)

    def _reached(self, ends: Interval, against: Against, given: dict[str, Expression]) -> Expression:
        """Whether a value is not below a range."""
        assert ends.low is not None  # noqa: S101  # asked only where there is a low end
        return self._compared(ends.entry, ends.low, against, given)

    def _holds(self, one: Also, given: dict[str, Expression]) -> Expression:
        """Whether a second condition holds; if nothing is due yet, the share of it is above all numbers."""
        parts = [self._reached(one, one.against, given)] if one.low is not None else []
        if one.high is not None:
            relation = Relation.AT_MOST if one.high_closed else Relation.BELOW
            parts.append(self._compared(relation, one.high, one.against, given))
        held = reduce(and_, parts)
        if one.against is not Against.SHARE:
            return held
        early = given["schedule"] == 0
        return early | held if one.high is None else ~early & held

    def _compared(
        self, relation: Relation, end: Decimal, against: Against, given: dict[str, Expression]
    ) -> Expression:
        """A value compared with an end of a range."""
        if against not in BY_RATE:
            assert self.unit is not None  # noqa: S101  # refused otherwise
            value = given["actual"]
            if against is not Against.FIGURE:
                value = value - given[TAKES[against][1]]
            return compared(relation, value, Amount(end, self.unit))
        share = shifted(end, -2)
        if against is Against.POINTS:
            return compared(relation, given["rate"] - given["schedule"], share)
        return compared(
            relation, given["rate"], given["schedule"] * share if share != 1 else given["schedule"]
        )
