"""The formulas of a scheme: of its parts by id, of its grades, and of what it ranks by.

Built once for all records and frames, and computed together by one compiled function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from minsheng.domain.amount import Amount
from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.nodes import All, Column, columns
from minsheng.errors import Problem, RuleError
from minsheng.rules.criteria.records.worths import Compiled
from minsheng.rules.scoring.forms.ranks import RankPoints, Ties
from minsheng.rules.scoring.formulas.grades import grade
from minsheng.rules.scoring.formulas.item_formulas import ItemFormulas
from minsheng.rules.scoring.formulas.measured import has_task, value_of
from minsheng.rules.scoring.formulas.section_formulas import SectionFormulas
from minsheng.rules.scoring.formulas.vetoes import Conditions, conditions_of
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_figure, absent_task
from minsheng.rules.scoring.terms.choices import Absent, Others
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs


@attrs.frozen(eq=False)
class Order:
    """What a part needs to know of all who are compared.

    Args:
        id: what the names of its columns start with.
        title: what it is for.
        by: the number that is compared.
        fills: which columns it fills.
        among: whether a subject is compared, reported or not; None if everybody is.
        lowest: whether the least is first.
        dense: whether the rank after a tie follows without a gap.
        counts: whether it matters how many are compared, reported or not.
    """

    id: str
    title: str
    by: Expression
    fills: tuple[Input, ...]
    among: Expression | None = None
    lowest: bool = False
    dense: bool = False
    counts: bool = False

    @property
    def ranks(self) -> bool:
        """Whether it is the order that matters, not the numbers themselves."""
        return Input.RANK in self.fills

    @property
    def names(self) -> dict[Input, str]:
        """The names of its columns."""
        return {what: f"{self.id}_{what.value}" for what in self.fills}


def _if(asked: Expression | None, number: Expression) -> Expression:
    """A number where something holds; always, if nothing is asked."""
    return number if asked is None else when(asked).then(number).otherwise(None)


@attrs.frozen(eq=False, slots=False)
class Formulas:
    """The formulas of a whole scheme, each built once.

    Args:
        scheme: the scheme, sound and bound to indicators.
    """

    scheme: Scheme

    @cached_property
    def conditions(self) -> Conditions:
        """Whether each veto is triggered."""
        return conditions_of(self.scheme)

    @cached_property
    def root(self) -> SectionFormulas:
        """The formulas of the whole."""
        return SectionFormulas(self.scheme, self.scheme.root, self.conditions)

    @cached_property
    def parts(self) -> dict[str, ItemFormulas | SectionFormulas]:
        """The formulas of every item and section, by id."""

        def inside(section: SectionFormulas) -> Iterator[ItemFormulas | SectionFormulas]:
            yield section
            for part in section.parts:
                if isinstance(part, SectionFormulas):
                    yield from inside(part)
                else:
                    yield part

        return {part.own.id: part for part in inside(self.root)}

    @property
    def items(self) -> tuple[ItemFormulas, ...]:
        """The formulas of every item, in the order of the regulation."""
        return tuple(part for part in self.parts.values() if isinstance(part, ItemFormulas))

    def points(self, id: str) -> Expression:
        """The points of a part over the scheme's columns; missing if it is left out.

        A part that is left out has no points, even after a veto.
        """
        part = self.parts[id]
        return part.points if part.present is None else when(part.present).then(part.points).otherwise(None)

    def grade(self, points: Expression) -> Expression | None:
        """The grade of a total; None without grades."""
        return grade(self.scheme, points, self.conditions)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns the scheme is scored by.

        Raises:
            RuleError: two items declare one column differently.
        """
        asked = [~self.points("total").is_missing()]
        named = self.grade(column("total", places=9))
        if named is not None:
            asked.append(~named.is_missing())
        node = All(tuple(one.node for one in asked))
        return tuple(one for one in columns(node) if one.name != "total")

    @cached_property
    def facts(self) -> tuple[Column, ...]:
        """Those columns, and those needed for ranking."""
        found = {one.name: one for order in self.orders for one in columns(order.by.node)}
        return tuple((found | {one.name: one for one in self.columns}).values())

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """What parts need to know of all who are compared, each after what it is made of."""
        return tuple(order for ready in self.rounds for order in ready)

    @cached_property
    def rounds(self) -> tuple[tuple[Order, ...], ...]:
        """Those orders, in rounds: each needs only what the rounds before it fill.

        Raises:
            RuleError: some need each other.
        """
        left: dict[Order, list[Order]] = {
            order: [] for part in self.parts.values() for order in self._orders_of(part)
        }
        filled = {name: order for order in left for name in order.names.values()}
        for order, needed in left.items():
            asked = [order.by.node, *([] if order.among is None else [order.among.node])]
            names = {one.name for node in asked for one in columns(node)}
            needed += [filled[name] for name in names if name in filled]
        rounds = []
        while left:
            ready = tuple(order for order, needed in left.items() if not any(one in left for one in needed))
            if not ready:
                raise RuleError(f"parts are compared by each other's points: {', '.join(o.id for o in left)}")
            rounds.append(ready)
            left = {order: needed for order, needed in left.items() if order not in ready}
        return tuple(rounds)

    def _orders_of(self, part: ItemFormulas | SectionFormulas) -> Iterator[Order]:
        own = part.own
        if isinstance(part, SectionFormulas):
            if part.own.best_as is not None:
                yield Order(own.id, own.title, part.before_best, (Input.BEST,), part.present)
            return
        item = part.own
        several = item.periods is not None
        for given in part.given if several else part.given[:1]:
            yield from self._compared(part, given.item, (given,) if several else part.given)
        if part.asked is not None and absent_task(self.scheme, item) is Absent.AVERAGE:
            yield Order(own.id, own.title, part.earned, (Input.GAINED, Input.SCORED))

    def _compared(self, part: ItemFormulas, id: str, given: tuple[Inputs, ...]) -> Iterator[Order]:
        """What an item, or one of its periods, needs of the others' values."""
        item, form = part.own, part.own.form
        if item.against is not None:
            fills = {
                Others.MEAN: (Input.SUM, Input.MANY), Others.MEDIAN: (Input.MIDDLE,),
                Others.BEST: (Input.BEST,),
            }  # fmt: skip
            actual, unit = given[0].actual, given[0].unit
            by = actual if unit is None else actual / Amount(1, unit)
            yield Order(id, item.title, _if(part.applies, by), fills[item.against], lowest=given[0].lower)
        if not form.on_others:
            return
        ranks, lowest = isinstance(form, RankPoints), isinstance(form, RankPoints) and form.lowest
        dense = isinstance(form, RankPoints) and form.ties is Ties.DENSE
        counts = isinstance(form, RankPoints) and form.counts
        fills_ranks = (Input.RANK, Input.TIED, Input.OF, Input.TIES)
        if isinstance(form, RankPoints) and form.of:
            of = self.parts[form.of]
            yield Order(id, item.title, self.points(form.of), fills_ranks, of.present, lowest, dense, counts)
            return
        by, least = given[0].order if len(given) == 1 else (value_of(given), given[0].reversed)
        among = has_task(item, given)
        if among is None and absent_figure(self.scheme, item) is Absent.LEFT_OUT:
            among = ~by.is_missing()
        if part.applies is not None:
            among = part.applies if among is None else part.applies & among
        fills_values = fills_ranks if ranks else (Input.BEST, Input.WORST)
        by = _if(part.applies, by)
        yield Order(id, item.title, by, fills_values, among, least != lowest, dense, counts)

    def unread_targets(self, given: Iterable[str]) -> Iterator[Problem]:
        """Columns of targets that are never read, because the scheme sets those targets itself."""
        known = {one.name for one in self.facts}
        items = {
            f"{id}_{Input.TARGET.value}": item
            for item in self.scheme.every_item
            if item.target is not None
            for id in item.indicators
        }
        for name in given:
            if name in items and name not in known:
                met = f"《{items[name].title}》的目标是办法定的 {items[name].target}，用不到这一列"
                yield Problem(f"“{name}”列", met, "请去掉这一列，或去掉办法里的 target", (name,))

    @cached_property
    def compiled(self) -> Compiled:
        """Everything asked of a record, in groups computed together: points, ranks, explanations."""
        points: list[Expression | None] = [*self.conditions.values()]
        ranks = [one for order in self.orders for one in (order.by, order.among)]
        explained: list[Expression | None] = []
        for part in self.parts.values():
            points += [part.points, part.present]
            if isinstance(part, SectionFormulas):
                points += [stage.points for stage in part.stages]
                continue
            several = points if part.several else explained  # several indicators' points make the item's
            several.append(part.raw)
            for task in part.tasks:
                several += [task.points, task.counts]
                explained += [task.plain, task.alone, *task.inputs.formulas]
            explained += [part.asked, part.applies, part.factor]
        groups = (points, ranks, explained)
        return Compiled(*([one.node for one in group if one is not None] for group in groups))
