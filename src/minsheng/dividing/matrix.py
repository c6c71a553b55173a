"""Dividing several targets over areas at once, when each area's own total is given too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.dividing.biproportional import Biproportional, biproportional
from minsheng.dividing.fit import SCALE, Blocked, fit
from minsheng.dividing.reading import Figure, Step, Weight, figure, last_place, whole_weights
from minsheng.dividing.rounding import round_within_margins
from minsheng.domain.allocation import Allocation, Row
from minsheng.domain.amount import add_exactly, plain_text
from minsheng.domain.units import Unit, to_unit
from minsheng.domain.written import cut, exactly
from minsheng.errors import DataError, Problem, Problems, UnknownName
from minsheng.labels import Labelled
from minsheng.table import Table, Tabled


class MatrixMethod(Labelled):
    """How a matrix is divided: fitted and rounded within its margins, or biproportionally."""

    CONTROLLED = "controlled", "比例拟合后受控取整"
    BIPROPORTIONAL = "biproportional", "双比例分配（圣拉古法）"


@attrs.frozen(repr=False)
class MatrixDivision(Tabled):
    """A matrix divided to two margins.

    Args:
        allocation: the shares: a row for each target, over the same areas.
        method: the method used.
        step: shares are multiples of this.
        error: the most by which any fitted cell may differ from the limit of the scaling, in the
            unit. It is below 1/10⁹ of a step unless the scaling converges very slowly.
        row_multipliers, column_multipliers: with the biproportional method: weight × both, in
            steps, rounds to the share. Otherwise empty.
        tied: with the biproportional method: the cells that could as well be a step more or less.
    """

    allocation: Allocation
    method: MatrixMethod
    step: Decimal
    error: Fraction
    row_multipliers: tuple[Fraction, ...]
    column_multipliers: tuple[Fraction, ...]
    tied: tuple[tuple[str, str], ...]
    _fitted: tuple[tuple[int, ...], ...] = attrs.field(repr=False)

    @asked
    def fitted(self, row: str, column: str) -> Fraction:
        """A cell before rounding: the weights scaled to the exact margins."""
        at = [r.indicator for r in self.allocation].index(self.allocation[row].indicator)
        if column not in self.allocation.areas:
            raise UnknownName("area", column, self.allocation.areas)
        part = self._fitted[at][self.allocation.areas.index(column)]
        return Fraction(part, SCALE) * Fraction(self.step)

    @property
    def summary(self) -> str:
        """The method, and how much was divided."""
        return f"{self.method.label}：{self.allocation.summary}，步长 {plain_text(self.step)}"

    def _lines(self) -> Iterator[dict[str, Any]]:
        return self.allocation._lines()

    def table(self) -> Table:
        """The shares with their totals."""
        areas = self.allocation.areas
        rows = [
            (row.indicator, *map(exactly, row.cells), plain_text(row.total.value)) for row in self.allocation
        ]
        sums = [
            plain_text(add_exactly(*(c for row in self.allocation if (c := row.cells[j]) is not None)))
            for j in range(len(areas))
        ]
        whole = plain_text(add_exactly(*(row.total.value for row in self.allocation)))
        last = ("合计", *sums, whole)
        return Table(("事项", *areas, "合计"), (*rows, last), numeric=(*areas, "合计"))

    @asked
    def explain(self, row: str) -> str:
        """The working of each share of a row."""
        found, size = self.allocation[row], Fraction(self.step)
        lines = [f"{row} {found.total}，{self.method.label}，步长 {plain_text(self.step)}"]
        for name, cell in found.shares.items():
            if cell is not None:
                tie = "（并列）" if (row, name) in self.tied else ""
                lines.append(
                    f"{name}：{cut(self.fitted(row, name) / size)} 份 → {Step(self.step).down(cell)} 份{tie}"
                )
        return "\n".join([*lines, found.working()])


@asked
def allocate_matrix(
    row_totals: Mapping[str, Figure],
    column_totals: Mapping[str, Figure],
    weights: Mapping[str, Mapping[str, Weight]],
    *,
    unit: Unit | str,
    step: Figure | None = None,
    method: MatrixMethod | str = MatrixMethod.CONTROLLED,
) -> MatrixDivision:
    """Divide several targets over areas so that each target and each area's total is met exactly.

    The weights are scaled to both margins (iterative proportional fitting) and rounded within them:
    every margin is exact, every share less than one step from the fitted cell. Where several
    roundings are equally near, rows and columns given first are preferred. With ``biproportional``
    every share is instead weight × row multiplier × column multiplier, rounded half up or down
    (Balinski and Demange): the margins are exact too, but a share may be a step or more from the
    fitted cell; cells with an equally good alternative are in ``tied``.

    Args:
        row_totals: the total of each target, by the indicator's id.
        column_totals: the total of each area, in the order of the columns.
        weights: for each target the weight of each area: last year's figure, need. An area with
            weight None, or with none, has no share in the target (``/``); with weight 0 it gets 0.
        unit: the unit of every figure.
        step: shares are multiples of this; default: one unit in the last place of the totals.
        method: ``controlled`` or ``biproportional``.

    Raises:
        DataError: the two margins have different sums, are not whole steps, or cannot be met
            because of the zeros; the conflicting rows and columns are named.
        UnknownName: weights for a target or an area that has no total.
        TypeError: a float.

    >>> division = allocate_matrix(
    ...     {"道路": 10, "水渠": 6}, {"甲县": 9, "乙县": 4, "丙区": 3},
    ...     {"道路": {"甲县": 3, "乙县": 2, "丙区": 1}, "水渠": {"甲县": 5, "乙县": 1}}, unit="公里",
    ... )
    >>> print(division)
    事项  甲县  乙县  丙区  合计
    ────────────────────────────
    道路     4     3     3    10
    水渠     5     1     /     6
    合计     9     4     3    16
    """
    unit, method = to_unit(unit), MatrixMethod(method)
    if not row_totals or not column_totals:
        raise ValueError("a matrix has at least one row and one column")
    columns = tuple(column_totals)
    for row, listed in weights.items():
        if row not in row_totals:
            raise UnknownName("row", row, row_totals)
        for name in listed:
            if name not in column_totals:
                raise UnknownName("area", name, columns)
    above = {row: figure(total, unit, row) for row, total in row_totals.items()}
    across = {name: figure(total, unit, name) for name, total in column_totals.items()}
    size = last_place(*above.values(), *across.values()) if step is None else figure(step, unit, "步长")
    counted = Step(size)
    given = [[weights.get(row, {}).get(name) for name in columns] for row in above]
    flat = whole_weights([weight for listed in given for weight in listed])
    whole = [flat[at : at + len(columns)] for at in range(0, len(flat), len(columns))]
    row_steps, column_steps = _steps(above, across, counted)
    Problems(
        Problem(f"{row}，{name}", f"权重是 {exactly(weight)}", "权重不能小于 0")
        for row, listed, ints in zip(above, given, whole, strict=True)
        for name, weight, w in zip(columns, listed, ints, strict=True)
        if w < 0
    ).refuse()
    try:
        fitted = fit(whole, row_steps, column_steps)
    except Blocked as blocked:
        raise DataError([_blocked(blocked, above, across)]) from None
    cells: Sequence[Sequence[int]] = round_within_margins(fitted.cells)
    proof: Biproportional | None = None
    if method is MatrixMethod.BIPROPORTIONAL:
        proof = biproportional(cells, whole, fitted)
        cells = proof.cells
    rows = []
    for row, own, counts in zip(above, given, cells, strict=True):
        shares = [None if w is None else value for w, value in zip(own, counted.values(counts), strict=True)]
        rows.append(Row(row, unit, columns, shares))
    return MatrixDivision(
        Allocation(columns, tuple(rows)),
        method,
        size,
        fitted.error * Fraction(size),
        proof.rows if proof else (),
        proof.columns if proof else (),
        tuple((rows[i].indicator, columns[j]) for i, j in proof.tied) if proof else (),
        fitted.cells,
    )


def _steps(
    above: Mapping[str, Decimal], across: Mapping[str, Decimal], step: Step
) -> tuple[list[int], list[int]]:
    """The margins in steps."""
    problems = Problems()
    for what, totals in (("行", above), ("列", across)):
        for name, total in totals.items():
            if total < 0:
                problems.add(f"{what}“{name}”", f"合计是 {plain_text(total)}", "合计不能小于 0")
            elif step.count(total) is None:
                met = f"合计 {plain_text(total)} 不是 {plain_text(step.size)} 的整数倍"
                problems.add(f"{what}“{name}”", met, "请改步长，或改合计")
    sums = [add_exactly(*totals.values()) for totals in (above, across)]
    if sums[0] != sums[1]:
        met = f"各行之和 {plain_text(sums[0])}，各列之和 {plain_text(sums[1])}"
        problems.add("合计", met, "两边的总和要相等")
    problems.refuse()
    return [step.down(v) for v in above.values()], [step.down(v) for v in across.values()]


def _blocked(blocked: Blocked, above: Mapping[str, Decimal], across: Mapping[str, Decimal]) -> Problem:
    """The cut in words: these rows fit only into these columns, which are too small."""
    rows = [item for i, item in enumerate(above.items()) if blocked.cut.rows >> i & 1]
    columns = [item for j, item in enumerate(across.items()) if blocked.cut.columns >> j & 1]
    wanted, room = (plain_text(add_exactly(*(v for _, v in items))) for items in (rows, columns))
    met = f"{_listed(rows)}合计 {wanted}，只能放进{_listed(columns)}，那里合计只有 {room}"
    return Problem("行列", met, "请改这些行或列的合计，或给别的格子权重")


def _listed(items: Sequence[tuple[str, Decimal]]) -> str:
    shown = "、".join(f"{name} {plain_text(total)}" for name, total in items[:20])
    return f"（{shown}{f'…共 {len(items)} 个' if len(items) > 20 else ''}）" if items else "（没有一列）"
