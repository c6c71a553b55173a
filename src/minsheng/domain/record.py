"""Records: figures that were reported or verified; and what can be derived from them."""

from __future__ import annotations

import datetime

import attrs

from minsheng.asking import built
from minsheng.domain.amount import Amount
from minsheng.domain.bound import Bound
from minsheng.domain.period import Period
from minsheng.labels import Labelled


class Measure(Labelled):
    """What a figure measures. Figures of different measures are never mixed."""

    COUNT = "count", "数量"
    PHYSICAL = "physical", "形象进度"
    MONEY = "money", "资金"
    BASIS = "basis", "自定口径"
    STATUS = "status", "文字情况"


@built
@attrs.frozen
class Record:
    """One figure that was reported or verified.

    Args:
        indicator: the id of the indicator or standard.
        period: the period. A cumulative figure covers the year up to the period's last day.
        value: the figure; None if there is text instead, or nothing.
        area: the area's name, 市本级, or None for the whole city.
        text: what was written instead of a figure.
        cumulative: whether the figure counts from 1 January, or only within the period.
        measure: what the figure measures.
        verified: whether it was verified on inspection; otherwise only reported.
        by: who reported or verified it.
        on: when; None if unknown, and then it counts as always known.
        target: the target reported with it.
        source: where it was read: file, sheet, row.

    >>> Record("jobs", Period.parse("2023年6月"), Amount("3.1", "万人"), area="平江县").value
    Amount('3.1 万人')
    """

    indicator: str
    period: Period = attrs.field(validator=attrs.validators.instance_of(Period))
    value: Amount | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Amount))
    )
    area: str | None = None
    text: str = ""
    cumulative: bool = True
    measure: Measure = attrs.field(default=Measure.COUNT, converter=Measure)
    verified: bool = False
    by: str = ""
    on: datetime.date | None = None
    target: Bound | None = None
    source: str = ""

    @property
    def _key(self) -> tuple[object, ...]:
        """A later record with the same key corrects this one."""
        return (self.indicator, self.area, self.period, self.cumulative, self.measure, self.verified)


#: the source of what acceptance decided, whose text is why there is no figure
OF_ACCEPTANCE = "验收"


@attrs.frozen
class Aside:
    """A line that could not be read as a figure: kept and counted, never dropped, never 0.

    Args:
        source: file, sheet, row.
        cells: the line as written.
        why: what is wrong with it, and what to do.
    """

    source: str
    cells: str
    why: str


@attrs.frozen
class Figure:
    """The figure of an indicator on a day, from one record or several.

    Args:
        value: the amount; None if unknown.
        records: the records it comes from.
        why: why it is unknown.
    """

    value: Amount | None
    records: tuple[Record, ...] = ()
    why: str = ""
