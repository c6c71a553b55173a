"""The progress of a task on a day: completion, gap, pace, projection, light and streak."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.bound import Bound
from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.indicator import Rate
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.printed import Relation
from minsheng.domain.record import Figure
from minsheng.domain.schedule import Schedule
from minsheng.domain.stage import Stage
from minsheng.domain.units import Unit
from minsheng.domain.written import percent, signed, to_places
from minsheng.errors import UnitError
from minsheng.labels import Labelled
from minsheng.measuring.bands import Light
from minsheng.measuring.targets import short_of
from minsheng.table import Table, Tabled

#: how strongly what is behind is shaded
BEHIND = 90
#: the physical progress of something finished
_WHOLE = Amount(100, "%")


class Projection(Labelled):
    """How to extrapolate from what is done to the year's end; there is no default.

    ``LINEAR`` divides what is done by the elapsed share of the year; ``RECENT`` adds the last
    month's work for every remaining month.
    """

    LINEAR = "linear", "按已过时间推算"
    RECENT = "recent", "按最近一个月推算"


@attrs.frozen(repr=False)
class Standing(Tabled):
    """The progress of one task on a day.

    Args:
        project: the project's number.
        item: the id of the indicator or standard.
        text: its text.
        area: the area, 市本级, or None for the whole city.
        on: the day.
        rate_is: how the completion rate is calculated.
        target: the target; None if unknown.
        figure: what was done.
        schedule: the share of the year's work due by that day.
        additive: whether it can be added up over areas.
        why: why the completion is unknown.
        light: the light; None without a policy or if the completion is unknown.
        streak: for how many periods in a row it has had this light.
        action: what the streak leads to.
        worded: the target, where it is words.
        stage: how far work is whose target is words; None if unknown.
        lies_in: the areas that the area lies in, the nearest first.
    """

    project: int
    item: str
    text: str
    area: str | None
    on: datetime.date
    rate_is: Rate
    target: Bound | None
    figure: Figure
    schedule: Fraction
    additive: bool = True
    why: str = ""
    light: Light | None = None
    streak: int = 0
    action: str = ""
    worded: str = ""
    stage: Stage | None = None
    lies_in: tuple[str, ...] = ()

    @property
    def actual(self) -> Amount | None:
        """What was done; None if unknown."""
        return self.figure.value

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None if unknown, or if it is words and there is still time."""
        if self.worded:
            late = self.stage is not None and self.schedule >= 1
            return True if self.stage is Stage.DONE else False if late else None
        if self.target is None or self.actual is None or self.why:
            return None
        if self.rate_is is Rate.PHYSICAL:
            return self.actual >= _WHOLE
        return self.target.holds(self.actual)

    @cached_property
    def rate(self) -> Fraction | None:
        """The exact completion rate as a fraction of 1; None if there is none.

        There is none for differences (see :attr:`difference`) and for targets of 0 or less.
        """
        if self.actual is None or self.why:
            return None
        if self.rate_is is Rate.PHYSICAL:
            return self.actual / _WHOLE
        if self.target is None or self.rate_is is Rate.DIFFERENCE:
            return None
        above, below = self.actual, self.target.amount
        if self.rate_is is Rate.INVERSE:
            above, below = below, above
        return above / below if below.value > 0 else None

    @property
    def difference(self) -> Amount | None:
        """Actual − target, in the target's unit."""
        if self.target is None or self.actual is None or self.why or self.rate_is is Rate.PHYSICAL:
            return None
        return self.actual - self.target.amount

    @property
    def gap(self) -> Fraction | None:
        """Completion − schedule as an exact fraction of 1; negative if behind."""
        return None if self.rate is None else self.rate - self.schedule

    @property
    def behind(self) -> bool | None:
        """Whether less is done than is due; None if unknown.

        Targets without a share (differences, limits, 0 or less) are behind if not met. So is every
        target at the year's end: 230万 does not meet 突破230万, although 100 % is done.
        """
        unmet = None if self.met is None else not self.met
        shareless = self.target is not None and self.target.amount.value <= 0
        if self.worded or self.rate_is in (Rate.DIFFERENCE, Rate.INVERSE) or self.lower or shareless:
            return unmet
        return None if self.gap is None else self.gap < 0 or (self.schedule >= 1 and unmet is True)

    @property
    def lower(self) -> bool:
        """Whether the target is an upper limit."""
        return self.target is not None and self.target.relation in (Relation.AT_MOST, Relation.BELOW)

    @property
    def counts(self) -> bool:
        """Whether work accumulates over the year, so that pace and projection make sense."""
        return self.rate_is in (Rate.RATIO, Rate.BASIS) and not self.lower and not self.worded

    @property
    def summary(self) -> str:
        """Area, task and progress."""
        stands = {None: "无法判断", True: "落后", False: "达到进度"}[self.behind]
        rate = "" if self.rate is None else f"完成 {percent(self.rate)}，"
        rate = f"{self.stage.label}，" if self.stage else rate
        return f"{self.area or WHOLE_CITY} {self.text}：{rate}{stands}{self.why and f'（{self.why}）'}"

    @asked
    def table(self, *, places: int = 2) -> Table:
        """Its row in the annex of a bulletin."""
        return annex((self,), f"截至{self.on}", places, lights=self.light is not None)

    def _lines(self) -> Iterator[dict[str, Any]]:
        keys = ("project", "item", "text", "area", "on", "target", "actual", "rate", "schedule", "behind")
        line = {key: getattr(self, key) for key in (*keys, "light", "streak", "action", "why")}
        yield line | ({"target": self.worded, "stage": self.stage} if self.worded else {})

    @property
    def pace(self) -> Amount | None:
        """What must be done each remaining month, rounded up to the places of target or figure.

        None if nothing is left to do, or no time.
        """
        left = 12 * (1 - Schedule.BY_DAYS.share(self.on))
        if self.target is None or self.actual is None or not self.counts or not left:
            return None
        difference = self.difference
        if difference is None or difference.value >= 0:
            return None
        return _in_places(-Fraction(difference.value) / left, Way.CEIL, difference, self.target.amount)


