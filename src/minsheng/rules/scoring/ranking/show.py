"""Rankings for people: tables, explanations, comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from minsheng.domain.expression.evaluate import rounded
from minsheng.domain.expression.forms import Way
from minsheng.domain.written import to_places
from minsheng.rules.scoring.forms.basic import Watched
from minsheng.rules.scoring.formulas.measured import inputs_of, value_of
from minsheng.rules.scoring.judging.breakdown import Part, matched
from minsheng.rules.scoring.ranking.scores import Score, Scored
from minsheng.rules.scoring.regulation.items import Item, Section, Veto
from minsheng.rules.scoring.terms.choices import GoesBy
from minsheng.rules.scoring.terms.columns import WAITING
from minsheng.rules.scoring.terms.worth import said, worth
from minsheng.table import Table

#: identifies a leaf: the item or section it belongs to, its id, its title
_Key = tuple[str, str, str]


def shown(points: Fraction | None, places: int = 2) -> str:
    """Points for a table, rounded half up; an en dash for none.

    >>> shown(Fraction(175, 2)), shown(Fraction(1, 3)), shown(None)
    ('87.50', '0.33', '–')
    """
    return "–" if points is None else to_places(points, places)


def signed(points: Fraction, places: int = 2) -> str:
    """A change of points, with its sign; exact if it would round to 0.

    >>> signed(Fraction(5, 4)), signed(Fraction(-1, 1000)), signed(Fraction(0))
    ('+1.25', '-0.001', '+0.00')
    """
    text = shown(points, places)
    if points and not rounded(points, Way.HALF_UP, places):
        text = said(points)
    return text if text.startswith("-") else f"+{text}"


def table(ranking: Scored) -> Table:
    """A row for each subject, a column for each part of the scheme."""
    scheme = ranking.scheme
    shown_parts = [at for at, part in enumerate(scheme.root.parts) if not _watched(part)]
    parts = [scheme.root.parts[at] for at in shown_parts]
    grouped = any(score.group for score in ranking.scores)
    columns = ["名次", *(["组别"] if grouped else []), scheme.ranked.label, "得分"]
    columns += [
        *(["等次"] if scheme.grades else []),
        *_unique([part.title for part in parts], columns),
        "说明",
    ]
    rows = []
    for score in ranking.scores:
        own = [shown(score.part.parts[at].points, scheme.places) for at in shown_parts]
        acted = "；".join([
            *vetoes_said(ranking, score), *forces_said(ranking, score), *_tied(score),
            *_waiting(ranking, score),
        ])  # fmt: skip
        row = [str(score.rank), *([score.group] if grouped else []), score.name]
        rows.append(
            (*row, shown(score.points, scheme.places), *([score.grade] if scheme.grades else []), *own, acted)
        )
    for one in ranking.unscored:
        row = ["–", *([one.group] if grouped else []), one.name, "不评分", *([""] if scheme.grades else [])]
        rows.append((*row, *("–" for _ in parts), few_of(one.reasons)))
    numeric = tuple(c for c in columns if c not in ("组别", scheme.ranked.label, "等次", "说明"))
    return Table(tuple(columns), tuple(rows), title=title_of(ranking), numeric=numeric)


def _watched(part: Item | Section) -> bool:
    """Whether it gives no points, and so gets no column."""
    return isinstance(part, Item) and isinstance(part.form, Watched)


def title_of(ranking: Scored) -> str:
    """The title and the day, without two brackets in a row."""
    title, day = ranking.scheme.title, ranking.on
    if day is None:
        return title
    return f"{title}，{day}" if title.endswith("）") else f"{title}（{day}）"


def _unique(titles: list[str], taken: list[str]) -> list[str]:
    found: list[str] = []
    for title in titles:
        name, more = title, 2
        while name in (*taken, *found, "等次", "说明"):
            name, more = f"{title}{more}", more + 1
        found.append(name)
    return found


def few_of(reasons: tuple[str, ...]) -> str:
    """The first two reasons, with long titles cut; the explanation has all."""
    first = [reason.rpartition("：") for reason in reasons[:2]]
    short = [f"{title if len(title) <= 20 else f'{title[:19]}…'}{colon}{why}" for title, colon, why in first]
    return "；".join(short) + (f"等 {len(reasons)} 处" if len(reasons) > 2 else "")


def bases_said(ranking: Scored) -> Iterator[str]:
    """Of how many the grades limited to a share are a share."""
    groups = Counter(score.group for score in ranking.scores)
    for band in ranking.scheme.grades:
        for group, scored in groups.items():
            if band.share is not None:
                yield f"{group}{band.name}{band.basis(scored)}"


def _waiting(ranking: Scored, score: Score) -> list[str]:
    """Items whose ranks or best value may still change, because some subjects have no value."""
    facts = dict(score.facts)
    found = [(item, facts.get(f"{item.id}_{WAITING}")) for item in ranking.scheme.every_item]
    return [f"{item.title}另有 {many} 个没有数" for item, many in found if many is not None]


def _tied(score: Score) -> list[str]:
    return ["并列"] if score.tied > 1 else []


def vetoes_said(ranking: Scored, score: Score) -> list[str]:
    """The vetoes that were triggered, and their effect on the total, a section or an item."""
    counted = {"total": score.part}
    for own, part in matched(ranking.scheme.root, score.part):
        if not part.left_out:
            counted[own.id] = part
    found = [veto for veto, brought in ranking.vetoes(score) if brought and veto.scope in counted]
    of = {veto: "" if veto.scope == "total" else counted[veto.scope].title for veto in found}
    effects = [(veto.title, f"{of[veto]}{veto.effect}") for veto in found]
    return [title if title.endswith(what) else f"{title}：{what}" for title, what in effects]


def forces_said(ranking: Scored, score: Score, *, figures: bool = False) -> list[str]:
    """What makes the grade differ from that of the points alone, or leaves it open."""
    found = [(veto, brought) for veto, brought in ranking.vetoes(score) if veto.grade or veto.steps]
    if not score.grade:
        open_ = "、".join(f"{veto.title}没有数" for veto, brought in found if brought is None)
        return [f"等次未定：{open_}"] if open_ else []
    if score.grade == _by_points(ranking, score):
        return []
    forcing = [veto for veto, brought in found if brought]
    scored = sum(one.group == score.group for one in ranking.scores)
    limits = [
        f"{band.name}名额已满（{band.basis(scored)}），列为{score.grade}"
        for band in ranking.scheme.grades
        if band.name == score.beyond
    ]
    return limits + [
        f"{veto.cause}{_figure(ranking, score, veto) if figures else ''}，{veto.on_grade}" for veto in forcing
    ]


def _figure(ranking: Scored, score: Score, veto: Veto) -> str:
    """The value below a veto's limit, in brackets; empty if the veto has no limit."""
    if veto.below is None:
        return ""
    item, values = ranking.scheme.part(veto.item), dict(score.facts)
    assert isinstance(item, Item)  # noqa: S101  # checked when the scheme was
    given = inputs_of(item)
    if len(given) == 1:
        return f"（{given[0].said_value(values)}）"
    return f"（平均 {said(worth(value_of(given), values))}{'%' if item.goes_by is GoesBy.RATE else ''}）"


