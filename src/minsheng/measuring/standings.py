"""Many standings: as a table, and rolled up over areas, projects and agencies."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import Amount
from minsheng.domain.area import CITY, WHOLE_CITY, AreaKind
from minsheng.domain.programme import Programme
from minsheng.domain.written import percent
from minsheng.errors import UnitError
from minsheng.listed import Listed
from minsheng.measuring.lights import LightPolicy
from minsheng.measuring.standing import Standing, annex
from minsheng.measuring.targets import lead_agencies
from minsheng.plain.canonical import Format
from minsheng.table import Table, Tabled, heads


@attrs.frozen(repr=False)
class Total(Tabled):
    """The sum of targets and figures of one unit.

    Args:
        target: the sum of the targets.
        actual: the sum of the figures; None if one of them is unknown.
        parts: how many there are.
        missing: how many of them have no figure.

    >>> two = Total(Amount(10, "户"), Amount(8, "户"), 1) + Total(Amount(30, "户"), None, 1, 1)
    >>> two.target, two.actual, two.missing
    (Amount('40 户'), None, 1)
    >>> two
    <Total 目标 40 户，完成数不全：2 项，1 项没有数>
    """

    target: Amount
    actual: Amount | None
    parts: int
    missing: int = 0

    @property
    def rate(self) -> Fraction | None:
        """The completion rate as a fraction of 1; None if unknown."""
        return None if self.actual is None or not self.target.value else self.actual / self.target

    @property
    def summary(self) -> str:
        """Target, actual, and the number of parts."""
        done = f"完成 {self.actual}（{percent(self.rate)}）" if self.actual else "完成数不全"
        lacking = f"，{self.missing} 项没有数" if self.missing else ""
        return f"目标 {self.target}，{done}：{self.parts} 项{lacking}"

    _HEADS = heads(
        target="目标", actual="完成数", rate=("完成率", percent), parts="项数", missing="没有数的项数"
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield {key: getattr(self, key) for key in self._HEADS}

    def __add__(self, other: Total) -> Total:
        if not isinstance(other, Total):
            return NotImplemented
        known = self.actual is not None and other.actual is not None
        actual = self.actual + other.actual if self.actual and other.actual and known else None
        return Total(
            self.target + other.target, actual, self.parts + other.parts, self.missing + other.missing
        )


@asked
def total(parts: Iterable[Standing | Total]) -> Total:
    """Add up standings, or totals of them.

    Of the whole city and its areas, and of an area and those in it, only the whole is added up.

    Raises:
        UnitError: different units: 户 and 个 do not add up.
        ValueError: nothing to add, or something that cannot be added: a standard, a rate, an
            indicator that each area must reach. It is named.
    """
    result: Total | None = None
    for part in _once(tuple(parts)):
        one = part if isinstance(part, Total) else _of(part)
        result = one if result is None else result + one
    if result is None:
        raise ValueError("there is nothing to add up")
    return result


def _once(parts: tuple[Standing | Total, ...]) -> list[Standing | Total]:
    """Those that are added up: of the city, and of an area with others in it, only the whole."""
    there = {(part.item, part.area) for part in parts if isinstance(part, Standing)}
    return [
        part
        for part in parts
        if isinstance(part, Total)
        or part.area is None
        or not there.intersection((part.item, up) for up in (None, *part.lies_in))
    ]


def _of(standing: Standing) -> Total:
    if not standing.additive or not standing.counts:
        raise ValueError(f"{standing.text} does not add up: {standing.rate_is.label}")
    if standing.target is None:
        raise ValueError(f"{standing.text} has no target in {standing.area or WHOLE_CITY}")
    known = standing.actual is not None and not standing.why
    return Total(standing.target.amount, standing.actual if known else None, 1, int(not known))


@attrs.frozen(repr=False)
class Tally(Tabled):
    """How many tasks are on schedule, behind, or unknown; and their sum, if they add up.

    Args:
        key: what they have in common: an area, a project, an agency.
        on_schedule, behind, unknown: how many.
        total: their sum; None if they do not add up.
        why: why they do not.
    """

    key: str
    on_schedule: int
    behind: int
    unknown: int
    total: Total | None = None
    why: str = ""

    @property
    def summary(self) -> str:
        """The counts, and the sum or why there is none."""
        counts = f"达到进度 {self.on_schedule} 项，落后 {self.behind} 项，无法判断 {self.unknown} 项"
        return f"{self.key}：{counts}；{self.total.summary if self.total else self.why}"

    _HEADS = heads(
        key="对象", on_schedule="达到进度", behind="落后", unknown="无法判断", target="目标合计",
        actual="完成合计", rate=("完成率", percent), why="说明",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield {key: getattr(self, key, getattr(self.total, key, None)) for key in self._HEADS}


@attrs.frozen(repr=False)
class Standings(Listed[Standing]):
    """The progress of several tasks on a day: a sequence of :class:`Standing`.

    Args:
        programme: the programme.
        parts: one for each task and area.
        on: the day.

    In its records numbers are exact text, so that no reader turns them into floats.
    """

    programme: Programme
    parts: tuple[Standing, ...]
    on: datetime.date
    policy: LightPolicy | None = None

    _FORMAT = Format("standings")

    _EACH = "parts"

    def __getitem__(self, index: int) -> Standing:
        return self.parts[index]

    @property
    def behind(self) -> Standings:
        """Only those that are behind."""
        return attrs.evolve(self, parts=tuple(part for part in self.parts if part.behind))

    @property
    def unknown(self) -> Standings:
        """Only those whose progress is unknown."""
        return attrs.evolve(self, parts=tuple(part for part in self.parts if part.behind is None))

    @property
    def summary(self) -> str:
        """One line for the top of a bulletin."""
        late, unknown = len(self.behind), len(self.unknown)
        return (
            f"截至{self.on.year}年{self.on.month}月{self.on.day}日：{len(self)} 项，"
            f"达到进度 {len(self) - late - unknown} 项，落后 {late} 项，无法判断 {unknown} 项"
        )

    @asked
    def roll_up(
        self, per: str | Callable[[Standing], Iterable[str]], *, groups: Mapping[str, str] | None = None
    ) -> tuple[Tally, ...]:
        """Counted and, where that means something, added up by what they have in common.

        Args:
            per: ``area``, ``project``, ``indicator``, ``agency`` (the lead agency that answers for
                it by the programme), ``group``, or a function that gives the keys of a standing.
            groups: for ``group``: the group of each area; by default :func:`area_groups`. An area
                that is not in it is left out.

        Of one project the indicators add up only if they are of one unit; where they do not, the
        tally says why and counts all the same.
        """
        keys = per if callable(per) else self._keys(per, groups)
        grouped: dict[str, list[Standing]] = {}
        for part in self.parts:
            for key in keys(part):
                grouped.setdefault(key, []).append(part)
        return tuple(_tally(key, attrs.evolve(self, parts=tuple(parts))) for key, parts in grouped.items())

    def _keys(self, per: str, groups: Mapping[str, str] | None) -> Callable[[Standing], Iterable[str]]:
        known = area_groups(self.programme) if groups is None else groups
        answer = lead_agencies(self.programme)
        keys: dict[str, Callable[[Standing], Iterable[str]]] = {
            "area": lambda part: (part.area or WHOLE_CITY,),
            "indicator": lambda part: (part.text,),
            "project": lambda part: (f"{part.project} {self.programme.project(part.project).title}",),
            "agency": lambda part: answer.get(part.item, ()),
            "group": lambda part: (known[part.area],) if part.area is not None and part.area in known else (),
        }
        if per not in keys:
            raise ValueError(f"roll up per one of {', '.join(keys)}, not {per!r:.60}")
        return keys[per]

    @asked
    def table(self, *, places: int = 2) -> Table:
        """A row for each, as in the annex of a bulletin."""
        document = self.programme.document
        title = (
            f"{self.programme.city}{self.programme.year}年重点民生实事进展（{document.number or self.on}）"
        )
        return annex(self.parts, title, places, lights=self.policy is not None)

    def __str__(self) -> str:
        return f"{self.summary}\n\n{self.table()}"


@asked
def area_groups(programme: Programme, *, city: bool = False) -> dict[str, str]:
    """The group of each area, 县市区 or 园区, by its kind; of those in a county, 平江县所辖.

    Args:
        city: whether to include 市本级, as its own group.
    """
    groups = {
        a.name: f"{a.parent}所辖" if a.parent else "园区" if a.kind is AreaKind.ZONE else "县市区"
        for a in programme.areas
    }
    return groups | ({CITY: CITY} if city else {})


def _tally(key: str, parts: Standings) -> Tally:
    states = [part.behind for part in parts]
    try:
        whole, why = total(parts), ""
    except (UnitError, ValueError) as error:
        whole, why = None, str(error)
    return Tally(key, states.count(False), states.count(True), states.count(None), whole, why)
