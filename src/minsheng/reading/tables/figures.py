"""From a cell and the units around it to an amount, a bound, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.bound import Bound
from minsheng.domain.numerals import normalise, shifted
from minsheng.domain.own_units import cached
from minsheng.domain.printed import BARE, Cell, CellKind, read_cell, whole_unit
from minsheng.domain.record import Measure
from minsheng.domain.units import Unit, known_unit
from minsheng.errors import DataError, UnitError
from minsheng.reading.tables.items import Item
from minsheng.reading.tables.words import Role

_MEASURES = {Role.PHYSICAL: Measure.PHYSICAL, Role.MONEY: Measure.MONEY}
#: so many times what was asked for is no figure of it: more is in another unit
_FAR = 20
#: times what was asked for that no figure is, whatever unit is printed elsewhere; and so few that in the
#: next unit, of ten thousand, they are between a twentieth and twice of it
_LARGE, _SMALL = 100, (Fraction(1, 200_000), Fraction(2, 10_000))
#: 已完成3.1万人 says how much was done, as 3.1万人 does
#: behind a figure, what tells about it and is none: （更正）, (100%), *
_BEHIND = re.compile(
    r"^(\d[\d.,]*[^\d()]{0,6})(?:\(((?:其中|含|包括)[^()]*|\d[\d.]*%|[^()\d]+)\)|[*※☆★△▲#]+)$"
)
_DONE = re.compile("(?:目前|累计|已经?|实际|共)*(?:完成|建成|新增)")


@attrs.frozen
class Read:
    """What a cell of figures says: an amount, or words; with neither there is no figure.

    Words that only tell about the amount are left out of it.
    """

    value: Amount | None = None
    text: str = ""
    measure: Measure = Measure.COUNT
    rest: str = ""


@attrs.frozen
class Beside:
    """What stands beside a cell of figures.

    Args:
        unit: the unit of its column, its line or its table; empty where none is printed.
        area: whose figure it is; None for the whole city.
        goal: the target printed beside it.
    """

    unit: str = ""
    area: str | None = None
    goal: str = ""


def read_figure(text: str, beside: Beside, item: Item, role: Role = Role.ACTUAL) -> Read:
    """What a cell says, in the unit it has, else its column's, else that of the share or the target.

    A percentage of what is not counted in per cent is physical progress.

    Args:
        text: the cell.
        beside: what stands beside it.
        item: what it is a figure of.
        role: what its column holds.

    Raises:
        DataError: a unit that nobody knows or that measures something else; a number that
            cannot be told, or whose unit cannot.
    """
    bare = (_DONE.sub("", normalise(text), count=1) or text) if _DONE.match(text) else text
    cell = read_cell(bare)
    behind = _BEHIND.match(normalise(bare)) if cell.kind is CellKind.WORDS or cell.why else None
    if behind and read_cell(behind[1]).kind is CellKind.NUMBER:
        return attrs.evolve(read_figure(behind[1], beside, item, role), rest=text.strip())
    measure = _MEASURES.get(role, Measure.COUNT)
    if cell.kind is CellKind.MARK:  # 已完成 with nothing behind it is words, and no blank
        return Read(text=text.strip() if _DONE.match(text) else "", measure=measure)
    if cell.kind is CellKind.WORDS and _DONE.match(text):
        return Read(text=text.strip(), measure=measure)
    if cell.why:
        raise DataError.at("", f"“{text}”：{cell.why}", "请改成数和单位，如 1300人；说明请写在备注里")
    if cell.kind is not CellKind.NUMBER or cell.relation is not None:
        return Read(text=text.strip(), measure=measure)
    if measure is Measure.PHYSICAL and not cell.unit:
        return Read(Amount(_share(cell, text, beside.unit), "%"), measure=measure)
    if measure is not Measure.COUNT:  # money need not be in the indicator's unit, nor may it lack one
        item = Item(item.id, None, item.relation)
    assumed = beside.unit or _assumed(cell, item, beside)
    amount = _amount(cell, text, assumed, item, money=measure is Measure.MONEY)
    if item.unit is not None and not amount.unit.measures_same_as(item.unit):
        if amount.unit.text != "%":
            met = f"“{text}”的单位是“{amount.unit}”，这项指标的单位是“{item.unit}”"
            raise DataError.at("", met, "两个单位不能相比，请换成同一单位的数")
        measure = Measure.PHYSICAL
    return Read(amount, measure=measure)


def read_target(text: str, beside: Beside, item: Item) -> Bound | None:
    """The target that stands beside a figure; None where there is none, or only words.

    Raises:
        DataError: as for :func:`read_figure`.
    """
    cell = read_cell(text)
    if cell.why:
        raise DataError.at("", f"“{text}”：{cell.why}")
    if cell.kind is not CellKind.NUMBER:
        return None
    amount = _amount(cell, text, beside.unit or _assumed(cell, item, beside), item)
    if item.unit is not None and not amount.unit.measures_same_as(item.unit):
        met = f"“{text}”的单位是“{amount.unit}”，这项指标的单位是“{item.unit}”"
        raise DataError.at("", met, "两个单位不能相比，请核对目标")
    return Bound(cell.relation or item.relation, amount)


def _assumed(cell: Cell, item: Item, beside: Beside) -> str:
    """The unit of a bare number that no table says: of the area's share or the city's target, if that fits.

    Raises:
        DataError: it could be in another unit; both are named.
    """
    if item.unit is None or cell.unit or cell.value is None:
        return ""  # it brings its own, or at least its 万
    known = item.target if beside.area is None else item.shares.get(beside.area)
    units = [item.unit, *(share.unit for share in item.shares.values())]
    units += filter(None, [known_unit(item.unit.text.lstrip("万亿"))])
    sizes = {unit.factor: unit for unit in reversed(units)}
    first = item.unit if known is None else known.unit
    goal = read_cell(beside.goal)
    asked = goal.value if goal.kind is CellKind.NUMBER and not goal.unit else None
    if asked is not None and known is not None:
        fits = [unit for unit in sizes.values() if Amount(asked, unit) == known]
        if len(fits) == 1:
            return fits[0].text
        sure = len(sizes) == 1 and _near(asked, first, known, Fraction(1, _FAR))
    else:
        sure = known is not None or beside.area is None or len(sizes) == 1
    numbers = [number for number in (cell.value, asked) if number is not None]
    near = known is None or all(_near(number, first, known, Fraction(0)) for number in numbers)
    whole = first.factor != 1 or not first.counted or all(Fraction(n).denominator == 1 for n in numbers)
    if sure and near and whole:
        return first.text
    said = "还是".join(dict.fromkeys(unit.text for unit in (first, *sizes.values())))
    met = f"“{plain_text(cell.value)}”没有写单位，看不出是不是{said}"
    met += f"；旁边的目标印作 {plain_text(asked)}" if asked is not None else ""
    met += f"，任务数是 {known}" if known is not None else ""
    raise DataError.at("", met, "请在格里、表头或单位栏写明单位")


def check_size(text: str, amount: Amount, known: Iterable[Amount]) -> None:
    """That a figure is of the size of what was asked for; one with its own unit in the cell says its size.

    Raises:
        DataError: it is a part of what is counted in whole ones; or so large that it is in another unit,
            or so small while ten thousand times as much would fit. A few that were done of many are no doubt.

    >>> check_size("12", Amount(12, "人"), [Amount(5250, "人")])
    """
    unit, why = amount.unit, ""
    whole = amount.value.as_integer_ratio()[1] == 1
    if not whole and unit.factor == 1 and unit.counted:
        why = f"不是整{unit.text}"
    else:
        for asked in known:
            # most figures are between a thousandth and a hundred times of it, as their first digits tell
            apart = amount.value.adjusted() - asked.value.adjusted()
            if -2 <= apart <= 1 and (asked.unit is unit or asked.unit.factor == unit.factor):
                continue
            share = Fraction(asked.value) * asked.unit.factor
            times = Fraction(amount.value) * unit.factor / share if share else Fraction(1)
            small = not (whole and unit.counted and unit.factor == 1) and _SMALL[0] <= times <= _SMALL[1]
            if (times > _LARGE or small) and not read_cell(text).unit:
                why = f"旁边的目标或任务数是 {asked}"
    if why:
        raise DataError.at("", f"“{text}”读作 {amount}，大小不像：{why}", "请核对，或在格里写明单位")


def _near(number: Decimal, unit: Unit, known: Amount, least: Fraction) -> bool:
    """Whether so many are of the size of what was asked for."""
    asked = Fraction(known.value) * known.unit.factor
    return asked == 0 or least <= Fraction(number) * unit.factor / asked <= _FAR


@cached(1024)
def unit_in(text: str, measured: Unit | None) -> str:
    """The unit that a cell itself has, if it measures what is wanted; empty otherwise.

    >>> people = Unit.parse("万人")
    >>> unit_in("5850人", people), unit_in("5850户", people), unit_in("全覆盖", people)
    ('人', '', '')
    """
    cell = read_cell(text)
    unit = known_unit(cell.unit) if cell.kind is CellKind.NUMBER else None
    return cell.unit if unit and measured and unit.measures_same_as(measured) else ""


@cached(1024)
def caption_unit(units: tuple[str, ...], role: Role, measured: Unit | None, *, money: bool) -> str:
    """The unit that a caption gives to a column: of several, the only one that measures what it holds.

    >>> people, both = Unit.parse("万人"), ("人", "万元")
    >>> caption_unit(both, Role.MONEY, None, money=True), caption_unit(both, Role.ACTUAL, people, money=True)
    ('万元', '人')
    """
    if role is Role.MONEY:
        fitting = [u for u in units if (unit := known_unit(u)) and unit.measures_same_as("元")]
    else:
        fitting = [
            u
            for u in units
            if u in BARE or (measured and (unit := known_unit(u)) and unit.measures_same_as(measured))
        ]
        if not fitting and len(units) == 1 and not money:
            fitting = list(units)  # it does not measure that, and so it is told
    return fitting[0] if len(fitting) == 1 else ""


def _amount(cell: Cell, text: str, around: str, item: Item, *, money: bool = False) -> Amount:
    """The number with its unit."""
    assert cell.value is not None  # noqa: S101  # it is a number
    own = "" if item.unit is None else item.unit.text
    if {cell.unit, around, own} <= {"", *BARE}:
        like = "（元、万元）" if money else ""
        raise DataError.at("", f"“{text}”没有写单位", f"请在格里、表头或单位栏写明单位{like}")
    try:
        return item.in_own(Amount(cell.value, _unit(cell.unit, around, own)))
    except UnitError as error:
        raise DataError.at("", f"“{text}”：{error}", "请改正单位") from None


_unit = cached(1024)(whole_unit)


def _share(cell: Cell, text: str, unit: str) -> Decimal:
    """Physical progress without a sign: 98 is 98 %, but 0.98 may be either."""
    assert cell.value is not None  # noqa: S101  # it is a number
    if unit != "%" and 0 < cell.value <= 1:
        met = f"形象进度“{text}”看不出是百分之几"
        raise DataError.at("", met, f"请写成 {plain_text(shifted(cell.value, 2))}% 或 {cell.value}%")
    return cell.value
