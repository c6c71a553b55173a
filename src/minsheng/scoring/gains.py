"""What the next step would give: how much more must be done, and the points it earns."""

from __future__ import annotations

from fractions import Fraction

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.scoring.inputs import MONTH, Goals, Input, Inputs, said, worth
from minsheng.scoring.meanings import Known


def gain_of(
    inputs: Inputs, goals: Goals, points: Expression, now: Fraction, values: Known, *, divided: int = 1
) -> str:
    """The nearest figure that earns more, in words; empty where there is none.

    Args:
        inputs: the indicator.
        goals: the figures to be tried.
        points: its points, or those of the item that it is all of.
        now: what they are worth on the record.
        values: the record.
        divided: by what its points are divided in the item.
    """
    name = f"{inputs.stem}_{Input.ACTUAL.value}"
    actual = values.get(name)
    if not isinstance(actual, Fraction):
        return ""
    target = values.get(f"{inputs.stem}_{Input.TARGET.value}")
    fineness = max(_places(actual), _places(target) if isinstance(target, Fraction) else 0)
    unit, way = Fraction(1, 10**fineness), -1 if inputs.lower else 1
    of_year = (worth(MONTH, values) or 12) / Fraction(12) if inputs.to_year_end else None
    for goal in goals(values):
        at = rounded(
            goal if of_year is None else goal * of_year, Way.FLOOR if inputs.lower else Way.CEIL, fineness
        )
        for figure in (at, at + way * unit):
            if figure >= actual if inputs.lower else figure <= actual:
                continue
            then = worth(points, values.but(**{name: figure}))  # the same points, of another figure
            if then is not None and then > now:
                need = inputs.with_unit(abs(figure - actual), values)
                verb = "再减少" if inputs.lower else "再完成"
                return f"{verb} {need}可多得 {said((then - now) / divided)} 分"
    return ""


def _places(figure: Fraction) -> int:
    """How many decimal places a figure has, six at most."""
    return next((places for places in range(6) if 10**places % figure.denominator == 0), 6)
