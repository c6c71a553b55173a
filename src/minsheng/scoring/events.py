"""Points for things that happen: criticisms, places last, awards; and those that come in a row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

from minsheng.domain.amount import to_decimal
from minsheng.domain.expression.build import Expression, least
from minsheng.scoring.forms import ZERO, Fault, Form
from minsheng.scoring.inputs import (
    Goals,
    Input,
    Inputs,
    Values,
    Written,
    certain,
    no_goals,
    number,
    said,
    summed,
    worth,
)


@attrs.frozen
class Mark:
    """A number that people gave, or that no register has.

    Args:
        area: whom it is of: the area, the agency or the project that is ranked.
        item: the id of the scheme's item; or a column of the scheme, ``work_verified``.
        value: the number.
    """

    area: str
    item: str
    value: Decimal = attrs.field(converter=to_decimal)

    @property
    def column(self) -> str:
        """The column of the scheme that it fills."""
        return self.item if "_" in self.item else f"{self.item}_{Input.MARK.value}"


@attrs.frozen
class Event:
    """Something that happened and counts: 通报批评, 月通报末位.

    Args:
        area: to whom.
        kind: what, as the scheme calls it.
        on: when; an event without a date counts, but never as one of a row.
        count: how many times.
    """

    area: str
    kind: str
    on: datetime.date | None = None
    count: int = 1


def runs(days: Iterable[datetime.date], times: int) -> int:
    """How many rows of at least so many months, one after the other, there are.

    >>> month = datetime.date
    >>> days = [month(2023, 1, 31), month(2023, 2, 28), month(2023, 3, 31), month(2023, 6, 30)]
    >>> [runs(days, times) for times in (1, 2, 3, 4)]
    [2, 1, 1, 0]
    """
    months = sorted({day.year * 12 + day.month for day in days})
    lengths: list[int] = []
    for at, month in enumerate(months):
        if at and month == months[at - 1] + 1:
            lengths[-1] += 1
        else:
            lengths.append(1)
    return sum(length >= times for length in lengths)


@attrs.frozen
class Running:
    """What so many months in a row cost, or earn, besides the single ones.

    Args:
        times: how many in a row.
        points: the points of each row that reaches it.
    """

    times: int = attrs.field(validator=attrs.validators.ge(2))
    points: Decimal = attrs.field(converter=certain)


@attrs.frozen
class PerEvent(Form):
    """So many points for each event, and more where they come in a row.

    Args:
        event: the kind of event, 通报批评.
        each: the points of one.
        running: what rows of them add.
        highest: of a row, only the highest of ``running`` counts; otherwise all it has reached.
        cap: the most points; None for no limit.

    >>> from fractions import Fraction
    >>> form = PerEvent("月通报末位", "0.2", (Running(2, "0.8"), Running(3, "1.2")))
    >>> values = {"last_count": Fraction(4), "last_run2": Fraction(1), "last_run3": Fraction(1)}
    >>> form.working(ZERO, Inputs("last"))(values)
    '月通报末位 4 次 × 0.2，连续2次 1 回 × 0.8，连续3次 1 回 × 1.2，共 2.8 分'
    """

    event: str
    each: Decimal = attrs.field(converter=certain)
    running: tuple[Running, ...] = ()
    highest: bool = False
    cap: Decimal | None = attrs.field(default=None, converter=number)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        parts = [inputs.column(Input.COUNT) * self.each]
        parts += [self._runs(at, inputs) * one.points for at, one in enumerate(self.running)]
        earned = summed(parts)
        return earned if self.cap is None else least(earned, self.cap)

    def _runs(self, at: int, inputs: Inputs) -> Expression:
        """How many rows count at one of the levels."""
        many = inputs.column(Input.RUN, str(self.running[at].times))
        if self.highest and at + 1 < len(self.running):
            many = many - inputs.column(Input.RUN, str(self.running[at + 1].times))
        return many

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        every = [self.each, *(one.points for one in self.running)]
        low = ZERO if min(every) >= 0 else None
        return low, ZERO if max(every) <= 0 else self.cap

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if [one.times for one in self.running] != sorted({one.times for one in self.running}):
            yield "running", "连续次数没有从小到大", "请按次数从小到大写，各写一次"
        if weight:
            yield "event", f"按次计分的没有满分，这里写了 {said(weight)} 分", "去掉 weight；限额写 cap"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        count, points = inputs.column(Input.COUNT), self.points(weight, inputs)
        rows = [(one, self._runs(at, inputs)) for at, one in enumerate(self.running)]

        def write(values: Values) -> str:
            parts = [f"{self.event} {said(worth(count, values))} 次 × {said(self.each)}"]
            for one, runs_of in rows:
                many = worth(runs_of, values)
                if many:
                    parts.append(f"连续{one.times}次 {said(many)} 回 × {said(one.points)}")
            return f"{'，'.join(parts)}，共 {said(worth(points, values))} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals
