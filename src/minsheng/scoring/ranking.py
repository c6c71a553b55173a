"""Ranking: everybody's place, points and grade, and where each point comes from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.expression.build import column
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.errors import RuleError, UnknownName
from minsheng.scoring.breakdown import Part, matched
from minsheng.scoring.grades import limited_grade
from minsheng.scoring.items import Item, Veto
from minsheng.scoring.judge import Judge
from minsheng.scoring.ranks import places
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.values import holds, said
from minsheng.table import Table

#: what a record of a ranking holds, besides the points of items
_COLUMNS = ("name", "group", "place", "points", "grade", "why")


def _exact(points: Fraction) -> str:
    """Points as text that loses nothing: a decimal where it ends, else a fraction."""
    text = said(points)
    return str(points) if "…" in text else text


@attrs.frozen
class Score:
    """Somebody's score.

    Args:
        name: whose.
        group: whom it is ranked with; empty for all.
        points: the points, exact.
        grade: the grade; empty without.
        part: where the points come from.
        facts: the record it was scored by.
        place: its place in its group.
        tied: how many share it.
        beyond: the grade it would have, if that were not limited to places before its own.
    """

    name: str
    group: str
    points: Fraction
    grade: str
    part: Part = attrs.field(repr=False)
    facts: tuple[tuple[str, Worth], ...] = attrs.field(repr=False)
    place: int = 0
    tied: int = 1
    beyond: str = ""

    @property
    def text(self) -> str:
        """The points as text: exact where they end, else six places and an ellipsis.

        >>> whole = Part("total", "总分")
        >>> [Score("甲县", "", Fraction(*points), "", whole, ()).text for points in ((441, 5), (200, 3))]
        ['88.2', '66.666666…']
        """
        return said(self.points)


@attrs.frozen
class Unscored:
    """Somebody who is not scored, and why; this is never a score of 0."""

    name: str
    group: str
    reasons: tuple[str, ...]


def placed(scores: Sequence[Score], scheme: Scheme) -> tuple[Score, ...]:
    """Scores with their places, by group and place; those of one place in their own order."""
    found: list[Score] = []
    for group in dict.fromkeys(score.group for score in scores):
        own = [score for score in scores if score.group == group]
        at = places({score.name: score.points for score in own}, scheme.ties)
        own = [attrs.evolve(s, place=at[s.name].place, tied=at[s.name].tied) for s in own]
        found += sorted(_limited(own, scheme), key=lambda score: score.place)
    return tuple(found)


def _limited(scores: list[Score], scheme: Scheme) -> list[Score]:
    """Scores of one group, with the grades that are limited to some of them."""
    among = tuple(column(name, places=0) for name in ("place", "tied", "of"))
    named = limited_grade(scheme, column("grade", kind="text"), among)
    if named is None:
        return scores
    known: list[dict[str, Worth]] = [
        {"grade": s.grade, "place": Fraction(s.place), "tied": Fraction(s.tied), "of": Fraction(len(scores))}
        for s in scores
    ]
    grades = [str(evaluate(named.node, values)) for values in known]
    return [
        attrs.evolve(score, grade=given, beyond=score.grade if given != score.grade else "")
        for score, given in zip(scores, grades, strict=True)
    ]


@attrs.frozen
class Ranking:
    """Scores in order, and those who could not be scored.

    Args:
        scheme: what they were scored by, about the indicators it was about.
        scores: by group and place.
        unscored: who is not scored, and why.
        on: the day; None where it is not known.

    It is a sequence of :class:`Score`; in a notebook it shows where the points come from.
    """

    scheme: Scheme
    scores: tuple[Score, ...]
    unscored: tuple[Unscored, ...] = ()
    on: datetime.date | None = None

    def __iter__(self) -> Iterator[Score]:
        return iter(self.scores)

    def __len__(self) -> int:
        return len(self.scores)

    @asked
    def __getitem__(self, name: str) -> Score:
        """The score of a name.

        Raises:
            UnknownName: nobody of that name was scored.
        """
        for score in self.scores:
            if score.name == name:
                return score
        raise UnknownName("scored subject", name, (score.name for score in self.scores))

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self.scheme)

    @asked
    def vetoes(self, score: Score) -> tuple[tuple[Veto, bool | None], ...]:
        """Each veto of the scheme, and whether it was brought about; None where that is not known.

        Args:
            score: a score of this ranking.
        """
        if not self.scheme.vetoes:
            return ()
        values = self._judge.known(dict(score.facts))
        return tuple(
            (veto, holds(brought, values)) for veto, brought in self._judge.formulas.conditions.items()
        )

    @asked
    def part(self, name: str) -> Part:
        """Where somebody's points come from, with workings and what the next step would give."""
        return self._judge.judge(dict(self[name].facts), explain=True)

    @asked
    def explain(self, name: str) -> str:
        """The whole tree of somebody's points: clause, figures, points, what was lost, what could be won.

        Raises:
            UnknownName: nobody of that name is in the ranking.
        """
        from minsheng.scoring.show import explanation

        for one in self.unscored:
            if one.name == name:
                return f"{name}：不评分\n" + "\n".join(f"  {reason}" for reason in one.reasons)
        return explanation(self, self[name], self.part(name))

    @asked
    def compare(self, other: Ranking) -> Table:
        """Who moves from this ranking to another, and through which items.

        Args:
            other: by another scheme, of another month, with a veto lifted.
        """
        from minsheng.scoring.show import comparison

        return comparison(self, other)

    def table(self) -> Table:
        """Places, points and grades, with a column for each part; those not scored at the end."""
        from minsheng.scoring.show import table

        return table(self)

    @asked
    def to_records(self, *, parts: bool = False) -> list[dict[str, Any]]:
        """Plain dicts; points are exact, as text, so that no reader makes floats of them.

        Args:
            parts: with the points of each item too, by its id; None where they are not known, or
                the item is left out.

        Raises:
            RuleError: an item has the id of another column.
        """
        ids = [item.id for item in self.scheme.every_item] if parts else []
        for id in ids:
            if id in _COLUMNS:
                raise RuleError(f"item {id!r} has the name of a column of the records; give it another id")
        scored = [
            {
                "name": one.name,
                "group": one.group,
                "place": one.place,
                "points": _exact(one.points),
                "grade": one.grade,
                "why": "",
            }
            | self._points(one, ids)
            for one in self.scores
        ]
        without = [
            {
                "name": o.name,
                "group": o.group,
                "place": None,
                "points": None,
                "grade": "",
                "why": "；".join(o.reasons),
            }
            | dict.fromkeys(ids)
            for o in self.unscored
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
        """The records as a polars frame; as they are where polars is not installed.

        Args:
            parts: as for :meth:`to_records`.
        """
        records = self.to_records(parts=parts)
        try:
            import polars
        except ImportError:
            return records
        ids = [item.id for item in self.scheme.every_item] if parts else []
        types = {name: polars.Int64 if name == "place" else polars.String for name in (*_COLUMNS, *ids)}
        return polars.DataFrame(records, schema=types)

    def __str__(self) -> str:
        return str(self.table())

    def _repr_html_(self) -> str:
        from minsheng.scoring.bars import bars

        return bars(self)
