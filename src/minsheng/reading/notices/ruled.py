"""Tables drawn with rules on a page: which cells the rules close in, and the text that stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from minsheng.reading.tables.sheet import MOST_COLUMNS, Flaw, Merged

#: rules nearer than this, in points, are one: a thick rule is drawn as a box
_NEAR = 2.5
#: a rule closes a side if it runs along so much of it: an underline of a word does not
_MOST_OF = 0.8
#: lines of the same length above each other that make a table without upright rules
_BARE_LINES = 3


@attrs.frozen
class Glyph:
    """A character where it is printed; ``y`` grows downwards."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Its middle line."""
        return (self.top + self.bottom) / 2


@attrs.frozen
class Rule:
    """A straight line: at ``at`` across, or down, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@attrs.frozen
class Table:
    """A table as its rules close it in.

    Args:
        xs: the upright rules from left to right.
        ys: the level ones from top to bottom.
        rows: the cells' texts; that of a merged cell stands in each cell it covers.
        merged: the cells that are merged.
        flaws: cells whose sides the rules do not close.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...]
    flaws: tuple[Flaw, ...]


def tables_of(
    level: Sequence[Rule], upright: Sequence[Rule], glyphs: Sequence[Glyph]
) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page from top to bottom, and the characters outside them."""
    tables, rest = [], [*glyphs]
    for across, down in _apart(_joined(level), _joined(upright)):
        xs = _lines([r.at for r in down] + [end for r in across for end in (r.start, r.end)] * (not down))
        ys = _lines([r.at for r in across])
        if down:  # what is open at the sides ends where its level rules end
            ends = [end for r in across for end in (r.start, r.end)]
            xs = _lines([*xs, min(ends), max(ends)])
            sides = [end for r in down for end in (r.start, r.end)]
            ys = _lines([*ys, min(sides), max(sides)])
        if len(xs) < 2 or len(ys) < 2 or (len(xs), len(ys)) == (2, 2) or len(xs) > MOST_COLUMNS:
            continue
        inside = [g for g in rest if _within(g, xs, ys)]
        rest = [g for g in rest if not _within(g, xs, ys)]
        if inside:
            tables.append(_table(xs, ys, across, down, inside))
    return sorted(tables, key=lambda table: table.ys[0]), rest


def lines_of(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The characters line by line, from left to right."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.left)):
        if line and glyph.middle - line[0].middle > (line[0].bottom - line[0].top) / 2:
            yield sorted(line, key=lambda g: g.left)
            line = []
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda g: g.left)


def text_of(line: Sequence[Glyph]) -> str:
    """The text of a line, with a space where there is a gap; what is printed twice, to be bold, is once."""
    text, last = "", None
    for glyph in line:
        size = glyph.bottom - glyph.top
        if last is not None:
            if glyph.text == last.text and abs(glyph.left - last.left) < size / 5:
                continue
            apart = glyph.left - last.right
            wordy = last.text[-1:].isascii() and glyph.text[:1].isascii()
            if apart > size * (0.2 if wordy else 0.9):
                text += " "
        text, last = text + glyph.text, glyph
    return text.strip()


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line whose ends meet, as one."""
    places = _lines([r.at for r in rules])
    made: list[Rule] = []
    on: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        on[_index(places, rule.at)].append(rule)
    for at, pieces in zip(places, on, strict=True):
        start = end = None
        for piece in sorted(pieces, key=lambda r: r.start):
            if start is None or end is None or piece.start > end + _NEAR:
                if start is not None and end is not None:
                    made.append(Rule(at, start, end))
                start, end = piece.start, piece.end
            end = max(end, piece.end)
        if start is not None and end is not None:
            made.append(Rule(at, start, end))
    return made


