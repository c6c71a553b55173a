"""Acceptance: what was looked at, found and decided at the year's end, step by step."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount, to_decimal
from minsheng.errors import UnitError
from minsheng.labels import Labelled


class AcceptanceResult(Labelled):
    """What an acceptance came to.

    Passed with mending: it passes, and what is named is to be mended by a day; the next step may go on
    meanwhile. Failed: the next step waits until it is mended, or accepted again as passed.
    """

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

    @asked
    def size(self, of: Fraction) -> int:
        """How many of so many are to be looked at."""
        by_share = -(-of * Fraction(self.share) / 100 // 1)
        return min(int(-(-of // 1)), max(self.least, int(by_share)))


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
        note: what else was remarked, such as why there is no figure.

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
    note: str = ""

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