def _by_points(ranking: Scored, score: Score) -> str:
    """The grade that the points alone would give."""
    return next((band.name for band in ranking.scheme.grades if band.holds(score.points)), "")


def explanation(ranking: Scored, score: Score, part: Part) -> str:
    """The tree of a score, a line for each part."""
    grade = f"，{score.grade}" if score.grade else ""
    tied = f"（{score.tied} 个并列）" if score.tied > 1 else ""
    group = f"{score.group}" if score.group else ""
    day = f"，{ranking.on}" if ranking.on else ""
    head = f"{score.name}：{said(score.points)} 分，{group}第 {score.rank} 名{tied}{grade}"
    lines = [f"{head}（{ranking.scheme.title}{day}）"]
    for inner in part.parts:
        lines += _lines(inner, 1)
    for veto, brought in ranking.vetoes(score):
        if brought and veto.scope == "total" and not any(veto.said in line for line in lines):
            lines.append(f"  {veto.said}；合计本来就不高于 {said(veto.to)} 分")
    forced = "；".join(forces_said(ranking, score, figures=True))
    if forced:
        points = f"等次：按分数是{_by_points(ranking, score)}；" if score.grade else ""
        lines.append(f"  {points}{forced}")
    return "\n".join(lines)


def _lines(part: Part, depth: int) -> Iterator[str]:
    space, clause = "  " * depth, f"（{part.clause}）" if part.clause else ""
    if part.left_out:
        yield f"{space}{part.title}{clause}：{part.working or '没有任务或没有数'}，不计"
        return
    if not part.id:
        if part.points:  # nothing to show if nothing changed
            yield f"{space}{part.title}：{'' if part.points < 0 else '+'}{said(part.points)} 分"
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


