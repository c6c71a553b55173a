"""Rankings for people: a table, an explanation, a comparison, bars of where points came from."""

from __future__ import annotations

import html
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from minsheng.domain.amount import exact_decimal, plain_text
from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.scoring.inputs import said
from minsheng.scoring.parts import Part
from minsheng.table import Table

if TYPE_CHECKING:
    from minsheng.scoring.ranking import Ranking, Score

_COLOURS = ("#4e79a7", "#59a14f", "#f28e2b", "#76b7b2", "#b07aa1", "#edc948", "#9c755f", "#e15759")


def shown(points: Fraction | None, places: int = 2) -> str:
    """Points for a table, half up to places; an en dash where there are none.

    >>> shown(Fraction(175, 2)), shown(Fraction(1, 3)), shown(None)
    ('87.50', '0.33', '–')
    """
    if points is None:
        return "–"
    exact = exact_decimal(rounded(points, Way.HALF_UP, places))
    assert exact is not None  # noqa: S101  # rounded, it ends
    return f"{plain_text(exact + Decimal(0).scaleb(-places))}"


def signed(points: Fraction, places: int = 2) -> str:
    """A change of points, with its sign."""
    text = shown(points, places)
    return text if text.startswith("-") else f"+{text}"


def table(ranking: Ranking) -> Table:
    """A row for each, a column for each part of the scheme."""
    scheme = ranking.scheme
    parts = scheme.root.parts
    grouped = any(score.group for score in ranking.scores)
    columns = ["名次", *(["组别"] if grouped else []), scheme.ranked.label, "得分"]
    columns += [
        *(["等次"] if scheme.grades else []),
        *_unique([part.title for part in parts], columns),
        "说明",
    ]
    rows = []
    for score in ranking.scores:
        found = [score.part.find(part.id) for part in parts]
        own = [shown(None if one is None else one.points, scheme.places) for one in found]
        said_of = [p.title for p in score.part.parts if not p.id and "否决" in p.title]
        acted = "；".join([*said_of, *(["并列"] if score.tied > 1 else [])])
        row = [str(score.place), *([score.group] if grouped else []), score.name]
        rows.append(
            (*row, shown(score.points, scheme.places), *([score.grade] if scheme.grades else []), *own, acted)
        )
    for one in ranking.unscored:
        row = ["–", *([one.group] if grouped else []), one.name, "不评分", *([""] if scheme.grades else [])]
        rows.append((*row, *("–" for _ in parts), _few(one.reasons)))
    day = f"（{ranking.on}）" if ranking.on else ""
    numeric = tuple(c for c in columns if c not in ("组别", scheme.ranked.label, "等次", "说明"))
    return Table(tuple(columns), tuple(rows), title=f"{scheme.title}{day}", numeric=numeric)


def _unique(titles: list[str], taken: list[str]) -> list[str]:
    found: list[str] = []
    for title in titles:
        name, more = title, 2
        while name in (*taken, *found, "等次", "说明"):
            name, more = f"{title}{more}", more + 1
        found.append(name)
    return found


def _few(reasons: tuple[str, ...]) -> str:
    return "；".join(reasons[:3]) + (f"等 {len(reasons)} 处" if len(reasons) > 3 else "")


def explanation(ranking: Ranking, score: Score, part: Part) -> str:
    """The tree of a score, a line for each part."""
    grade = f"，{score.grade}" if score.grade else ""
    tied = f"（{score.tied} 个并列）" if score.tied > 1 else ""
    group = f"{score.group}" if score.group else ""
    day = f"，{ranking.on}" if ranking.on else ""
    head = f"{score.name}：{said(score.points)} 分，{group}第 {score.place} 名{tied}{grade}"
    lines = [f"{head}（{ranking.scheme.title}{day}）"]
    for inner in part.parts:
        lines += _lines(inner, 1)
    return "\n".join(lines)