def _lines(places: Sequence[float]) -> tuple[float, ...]:
    """Places in order, those that are near each other as one."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return tuple(found)


def _index(places: Sequence[float], place: float) -> int:
    return max(i for i, at in enumerate(places) if at <= place or i == 0)


def _apart(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The rules of each table: those that touch; and level ones of one length that nothing touches."""
    group = [*range(len(level) + len(upright))]

    def of(n: int) -> int:
        while group[n] != n:
            group[n] = group[group[n]]
            n = group[n]
        return n

    for i, across in enumerate(level):
        for j, down in enumerate(upright, len(level)):
            crosses = across.start - _NEAR <= down.at <= across.end + _NEAR
            if crosses and down.start - _NEAR <= across.at <= down.end + _NEAR:
                group[of(j)] = of(i)
    touching: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for n in range(len(group)):
        found = touching.setdefault(of(n), ([], []))
        found[n >= len(level)].append(level[n] if n < len(level) else upright[n - len(level)])
    bare: dict[tuple[float, float], list[Rule]] = {}
    for lying, standing in touching.values():
        if lying and standing:
            yield lying, standing
        for one in () if standing else lying:
            bare.setdefault((one.start // (4 * _NEAR), one.end // (4 * _NEAR)), []).append(one)
    yield from ((lines, []) for lines in bare.values() if len(lines) >= _BARE_LINES)


def _within(glyph: Glyph, xs: Sequence[float], ys: Sequence[float]) -> bool:
    return xs[0] <= (glyph.left + glyph.right) / 2 <= xs[-1] and ys[0] <= glyph.middle <= ys[-1]


def _table(
    xs: tuple[float, ...], ys: tuple[float, ...],
    across: Sequence[Rule], down: Sequence[Rule], glyphs: Sequence[Glyph],
) -> Table:  # fmt: skip
    height, width = len(ys) - 1, len(xs) - 1
    shut_above, shut_left = _closed(across, ys, xs), _closed(down, xs, ys)
    region = [*range(height * width)]
    for r in range(height):
        for c in range(width):
            here = r * width + c
            if c and not shut_left[c][r]:
                _unite(region, here, here - 1)
            if r and not shut_above[r][c]:
                _unite(region, here, here - width)
    cells: dict[int, list[tuple[int, int]]] = {}
    for n in range(height * width):
        cells.setdefault(_root(region, n), []).append(divmod(n, width))
    held: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        r, c = _index(ys[:-1], glyph.middle), _index(xs[:-1], (glyph.left + glyph.right) / 2)
        held.setdefault(_root(region, r * width + c), []).append(glyph)
    texts = {root: "\n".join(map(text_of, lines_of(mine))) for root, mine in held.items()}
    merged: list[Merged] = []
    flaws: list[Flaw] = []
    for root, covered in cells.items():
        (top, left), (bottom, right) = covered[0], covered[-1]
        left, right = min(c for _, c in covered), max(c for _, c in covered)
        if len(covered) != (bottom - top + 1) * (right - left + 1):
            if texts.get(root):
                flaws.append((top, left, f"四周的线没有围成一格（{texts[root][:20]}）"))
        elif len(covered) > 1:
            merged.append((top, left, bottom, right))
    rows = tuple(
        tuple(texts.get(_root(region, r * width + c), "") for c in range(width)) for r in range(height)
    )
    return Table(xs, ys, rows, tuple(merged), tuple(flaws))


def _closed(rules: Sequence[Rule], places: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each place, which of the stretches along it have a rule."""
    shut = [[False] * (len(along) - 1) for _ in places]
    for rule in rules:
        at = _index(places, rule.at + _NEAR / 2)
        for n, (start, end) in enumerate(pairwise(along)):
            if min(end, rule.end) - max(start, rule.start) >= _MOST_OF * (end - start):
                shut[at][n] = True
    return shut


def _root(region: list[int], n: int) -> int:
    while region[n] != n:
        region[n] = region[region[n]]
        n = region[n]
    return n


def _unite(region: list[int], one: int, other: int) -> None:
    region[max(_root(region, one), _root(region, other))] = min(_root(region, one), _root(region, other))
