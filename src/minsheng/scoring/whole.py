"""What a whole scheme asks for: its columns, and in what order its items wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minsheng.domain.amount import plain_text
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.nodes import All, Column, columns
from minsheng.errors import Problem, RuleError
from minsheng.scoring.choices import Absent
from minsheng.scoring.grades import grade
from minsheng.scoring.inputs import Input
from minsheng.scoring.items import Item, walk
from minsheng.scoring.points import absent_figure, has_task, inputs_of, value_of
from minsheng.scoring.ranks import RankPoints
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.sections import entry_of, points_of


def columns_of(scheme: Scheme) -> tuple[Column, ...]:
    """The columns a scheme is scored by.

    Raises:
        RuleError: two items take one column in two ways.
    """
    points = points_of(scheme, scheme.root)
    asked = [~points.is_missing()]
    named = grade(scheme, column("total", places=9))
    if named is not None:
        asked.append(~named.is_missing())
    node = All(tuple(one.node for one in asked))
    return tuple(one for one in columns(node) if one.name != "total")


def unread_targets(scheme: Scheme, given: Iterable[str]) -> Iterator[Problem]:
    """Columns of targets that nothing reads, since the scheme sets those targets itself."""
    known = {one.name for one in facts_of(scheme)}
    items = {
        f"{id}_{Input.TARGET.value}": item
        for item in scheme.every_item
        if item.target is not None
        for id in item.indicators
    }
    for name in given:
        if name in items and name not in known:
            met = f"《{items[name].title}》的目标是办法定的 {items[name].target}，用不到这一列"
            yield Problem(f"“{name}”列", met, "请去掉这一列，或去掉办法里的 target")


def widest(scheme: Scheme) -> str:
    """The items whose figures may have most digits, with what says so."""
    items = sorted(scheme.every_item, key=lambda item: item.most.adjusted() + item.places, reverse=True)
    told = [f"{i.title}（{i.id}）most = {plain_text(i.most)}，places = {i.places}" for i in items[:3]]
    return "；".join(told)


# --- what is to be known of the others ---------------------------------------------------


def order_of(scheme: Scheme, item: Item) -> tuple[Expression, bool]:
    """What an item is ranked by, and whether the least of it is first."""
    lowest = False
    if isinstance(item.form, RankPoints):
        lowest = item.form.lowest
        if item.form.of:
            return points_of(scheme, scheme.part(item.form.of)), lowest
    given = inputs_of(item)
    if len(given) == 1:
        order, least = given[0].order
        return order, least != lowest
    return value_of(item), given[0].reversed != lowest


def among_of(scheme: Scheme, item: Item) -> Expression | None:
    """Whether somebody is one of those who are ranked, reported or not; None where everybody is."""
    if isinstance(item.form, RankPoints) and item.form.of:
        return entry_of(scheme, scheme.part(item.form.of)).present
    asked = has_task(item)
    if asked is None and absent_figure(scheme, item) is Absent.LEFT_OUT:
        return ~order_of(scheme, item)[0].is_missing()
    return asked


def ranked_items(scheme: Scheme) -> tuple[tuple[Item, ...], ...]:
    """The items that go by places, in rounds: one that ranks a section's points comes after those in it."""
    left = [item for item in scheme.every_item if item.form.on_others]
    rounds = []
    while left:
        ready = tuple(item for item in left if not _waits(scheme, item, left))
        if not ready:  # a ring, which checks refuse
            raise RuleError(f"items are ranked by each other's points: {', '.join(one.id for one in left)}")
        rounds.append(ready)
        left = [item for item in left if item not in ready]
    return tuple(rounds)


def _waits(scheme: Scheme, item: Item, left: list[Item]) -> bool:
    of = item.form.of if isinstance(item.form, RankPoints) else ""
    return bool(of) and any(part in left for part in walk(scheme.part(of)))


def facts_of(scheme: Scheme) -> tuple[Column, ...]:
    """The columns a scheme is scored by, and those that places are found by."""
    ranked = [order_of(scheme, item)[0].node for item in scheme.every_item if item.form.on_others]
    found = {one.name: one for node in ranked for one in columns(node)}
    return tuple((found | {one.name: one for one in columns_of(scheme)}).values())
