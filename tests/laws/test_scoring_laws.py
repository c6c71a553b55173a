"""Laws of scoring: what holds of every scheme, whoever wrote it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from minsheng.scoring.bounds import bounds
from minsheng.scoring.forms import Form
from minsheng.scoring.inputs import Inputs, worth
from minsheng.scoring.judge import Judge
from minsheng.scoring.parts import Part
from minsheng.scoring.ranks import Ties, places
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.score import score_records
from minsheng.testing.schemes import facts, schemes, task_forms

SCORED = schemes().flatmap(
    lambda scheme: st.tuples(st.just(scheme), st.lists(facts(scheme), min_size=1, max_size=4))
)


def exactly(record: dict[str, Any]) -> dict[str, Fraction | None]:
    return {name: None if value is None else Fraction(value) for name, value in record.items()}


@given(SCORED)
def test_the_leaves_of_an_explanation_sum_to_the_total(scored: tuple[Scheme, list[dict[str, Any]]]) -> None:
    """Whatever is said of where points come from comes to the points, exactly, at every level."""
    scheme, records = scored
    judge = Judge(scheme)

    def holds(part: Part) -> None:
        if part.parts and part.points is not None:
            assert sum((inner.points or Fraction(0) for inner in part.parts), Fraction(0)) == part.points
        for inner in part.parts:
            holds(inner)

    for record in records:
        part = judge.judge(exactly(record), explain=True)
        holds(part)
        if part.points is not None:
            assert sum((leaf.points or Fraction(0) for leaf in part.leaves), Fraction(0)) == part.points


@settings(max_examples=40)  # each compiles a scheme
@given(SCORED)
def test_a_record_and_a_frame_are_scored_alike(scored: tuple[Scheme, list[dict[str, Any]]]) -> None:
    """The same points and the same grade, row by row, and missing where they are missing."""
    scheme, records = scored
    judge = Judge(scheme)
    columns = judge.columns
    frame = pl.DataFrame(
        {
            c.name: pl.Series(
                [r[c.name] for r in records], dtype=pl.Decimal(20, c.places) if c.places else pl.Int64
            )
            for c in columns
        }
    )
    got = scheme.score(frame)
    for row, record in zip(got.iter_rows(named=True), records, strict=True):
        part = judge.judge(exactly(record))
        assert (None if row["points"] is None else Fraction(row["points"])) == part.points
        if part.points is not None:
            assert (row["grade"] or "") == judge.grade(exactly(record), part.points)


@given(SCORED)
def test_points_lie_within_the_bounds(scored: tuple[Scheme, list[dict[str, Any]]]) -> None:
    """What a scheme says of its least and most points holds of everybody."""
    scheme, records = scored
    (low, high), judge = bounds(scheme), Judge(scheme)
    for record in records:
        points = judge.judge(exactly(record)).points
        if points is not None:
            assert low is None or low <= points
            assert high is None or points <= high


@given(SCORED, st.data())
def test_more_work_never_lowers_a_score(
    scored: tuple[Scheme, list[dict[str, Any]]], data: st.DataObject
) -> None:
    """More done, less still to be known, and the points are at least what they were."""
    scheme, [record, *_] = scored
    done = [name for name, value in record.items() if name.endswith("_actual") and value is not None]
    more = dict(record)
    for name in done:
        more[name] += data.draw(st.integers(0, 100).map(lambda n: Decimal(n).scaleb(-1)))
    judge = Judge(scheme)
    before, after = judge.judge(exactly(record)).points, judge.judge(exactly(more)).points
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after >= before


@given(SCORED)
def test_a_veto_is_never_outweighed(scored: tuple[Scheme, list[dict[str, Any]]]) -> None:
    """Where a veto of the total is brought about, nothing that was earned is left."""
    scheme, records = scored
    judge = Judge(scheme)
    for record in records:
        part = judge.judge(exactly(record))
        for veto in scheme.vetoes:
            if record[f"{veto.id}_count"] == 0:
                continue
            if veto.scope == "grade":
                assert part.points is None or judge.grade(exactly(record), part.points) == "不合格"
            else:
                hit = part.find(veto.scope)
                assert hit is not None
                assert hit.left_out or hit.points == 0


@given(SCORED, st.randoms(use_true_random=False))
def test_permuting_areas_permutes_the_ranking(
    scored: tuple[Scheme, list[dict[str, Any]]], random: Any
) -> None:
    """Nobody's place depends on the order in which they are named."""
    scheme, records = scored
    named = {f"地区{n}": record for n, record in enumerate(records)}
    names = list(named)
    random.shuffle(names)
    one, other = score_records(scheme, named), score_records(scheme, {name: named[name] for name in names})
    assert {(s.name, s.points, s.place, s.grade) for s in one} == {
        (s.name, s.points, s.place, s.grade) for s in other
    }
    assert {u.name for u in one.unscored} == {u.name for u in other.unscored}
    assert all(u.reasons for u in one.unscored)


@given(task_forms(), st.integers(1, 500), st.integers(0, 900))
def test_doubling_target_and_actual_changes_nothing(form: Form, target: int, actual: int) -> None:
    """Points go by what was done of what was asked, not by how large a place is."""
    inputs = Inputs("roads", task=True)
    points = form.points(Decimal(10), inputs)
    once = {"roads_target": Fraction(target), "roads_actual": Fraction(actual)}
    assert worth(points, once) == worth(points, {name: 2 * value for name, value in once.items()})


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 3).map(Fraction), min_size=1))
def test_places_say_how_many_are_better(values: dict[str, Fraction]) -> None:
    """With ties skipped a place is one more than those who are better; dense, one more than their values."""
    skipped, dense = places(values, Ties.SKIP), places(values, Ties.DENSE)
    for name, value in values.items():
        better = [other for other in values.values() if other > value]
        assert skipped[name].place == len(better) + 1
        assert dense[name].place == len(set(better)) + 1
        assert skipped[name].tied == list(values.values()).count(value)
