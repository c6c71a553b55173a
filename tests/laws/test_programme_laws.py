"""Laws of programmes and of checking them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.testing import allocations, programmes, rows
from tests.tries import tries


@tries(40)
@given(programmes())
def test_a_programme_survives_json_and_pickle(programme: ms.Programme) -> None:
    """load(dump(p)) = p, with the same digest; so does a pickle."""
    for again in (ms.load(ms.dump(programme)), pickle.loads(pickle.dumps(programme))):
        assert again == programme
        assert again.digest() == programme.digest()


@given(rows(), st.randoms())
def test_the_total_of_a_row_does_not_depend_on_the_order_of_its_columns(row: ms.Row, rng: object) -> None:
    """Permuting the areas permutes the shares and keeps the total."""
    turned = attrs.evolve(row, areas=row.areas[::-1], cells=row.cells[::-1])
    assert turned.total == row.total
    assert turned.shares == row.shares


@given(rows())
def test_a_moved_share_keeps_the_total(row: ms.Row) -> None:
    """What one area loses another gains."""
    first, second = row.areas[:2]
    both = [share or Decimal(0) for share in row.cells[:2]]
    moved = row.replace(**{first: None, second: sum(both)})
    assert moved.total == row.total


@given(allocations())
def test_records_are_the_whole_table(allocation: ms.Allocation) -> None:
    """A record for each row and column, and the shares add up to the rows' totals."""
    records = allocation.to_records()
    assert len(records) == len(allocation) * (len(allocation.areas) + 1)
    for row in allocation:
        mine = [r["share"] for r in records if r["indicator"] == row.indicator]
        assert sum(share for share in mine if share is not None) == row.total.value


@tries(40)
@given(programmes())
def test_in_a_drawn_programme_everything_holds(programme: ms.Programme) -> None:
    """The strategy's promise: no standard rule finds anything."""
    report = ms.check(programme)
    assert report.ok, str(report)


@ms.rule("X900", basis="自定")
def finds_everything(programme: ms.Programme) -> Iterator[ms.Finding]:
    """任何项目都有发现"""
    for project in programme.projects:
        yield ms.Finding(project.title, "有发现")


@tries(25)
@given(st.lists(st.sampled_from(ms.STANDARD_RULES), unique=True), st.integers(0, 30), programmes())
def test_adding_a_rule_changes_no_other_rules_outcome(
    rules: list[ms.Rule], place: int, programme: ms.Programme
) -> None:
    """Wherever a rule is put in, every other rule says what it said before."""
    before = ms.check(programme, rules=rules)
    after = ms.check(programme, rules=[*rules[:place], finds_everything, *rules[place:]])
    assert tuple(r for r in after.results if r.rule != finds_everything) == before.results
    assert after["X900"].findings


@tries(40)
@given(programmes(), st.data())
def test_a_share_that_is_changed_is_found(programme: ms.Programme, data: st.DataObject) -> None:
    """Any other share in any one cell breaks the sum, and A101 says by how much."""
    row = data.draw(st.sampled_from(programme.allocation.rows))
    name, share = data.draw(st.sampled_from(row.present))
    by = data.draw(st.integers(1, 10**6))
    findings = ms.check(programme.with_row(row.replace(**{name: share + by}))).findings
    nested = any(row.parents)  # a share may break the sum of what lies in its area, too
    assert len(findings) == 1 or (nested and findings)
    for finding in findings:
        assert (finding.code, finding.subject) == ("A101", row.indicator)
        said, _, gap = finding.message.partition(" ")
        assert said == "各地之和比总目标多" or (nested and "所辖各地之和比" in said)
        assert ms.Amount.parse(gap) == ms.Amount(by, row.unit)
