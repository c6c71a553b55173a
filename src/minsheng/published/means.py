"""Checks the line of a mean: of figures, and of rates where it prints the mean of those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.written import cut
from minsheng.published.figures import SUMMED, Figure, figure_of, read_percent
from minsheng.published.levels import is_mean
from minsheng.published.printed import Agreement, Check, Printed, Subject, groups

#: with more lines the sum is not written out
_WRITTEN_OUT = 6


def check_means(lines: Sequence[Printed], partial: str) -> Iterator[Check]:
    """Check every figure in the lines of means, in one table.

    Args:
        lines: the lines of one table.
        partial: why it may not show all areas, if it may not.
    """
    for line, parts in _means(lines):
        for column, label in SUMMED:
            mean, own = figure_of(line, column), [figure_of(part, column) for part in parts]
            there = [figure for figure in own if isinstance(figure, Figure)]
            if isinstance(mean, str) or len(there) < len(own) or not all(map(mean.comparable, there)):
                continue
            total = sum((figure.value for figure in there), Fraction(0))
            exact = total / len(there)
            last = mean.step or Fraction(1)
            spread = sum((figure.step for figure in there), Fraction(0)) / 2 / len(there)
            gap, why = abs(exact - mean.value), ""
            agreement = Agreement.DOES_NOT_FOLLOW
            if gap <= last / 2:
                agreement = Agreement.AGREES
            elif gap < last / 2 + spread:
                agreement = Agreement.WITHIN_DIGITS
            elif 0 < exact - mean.value < last:
                agreement = Agreement.TRUNCATED
            elif total == mean.value:
                agreement, why = Agreement.OTHER_BASIS, "是各地之和，不是平均"
            elif partial:
                agreement, why = Agreement.NOT_CHECKABLE, partial
            working = f"{label} {_sum([f.text for f in there])} ÷ {len(there)} = {mean.in_own_unit(exact)}"
            why = why or ("" if agreement is Agreement.AGREES else f"所印 {mean.text}")
            yield Check(line, Subject.TOTAL, getattr(line, column), agreement, working, why)


def mean_rates(lines: Sequence[Printed], rates: Sequence[Check]) -> Iterator[Check]:
    """The rates in lines of means that do not follow from their figures, but are the mean of the rates."""
    wrong = {id(check.line): check for check in rates if check.agreement is Agreement.DOES_NOT_FOLLOW}
    for line, parts in _means(lines):
        percent, own = read_percent(line.rate), [read_percent(part.rate) for part in parts]
        there = [one for one in own if one is not None]
        if percent is None or len(there) < len(own) or id(line) not in wrong:
            continue
        exact = sum((one.value for one in there), Fraction(0)) / len(there)
        if rounded(exact, Way.HALF_UP, percent.places) == percent.value:
            working = f"{_sum([str(one) for one in there])} ÷ {len(there)} = {cut(exact)} %"
            why = "按各地完成率的平均计"
            yield attrs.evolve(wrong[id(line)], agreement=Agreement.OTHER_BASIS, working=working, why=why)


def _means(lines: Sequence[Printed]) -> Iterator[tuple[Printed, list[Printed]]]:
    """Each line of a mean, and the lines that it is of."""
    for own in groups(lines):
        parts = [line for line in own if line.is_part]
        yield from ((line, parts) for line in own if is_mean(line) and len(parts) > 1)


def _sum(texts: Sequence[str]) -> str:
    shown = [*texts[:_WRITTEN_OUT], "…"] if len(texts) > _WRITTEN_OUT else texts
    return f"({' + '.join(shown)})"
