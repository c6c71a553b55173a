"""What a scheme gives, worked out from its data as a person reads them; no function of the library is used.

Numbers are fractions, None is not known. The data are the fields of a scheme's frozen classes; what a form
or a choice is, is told by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from attrs import evolve, frozen

Number = Fraction | None
Record = Mapping[str, Any]
NOTHING = Fraction(0)


@frozen
class Part:
    """What a part comes to, and whether it counts at all."""

    points: Number
    there: bool | None = True


def total(scheme: Any, record: Record) -> Number:
    """The points of all of it; None where they are not known."""
    found = whole(scheme, record)
    return found.points if found.there else None


def points(scheme: Any, part: Any, record: Record) -> Number:
    """The points of one part; None where it is left out."""
    found = judged(scheme, part, record)
    return found.points if found.there else None


def ranks(scheme: Any, records: Sequence[Record]) -> list[int | None]:
    """The ranks of those who are ranked together; who has no points has none."""

    def key(record: Record) -> tuple[Any, ...] | None:
        own = total(scheme, record)
        tied = [points(scheme, find(scheme, id), record) for id in scheme.ties_by]
        return None if own is None else (own, *((one is not None, one or 0) for one in tied))

    keys = [key(record) for record in records]
    known = [one for one in keys if one is not None]
    above = {*known} if scheme.ties.value == "dense" else known
    return [None if one is None else 1 + sum(other > one for other in above) for one in keys]


def whole(scheme: Any, record: Record) -> Part:
    parts = in_order(scheme)
    limits = scheme.floor, scheme.cap
    return joined(scheme, "total", parts, record, "sum", limits=limits, weight=Fraction(scheme.total))


def in_order(holder: Any) -> list[Any]:
    named = {part.id: part for part in (*holder.items, *holder.sections)}
    first = [named[id] for id in holder.sequence if id in named]
    return first + [part for part in named.values() if part not in first]


def is_section(part: Any) -> bool:
    return hasattr(part, "sections")


def judged(scheme: Any, part: Any, record: Record) -> Part:
    if not is_section(part):
        return of_item(scheme, part, record)
    return joined(
        scheme, part.id, in_order(part), record, part.combine.value, limits=(part.floor, part.cap),
        weight=Fraction(part.weight), section=part,
    )  # fmt: skip


def role_of(part: Any) -> str:
    if not is_section(part):
        return str(part.role.value)
    roles = {role_of(inner) for inner in in_order(part)} or {"points"}
    return "points" if "points" in roles else roles.pop() if len(roles) == 1 else "bonus"


# --- sections ----------------------------------------------------------------------------


def joined(
    scheme: Any, id: str, parts: Sequence[Any], record: Record, combine: str, *,
    limits: tuple[Any, Any], weight: Fraction, section: Any = None,
) -> Part:  # fmt: skip
    """Parts put together, limited, scaled, multiplied, rounded, vetoed, in that order."""
    found = [(part, role_of(part), judged(scheme, part, record)) for part in parts]
    own = [one for one in found if one[1] == "points"]
    running = together(own, combine)
    if any(one.there is None for _, _, one in found):  # whose it is, is not known
        running = None
    if combine in ("sum", "per-matter") and any(can_be_absent(scheme, part) for part, _, _ in own):
        full = sum((Fraction(part.weight) for part, _, _ in own), NOTHING)
        counted = sum((Fraction(part.weight) for part, _, one in own if one.there), NOTHING)
        running = None if running is None or counted == 0 else running * full / counted
    order = [force.value for force in scheme.order]
    if {role for _, role, _ in found} and "points" not in {role for _, role, _ in found}:
        order = [force for force in order if force != "cap"] + ["cap"]
    for force in order:
        if force == "cap":
            running = limited(running, *limits)
        elif any(role == force for _, role, _ in found):
            running = plus(running, together([one for one in found if one[1] == force], combine))
    if any(one.there is None for _, _, one in found):
        running = None
    best_as = scheme.best_as if section is None else section.best_as
    if best_as is not None:
        best = number(record.get(f"{id}_best"))
        scale = Fraction(best_as) / best if best is not None and best > 0 else None
        running = None if running is None or scale is None else running * scale
    if section is not None:
        running = scaled(scheme, section, running, record, weight)
    running = rounded(scheme, "total" if id == "total" else "section", running)
    running = after_vetoes(scheme, id, running, record)
    absent = own and all(can_be_absent(scheme, part) for part, _, _ in own)
    there = any_of(one.there for _, _, one in own) if absent else True
    return Part(running, there if section is None else both(for_it(scheme, section, record), there))


def any_of(found: Iterable[bool | None]) -> bool | None:
    known = [*found]
    return True if True in known else None if None in known else False


def both(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True


def for_it(scheme: Any, part: Any, record: Record) -> bool | None:
    """Whether the part is for the class, and for the size of the task."""
    own: bool | None = True
    if part.only:
        own = None if record["class"] is None else record["class"] in part.only
    if not is_section(part) and part.sized is not None:
        task = target(part, part.indicators[0], record)
        own = both(own, task is None or holds(part.sized, task))
    return own


def times(scheme: Any, part: Any, record: Record) -> Number:
    """What the points are multiplied by."""
    if not part.factors:
        return Fraction(1)
    if not any(one.who for one in part.factors):
        task = target(part, part.indicators[0], record)
        return (
            Fraction(1) if task is None else Fraction(next(f.times for f in part.factors if holds(f, task)))
        )
    classes, known = [one.name for one in scheme.classes], {one.who: one.times for one in part.factors}
    if not classes or not set(known) <= {*classes, "其余"}:
        return number(record[f"{part.id}_factor"])
    own = record["class"]
    found = None if own is None else known.get(own, known.get("其余"))
    return number(found)


def rounded(scheme: Any, level: str, value: Number) -> Number:
    for one in scheme.rounding:
        if one.at.value == level:
            places = scheme.places if one.places is None else one.places
            if one.digits.value == "half-up":
                return half_up(value, places)
            if value is None:
                return None
            whole = (abs(value) * 10**places).__floor__()
            return Fraction(-whole if value < 0 else whole, 10**places)
    return value


def scaled(scheme: Any, section: Any, running: Number, record: Record, weight: Fraction) -> Number:
    if running is None:
        return None
    if section.out_of is not None:
        running = running * weight / Fraction(section.out_of)
    if section.coefficient is not None:
        many = record[f"{section.id}_number"]
        if many is None:
            return None
        factor = 1 + Fraction(section.coefficient) * (Fraction(many) - 1)
        if section.coefficient_cap is not None:
            factor = min(factor, Fraction(section.coefficient_cap))
        running *= factor
    by = times(scheme, section, record)
    if by is None:
        return None
    running *= by
    if section.verified:
        reported, verified = record[f"{section.id}_reported"], record[f"{section.id}_verified"]
        if reported is None or verified is None:
            return None
        if verified < reported:
            running = running * Fraction(verified) / Fraction(reported)
    return running


def together(found: Iterable[tuple[Any, str, Part]], combine: str) -> Number:
    """The sum, or the least or the most in size, of those that are there."""
    known = [(role, one.points) for _, role, one in found if one.there]
    if any(points is None for _, points in known):
        return None
    numbers = [points for _, points in known if points is not None]
    if combine in ("sum", "per-matter"):
        return sum(numbers, NOTHING)
    if not numbers:
        return NOTHING
    deduction = known[0][0] == "deduction"
    return min(numbers) if (combine == "least") != deduction else max(numbers)


def limited(value: Number, low: Any, high: Any) -> Number:
    if value is None:
        return None
    if low is not None:
        value = max(value, Fraction(low))
    return value if high is None else min(value, Fraction(high))


def plus(one: Number, other: Number) -> Number:
    return None if one is None or other is None else one + other


def half_up(value: Number, places: int) -> Number:
    if value is None:
        return None
    whole = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    return Fraction(-whole if value < 0 else whole, 10**places)


def can_be_absent(scheme: Any, part: Any) -> bool:
    """Whether some record may leave it out."""
    if is_section(part):
        own = [inner for inner in in_order(part) if role_of(inner) == "points"]
        return bool(part.only) or (bool(own) and all(can_be_absent(scheme, inner) for inner in own))
    if part.only or part.sized is not None:
        return True
    return (asks(part) and no_task(scheme, part) == "left-out") or no_figure(scheme, part) == "left-out"


# --- items -------------------------------------------------------------------------------


def no_task(scheme: Any, item: Any) -> str:
    return str((item.no_task or scheme.no_task).value)


def no_figure(scheme: Any, item: Any) -> str:
    return str((item.no_figure or scheme.no_figure).value)


def kind(item: Any) -> str:
    return type(item.form).__name__


def by_figure(item: Any) -> bool:
    """Whether its figures count by themselves, with or without a target."""
    return item.goes_by.value == "actual" and kind(item) not in ("AllOrNothing", "Proportional", "Step")


def asks(item: Any) -> bool:
    """Whether it is of indicators that need a target."""
    return bool(item.indicators) and not by_figure(item) and item.against is None


def by_others(item: Any) -> bool:
    return kind(item) in ("RankPoints", "Relative")


def target(item: Any, id: str, record: Record) -> Number:
    if item.against is not None:
        what = {"mean": ("sum", "many"), "median": ("middle", None), "best": ("best", None)}[
            item.against.value
        ]
        above, below = (number(record.get(f"{item.id}_{one}")) if one else Fraction(1) for one in what)
        if above is None or below is None or below == 0:
            return None
        return above / 2 if item.against.value == "median" else above / below
    given = record.get(f"{item.id}_set") if item.targets else None
    if given is not None:
        return Fraction(given)
    if item.target is not None:
        return Fraction(Fraction(item.target.value) * item.target.unit.factor / item.unit.factor)
    return number(record.get(f"{id}_target"))


def number(value: Any) -> Number:
    return None if value is None else Fraction(value)


def actual(item: Any, id: str, record: Record) -> Number:
    done = number(record[f"{id}_actual"])
    if not item.to_year_end or done is None:
        return done
    return None if record["month"] is None else done * 12 / Fraction(record["month"])


def has_target(item: Any, id: str, record: Record) -> bool:
    return (
        not item.indicators
        or by_figure(item)
        or item.against is not None
        or target(item, id, record) is not None
    )


def met(item: Any, id: str, record: Record) -> bool | None:
    done, asked = actual(item, id, record), target(item, id, record)
    if done is None or asked is None:
        return None
    if id in item.lower:
        done, asked = asked, done
    return done > asked if id in item.beyond else done >= asked


def value(item: Any, id: str, record: Record) -> Number | str:
    """What it is classed by: the rate in per cent, the figure, what is beyond the target; or the mark.

    Where less is better and nothing was done, it is better than every rate.
    """
    if not item.indicators:
        return number(record[f"{id}_mark"])
    done, asked, lower = actual(item, id, record), target(item, id, record), id in item.lower
    by = item.goes_by.value
    if by == "actual":
        return done
    if done is None or asked is None:
        return None
    if by == "excess":
        return asked - done if lower else done - asked
    if lower:
        return "best" if done <= 0 else asked / done * 100
    return None if asked == 0 else done / asked * 100


def mean_value(item: Any, record: Record) -> Number:
    """The mean of the values of those that have a task; what is better than every rate has no mean."""
    known = []
    for id in item.indicators:
        if has_target(item, id, record):
            done, asked = actual(item, id, record), target(item, id, record)
            one = value(item, id, record)
            if one == "best":
                one = None if not done or asked is None else asked / done * 100
            known.append(one)
    if not known or any(one is None for one in known):
        return None
    return sum((one for one in known if isinstance(one, Fraction)), NOTHING) / len(known)


def of_item(scheme: Any, item: Any, record: Record) -> Part:
    raw, by = raw_points(scheme, item, record), times(scheme, item, record)
    there: bool | None = True
    several = periods_of(item)
    asked = has_any_target(item, record)
    if no_figure(scheme, item) == "left-out":
        if several:
            given = any(counted(scheme, one, stem(one), record) for one in several)
        elif len(item.indicators) <= 1 or by_others(item):
            given = reported(item, item.indicators[0] if len(item.indicators) == 1 else item.id, record)
        else:
            given = any(counted(scheme, item, id, record) for id in item.indicators)
        there = asked is False or given
        if asked is False and no_task(scheme, item) == "left-out":
            there = False
    elif asks(item) and no_task(scheme, item) == "left-out":
        there = asked
    there = both(for_it(scheme, item, record), there)
    found = None if raw is None or by is None else raw * by
    if found is not None:
        if item.role.value == "deduction" and not signed(item):
            found = -found
        found = rounded(scheme, "item", found)
    return Part(after_vetoes(scheme, item.id, found, record), there)


def stem(item: Any) -> str:
    return str(item.indicators[0] if item.indicators else item.id)


def periods_of(item: Any) -> list[Any]:
    """The item of each period, as an item of its own."""
    if item.periods is None:
        return []
    many = {"month": 12, "quarter": 4, "half-year": 2}[item.periods.value]
    share = many if item.combine.value == "sum" else 1
    return [
        evolve(
            item, id=f"{item.id}-{n}", periods=None, combine="mean", weight=item.weight / share,
            indicators=[f"{id}-{n}" for id in item.indicators],
            lower=[f"{id}-{n}" for id in item.lower], beyond=[f"{id}-{n}" for id in item.beyond],
            targets=[],
        )
        for n in range(1, many + 1)
    ]  # fmt: skip


def has_any_target(item: Any, record: Record) -> bool | None:
    if not asks(item):
        return None
    return any(has_target(one, id, record) for one in periods_of(item) or [item] for id in one.indicators)


def signed(item: Any) -> bool:
    """Whether it adds and takes off about nothing, so that its points have their signs already."""
    return kind(item) == "Step" and Fraction(item.form.base) * Fraction(item.weight) == 0


def counted(scheme: Any, item: Any, id: str, record: Record) -> bool:
    """Whether one of several indicators counts."""
    if not has_target(item, id, record):
        return no_task(scheme, item) in ("full", "zero")
    return no_figure(scheme, item) != "left-out" or reported(item, id, record)


def reported(item: Any, id: str, record: Record) -> bool:
    """Whether there is what was done; of what is no task, whether there is all that points are made of."""
    if id in item.indicators:
        return record[f"{id}_actual"] is not None
    return FORMS[kind(item)](item, id, record) is not None


def raw_points(scheme: Any, item: Any, record: Record) -> Number:
    full = {"full": Fraction(item.weight), "zero": NOTHING}
    untasked = no_task(scheme, item)
    if untasked == "average" and has_any_target(item, record) is False:
        gained, scored = (number(record.get(f"{item.id}_{what}")) for what in ("gained", "scored"))
        return None if gained is None or not scored else gained / scored
    if item.periods is not None:
        return of_periods(scheme, item, record)
    if len(item.indicators) <= 1 or by_others(item):
        id = item.indicators[0] if len(item.indicators) == 1 else item.id
        if asks(item) and not any(has_target(item, one, record) for one in item.indicators):
            return full.get(untasked)
        return one_thing(scheme, item, id, record)
    found = [
        one_thing(scheme, item, id, record) if has_target(item, id, record) else full[untasked]
        for id in item.indicators
        if counted(scheme, item, id, record)
    ]
    if not found or any(points is None for points in found):
        return None
    known = [points for points in found if points is not None]
    return combined(item, known)


def combined(item: Any, known: list[Fraction]) -> Fraction:
    how = item.combine.value
    if how in ("least", "most"):
        return min(known) if how == "least" else max(known)
    if how == "last":
        return known[-1]
    return sum(known, NOTHING) / (len(known) if how == "mean" else 1)


def of_periods(scheme: Any, item: Any, record: Record) -> Number:
    each = periods_of(item)
    if item.combine.value == "last" and item.periods.value == "month":
        each = each[scheme.year_from - 1 :] + each[: scheme.year_from - 1]
    full = {"full": Fraction(each[0].weight), "zero": NOTHING}
    found = [
        one_thing(scheme, one, stem(one), record)
        if has_target(one, stem(one), record)
        else full[no_task(scheme, one)]
        for one in each
        if counted(scheme, one, stem(one), record)
    ]
    if item.combine.value == "last":
        return found[-1] if found else None
    if not found or any(points is None for points in found):
        return None
    return combined(item, [points for points in found if points is not None])


def one_thing(scheme: Any, item: Any, id: str, record: Record) -> Number:
    """The points of one indicator, or of the item's own number."""
    found = FORMS[kind(item)](item, id, record)
    absent = no_figure(scheme, item)
    if absent in ("zero", "full") and not reported(item, id, record):
        found = Fraction(item.weight) if absent == "full" else NOTHING
    return rounded(scheme, "task", found)


