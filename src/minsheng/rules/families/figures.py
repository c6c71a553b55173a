"""Requirements on one reported figure as criteria, for a single record or a whole warehouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import Amount, add_exactly
from minsheng.domain.expression.base import Node
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.evaluate import evaluate
from minsheng.domain.numerals import less_exactly
from minsheng.domain.own_units import OwnUnit
from minsheng.domain.units import Unit, to_unit
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.records.judging import Tracing
from minsheng.rules.families.limits import Limits
from minsheng.rules.finding import Finding, Held, Said


@attrs.frozen
class _Columns:
    """The columns of the criteria; ``names`` renames them."""

    unit: Unit | str
    places: int
    names: Mapping[str, str]

    def figure(self, name: str) -> Expression:
        return column(self.names.get(name, name), self.unit, places=self.places, low=0, high=10**10)

    def whole(self, name: str) -> Expression:
        return column(self.names.get(name, name), places=0, low=0, high=10**6)

    def share(self, name: str) -> Expression:
        return column(self.names.get(name, name), "%", places=4, low=0, high=10**6)


def _near(of: _Columns, limits: Limits) -> Expression:
    verified, actual, one = of.figure("verified"), of.figure("actual"), Decimal(1)
    least, most = less_exactly(one, limits.apart), add_exactly(one, limits.apart)
    return (verified >= actual * least) & (verified <= actual * most)


def _in_step(of: _Columns, limits: Limits) -> Expression:
    works, money, gap = of.share("physical"), of.share("money"), Amount(limits.money_apart, "%")
    return (works - money <= gap) & (money - works <= gap)


#: title, severity and requirement of each criterion
_ASKED: dict[str, tuple[str, str, Callable[[_Columns, Limits], Expression]]] = {
    "P101": (
        "完成数达到序时进度",
        "error",
        lambda of, _: of.figure("actual") * of.whole("of") >= of.figure("target") * of.whole("due"),
    ),
    "P102": ("累计数不减少", "error", lambda of, _: of.figure("actual") >= of.figure("previous")),
    "P106": ("核实数不大于上报数", "warning", lambda of, _: of.figure("verified") <= of.figure("actual")),
    "P107": ("其中数不大于总数", "error", lambda of, _: of.figure("actual") <= of.figure("whole")),
    "P108": (
        "完成数没有大得可疑",
        "note",
        lambda of, limits: of.figure("actual") <= of.figure("target") * limits.suspect,
    ),
    "P109": ("核实数与上报数相差不大", "warning", _near),
    "P111": ("资金与工程进度相称", "warning", _in_step),
}


def _criterion(code: str, of: _Columns, limits: Limits) -> Criterion:
    title, severity, required = _ASKED[code]
    return Criterion(code, required(of, limits), title=title, severity=severity)


@asked
def figure_criteria(
    unit: Unit | str, limits: Limits | None = None, *, places: int = 4, names: Mapping[str, str] | None = None
) -> dict[str, Criterion]:
    """The criteria of family P for a single figure, by code.

    They use these columns: ``target`` and ``actual`` (in ``unit``), ``due`` and ``of`` (the share due
    as whole numbers: 11 of 12), ``previous`` (the previous cumulative figure), ``verified``,
    ``whole`` (for 其中), ``physical`` and ``money`` (per cent).

    Args:
        unit: the unit of the figures.
        limits: what is tolerated.
        places: the maximum number of decimal places.
        names: other names for the columns.

    >>> c = figure_criteria("户")["P101"]
    >>> verdict = c.judge({"target": 100, "actual": 90, "due": 11, "of": 12})
    >>> print(verdict.outcome, verdict.explain())
    unmet 90 户 × 12 = 1080 户 < 100 户 × 11 = 1100 户
    """
    columns = _Columns(unit, places, names or {})
    return {code: _criterion(code, columns, limits or Limits()) for code in _ASKED}


def against(code: str, limits: Limits | None = None) -> Callable[..., Said]:
    """A function that checks figures of a register against one of the criteria.

    >>> before, now = Amount(1, "元/年"), Amount(-3, "元/月")
    >>> against("P102")("某地", "少了", "pensions", now.unit, actual=now, previous=before).working
    '-3 元/月 < 0.083333… 元/月'
    """
    return figures_against(lambda unit: _criterion(code, _Columns(unit, 0, {}), limits or Limits()))


def figures_against(criterion: Callable[[Unit], Criterion]) -> Callable[..., Said]:
    """A function that checks figures of a register against a criterion, whatever their size.

    Columns of a warehouse have ranges and decimal places, so that integers are known to fit. A
    register holds whatever was reported; here fractions evaluate the same requirement for any figure.

    Args:
        criterion: the criterion for figures in a unit.
    """

    @cache
    def ready(text: str, own: tuple[OwnUnit, ...]) -> tuple[Node, Tracing]:
        required = criterion(to_unit(text, own)).requirement
        return required, Tracing(required)

    def ask(
        where: str, found: str, subject: str, unit: Unit, said: str = "", **figures: Amount | Fraction | None
    ) -> Said:
        """The result for figures: amounts in any comparable units, or numbers in this unit."""
        required, tracing = ready(unit.text, unit.own)
        values = {name: None if one is None else _number(one, unit) for name, one in figures.items()}
        text = said or tracing.explain_any(values)
        return (
            Held(where, text, subject) if evaluate(required, values) else Finding(where, found, text, subject)
        )

    return ask


def _number(figure: Amount | Fraction, unit: Unit) -> Fraction:
    if isinstance(figure, Fraction):
        return figure
    return Fraction(figure.value) if figure.unit == unit else figure.exact / unit.factor
