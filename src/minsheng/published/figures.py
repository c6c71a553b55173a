"""Printed figures: the value of a cell, and its precision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import attrs

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.numerals import SCALES, normalise
from minsheng.domain.printed import BARE, TARGET, CellKind, Relation, read_cell, whole_unit
from minsheng.domain.units import Unit
from minsheng.domain.written import cut, to_places
from minsheng.errors import MinshengError, UnitError
from minsheng.published.printed import Printed
from minsheng.reading.tables.words import BRACKETED


@attrs.frozen
class Figure:
    """A printed figure.

    Args:
        text: the number and its unit as printed, without other words.
        value: its value, in base units if the unit is known.
        step: one unit in its last printed place; 0 if it counts whole things and is exact.
        unit: its unit; None if neither the cell nor the unit column has one.
        relation: the relation expressed by a word beside it: 不低于, 以内.
    """

    text: str
    value: Fraction
    step: Fraction
    unit: Unit | None = None
    relation: Relation | None = None

    @property
    def scaled(self) -> bool:
        """Whether 万 or 亿 stands behind it."""
        return self.text[-1:] in SCALES

    @property
    def low(self) -> Fraction:
        """The smallest unrounded value, given rounding half up; not negative for a positive figure."""
        return max(self.value - self.step / 2, Fraction(0)) if self.value >= 0 else self.value - self.step / 2

    @property
    def high(self) -> Fraction:
        """The bound that the unrounded value stays below; the value itself if exact."""
        return self.value + self.step / 2

    def comparable(self, other: Figure) -> bool:
        """Whether the two can be divided and compared; bare numbers only with bare numbers."""
        if self.unit is None or other.unit is None:
            return self.unit is other.unit
        return self.unit.measures_same_as(other.unit)

    def in_own_unit(self, value: Fraction) -> str:
        """A value as text in this figure's unit."""
        return cut(value / (self.unit.factor if self.unit else 1))


def beside(*figures: Figure) -> list[str]:
    """Figures as texts beside each other: bare numbers with their units where not all units are of one size.

    >>> ten = Unit.parse("万人")
    >>> beside(read_figure("44250人", ten), read_figure("5.9", ten))
    ['44250人', '5.9万人']
    """
    alike = len({figure.unit and figure.unit.factor for figure in figures}) == 1
    return [f.text if alike or not f.text[-1:].isdigit() else f"{f.text}{f.unit or ''}" for f in figures]


@lru_cache(maxsize=4096)
def read_figure(cell: str, unit: Unit | None) -> Figure | str:
    """The figure in a cell, or why there is none.

    A bare number is in the unit of its line; 60元 on a line in 元/月·人 means 60 元/月·人.

    >>> read_figure("1,300人", Unit.parse("万人")).value
    Fraction(1300, 1)
    >>> read_figure("应补尽补", None)
    '“应补尽补”不是一个数'
    """
    read = read_cell(cell)
    if read.mark is not None:
        return f"印作“{normalise(cell)}”" if normalise(cell) else "空着"
    if read.kind is not CellKind.NUMBER or read.value is None:
        return f"“{cell}”不是一个数"
    # without any unit, 3万 is 30000
    bare = read.unit in ("", *BARE)
    own = None if unit is None and bare else whole_unit(read.unit, unit.text if unit else "")
    if own is not None and unit is not None and not own.measures_same_as(unit):
        return f"“{cell}”的单位是“{own}”，这一行是“{unit}”"
    factor = own.factor if own else Fraction(BARE.get(read.unit, 1))
    # 1亿2000万 is as exact as its 万
    last = SCALES.get(read.text.removesuffix(read.unit)[-1:], 1)
    return Figure(
        read.text, Fraction(read.value) * factor, _step(read.value, own, factor * last), own, read.relation
    )


def _step(number: Decimal, unit: Unit | None, factor: Fraction) -> Fraction:
    """One unit in the last printed place; 0 for whole people, households and things: they are counted."""
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    counted = unit is None or (unit.counted and unit.factor == 1)
    if places == 0 and counted and factor == 1:
        return Fraction(0)
    return Fraction(factor, 10**places)


def line_unit(line: Printed) -> Unit | None:
    """The unit of a line: from the unit column, or from a cell with its own.

    >>> str(line_unit(Printed(target="2500人", actual="3321")))
    '人'
    """
    try:
        return Unit.parse(line.unit)
    except UnitError:
        own = (read_figure(cell, None) for cell in (line.target, line.actual))
        return next((figure.unit for figure in own if isinstance(figure, Figure) and figure.unit), None)


