"""The formulas of a scheme: of its parts by id, of its grades, and of what it ranks by.

Built once for all records and frames, and computed together by one compiled function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import attrs

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.choosing import when
from minsheng.domain.expression.nodes import All, Column, columns
from minsheng.errors import Problem
from minsheng.rules.criteria.records.worths import Compiled
from minsheng.rules.scoring.forms.ranks import RankPoints
from minsheng.rules.scoring.formulas.grades import grade
from minsheng.rules.scoring.formulas.item_formulas import Conditions, ItemFormulas, conditions_of, value_of
from minsheng.rules.scoring.formulas.section_formulas import SectionFormulas
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme, absent_figure, ranked_items
from minsheng.rules.scoring.terms.choices import Absent
from minsheng.rules.scoring.terms.inputs import Input


@attrs.frozen(eq=False)
class Order:
    """How an item that depends on the others ranks them.

    Args:
        item: the item.
        by: the number to rank by.
        lowest: whether the least is first.
        among: whether a subject is ranked, reported or not; None if everybody is.
    """

    item: Item
    by: Expression
    lowest: bool
    among: Expression | None


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
        found = {one.name: one for order in self.orders.values() for one in columns(order.by.node)}
        return tuple((found | {one.name: one for one in self.columns}).values())

    @cached_property
    def orders(self) -> dict[str, Order]:
        """How each item that depends on the others ranks them, in rounds."""
        items = [item for ready in ranked_items(self.scheme) for item in ready]
        return {item.id: self._order(item) for item in items}

    def _order(self, item: Item) -> Order:
        part, form = self.parts[item.id], item.form
        assert isinstance(part, ItemFormulas)  # noqa: S101  # an item's
        lowest = isinstance(form, RankPoints) and form.lowest
        if isinstance(form, RankPoints) and form.of:
            return Order(item, self.points(form.of), lowest, self.parts[form.of].present)
        if len(part.given) == 1:
            by, least = part.given[0].order
        else:
            by, least = value_of(part.given), part.given[0].reversed
        among = part.asked
        if among is None and absent_figure(self.scheme, item) is Absent.LEFT_OUT:
            among = ~by.is_missing()
        return Order(item, by, least != lowest, among)

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
                yield Problem(f"“{name}”列", met, "请去掉这一列，或去掉办法里的 target")

    @cached_property
    def compiled(self) -> Compiled:
        """Everything asked of a record, in groups computed together: points, ranks, explanations."""
        points: list[Expression | None] = [*self.conditions.values()]
        ranks = [one for order in self.orders.values() for one in (order.by, order.among)]
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
            explained.append(part.asked)
        groups = (points, ranks, explained)
        return Compiled(*([one.node for one in group if one is not None] for group in groups))