# --- forms -------------------------------------------------------------------------------


def all_or_nothing(item: Any, id: str, record: Record) -> Number:
    reached = met(item, id, record)
    return None if reached is None else Fraction(item.weight) if reached else NOTHING


def proportional(item: Any, id: str, record: Record) -> Number:
    form, weight, reached = item.form, Fraction(item.weight), met(item, id, record)
    if reached is None:
        return None
    done, asked = actual(item, id, record), target(item, id, record)
    assert done is not None
    assert asked is not None
    if asked == 0:  # no completion: whether it is reached is what counts
        return weight if reached else NOTHING
    if id in item.lower and done <= 0:  # better than every completion: the most that there is
        return None if form.uncapped else Fraction(form.cap) * weight
    earned = max((asked / done if id in item.lower else done / asked) * weight, NOTHING)
    return earned if form.uncapped else min(earned, Fraction(form.cap) * weight)


def step(item: Any, id: str, record: Record) -> Number:
    form, weight, reached = item.form, Fraction(item.weight), met(item, id, record)
    if reached is None:
        return None
    base = Fraction(form.base) * weight
    floor = Fraction(form.floor) if form.floor is not None else NOTHING if base > 0 else None
    done, asked = actual(item, id, record), target(item, id, record)
    assert done is not None
    assert asked is not None
    beyond = asked - done if id in item.lower else done - asked
    side = form.over if reached else form.under
    if side is None or (side.of.value == "target" and asked == 0):  # no shares of nothing
        return max(base, floor or base) if reached else floor or NOTHING
    size = asked * Fraction(side.size.value) / 100
    if side.of.value == "amount":
        points_of_cent = side.size.unit.text == "个百分点"
        factor = Fraction(1) if points_of_cent else side.size.unit.factor / item.unit.factor
        size = Fraction(side.size.value) * factor
    distance = max(beyond if reached else -beyond, NOTHING)
    if size == 0:
        return None
    many = distance / size
    if side.part.value != "share":
        many = Fraction(many.__floor__() if side.part.value == "none" else many.__ceil__())
    moved = many * Fraction(side.points)
    limits = [
        one
        for one in (side.cap, None if side.cap_share is None else side.cap_share * item.weight)
        if one is not None
    ]
    if limits:
        most = Fraction(min(limits))
        moved = min(moved, most) if side.points >= 0 else max(moved, -most)
    found = base + moved if reached else base - moved
    return found if floor is None else max(found, floor)


