"""Ranking: rank, points and grade of every subject, and where each point comes from."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.errors import RuleError, UnknownName
from minsheng.listed import Listed
from minsheng.plain.canonical import Format
from minsheng.rules.scoring.judging.breakdown import Part, matched
from minsheng.rules.scoring.ranking.bars import bars
from minsheng.rules.scoring.ranking.scores import Score, Scored
from minsheng.rules.scoring.ranking.show import bases_said, comparison, explanation, table, title_of
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.terms.worth import said
from minsheng.table import Table

#: the columns of a ranking's records, besides the points of items
_COLUMNS = ("name", "group", "rank", "points", "grade", "why")


def _exact(points: Fraction) -> str:
    """Points as lossless text: a decimal if finite, else a fraction."""
    text = said(points)
    return str(points) if "…" in text else text


@attrs.frozen(repr=False)
class Ranking(Listed[Score], Scored):
    """Scores in order, and subjects that could not be scored.

    Args:
        scheme: the scheme, bound to its indicators.
        scores: by group and rank.
        unscored: who is not scored, and why.
        on: the day; None if unknown.

    Iterating gives each :class:`Score`, best first; ``ranking["平江县"]`` is the score of that name.
    In a notebook it shows where the points come from.
    """

    _FORMAT = Format("ranking")

    _EACH = "scores"

    @asked
    def __getitem__(self, name: str) -> Score:
        """The score of a subject.

        Raises:
            UnknownName: no subject with that name was scored.
        """
        for score in self.scores:
            if score.name == name:
                return score
        raise UnknownName("scored subject", name, (score.name for score in self.scores))

    @asked
    def part(self, name: str) -> Part:
        """Where a subject's points come from, with workings and what the next step would give."""
        return self.judge.judge(dict(self[name].facts), explain=True)

    @asked
    def explain(self, name: str) -> str:
        """The tree of a subject's points: clauses, figures, points, losses and possible gains.

        Raises:
            UnknownName: no subject with that name is in the ranking.
        """
        for one in self.unscored:
            if one.name == name:
                return f"{name}：不评分\n" + "\n".join(f"  {reason}" for reason in one.reasons)
        return explanation(self, self[name], self.part(name))

    @asked
    def compare(self, other: Ranking) -> Table:
        """Who moves between this ranking and another, and which items caused it.

        Args:
            other: for example by another scheme, or for another month.
        """
        return comparison(self, other)

    @property
    def summary(self) -> str:
        """The scheme, how many are scored, and how many are not."""
        without = f"，不评分 {len(self.unscored)} 个" if self.unscored else ""
        shares = "；".join(bases_said(self))
        return f"{title_of(self)}：评分 {len(self)} 个{without}{shares and f'；{shares}'}"

    def table(self) -> Table:
        """Ranks, points and grades, with a column for each part; those not scored at the end."""
        return table(self)

    @asked
    def to_records(self, *, parts: bool = False) -> list[dict[str, Any]]:
        """Plain dicts; points are exact text, so that they are not read as floats.

        Args:
            parts: add the points of each item, by its id; None if they are unknown, or the item is
                left out.

        Raises:
            RuleError: an item has the id of another column.
        """
        ids = [item.id for item in self.scheme.every_item] if parts else []
        for id in ids:
            if id in _COLUMNS:
                raise RuleError(f"item {id!r} has the name of a column of the records; give it another id")
        scored = [
            dict(zip(_COLUMNS, (s.name, s.group, s.rank, _exact(s.points), s.grade, ""), strict=True))
            | self._points(s, ids)
            for s in self.scores
        ]
        without = [
            dict(zip(_COLUMNS, (one.name, one.group, None, None, "", "；".join(one.reasons)), strict=True))
            | dict.fromkeys(ids)
            for one in self.unscored
        ]
        return [*scored, *without]

    def _points(self, score: Score, ids: Sequence[str]) -> dict[str, str | None]:
        own = {
            item.id: None if part.points is None else _exact(part.points)
            for item, part in matched(self.scheme.root, score.part)
            if isinstance(item, Item)
        }
        return {id: own[id] for id in ids}

    def to_frame(self, *, parts: bool = False) -> Any:  # a polars frame where polars is, else records
        """The records as a polars frame, or as a list if polars is not installed.

        Args:
            parts: as for :meth:`to_records`.
        """
        records = self.to_records(parts=parts)
        try:
            import polars
        except ImportError:
            return records
        ids = [item.id for item in self.scheme.every_item] if parts else []
        types = {name: polars.Int64 if name == "rank" else polars.String for name in (*_COLUMNS, *ids)}
        return polars.DataFrame(records, schema=types)

    def _html(self, fold: str) -> str:
        return bars(self, fold)
