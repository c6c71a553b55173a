"""The inputs of a form of points: the columns of one task, mark or count."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.expression.build import Expression, as_expression, column, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.numerals import times_exactly
from minsheng.domain.printed import Relation
from minsheng.domain.units import Unit
from minsheng.rules.scoring.terms.choices import GoesBy, Others
from minsheng.rules.scoring.terms.columns import (
    COUNTS,
    FACTOR,
    LEAST,
    MONTH,
    OTHERS,
    POINTS,
    SUMMED,
    WAITING,
    Input,
)
from minsheng.rules.scoring.terms.worth import ZERO, Said, Values, holds, said, worth


@attrs.frozen(slots=False)
class Inputs:
    """The columns of one thing that is measured: a task with a target, or a mark, count or rank.

    Args:
        stem: what the names of its columns start with: the id of an indicator or item.
        unit: the unit of target and actual; None for plain numbers.
        places: the most decimal places.
        most: the greatest possible figure.
        least: the smallest possible figure; default: ``-most``.
        task: whether there are a target and an actual; otherwise there is one number.
        lower: whether less is better.
        beyond: whether the target must be exceeded, not just reached.
        to_year_end: whether the actual is extrapolated to the end of the year by months.
        fixed: the target that the regulation sets for everybody, or None.
        own: whether it also sets targets for single subjects, in a column of the item.
        free: whether no target is needed.
        goes_by: the number for ranks, classes and limits.
        deducted: whether its points are deducted; for the wording.
        item: the id of the item, for columns about the others.
        against: what of all who are compared takes the place of the target; None: nothing.
        title: what it is called, if no record says: the period, or a title of the scheme's own.

    >>> print(Inputs("roads", task=True).rate)
    roads_actual ÷ roads_target
    """

    stem: str
    unit: Unit | None = None
    places: int = 4
    most: Decimal = Decimal(10**8)
    least: Decimal | None = None
    task: bool = False
    lower: bool = False
    beyond: bool = False
    to_year_end: bool = False
    fixed: Decimal | None = None
    own: bool = False
    free: bool = False
    goes_by: GoesBy = GoesBy.RATE
    deducted: bool = False
    item: str = ""
    against: Others | None = None
    title: str = ""

    def column(self, what: Input, suffix: str = "") -> Expression:
        """One of its columns."""
        stem = self.item if (what in OTHERS or what is Input.SET) and self.item else self.stem
        name = f"{stem}_{what.value}{suffix}"
        if what in COUNTS:
            return column(name, places=0, low=LEAST.get(what, 0), high=COUNTS[what])
        if what in (Input.GAINED, Input.FACTOR):
            low, high = (ZERO, FACTOR) if what is Input.FACTOR else (POINTS.copy_negate(), POINTS)
            return column(name, places=9 if what is Input.GAINED else 4, low=low, high=high)
        if what in SUMMED:
            most = times_exactly(self.most, SUMMED[what])
            return column(name, places=self.places, low=most.copy_negate(), high=most)
        unit = self.unit if self.unit and what in (Input.TARGET, Input.SET, Input.ACTUAL) else None
        low = self.most.copy_negate() if self.least is None else self.least
        if what in (Input.TARGET, Input.SET, Input.REPORTED, Input.VERIFIED):
            low = ZERO
        return column(name, unit, places=self.places, low=low, high=self.most)

    @cached_property
    def done(self) -> str:
        """The name of the column with the actual or the mark."""
        return f"{self.stem}_{(Input.ACTUAL if self.task else Input.MARK).value}"

    @property
    def nothing(self) -> Amount | Decimal:
        """Zero in the unit of target and actual."""
        return Amount(ZERO, self.unit) if self.unit else ZERO

    @property
    def verb(self) -> str:
        """The verb for points: earned or deducted."""
        return "扣" if self.deducted else "得"

    @cached_property
    def target(self) -> Expression:
        """The target; one that the regulation sets, or what the others did, replaces the programme's."""
        if self.against is not None:
            return self._of_others(self.against)
        asked = self.column(Input.TARGET)
        if self.fixed is not None:
            asked = as_expression(self.fixed if self.unit is None else Amount(self.fixed, self.unit))
        if not self.own:
            return asked
        given = self.column(Input.SET)
        return when(given.is_missing()).then(asked).otherwise(given)

    def _of_others(self, against: Others) -> Expression:
        """The mean, the median or the best of all, in the unit of the figures."""
        if against is Others.MEAN:
            found = self.column(Input.SUM) / self.column(Input.MANY)
        else:
            found = self.column(Input.BEST) if against is Others.BEST else self.column(Input.MIDDLE) / 2
        return found if self.unit is None else found * Amount(1, self.unit)

    @cached_property
    def actual(self) -> Expression:
        """What was done, extrapolated to the end of the year if asked for."""
        done = self.column(Input.ACTUAL)
        return done * 12 / MONTH if self.to_year_end else done

    @cached_property
    def met(self) -> Expression:
        """Whether the target is reached."""
        if self.lower:
            return compared(Relation.BELOW if self.beyond else Relation.AT_MOST, self.actual, self.target)
        return compared(Relation.ABOVE if self.beyond else Relation.AT_LEAST, self.actual, self.target)

    @cached_property
    def rate(self) -> Expression:
        """The completion as a fraction: target over actual if less is better."""
        return self.target / self.actual if self.lower else self.actual / self.target

    @cached_property
    def excess(self) -> Expression:
        """What was done beyond the target; negative if short of it."""
        return self.target - self.actual if self.lower else self.actual - self.target

    @cached_property
    def value(self) -> Expression:
        """The one number to score: the completion in per cent, the figure, or the mark."""
        if not self.task:
            return self.column(Input.MARK)
        if self.goes_by is GoesBy.RATE:
            return self.rate * 100
        figure = self.actual if self.goes_by is GoesBy.ACTUAL else self.excess
        return figure if self.unit is None else figure / Amount(1, self.unit)

    @property
    def _inverse(self) -> bool:
        """Whether it uses a completion that is target over actual."""
        return self.task and self.lower and self.goes_by is GoesBy.RATE

    @property
    def reversed(self) -> bool:
        """Whether a greater value is worse."""
        return self.task and self.lower and self.goes_by is GoesBy.ACTUAL

    @cached_property
    def order(self) -> tuple[Expression, bool]:
        """The number to rank by, and whether the least is the best.

        If less is better, that is actual over target: an actual of zero has no rate, but is the best.
        """
        if self._inverse:
            return self.actual / self.target, True
        return self.value, self.reversed

    def reaches(self, limit: Decimal, *, closed: bool = True) -> Expression:
        """Whether the value is at least (or above) a limit; where less is better, zero always is."""
        relation = Relation.AT_LEAST if closed else Relation.ABOVE
        if self._inverse:
            return compared(relation, self.target * 100, self.actual * limit)
        return compared(relation, self.value, limit)

    @cached_property
    def boundless(self) -> Expression | None:
        """Whether the completion is infinite; None if it never is."""
        return self.actual <= self.nothing if self._inverse else None

    @cached_property
    def has_task(self) -> Expression:
        """Whether a target was set; always true if none is needed."""
        always = self.free or self.fixed is not None or self.against is not None or not self.task
        return as_expression(True) if always else ~self.target.is_missing()

    @property
    def formulas(self) -> tuple[Expression, ...]:
        """The expressions that workings need."""
        if not self.task:
            return (self.value,)
        return self.target, self.actual, self.value, self.excess, self.met, self.has_task

    def said_value(self, values: Values) -> str:
        """The value in words: 87.5%, 12 起, or the mark."""
        if self.boundless is not None and holds(self.boundless, values):
            return "没有发生，好于任何完成率"
        value = worth(self.value, values)
        if not self.task or value is None:
            return said(value)
        return f"{said(value)}%" if self.goes_by is GoesBy.RATE else self.with_unit(value, values)

    def figures(self) -> Said:
        """Target and actual in words, or the mark."""
        if not self.task:
            mark = self.column(Input.MARK)
            return lambda values: f"{Input.MARK.label} {said(worth(mark, values))}"
        own, asked, whole = self.column(Input.ACTUAL), self.target, self.actual

        def write(values: Values) -> str:
            done = self.with_unit(own, values)
            if self.to_year_end:
                month, year = said(worth(MONTH, values)), said(worth(whole, values))
                done = f"截至{month}月 {done}，推算全年 {year}"
            if self.goes_by is GoesBy.ACTUAL and worth(asked, values) is None:
                return f"完成 {done}"
            name = "目标" if self.against is None else self.against.label
            return f"完成 {done}，{name} {self.with_unit(asked, values)}"

        return write

    def unit_text(self, values: Values) -> str:
        """The unit to show: the declared one, or the record's."""
        return self.unit.text if self.unit else str(values.get(f"{self.stem}_{Input.UNIT.value}") or "")

    def with_unit(self, figure: Expression | Fraction, values: Values) -> str:
        """A figure and its unit as text."""
        value = worth(figure, values) if isinstance(figure, Expression) else figure
        unit = self.unit_text(values)
        return f"{said(value)} {unit}" if unit else said(value)


def still_waiting(what: str, inputs: Inputs, values: Values) -> str:
    """How many ranked subjects have no value yet, and what may change; empty if all have one."""
    many = values.get(f"{inputs.item}_{WAITING}")
    return "" if many is None else f"（另有 {many} 个没有数，{what}还会变）"