def piecewise(item: Any, id: str, record: Record) -> Number:
    at, corners = value(item, id, record), [(Fraction(c.at), Fraction(c.points)) for c in item.form.corners]
    if at is None:
        return None
    if at == "best":
        return corners[-1][1]
    assert isinstance(at, Fraction)
    if item.form.ends.value == "level":
        at = min(max(at, corners[0][0]), corners[-1][0])
    if item.form.ends.value == "level" and at == corners[-1][0]:
        return corners[-1][1]
    lines = [n for n in range(len(corners) - 1) if corners[n][0] < corners[n + 1][0]]
    below = [n for n in lines if corners[n][0] <= at]
    if item.form.ends.value == "level" and not below:  # before a jump at the first corner
        return corners[0][1]
    low = max(below) if below else lines[0]
    (left, start), (right, end) = corners[low], corners[low + 1]
    return start + (at - left) * (end - start) / (right - left)


def banded(item: Any, id: str, record: Record) -> Number:
    if len(item.form.bands) == 1:
        return Fraction(item.form.bands[0].points)
    at = value(item, id, record)
    if at is None:
        return None
    found = [band for band in item.form.bands if holds(band, at)]
    assert len(found) == 1
    return Fraction(found[0].points)


def holds(band: Any, at: Any) -> bool:
    if at == "best":
        return band.high is None
    over = band.low is None or at > band.low or (at == band.low and band.low_closed)
    return over and (band.high is None or at < band.high or (at == band.high and band.high_closed))


