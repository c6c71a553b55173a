"""Which day figures are of, seen from a given day."""

from __future__ import annotations

import datetime

from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError


def refuse_other_year(programme: Programme, on: datetime.date) -> None:
    """Raises DataError for a day of another year: nothing of the programme is due then."""
    if on.year != programme.year:
        todo = f"请写 {programme.year} 年里的一天；往回看的，写 {programme.year}-12-31"
        raise DataError.at(programme.name, f"{on} 不在 {programme.year} 年", todo, ("on",))


def figures_until(programme: Programme, on: datetime.date, *, later: int | None = 1) -> datetime.date:
    """The day that figures are of, seen from a day on which acceptance or upkeep is looked at.

    Figures stop at the year's end; acceptance and mending go on into the next, upkeep for years.

    Args:
        programme: the programme.
        on: the day.
        later: how many years after the programme's it may be; None for any.

    Raises:
        DataError: a day before the year, or too long after it.
    """
    if on.year < programme.year:
        refuse_other_year(programme, on)
    if later is not None and on.year > programme.year + later:
        met = f"{on} 不在 {programme.year} 年，也不在次年"
        raise DataError.at(programme.name, met, "请核对日期；往回看的，写年末或次年里的一天", ("on",))
    return min(on, datetime.date(programme.year, 12, 31))


def day_of(programme: Programme, progress: Progress, on: datetime.date | None = None) -> datetime.date:
    """The given day; default: the last day that was reported on.

    Raises:
        DataError: a day of another year, when nothing of the programme is due.
    """
    if on is not None:
        refuse_other_year(programme, on)
        return on
    return max((r.period.last for r in progress.records), default=datetime.date(programme.year, 12, 31))
