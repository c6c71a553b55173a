"""What each method gives each area, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.dividing.allocate import Division, allocate
from minsheng.dividing.distance import Distance, distance
from minsheng.dividing.methods import Method
from minsheng.dividing.reading import Bounds, Figure, Weight
from minsheng.dividing.ties import TieBreak
from minsheng.domain.allocation import Row
from minsheng.domain.amount import Amount, add_exactly, amount_of, plain_text
from minsheng.domain.written import cut, exactly, percent
from minsheng.errors import UnknownName
from minsheng.table import Table, Tabled


@attrs.frozen(repr=False)
class Comparison(Tabled):
    """Several divisions of one total by the same weights.

    Args:
        divisions: one for each method.
        others: other rows to compare with, such as the one in the notice: ``(name, row)``.
    """

    divisions: tuple[Division, ...]
    others: tuple[tuple[str, Row], ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, Row], ...]:
        """All rows compared: ``(name, row)``, where the name is the method's label or the given one."""
        return (*((d.method.label, d.row) for d in self.divisions), *self.others)

    @property
    def quotas(self) -> dict[str, Fraction | None]:
        """The exactly proportional share of each area, ignoring floors and caps, in the unit of the total."""
        asked = self.divisions[0].asked
        whole, weights = sum(asked.request.weights), asked.request.weights
        rest = asked.request.steps * Fraction(asked.step.size)
        return {
            name: None if given is None else Fraction(rest * weight, whole) if whole else Fraction(0)
            for name, given, weight in zip(asked.areas, asked.weights, weights, strict=True)
        }

    @asked
    def distance(self, name: str) -> Distance | None:
        """How far a row is from proportional; None if nothing is divided."""
        return distance(
            [Fraction(cell or 0) for cell in self._row(name).cells],
            list(self.divisions[0].asked.request.weights),
        )

    @asked
    def outside_quota(self, name: str) -> tuple[str, ...]:
        """The areas whose share is a whole step or more from exactly proportional."""
        size = Fraction(self.divisions[0].asked.step.size)
        shares = self._row(name).shares
        return tuple(
            area
            for area, quota in self.quotas.items()
            if quota is not None and abs(Fraction(shares[area] or 0) - quota) >= size
        )

    @asked
    def gains(self, name: str, over: str) -> tuple[tuple[str, Decimal], ...]:
        """The areas whose shares differ between two rows: ``(area, share in name − share in over)``."""
        one, other = self._row(name).shares, self._row(over).shares
        zero = Decimal(0)
        moved = ((a, add_exactly(one[a] or zero, (other[a] or zero).copy_negate())) for a in one)
        return tuple((area, by) for area, by in moved if by)

    def _row(self, name: str) -> Row:
        for known, row in self.rows:
            if known == name or any(d.row is row and d.method == name for d in self.divisions):
                return row
        raise UnknownName("row", name, (known for known, _ in self.rows))

    @property
    def summary(self) -> str:
        """The total and the methods."""
        return f"{self.divisions[0].asked.total} 的几种分法：{'、'.join(name for name, _ in self.rows)}"

    def _lines(self) -> Iterator[dict[str, Any]]:
        asked, quotas = self.divisions[0].asked, self.quotas
        weights = dict(zip(asked.areas, asked.weights, strict=True))
        for name, row in self.rows:
            for area, share in row.shares.items():
                due = {"weight": weights[area], "quota": quotas[area]}
                yield {"method": name, "area": area} | due | {"share": share}

    def table(self) -> Table:
        """Weight, quota and each method's share; at the bottom the distances from proportional."""
        names = tuple(name for name, _ in self.rows)
        asked, quotas = self.divisions[0].asked, self.quotas
        rows = [
            (
                area,
                exactly(weight),
                "/" if (quota := quotas[area]) is None else cut(quota),
                *(exactly(row.cells[i]) for _, row in self.rows),
            )
            for i, (area, weight) in enumerate(zip(asked.areas, asked.weights, strict=True))
        ]
        distances = [self.distance(name) for name in names]
        rows.append(
            ("应移动的比重", "", "", *("" if d is None else percent(d.loosemore_hanby) for d in distances))
        )
        rows.append(("加拉格尔指数", "", "", *("" if d is None else d.gallagher() for d in distances)))
        rows.append(("差一份以上的地区", "", "", *(str(len(self.outside_quota(name))) for name in names)))
        columns = ("地区", "权重", "应得", *names)
        return Table(columns, tuple(rows), title=f"{asked.total} 的几种分法", numeric=columns[1:])

    def heat_table(self) -> Table:
        """By how many steps each share differs from exactly proportional, shaded by the difference."""
        asked, quotas = self.divisions[0].asked, self.quotas
        size = Fraction(asked.step.size)
        names = tuple(name for name, _ in self.rows)
        off: list[list[Fraction | None]] = [
            [
                None if (due := quotas[area]) is None else (Fraction(row.cells[i] or 0) - due) / size
                for _, row in self.rows
            ]
            for i, area in enumerate(asked.areas)
        ]
        most = max((abs(x) for line in off for x in line if x is not None), default=Fraction(0))
        rows = tuple(
            (area, *("/" if x is None else ("+" if x > 0 else "") + cut(x, 2) for x in line))
            for area, line in zip(asked.areas, off, strict=True)
        )
        shades = tuple(
            (None, *(None if x is None or not most else (abs(x) * 100 / most).__floor__() for x in line))
            for line in off
        )
        title = f"与应得相差的份数（每份 {plain_text(asked.step.size)} {asked.total.unit}）"
        return Table(("地区", *names), rows, title=title, numeric=names, shades=shades)

    def _html(self, fold: str) -> str:
        return self.table()._html(fold) + self.heat_table()._html(fold)