def given(item: Any, id: str, record: Record) -> Number:
    mark = number(record[f"{id}_mark"])
    if mark is None or item.form.out_of is None:
        return mark
    return mark * Fraction(item.weight) / Fraction(item.form.out_of)


def rank_points(item: Any, id: str, record: Record) -> Number:
    form, weight = item.form, Fraction(item.weight)
    place, tied, of = (number(record.get(f"{item.id}_{what}")) for what in ("rank", "tied", "of"))
    table = form.table
    if form.ties.value == "void" and tied is not None and tied > 1:  # whatever place they share
        return limited(NOTHING, form.floor, form.cap)
    if form.ties.value == "cancel":
        ties = number(record.get(f"{item.id}_ties"))
        if ties is None:
            return None
        if ties > 1:
            return limited(NOTHING, form.floor, form.cap)
    if form.few is not None:
        if of is None:
            return None
        table = form.few if of <= form.few.up_to else table
    if of is None and (table.top or table.last is not None):
        return None
    if place is None or (form.ties.value in ("average", "void") and tied is None):
        return None
    shares = weight if table.share else Fraction(1)

    def of_place(at: int) -> Fraction:
        if table.top:
            assert of is not None
            within = [one for one in table.top if at <= Fraction(one.share) * of] or [table.top[-1]]
            return Fraction(within[0].points) * shares
        first = [Fraction(points) for points in table.first]
        beyond = max(at - len(first), 0)
        if table.last is not None and beyond:
            assert of is not None
            step = (Fraction(table.last) - first[-1]) / max(of - len(first), Fraction(1))
            return (first[-1] + beyond * step) * shares
        return (first[min(at, len(first)) - 1] + beyond * Fraction(table.step)) * shares

    at, many = int(place), int(tied or 1)
    earned = of_place(at)
    if form.ties.value == "average":
        earned = sum((of_place(at + n) for n in range(many)), NOTHING) / many
    return limited(earned + Fraction(form.base) * weight, form.floor, form.cap)


