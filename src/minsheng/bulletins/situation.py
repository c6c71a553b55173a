"""The situation that a bulletin reports: every task, in the whole city and in each area, now and before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from minsheng.bulletins.facts import Fact, Words, joined
from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY
from minsheng.domain.indicator import Rate
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.schedule import Schedule
from minsheng.domain.written import exactly, percent, to_places
from minsheng.measuring.lights import LightPolicy
from minsheng.measuring.programme import standings
from minsheng.measuring.standing import Standing
from minsheng.measuring.standings import Standings
from minsheng.measuring.targets import lead_agencies

#: how many places of origin a fact lists
_MOST_SOURCES = 20
#: what those are called that :func:`sorted_out` finds
STATES = ("已完成全年任务", "达到进度要求", "落后", "缺少数据、无法判断")


@attrs.frozen(slots=False)
class Situation:
    """What was known of a programme when a period ended.

    Args:
        programme: the programme.
        progress: what was reported.
        period: the period.
        policy: how lights are given; None: no lights.
        schedule: for indicators without their own.
    """

    programme: Programme
    progress: Progress
    period: Period
    policy: LightPolicy | None = None
    schedule: Schedule = Schedule.BY_MONTHS

    @property
    def on(self) -> datetime.date:
        """The last day of the period."""
        return self.period.last

    @cached_property
    def city(self) -> Standings:
        """Every task in the whole city."""
        return self._standings((None,), self.on)

    @cached_property
    def areas(self) -> Standings:
        """Every task that is reported by area, in each area with a share in it and in 市本级."""
        found = self._standings((*(area.name for area in self.programme.areas), CITY), self.on)
        by_area = {item for item, areas in self.progress.by_item.items() if set(areas) != {None}}
        return attrs.evolve(found, parts=tuple(part for part in found if part.item in by_area))

    def at(self, day: datetime.date) -> Standings:
        """Every task in the whole city on another day."""
        return self.city if day == self.on else self._standings((None,), day)

    def _standings(self, areas: Iterable[str | None], day: datetime.date) -> Standings:
        return standings(
            self.programme, self.progress, on=day, areas=areas, policy=self.policy, schedule=self.schedule
        )

    def behind(self, part: Standing) -> bool | None:
        """Whether a task is; where each area must reach it and the city has no figure, whether an area is."""
        found = self._of_areas(part)
        if part.behind is not None or not found:
            return part.behind
        states = {one.behind for one in found}
        return True if True in states else None if None in states else False

    def done(self, part: Standing) -> bool:
        """Whether the year's task is done: what accumulates has reached its target, in all its areas."""
        found = self._of_areas(part)
        return all(map(done, found)) if found else done(part)

    def sorted_out(self) -> tuple[list[Standing], ...]:
        """Which tasks of the city are done, which on schedule, which behind and which unknown."""
        found: tuple[list[Standing], ...] = ([], [], [], [])
        for part in self.city:
            at = {False: 1, True: 2, None: 3}[self.behind(part)]
            found[0 if at == 1 and self.done(part) else at].append(part)
        return found

    def told(self, part: Standing) -> Standing:
        """A task of the city with the reason why it has no figure, where its areas say how far it is."""
        return attrs.evolve(part, why="各地都要达到，看各地") if self._of_areas(part) else part

    def _of_areas(self, part: Standing) -> list[Standing]:
        """The areas' standings of a task that each must reach, of which the city itself has no figure."""
        if part.area is not None or part.additive or part.worded or part.figure.records:
            return []
        return [one for one in self.areas if one.item == part.item]

    @cached_property
    def agencies(self) -> dict[str, tuple[str, ...]]:
        """The lead agencies of each task."""
        return lead_agencies(self.programme)

    def is_indicator(self, id: str) -> bool:
        """Whether it is an indicator, and no standard."""
        return any(one.id == id for one in self.programme.indicators)

    # --- the facts of a sentence -----------------------------------------------------------

    def count(self, number: int, what: str, parts: Sequence[Standing] = ()) -> Fact:
        """How many there are of something."""
        return Fact(str(number), what, sources=tuple(dict.fromkeys(part.item for part in parts)))

    def day(self, day: datetime.date) -> Fact:
        """A day, as documents write it."""
        return Fact(f"{day.year}年{day.month}月{day.day}日", "日期", exact=day.isoformat())


def done(part: Standing) -> bool:
    """Whether the year's task is done: what accumulates has reached its target."""
    return part.met is True and (part.counts or part.rate_is is Rate.PHYSICAL)


def sorted_out(parts: Iterable[Standing]) -> tuple[list[Standing], ...]:
    """Which are done, which on schedule, which behind and which unknown."""
    found: tuple[list[Standing], ...] = ([], [], [], [])
    for part in parts:
        found[0 if done(part) else {False: 1, True: 2, None: 3}[part.behind]].append(part)
    return found


def name(part: Standing) -> Fact:
    """The name of a task."""
    return Fact(part.text, "指标", part.item)


def quoted_name(part: Standing) -> Words:
    """The name of a task in quotation marks; marks within it become single ones."""
    return ("“", Fact(part.text.replace("“", "‘").replace("”", "’"), "指标", part.item), "”")


def by_task(parts: Iterable[Standing], what: str) -> Words:
    """Tasks, each with the areas it is about: “…”（全市、平江县）；“…”（岳阳县）."""
    tasks: dict[str, list[Standing]] = {}
    for part in sorted(parts, key=lambda part: part.project):
        tasks.setdefault(part.item, []).append(part)
    return joined(
        [
            (quoted_name(of[0]), "（", joined([area(part, what) for part in of]), "）")
            for of in tasks.values()
        ],
        "、",
    )


def area(part: Standing, what: str = "地区") -> Fact:
    """The name of the area that a standing is of."""
    return Fact(part.area or "全市", what, part.item, part.area or "")


def amount(part: Standing, value: Amount, what: str = "完成数") -> Fact:
    """An amount as documents write it, with the places it was read from."""
    sources = tuple(dict.fromkeys(record.source for record in part.figure.records if record.source))
    return Fact(
        str(value).replace(" ", ""), what, part.item, part.area or "", sources=sources[:_MOST_SOURCES]
    )


def rate(part: Standing, what: str = "完成率") -> Fact:
    """The completion rate, rounded, with the exact one."""
    assert part.rate is not None  # noqa: S101  # only asked for where there is one
    return Fact(percent(part.rate), what, part.item, part.area or "", exact=exactly(part.rate * 100) + "%")


def share(numerator: int, denominator: int, what: str) -> Fact:
    """A share in per cent, with the exact one."""
    exact = Fraction(numerator, denominator)
    return Fact(percent(exact), what, exact=f"{numerator}/{denominator}")


def points(part: Standing, gap: Fraction, what: str) -> Fact:
    """A difference in percentage points, rounded; exact if rounding would make it 0."""
    text = to_places(abs(gap) * 100)
    if gap and not text.strip("0."):
        text = exactly(abs(gap) * 100)
    return Fact(text, what, part.item, part.area or "", exact=exactly(abs(gap) * 100))
