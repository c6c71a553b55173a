"""Rankings in a notebook: bars that show where points came from."""

from __future__ import annotations

from fractions import Fraction
from itertools import cycle

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.layout import SERIES
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.ranking.scores import Score, Scored
from minsheng.rules.scoring.ranking.show import few_of, forces_said, shown, title_of, vetoes_said
from minsheng.table import escaped, folded


def bars(ranking: Scored, fold: str = "") -> str:
    """A bar for each subject, made of its parts' points, without scripts or style sheets."""
    parts = ranking.scheme.root.parts
    most = max((gained(score.part) for score in ranking.scores), default=Fraction(0)) or Fraction(1)
    key = "".join(
        f'<span style="display:inline-block;margin-right:1em;border-left:1em solid {colour};'
        f'padding-left:.3em">{escaped(p.title)}</span>'
        for p, colour in zip(parts, cycle(SERIES), strict=False)
    )
    rows = [_bar(ranking, score, most) for score in ranking.scores]
    rows += [
        f"<tr><td>–</td><td>{escaped(one.name)}</td>"
        f"<td>不评分</td><td>{escaped(few_of(one.reasons))}</td></tr>"
        for one in ranking.unscored
    ]
    table = folded("border-collapse:collapse;width:100%", "", "", rows, fold)
    return f'<div style="color:inherit"><b>{escaped(title_of(ranking))}</b><div>{key}</div>{table}</div>'


def gained(part: Part) -> Fraction:
    """The points that parts gave; what was taken away is not counted."""
    return sum((p.points for p in part.parts if p.points is not None and p.points > 0), Fraction(0))


def _bar(ranking: Scored, score: Score, most: Fraction) -> str:
    pieces = "".join(
        f'<div title="{escaped(p.title)} {shown(p.points)}" style="width:{shown(p.points / most * 100)}%;'
        f'height:1em;background:{colour}"></div>'
        for p, colour in zip(score.part.parts, cycle(SERIES), strict=False)
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
        '<td style="text-align:right;white-space:nowrap">'
        f"{shown(score.points, ranking.scheme.places)}{grade}</td>"
        f'<td style="width:60%"><div style="display:flex">{pieces}</div>{less} {acted}</td></tr>'
    )
