"""What an office tolerates of reported figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from minsheng.asking import built
from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.calendar import Weekdays, WorkingDays
from minsheng.domain.plain import DOMAIN
from minsheng.domain.schedule import Schedule
from minsheng.plain.canonical import digest_of_plain


@built
@attrs.frozen
class Limits:
    """What an office tolerates. None of it is in the notice: it is the office's choice.

    Args:
        suspect: figures of more than this many times the target are questioned (961 %).
        apart: verified and reported figures may differ by this fraction of the reported one.
        money_apart: by how many percentage points money may differ from physical progress.
        schedule: the schedule of indicators without their own.
        calendar: the working days, for due dates.

    >>> Limits(suspect=2).suspect
    Decimal('2')
    """

    suspect: Decimal = attrs.field(default=Decimal(3), converter=to_decimal)
    apart: Decimal = attrs.field(default=Decimal("0.05"), converter=to_decimal)
    money_apart: Decimal = attrs.field(default=Decimal(30), converter=to_decimal)
    schedule: Schedule = Schedule.BY_MONTHS
    calendar: WorkingDays = attrs.field(factory=Weekdays)

    def digest(self) -> str:
        """The SHA-256 of what is tolerated; of a calendar that is no attrs class only its kind counts."""
        calendar: Any = self.calendar  # of any class that has the protocol's method
        plain: dict[str, object] = {
            "calendar": type(calendar).__qualname__,
            "schedule": DOMAIN.write(self.schedule),
        }
        if attrs.has(type(calendar)):
            for field in attrs.fields(type(calendar)):
                held = getattr(calendar, field.name)
                listed = sorted(held) if isinstance(held, (frozenset, tuple)) else [held]
                plain[f"calendar.{field.name}"] = [str(one) for one in listed]
        numbers = ("suspect", "apart", "money_apart")
        return digest_of_plain(plain | {name: plain_text(getattr(self, name)) for name in numbers})
