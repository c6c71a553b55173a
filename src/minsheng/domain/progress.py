"""Progress: what was reported, by whom, when and for which period."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.amount import Amount
from minsheng.domain.intake import Intake
from minsheng.domain.record import OF_ACCEPTANCE, Aside, Figure, Measure, Record
from minsheng.domain.target import TargetChange, TargetLevel
from minsheng.domain.written import blank
from minsheng.plain.canonical import Format
from minsheng.table import Tabled, heads


def _records(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Sorted and without duplicates, so that the order given makes no difference."""
    figures: dict[tuple[Any, ...], list[Record]] = {}
    for one in records:
        key = (
            one.indicator, one.area or "", one.period, one.cumulative, one.measure.value, one.verified,
            one.on or datetime.date.min,
        )  # fmt: skip
        figures.setdefault(key, []).append(one)
    # what else a record says is only looked at where several are of one thing and one day
    return tuple(one for key in sorted(figures) for one in _distinct(figures[key]))


def _distinct(records: list[Record]) -> Iterable[Record]:
    def rest(one: Record) -> tuple[str, ...]:
        return str(one.value), one.text, one.by, one.source, str(one.target)

    return records if len(records) == 1 else sorted(dict.fromkeys(records), key=rest)


@built
@attrs.frozen(repr=False)
class Progress(Tabled):
    """A register of everything that was reported and verified; nothing is ever overwritten.

    Args:
        records: the figures, in any order.
        changes: the targets that were changed, added or not issued.
        aside: the lines of files that could not be read.
        notes: remarks from reading, which left nothing out; ignored in comparisons.
        intake: which columns of the files were read; ignored in comparisons.

    >>> from minsheng.domain.period import Period
    >>> june, july = Period.parse("2023年6月"), Period.parse("2023年7月")
    >>> day = datetime.date
    >>> p = Progress((
    ...     Record("jobs", june, Amount("3.1", "万人"), on=day(2023, 7, 3)),
    ...     Record("jobs", june, Amount("2.9", "万人"), on=day(2023, 7, 20)),
    ...     Record("jobs", july, Amount("3.4", "万人"), on=day(2023, 8, 2)),
    ... ))
    >>> p.figure("jobs", on=day(2023, 6, 30)).value
    Amount('2.9 万人')
    >>> p.as_known(day(2023, 7, 5)).figure("jobs", on=day(2023, 6, 30)).value
    Amount('3.1 万人')
    """

    records: tuple[Record, ...] = attrs.field(default=(), converter=_records)
    changes: tuple[TargetChange, ...] = ()
    aside: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = attrs.field(default=(), eq=False)
    intake: Intake = attrs.field(default=Intake(), eq=False)

    _FORMAT = Format("progress")

    @property
    def summary(self) -> str:
        """The numbers of records, changed targets and unreadable lines."""
        counts = ((self.records, "个数"), (self.changes, "处目标变动"), (self.aside, "行未计入"))
        listed = "，".join(f"{len(what)} {word}" for what, word in counts if what)
        return f"进度：{listed or '没有数'}"

    #: the columns of a written register, which reads back to the same records
    _HEADS = heads(
        indicator="指标", area=("地区", blank), period="期间", value=("数值", blank), unit="单位",
        text="文字", cumulative="累计", measure="口径", verified="核实", by="报送单位",
        on=("报送日期", blank), target=("目标", blank), source="来源",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        for record in self.records:
            line = {key: getattr(record, key, None) for key in self._HEADS}
            if record.value is not None:
                line |= {"value": record.value.value}
            yield line | {"unit": record.value.unit.text if record.value else ""}

    # --- what was true then, what was known then ----------------------------------------

    @asked
    def as_of(self, day: datetime.date) -> Progress:
        """What is about the time up to a day: figures for periods that had ended by then."""
        return self._only(
            lambda record: record.period.last <= day, lambda c: c.since is None or c.since <= day
        )

    @asked
    def as_known(self, day: datetime.date) -> Progress:
        """What had been reported or approved by a day, without later corrections.

        Anything undated counts as known from the start.
        """
        return self._only(
            lambda record: record.on is None or record.on <= day,
            lambda c: c.approval is None or c.approval.when is None or c.approval.when <= day,
        )

    def _only(self, keep: Callable[[Record], bool], changed: Callable[[TargetChange], bool]) -> Progress:
        return attrs.evolve(
            self,
            records=tuple(filter(keep, self.records)),
            changes=tuple(filter(changed, self.changes)),
        )

    def __add__(self, other: Progress) -> Progress:
        """Both registers as one, without duplicates."""
        if not isinstance(other, Progress):
            return NotImplemented
        return Progress(
            (*self.records, *other.records),
            tuple(dict.fromkeys((*self.changes, *other.changes))),
            tuple(dict.fromkeys((*self.aside, *other.aside))),
            tuple(dict.fromkeys((*self.notes, *other.notes))),
            self.intake + other.intake,
        )

    @cached_property
    def by_item(self) -> Mapping[str, Mapping[str | None, Sequence[Record]]]:
        """Everything reported for each indicator and standard, by area, corrected or not."""
        found: dict[str, dict[str | None, list[Record]]] = {}
        for record in self.records:
            found.setdefault(record.indicator, {}).setdefault(record.area, []).append(record)
        return found

    @cached_property
    def _changes(self) -> dict[tuple[str, str | None, TargetLevel], list[TargetChange]]:
        found: dict[tuple[str, str | None, TargetLevel], list[TargetChange]] = {}
        for change in sorted(self.changes, key=lambda change: change.since or datetime.date.min):
            found.setdefault((change.indicator, change.area, change.level), []).append(change)
        return found

    def changes_of(
        self, item: str, area: str | None, on: datetime.date, *, level: TargetLevel = TargetLevel.CITY
    ) -> list[TargetChange]:
        """The changes of a target that apply by a day, in order."""
        listed = self._changes.get((item, area, level), ())
        return [change for change in listed if change.since is None or change.since <= on]

    # --- figures ------------------------------------------------------------------------

    @cached_property
    def _latest(self) -> dict[tuple[str, str | None, Measure, bool], tuple[tuple[Record, ...], ...]]:
        """For each subject, the records left after corrections, in the order of periods.

        A group of several is a contradiction: different figures given on the same day.
        """
        groups: dict[tuple[object, ...], list[Record]] = {}
        for record in self.records:
            groups.setdefault(record._key, []).append(record)
        subjects: dict[tuple[str, str | None, Measure, bool], list[tuple[Record, ...]]] = {}
        for group in groups.values():
            newest = max(record.on or datetime.date.min for record in group)
            standing = [r for r in group if (r.on or datetime.date.min) == newest]
            by_value = {(r.value, r.text): r for r in standing}  # the same figure, printed differently
            first = standing[0]
            subject = (first.indicator, first.area, first.measure, first.verified)
            subjects.setdefault(subject, []).append(tuple(by_value.values()))
        return {
            subject: tuple(sorted(groups, key=lambda group: group[0].period))
            for subject, groups in subjects.items()
        }

    @asked
    def standing(
        self, indicator: str, area: str | None = None, *, measure: Measure = Measure.COUNT,
        verified: bool = False,
    ) -> tuple[tuple[Record, ...], ...]:  # fmt: skip
        """The records left after corrections, by period; records of one group contradict each other."""
        return self._latest.get((indicator, area, measure, verified), ())

    def by_subject(self) -> Iterable[tuple[tuple[Record, ...], ...]]:
        """The records left after corrections, for each indicator, area and measure, by period."""
        return self._latest.values()

    @asked
    def figure(
        self,
        indicator: str,
        area: str | None = None,
        *,
        on: datetime.date,
        measure: Measure = Measure.COUNT,
        verified: bool = False,
    ) -> Figure:
        """The cumulative figure on a day: the latest for a period that had ended by then.

        Figures for single periods are added up from the first of January, or after the latest
        cumulative figure, if they follow each other without a gap.

        Args:
            indicator: the indicator's id.
            area: the area, 市本级, or None for the whole city.
            on: the day.
            measure: what is measured.
            verified: use verified figures instead of reported ones.
        """
        ended = [
            group
            for group in self.standing(indicator, area, measure=measure, verified=verified)
            if group[0].period.last <= on and group[0].period.year == on.year
        ]
        totals = [group for group in ended if group[0].cumulative]
        value: Amount | None = None
        after = datetime.date(on.year - 1, 12, 31)
        records: tuple[Record, ...] = ()
        if totals:
            first, *others = records = totals[-1]
            if others:
                return Figure(None, records, "同一天报了不同的数")
            if first.value is None:
                words = first.text if first.source == OF_ACCEPTANCE else f"是文字：{first.text}"
                return Figure(None, records, words if first.text else "没有数")
            value, after = first.value, first.period.last
        for group in ended:
            record, *others = group
            if record.cumulative or record.period.last <= after:
                continue
            records = (*records, *group)
            why = _does_not_add(record, after, value) if not others else "同一天报了不同的数"
            if why or record.value is None:
                return Figure(None, records, f"{record.period}：{why}")
            value = record.value if value is None else value + record.value
            after = record.period.last
        return Figure(value, records, "" if records else "没有报")


def _does_not_add(record: Record, after: datetime.date, so_far: Amount | None) -> str:
    """Why a period's figure cannot be added to what was done by a day; empty if it can."""
    if record.value is None:
        return "没有数"
    if record.period.first - after != datetime.timedelta(days=1):
        return "当期数前后不相接"
    if so_far is not None and not so_far.unit.measures_same_as(record.value.unit):
        return f"{so_far} 与 {record.value} 单位不同"
    return ""