@asked
def compare_allocations(
    total: Amount | str,
    weights: Mapping[str, Weight],
    *,
    methods: Iterable[Method | str] = tuple(Method),
    others: Mapping[str, Row] | None = None,
    step: Figure | None = None,
    floors: Bounds = None,
    caps: Bounds = None,
    city_share: Figure | None = None,
    ties: TieBreak | str = TieBreak.REFUSE,
) -> Comparison:
    """Divide a total by several methods and compare the results.

    Args:
        others: other rows to compare with, each under a name you choose; over the same areas.
        methods: default: all five.
        total, weights, step, floors, caps, city_share, ties: as for
            :func:`~minsheng.dividing.allocate.allocate`.

    Raises:
        DataError: as ``allocate``.
        ValueError: no method, or one of ``others`` has other areas or another unit.

    >>> print(compare_allocations("10 个", {"甲": 643, "乙": 197, "丙": 160}, methods=("hamilton", "dhondt")))
    10 个 的几种分法
    地区              权重  应得  最大余数法  洪德法
    ────────────────────────────────────────────────
    甲                 643  6.43           6       7
    乙                 197  1.97           2       2
    丙                 160   1.6           2       1
    应移动的比重                       4.30%   6.00%
    加拉格尔指数                      0.0416  0.0586
    差一份以上的地区                       0       0
    """
    chosen = tuple(Method(method) for method in methods)
    if not chosen:
        raise ValueError("at least one method is needed")
    whole = amount_of(total)
    divisions = tuple(
        allocate(
            whole,
            weights,
            step=step,
            floors=floors,
            caps=caps,
            city_share=city_share,
            method=method,
            ties=ties,
        )
        for method in chosen
    )
    rows = tuple((others or {}).items())
    for name, row in rows:
        if row.areas != divisions[0].row.areas or not row.unit.measures_same_as(whole.unit):
            raise ValueError(f"row {name!r} is not over the same areas in a unit of the same kind")
        if row.unit.factor != whole.unit.factor:
            raise ValueError(f"row {name!r} is in {row.unit}, the total in {whole.unit}")
    return Comparison(divisions, rows)
