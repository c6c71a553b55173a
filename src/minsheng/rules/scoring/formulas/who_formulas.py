"""Who has a part, and by what its points are multiplied, as expressions."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import and_

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.choosing import when
from minsheng.rules.scoring.regulation.items import Item, Section
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.regulation.who import REST, Factor, in_size
from minsheng.rules.scoring.terms.columns import CLASS, Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import where

_ONE = Decimal(1)


def class_column(scheme: Scheme) -> Expression:
    """The class of a subject."""
    return column(CLASS, kind="text", choices=[one.name for one in scheme.classes])


def applies(scheme: Scheme, part: Item | Section, size: Expression | None) -> Expression | None:
    """Whether a subject has a part; None if everybody has it.

    Args:
        scheme: the scheme.
        part: the part.
        size: its task, in the unit of its figures; None if it has none.
    """
    asked = [class_column(scheme).is_in(part.only)] if part.only else []
    if isinstance(part, Item) and part.sized is not None and size is not None:
        asked.append(size.is_missing() | in_size(part.sized, size))  # without a task, as the scheme says
    return reduce(and_, asked) if asked else None


def named(factors: tuple[Factor, ...]) -> bool:
    """Whether coefficients are for somebody, not for a size of the task."""
    return any(one.who for one in factors)


def by_class(scheme: Scheme, factors: tuple[Factor, ...]) -> bool:
    """Whether coefficients are for classes alone."""
    classes = [one.name for one in scheme.classes]
    return bool(classes) and all(one.who in classes or one.who == REST for one in factors)


def factor(scheme: Scheme, part: Item | Section, size: Expression | None) -> Expression | None:
    """By what the points of a part are multiplied; None if by nothing."""
    if not part.factors:
        return None
    if not named(part.factors):
        assert size is not None  # noqa: S101  # checked when the scheme was
        ordered = sorted(part.factors, key=Factor.start)
        found: Expression | Decimal = ordered[0].times
        for one in ordered[1:]:
            found = where(in_size(one, size), one.times, found)
        return where(size.is_missing(), _ONE, found)
    if not by_class(scheme, part.factors):
        return Inputs(part.id).column(Input.FACTOR)
    own, known = class_column(scheme), {one.who: one.times for one in part.factors}
    result: Expression | None = None
    for named_class in reversed(scheme.classes):
        times = known.get(named_class.name, known.get(REST))
        if times is not None:  # of a class without one, there is none
            result = when(own == named_class.name).then(times).otherwise(result)
    assert result is not None  # noqa: S101  # there are classes
    return result
