"""What the strategies draw: that it reaches where faults live, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import Lookup
from minsheng.domain.expression.forms import Choice
from minsheng.domain.expression.nodes import Arithmetic, Column, Comparison, Constant, Operation
from minsheng.errors import RuleError
from minsheng.rules.criteria.frames.plan import Prepared
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import Section, walk
from minsheng.rules.scoring.terms.choices import RoundAt
from minsheng.testing import any_schemes, criteria, expressions, records
from minsheng.testing.values import criterion_bits

T = TypeVar("T")
MANY = 100


def drawn(strategy: st.SearchStrategy[T], number: int, seeds: Sequence[int] = (1, 2, 3, 2023)) -> list[T]:
    """So many examples, some of each of several runs, the same ones each time."""
    return [one for each in seeds for one in _drawn(strategy, number // len(seeds), each)]


def _drawn(strategy: st.SearchStrategy[T], number: int, run: int) -> list[T]:
    found: list[T] = []

    @seed(run)
    @settings(
        max_examples=number, phases=[Phase.generate], database=None, deadline=None, derandomize=False,
        suppress_health_check=[*HealthCheck],  # pyright: ignore[reportArgumentType]  # its metaclass hides what it holds
    )  # fmt: skip
    @given(strategy)
    def collect(value: T) -> None:
        found.append(value)

    collect()
    return found


def below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from below(child)


def nested(node: Node) -> int:
    """How many choices lie in one another; a table is choices."""
    if isinstance(node, Lookup):
        return nested(node.expanded)
    return isinstance(node, Choice) + max(map(nested, node.children), default=0)


def of_constants(node: Node) -> bool:
    """A choice of constants, however long."""
    if isinstance(node, Choice):
        sides = [side for side in (node.then, node.otherwise) if side is not None]
        return all(isinstance(side, Constant) or of_constants(side) for side in sides)
    return False


def traits(node: Node) -> Iterator[str]:
    """What of an expression is worth counting."""
    if nested(node) >= 3:
        yield "three choices in one another"
    for one in below(node):
        if isinstance(one, Lookup):
            yield "a table"
        if isinstance(one, Arithmetic):
            yield str(one.operation)
            if one.operation is Operation.MULTIPLY and of_constants(one.left) and of_constants(one.right):
                yield "a product of choices of constants"
        if isinstance(one, Comparison) and isinstance(one.right, Constant):
            if isinstance(one.right.value, Decimal):
                yield f"limit {one.right.value}"
            if isinstance(one.left, Column) and one.right.value in (one.left.low, one.left.high):
                yield "limit at a declared end"


@pytest.mark.parametrize("kind", [Kind.TRUTH, Kind.NUMBER])
def test_expressions_are_wide_and_deep(kind: Kind) -> None:
    """One of five needs more than 64 bits, one of five has three choices in one another."""
    found = drawn(expressions(kind=kind), MANY)
    counted = Counter(trait for one in found for trait in set(traits(one.node)))
    wide = sum(criterion_bits(one) == 128 for one in found)
    assert wide >= len(found) / 5
    assert all(criterion_bits(one) <= 128 for one in found)
    assert counted["three choices in one another"] >= len(found) / 5
    assert counted["a product of choices of constants"] >= 5
    assert counted["a table"] >= 5
    assert all(counted[str(operation)] >= 5 for operation in Operation)


def test_limits_lie_where_integers_and_ranges_end() -> None:
    """At 0, ±1, 2³¹, 2⁶³, 10¹⁸, and at the ends that columns declare."""
    found = drawn(expressions(max_depth=0), 6 * MANY)
    counted = Counter(trait for one in found for trait in set(traits(one.node)))
    for limit in (0, 1, -1, 2**31, 2**63, 10**18):
        assert counted[f"limit {limit}"] >= 1, limit
    assert counted["limit at a declared end"] >= 5


def test_engines_of_64_bits_have_their_own() -> None:
    """Asked for 64 bits, nothing is wider."""
    assert all(criterion_bits(one) == 64 for one in drawn(criteria(bits=64), 50))


def test_records_decide() -> None:
    """Of what is drawn for a criterion of everyday form most is decided, both ways."""
    import minsheng as ms

    rule = ms.Criterion("X101", ms.column("paid", "元/月", places=2) >= ms.Amount(650, "元/月"))
    outcomes = Counter(
        rule.judge(record).outcome.value for some in drawn(records(rule, min_size=5), 40) for record in some
    )
    assert set(outcomes) == {"met", "unmet", "unknown"}
    assert outcomes["unknown"] < outcomes.total() / 2


def test_schemes_have_every_form_and_option() -> None:
    """Sections in sections, every form, veto, order; few are refused, all are said to be by their words."""
    found: list[Any] = drawn(any_schemes(), MANY // 2)
    forms = Counter(type(item.form).__name__ for one in found for item in one.every_item)
    kinds = 12
    assert len(forms) == kinds
    assert sum(any(isinstance(part, Section) and part.sections for part in walk(s.root)) for s in found) > 10
    for name, values in {
        "order": 6, "places": 3, "no_task": 5, "no_figure": 4,
    }.items():  # fmt: skip
        assert len({getattr(one, name) for one in found}) == values, name
    assert {level.at for one in found for level in one.rounding} == set(RoundAt)
    assert sum([level.at for level in one.rounding] == [RoundAt.TOTAL] for one in found) >= 5


def test_few_schemes_are_refused_on_frames() -> None:
    """Of fifty with every option: what 128 bits do not hold, and what need not end."""
    refused = 0
    for scheme in drawn(any_schemes(), 50):
        try:
            Prepared((), {"points": Judge(scheme).formulas.points("total").node}).results(128)
        except RuleError:
            refused += 1
    assert refused <= 15