def comparison(before: Scored, after: Scored) -> Table:
    """Ranks before and after, and the parts that changed most."""
    old = {score.name: score for score in before.scores}
    new = {score.name: score for score in after.scores}
    why = {one.name: few_of(one.reasons) for one in (*before.unscored, *after.unscored)}
    graded = bool(before.scheme.grades or after.scheme.grades)
    places = max(before.scheme.places, after.scheme.places)
    rows = []
    for name in dict.fromkeys((*new, *old, *(one.name for one in after.unscored))):
        was, now = old.get(name), new.get(name)
        row = [name, *("–" if one is None else str(one.rank) for one in (was, now))]
        grades = ["–" if one is None else one.grade or "–" for one in (was, now)] if graded else []
        if was is None or now is None:
            rows.append((*row, "–", *grades, "–", why.get(name, "不在另一个排名里")))
            continue
        change = signed(now.points - was.points, places) if now.points != was.points else "0"
        because = _moves((before, was), (after, now), places)
        rows.append((*row, _moved(was, now), *grades, change, because))
    named = ("原等次", "现等次") if graded else ()
    columns = (after.scheme.ranked.label, "原名次", "现名次", "变动", *named, "得分变化", "因为")
    return Table(columns, tuple(rows), title="名次变动", numeric=columns[1:3])


def _moved(was: Score, now: Score) -> str:
    """By how many ranks it moved; ranks in different groups are not compared."""
    if was.group != now.group:
        return f"组别变了（{was.group or '全体'}→{now.group or '全体'}）"
    moved = was.rank - now.rank
    return "不变" if not moved else f"升{moved}位" if moved > 0 else f"降{-moved}位"


def _moves(before: tuple[Scored, Score], after: tuple[Scored, Score], places: int) -> str:
    """The three leaves that changed most, and changes in what forces the grade."""
    (old_ranking, was), (new_ranking, now) = before, after
    titles: dict[_Key, tuple[str, str]] = {}
    changes: dict[_Key, Fraction] = {}
    for ranking, score, sign in ((new_ranking, now, 1), (old_ranking, was, -1)):
        for key, leaf, more in _leaves(ranking.scheme.root, score.part):
            titles.setdefault(key, (leaf.title, f"{leaf.title}（{more}）"))
            changes[key] = changes.get(key, Fraction(0)) + sign * (leaf.points or 0)
    often = Counter(title for title, _ in titles.values())
    largest = sorted((key for key in changes if changes[key]), key=lambda key: -abs(changes[key]))[:3]
    moves = [f"{titles[key][often[titles[key][0]] > 1]} {signed(changes[key], places)}" for key in largest]
    if was.grade != now.grade:
        lifted, forced = forces_said(old_ranking, was), forces_said(new_ranking, now)
        moves += [f"不再{one}" for one in lifted if one not in forced]
        moves += [one for one in forced if one not in lifted]
    if moves:
        return "；".join(moves)
    return "自己没有变" if (was.points, was.grade) == (now.points, now.grade) else ""


def _leaves(own: Item | Section, part: Part) -> Iterator[tuple[_Key, Part, str]]:
    """Each leaf with points: its key, itself, and what to add to its title if others share it."""
    if part.points is None:
        return
    if not part.parts:
        yield ("", part.id, ""), part, part.id
    inside = own.parts if isinstance(own, Section) else ()
    for inner, judged in zip(inside, part.parts, strict=False):
        yield from _leaves(inner, judged)
    for leaf in part.parts[len(inside) :]:  # an item's indicators, and what acted on a sum
        yield (own.id, leaf.id, "" if leaf.id else leaf.title), leaf, own.title
