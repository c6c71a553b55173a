"""Strategies for acceptance: decisions, samples, and registers of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from hypothesis import strategies as st

from minsheng.domain.acceptance import Acceptance, AcceptanceResult, Inspection
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.amount import Amount

_INDICATORS, _AREAS = ("jobs", "rural-roads"), (None, "甲县", "乙区")
_STEPS = ("county", "review", "appraisal")


def decisions(
    *,
    indicators: Sequence[str] = _INDICATORS,
    areas: Sequence[str | None] = _AREAS,
    steps: Sequence[str] = _STEPS,
    year: int = 2023,
    unit: str = "户",
) -> st.SearchStrategy[Acceptance]:
    """Decisions from December to the next February: passed, to be mended, mended, without day or figure.

    Indicators, areas, steps and days are few, so that corrections and contradictions occur.
    """
    first = datetime.date(year, 12, 1)
    days = st.integers(0, 60).map(lambda n: first + datetime.timedelta(n))

    @st.composite
    def decision(draw: st.DrawFn) -> Acceptance:
        result, on = draw(st.sampled_from(AcceptanceResult)), draw(st.none() | days)
        to_mend = result is not AcceptanceResult.PASSED
        mended = None
        if to_mend and on is not None and draw(st.booleans()):
            mended = on + datetime.timedelta(draw(st.integers(0, 20)))
        return Acceptance(
            draw(st.sampled_from(indicators)), draw(st.sampled_from(steps)), result,
            draw(st.sampled_from(areas)), draw(st.none() | st.integers(0, 99).map(lambda n: Amount(n, unit))),
            on, draw(st.sampled_from(("", "甲县"))), "补齐资料" if to_mend else "",
            draw(st.none() | days) if to_mend else None, mended,
            draw(st.sampled_from(((), ("验收表",), ("验收表", "影像资料")))),
        )  # fmt: skip

    return decision()


def acceptances(
    *,
    indicators: Sequence[str] = _INDICATORS,
    areas: Sequence[str | None] = _AREAS,
    steps: Sequence[str] = _STEPS,
    year: int = 2023,
    unit: str = "户",
) -> st.SearchStrategy[Acceptances]:
    """Registers of up to a dozen such decisions, and a few samples."""
    many = decisions(indicators=indicators, areas=areas, steps=steps, year=year, unit=unit)
    counts = st.integers(0, 40)
    samples = st.builds(
        lambda indicator, area, reported, found, on: Inspection(
            indicator, Amount(reported, unit), Amount(found, unit), area, reported or None, on
        ),
        st.sampled_from(indicators), st.sampled_from(areas), counts, counts,
        st.none() | st.dates(datetime.date(year, 12, 1), datetime.date(year, 12, 31)),
    )  # fmt: skip
    return st.builds(
        lambda decided, looked: Acceptances(tuple(decided), tuple(looked)),
        st.lists(many, max_size=12), st.lists(samples, max_size=3),
    )  # fmt: skip
