"""Points by levels that people say in words: 好、较好、一般、差."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.numerals import times_exactly
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.bands import NamedLevel, level_faults
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import Goals, Values, Written, constant, meant, no_goals, said, where


@built
@attrs.frozen
class Levels(Form):
    """Points by the level that was said of a subject.

    Args:
        levels: from the best to the worst, each with its share of the full points.

    >>> form = Levels((NamedLevel("好", 1), NamedLevel("较好", "0.8"), NamedLevel("差", 0)))
    >>> print(form.points(Decimal(10), Inputs("service")))
    如果 service_level = “好” 则10，否则如果 service_level = “较好” 则8，否则0
    """

    levels: tuple[NamedLevel, ...]

    def _said(self, inputs: Inputs) -> Expression:
        """The column with the word."""
        names = [one.name for one in self.levels]
        return column(f"{inputs.stem}_{Input.LEVEL.value}", kind="text", choices=names)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        told, result = self._said(inputs), constant(times_exactly(self.levels[-1].share, weight))
        for one in reversed(self.levels[:-1]):
            result = where(told == one.name, times_exactly(one.share, weight), result)
        return result

    def bounds(self, weight: Decimal) -> tuple[Decimal, Decimal]:
        every = [times_exactly(one.share, weight) for one in self.levels]
        return min(every), max(every)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        yield from level_faults(self.levels)

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        told, shares = self._said(inputs), {one.name: one.share for one in self.levels}

        def write(values: Values, earned: Fraction | None) -> str:
            name = meant(told, values)
            if name not in shares:
                return "没有评价"
            share = said(Fraction(shares[str(name)]) * 100)
            return f"评为“{name}”，{said(weight)} × {share}% = {said(earned)} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals
