"""Checks printed ranks and grades against the figures they depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.area import is_of_some
from minsheng.domain.numerals import normalise
from minsheng.domain.ranked import Rank, ranked
from minsheng.domain.written import cut
from minsheng.errors import MinshengError
from minsheng.labels import Labelled
from minsheng.published.figures import Figure, beside, line_unit, read_figure, read_percent
from minsheng.published.printed import Agreement, Check, Printed, Subject


class RankedBy(Labelled):
    """What areas are ranked or graded by."""

    RATE = "rate", "完成率"
    COMPLETION = "completion", "完成数 ÷ 目标"
    TARGET = "target", "目标"
    ACTUAL = "actual", "完成数"
    POINTS = "points", "得分"
    NOTHING = "nothing", "没有印出的数"


@attrs.frozen
class Grade:
    """A grade and its minimum value; None for the lowest grade.

    >>> Grade("优秀", 95).floor
    Decimal('95')
    """

    name: str
    floor: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))


_RANK = re.compile(r"(?:并列)?第?(\d+|[一二三四五六七八九十百]+)(?:名|位)?(?:\(并列\)|并列)?")


def _rank(cell: str) -> int | None:
    found = _RANK.fullmatch(normalise(cell))
    try:
        return int(to_decimal(found[1])) if found else None
    except MinshengError:
        return None


def value_of(line: Printed, by: RankedBy) -> Figure | str:
    """The value a line is ranked by, in % for percentages; or why it is unknown."""
    if by is RankedBy.RATE:
        percent = read_percent(line.rate)
        if percent is None:
            return f"完成率“{line.rate}”不是百分数" if line.rate else "完成率空着"
        return Figure(str(percent), percent.value, Fraction(1, 10**percent.places))
    if by is RankedBy.POINTS:
        return read_figure(line.points.removesuffix("分"), None)
    unit = line_unit(line)
    if by is not RankedBy.COMPLETION:
        return read_figure(line.target if by is RankedBy.TARGET else line.actual, unit)
    target, actual = read_figure(line.target, unit), read_figure(line.actual, unit)
    if isinstance(target, str) or isinstance(actual, str):
        return "；".join(met for met in (target, actual) if isinstance(met, str))
    if target.value == 0:
        return "目标是 0，不能作除数"
    rate = actual.value / target.value * 100
    return Figure(f"{' ÷ '.join(beside(actual, target))} = {cut(rate)} %", rate, Fraction(0))


def check_ranks(lines: tuple[Printed, ...], by: RankedBy, *, lowest: bool = False) -> Iterator[Check]:
    """Check the printed ranks in one group; ties share a rank and the next is skipped (1-2-2-4)."""
    listed = [line for line in lines if not line.is_total and not is_of_some(line.area)]
    if not any(line.rank for line in listed):
        return
    ranks = [_rank(line.rank) for line in listed]
    if by is RankedBy.NOTHING:
        values: list[Figure | str] = [
            "没有名次" if rank is None else Figure(f"第{rank}名", Fraction(-rank), Fraction(0))
            for rank in ranks
        ]
    else:
        values = [value_of(line, by) for line in listed]
    sign = 1 if lowest else -1
    known = [
        (sign * v.value, line.area) for line, v in zip(listed, values, strict=True) if isinstance(v, Figure)
    ]
    order = ranked((value for value, _ in known), lowest=True)
    areas, unknown = [area for _, area in sorted(known)], len(values) - len(known)
    for line, rank, value in zip(listed, ranks, values, strict=True):
        if rank is None:
            why = f"“{line.rank}”不是名次" if line.rank else "没有印名次"
            outcome = (Agreement.NOT_CHECKABLE, "", why)
        elif isinstance(value, str):
            outcome = (Agreement.NOT_CHECKABLE, "", value)
        else:
            outcome = _judged(rank, value.text, order[sign * value.value], areas, unknown)
        yield Check(line, Subject.RANK, line.rank, *outcome)


def _judged(rank: int, text: str, at: Rank, areas: Sequence[str], unknown: int) -> tuple[Agreement, str, str]:
    """A printed rank beside where its value stands: among the areas, best first, and some not known."""
    first, last, ahead = at.skip, at.skip + at.tied - 1, at.skip - 1
    names = "、".join(areas[: min(ahead, 5)]) + ("等" if ahead > 5 else "")
    said = f"在前的 {ahead} 个（{names}）" if ahead else "没有在前的"
    said += f"，并列的还有 {at.tied - 1} 个" if at.tied > 1 else ""
    working = f"{text}，{said} → 第 {first} 名"
    if unknown and first <= rank <= last + unknown:
        return Agreement.NOT_CHECKABLE, working, f"有 {unknown} 个没有可比的数"
    if rank == first:
        return Agreement.AGREES, working, ""
    if first < rank <= last:
        return Agreement.WITHIN_DIGITS, working, "所印的数相同，名次另分先后"
    if rank == at.dense:
        return Agreement.OTHER_BASIS, working, "并列之后不空名次"
    return Agreement.DOES_NOT_FOLLOW, working, f"所印是第 {rank} 名"


def check_grades(lines: tuple[Printed, ...], grades: Sequence[Grade], by: RankedBy) -> Iterator[Check]:
    """Check the printed grades: the highest whose minimum is reached."""
    floors = [grade.floor for grade in grades if grade.floor is not None]
    if len(set(floors)) < len(floors) or len(floors) < len(grades) - 1:
        raise ValueError("two grades have the same floor")
    ordered = sorted(grades, key=lambda grade: (grade.floor is None, -Fraction(grade.floor or 0)))

    def grade_of(value: Fraction) -> Grade | None:
        return next((g for g in ordered if g.floor is None or value >= Fraction(g.floor)), None)

    for line in lines:
        value = value_of(line, by)
        if not line.grade or isinstance(value, str):
            why = "没有印等次" if not line.grade else str(value)
            yield Check(line, Subject.GRADE, line.grade, Agreement.NOT_CHECKABLE, "", why)
            continue
        grade, below = grade_of(value.value), grade_of(value.low)
        floor = f" ≥ {plain_text(grade.floor)}" if grade and grade.floor is not None else ""
        working = f"{value.text}{floor} → {grade.name if grade else '没有等次'}"
        if grade and grade.name == line.grade:
            yield Check(line, Subject.GRADE, line.grade, Agreement.AGREES, working)
        elif below and below.name == line.grade:
            why = f"按所印位数，可以低到 {cut(value.low)}"
            yield Check(line, Subject.GRADE, line.grade, Agreement.WITHIN_DIGITS, working, why)
        else:
            why = f"所印是{line.grade}"
            yield Check(line, Subject.GRADE, line.grade, Agreement.DOES_NOT_FOLLOW, working, why)
