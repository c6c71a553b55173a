"""The law of steps: as plain integers they are worth what the expression is, and each keeps its range."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.errors import WidthError
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.steps import Op, shared
from minsheng.rules.criteria.records.read import read_record
from minsheng.testing import expressions, records
from tests.rules.criteria import law
from tests.tries import tries

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "mul": operator.mul,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
}


def run(roots: list[Op], record: law.Record) -> dict[Op, Any]:
    """What every step is worth, one after another, as an engine computes them: both sides of a choice."""
    values: dict[Op, Any] = {}
    for step in shared(*roots):
        values[step] = _run(step, [values[inner] for inner in step.steps], record)
    return values


def _run(step: Op, args: list[Any], record: law.Record) -> Any:
    match step.name:
        case "column":
            [column] = step.args
            assert isinstance(column, Column)
            value = read_record((column,), record)[column.name]
            return value if value is None or column.of is not Kind.NUMBER else int(value * 10**column.places)
        case "int" | "text" | "date" | "truth":
            return step.args[0]
        case "none":
            return None
        case "missing":
            return args[0] is None
        case "pick":
            return args[1] if args[0] is True else args[2]
        case "case":
            return None if args[0] is None else args[1] if args[0] else args[2]
        case "and":
            return False if False in args else None if None in args else True
        case "or":
            return True if True in args else None if None in args else False
    if None in args:
        return None
    match step.name:
        case "not":
            return not args[0]
        case "year" | "month" | "day":
            return getattr(args[0], step.name)
        case "div":  # of what is negative, or by what is not positive, no engine's answer is used
            return args[0] // args[1] if args[0] >= 0 and args[1] > 0 else 0
    return BINARY[step.name](*args)


@tries(100)
@given(st.data(), st.sampled_from((64, 128)))
def test_steps_are_worth_what_the_expression_is_and_each_is_within_its_range(
    data: st.DataObject, bits: int
) -> None:
    """No engine has to hold more than was foreseen, in any step, whichever side is taken."""
    expression = data.draw(expressions(kind=data.draw(st.sampled_from(("truth", "number"))), bits=bits))
    lowering = Lowering(bits)
    try:
        if expression.node.kind is Kind.NUMBER:
            ratio = lowering.number(expression.node)
            roots = [ratio.above, ratio.below]
            assert ratio.below.low >= 1
        else:
            roots = [lowering.truth(expression.node)]
    except WidthError:
        return
    for record in data.draw(records(expression, min_size=1, max_size=5)):
        values = run(roots, record)
        found = [values[root] for root in roots]
        worth = None if None in found else found[0] if len(found) == 1 else Fraction(*found)
        assert worth == law.worth(expression.node, record), expression
        for step, value in values.items():
            if step.kind is Kind.NUMBER and value is not None:
                assert step.low <= value <= step.high, (step.name, expression)
            assert value is not None or step.void or None in record.values()
