"""Requirements on one acceptance as criteria, for a single record or a whole warehouse."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptance import AcceptanceResult
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.choosing import when
from minsheng.domain.units import Unit
from minsheng.rules.criteria.criterion import Criterion


@attrs.frozen
class _Columns:
    """The columns of the criteria; ``names`` renames them."""

    unit: Unit | str | None
    places: int
    names: Mapping[str, str]
    day: datetime.date | None

    def figure(self, name: str) -> Expression:
        return column(self.names.get(name, name), self.unit, places=self.places, low=0, high=10**10)

    def date(self, name: str) -> Expression:
        return column(self.names.get(name, name), kind="date")

    def text(self, name: str) -> Expression:
        return column(self.names.get(name, name), kind="text")

    @property
    def result(self) -> Expression:
        return column(self.names.get("result", "result"), choices=AcceptanceResult)


def _in_line(of: _Columns) -> Expression:
    accepted, verified, reported = of.figure("accepted"), of.figure("verified"), of.figure("reported")
    checked = (accepted <= verified) & (verified <= reported)
    return (accepted <= reported) & (verified.is_missing() | checked)


def _mended(of: _Columns) -> Expression:
    until, done = of.date("mend_by"), of.date("mended")
    in_time = done <= until
    return in_time if of.day is None else when(done.is_missing()).then(until >= of.day).otherwise(in_time)


def _to_mend(of: _Columns) -> Expression:
    return (of.result != AcceptanceResult.PASSED) & ~of.date("mend_by").is_missing()


_When = Callable[[_Columns], Expression]
#: title, requirement, and of which records
_ASKED: dict[str, tuple[str, _When, _When | None]] = {
    "V103": (
        "验收不早于前一步",
        lambda of: of.date("on") >= of.date("previous_on"),
        lambda of: ~of.result.is_missing(),
    ),
    "V104": (
        "认定数不大于核实数，核实数不大于上报数",
        _in_line,
        lambda of: ~of.figure("accepted").is_missing(),
    ),
    "V105": (
        "认定数不大于前一步的认定数",
        lambda of: of.figure("accepted") <= of.figure("previous"),
        lambda of: ~of.figure("previous").is_missing() & ~of.figure("accepted").is_missing(),
    ),
    "V108": ("要整改的在期限内整改", _mended, _to_mend),
    "V109": (
        "报完成100%的已经验收",
        lambda of: ~of.result.is_missing(),
        lambda of: of.figure("reported") >= of.figure("target"),
    ),
    "V111": (
        "不由做这件事的单位验收",
        lambda of: of.text("by") != of.text("done_by"),
        lambda of: ~of.result.is_missing(),
    ),
}


def acceptance_criterion(
    code: str, unit: Unit | str | None = None, *, day: datetime.date | None = None, places: int = 4
) -> Criterion:
    """One of the criteria by its code."""
    return _criterion(code, _Columns(unit, places, {}, day))


def _criterion(code: str, of: _Columns) -> Criterion:
    title, required, applies = _ASKED[code]
    condition = None if applies is None else applies(of)
    return Criterion(code, required(of), when=condition, title=title)


@asked
def acceptance_criteria(
    unit: Unit | str | None = None,
    *,
    on: datetime.date | None = None,
    places: int = 4,
    names: Mapping[str, str] | None = None,
) -> dict[str, Criterion]:
    """The criteria of family V for a single acceptance, by code.

    They use these columns, which the records of :func:`minsheng.measuring.acceptance_standings` have:
    ``target``, ``reported``, ``verified``, ``accepted`` and ``previous`` (what the step before
    accepted), ``result``, the days ``on``, ``previous_on``, ``mend_by`` and ``mended``, and the names
    ``by`` and ``done_by`` (who did the work).

    Args:
        unit: the unit of the figures; default: plain numbers, each record in a unit of its own.
        on: the day, by which what is still to be mended is late; default: only what was mended is judged.
        places: the maximum number of decimal places.
        names: other names for the columns.

    >>> c = acceptance_criteria("台")["V104"]
    >>> verdict = c.judge({"accepted": 42, "verified": None, "reported": 40})
    >>> print(verdict.outcome, verdict.explain())
    unmet 42 台 > 40 台
    """
    columns = _Columns(unit, places, names or {}, on)
    return {code: _criterion(code, columns) for code in _ASKED}
