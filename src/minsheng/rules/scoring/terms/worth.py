"""Values of expressions on a record, their wording, and ways to combine expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import or_

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.expression.build import Expression, as_expression, least, most
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.notation import shown
from minsheng.domain.numerals import shifted
from minsheng.domain.written import cut
from minsheng.rules.criteria.records.worths import Known
from minsheng.rules.scoring.terms.choices import Digits

#: the values of a record, by column
Values = Mapping[str, Worth]
#: writes text for a record
Said = Callable[[Values], str]
#: writes text for a record and its points; made once for all records
Written = Callable[[Values, Fraction | None], str]
#: the figures at which a record's points may rise, nearest first
Goals = Callable[[Values], Iterator[Fraction]]


ZERO = Decimal(0)


def no_goals(_: Values) -> Iterator[Fraction]:
    """For points that a subject's own figures cannot raise alone."""
    return iter(())


def number(value: Decimal | int | str | None) -> Decimal | None:
    """An exact number of a scheme, or None."""
    return None if value is None else to_decimal(value)


def certain(value: Decimal | int | str) -> Decimal:
    """An exact number of a scheme, not None."""
    return to_decimal(value)


def decimals(value: Decimal) -> int:
    """How many decimal places a number has as written."""
    return len(plain_text(value).partition(".")[2])


def share(amount: Decimal) -> Decimal:
    """Per cent as a fraction."""
    return shifted(amount, -2)


def meant(expression: Expression, values: Values) -> Worth:
    """The exact value of any expression on a record."""
    return values.worth(expression.node) if isinstance(values, Known) else evaluate(expression.node, values)


def worth(expression: Expression, values: Values) -> Fraction | None:
    """The exact value of a number on a record."""
    node = expression.node
    found = values.worth(node) if type(values) is Known else evaluate(node, values)
    return found if isinstance(found, Fraction) else None


def holds(expression: Expression, values: Values) -> bool | None:
    """Whether a condition holds on a record."""
    found = meant(expression, values)
    return found if isinstance(found, bool) else None


def said(value: Expression | Fraction | Decimal | None, values: Values | None = None) -> str:
    """A number as text: exact if finite, else with an ellipsis.

    >>> said(Fraction(5, 2)), said(Fraction(1, 3)), said(Decimal("2.50"))
    ('2.5', '0.333333…', '2.5')
    """
    if type(value) is Fraction:
        return cut(value)
    if isinstance(value, Expression):
        return shown(evaluate(value.node, values or {}), value.node.unit)
    if isinstance(value, Decimal):
        text = plain_text(value)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return shown(value)


def constant(value: Decimal) -> Expression:
    """A plain number as an expression, for choices between two constants."""
    return as_expression(value)


def summed(parts: list[Expression]) -> Expression:
    """The sum of several, as a shallow tree; 0 for none."""
    if not parts:
        return constant(Decimal(0))
    while len(parts) > 1:
        pairs = [left + right for left, right in zip(parts[::2], parts[1::2], strict=False)]
        parts = pairs if len(parts) % 2 == 0 else [*pairs, parts[-1]]
    return parts[0]


def of_those_there(
    parts: Sequence[tuple[Expression | None, Expression]],
    ends: Sequence[Decimal | Fraction | None],
    *,
    lowest: bool,
) -> Expression:
    """The least or the most of those that are there; 0 if none is.

    Args:
        parts: for each, whether it is there (None: always), and its number.
        ends: for each, its upper bound if the least is wanted, else its lower bound; None for none.
        lowest: whether the least is wanted.
    """
    known = [Fraction(end) for end in ends if end is not None]
    if len(known) < len(ends):
        # an absent one repeats one that is there; the formula grows with the square of their number
        other = constant(ZERO)
        for there, number in reversed(parts):
            other = number if there is None else where(there, number, other)
    else:
        other = constant(Decimal(max(known).__ceil__() if lowest else min(known).__floor__()))
    each = [number if there is None else where(there, number, other) for there, number in parts]
    found = least(*each) if lowest else most(*each)
    asked = [there for there, _ in parts if there is not None]
    return where(reduce(or_, asked), found, ZERO) if len(asked) == len(parts) else found


def rounded_off(value: Expression, places: int, how: Digits) -> Expression:
    """A number rounded half up, or with the digits that are too many left off."""
    if how is Digits.HALF_UP:
        return value.half_up(places)
    return where(value < 0, value.ceil(places), value.floor(places))


def where(condition: Expression, then: Expression | Decimal, otherwise: Expression | Decimal) -> Expression:
    """One number if a condition holds, else another; missing if the condition is."""
    return when(condition).then(then).otherwise(otherwise)
