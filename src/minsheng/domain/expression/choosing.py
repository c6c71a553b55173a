"""Choosing a value: ``when(…).then(…).otherwise(…)``, and looking it up in a table."""

from __future__ import annotations

from decimal import Decimal

import attrs

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.build import Expression, Value, as_node, key
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Arithmetic, Constant, Operation, settle
from minsheng.errors import RuleError, UnitError


@asked
def look_up(table: DecisionTable, **keys: Expression | Value) -> Expression:
    """The value of a decision table for some keys; missing if no line fits.

    A missing key fits only lines that accept anything there.

    Args:
        keys: a column or a value for each key of the table, by name. One with a unit is converted to the
            key's; a bare number is meant in it.

    Raises:
        RuleError: a key is missing, unknown, or of another kind than in the table.
        UnitError: a key measures another thing than in the table, or is bare there.

    >>> from minsheng import column
    >>> from minsheng.rules import DecisionTable, Line, OneOf
    >>> from decimal import Decimal
    >>> lines = (Line((OneOf(("优", "良")),), Decimal(10)), Line((OneOf(("差",)),), Decimal(0)))
    >>> table = DecisionTable("评级分值", ("grade",), lines)
    >>> print(look_up(table, grade=column("评级")))
    《评级分值》（grade＝评级）
    """
    if sorted(keys) != sorted(table.keys):
        raise RuleError(f"table {table.title!r} has the keys {', '.join(table.keys)}, not {', '.join(keys)}")
    nodes = []
    for index, name in enumerate(table.keys):
        wanted = table.key_kind(index)
        node = as_node(keys[name]) if wanted is None else key(keys[name], wanted)
        unit = table.key_unit(index)
        if node.unit is not None and unit is not None:
            if not node.unit.measures_same_as(unit):
                said = f"key {name!r} of {table.title!r} is in {unit}, {node.describe()} is in {node.unit}"
                raise UnitError(said)
            node = Arithmetic(Operation.DIVIDE, node, Constant(Decimal(1), unit))
        nodes.append(node)
    return Expression(Lookup(table, tuple(nodes)))


@attrs.frozen
class When:
    """``when(condition)``, to be followed by ``.then(value)``."""

    cases: tuple[tuple[Node, Node], ...]
    condition: Node

    def then(self, value: Expression | Value) -> Cases:
        """The value if the condition holds and no earlier one did."""
        return Cases((*self.cases, (self.condition, as_node(value))))


@attrs.frozen
class Cases:
    """Conditions with their values, to be followed by ``.when`` or ``.otherwise``."""

    cases: tuple[tuple[Node, Node], ...]

    def when(self, condition: Expression) -> When:
        """Another condition, tried if those before do not hold."""
        return When(self.cases, *settle([as_node(condition)], Kind.TRUTH))

    def otherwise(self, value: Expression | Value | None) -> Expression:
        """The value if no condition holds; None for missing."""
        values = [then for _, then in self.cases]
        if value is not None:
            values.append(as_node(value))
        known = next((node.kind for node in values if node.kind is not None), None)
        settled = list(settle(values, known)) if known else values
        result = settled.pop() if value is not None else None
        for (condition, _), then in zip(reversed(self.cases), reversed(settled), strict=True):
            result = Choice(condition, then, result)
        assert result is not None  # noqa: S101  # there is at least one case
        return Expression(result)


@asked
def when(condition: Expression) -> When:
    """One value if a condition holds, others if it does not.

    If the condition is missing, so is the result: a missing fact never chooses a side.

    >>> from minsheng import column
    >>> light = when(column("rate", places=2) >= 1).then("绿").otherwise("红")
    >>> print(light)
    如果 rate ≥ 1 则“绿”，否则“红”
    """
    return When((), *settle([as_node(condition)], Kind.TRUTH))
