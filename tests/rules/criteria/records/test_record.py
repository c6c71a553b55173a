"""The function written for one record: it is used, it says what is missing, it reads a value once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.build import Expression
from minsheng.rules.criteria.compiling.exact import Lowering
from minsheng.rules.criteria.compiling.outcome import outcome
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.records.record import compiled
from minsheng.testing import criteria, records
from tests.rules.criteria import law
from tests.tries import tries


def refused(record: Any, raws: tuple[Any, ...] | None) -> tuple[Any, ...]:
    raise AssertionError(f"{record} is plain, and was read with care: {raws}")


def fast(
    criterion: Criterion, slow: Any = refused, *, by_key: bool = True
) -> Callable[[Any], tuple[Any, ...]]:
    """The function written for a criterion, and what it leaves alone given to ``slow``."""
    result = outcome(Lowering(), criterion.requirement, criterion.when)
    return compiled((result,), criterion.columns(), slow, by_key=by_key, first=criterion.code)


@tries(80)
@given(criteria(bits=128), st.data())
def test_a_plain_record_is_judged_by_the_written_function_alone(
    criterion: Criterion, data: st.DataObject
) -> None:
    """Decimals, whole numbers, texts, dates and truth values are read without the careful way."""
    by_key, by_attribute = fast(criterion), fast(criterion, by_key=False)
    for record in data.draw(records(criterion, missing=False, min_size=1, max_size=4)):
        whole = {
            name: int(value) if isinstance(value, Decimal) and value == int(value) else value
            for name, value in record.items()
        }
        first, said, values = by_key(record)
        assert (first, said) == (criterion.code, law.expected(criterion, record))
        assert by_key(whole) == by_attribute(SimpleNamespace(**record)) == (first, said, values)
        for column, value in zip(criterion.columns(), values, strict=True):
            scaled = record[column.name] * 10**column.places if column.of is Kind.NUMBER else None
            assert value == (record[column.name] if scaled is None else scaled)


MONEY = ms.column("money", "元", places=2, low=-5, high=1000)
COLUMNS: dict[str, Expression] = {
    "money": ms.Amount(1, "元") <= MONEY,
    "kind": ms.column("kind", choices=("县", "区")) == "县",
    "name": ms.column("name") == "甲县",
    "day": ms.column("day", kind="date") >= datetime.date(2023, 6, 1),
    "done": ms.column("done", kind="truth"),
}


@pytest.mark.parametrize(
    ("column", "plain", "odd"),
    [
        ("money", Decimal("-5.00"), Decimal("-5.01")),
        ("money", Decimal("1E+3"), Decimal("1000.01")),
        ("money", 1000, 1001),
        ("money", -5, -6),
        ("money", Decimal("0.500"), Decimal("0.005")),
        ("money", 1, True),
        ("money", "1.50", "1.505"),
        ("money", "+1", "1,000"),
        ("money", "-5", "-5.01"),
        ("money", 1, "１"),
        ("money", 1, "1e1"),
        ("money", 1, " 1"),
        ("money", 1, 1.0),
        ("money", 1, Fraction(1)),
        ("money", Decimal(1), Decimal("NaN")),
        ("money", Decimal(1), Decimal("Infinity")),
        ("money", Decimal(1), None),
        ("kind", "区", "市"),
        ("kind", "区", None),
        ("name", "", type("Name", (str,), {})("甲县")),
        ("day", datetime.date(2023, 1, 1), datetime.datetime(2023, 1, 1)),  # noqa: DTZ001  # it is refused
        ("day", "2023-01-01", "2023-02-30"),
        ("day", "2023-01-01", "2023年1月1日"),
        ("done", False, 0),
        ("done", True, None),
    ],
)
def test_what_is_not_plain_is_read_with_care(column: str, plain: object, odd: object) -> None:
    """And what was read already is not read again."""
    asked: list[Any] = []

    def slow(record: Any, raws: tuple[Any, ...] | None) -> tuple[Any, ...]:
        asked.append((record, raws))
        return (None, "slow", ())

    criterion = Criterion("X101", COLUMNS[column])
    for by_key, make in ((True, dict), (False, SimpleNamespace)):
        judge = fast(criterion, slow, by_key=by_key)
        assert judge(make(**{column: plain}))[1] != "slow"
        assert not asked
        record = make(**{column: odd})
        assert judge(record)[1] == "slow"
        assert asked == [(record, (odd,))]
        asked.clear()
        assert judge(make())[1] == "slow"
        assert asked == [(make(), None)]
        asked.clear()


class Counted(Mapping[str, Any]):
    """A mapping that counts how often a value is asked for."""

    def __init__(self, **values: Any) -> None:
        self.values_, self.count = values, 0

    def __getitem__(self, key: str) -> Any:
        self.count += 1
        return self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


def test_a_value_is_read_once_however_often_it_is_used() -> None:
    criterion = Criterion("X101", (ms.Amount(9, "元") <= MONEY) | (ms.Amount(4, "元") <= MONEY * 2))
    for value in (2, "2"):
        record = Counted(money=value)
        assert criterion.judge(record).outcome is ms.Outcome.MET
        assert record.count == 1


@pytest.mark.parametrize(
    "name", ["class", "ｍｏｎｅｙ", "完成 数", "__init__", "a.b", "None", "k0", "r0", "slow"]
)
def test_a_column_may_have_any_name(name: str) -> None:
    """What stands in data is never read as code, nor taken for another name."""
    criterion = Criterion("X101", ms.column(name, "元", low=-10) >= ms.Amount(1, "元"))
    made = SimpleNamespace()
    made.__dict__[name] = 2
    if name != "__init__":
        assert fast(criterion, by_key=False)(made)[1] == "met"
    assert fast(criterion)({name: 0})[1] == "unmet"


# --- truth with three values -------------------------------------------------------------

#: a quotient that is at least one, is not, and has no value
SIDES = {True: (2, 1), False: (0, 1), None: (1, 0)}


def quotient(name: str) -> Expression:
    """Whether one count over another is at least one: missing where the other is zero."""
    return ms.column(f"{name}_above") / ms.column(f"{name}_below", low=0) >= 1


def record_of(**truths: bool | None) -> dict[str, int]:
    return {
        f"{name}_{side}": value
        for name, truth in truths.items()
        for side, value in zip(("above", "below"), SIDES[truth], strict=True)
    }


@pytest.mark.parametrize("truths", list(product((True, False, None), repeat=3)))
def test_and_or_and_not_of_what_may_be_missing(truths: tuple[bool | None, ...]) -> None:
    """As Kleene has it: what decides alone decides; else what is missing makes it missing."""
    a, b, c = (quotient(name) for name in "abc")
    record = record_of(**dict(zip("abc", truths, strict=True)))
    both = False if False in truths[:2] else None if None in truths[:2] else True
    either = True if True in truths[:2] else None if None in truths[:2] else False
    second = None if truths[1] is None else not truths[1]
    wanted: list[tuple[Expression, bool | None]] = [
        (a & b, both),
        (a | b, either),
        (~b, second),
        (~(a & b), None if both is None else not both),
        ((a & b) | c, True if True in (both, truths[2]) else None if None in (both, truths[2]) else False),
        (
            (a | b) & c,
            False if False in (either, truths[2]) else None if None in (either, truths[2]) else True,
        ),
        (ms.when(a).then(b).otherwise(c), None if truths[0] is None else truths[1 if truths[0] else 2]),
        (b.is_missing(), truths[1] is None),
        ((a & b).is_missing(), both is None),
    ]
    for expression, truth in wanted:
        criterion = Criterion("X101", expression)
        said = "unknown" if truth is None else "met" if truth else "unmet"
        assert fast(criterion)(record)[1] == said, expression
        assert criterion.judge(record).outcome.value == said == law.expected(criterion, record), expression
        only = Criterion("X101", ms.column("a_above") >= 0, when=expression)
        applies = "unknown" if truth is None else "met" if truth else "not_applicable"
        assert fast(only)(record)[1] == applies == law.expected(only, record), expression
