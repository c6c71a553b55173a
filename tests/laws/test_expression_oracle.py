"""The law of expressions: what they are worth is what an evaluator that shares no code with them says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.evaluate import evaluate
from minsheng.domain.expression.nodes import columns
from minsheng.domain.plain import WHOLE
from minsheng.errors import Problems
from minsheng.rules.criteria.records.read import read_record
from minsheng.testing import criteria, expressions, records
from tests.oracles import expressions as oracle
from tests.tries import tries

NODE = WHOLE.shape(Node)


@tries(200)
@given(st.data())
def test_an_expression_is_worth_what_its_data_say(data: st.DataObject) -> None:
    """Of every kind, on every record, as JSON and back."""
    expression = data.draw(st.sampled_from(Kind).flatmap(lambda kind: expressions(kind=kind)))
    plain: Any = NODE.write(expression.node)
    assert WHOLE.read(plain, Node, Problems()) == expression.node
    for record in data.draw(records(expression, min_size=1, max_size=8)):
        value = evaluate(expression.node, read_record(columns(expression.node), record))
        event(f"{expression.node.kind}: {'missing' if value is None else 'known'}")
        assert value == oracle.worth(plain, record)
        assert isinstance(value, Fraction) == (expression.node.kind is Kind.NUMBER and value is not None)


@tries(120)
@given(st.data())
def test_a_criterion_judges_as_its_data_say(data: st.DataObject) -> None:
    """Met, unmet, unknown, not applicable: as the requirement and the condition are by themselves."""
    criterion = data.draw(criteria())
    condition: Any = None if criterion.when is None else NODE.write(criterion.when)
    requirement: Any = NODE.write(criterion.requirement)
    for record in data.draw(records(criterion, min_size=1, max_size=8)):
        outcome = oracle.outcome(requirement, condition, record)
        event(outcome)
        assert criterion.judge(record).outcome.value == outcome
