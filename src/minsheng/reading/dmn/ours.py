"""Decision tables of DMN as tables of ours: their keys and lines, by which gaps and overlaps are found."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import product

from minsheng.domain.expression.base import Node
from minsheng.domain.expression.cells import Anything, Cell, Line, OneOf
from minsheng.domain.expression.decision import DecisionTable, Lookup
from minsheng.domain.expression.forms import IsMissing
from minsheng.domain.expression.nodes import Arithmetic, Constant, Operation
from minsheng.reading.dmn.rules import Table
from minsheng.reading.dmn.unary import Test, others

MOST_LINES = 4_000

#: a key of such a table: its name and its value
Keys = list[tuple[str, Node]]


def lines_of(table: Table) -> tuple[Keys, list[Line] | None]:
    """The keys and lines of the table, with the number of its rule as each line's value.

    Lines numbered 0 are for what inputs may not be. None if cells depend on other inputs.
    """
    tests = [test for rule in table.rules for test in rule.tests if test is not None]
    columns = zip(*(rule.tests for rule in table.rules), strict=True)
    asked = [any(test is not None and test.missing for test in column) for column in columns]
    names = _apart([one.name for one in table.inputs])
    keys: Keys = []
    for name, one, of_missing in zip(names, table.inputs, asked, strict=True):
        keys += [(f"{name} 缺失", IsMissing(one.node))] if of_missing else []
        keys.append((name, _bare(one.node)))
    if any(test.cells is None for test in tests):
        return keys, None
    lines: list[Line] = []
    for rule in table.rules:
        sides = [_cells(test, of_missing) for test, of_missing in zip(rule.tests, asked, strict=True)]
        lines += _crossed(sides, rule.number)
    for index, one in enumerate(table.inputs):
        if one.allowed is not None and one.allowed.cells is not None:
            outside = others(one.allowed.cells, one.node.kind)
            test = Test(Constant(True), False, (), outside)
            sides = [_cells(test if n == index else None, m) for n, m in enumerate(asked)]
            lines += _crossed(sides, 0)
    return keys, lines


def _crossed(sides: list[list[tuple[Cell, ...]]], number: int) -> Iterable[Line]:
    count = 1
    for side in sides:
        count *= len(side)
    if count > MOST_LINES:
        return [Line((), Decimal(number))] * (MOST_LINES + 1)  # too many, as is said of all of them
    return [
        Line(tuple(cell for part in parts for cell in part), Decimal(number)) for parts in product(*sides)
    ]


def _cells(test: Test | None, of_missing: bool) -> list[tuple[Cell, ...]]:
    """The cells for one input, as alternatives; with one for whether it is missing, where that counts."""
    if test is None:
        return [(Anything(), Anything()) if of_missing else (Anything(),)]
    assert test.cells is not None  # noqa: S101  # as was looked
    if not of_missing:
        return [(cell,) for cell in test.cells]
    there: list[tuple[Cell, ...]] = [(OneOf((False,)), cell) for cell in test.cells]
    return [*there, (OneOf((True,)), Anything())] if test.missing else there


def _apart(names: list[str]) -> list[str]:
    """Names, of which no two are alike."""
    found: list[str] = []
    for name in names:
        found.append(name if name not in found else f"{name}（{len(found) + 1}）")
    return found


def _bare(node: Node) -> Node:
    """A figure as a bare number, in its unit."""
    if node.unit is None:
        return node
    return Arithmetic(Operation.DIVIDE, node, Constant(Decimal(1), node.unit))


def as_ours(table: Table, index: int, keys: Keys, lines: list[Line]) -> Lookup | None:
    """The table as one of ours, if it means the same."""
    rules = {rule.number: rule for rule in table.rules}
    made = []
    for line in lines:
        if not line.value:
            continue
        rule = rules[int(line.value)]  # type: ignore[arg-type]  # of a rule
        value = rule.outputs[index]
        if value is None and table.outputs[index].default is None:
            continue  # it is missing, as where no rule fits
        if not isinstance(value, Constant):
            return None
        made.append(Line(line.cells, value.value, rule.source))
    if not made:
        return None
    output = table.outputs[index]
    title = f"{table.title}.{output.name}" if len(table.outputs) > 1 else table.title
    names = tuple(name for name, _ in keys)
    units = {
        name: one.unit
        for name, one in zip(_apart([one.name for one in table.inputs]), table.inputs, strict=True)
    }
    own = tuple(units.get(name) for name in names)
    found = DecisionTable(title, names, tuple(made), output.unit, output.label, own)
    return Lookup(found, tuple(node for _, node in keys))
