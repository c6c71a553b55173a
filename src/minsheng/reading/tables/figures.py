"""From a cell and the units around it to an amount, a bound, or words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import attrs

from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.bound import Bound
from minsheng.domain.numerals import shifted
from minsheng.domain.printed import Cell, CellKind, read_cell, whole_unit
from minsheng.domain.record import Measure
from minsheng.domain.units import Unit, known_unit
from minsheng.errors import DataError, UnitError
from minsheng.reading.tables.headers import Role
from minsheng.reading.tables.naming import Item

_MEASURES = {Role.PHYSICAL: Measure.PHYSICAL, Role.MONEY: Measure.MONEY}


@attrs.frozen
class Read:
    """What a cell of figures says: an amount, or words; with neither there is no figure."""

    value: Amount | None = None
    text: str = ""
    measure: Measure = Measure.COUNT


def read_figure(text: str, unit: str, item: Item, role: Role = Role.ACTUAL) -> Read:
    """What a cell says, in the unit it has, else its column's, else the indicator's.

    A percentage of what is not counted in per cent is physical progress.

    Raises:
        DataError: a unit that nobody knows or that measures something else; a number that
            cannot be told.
    """
    cell = read_cell(text)
    measure = _MEASURES.get(role, Measure.COUNT)
    if cell.kind is CellKind.MARK:
        return Read()
    if cell.why:
        raise DataError.at("", f"“{text}”：{cell.why}", "请改成数和单位，如 1300人；说明请写在备注里")
    if cell.kind is not CellKind.NUMBER or cell.relation is not None:
        return Read(text=text.strip(), measure=measure)
    if measure is Measure.PHYSICAL and not cell.unit:
        return Read(Amount(_share(cell, text, unit), "%"), measure=measure)
    if measure is not Measure.COUNT:  # money need not be in the indicator's unit, nor may it lack one
        item = Item(item.id, None, item.relation)
    amount = _amount(cell, text, unit, item)
    if item.unit is not None and not amount.unit.measures_same_as(item.unit):
        if amount.unit.text != "%":
            met = f"“{text}”的单位是“{amount.unit}”，这项指标的单位是“{item.unit}”"
            raise DataError.at("", met, "两个单位不能相比，请换成同一单位的数")
        measure = Measure.PHYSICAL
    return Read(amount, measure=measure)


def read_target(text: str, unit: str, item: Item) -> Bound | None:
    """The target that stands beside a figure; None where there is none, or only words.

    Raises:
        DataError: as for :func:`read_figure`.
    """
    cell = read_cell(text)
    if cell.why:
        raise DataError.at("", f"“{text}”：{cell.why}")
    if cell.kind is not CellKind.NUMBER:
        return None
    amount = _amount(cell, text, unit, item)
    if item.unit is not None and not amount.unit.measures_same_as(item.unit):
        met = f"“{text}”的单位是“{amount.unit}”，这项指标的单位是“{item.unit}”"
        raise DataError.at("", met, "两个单位不能相比，请核对目标")
    return Bound(cell.relation or item.relation, amount)


@lru_cache(maxsize=1024)
def unit_in(text: str, measured: Unit | None) -> str:
    """The unit that a cell itself has, if it measures what is wanted; empty otherwise.

    >>> people = Unit.parse("万人")
    >>> unit_in("5850人", people), unit_in("5850户", people), unit_in("全覆盖", people)
    ('人', '', '')
    """
    cell = read_cell(text)
    unit = known_unit(cell.unit) if cell.kind is CellKind.NUMBER else None
    return cell.unit if unit and measured and unit.measures_same_as(measured) else ""


def _amount(cell: Cell, text: str, around: str, item: Item) -> Amount:
    """The number with its unit."""
    assert cell.value is not None  # noqa: S101  # it is a number
    try:
        return Amount(cell.value, _unit(cell.unit, around, "" if item.unit is None else item.unit.text))
    except UnitError as error:
        raise DataError.at("", f"“{text}”：{error}", "请改正单位") from None


_unit = lru_cache(maxsize=1024)(whole_unit)


def _share(cell: Cell, text: str, unit: str) -> Decimal:
    """Physical progress without a sign: 98 is 98 %, but 0.98 may be either."""
    assert cell.value is not None  # noqa: S101  # it is a number
    if unit != "%" and 0 < cell.value <= 1:
        met = f"形象进度“{text}”看不出是百分之几"
        raise DataError.at("", met, f"请写成 {plain_text(shifted(cell.value, 2))}% 或 {cell.value}%")
    return cell.value