def annex(parts: tuple[Standing, ...], title: str, places: int, *, lights: bool) -> Table:
    """A row for each, as the annex of a bulletin has it; lights in their colours, else the behind shaded."""
    columns = (
        "序号", "指标", "地区", "单位", "目标", "完成数", "完成率", "比进度±百分点", "状态", "灯", "说明",
    )  # fmt: skip
    spare = {*([] if lights else ["灯"]), *([] if any(part.worded for part in parts) else ["状态"])}
    kept = [at for at, column in enumerate(columns) if column not in spare]
    shades: list[tuple[int | str | None, ...]] = []
    rows = []
    for part in parts:
        row = _row(part, places)
        behind = BEHIND if part.behind and not lights else None
        shaded = (*(None,) * 7, behind, None, None if part.light is None else part.light.value, None)
        rows.append(tuple(row[at] for at in kept))
        shades.append(tuple(shaded[at] for at in kept))
    listed, numeric = tuple(columns[at] for at in kept), ("序号", *columns[4:8])
    return Table(listed, tuple(rows), title=title, numeric=numeric, shades=tuple(shades))


def _row(part: Standing, places: int) -> tuple[str, ...]:
    """One line of an annex."""
    target, actual = part.target, part.actual
    unit = target.amount.unit if target else actual.unit if actual else None
    gap = "–" if part.gap is None or not part.counts else signed(part.gap * 100, places)
    said = part.why or (
        part.action and f"{part.light.label if part.light else ''}连续{part.streak}期，{part.action}"
    )
    if not said and (part.gap is None or part.worded) and part.met is not None:
        said = "达到" if part.met else "未达到"
    if not said and part.behind and part.gap is not None and part.gap >= 0:
        said = short_of(part.target, part.text)  # 80类 of 超过80类: 100 %, and behind
    return (
        str(part.project),
        part.text,
        part.area or WHOLE_CITY,
        str(unit or ""),
        f"{'' if part.counts else target.relation.words}{plain_text(target.amount.value)}"
        if target
        else part.worded or "–",
        "–" if actual is None or unit is None else in_unit(actual, unit),
        percent(part.rate, places),
        gap,
        part.stage.label if part.stage else "未知" if part.worded else "–",
        part.light.label if part.light else "–",
        said,
    )


def rate_cell(part: Standing | None) -> str:
    """The rate in per cent; 达到 or 未达到 where there is none; / without a share, – without a figure."""
    if part is None:
        return "/"
    if part.rate is not None and part.counts:
        return to_places(part.rate * 100, 1)
    return {None: "–", True: "达到", False: "未达到"}[part.met]


def in_unit(amount: Amount, unit: Unit) -> str:
    """An amount in the unit printed beside it; with its own unit where it does not convert exactly.

    >>> in_unit(Amount(44250, "人"), Unit.parse("万人")), in_unit(Amount(70, "%"), Unit.parse("所"))
    ('4.425', '70 %')
    """
    try:
        return plain_text(amount.to(unit).value)
    except UnitError:
        return str(amount)


def _in_places(value: Fraction, way: Way, *like: Amount) -> Amount:
    """A number in the unit of the first amount, rounded to the most places of any."""
    places = max(0, *(-int(amount.value.as_tuple().exponent) for amount in like))
    decimal = exact_decimal(rounded(value, way, places))
    assert decimal is not None  # noqa: S101  # a rounded number is a finite decimal
    return Amount(decimal, like[0].unit)


@asked
def projected(standing: Standing, method: Projection, *, last_month: Amount | None = None) -> Amount | None:
    """What will be done by the year's end at this rate; None if work does not accumulate.

    Args:
        standing: the progress so far.
        method: how to extrapolate.
        last_month: the last month's work, for ``RECENT``.

    Raises:
        TypeError: ``RECENT`` without ``last_month``.
    """
    if standing.actual is None or not standing.counts or standing.why:
        return None
    passed = Schedule.BY_DAYS.share(standing.on)
    done = Fraction(standing.actual.value)
    if method is Projection.LINEAR:
        whole = done / passed
    elif last_month is None:
        raise TypeError("to project by the last month, give last_month=")
    else:
        whole = done + Fraction(last_month.to(standing.actual.unit).value) * 12 * (1 - passed)
    return _in_places(whole, Way.FLOOR, standing.actual)
