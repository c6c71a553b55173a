"""By how much what was accepted and found differs from what was reported, by area and by agency."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import attrs

from minsheng.asking import asked
from minsheng.domain.acceptance import Inspection
from minsheng.domain.acceptances import Acceptances
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.sampling import ends, in_words, wilson
from minsheng.domain.written import percent
from minsheng.listed import Listed
from minsheng.measuring.acceptance import AcceptanceStanding, acceptance_standings
from minsheng.measuring.targets import lead_agencies
from minsheng.table import Tabled, heads


@attrs.frozen(repr=False)
class AcceptanceGap(Tabled):
    """How far accepted and found figures of one area or agency are from what was reported.

    Args:
        key: the area or the lead agency.
        tasks: how many tasks have both a reported and an accepted figure.
        less, more: of how many the accepted figure is less, and more.
        gaps: of each of these tasks, by what share of the reported figure the accepted one is worse; 0 where
            it is not, so that more in one task makes up for nothing in another.
        found, sampled: of its samples that are counted, how many units were found, of how many.
        measured: how many samples are measured (公里), or found more than reported: they have no interval.
    """

    key: str
    tasks: int
    less: int
    more: int
    gaps: tuple[Fraction, ...]
    found: int = 0
    sampled: int = 0
    measured: int = 0

    @property
    def mean(self) -> Fraction | None:
        """The mean of the gaps, exactly; None without any."""
        return sum(self.gaps, Fraction(0)) / len(self.gaps) if self.gaps else None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's interval of found over sampled, in per cent to two places; None without a sample."""
        return wilson(self.found, self.sampled) if self.sampled else None

    @property
    def summary(self) -> str:
        """How many tasks differ, and what the samples showed."""
        said = f"{self.key}：{self.tasks} 项有认定数，{self.less} 项少于上报数"
        return f"{said}，平均少 {percent(self.mean)}{self.samples and f'；{self.samples}'}"

    @property
    def samples(self) -> str:
        """What the samples showed, with the interval; empty without a counted sample."""
        if self.interval is None:
            return ""
        share = percent(Fraction(self.found, self.sampled))
        return f"抽查 {self.sampled}，属实 {self.found}（{share}，{in_words(*self.interval)}）"

    _HEADS = heads(
        key="对象", tasks="有认定数的项数", less="少于上报数", more="多于上报数", mean=("平均少", percent),
        sampled="抽查数", found="属实数", share=("属实率", percent), interval="95%区间",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield {
            "key": self.key, "tasks": self.tasks, "less": self.less, "more": self.more, "mean": self.mean,
            "sampled": self.sampled, "found": self.found, "measured": self.measured,
            "share": Fraction(self.found, self.sampled) if self.sampled else None,
            "interval": ends(*self.interval) if self.interval else "",
        }  # fmt: skip


@attrs.frozen(repr=False)
class AcceptanceGaps(Listed[AcceptanceGap]):
    """The gaps of every area, or of every lead agency."""

    gaps: tuple[AcceptanceGap, ...]
    per: str

    _EACH = "gaps"

    def __getitem__(self, key: str) -> AcceptanceGap:
        return {one.key: one for one in self.gaps}[key]

    @property
    def summary(self) -> str:
        """How many tasks have accepted figures, and of how many these are less."""
        tasks, less = (sum(getattr(one, name) for one in self) for name in ("tasks", "less"))
        return f"认定与上报之差：{tasks} 项有认定数，{less} 项少于上报数"

    _HEADS = AcceptanceGap._HEADS


@asked
def acceptance_gaps(
    programme: Programme,
    progress: Progress,
    acceptance: Acceptances,
    *,
    per: Literal["area", "agency"] = "area",
    on: datetime.date | None = None,
) -> AcceptanceGaps:
    """By how much accepted and found figures differ from reported ones, by area or by lead agency.

    Of each task the accepted figure of the last step that has one is compared; more than was reported
    counts as what was reported, as in :func:`accepted`. Of samples that are
    counted, found and sampled are added up, with Wilson's interval, as if the units were drawn one by one.

    Args:
        programme: what was promised.
        progress: what was reported.
        acceptance: what was accepted and found.
        per: by ``area``, or by lead ``agency``.
        on: the day; default: the last of the programme's year, or of the register if that is later.

    >>> from minsheng import Amount, load
    >>> looked = Inspection("household-toilets", Amount(238, "个"), Amount(173, "个"), "平江县")
    >>> gaps = acceptance_gaps(load("yueyang-2023"), Progress(), Acceptances(inspections=(looked,)))
    >>> gaps["平江县"].samples
    '抽查 238，属实 173（72.69%，95% 区间 66.70%—77.96%）'
    """
    standings = acceptance_standings(programme, acceptance, progress=progress, on=on)
    known = acceptance if on is None else acceptance.as_known(on)
    return gaps_of(programme, standings, known, per)


def gaps_of(
    programme: Programme,
    standings: Iterable[AcceptanceStanding],
    acceptance: Acceptances,
    per: Literal["area", "agency"],
) -> AcceptanceGaps:
    """The same of standings that are there already; only of samples, without any."""
    leads = lead_agencies(programme)

    def keys(indicator: str, area: str | None) -> tuple[str, ...]:
        return (area or WHOLE_CITY,) if per == "area" else leads.get(indicator, ())

    pairs: dict[str, list[AcceptanceStanding]] = {}
    last = {(one.item.id, one.area): one for one in standings if one.accepted is not None}
    for (id, area), one in last.items():
        if gap_of(one) is not None:
            for key in keys(id, area):
                pairs.setdefault(key, []).append(one)
    samples: dict[str, list[Inspection]] = {}
    for (id, area), looked in acceptance.samples.items():
        for key in keys(id, area):
            samples.setdefault(key, []).extend(looked)
    order = dict.fromkeys(key for id, area in last for key in keys(id, area)) | dict.fromkeys(samples)
    gaps = (_gap(key, pairs.get(key, []), samples.get(key, [])) for key in order)
    return AcceptanceGaps(tuple(gaps), per)


def gap_of(one: AcceptanceStanding) -> Fraction | None:
    """By what share of the reported figure the accepted one is worse; 0 where it is not.

    None where one of them is missing, or they cannot be compared.
    """
    accepted, reported = one.accepted, one.reported
    if accepted is None or reported is None or not reported.unit.measures_same_as(accepted.unit):
        return None
    if reported.value <= 0:
        return None
    short = 1 - accepted.exact / reported.exact
    return max(Fraction(0), -short if one.lower else short)


def _gap(key: str, tasks: list[AcceptanceStanding], samples: list[Inspection]) -> AcceptanceGap:
    found, sampled = _added_up(samples)
    both = [(one.accepted, one.reported) for one in tasks]
    less = sum(a < r for a, r in both if a is not None and r is not None)
    more = sum(a > r for a, r in both if a is not None and r is not None)
    gaps = tuple(gap for one in tasks if (gap := gap_of(one)) is not None)
    measured = sum(one.counts is None for one in samples)
    return AcceptanceGap(key, len(tasks), less, more, gaps, found, sampled, measured)


def _added_up(samples: Iterable[Inspection]) -> tuple[int, int]:
    """How many units were found of how many, of all samples that are counted."""
    counts = [one.counts for one in samples if one.counts is not None]
    return sum(found for found, _ in counts), sum(whole for _, whole in counts)


def found_share(samples: Sequence[Inspection]) -> Fraction | None:
    """The share found (属实率): of all counted samples together, as the rules and tables have it.

    Only where none is counted (公里), of those that are measured, if they are in one unit.
    """
    found, whole = map(Fraction, _added_up(samples))
    if not whole and samples and all(_alike(one, samples[0]) for one in samples):
        found = sum((min(one.found, one.reported).exact for one in samples), Fraction(0))
        whole = sum((one.reported.exact for one in samples), Fraction(0))
    return found / whole if whole > 0 else None


def _alike(one: Inspection, other: Inspection) -> bool:
    return one.reported.unit.measures_same_as(other.reported.unit)
