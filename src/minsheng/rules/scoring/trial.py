"""Tries a scheme on samples made from its own columns, before anybody is scored by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.errors import RuleError, WidthError
from minsheng.rules.scoring.forms.basic import Watched
from minsheng.rules.scoring.formulas.bounds import part_bounds
from minsheng.rules.scoring.frames import score_frame
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.ranking.scores import Score
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme, with_names
from minsheng.rules.scoring.samples import Record, Steps, samples
from minsheng.rules.scoring.score import score_records
from minsheng.rules.scoring.terms.worth import holds, said
from minsheng.table import Tabled, heads

#: how many jumps a table shows of one item; all of them stand in the value
_SHOWN = 4


def _shortly(jumps: tuple[str, ...]) -> str:
    more = f"；等 {len(jumps)} 处" if len(jumps) > _SHOWN else ""
    return "；".join(jumps[:_SHOWN]) + more


@attrs.frozen
class TriedItem:
    """What one item can yield.

    Args:
        item: the item.
        low, high: the least and the most points it can give; None for no limit.
        met: the points that samples got, the least first.
        jumps: where its points jump by the smallest step of one figure, or a line turns, before they
            are rounded; in words.
    """

    item: Item
    low: Fraction | None
    high: Fraction | None
    met: tuple[Fraction, ...]
    jumps: tuple[str, ...]


@attrs.frozen(repr=False)
class SchemeTrial(Tabled):
    """What came of trying a scheme: what each item can yield, and what is odd, by the samples tried.

    Args:
        scheme: the scheme, with made-up indicators in place of ``*``.
        items: what each item can yield.
        tried: how many samples there were.
        scored: how many of them were scored.
        frame: how the same samples came out as a frame, in words.
        odd: what differs or had no effect, in words; empty if nothing did.
    """

    scheme: Scheme
    items: tuple[TriedItem, ...]
    tried: int
    scored: int
    frame: str
    odd: tuple[str, ...]

    @property
    def summary(self) -> str:
        """How many samples were tried, and what is odd."""
        head = f"{self.scheme.title}：试了 {self.tried} 条样本，评了 {self.scored} 条；{self.frame}"
        return "；".join((head, *self.odd)) if self.odd else f"{head}；没有发现不起作用的"

    _HEADS = heads(
        id="编号",
        title="内容",
        weight="满分",
        low="最少",
        high="最多",
        met="样本得分",
        jumps="在哪里跳或转折",
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.items:
            met = f"{said(one.met[0])} 到 {said(one.met[-1])}" if one.met else "没有评出"
            yield {
                "id": one.item.id, "title": one.item.title, "weight": one.item.weight or one.item.role.label,
                "low": "不限" if one.low is None else said(one.low),
                "high": "不限" if one.high is None else said(one.high),
                "met": met, "jumps": _shortly(one.jumps),
            }  # fmt: skip


@asked
def try_scheme(scheme: Scheme) -> SchemeTrial:
    """Try a scheme on samples made from its own columns: targets met exactly, just missed, far exceeded.

    The samples are scored as records and, if polars is installed, as a frame, which must agree. That
    nothing among them moved an item, reached a grade or triggered a veto is evidence, not proof.

    Args:
        scheme: the scheme; ``*`` stands for two made-up indicators.

    Raises:
        RuleError: the scheme is unsound.

    >>> from minsheng.rules.scoring.forms.basic import Given
    >>> marks = Item("work", "工作", Given(), 100)
    >>> print(try_scheme(Scheme("x", "某办法", "", items=(marks,))).odd)
    ()
    """
    scheme = with_names(scheme)
    judge = Judge(scheme)
    records, steps = samples(judge.formulas)
    # ranked by themselves, because nearly all of the others tie
    groups = {name: name[:2] if name[1:2] == "升" else "" for name in records}
    found = score_records(scheme, records, groups=groups)
    scores = {one.name: one for one in found.scores}
    parts = {name: {part.id: part for part in _walk(one.part)} for name, one in scores.items()}
    whole = Judge(attrs.evolve(scheme, rounding=()))
    exact = {
        name: {part.id: part.points for part in _walk(whole.judge(dict(one.facts)))}
        for name, one in scores.items()
    }
    items = tuple(_item(scheme, item, parts, steps, exact) for item in scheme.every_item)
    frame, differ = _as_frame(scheme, records, groups, scores)
    odd = (*differ, *_idle(judge, items, scores))
    return SchemeTrial(scheme, items, len(records), len(scores), frame, odd)


def _bent(five: Steps, points: Sequence[Fraction | None]) -> Iterator[str]:
    """Where points jump or turn in the middle of five steps, in words; nowhere on a line or a smooth curve.

    There the slope changes by far more than it does to both sides.
    """
    known = [one for one in points if one is not None]
    if len(known) < len(points):
        return
    slopes = [after - before for before, after in pairwise(known)]
    before, middle, after = (abs(then - now) for now, then in pairwise(slopes))
    at = [said(value) for _, value in five.samples]
    if middle > 10 * max(before, after):
        rises = [said(slope / Fraction(five.step)) for slope in (slopes[1], slopes[2])]
        yield f"{five.column} 在 {at[2]} 转折：每多 1，{rises[0]} 分 → {rises[1]} 分"
        return
    for side, first in ((after, 1), (before, 2)):
        if min(middle, before + after - side) > 10 * side:
            points_of = f"{said(known[first])} → {said(known[first + 1])}"
            yield f"{five.column} {at[first]} → {at[first + 1]}：{points_of}"


def _walk(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _walk(inner)


def _item(
    scheme: Scheme,
    item: Item,
    parts: Mapping[str, Mapping[str, Part]],
    steps: tuple[Steps, ...],
    exact: Mapping[str, Mapping[str, Fraction | None]],
) -> TriedItem:
    points = {
        name: part.points
        for name, found in parts.items()
        if (part := found.get(item.id)) is not None and part.points is not None
    }
    jumps = [
        words
        for five in steps
        for words in _bent(five, [exact[name].get(item.id) for name, _ in five.samples])
    ]
    low, high = part_bounds(scheme, item)
    return TriedItem(item, low, high, tuple(sorted({*points.values()})), tuple(dict.fromkeys(jumps)))


def _idle(judge: Judge, items: tuple[TriedItem, ...], scores: Mapping[str, Score]) -> Iterator[str]:
    """What no sample was moved by."""
    if not scores:
        yield "没有一条样本评得了分"
        return
    for one in items:
        if len(one.met) < 2 and not isinstance(one.item.form, Watched):
            what = f"都得 {said(one.met[0])} 分" if one.met else "没有一条有得分"
            yield f"{one.item.title}（{one.item.id}）：样本{what}，没有一个数动得了它"
    reached = {one.grade for one in scores.values()}
    for grade in judge.scheme.grades:
        if grade.name not in reached:
            yield f"等次“{grade.name}”：样本没有一条得到"
    known = [judge.known(dict(one.facts)) for one in scores.values()]
    for veto, asked_for in judge.formulas.conditions.items():
        if not any(holds(asked_for, values) for values in known):
            yield f"“{veto.title}”（{veto.id}）：样本没有一条触发"


def _as_frame(
    scheme: Scheme, records: Mapping[str, Record], groups: Mapping[str, str], scores: Mapping[str, Score]
) -> tuple[str, tuple[str, ...]]:
    """How the same samples come out as a frame, and where that differs."""
    try:
        import polars as pl
    except ImportError:
        return "没有装 polars，没有和整张表的评分相比", ()
    columns = {name: [one.get(name) for one in records.values()] for name in next(iter(records.values()), {})}
    texts = {
        name: [None if v is None else format(v, "f") if not isinstance(v, str) else v for v in values]
        for name, values in columns.items()
    }
    texts["ranked with"] = [*groups.values()]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    try:
        made = score_frame(scheme, frame, within="ranked with")
    except (RuleError, WidthError) as error:
        return f"整张表评不了（{error}），没有相比", ()
    odd = []
    for name, points in zip(records, made["points"].to_list(), strict=True):
        own = scores.get(name)
        if (None if own is None else own.points) != (None if points is None else Fraction(points)):
            mine = "不评分" if own is None else f"{own.text} 分"
            odd.append(f"{name}：逐条评{mine}，整张表评 {'空' if points is None else said(Fraction(points))}")
    more = [f"另有 {len(odd) - 5} 条不同"] if len(odd) > 5 else []
    return ("逐条和整张表的评分不同" if odd else "逐条和整张表的评分一致"), (*odd[:5], *more)
