"""A scheme as formulas: those of its parts by id, of its grades, and of what puts everybody in order.

Built once for all records and frames. What is named is computed together, by one compiled function.
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
    """What an item that goes by the others puts everybody in order by.

    Args:
        item: the item.
        by: the number.
        lowest: whether the least of it is first.
        among: whether somebody is one of those who are ranked, reported or not; None where everybody is.
    """

    item: Item
    by: Expression
    lowest: bool
    among: Expression | None


@attrs.frozen(eq=False, slots=False)
class Formulas:
    """The formulas of a whole scheme, each built once.

    Args:
        scheme: the scheme, sound and about indicators that are known.
    """

    scheme: Scheme

    @cached_property
    def conditions(self) -> Conditions:
        """Whether each veto is brought about."""
        return conditions_of(self.scheme)

    @cached_property
    def root(self) -> SectionFormulas:
        """Those of the whole."""
        return SectionFormulas(self.scheme, self.scheme.root, self.conditions)

    @cached_property
    def parts(self) -> dict[str, ItemFormulas | SectionFormulas]:
        """Those of every item and section, by id."""

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
        """Those of every item, in the order of the text."""
        return tuple(part for part in self.parts.values() if isinstance(part, ItemFormulas))

    def points(self, id: str) -> Expression:
        """The points of a part over the scheme's columns; none where it is left out.

        What is left out has no points that a veto could leave.
        """
        part = self.parts[id]
        return part.points if part.present is None else when(part.present).then(part.points).otherwise(None)

    def grade(self, points: Expression) -> Expression | None:
        """The grade of a total; None where there are none."""
        return grade(self.scheme, points, self.conditions)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns the scheme is scored by.

        Raises:
            RuleError: two items take one column in two ways.
        """
        asked = [~self.points("total").is_missing()]
        named = self.grade(column("total", places=9))
        if named is not None:
            asked.append(~named.is_missing())
        node = All(tuple(one.node for one in asked))
        return tuple(one for one in columns(node) if one.name != "total")

    @cached_property
    def facts(self) -> tuple[Column, ...]:
        """Those columns, and those that ranks are found by."""
        found = {one.name: one for order in self.orders.values() for one in columns(order.by.node)}
        return tuple((found | {one.name: one for one in self.columns}).values())

    @cached_property
    def orders(self) -> dict[str, Order]:
        """What puts everybody in order, of each item that goes by the others, in rounds."""
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
        """Columns of targets that nothing reads, since the scheme sets those targets itself."""
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
        """What a record is asked for, of every part, computed together: points, ranks, explanations."""
        points: list[Expression | None] = [*self.conditions.values()]
        ranks = [one for order in self.orders.values() for one in (order.by, order.among)]
        told: list[Expression | None] = []
        for part in self.parts.values():
            points += [part.points, part.present]
            if isinstance(part, SectionFormulas):
                points += [stage.points for stage in part.stages]
                continue
            several = points if part.several else told  # whose points are parts of the item's
            several.append(part.raw)
            for task in part.tasks:
                several += [task.points, task.counts]
                told += [task.plain, task.alone, *task.inputs.formulas]
            told.append(part.asked)
        return Compiled(*([one.node for one in group if one is not None] for group in (points, ranks, told)))
