"""Scores and their ranks, and the vetoes that acted on them."""

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
from minsheng.domain.ranked import ranked
from minsheng.errors import RuleError
from minsheng.plain.canonical import Format
from minsheng.rules.criteria.records.kinds import TraceKind
from minsheng.rules.criteria.records.trace import Trace
from minsheng.rules.scoring.forms.ranks import Ties
from minsheng.rules.scoring.formulas.grades import limited_grade
from minsheng.rules.scoring.judging.breakdown import Part, matched
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.tracing import ScoreTracing
from minsheng.rules.scoring.regulation.items import Veto
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.worth import holds, said
from minsheng.table import Tabled, heads


@attrs.frozen(repr=False)
class Score(Tabled):
    """The score of a subject.

    Args:
        name: the subject.
        group: the group it is ranked in; empty for all.
        points: the exact points.
        grade: the grade; empty for none.
        part: where the points come from.
        facts: the record that was scored.
        rank: its rank in its group.
        tied: how many share that rank.
        beyond: the grade it would have, if that were not limited to better ranks.
        by: the scheme it was scored by; not compared, and not kept in files.
    """

    name: str
    group: str
    points: Fraction
    grade: str
    part: Part
    facts: tuple[tuple[str, Worth], ...]
    rank: int = 0
    tied: int = 1
    beyond: str = ""
    by: ScoreTracing | None = attrs.field(default=None, eq=False, repr=False)

    _FORMAT = Format("score")

    @asked
    def trace(self, scheme: Scheme | None = None) -> Trace:
        """Everything the points were made from, as a tree: parts, formulas, vetoes, grade and rank.

        Args:
            scheme: the scheme it was scored by, as its ranking has it (``ranking.scheme``), if the score
                was read from a file by itself.

        Raises:
            RuleError: a score that was read from a file by itself, without its scheme; or a scheme that
                gives other points or another grade.
        """
        by = self.by if scheme is None else ScoreTracing(Judge(scheme))
        if by is None:
            raise RuleError("a score does not keep its scheme in a file: give the ranking's, ranking.scheme")
        tied = f"并列 {self.tied} 个" if self.tied > 1 else ""
        made = by.trace(
            self.name, dict(self.facts), self.grade, self.rank, "，".join(filter(None, (self.group, tied)))
        )
        graded = [str(one.parts[0].value) for one in made.parts if one.kind is TraceKind.GRADE]
        if (made.value, *graded) != (self.points, *filter(None, (self.beyond or self.grade,))):
            raise RuleError(
                f"this score is {self.text} points{self.grade and ', '}{self.grade}, and by the scheme "
                f"“{by.judge.scheme.title}” it would be another: give the one it was scored by"
            )
        return made

    @property
    def text(self) -> str:
        """The points as text: exact if finite, else six places and an ellipsis.

        >>> whole = Part("total", "总分")
        >>> [Score("甲县", "", Fraction(*points), "", whole, ()).text for points in ((441, 5), (200, 3))]
        ['88.2', '66.666666…']
        """
        return said(self.points)

    @property
    def summary(self) -> str:
        """Subject, points, rank and grade."""
        grade = f"，{self.grade}" if self.grade else ""
        rank = f"，{self.group}第 {self.rank} 名" if self.rank else ""
        return f"{self.name}：{self.text} 分{rank}{grade}"

    _HEADS = Part._HEADS

    def _lines(self) -> Iterator[dict[str, Any]]:
        return self.part._lines()


@attrs.frozen(repr=False)
class Unscored(Tabled):
    """A subject that is not scored, and why; this is never a score of 0."""

    name: str
    group: str
    reasons: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The subject and the reasons."""
        return f"{self.name}：不评分，{'；'.join(self.reasons)}"

    _HEADS = heads(name="谁", group="组别", reason="原因")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for reason in self.reasons:
            yield {"name": self.name, "group": self.group, "reason": reason}


def in_order(scores: Sequence[Score], scheme: Scheme) -> tuple[Score, ...]:
    """Scores with their ranks, by group and rank; those of one rank in their own order."""
    found: list[Score] = []
    dense = scheme.ties is Ties.DENSE
    for group in dict.fromkeys(score.group for score in scores):
        own = [score for score in scores if score.group == group]
        keys = [_key(score, scheme) for score in own]
        order = ranked(keys)
        at = [order[key] for key in keys]
        own = [
            attrs.evolve(s, rank=r.counted(dense=dense), tied=r.tied) for s, r in zip(own, at, strict=True)
        ]
        found += sorted(_limited(own, scheme), key=lambda score: score.rank)
    return tuple(found)


def _key(score: Score, scheme: Scheme) -> tuple[Fraction | tuple[bool, Fraction], ...]:
    """What ranks a score: its points, then those that break ties; who has none comes after who has."""
    own = {part.id: judged.points for part, judged in matched(scheme.root, score.part)}
    broken = [own.get(id) for id in scheme.ties_by]
    return (score.points, *((found is not None, found or Fraction(0)) for found in broken))


def _limited(scores: list[Score], scheme: Scheme) -> list[Score]:
    """Scores of one group, with limits on grades applied."""
    among = tuple(column(name, places=0) for name in ("rank", "tied", "of"))
    named = limited_grade(scheme, column("grade", kind="text"), among)
    if named is None:
        return scores
    known: list[dict[str, Worth]] = [
        {"grade": s.grade, "rank": Fraction(s.rank), "tied": Fraction(s.tied), "of": Fraction(len(scores))}
        for s in scores
    ]
    grades = [str(evaluate(named.node, values)) for values in known]
    return [
        attrs.evolve(score, grade=given, beyond=score.grade if given != score.grade else "")
        for score, given in zip(scores, grades, strict=True)
    ]


@attrs.frozen
class Scored:
    """The result of scoring, for display.

    Args:
        scheme: the scheme, bound to its indicators.
        scores: by group and rank.
        unscored: who is not scored, and why.
        on: the day; None if unknown.
    """

    scheme: Scheme
    scores: tuple[Score, ...]
    unscored: tuple[Unscored, ...] = ()
    on: datetime.date | None = None

    @cached_property
    def judge(self) -> Judge:
        """The prepared scheme."""
        return Judge(self.scheme)

    @asked
    def vetoes(self, score: Score) -> tuple[tuple[Veto, bool | None], ...]:
        """Each veto of the scheme, and whether it was triggered; None if unknown.

        Args:
            score: a score of this ranking.
        """
        if not self.scheme.vetoes:
            return ()
        values = self.judge.known(dict(score.facts))
        return tuple(
            (veto, holds(brought, values)) for veto, brought in self.judge.formulas.conditions.items()
        )