def _lines(part: Part, depth: int) -> Iterator[str]:
    space, clause = "  " * depth, f"（{part.clause}）" if part.clause else ""
    if part.left_out:
        yield f"{space}{part.title}{clause}：没有任务或没有数，不计"
        return
    if not part.id:
        yield f"{space}{part.title}：{'' if (part.points or 0) < 0 else '+'}{said(part.points)} 分"
        return
    of = f"{said(part.weight)} 分中得 " if part.weight else ""
    text = f"{space}{part.title}{clause}：{of}{said(part.points)} 分"
    if part.working:
        text += f"：{part.working}"
    lost = None if part.parts else part.lost
    if lost:
        text += f"；少 {said(lost)} 分"
    if part.gain:
        text += f"；{part.gain}"
    yield text
    for inner in part.parts:
        yield from _lines(inner, depth + 1)


def comparison(before: Ranking, after: Ranking) -> Table:
    """Who is where before and after, and the parts that moved it most."""
    old = {score.name: score for score in before.scores}
    new = {score.name: score for score in after.scores}
    why = {one.name: _few(one.reasons) for one in (*before.unscored, *after.unscored)}
    rows = []
    for name in dict.fromkeys((*new, *old, *(one.name for one in after.unscored))):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            place = (f"{was.place if was else '–'}", f"{now.place if now else '–'}")
            rows.append((name, *place, "–", "–", why.get(name, "不在另一个排名里")))
            continue
        moved = was.place - now.place
        arrow = "不变" if not moved else f"升{moved}位" if moved > 0 else f"降{-moved}位"
        places = max(before.scheme.places, after.scheme.places)
        change = signed(now.points - was.points, places) if now.points != was.points else "0"
        rows.append((name, str(was.place), str(now.place), arrow, change, _moves(was.part, now.part, places)))
    columns = (after.scheme.ranked.label, "原名次", "现名次", "变动", "得分变化", "因为")
    return Table(columns, tuple(rows), title="名次变动", numeric=columns[1:3])


def _moves(was: Part, now: Part, places: int) -> str:
    """The three leaves that changed most; others' moves where none did."""
    old, new = _by_title(was), _by_title(now)
    changes = {t: new.get(t, Fraction(0)) - old.get(t, Fraction(0)) for t in (*new, *old)}
    largest = sorted((t for t in changes if changes[t]), key=lambda t: -abs(changes[t]))[:3]
    if not largest:
        return "自己没有变" if was.points == now.points else ""
    return "；".join(f"{title} {signed(changes[title], places)}" for title in largest)


def _by_title(part: Part) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for leaf in part.leaves:
        if leaf.points is not None:
            found[leaf.title] = found.get(leaf.title, Fraction(0)) + leaf.points
    return found


# --- HTML ------------------------------------------------------------------------------


def bars(ranking: Ranking) -> str:
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
        f"<td>不评分</td><td>{html.escape(_few(one.reasons))}</td></tr>"
        for one in ranking.unscored
    )
    title = html.escape(ranking.scheme.title) + (f"（{ranking.on}）" if ranking.on else "")
    return (
        f'<div style="color:inherit"><b>{title}</b><div>{key}</div>'
        f'<table style="border-collapse:collapse;width:100%">{rows}{without}</table></div>'
    )


def _gained(part: Part) -> Fraction:
    return sum((p.points for p in part.parts if p.points is not None and p.points > 0), Fraction(0))


def _bar(ranking: Ranking, score: Score, most: Fraction) -> str:
    pieces = "".join(
        f'<div title="{html.escape(p.title)} {shown(p.points)}" style="width:{shown(p.points / most * 100)}%;'
        f'height:1em;background:{_COLOURS[i % 8]}"></div>'
        for i, p in enumerate(score.part.parts)
        if p.points is not None and p.points > 0
    )
    lost = sum((p.points for p in score.part.parts if p.points is not None and p.points < 0), Fraction(0))
    less = f" 扣 {shown(-lost)}" if lost else ""
    group = f"{html.escape(score.group)} " if score.group else ""
    grade = f" {html.escape(score.grade)}" if score.grade else ""
    return (
        f"<tr><td>{group}{score.place}</td><td>{html.escape(score.name)}</td>"
        f'<td style="text-align:right">{shown(score.points, ranking.scheme.places)}{grade}</td>'
        f'<td style="width:60%"><div style="display:flex">{pieces}</div>{less}</td></tr>'
    )
