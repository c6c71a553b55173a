"""A ranking as bars, made of the points of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.asking import asked
from minsheng.charts.chart import Chart
from minsheng.charts.drawing import box, key, moved, words
from minsheng.layout import SERIES
from minsheng.rules.scoring.ranking.bars import gained
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.ranking.scores import Score
from minsheng.rules.scoring.ranking.show import shown, title_of

_NAMES, _BARS, _POINTS, _HIGH = 190, 440, 130, 24
_WIDE = _NAMES + _BARS + _POINTS


@asked
def ranking_bars(ranking: Ranking) -> Chart:
    """Draw a bar for each who was scored, best first, of the points that each part of the scheme gave.

    Points that were taken away stand in words behind it; who could not be scored stands at the end.

    Args:
        ranking: from :func:`minsheng.score` and its like.

    Raises:
        ValueError: nobody was scored.

    >>> import minsheng as ms
    >>> item = ms.scoring.Item("roads", "农村公路", ms.scoring.Proportional(), 100, indicators=("roads",))
    >>> scheme = ms.scoring.Scheme("x", "某办法", "某办", items=(item,))
    >>> records = {"甲县": {"roads_target": 20, "roads_actual": 15}}
    >>> ranking_bars(ms.score_records(scheme, records))
    <Chart 某办法>
    """
    if not ranking.scores:
        raise ValueError("nobody is scored in this ranking: there is nothing to draw")
    most = max((gained(score.part) for score in ranking.scores), default=Fraction(0)) or Fraction(1)
    legend, head = key([part.title for part in ranking.scheme.root.parts], _WIDE)
    lines = ["".join(_bar(ranking, score, most)) for score in ranking.scores]
    lines += [
        words(8, 16, f"– {one.name}", room=_NAMES - 16)
        + words(_NAMES, 16, f"不评分：{'；'.join(one.reasons)}", size=11, room=_BARS + _POINTS)
        for one in ranking.unscored
    ]
    drawn = [moved(0, head + at * _HIGH, one) for at, one in enumerate(lines)]
    high = head + len(lines) * _HIGH + 8
    return Chart(title_of(ranking), _WIDE, high, legend + "".join(drawn), ranking.table())


def _bar(ranking: Ranking, score: Score, most: Fraction) -> Iterator[str]:
    group = f"{score.group} " if score.group else ""
    yield words(8, 16, f"{group}{score.rank} {score.name}", room=_NAMES - 16)
    x = Fraction(_NAMES)
    for at, part in enumerate(score.part.parts):
        if part.points is not None and part.points > 0:
            wide = part.points / most * _BARS
            yield box(x, 4, wide, 16, SERIES[at % len(SERIES)], tip=f"{part.title} {shown(part.points)}")
            x += wide
    lost = sum((p.points for p in score.part.parts if p.points is not None and p.points < 0), Fraction(0))
    less = f"，扣 {shown(-lost, ranking.scheme.places)}" if lost else ""
    grade = f" {score.grade}" if score.grade else ""
    said = f"{shown(score.points, ranking.scheme.places)}{grade}{less}"
    yield words(x + 6, 16, said, size=11)
