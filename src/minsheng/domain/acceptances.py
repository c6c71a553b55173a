"""The register of acceptance: what stands in each step, and what was known when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeVar

import attrs

from minsheng.asking import asked, built
from minsheng.domain.acceptance import Acceptance, AcceptanceStandard, Inspection
from minsheng.domain.record import Aside
from minsheng.domain.written import blank
from minsheng.table import Tabled, heads

Dated = TypeVar("Dated", Acceptance, Inspection, AcceptanceStandard)
_EVER = datetime.date.min


def _sorted(values: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """Sorted and without duplicates, so that the order given makes no difference."""

    def key(one: Dated) -> tuple[object, ...]:
        of = str(one.of) if isinstance(one, AcceptanceStandard) else one.indicator
        return of, getattr(one, "area", None) or "", getattr(one, "step", ""), one.known or _EVER, str(one)

    return tuple(sorted(dict.fromkeys(values), key=key))


def _decisions(values: tuple[Acceptance, ...]) -> tuple[Acceptance, ...]:
    return _sorted(values)


def _samples(values: tuple[Inspection, ...]) -> tuple[Inspection, ...]:
    return _sorted(values)


def _standards(values: tuple[AcceptanceStandard, ...]) -> tuple[AcceptanceStandard, ...]:
    return _sorted(values)


@built
@attrs.frozen(repr=False)
class Acceptances(Tabled):
    """A register of everything that was accepted and inspected; nothing is ever overwritten.

    Args:
        acceptances: the decisions, in any order.
        inspections: the samples looked at.
        standards: how projects and indicators are accepted.
        aside: the lines of files that could not be read.
        notes: remarks from reading: files and columns that were not read; ignored in comparisons.

    >>> from minsheng.domain.amount import Amount
    >>> day = datetime.date
    >>> register = Acceptances((
    ...     Acceptance("elevators", "county", "不合格", "平江县", Amount(40, "台"), on=day(2023, 12, 8)),
    ...     Acceptance("elevators", "county", "合格", "平江县", Amount(42, "台"), on=day(2023, 12, 20)),
    ... ))
    >>> [str(one.figure) for one in register.standing("elevators", "平江县", step="county")]
    ['42 台']
    >>> [str(one.result) for one in register.as_known(day(2023, 12, 10)).acceptances]
    ['failed']
    """

    acceptances: tuple[Acceptance, ...] = attrs.field(default=(), converter=_decisions)
    inspections: tuple[Inspection, ...] = attrs.field(default=(), converter=_samples)
    standards: tuple[AcceptanceStandard, ...] = attrs.field(default=(), converter=_standards)
    aside: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = attrs.field(default=(), eq=False)

    @property
    def summary(self) -> str:
        """The numbers of decisions, inspections and standards."""
        counts = (
            (self.acceptances, "个结论"),
            (self.inspections, "次抽查"),
            (self.standards, "项验收标准"),
            (self.aside, "行未计入"),
        )
        listed = "，".join(f"{len(what)} {word}" for what, word in counts if what)
        return f"验收：{listed or '没有'}"

    #: the columns of a written register, which reads back to the same decisions
    _HEADS = heads(
        indicator="指标", area=("地区", lambda area: area or "全市"), step="验收步骤", by="验收单位",
        on=("验收日期", blank), figure=("认定数", blank), unit="计量单位", result="验收结果",
        mend="整改内容", mend_by=("整改期限", blank), mended=("整改完成日期", blank),
        documents=("验收资料", "、".join), note="备注", source="来源",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.acceptances:
            line = {key: getattr(one, key, None) for key in self._HEADS}
            if one.figure is not None:
                line |= {"figure": one.figure.value}
            yield line | {"unit": one.figure.unit.text if one.figure else ""}

    @asked
    def as_known(self, day: datetime.date) -> Acceptances:
        """What was known by a day, without later corrections; the undated counts from the start."""

        def by_then(one: Acceptance | Inspection | AcceptanceStandard) -> bool:
            return one.known is None or one.known <= day

        if all(all(map(by_then, of)) for of in (self.acceptances, self.inspections, self.standards)):
            return self
        return Acceptances(
            tuple(filter(by_then, self.acceptances)),
            tuple(filter(by_then, self.inspections)),
            tuple(filter(by_then, self.standards)),
            self.aside,
            self.notes,
        )

    def __add__(self, other: Acceptances) -> Acceptances:
        """Both registers as one, without duplicates."""
        if not isinstance(other, Acceptances):
            return NotImplemented
        return Acceptances(
            (*self.acceptances, *other.acceptances),
            (*self.inspections, *other.inspections),
            (*self.standards, *other.standards),
            tuple(dict.fromkeys((*self.aside, *other.aside))),
            tuple(dict.fromkeys((*self.notes, *other.notes))),
        )

    # --- what stands ----------------------------------------------------------------------

    @cached_property
    def versions(self) -> dict[tuple[str, str | None, str], tuple[Acceptance, ...]]:
        """All versions of each decision, the latest last, by indicator, area and step."""
        found: dict[tuple[str, str | None, str], list[Acceptance]] = {}
        for one in self.acceptances:
            found.setdefault(one.key, []).append(one)
        return {key: tuple(listed) for key, listed in found.items()}

    @cached_property
    def by_key(self) -> dict[tuple[str, str | None, str], tuple[Acceptance, ...]]:
        """What is left of each decision after corrections, by indicator, area and step."""
        found = {}
        for key, versions in self.versions.items():
            latest = [one for one in versions if one.known == versions[-1].known]
            if len(latest) > 1:  # read twice, it is one
                latest = [*{attrs.evolve(one, source=""): one for one in latest}.values()]
            found[key] = tuple(latest)
        return found

    @asked
    def standing(self, indicator: str, area: str | None = None, *, step: str) -> tuple[Acceptance, ...]:
        """The decision left after corrections; several contradict each other, and none of them counts."""
        return self.by_key.get((indicator, area, step), ())

    @asked
    def decision(self, indicator: str, area: str | None = None, *, step: str) -> Acceptance | None:
        """The one decision that stands; None if there is none, or there are contradictions."""
        standing = self.by_key.get((indicator, area, step), ())
        return standing[0] if len(standing) == 1 else None

    @asked
    def standard_for(self, indicator: str, project: int) -> AcceptanceStandard | None:
        """The latest standard of an indicator, or else of its project."""
        for of in (indicator, project):
            listed = [one for one in self.standards if one.of == of]
            if listed:
                return max(listed, key=lambda one: one.on or _EVER)
        return None

    @cached_property
    def samples(self) -> dict[tuple[str, str | None], tuple[Inspection, ...]]:
        """The inspections by indicator and area."""
        found: dict[tuple[str, str | None], tuple[Inspection, ...]] = {}
        for one in self.inspections:
            found[one.indicator, one.area] = (*found.get((one.indicator, one.area), ()), one)
        return found

    @property
    def last_day(self) -> datetime.date | None:
        """The last day that anything of it is known from."""
        days = [*(one.known for one in self.acceptances), *(one.known for one in self.inspections)]
        return max(filter(None, days), default=None)
