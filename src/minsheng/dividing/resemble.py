"""The inverse question: by what weights was a row divided?

A notice prints shares, not weights. Comparing a row with weights that a reader has reason to try
(population, last year's figures, another row) shows how near it is to proportional, and whether it
would be but for one area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.dividing.distance import distance
from minsheng.dividing.reading import Weight, last_place, whole_weights
from minsheng.domain.allocation import Additivity, Row
from minsheng.domain.amount import add_exactly, plain_text, to_decimal
from minsheng.domain.written import cut, exactly, percent
from minsheng.errors import Problem, Problems
from minsheng.table import Table, Tabled, heads

_FEWEST = 3  # any two shares are proportional to something


@attrs.frozen(repr=False)
class Resemblance(Tabled):
    """A row compared with one candidate for its weights.

    Args:
        row: the row.
        candidate: the name of the weights.
        areas: the areas with both a share and a weight; only these are compared.
        moved: the part of their total that would have to move to make the shares proportional
            (Loosemore and Hanby's index).
        rounded: whether every share is less than one step from proportional, so that the
            difference may be only rounding.
        outlier: the area without which the others are nearest to proportional.
        without: the part that would have to move among the others.
        due: the outlier's share if it were treated like the others.
    """

    row: Row
    candidate: str
    areas: tuple[str, ...]
    moved: Fraction
    rounded: bool
    outlier: str
    without: Fraction
    due: Fraction

    @property
    def summary(self) -> str:
        """How near the row is to these weights."""
        near = "差在取整之内" if self.rounded else f"要移动 {percent(self.moved, 1)}"
        return f"{self.row.text or self.row.indicator}，按{self.candidate}：{near}"

    _HEADS = heads(
        text="事项", candidate="权重", areas="地区数", moved=("要移动的比重", percent),
        rounded="差在取整之内", outlier="突出的地区", due=("按其余应为", lambda due: cut(due, 2)),
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        own = {
            name: getattr(self, name)
            for name in ("candidate", "moved", "rounded", "outlier", "without", "due")
        }
        yield {"text": self.row.text or self.row.indicator, "areas": len(self.areas)} | own


@attrs.frozen(repr=False)
class Resemblances(Tabled):
    """Rows compared with candidates for their weights.

    Args:
        found: every row with every candidate; for each row the nearest candidate first.
        nearness: a row looks proportional if at most this part of its total would have to move.
    """

    found: tuple[Resemblance, ...]
    nearness: Fraction

    @property
    def nearest(self) -> tuple[Resemblance, ...]:
        """The nearest candidate of each row."""
        first: dict[Row, Resemblance] = {}
        for one in self.found:
            first.setdefault(one.row, one)
        return tuple(first.values())

    @property
    def proportional(self) -> tuple[Resemblance, ...]:
        """The rows that look proportional to their nearest candidate."""
        return tuple(one for one in self.nearest if one.rounded or one.moved <= self.nearness)

    @property
    def summary(self) -> str:
        """How many rows look proportional to something."""
        return f"{len(self.nearest)} 行，像是按权重分的 {len(self.proportional)} 行"

    def _lines(self) -> Iterator[dict[str, Any]]:
        return (line for one in self.found for line in one._lines())

    def table(self) -> Table:
        """For each row its nearest candidate, how near it is, and the outlier."""
        rows = tuple(
            (
                one.row.text or one.row.indicator,
                one.candidate,
                str(len(one.areas)),
                percent(one.moved, 1),
                "取整之内" if one.rounded else "接近" if one.moved <= self.nearness else "否",
                one.outlier if one.moved else "",
                _outlier(one) if one.moved else "",
            )
            for one in self.nearest
        )
        columns = ("事项", "最接近", "地区数", "要移动的比重", "成比例", "突出的地区", "它的任务数")
        return Table(columns, rows, numeric=("地区数", "要移动的比重"))


@asked
def resembles(
    rows: Iterable[Row], candidates: Mapping[str, Mapping[str, Weight]], *, nearness: str = "0.05"
) -> Resemblances:
    """Find which rows look proportional to which weights, and which area's share stands out.

    Only areas with both a share and a weight are compared, at least three of them; 市本级 and rows
    that are not additive are left out. That a row looks proportional does not prove that it was
    divided so.

    Args:
        rows: an allocation, or some rows.
        candidates: the weights to try: for each name a weight for each area.
        nearness: a row looks proportional if at most this part of its total would have to move.

    Raises:
        DataError: a negative weight.

    >>> from minsheng import load
    >>> allocation = load("yueyang-2023").allocation
    >>> found = resembles([allocation["jobs"]], {"用户数": allocation["users"].shares})
    >>> one = found.nearest[0]
    >>> len(one.areas), one.outlier, one.rounded
    (12, '岳阳经开区', False)
    """
    weighed = {
        name: {
            area: weight
            for (area, one), weight in zip(given.items(), whole_weights(tuple(given.values())), strict=True)
            if one is not None
        }
        for name, given in candidates.items()
    }
    Problems(
        Problem(f"{name}，{area}", f"权重是 {exactly(candidates[name][area])}", "权重不能小于 0")
        for name, weights in weighed.items()
        for area, weight in weights.items()
        if weight < 0
    ).refuse()
    found: list[Resemblance] = []
    for row in rows:
        if row.additivity is Additivity.SUM:
            ones = [one for name, weights in weighed.items() if (one := _compared(row, name, weights))]
            found += sorted(ones, key=lambda one: one.moved)
    return Resemblances(tuple(found), Fraction(to_decimal(nearness)))


def _compared(row: Row, candidate: str, weights: Mapping[str, int]) -> Resemblance | None:
    shares = {area: cell for area, cell in row.shares.items() if cell is not None and area in weights}
    areas = tuple(shares)
    has, due = list(whole_weights(tuple(shares.values()))), [weights[area] for area in areas]
    whole = distance(has, due)
    if len(areas) < _FEWEST or whole is None:
        return None
    rest: list[tuple[Fraction, int]] = []
    for i in range(len(areas)):
        others = distance(has[:i] + has[i + 1 :], due[:i] + due[i + 1 :])
        if others is not None:
            rest.append((others.loosemore_hanby, i))
    if not rest:
        return None
    without, at = min(rest)
    left, weight = sum(has) - has[at], sum(due) - due[at]
    unit = Fraction(add_exactly(*shares.values())) / sum(has)  # of the whole numbers
    step = Fraction(last_place(*shares.values())) / unit
    rounded = all(
        abs(share * sum(due) - sum(has) * w) < step * sum(due) for share, w in zip(has, due, strict=True)
    )
    expected = unit * Fraction(left * due[at], weight)
    return Resemblance(row, candidate, areas, whole.loosemore_hanby, rounded, areas[at], without, expected)


def _outlier(one: Resemblance) -> str:
    share = dict(one.row.present)[one.outlier]
    return f"{plain_text(share)}，按其余应为 {cut(one.due, 2)}，去掉后 {percent(one.without, 1)}"
