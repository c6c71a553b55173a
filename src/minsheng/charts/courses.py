"""The course of a task: its rate at each month's end, against what was due; and the panel that shows it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

import attrs

from minsheng.charts.drawing import BEHIND, FAINT, FINE, Length, dot, line, words
from minsheng.domain.indicator import Rate
from minsheng.domain.period import Period, PeriodKind
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.schedule import Between, Schedule
from minsheng.domain.written import percent
from minsheng.measuring.programme import standings
from minsheng.measuring.standing import Standing

#: the size of a panel, and of what is drawn in it
WIDE, HIGH = 260, 118
_LEFT, _RIGHT, _TOP, _FOOT = 34, 214, 14, 98
#: the highest rate that has a place of its own; what is more is drawn there and says so
_MOST = Fraction(6, 5)

#: days with the share that was done or due by then
Shares = tuple[tuple[datetime.date, Fraction], ...]


@attrs.frozen
class Course:
    """How one task went.

    Args:
        standing: where it stands.
        due: the share due, over the whole year.
        done: the share done, at the ends of the months something was reported of.
    """

    standing: Standing
    due: Shares
    done: Shares


def state(part: Standing) -> str:
    """How a task stands, in a word."""
    return {True: "落后", False: "达到进度", None: "无法判断"}[part.behind]


def courses(
    programme: Programme, progress: Progress, on: datetime.date, schedule: Schedule, area: str | None = None
) -> tuple[Course, ...]:
    """Of every task whose work accumulates; the farthest behind first, then the unknown."""
    ends = [period.last for period in Period.of_year(on.year).split(PeriodKind.MONTH) if period.last < on]
    done: dict[str, list[tuple[datetime.date, Fraction]]] = {}
    before, last = datetime.date.min, dict[str, Standing]()
    for day in (*ends, on):
        for part in standings(programme, progress, on=day, areas=(area,), schedule=schedule):
            last[part.item] = part
            fresh = any(record.period.last > before for record in part.figure.records)
            if fresh and part.rate is not None:  # what is only carried over is no point
                done.setdefault(part.item, []).append((day, part.rate))
        before = day
    found = []
    for item, part in last.items():
        if part.counts or part.rate_is is Rate.PHYSICAL:
            due = _due(programme.indicator(item).schedule or schedule, on.year)
            found.append(Course(part, due, tuple(done.get(item, ()))))
    return tuple(sorted(found, key=_urgency))


def _urgency(course: Course) -> tuple[int, Fraction, int]:
    part = course.standing
    return {True: 0, None: 1, False: 2}[part.behind], part.gap or Fraction(0), part.project


def _due(schedule: Schedule, year: int) -> Shares:
    """The schedule where it may bend: at month-ends, and before each step."""
    days = [datetime.date(year, 1, 1)]
    for month in Period.of_year(year).split(PeriodKind.MONTH):
        if schedule.between is Between.STEP:
            days.append(month.last - datetime.timedelta(1))
        days.append(month.last)
    return tuple((day, schedule.share(day)) for day in days)


def panel(course: Course) -> str:
    """The course of a task over the year: what was done as a line with dots, what was due dashed."""
    colour = {True: BEHIND, False: FINE, None: FAINT}[course.standing.behind]
    return "".join([*_frame(course.standing.on), *_lines(course, colour)])


def _frame(on: datetime.date) -> Iterator[str]:
    for share in (Fraction(0), Fraction(1, 2), Fraction(1)):
        y = _y(share)
        yield line([(_LEFT, y), (_RIGHT, y)], FAINT, thick="0.4")
        yield words(_LEFT - 4, y + 3, percent(share, 0), size=9, anchor="end")
    for month in (3, 6, 9, 12):
        end = Period.month(on.year, month).last
        yield words(_x(end), HIGH - 6, f"{month}月", size=9, anchor="middle")
    yield line([(_x(on), _TOP), (_x(on), _FOOT)], FAINT, thick="0.8")


def _lines(course: Course, colour: str) -> Iterator[str]:
    yield line([(_x(day), _y(share)) for day, share in course.due], FAINT, thick="1.2", dash="3 3")
    points = [(_x(day), _y(share)) for day, share in course.done]
    if len(points) > 1:
        yield line(points, colour, thick="2")
    yield from (dot(x, y, colour) for x, y in points)
    if course.done:
        [*_, (x, y)], (_, share) = points, course.done[-1]
        said = f"{'↑' if share > _MOST else ''}{percent(share, 1)}"
        # beside the point, away from the schedule: ahead of it above, behind it below
        if share >= course.standing.schedule and x > _LEFT + 40:
            yield words(x - 4, max(y - 6, Fraction(10)), said, size=11, anchor="end")
        else:
            yield words(x + 5, y + 14 if y < _FOOT - 14 else y - 5, said, size=11)
    else:
        yield words((_LEFT + _RIGHT) // 2, (_TOP + _FOOT) // 2, "没有数", size=11, anchor="middle")


def _x(day: datetime.date) -> Length:
    days = datetime.date(day.year, 12, 31).timetuple().tm_yday
    return _LEFT + Fraction((_RIGHT - _LEFT) * day.timetuple().tm_yday, days)


def _y(share: Fraction) -> Length:
    shown = max(Fraction(0), min(share, _MOST))
    return _FOOT - shown / _MOST * (_FOOT - _TOP)
