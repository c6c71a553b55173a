"""What a form of points is given: the columns of one task, one mark or one count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.bound import Relation
from minsheng.domain.expression.build import Expression, column, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.notation import shown
from minsheng.domain.units import Unit
from minsheng.labels import Labelled
from minsheng.scoring.meanings import Known

#: the values of a record, by column
Values = Mapping[str, Worth]
#: what is written of a record; made once for all of them
Written = Callable[[Values], str]
#: the figures of a record at which points may rise, from the nearest on
Goals = Callable[[Values], Iterator[Fraction]]


def no_goals(_: Values) -> Iterator[Fraction]:
    """For points that no figure of one's own lifts by itself."""
    return iter(())


def number(value: Decimal | int | str | None) -> Decimal | None:
    """A number of a scheme, exact; None stays None."""
    return None if value is None else to_decimal(value)


def certain(value: Decimal | int | str) -> Decimal:
    """A number of a scheme that must be there, exact."""
    return to_decimal(value)


def share(amount: Decimal) -> Decimal:
    """Per cent as a share of one."""
    return amount.scaleb(-2)


class Input(Labelled):
    """What a column of a scheme holds. Its name is the item's or the indicator's id, ``_``, the code."""

    TARGET = "target", "目标"
    ACTUAL = "actual", "完成数"
    MARK = "mark", "评分"
    COUNT = "count", "次数"
    RUN = "run", "连续次数"
    PLACE = "place", "位次"
    TIED = "tied", "并列数"
    OF = "of", "参加排名数"
    BEST = "best", "最高值"
    NUMBER = "number", "项目数"
    REPORTED = "reported", "上报数"
    VERIFIED = "verified", "核实数"
    SATISFIED = "satisfied", "满意数"
    BASICALLY = "basically", "基本满意数"
    ASKED = "asked", "到会或受访数"
    MEMBERS = "members", "全体人数"
    UNIT = "unit", "单位"
    TEXT = "text", "指标"


#: whole numbers, and how many there may be; a narrow range lets a frame compute in narrow integers
_COUNTS = {
    Input.COUNT: 10_000,
    Input.RUN: 10_000,
    Input.PLACE: 10_000,
    Input.TIED: 10_000,
    Input.OF: 10_000,
    Input.NUMBER: 1_000,
    Input.SATISFIED: 10_000_000,
    Input.BASICALLY: 10_000_000,
    Input.ASKED: 10_000_000,
    Input.MEMBERS: 10_000_000,
}
#: columns that an item has of its own, even where it is about an indicator that others are about too
_OWN = (Input.PLACE, Input.TIED, Input.OF, Input.BEST)
_LEAST = {Input.PLACE: 1, Input.TIED: 1, Input.OF: 1}


#: the month that figures are of, where they are extrapolated
MONTH = column("month", places=0, low=1, high=12)


