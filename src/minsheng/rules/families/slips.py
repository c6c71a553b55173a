"""Family A, continued: copying mistakes that leave the sums unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from minsheng.domain.allocation import Additivity, Row
from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.bound import in_unit
from minsheng.domain.printed import Relation
from minsheng.domain.programme import Programme
from minsheng.rules.families.divided import divided
from minsheng.rules.finding import Finding, Held, Said
from minsheng.rules.rule import rule

#: fewer rows or areas than these show no pattern
_ROWS, _AREAS = 10, 5

Figures = Sequence[Decimal]
Pairs = Mapping[tuple[int, int], int]


@rule("A111", basis="附件2", severity="note")
def no_row_is_shifted(programme: Programme) -> Iterator[Said]:
    """没有一行整行错了一格

    A row shifted by one column keeps its sum if an empty cell is lost at the end. Large areas have
    large shares in most rows, so every row is compared with the others, for each pair of areas: how
    many rows have the two in the same order, minus those in the opposite order. A row is reported if
    moving it back by one column improves this by a quarter of the maximum. Tables of fewer than
    eleven rows or five areas are skipped, as are rows with one or two shares or mostly equal ones.
    Why: the print of 2023 has one row that is shifted. Example found: 城镇新增就业, every figure one
    area too far to the right.
    """
    areas = programme.allocation.areas
    lines = {row.indicator: [cell or Decimal(0) for cell in row.cells] for row in programme.allocation}
    if len(lines) <= _ROWS or len(areas) < _AREAS:
        return
    signs = {id: _order(line) for id, line in lines.items()}
    every: Counter[tuple[int, int]] = Counter()
    for pairs in signs.values():
        every.update(pairs)
    kept = 0
    for row in programme.allocation:
        own = signs[row.indicator]
        others = {pair: number - own[pair] for pair, number in every.items()}
        most = sum(map(abs, others.values()))
        now = _agreement(own, others)
        back = [(_agreement(_order(line), others), word) for word, line in _moved(row)]
        best, word = max(back)
        if not _alike(row) and 4 * (best - now) > most:
            said = f"像是整行错了一格：{word}移一格，与其余各行更相合"
            working = f"与其余各行的大小次序相合 {now}，移回后 {best}，至多 {most}"
            yield Finding(row.text, said, working, row.indicator)
        else:
            kept += 1
    if kept:
        yield Held(f"{kept} 行任务数", "都不像错了一格")


def _order(line: Figures) -> dict[tuple[int, int], int]:
    """For every two columns: 1 if the first is larger, -1 if the second is, 0 if they are equal."""
    return {(i, j): (line[i] > line[j]) - (line[i] < line[j]) for i, j in combinations(range(len(line)), 2)}


def _alike(row: Row) -> bool:
    """Whether the order of the shares says nothing: most of them are equal, or there are only two."""
    times = Counter(share for _, share in row.present)
    return len(row.present) <= 2 or 2 * max(times.values()) > len(row.present)


def _agreement(own: Pairs, others: Pairs) -> int:
    return sum(sign * others[pair] for pair, sign in own.items() if sign)


def _moved(row: Row) -> Iterator[tuple[str, Figures]]:
    """The row moved by one column in each direction; 市本级 is the last column."""
    cells = [cell or Decimal(0) for cell in (*row.cells, row.city_share)]
    yield "左", cells[1:]
    yield "右", [Decimal(0), *cells[:-2]]


@rule("A112", basis="附件2", severity="note")
def no_area_stands_apart(programme: Programme) -> Iterator[Said]:
    """各地都要达到的数，没有一地与众不同

    If every area must reach the target, the shares are mostly the same, and no sum reveals a wrong
    one. Reports a single area that differs while all others agree. Rows of fewer than five areas are
    skipped. Example found: 80类 in eight areas, 8类 in the ninth.
    """
    for indicator, _, row in divided(programme, Additivity.EACH):
        shares = [(name, share) for name, share in row.shares.items() if share is not None]
        if len(shares) < _AREAS:
            continue
        usual, times = Counter(share for _, share in shares).most_common(1)[0]
        if times == len(shares) - 1:
            [(name, share)] = [pair for pair in shares if pair[1] != usual]
            said = f"只有{name}是 {Amount(share, row.unit)}"
            yield Finding(indicator.text, said, f"其余 {times} 处都是 {plain_text(usual)}", indicator.id)
        else:
            yield Held(indicator.text, f"{len(shares)} 处里没有一处独自不同", indicator.id)


@rule("A113", basis="附件2", severity="warning")
def nothing_is_far_beyond_its_target(programme: Programme) -> Iterator[Said]:
    """任务数没有比目标大得离奇

    For a target of "more than", a larger sum is right, which can hide a figure that is too large.
    Reports a sum of more than eleven tenths of such a target and, if every area must reach the target,
    a share of ten times the target or more. Example found: 432.4万人 for 43.24万人.
    """
    for indicator, target, row in divided(programme, Additivity.SUM):
        if target.relation is Relation.ABOVE:
            total, asked = row.total, target.amount
            if 10 * total.exact > 11 * asked.exact:
                working = f"{row.working()}；{in_unit(total, asked.unit)}，目标 {target}"
                yield Finding(indicator.text, "各地之和比总目标多出一成以上", working, indicator.id)
            else:
                yield Held(indicator.text, f"{in_unit(total, asked.unit)}，目标 {target}", indicator.id)
    for indicator, target, row in divided(programme, Additivity.EACH):
        wanted = target.amount.exact
        if target.relation not in (Relation.ABOVE, Relation.AT_LEAST) or wanted <= 0:
            continue
        large = [
            f"{name} {share}"
            for name, share in ((name, Amount(share, row.unit)) for name, share in row.present)
            if share.exact >= 10 * wanted
        ]
        if large:
            said = f"有 {len(large)} 处是目标 {target.amount} 的十倍以上"
            yield Finding(indicator.text, said, "、".join(large), indicator.id)
        else:
            yield Held(indicator.text, f"{len(row.present)} 处都不到 {target.amount} 的十倍", indicator.id)


RULES = (no_row_is_shifted, no_area_stands_apart, nothing_is_far_beyond_its_target)
