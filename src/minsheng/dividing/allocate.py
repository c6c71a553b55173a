"""Dividing one target over areas.

:func:`allocate` returns a :class:`Division`, not a bare :class:`~minsheng.domain.allocation.Row`: a
row is what a notice prints and has no place for weights, quotas or a method. The division keeps
them for its working.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.dividing import working
from minsheng.dividing.methods import Method, divide, quotas
from minsheng.dividing.reading import Asked, Bounds, Figure, Weight, ask
from minsheng.dividing.ties import TieBreak, settler
from minsheng.domain.allocation import Row
from minsheng.domain.amount import Amount, amount_of
from minsheng.plain.canonical import Format
from minsheng.table import Table, Tabled


@attrs.frozen(repr=False)
class Division(Tabled):
    """A target divided over areas, with everything that the division depended on.

    Args:
        row: the shares, as a row of an allocation table.
        method: the method of apportionment.
        ties: the rule for equal claims.
        tied: the areas with equal claims to the last steps; empty where no rule was needed.
        asked: the request, in whole steps.

    >>> division = allocate("10 个", {"甲县": 47, "乙县": 16, "丙区": 15, "丁区": 22})
    >>> division.shares
    {'甲县': Decimal('5'), '乙县': Decimal('2'), '丙区': Decimal('1'), '丁区': Decimal('2')}
    """

    row: Row
    method: Method
    ties: TieBreak
    tied: tuple[str, ...]
    asked: Asked = attrs.field(repr=False)

    _FORMAT = Format("division")

    @property
    def shares(self) -> dict[str, Decimal | None]:
        """Each area's share; None where it has no weight."""
        return self.row.shares

    @property
    def total(self) -> Amount:
        """The total that was divided, 市本级 included."""
        return self.row.total

    @property
    def quotas(self) -> dict[str, Fraction | None]:
        """The exactly proportional share of each area within its floor and cap, in the row's unit.

        >>> allocate("10 个", {"甲县": 1, "乙县": 2}, method="webster").quotas["甲县"]
        Fraction(10, 3)
        """
        quota, size = quotas(self.asked.request), Fraction(self.asked.step.size)
        return {
            name: None
            if given is None
            else size * (bound if bound is not None else Fraction(weight * quota.above, quota.below))
            for name, given, weight, bound in zip(
                self.asked.areas, self.asked.weights, self.asked.request.weights, quota.fixed, strict=True
            )
        }

    def awards(self) -> Iterator[working.Award]:
        """Every step beyond the floors, in the order in which it is given, with the claim to it.

        With largest remainder: the steps beyond the whole quotas.
        """
        return working.awards(self.asked, self.method, self._counts)

    @property
    def _counts(self) -> tuple[int, ...]:
        step = self.asked.step
        return tuple(0 if cell is None else step.down(cell) for cell in self.row.cells)

    @property
    def summary(self) -> str:
        """The method and the sum."""
        return f"{self.method.label}：{self.row.working()}"

    def _lines(self) -> Iterator[dict[str, Any]]:
        weights, quotas = dict(zip(self.asked.areas, self.asked.weights, strict=True)), self.quotas
        for line in self.row._lines():
            yield line | {"weight": weights.get(line["area"]), "quota": quotas.get(line["area"])}

    def table(self) -> Table:
        """Weight, quota and share of each area."""
        return working.table(self.asked, self.row, self.quotas)

    def explain(self) -> str:
        """The working: the method, the quotas or the divisor, and what each area gets.

        >>> print(allocate("10 个", {"甲县": 47, "乙县": 16, "丙区": 15, "丁区": 22}).explain())
        10 个按权重分给 4 个地区，步长 1 个，最大余数法
        应得 = 权重 × 10 ÷ 100，先得整数，余下的 2 份给余数最大的
        甲县：47 × 10 ÷ 100 = 4.7 → 4 + 1 = 5 个
        乙县：16 × 10 ÷ 100 = 1.6 → 1 + 1 = 2 个
        丙区：15 × 10 ÷ 100 = 1.5 → 1 个
        丁区：22 × 10 ÷ 100 = 2.2 → 2 个
        甲县 5 + 乙县 2 + 丙区 1 + 丁区 2 = 10 个
        """
        tie = f"{'、'.join(self.tied)}对最后的份数理由相同：{self.ties.label}" if self.tied else ""
        return working.explain(self.asked, self.row, self.method, self._counts, tie)


@asked
def allocate(
    total: Amount | str,
    weights: Mapping[str, Weight],
    *,
    step: Figure | None = None,
    floors: Bounds = None,
    caps: Bounds = None,
    city_share: Figure | None = None,
    method: Method | str = Method.HAMILTON,
    ties: TieBreak | str = TieBreak.REFUSE,
    areas: Iterable[str] | None = None,
    indicator: str = "",
) -> Division:
    """Divide a total over areas in proportion to weights, exactly and in whole steps.

    Args:
        total: the total, including 市本级: an amount, or text such as ``"41.3 万亩"``.
        weights: the weight of each area: population, need, last year's figure. Amounts are
            compared across units. An area with weight None, or with none, gets None (``/``); one
            with weight 0 gets its floor.
        step: shares are multiples of this; default: one unit in the last decimal place of the
            total (0.1 for 41.3, 0.01 for 41.30, 1 for 59000).
        floors, caps: the minimum and maximum share, in the unit of the total: by area, or one for
            all areas. Both are rounded inwards to whole steps.
        city_share: reserved for the city itself before dividing.
        method: ``hamilton`` (largest remainder), ``jefferson`` (D'Hondt), ``webster``
            (Sainte-Laguë), ``huntington-hill`` or ``adams``.
        ties: who gets the last step where claims are equal: ``refuse`` (an error that names them),
            ``order`` (first in ``areas``) or ``weight`` (the larger weight; equal ones are refused).
        areas: the areas in the order of the row's columns; default: the order of the weights.
            Shares depend on the order only with ``ties="order"``.
        indicator: the indicator's id, for the row.

    Raises:
        DataError: the request cannot be met (floors above the total, caps below it, a total that
            is not a whole number of steps, weights all 0 or negative), or a tie is refused. The
            message shows the sum.
        UnknownName: a weight or a bound for an area that is not in ``areas``.
        UnitError: figures in incompatible units.
        TypeError: a float.

    >>> weights = {"甲县": "95.5 万人", "乙县": "51.2 万人", "丙区": "130 万人", "丁区": None}
    >>> weights = {name: w and Amount.parse(w) for name, w in weights.items()}
    >>> division = allocate("41.3 万亩", weights, step="0.01", floors=8, city_share="0.3")
    >>> print(division.row.working())
    甲县 13.98 + 乙县 8.00 + 丙区 19.02 + 市本级 0.3 = 41.30 万亩
    """
    method, ties = Method(method), TieBreak(ties)
    whole = amount_of(total)
    asked = ask(whole, weights, step=step, floors=floors, caps=caps, city_share=city_share, areas=areas)

    settle = settler(asked.areas, asked.request.weights, ties)
    outcome = divide(asked.request, method, settle)
    values = asked.step.values(outcome.steps)
    cells = tuple([None if w is None else v for w, v in zip(asked.weights, values, strict=True)])
    row = Row(indicator, whole.unit, asked.areas, cells, city_share=asked.city_share)
    return Division(row, method, ties, tuple(asked.areas[i] for i in outcome.tied), asked)
