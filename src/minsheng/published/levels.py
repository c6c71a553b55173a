"""Which lines of a published table are parts of which: totals, 小计, 其中, and groups with their areas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import attrs

from minsheng.domain.area import CITY, is_of_some
from minsheng.domain.numerals import normalise
from minsheng.published.figures import Figure, added, figures_of
from minsheng.published.printed import Printed, groups

#: the ways to number lines, from the outermost
_SERIALS = (
    re.compile("[一二三四五六七八九十]{1,3}[、.]?"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,3}[、.]?"),
    re.compile(r"\(\d{1,3}\)|[①-⑳]|\d{1,2}[.)]\d{1,2}|\d{1,2}\)"),
)
_SERIAL_HEAD = re.compile("序号|编号|序|no\\.?", re.IGNORECASE)
_LED = re.compile(
    r"([一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[、.](?!\d)|\(\d{1,3}\)|[①-⑳])(?=\D)"
)
#: what stands before a line that is a part of the one above it
_OF_IT = re.compile(r"\(?其中|#|[-—–─]+(?=[^-—–─])|[└├·•]|包括|含:")
_GROUP = re.compile(
    r"各?(?:[县市区]\(?[县市区、]*\)?|县级市|市辖区|城[市区]区?|[主中]?心?城区|园区|功能区|开发区|管理区|新区|"
    r"[东南西北中湘][部片]?[片地]?区?|乡镇?|镇|街道|山区|[丘平][陵原]区?|第?[一二三四五ABCabc][类组档][县区]?)(?:部分|类|组)?"
)
_TIME = re.compile(
    "[一二三四五六七八九十\\d]{1,4}(?:月份?|个?季度?|年|[周旬])|[一二三四]季度|[上中下]旬|[上下]半年"
)


@attrs.frozen
class Sum:
    """A line, and the lines that it should be the sum of.

    Args:
        whole: the line of the sum.
        ways: what may be its parts, the likeliest first.
        all: whether they must make up the whole; of 其中, others may be left out.
    """

    whole: Printed
    ways: tuple[tuple[Printed, ...], ...]
    all: bool = True


@attrs.define(eq=False)
class _Node:
    """A line with its depth: 0 for what the total adds up."""

    line: Printed
    depth: int = 0
    of_it: bool = False
    subtotal: bool = False
    first: bool = False

    @cached_property
    def figures(self) -> tuple[Figure | str, ...]:
        """What it adds to each sum."""
        return figures_of(self.line)

    @property
    def label(self) -> str:
        return self.line.area or self.line.name


def sums(lines: Sequence[Printed]) -> Iterator[Sum]:
    """Every sum in one table: 合计, 小计, groups of areas, 其中.

    >>> rows = [("一", "县", 3), ("1", "甲县", 1), ("2", "乙县", 2), ("二", "区", 4), ("", "全市", 7)]
    >>> lines = [Printed(area=area, target=str(n), row=(("序号", serial),)) for serial, area, n in rows]
    >>> [(one.whole.area, [part.area for part in one.ways[0]]) for one in sums(lines)]
    [('县', ['甲县', '乙县']), ('全市', ['县', '区'])]
    """
    areas = any(line.is_part for line in lines)
    for table in groups(lines) if areas else [tuple(lines)]:
        own, beneath = _cut_beneath(table)
        totals = [line for line in own if line.is_total]
        rest = [line for line in own if not line.is_total and not is_mean(line)]
        before = dict(zip(map(id, own[1:]), own, strict=False))
        nodes = [
            _Node(line, first=id(line) not in before or before[id(line)].is_total) for line in rest
        ]  # 其中 of a total is all that it adds up
        _set_depths(nodes)
        if nodes:
            yield from _inner(nodes, areas=areas)
        elif totals and not own[0].name:  # of all indicators
            nodes = [_Node(line) for line in lines if line.is_part]
        if nodes and totals:
            ways = tuple(dict.fromkeys(_ways(nodes)))
            if all(_TIME.fullmatch(normalise(node.line.name)) for node in nodes):
                ways += ((nodes[-1].line,),)  # what is cumulative, or a year's, stands in the last line
            yield from (Sum(total, ways) for total in totals)
        if beneath:
            yield Sum(totals[-1], (beneath,), all=False)


def _cut_beneath(own: tuple[Printed, ...]) -> tuple[tuple[Printed, ...], tuple[Printed, ...]]:
    """The lines of a table, and those after its total that are 其中 of what was added up already."""
    for n, (before, line) in enumerate(pairwise(own), 1):
        whole = before.is_total and any(other.is_part or other.name for other in own[: n - 1])
        if whole and _OF_IT.match(normalise(line.area or line.name)):
            return own[:n], own[n:]
    return own, ()


def is_mean(line: Printed) -> bool:
    """Whether it is the mean of the others."""
    text = line.area or line.name
    return is_of_some(text) and "均" in text


def _serial(line: Printed) -> str:
    """The number of a line: in a column of its own, or before its name."""
    cell = next((text for head, text in line.row if _SERIAL_HEAD.fullmatch(normalise(head))), "")
    led = _LED.match(normalise(line.area or line.name))
    return normalise(cell) or (led[1] if led else "")


def _style(serial: str) -> int | None:
    return next((n for n, way in enumerate(_SERIALS) if way.fullmatch(serial)), None)


def _set_depths(nodes: Sequence[_Node]) -> None:
    """How deep each line stands, by its number, its indentation or its name."""
    styles = [_style(_serial(node.line)) for node in nodes]
    indents = [len(node.label) - len(node.label.lstrip()) for node in nodes]
    bare = [_LED.sub("", normalise(node.label), count=1) for node in nodes]
    grouping = [_GROUP.fullmatch(text) is not None for text in bare]
    containing = [text for text in bare if "含" in text]
    for node, text in zip(nodes, bare, strict=True):
        node.subtotal = is_of_some(text)
        inside = text and any(text in other.partition("含")[2] for other in containing if other != text)
        node.of_it = not node.subtotal and not node.first and bool(inside or _OF_IT.match(text))
    kinds = sorted({style for style in styles if style is not None})
    levels = sorted({i for i, node in zip(indents, nodes, strict=True) if not node.subtotal})
    owner: _Node | None = None
    for n, node in enumerate(nodes):
        style, before = styles[n], nodes[n - 1] if n else None
        if normalise(node.label) == CITY:
            owner = node
            continue
        if len(kinds) > 1 and style is not None:
            node.depth = kinds.index(style)
        elif len(kinds) > 1 and grouping[n]:
            node.depth = 0
        elif len(kinds) > 1 and before is not None:
            node.depth = before.depth
        elif len(levels) > 1:
            node.depth = levels.index(indents[n]) if indents[n] in levels else 0
        elif any(grouping) and not all(grouping) and (grouping[0] or styles[0] == 0):
            node.depth = 0 if grouping[n] else 1
        if node.of_it:
            node.depth = max(node.depth, owner.depth + 1 if owner else 1)
        else:
            owner = node
    _settle_of_it(nodes)


def _settle_of_it(nodes: Sequence[_Node]) -> None:
    """After 其中：城区, the next lines are parts too until they make up the whole."""
    for n, node in enumerate(nodes):
        if not node.of_it or (n and nodes[n - 1].of_it) or n == 0:
            continue
        whole, run = nodes[n - 1], [node]
        for after in nodes[n + 1 : n + _LONGEST]:
            if added([m.figures for m in run], whole.figures):
                break
            if after.of_it or (after.depth == whole.depth and not after.subtotal):
                run.append(after)
            else:
                break
        if added([m.figures for m in run], whole.figures):
            for part in run:
                part.depth, part.of_it = whole.depth + 1, True


def _ways(nodes: Sequence[_Node]) -> Iterator[tuple[Printed, ...]]:
    """What a total may add up: the lines of the outermost level, else those of the innermost."""
    plain = [node for node in nodes if not node.subtotal]
    if not plain:
        return
    least = min(node.depth for node in plain)
    outer = [node for node in plain if node.depth == least]
    yield tuple(node.line for node in outer)
    leaves = [
        node for node, after in zip(plain, (*plain[1:], None), strict=True)
        if not node.of_it and (after is None or after.of_it or after.depth <= node.depth)
    ]  # fmt: skip
    if leaves != outer:
        yield tuple(node.line for node in leaves)
    parted = {id(after) for before, after in pairwise(nodes) if before.of_it}
    after = [n for n, node in enumerate(outer) if id(node) in parted]
    for more in range(1, _MOST_AFTER + 1) if after else ():  # how many lines after 其中 are parts too
        kept = [node for n, node in enumerate(outer) if not any(m <= n < m + more for m in after)]
        yield tuple(node.line for node in kept)
    unnamed = _without_wholes(outer)
    if len(unnamed) < len(outer):
        yield tuple(node.line for node in unnamed)
    if any(node.subtotal for node in nodes):
        yield tuple(node.line for node in nodes if node.subtotal)


#: how many lines after 其中 may be parts too, and how many lines one may be the sum of with nothing to say so
_MOST_AFTER, _LONGEST = 4, 40


def _without_wholes(nodes: Sequence[_Node]) -> list[_Node]:
    """The lines without those that are the sum of the lines below them, though nothing says so."""
    kept, n = list[_Node](), 0
    while n < len(nodes):
        kept.append(nodes[n])
        n = _end_of_sum(nodes, n) + 1
    return kept


def _end_of_sum(nodes: Sequence[_Node], n: int) -> int:
    """The last line of those below a line that make it up; its own number if none do."""
    whole = nodes[n].figures
    column = next((c for c, figure in enumerate(whole) if isinstance(figure, Figure) and figure.value), None)
    if column is None:
        return n
    left = whole[column]
    rest, step = (left.value, left.step) if isinstance(left, Figure) else (Fraction(0), Fraction(0))
    for end in range(n + 1, min(len(nodes), n + _LONGEST)):
        figure = nodes[end].figures[column]
        if isinstance(figure, str):
            break
        rest, step = rest - figure.value, step + figure.step
        if rest < -step:
            break
        if rest <= step and end > n + 1 and added([m.figures for m in nodes[n + 1 : end + 1]], whole):
            return end
    return n


def _inner(nodes: Sequence[_Node], *, areas: bool) -> Iterator[Sum]:
    """The sums within a table: of each group of areas, of each 小计, and what 其中 is of."""
    found = list[tuple[_Node, list[_Node]]]()
    for n, node in enumerate(nodes):
        end = next((m for m in range(n + 1, len(nodes)) if nodes[m].depth <= node.depth), len(nodes))
        below = nodes[n + 1 : end]
        least = min((m.depth for m in below), default=0)
        direct = [m for m in below if m.depth == least and not m.subtotal]
        if direct and not node.subtotal:
            found.append((node, direct))
    made = [added([m.figures for m in direct], node.figures) for node, direct in found]
    summed = areas or 2 * sum(made) >= len(made)  # a matter need not be the sum of those under it
    for node, direct in found:
        if summed or direct[0].of_it:
            yield Sum(node.line, (tuple(m.line for m in direct),), all=not direct[0].of_it)
    yield from _subtotals(nodes)


def _subtotals(nodes: Sequence[_Node]) -> Iterator[Sum]:
    """Each 小计 with the lines above it, or below it where it stands first."""
    at = [n for n, node in enumerate(nodes) if node.subtotal]
    for n in at:
        above = next((m for m in reversed(at) if m < n), -1)
        below = next((m for m in at if m > n), len(nodes))
        runs = [nodes[above + 1 : n], nodes[n + 1 : below]]
        if at[0] == 0:
            runs.reverse()
        ways = list[tuple[Printed, ...]]()
        for run in runs:
            least = min((m.depth for m in run), default=0)
            if way := tuple(m.line for m in run if m.depth == least and not m.of_it):
                ways.append(way)
        if ways:
            yield Sum(nodes[n].line, tuple(ways))
