"""Checks printed ranks and grades against the figures they depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

import attrs

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.area import is_of_some
from minsheng.domain.numerals import normalise
from minsheng.domain.ranked import Rank, ranked
from minsheng.domain.written import cut
from minsheng.published.figures import (
    Figure,
    read_rank,
)
from minsheng.published.printed import Agreement, Check, Outcome, Printed, Subject, wrong_of
from minsheng.published.ranking import FEW, Basis, RankedBy, bases, groupings, value_of, values_by


@attrs.frozen
class Grade:
    """A grade and its minimum value; None for the lowest grade.

    >>> Grade("优秀", 95).floor
    Decimal('95')
    """

    name: str
    floor: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(to_decimal))


_HIDDEN_SCORE = re.compile("综合|总")


def check_ranks(lines: tuple[Printed, ...], by: RankedBy, *, lowest: bool = False) -> Iterator[Check]:
    """Check the printed ranks in one group by a value that is told; ties share a rank (1-2-2-4)."""
    listed = _ranked_lines(lines)
    if listed:
        basis = Basis(tuple(values_by(listed, by)), lowest)
        both = [_judge(listed, basis, [range(len(listed))], ranked_only=True, dense=d) for d in (False, True)]
        yield from _checks(listed, min(both, key=wrong_of))


def _ranked_lines(lines: Sequence[Printed]) -> list[Printed]:
    listed = [
        line for line in lines
        if not line.is_total and not is_of_some(line.area)
        and (line.rank or line.rate or line.points or line.target or line.actual)  # else it heads a block
    ]  # fmt: skip
    return listed if any(line.rank for line in listed) else []


def _checks(listed: Sequence[Printed], outcomes: Sequence[Outcome]) -> Iterator[Check]:
    return (
        Check(line, Subject.RANK, line.rank, *outcome) for line, outcome in zip(listed, outcomes, strict=True)
    )


def find_ranks(lines: tuple[Printed, ...], *, partial: str, whole: bool) -> Iterator[Check]:
    """Check the printed ranks in one group by whatever they turn out to follow.

    They are ranked by points, else by the rate; all together, or within 类别 or blocks ended by 小计;
    with those that have no rank, or without. What explains every rank is taken; if nothing does, what
    explains most of them.

    Args:
        lines: the lines of one group and one indicator.
        partial: why the table may not show all areas, if it may not.
        whole: whether its totals show that it does.
    """
    listed = _ranked_lines(lines)
    if not listed:
        return
    head = next((h for line in listed for h, c in line.row if c == line.rank and _RANKS.search(h)), "")
    likely = list(bases(listed, head))
    ways = list(groupings(lines, listed, head))
    tried = list[tuple[int, list[Outcome]]]()
    ranks = [rank for line in listed if (rank := read_rank(line.rank)) is not None]

    def leaves_none(basis: Basis, way: Sequence[Sequence[int]]) -> bool:
        """Whether the ranks end where they do if no place is left out after ties."""
        values = [{v.value for n in group if isinstance(v := basis.values[n], Figure)} for group in way]
        return max(ranks, default=0) <= max(map(len, values)) < max(map(len, way))

    for basis, way, ranked_only, dense in product(likely, ways, (True, False), (False, True)):
        outcomes = _judge(listed, basis, way, ranked_only=ranked_only, dense=dense)
        wrong = wrong_of(outcomes)
        if basis.alone and tried and min(count for count, _ in tried) == 1:
            break
        if basis.said:
            outcomes = [_said(outcome, basis.said) for outcome in outcomes]
        if wrong == 0:
            yield from _checks(listed, outcomes)
            return
        if not basis.said or wrong * FEW <= len(listed):
            tried.append((wrong if dense is leaves_none(basis, way) else 2 * wrong, outcomes))
    wrong, best = min(tried, key=lambda one: one[0])
    beyond = max(ranks, default=0) > len(listed)
    if (beyond and not whole) or _SOME_SHOWN.search(partial):
        best = _in_order(listed, likely[0], partial)
    elif _HIDDEN_SCORE.search(head) and not any(line.points for line in listed) and 2 * wrong > len(listed):
        best = [(Agreement.NOT_CHECKABLE, working, f"看不出“{head}”按什么排") for _, working, _ in best]
    yield from _checks(listed, best)


_RANKS = re.compile("排名|名次|位次|排位|排序")
_SOME_SHOWN = re.compile("表上写着|只列了|隐藏")


def _said(outcome: Outcome, said: str) -> Outcome:
    agreement, working, why = outcome
    if agreement is Agreement.NOT_CHECKABLE:
        return outcome
    if agreement is not Agreement.DOES_NOT_FOLLOW:
        agreement = Agreement.OTHER_BASIS
    return agreement, working, "；".join(filter(None, (said, why)))


def _judge(
    listed: Sequence[Printed],
    basis: Basis,
    together: Sequence[Sequence[int]],
    *,
    ranked_only: bool,
    dense: bool,
) -> list[Outcome]:
    """Each printed rank beside where its value stands among those that it is ranked with."""
    outcomes = dict[int, Outcome]()
    sign = 1 if basis.lowest else -1
    for group in together:
        ranks = {n: read_rank(listed[n].rank) for n in group}
        pool = [
            n for n in group
            if ranks[n] is not None or not _no_rank(listed[n].rank)
            or (not ranked_only and isinstance(basis.values[n], Figure))
        ]  # fmt: skip
        known = [
            (sign * value.value, listed[n].area) for n in pool if isinstance(value := basis.values[n], Figure)
        ]
        order = ranked((value for value, _ in known), lowest=True)
        areas, unknown = [area for _, area in sorted(known)], len(pool) - len(known)
        for n in group:
            rank, value = ranks[n], basis.values[n]
            if rank is None:
                why = f"“{listed[n].rank}”不是名次" if listed[n].rank else "没有印名次"
                outcomes[n] = (Agreement.NOT_CHECKABLE, "", why)
            elif isinstance(value, str):
                outcomes[n] = (Agreement.NOT_CHECKABLE, "", value)
            else:
                outcomes[n] = _judged(
                    rank, value.text, order[sign * value.value], areas, unknown, dense=dense
                )
    return [outcomes[n] for n in range(len(listed))]


def _no_rank(cell: str) -> bool:
    """Whether a cell says that its line is not ranked: —, 不参与排名, nothing."""
    return not any(map(str.isdigit, normalise(cell)))


#: among how many lines each is held against each other
_MOST_COMPARED = 200


def _in_order(listed: Sequence[Printed], basis: Basis, why: str) -> list[Outcome]:
    """What can be said where only some areas are shown: who is ranked before has no less."""
    sign = 1 if basis.lowest else -1
    there = {
        n: (rank, sign * value.value)
        for n, line in enumerate(listed)
        if (rank := read_rank(line.rank)) is not None and isinstance(value := basis.values[n], Figure)
    }
    wrong = set[int]()
    while len(there) <= _MOST_COMPARED:
        against = {
            n: sum(v != w and (r == s or (r < s) is not (v < w)) for m, (s, w) in there.items() if m != n)
            for n, (r, v) in there.items()
        }
        most = max(against.values(), default=0)
        if not most:
            break
        found = {n for n, count in against.items() if count == most}
        wrong |= found
        there = {n: one for n, one in there.items() if n not in found}
    outcomes = list[Outcome]()
    for n, line in enumerate(listed):
        value = basis.values[n]
        text = value.text if isinstance(value, Figure) else ""
        if n in wrong:
            outcomes.append((Agreement.DOES_NOT_FOLLOW, text, f"所印是{line.rank}，与别的行先后不合"))
        else:
            outcomes.append((Agreement.NOT_CHECKABLE, text, why or "可能没有列全"))
    return outcomes


def _judged(rank: int, text: str, at: Rank, areas: Sequence[str], unknown: int, *, dense: bool) -> Outcome:
    """A printed rank beside where its value stands: among the areas, best first, and some not known."""
    first, last, ahead = at.skip, at.skip + at.tied - 1, at.skip - 1
    names = "、".join(areas[: min(ahead, 5)]) + ("等" if ahead > 5 else "")
    said = f"在前的 {ahead} 个（{names}）" if ahead else "没有在前的"
    said += f"，并列的还有 {at.tied - 1} 个" if at.tied > 1 else ""
    working = f"{text}，{said} → 第 {first} 名"
    if unknown and first <= rank <= last + unknown:
        return Agreement.NOT_CHECKABLE, working, f"有 {unknown} 个没有可比的数"
    if rank == (at.dense if dense else first):
        if rank == first:
            return Agreement.AGREES, working, ""
        return Agreement.OTHER_BASIS, working, "并列之后不空名次"
    if first < rank <= last and not dense:
        return Agreement.WITHIN_DIGITS, working, "所印的数相同，名次另分先后"
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