@attrs.frozen
class Percent:
    """A printed percentage: its number, and whether it has a % sign."""

    number: Decimal
    signed: bool

    @property
    def places(self) -> int:
        exponent = self.number.as_tuple().exponent
        return -exponent if isinstance(exponent, int) else 0

    @property
    def value(self) -> Fraction:
        return Fraction(self.number)

    def __str__(self) -> str:
        return f"{plain_text(self.number)} %"


_PERCENT = re.compile(rf"(?:完成|占|达到|达|为)?(?:{TARGET})?([+-]?\d[\d,]*(?:\.\d+)?)(%?)")


def read_percent(cell: str) -> Percent | None:
    """The percentage in a cell, also in 为任务的102.2%; None if there is none.

    >>> str(read_percent("为任务164.5%")), read_percent("超任务17元")
    ('164.5 %', None)
    """
    found = _PERCENT.fullmatch(normalise(cell))
    try:
        return Percent(to_decimal(found[1]), bool(found[2])) if found else None
    except MinshengError:
        return None


_RANK = re.compile(r"(?:并列)?第?(\d+|[一二三四五六七八九十百]+)(?:名|位)?(?:\(并列\)|并列)?")


def read_rank(cell: str) -> int | None:
    """The rank in a cell: 3, 第三名, 并列第3; None if there is none.

    >>> read_rank("并列第三"), read_rank("—")
    (3, None)
    """
    found = _RANK.fullmatch(normalise(cell))
    try:
        return int(to_decimal(found[1])) if found else None
    except MinshengError:
        return None


def show_quotient(value: Fraction, places: int) -> str:
    """``= …`` or ``≈ …`` and a percentage, with two places more than printed, or more if needed.

    >>> show_quotient(Fraction(106345, 93215) * 100, 1), show_quotient(Fraction("100.125"), 2)
    ('≈ 114.086 %', '= 100.125 %')
    """
    digits = places + 2
    # the digits shown must round to the same as the number itself
    right = rounded(value, Way.HALF_UP, places)
    while rounded(rounded(value, Way.HALF_UP, digits), Way.HALF_UP, places) != right:
        digits += 1
    if (value * 10**digits).denominator == 1:
        return f"= {cut(value)} %"
    return f"≈ {to_places(value, digits)} %"


#: the columns that are added up
SUMMED = (("target", "目标"), ("actual", "完成数"))


def figure_of(line: Printed, column: str) -> Figure | str:
    """The figure of a line in a column, or why there is none."""
    return read_figure(getattr(line, column), line_unit(line))


def figures_of(line: Printed) -> tuple[Figure | str, ...]:
    """The figures of a line in all columns that are added up."""
    return tuple(figure_of(line, column) for column, _ in SUMMED)


def added(parts: Sequence[tuple[Figure | str, ...]], whole: tuple[Figure | str, ...]) -> bool:
    """Whether figures make up others in every column that all of them have, and in one at least."""
    columns = 0
    for figures in zip(whole, *parts, strict=True):
        there = [figure for figure in figures if isinstance(figure, Figure)]
        if len(there) < len(figures) or not all(figure.comparable(there[0]) for figure in there):
            continue
        gap = abs(there[0].value - sum((figure.value for figure in there[1:]), Fraction(0)))
        if gap and gap >= sum((figure.step for figure in there), Fraction(0)) / 2:
            return False
        columns += there[0].value != 0
    return columns > 0


def column_figure(line: Printed, heading: str) -> Figure | str:
    """The figure of a line in any column of its row, or of several together (满意＋基本满意)."""
    figures = list[Figure]()
    for head in heading.split(PLUS):
        cell = next((text for column, text in line.row if column == head), "")
        read = read_figure(cell, None)
        figure = read if isinstance(read, Figure) else read_figure(cell, line_unit(line))
        if isinstance(figure, str):
            return figure
        figures.append(figure)
    total = sum((figure.value for figure in figures), Fraction(0))
    text = f"({' + '.join(figure.text for figure in figures)})" if figures[1:] else figures[0].text
    return attrs.evolve(figures[0], text=text, value=total)


PLUS = "＋"


def is_cell(line: Printed, heading: str, cell: str) -> bool:
    """Whether a cell of a line stands in a column."""
    return bool(cell) and any(h == heading and text.startswith(cell.rstrip("%")) for h, text in line.row)


def head_of(line: Printed, cell: str) -> str:
    """What stands above a cell of a line."""
    return "".join(heading for heading, _ in line.row if is_cell(line, heading, cell))


def strange_unit(heading: str) -> str:
    """A unit of so many, as 百户, that is not known."""
    for said in BRACKETED.findall(normalise(heading)):
        if _SCALE.match(said):
            try:
                Unit.parse(said)
            except UnitError:
                return str(said)
    return ""


_SCALE = re.compile("[十百千万亿](?!分)")
