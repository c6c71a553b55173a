"""Biproportional apportionment (Balinski and Demange 1989), with Webster's rounding.

Every cell is weight × row multiplier × column multiplier, rounded to the nearest whole number, and
every margin is exact. A matrix with these margins is biproportional exactly when no cycle of moves
improves it, where raising a cell from k costs the ratio (k + 1/2) ÷ fitted and lowering it gives the
same back (Rote and Zachariasen 2007). So the algorithm looks for cycles whose ratios multiply to less
than 1 (Bellman-Ford) and applies them until there are none; the smallest products of ratios are then
the multipliers that prove it. All ratios are of integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from minsheng.dividing.fit import Fitted
from minsheng.dividing.flow import components

Node = tuple[bool, int]  # whether it is a row, and which
Ratio = tuple[int, int]

_FEW_BITS = 64
#: a gain of less than one part in 2 ** 40 is left to the exact search
_TRIFLE = 40


@attrs.frozen
class Biproportional:
    """A biproportional apportionment, with the multipliers that prove it.

    Args:
        cells: the whole steps.
        rows, columns: the multipliers: weight × row × column rounds to the cell.
        tied: the cells that could be one more or one less if others change with them.
    """

    cells: tuple[tuple[int, ...], ...]
    rows: tuple[Fraction, ...]
    columns: tuple[Fraction, ...]
    tied: tuple[tuple[int, int], ...]


@attrs.define
class _Search:
    """The matrix, the scaled weights it is compared with, and the smallest products found so far."""

    cells: list[list[int]]
    scaled: list[list[int]]
    one: int  # the unit of the scaled weights
    best: dict[Node, Ratio]
    back: dict[Node, Node]

    def moves(self, node: Node) -> Iterator[tuple[Node, Ratio]]:
        """The nodes that a move from here leads to, with its cost."""
        is_row, at = node
        if is_row:
            for j, (cell, scaled) in enumerate(zip(self.cells[at], self.scaled[at], strict=True)):
                if scaled:
                    yield (False, j), ((2 * cell + 1) * self.one, 2 * scaled)
        else:
            for i, row in enumerate(self.cells):
                if row[at]:
                    yield (True, i), (2 * self.scaled[i][at], (2 * row[at] - 1) * self.one)

    def improve(self, *, exact: bool) -> None:
        """Apply improving cycles until none is left; if not ``exact``, none that gains more than a trifle."""
        changed: dict[Node, None] = dict.fromkeys(self.best)
        while changed:
            todo, changed = list(changed), {}
            for node in todo:
                p, q = self.best[node]
                for to, (a, b) in self.moves(node):
                    r, s = self.best[to]
                    if exact:
                        less, new = p * a * s < r * q * b, (p * a, q * b)
                    else:  # one common denominator; rounded up, so that every cycle found is real
                        new = p * a // b + 1, q
                        less = new[0] < r - (r >> _TRIFLE)
                    if less:
                        self.best[to], self.back[to] = new, node
                        changed[to] = None
            for cycle in self._cycles():
                self._apply(cycle)
                changed |= dict.fromkeys(cycle)

    def _cycles(self) -> list[list[Node]]:
        """The cycles among the predecessors: each is an improvement."""
        found, seen = [], dict[Node, Node]()
        for start in self.back:
            node, path = start, []
            while node in self.back and node not in seen:
                seen[node] = start
                path.append(node)
                node = self.back[node]
            if node in self.back and seen[node] == start and node in path:
                found.append(path[path.index(node) :])
        return found

    def _apply(self, cycle: list[Node]) -> None:
        for is_row, at in cycle:
            _, other = self.back[is_row, at]
            if is_row:
                self.cells[at][other] -= 1
            else:
                self.cells[other][at] += 1
        for node in cycle:
            del self.back[node]


def biproportional(
    start: Sequence[Sequence[int]], weights: Sequence[Sequence[int]], fitted: Fitted
) -> Biproportional:
    """Apportion by ``weights``, which ``fitted`` scales to the margins of ``start``."""
    cuts = [
        max(0, min((s.bit_length() for s in given if s), default=0) - _FEW_BITS)
        for given in (fitted.rows, fitted.columns)
    ]
    above, across = [r >> cuts[0] for r in fitted.rows], [c >> cuts[1] for c in fitted.columns]
    shift = fitted.shift - sum(cuts)
    one, times = 1 << max(0, shift), 1 << max(0, -shift)
    scaled = [
        [weight * row * column * times for weight, column in zip(listed, across, strict=True)]
        for listed, row in zip(weights, above, strict=True)
    ]
    nodes = [(True, i) for i in range(len(above))] + [(False, j) for j in range(len(across))]
    best: dict[Node, Ratio] = dict.fromkeys(nodes, (1 << 2 * _FEW_BITS, 1 << 2 * _FEW_BITS))
    search = _Search([list(row) for row in start], scaled, one, best, {})
    search.improve(exact=False)  # with short numbers, which finds nearly everything
    search.back.clear()
    search.improve(exact=True)
    shrunk = {node: Fraction(*ratio) for node, ratio in search.best.items()}
    rows = tuple(r * times / shrunk[True, i] for i, r in enumerate(above))
    columns = tuple(Fraction(c, one) * shrunk[False, j] for j, c in enumerate(across))
    return Biproportional(tuple(map(tuple, search.cells)), rows, columns, _ties(search))


def _ties(search: _Search) -> tuple[tuple[int, int], ...]:
    """The cells on cycles of ratio 1: moves that cost nothing and can be undone at no cost."""
    rises, falls = [0] * len(search.cells), [0] * len(search.cells[0])
    free = []
    for node, (p, q) in search.best.items():
        for to, (a, b) in search.moves(node):
            r, s = search.best[to]
            if p * a * s == r * q * b:
                is_row, at = node
                i, j = (at, to[1]) if is_row else (to[1], at)
                free.append((i, j))
                if is_row:
                    rises[i] |= 1 << j
                else:
                    falls[j] |= 1 << i
    row_part, column_part = components(rises, falls)
    return tuple(sorted({(i, j) for i, j in free if row_part[i] == column_part[j]}))