def relative(item: Any, id: str, record: Record) -> Number:
    form, weight = item.form, Fraction(item.weight)
    at = value(item, item.indicators[0] if item.indicators else item.id, record)
    best, worst = (number(record.get(f"{item.id}_{what}")) for what in ("best", "worst"))
    from_worst = form.start.value == "worst"
    if not isinstance(at, Fraction) or best is None or (from_worst and worst is None):
        return None
    turned = bool(item.lower) and item.goes_by.value == "actual"
    low = Fraction(form.base) * weight
    if (at < best if turned else at > best) or (
        from_worst and worst is not None and (at > worst if turned else at < worst)
    ):
        return None
    if from_worst:
        assert worst is not None
        return weight if best == worst else low + (at - worst) / (best - worst) * (weight - low)
    if turned:
        return weight if at == best else low if best <= 0 else low + best / at * (weight - low)
    return low if best <= 0 else low + max(at / best * (weight - low), NOTHING)


def survey(item: Any, id: str, record: Record) -> Number:
    if item.form.levels:
        asked = number(record[f"{id}_asked"])
        many = [number(record[f"{id}_votes{n}"]) for n, _ in enumerate(item.form.levels, 1)]
        if asked is None or asked < item.form.sample or any(one is None for one in many):
            return None
        votes = [one for one in many if one is not None]
        shares = [Fraction(one.share) for one in item.form.levels]
        earned = sum((n * share for n, share in zip(votes, shares, strict=True)), NOTHING)
        return None if sum(votes) > asked else earned * Fraction(item.weight) / asked
    pleased, basically, asked = (
        number(record[f"{id}_{what}"]) for what in ("satisfied", "basically", "asked")
    )
    if pleased is None or basically is None or asked is None:
        return None
    if pleased + basically > asked or asked < item.form.sample:
        return None
    return (pleased + basically * Fraction(item.form.basically)) * Fraction(item.weight) / asked


