"""What the next step would give: how much more it takes, and what it adds to the item and the total."""

from __future__ import annotations

from fractions import Fraction

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.evaluate import whole_units
from minsheng.domain.expression.forms import Way
from minsheng.rules.criteria.records.worths import Known
from minsheng.rules.scoring.formulas.item_formulas import TaskFormulas
from minsheng.rules.scoring.terms.columns import MONTH
from minsheng.rules.scoring.terms.worth import said, worth

#: one unit in the last place, by decimal places
_UNITS = tuple(10**places for places in range(6))


def next_step(task: TaskFormulas, points: Expression, values: Known) -> tuple[str, Known] | None:
    """The nearest figure that earns more: how far away it is, in words, and the record with it.

    Args:
        task: the task whose figure changes.
        points: the points that should rise.
        values: the record.
    """
    inputs, now = task.inputs, worth(points, values)
    actual = values.get(inputs.done)
    if not inputs.task or not isinstance(actual, Fraction) or now is None:
        return None
    target = worth(inputs.target, values)
    # a mean of all as the target may have no end of places: the figure has those that figures have
    fineness = max(_places(actual), 0 if target is None else min(_places(target), inputs.places))
    unit = 10**fineness
    way, round_to = (-1, Way.FLOOR) if inputs.lower else (1, Way.CEIL)
    above, below = actual.as_integer_ratio()
    of_year = (worth(MONTH, values) or 12) / Fraction(12) if inputs.to_year_end else None
    for goal in task.goals(values):
        at = whole_units(goal * of_year if of_year else goal, round_to, fineness)
        for whole in (at, at + way):
            if (whole * below - above * unit) * way <= 0:  # already reached
                continue
            figure = Fraction(whole, unit)
            changed = values.but(**{inputs.done: figure})
            then = worth(points, changed)
            if then is not None and then > now:
                more = inputs.with_unit(abs(figure - actual), values)
                need = f"{'再减少' if inputs.lower else '再完成'} {more}"
                return need if inputs.unit_text(values) else f"{need} ", changed
    return None


def _places(figure: Fraction) -> int:
    """How many decimal places a figure has, six at most."""
    below = figure.denominator
    return next((places for places, unit in enumerate(_UNITS) if unit % below == 0), len(_UNITS))


def gain(need: str, more: Fraction | None, total: Fraction | None, places: int) -> str:
    """What a step gives, in words; empty if it gives nothing or that is unknown.

    Args:
        need: how much more must be done.
        more: what it adds to the item's points.
        total: what it adds to the total, possibly less.
        places: the decimal places of points.
    """
    if more is None or total is None or (not more and not total):
        return ""
    if total and abs(more - total) < Fraction(1, 10**places):  # no more than rounding
        return f"{need}可多得 {said(total)} 分"
    change = f"{'多' if total > 0 else '少'} {said(abs(total))} 分" if total else "不变"
    return f"{need}，本项多得 {said(more)} 分，总分{change}"
