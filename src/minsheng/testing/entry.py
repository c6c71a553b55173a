"""Hypothesis' entry point.

Hypothesis calls :func:`register` while it is being imported, possibly by our own ``strategies``,
which is then only half imported: so each strategy is looked up when it is first drawn.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from minsheng.domain.allocation import Allocation, Row
from minsheng.domain.amount import Amount
from minsheng.domain.area import Area
from minsheng.domain.bound import Bound
from minsheng.domain.calendar import Deadline
from minsheng.domain.expression.build import Expression
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Record
from minsheng.domain.schedule import Schedule
from minsheng.domain.standards import Standard
from minsheng.domain.units import Unit
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.scoring.regulation.scheme import Scheme

_KINDS: dict[type, str] = {
    Unit: "units",
    Amount: "amounts",
    Bound: "bounds",
    Area: "areas",
    Row: "rows",
    Allocation: "allocations",
    Standard: "standards",
    Programme: "programmes",
    Period: "periods",
    Schedule: "schedules",
    Deadline: "deadlines",
    Record: "figures",
    Progress: "progresses",
    Scheme: "schemes",
    Expression: "expressions",
    Criterion: "criteria",
}


def register() -> None:
    """Tell Hypothesis how to make the values of this library."""
    for kind, name in _KINDS.items():
        st.register_type_strategy(kind, _later(name))


def _later(name: str) -> Callable[[type], st.SearchStrategy[object]]:
    def strategy(_: type) -> st.SearchStrategy[object]:
        from minsheng import testing

        made: st.SearchStrategy[object] = getattr(testing, name)()
        return made

    return strategy