def vote(item: Any, id: str, record: Record) -> Number:
    form = item.form
    whole_is = "members" if form.of.value == "members" else "asked"
    pleased, basically, whole = (
        number(record[f"{id}_{what}"]) for what in ("satisfied", "basically", whole_is)
    )
    if pleased is None or basically is None or whole is None or whole <= 0 or pleased + basically > whole:
        return None

    def half(votes: Fraction, rule: Any) -> bool:
        return votes * 2 > whole or (votes * 2 == whole and rule.value == "reached")

    if half(pleased, form.half):
        return Fraction(item.weight)
    return (
        Fraction(form.basically) * Fraction(item.weight)
        if half(pleased + basically, form.half_basically)
        else NOTHING
    )


def per_event(item: Any, id: str, record: Record) -> Number:
    form, weight = item.form, Fraction(item.weight)
    needed = [record[f"{id}_count"]]
    runs = [record[f"{id}_run{row.times}"] for row in form.running]
    further = [record[f"{id}_further{row.times}"] if row.further else 0 for row in form.running]
    if any(one is None for one in (*needed, *runs, *further)):
        return None
    counted = Fraction(needed[0]) * Fraction(form.each)
    for at, row in enumerate(form.running):
        many = runs[at] - (runs[at + 1] if form.highest and at + 1 < len(runs) else 0)
        counted += many * Fraction(row.points) + further[at] * Fraction(row.further)
    limit = weight if form.cap is None and weight > 0 else None if form.cap is None else Fraction(form.cap)
    counted = counted if limit is None else min(counted, limit)
    return weight - counted if form.start.value == "full" else counted


