"""Controlled rounding: whole steps with every margin exact and every cell within one step.

A fitted matrix with whole margins always has such a rounding, each cell the whole number below or
above (the transportation polytope has integral vertices; Cox and Ernst 1982). Here all cells start
at the nearest whole number. What the margins then lack is moved along cells that are nearly halves,
and only if that does not suffice along cells farther from a half. So the cell farthest from its
fitted value is as near to it as in any rounding, to within 1/32 of a step.
"""

from __future__ import annotations

from collections.abc import Sequence

from minsheng.dividing.fit import SCALE
from minsheng.dividing.flow import Network

_LEVELS = 16


def round_within_margins(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    """Round ``cells``, which are in units of 1/``SCALE`` step and have whole margins, to whole steps.

    >>> half = SCALE // 2
    >>> round_within_margins([[half, half], [half, half]])
    [[0, 1], [1, 0]]
    """
    low = [[cell // SCALE for cell in row] for row in cells]
    high = [[-(-cell // SCALE) for cell in row] for row in cells]
    near = [[(2 * cell + SCALE) // (2 * SCALE) for cell in row] for row in cells]
    columns = list(zip(*cells, strict=True))
    network = Network(
        near,
        [sum(row) // SCALE - sum(rounded) for row, rounded in zip(cells, near, strict=True)],
        [
            sum(column) // SCALE - sum(rounded)
            for column, rounded in zip(columns, zip(*near, strict=True), strict=True)
        ],
        low,
        high,
        [0] * len(cells),
        [0] * len(columns),
    )
    for level in _by_distance(cells):
        for i, j in level:
            if network.cells[i][j] < high[i][j]:
                network.rises[i] |= 1 << j
            else:
                network.falls[j] |= 1 << i
        if network.settle() is None:
            return network.cells
    raise AssertionError("a matrix with whole margins has a rounding")


def _by_distance(cells: Sequence[Sequence[int]]) -> list[list[tuple[int, int]]]:
    """The cells that are not whole, by the distance of the farther whole number: half a step to one."""
    levels: list[list[tuple[int, int]]] = [[] for _ in range(_LEVELS + 1)]
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            part = cell % SCALE
            if part:
                beyond = abs(2 * part - SCALE)  # of 0 to SCALE
                levels[-(-beyond * _LEVELS // SCALE)].append((i, j))
    return levels
