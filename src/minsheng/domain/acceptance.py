"""Acceptance: what was looked at, found and decided at the year's end, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount, plain_text, to_decimal
from minsheng.errors import UnitError
from minsheng.labels import Labelled
from minsheng.table import Tabled, heads

Dated = TypeVar("Dated", "Acceptance", "Inspection", "AcceptanceStandard")
_EVER = datetime.date.min


class AcceptanceResult(Labelled):
    """What an acceptance came to."""

    PASSED = "passed", "合格"
    WITH_MENDING = "passed-with-mending", "整改后合格"
    FAILED = "failed", "不合格"


@built
@attrs.frozen
class Sample:
    """How many units are looked at, and how they are drawn.

    Args:
        least: at least so many; all of them, where there are fewer.
        share: at least so many per cent of them.
        drawn: how they are drawn.

    >>> Sample(10, "5").size(Fraction(610)), Sample(10, "5").size(Fraction(8))
    (31, 8)
    """

    least: int = attrs.field(default=1, validator=attrs.validators.ge(0))
    share: Decimal = attrs.field(
        default=Decimal(0),
        converter=to_decimal,
        validator=[attrs.validators.ge(Decimal(0)), attrs.validators.le(Decimal(100))],
    )
    drawn: str = ""

    def size(self, of: Fraction) -> int:
        """How many of so many are to be looked at."""
        return int(min(-(-of // 1), max(Fraction(self.least), -(-of * Fraction(self.share) / 100 // 1))))


@built
@attrs.frozen
class AcceptanceStandard:
    """How a project or an indicator is accepted.

    Args:
        of: the id of the indicator or standard, or the project's number.
        looks_at: what is looked at.
        documents: the documents wanted.
        sample: the sample to be drawn; None if everything is looked at.
        pass_mark: how many per cent of what was reported of the sample must be found; None: no mark.
        made_by: who made it.
        together_with: with whom.
        on: when it was made; None if unknown, and then it counts as always known.
        source: where it was read.
    """

    of: str | int
    looks_at: str
    documents: tuple[str, ...] = ()
    sample: Sample | None = None
    pass_mark: Decimal | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(to_decimal),
        validator=attrs.validators.optional(
            [attrs.validators.ge(Decimal(0)), attrs.validators.le(Decimal(100))]
        ),
    )
    made_by: str = ""
    together_with: tuple[str, ...] = ()
    on: datetime.date | None = None
    source: str = ""

    @property
    def known(self) -> datetime.date | None:
        """Since when it is known."""
        return self.on


@built
@attrs.frozen
class Acceptance:
    """What one body decided of one task in one step of the chain.

    Args:
        indicator: the id of the indicator or standard.
        step: the id of the step.
        result: passed, passed with mending, or failed.
        area: the area, 市本级, or None for the whole city.
        figure: the figure accepted; None if none was given.
        on: when; None if unknown, and then it counts as always known.
        by: who accepted.
        mend: what is to be mended.
        mend_by: until when.
        mended: when it was mended; this version is known from that day.
        documents: the documents seen.
        source: where it was read: file, sheet, row.

    >>> one = Acceptance("elevators", "county", "整改后合格", "平江县", on="2023-12-08", mended="2023-12-20")
    >>> str(one.result), str(one.known)
    ('passed-with-mending', '2023-12-20')
    """

    indicator: str
    step: str
    result: AcceptanceResult = attrs.field(converter=AcceptanceResult)
    area: str | None = None
    figure: Amount | None = None
    on: datetime.date | None = None
    by: str = ""
    mend: str = ""
    mend_by: datetime.date | None = None
    mended: datetime.date | None = None
    documents: tuple[str, ...] = ()
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if self.mended is not None and self.on is not None and self.mended < self.on:
            raise ValueError(f"Acceptance(): mended is {self.mended}, before it was accepted on {self.on}")

    @property
    def known(self) -> datetime.date | None:
        """Since when this version is known: the day it was mended, else the day of acceptance."""
        return self.mended or self.on

    @property
    def open(self) -> bool:
        """Whether something is still to be mended."""
        return self.result is not AcceptanceResult.PASSED and self.mended is None

    @property
    def key(self) -> tuple[str, str | None, str]:
        """A later acceptance with the same key corrects this one."""
        return self.indicator, self.area, self.step


@built
@attrs.frozen
class Inspection:
    """What was found of a sample of what had been reported.

    Args:
        indicator: the id of the indicator.
        reported: what had been reported of the sampled units.
        found: what was found of them.
        area: the area, 市本级, or None for the whole city.
        sampled: how many units were looked at.
        on: when; None if unknown, and then it counts as always known.
        by: who looked.
        step: the id of the step it belongs to; empty if to none.
        source: where it was read.

    >>> Inspection("household-toilets", Amount(238, "户"), Amount(173, "户"), "平江县").share
    Fraction(173, 238)
    """

    indicator: str
    reported: Amount
    found: Amount
    area: str | None = None
    sampled: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.ge(1))
    )
    on: datetime.date | None = None
    by: str = ""
    step: str = ""
    source: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.reported.unit.measures_same_as(self.found.unit):
            raise UnitError(f"Inspection(): found is {self.found}, reported is {self.reported}")

    @property
    def known(self) -> datetime.date | None:
        """Since when it is known."""
        return self.on

    @property
    def share(self) -> Fraction | None:
        """Found over reported, as a fraction of 1; None if nothing was reported."""
        return self.found.exact / self.reported.exact if self.reported.exact > 0 else None

    @property
    def counts(self) -> tuple[int, int] | None:
        """How many units were found of how many; None if they are not counted, or more were found."""
        part, whole = self.found.exact, self.reported.exact
        counted = self.reported.unit.counted and part.denominator == whole.denominator == 1
        return (int(part), int(whole)) if counted and 0 <= part <= whole and whole else None


def _sorted(values: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """Sorted and without duplicates, so that the order given makes no difference."""

    def key(one: Dated) -> tuple[object, ...]:
        of = str(one.of) if isinstance(one, AcceptanceStandard) else one.indicator
        return of, getattr(one, "area", None) or "", getattr(one, "step", ""), one.known or _EVER, str(one)

    return tuple(sorted(dict.fromkeys(values), key=key))


def _blank(value: object) -> str:
    """A value as registers write it; empty for None."""
    return "" if value is None else plain_text(value) if isinstance(value, Decimal) else str(value)


@built
@attrs.frozen(repr=False)
class Acceptances(Tabled):
    """A register of everything that was accepted and inspected; nothing is ever overwritten.

    Args:
        acceptances: the decisions, in any order.
        inspections: the samples looked at.
        standards: how projects and indicators are accepted.

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

    acceptances: tuple[Acceptance, ...] = attrs.field(default=(), converter=_sorted)
    inspections: tuple[Inspection, ...] = attrs.field(default=(), converter=_sorted)
    standards: tuple[AcceptanceStandard, ...] = attrs.field(default=(), converter=_sorted)

    @property
    def summary(self) -> str:
        """The numbers of decisions, inspections and standards."""
        counts = (
            (self.acceptances, "个结论"),
            (self.inspections, "次抽查"),
            (self.standards, "项验收标准"),
        )
        listed = "，".join(f"{len(what)} {word}" for what, word in counts if what)
        return f"验收：{listed or '没有'}"

    #: the columns of a written register, which reads back to the same decisions
    _HEADS = heads(
        indicator="指标", area=("地区", lambda area: area or "全市"), step="验收步骤", by="验收单位",
        on=("验收日期", _blank), figure=("认定数", _blank), unit="计量单位", result="验收结果",
        mend="整改内容", mend_by=("整改期限", _blank), mended=("整改完成日期", _blank),
        documents=("验收资料", "、".join), source="来源",
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

        if all(map(by_then, (*self.acceptances, *self.inspections, *self.standards))):
            return self
        return Acceptances(
            tuple(filter(by_then, self.acceptances)),
            tuple(filter(by_then, self.inspections)),
            tuple(filter(by_then, self.standards)),
        )

    def __add__(self, other: Acceptances) -> Acceptances:
        """Both registers as one, without duplicates."""
        if not isinstance(other, Acceptances):
            return NotImplemented
        return Acceptances(
            (*self.acceptances, *other.acceptances),
            (*self.inspections, *other.inspections),
            (*self.standards, *other.standards),
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

    def decision(self, indicator: str, area: str | None, step: str) -> Acceptance | None:
        """The one decision that stands; None if there is none, or there are contradictions."""
        standing = self.by_key.get((indicator, area, step), ())
        return standing[0] if len(standing) == 1 else None

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
        days = (one.known for one in (*self.acceptances, *self.inspections))
        return max(filter(None, days), default=None)
