"""Reads a request into whole steps, or says why it cannot be met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

import attrs

from minsheng.dividing.methods import Request
from minsheng.domain.amount import Amount, add_exactly, plain_text, to_decimal
from minsheng.domain.area import CITY
from minsheng.domain.units import Unit
from minsheng.domain.written import exactly
from minsheng.errors import DataError, Path, Problem, Problems, UnitError, UnknownName

#: a figure in the unit of the total, or with its own unit
Figure = Amount | Decimal | int | str
#: a weight; None where the area has no share (printed ``/``)
Weight = Amount | Decimal | Fraction | int | str | None
#: a bound for every area, or for some
Bounds = Mapping[str, Figure] | Amount | Decimal | int | str | None
#: what the arguments with bounds are called
_BOUNDS = {"floors": "下限", "caps": "上限"}


def figure(value: Figure, unit: Unit, what: str, path: Path = ()) -> Decimal:
    """A figure as a decimal in ``unit``; ``what`` names it in errors, ``path`` is that of the argument."""
    return value.to(unit).value if isinstance(value, Amount) else number(value, what, path)


def number(value: Decimal | int | str, what: str, path: Path = ()) -> Decimal:
    """A number as a decimal.

    Raises:
        DataError: not a number; the place is ``what``.
    """
    try:
        return to_decimal(value)
    except DataError as error:
        todo = "请写成数，如 10 或 0.5" if isinstance(value, str) else ""
        raise DataError(Problem(what, one.met, todo or one.todo, path) for one in error.problems) from None


def last_place(*values: Decimal) -> Decimal:
    """One unit in the last decimal place of any of them; 1 if all are whole.

    >>> last_place(Decimal("41.3"), Decimal("0.25")), last_place(Decimal("5900"))
    (Decimal('0.01'), Decimal('1'))
    """
    exponents = (value.as_tuple().exponent for value in values)
    return Decimal(f"1E{min([0, *(e for e in exponents if isinstance(e, int))])}")


def _positive(_: object, __: object, size: Decimal) -> None:
    if size <= 0:
        raise DataError.at("步长", f"步长是 {plain_text(size)}", "步长要大于 0", ("step",))


@attrs.frozen
class Step:
    """The step that shares are multiples of, and exact counting in it."""

    size: Decimal = attrs.field(validator=_positive)

    def count(self, value: Decimal) -> int | None:
        """How many steps a value is; None if not a whole number of them."""
        low = self.down(value)
        return low if low == self.up(value) else None

    def down(self, value: Decimal) -> int:
        """The value in steps, rounded down."""
        (a, b), (c, d) = value.as_integer_ratio(), self.size.as_integer_ratio()
        return a * d // (b * c)

    def up(self, value: Decimal) -> int:
        """The value in steps, rounded up."""
        return -self.down(value.copy_negate())

    def values(self, counts: Iterable[int]) -> list[Decimal]:
        """Counts of steps as decimals, with the decimal places of the step."""
        _, digits, exponent = self.size.as_tuple()
        whole, places = int("".join(map(str, digits))), int(exponent)
        if places > 0:
            whole, places = whole * 10**places, 0
        return [Decimal(f"{whole * count}E{places}") for count in counts]  # text is exact in any context


def whole_weights(weights: Sequence[Weight], names: Sequence[str] = ()) -> tuple[int, ...]:
    """Weights as integers in the same proportions; None as 0.

    Args:
        weights: the weights.
        names: the areas, for errors.

    Raises:
        DataError: a weight is not a number.
        UnitError: amounts of different dimensions, or amounts mixed with plain numbers.

    >>> whole_weights(("1.5", 2, None))
    (3, 4, 0)
    """
    amounts = [w for w in weights if isinstance(w, Amount)]
    if amounts:
        plain = next((w for w in weights if w is not None and not isinstance(w, Amount)), None)
        if plain is not None:
            raise UnitError(f"权重有的带单位，有的不带：{amounts[0]} 与 {plain}")
        other = next((w for w in amounts if not w.unit.measures_same_as(amounts[0].unit)), None)
        if other is not None:
            raise UnitError(f"权重的单位不同：{amounts[0]} 与 {other}")
    ratios = [
        (0, 1)
        if w is None
        else (w, 1)
        if type(w) is int
        else (w.exact if isinstance(w, Amount) else w).as_integer_ratio()
        if isinstance(w, (Amount, Fraction))
        else number(w, f"{names[at]}的权重" if names else "权重").as_integer_ratio()
        for at, w in enumerate(weights)
    ]
    common = lcm(*{below for _, below in ratios})
    return tuple([above * (common // below) for above, below in ratios])


@attrs.frozen
class Asked:
    """A request that can be met, as given and in whole steps."""

    areas: tuple[str, ...]
    weights: tuple[Weight, ...]
    total: Amount
    city_share: Decimal | None
    step: Step
    request: Request


def ask(
    total: Amount,
    weights: Mapping[str, Weight],
    *,
    step: Figure | None,
    floors: Bounds,
    caps: Bounds,
    city_share: Figure | None,
    areas: Iterable[str] | None,
) -> Asked:
    """Read a request.

    Raises:
        DataError: it cannot be met; each problem shows the sum.
        UnknownName: a weight or a bound for an unknown area.
        UnitError: figures in incompatible units.
        ValueError: an area occurs twice.
    """
    unit = total.unit
    names = tuple(weights) if areas is None else tuple(areas)
    known = set(names)
    if len(known) != len(names):
        raise ValueError(f"an area stands twice in {names}")
    for argument, given in (("weights", weights), ("floors", floors), ("caps", caps)):
        for name in given if isinstance(given, Mapping) else ():
            if name not in known:
                raise UnknownName("area", name, names, path=(argument, name))
    city = None if city_share is None else figure(city_share, unit, CITY, ("city_share",))
    counted = Step(last_place(total.value) if step is None else figure(step, unit, "步长", ("step",)))
    listed = tuple(
        [
            number(w, f"{name}的权重", ("weights", name)) if isinstance(w := weights.get(name), str) else w
            for name in names
        ]
    )
    whole = whole_weights(listed, names)
    problems = Problems()
    for name, weight, w in zip(names, listed, whole, strict=True):
        if w < 0:
            problems.add(f"{name}的权重", f"权重是 {exactly(weight)}", "权重不能小于 0", ("weights", name))
    low = _bounds(floors, names, listed, unit, "floors")
    high = _bounds(caps, names, listed, unit, "caps")
    rest = total.value if city is None else add_exactly(total.value, city.copy_negate())
    if city is not None and city < 0:
        problems.add(CITY, f"{CITY} {plain_text(city)}", "不能小于 0", ("city_share",))
    if rest < 0:
        todo = "总数不能小于 0，也不能小于市本级"
        problems.add("总数", f"留给各地的是 {plain_text(rest)}", todo, ("total",))
    if floors is not None or caps is not None:
        _check_bounds(zip(names, listed, low, high, strict=True), problems)
    steps = counted.count(rest)
    if steps is None and not problems:
        kept = "" if city is None else f"减去{CITY} {plain_text(city)} 后是 {plain_text(rest)}，"
        met = f"{total}，{kept}不是 {plain_text(counted.size)} 的整数倍"
        problems.add("总数", met, "请改步长，或改总数", ("total",))
    if problems or steps is None:
        raise DataError(problems)
    # a bound for all areas is converted only once
    least = {bound: 0 if bound is None else counted.up(bound) for bound in set(low)}
    most = {bound: steps if bound is None else counted.down(bound) for bound in set(high)}
    request = Request(steps, whole, tuple([least[b] for b in low]), tuple([most[b] for b in high]))
    _check_feasible(request, names, counted, Amount(rest, unit))
    return Asked(names, listed, total, city, counted, request)


def _bounds(
    given: Bounds, names: tuple[str, ...], weights: tuple[Weight, ...], unit: Unit, argument: str
) -> list[Decimal | None]:
    what = _BOUNDS[argument]
    if given is None:
        return [None] * len(names)
    if isinstance(given, Mapping):
        return [figure(given[n], unit, f"{n}的{what}", (argument, n)) if n in given else None for n in names]
    for_all = figure(given, unit, what, (argument,))
    return [None if weight is None else for_all for weight in weights]


def _check_bounds(
    bounds: Iterable[tuple[str, Weight, Decimal | None, Decimal | None]], problems: Problems
) -> None:
    for name, weight, floor, cap in bounds:
        if weight is None and floor is not None and floor > 0:
            met = f"没有权重，下限却是 {plain_text(floor)}"
            problems.add(name, met, "请给出权重，或去掉下限", ("floors", name))
        for bound, (argument, word) in zip((floor, cap), _BOUNDS.items(), strict=True):
            if bound is not None and bound < 0:
                problems.add(name, f"{word}是 {plain_text(bound)}", f"{word}不能小于 0", (argument, name))


def _check_feasible(request: Request, names: tuple[str, ...], step: Step, rest: Amount) -> None:
    """Refuse bounds that no division can keep, and say why."""
    low, high = request.low, request.high
    problems = Problems()
    for name, least, most in zip(names, low, high, strict=True):
        if least > most:
            low_text, high_text = map(plain_text, step.values((least, most)))
            todo = "请降低下限，或提高上限（都按整步长取）"
            problems.add(name, f"下限 {low_text} 大于上限 {high_text}", todo, ("floors", name))
    if sum(low) > request.steps:
        met = f"各地下限之和 {_sum(names, low, step)}，大于可分的 {rest}"
        problems.add("下限", met, "请降低下限，或增加总数", ("floors",))
    reach = [
        most if weight else least for weight, least, most in zip(request.weights, low, high, strict=True)
    ]
    if not any(request.weights) and sum(low) < request.steps:
        problems.add("权重", f"权重全为 0，{rest} 分不出去", "至少一个地区的权重要大于 0", ("weights",))
    elif sum(reach) < request.steps:
        met = f"各地至多可得 {_sum(names, reach, step)}，小于要分的 {rest}"
        problems.add("上限", met, "请提高上限，或减少总数（权重为 0 的只得下限）", ("caps",))
    problems.refuse()


def _sum(names: Sequence[str], counts: Sequence[int], step: Step) -> str:
    values = step.values(counts)
    parts = [f"{name} {plain_text(v)}" for name, v in zip(names, values, strict=True) if v]
    shown = " + ".join(parts if len(parts) <= 20 else [*parts[:20], f"…（共 {len(parts)} 个地区）"])
    return f"{shown or '0'} = {plain_text(step.values([sum(counts)])[0])}"
