"""What is in use of what was built, and the figures of a year less what nobody has ever used."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.area import WHOLE_CITY
from minsheng.domain.own_units import in_own_units
from minsheng.domain.period import Period
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.domain.record import Record
from minsheng.domain.units import Unit
from minsheng.domain.upkeep import Use, Work, Works
from minsheng.domain.written import percent
from minsheng.errors import DataError, Problems
from minsheng.labels import Labelled
from minsheng.measuring.targets import of_programme
from minsheng.table import Tabled, heads


class WorksPer(Labelled):
    """What works are counted by."""

    YEAR = "year", "年度"
    AREA = "area", "地区"
    ITEM = "item", "指标"
    KEEPER = "keeper", "管护单位"


@attrs.frozen(repr=False)
class InUse(Tabled):
    """How many works were completed by a day, and how many of them are used.

    Args:
        key: what they have in common: a year, an area, an indicator, who keeps them.
        built: how many were completed.
        used: how many of them are in use.
        never: how many have never been used.
        out: how many are out of use.
    """

    key: str
    built: int
    used: int
    never: int
    out: int

    @property
    def share(self) -> Fraction:
        """The share in use."""
        return Fraction(self.used, self.built)

    @property
    def summary(self) -> str:
        """How many of how many are in use."""
        return f"{self.key}：建成 {self.built} 处，在用 {self.used} 处（{percent(self.share)}）"

    _HEADS = heads(
        key="对象", built="建成", used="在用", never="建成未用", out="停用", share=("在用率", percent)
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield {name: getattr(self, name) for name in self._HEADS}


@asked
def in_use(works: Iterable[Work], *, on: datetime.date, per: WorksPer = WorksPer.YEAR) -> tuple[InUse, ...]:
    """How much of what was completed by a day is in use on it, by year, area, indicator or keeper.

    >>> day = datetime.date
    >>> built = {"completed": day(2023, 8, 20), "item": "toilets", "area": "平江县", "year": 2023}
    >>> two = Works((Work("东街公厕", used=day(2023, 9, 1), **built), Work("西街公厕", **built)))
    >>> in_use(two, on=day(2024, 6, 30))
    (<InUse 2023年：建成 2 处，在用 1 处（50.00%）>,)
    """
    groups: dict[str, list[Use]] = {}
    for work in works:
        use = work.use(on)
        if use is not Use.NOT_BUILT:
            groups.setdefault(_key(work, per), []).append(use)
    return tuple(
        InUse(key, len(uses), uses.count(Use.IN_USE), uses.count(Use.NEVER), uses.count(Use.OUT))
        for key, uses in groups.items()
    )


def _key(work: Work, per: WorksPer) -> str:
    if per is WorksPer.YEAR:
        return f"{work.year}年"
    if per is WorksPer.AREA:
        return work.area or WHOLE_CITY
    return work.item if per is WorksPer.ITEM else work.keeper or "没有管护单位"


@asked
@in_own_units
def without_unused(progress: Progress, works: Works, programme: Programme, *, on: datetime.date) -> Progress:
    """A year's figures, corrected on a day by what was reported as completed and has never been used.

    The correction reaches the year that the works belong to: its last figures of their indicators,
    of their areas and of the whole city, are followed by lower ones, reported on the day; before that
    day (:meth:`Progress.as_known`) they are what they were.

    Args:
        progress: what was reported for the programme's year.
        works: the register of works; those of other years change nothing.
        programme: the programme.
        on: the day on which it was found that they are not used.

    Raises:
        UnknownName: a figure or a work of an item or area that is not in the programme.
        DataError: a work's amount is missing where the indicator is not counted in pieces, or is of
            another unit; more has never been used than was reported; each with where it was read.

    >>> from minsheng import load
    >>> p, day = load("yueyang-2023"), datetime.date
    >>> said = Record("public-toilets", Period.parse("2023年12月"), Amount(3, "座"), area="平江县")
    >>> done = Progress((said,))
    >>> idle = Works((Work("西街公厕", "public-toilets", "平江县", 2023, completed=day(2023, 11, 1)),))
    >>> later = without_unused(done, idle, p, on=day(2024, 6, 30))
    >>> year = {"area": "平江县", "on": day(2023, 12, 31)}
    >>> later.figure("public-toilets", **year).value, done.figure("public-toilets", **year).value
    (Amount('2 座'), Amount('3 座'))
    """
    unused = [w for w in works if w.year == programme.year and w.use(on) is Use.NEVER]
    of_programme(programme, progress + Progress(tuple(_nothing(work) for work in unused)))
    less: dict[tuple[str, str | None], list[Work]] = {}
    for work in unused:
        for area in dict.fromkeys((work.area, None)):
            less.setdefault((work.item, area), []).append(work)
    end, known = Period.of_year(programme.year).last, progress.as_known(on)
    lowered, problems = list[Record](), Problems()
    texts = {one.id: one.text for project in programme.projects for one in project.items}
    for (item, area), idle in less.items():
        for verified in (False, True):
            figure = known.figure(item, area, on=end, verified=verified)
            if figure.value is not None:
                left = _left(figure.value, idle, f"{area or WHOLE_CITY} {texts.get(item, item)}", problems)
                if left is None:
                    continue
                names = "、".join(work.name for work in idle)
                one = attrs.evolve(figure.records[-1], value=left, cumulative=True, on=on, target=None)
                lowered.append(attrs.evolve(one, source=f"建成未用，核减：{names}"))
    problems.refuse()
    return progress + Progress(tuple(lowered))


def _nothing(work: Work) -> Record:
    """A record of the item and area of a work, by which it is asked whether the programme has them."""
    return Record(work.item, Period.of_year(work.year), area=work.area)


def _left(reported: Amount, idle: list[Work], where: str, problems: Problems) -> Amount | None:
    """What was reported without what has never been used; None where that is not known, which is told."""
    left, before = reported, len(problems)
    for work in idle:
        with problems.at():
            left -= amount_of(work, reported.unit)
    if len(problems) > before:
        return None
    if left.value < 0:
        told = "、".join(f"{work.name}{work.source and f'（{work.source}）'}" for work in idle)
        problems.add(where, f"报 {reported}，少于建成未用的：{told}", "请核对完成数和台账")
        return None
    return left


def amount_of(work: Work, unit: Unit) -> Amount:
    """How much of its indicator a work is: one piece, unless it says otherwise.

    Raises:
        DataError: it does not say, and the unit counts no pieces; or it is of another unit.
    """
    where = work.source or f"{work.area or WHOLE_CITY} {work.name}"
    if work.amount is not None:
        if not work.amount.unit.measures_same_as(unit):
            met = f"“{work.name}”的数量 {work.amount} 与完成数的单位“{unit}”不能相比"
            raise DataError.at(where, met, f"请写成以“{unit}”计的")
        return work.amount
    if not unit.counted or unit.factor != 1:
        raise DataError.at(where, f"“{work.name}”没有写数量，完成数以“{unit}”计", f"请写上，如 3{unit}")
    return Amount(1, unit)
