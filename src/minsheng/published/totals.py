"""Checks printed totals against the sum over the areas, and printed shares of the total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from minsheng.domain.units import Unit
from minsheng.domain.written import cut
from minsheng.published.figures import Figure, beside, line_unit, read_figure, read_percent
from minsheng.published.printed import Agreement, Breakdown, Check, Printed, Subject
from minsheng.published.rates import judge_percent

_NO_SUM = "是比率、百分点，或按月、按人的标准，不能相加"


def _figure(line: Printed, column: str) -> Figure | str:
    return read_figure(getattr(line, column), line_unit(line))


def _adds_up(unit: Unit | None) -> bool:
    if unit is None:
        return True
    return all(power > 0 and name not in ("比率", "百分点") for name, power in unit.dimension)


def check_totals(lines: tuple[Printed, ...]) -> Iterator[Check]:
    """Check the totals in one group: of targets, then of actual figures."""
    parts = [line for line in lines if line.is_part]
    for total in (line for line in lines if line.is_total and parts):
        for column, label in (("target", "目标"), ("actual", "完成数")):
            whole, figures = _figure(total, column), [(p.area, _figure(p, column)) for p in parts]
            if isinstance(whole, str) and all(isinstance(figure, str) for _, figure in figures):
                continue  # there is no such column
            agreement, working, why = _total(whole, figures)
            working, why = (f"{label} {working}", why) if working else ("", f"{label}{why}")
            yield Check(total, Subject.TOTAL, getattr(total, column), agreement, working, why)


def _total(whole: Figure | str, figures: list[tuple[str, Figure | str]]) -> tuple[Agreement, str, str]:
    if isinstance(whole, str):
        return Agreement.NOT_CHECKABLE, "", f"的合计{whole}"
    there = [(area, figure) for area, figure in figures if isinstance(figure, Figure)]
    absent = [f"{area}{figure}" for area, figure in figures if isinstance(figure, str)]
    if not there:
        return Agreement.NOT_CHECKABLE, "", "没有各地的数"
    if not _adds_up(whole.unit):
        return Agreement.NOT_CHECKABLE, "", _NO_SUM
    if not all(figure.comparable(whole) for _, figure in there):
        return Agreement.NOT_CHECKABLE, "", "各地与合计的单位不同"
    total = sum((figure.value for _, figure in there), Fraction(0))
    made = attrs.evolve(whole, text=whole.in_own_unit(total))
    *texts, sum_ = beside(*(figure for _, figure in there), made)
    written = " + ".join(f"{area} {text}" for (area, _), text in zip(there, texts, strict=True))
    working = f"{written} = {sum_}"
    # a missing figure is not 0: fine if the others add up to the total, otherwise not checkable
    without = f"未计：{'、'.join(absent)}" if absent else ""
    leeway = (sum((figure.step for _, figure in there), Fraction(0)) + whole.step) / 2
    if total == whole.value:
        return Agreement.AGREES, working, without
    gap = f"所印 {whole.text}，相差 {whole.in_own_unit(whole.value - total)}"
    if absent:
        return Agreement.NOT_CHECKABLE, working, f"{gap}；{without}"
    if abs(total - whole.value) < leeway:
        return Agreement.WITHIN_DIGITS, working, gap
    return Agreement.DOES_NOT_FOLLOW, working, gap


def check_parts(line: Printed) -> Iterator[Check]:
    """Check the parts along a line: votes add up, and no 其中 is more than its whole."""
    unit = line_unit(line)
    for one in line.breakdowns:
        whole, figures = read_figure(one.whole, unit), [(h, read_figure(c, unit)) for h, c in one.parts]
        outcome = _some(one, whole, figures) if one.some else _total(whole, figures)
        if outcome is not None:
            agreement, working, why = outcome
            said = f"{one.head} {working}" if working and not one.some else working
            yield Check(line, Subject.PARTS, one.whole, agreement, said, why)


def _some(
    one: Breakdown, whole: Figure | str, figures: list[tuple[str, Figure | str]]
) -> tuple[Agreement, str, str] | None:
    """What can be said of parts that may overlap and need not be all."""
    if isinstance(whole, str):
        return None
    for head, figure in figures:
        if isinstance(figure, Figure) and figure.comparable(whole) and figure.low > whole.high:
            working = " > ".join(beside(figure, whole))
            return Agreement.DOES_NOT_FOLLOW, f"{head} {working}", f"多于{one.head}"
    outcome = _total(whole, figures)
    return outcome if outcome[0] is Agreement.AGREES else None


def check_shares(lines: tuple[Printed, ...]) -> Iterator[Check]:
    """Check the printed shares of the total: of actual figures, or of targets if there are none."""
    shared = [line for line in lines if line.share]
    if not shared:
        return
    column = "actual" if any(isinstance(_figure(line, "actual"), Figure) for line in lines) else "target"
    whole = _whole(lines, column)
    for line in shared:
        yield Check(line, Subject.SHARE, line.share, *_share(line, _figure(line, column), whole))
    if isinstance(whole, str):
        yield from _all_shares(lines)


def _all_shares(lines: tuple[Printed, ...]) -> Iterator[Check]:
    """Shares of what is not printed, against the 100 % that the line of the total says they make."""
    whole = next((line for line in lines if line.is_total), None)
    parts = [(line.area, _points(line.share)) for line in lines if line.is_part]
    stated = None if whole is None else read_percent(whole.share)
    if whole is not None and stated is not None and stated.value == _ALL.value and parts:
        yield Check(whole, Subject.SHARE, whole.share, *_total(_ALL, parts))


#: what all shares make
_ALL = Figure("100 %", Fraction(100), Fraction(0))


def _points(cell: str) -> Figure | str:
    """A printed percentage as so many of a hundred."""
    percent = read_percent(cell)
    if percent is None:
        return f"“{cell}”不是百分数"
    return Figure(str(percent), percent.value, Fraction(1, 10**percent.places))


def _share(line: Printed, part: Figure | str, whole: Figure | str) -> tuple[Agreement, str, str]:
    percent = read_percent(line.share)
    if percent is None:
        return Agreement.NOT_CHECKABLE, "", f"“{line.share}”不是百分数"
    if isinstance(part, str) or isinstance(whole, str):
        return Agreement.NOT_CHECKABLE, "", "；".join(met for met in (part, whole) if isinstance(met, str))
    if not part.comparable(whole) or whole.value == 0:
        return Agreement.NOT_CHECKABLE, "", f"{part.text} 与 {whole.text} 不能相除"
    return judge_percent(part, whole, percent)


def _whole(lines: tuple[Printed, ...], column: str) -> Figure | str:
    """The printed total; otherwise the sum over the areas."""
    for line in lines:
        if line.is_total:
            return _figure(line, column)
    total, step, unit = Fraction(0), Fraction(0), None
    for line in lines:
        figure = _figure(line, column)
        if isinstance(figure, str):
            return f"没有合计，{line.area}{figure}"
        if unit is not None and figure.unit is not None and not unit.measures_same_as(figure.unit):
            return "没有合计，各地的单位不同"
        total, step, unit = total + figure.value, step + figure.step, unit or figure.unit
    return Figure(cut(total / (unit.factor if unit else 1)), total, step, unit)
