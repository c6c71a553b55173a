"""Rankings in a notebook: bars that show where points came from."""

from __future__ import annotations

from fractions import Fraction

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.ranking.scores import Score, Scored
from minsheng.rules.scoring.ranking.show import few_of, forces_said, shown, title_of, vetoes_said
from minsheng.table import escaped, folded

_COLOURS = ("#4e79a7", "#59a14f", "#f28e2b", "#76b7b2", "#b07aa1", "#edc948", "#9c755f", "#e15759")


def bars(ranking: Scored, fold: str = "") -> str:
    """A bar for each subject, made of its parts' points, without scripts or style sheets."""
    parts = ranking.scheme.root.parts
    most = max((_gained(score.part) for score in ranking.scores), default=Fraction(0)) or Fraction(1)
    key = "".join(
        f'<span style="margin-right:1em;border-left:1em solid {_COLOURS[i % 8]};padding-left:.3em">'
        f"{escaped(p.title)}</span>"
        for i, p in enumerate(parts)
    )
    rows = [_bar(ranking, score, most) for score in ranking.scores]
    rows += [
        f"<tr><td>–</td><td>{escaped(one.name)}</td>"
        f"<td>不评分</td><td>{escaped(few_of(one.reasons))}</td></tr>"
        for one in ranking.unscored
    ]
    table = folded("border-collapse:collapse;width:100%", "", "", rows, fold)
    return f'<div style="color:inherit"><b>{escaped(title_of(ranking))}</b><div>{key}</div>{table}</div>'


def _gained(part: Part) -> Fraction:
    return sum((p.points for p in part.parts if p.points is not None and p.points > 0), Fraction(0))


def _bar(ranking: Scored, score: Score, most: Fraction) -> str:
    pieces = "".join(
        f'<div title="{escaped(p.title)} {shown(p.points)}" style="width:{shown(p.points / most * 100)}%;'
        f'height:1em;background:{_COLOURS[i % 8]}"></div>'
        for i, p in enumerate(score.part.parts)
        if p.points is not None and p.points > 0
    )
    lost = sum((p.points for p in score.part.parts if p.points is not None and p.points < 0), Fraction(0))
    places = ranking.scheme.places
    # nothing for what only rounding took away
    less = f" 扣 {shown(-lost, places)}" if rounded(lost, Way.HALF_UP, places) else ""
    acted = escaped("；".join([*vetoes_said(ranking, score), *forces_said(ranking, score)]))
    group = f"{escaped(score.group)} " if score.group else ""
    grade = f" {escaped(score.grade)}" if score.grade else ""
    return (
        f"<tr><td>{group}{score.rank}</td><td>{escaped(score.name)}</td>"
        f'<td style="text-align:right">{shown(score.points, ranking.scheme.places)}{grade}</td>'
        f'<td style="width:60%"><div style="display:flex">{pieces}</div>{less} {acted}</td></tr>'
    )
