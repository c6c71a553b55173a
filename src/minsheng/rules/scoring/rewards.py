"""Rewards and consequences (激励约束): whom the lists of a regulation name, each with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import add_exactly, plain_text
from minsheng.errors import Problems, UnknownName
from minsheng.listed import Listed
from minsheng.rules.scoring.forms.events import Event
from minsheng.rules.scoring.judging.passed_over import other_year
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.ranking.scores import Score
from minsheng.rules.scoring.reward_lists import AtTheEdge, RewardList, RewardPolicy
from minsheng.rules.scoring.terms.worth import said
from minsheng.table import Tabled, heads


@attrs.frozen(repr=False)
class Rewarded(Tabled):
    """One name, on a list or kept off it.

    Args:
        list: the id of the list.
        title: its title.
        score: who, with points, rank and grade.
        named: whether the list names it.
        reason: why it is on the list, or is not though its place is among the list's.
        marks: its extra marks.
    """

    list: str
    title: str
    score: Score
    named: bool
    reason: str
    marks: Decimal = Decimal(0)

    @property
    def summary(self) -> str:
        """The list, the name and the reason."""
        return f"{self.title}：{self.score.name}{'' if self.named else '（不列入）'}，{self.reason}"

    _HEADS = heads(
        title="名单", named="列入", name="谁", group="组别", rank="名次", points=("得分", said),
        marks=("加分", plain_text), reason="理由",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        own = {"name": self.score.name, "group": self.score.group, "rank": self.score.rank}
        yield own | {
            "list": self.list, "title": self.title, "named": self.named, "points": self.score.points,
            "marks": self.marks, "reason": self.reason,
        }  # fmt: skip


@attrs.frozen(repr=False)
class Rewards(Listed[Rewarded]):
    """Whom each list of a policy names, and whom it might have named.

    Args:
        policy: the policy.
        names: the names of all lists, in order.
    """

    policy: RewardPolicy
    names: tuple[Rewarded, ...]

    _EACH = "names"

    @asked
    def of(self, list: str) -> tuple[str, ...]:
        """Whom a list names, by its id."""
        return tuple(one.score.name for one in self.names if one.list == list and one.named)

    @property
    def marks(self) -> dict[str, Decimal]:
        """The extra marks of each who has some, all lists together."""
        found: dict[str, Decimal] = {}
        for one in self.names:
            if one.marks:
                found[one.score.name] = add_exactly(found.get(one.score.name, Decimal(0)), one.marks)
        return found

    @property
    def summary(self) -> str:
        """How many each list names."""
        counts = (f"{one.title} {len(self.of(one.id))} 个" for one in self.policy.lists)
        return f"{self.policy.title}：{'，'.join(counts)}"

    _HEADS = Rewarded._HEADS


@asked
def rewarded(ranking: Ranking, policy: RewardPolicy, *, events: Iterable[Event] | None = None) -> Rewards:
    """Whom each list names, by a ranking and by what happened.

    Who is not scored is on no list, not even of the last. A list of the first 3 with four of whom two
    share the third rank names four, or two, as its ``edge`` says.

    Args:
        ranking: the ranking.
        policy: the lists.
        events: what happened, as :func:`read_events` reads it; each counts its times.

    Raises:
        ValueError: a list goes by what happened, and ``events`` is not given: give ``()`` if nothing did;
            or events are given, and no list goes by any.
        DataError: an event of somebody who is not ranked, of another year than the ranking, or of a
            kind that no list goes by, nor the ranking's scheme; a grade that the scheme does not have.

    >>> import minsheng as ms
    >>> item = ms.scoring.Item("work", "工作", ms.scoring.Given(), 100)
    >>> scheme = ms.scoring.Scheme("x", "某办法", "", items=(item,), total=100)
    >>> points = {"甲县": 90, "乙县": 85, "丙区": 85, "丁区": 60}
    >>> ranking = ms.score_records(scheme, {name: {"work_mark": mark} for name, mark in points.items()})
    >>> best = RewardList("best", "通报表扬", first=2, excluded_by=("安全事故",), marks=("1", "0.5"))
    >>> for one in rewarded(ranking, RewardPolicy("某办法", (best,)), events=(Event("甲县", "安全事故"),)):
    ...     print(one.summary)
    通报表扬：甲县（不列入），第 1 名，有安全事故 1 次
    通报表扬：乙县，第 2 名，2 个并列，只剩 1 个名额，并列的都列入
    通报表扬：丙区，第 2 名，2 个并列，只剩 1 个名额，并列的都列入
    """
    if policy.events and events is None:
        named = ", ".join(policy.events)
        raise ValueError(f"rewarded(): lists go by {named}: give events=, () if nothing happened")
    if events is not None and not policy.events:
        raise ValueError("rewarded(): events= is given, but none of the lists goes by any")
    names = [*(one.name for one in ranking.scores), *(one.name for one in ranking.unscored)]
    kinds, problems = dict.fromkeys((*policy.events, *ranking.scheme.kinds)), Problems()
    grades = [grade.name for grade in ranking.scheme.grades]
    for of in policy.lists:
        for grade in of.grades:
            if grade not in grades:
                problems.add(f"名单“{of.title}”", UnknownName("等次", grade, grades).in_chinese)
    happened: Counter[tuple[str, str]] = Counter()
    for event in events or ():
        for what, name, known in (("排名对象", event.area, names), ("事项", event.kind, kinds)):
            if name not in known:
                problems.add(str(event), UnknownName(what, name, known).in_chinese)
        for why in other_year(ranking.scheme, event, ranking.on):
            problems.add(str(event), *why)
        happened[event.area, event.kind] += event.count
    problems.refuse()
    return Rewards(policy, tuple(one for of in policy.lists for one in _listed(ranking, of, happened)))


def _listed(ranking: Ranking, of: RewardList, happened: Counter[tuple[str, str]]) -> list[Rewarded]:
    kept: list[tuple[Score, str]] = []
    left: list[tuple[Score, str]] = []
    for group in dict.fromkeys(score.group for score in ranking.scores):
        own = [score for score in ranking.scores if score.group == group]
        out = {score.name: why for score in own if (why := _excluded(score, of, happened))}
        places = _places(own, own, of)
        if of.moves_up:
            places |= _places([score for score in own if score.name not in out], own, of)
        for score in own:
            place = places.get(score.name)
            if place is None or not _fits(score, of, happened):
                continue
            reason = _reason(score, of, happened)
            if score.name in out:
                left.append((score, f"{reason}，{out[score.name]}"))
            else:
                (kept if place.within else left).append((score, f"{reason}{place.note}"))
    if of.quota is not None:
        kept, over = _within_quota(kept, of, of.quota)
        left += over
    named = [
        Rewarded(of.id, of.title, score, named=True, reason=reason, marks=_marks(score, kept, of))
        for score, reason in kept
    ]
    named += [Rewarded(of.id, of.title, score, named=False, reason=reason) for score, reason in left]
    groups = [*dict.fromkeys(score.group for score in ranking.scores)]
    return sorted(named, key=lambda one: (groups.index(one.score.group), one.score.rank))


@attrs.frozen
class _Place:
    """Whether a list's places reach somebody, and what is to be said of it."""

    within: bool
    note: str = ""


