"""Fitting a matrix of weights to two margins: iterative proportional fitting, in integers.

Rows and columns are scaled in turn until both margins are met (Deming and Stephan 1940). The
multipliers are integers with enough bits that rounding them does not matter; there is no float.
What is still missing then, less than a billionth of a step unless the scaling converges too slowly,
is moved along the cells exactly, so that the fitted matrix has exact margins. How much was moved is
kept as the error.

Cells that must be 0 in every matrix with these margins are found first and left out. The rest has a
solution with every cell above 0, for which the scaling converges geometrically (Sinkhorn).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import mul

import attrs

from minsheng.dividing.flow import Cut, Network, bits, components

#: cells of the fitted matrix are integers in units of 1/SCALE step
SCALE = 1 << 60
_SMALL = 10**9  # the scaling stops at an error of 1/10⁹ of a step
_WORK = 2 * 10**7  # or after this many cells


class Blocked(Exception):  # noqa: N818  # its only caller turns it into a problem
    """No matrix has these margins and zeros; ``cut`` holds the rows and columns in the way."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        super().__init__(cut)


@attrs.frozen
class Fitted:
    """Weights scaled to two margins.

    Args:
        cells: the matrix in units of 1/``SCALE`` step; its margins are exact.
        rows, columns: the multipliers: a cell is weight × row × column ÷ 2 ** ``shift``.
        shift: how many bits of rows × columns are fractional.
        error: how much had to be moved to make the margins exact, in steps. No cell differs from
            the scaled weights by more.
    """

    cells: tuple[tuple[int, ...], ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    shift: int
    error: Fraction


def fit(weights: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> Fitted:
    """Scale ``weights`` so that rows and columns sum to the totals, given in whole steps.

    Raises:
        Blocked: no such matrix exists.

    >>> fitted = fit([[1, 2], [3, 4]], [30, 70], [40, 60])
    >>> [sum(row) // SCALE for row in fitted.cells], fitted.error < Fraction(1, 10**9)
    ([30, 70], True)
    """
    open_ = _open_cells(weights, rows, columns)
    above, across, shift = _scale(open_, rows, columns)
    cells = [
        [
            weight * row_factor * factor * SCALE >> shift if weight else 0
            for weight, factor in zip(row, across, strict=True)
        ]
        for row, row_factor in zip(open_, above, strict=True)
    ]
    row_needs = [total * SCALE - sum(row) for total, row in zip(rows, cells, strict=True)]
    column_needs = [
        total * SCALE - sum(column) for total, column in zip(columns, zip(*cells, strict=True), strict=True)
    ]
    moved = sum(map(abs, row_needs)) + sum(map(abs, column_needs))
    falls = _support(tuple(zip(*cells, strict=True)))
    network = Network(cells, row_needs, column_needs, None, None, _support(open_), falls)
    blocked = network.settle()
    if blocked is not None:
        raise Blocked(blocked)
    exact = tuple([tuple(row) for row in network.cells])
    return Fitted(exact, tuple(above), tuple(across), shift, Fraction(moved, SCALE))


def _support(weights: Sequence[Sequence[int]]) -> list[int]:
    """For each row, as bits, the columns that are not 0."""
    return [int("".join(["1" if w else "0" for w in reversed(row)]) or "0", 2) for row in weights]


def _open_cells(
    weights: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]
) -> list[list[int]]:
    """The weights, with 0 in the cells that are 0 in every matrix with these margins."""
    kept = [list(row) for row in weights]
    if all(rows) and all(columns) and all(map(all, kept)):
        return kept  # the products of the margins are a solution
    support = _support(kept)
    nothing = [[0] * len(columns) for _ in rows]
    some = Network(nothing, list(rows), list(columns), None, None, list(support), [0] * len(columns))
    blocked = some.settle()
    if blocked is not None:
        raise Blocked(blocked)
    row_part, column_part = components(support, some.falls)
    for i, row in enumerate(kept):
        for j in bits(support[i]):
            if not some.cells[i][j] and row_part[i] != column_part[j]:
                row[j] = 0
    return kept


def _scale(
    weights: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]
) -> tuple[list[int], list[int], int]:
    """The multipliers of rows and columns, and how many bits of their product are fractional."""
    turned = tuple(zip(*weights, strict=True))
    precision = 64 + sum(rows).bit_length()
    across = [1 << precision] * len(columns)
    sweeps = max(50, min(5000, _WORK // max(1, len(rows) * len(columns))))
    above, shift = _multipliers(weights, across, rows, precision)
    for _ in range(sweeps):
        sums = [sum(map(mul, column, above)) for column in turned]
        met = [total * factor for total, factor in zip(sums, across, strict=True)]
        error = sum([abs(is_ - (ought << shift)) for is_, ought in zip(met, columns, strict=True)])
        if error * _SMALL < 1 << shift:
            break
        across, _shift = _multipliers(turned, above, columns, precision)
        above, shift = _multipliers(weights, across, rows, precision)
    return above, across, shift


def _multipliers(
    weights: Sequence[Sequence[int]], others: Sequence[int], totals: Sequence[int], precision: int
) -> tuple[list[int], int]:
    """The multiplier that gives each row its total, with ``precision`` bits for the smallest."""
    sums = [sum(map(mul, row, others)) for row in weights]
    spans = [s.bit_length() - t.bit_length() for s, t in zip(sums, totals, strict=True) if s and t]
    shift = precision + 1 + max(spans, default=0)
    return [(total << shift) // s if s else 0 for s, total in zip(sums, totals, strict=True)], shift
