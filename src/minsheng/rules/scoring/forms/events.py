"""Points for events, such as criticisms, last ranks and awards, and for several in a row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.expression.build import Expression, least
from minsheng.labels import Labelled
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    certain,
    no_goals,
    number,
    said,
    summed,
    worth,
)


@built
@attrs.frozen
class Mark:
    """A mark, or another number that no register has.

    Args:
        area: the subject: the ranked area, agency or project.
        item: the id of the scheme's item, or its title; or one of its columns, ``work_verified``.
        value: the number.
        level: instead of a number, the word of an item that is judged in words: 好.

    >>> Mark("平江县", "service", level="好").column
    'service_level'
    """

    area: str
    item: str
    value: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))
    level: str = ""

    def __attrs_post_init__(self) -> None:
        if (self.value is None) == (not self.level):
            raise ValueError(f"Mark({self.area!r}, {self.item!r}): give one of value= and level=")

    def __str__(self) -> str:
        return f"{self.area}，{self.item} {self.level if self.value is None else plain_text(self.value)}"

    @property
    def given(self) -> Decimal | str:
        """The number, or the word."""
        return self.level if self.value is None else self.value

    @property
    def column(self) -> str:
        """The column of the scheme that it fills."""
        kind = Input.LEVEL if self.level else Input.MARK
        return self.item if "_" in self.item else f"{self.item}_{kind.value}"


@built
@attrs.frozen
class Event:
    """An event that counts: 通报批评, 月通报末位.

    Args:
        area: the subject it happened to.
        kind: what happened, in the scheme's words.
        on: when; an event without a date counts, but never towards several in a row.
        count: how many times.
        matter: which matter it was about, where a regulation counts only the highest of one.
    """

    area: str
    kind: str
    on: datetime.date | None = None
    count: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    matter: str = ""

    def __str__(self) -> str:
        return f"{self.area}，{self.kind}{'' if self.on is None else f' {self.on}'}"


def runs(days: Iterable[datetime.date]) -> list[int]:
    """The lengths of the runs of consecutive months, in order.

    >>> month = datetime.date
    >>> runs([month(2023, 1, 31), month(2023, 2, 28), month(2023, 3, 31), month(2023, 6, 30)])
    [3, 1]
    """
    months = sorted({day.year * 12 + day.month for day in days})
    lengths: list[int] = []
    for at, month in enumerate(months):
        if at and month == months[at - 1] + 1:
            lengths[-1] += 1
        else:
            lengths.append(1)
    return lengths


@built
@attrs.frozen
class Running:
    """What several months in a row cost or earn, on top of the single events.

    Args:
        times: how many in a row.
        points: the points for each run of that length or more.
        further: the points for each month beyond that ("and so on"); only for the last of several.
    """

    times: int = attrs.field(validator=attrs.validators.ge(2))
    points: Decimal = attrs.field(converter=certain)
    further: Decimal = attrs.field(default=ZERO, converter=certain)


class Start(Labelled):
    """Where counting begins."""

    ZERO = "zero", "从0分起，每次加"
    FULL = "full", "从满分起，每次减，减完为止"


@built
@attrs.frozen
class PerEvent(Form):
    """Points for each event, and more for several in a row.

    With full points, it counts up to them, or down from them.

    Args:
        event: the kind of event, 通报批评.
        each: the points of one.
        running: what runs of months add.
        highest: for a run, count only the highest of ``running``; otherwise all that it reaches.
        cap: the most points; None for the full points, or no limit if there are none.
        start: whether it counts up from 0, or down from the full points.

    >>> from fractions import Fraction
    >>> form = PerEvent("月通报末位", "0.2", (Running(2, "0.8"), Running(3, "1.2")))
    >>> values = {"last_count": Fraction(4), "last_run2": Fraction(1), "last_run3": Fraction(1)}
    >>> form.working(ZERO, Inputs("last"))(values, Fraction("2.8"))
    '月通报末位 4 次 × 0.2，连续2次 1 回 × 0.8，连续3次 1 回 × 1.2，共 2.8 分'
    """

    event: str
    each: Decimal = attrs.field(converter=certain)
    running: tuple[Running, ...] = ()
    highest: bool = False
    cap: Decimal | None = attrs.field(default=None, converter=number)
    start: Start = attrs.field(default=Start.ZERO, converter=Start)

    @property
    def _every(self) -> tuple[Decimal, ...]:
        return (self.each, *(number for one in self.running for number in (one.points, one.further)))

    def _limit(self, weight: Decimal) -> Decimal | None:
        return weight if self.cap is None and weight > 0 else self.cap

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        parts = [inputs.column(Input.COUNT) * self.each]
        parts += [self._runs(at, inputs) * one.points for at, one in enumerate(self.running)]
        parts += [self._further(one, inputs) * one.further for one in self.running if one.further]
        counted, limit = summed(parts), self._limit(weight)
        counted = counted if limit is None else least(counted, limit)
        return weight - counted if self.start is Start.FULL else counted

    def _further(self, one: Running, inputs: Inputs) -> Expression:
        """How many months runs continue beyond a level."""
        return inputs.column(Input.FURTHER, str(one.times))

    def _runs(self, at: int, inputs: Inputs) -> Expression:
        """How many runs count at a level."""
        many = inputs.column(Input.RUN, str(self.running[at].times))
        if self.highest and at + 1 < len(self.running):
            many = many - inputs.column(Input.RUN, str(self.running[at + 1].times))
        return many

    @property
    def of_weight(self) -> bool:
        return False

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        every = self._every
        if self.start is Start.FULL:
            return ZERO, weight
        low = ZERO if min(every) >= 0 else None
        return low, ZERO if max(every) <= 0 else self._limit(weight)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if [one.times for one in self.running] != sorted({one.times for one in self.running}):
            yield "running", "连续次数没有从小到大", "请按次数从小到大写，各写一次"
        if min(self._every) < 0:
            yield "each", "每次的分数是负数", '写正数；扣分写 role = "deduction"'
        if self.cap is not None and self.cap < 0:
            yield "cap", f"限额是 {said(self.cap)} 分", "应是正数"
        if self.start is Start.FULL and not weight:
            yield "start", "从满分起减，却没有写满分", "写明 weight"
        if weight and self.cap is not None and self.cap != weight:
            yield "cap", f"满分 {said(weight)} 分就是限额，cap 又写了 {said(self.cap)} 分", "去掉 cap"
        for one in self.running[:-1]:
            if one.further:
                yield "running", "只有最后一级可以写 further", "请核对"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        if not self.each and not self.running:
            yield "each", "每次 0 分，用不上", "写明每次的分"
        if self.cap == 0:
            yield "cap", "限额是 0 分", "应是正数"
        if any(not one.points and not one.further for one in self.running):
            yield "running", "连续的计 0 分，用不上", "写明连续的分，或去掉"
        if self.highest and len(self.running) < 2:
            yield "highest", "连续的没有几级，highest 用不上", "去掉，或把几级都写上"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        count = inputs.column(Input.COUNT)
        rows = [(one, self._runs(at, inputs)) for at, one in enumerate(self.running)]
        beyond = [(one, self._further(one, inputs)) for one in self.running if one.further]
        plain = attrs.evolve(self, cap=None, start=Start.ZERO).points(ZERO, inputs)
        full = self.start is Start.FULL

        def write(values: Values, earned: Fraction | None) -> str:
            by = f" × {said(self.each)}" if self.each else ""
            parts = [f"{self.event} {said(worth(count, values))} 次{by}"]
            for one, runs_of in rows:
                many = worth(runs_of, values)
                if many:
                    parts.append(f"连续{one.times}次 {said(many)} 回 × {said(one.points)}")
            for one, further in beyond:
                months = worth(further, values)
                if months:
                    parts.append(f"再连续 {said(months)} 次 × {said(one.further)}")
            counted = worth(plain, values)
            if earned is None or counted is None:
                return f"{'，'.join(parts)}，算不出来"
            limit, whole = self._limit(weight), f"{'，'.join(parts)}，共 {said(counted)} 分"
            if limit is not None and counted > limit:
                whole = f"{whole}，最多 {said(limit)} 分"
            return f"{whole}，{said(weight)} 分中还有 {said(earned)} 分" if full else whole

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals


def highest_of_each(forms: Iterable[PerEvent], events: Iterable[Event]) -> list[Event]:
    """Events counted where of one matter only the highest counts, and once.

    >>> forms = PerEvent("国家表彰", 5), PerEvent("省表彰", 3)
    >>> kinds = ("省表彰", "厕所"), ("国家表彰", "厕所"), ("省表彰", "")
    >>> named = [Event("甲县", kind, matter=matter) for kind, matter in kinds]
    >>> [(one.kind, one.matter) for one in highest_of_each(forms, named)]
    [('国家表彰', '厕所'), ('省表彰', '')]
    """
    worth = {form.event: form.each for form in forms}
    own = [one for one in events if one.kind in worth]
    best: dict[str, Event] = {}
    for one in own:
        if one.matter and (one.matter not in best or worth[best[one.matter].kind] < worth[one.kind]):
            best[one.matter] = one
    return [attrs.evolve(one, count=1) for one in best.values()] + [one for one in own if not one.matter]
