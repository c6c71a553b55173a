"""The law: one record is judged as the plain evaluation by fractions has it, however it is written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.nodes import Column
from minsheng.domain.numerals import exact_decimal
from minsheng.rules.criteria.criterion import Criterion
from minsheng.testing import criteria, expressions, records
from tests.rules.criteria import law
from tests.tries import tries


def as_written(column: Column, value: Any, way: int) -> Any:
    """A number in another of the ways that a record may hold it: they all say the same."""
    if column.of is not Kind.NUMBER or value is None:
        return value
    match way:
        case 1:
            return int(value) if value == int(value) else value
        case 2:
            return format(value, "f")
        case 3:
            return Fraction(value)
        case 4 if column.unit is not None:
            return ms.Amount(value, column.unit)
        case 5 if column.unit is not None:
            base = (
                ms.Unit.parse("元/月")
                if column.unit.measures_same_as(ms.Unit.parse("元/月"))
                else column.unit
            )
            other = exact_decimal(Fraction(value) * column.unit.factor / base.factor)
            return ms.Amount(value, column.unit) if other is None else ms.Amount(other, base)
        case 6 if column.floats:
            return float(value)
        case 7:  # the same number with an exponent, or with more noughts
            return value.normalize() if isinstance(value, Decimal) else value
    return value


def as_object(record: Mapping[str, Any]) -> Any:
    """The record as an instance of an attrs class made for it."""
    if not record:
        return SimpleNamespace()
    made: Any = attrs.make_class("Record", list(record), slots=True, frozen=True)
    return made(**record)


@tries(80)
@given(st.data())
def test_a_record_is_judged_as_the_plain_evaluation_has_it(data: st.DataObject) -> None:
    """A dict, another mapping, an object with attributes: one outcome, the plain evaluation's."""
    criterion = data.draw(criteria(bits=128))
    for record in data.draw(records(criterion, min_size=1, max_size=6)):
        wanted = law.expected(criterion, record)
        assert criterion.judge(record).outcome.value == wanted
        assert criterion.judge(MappingProxyType(record)).outcome.value == wanted
        assert criterion.judge(as_object(record)).outcome.value == wanted


@tries(80)
@given(st.data())
def test_however_a_number_is_written(data: st.DataObject) -> None:
    """As Decimal, int, text, Fraction, an amount in one unit or another: one outcome."""
    criterion = data.draw(criteria(max_depth=2))
    (record,) = data.draw(records(criterion, min_size=1, max_size=1))
    wanted = law.expected(criterion, record)
    ways = {c.name: (c, data.draw(st.integers(0, 7))) for c in criterion.columns()}
    written = {name: as_written(*ways[name][:1], record[name], ways[name][1]) for name in record}
    assert criterion.judge(written).outcome.value == wanted
    assert criterion.judge(as_object(written)).outcome.value == wanted


@tries(60)
@given(st.data())
def test_a_verdict_can_be_explained(data: st.DataObject) -> None:
    """Every outcome on every record has a working in words."""
    criterion = data.draw(criteria())
    for record in data.draw(records(criterion, min_size=1, max_size=4)):
        assert criterion.judge(record).explain()
    assert str(criterion)
    assert hash(criterion) == hash(attrs.evolve(criterion))


@tries(60)
@given(st.data())
def test_what_is_missing_decides_nothing(data: st.DataObject) -> None:
    """A record known to be met or unmet stays so whatever is put where a value was missing.

    This holds of expressions that do not ask whether a value is missing.
    """
    criterion = Criterion("X101", data.draw(expressions(max_depth=2)))
    assume("缺失" not in str(criterion).replace("否则缺失", ""))
    filled = data.draw(records(criterion, missing=False, min_size=1, max_size=1))[0]
    gone = data.draw(st.sets(st.sampled_from(sorted(filled)))) if filled else set()
    outcome = criterion.judge(
        {name: None if name in gone else value for name, value in filled.items()}
    ).outcome
    if outcome is not ms.Outcome.UNKNOWN:
        assert criterion.judge(filled).outcome is outcome
