"""What areas may be ranked by, and which of them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from minsheng.domain.numerals import normalise
from minsheng.domain.written import cut
from minsheng.labels import Labelled
from minsheng.published.figures import (
    Figure,
    beside,
    column_figure,
    line_unit,
    read_figure,
    read_percent,
    read_rank,
)
from minsheng.published.printed import Printed
from minsheng.published.rates import LESS


class RankedBy(Labelled):
    """What areas are ranked or graded by."""

    RATE = "rate", "完成率"
    COMPLETION = "completion", "完成数 ÷ 目标"
    TARGET = "target", "目标"
    ACTUAL = "actual", "完成数"
    POINTS = "points", "得分"
    NOTHING = "nothing", "没有印出的数"


_KINDS = re.compile("类别|类型|类$|组别|分组|所属组|片区|板块|分类|组")
_WITHIN_GROUP = re.compile("组内|类内|分组|分类|片区内|同类")


def value_of(line: Printed, by: RankedBy) -> Figure | str:
    """The value a line is ranked by, in % for percentages; or why it is unknown."""
    if by is RankedBy.RATE:
        percent = read_percent(line.rate)
        if percent is None:
            return f"完成率“{line.rate}”不是百分数" if line.rate else "完成率空着"
        return Figure(str(percent), percent.value, Fraction(1, 10**percent.places))
    if by is RankedBy.POINTS:
        return read_figure(line.points.removesuffix("分"), None)
    unit = line_unit(line)
    if by is not RankedBy.COMPLETION:
        return read_figure(line.target if by is RankedBy.TARGET else line.actual, unit)
    target, actual = read_figure(line.target, unit), read_figure(line.actual, unit)
    if isinstance(target, str) or isinstance(actual, str):
        return "；".join(met for met in (target, actual) if isinstance(met, str))
    if target.value == 0:
        return "目标是 0，不能作除数"
    rate = actual.value / target.value * 100
    return Figure(f"{' ÷ '.join(beside(actual, target))} = {cut(rate)} %", rate, Fraction(0))


@attrs.frozen
class Basis:
    """What areas may be ranked by.

    Args:
        values: the value of each line, or why it has none.
        lowest: whether the least is first.
        said: what it is called, where it is not what one expects.
        alone: whether the ranks are only held against each other.
    """

    values: tuple[Figure | str, ...]
    lowest: bool = False
    said: str = ""
    alone: bool = False


def values_by(listed: Sequence[Printed], by: RankedBy) -> Iterator[Figure | str]:
    for line in listed:
        if by is not RankedBy.NOTHING:
            yield value_of(line, by)
            continue
        rank = read_rank(line.rank)
        yield "没有名次" if rank is None else Figure(f"第{rank}名", Fraction(-rank), Fraction(0))


def bases(listed: Sequence[Printed], head: str) -> Iterator[Basis]:
    """What the areas may be ranked by, the likeliest first; other columns only if they say so, or of four."""
    named = _matter(head)
    said = f"{listed[0].name}{listed[0].about}{''.join(h for h, _ in listed[0].row)}"
    less = LESS.search(said) is not None or "倒" in head
    columns = dict[str, tuple[Figure | str, ...]]()
    for heading in dict.fromkeys(h for line in listed for h, _ in line.row):
        if not _NO_VALUE.search(heading):
            columns[heading] = tuple(column_figure(line, heading) for line in listed)
    own = RankedBy.NOTHING
    if any(line.points for line in listed):
        own = RankedBy.POINTS
    elif any(read_percent(line.rate) for line in listed):
        own = RankedBy.RATE
    chosen = [h for h in columns if named and named in _matter(h) and not _TASKS.search(h)]
    chosen.sort(key=lambda h: "率" not in h)
    if not named and _AMOUNT.search(normalise(head)) and own is not RankedBy.POINTS:
        own = RankedBy.ACTUAL
    for score in (_TOTAL_SCORE, _SCORE):
        if not chosen and (score is _TOTAL_SCORE or own is not RankedBy.POINTS):
            chosen = [h for h in columns if score.search(normalise(h))][:1]
    for heading in chosen:
        yield Basis(columns[heading], lowest=bool(LESS.search(heading)))
        if less:
            yield Basis(columns[heading], lowest=True)
    if not chosen and own is not RankedBy.NOTHING:
        yield Basis(tuple(values_by(listed, own)), lowest=False)
        if less:
            yield Basis(tuple(values_by(listed, own)), lowest=True, said="小的在前")
    rates = [h for h, values in columns.items() if h.endswith("率") and _percents(values)]
    further = not chosen and own is RankedBy.NOTHING and not named and len(rates) == 1
    if further:  # a rank that stands beyond another one
        yield Basis(columns[rates[0]], lowest=less)
    if own is RankedBy.RATE:
        yield Basis(tuple(map(_capped, values_by(listed, own))), said="超过 100 % 的按 100 % 排")
    if own is RankedBy.RATE and all(line.target and line.actual for line in listed):
        yield Basis(tuple(values_by(listed, RankedBy.COMPLETION)))
    if not chosen and own is not RankedBy.POINTS and len(listed) > FEW:
        for heading, values in columns.items():
            there = {value.value for value in values if isinstance(value, Figure)}
            if _TASKS.search(heading) or len(there) < len(listed):
                continue
            yield Basis(values, said=f"按“{heading}”排")
            if LESS.search(heading) or less:
                yield Basis(values, lowest=True, said=f"按“{heading}”排，小的在前")
    if not chosen and not further and own is RankedBy.NOTHING:
        yield Basis(tuple(values_by(listed, own)), alone=True)


def _percents(values: Sequence[Figure | str]) -> bool:
    return all(isinstance(value, Figure) and value.text.endswith("%") for value in values)


def _capped(value: Figure | str) -> Figure | str:
    capped = isinstance(value, Figure) and value.value > _FULL
    return attrs.evolve(value, value=_FULL) if isinstance(value, Figure) and capped else value


_FULL = Fraction(100)
_TOTAL_SCORE = re.compile("(?:总|综合|最终|最后|合计)(?:得|评)?分|总成绩|(?:得|评)分合计")
_SCORE = re.compile("^(?:考核|评价)?得分")
#: a rank by how much was done
_AMOUNT = re.compile("完成(?:数|量|额)")
#: among so few ranks some column agrees by chance
FEW = 3
_NO_VALUE = re.compile("排名|名次|位次|排位|序号|编号|年份|^序$|电话")
_TASKS = re.compile("任务|目标|计划")
_WORDS = re.compile(
    "排名|名次|位次|排位|排序|全市|全省|全县|全区|[(（].*?[)）]|情况|[数率值]|组内|分组|当前|目前|最新|综合|总|完成"
)


def _matter(heading: str) -> str:
    """What a heading is about besides its rank: 投资 of 投资排名."""
    return _WORDS.sub("", normalise(heading))


def groupings(
    lines: Sequence[Printed], listed: Sequence[Printed], head: str
) -> Iterator[list[Sequence[int]]]:
    """Which lines may be ranked together, each by its number: all, those of a 类别, those of a block."""
    everything: list[Sequence[int]] = [range(len(listed))]
    apart = list[list[Sequence[int]]]()
    for heading in dict.fromkeys(
        h for line in listed for h, _ in line.row if _KINDS.search(h) and not _NO_VALUE.search(h)
    ):
        kinds, last = dict[str, list[int]](), ""
        for n, line in enumerate(listed):
            last = normalise(dict(line.row).get(heading, "")) or last
            kinds.setdefault(last, []).append(n)
        if 1 < len(kinds) < len(listed):
            apart.append(list(kinds.values()))
    blocks: list[list[int]] = [[]]
    at = {id(line): n for n, line in enumerate(listed)}
    for line in lines:
        if id(line) in at:
            blocks[-1].append(at[id(line)])
        else:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if len(blocks) > 1:
        apart.append([*blocks])
    if not (apart and _WITHIN_GROUP.search(head)):
        yield everything
    yield from apart
