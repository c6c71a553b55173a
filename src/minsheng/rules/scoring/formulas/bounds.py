"""The least and the most points that a scheme can give."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.rules.scoring.regulation.items import Item, Section
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_figure, absent_task, order_in, rounding_at
from minsheng.rules.scoring.terms.choices import Absent, Combine, Digits, Force, Role, RoundAt, Together

#: the least and the most; None for no limit
Bounds = tuple[Fraction | None, Fraction | None]
_ZERO = Fraction(0)


def bounds(scheme: Scheme) -> Bounds:
    """The least and the most total that a scheme can give; None for no limit.

    >>> from minsheng.rules.scoring.forms.events import PerEvent
    >>> from minsheng.rules.scoring.forms.basic import Given
    >>> marks = Item("work", "工作", Given(), 100)
    >>> blame = Item("blame", "通报批评", PerEvent("通报批评", 5), role="deduction")
    >>> [str(end) for end in bounds(Scheme("x", "某办法", "", items=(marks, blame)))]
    ['None', '100']
    """
    return part_bounds(scheme, scheme.root)


def part_bounds(scheme: Scheme, part: Item | Section) -> Bounds:
    """The least and the most points of an item or a section."""
    found = _item(scheme, part) if isinstance(part, Item) else _section(scheme, part)
    for veto in scheme.vetoes:
        if veto.scope == part.id and veto.times is None:
            found = _with(found, Fraction(veto.to))
        elif veto.scope == part.id and veto.times is not None:
            found = _scaled(found, (Fraction(1), Fraction(veto.times)))
    return found


def _with(found: Bounds, value: Fraction) -> Bounds:
    low, high = found
    return None if low is None else min(low, value), None if high is None else max(high, value)


def _rounded(scheme: Scheme, level: RoundAt, found: Bounds) -> Bounds:
    how = rounding_at(scheme, level)
    if how is None:
        return found
    down = how.digits is Digits.DOWN

    def one(end: Fraction | None) -> Fraction | None:
        if end is None:
            return None
        way = Way.HALF_UP if not down else Way.FLOOR if end >= 0 else Way.CEIL
        return rounded(end, way, how.places or 0)

    return one(found[0]), one(found[1])


def _scaled(found: Bounds, factors: Sequence[Fraction]) -> Bounds:
    """After a multiplication by one of several factors."""
    each = [_times(found, factor) for factor in factors]
    lows, highs = [low for low, _ in each], [high for _, high in each]
    return (
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def _item(scheme: Scheme, item: Item) -> Bounds:
    low, high = item.form.bounds(item.whole_weight)
    found: Bounds = (None if low is None else Fraction(low), None if high is None else Fraction(high))
    if item.periods is not None and item.combine is Combine.SUM:
        found = _times(found, Fraction(item.periods.many))
        found = found if absent_figure(scheme, item) is not Absent.LEFT_OUT else _with(found, _ZERO)
    for absent in (absent_task(scheme, item), absent_figure(scheme, item)):
        if absent is Absent.ZERO:
            found = _with(found, _ZERO)
        if absent is Absent.FULL:
            found = _with(found, Fraction(item.weight))
    if item.factors:
        found = _scaled(found, [Fraction(one.times) for one in item.factors])
    if item.role is Role.DEDUCTION and not item.form.signed(item.weight):
        found = _times(found, Fraction(-1))
    for level in (RoundAt.TASK, RoundAt.ITEM):
        found = _rounded(scheme, level, found)
    return found


def _times(found: Bounds, factor: Fraction) -> Bounds:
    low, high = (None if end is None else end * factor for end in found)
    return (low, high) if factor >= 0 else (high, low)


def _plus(parts: list[Bounds]) -> Bounds:
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    low = None if None in lows else sum((end for end in lows if end is not None), _ZERO)
    high = None if None in highs else sum((end for end in highs if end is not None), _ZERO)
    return low, high


def _together(combine: Together, parts: list[Bounds]) -> Bounds:
    if combine.adds or not parts:
        return _plus(parts)
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    # any of them may be the one that counts, since others may be left out
    low = None if None in lows else min(end for end in lows if end is not None)
    return low, None if None in highs else max(end for end in highs if end is not None)


def before_limits(scheme: Scheme, section: Section) -> Bounds:
    """The least and the most points of a section before its own cap and floor apply."""
    order = order_in(scheme, section)
    return _forced(scheme, section, order[: order.index(Force.CAP)])


def _section(scheme: Scheme, section: Section) -> Bounds:
    running = _forced(scheme, section, order_in(scheme, section))
    if section.best_as is not None:
        low = running[0]
        running = _ZERO if low is not None and low >= 0 else None, Fraction(section.best_as)
    if section.out_of:
        running = _times(running, Fraction(section.weight) / Fraction(section.out_of))
    if section.coefficient is not None:
        low, high = running
        running = (
            _ZERO if low is not None and low >= 0 else None,
            _ZERO if high is not None and high <= 0 else None,
        )
    if section.factors:
        running = _scaled(running, [Fraction(one.times) for one in section.factors])
    if section.verified:
        running = _with(running, _ZERO)
    level = RoundAt.TOTAL if section.id == "total" else RoundAt.SECTION
    return _rounded(scheme, level, running)


def _forced(scheme: Scheme, section: Section, forces: Sequence[Force]) -> Bounds:
    """The least and the most that its parts give together, after some of the forces."""
    each = [(part, part_bounds(scheme, part), leaves_out(scheme, part)) for part in section.parts]
    roles = {part.id: part.role for part, _, _ in each}
    plain = [(part, found, out) for part, found, out in each if roles[part.id] is Role.POINTS]
    running = _together(section.combine, [found for _, found, _ in plain])
    # if parts are left out, the rest is scaled up to the whole
    if section.combine.adds and any(out for _, _, out in plain):
        whole = sum((Fraction(part.weight) for part, _, _ in plain), _ZERO)
        for part, found, _ in plain:
            if part.weight:
                low, high = _times(found, whole / Fraction(part.weight))
                running = (
                    None if low is None or running[0] is None else min(low, running[0]),
                    None if high is None or running[1] is None else max(high, running[1]),
                )
    for force in forces:
        if force is Force.CAP:
            running = _clipped(running, section)
        else:
            role = Role.DEDUCTION if force is Force.DEDUCTION else Role.BONUS
            added = [
                _with(found, _ZERO) if out else found for part, found, out in each if roles[part.id] is role
            ]
            running = _plus([running, _together(section.combine, added)])
    return running


def _clipped(running: Bounds, section: Section) -> Bounds:
    low, high = running
    if section.floor is not None:
        floor = Fraction(section.floor)
        low, high = floor if low is None else max(low, floor), None if high is None else max(high, floor)
    if section.cap is not None:
        cap = Fraction(section.cap)
        low, high = None if low is None else min(low, cap), cap if high is None else min(high, cap)
    return low, high


def leaves_out(scheme: Scheme, part: Item | Section) -> bool:
    """Whether a part may be left out."""
    if isinstance(part, Section):
        plain = [p for p in part.parts if p.role is Role.POINTS]
        return bool(part.only) or (bool(plain) and all(leaves_out(scheme, inner) for inner in plain))
    if part.only or part.sized is not None:
        return True
    no_task = bool(part.indicators) and absent_task(scheme, part) is Absent.LEFT_OUT
    return no_task or absent_figure(scheme, part) is Absent.LEFT_OUT
