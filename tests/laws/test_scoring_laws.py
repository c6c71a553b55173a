"""Laws of scoring: what holds of every scheme, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domain.expression.nodes import Column
from minsheng.rules.scoring.forms.basic import Form
from minsheng.rules.scoring.forms.ranks import RankPoints, RankTable, Ties
from minsheng.rules.scoring.formulas.bounds import bounds
from minsheng.rules.scoring.frames import score_frame
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.score import score_records
from minsheng.rules.scoring.terms.choices import RoundAt
from minsheng.rules.scoring.terms.columns import OTHERS
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import worth
from minsheng.testing.schemes import facts, schemes, task_forms
from tests.tries import tries

from .exact import exactly

SCORED = schemes().flatmap(
    lambda scheme: st.tuples(st.just(scheme), st.lists(facts(scheme), min_size=1, max_size=4))
)


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


@tries(40)  # each compiles a scheme
@given(SCORED)
def test_a_record_and_a_frame_are_scored_alike(scored: tuple[Scheme, list[dict[str, Any]]]) -> None:
    """The same points and the same grade, row by row, and missing where they are missing."""
    scheme, records = scored
    judge = Judge(scheme)
    columns = judge.formulas.columns
    frame = pl.DataFrame({c.name: pl.Series([r[c.name] for r in records], dtype=type_of(c)) for c in columns})
    got = score_frame(scheme, frame)
    for row, record in zip(got.iter_rows(named=True), records, strict=True):
        part = judge.judge(exactly(record))
        assert (None if row["points"] is None else Fraction(row["points"])) == part.points
        if part.points is not None:
            assert (row["grade"] or "") == judge.grade(exactly(record), part.points)


def type_of(column: Column) -> Any:
    """How polars holds a column."""
    if column.choices:
        return pl.String
    return pl.Decimal(20, column.places) if column.places else pl.Int64


def frame_of(columns: Iterable[Column], records: list[dict[str, Any]], groups: list[str]) -> pl.DataFrame:
    """The records as a frame, without what they know of the others."""
    codes = [one.value for one in OTHERS]
    own = [one for one in columns if one.name.rpartition("_")[2].rstrip("0123456789") not in codes]
    exact = {one.name: type_of(one) for one in own}
    return pl.DataFrame(
        {one.name: pl.Series([r[one.name] for r in records], dtype=exact[one.name]) for one in own}
        | {"group": groups, "row": [str(number) for number in range(len(records))]}
    )


@tries(40)  # each compiles a scheme
@given(st.data())
def test_a_frame_is_ranked_as_its_records_are(data: st.DataObject) -> None:
    """Places within groups: those that items go by, and those of the total; who has no points has none."""
    scheme = attrs.evolve(data.draw(schemes()), ties=data.draw(st.sampled_from((Ties.SKIP, Ties.DENSE))))
    records = data.draw(st.lists(facts(scheme), min_size=1, max_size=6))
    groups = data.draw(st.lists(st.sampled_from("甲乙"), min_size=len(records), max_size=len(records)))
    frame = frame_of(Judge(scheme).formulas.facts, records, groups)
    named = {row["row"]: row for row in frame.iter_rows(named=True)}
    ranking = score_records(scheme, named, groups={name: row["group"] for name, row in named.items()})
    found = {row["row"]: row for row in score_frame(scheme, frame, within="group").iter_rows(named=True)}
    for one in ranking:
        row = found[one.name]
        assert (Fraction(row["points"]), row["rank"], row["grade"]) == (one.points, one.rank, one.grade)
    for none in ranking.unscored:
        assert (found[none.name]["points"], found[none.name]["rank"]) == (None, None)
    assert score_frame(scheme, frame, within="group").columns == [*frame.columns, "points", "grade", "rank"]


#: fractions of these lie as close to each other as fractions of such columns can
SMALL, LARGE, BELOW = st.integers(0, 60), st.integers(10**8 - 3, 10**8), st.integers(-5, 0)


@tries(40)
@given(
    st.lists(st.tuples(SMALL | LARGE, SMALL | LARGE | BELOW | st.none()), min_size=1, max_size=8),
    st.booleans(), st.booleans(), st.sampled_from(Ties),
)  # fmt: skip
def test_rates_are_ranked_exactly_on_frames(
    figures: list[tuple[int, int | None]], lower: bool, lowest: bool, ties: Ties
) -> None:
    """Fractions that no column can hold have the order, and the ties, that they have as fractions."""
    work = Item(
        "work", "办实事", RankPoints(RankTable(("3", "1.5", "0"), step="-0.5"), ties=ties, lowest=lowest), 3,
        indicators=("roads",), lower=("roads",) if lower else (),
    )  # fmt: skip
    scheme = Scheme("x", "某办法", "", items=(work,), rounding=tuple(RoundAt))
    names = [f"县{number}" for number in range(len(figures))]
    rows = {
        name: {"roads_target": target, "roads_actual": actual}
        for name, (target, actual) in zip(names, figures, strict=True)
    }
    ranking = score_records(scheme, rows)
    scored = {one.name: (one.points, one.rank) for one in ranking}
    types = {"roads_target": pl.Int64, "roads_actual": pl.Int64}
    found = score_frame(scheme, pl.DataFrame([*rows.values()], schema=types), within=())
    for name, row in zip(names, found.iter_rows(named=True), strict=True):
        points = None if row["points"] is None else Fraction(row["points"])
        assert (points, row["rank"]) == scored.get(name, (None, None))


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
    """Where a veto is brought about, no more is left than it leaves."""
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
                assert hit.left_out or (hit.points is not None and hit.points <= veto.to)


@given(SCORED)
def test_a_veto_never_pays(scored: tuple[Scheme, list[dict[str, Any]]]) -> None:
    """Whatever a veto leaves, nobody has more for having brought it about."""
    scheme, records = scored
    judge, lenient = Judge(scheme), Judge(attrs.evolve(scheme, vetoes=()))
    for record in records:
        points, without = judge.judge(exactly(record)).points, lenient.judge(exactly(record)).points
        assert points is None or without is None or points <= without


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
    assert {(s.name, s.points, s.rank, s.grade) for s in one} == {
        (s.name, s.points, s.rank, s.grade) for s in other
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
