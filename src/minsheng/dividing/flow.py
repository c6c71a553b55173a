"""Making the margins of a matrix exact by moving whole units along its cells.

The rows and columns of a matrix of integers should sum to given totals; each cell lies between two
bounds. What a row lacks is added to one of its cells; the column of that cell then has too much, so
another of its cells gives; and so on, until a column is reached that lacked something. These are the
augmenting paths of a maximum flow. When none is left, the rows and columns that can still be reached
are a cut: they prove that no matrix has those margins.

The cells that may rise are kept as bits of one integer per row, those that may fall per column, so
that a search looks at a whole row at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs


def bits(number: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


@attrs.frozen
class Cut:
    """Rows (as bits) whose cells all lie in these columns (as bits), which are too small for them."""

    rows: int
    columns: int


@attrs.define
class Network:
    """A matrix that is changed in place until its margins are exact.

    Args:
        cells: the matrix, row by row.
        row_needs, column_needs: what each row and column lacks; negative where it has too much.
        low, high: the bounds of each cell; None for 0 and for no upper bound.
        rises: for each row, as bits, the columns in which its cell may rise.
        falls: for each column, as bits, the rows in which its cell may fall.
    """

    cells: list[list[int]]
    row_needs: list[int]
    column_needs: list[int]
    low: Sequence[Sequence[int]] | None
    high: Sequence[Sequence[int]] | None
    rises: list[int]
    falls: list[int]

    def settle(self) -> Cut | None:
        """Move until every margin is exact; returns what blocks it, if something does."""
        blocked: Cut | None = None
        dead = Cut(0, 0)
        for is_row, needs, sign in ((True, self.row_needs, 1), (False, self.column_needs, -1)):
            for start in range(len(needs)):
                if needs[start] * sign <= 0 or (dead.rows if is_row else dead.columns) >> start & 1:
                    continue
                while needs[start] * sign > 0:
                    reached = self._augment(is_row, start, dead)
                    if reached is not None:
                        blocked = blocked or reached
                        # what cannot reach a lack now cannot later: no path ends in it or leaves it
                        dead = Cut(dead.rows | reached.rows, dead.columns | reached.columns)
                        break
        return blocked

    def _augment(self, is_row: bool, start: int, dead: Cut) -> Cut | None:
        """Move along the shortest path from a row that lacks something or a column that has too much."""
        lacking = _positive(self.column_needs, 1)
        spare = _positive(self.row_needs, -1)
        seen_rows, seen_columns = dead.rows, dead.columns
        rows_from: dict[int, int] = {}
        columns_from: dict[int, int] = {}
        queue = [(is_row, start)]
        own = Cut(1 << start if is_row else 0, 0 if is_row else 1 << start)
        seen_rows, seen_columns = seen_rows | own.rows, seen_columns | own.columns
        for in_row, at in queue:
            if in_row:
                new = self.rises[at] & ~seen_columns
                hit = new & lacking
                for column in bits(hit & -hit if hit else new):
                    columns_from[column] = at
                    queue.append((False, column))
                seen_columns |= new
            else:
                new = self.falls[at] & ~seen_rows
                hit = new & spare
                for row in bits(hit & -hit if hit else new):
                    rows_from[row] = at
                    queue.append((True, row))
                seen_rows |= new
            if hit:
                self._move(*queue[-1], rows_from, columns_from)
                return None
        return Cut(seen_rows & ~dead.rows, seen_columns & ~dead.columns)

    def _move(self, in_row: bool, at: int, rows_from: dict[int, int], columns_from: dict[int, int]) -> None:
        """Move as much as the path that ends here allows."""
        path: list[tuple[int, int, int]] = []  # (row, column, +1 or −1)
        by = -self.row_needs[at] if in_row else self.column_needs[at]
        end_row, end = in_row, at
        while at in (rows_from if in_row else columns_from):
            row, column, sign = (at, rows_from[at], -1) if in_row else (columns_from[at], at, 1)
            path.append((row, column, sign))
            cell = self.cells[row][column]
            if sign < 0:
                by = min(by, cell - (self.low[row][column] if self.low else 0))
            elif self.high:
                by = min(by, self.high[row][column] - cell)
            at = column if in_row else row
            in_row = not in_row
        by = min(by, self.row_needs[at] if in_row else -self.column_needs[at])
        if end_row:
            self.row_needs[end] += by
        else:
            self.column_needs[end] -= by
        if in_row:
            self.row_needs[at] -= by
        else:
            self.column_needs[at] += by
        for row, column, sign in path:
            self._change(row, column, sign * by)

    def _change(self, row: int, column: int, by: int) -> None:
        cell = self.cells[row][column] = self.cells[row][column] + by
        if by > 0:
            self.falls[column] |= 1 << row
            if self.high and cell == self.high[row][column]:
                self.rises[row] &= ~(1 << column)
        else:
            self.rises[row] |= 1 << column
            if cell == (self.low[row][column] if self.low else 0):
                self.falls[column] &= ~(1 << row)


def _positive(needs: Sequence[int], sign: int) -> int:
    return sum(1 << i for i, need in enumerate(needs) if need * sign > 0)


def components(rises: Sequence[int], falls: Sequence[int]) -> tuple[list[int], list[int]]:
    """The strongly connected component of each row and column in the graph of possible moves.

    A cell can change with the margins kept exactly if its row and column are in one component, or
    if it can both rise and fall.
    """
    rows_to = [0] * len(rises)  # against the direction of the moves
    columns_to = [0] * len(falls)
    for row, columns in enumerate(rises):
        for column in bits(columns):
            columns_to[column] |= 1 << row
    for column, rows in enumerate(falls):
        for row in bits(rows):
            rows_to[row] |= 1 << column
    row_part, column_part = [-1] * len(rises), [-1] * len(falls)
    for row in range(len(rises)):
        if row_part[row] < 0:
            ahead = _reach(row, rises, falls)
            behind = _reach(row, rows_to, columns_to)
            for found, part in (
                (ahead.rows & behind.rows, row_part),
                (ahead.columns & behind.columns, column_part),
            ):
                for i in bits(found):
                    part[i] = row
    return row_part, column_part


def _reach(row: int, rises: Sequence[int], falls: Sequence[int]) -> Cut:
    rows, columns = 1 << row, 0
    queue = [(True, row)]
    for in_row, at in queue:
        if in_row:
            new = rises[at] & ~columns
            columns |= new
        else:
            new = falls[at] & ~rows
            rows |= new
        queue += [(not in_row, i) for i in bits(new)]
    return Cut(rows, columns)
