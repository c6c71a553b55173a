"""Laws of registers: what was known grows, order says nothing, sums of sums are sums."""

from __future__ import annotations

import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.testing import progresses, schedules

DAYS = st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))


@given(progresses(), DAYS, DAYS)
def test_what_is_known_only_grows(progress: ms.Progress, one: datetime.date, other: datetime.date) -> None:
    """What was known on a day was known on every later one; and what is known is what was reported."""
    early, late = sorted((one, other))
    known = progress.as_known(early)
    assert set(known.records) <= set(progress.as_known(late).records) <= set(progress.records)
    assert progress.as_known(late).as_known(early) == known
    assert progress.as_of(late).as_of(early) == progress.as_of(early)


@given(progresses(), st.randoms(use_true_random=False), DAYS)
def test_the_order_of_records_says_nothing(progress: ms.Progress, random: object, on: datetime.date) -> None:
    """Shuffled records, each perhaps twice, are the same register."""
    records = [*progress.records, *progress.records[:2]]
    random.shuffle(records)  # type: ignore[attr-defined]  # Hypothesis' own Random
    again = ms.Progress(tuple(records), progress.changes, progress.aside)
    assert again == progress
    assert hash(again) == hash(progress)
    for record in progress.records:
        assert again.figure(record.indicator, record.area, on=on) == progress.figure(
            record.indicator, record.area, on=on
        )


@given(progresses(), DAYS)
def test_a_figure_is_what_was_known_of_the_past(progress: ms.Progress, on: datetime.date) -> None:
    """A figure at a day is not changed by what covers later days."""
    for record in progress.records:
        seen = progress.figure(record.indicator, record.area, on=on)
        assert progress.as_of(on).figure(record.indicator, record.area, on=on) == seen


@given(st.lists(st.tuples(st.integers(1, 10**6), st.none() | st.integers(0, 10**6)), min_size=1), st.data())
def test_roll_up_of_roll_ups_is_the_roll_up(
    figures: list[tuple[int, int | None]], data: st.DataObject
) -> None:
    """However parts are grouped, the sum of the groups' sums is the sum of all."""
    parts = [
        ms.measuring.Total(ms.Amount(t, "户"), None if a is None else ms.Amount(a, "户"), 1, int(a is None))
        for t, a in figures
    ]
    keys = data.draw(st.lists(st.integers(0, 3), min_size=len(parts), max_size=len(parts)))
    groups = [[p for p, key in zip(parts, keys, strict=True) if key == k] for k in sorted(set(keys))]
    assert ms.total(ms.total(group) for group in groups) == ms.total(parts)
    whole = ms.total(parts)
    assert whole.missing == sum(a is None for _, a in figures)
    assert (whole.actual is None) == (whole.missing > 0)


@given(schedules(), st.integers(1, 200), st.integers(0, 400), DAYS)
def test_in_points_and_in_shares_a_light_is_what_its_band_says(
    schedule: ms.domain.Schedule, target: int, actual: int, on: datetime.date
) -> None:
    """Exactly one band holds; its light is what is given, on a record as in a formula."""
    rate, due = Fraction(actual, target), schedule.share(on)
    bands = (
        ms.measuring.Band(ms.measuring.Light.GREEN, 100),
        ms.measuring.Band(ms.measuring.Light.YELLOW, 80, 100),
        ms.measuring.Band(ms.measuring.Light.RED, None, 80),
    )
    for against in (ms.measuring.Against.SHARE, ms.measuring.Against.POINTS):
        policy = ms.measuring.LightPolicy("律", bands, against)
        value = (
            (rate - due) * 100
            if against is ms.measuring.Against.POINTS
            else rate / due * 100
            if due
            else None
        )
        holding = [band for band in bands if value is None or band.holds(value)]
        assert policy.light(rate, due) is holding[0].light
        assert len(holding) == (3 if value is None else 1)
