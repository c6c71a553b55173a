"""What a cell of a declared column says: a number, how many, a day."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from fractions import Fraction

from minsheng.domain.amount import Amount, plain_text, to_decimal
from minsheng.domain.printed import CellKind, read_cell
from minsheng.domain.units import known_unit, to_unit
from minsheng.errors import DataError
from minsheng.reading.tables.context import read_date

#: a time of day behind a day
_TIME = re.compile(r"(?<=\d)[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)


def number_in(cell: str, *, share: bool = False) -> Decimal:
    """A number that stands alone or before what it counts: 92分, 12人.

    Args:
        cell: the cell.
        share: whether it may be in per cent, as 95.5%.

    Raises:
        DataError: it is none; it is in per cent or in 万 where that is not asked for.

    >>> [str(number_in(cell)) for cell in ("92分", "１２人", "二十七")]
    ['92', '12', '27']
    """
    read = read_cell(cell)
    unit = known_unit(read.unit) if read.unit else None
    counts = unit is not None and unit.factor == 1 and (unit.counted or read.unit == "分")
    alone = read.kind is CellKind.NUMBER and read.relation is None
    if alone and read.value is not None and (counts or (share and read.unit == "%")):
        return read.value
    if alone and read.unit == "%":
        raise DataError.at(
            "", f"“{cell}”是百分数，这里要个数", "请写成个数；得分本是百分数的，表头写“得分（%）”"
        )
    if alone and read.unit[:1] in ("万", "亿"):
        raise DataError.at("", f"“{cell}”以“{read.unit[:1]}”为单位，这里要个数", "请写全，如 30000")
    return to_decimal(cell.removesuffix("票"))


def plausible(amount: Amount) -> Amount:
    """An amount, if there can be so much: no less than nothing but of rates, and whole where it is counted.

    Raises:
        DataError: there cannot.

    >>> plausible(Amount("2.5", "所"))
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: “2.5 所”不是整数；请核对，应是 0、1、2 这样的数
    """
    if amount.value < 0 and not amount.unit.measures_same_as(to_unit("%")):
        raise DataError.at("", f"“{amount}”小于 0", "请核对；没有的写 0")
    if amount.unit.counted and amount.unit.factor == 1 and amount.exact.denominator != 1:
        raise DataError.at("", f"“{amount}”不是整数", "请核对，应是 0、1、2 这样的数")
    return amount


def whole_in(cell: str, least: int = 0) -> int:
    """How many there are.

    Raises:
        DataError: it is no whole number, or too small.
    """
    number = number_in(cell)
    if number != int(number) or number < least:
        met = f"“{plain_text(number)}”不是个数"
        raise DataError.at("", met, f"应是 {least}、{least + 1}、{least + 2} 这样的整数")
    return int(number)


def counted_in(cell: str, heading: str = "") -> int:
    """How many there are, also where they are counted by the ten thousand: 32.1万户.

    Args:
        cell: the cell.
        heading: the unit in the heading, of cells without one.

    Raises:
        DataError: it is no whole number of them.

    >>> counted_in("32.1万户"), counted_in("32.1", "万户"), counted_in("321000户", "万户")
    (321000, 321000, 321000)
    """
    read = read_cell(cell)
    name = read.unit or heading
    unit = known_unit("万人" if name == "万" else name) if name else None
    if (
        unit is None
        or not unit.counted
        or unit.factor == 1
        or read.value is None
        or read.relation is not None
    ):
        return whole_in(cell)
    many = Fraction(read.value) * unit.factor
    if many.denominator != 1 or many < 0:
        raise DataError.at("", f"“{cell}”不是个数", "应是整数，请写全")
    return int(many)


def day_in(cell: str, held: datetime.date | None = None) -> datetime.date:
    """A day, however it is written; a time of day behind it (2023-10-20 08:00) changes no day.

    Args:
        cell: what is shown.
        held: the day that the cell holds, where it does, perhaps with a time.

    Raises:
        DataError: it is none; or only its month is shown, and the day may not be meant.
    """
    try:
        return read_date(_TIME.sub("", cell))
    except DataError:
        held = held.date() if isinstance(held, datetime.datetime) else held
        if held is None:
            raise DataError.at("", f"“{cell}”不是日期", "请写成 2023-06-30") from None
        if held.day == 1:  # of a month typed in, spreadsheets make its first day
            met = f"“{cell}”存的是 {held}，看不出是不是这一天"
            raise DataError.at("", met, "请写成 2023-06-30 这样") from None
        return held
