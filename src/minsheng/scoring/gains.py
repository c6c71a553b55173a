"""What the next step would give: how much more must be done, and what it does to the item and the total."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.evaluate import Worth, rounded
from minsheng.domain.expression.forms import Way
from minsheng.scoring.choices import Combine, Role
from minsheng.scoring.inputs import MONTH, Input, Inputs
from minsheng.scoring.meanings import Known
from minsheng.scoring.parts import Part
from minsheng.scoring.prepared import OWN, ReadyItem, ReadySection, Task, of_role
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.values import Values, holds, said, worth


@attrs.frozen(eq=False)
class Next:
    """The nearest figure that earns more.

    Args:
        item: the item it is of.
        stem: the indicator.
        need: how much more, or less, in words.
        column: the column of the figure.
        figure: the figure.
        then: the item's points with it, or the indicator's.
        share: what it adds to the item's own points, where it is one of several indicators'.
    """

    item: ReadyItem
    stem: str
    need: str
    column: str
    figure: Fraction
    then: Fraction
    share: Fraction | None = None


@attrs.define(eq=False)
class Found:
    """What is found while a record is judged.

    Args:
        values: the record.
        explain: whether workings and next steps are asked for.
        inners: the values of each section: the record, and its parts' points by their ids.
        points: the points of each section.
        nexts: the next steps.
    """

    values: Known
    explain: bool
    inners: dict[str, Known] = attrs.field(factory=dict)
    points: dict[str, Fraction | None] = attrs.field(factory=dict)
    nexts: list[Next] = attrs.field(factory=list)

    def next(self, part: ReadyItem, now: Fraction, task: Task | None = None, *, divided: int = 0) -> None:
        """Looks for the next step of an item, or of one of so many indicators that it is the mean of."""
        expression = part.points if task is None else task.points
        if task is None:
            task = part.tasks[0]
            if part.several and part.item.combine is Combine.LEAST:  # the one that holds the others back
                asked = [one for one in part.tasks if holds(one.counts, self.values)]
                raw = worth(part.raw, self.values)
                held = [one for one in asked if worth(one.points, self.values) == raw]
                if len(held) != 1:
                    return
                [task] = held
        if task.inputs.task:
            found = _next(part, task, expression, now, self.values)
            if found is not None and divided:
                found = attrs.evolve(found, share=(found.then - now) / divided)
            if found is not None:
                self.nexts.append(found)


def _next(part: ReadyItem, task: Task, points: Expression, now: Fraction, values: Known) -> Next | None:
    inputs = task.inputs
    name = f"{inputs.stem}_{Input.ACTUAL.value}"
    actual = values.get(name)
    if not isinstance(actual, Fraction):
        return None
    target = worth(inputs.target, values)
    fineness = max(_places(actual), _places(target) if isinstance(target, Fraction) else 0)
    unit, way = Fraction(1, 10**fineness), -1 if inputs.lower else 1
    of_year = (worth(MONTH, values) or 12) / Fraction(12) if inputs.to_year_end else None
    for goal in task.goals(values):
        at = rounded(
            goal if of_year is None else goal * of_year, Way.FLOOR if inputs.lower else Way.CEIL, fineness
        )
        for figure in (at, at + way * unit):
            if figure >= actual if inputs.lower else figure <= actual:
                continue
            then = worth(points, values.but(**{name: figure}))  # the same points, of another figure
            if then is not None and then > now:
                need = _need(inputs, abs(figure - actual), values)
                return Next(part, inputs.stem, need, name, figure, then)
    return None


def _need(inputs: Inputs, more: Fraction, values: Values) -> str:
    text = f"{'再减少' if inputs.lower else '再完成'} {inputs.with_unit(more, values)}"
    return text if inputs.unit_text(values) else f"{text} "


def _places(figure: Fraction) -> int:
    """How many decimal places a figure has, six at most."""
    return next((places for places in range(6) if 10**places % figure.denominator == 0), 6)


@attrs.frozen(eq=False)
class Gains:
    """What next steps do to items and to the total: everything that depends on the figure is judged anew.

    Places among the others stay as they are.

    Args:
        scheme: the scheme.
        root: the whole, made ready.
        grade: what says the grade of a record with so many points.
        found: what was found while the record was judged.
        total: its points.
    """

    scheme: Scheme
    root: ReadySection
    grade: Callable[[Values, Fraction], str]
    found: Found
    total: Fraction
    #: by section and role, what its parts add up to; None where the points of one are not known
    sums: dict[str, dict[Role, Fraction] | None] = attrs.field(factory=dict)

    def texts(self) -> dict[tuple[str, str], str]:
        """What each next step gives, in words, by item and indicator; nothing for one that gives nothing."""
        found = {}
        for step in self.found.nexts:
            text = self._text(step)
            if text:
                found[step.item.item.id, step.stem] = text
        return found

    def _text(self, step: Next) -> str:
        values = self.found.values.but(**{step.column: step.figure})
        changed = self._points(self.root, step, values)
        own, total = changed.get(step.item.item.id), changed["total"]
        before = worth(step.item.points, self.found.values)
        if own is None or total is None or before is None:
            return ""
        gain, more = own - before, total - self.total
        if not gain and not more:
            return ""
        text = f"{step.need}可多得 {said(more)} 分"
        if not more or abs(gain - more) >= Fraction(1, 10**self.scheme.places):  # more than rounding
            change = f"{'多' if more > 0 else '少'} {said(abs(more))} 分" if more else "不变"
            text = f"{step.need}，本项多得 {said(gain)} 分，总分{change}"
        grades = self.scheme.grades
        if not grades or any(band.limited for band in grades):  # a limited one depends on the others
            return text
        now, then = self.grade(self.found.values, self.total), self.grade(values, total)
        return f"{text}，等次由{now}变为{then}" if now and then and now != then else text

    def _points(self, part: ReadySection, step: Next, values: Known) -> dict[str, Fraction | None]:
        """The points of a section, and of what in it depends on the figure, with the new figure."""
        id, before = part.section.id, self.found.inners[part.section.id]
        found: dict[str, Fraction | None] = {}
        for one in part.parts:
            if step.column in one.needs:
                if isinstance(one, ReadySection):
                    found |= self._points(one, step, values)
                else:
                    found[one.item.id] = self._item(one, step, values)
        own = {name: found[name] for name in found if name in part.roles}
        more = {name: _difference(new, before[name]) for name, new in own.items()}
        known = None if part.tail is None or None in more.values() else self._sums(part)
        if part.tail is None or known is None:
            again = before.but(**{step.column: step.figure}, **own)
            found[id] = worth(part.stages[-1].points, again)
        elif part.plain:
            found[id] = sum(filter(None, more.values()), sum(known.values(), Fraction(0)))
        else:
            sums = dict(known)
            for name, change in more.items():
                sums[part.roles[name]] += change or 0
            found[id] = worth(part.tail, values.but(**{of_role(role): many for role, many in sums.items()}))
        return found

    def _item(self, one: ReadyItem, step: Next, values: Known) -> Fraction | None:
        if one is not step.item:
            return worth(one.points, values)
        if step.share is None:
            return step.then
        raw = worth(one.raw, self.found.values)
        return None if raw is None else worth(one.finish, values.but(**{OWN: raw + step.share}))

    def _sums(self, part: ReadySection) -> dict[Role, Fraction] | None:
        """What the parts of a section add up to, by role; None where the points of one are not known."""
        id = part.section.id
        if id not in self.sums:
            self.sums[id] = sums = dict.fromkeys(part.roles.values(), Fraction(0))
            for name, role in part.roles.items():
                points = self.found.inners[id][name]
                if not isinstance(points, Fraction):
                    self.sums[id] = None
                    break
                sums[role] += points
        return self.sums[id]


def _difference(new: Fraction | None, old: Worth) -> Fraction | None:
    return new - old if new is not None and isinstance(old, Fraction) else None


def with_gains(part: Part, texts: dict[tuple[str, str], str], item: str = "") -> Part:
    """A tree of points with what next steps would give."""
    parts = tuple(with_gains(one, texts, part.id) for one in part.parts)
    gain = texts.get((item, part.id), "")
    if not part.parts:  # an item of one indicator, or of the least of several
        gain = gain or next((text for (of, _), text in texts.items() if of == part.id), "")
    return attrs.evolve(part, parts=parts, gain=gain) if gain or parts else part
