"""Works: what was built in some year, who keeps it, and whether it is used (建管用一体化)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.calendar import months_after
from minsheng.domain.written import blank
from minsheng.labels import Labelled
from minsheng.listed import Listed
from minsheng.table import heads


def _days(days: Iterable[datetime.date]) -> tuple[datetime.date, ...]:
    return tuple(sorted(set(days)))


class Use(Labelled):
    """Whether a work is used on a day."""

    IN_USE = "in-use", "在用"
    NEVER = "never", "建成未用"
    OUT = "out", "停用"
    NOT_BUILT = "not-built", "还没有建成"


@built
@attrs.frozen
class Work:
    """One thing that a programme built or bought, from its completion on.

    Args:
        name: what it is called, by which it is told from others of its area.
        item: the id of the indicator or standard that counts it; words, where its year's programme is not
            at hand.
        area: the area it lies in, 市本级, or None for the whole city.
        year: the year whose programme it belongs to.
        amount: how much of the indicator it is: 3.2 公里; default: one of what is counted.
        completed: the day it was completed.
        used: the day it was first used; None if it has not been yet.
        keeper: who keeps it; empty if nobody does.
        warranty: the last day of the builder's warranty; None if unknown.
        every: by how many months at the latest it must be visited again; None if nothing is laid down.
        visits: the days on which it was visited.
        out: the day since which it is out of use; None if it is not.
        why: why it is not in use.
        source: where it was read: file, sheet, row.

    Raises:
        ValueError: it was used, or out of use, before it was completed; the interval is not positive.

    >>> day = datetime.date
    >>> school = Work("第三小学", "schools", "平江县", 2023, completed=day(2023, 8, 20), used=day(2023, 9, 1),
    ...     keeper="县教育局", every=6, visits=(day(2024, 3, 1),))
    >>> school.use(day(2023, 8, 25)).label, school.use(day(2024, 1, 1)).label
    ('建成未用', '在用')
    >>> school.visit_due(day(2024, 6, 30))
    datetime.date(2024, 9, 1)
    """

    name: str
    item: str
    area: str | None
    year: int
    amount: Amount | None = None
    completed: datetime.date | None = None
    used: datetime.date | None = None
    keeper: str = ""
    warranty: datetime.date | None = None
    every: int | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.ge(1)))
    visits: tuple[datetime.date, ...] = attrs.field(default=(), eq=_days)
    out: datetime.date | None = None
    why: str = ""
    source: str = attrs.field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        for what, day in (("used", self.used), ("out", self.out)):
            if day is not None and self.completed is not None and day < self.completed:
                raise ValueError(f"Work(): {what} is {day}, before it was completed on {self.completed}")

    @property
    def key(self) -> tuple[object, ...]:
        """What no other work of a register may have: its year, indicator, area and name."""
        return self.year, self.item, self.area, self.name

    @asked
    def use(self, on: datetime.date) -> Use:
        """Whether it is used on a day; one whose completion has no day counts as completed."""
        if self.completed is not None and self.completed > on:
            return Use.NOT_BUILT
        if self.used is None or self.used > on:
            return Use.NEVER
        return Use.OUT if self.out is not None and self.out <= on else Use.IN_USE

    @asked
    def visit_due(self, on: datetime.date) -> datetime.date | None:
        """The last day for the next visit, as it stands on a day; None if none is laid down.

        It is counted from the latest visit by then, before the first one from its use or completion.
        """
        started = self.used or self.completed
        since = max((day for day in (*self.visits, started) if day is not None and day <= on), default=None)
        return None if self.every is None or since is None else months_after(since, self.every)


def _in_order(works: Iterable[Work]) -> tuple[Work, ...]:
    """By year, indicator, area and name, so that the order given makes no difference."""
    return tuple(sorted(works, key=lambda work: (work.year, work.item, work.area or "", work.name)))


@built
@attrs.frozen(repr=False)
class Works(Listed[Work]):
    """A register of works of one year or of many.

    Args:
        listed: the works, in any order.
        notes: remarks from reading: columns that were not read; ignored in comparisons.

    Raises:
        ValueError: one work is listed twice.

    >>> Works((Work("第三小学", "schools", "平江县", 2023),))
    <Works 1 处工程，2023年>
    """

    listed: tuple[Work, ...] = attrs.field(default=(), converter=_in_order)
    notes: tuple[str, ...] = attrs.field(default=(), eq=False)

    def __attrs_post_init__(self) -> None:
        seen: set[tuple[object, ...]] = set()
        for work in self.listed:
            if work.key in seen:
                raise ValueError(f"Works(): {work.name} of {work.area or 'the whole city'} is listed twice")
            seen.add(work.key)

    _EACH = "listed"

    @property
    def summary(self) -> str:
        """How many there are, and of which years."""
        years = sorted({work.year for work in self.listed})
        span = "" if not years else f"，{years[0]}年" if len(years) == 1 else f"，{years[0]}至{years[-1]}年"
        return f"{len(self.listed)} 处工程{span}"

    #: the columns of a written register, which reads back to the same works
    _HEADS = heads(
        name="名称", item="指标", area="地区", year="年度", amount=("数量", blank),
        completed=("建成日期", blank), used=("投用日期", blank), keeper="管护单位",
        warranty=("质保期至", blank), every=("巡查周期（月）", blank), visits="巡查日期",
        out=("停用日期", blank), why="原因",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        for work in self.listed:
            line = {name: getattr(work, name) for name in self._HEADS}
            visits = "；".join(map(str, work.visits))
            yield line | {"visits": visits, "area": work.area or WHOLE_CITY}
