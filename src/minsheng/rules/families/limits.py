"""What an office tolerates of reported figures."""

from __future__ import annotations

from decimal import Decimal

import attrs

from minsheng.asking import built
from minsheng.domain.amount import to_decimal
from minsheng.domain.calendar import Holidays, Weekdays, WorkingDays
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
        """The SHA-256 of what is tolerated; of a calendar of one's own only its class counts."""
        calendar, names = self.calendar, [field.name for field in attrs.fields(Limits)]
        known = DOMAIN.write(calendar) if isinstance(calendar, (Weekdays, Holidays)) else None
        plain = {name: DOMAIN.write(getattr(self, name)) for name in names if name != "calendar"}
        return digest_of_plain(plain | {"calendar": [type(calendar).__qualname__, known]})
