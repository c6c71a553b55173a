"""Laws of acceptance: what was known grows, order says nothing, and no figure is ever raised by it."""

from __future__ import annotations

import datetime
import tempfile
from fractions import Fraction
from pathlib import Path

import attrs
from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain import Acceptances
from minsheng.domain.sampling import excludes, wilson
from minsheng.testing import acceptances
from tests.invented_acceptance import END, smaller
from tests.tries import tries

P = smaller()[0]
LIFTS = "elevators"
DAYS = st.dates(datetime.date(2023, 11, 30), datetime.date(2024, 2, 28))
OF_P = acceptances(indicators=(LIFTS,), areas=(None, "平江县", "岳阳楼区", "市本级"), unit="台")


@given(acceptances(), DAYS, DAYS)
def test_what_is_known_only_grows(register: Acceptances, one: datetime.date, other: datetime.date) -> None:
    """What was known on a day was known on every later one; and what is known is what was decided."""
    early, late = sorted((one, other))
    known, later = register.as_known(early), register.as_known(late)
    assert set(known.acceptances) <= set(later.acceptances) <= set(register.acceptances)
    assert set(known.inspections) <= set(later.inspections)
    assert later.as_known(early) == known
    assert register.as_known(datetime.date.max) == register


@tries(12)
@given(OF_P, OF_P, st.randoms(use_true_random=False))
def test_the_order_of_files_says_nothing(one: Acceptances, other: Acceptances, random: object) -> None:
    """Two registers added either way, and shuffled, are the same, and so is what stands in each step."""
    whole, back = one + other, other + one
    shuffled = list(whole.acceptances) * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' own Random
    again = Acceptances(tuple(shuffled), whole.inspections)
    assert whole == back == again
    assert hash(whole) == hash(again)
    found = [ms.measuring.acceptance_standings(P, register).to_records() for register in (whole, back, again)]
    assert found[0] == found[1] == found[2]


@tries(30)
@given(OF_P, st.integers(0, 60), st.integers(0, 60))
def test_acceptance_never_raises_a_figure(register: Acceptances, first: int, second: int) -> None:
    """Of every task counts at most what was reported; what nobody accepted counts as nothing known."""
    year = ms.Period.of_year(2023)
    said = ms.Progress(tuple(
        ms.Record(LIFTS, year, ms.Amount(number, "台"), area)
        for area, number in (("平江县", first), ("岳阳楼区", second))
    ))  # fmt: skip
    counts = ms.measuring.accepted(P, said, register, on=END)
    for area in ("平江县", "岳阳楼区"):
        reported, accepted = (one.figure(LIFTS, area, on=END).value for one in (said, counts))
        assert reported is not None
        assert accepted is None or accepted <= reported
        decided = any(one.area == area for one in register.acceptances)
        assert decided or accepted is None
    figures = {one.figure for one in register.acceptances}
    for record in counts.records:
        assert record.value is None or record.value in figures | {one.value for one in said.records}


@tries(15)
@given(OF_P)
def test_a_written_register_reads_back(register: Acceptances) -> None:
    """A register as a table is read as the same decisions."""
    made = tuple(
        attrs.evolve(
            one, by="平江县", mend_by=max(one.mend_by, one.on) if one.on and one.mend_by else one.mend_by
        )
        for one in register.acceptances
    )
    written = Acceptances(made)
    if not made:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "登记.csv"
        ms.write_table(written, path)
        read = ms.read_acceptances(path, P)
    assert tuple(attrs.evolve(one, source="") for one in read.acceptances) == written.acceptances


@given(st.integers(0, 400), st.integers(1, 400), st.integers(0, 100))
def test_what_an_interval_excludes_lies_outside_it(part: int, whole: int, share: int) -> None:
    """The exact verdict agrees with the interval that is shown, but for its rounding."""
    part = min(part, whole)
    low, high = wilson(part, whole)
    hundredth = Fraction(1, 100)
    if excludes(part, whole, Fraction(share, 100)):
        assert not Fraction(low) + hundredth < share < Fraction(high) - hundredth
    else:
        assert Fraction(low) - hundredth <= share <= Fraction(high) + hundredth
