"""Decision tables of DMN as they were read: inputs, rules, outputs, and the order in which rules count."""

from __future__ import annotations

from typing import Any as Anyone

import attrs

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import UNNAMED
from minsheng.domain.expression.nodes import Constant
from minsheng.domain.units import Unit
from minsheng.errors import DataError
from minsheng.reading.dmn import values
from minsheng.reading.dmn.unary import Test
from minsheng.reading.dmn.values import Value

#: aggregators of COLLECT that take one of several constants, and whether the last in order
_EXTREME = {"MIN": False, "MAX": True}


@attrs.frozen
class Input:
    """A column of conditions: what it is called, its value, and what it may be."""

    name: str
    node: Node
    allowed: Test | None
    unit: Unit | None = None


@attrs.frozen
class Rule:
    """A rule: its number, a test for each input (None for any value), a value for each output, its source."""

    number: int
    tests: tuple[Test | None, ...]
    outputs: tuple[Value, ...]
    source: str

    @property
    def condition(self) -> Node:
        """Whether it fits; never missing."""
        return values.every([test.condition for test in self.tests if test is not None])


@attrs.frozen
class Output:
    """A column of results: its name, its unit, its values, what it is where no rule fits, how it is shown."""

    name: str
    unit: Unit | None
    kind: Kind | None
    allowed: str
    listed: tuple[Node, ...]
    default: Value
    label: str = UNNAMED


@attrs.frozen
class Table:
    """A decision table as it was read."""

    title: str
    policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


def in_order(table: Table) -> tuple[Rule, ...]:
    """The rules in the order in which they are tried.

    Raises:
        DataError: outputs do not tell an order.
    """
    if table.policy == "PRIORITY":
        ranked = [n for n, output in enumerate(table.outputs) if output.listed]
        if not ranked:
            met = "命中策略是 PRIORITY，而没有列输出值（outputValues）"
            raise DataError.at("", met, "请按优先次序列出输出值")
        if any(
            rule.outputs[n] not in (None, *table.outputs[n].listed) for rule in table.rules for n in ranked
        ):
            raise DataError.at("", "命中策略是 PRIORITY，而有的输出是算出来的", "请写明列出的输出值之一")
        return tuple(sorted(table.rules, key=lambda rule: rank(table, rule)))
    if table.aggregation in _EXTREME:
        told = [rule.outputs[0] for rule in table.rules]
        if not all(isinstance(one, Constant) and one.kind in (Kind.NUMBER, Kind.DATE) for one in told):
            raise DataError.at("", f"{table.aggregation} 的输出不都是写明的数或日期", "请改成写明的数")
        return tuple(sorted(table.rules, key=_constant, reverse=_EXTREME[table.aggregation]))
    return table.rules


def _constant(rule: Rule) -> Anyone:
    [output] = rule.outputs
    assert isinstance(output, Constant)  # noqa: S101  # as was looked
    return output.value


def rank(table: Table, rule: Rule) -> tuple[int, ...]:
    """How early a rule counts: the places of its outputs among those listed, from the left; null is last."""
    pairs = zip(table.outputs, rule.outputs, strict=True)
    return tuple(
        len(output.listed) if value is None else output.listed.index(value)
        for output, value in pairs
        if output.listed
    )
