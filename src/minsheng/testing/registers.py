"""Strategies for what was reported: records, and registers of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from minsheng.domain.amount import Amount
from minsheng.domain.period import Period
from minsheng.domain.progress import Progress
from minsheng.domain.record import Measure, Record

_UNITS = {Measure.PHYSICAL: "%", Measure.MONEY: "万元"}


def figures(
    *,
    indicators: Sequence[str] = ("jobs", "rural-roads"),
    areas: Sequence[str | None] = (None, "甲县", "乙区"),
    year: int = 2023,
) -> st.SearchStrategy[Record]:
    """Records of a year: of months, ten-day periods or to a date, reported and verified, some as text.

    Indicators and areas are few, so that corrections and contradictions occur.
    """
    month, third = st.integers(1, 12), st.integers(1, 3)
    periods = st.one_of(
        st.builds(Period.month, st.just(year), month),
        st.builds(Period.ten_days, st.just(year), month, third),
        st.builds(lambda m: Period.to_date(Period.month(year, m).last), month),
    )
    days = st.dates(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    def record(measure: Measure) -> st.SearchStrategy[Record]:
        unit = _UNITS.get(measure, "户")
        values = st.integers(0, 99).map(lambda n: Amount(Decimal(n), unit))
        valued = st.tuples(values, st.just("")) | st.tuples(st.none(), st.sampled_from(("已开工", "")))
        return st.builds(
            lambda indicator, area, period, value, cumulative, verified, on: Record(
                indicator, period, value[0], area, value[1], cumulative, measure, verified, "", on
            ),
            st.sampled_from(indicators), st.sampled_from(areas), periods, valued,
            st.booleans(), st.booleans(), st.none() | days,
        )  # fmt: skip

    return st.sampled_from((Measure.COUNT, Measure.COUNT, Measure.PHYSICAL, Measure.MONEY)).flatmap(record)


def progresses(
    *,
    indicators: Sequence[str] = ("jobs", "rural-roads"),
    areas: Sequence[str | None] = (None, "甲县", "乙区"),
    year: int = 2023,
) -> st.SearchStrategy[Progress]:
    """Registers of up to a dozen such records."""
    listed = st.lists(figures(indicators=indicators, areas=areas, year=year), max_size=12)
    return listed.map(lambda records: Progress(tuple(records)))