def _places(scores: list[Score], ranked: list[Score], of: RewardList) -> dict[str, _Place]:
    """Whom the places of a list reach, by rank; those at its edge too, if they are kept off."""
    if of.last is not None:
        return _cut(scores[::-1], of.last, of.edge, lambda score: score.rank)
    places = of.first
    if of.share is not None:
        places = int(Fraction(of.share) * len(ranked))
    return _cut(scores, len(scores) if places is None else places, of.edge, lambda score: score.rank)


def _cut(
    order: list[Score], places: int, edge: AtTheEdge, key: Callable[[Score], object]
) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    for _, alike in groupby(order, key):
        tied = [score.name for score in alike]
        left = places - sum(place.within for place in found.values())
        if left <= 0:
            break
        fits = len(tied) <= left
        note = "" if fits else f"，{len(tied)} 个并列，只剩 {left} 个名额，{edge.label}"
        found |= dict.fromkeys(tied, _Place(fits or edge is AtTheEdge.ALL, note))
        if not fits:
            break
    return found


def _within_quota(
    kept: list[tuple[Score, str]], of: RewardList, quota: int
) -> tuple[list[tuple[Score, str]], list[tuple[Score, str]]]:
    """Those within the quota of all groups together, by points, and the others with the reason."""
    order = sorted((score for score, _ in kept), key=lambda score: score.points, reverse=of.last is None)
    places = _cut(order, quota, of.edge, lambda score: score.points)
    within, over = list[tuple[Score, str]](), list[tuple[Score, str]]()
    for score, reason in kept:
        place = places.get(score.name, _Place(within=False, note=f"，各组合计限 {quota} 个，得分在后"))
        (within if place.within else over).append((score, f"{reason}{place.note}"))
    return within, over


def _excluded(score: Score, of: RewardList, happened: Counter[tuple[str, str]]) -> str:
    """What keeps somebody off a list; empty if nothing does."""
    times = {event: happened[score.name, event] for event in of.excluded_by}
    return "、".join(f"有{event} {count} 次" for event, count in times.items() if count)


def _fits(score: Score, of: RewardList, happened: Counter[tuple[str, str]]) -> bool:
    return (
        (not of.grades or score.grade in of.grades)
        and (of.at_least is None or score.points >= of.at_least)
        and (of.at_most is None or score.points <= of.at_most)
        and (not of.needs or any(happened[score.name, one.event] >= one.times for one in of.needs))
    )


def _reason(score: Score, of: RewardList, happened: Counter[tuple[str, str]]) -> str:
    """The facts that a list goes by."""
    placed = of.first or of.last or of.share is not None
    points = of.at_least is not None or of.at_most is not None or of.quota is not None
    facts = [
        f"第 {score.rank} 名" if placed else "",
        f"{score.text} 分" if points else "",
        score.grade if of.grades else "",
        *(
            f"{one.event} {happened[score.name, one.event]} 次"
            for one in of.needs
            if happened[score.name, one.event] >= one.times
        ),
    ]
    return "，".join(filter(None, facts))


def _marks(score: Score, kept: list[tuple[Score, str]], of: RewardList) -> Decimal:
    """The marks of a place: as many places down as are better (or, of the last, worse) on the list."""
    if not of.marks:
        return Decimal(0)
    own = [other.rank for other, _ in kept if other.group == score.group]
    ahead = sum(rank > score.rank if of.last is not None else rank < score.rank for rank in own)
    return of.marks[min(ahead, len(of.marks) - 1)]
