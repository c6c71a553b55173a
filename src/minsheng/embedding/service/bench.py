"""Criteria laid out to judge many records."""

from __future__ import annotations

import datetime
from functools import cached_property

import attrs

from minsheng.errors import DataError
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.ruleset import in_force


@attrs.frozen(eq=False)
class Bench:
    """Criteria of one or several times, and the columns they need.

    >>> from minsheng import Amount, column
    >>> floor = Criterion("X201", column("paid", "元/月", places=2) >= Amount(650, "元/月"))
    >>> bench = Bench((floor,))
    >>> bench.columns, bench.on(None) == (floor,)
    (frozenset({'paid'}), True)
    """

    criteria: tuple[Criterion, ...]

    def on(self, day: datetime.date | None) -> tuple[Criterion, ...]:
        """The criteria to judge by: those in force on a day; without one, all.

        Raises:
            DataError: no day, and a code stands twice.
        """
        if day is not None:
            return in_force(self.criteria, day)
        if self._several:
            met = f"{'、'.join(self._several)} 有几个时期的"
            raise DataError.at("on", met, "请用 on 写明以哪一天为准", ("on",))
        return self.criteria

    @cached_property
    def _several(self) -> list[str]:
        codes = [one.code for one in self.criteria]
        return sorted({code for code in codes if codes.count(code) > 1})

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names of all columns that any of them needs."""
        return frozenset(column.name for one in self.criteria for column in one.columns())
