"""Sets of criteria: those in force on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from minsheng.asking import asked
from minsheng.errors import RuleError
from minsheng.rules.criteria.criterion import Criterion


@asked
def in_force(
    criteria: Iterable[Criterion], on: datetime.date, *, published: datetime.date | None = None
) -> tuple[Criterion, ...]:
    """The criterion of each code in force on a day: the latest that is effective by then.

    Args:
        criteria: criteria, with several versions of a code that differ in ``effective``.
        on: the day of the record: one of March is judged by the rules of March.
        published: ignore versions published after this day.

    >>> from datetime import date
    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> old = Criterion("X201", paid >= Amount(600, "元/月"), effective=date(2022, 1, 1))
    >>> new = Criterion("X201", paid >= Amount(650, "元/月"), effective=date(2023, 1, 1))
    >>> in_force([old, new], date(2022, 3, 1)) == (old,), in_force([old, new], date(2023, 3, 1)) == (new,)
    (True, True)
    """
    chosen: dict[str, Criterion] = {}
    first = datetime.date.min
    for criterion in criteria:
        if criterion.effective is not None and criterion.effective > on:
            continue
        if published is not None and (criterion.published or first) > published:
            continue
        other = chosen.get(criterion.code)
        key = (criterion.effective or first, criterion.published or first)
        if other is not None and key == (other.effective or first, other.published or first):
            raise RuleError(f"two criteria {criterion.code} are effective and published on one day")
        if other is None or key > (other.effective or first, other.published or first):
            chosen[criterion.code] = criterion
    return tuple(chosen.values())
