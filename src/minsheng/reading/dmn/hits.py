"""Decision tables of DMN as choices, where rules may meet: what a hit policy makes of several that fit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.cells import Line
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.domain.expression.forms import Choice, IsMissing
from minsheng.domain.expression.nodes import Arithmetic, Comparison, Constant, Not, Operation
from minsheng.domain.printed import Relation
from minsheng.reading.dmn import values
from minsheng.reading.dmn.rules import Output, Rule, Table, rank
from minsheng.reading.dmn.values import Value

#: up to this many rules are tried one after another; more are split in halves
_CHAIN = 12


def chosen(table: Table, order: tuple[Rule, ...], index: int, *, checked: bool) -> Value:
    """The value of an output, by choices among the rules."""
    output = table.outputs[index]
    conditions = [rule.condition for rule in order]
    results = [_result(table, rule, index) for rule in order]
    default = output.default
    if table.policy == "COLLECT" and table.aggregation in ("SUM", "COUNT"):
        return _added(table, conditions, results, default)
    kinds = {value.kind for value in (*results, default) if value is not None}
    if not kinds:
        return None
    kind = next(iter(kinds))
    assert kind is not None  # noqa: S101  # of constants and read columns it is known
    found = _first([(c, _there(r, kind)) for c, r in zip(conditions, results, strict=True)], default)
    if checked:
        return found
    clash: list[Node] = []
    if table.policy == "UNIQUE" and len(order) > 1:
        ones: list[Node] = [Choice(one, Constant(Decimal(1)), Constant(Decimal(0))) for one in conditions]
        hits = values.balanced(ones, lambda a, b: Arithmetic(Operation.ADD, a, b))
        clash.append(Comparison(Relation.ABOVE, hits, Constant(Decimal(1))))
    if table.policy in ("ANY", "PRIORITY"):
        ranked = table.policy == "PRIORITY"
        for n, rule in enumerate(order):
            for other in order[n + 1 :]:
                same = not ranked or rank(table, rule) == rank(table, other)
                if same and rule.outputs != other.outputs:
                    clash.append(values.every([rule.condition, other.condition]))
    return Choice(Not(values.some(clash)), found, None) if clash else found


def _result(table: Table, rule: Rule, index: int) -> Value:
    """An output of a rule; a constant knows which rule it is of."""
    value, output = rule.outputs[index], table.outputs[index]
    if not isinstance(value, Constant):
        return value
    title = f"{table.title}.{output.name}" if len(table.outputs) > 1 else table.title
    return Lookup(DecisionTable(title, (), (Line((), value.value, rule.source),), output.unit), ())


def _there(value: Value, kind: Kind) -> Node:
    return values.absent(kind) if value is None else value


def _first(pairs: list[tuple[Node, Node]], default: Value) -> Node:
    """The value of the first condition that holds; many are split in halves."""
    if len(pairs) > _CHAIN:
        half = len(pairs) // 2
        some = values.some([condition for condition, _ in pairs[:half]])
        return Choice(some, _first(pairs[:half], None), _first(pairs[half:], default))
    found = default
    for condition, value in reversed(pairs):
        found = Choice(condition, value, found)
    assert found is not None  # noqa: S101  # there is a rule
    return found


def _added(table: Table, conditions: list[Node], results: Sequence[Value], default: Value) -> Node:
    """The sum of what fits, or how many fit; where none does, the default, or nought of a count."""
    unit = table.outputs[0].unit if table.aggregation == "SUM" else None
    zero: Node = Constant(Decimal(0), unit)
    counts = table.aggregation == "COUNT"
    parts = [
        Choice(condition, Constant(Decimal(1)) if counts else _there(result, Kind.NUMBER), zero)
        for condition, result in zip(conditions, results, strict=True)
    ]
    total = values.balanced(parts, lambda a, b: Arithmetic(Operation.ADD, a, b))
    return total if counts and default is None else Choice(values.some(conditions), total, default)


def or_default(found: Lookup, output: Output) -> Node:
    return found if output.default is None else Choice(IsMissing(found), output.default, found)


def guarded(table: Table, node: Value) -> Value:
    """Missing where an input is none of those that it may be."""
    guards = [
        values.some([values.missing(one.node), one.allowed.condition])
        for one in table.inputs
        if one.allowed is not None
    ]
    return node if node is None or not guards else Choice(values.every(guards), node, None)
