"""Allocation: how each target is divided over the areas and the city itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount, add_exactly, plain_text, to_decimal
from minsheng.domain.area import CITY, lies_in
from minsheng.domain.source import Citation
from minsheng.domain.units import Unit, to_unit
from minsheng.domain.written import exactly
from minsheng.errors import DataError, Problem, UnknownName
from minsheng.listed import Listed
from minsheng.table import Table, Tabled, heads

#: what is printed where an area has no share
NO_SHARE = ("/", "", "—", "-", "／")


def _cell(value: Decimal | int | str | None, where: str = "Row(): city_share") -> Decimal | None:
    try:
        return None if value is None or (isinstance(value, str) and value in NO_SHARE) else to_decimal(value)
    except DataError as error:
        raise DataError([Problem(where, one.met, one.todo) for one in error.problems]) from None
    except TypeError as error:
        raise TypeError(f"{where}: {error}") from None


def _cells(values: Iterable[Decimal | int | str | None], row: Any) -> tuple[Decimal | None, ...]:
    listed = tuple(values)
    if len(set(row.areas)) < len(row.areas):
        raise ValueError(f"Row(): areas holds one twice: {', '.join(row.areas)}")
    if len(listed) != len(row.areas):
        raise ValueError(f"Row(): {len(row.areas)} areas but {len(listed)} cells in row {row.indicator!r}")
    return tuple(_cell(value, f"Row(): cells，{area}") for area, value in zip(row.areas, listed, strict=True))


#: a converter that also gets the row, for the names of its areas
if TYPE_CHECKING:  # type checkers do not know such converters, only what they take and return

    def _with_areas(values: Iterable[Decimal | int | str | None]) -> tuple[Decimal | None, ...]: ...
else:
    _with_areas = attrs.Converter(_cells, takes_self=True)


class _Shares(dict[str, Decimal | None]):
    """Shares by area; an unknown area is an ``UnknownName``, which suggests the nearest."""

    def __missing__(self, name: object) -> Decimal | None:
        raise UnknownName("area", name, self)


class Additivity(StrEnum):
    """Whether the areas' shares add up to the target, or each area must reach the target itself."""

    SUM = "sum"
    EACH = "each"


@built
@attrs.frozen(repr=False)
class Row(Tabled):
    """One indicator's division over the areas: a row of the allocation table.

    Args:
        indicator: the indicator's id.
        unit: the unit of every cell.
        areas: the names of the areas, in the order of the columns.
        cells: a ``Decimal`` for each area, or None where ``/`` or nothing is printed.
        city_share: 市本级, the city's own share, or None.
        project: the project's number; 0 if it belongs to none.
        text: the row's text as printed.
        source: where it is printed.
        additivity: whether the shares add up, as for the indicator.
        parents: the area that each of the areas lies in, "" for those that lie in none; () for all.

    Raises:
        ValueError: the number of cells is not that of areas, or an area occurs twice.

    >>> row = Row("jobs", "人", ("甲县", "乙区", "丙区"), ("120", None, "80"), city_share=50)
    >>> row.shares
    {'甲县': Decimal('120'), '乙区': None, '丙区': Decimal('80')}
    >>> row.total, row.working()
    (Amount('250 人'), '甲县 120 + 丙区 80 + 市本级 50 = 250 人')
    """

    indicator: str
    unit: Unit = attrs.field(converter=to_unit)
    areas: tuple[str, ...] = attrs.field(validator=attrs.validators.instance_of(tuple))
    cells: tuple[Decimal | None, ...] = attrs.field(converter=_with_areas)
    city_share: Decimal | None = attrs.field(default=None, converter=_cell)
    project: int = 0
    text: str = ""
    source: Citation | None = None
    additivity: Additivity = attrs.field(default=Additivity.SUM, converter=Additivity)
    parents: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.parents and len(self.parents) != len(self.areas):
            raise ValueError(f"Row(): {len(self.areas)} areas but {len(self.parents)} parents")

    @property
    def shares(self) -> dict[str, Decimal | None]:
        """Each area's share in the order of the columns; None if it has none."""
        return _Shares(zip(self.areas, self.cells, strict=True))

    @property
    def present(self) -> tuple[tuple[str, Decimal], ...]:
        """The shares that are not None, 市本级 last: ``(name, share)``."""
        columns = (*zip(self.areas, self.cells, strict=True), (CITY, self.city_share))
        return tuple([(name, share) for name, share in columns if share is not None])

    @property
    def added(self) -> tuple[tuple[str, Decimal], ...]:
        """The shares that make up the total: of an area that lies in one with a share, none.

        >>> Row("x", "户", ("甲县", "子镇", "丑镇"), (5, 3, 2), parents=("", "甲县", "甲县")).working()
        '甲县 5 = 5 户'
        """
        parents = dict(zip(self.areas, self.parents, strict=False))
        having = {name for name, _ in self.present}
        return tuple([one for one in self.present if not having.intersection(lies_in(one[0], parents))])

    @property
    def total(self) -> Amount:
        """The sum of the shares including 市本级; meaningful only if ``additivity`` is ``SUM``.

        A share within another, of a town beside its county's, is not added a second time.
        """
        return Amount(add_exactly(*(share for _, share in self.added)), self.unit)

    def working(self) -> str:
        """The sum written out; for shares that do not add up, the shares."""
        if self.additivity is Additivity.EACH:
            listed = "、".join(f"{name} {plain_text(share)}" for name, share in self.present)
            return f"{listed or '无'}（{self.unit}，各自达到，不相加）"
        written = " + ".join(f"{name} {plain_text(share)}" for name, share in self.added)
        return f"{written or '无'} = {self.total}"

    @property
    def summary(self) -> str:
        """The text and the total."""
        whole = "各自达到" if self.additivity is Additivity.EACH else f"合计 {self.total}"
        return f"{self.text or self.indicator}：{whole}"

    _HEADS = heads(area="地区", share=("任务数", exactly))

    def _lines(self) -> Iterator[dict[str, Any]]:
        own = {
            "indicator": self.indicator,
            "project": self.project,
            "text": self.text,
            "unit": self.unit.text,
        }
        for name, share in (*self.shares.items(), (CITY, self.city_share)):
            yield own | {"area": name, "share": share}

    @asked
    def replace(self, **shares: Decimal | int | str | None) -> Row:
        """The same row with other shares for some areas (or 市本级).

        >>> Row("x", "户", ("甲县", "乙县"), (1, 2)).replace(乙县=5).total
        Amount('6 户')
        """
        for name in shares:
            if name != CITY and name not in self.areas:
                raise UnknownName("area", name, (*self.areas, CITY))
        new = dict(shares)
        city = new.pop(CITY, self.city_share)
        return attrs.evolve(self, cells=({**self.shares, **new}).values(), city_share=city)


