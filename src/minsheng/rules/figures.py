"""What is asked of one reported figure, as criteria: the same on a record and on a warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs

from minsheng.asking import asked
from minsheng.criteria.criterion import Criterion
from minsheng.domain.amount import Amount, add_exactly, less_exactly, to_decimal
from minsheng.domain.calendar import Weekdays, WorkingDays
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.schedule import Schedule
from minsheng.domain.units import Unit


@attrs.frozen
class Limits:
    """What an office tolerates, as data. None of it is in the notice: it is the office's choice.

    Args:
        suspect: a completion beyond so many times the target is looked at again (961 %).
        apart: verified and reported figures may differ by this share of the reported one.
        money_apart: how many percentage points money may lag behind the works, or lead them.
        schedule: the schedule of indicators without one of their own.
        calendar: which days are working days, for due dates.

    >>> Limits(suspect=2).suspect
    Decimal('2')
    """

    suspect: Decimal = attrs.field(default=Decimal(3), converter=to_decimal)
    apart: Decimal = attrs.field(default=Decimal("0.05"), converter=to_decimal)
    money_apart: Decimal = attrs.field(default=Decimal(30), converter=to_decimal)
    schedule: Schedule = Schedule.BY_MONTHS
    calendar: WorkingDays = attrs.field(factory=Weekdays)


@asked
def figure_criteria(
    unit: Unit | str, limits: Limits | None = None, *, places: int = 4, names: Mapping[str, str] | None = None
) -> dict[str, Criterion]:
    """The criteria of family P that are about one figure, by their codes.

    They read these columns, each where a criterion needs it: ``target`` and ``actual`` (in
    ``unit``), ``due`` over ``of`` (the schedule as a fraction of whole numbers: 11 of 12),
    ``previous`` (the cumulative figure before), ``verified``, ``whole`` (for 其中),
    ``physical`` and ``money`` (per cent).

    Args:
        unit: the unit of the figures.
        limits: what is tolerated.
        places: the decimal places the figures may have.
        names: other names for the columns.

    >>> c = figure_criteria("户")["P101"]
    >>> verdict = c.judge({"target": 100, "actual": 90, "due": 11, "of": 12})
    >>> print(verdict.outcome, verdict.explain())
    unmet 90 户 × 12 = 1080 户 < 100 户 × 11 = 1100 户
    """
    allowed = limits or Limits()
    named = names or {}
    measured = unit if isinstance(unit, str) else unit.text

    def figure(name: str) -> Expression:
        return column(named.get(name, name), measured, places=places, low=0, high=10**10)

    def whole(name: str) -> Expression:
        return column(named.get(name, name), places=0, low=0, high=10**6)

    def share(name: str) -> Expression:
        return column(named.get(name, name), "%", places=4, low=0, high=10**6)

    target, actual, verified = figure("target"), figure("actual"), figure("verified")
    one, apart = Decimal(1), allowed.apart
    works, money = share("physical"), share("money")
    gap = Amount(allowed.money_apart, "%")
    listed = (
        Criterion("P101", actual * whole("of") >= target * whole("due"), title="完成数达到序时进度"),
        Criterion("P102", actual >= figure("previous"), title="累计数不减少"),
        Criterion("P106", verified <= actual, title="核实数不大于上报数", severity="warning"),
        Criterion("P107", actual <= figure("whole"), title="其中数不大于总数"),
        Criterion("P108", actual <= target * allowed.suspect, title="完成数没有大得可疑", severity="note"),
        Criterion(
            "P109",
            (verified >= actual * less_exactly(one, apart)) & (verified <= actual * add_exactly(one, apart)),
            title="核实数与上报数相差不大",
            severity="warning",
        ),
        Criterion(
            "P111",
            (works - money <= gap) & (money - works <= gap),
            title="资金与工程进度相称",
            severity="warning",
        ),
    )
    return {criterion.code: criterion for criterion in listed}
