"""The law: many expressions compiled together are worth what each is by the definition."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.evaluate import Worth, evaluate
from minsheng.domain.expression.nodes import columns
from minsheng.rules.criteria.records.worths import Compiled, Known
from minsheng.testing import expressions, records
from tests.tries import tries


@tries(80)
@given(st.data())
def test_what_is_compiled_together_is_worth_what_the_definition_says(data: st.DataObject) -> None:
    """Of every kind, with values missing, with more places than are declared, and beyond the range."""
    asked = [data.draw(expressions(kind=data.draw(st.sampled_from(Kind)), bits=128)) for _ in range(2)]
    nodes = [*(one.node for one in asked), *((~one.is_missing()).node for one in asked)]
    needed = {one.name: one for node in nodes for one in columns(node)}
    compiled = Compiled(nodes)
    for record in data.draw(records(asked, min_size=1, max_size=5)):
        values: dict[str, Worth] = {
            name: Fraction(value) if value is not None and needed[name].of is Kind.NUMBER else value
            for name, value in record.items()
        }
        for name, value in values.items():
            if isinstance(value, Fraction) and data.draw(st.integers(0, 9)) == 0:
                values[name] = value + data.draw(st.sampled_from((Fraction(1, 3), Fraction(10**12))))
        known = Known(values, compiled)
        assert [known.worth(node) for node in nodes] == [evaluate(node, values) for node in nodes]


def test_what_is_deep_is_compiled() -> None:
    """Python reads no more than 200 brackets in each other."""
    value = ms.column("x", places=0)
    deep = value
    for step in range(45):
        deep = ms.when(deep > step).then(value + step).otherwise(value)
    known = Known({"x": Fraction(7)}, Compiled([deep.node]))
    assert known.worth(deep.node) == evaluate(deep.node, {"x": Fraction(7)})


def test_what_is_not_asked_together_is_evaluated() -> None:
    value = ms.column("x", places=0)
    double = value * 2
    known = Known({"x": Fraction(7)}, Compiled([double.node]))
    assert (known.worth((value + 1).node), known.worth(value.node), known["y"]) == (8, 7, None)
    assert known.but(x=Fraction(1)).worth(double.node) == 2
