"""Progress against schedule, a panel for each task."""

from __future__ import annotations

import datetime

from minsheng.asking import asked
from minsheng.charts.chart import Chart
from minsheng.charts.courses import HIGH, WIDE, Course, courses, panel, state
from minsheng.charts.drawing import moved, words
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.schedule import Schedule
from minsheng.domain.written import percent
from minsheng.measuring.days import day_of
from minsheng.table import Table

#: how many panels stand side by side, and the height of the lines above each
_ACROSS, _ABOVE = 3, 34


@asked
def schedule_lines(
    programme: Programme,
    progress: Progress,
    *,
    on: datetime.date | None = None,
    area: str | None = None,
    schedule: Schedule = Schedule.BY_MONTHS,
) -> Chart:
    """Draw how far each task was at each month's end, against its schedule; laggards first.

    A dot is a month that something was reported of. Tasks whose work does not accumulate (standards,
    limits, targets in words) have no line.

    Args:
        programme: what was promised.
        progress: what was reported.
        on: the day; default: the last day that was reported on.
        area: the area, or 市本级; default: the whole city.
        schedule: for indicators without their own.

    Raises:
        DataError: a day of another year.
        ValueError: there is no such task.
        UnknownName: the programme does not have the area.

    >>> from minsheng import load, read_progress
    >>> p = load("yueyang-2019")
    >>> schedule_lines(p, read_progress("yueyang-2019", p)).table().rows[0]
    ('11', '新增15万户直播卫星用户', '2019-11-30', '61.36%', '91.67%', '落后')
    """
    day = day_of(programme, progress, on)
    found = courses(programme, progress, day, schedule, area)
    if not found:
        raise ValueError(
            f"no task of {area or WHOLE_CITY} accumulates over the year: there is no line to draw"
        )
    rows = -(-len(found) // _ACROSS)
    drawing = "".join(
        moved(at % _ACROSS * (WIDE + 20), at // _ACROSS * (HIGH + _ABOVE + 10), _panel(one))
        for at, one in enumerate(found)
    )
    where = area or programme.city
    title = f"{where}{programme.year}年重点民生实事：完成率与序时进度（截至{day}）"
    wide = _ACROSS * (WIDE + 20) - 20
    return Chart(title, wide, rows * (HIGH + _ABOVE + 10), drawing, _figures(found, title))


def _panel(course: Course) -> str:
    part = course.standing
    head = words(4, 13, f"{part.project} {part.text}", room=WIDE - 8)
    below = words(4, 28, f"{state(part)}，应完成 {percent(part.schedule, 1)}", size=11)
    return f"{head}{below}{moved(0, _ABOVE, panel(course))}"


def _figures(found: tuple[Course, ...], title: str) -> Table:
    rows = [
        (
            str(one.standing.project),
            one.standing.text,
            str(day),
            percent(share),
            percent(dict(one.due).get(day, one.standing.schedule)),
            state(one.standing) if day == one.standing.on else "",
        )
        for one in found
        for day, share in one.done or ((one.standing.on, None),)
    ]
    columns = ("序号", "指标", "截至", "完成率", "序时进度", "进展")
    return Table(columns, tuple(rows), title=title, numeric=("序号", "完成率", "序时进度"))