def levels(item: Any, id: str, record: Record) -> Number:
    share = next((one.share for one in item.form.levels if one.name == record[f"{id}_level"]), None)
    return None if share is None else Fraction(share) * Fraction(item.weight)


def watched(item: Any, id: str, record: Record) -> Number:
    return NOTHING


FORMS = {
    "AllOrNothing": all_or_nothing, "Proportional": proportional, "Step": step, "Piecewise": piecewise,
    "Banded": banded, "Given": given, "RankPoints": rank_points, "Relative": relative, "Survey": survey,
    "Vote": vote, "Levels": levels, "PerEvent": per_event, "Watched": watched,
}  # fmt: skip


# --- vetoes and grades -------------------------------------------------------------------


def after_vetoes(scheme: Any, scope: str, points: Number, record: Record) -> Number:
    found = [(veto, condition(scheme, veto, record)) for veto in scheme.vetoes if veto.scope == scope]
    for multiplies, group in groupby(found, key=lambda one: one[0].times is not None):
        if not multiplies:
            points = after_limits(dict(group), points)
            continue
        for veto, brought in group:
            by = None if brought is None else Fraction(veto.times) if brought else Fraction(1)
            points = None if points is None or by is None else points * by
    return points


def after_limits(brought: Mapping[Any, bool | None], points: Number) -> Number:
    """The lowest limit that is triggered, unless a lower one may be: then nothing is known."""
    hit = [Fraction(veto.to) for veto, one in brought.items() if one]
    if any(one is None and (not hit or veto.to < min(hit)) for veto, one in brought.items()):
        return None
    return min([*hit, *([] if points is None else [points])]) if hit else points


def condition(scheme: Any, veto: Any, record: Record) -> bool | None:
    if veto.event:
        many = record[f"{veto.id}_count"]
        return None if many is None else bool(many >= veto.count)
    item = find(scheme, veto.item)
    return both(for_it(scheme, item, record), missed_by(veto, item, record))


def missed_by(veto: Any, item: Any, record: Record) -> bool | None:
    asked = any(has_target(item, id, record) for id in item.indicators) if asks(item) else None
    if veto.below is not None:
        if len(item.indicators) <= 1:
            at = value(item, item.indicators[0] if item.indicators else item.id, record)
            missed = None if at is None else isinstance(at, Fraction) and at < veto.below
        else:
            mean = mean_value(item, record)
            missed = None if mean is None else mean < veto.below
        return missed if asked is None else asked and missed
    unknown = False
    for id in item.indicators:
        reached = met(item, id, record)
        if not has_target(item, id, record) or reached:
            continue
        if reached is False:
            return True
        unknown = True
    return None if unknown else False


def find(holder: Any, id: str) -> Any:
    for part in in_order(holder):
        if part.id == id:
            return part
        inner = find(part, id) if is_section(part) else None
        if inner is not None:
            return inner
    return None


def grade(scheme: Any, points: Fraction, record: Record) -> str | None:
    """The grade of a total, or a worse one that a veto forces; None where it is not known."""
    ordered = sorted(
        scheme.grades, key=lambda band: (band.low is not None, band.low or Decimal(0), not band.low_closed)
    )
    at = next((n for n, band in enumerate(ordered) if holds(band, points)), None)
    assert at is not None
    names = [band.name for band in ordered]
    moves = [(veto.steps, condition(scheme, veto, record)) for veto in scheme.vetoes if veto.steps]
    by = None if any(one is None for _, one in moves) else sum(steps for steps, one in moves if one)

    def raised(top: int) -> str | None:
        """Raised by events, to no more than one grade."""
        for place in range(len(names) - 1, -1, -1):
            brought = [
                condition(scheme, veto, record)
                for veto in scheme.vetoes
                if veto.raises and veto.grade == names[place]
            ]
            if place and True in brought:
                return None if by is None else names[min(max(at + by, place), top)]
            if place and None in brought:
                return None
        return None if by is None else names[min(max(at + by, 0), top)]

    for place, name in enumerate(names):
        brought = [
            condition(scheme, veto, record)
            for veto in scheme.vetoes
            if veto.grade == name and not veto.raises
        ]
        if True in brought:
            return raised(place)
        if None in brought:
            return None
    return raised(len(names) - 1)
