"""What a scheme gives, worked out from its data as a person reads them; no function of the library is used.

Numbers are fractions, None is not known. The data are the fields of a scheme's frozen classes; what a form
or a choice is, is told by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import frozen

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
    if combine == "sum" and any(can_be_absent(scheme, part) for part, _, _ in own):
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
    if section is not None:
        running = scaled(section, running, record, weight)
    level = "total" if id == "total" else "section"
    if level in [one.value for one in scheme.rounding]:
        running = half_up(running, scheme.places)
    running = after_vetoes(scheme, id, running, record)
    absent = own and all(can_be_absent(scheme, part) for part, _, _ in own)
    return Part(running, any(one.there for _, _, one in own) if absent else True)


def scaled(section: Any, running: Number, record: Record, weight: Fraction) -> Number:
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
    if combine == "sum":
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
        return bool(own) and all(can_be_absent(scheme, inner) for inner in own)
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
    return bool(item.indicators) and not by_figure(item)


def by_others(item: Any) -> bool:
    return kind(item) in ("RankPoints", "Relative")


def target(item: Any, id: str, record: Record) -> Number:
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
    return by_figure(item) or target(item, id, record) is not None


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
    raw = raw_points(scheme, item, record)
    there: bool | None = True
    asked = any(has_target(item, id, record) for id in item.indicators) if asks(item) else None
    if no_figure(scheme, item) == "left-out":
        given = any(counted(scheme, item, id, record) for id in item.indicators)
        if len(item.indicators) <= 1 or by_others(item):
            given = reported(item, item.indicators[0] if len(item.indicators) == 1 else item.id, record)
        there = asked is False or given
        if asked is False and no_task(scheme, item) == "left-out":
            there = False
    elif asks(item) and no_task(scheme, item) == "left-out":
        there = asked
    found = raw
    if found is not None:
        if item.role.value == "deduction" and not signed(item):
            found = -found
        if "item" in [one.value for one in scheme.rounding]:
            found = half_up(found, scheme.places)
    return Part(after_vetoes(scheme, item.id, found, record), there)


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
    return min(known) if item.combine.value == "least" else sum(known, NOTHING) / len(known)


def one_thing(scheme: Any, item: Any, id: str, record: Record) -> Number:
    """The points of one indicator, or of the item's own number."""
    found = FORMS[kind(item)](item, id, record)
    absent = no_figure(scheme, item)
    if absent in ("zero", "full") and not reported(item, id, record):
        found = Fraction(item.weight) if absent == "full" else NOTHING
    return half_up(found, scheme.places) if "task" in [one.value for one in scheme.rounding] else found


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
    low = max((n for n in range(len(corners) - 1) if corners[n][0] <= at), default=0)
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
    if form.few is not None:
        if of is None:
            return None
        table = form.few if of <= form.few.up_to else table
    if place is None or (form.ties.value in ("average", "void") and tied is None):
        return None
    shares = weight if table.share else Fraction(1)

    def of_place(at: int) -> Fraction:
        first = [Fraction(points) for points in table.first]
        beyond = max(at - len(first), 0)
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


def watched(item: Any, id: str, record: Record) -> Number:
    return NOTHING


FORMS = {
    "AllOrNothing": all_or_nothing, "Proportional": proportional, "Step": step, "Piecewise": piecewise,
    "Banded": banded, "Given": given, "RankPoints": rank_points, "Relative": relative, "Survey": survey,
    "Vote": vote, "PerEvent": per_event, "Watched": watched,
}  # fmt: skip


# --- vetoes and grades -------------------------------------------------------------------


def after_vetoes(scheme: Any, scope: str, points: Number, record: Record) -> Number:
    for veto in scheme.vetoes:
        if veto.scope != scope:
            continue
        brought = condition(scheme, veto, record)
        if brought is None:
            return None if veto is scheme.vetoes[-1] else after_unknown(scheme, veto, scope, record)
        if brought:
            points = Fraction(veto.to) if points is None else min(points, Fraction(veto.to))
    return points


def after_unknown(scheme: Any, unknown: Any, scope: str, record: Record) -> Number:
    """One that is not known leaves nothing known, unless a later one decides."""
    points: Number = None
    for veto in scheme.vetoes[scheme.vetoes.index(unknown) + 1 :]:
        if veto.scope == scope:
            brought = condition(scheme, veto, record)
            points = (
                None
                if not brought
                else Fraction(veto.to)
                if points is None
                else min(points, Fraction(veto.to))
            )
    return points


def condition(scheme: Any, veto: Any, record: Record) -> bool | None:
    if veto.event:
        many = record[f"{veto.id}_count"]
        return None if many is None else bool(many >= veto.count)
    item = find(scheme, veto.item)
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
    for place, name in enumerate(names):
        brought = [condition(scheme, veto, record) for veto in scheme.vetoes if veto.grade == name]
        if True in brought:
            return str(names[min(at, place)])
        if None in brought:
            return None
    return str(names[at])
