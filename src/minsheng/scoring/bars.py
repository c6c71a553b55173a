"""Rankings in a notebook: bars of where points came from."""

from __future__ import annotations

import html
from fractions import Fraction

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.scoring.breakdown import Part
from minsheng.scoring.scores import Score, Scored
from minsheng.scoring.show import few_of, forces_said, shown, title_of, vetoes_said

_COLOURS = ("#4e79a7", "#59a14f", "#f28e2b", "#76b7b2", "#b07aa1", "#edc948", "#9c755f", "#e15759")


def bars(ranking: Scored) -> str:
    """A bar for each, made of its parts' points; no script, no style sheet."""
    parts = ranking.scheme.root.parts
    most = max((_gained(score.part) for score in ranking.scores), default=Fraction(0)) or Fraction(1)
    key = "".join(
        f'<span style="margin-right:1em;border-left:1em solid {_COLOURS[i % 8]};padding-left:.3em">'
        f"{html.escape(p.title)}</span>"
        for i, p in enumerate(parts)
    )
    rows = "".join(_bar(ranking, score, most) for score in ranking.scores)
    without = "".join(
        f"<tr><td>–</td><td>{html.escape(one.name)}</td>"
        f"<td>不评分</td><td>{html.escape(few_of(one.reasons))}</td></tr>"
        for one in ranking.unscored
    )
    title = html.escape(title_of(ranking))
    return (
        f'<div style="color:inherit"><b>{title}</b><div>{key}</div>'
        f'<table style="border-collapse:collapse;width:100%">{rows}{without}</table></div>'
    )


def _gained(part: Part) -> Fraction:
    return sum((p.points for p in part.parts if p.points is not None and p.points > 0), Fraction(0))


def _bar(ranking: Scored, score: Score, most: Fraction) -> str:
    pieces = "".join(
        f'<div title="{html.escape(p.title)} {shown(p.points)}" style="width:{shown(p.points / most * 100)}%;'
        f'height:1em;background:{_COLOURS[i % 8]}"></div>'
        for i, p in enumerate(score.part.parts)
        if p.points is not None and p.points > 0
    )
    lost = sum((p.points for p in score.part.parts if p.points is not None and p.points < 0), Fraction(0))
    places = ranking.scheme.places
    less = (
        f" 扣 {shown(-lost, places)}" if rounded(lost, Way.HALF_UP, places) else ""
    )  # not what rounding left
    acted = html.escape("；".join([*vetoes_said(ranking, score), *forces_said(ranking, score)]))
    group = f"{html.escape(score.group)} " if score.group else ""
    grade = f" {html.escape(score.grade)}" if score.grade else ""
    return (
        f"<tr><td>{group}{score.place}</td><td>{html.escape(score.name)}</td>"
        f'<td style="text-align:right">{shown(score.points, ranking.scheme.places)}{grade}</td>'
        f'<td style="width:60%"><div style="display:flex">{pieces}</div>{less} {acted}</td></tr>'
    )