@attrs.frozen
class Inputs:
    """The columns of one thing that is measured: a task with a target, or a mark, a count, a place.

    Args:
        stem: how the names of its columns begin: the id of an indicator or of an item.
        unit: the unit of target and actual; None where they are bare numbers of one unit.
        places: how many decimal places they have at most.
        most: how great a figure may be.
        task: whether there is a target and an actual; otherwise there is one number.
        lower: whether less is better.
        beyond: whether the target must be passed, and reaching it is not enough.
        to_year_end: whether the actual is extrapolated to the year's end by months.
        item: the id of the item, by which its place among others is named.

    >>> print(Inputs("roads", task=True).rate)
    roads_actual ÷ roads_target
    """

    stem: str
    unit: Unit | None = None
    places: int = 4
    most: Decimal = Decimal(10**8)
    task: bool = False
    lower: bool = False
    beyond: bool = False
    to_year_end: bool = False
    item: str = ""

    def column(self, what: Input, suffix: str = "") -> Expression:
        """One of its columns."""
        stem = self.item if what in _OWN and self.item else self.stem
        name = f"{stem}_{what.value}{suffix}"
        if what in _COUNTS:
            return column(name, places=0, low=_LEAST.get(what, 0), high=_COUNTS[what])
        unit = self.unit.text if self.unit and what in (Input.TARGET, Input.ACTUAL) else None
        low = 0 if what in (Input.TARGET, Input.REPORTED, Input.VERIFIED) else -self.most
        return column(name, unit, places=self.places, low=low, high=self.most)

    @property
    def target(self) -> Expression:
        """What is asked for."""
        return self.column(Input.TARGET)

    @property
    def actual(self) -> Expression:
        """What was done; extrapolated to the year's end where that is asked for."""
        done = self.column(Input.ACTUAL)
        return done * 12 / MONTH if self.to_year_end else done

    @property
    def met(self) -> Expression:
        """Whether the target is reached."""
        if self.lower:
            return compared(Relation.BELOW if self.beyond else Relation.AT_MOST, self.actual, self.target)
        return compared(Relation.ABOVE if self.beyond else Relation.AT_LEAST, self.actual, self.target)

    @property
    def rate(self) -> Expression:
        """The completion as a share of one: target over actual where less is better."""
        return self.target / self.actual if self.lower else self.actual / self.target

    @property
    def excess(self) -> Expression:
        """What was done beyond the target; negative where it falls short."""
        return self.target - self.actual if self.lower else self.actual - self.target

    @property
    def value(self) -> Expression:
        """One number to be ranked or banded by: the completion in per cent, or the mark itself."""
        return self.rate * 100 if self.task else self.column(Input.MARK)

    @property
    def has_task(self) -> Expression:
        """Whether a target was set."""
        return ~self.target.is_missing()

    def figures(self) -> Written:
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
            return f"完成 {done}，目标 {self.with_unit(asked, values)}"

        return write

    def unit_text(self, values: Values) -> str:
        """The unit to show: the declared one, or the one that came with the record."""
        return self.unit.text if self.unit else str(values.get(f"{self.stem}_{Input.UNIT.value}") or "")

    def with_unit(self, figure: Expression | Fraction, values: Values) -> str:
        """A figure and its unit as text."""
        value = worth(figure, values) if isinstance(figure, Expression) else figure
        return f"{said(value)} {self.unit_text(values)}".rstrip()


def meant(expression: Expression, values: Values) -> Worth:
    """What an expression is worth on a record, exactly, whatever it is."""
    return values.worth(expression.node) if isinstance(values, Known) else evaluate(expression.node, values)


def worth(expression: Expression, values: Values) -> Fraction | None:
    """What a number is worth on a record, exactly."""
    found = meant(expression, values)
    return found if isinstance(found, Fraction) else None


def holds(expression: Expression, values: Values) -> bool | None:
    """Whether a condition holds on a record."""
    found = meant(expression, values)
    return found if isinstance(found, bool) else None


def said(value: Expression | Fraction | Decimal | None, values: Values | None = None) -> str:
    """A number as text: exact where it ends, else with an ellipsis.

    >>> said(Fraction(5, 2)), said(Fraction(1, 3)), said(Decimal("2.50"))
    ('2.5', '0.333333…', '2.5')
    """
    if isinstance(value, Expression):
        return shown(evaluate(value.node, values or {}), value.node.unit)
    if isinstance(value, Decimal):
        text = plain_text(value)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return shown(None) if value is None else _shown(value)


@lru_cache(maxsize=4096)
def _shown(value: Fraction) -> str:
    """An explanation says the same numbers again and again."""
    return shown(value)


def constant(value: Decimal) -> Expression:
    """A bare number as an expression, for where both sides of a choice are constants."""
    from minsheng.domain.expression.build import as_expression

    return as_expression(value)


def summed(parts: list[Expression]) -> Expression:
    """The sum of several, as a tree that stays shallow; 0 of none."""
    if not parts:
        return constant(Decimal(0))
    while len(parts) > 1:
        pairs = [left + right for left, right in zip(parts[::2], parts[1::2], strict=False)]
        parts = pairs if len(parts) % 2 == 0 else [*pairs, parts[-1]]
    return parts[0]


def where(condition: Expression, then: Expression | Decimal, otherwise: Expression | Decimal) -> Expression:
    """One number where a condition holds, another where it does not; missing where it is missing."""
    return when(condition).then(then).otherwise(otherwise)