def _one_header(allocation: Allocation, _: object, rows: tuple[Row, ...]) -> None:
    for row in rows:
        if row.areas != allocation.areas:
            raise ValueError(
                f"Allocation(): row {row.indicator!r} is not divided over the allocation's areas"
            )


@built
@attrs.frozen(repr=False)
class Allocation(Listed[Row]):
    """The allocation table: rows, each divided over the same areas.

    Args:
        areas: the names of the areas, in the order of the columns.
        rows: one for each divided indicator.

    >>> from minsheng import load
    >>> allocation = load("yueyang-2023").allocation
    >>> print(allocation["high-schools"].working())
    平江县 2 + 岳阳县 1 + 华容县 1 + 湘阴县 1 + 临湘市 1 + 汨罗市 1 = 7 所
    """

    areas: tuple[str, ...] = attrs.field(validator=attrs.validators.instance_of(tuple))
    rows: tuple[Row, ...] = attrs.field(validator=[attrs.validators.instance_of(tuple), _one_header])

    @asked
    def __getitem__(self, indicator: str) -> Row:
        for row in self.rows:
            if row.indicator == indicator:
                return row
        raise UnknownName("row", indicator, (row.indicator for row in self.rows))

    _EACH = "rows"

    def __contains__(self, indicator: object) -> bool:
        return any(row.indicator == indicator for row in self.rows)

    @asked
    def replace(self, row: Row) -> Allocation:
        """The same table with this row in place of the one with the same indicator."""
        self[row.indicator]
        rows = tuple(row if old.indicator == row.indicator else old for old in self.rows)
        return attrs.evolve(self, rows=rows)

    @property
    def summary(self) -> str:
        """The numbers of rows and areas."""
        return f"{len(self)} 行任务数，{len(self.areas)} 个地区"

    def to_records(self) -> list[dict[str, Any]]:
        """One dict for each row and column, 市本级 last, for dataframes and databases.

        Keys: ``indicator, project, text, unit, area, share``; ``share`` is a ``Decimal``, or None
        where ``/`` or nothing is printed.

        >>> from minsheng import load
        >>> records = load("yueyang-2023").allocation.to_records()
        >>> len(records), records[0]["area"], records[0]["share"]
        (588, '平江县', Decimal('2'))
        """
        return list(self._lines())

    def table(self) -> Table:
        """As printed: a row for each indicator, a column for each area, then the sum.

        In HTML each share is shaded relative to the largest in its row.
        """
        columns = ("项", "指标", "单位", *self.areas, CITY, "合计")
        rows, shades = [], []
        for row in self.rows:
            cells = (*row.cells, row.city_share)
            sizes = [None if c is None else Fraction(c.copy_abs()) for c in cells]
            most = max((size for size in sizes if size is not None), default=None)
            head = (str(row.project or ""), row.text or row.indicator, row.unit.text)
            total = "不相加" if row.additivity is Additivity.EACH else plain_text(row.total.value)
            rows.append((*head, *map(exactly, cells), total))
            shaded = (None if size is None or not most else int(100 * size / most) for size in sizes)
            shades.append((None, None, None, *shaded, None))
        return Table(columns, tuple(rows), numeric=columns[3:], shades=tuple(shades))
